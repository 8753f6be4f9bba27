"""The tables of a PDF read a second time by another engine, both readings compared cell by cell.

A reading is a function from a file to its document; `READINGS` has the two that there are, and a
third would be one more. They share the filling of the form, and neither the finding of rules nor
the text. Where both give a cell the same figure, the reading is not to blame for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from gxkit.document import Document, Extent, Grid, Line, Where
from gxkit.errors import NoReportError, ReadError
from gxkit.filling import fill
from gxkit.readers import read
from gxkit.readers.grids import join
from gxkit.report import (
    Finding,
    FindingKind,
    Ground,
    Key,
    Origin,
    Report,
    Source,
    Status,
    Value,
    Verdict,
    Witness,
)
from gxkit.text import Sentence

_FIRST_LINES = 10
"""among these the title is looked for: further down stands the narrative, which names other
years"""
RULE = "second reading"
"""the rule id of findings that two readings disagree on"""
_FILLED = frozenset({Status.PRINTED, Status.BLANK, Status.ILLEGIBLE})
"""what a reading found a place for"""

_SUMMARY = Sentence(
    "第二次识读（{reading}）：{all} 格中 {agree} 格相同，{differ} 格不同，"
    "{alone} 格只有一次识读读到。",
    "Second reading ({reading}): {agree} of {all} cells agree, {differ} differ, "
    "{alone} are found by one reading only.",
)
_NONE = Sentence("第二次识读（{reading}）：{why}", "Second reading ({reading}): {why}")
_NO_TABLE = Sentence(
    "没有找到带表线的表，因此只有一次识读。",
    "it finds no ruled table, so there is one reading.",
)
_NO_LABEL = Sentence(
    "无，因为表中没有统计表的项目。",
    "none, for it finds no label of the form in the tables.",
)
_FAILED = Sentence("无。{error}", "none. {error}")
_DIFFER = Sentence(
    "两次识读不一致：{label} 第一次读作“{first}”，第二次（{reading}）读作“{second}”，请查看原文。",
    "two readings differ: {label} is “{first}” in the first and “{second}” in the second "
    "({reading}); look at the page.",
)
_SAME = Sentence(
    "对PDF两次独立识读（pdfium、{reading}），数字相同。",
    "Two independent readings of the PDF (pdfium, {reading}) give the same figures.",
)
_OTHER = Sentence(
    "第二次识读（{reading}）：{label} 读作 {number}。",
    "The second reading ({reading}) has {number} for {label}.",
)
_BLANK = Sentence("（空白）", "blank")


class Outcome(StrEnum):
    """What two readings say of a cell."""

    AGREE = "agree"
    DIFFER = "differ"
    ONLY_ONE = "only one"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A cell of the form in both readings."""

    key: Key
    outcome: Outcome
    first: Value
    second: Value | None


def read_with_camelot(path: Path) -> Document:
    """The ruled tables by camelot and playa, after the title lines of the first reading, which tell
    the year.

    Raises ReadError where the file cannot be parsed by them.
    """
    from gxkit.readers.pdf.second import CAMELOT_FAILURES, pdf_tables

    # the second engine gives tables only, and a form cannot be filled without the year
    first = read(path)
    try:
        grids = join(_with_captions(pdf_tables(path), first))
    except CAMELOT_FAILURES as error:
        raise ReadError(
            f"{first.name}：camelot 不能读取此 PDF（{type(error).__name__}: {error}）；只有一"
            "遍识读。",
            f"{first.name}: camelot cannot parse the PDF ({type(error).__name__}: {error}); there "
            "is one reading only.",
        ) from error
    return replace(first, blocks=(*_title_lines(first), *grids), remarks=())


