"""What was left out of cells with figures is said: once a kind, and where one asks why."""

from __future__ import annotations

import pytest

import gxkit
from gxkit.report import Report, Status

LICENSING = ("proactive", "licensing", "decisions")


def parse_page(folder, licensing: str, around: str = "{}") -> Report:
    """A report of which only table two stands there, and how many licences it says."""
    head = "<tr><td>信息内容<td colspan=3>本年处理决定数量"
    table = (
        "<table><tr><td colspan=4>第二十条第（一）项"
        "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
        "<tr><td>规章<td>0<td>1<td>4<tr><td>行政规范性文件<td>2<td>0<td>15"
        f"<tr><td colspan=4>第二十条第（五）项{head}"
        f"<tr><td>行政许可<td colspan=3>{licensing}"
        f"<tr><td colspan=4>第二十条第（六）项{head}"
        "<tr><td>行政处罚<td colspan=3>7<tr><td>行政强制<td colspan=3>0"
        "<tr><td colspan=4>第二十条第（八）项"
        "<tr><td>信息内容<td colspan=3>本年收费金额（单位：万元）"
        "<tr><td>行政事业性收费<td colspan=3>3.5</table>"
    )
    page = "<style>.old{display:none}</style><h1>青山县2022年政府信息公开工作年度报告</h1>"
    path = folder / "report.html"
    path.write_text(page + around.format(table), "utf-8")
    return gxkit.parse(path)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<s>15</s> 12", "Struck-out figures were left out"),
        ("<span class=old>15</span>12", "Figures that are not shown were left out"),
        ("12<sup>15</sup>", "Marks of notes were left out"),
    ],
)
def test_a_figure_that_was_left_out_is_said_once_a_kind_and_by_why(tmp_path, inside, said):
    report = parse_page(tmp_path, inside)
    assert report[LICENSING].value == 12
    (remark,) = [remark.say("en") for remark in report.remarks]
    assert remark.startswith(said)
    assert "“15” (table 1, row 7, column 2)" in remark
    assert "The cell also holds “15”" in report.why(*LICENSING, "en")


def test_a_cell_whose_figure_is_struck_out_is_blank_and_says_so(tmp_path):
    report = parse_page(tmp_path, "<del>15</del>")
    assert report[LICENSING].status is Status.BLANK
    assert "“15”" in report.remarks[0].say("zh")
    assert "15" in report.why(*LICENSING)


def test_a_mark_without_a_figure_is_not_worth_a_remark(tmp_path):
    assert parse_page(tmp_path, "12<sup>*</sup>").remarks == ()
    assert parse_page(tmp_path, "<ruby>12<rt>约</rt></ruby>").remarks == ()


def test_a_report_of_which_nothing_is_shown_is_read(tmp_path):
    report = parse_page(tmp_path, "12", "<div hidden><h2>一、总体情况</h2>{}<p>无。</div>")
    assert report[LICENSING].value == 12
    assert len(report.remarks) == 1
