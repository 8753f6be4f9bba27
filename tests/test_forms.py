"""The statutory forms as data."""

import csv
from importlib import resources

import pytest

from gxkit.errors import FormError
from gxkit.forms import (
    all_forms,
    find_form,
    forget,
    known_editions,
    per_form_set,
    read_form,
    register,
    shipped_forms,
)
from gxkit.forms.crosswalk import crosswalk
from gxkit.forms.places import find_lines
from gxkit.text import split_label

FORM = """
id = "x"
title_zh = "t"
title_en = "t"
basis = "b"
in_force = [2000, 2001]
[[tables]]
id = "one"
title_zh = "t"
title_en = "t"
layout = "down"
columns = [{ id = "a", label = "甲" }, { id = "b", label = "乙" }]
rows = [{ id = "r", label = "组/行", unit = "件" }]
rules = [{ id = "R1", each = "row", left = ["a"], right = ["b"] }]
"""


def test_the_shipped_editions_stand_in_the_order_of_their_first_year():
    shipped = [form for form in all_forms() if form in shipped_forms()]
    wanted = ["fujian-2011", "fujian-2013", "fujian-2014", "fujian-2014-jinjiang", "fujian-2017"]
    assert [form for form in shipped if form in (*wanted, "2019", "2021")] == [
        *wanted,
        "2019",
        "2021",
    ]


def test_every_cell_of_the_forms_is_as_the_shared_list_has_it(shared_reports):
    with (shared_reports.parent / "forms" / "cells.csv").open(encoding="utf-8") as lines:
        wanted = {tuple(line.values()) for line in csv.DictReader(lines)}
    made = set()
    for edition in {cell[0] for cell in wanted}:
        for table in find_form(edition).tables:
            for row in table.rows:
                for column, unit in zip(row.columns, row.units, strict=True):
                    labels = ("/".join(row.path), table.column(column).label)
                    made.add((edition, table.id, row.id, column, *labels, unit))
    assert made == wanted
    assert len(made) == 560


def test_the_wordings_of_the_notice_for_2009_are_known(shared_reports):
    with (shared_reports.parent / "forms" / "fujian-2009.csv").open(encoding="utf-8") as lines:
        printed = [split_label(line["label"]).core for line in csv.DictReader(lines)]
    form = find_form("fujian-2011")
    assert form.covers(2009)
    assert not form.covers(2008)
    known = [{split_label(text).core for text in (r.label, *r.also)} for r in form.tables[0].rows]
    rows = [next(i for i, own in enumerate(known) if label in own) for label in printed]
    assert sorted(rows) == list(range(17))


def test_the_request_table_states_its_own_arithmetic():
    rules = find_form("2021").table("requests").rules
    assert [sum(r.id == i for r in rules) for i in ("R1", "R2", "R3")] == [25, 7, 7]
    total = next(r for r in rules if r.name == "R2:total")
    assert len(total.left) == 21
    assert total.right == (("decided", "total"),)


def test_a_blank_is_no_zero_in_a_sum():
    rule = read_form(FORM).table("one").rules[0]
    assert rule.sides({("r", "a"): None, ("r", "b"): 1}.get) == (None, 1)
    assert rule.sides({("r", "a"): 1, ("r", "b"): 1}.get) == (1, 1)


def test_labels_of_cells_name_group_row_column_and_year():
    table = find_form("fujian-2014").table("legacy")
    assert table.label(table.rows[0], "year", 2017) == "主动公开文件数 · 2017年度"


def test_an_unknown_form_or_table_is_answered_with_the_known_ones():
    with pytest.raises(FormError, match=r"There is no form '2008'; the forms are .*fujian-2011"):
        find_form("2008")
    with pytest.raises(FormError, match="proactive, requests, remedies"):
        find_form("2021").table("legacy")


def test_editions_that_are_only_known_by_name_have_enough_signs():
    assert {"national-2014", "shanghai-2008", "dingxi"} <= {e.id for e in known_editions()}
    assert all(len(set(e.signs)) == len(e.signs) >= e.enough for e in known_editions())


def test_every_shipped_edition_its_tables_and_its_rules_have_names_in_both_languages():
    for form in shipped_forms().values():
        said = [
            form.name,
            form.short,
            *(t.name for t in form.tables),
            *(t.short for t in form.tables),
        ]
        said += [rule.says for table in form.tables for rule in table.rules]
        for language in ("zh", "en"):
            assert all(one(language) for one in said)
            assert crosswalk().family_name(form.family, language)


def test_the_lines_of_a_toml_are_found_through_strings_comments_and_nesting():
    text = '''# a [comment] = "that opens"
a = """
[[no]]
table = "no"
"""
"b.c" = 'x = # y'   # z
[d.e]
f = [ # one
  { g = "1]", h = [1, 2] },
  { g = "}" }, 3,
]
[[t]]
k.l = 1
[[t.u]]
[[t]]
[[t.u]]
[[t.u]]
m = 2026-01-01
'''
    lines = find_lines(text)
    wanted = {
        ("a",): 2,
        ("b.c",): 6,
        ("d", "e"): 7,
        ("d", "e", "f", 1, "g"): 10,
        ("d", "e", "f", 0, "h", 1): 9,
        ("d", "e", "f", 2): 10,
        ("t", 0, "k", "l"): 13,
        ("t", 0, "u", 0): 14,
        ("t", 1, "u", 1, "m"): 18,
    }
    assert {path: lines.get(path) for path in wanted} == wanted
    assert ("no",) not in lines


def test_what_depends_on_the_set_of_editions_is_forgotten_when_it_changes(tmp_path):
    calls = []

    @per_form_set
    def count() -> int:
        calls.append(1)
        return len(all_forms())

    before = count()
    assert count() == before
    (tmp_path / "x.toml").write_text(FORM, encoding="utf-8")
    register(tmp_path / "x.toml")
    assert count() == before + 1
    forget("x")
    assert count() == before
    assert len(calls) == 3


def test_each_form_file_names_its_basis():
    for file in resources.files("gxkit.forms").joinpath("editions").iterdir():
        if file.name.endswith(".toml"):
            assert "basis" in file.read_text("utf-8")
