"""Two readings of one PDF by two engines: cells they agree on are verified, a difference is a
finding. The reading that looks at the pages is tested in test_looking.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import gxkit
import gxkit.parsing.twice.engines as secondreading
from gxkit.checks import judge
from gxkit.document import Document, Grid, Omission, Omitted
from gxkit.filling import fill
from gxkit.parsing.twice.confirming import confirm
from gxkit.parsing.twice.engines import (
    Again,
    Confirmed,
    Outcome,
    compare,
    confirm_by_engine,
)
from gxkit.readers import read
from gxkit.report import Explanation, Meta, MistakeKind, Report, Verdict
from gxkit.text import Sentence
from pdf_pages import Note, Sheet, figures, pdf, rules, text

YS = [780.0 - 18 * n for n in range(15)]
XS = [60.0, 220.0, 310.0, 400.0, 490.0]
TABLE = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "17", "2", "31"],
    ["行政规范性文件", "12", "5", "305"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "550"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "4119"],
    ["行政强制", "195"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）"],
    ["行政事业性收费", "7730.28"],
]


def report_bytes() -> bytes:
    title = text(60, 800, "某某市2021年政府信息公开工作年度报告", 14)
    return pdf([title + rules(XS, YS) + figures(XS, YS, TABLE)])


def parse(path: Path) -> Report:
    return judge(fill(read(path)))


def by_engine(
    report: Report,
    path: Path,
    reading: str = "camelot",
) -> Confirmed:
    return confirm_by_engine(report, Again(path, reading))


@pytest.fixture
def report_path(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(report_bytes())
    return path


def changed(document: Document, old: str, new: str) -> Document:
    grids = tuple(
        Grid(
            tuple(
                replace(cell, text=new if cell.text == old else cell.text) for cell in block.cells
            ),
            block.caption,
        )
        if isinstance(block, Grid)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=grids)


def test_cells_that_no_identity_covers_are_verified_by_the_second_reading(report_path):
    report = parse(report_path)
    assert {value.verdict for value in report if value.table == "proactive"} == {Verdict.UNVERIFIED}
    confirmed, _ = by_engine(report, report_path)
    assert {value.verdict for value in confirmed if value.table == "proactive"} == {
        Verdict.VERIFIED
    }
    assert confirmed.findings == report.findings
    assert confirmed.remarks[-1].say("en") == (
        "Second reading (camelot): 10 of 10 cells agree, 0 differ, 0 are found by one reading only."
    )


def test_a_difference_is_a_finding_with_both_texts_and_the_place(report_path, monkeypatch):
    monkeypatch.setattr(
        secondreading, "READINGS", {"other": lambda path: changed(read(path), "4119", "4179")}
    )
    confirmed, _ = by_engine(parse(report_path), report_path, reading="other")
    (finding,) = [finding for finding in confirmed.findings if finding.rule == "second reading"]
    assert (finding.kind, finding.left, finding.right) == ("fails", 4119, 4179)
    assert finding.cells == (("proactive", "penalties", "decisions"),)
    assert "“4119”" in finding.sentence_en
    assert "“4179”" in finding.sentence
    assert finding.sentence_en.startswith("page 1, table 1, row 10, column 2: ")
    assert confirmed["proactive", "penalties", "decisions"].verdict is Verdict.CONTRADICTED
    assert confirmed["proactive", "coercion", "decisions"].verdict is Verdict.VERIFIED


def test_a_cell_that_an_identity_verifies_keeps_its_verdict_and_the_difference_is_a_remark(
    report_path, monkeypatch
):
    monkeypatch.setattr(
        secondreading, "READINGS", {"other": lambda path: changed(read(path), "4119", "4179")}
    )
    report = parse(report_path)
    values = tuple(replace(value, verdict=Verdict.VERIFIED) for value in report)
    confirmed, _ = by_engine(replace(report, values=values), report_path, reading="other")
    assert [finding.kind for finding in confirmed.findings if finding.rule == "second reading"] == [
        "remark"
    ]
    assert confirmed["proactive", "penalties", "decisions"].verdict is Verdict.VERIFIED


def test_what_one_reading_alone_finds_stays_unverified(report_path, monkeypatch):
    monkeypatch.setattr(
        secondreading, "READINGS", {"other": lambda path: changed(read(path), "行政强制", "x")}
    )
    report = parse(report_path)
    second = fill(secondreading.READINGS["other"](report_path))
    outcomes = {c.key: c.outcome for c in compare(report, second)}
    assert outcomes["proactive", "coercion", "decisions"] is Outcome.ONLY_ONE
    confirmed, _ = by_engine(report, report_path, reading="other")
    assert confirmed["proactive", "coercion", "decisions"].verdict is Verdict.UNVERIFIED


def test_both_readings_are_witnesses_for_the_cells_in_doubt(report_path, monkeypatch):
    key = ("proactive", "penalties", "decisions")
    explanation = Explanation(
        1, (MistakeKind.ONE_CELL,), ("R1",), ((key, 4119, 4120),), Sentence("", "")
    )
    report = replace(parse(report_path), explanations=(explanation,))
    (agreeing,) = by_engine(report, report_path)[1]
    assert (agreeing.source, agreeing.key, agreeing.number, agreeing.published) == (
        "reading",
        key,
        4119,
        True,
    )
    assert (
        agreeing.say("en")
        == "Two independent readings of the PDF (pdfium, camelot) give the same figures."
    )
    assert by_engine(parse(report_path), report_path)[1] == ()
    monkeypatch.setattr(
        secondreading, "READINGS", {"other": lambda path: changed(read(path), "4119", "4120")}
    )
    (differing,) = by_engine(report, report_path, reading="other")[1]
    assert differing.number == 4120
    assert differing.say("en").startswith("The second reading (other) has 4120 for ")


def test_the_mode_decides_whether_a_second_reading_is_made(report_path, monkeypatch):
    def fail(path: Path) -> Document:
        raise AssertionError("a second reading was made")

    monkeypatch.setattr(secondreading, "READINGS", {"camelot": fail})
    clear = replace(parse(report_path), values=(), findings=(), unplaced=())
    assert confirm(clear, report_path, "off") == (clear, ())
    assert confirm(clear, report_path, "doubtful") == (clear, ())
    with pytest.raises(AssertionError, match="second reading"):
        confirm(clear, report_path, "camelot")
    with pytest.raises(ValueError, match="sometimes"):
        confirm(clear, report_path, "sometimes")


def test_a_file_that_is_no_pdf_has_one_reading(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("总计", encoding="utf-8")
    report = Report("r", Meta(), {}, ())
    assert confirm(report, path, "camelot") == (report, ())


def test_a_font_without_ascent_and_descent_is_no_difference(tmp_path):
    path = tmp_path / "report.pdf"
    data = report_bytes().replace(b"/Ascent 880 /Descent -120", b"/Ascent 0 /Descent 0     ")
    path.write_bytes(data.replace(b"/FontBBox [0 -200 1000 900]", b"/FontBBox [0 -999 1000 999]"))
    confirmed, _ = by_engine(parse(path), path)
    assert [finding for finding in confirmed.findings if finding.rule == "second reading"] == []
    assert {value.verdict for value in confirmed if value.table == "proactive"} == {
        Verdict.VERIFIED
    }


LAST_YEAR = [[cell.replace("17", "18").replace("550", "551") for cell in row] for row in TABLE]


def page_of(head: str, table: list[list[str]]) -> str:
    return text(60, 800, head, 14) + rules(XS, YS) + figures(XS, YS, table)


def test_of_several_tables_the_second_reading_compares_the_one_that_was_taken(tmp_path):
    title = "某某市2021年政府信息公开工作年度报告"
    pages = [
        text(60, 820, title, 14) + page_of("附：2020年数据（上年）", LAST_YEAR),
        page_of("2021年数据", TABLE),
    ]
    (tmp_path / "report.pdf").write_bytes(pdf(pages))
    report = gxkit.parse(tmp_path / "report.pdf", second_reading="camelot")
    made = report["proactive", "regulations", "made"]
    assert (made.value, made.where.page, made.verdict) == (17, 2, Verdict.VERIFIED)
    assert not [finding for finding in report.findings if finding.rule == secondreading.RULE]


def test_each_report_of_a_pdf_is_compared_with_its_own_second_reading(tmp_path):
    titles = [f"某某市{year}年政府信息公开工作年度报告" for year in (2021, 2020)]
    pages = [page_of(*page) for page in zip(titles, (TABLE, LAST_YEAR), strict=True)]
    (tmp_path / "report.pdf").write_bytes(pdf(pages))
    reports = gxkit.parse_many(tmp_path, second_reading="camelot").reports
    assert [report.id for report in reports] == ["report#1", "report#2"]
    for report, number in zip(reports, (17, 18), strict=True):
        made = report["proactive", "regulations", "made"]
        assert (made.value, made.verdict) == (number, Verdict.VERIFIED)
        assert not [finding for finding in report.findings if finding.rule == secondreading.RULE]


@pytest.mark.parametrize("kind", ["FreeText", "Widget"])
def test_what_a_field_or_a_note_says_is_compared_with_nothing(tmp_path, kind):
    path = tmp_path / "report.pdf"
    rows = [["" if printed == "17" else printed for printed in row] for row in TABLE]
    field = Note(kind, (XS[1] + 1, YS[3] + 1, XS[2] - 1, YS[2] - 1), "17")
    drawn = text(60, 800, "某某市2021年政府信息公开工作年度报告", 14) + rules(XS, YS)
    path.write_bytes(pdf([Sheet(drawn + figures(XS, YS, rows), notes=(field,))]))
    report = parse(path)
    confirmed, _ = by_engine(report, path)
    assert confirmed.findings == report.findings
    verdicts = {value.printed: value.verdict for value in confirmed if value.printed}
    assert verdicts.pop("17") is Verdict.UNVERIFIED
    assert set(verdicts.values()) == {Verdict.VERIFIED}


def test_a_figure_over_one_that_is_not_seen_is_not_verified_by_two_readings(report_path):
    document = read(report_path)
    grids = []
    for grid in document.grids:
        old = (Omitted("1999", Omission.HIDDEN),)
        cells = [replace(cell, omitted=old if cell.text == "17" else ()) for cell in grid.cells]
        grids.append(Grid(tuple(cells), grid.caption))
    lines = [block for block in document.blocks if not isinstance(block, Grid)]
    doubtful = judge(fill(replace(document, blocks=(*lines, *grids))))
    confirmed, _ = by_engine(doubtful, report_path)
    verdicts = {value.printed: value.verdict for value in confirmed if value.printed}
    assert (verdicts["17"], verdicts["31"]) == (Verdict.UNVERIFIED, Verdict.VERIFIED)


def test_a_second_reading_of_text_that_lies_aslant_contradicts_nothing(tmp_path):
    path = tmp_path / "report.pdf"
    title = text(60, 800, "某某市2021年政府信息公开工作年度报告", 14)
    turned = "q 0.9994 0.0349 -0.0349 0.9994 14.9 -10.1 cm\n" + figures(XS, YS, TABLE) + "Q\n"
    path.write_bytes(pdf([title + rules(XS, YS) + turned]))
    report = parse(path)
    confirmed, _ = by_engine(report, path)
    assert [value.printed for value in report if value.table == "proactive"][:3] == [
        "17",
        "2",
        "31",
    ]
    assert confirmed.findings == report.findings
