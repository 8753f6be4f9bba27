"""What a report shows of itself as frames: a table as its form has it, and lists a line a thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pandas import DataFrame

from gxkit.forms import all_forms
from gxkit.output import said_of
from gxkit.panel import columns
from gxkit.panel.cells import Figures
from gxkit.panel.findings import finding_line
from gxkit.panel.frames import Line, printed_line, stack, tidy_frame, to_float, wide
from gxkit.report import (
    Claim,
    Explanation,
    Finding,
    FindingKind,
    Report,
    ReportTable,
    Value,
    Verdict,
    Witness,
)
from gxkit.report.shelves import Shelf
from gxkit.text import Sentence, shown_language
from gxkit.text.escapes import spell_name

REPORT_COLUMNS = (
    "report",
    "file",
    "agency",
    "year",
    "editions",
    "cells",
    "verified",
    "contradicted",
    "failing_rules",
)
FAILURE_COLUMNS = ("file", "reason", "kind", "seconds")
CLAIM_COLUMNS = (
    "kind",
    "printed",
    "value",
    "low",
    "high",
    "unit",
    "counts",
    "year",
    "concepts",
    "cells",
    "where",
    "sentence",
)
EXPLANATION_COLUMNS = (
    "rank",
    "kind",
    "certain",
    "decided",
    "blame",
    "findings",
    *columns.CELL,
    "value",
    "reconciled",
    "sentence",
    "sentence_en",
)
SECTION_COLUMNS = ("heading", "text", "where")
UNPLACED_COLUMNS = ("table", "printed", "where")
WITNESS_COLUMNS = (
    "source",
    *columns.CELL,
    "value",
    "sentence",
    "sentence_en",
)
VALUE_COLUMNS = columns.PANEL[columns.PANEL.index("table") :]
"""those of the panel that are of a cell alone"""


def report_frame(report: Report) -> DataFrame:
    """The cells of a report as the panel has them: see `gxkit.stack`."""
    return stack([report])


def table_frame(
    table: ReportTable,
    figures: Figures = "printed",
    labels: bool = False,
) -> DataFrame:
    """Rows by columns in the order of the form, whole numbers as such; NA where none stands.

    With `labels` rows and columns are named as the form prints them, in the language that is set;
    those in English have the form's English names.
    """
    report = table.report
    view = wide(
        stack([report]),
        report=report.id,
        table=table.id,
        figures=figures,
    )
    # a count of 291.0 is none; what has decimals stays a float
    view = view.convert_dtypes()
    if not labels:
        return view
    form = all_forms()[table.edition].table(table.id)
    language = shown_language()
    rows = {row.id: _row_name(row, language) for row in form.rows}
    heads = {column.id: _head(column, report.meta.year, language) for column in form.columns}
    return view.rename(index=rows, columns=heads)


def _row_name(
    row: Any,
    language: str,
) -> str:
    name: str = "/".join(row.path) if language == "zh" else row.name(language)
    return name


def _head(
    column: Any,
    year: int | None,
    language: str,
) -> str:
    name: str = column.name(language)
    return name.replace("{year}", str(year or ""))


def failures_frame(failures: Iterable[Any]) -> DataFrame:
    """One line a file that gave no report, with FAILURE_COLUMNS."""
    rows = []
    for one in failures:
        # a file of its own could not be written with half a character in it
        name = spell_name(one.file)
        rows.append((name, one.reason, str(one.kind), one.seconds))
    return tidy_frame(FAILURE_COLUMNS, rows)


def shelf_frame(shelf: Shelf[Any]) -> DataFrame:
    """One line a thing; of explanations one line a cell that it changes."""
    names, lines_of = _FRAMES[type(shelf).__name__]
    rows: list[Line] = []
    for thing in shelf:
        rows += lines_of(thing)
    return tidy_frame(names, rows)


def reports_frame(reports: Iterable[Report]) -> DataFrame:
    """One line a report, with REPORT_COLUMNS."""
    rows = [_report_line(report) for report in reports]
    counts = REPORT_COLUMNS[REPORT_COLUMNS.index("cells") :]
    return tidy_frame(REPORT_COLUMNS, rows).astype(dict.fromkeys(counts, "int64"))


def _report_line(report: Report) -> Line:
    meta = report.meta
    verdicts = Counter(value.verdict for value in report.values)
    failing = sum(one.kind is FindingKind.FAILS for one in report.findings)
    return (
        report.id,
        report.source,
        meta.agency,
        meta.year,
        ", ".join(dict.fromkeys(report.editions.values())),
        len(report.values),
        verdicts[Verdict.VERIFIED],
        verdicts[Verdict.CONTRADICTED],
        failing,
    )


def thing_frame(thing: object) -> DataFrame:
    """The same of one thing."""
    shelf = next(shelf for kind, shelf in _SHELF_OF.items() if isinstance(thing, kind))
    names, lines_of = _FRAMES[shelf]
    return tidy_frame(names, lines_of(thing))


def _explanation_lines(one: Explanation) -> list[Line]:
    told = (
        one.rank,
        one.kind,
        one.certain,
        str(one.decided or ""),
        str(one.blame),
    )
    said = (one.sentence, one.sentence_en)
    lines: list[Line] = []
    for key, printed, number in one.cells:
        findings = " ".join(one.findings)
        lines.append(
            (
                *told,
                findings,
                *key,
                to_float(printed),
                to_float(number),
                *said,
            )
        )
    return lines


def _claim_lines(claim: Claim) -> list[Line]:
    cells = ["/".join(key) for key in claim.cells]
    return [
        (
            str(claim.kind),
            claim.printed,
            to_float(claim.number),
            to_float(claim.low),
            to_float(claim.high),
            claim.unit,
            claim.counts,
            claim.year,
            " ".join(claim.concepts),
            " ".join(cells),
            str(claim.where or ""),
            claim.sentence,
        )
    ]


def _witness_lines(one: Witness) -> list[Line]:
    said = (one.say("zh"), one.say("en"))
    return [
        (
            str(one.source),
            *one.key,
            to_float(one.number),
            *said,
        )
    ]


def _remark_lines(remark: Sentence) -> list[Line]:
    return [(remark.say("zh"), remark.say("en"))]


def _value_lines(value: Value) -> list[Line]:
    return [
        (
            *value.key,
            *printed_line(value),
            to_float(value.implied),
            *said_of(value),
        )
    ]


_FRAMES: Mapping[str, tuple[tuple[str, ...], Callable[[Any], list[Line]]]] = {
    "Values": (tuple(name for name in VALUE_COLUMNS if name != "sha256"), _value_lines),
    "Findings": (columns.FINDINGS[1:], lambda one: [finding_line(one)]),
    "Explanations": (EXPLANATION_COLUMNS, _explanation_lines),
    "Claims": (CLAIM_COLUMNS, _claim_lines),
    "Witnesses": (WITNESS_COLUMNS, _witness_lines),
    "Remarks": (("sentence", "sentence_en"), _remark_lines),
    "Sections": (SECTION_COLUMNS, lambda one: [(one.heading, one.text, str(one.where or ""))]),
    "UnplacedNumbers": (UNPLACED_COLUMNS, lambda one: [(one.table, one.printed, str(one.where))]),
}
"""by the kind of a shelf, its columns and the lines of a thing"""
_SHELF_OF: Mapping[type, str] = {
    Value: "Values",
    Finding: "Findings",
    Explanation: "Explanations",
    Claim: "Claims",
    Witness: "Witnesses",
}
"""the kind of shelf that holds a thing"""
