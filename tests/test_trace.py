"""From a point of a figure to the cells behind it."""

from types import SimpleNamespace

import pytest

import gxkit
from gxkit import charts
from gxkit.errors import NotAFileError
from gxkit.panel.frames import to_csv
from gxkit.panel.trace import TracedCell, point_line, trace, trace_point, trace_text
from test_charts import FIGURES, SOURCE, drawn
from test_panel import frame, reports


@pytest.fixture(scope="module")
def collection():
    return SimpleNamespace(reports=reports())


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """A folder of figures' data, as the study writes it."""
    folder = tmp_path_factory.mktemp("figures")
    for number, name in enumerate(FIGURES, 1):
        to_csv(drawn(name).data, folder / f"{number}-{name}.csv")
    return folder


def keys(cells):
    return ["/".join(cell.value.key) for cell in cells]


@pytest.mark.parametrize(
    ("name", "point", "wanted"),
    [
        ("requests_by_year", 6, ["requests/received/total", "requests/decided/total"]),
        ("outcomes", "4:granted", ["requests/granted/total"]),
        ("flow", 2, ["requests/carried_in/total"]),
        (
            "backlog",
            1,
            ["requests/carried_out/total", "requests/received/total", "requests/carried_in/total"],
        ),
        (
            "reversals",
            1,
            [
                "remedies/reconsideration/corrected",
                "remedies/reconsideration/total",
                "remedies/reconsideration/pending",
            ],
        ),
        (
            "differences",
            8,
            ["requests/granted/total", "requests/partial/total", "requests/decided/total"],
        ),
        ("claims", 1, ["remedies/reconsideration/total"]),
        ("timeliness", 1, []),
    ],
)
def test_a_point_leads_to_its_cells_from_the_chart_and_from_the_data_beside_it(
    name, point, wanted, collection, figures
):
    assert keys(trace(drawn(name), point, collection)) == wanted
    assert keys(trace(name, point, collection, figures=figures)) == wanted


@pytest.mark.parametrize("name", [n for n in FIGURES if n != "timeliness"])
def test_every_line_of_every_figure_leads_to_cells_of_its_report(name, collection):
    for number, line in enumerate(drawn(name).data.to_dict("records"), 1):
        if line.get("state") != "does not apply":
            found = trace(drawn(name), number, collection)
            assert found, f"{name} {number}"
            assert {cell.report.id for cell in found} == {line["report"]}


def test_the_figure_drawn_is_the_sum_of_the_cells_found(collection):
    for line in charts.draw_outcomes(frame(), source=SOURCE).data.to_dict("records"):
        cells = trace_point(line | {"concepts": "denied"}, collection.reports)
        values = [cell.value if cell.reconciled is None else cell.reconciled for cell in cells]
        assert len(cells) == 8
        assert line["denied"] != line["denied"] if None in values else sum(values) == line["denied"]


def test_a_rule_of_the_board_leads_to_all_cells_of_its_instances(collection):
    number = next(
        i
        for i, line in enumerate(drawn("rule_board").data.to_dict("records"), 1)
        if (line["report"], line["rule"]) == ("2021-jinjiang-government", "R4")
    )
    assert len(trace(drawn("rule_board"), number, collection)) == 15


def test_an_applicant_gap_leads_to_the_cells_of_both_kinds_of_applicant(collection):
    number = next(
        i
        for i, line in enumerate(drawn("applicant_gap").data.to_dict("records"), 1)
        if line["report"] == "2021-jinjiang-government"
    )
    found = keys(trace(drawn("applicant_gap"), number, collection))
    assert len(found) == 18
    assert "requests/partial/legal_service" in found
    part = f"{number}:applicant_broad_disclosure_rate.natural_person"
    assert len(trace(drawn("applicant_gap"), part, collection)) == 3


def test_the_text_names_file_place_printed_text_and_verdict(data_folder):
    report = gxkit.parse(
        data_folder / "reports" / "2023-hongze-government.html", report_id="2023-hongze-government"
    )
    said = trace_text(drawn("reversals"), 1, SimpleNamespace(reports=(report,)), language="en")
    assert "2023-hongze-government.html  sha256 6ca1ae97717d" in said
    assert "  table 3, row 4, column 5 | Reconsideration | “0” → 11 | contradicted" in said
    assert "有矛盾" in trace_text(drawn("reversals"), 1, SimpleNamespace(reports=(report,)))


def test_a_point_that_no_cell_is_behind_says_so(collection):
    assert "No cell is behind this point" in trace_text(
        drawn("timeliness"), 1, collection, language="en"
    )
    assert "没有统计表的格" in trace_text(drawn("timeliness"), 1, collection)


def test_cells_named_one_by_one_are_found(collection):
    line = {
        "report": "2021-pingtan-zone",
        "cells": "requests/received/total; requests/decided/total",
    }
    assert [str(v.value) for v in trace_point(line, collection.reports)] == ["70", "69"]


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (0, "from 1 to 7"),
        (8, "from 1 to 7"),
        ("x", "from 1 to 7"),
        ("1:reconsideration", "its parts are granted, "),
    ],
)
def test_a_point_that_is_not_there_is_refused_with_the_choices(point, said):
    with pytest.raises(ValueError, match=said):
        point_line(drawn("outcomes"), point)


def test_an_unknown_figure_lists_those_there_are(figures, tmp_path):
    with pytest.raises(NotAFileError, match=r"1-requests_by_year, .*gxkit study"):
        point_line("no-such-figure", 1, figures)
    with pytest.raises(NotAFileError, match="the figures there are none"):
        point_line("outcomes", 1, tmp_path)


def test_a_point_of_another_collection_is_refused():
    with pytest.raises(
        ValueError, match="names the report '2019-shanghai-general-office'; the reports are 2011"
    ):
        trace_point(drawn("outcomes").data.iloc[0], reports()[:2])


def test_a_rule_that_fails_leads_first_to_the_cell_that_is_wrong(collection):
    line = {"report": "2021-jinjiang-government", "rule": "R2"}
    report = next(one for one in collection.reports if one.id == line["report"])
    broken = [key for f in report.findings if f.rule == line["rule"] for key in f.cells]
    found = [value.key for value in trace_point(line, collection.reports)]
    assert broken
    assert set(found[: len(set(broken))]) == set(broken)
    first = report[found[0]]
    assert first.reconciled is not None or all(report[k].reconciled is None for k in broken)


def test_a_cell_is_called_in_the_readers_language(collection):
    line = {"report": "2021-pingtan-zone", "cells": "requests/granted/total"}
    (cell,) = trace_point(line, collection.reports)
    traced = TracedCell(collection.reports[0], cell)
    assert traced.name("zh") == "三、本年度办理结果/（一）予以公开 · 总计"
    assert traced.name("en") == "Granted"
