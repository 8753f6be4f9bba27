"""The tables of a PDF read a second time by another engine, and both readings compared cell by cell.

A reading is a function from a file to its document; `READINGS` has the two that there are, and a third would be one
more. They share the filling of the form, and neither the finding of rules nor the text. Where both give a cell the
same figure, the reading is not to blame for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from gxkit.document import Document, Grid, Line
from gxkit.errors import NoReportError, ReadError
from gxkit.filling import fill
from gxkit.readers import read
from gxkit.readers.grids import join
from gxkit.readers.guard import Guard
from gxkit.report import (
    Finding,
    FindingKind,
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
SECONDS = 60.0
"""how long a second reading may take in a guarded process: it is some forty times slower than the first"""
_SUMMARY = Sentence(
    "第二次识读（{reading}）：{all} 格中 {agree} 格相同，{differ} 格不同，{alone} 格只有一次识读读到。",
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
RULE = "second reading"
"""the rule id of findings that two readings disagree on"""


class Mode(StrEnum):
    """Whether a report is read twice: always, never, or where the first reading leaves a doubt."""

    ON = "on"
    OFF = "off"
    DOUBTFUL = "doubtful"


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
    """The ruled tables by camelot and playa, after the title lines of the first reading, which tell the year.

    Raises ReadError where the file cannot be parsed by them.
    """
    from gxkit.readers.pdf.second import CAMELOT_FAILURES, pdf_tables

    first = read(path)
    try:
        grids = join(pdf_tables(path))
    except CAMELOT_FAILURES as error:
        raise ReadError(
            f"{first.name}: camelot cannot parse the PDF ({type(error).__name__}: {error}); there is one "
            "reading only."
        ) from error
    return replace(first, blocks=(*_title_lines(first), *grids), remarks=())


def _title_lines(document: Document) -> Iterator[Line]:
    """The first lines as far as no table stands in them."""
    for block in document.blocks[:_FIRST_LINES]:
        if isinstance(block, Grid) or "\t" in block.text:
            return
        yield block


READINGS: Mapping[str, Callable[[Path], Document]] = {"pdfium": read, "camelot": read_with_camelot}


def is_doubtful(report: Report) -> bool:
    """Whether a first reading leaves anything that a second could settle: broken rules, cells without a figure."""
    return (
        bool(report.unplaced)
        or any(f.kind is FindingKind.FAILS for f in report.findings)
        or any(
            value.status in (Status.AMBIGUOUS, Status.ILLEGIBLE, Status.MISSING)
            for value in report.values
        )
    )


def compare(first: Report, second: Report) -> tuple[Comparison, ...]:
    """The cells that either reading fills, compared by what stands in them; blanks agree with blanks."""
    compared = []
    for value in first.values:
        other = second.get(value.key)
        here, there = _is_filled(value), other is not None and _is_filled(other)
        if not here and not there:
            continue
        if not here or not there:
            outcome = Outcome.ONLY_ONE
        else:
            assert other is not None
            same = value.value == other.value and value.status == other.status
            outcome = Outcome.AGREE if same else Outcome.DIFFER
        compared.append(Comparison(value.key, outcome, value, other))
    return tuple(compared)


def _is_filled(value: Value) -> bool:
    return value.status in (Status.PRINTED, Status.BLANK, Status.ILLEGIBLE)


def confirm(
    report: Report,
    path: str | os.PathLike[str],
    mode: Mode | str = Mode.ON,
    reading: str = "camelot",
    guard: Guard | None = None,
) -> tuple[Report, tuple[Witness, ...]]:
    """The judged report of a PDF with what a second reading says of its cells, and the second reading as witnesses.

    A figure that both readings give and no identity covers becomes verified. Where they differ there is a finding with
    both texts: one that fails, and the cell contradicted, unless an identity holds with the first reading's figure;
    then a remark. There is a witness for each cell that an explanation would change: what the second reading has there.
    A file of another format, and a file that the second engine cannot read, come back as they are and without
    witnesses, the latter with a remark. With a `guard` the second reading is made in its process.
    """
    mode = Mode(mode)
    path = Path(path)
    if mode is Mode.OFF or (mode is Mode.DOUBTFUL and not is_doubtful(report)):
        return report, ()
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return report, ()
    second = _second(report.id, path, reading, guard)
    if isinstance(second, Sentence):
        remark = _NONE.fill(reading=reading, why=second)
        return replace(report, remarks=(*report.remarks, remark)), ()
    compared = compare(report, second)
    return _with_second(report, compared, reading), tuple(_witnesses(report, compared, reading))


def _second(report_id: str, path: Path, reading: str, guard: Guard | None) -> Report | Sentence:
    """The report as the second engine reads it, or why there is none."""
    try:
        reader = READINGS[reading]
        document = guard.read(path, reader, SECONDS) if guard else reader(path)
        return fill(document, report_id) if document.grids else _NO_TABLE
    except NoReportError:
        return _NO_LABEL
    except ReadError as error:
        return _FAILED.fill(error=str(error))


def _with_second(report: Report, compared: tuple[Comparison, ...], reading: str) -> Report:
    agree = {c.key for c in compared if c.outcome is Outcome.AGREE}
    differ = {c.key: c for c in compared if c.outcome is Outcome.DIFFER}
    alone = sum(c.outcome is Outcome.ONLY_ONE for c in compared)
    values = tuple(
        _judged(value, value.key in agree, value.key in differ) for value in report.values
    )
    findings = tuple(_finding(c, report[key], reading, report.id) for key, c in differ.items())
    summary = _SUMMARY.fill(
        reading=reading, agree=len(agree), all=len(compared), differ=len(differ), alone=alone
    )
    return replace(
        report,
        values=values,
        findings=(*report.findings, *findings),
        remarks=(*report.remarks, summary),
    )


def _judged(value: Value, agrees: bool, differs: bool) -> Value:
    if value.verdict is not Verdict.UNVERIFIED or value.value is None:
        return value
    if agrees:
        return replace(value, verdict=Verdict.VERIFIED)
    return replace(value, verdict=Verdict.CONTRADICTED) if differs else value


def _finding(comparison: Comparison, value: Value, reading: str, report_id: str) -> Finding:
    other = comparison.second
    assert other is not None
    verified = value.verdict is Verdict.VERIFIED
    says = _DIFFER.fill(
        label=value.label,
        first=value.printed or _BLANK,
        second=other.printed or _BLANK,
        reading=reading,
    )
    table, row, column = value.key
    return Finding(
        f"{RULE}:{table}:{row}:{column}",
        RULE,
        FindingKind.REMARK if verified else FindingKind.FAILS,
        (value.key,),
        value.value,
        other.value,
        says,
        place=value.where or report_id,
        origin=Origin.READING,
    )


def _witnesses(report: Report, compared: Iterable[Comparison], reading: str) -> Iterator[Witness]:
    doubted = report.doubted
    for comparison in compared:
        number = comparison.second.value if comparison.second else None
        if comparison.key not in doubted or number is None:
            continue
        if comparison.outcome is Outcome.AGREE:
            says = _SAME.fill(reading=reading)
        else:
            says = _OTHER.fill(reading=reading, label=comparison.first.label, number=number)
        yield Witness(Source.READING, comparison.key, number, says, published=True)
