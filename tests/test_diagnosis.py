"""The mistake behind broken sums: kinds, localisation, ranking, evidence, properties."""

import random
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gxkit
from gxkit.checks import judge
from gxkit.checks.ruleset import SOUND, check_rules, digest, require_sound
from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.explaining import structure_of
from gxkit.diagnosis.kinds import KINDS
from gxkit.diagnosis.localisation import fewest_cells, single_cells
from gxkit.diagnosis.slips import kind_of_cell
from gxkit.errors import FormError
from gxkit.forms import (
    all_forms,
    find_form,
    forget,
    read_form,
    register_texts,
    shipped_forms,
)
from gxkit.output import reports_to_csv
from gxkit.report import Meta, MistakeKind, Report, Status, Value, Verdict, Witness
from gxkit.text import Sentence
from specimens import draw_figures

EDITIONS = ("2021", "2019", "fujian-2014", "fujian-2011")


def make_report(edition, figures):
    """A report with these figures, in their order."""
    labels = {
        (t.id, row.id, column): t.label(row, column)
        for t in find_form(edition).tables
        for row in t.rows
        for column in row.columns
    }
    values = tuple(
        Value(
            edition,
            *key,
            labels[key],
            "" if n is None else str(n),
            n,
            "件",
            Status.BLANK if n is None else Status.PRINTED,
            None,
        )
        for key, n in figures.items()
    )
    return Report("drawn", Meta(), dict.fromkeys((key[0] for key in figures), edition), values)


def figures_of(edition, seed, largest=60):
    drawn = draw_figures(edition, random.Random(seed), largest)
    return {
        (t.id, *slot): drawn[t.id, *slot] for t in find_form(edition).tables for slot in t.slots
    }


def judged(edition, figures, *witnesses):
    return judge(replace(make_report(edition, figures), witnesses=witnesses))


def saying(key, number, source="claim"):
    """A witness with a number for a cell."""
    return Witness(source, key, number, Sentence("另一来源。", "Another source."))


def busiest_row(figures):
    """The leaf row of table three with the most figures, as keys."""
    rows = {}
    for key in figures:
        if key[0] == "requests" and key[1] not in (
            "received",
            "carried_in",
            "decided",
            "carried_out",
        ):
            rows.setdefault(key[1], []).append(key)
    return max(rows.values(), key=lambda keys: sum(bool(figures[k]) for k in keys))


def best(report):
    return [e for e in report.explanations if e.rank == 1]


@pytest.fixture
def remedies():
    """A 2021 report whose three rows of table four are 20+30+40+0, 5+0+0+0 and 7+1+2+3."""
    figures = figures_of("2021", 3)
    rows = {
        "reconsideration": (20, 30, 40, 0, 90),
        "litigation_direct": (5, 0, 0, 0, 5),
        "litigation_after_reconsideration": (7, 1, 2, 3, 13),
    }
    columns = ("upheld", "corrected", "other", "pending", "total")
    return figures | {
        ("remedies", row, c): n
        for row, parts in rows.items()
        for c, n in zip(columns, parts, strict=True)
    }


@pytest.mark.parametrize(
    ("key", "printed", "kind"),
    [
        (("requests", "granted", "natural_person"), 21, "digits transposed"),
        (("requests", "granted", "natural_person"), 1, "digit lost"),
        (("requests", "granted", "natural_person"), 112, "digit doubled"),
        (("requests", "granted", "natural_person"), -12, "sign lost"),
        (("requests", "granted", "natural_person"), 120000, "unit"),
        (("requests", "granted", "natural_person"), Decimal("0.0012"), "unit"),
        (("requests", "granted", "natural_person"), 47, "one cell"),
    ],
)
def test_a_wrong_cell_is_called_by_what_happened_to_it(key, printed, kind):
    figures = figures_of("2021", 5)
    table, row, column = key
    gap = 12 - figures[key]
    for own_row in (row, "decided", "received"):
        for own_column in (column, "total"):
            figures[table, own_row, own_column] += gap
    report = judged("2021", figures | {key: printed})
    assert [(e.kind, e.cells) for e in best(report)] == [(kind, ((key, printed, 12),))]
    assert report[key].reconciled == 12
    assert report[key].value == printed


def test_exchanged_columns_are_one_explanation():
    figures = figures_of("2021", 8)
    pair = {"natural_person": "total", "total": "natural_person"}
    wrong = {
        k: figures[k[0], k[1], pair[k[2]]] if k[0] == "requests" and k[2] in pair else n
        for k, n in figures.items()
    }
    report = judged("2021", wrong)
    assert [(e.kind, e.certain) for e in best(report)] == [("columns exchanged", False)]
    key = ("requests", "decided", "total")
    report = judged("2021", wrong, saying(key, figures[key]))
    assert [(e.kind, e.certain) for e in best(report)] == [("columns exchanged", True)]
    assert all(v.reconciled in (None, figures[v.key]) for v in report)
    assert report[key].reconciled == figures[key]


