"""The statutory forms as data."""

import csv
from importlib import resources

import pytest

from gxkit.errors import FormError
from gxkit.forms import all_forms, find_form, known_editions, read_form

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


def test_the_forms_are_the_seven_editions():
    assert list(all_forms()) == [
        "fujian-2011",
        "fujian-2013",
        "fujian-2014",
        "fujian-2014-jinjiang",
        "fujian-2017",
        "2019",
        "2021",
    ]


def test_every_cell_of_the_forms_is_as_the_shared_list_has_it(shared_reports):
    with (shared_reports.parent / "forms" / "cells.csv").open(encoding="utf-8") as lines:
        wanted = {
            (
                r["form"],
                r["table"],
                r["row"],
                r["column"],
                r["row_label"],
                r["column_label"],
                r["unit"],
            )
            for r in csv.DictReader(lines)
        }
    made = {
        (form.id, table.id, row.id, column, "/".join(row.path), table.column(column).label, unit)
        for form in all_forms().values()
        for table in form.tables
        for row in table.rows
        for column, unit in zip(row.columns, row.units, strict=True)
    }
    assert made == wanted
    assert len(made) == 560


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


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title_en = "t"\nbasis', 'titel_en = "t"\nbasis', "unknown key titel_en"),
        ('right = ["b"]', 'right = ["c"]', "'c' is not known"),
        ('layout = "down"', 'layout = "up"', "allowed: down, across"),
        ('unit = "件"', 'unit = "件", columns = ["z"]', "column 'z' is not known"),
        ('{ id = "b", label = "乙" }', '{ id = "a", label = "乙" }', "stands twice"),
        ('right = ["b"]', 'right = ["b"], relation = "more"', "allowed: equal, at most"),
    ],
)
def test_a_form_that_contradicts_itself_says_where(old, new, said):
    with pytest.raises(FormError, match=said):
        read_form(FORM.replace(old, new))


def test_an_unknown_form_or_table_is_answered_with_the_known_ones():
    with pytest.raises(FormError, match="fujian-2011, fujian-2013"):
        find_form("2008")
    with pytest.raises(FormError, match="proactive, requests, remedies"):
        find_form("2021").table("legacy")


def test_editions_that_are_only_known_by_name_have_enough_signs():
    assert [e.id for e in known_editions()] == ["national-2014", "shanghai-2008", "dingxi"]
    assert all(len(set(e.signs)) == len(e.signs) >= e.enough for e in known_editions())


def test_each_form_file_names_its_basis():
    for file in resources.files("gxkit.forms").joinpath("editions").iterdir():
        if file.name.endswith(".toml"):
            assert "basis" in file.read_text("utf-8")
