"""Where the numbers of the web page come from: each leads to its cells, these to their files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from gxkit.panel.frames import identify
from gxkit.panel.trace import TracedCell, trace_point
from gxkit.paper.blocks import Paper, Span, Spans, change_spans
from gxkit.report import Facts, Key, Report
from gxkit.text import Sentence, choose
from gxkit.text.escapes import to_html

# Points of a figure that the page lists; those of more stand in the CSV beside the figure.
POINTS = 40
# Cells that are told of one point: a whole table behind it says nothing of its number.
CELLS = 12
_HEADS = (
    Sentence("报告", "Report"),
    Sentence("格", "Cell"),
    Sentence("所印", "Printed"),
    Sentence("文件中的位置", "Place in the file"),
    Sentence("文件", "File"),
)
_ALL = Sentence("数字的来历：{number}格", "Where the numbers come from: {number} cells")
_OF_FIGURE = Sentence("图中的数和它们的格", "The figure's numbers and their cells")
_MORE = Sentence("另有{number}点见同名CSV。", "{number} more points are in the CSV of its name.")


@dataclass(slots=True)
class Places:
    """The cells behind the numbers of one page, each numbered when it is first met.

    `facts` are the catalog's; `language` is that of the page.
    """

    reports: Mapping[str, Report]
    facts: Facts
    language: str
    met: dict[tuple[str, Key], TracedCell] = field(default_factory=dict)
    numbers: dict[tuple[str, Key], int] = field(default_factory=dict)

    def find(self, line: Mapping[str, str]) -> list[TracedCell]:
        """The cells behind a number, few enough to be told; none of a report that is not here."""
        found = self.find_all(line)
        return found if len(found) <= CELLS else []

    def find_all(self, line: Mapping[str, str]) -> list[TracedCell]:
        """All cells behind a number; none of a report that is not here."""
        report = self.reports.get(line.get("report", ""))
        if report is None:
            return []
        values = trace_point(
            line,
            (report,),
        )
        return [
            TracedCell(
                report,
                value,
            )
            for value in values
        ]

    def link(self, text: str, cells: Iterable[TracedCell]) -> str:
        """A number as a link to the cell that prints it, else to its first; it tells all of them
        where the pointer rests."""
        told = list(cells)
        for cell in told:
            self.number(cell)
        number = self.number(find_printed(text, told))
        said = to_html("\n".join(map(self._say, told)))
        return f'<a class="cell" href="#cell-{number}" title="{said}">{to_html(text)}</a>'

    def number(self, cell: TracedCell) -> int:
        """The number of a cell, which is listed from now on."""
        key = (
            cell.report.id,
            cell.value.key,
        )
        self.met.setdefault(key, cell)
        next_number = len(self.numbers) + 1
        return self.numbers.setdefault(
            key,
            next_number,
        )

    def _say(self, cell: TracedCell) -> str:
        return f"{self.name_body(cell.report)}: {cell.describe(self.language)}"

    def name_body(self, report: Report) -> str:
        """Whose report it is, and its year."""
        who = identify(
            report,
            self.facts,
        )
        # A body without an English name is called by its Chinese one.
        chinese = str(who["agency"])
        english = str(who["agency_en"] or chinese)
        name = choose(
            chinese,
            english,
            self.language,
        )
        return f"{name} {who['year']}"

    def find_address(self, report: str) -> str:
        """Where a report was published; '' where that is not known."""
        fact = self.facts.get(report, {})
        url = str(fact.get("url") or "")
        # What is no address of the web would be a link to nowhere, or to a script.
        return url if url.startswith("http") else ""

    def write_all(self) -> str:
        """Every cell that was met, as a list that opens; '' where none was."""
        if not self.met:
            return ""
        rows = "\n".join(
            self._row(
                key,
                cell,
            )
            for key, cell in self.met.items()
        )
        heads = "".join(f"<th>{head.say(self.language)}</th>" for head in _HEADS)
        number = len(self.met)
        said = _ALL.fill(number=number)
        table = f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>"
        inside = f'<summary>{said.say(self.language)}</summary><div class="wide">{table}</div>'
        return f'<details id="cells">{inside}</details>'

    def _row(
        self,
        key: tuple[str, Key],
        cell: TracedCell,
    ) -> str:
        value = cell.value
        url = self.find_address(cell.report.id)
        body = to_html(self.name_body(cell.report))
        if url:
            body = f'<a href="{to_html(url)}">{body}</a>'
        place = ""
        if value.where:
            place = value.where.say(self.language)
        others = (
            cell.name(self.language),
            value.printed,
            place,
            Path(cell.file).name,
        )
        said = [
            body,
            *map(to_html, others),
        ]
        fields = "".join(f"<td>{text}</td>" for text in said)
        return f'<tr id="cell-{self.numbers[key]}">{fields}</tr>'

    def list_points(self, path: Path) -> str:
        """The points of a figure with the cells behind each; '' where none are known."""
        lines = read_points(path)
        points = self._tell_points(lines)
        told = list(
            islice(
                points,
                POINTS,
            )
        )
        # A figure of days, or of whole tables, has no cells to lead to.
        if not told:
            return ""
        rest = len(lines) - POINTS
        more = ""
        if rest > 0:
            more = _MORE.fill(number=rest).say(self.language)
        head = _OF_FIGURE.say(self.language)
        return f"<details><summary>{head}</summary><ul>{''.join(told)}</ul>{more}</details>"

    def _tell_points(self, lines: Iterable[Mapping[str, str]]) -> Iterator[str]:
        for line in lines:
            cells = self.find(line)
            if cells:
                said = "; ".join(map(self._tell_cell, cells))
                body = to_html(self.name_body(cells[0].report))
                yield f"<li>{body}: {said}</li>"

    def _tell_cell(self, cell: TracedCell) -> str:
        """The label of a cell, and what it prints as a link."""
        # A blank cell prints nothing that could be pointed at.
        shown = cell.value.printed or "—"
        link = self.link(
            shown,
            [cell],
        )
        return f"{to_html(cell.name(self.language))} {link}"


def find_printed(text: str, cells: Sequence[TracedCell]) -> TracedCell:
    """The last of some cells that prints a number, the first where none does.

    What a year adds stands before the count that it comes to, and may be the same number.
    """
    wanted = text.replace(",", "").removesuffix(".0")
    printing = [cell for cell in cells if str(cell.value.value) == wanted]
    return printing[-1] if printing else cells[0]


def read_points(path: Path) -> list[dict[str, str]]:
    """The lines of the CSV beside a figure; none where there is no CSV."""
    data = path.with_suffix(".csv")
    if not data.is_file():
        return []
    with data.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def lead_to_cells(paper: Paper, places: Places) -> Paper:
    """The paper with each number that names its cells as a link to them."""

    def lead(spans: Spans) -> Spans:
        return tuple(_lead(span, places) for span in spans)

    blocks = [
        change_spans(
            block,
            lead,
        )
        for block in paper.blocks
    ]
    return replace(
        paper,
        blocks=tuple(blocks),
    )


def _lead(span: Span, places: Places) -> Span:
    if span.kind != "cell":
        return span
    report, kind, names = span.target.split("\t")
    line = {
        "report": report,
        kind: names,
    }
    cells = places.find(line)
    # What no cell of the form stands behind stays a number.
    if not cells:
        return Span("text", span.text)
    link = places.link(
        span.text,
        cells,
    )
    return Span("html", link)