def test_columns_exchanged_beside_a_blank_are_one_explanation_that_a_person_must_judge():
    figures = figures_of("fujian-2014", 5)
    pair = {"year": "cumulative", "cumulative": "year"}
    wrong = {k: figures[k[0], k[1], pair[k[2]]] for k in figures}
    key = ("legacy", "requests", "year")
    report = judged("fujian-2014", wrong, saying(key, figures[key]))
    assert [(e.kind, e.certain) for e in best(report)] == [("columns exchanged", True)]
    assert all(v.reconciled in (None, figures[v.key]) for v in report)
    row = next(
        k[1] for k in figures if k[2] == "year" and figures[k] != figures[k[0], k[1], "cumulative"]
    )
    blank = wrong | {("legacy", row, "year"): None}
    report = judged("fujian-2014", blank, saying(key, figures[key]))
    assert [(e.kind, e.certain) for e in best(report)] == [("columns exchanged", False)]
    assert ("legacy", row, "cumulative") not in {key for key, _, _ in best(report)[0].cells}


@pytest.mark.parametrize("step", [1, -1])
def test_a_shifted_row_is_one_explanation_with_the_figure_that_fell_off(step):
    figures = figures_of("2021", 9, 3000)
    row = busiest_row(figures)
    numbers = [figures[k] for k in row]
    moved = [0, *numbers[:-1]] if step == 1 else [*numbers[1:], 0]
    wrong = figures | dict(zip(row, moved, strict=True))
    told = next(key for key in row if wrong[key] != figures[key])
    alone = judged("2021", wrong)
    assert [(e.kind, e.certain) for e in best(alone)] == [("row shifted", False)]
    report = judged("2021", wrong, saying(told, figures[told]))
    assert [
        report[k].value if report[k].reconciled is None else report[k].reconciled for k in row
    ] == numbers


def test_a_shifted_column_is_one_explanation():
    figures = figures_of("2021", 10)
    column = [k for k in figures if k[0] == "requests" and k[2] == "total"]
    numbers = [figures[k] for k in column]
    wrong = figures | dict(zip(column, [0, *numbers[:-1]], strict=True))
    alone = judged("2021", wrong)
    assert [(e.kind, e.certain) for e in best(alone)] == [("column shifted", False)]
    report = judged("2021", wrong, saying(column[0], numbers[0]))
    assert [
        report[k].value if report[k].reconciled is None else report[k].reconciled for k in column
    ] == numbers


def test_a_value_in_the_neighbouring_cell_goes_back():
    figures = figures_of("2021", 12, 3000)
    here, there = next(
        (k, n)
        for k, n in zip(figures, list(figures)[1:], strict=False)
        if k[:2] == n[:2] and k[0] == "requests" and figures[k] and figures[n] == 0
    )
    report = judged("2021", figures | {here: 0, there: figures[here]})
    assert [(e.kind, {k: n for k, _, n in e.cells}) for e in best(report)] == [
        ("value in the neighbouring cell", {here: figures[here], there: 0})
    ]


def test_digits_of_two_cells_parted_elsewhere():
    figures = figures_of("2021", 5)
    keys = [("requests", "granted", c) for c in ("natural_person", "business")]
    for key, number in zip(keys, (12, 3), strict=True):
        gap = number - figures[key]
        for row in ("granted", "decided", "received"):
            for column in (key[2], "total"):
                figures["requests", row, column] += gap
    report = judged("2021", figures | dict(zip(keys, (1, 23), strict=True)))
    assert [(e.kind, e.cells) for e in best(report)] == [
        ("split elsewhere", ((keys[0], 1, 12), (keys[1], 23, 3)))
    ]


def test_two_totals_left_at_zero_in_rows_that_no_rule_ties_are_two_explanations(remedies):
    rows = ("reconsideration", "litigation_after_reconsideration")
    report = judged("2021", remedies | {("remedies", row, "total"): 0 for row in rows})
    assert [(e.kind, len(e.findings)) for e in best(report)] == [("total not filled in", 1)] * 2
    assert report["remedies", "reconsideration", "total"].reconciled == 90


def test_two_independent_mistakes_in_one_table_are_told_apart():
    figures = figures_of("2021", 14)
    one, other = (
        ("requests", "granted", "natural_person"),
        ("requests", "not_processed.repeat", "business"),
    )
    report = judged("2021", figures | {one: figures[one] + 31, other: figures[other] + 17})
    assert [{k: n for k, _, n in e.cells} for e in best(report)] == [
        {one: figures[one]},
        {other: figures[other]},
    ]
    assert all(len(e.findings) == 2 for e in best(report))


def test_two_mistakes_that_touch_are_explained_together():
    figures = figures_of("2021", 15)
    one, other = ("requests", "granted", "natural_person"), ("requests", "granted", "business")
    report = judged("2021", figures | {one: figures[one] + 31, other: figures[other] + 17})
    assert {k: n for k, _, n in best(report)[0].cells} == {one: figures[one], other: figures[other]}
    assert best(report)[0].kind == "one line"


def test_three_wrong_cells_are_localised_by_the_program():
    figures = figures_of("2021", 16)
    keys = [
        ("requests", row, column)
        for row, column in (
            ("granted", "natural_person"),
            ("partial", "business"),
            ("not_processed.repeat", "legal_service"),
        )
    ]
    report = judged("2021", figures | {k: figures[k] + 11 * 3**i + 100 for i, k in enumerate(keys)})
    assert {k: n for e in best(report) for k, _, n in e.cells} == {k: figures[k] for k in keys}
    # so many mistakes in one table say that something was not found
    assert not any(e.certain for e in report.explanations)


