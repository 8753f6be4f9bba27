"""A look at the pages of a PDF: what is seen as it was read is verified, what is seen otherwise is
contradicted, and what is not clearly seen changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

import gxkit
from gxkit.parsing.twice.confirming import confirm
from gxkit.parsing.twice.looking import RULE, confirm_by_look
from gxkit.parsing.twice.sights import Outcome
from gxkit.report import Explanation, Ground, MistakeKind, Report, Status, Verdict
from gxkit.text import Sentence
from pdf_pages import Note, Sheet, figures, pdf, rules, text

TITLE = text(60, 800, "某某市2021年政府信息公开工作年度报告", 14)
YS = [780.0 - 18 * n for n in range(13)]
XS = [60.0, 220.0, 310.0, 400.0, 490.0]
TABLE = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "17", "2", "31"],
    ["行政规范性文件", "12", "5", "308"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "550"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "4129"],
    ["行政强制", ""],
]
PENALTIES = ("proactive", "penalties", "decisions")
COERCION = ("proactive", "coercion", "decisions")


def page(penalties: str = "4129", more: str = "", coercion: str = "") -> bytes:
    """The table with a figure of its own, and what else is drawn."""
    rows = [*TABLE[:-2], ["行政处罚", penalties], ["行政强制", coercion]]
    return pdf([TITLE + rules(XS, YS) + figures(XS, YS, rows) + more])


def read(folder: Path, data: bytes, name: str = "report.pdf") -> tuple[Report, Path]:
    path = folder / name
    path.write_bytes(data)
    return gxkit.parse(path, second_reading="off"), path


def look_at(folder: Path, shown: bytes, read_from: bytes | None = None) -> Report:
    """The report of one PDF after a look at the page of another: its text layer, so to speak, says
    what that one does."""
    report, _ = read(folder, read_from or page())
    path = folder / "shown.pdf"
    path.write_bytes(shown)
    confirmed, _ = confirm_by_look(report, path)
    return confirmed


def test_what_is_seen_as_it_was_read_is_verified_where_no_identity_covers_it(tmp_path):
    report = gxkit.parse(read(tmp_path, page())[1])
    printed = [value for value in report if value.status is Status.PRINTED]
    assert {value.verdict for value in printed} == {Verdict.VERIFIED}
    assert {value.verified_by for value in printed} == {(Ground.READING,)}
    assert not [finding for finding in report.findings if finding.rule == RULE]
    assert report.remarks[-1].say("en") == (
        "Second reading (a look at the pages): 9 of 9 cells are seen as read, 0 otherwise, 0 not "
        "clearly."
    )


def test_a_look_verifies_no_figure_of_a_row_that_is_in_doubt(tmp_path):
    report, path = read(tmp_path, page())
    doubted = report["proactive", "normative_documents", "made"]
    values = [replace(v, status=Status.AMBIGUOUS) if v == doubted else v for v in report.values]
    confirmed, _ = confirm_by_look(replace(report, values=tuple(values)), path)
    told = {value.row: value.verdict for value in confirmed if value.status is Status.PRINTED}
    assert told["normative_documents"] is Verdict.UNVERIFIED
    assert told["regulations"] is Verdict.VERIFIED


def test_another_figure_on_the_page_contradicts_the_text_layer_whatever_sums_say(tmp_path):
    report, path = read(tmp_path, page("4729"))
    lie = replace(report[PENALTIES], printed="4129", value=4129, verdict=Verdict.VERIFIED)
    values = tuple(lie if value.key == PENALTIES else value for value in report)
    confirmed, _ = confirm(replace(report, values=values), path)
    cell = confirmed[PENALTIES]
    assert (cell.verdict, cell.candidates) == (Verdict.CONTRADICTED, (4129, 4729))
    assert Ground.READING in cell.disputed_by
    (finding,) = [finding for finding in confirmed.findings if finding.rule == RULE]
    assert (finding.kind, finding.left, finding.right) == ("fails", 4129, 4729)
    assert "“4129” in the text, and on the page another figure is seen (“4729”)" in (
        finding.sentence_en
    )
    assert "页面上看到的是另一数（“4729”）" in finding.sentence
    told = confirmed.why(*PENALTIES, "en")
    assert "The text and the page have: 4129, 4729." in told


STROKE = f"1 w {XS[1] + 1} {YS[10] + 8.5} m {XS[1] + 30} {YS[10] + 8.5} l S\n"
APART = text(XS[1] + 2, YS[10] + 5, "41") + text(XS[1] + 40, YS[10] + 5, "29")


def spaced(x: float, y: float, figure: str) -> str:
    """A figure whose digits do not touch, as those of the font that stands in here do."""
    return "".join(text(x + 6 * at, y, digit) for at, digit in enumerate(figure))


ACROSS = spaced(XS[2] - 17.4, YS[10] + 5, "41295")


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        (page(""), Outcome.NO_INK),
        (page(more=STROKE), Outcome.STRUCK),
        (page("", more=APART), Outcome.PARTED),
        (page("", more=ACROSS), Outcome.CUT),
    ],
    ids=["no ink", "struck", "parted", "cut"],
)
def test_a_figure_that_the_page_does_not_show_as_it_was_read_is_contradicted(
    tmp_path, shown, outcome
):
    report = look_at(tmp_path, shown)
    (finding,) = [finding for finding in report.findings if finding.rule == RULE]
    assert finding.cells == (PENALTIES,)
    assert outcome.say("en") in finding.sentence_en
    assert report[PENALTIES].verdict is Verdict.CONTRADICTED
    assert report["proactive", "licensing", "decisions"].verdict is Verdict.VERIFIED


def test_a_figure_in_a_cell_that_was_read_as_blank_makes_it_ambiguous(tmp_path):
    report = look_at(tmp_path, page(coercion="64"))
    cell = report[COERCION]
    assert (cell.status, cell.value, cell.candidates) == (Status.AMBIGUOUS, None, (None, 64))
    assert [one.cells for one in report.findings if one.rule == RULE] == [(COERCION,)]


def test_words_signs_and_stamps_in_a_blank_cell_are_no_figure(tmp_path):
    for sign in ("—", "/", "无", "*"):
        cell = look_at(tmp_path, page(coercion=sign))[COERCION]
        assert cell.status is Status.BLANK, sign


def test_a_figure_that_stands_across_a_rule_and_is_read_whole_is_verified(tmp_path):
    report = look_at(tmp_path, page("", more=spaced(XS[2] - 17.4, YS[10] + 5, "4129")))
    assert report[PENALTIES].verdict is Verdict.VERIFIED
    assert not [finding for finding in report.findings if finding.rule == RULE]


def test_a_page_on_which_nothing_is_seen_is_one_remark(tmp_path):
    before, _ = read(tmp_path, page())
    report = look_at(tmp_path, pdf([TITLE]))
    assert report.values == before.values
    assert report.findings == before.findings
    assert "no figure is seen on page 1" in report.remarks[-2].say("en")


def test_figures_of_another_ground_and_pale_ones_are_seen(tmp_path):
    shade = f"0.2 0.3 0.6 rg {XS[1]} {YS[10]} 90 18 re f 1 g\n"
    pale = "0.75 g\n" + spaced(XS[1] + 2, YS[7] + 5, "550") + "0 g\n"
    rows = [["" if cell == "550" else cell for cell in row] for row in TABLE]
    drawn = shade + rules(XS, YS) + figures(XS, YS, rows[9:10]) + "0 g\n"
    rows[9] = ["行政处罚", ""]
    white = "1 g\n" + text(XS[1] + 2, YS[10] + 5, "4129") + "0 g\n"
    sheet = TITLE + drawn + figures(XS, YS, rows) + pale + white
    report = look_at(tmp_path, pdf([sheet]))
    assert report[PENALTIES].verdict is Verdict.VERIFIED
    assert report["proactive", "licensing", "decisions"].verdict is Verdict.VERIFIED


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_is_looked_at_as_it_is_turned(tmp_path, rotate):
    drawn = TITLE + rules(XS, YS) + figures(XS, YS, TABLE)
    sheet = Sheet(drawn, rotate=rotate)
    report = gxkit.parse(read(tmp_path, pdf([sheet]))[1])
    assert report[PENALTIES].value == 4129
    assert report[PENALTIES].verdict is Verdict.VERIFIED


def test_a_page_that_is_cut_out_of_a_larger_one_is_looked_at_where_it_begins(tmp_path):
    drawn = TITLE + rules(XS, YS) + figures(XS, YS, TABLE)
    sheet = Sheet(drawn, crop=(30, 300, 550, 830))
    report = gxkit.parse(read(tmp_path, pdf([sheet]))[1])
    assert report[PENALTIES].verdict is Verdict.VERIFIED


def test_a_text_laid_by_ocr_that_misread_its_picture_is_contradicted(tmp_path):
    drawn = pypdfium2.PdfDocument(page("4729"))[0].render(scale=100 / 72, grayscale=True)
    pixels = drawn.to_numpy()
    high, wide = pixels.shape[:2]
    hexed = pixels.tobytes().hex()
    picture = (
        f"q 595 0 0 842 0 0 cm BI /W {wide} /H {high} /CS /G /BPC 8 /F /AHx ID {hexed}> EI Q\n"
    )
    laid = "3 Tr\n" + TITLE + figures(XS, YS, TABLE) + "0 Tr\n" + rules(XS, YS)
    report = gxkit.parse(read(tmp_path, pdf([picture + laid]))[1])
    assert report[PENALTIES].candidates == (4129, 4729)
    assert report[PENALTIES].verdict is Verdict.CONTRADICTED


def test_a_page_that_lies_aslant_is_levelled_before_it_is_looked_at(tmp_path):
    turned = "q 0.9994 0.0349 -0.0349 0.9994 14.9 -10.1 cm\n"
    drawn = turned + TITLE + rules(XS, YS) + figures(XS, YS, TABLE) + "Q\n"
    report = gxkit.parse(read(tmp_path, pdf([drawn]))[1])
    assert report[PENALTIES].verdict is Verdict.VERIFIED
    assert not [finding for finding in report.findings if finding.rule == RULE]


def test_what_a_note_says_is_seen_and_stays_unverified(tmp_path):
    box = (XS[1] + 1, YS[10] + 1, XS[2] - 1, YS[9] - 1)
    rows = [["" if cell == "4129" else cell for cell in row] for row in TABLE]
    drawn = TITLE + rules(XS, YS) + figures(XS, YS, rows)
    sheet = Sheet(drawn, notes=(Note("FreeText", box, "4129"),))
    report = gxkit.parse(read(tmp_path, pdf([sheet]))[1])
    assert (report[PENALTIES].value, report[PENALTIES].verdict) == (4129, Verdict.UNVERIFIED)
    assert not [finding for finding in report.findings if finding.rule == RULE]


def test_a_file_gives_the_same_report_alone_and_among_others(tmp_path):
    path = read(tmp_path, page())[1]
    alone = gxkit.parse(path)
    (among,) = gxkit.parse_many([path]).reports
    assert (among.values, among.findings, among.remarks) == (
        alone.values,
        alone.findings,
        alone.remarks,
    )


def test_a_file_whose_pages_cannot_be_drawn_is_a_remark(tmp_path):
    report, path = read(tmp_path, page())
    path.write_bytes(b"%PDF-1.7\n%%EOF")
    confirmed, witnesses = confirm(report, path)
    assert (confirmed.values, witnesses) == (report.values, ())
    assert "its pages cannot be drawn" in confirmed.remarks[-1].say("en")


def test_what_is_seen_is_a_witness_for_a_cell_that_an_explanation_would_change(tmp_path):
    report, path = read(tmp_path, page())
    assert confirm(report, path).witnesses == ()
    change = ((PENALTIES, 4129, 4130),)
    explanation = Explanation(1, (MistakeKind.ONE_CELL,), ("R1",), change, Sentence("", ""))
    doubted = replace(report, explanations=(explanation,))
    (witness,) = confirm(doubted, path).witnesses
    assert (witness.source, witness.key, witness.number) == ("reading", PENALTIES, 4129)
    assert witness.say("zh") == "PDF的文字层与页面上看到的数字相同。"
