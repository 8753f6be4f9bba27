"""From a point of a figure back to the cells behind it: file, place, printed text, verdict.

A point is a line of the figure's data, as `Chart.data` has it or the CSV beside the figure. The line names its report,
and by one of these columns the cells: `table`, `row` and `column`; `cells` (table/row/column, several with blanks
between); `concept` or `concepts`; `indicator` or `indicators`; `rule`; `counted`, if that is a concept; else `edition`,
which stands for all cells of that edition.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gxkit.errors import NotAFileError
from gxkit.forms import all_forms
from gxkit.forms.crosswalk import crosswalk, find_concept
from gxkit.panel.indicators import find_indicators
from gxkit.report import Key, Report, Value

FIGURES = "out/figures"
_WORDS = {
    "verified": "经核实",
    "contradicted": "有矛盾",
    "unverified": "未核实",
    "printed": "已填",
    "blank": "空白",
    "missing": "缺",
    "ambiguous": "多种读法",
    "illegible": "读不出",
}


class HasReports(Protocol):
    """What a point is traced in: `gxkit.paper.study.Collection`, or anything with reports."""

    @property
    def reports(self) -> tuple[Report, ...]: ...


@dataclass(frozen=True, slots=True)
class TracedCell:
    """A cell behind a point, and the report that printed it."""

    report: Report
    value: Value

    @property
    def file(self) -> str:
        return self.report.source

    def describe(self, language: str = "zh") -> str:
        """One line: place, label, printed text, number, verdict, and the reconciled figure where there is one."""
        zh, value = language == "zh", self.value
        status = _WORDS[value.status] if zh else str(value.status)
        shown = f"“{value.printed}”" if value.printed else status
        number = (
            "" if value.value is None or str(value.value) == value.printed else f" = {value.value}"
        )
        better = "" if value.reconciled is None else f" → {value.reconciled}"
        verdict = _WORDS[value.verdict] if zh else str(value.verdict)
        place = str(value.where) if value.where else ("位置不详" if zh else "place unknown")
        return f"{place} | {value.label} | {shown}{number}{better} | {verdict}"


def _known(line: Mapping[str, object]) -> dict[str, str]:
    """The line as text, without what is empty (NaN and NA count as empty) and whole numbers without `.0`."""
    texts = {
        str(name): str(value).removesuffix(".0")
        for name, value in line.items()
        if value is not None
    }
    return {name: text for name, text in texts.items() if text not in ("", "nan", "<NA>", "NaN")}


def _concept_keys(report: Report, by_edition: Mapping[str, tuple[Key, ...]]) -> Iterator[Key]:
    """The cells of a concept in the editions that the report fills, table by table."""
    for edition, keys in by_edition.items():
        yield from (key for key in keys if report.editions.get(key[0]) == edition)


def _indicator_keys(report: Report, indicator: str) -> Iterator[Key]:
    for whole in find_indicators(indicator):
        for one in whole.of or (whole,):
            for term in (*one.numerator, *one.denominator):
                yield from _concept_keys(report, term.cells)


def _rule_keys(report: Report, rule: str) -> Iterator[Key]:
    for table, edition in report.editions.items():
        for one in all_forms()[edition].table(table).rules:
            if one.id == rule:
                yield from ((table, row, column) for row, column in one.cells)


def _keys(line: Mapping[str, str], report: Report) -> Iterator[Key]:
    concepts = [
        c
        for name in ("concepts", "concept")
        for c in line.get(name, "").split()
        if c in crosswalk().concepts
    ]
    indicators = [i for name in ("indicators", "indicator") for i in line.get(name, "").split()]
    cells = [text.strip(";,") for text in line.get("cells", "").split() if "/" in text]
    if {"table", "row", "column"} <= set(line):
        yield (line["table"], line["row"], line["column"])
    elif cells:
        for text in cells:
            table, row, column = text.split("/")
            yield (table, row, column)
    elif concepts or indicators:
        for indicator in indicators:
            yield from _indicator_keys(report, indicator)
        for concept in concepts or []:
            yield from _concept_keys(report, find_concept(concept).cells)
    elif "rule" in line:
        yield from _rule_keys(report, line["rule"])
    elif line.get("counted") in crosswalk().concepts:
        yield from _concept_keys(report, find_concept(line["counted"]).cells)
    elif "edition" in line:
        yield from (v.key for v in report if v.edition == line["edition"])


def report_of(data_line: Mapping[str, object], reports: Iterable[Report]) -> Report:
    """The report that a line of a figure's data names; ValueError if it names none or one that is not there."""
    wanted = _known(data_line).get("report", "")
    known = {report.id: report for report in reports}
    if wanted not in known:
        raise ValueError(
            f"The point names the report {wanted!r}; the reports are {', '.join(sorted(known))}. "
            "Trace it in the data folder that the figure was drawn from."
        )
    return known[wanted]