def test_a_cumulative_figure_that_lacks_the_years_was_left_standing():
    figures = figures_of("fujian-2014", 5)
    parts = [key for key in figures if key[1].startswith("requests.")]
    for column, number in (("year", 42), ("cumulative", 611)):
        own = {key: number + place for place, key in enumerate(parts) if key[2] == column}
        figures |= own | {("legacy", "requests", column): sum(own.values())}
    key = ("legacy", "requests.online", "cumulative")
    counted = figures["legacy", "requests.online", "year"]
    (said,) = best(judged("fujian-2014", figures | {key: figures[key] - counted}))
    assert (said.kinds, said.cells) == ((MistakeKind.LAST_YEAR,), ((key, 614 - 44, 614),))


def test_a_column_of_cumulative_figures_left_standing_is_one_mistake():
    figures = figures_of("fujian-2014", 5)
    cumulative = [key for key in figures if key[2] == "cumulative"]
    counted = {key: figures[*key[:2], "year"] for key in cumulative}
    before = {key: 3 * number for key, number in counted.items()}
    # of these alone less was counted before than in the year, which a bound shows
    for row in ("disclosed", "disclosed.website"):
        key = ("legacy", row, "cumulative")
        before[key] = counted[key] // 2
    truth = figures | {key: before[key] + counted[key] for key in cumulative}
    left = {key: before[key] for key in cumulative}
    said = best(judged("fujian-2014", truth | left))[0]
    assert said.kinds == (MistakeKind.LAST_YEAR,)
    assert {key: number for key, _, number in said.cells}.items() <= truth.items()


def test_a_number_that_stands_in_another_group_of_table_four_was_copied_from_there(remedies):
    row = "litigation_after_reconsideration"
    wrong = remedies | {("remedies", "reconsideration", "other"): 190}
    wrong["remedies", "reconsideration", "total"] = 240
    (said,) = best(judged("2021", wrong | {("remedies", row, "total"): 240}))
    assert (said.kinds, said.cells[0][2]) == ((MistakeKind.COPIED,), 13)


def test_a_blank_that_a_row_pins_is_a_remark_and_no_zero():
    figures = figures_of("2021", 17)
    key = ("requests", "granted", "total")
    report = judged("2021", figures | {key: None})
    remark = [f for f in report.findings if f.kind == "remark"]
    assert [(f.rule, f.cells, f.right) for f in remark] == [("implied", (key,), figures[key])]
    assert report[key].reconciled is None
    assert report[key].verdict is Verdict.UNVERIFIED


def test_a_blank_total_over_blank_parts_is_not_pinned():
    figures = figures_of("2021", 17)
    blank = [
        ("requests", row, column)
        for row in ("granted", "partial")
        for column in ("public_interest", "total")
    ]
    report = judged("2021", figures | dict.fromkeys(blank))
    assert not [f for f in report.findings if f.rule == "implied"]
    assert {f.kind for f in report.findings} == {"not assessable"}


def test_a_claim_decides_between_ties_and_is_quoted(remedies):
    wrong = remedies | {("remedies", "litigation_after_reconsideration", "total"): 14}
    tied = judged("2021", wrong)
    assert len(best(tied)) == 5
    key = ("remedies", "litigation_after_reconsideration", "total")
    claim = Witness(
        "claim", key, 13, Sentence("复议后起诉13件。", "13 suits after reconsideration.")
    )
    told = judged("2021", wrong, claim)
    assert [(e.cells[0][0], e.blame, e.evidence, e.evidence_en) for e in best(told)] == [
        (key, "undecided", ("复议后起诉13件。",), ("13 suits after reconsideration.",))
    ]
    assert told[key].reconciled == 13


@pytest.mark.parametrize(
    ("source", "number", "published", "blame"),
    [
        ("reading", 12, False, "reading"),
        ("file", 12, True, "copy"),
        ("file", 21, True, "publisher"),
        ("reading", 21, True, "publisher"),
        ("file", 12, False, "undecided"),
        ("year", 12, True, "undecided"),
    ],
)
def test_blame_needs_its_own_evidence(source, number, published, blame):
    figures = figures_of("2021", 5)
    key = ("requests", "granted", "natural_person")
    gap = 12 - figures[key]
    for row in ("granted", "decided", "received"):
        for column in (key[2], "total"):
            figures["requests", row, column] += gap
    witness = Witness(
        source, key, number, Sentence("另一来源", "another source"), published=published
    )
    report = judged("2021", figures | {key: 21}, witness)
    assert best(report)[0].blame == blame
    assert judged("2021", figures | {key: 21}).explanations[0].blame == "undecided"


def test_a_table_with_many_separate_mistakes_has_no_certain_one(remedies):
    report = judged(
        "2021",
        remedies
        | {
            ("remedies", row, "total"): 0
            for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        },
    )
    assert len(best(report)) == 3
    assert not any(e.certain for e in report.explanations)
    assert all(v.reconciled is None for v in report)


def brute_force(sheet, most):
    """All smallest sets of cells that can be mended: all sets and numbers up to 39 are tried."""
    if not sheet.broken:
        return []
    for size in range(1, most + 1):
        found = []
        for cells in combinations(sheet.numbers, size):
            part = Sheet(
                sheet.structure, {s: None if s in cells else n for s, n in sheet.numbers.items()}
            )
            if not part.broken and (change := _pinned(sheet, cells)) is not None:
                found.append(change)
        if found:
            return found
    return []


