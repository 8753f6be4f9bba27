"""Rows of the figures on the web page: each tells its cells where the pointer rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from gxkit.charts.rows import NAMED_ROW
from gxkit.panel.trace import TracedCell
from gxkit.paper.places import Places, read_points
from gxkit.text import Sentence
from gxkit.text.escapes import to_text

# Cells that are told of one row: more would not stand on a screen.
TOLD = 8
_MORE = Sentence("另有{number}格", "{number} more cells")


def tell_rows(
    svg: str,
    path: Path,
    places: Places,
) -> str:
    """An SVG element whose named rows tell their cells and lead to the first of them.

    `path` is that of the figure's file: the CSV beside it knows the cells.
    """
    # Most pictures that are not ours name no rows, and need not be XML.
    if NAMED_ROW not in svg:
        return svg
    root = ElementTree.fromstring(svg)
    lines = read_points(path)
    for group in list(root.iter("g")):
        _, named, asked = group.get("id", "").partition(NAMED_ROW)
        if named:
            del group.attrib["id"]
            wanted = dict(parse_qsl(asked))
            own = _lines_of(lines, wanted)
            _tell_row(
                group,
                list(own),
                places,
            )
    return ElementTree.tostring(
        root,
        encoding="unicode",
    )


def _lines_of(
    lines: Iterable[Mapping[str, str]],
    wanted: Mapping[str, str],
) -> Iterator[Mapping[str, str]]:
    for line in lines:
        if wanted.items() <= line.items():
            yield line


def _tell_row(
    group: ElementTree.Element,
    lines: Iterable[Mapping[str, str]],
    places: Places,
) -> None:
    cells: dict[object, TracedCell] = {}
    for line in lines:
        for cell in places.find_all(line):
            cells.setdefault(cell.value.key, cell)
    # A row of days has no cells, and a sum of reports is no row of one.
    if not cells:
        return
    told = list(cells.values())
    title = ElementTree.Element("title")
    title.text = to_text(_say(told, places))
    link = ElementTree.Element(
        "a",
        href=f"#cell-{places.number(told[0])}",
    )
    link.extend(list(group))
    group.set("class", "row")
    group[:] = [title, link]


def _say(
    told: list[TracedCell],
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
