"""Figures read from a picture: both readers verify, the sums choose where they differ, and never
where they agree; what a sentence of a picture says fails nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import gxkit
from gxkit.document import Cell, Document, Grid, Line, Recognised, Unread
from gxkit.output import report_object
from gxkit.parsing.one import parse_document
from gxkit.report import FindingKind, Fitness, Ground, Key, Report, Status, Use, Verdict
from specimens import draw_figures, write_html, write_text

FIGURES = draw_figures("2021", random.Random(318))
CELL: Key = ("requests", "granted", "natural_person")
BESIDE: Key = ("requests", "granted", "business")
OTHER_ROW: Key = ("requests", "partial", "natural_person")
OPPOSITE: Key = ("requests", "partial", "business")
LONE: Key = ("proactive", "regulations", "made")

SURE = Recognised(("?",), True, 0.99)
"""what both readers read; its candidate is the cell's own text"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Report]:
    """A sound report as a web page, and how it is filled."""
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(write_html("2021", FIGURES), encoding="utf-8")
    return gxkit.read(path), gxkit.parse(path)


def photographed(
    page: tuple[Document, Report],
    unsure: Mapping[Key, tuple[str, ...]],
    printed: Mapping[Key, str] | None = None,
    unread: Mapping[Key, Unread] | None = None,
) -> Report:
    """The report as if all its cells had been recognised, some of them with several readings."""
    document, report = page
    at = {report[key].where: key for key in FIGURES}
    blocks: list[Line | Grid] = []
    for block in document.blocks:
        if isinstance(block, Line):
            blocks.append(replace(block, recognised=True))
            continue
        cells = []
        for cell in block.cells:
            key = at.get(cell.where)
            own = recognise(cell, unsure.get(key), (printed or {}).get(key)) if key else cell
            what = (unread or {}).get(key) if key else None
            cells.append(replace(own, text="", unread=what, recognised=None) if what else own)
        blocks.append(replace(block, cells=tuple(cells)))
    return parse_document(replace(document, blocks=tuple(blocks)), "report.html")


def recognise(cell: Cell, candidates: tuple[str, ...] | None, printed: str | None) -> Cell:
    if candidates:
        return replace(cell, text=candidates[0], recognised=Recognised(candidates, False, 0.5))
    text = printed or cell.text
    return replace(cell, text=text, recognised=replace(SURE, candidates=(text,)))


def number(key: Key) -> int:
    figure = FIGURES[key]
    assert isinstance(figure, int)
    return figure


def test_what_both_readers_of_a_picture_have_is_printed_and_verified_by_a_second_reading(page):
    report = photographed(page, {})
    assert {value.status for value in report} == {Status.PRINTED}
    assert {value.verdict for value in report} == {Verdict.VERIFIED}
    assert report[LONE].verified_by == (Ground.READING,)
    # that two columns might be exchanged is as before
    assert report[CELL].verified_by == (Ground.EXCHANGE, Ground.READING)
    assert report[LONE].use is Use.YES
    assert not [one for one in report.findings if one.kind is FindingKind.FAILS]


def test_the_sums_choose_among_readings_that_differ_whichever_was_first(page):
    right = str(number(CELL))
    for candidates in ((right, "90817"), ("90817", right)):
        value = photographed(page, {CELL: candidates})[CELL]
        assert (value.value, value.status, value.printed) == (
            number(CELL),
            Status.PRINTED,
            right,
        )
        assert (value.verdict, value.verified_by) == (Verdict.VERIFIED, (Ground.CHOICE,))
        assert (value.fitness, value.use) == (Fitness.CHOSEN, Use.CARE)
        assert set(value.candidates) == {number(CELL), 90817}


def test_a_0_is_not_chosen_where_it_is_not_what_was_read_first_for_a_dash_counts_as_one_too(page):
    nought = next(key for key in FIGURES if key[0] == "requests" and FIGURES[key] == 0)
    first, later = (photographed(page, {nought: texts}) for texts in (("0", "1"), ("1", "0")))
    assert (first[nought].value, later[nought].value) == (0, None)


def test_a_number_that_no_reader_has_is_not_chosen(page):
    value = photographed(page, {CELL: ("90817", "90877")})[CELL]
    assert (value.status, value.value) == (Status.AMBIGUOUS, None)
    assert value.candidates == (90817, 90877)


def test_a_figure_that_no_sum_covers_keeps_its_readings(page):
    value = photographed(page, {LONE: ("3", "8")})[LONE]
    assert (value.status, value.candidates, value.use) == (Status.AMBIGUOUS, (3, 8), Use.NO)


def test_where_two_assignments_fit_nothing_is_chosen(page):
    # of four cells at the corners of a square each sum has two open, and both ways hold
    corners = (CELL, BESIDE, OTHER_ROW, OPPOSITE)
    signs = (1, -1, -1, 1)
    unsure = {}
    for key, sign in zip(corners, signs, strict=True):
        unsure[key] = (str(number(key)), str(max(number(key) + sign, 0)))
    report = photographed(page, unsure)
    assert {report[key].status for key in corners} == {Status.AMBIGUOUS}