def _with_captions(grids: Iterable[Grid], first: Document) -> Iterator[Grid]:
    """The grids with a caption where in the first reading a table begins on top of a page.

    The second engine sees no text between tables: what goes on from page to page it cannot tell.
    """
    tops = {(grid.cells[0].where.page, grid.cells[0].where.table) for grid in first.grids}
    ruled = {page for page, _ in tops}
    for grid in grids:
        where = grid.cells[0].where
        # rules that the first reading left alone, as bent ones, say nothing in the second either
        if where.page not in ruled:
            continue
        # below another table of its page nothing goes on from the page before
        begins = where.table == 1 and (where.page, 1) in tops
        yield replace(grid, caption=_BEGINS) if begins else grid


_BEGINS = "…"
"""a caption that nobody reads: it says that a table goes on from no other page"""


def _title_lines(document: Document) -> Iterator[Line]:
    """The first lines as far as no table stands in them."""
    for block in document.blocks[:_FIRST_LINES]:
        # a line with tabs is a table that no rules were found for
        if isinstance(block, Grid) or "\t" in block.text:
            return
        yield block


READINGS: Mapping[str, Callable[[Path], Document]] = {"pdfium": read, "camelot": read_with_camelot}


def compare(first: Report, second: Report) -> tuple[Comparison, ...]:
    """The cells that either reading fills, compared by what stands in them; blanks agree with
    blanks, and cells that were read in part are compared with nothing."""
    compared = []
    part_read = first.filling.part_read if first.filling else ()
    for value in first.values:
        other = second.get(value.key)
        outcome = _outcome(value, other)
        # The second engine takes hidden text, watermarks and a font's lies for figures, and sees
        # neither form fields nor notes: where ink is in doubt it contradicts nothing, and what it
        # agrees to there is as unsure as before.
        if value.where in part_read:
            continue
        if outcome is not None:
            compared.append(Comparison(value.key, outcome, value, other))
    return tuple(compared)


def _outcome(value: Value, other: Value | None) -> Outcome | None:
    """What two readings say of a cell; None where neither found a place for it."""
    here = value.status in _FILLED
    if other is None or other.status not in _FILLED:
        return Outcome.ONLY_ONE if here else None
    if not here:
        return Outcome.ONLY_ONE
    # two texts that are no numbers are compared by their being none
    same = value.value == other.value and value.status == other.status
    return Outcome.AGREE if same else Outcome.DIFFER


class Confirmed(NamedTuple):
    """A report with what a second reading says of it, and that reading as witnesses."""

    report: Report
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True)
class Again:
    """A second reading of a file, made when it is first asked for, for all its reports."""

    path: Path
    reading: str = "camelot"

    @cached_property
    def document(self) -> Document | Sentence:
        """What the second engine reads, or why it reads nothing."""
        reader = READINGS[self.reading]
        try:
            document = reader(self.path)
        except ReadError as error:
            return _FAILED.fill(error=Sentence(error.zh, error.en))
        # without rules the second engine has nothing to go by, and that is no fault of the file
        return document if document.grids else _NO_TABLE


def confirm_by_engine(
    report: Report,
    again: Again,
) -> Confirmed:
    """The judged report of a PDF with what another engine reads in its cells, and that reading as
    witnesses.

    A figure that both readings give and no identity covers becomes verified. Where they differ
    there is a finding with both texts: one that fails, and the cell contradicted, unless an
    identity holds with the first reading's figure; then a remark. There is a witness for each cell
    that an explanation would change: what the second reading has there. A file that the engine
    cannot read comes back as it is and without witnesses, with a remark.
    """
    reading = again.reading
    second = _fill_again(report, again.document)
    if isinstance(second, Sentence):
        remark = _NONE.fill(reading=reading, why=second)
        return Confirmed(replace(report, remarks=(*report.remarks, remark)), ())
    compared = compare(report, second)
    witnesses = tuple(_witnesses(report, compared, reading))
    return Confirmed(_with_second(report, compared, reading), witnesses)


