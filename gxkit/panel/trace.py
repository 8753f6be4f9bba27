"""From a point of a figure back to the cells behind it: file, place, printed text, verdict.

A point is a line of the figure's data, as `Chart.data` has it or the CSV beside the figure. The
line names its report, and by one of these columns the cells: `table`, `row` and `column`; `cells`
(table/row/column, several with blanks between); `concept` or `concepts`; `indicator` or
`indicators`; `rule`; `counted`, if that is a concept; else `edition`, which stands for all cells of
that edition.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gxkit.errors import NotAFileError
from gxkit.forms import find_form
from gxkit.forms.crosswalk import crosswalk, find_concept
from gxkit.panel.columns import CELL
from gxkit.panel.description import name_cell
from gxkit.panel.indicators.definitions import Term, find_indicators
from gxkit.report import FindingKind, Key, Origin, Report, Value, Verdict
from gxkit.text import choose, shown_language

Point = Mapping[str, str]
"""a line of data as text, without what is empty"""
Named = list[Key] | None
"""the cells that a line names; None where it does not name them so"""
FilePath = str | os.PathLike[str]
FIGURES = "out/figures"
EMPTY = (
    "",
    "nan",
    "<NA>",
    "NaN",
)
"""what stands for nothing in a line of data, be it from a frame or from a CSV"""
PARTS = (("concepts", "concept"), ("indicators", "indicator"))
"""columns with the parts of a point, and the column that names one of them"""
WRONG = (FindingKind.FAILS, FindingKind.REMARK)
"""findings by which a rule does not hold"""


class HasReports(Protocol):
    """What a point is traced in: `gxkit.folder.Collection`, or anything with reports."""

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

    def name(self, language: str) -> str:
        """What the cell counts: in Chinese as its form prints it."""
        value = self.value
        if language == "zh":
            return value.label
        table = find_form(value.edition).table(value.table)
        row = next(row for row in table.rows if row.id == value.row)
        return name_cell(
            value.edition,
            table,
            row,
            value.column,
        )

    def describe(self, language: str | None = None) -> str:
        """One line: place, label, printed text, number, verdict, and a reconciled figure."""
        language = shown_language(language)
        value = self.value
        unknown = choose("位置不详", "place unknown", language)
        place = value.where.say(language) if value.where else unknown
        shown = f"“{value.printed}”" if value.printed else value.status.say(language)
        # A number that is printed just so needs no second telling.
        if value.value is not None and str(value.value) != value.printed:
            shown += f" = {value.value}"
        if value.reconciled is not None:
            shown += f" → {value.reconciled}"
        verdict = value.verdict.say(language)
        return " | ".join(
            (
                place,
                self.name(language),
                shown,
                verdict,
            )
        )


def _known(line: Mapping[str, object]) -> dict[str, str]:
    """The line as text, without what is empty, and whole numbers without `.0`."""
    known = {}
    for name, value in line.items():
        text = str(value).removesuffix(".0")
        if value is not None and text not in EMPTY:
            known[name] = text
    return known


def _of_concept(
    report: Report,
    by_edition: Mapping[str, tuple[Key, ...]],
) -> list[Key]:
    """The cells of a concept in the editions that the report fills, table by table."""
    made: list[Key] = []
    for edition, keys in by_edition.items():
        # A report may mix editions, so that it is asked table by table.
        own = [table for table, form in report.editions.items() if form == edition]
        made += [key for key in keys if key[0] in own]
    return made


def _by_place(
    line: Point,
    _: Report,
) -> Named:
    # A line that names only a row stands for no single cell: the next way is tried.
    if not set(CELL) <= set(line):
        return None
    return [(line["table"], line["row"], line["column"])]


def _by_cells(
    line: Point,
    _: Report,
) -> Named:
    made: list[Key] = []
    for text in line.get("cells", "").split():
        # A text without a slash is no cell: figures list the words of a claim there too.
        if "/" in text:
            table, row, column = text.strip(";,").split("/")
            made.append((table, row, column))
    return made or None


def _by_parts(
    line: Point,
    report: Report,
) -> Named:
    """The cells of indicators, then those of concepts."""
    named = [_known_parts(line, several, one) for several, one in PARTS]
    # Figures also list what is no concept, as the stages of a flow that are left over.
    concepts = [name for name in named[0] if name in crosswalk().concepts]
    indicators = named[1]
    if not concepts and not indicators:
        return None
    made: list[Key] = []
    for name in indicators:
        for term in _terms(name):
            made += _of_concept(report, term.cells)
    for name in concepts:
        made += _of_concept(report, find_concept(name).cells)
    return made


def _known_parts(
    line: Point,
    several: str,
    one: str,
) -> list[str]:
    said = f"{line.get(several, '')} {line.get(one, '')}"
    return said.split()


def _terms(indicator: str) -> Iterator[Term]:
    """What an indicator is made of in its own year, both sides of it."""
    for whole in find_indicators(indicator):
        for one in whole.of or (whole,):
            yield from (*one.numerator, *one.denominator)


def _by_rule(
    line: Point,
    report: Report,
) -> Named:
    if "rule" not in line:
        return None
    made: list[Key] = []
    for table, edition in report.editions.items():
        for rule in find_form(edition).table(table).rules:
            if rule.id == line["rule"]:
                made += [(table, row, column) for row, column in rule.cells]
    return [*_broken(report, line["rule"]), *made]


def _broken(report: Report, rule: str) -> list[Key]:
    """The cells in which a rule does not hold, the one that is wrong before the others.

    Of a rule over twenty rows that fails in one, the first cell of the first row would tell nothing
    of what failed.
    """
    own = [finding for finding in report.findings if finding.rule == rule]
    keys: list[Key] = []
    for finding in own:
        if finding.kind in WRONG and finding.origin is not Origin.YEARS:
            keys += finding.cells
    # A claim on the whole report names no cell of a table that it fills.
    there = [key for key in keys if report.get(key) is not None]
    return sorted(there, key=lambda key: _soundness(report[key]))


def _soundness(value: Value) -> int:
    """0 for a cell that another number is known for, 1 for one contradicted, 2 for the others."""
    if value.reconciled is not None:
        return 0
    return 1 if value.verdict is Verdict.CONTRADICTED else 2


def _by_claim(
    line: Point,
    report: Report,
) -> Named:
    counted = line.get("counted", "")
    # Often it is the words of the sentence, and then no cell can be named by it.
    if counted not in crosswalk().concepts:
        return None
    return _of_concept(report, find_concept(counted).cells)


def _by_edition(
    line: Point,
    report: Report,
) -> Named:
    if "edition" not in line:
        return None
    return [value.key for value in report if value.edition == line["edition"]]


WAYS = (
    _by_place,
    _by_cells,
    _by_parts,
    _by_rule,
    _by_claim,
    _by_edition,
)
"""how a line can name its cells, the most exact first; None where it does not name them so"""


def _keys(
    line: Point,
    report: Report,
) -> list[Key]:
    for way in WAYS:
        keys = way(line, report)
        if keys is not None:
            return keys
    return []


def report_of(
    data_line: Mapping[str, object],
    reports: Iterable[Report],
) -> Report:
    """The report that a line of a figure's data names.

    ValueError if it names none or one that is not there.
    """
    wanted = _known(data_line).get("report", "")
    known = {report.id: report for report in reports}
    # Another folder may have other reports, and the cells of a wrong one would look right.
    if wanted not in known:
        raise ValueError(
            f"The point names the report {wanted!r}; the reports are {', '.join(sorted(known))}. "
            "Trace it in the data folder that the figure was drawn from."
        )
    return known[wanted]


def trace_point(
    data_line: Mapping[str, object],
    reports: Iterable[Report],
) -> tuple[Value, ...]:
    """The cells behind one line of a figure's data, each once, as they enter the figure.

    Empty for a point that no cell is behind (the day on which a report was published). ValueError
    if the report is not among `reports`.
    """
    report = report_of(data_line, reports)
    # A cell may enter a figure twice, as the total of two shares: it is shown once.
    keys = dict.fromkeys(_keys(_known(data_line), report))
    found = [report.get(key) for key in keys]
    return tuple(value for value in found if value is not None)


def read_lines(
    figure: str,
    folder: FilePath = FIGURES,
) -> list[dict[str, str]]:
    """The data beside a figure: its CSV, one mapping a line.

    The number before a figure's name may be left out. NotAFileError, listing the figures there are,
    if there is none of that name.
    """
    base = Path(folder)
    name = figure.removesuffix(".csv")
    there = {path.stem: path for path in sorted(base.glob("*.csv"))}
    # Of two figures of one name, the one that stands first is meant.
    backwards = reversed(there.items())
    unnumbered = {stem.partition("-")[2]: path for stem, path in backwards}
    path = there.get(name) or unnumbered.get(name)
    # A misspelt name is the usual cause: the names that there are help at once.
    if path is None:
        raise NotAFileError(
            f"{base} 中没有图 {figure!r} 的数据；那里有 {', '.join(there) or 'none'}。这些图由"
            " `gxkit study` 绘制。",
            f"There is no data of a figure {figure!r} in {base}; the figures there are "
            f"{', '.join(there) or 'none'}. `gxkit study` draws them.",
        )
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _pick(
    lines: Sequence[Mapping[str, object]],
    point: int | str,
) -> dict[str, object]:
    """The line of a point, narrowed to one concept or indicator if the point names one."""
    number, _, part = str(point).partition(":")
    # Line 0 would be the last one for Python, and a wrong point would be traced without a word.
    if not number.isdigit() or not 1 <= int(number) <= len(lines):
        raise ValueError(
            f"The point is {point!r}; expected the number of a line of the figure's data, from 1 "
            f"to {len(lines)} (the head is not counted)."
        )
    line = dict(lines[int(number) - 1])
    return _narrow(line, number, part) if part else line


def _narrow(
    line: Mapping[str, object],
    number: str,
    part: str,
) -> dict[str, object]:
    """A line that names no part but one; ValueError, listing the parts, if it has no such part."""
    names = [name for pair in PARTS for name in pair]
    choices: list[str] = []
    for several, one in PARTS:
        there = str(line.get(several) or "").split()
        if part in there:
            # The other parts must go, or the line would still name their cells.
            rest = {name: value for name, value in line.items() if name not in names}
            return {**rest, one: part}
        choices += there
    raise ValueError(
        f"Line {number} has no part {part!r}; its parts are {', '.join(choices) or 'none'}."
    )


def point_line(
    chart_or_name: Any,
    point: int | str,
    figures: FilePath = FIGURES,
) -> dict[str, object]:
    """The line of data of a point: of a `Chart`, or of the CSV beside a figure of a name.

    The CSV is looked for in the folder `figures`. `point` counts the lines from 1; `3:denied` is
    that part of line 3 which is the concept (or indicator) `denied`. ValueError if there is no such
    line or part.
    """
    if isinstance(chart_or_name, str | os.PathLike):
        return _pick(read_lines(os.fspath(chart_or_name), figures), point)
    return _pick(chart_or_name.data.to_dict("records"), point)


def trace(
    chart_or_name: Any,
    point: int | str,
    collection: HasReports,
    *,
    figures: FilePath = FIGURES,
) -> list[TracedCell]:
    """The cells behind a point of a figure, each with its report.

    See `point_line` and `trace_point`.
    """
    line = point_line(chart_or_name, point, figures)
    report = report_of(line, collection.reports)
    return [TracedCell(report, value) for value in trace_point(line, collection.reports)]


_NOTHING = (
    "这一点背后没有统计表的格：它说的是整份报告，或该表没有此项勾稽。",
    "No cell is behind this point: it is about the report as a whole, or the form states no such "
    "rule.",
)
_UNSAID = ("concepts", "indicators", "cells")
"""columns that serve tracing alone, and say nothing to a reader"""


def trace_text(
    chart_or_name: Any,
    point: int | str,
    collection: HasReports,
    *,
    language: str | None = None,
    figures: FilePath = FIGURES,
) -> str:
    """What `gxkit trace FIGURE POINT` prints: the line of data, the file, then each cell."""
    language = shown_language(language)
    line = point_line(chart_or_name, point, figures)
    report = report_of(line, collection.reports)
    cells = trace(
        chart_or_name,
        point,
        collection,
        figures=figures,
    )
    known = _known(line).items()
    facts = [f"{name}={text}" for name, text in known if name not in _UNSAID]
    said = [f"  {cell.describe(language)}" for cell in cells]
    return "\n".join(
        [
            ", ".join(facts),
            f"{report.source or report.id}  sha256 {report.sha256[:12]}",
            *(said or [choose(*_NOTHING, language)]),
        ]
    )