def _pinned(sheet, cells):
    reach = range(0, 40)
    if len(cells) == 1:
        fits = [{cells[0]: n} for n in reach if not sheet.after({cells[0]: n}).broken]
    else:
        fits = [
            {cells[0]: n, cells[1]: m}
            for n in reach
            for m in reach
            if not sheet.after({cells[0]: n, cells[1]: m}).broken
        ]
    return fits[0] if fits else None


def small_form(rows, rules):
    """A form of one table with three columns."""
    return read_form(f"""
id = "small"
title_zh = "small"
title_en = "small"
basis = "none"
in_force = [2000, 2001]
[[tables]]
id = "t"
title_zh = "t"
title_en = "t"
layout = "down"
columns = [
    {{ id = "x", label = "x" }},
    {{ id = "y", label = "y" }},
    {{ id = "all", label = "all" }},
]
rows = [{", ".join(f'{{ id = "{row}", label = "{row}" }}' for row in rows)}]
rules = [{rules}]
""")


SMALL = small_form(
    "abs",
    """{ id = "R1", each = "row", left = ["x", "y"], right = ["all"] },
  { id = "R2", each = "column", left = ["a", "b"], right = ["s"] }""",
).tables[0]


@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.dictionaries(st.integers(0, 8), st.integers(0, 15), min_size=1, max_size=2),
)
@settings(max_examples=40, deadline=None)
def test_the_program_finds_every_smallest_set_of_cells_and_no_other(parts, wrong):
    a, b, c, d = parts
    numbers = dict(
        zip(SMALL.slots, (a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d), strict=True)
    )
    sheet = Sheet(structure_of(SMALL), numbers | {SMALL.slots[i]: n for i, n in wrong.items()})
    expected = {frozenset(change) for change in brute_force(sheet, 2)}
    found = fewest_cells(sheet)
    assert {frozenset(change) for change in found} == expected
    assert all(sheet.mends(change, sheet.broken) for change in found)
    if found and len(found[0]) == 1:
        assert {frozenset([slot]) for slot, _ in single_cells(sheet, sheet.broken)} == expected


def test_weights_decide_which_cells_are_changed(remedies):
    numbers = {k[1:]: n for k, n in remedies.items() if k[0] == "remedies"} | {
        ("litigation_after_reconsideration", "total"): 14
    }
    sheet = Sheet(structure_of(find_form("2021").table("remedies")), numbers)
    assert len(fewest_cells(sheet)) == 5
    weights = {("litigation_after_reconsideration", "other"): 0.5}
    assert fewest_cells(sheet, weights) == [{("litigation_after_reconsideration", "other"): 3}]
    assert len(fewest_cells(sheet, weights, margin=0.5)) == 5


def test_a_lone_zero_total_over_one_figure_is_no_certain_mistake_unless_others_are_left_too(
    remedies,
):
    lone = ("remedies", "litigation_direct", "total")
    report = judged("2021", remedies | {lone: 0})
    assert {e.kind for e in best(report)} == {"total not filled in", "one cell"}
    assert report[lone].reconciled is None
    report = judged("2021", remedies | {lone: 0, ("remedies", "reconsideration", "total"): 0})
    assert report[lone].reconciled == 5


def test_one_broken_sum_alone_confirms_no_number_and_a_witness_does(remedies):
    total = ("remedies", "reconsideration", "total")
    report = judged("2021", remedies | {total: 9})
    assert [(e.kind, e.cells, e.certain) for e in best(report)] == [
        ("digit lost", ((total, 9, 90),), False)
    ]
    assert report[total].reconciled is None
    report = judged(
        "2021",
        remedies | {total: 9},
        Witness("claim", total, 90, Sentence("行政复议90件。", "90 cases.")),
    )
    assert [(e.cells, e.certain) for e in best(report)] == [(((total, 9, 90),), True)]
    assert report[total].reconciled == 90


def test_two_identities_over_a_cell_confirm_its_number():
    figures = figures_of("2021", 14)
    key = ("requests", "granted", "natural_person")
    (explanation,) = best(judged("2021", figures | {key: figures[key] + 3100}))
    assert (explanation.kind, len(explanation.findings), explanation.certain) == (
        "one cell",
        2,
        True,
    )


def test_several_cells_of_one_line_are_never_certain():
    figures = figures_of("2021", 15)
    one, other = ("requests", "granted", "natural_person"), ("requests", "granted", "business")
    report = judged("2021", figures | {one: figures[one] + 31, other: figures[other] + 17})
    assert best(report)[0].kind == "one line"
    assert all(v.reconciled is None for v in report)


def test_a_total_left_at_zero_is_not_certain_beside_a_blank(remedies):
    total = ("remedies", "reconsideration", "total")
    wrong = remedies | {total: 0}
    assert judged("2021", wrong)[total].reconciled == 90
    assert (
        judged("2021", wrong | {("remedies", "litigation_direct", "other"): None})[total].reconciled
        is None
    )


@pytest.mark.parametrize(
    "printed",
    [
        # the total stands in a part, ran on into the next group, or moved up with its parts
        {"reconsideration": (5, 2, 7, 0, 0)},
        {"reconsideration": (0, 5, 2, 0, 0), "litigation_direct": (7, 1, 0, 3, 0)},
        {"reconsideration": (2, 0, 0, 9, 0)},
        # another sum of the table is off
        {"reconsideration": (5, 2, 1, 0, 0), "litigation_direct": (5, 2, 0, 0, 9)},
    ],
)
def test_a_total_left_at_zero_is_not_certain_where_it_may_stand_elsewhere(remedies, printed):
    columns = ("upheld", "corrected", "other", "pending", "total")
    wrong = dict.fromkeys(remedies, 0)
    for row, numbers in printed.items():
        wrong |= {("remedies", row, c): n for c, n in zip(columns, numbers, strict=True)}
    report = judged("2021", wrong)
    assert best(report)
    assert not any(e.certain for e in report.explanations)


