"""What a file prints: a raw grid as the reader found it, a piece of a page."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from gxkit.document import Cell, Grid
from gxkit.notebook.markup import Face, aligned, cell, table
from gxkit.report import Value
from gxkit.text import choose, shown_language

# a cell keeps the lines of its text
AS_PRINTED = "white-space:pre-wrap"
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
    lines = [[""] * width for _ in range(height)]
    for one in grid.cells:
        lines[one.row][one.column] = one.text
    caption = grid.caption or f"{height} × {width}"
    return Face(table(rows, caption), aligned(lines))


def _grid_cell(one: Cell, language: str) -> str:
    return cell(
        one.text,
        AS_PRINTED,
        rowspan=one.rowspan,
        colspan=one.colspan,
        title=one.where.say(language),
    )
