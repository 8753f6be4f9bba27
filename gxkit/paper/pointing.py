"""What stands in a figure of the web page: it tells what is behind it where the pointer rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree

from gxkit.charts.pointing import NAMED, SAID
from gxkit.panel.trace import TracedCell
from gxkit.paper.places import Places, find_printed, read_points
from gxkit.text import Sentence
from gxkit.text.escapes import to_text

# Cells that are told of one thing: more would not stand on a screen.
TOLD = 8
_MORE = Sentence("另有{number}格", "{number} more cells")

Lines = Mapping[str, Sequence[Mapping[str, str]]]
"""the lines of a figure's data by the report that they name"""


def tell_marks(
    svg: str,
    path: Path,
    places: Places,
) -> str:
    """An SVG element whose named shapes tell their cells and lead to one of them.

    `path` is that of the figure's file: the CSV beside it knows the cells. What has no cells leads
    to its report, and what is a sum of reports nowhere.
    """
    # Most pictures that are not ours name nothing, and need not be XML.
    if NAMED not in svg:
        return svg
    root = ElementTree.fromstring(svg)
    lines = _read_lines(path)
    for group in list(root.iter("g")):
        _, named, asked = group.get("id", "").partition(NAMED)
        if named:
            del group.attrib["id"]
            _tell_mark(
                group,
                parse_qs(asked),
                lines,
                places,
            )
    return ElementTree.tostring(
        root,
        encoding="unicode",
    )


def _read_lines(path: Path) -> Lines:
    made: dict[str, list[Mapping[str, str]]] = {}
    for line in read_points(path):
        own = made.setdefault(line.get("report", ""), [])
        own.append(line)
    return made


def _lines_of(
    lines: Lines,
    wanted: Mapping[str, Sequence[str]],
) -> Iterator[Mapping[str, str]]:
    """The lines that have one of the values wanted in each column asked for."""
    for report in wanted.get("report", ()):
        for line in lines.get(report, ()):
            if all(line.get(name) in values for name, values in wanted.items()):
                yield line


def _tell_mark(
    group: ElementTree.Element,
    asked: dict[str, list[str]],
    lines: Lines,
    places: Places,
) -> None:
    said = "".join(asked.pop(SAID, ()))
    cells: dict[object, TracedCell] = {}
    printed = ""
    for line in _lines_of(lines, asked):
        printed = printed or line.get("printed", "")
        for cell in places.find_all(line):
            cells.setdefault((cell.report.id, cell.value.key), cell)
    told = list(cells.values())
    if not said and not told:
        return
    title = ElementTree.Element("title")
    title.text = to_text(said or _say(told, places))
    target = _target(told, printed, asked, places)
    inside = list(group)
    if target:
        link = ElementTree.Element("a", href=target)
        link.extend(inside)
        inside = [link]
    group.set("class", "named")
    group[:] = [title, *inside]


def _target(
    told: Sequence[TracedCell],
    printed: str,
    asked: Mapping[str, Sequence[str]],
    places: Places,
) -> str:
    """Where a mark leads: to the cell that prints its number, else to its first, else to the report
    itself; '' where there is none."""
    if told:
        return f"#cell-{places.number(find_printed(printed, told))}"
    for report in asked.get("report", ()):
        return places.find_address(report)
    return ""


def _say(
    told: Sequence[TracedCell],
    places: Places,
) -> str:
    """Body and year, then a line for each cell."""
    said = [places.name_body(told[0].report)]
    said += [cell.describe(places.language) for cell in told[:TOLD]]
    rest = len(told) - TOLD
    if rest > 0:
        more = _MORE.fill(number=rest)
        said.append(more.say(places.language))
    return "\n".join(said)