def test_a_soft_rule_that_wants_another_number_speaks_against_a_total_left_at_zero():
    figures = dict.fromkeys(figures_of("fujian-2017", 1), 0)
    rows = ("requests.in_person", "requests.online", "answers.granted", "answers.other", "answers")
    wrong = figures | {
        ("legacy", row, column): number
        for row, number in zip(rows, (40, 76, 90, 26, 116), strict=True)
        for column in ("year", "cumulative")
    }
    key = ("legacy", "requests", "year")
    wrong["legacy", "requests", "cumulative"] = 116
    assert judged("fujian-2017", wrong)[key].reconciled == 116
    wrong["legacy", "requests.online", "year"] = 75
    assert judged("fujian-2017", wrong)[key].reconciled is None


def test_the_table_itself_is_quoted_as_evidence(remedies):
    rows = ("reconsideration", "litigation_after_reconsideration")
    report = judged("2021", remedies | {("remedies", row, "total"): 0 for row in rows})
    assert [e.evidence_en for e in best(report)] == [
        ("The same table has 0 for 行政诉讼/复议后起诉 · 总计 too, over parts that are not 0.",),
        ("The same table has 0 for 行政复议 · 总计 too, over parts that are not 0.",),
    ]
    figures = figures_of("2021", 14)
    key = ("requests", "granted", "natural_person")
    assert best(judged("2021", figures | {key: figures[key] + 3100}))[0].evidence == (
        "R1、R2 各自推出同样的数。",
    )


def test_a_bound_alone_makes_nothing_certain():
    figures = figures_of("fujian-2014", 5)
    key = ("legacy", "fees_waived", "year")
    report = judged(
        "fujian-2014", figures | {key: figures["legacy", "fees_waived", "cumulative"] + 7000}
    )
    assert [f.rule for f in report.findings if f.kind == "fails"] == ["R7"]
    assert all(v.reconciled is None for v in report)


def test_each_kind_has_a_cost_with_its_reason():
    assert set(KINDS) == set(MistakeKind)
    assert all(traits.cost > 0 and traits.why for traits in KINDS.values())
    named = ("digits transposed", "digit lost", "digit doubled", "unit")
    assert KINDS["one cell"].cost > max(KINDS[kind].cost for kind in named)


@pytest.mark.parametrize(
    ("printed", "meant", "kind"),
    [
        (12, 21, "digits transposed"),
        (1, 12, "digit lost"),
        (112, 12, "digit doubled"),
        (5, 5_0000, "unit"),
        (7, 19, "one cell"),
        (0, 10, "one cell"),
        (-3, 8, "impossible"),
        (-8, 8, "sign lost"),
    ],
)
def test_kinds_of_one_cell(printed, meant, kind):
    slot = ("reconsideration", "upheld")
    table = find_form("2021").table("remedies")
    sheet = Sheet(structure_of(table), dict.fromkeys(table.slots, 0) | {slot: printed})
    assert kind_of_cell(sheet, slot, meant) == kind


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda f: f.id)
def test_the_rules_of_a_form_contradict_nothing_and_repeat_nothing(form):
    assert check_rules(form) == []


def test_a_rule_that_the_form_prints_although_it_follows_is_let_pass():
    rules = '{ id = "R1", each = "row", left = ["x"], right = ["y"] }, '
    rules += '{ id = "R2", each = "row", left = ["y"], right = ["x"], repeats = true }'
    assert check_rules(small_form("a", rules)) == []


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            '{ id = "R1", each = "row", left = ["x"], right = ["y"] }, '
            '{ id = "P1", each = "row", left = ["x", "all"], right = ["y"] }',
            "the rules R1:a, P1:a contradict each other",
        ),
        (
            '{ id = "R1", each = "row", left = ["x"], right = ["y"] }, '
            '{ id = "R2", each = "row", left = ["y"], right = ["x"] }',
            "the rule R2:a follows from the others",
        ),
        (
            '{ id = "R1", each = "row", left = ["x"], right = ["y"] }, '
            '{ id = "R7", each = "row", relation = "at most", left = ["x"], right = ["y"] }',
            "the rule R7:a follows from the others",
        ),
    ],
)
def test_a_form_with_senseless_rules_is_told_which(rules, said):
    form = small_form("a", rules)
    sentences = check_rules(form)
    assert len(sentences) == 1
    assert said in sentences[0]
    with pytest.raises(FormError, match=said):
        require_sound(form)


def test_what_is_remembered_as_sound_are_the_rules_of_shipped_forms_as_they_are():
    """After a change of a form's rules: make rules. What is not remembered is checked anew."""
    lines = resources.files("gxkit.checks").joinpath(SOUND).read_text("utf-8").splitlines()
    made = sorted(f"{form.id} {digest(form)}" for form in shipped_forms().values())
    assert lines == [line for line in made if line in lines] != []


