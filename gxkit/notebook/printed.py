"""What a file prints: a raw grid as the reader found it, a piece of a page."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from gxkit.document import Cell, Document, Grid
from gxkit.notebook.found import MOST_TEXT, Line, Room, list_face, rest_in
from gxkit.notebook.markup import Face, aligned, cell, listing, table
from gxkit.report import Value
from gxkit.text import Sentence, choose, shown_language
from gxkit.text.escapes import to_html

# a cell keeps the lines of its text
AS_PRINTED = "white-space:pre-wrap"
TABLES_ROOM, MOST_SAID = Room(22, rest_in("document.grids")), 6
"""in a shell, for the tables of a document and the remarks on it"""
_READ = Sentence(
    "{name} · {format} · 表外 {lines} 行 · 表 {tables} 个",
    "{name} · {format} · lines outside tables: {lines} · tables: {tables}",
)
_NO_GRIDS = Sentence("没有表格。", "no tables.")
_HEADS = (
    Sentence("表", "table"),
    Sentence("行 × 列", "rows × columns"),
    Sentence("位置", "place"),
    Sentence("题", "caption"),
)
# points around a place that is cut out of its page
MARGIN = 12.0
# wider than any page: the whole row is cut out, so that its label is seen
PAGE_WIDTH = 10_000.0


@dataclass(frozen=True)
class Picture:
    """A piece of a page as it was printed."""

    png: bytes
    text: str

    def _repr_png_(self) -> bytes:
        return self.png

    def __repr__(self) -> str:
        return self.text


def page_picture(
    path: str | os.PathLike[str],
    value: Value,
    language: str | None = None,
) -> Picture:
    """The place of a PDF where a value is printed, cut out of its page.

    ValueError if it has no place on a page.
    """
    from gxkit.readers.pdf.crop import crop_png

    if value.where is None or value.where.box is None:
        raise ValueError(
            f"{value.label} has no place on a page ({value.status}, {value.where or 'nowhere'}); a "
            "picture can be cut for values read from a PDF."
        )
    # the page of a file inside is no page of the file around it
    if value.where.file:
        raise ValueError(
            f"{value.label} stands in a file inside ({value.where}); take that file out and parse "
            "it to see its page."
        )
    _, bottom, _, top = value.where.box
    across = replace(value.where, box=(0.0, bottom, PAGE_WIDTH, top))
    language = shown_language(language)
    place = choose(
        "，",
        ", ",
        language,
    ).join((Path(path).name, value.where.say(language)))
    text = choose(f"{place}：{value.printed}", f"{place}: {value.printed}", language)
    return Picture(crop_png(path, across, margin=MARGIN), text)


def grid_html(grid: Grid, language: str | None = None) -> Face:
    """A raw grid as the reader found it, spans and all; a place that no cell covers stays open."""
    language = shown_language(language)
    height, width = grid.shape
    by_row = {cells[0].row: cells for cells in grid.by_rows()}
    rows = []
    for number in range(height):
        cells = by_row.get(number, [])
        rows.append("".join(_grid_cell(one, language) for one in cells))
    shown = min(height, MOST_TEXT)
    lines = [[""] * width for _ in range(shown)]
    for one in grid.cells:
        if one.row < shown:
            lines[one.row][one.column] = one.text
    text = aligned(lines)
    if shown < height:
        rest = rest_in("grid.cells").fill(count=height - shown).say(language)
        text = f"{text}\n{rest}"
    caption = grid.caption or f"{height} × {width}"
    return Face(table(rows, caption), text)


def grid_face(
    grid: Grid,
    language: str,
) -> Face:
    return grid_html(grid, language)


def document_face(
    document: Document,
    language: str,
) -> Face:
    """What was read of a file: its tables, and how many lines stand outside them."""
    count = _READ.fill(
        name=document.name,
        format=document.format,
        lines=len(document.lines),
        tables=len(document.grids),
    ).say(language)
    lines: list[Line] = []
    for number, grid in enumerate(document.grids):
        height, width = grid.shape
        place = grid.cells[0].where.say(language) if grid.cells else ""
        texts = (f"grids[{number}]", f"{height} × {width}", place, grid.caption)
        lines.append((texts, ""))
    drawn = list_face(
        count,
        _HEADS,
        lines,
        language,
        _NO_GRIDS,
        TABLES_ROOM,
    )
    said = [one.say(language) for one in document.remarks]
    remarks = listing([to_html(one) for one in said]) if said else ""
    text = [count, drawn.text, *said[:MOST_SAID]] if lines else [drawn.text, *said[:MOST_SAID]]
    return Face(drawn.html + remarks, "\n".join(text))


def _grid_cell(one: Cell, language: str) -> str:
    return cell(
        one.text,
        AS_PRINTED,
        rowspan=one.rowspan,
        colspan=one.colspan,
        title=one.where.say(language),
    )