def test_figures_of_a_row_whose_cell_holds_the_labels_of_two_are_doubted(page):
    document, report = page
    row = report[CELL].where.row
    seen = photographed(page, {})
    blocks = []
    for block in document.blocks:
        cells = [] if isinstance(block, Line) else block.cells
        (below,) = [c for c in cells if c.where.row == row + 1 and "部分公开" in c.text] or (None,)
        if below is None:
            blocks.append(block)
            continue
        glued = []
        for cell in cells:
            key = next((k for k in FIGURES if report[k].where == cell.where), None)
            own = recognise(cell, None, None) if key else cell
            if "予以公开" in cell.text and cell.where.row == row:
                own = replace(own, text=cell.text + "\n" + below.text, rowspan=2)
            if cell is not below:
                glued.append(own)
        blocks.append(replace(block, cells=tuple(glued)))
    glued_report = parse_document(replace(document, blocks=tuple(blocks)), "report.html")
    for key in (CELL, OTHER_ROW):
        assert seen[key].status is Status.PRINTED
        assert glued_report[key].value in (None, number(key))
        assert glued_report[key].status is not Status.BLANK


def test_a_line_of_a_picture_gives_no_figure_for_certain(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(write_text("2021", FIGURES, "tabs"), encoding="utf-8")
    document = gxkit.read(path)
    lines = tuple(replace(block, recognised=True) for block in document.blocks)
    report = parse_document(replace(document, blocks=lines), "report.txt")
    assert {value.status for value in report} <= {Status.AMBIGUOUS, Status.ILLEGIBLE}


def test_a_figure_that_both_readers_have_stays_the_publishers_mistake(page):
    wrong = str(number(CELL) + 7)
    report = photographed(page, {}, printed={CELL: wrong})
    value = report[CELL]
    assert (value.printed, value.verdict) == (wrong, Verdict.CONTRADICTED)
    assert [one for one in report.findings if one.kind is FindingKind.FAILS]


def test_a_row_with_a_mistake_of_the_publisher_chooses_nothing_and_its_column_does(page):
    wrong = str(number(BESIDE) + 1)
    # with the mistake the row would take the other reading
    unsure = {CELL: (str(number(CELL) - 1), str(number(CELL)))}
    report = photographed(page, unsure, printed={BESIDE: wrong})
    value = report[CELL]
    assert (value.value, value.fitness) == (number(CELL), Fitness.CHOSEN)
    assert report[BESIDE].reconciled == number(BESIDE)
    assert {one.kind for one in report.findings} >= {FindingKind.FAILS}


def test_a_count_of_which_both_have_the_digits_has_commas_and_no_point(page):
    document, report = page
    seen = Recognised(("1.234", "1,234"), False, 0.9, same_digits=True)
    blocks = [
        replace(
            block, cells=tuple(_as_seen(cell, report[LONE].where, seen) for cell in block.cells)
        )
        if isinstance(block, Grid)
        else block
        for block in document.blocks
    ]
    made = parse_document(replace(document, blocks=tuple(blocks)), "report.html")
    assert (made[LONE].value, made[LONE].printed) == (1234, "1,234")


def _as_seen(cell: Cell, where: object, seen: Recognised) -> Cell:
    if cell.where != where:
        return cell
    return replace(cell, text=seen.candidates[0], recognised=seen)


def test_ink_that_is_no_figure_is_illegible_and_follows_from_the_sums(page):
    value = photographed(page, {}, unread={CELL: Unread.INK})[CELL]
    assert (value.status, value.implied) == (Status.ILLEGIBLE, number(CELL))


def test_a_figure_in_doubt_as_to_its_place_is_not_chosen_by_sums(page):
    from gxkit.filling.cells.values import doubt

    value = photographed(page, {LONE: ("3", "8")})[LONE]
    assert doubt(value).recognised is None


def test_why_and_json_tell_what_was_recognised_and_chosen(page):
    right = str(number(CELL))
    report = photographed(page, {CELL: ("90817", right)})
    told = report.why(*CELL, language="en")
    assert f"it may be 90817, {right}" in told
    assert f"The sums leave {right} of them" in told
    assert "两种方法都读作" in report.why(*LONE)
    cells = {
        tuple(cell[n] for n in ("table", "row", "column")): cell
        for cell in json.loads(json.dumps(report_object(report)))["cells"]
    }
    assert cells[CELL]["recognised"] == {
        "candidates": ["90817", right],
        "agreed": False,
        "score": 0.5,
    }
    plain = report_object(page[1])["cells"]
    assert not any("recognised" in cell for cell in plain)


def with_sentence(page: tuple[Document, Report], sentence: str, recognised: bool) -> Report:
    """The report with a sentence below its first heading, read from a picture or not."""
    document, _ = page
    place = next(n for n, block in enumerate(document.blocks) if isinstance(block, Grid))
    where = document.lines[0].where
    heading = Line("一、总体情况", where, recognised=recognised)
    said = Line(sentence, where, recognised=recognised)
    before, after = document.blocks[: place - 1], document.blocks[place - 1 :]
    return parse_document(replace(document, blocks=(*before, heading, said, *after)), "report.html")


def test_a_sentence_of_a_picture_that_differs_fails_no_cell_and_one_that_agrees_is_heard(page):
    key: Key = ("requests", "granted", "total")
    sentence = "本年度对政府信息公开申请予以公开{}件。"
    differs, agrees = sentence.format(number(key) + 1), sentence.format(number(key))
    kinds = {}
    for recognised in (False, True):
        report = with_sentence(page, differs, recognised)
        (finding,) = [one for one in report.findings if one.rule == "R8"]
        kinds[recognised] = finding.kind
        assert ("may be misread" in finding.sentence_en) is recognised
        assert [claim.recognised for claim in report.claims if claim.cells] == [recognised]
        assert bool(report[key].disputed_by) is not recognised
    assert kinds == {False: FindingKind.FAILS, True: FindingKind.REMARK}
    heard = with_sentence(page, agrees, True)[key]
    assert Ground.CLAIM in heard.verified_by