@given(st.sampled_from(EDITIONS), st.integers(0, 10_000), st.sampled_from((5, 60, 3000)))
@settings(max_examples=40, deadline=None)
def test_a_table_that_satisfies_its_rules_has_no_finding(edition, seed, largest):
    report = judged(edition, figures_of(edition, seed, largest))
    assert [f for f in report.findings if f.kind != "remark"] == []
    assert report.explanations == ()
    assert all(v.reconciled is None for v in report)


@given(st.sampled_from(EDITIONS), st.integers(0, 10_000), st.integers(0, 400), st.integers(0, 999))
@settings(max_examples=40, deadline=None)
def test_planting_and_undoing_restores_verdicts_and_order_changes_nothing(
    edition, seed, place, number
):
    figures = figures_of(edition, seed)
    key = list(figures)[place % len(figures)]
    broken = judged(edition, figures | {key: number})
    undone = judge(
        replace(
            broken,
            values=tuple(
                replace(v, value=figures[key], printed=str(figures[key])) if v.key == key else v
                for v in broken
            ),
        )
    )
    sound = judged(edition, figures)
    assert undone == sound
    shuffled = list((figures | {key: number}).items())
    random.Random(seed).shuffle(shuffled)
    again = judged(edition, dict(shuffled))
    assert set(again.findings) == set(broken.findings)
    assert again.explanations == broken.explanations or set(again.explanations) == set(
        broken.explanations
    )
    assert {v.key: (v.verdict, v.reconciled) for v in again} == {
        v.key: (v.verdict, v.reconciled) for v in broken
    }


