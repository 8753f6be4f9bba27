"""The reports as they were collected: every cell is right or in doubt, none silently wrong."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

import gxkit
from gxkit.report import Status, Verdict


class Expected(NamedTuple):
    """A file of ../shared/reports: its editions, its cells, and how many the text leaves open."""

    file: str
    editions: str
    cells: int
    undecided: int = 0


REPORTS = [
    Expected("2011-pingtan-zone/tables.html", "fujian-2011", 34),
    Expected("2011-pingtan-zone/tables.txt", "fujian-2011", 34),
    Expected("2013-pingtan-zone/tables.html", "fujian-2013", 32),
    Expected("2013-pingtan-zone/tables.txt", "fujian-2013", 32, 2),
    Expected("2015-pingtan-zone/tables.html", "fujian-2014", 32),
    Expected("2015-pingtan-zone/tables.txt", "fujian-2014", 32, 4),
    Expected("2016-jinjiang-science-ip/report.txt", "fujian-2014-jinjiang", 34),
    Expected("2017-jinjiang-economy-it/report.txt", "fujian-2014", 32),
    Expected("2017-pingtan-zone/tables.html", "fujian-2017", 30),
    Expected("2017-pingtan-zone/tables.txt", "fujian-2017", 30, 4),
    Expected("2019-jinjiang-development-zone/report.txt", "2019 2019 2019", 198),
    Expected("2019-pingtan-zone/tables.html", "2019 2019 2019", 198),
    Expected("2019-pingtan-zone/tables.txt", "2019 2019 2019", 198, 19),
    Expected("2019-shanghai-general-office/report.html", "2019 2019 2019", 198),
    Expected("2020-zhangzhou-industry-it/report.txt", "2019 2019 2019", 198, 2),
    Expected("2021-jinjiang-government/report.txt", "2021 2021 2021", 200),
    Expected("2021-pingtan-zone/tables.html", "2021 2021 2021", 200),
    Expected("2021-pingtan-zone/tables.txt", "2021 2021 2021", 200, 3),
    Expected("2023-hongze-government/report.pdf", "2021 2019 2019", 186),
    Expected("2023-pingtan-zone/tables.html", "2021 2021 2021", 200),
    Expected("2023-pingtan-zone/tables.txt", "2021 2021 2021", 200, 3),
]


def read_truth(path: Path) -> dict[tuple[str, str, str], Decimal | None]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            (r["table"], r["row"], r["column"]): Decimal(r["value"]) if r["value"] else None
            for r in csv.DictReader(lines)
        }


@pytest.mark.parametrize("expected", REPORTS, ids=lambda e: e.file)
def test_every_cell_is_right_or_undecided(shared_reports, expected):
    path = shared_reports / expected.file
    report = gxkit.parse(path)
    truth = read_truth(path.parent / "truth.csv")
    assert " ".join(report.editions.values()) == expected.editions
    assert {v.key for v in report} == set(truth)
    assert len(report) == expected.cells
    wrong = [v.key for v in report if v.status is not Status.AMBIGUOUS and v.value != truth[v.key]]
    assert wrong == []
    undecided = [v for v in report if v.status is Status.AMBIGUOUS]
    assert len(undecided) == expected.undecided
    assert all(truth[v.key] in v.candidates or truth[v.key] is None for v in undecided)


@pytest.mark.parametrize(
    ("file", "broken"),
    [
        (
            "2020-zhangzhou-industry-it/report.txt",
            {
                "requests:R2:natural_person",
                "requests:R2:total",
                "requests:R3:natural_person",
                "requests:R3:total",
            },
        ),
        (
            "2021-jinjiang-government/report.txt",
            {
                f"requests:{rule}:{column}"
                for rule in ("R2", "R3")
                for column in ("natural_person", "business", "legal_service", "other_org", "total")
            },
        ),
        (
            "2023-hongze-government/report.pdf",
            {"remedies:R4:reconsideration", "remedies:R4:litigation_after_reconsideration"},
        ),
        ("2016-jinjiang-science-ip/report.txt", set()),
        ("2017-jinjiang-economy-it/report.txt", set()),
        ("2019-jinjiang-development-zone/report.txt", set()),
        ("2019-shanghai-general-office/report.html", set()),
    ],
)
def test_the_rules_find_the_published_mistakes_and_nothing_else(shared_reports, file, broken):
    report = gxkit.parse(shared_reports / file)
    of_the_forms = {
        f.id
        for f in report.findings
        if f.kind == "fails" and f.rule in ("R1", "R2", "R3", "R4", "R5")
    }
    assert of_the_forms == broken


@pytest.mark.parametrize(
    ("file", "kind", "reconciled"),
    [
        (
            "2020-zhangzhou-industry-it/report.txt",
            "total not filled in",
            {("requests", "decided", "natural_person"): 1, ("requests", "decided", "total"): 1},
        ),
        (
            "2023-hongze-government/report.pdf",
            "total not filled in",
            {
                ("remedies", "reconsideration", "total"): 11,
                ("remedies", "litigation_after_reconsideration", "total"): 5,
            },
        ),
    ],
)
def test_totals_that_were_left_at_zero_are_named(shared_reports, file, kind, reconciled):
    report = gxkit.parse(shared_reports / file)
    assert {e.kind for e in report.explanations if e.rank == 1} == {kind}
    assert {v.key: v.reconciled for v in report if v.reconciled is not None} == reconciled


def test_exchanged_rows_are_one_explanation(shared_reports):
    report = gxkit.parse(shared_reports / "2021-jinjiang-government" / "report.txt")
    best = [e for e in report.explanations if e.rank == 1]
    assert [e.kind for e in best] == ["rows exchanged"]
    assert {key[1] for key, _, _ in best[0].cells} == {"other.rest", "decided"}
    assert report["requests", "decided", "total"].reconciled == 291
    assert report["requests", "decided", "total"].verdict is Verdict.CONTRADICTED


def test_a_blank_statutory_form_is_all_blank(shared_reports):
    report = gxkit.parse(shared_reports / "blank-form-2021" / "form.docx")
    assert len(report) == 200
    assert {v.status for v in report} == {Status.BLANK}


def test_the_amount_without_a_border_is_not_guessed(shared_reports):
    report = gxkit.parse(shared_reports / "2020-zhangzhou-industry-it" / "report.txt")
    projects, amount = (report["proactive", "procurement", c] for c in ("projects", "amount"))
    assert projects.candidates == (1, 12, 123, 1238, 12383, 1238330, 12383309)
    assert amount.candidates == (23833092, 3833092, 833092, 33092, 3092, 92, 2)
    assert str(amount.where) == "line 47, characters 7-16"


CAUSES = {
    "2020-pingtan-zone/tables.html": 1,
    "2020-zhangzhou-industry-it/report.txt": 1,
    "2021-jinjiang-government/report.txt": 1,
    "2023-hongze-government/report.pdf": 2,
    "2012-pingtan-zone/tables.html": 0,
    "2018-pingtan-zone/tables.html": 0,
    "2022-pingtan-zone/tables.html": 0,
    "2024-huaian-government/tables.html": 0,
}
"""how many mistakes explain the tables of a report; files that are not there are passed over"""


@pytest.mark.parametrize("file", CAUSES)
def test_each_inconsistency_that_was_published_is_one_cause_and_nothing_else_is(
    shared_reports, file
):
    path = shared_reports / file
    if not path.exists():
        pytest.skip(f"{file} is not among the reports")
    report = gxkit.parse(path)
    causes = {one.findings for one in report.explanations if one.rank == 1}
    failing = {one.id for one in report.findings if one.kind == "fails" and one.origin == "rule"}
    assert len(causes) == CAUSES[file]
    assert failing == {name for cause in causes for name in cause}


CERTAINTY = {
    "01-total-without-last-row-certain-exchange.html": {
        ("requests", "decided", "natural_person"): 3,
        ("requests", "decided", "total"): 3,
    },
    "02-legacy-totals-left-0-certain-exchange.html": {
        ("legacy", "requests", "year"): 1,
        ("legacy", "requests", "cumulative"): 1,
        ("legacy", "answers", "year"): 1,
        ("legacy", "answers", "cumulative"): 1,
    },
}


@pytest.mark.parametrize("file", CERTAINTY)
def test_what_was_certain_and_wrong_is_certain_no_more_and_the_truth_is_offered(
    shared_reports, file
):
    report = gxkit.parse(shared_reports.parent / "cases" / "certainty" / file)
    truth = CERTAINTY[file]
    assert all(value.reconciled in (None, truth.get(value.key)) for value in report)
    offered = [one for one in report.explanations if one.rank == 1]
    assert truth in [{key: number for key, _, number in one.cells} for one in offered]
