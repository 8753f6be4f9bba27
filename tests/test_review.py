"""What a person should decide, in which order, and the decisions made of it."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import gxkit
from gxkit.checks.years import find_across_years, join_findings
from gxkit.errors import CorrectionError
from gxkit.folder import read_collection
from gxkit.folder.applying import apply_corrections
from gxkit.folder.decisions import KEEP, read_corrections
from gxkit.folder.review import (
    accept_explanation,
    correct_cell,
    keep_as_published,
    review_lines,
    review_objects,
    undecided,
)
from gxkit.report import Explanation, Finding, FindingKind, Meta, MistakeKind, Report, Status, Value
from gxkit.text import Sentence

BY = {"reason": "原因", "evidence": ["依据"], "who": "an editor", "when": date(2026, 11, 21)}


def cell(name, number, unit="件"):
    return Value(
        "2021", "remedies", "r", name, name, str(number), number, unit, Status.PRINTED, None
    )


def key(name):
    return ("remedies", "r", name)


def finding(name, cells, left=7, right=0):
    return Finding(
        name,
        "R4",
        FindingKind.FAILS,
        tuple(map(key, cells)),
        left,
        right,
        Sentence(f"{name}不成立。", f"{name} fails."),
    )


def explanation(findings, rank=1, **changes):
    cells = tuple((key(name), *numbers) for name, numbers in changes.items())
    return Explanation(
        rank,
        (MistakeKind.ONE_CELL,),
        tuple(findings),
        cells,
        Sentence("解释。", "An explanation."),
    )


def report(
    findings, explanations=(), name="2023-x", values=(("a", 7), ("b", 10), ("c", 0), ("d", 40))
):
    return Report(
        name,
        Meta(agency="某局", year=2023),
        {"remedies": "2021"},
        tuple(cell(*v) for v in values),
        findings=tuple(findings),
        explanations=tuple(explanations),
        source=f"{name}.html",
        sha256="a" * 64,
    )


def test_a_report_whose_rules_hold_asks_for_nothing():
    remark = replace(finding("one", "ab"), kind=FindingKind.REMARK)
    assert undecided([report([]), report([remark], name="2024-x")], []) == []
    assert review_lines([]) == ["没有待决定的事项。"]


def test_findings_that_one_explanation_accounts_for_are_one_thing_to_decide():
    one = report(
        [finding("one", "ab"), finding("two", "cd")], [explanation(["one", "two"], a=(7, 0))]
    )
    (item,) = undecided([one], [])
    assert [f.id for f in item.findings] == ["one", "two"]
    assert (item.report, item.agency, item.year, item.source) == (
        "2023-x",
        "某局",
        2023,
        "2023-x.html",
    )


def test_findings_explained_apart_are_decided_apart_though_they_share_a_cell():
    one = report(
        [finding("one", "ab"), finding("two", "bc")],
        [explanation(["one"], a=(7, 0)), explanation(["two"], c=(0, 7))],
    )
    assert [[f.id for f in item.findings] for item in undecided([one], [])] == [["one"], ["two"]]


def test_findings_without_explanation_go_together_if_they_share_a_cell():
    one = report(
        [
            finding("one", "ab"),
            finding("two", "cd"),
            finding("three", "ac"),
            finding("four", "b", 9, 0),
        ]
    )
    assert [[f.id for f in item.findings] for item in undecided([one], [])] == [
        ["one", "two", "three", "four"]
    ]
    two = report([finding("one", "ab"), finding("two", "cd", 3, 0)])
    assert [[f.id for f in item.findings] for item in undecided([two], [])] == [["one"], ["two"]]


def test_the_effect_is_what_the_cells_move_over_the_largest_figure_of_table_and_unit():
    one = report([finding("one", "ab")], [explanation(["one"], a=(7, 0), c=(0, 5))])
    (item,) = undecided([one], [])
    assert (item.effect, item.moved) == (pytest.approx(12 / 40), 12)


def test_a_figure_in_another_unit_is_no_scale():
    values = (("a", 7), ("b", 10), ("m", Decimal("75394432.52"), "元"))
    one = report([finding("one", "ab")], [explanation(["one"], a=(7, 0))], values=values)
    assert undecided([one], [])[0].effect == pytest.approx(0.7)


def test_of_tied_explanations_the_one_that_moves_most_counts_and_worse_ones_do_not():
    tied = [
        explanation(["one"], a=(7, 0)),
        explanation(["one"], b=(10, 30)),
        explanation(["one"], 2, d=(40, 999)),
    ]
    assert undecided([report([finding("one", "ab")], tied)], [])[0].moved == 20


def test_without_explanation_the_gap_counts_and_without_sides_it_comes_first():
    gap = report([finding("one", "ab", 30, 10)], name="2021-x")
    joined = report([finding("two", "ab", None, None)], name="2022-x")
    items = undecided([gap, joined], [])
    assert [(i.report, i.effect, i.moved) for i in items] == [
        ("2022-x", None, None),
        ("2021-x", 0.5, 20),
    ]
    assert "没有找到解释" in review_lines(items)[-2]


def test_what_moves_the_figures_most_comes_first():
    reports = [
        report([finding("one", "ab")], [explanation(["one"], a=(7, n))], name)
        for name, n in (("2020-x", 8), ("2021-x", 40), ("2022-x", 8))
    ]
    assert [i.report for i in undecided(reports, [])] == ["2021-x", "2020-x", "2022-x"]
    assert undecided(reports[::-1], []) == undecided(reports, [])


def test_lines_name_the_report_its_findings_and_every_explanation():
    one = report(
        [finding("one", "ab")], [explanation(["one"], a=(7, 0)), explanation(["one"], 2, b=(10, 3))]
    )
    items = undecided([one], [])
    assert review_lines(items) == [
        "1. 2023-x（2023-x.html）：1 条关系不成立，影响 0.17，改动合计 7",
        "   → [1] 解释。  (--accept 1)",
        "   → [2] 解释。  (--accept 2)",
        "       因此不成立的关系：1 条",
        "         one不成立。",
        "   名称：2023-x:one",
    ]
    assert (
        review_lines(items, "en")[0]
        == "1. 2023-x (2023-x.html): broken rules 1, effect 0.17, figures moved by 7"
    )


def test_objects_hold_all_that_a_decision_needs():
    one = report([finding("one", "ab")], [explanation(["one"], a=(7, Decimal("0.50")))])
    (made,) = json.loads(json.dumps(review_objects(undecided([one], []))))
    assert (made["sha256"], made["effect"], made["moved"]) == ("a" * 64, 0.1625, "6.50")
    assert made["findings"] == [{"id": "one", "rule": "R4", "sentence": "one不成立。"}]
    assert made["explanations"][0]["cells"] == [
        {"cell": "remedies/r/a", "value": 7, "reconciled": "0.50"}
    ]


# decisions made of it


@pytest.fixture
def open_report():
    return report(
        [finding("one", "ab"), finding("two", "ac")],
        [explanation(["one", "two"], a=(7, 0), c=(0, 5))],
    )


def test_a_decision_settles_its_group(open_report):
    for decision in (
        accept_explanation(open_report, open_report.explanations[0], **BY),
        keep_as_published(open_report, ["one", "two"], **BY),
        correct_cell(open_report, key("a"), 3, **BY),
    ):
        assert undecided([open_report], [decision]) == []
        assert undecided([apply_corrections(open_report, [decision])], [decision]) == []


def test_a_decision_expects_what_is_printed_now(open_report):
    accepted = accept_explanation(open_report, open_report.explanations[0], copies=["b" * 64], **BY)
    assert [(c.key, c.printed, c.number) for c in accepted.cells] == [
        (key("a"), "7", 0),
        (key("c"), "0", 5),
    ]
    assert (accepted.sha256, accepted.kind) == (("a" * 64, "b" * 64), "one cell")
    kept = keep_as_published(open_report, ["one"], **BY)
    assert [(c.key, c.printed, c.number) for c in kept.cells] == [
        (key("a"), "7", None),
        (key("c"), "0", None),
    ]
    assert kept.decision == KEEP
    assert correct_cell(open_report, key("b"), 3, **BY).findings == ("one",)


def test_what_has_no_explanation_is_kept_with_the_cells_of_its_rule():
    kept = keep_as_published(report([finding("one", "ab")]), ["one"], **BY)
    assert [c.key for c in kept.cells] == [key("a"), key("b")]


def test_a_cell_that_is_not_there_cannot_be_decided_on(open_report):
    with pytest.raises(CorrectionError, match=r"has no cell remedies/r/z; its tables are remedies"):
        correct_cell(open_report, key("z"), 3, **BY)


# the reports of this project


def test_of_the_projects_reports_one_total_and_the_cumulative_figures_of_two_years_are_undecided(
    data_folder,
):
    collection = read_collection(data_folder)
    ledger = read_corrections(data_folder / "corrections.toml")
    reports = join_findings(
        collection.reports, find_across_years(collection.reports, collection.facts)
    )
    done = [apply_corrections(r, ledger) for r in reports]
    formal = [
        i for i in undecided(done, ledger) if not i.findings[0].rule.startswith(("R8", "R9", "R10"))
    ]
    assert [(i.report, [f.id for f in i.findings]) for i in formal] == [
        ("2020-pingtan-zone", ["requests:R2:natural_person", "requests:R2:total"]),
        ("2012-pingtan-zone", ["years:R7:disclosed.website:2011-2012"]),
        ("2012-pingtan-zone", ["years:R7:disclosed:2011-2012"]),
        ("2013-pingtan-zone", ["years:R7:disclosed.website:2012-2013"]),
        ("2013-pingtan-zone", ["years:R7:disclosed:2012-2013"]),
        ("2012-pingtan-zone", ["years:R7:disclosed.gazette:2011-2012"]),
    ]


def test_without_the_ledger_the_three_reports_come_in_order_of_their_effect(data_folder):
    names = (
        "2020-zhangzhou-industry-it.html",
        "2021-jinjiang-government.pdf",
        "2023-hongze-government.html",
    )
    items = undecided([gxkit.parse(data_folder / "reports" / name) for name in names], [])
    assert [(i.report, round(i.effect, 2), i.moved) for i in items] == [
        ("2021-jinjiang-government", 4.0, 1164),
        ("2020-zhangzhou-industry-it", 2.0, 2),
        ("2023-hongze-government", 1.0, 11),
        ("2023-hongze-government", 0.5, 5),
    ]