FOLDERS = [
    f"{year}-{body}"
    for year, body in (
        (2011, "pingtan-zone"),
        (2013, "pingtan-zone"),
        (2015, "pingtan-zone"),
        (2016, "jinjiang-science-ip"),
        (2017, "jinjiang-economy-it"),
        (2017, "pingtan-zone"),
        (2019, "jinjiang-development-zone"),
        (2019, "pingtan-zone"),
        (2019, "shanghai-general-office"),
        (2020, "zhangzhou-industry-it"),
        (2021, "jinjiang-government"),
        (2021, "pingtan-zone"),
        (2023, "hongze-government"),
        (2023, "pingtan-zone"),
    )
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_reconciled_figures_are_those_beyond_doubt(shared_reports, tmp_path, folder):
    files = sorted(
        p for p in (shared_reports / folder).iterdir() if p.suffix in (".txt", ".html", ".pdf")
    )
    assert files
    for file in files:
        report = gxkit.parse(file)
        (tmp_path / "cells.csv").write_text(reports_to_csv([report]), encoding="utf-8")
        score = subprocess.run(
            [
                sys.executable,
                str(shared_reports.parent / "score.py"),
                "--reconciled",
                str(file.parent / "truth.csv"),
                str(tmp_path / "cells.csv"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        undecided = sum(v.status is Status.AMBIGUOUS for v in report)
        wrong = int(score.stdout.split(" right, ")[1].split()[0])
        assert wrong <= undecided, score.stderr
        assert score.stdout.endswith(" 0 invented, 0 SILENT\n")


@pytest.mark.parametrize(
    ("file", "kinds", "findings"),
    [
        ("2020-zhangzhou-industry-it/report.txt", ["total not filled in"], [4]),
        ("2021-jinjiang-government/report.txt", ["rows exchanged"], [10]),
        ("2023-hongze-government/report.pdf", ["total not filled in"] * 2, [1, 1]),
    ],
)
def test_a_cascade_of_broken_rules_is_one_explanation(shared_reports, file, kinds, findings):
    first = best(gxkit.parse(shared_reports / file))
    assert [e.kind for e in first] == kinds
    assert [len(e.findings) for e in first] == findings


OWN = """\
id = "own-2022"
title_zh = "自拟统计表"
title_en = "A table of one's own"
basis = "none"
in_force = [2022, 2022]

[[tables]]
id = "desk"
title_zh = "办件统计表"
title_en = "Cases at the desk"
layout = "down"
columns = [
    { id = "paper", label = "{year}年书面" },
    { id = "web", label = "{year}年网上" },
    { id = "sum", label = "合计" },
]
rows = [
    { id = "asked", label = "收到/申请", unit = "件" },
    { id = "told", label = "收到/咨询", unit = "件" },
    { id = "all", label = "合计", unit = "件" },
]
rules = [
    { id = "D1", each = "row", left = ["paper", "web"], right = ["sum"] },
    { id = "D2", each = "column", left = ["asked", "told"], right = ["all"] },
    { id = "D3", each = "column", left = ["told"], right = ["asked"], relation = "at most" },
]
"""


@pytest.fixture
def own_edition():
    (form,) = register_texts([("own.toml", OWN)])
    yield form
    forget(form.id)


def own_report(form, numbers):
    """A report that fills the one table of an edition of one's own."""
    (table,) = form.tables
    figures = {("desk", *slot): n for slot, n in zip(table.slots, numbers, strict=True)}
    return replace(make_report(form.id, figures), meta=Meta(year=2022))


@pytest.mark.parametrize(
    ("printed", "kind", "words"),
    [
        # what is meant: 34 + 25 = 59, 12 + 3 = 15, 46 + 28 = 74
        ((43, 25, 59, 12, 3, 15, 46, 28, 74), "digits transposed", "43→34"),
        ((34, 25, 59, 12, 3, 15, 46, 28, 0), "total not filled in", "0→74"),
        ((34, 59, 25, 12, 15, 3, 46, 74, 28), "columns exchanged", "“2022年网上”与“合计”两列"),
        ((12, 3, 15, 34, 25, 59, 46, 28, 74), "rows exchanged", "“收到/申请”与“收到/咨询”两行"),
    ],
)
def test_a_mistake_in_an_edition_of_ones_own_is_explained(own_edition, printed, kind, words):
    first = best(judge(own_report(own_edition, printed)))
    assert [e.kind for e in first] == [kind]
    assert words in first[0].say("zh")


@given(st.lists(st.none() | st.integers(-3, 60), min_size=9, max_size=9))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_an_edition_of_ones_own_is_judged(numbers):
    (form,) = register_texts([("own.toml", OWN)])
    try:
        for explanation in judge(own_report(form, numbers)).explanations:
            assert explanation.say("zh") != explanation.say("en")
    finally:
        forget(form.id)


@pytest.mark.parametrize("file", ["2023-pingtan-zone.html", "2021-jinjiang-government.txt"])
def test_reading_a_report_whose_mistakes_are_single_does_not_load_the_solver(data_folder, file):
    code = "import sys, gxkit; gxkit.parse(sys.argv[1]); sys.exit('scipy' in sys.modules)"
    made = subprocess.run(
        [sys.executable, "-c", code, str(data_folder / "reports" / file)], check=False
    )
    assert made.returncode == 0


# ---- what people do to totals and lines


def table_three(**rows):
    """A 2021 report with these rows of table three (natural persons, business, total), else 0."""
    figures = dict.fromkeys(figures_of("2021", 1), 0)
    for name, numbers in rows.items():
        for column, number in zip(("natural_person", "business", "total"), numbers, strict=True):
            figures["requests", name.replace("__", "."), column] = number
    return figures


SOUND_ROWS = {
    "received": (40, 13, 53),
    "carried_in": (5, 2, 7),
    "granted": (21, 9, 30),
    "unavailable__not_held": (14, 3, 17),
    "other__rest": (3, 1, 4),
    "decided": (38, 13, 51),
    "carried_out": (7, 2, 9),
}


def cells_of(row, *numbers):
    columns = ("natural_person", "business", "total")
    return {("requests", row, c): n for c, n in zip(columns, numbers, strict=True)}


@pytest.mark.parametrize(
    ("printed", "kind", "meant"),
    [
        (cells_of("decided", 35, 12, 47), "total without a part", cells_of("decided", 38, 13, 51)),
        (cells_of("decided", 45, 15, 60), "part counted twice", cells_of("decided", 38, 13, 51)),
        (cells_of("decided", 0, 0, 0), "total not filled in", cells_of("decided", 38, 13, 51)),
        (cells_of("carried_in", 0, 0, 0), "left empty", cells_of("carried_in", 5, 2, 7)),
        (cells_of("received", 45, 15, 60), "part counted twice", cells_of("received", 40, 13, 53)),
        (
            {("requests", "granted", "natural_person"): Decimal("2.1")},
            "decimal point",
            {("requests", "granted", "natural_person"): 21},
        ),
        (
            {("requests", "granted", "natural_person"): 24},
            "digit mistyped",
            {("requests", "granted", "natural_person"): 21},
        ),
        (
            {("requests", "granted", "natural_person"): 210},
            "digit doubled",
            {("requests", "granted", "natural_person"): 21},
        ),
        (
            {
                ("requests", "granted", "natural_person"): 9,
                ("requests", "granted", "business"): 21,
            },
            "cells exchanged",
            {
                ("requests", "granted", "natural_person"): 21,
                ("requests", "granted", "business"): 9,
            },
        ),
    ],
)
def test_what_people_do_to_figures_is_named_at_the_first_rank(printed, kind, meant):
    report = judged("2021", table_three(**SOUND_ROWS) | printed)
    first = {e.kind: {key: number for key, _, number in e.cells} for e in best(report)}
    differing = {key: number for key, number in meant.items() if printed[key] != number}
    assert first.get(kind) == differing
    assert all(v.reconciled in (None, meant.get(v.key)) for v in report)


def test_all_totals_of_a_table_that_are_last_years_are_one_explanation():
    sound = table_three(**SOUND_ROWS)
    totals = {"received": 61, "carried_in": 4, "granted": 33, "unavailable.not_held": 12}
    totals |= {"other.rest": 9, "decided": 54, "carried_out": 11}
    wrong = sound | {("requests", row, "total"): number for row, number in totals.items()}
    first = best(judged("2021", wrong))
    assert first[0].kind == "totals not updated"
    assert {key: n for key, _, n in first[0].cells} == {
        ("requests", row, "total"): sound["requests", row, "total"] for row in totals
    }


def test_a_row_that_witnesses_give_cell_by_cell_is_certain():
    wrong = table_three(**SOUND_ROWS) | cells_of("carried_in", 0, 0, 0)
    told = [saying(key, number, "year") for key, number in cells_of("carried_in", 5, 2, 7).items()]
    assert not any(e.certain for e in judged("2021", wrong).explanations)
    report = judged("2021", wrong, *told)
    assert [(e.kind, e.certain) for e in best(report)] == [("left empty", True)]
    assert report["requests", "carried_in", "total"].reconciled == 7


@pytest.mark.parametrize("number", [0, 4])
def test_nothing_is_certain_that_a_witness_contradicts(number):
    key = ("requests", "granted", "natural_person")
    wrong = table_three(**SOUND_ROWS) | {key: 12}
    assert judged("2021", wrong)[key].reconciled == 21
    assert judged("2021", wrong, saying(key, number))[key].reconciled is None


def test_a_total_is_not_certain_over_a_part_that_a_witness_has_otherwise(remedies):
    total = ("remedies", "reconsideration", "total")
    part = ("remedies", "reconsideration", "upheld")
    wrong = remedies | {total: 0}
    assert judged("2021", wrong)[total].reconciled == 90
    assert judged("2021", wrong, saying(part, 29))[total].reconciled is None


def test_figures_of_last_years_file_are_named_as_such():
    key = ("requests", "granted", "natural_person")
    wrong = table_three(**SOUND_ROWS) | {key: 88}
    first = best(judged("2021", wrong, saying(key, 88, "last")))
    assert [(e.kind, e.cells[0][2]) for e in first] == [("last year's figures", 21)]


def test_blanks_of_a_body_that_prints_no_zeros_are_read_as_0_to_explain_and_prove_nothing():
    figures = {key: number or None for key, number in table_three(**SOUND_ROWS).items()}
    wrong = figures | cells_of("decided", 35, 12, 47)
    report = judged("2021", wrong)
    assert "total without a part" in [e.kind for e in best(report)]
    assert all(v.reconciled is None for v in report if v.value is None)


def test_a_sum_that_fails_whatever_its_blanks_hold_is_explained():
    key = ("requests", "received", "natural_person")
    figures = {key: number or None for key, number in table_three(**SOUND_ROWS).items()}
    report = judged("2021", figures | {key: 400})
    assert [(e.kind, e.cells[0][2]) for e in best(report)] == [("digit doubled", 40)]
    assert report[key].reconciled is None


def test_a_tie_says_which_reports_would_decide():
    figures = table_three(**SOUND_ROWS) | cells_of("carried_out", 6, 2, 8)
    tied = best(judge(replace(make_report("2021", figures), meta=Meta(year=2022))))
    assert {key[1] for e in tied for key, _, _ in e.cells} == {
        "received",
        "carried_in",
        "carried_out",
    }
    said = tied[0].say_deciders("en")
    assert "The report of 2021 would tell" in said[0]
    assert "The report of 2023 would tell" in said[1]
    assert "2023年的报告可以判定" in tied[0].say_deciders("zh")[1]


def test_a_total_without_its_last_row_is_likelier_than_an_exchange_with_an_empty_row():
    figures = table_three(**SOUND_ROWS | {"carried_out": (0, 0, 0), "received": (33, 11, 44)})
    first = best(judged("2021", figures | cells_of("decided", 35, 12, 47)))
    assert [(e.kind, e.certain) for e in first] == [("total without a part", False)]


def test_what_was_left_over_is_no_sum_of_what_came_in():
    # off by what was carried in, which those received are said to hold too
    first = best(judged("2021", table_three(**SOUND_ROWS) | cells_of("received", 45, 15, 60)))
    assert [e.kind for e in first] == ["part counted twice"]


GRANTED = ("legacy", "answers.granted", "year")
GRANTED_SO_FAR = ("legacy", "answers.granted", "cumulative")


def legacy_answers():
    """A report of 2014 whose requests came online and are answered, else 0."""
    figures = dict.fromkeys(figures_of("fujian-2014", 1), 0)
    for column, numbers in (("year", (31, 12, 43)), ("cumulative", (90, 40, 130))):
        granted, denied, both = numbers
        figures["legacy", "answers.granted", column] = granted
        figures["legacy", "answers.denied", column] = denied
        for row in ("answers", "requests", "requests.online"):
            figures["legacy", row, column] = both
    return figures


def test_a_row_of_two_figures_that_moved_is_shifted_where_rules_give_the_lost_one():
    first = best(judged("fujian-2014", legacy_answers() | {GRANTED: 90, GRANTED_SO_FAR: 0}))
    assert [e.kind for e in first] == ["row shifted"]
    assert {key: n for key, _, n in first[0].cells} == {GRANTED: 31, GRANTED_SO_FAR: 90}


def test_a_row_left_empty_in_both_columns_is_one_mistake():
    first = best(judged("fujian-2014", legacy_answers() | {GRANTED: 0, GRANTED_SO_FAR: 0}))
    assert {e.kind for e in first} == {"left empty"}
    # each of the empty rows may have been the one
    told = [{key: number for key, _, number in e.cells} for e in first]
    assert {GRANTED: 31, GRANTED_SO_FAR: 90} in told
    assert {len(cells) for cells in told} == {2}


def test_all_put_under_natural_persons_is_named_for_the_row_that_looks_so():
    first = best(judged("2021", table_three(**SOUND_ROWS) | cells_of("granted", 30, 0, 30)))
    assert first[0].kind == "copied from beside"
    assert {key[2]: n for key, _, n in first[0].cells} == {"natural_person": 21, "business": 9}


def test_a_point_before_three_digits_of_a_count_is_a_mark_of_thousands():
    key = ("legacy", "disclosed", "cumulative")
    figures = dict.fromkeys(figures_of("fujian-2014", 1), 0)
    figures |= {("legacy", "disclosed", "year"): 62, key: Decimal("4.912")}
    first = best(judged("fujian-2014", figures))
    assert [(e.kind, e.cells[0][2]) for e in first] == [("decimal point", 4912)]