def trace_point(data_line: Mapping[str, object], reports: Iterable[Report]) -> tuple[Value, ...]:
    """The cells behind one line of a figure's data, each once, in the order in which they enter the figure.

    Empty for a point that no cell is behind (the day on which a report was published). ValueError if the report is not
    among `reports`.
    """
    report = report_of(data_line, reports)
    found = (report.get(key) for key in dict.fromkeys(_keys(_known(data_line), report)))
    return tuple(value for value in found if value is not None)


def read_lines(figure: str, folder: str | os.PathLike[str] = FIGURES) -> list[dict[str, str]]:
    """The data beside a figure: its CSV, one mapping a line. The number before a figure's name may be left out.

    NotAFileError, listing the figures there are, if there is none of that name.
    """
    base = Path(folder)
    there = {path.stem: path for path in sorted(base.glob("*.csv"))}
    name = figure.removesuffix(".csv")
    path = there.get(name) or next(
        (p for stem, p in there.items() if stem.partition("-")[2] == name), None
    )
    if path is None:
        raise NotAFileError(
            f"There is no data of a figure {figure!r} in {base}; the figures there are "
            f"{', '.join(there) or 'none'}. `gxkit study` draws them."
        )
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _pick(lines: list[Mapping[str, object]], point: int | str) -> dict[str, object]:
    """The line of a point, narrowed to one concept or indicator if the point names one."""
    number, _, part = str(point).partition(":")
    if not number.isdigit() or not 1 <= int(number) <= len(lines):
        raise ValueError(
            f"The point is {point!r}; expected the number of a line of the figure's data, from 1 to "
            f"{len(lines)} (the head is not counted)."
        )
    line = dict(lines[int(number) - 1])
    if not part:
        return line
    for several, one in (("concepts", "concept"), ("indicators", "indicator")):
        if part in str(line.get(several, "")).split():
            gone = ("concepts", "indicators", "concept", "indicator")
            return {name: value for name, value in line.items() if name not in gone} | {one: part}
    choices = f"{line.get('concepts') or ''} {line.get('indicators') or ''}".split()
    raise ValueError(
        f"Line {number} has no part {part!r}; its parts are {', '.join(choices) or 'none'}."
    )


def point_line(
    chart_or_name: Any, point: int | str, figures: str | os.PathLike[str] = FIGURES
) -> dict[str, object]:
    """The line of data of a point: of a `Chart`, or of the CSV beside a figure of that name in the folder `figures`.

    `point` counts the lines from 1; `3:denied` is that part of line 3 which is the concept (or indicator) `denied`.
    ValueError if there is no such line or part.
    """
    if isinstance(chart_or_name, str | os.PathLike):
        return _pick(list(read_lines(os.fspath(chart_or_name), figures)), point)
    return _pick(chart_or_name.data.to_dict("records"), point)


def trace(
    chart_or_name: Any,
    point: int | str,
    collection: HasReports,
    *,
    figures: str | os.PathLike[str] = FIGURES,
) -> list[TracedCell]:
    """The cells behind a point of a figure, each with its report; see `point_line` and `trace_point`."""
    line = point_line(chart_or_name, point, figures)
    report = report_of(line, collection.reports)
    return [TracedCell(report, value) for value in trace_point(line, collection.reports)]


def trace_text(
    chart_or_name: Any,
    point: int | str,
    collection: HasReports,
    *,
    language: str = "zh",
    figures: str | os.PathLike[str] = FIGURES,
) -> str:
    """What `gxkit trace FIGURE POINT` prints: the line of data, the file, each cell: place, text, verdict."""
    zh = language == "zh"
    line = point_line(chart_or_name, point, figures)
    report = report_of(line, collection.reports)
    cells = trace(chart_or_name, point, collection, figures=figures)
    said = [
        ", ".join(
            f"{name}={text}"
            for name, text in _known(line).items()
            if name not in ("concepts", "indicators", "cells")
        ),
        f"{report.source or report.id}  sha256 {report.sha256[:12]}",
    ]
    nothing = (
        "这一点背后没有统计表的格：它说的是整份报告，或该表没有此项勾稽。"
        if zh
        else "No cell is behind this point: it is about the report as a whole, or the form states no such rule."
    )
    return "\n".join(
        [*said, *(f"  {cell.describe(language)}" for cell in cells), *([] if cells else [nothing])]
    )