def _fill_again(report: Report, document: Document | Sentence) -> Report | Sentence:
    """The report as the second engine reads it, or why there is none."""
    if isinstance(document, Sentence):
        return document
    if report.covers:
        # the file's own title may be that of another report, and of another year
        title = Line(report.meta.title, Where())
        own = [grid for grid in document.grids if _is_covered(grid, report.covers)]
        document = replace(document, blocks=(title, *own))
    beside = report.filling.several if report.filling else None
    try:
        return fill(document, report.id, beside)
    except NoReportError:
        return _NO_LABEL


def _is_covered(grid: Grid, covers: Extent) -> bool:
    first, last = covers.first.page, covers.last.page
    page = grid.cells[0].where.page if grid.cells else None
    if first is None or last is None or page is None:
        return True
    return first <= page <= last


def _with_second(
    report: Report,
    compared: tuple[Comparison, ...],
    reading: str,
) -> Report:
    """The report with verdicts, findings and a remark of what two readings came to."""
    outcomes = {one.key: one.outcome for one in compared}
    told = list(outcomes.values())
    differing = [one for one in compared if one.outcome is Outcome.DIFFER]
    findings = [_finding(one, report, reading) for one in differing]
    summary = _SUMMARY.fill(
        reading=reading,
        all=len(told),
        agree=told.count(Outcome.AGREE),
        differ=told.count(Outcome.DIFFER),
        alone=told.count(Outcome.ONLY_ONE),
    )
    return replace(
        report,
        values=tuple(_judged(value, outcomes.get(value.key)) for value in report.values),
        findings=(*report.findings, *findings),
        remarks=(*report.remarks, summary),
    )


def _judged(value: Value, outcome: Outcome | None) -> Value:
    """The value with what two readings say of it, and their verdict where the arithmetic gave it
    none."""
    # what one reading alone found is as unsure as before
    if value.value is None or outcome not in (Outcome.AGREE, Outcome.DIFFER):
        return value
    if outcome is Outcome.AGREE:
        is_open = value.verdict is Verdict.UNVERIFIED and not value.disputed_by
        verdict = Verdict.VERIFIED if is_open else value.verdict
        return value.judged(verdict, (*value.verified_by, Ground.READING))
    # an identity that holds speaks for the first reading, and the second is heard all the same
    is_held = value.verdict is Verdict.VERIFIED
    verdict = value.verdict if is_held else Verdict.CONTRADICTED
    disputed = (*value.disputed_by, Ground.READING)
    return replace(value, verdict=verdict, disputed_by=disputed)


def _finding(
    comparison: Comparison,
    report: Report,
    reading: str,
) -> Finding:
    """What is said of a cell that two readings read differently."""
    value, other = report[comparison.key], comparison.second
    assert other is not None
    says = _DIFFER.fill(
        label=value.label,
        first=value.printed or _BLANK,
        second=other.printed or _BLANK,
        reading=reading,
    )
    # an identity that holds speaks for the first reading: the second has misread
    verified = value.verdict is Verdict.VERIFIED
    return Finding(
        ":".join((RULE, *value.key)),
        RULE,
        FindingKind.REMARK if verified else FindingKind.FAILS,
        (value.key,),
        value.value,
        other.value,
        says,
        place=value.where or report.id,
        origin=Origin.READING,
    )


def _witnesses(
    report: Report,
    compared: Iterable[Comparison],
    reading: str,
) -> Iterator[Witness]:
    """What the second reading has for each cell that an explanation would change."""
    doubted = report.doubted
    for one in compared:
        number = one.second.value if one.second else None
        # what nobody doubts needs no witness
        if one.key not in doubted or number is None:
            continue
        if one.outcome is Outcome.AGREE:
            says = _SAME.fill(reading=reading)
        else:
            says = _OTHER.fill(
                reading=reading,
                label=one.first.label,
                number=number,
            )
        yield Witness(
            Source.READING,
            one.key,
            number,
            says,
            published=True,
        )
