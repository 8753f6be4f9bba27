"""The pages of a file as one document: lines and tables from top to bottom, each with its place,
and tables that a page cuts in one piece."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gxkit.document import Grid, Line, Unread, Where
from gxkit.readers.grids import join
from gxkit.readers.plane.boxes import Box
from gxkit.readers.plane.breaks import mend_breaks
from gxkit.readers.plane.cells import Filled, lattice_to_grid
from gxkit.readers.plane.columns import rows_to_texts
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.levelling import level_rows
from gxkit.readers.plane.lines import PrintedLine, bound, glyphs_to_rows, height_of, join_texts
from gxkit.readers.plane.words import Interval

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]+\s*)?(?:第\s*)?\d{1,4}\s*(?:页\s*)?(?:/\s*\d{1,4}\s*)?(?:[-—–－]+\s*)?"
)
# The numbers of pages; of two titles that differ in the year each opens a report of its own.
_DIGITS = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
# Points: a line that stands so near to where it stands on another page runs through the document.
_SAME_HEIGHT = 3.0
_EDGE_LINES = 2  # lines at the top and bottom of a page among which headers and footers are
_FEWEST_PAGES = 2  # on which a line stands that runs through the document
_CAPTION = 3  # characters; fewer are what a cell could not hold


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on a page, before tables are numbered and joined."""

    lines: list[PrintedLine]
    tables: list[Filled]
    hidden: list[PrintedLine] = field(default_factory=list)
    """lines that are in the file and not seen"""


def glyphs_to_lines(
    glyphs: list[Glyph],
    carried: list[Interval],
) -> tuple[list[PrintedLine], list[Interval]]:
    """The lines of a page outside its ruled tables, and the columns of the last table without."""
    upright = [glyph for glyph in glyphs if glyph.upright]
    rows, doubted = level_rows(glyphs_to_rows(upright))
    texts, columns = rows_to_texts(rows, carried)
    lines = list(map(PrintedLine, texts, map(bound, rows)))
    for top, bottom in doubted:
        for at, row in enumerate(rows):
            if bottom <= row[0].baseline <= top:
                lines[at] = lines[at]._replace(is_loose=True)
    sideways = [glyph for glyph in glyphs if not glyph.upright]
    if sideways:
        lines.append(PrintedLine(join_texts(sideways), bound(sideways)))
        lines.sort(key=height_of, reverse=True)
    return lines, columns


def pages_to_blocks(pages: Sequence[Page]) -> Iterator[Line | Grid]:
    """The lines and tables of pages from top to bottom, those that a page cuts in one piece."""
    blocks: list[Line | Grid] = []
    running = _count_running(pages)
    caption = ""
    for number, page in enumerate(pages, 1):
        caption = _add_page(blocks, number, page, caption, running)
    return _join_cut_tables(blocks)


_Place = tuple[str, int]
"""a line whose page numbers do not count, and its height in steps of some points"""


def _place(
    text: str,
    box: Box,
) -> _Place:
    return _DIGITS.sub("0", text.strip()), round(box[1] / _SAME_HEIGHT)


def _count_running(pages: Sequence[Page]) -> Counter[_Place]:
    """On how many pages a line stands at one height: headers and footers stand on several."""
    running: Counter[_Place] = Counter()
    for page in pages:
        at_edges = page.lines[:_EDGE_LINES] + page.lines[-_EDGE_LINES:]
        running.update({_place(text, box) for text, box, *_ in at_edges})
    return running


def _add_page(
    blocks: list[Line | Grid],
    number: int,
    page: Page,
    caption: str,
    running: Counter[_Place],
) -> str:
    """Append the lines and grids of a page from top to bottom; gives the last caption."""
    lines = [*page.lines, *page.hidden]
    parts = [(-height_of(line), False, at) for at, line in enumerate(lines)]
    parts += [(-table.lattice.ys[0], True, at) for at, table in enumerate(page.tables)]
    count = 0
    for _, is_table, at in sorted(parts):
        if is_table:
            grid = lattice_to_grid(page.tables[at], number, at + 1, caption)
            blocks.append(grid)
            # a hidden table takes no caption from the one that is seen below it
            caption = caption if grid.hidden else ""
            continue
        text, box, is_loose, is_recognised = lines[at]
        if not text.strip():
            continue
        count += 1
        left, bottom, right, top = (round(edge, 1) for edge in box)
        where = Where(page=number, line=count, box=(left, bottom, right, top))
        is_hidden = at >= len(page.lines)
        unread = Unread.ASTRAY if is_loose else None
        blocks.append(Line(text, where, is_hidden, unread, is_recognised))
        if is_hidden or not _can_be_caption(text):
            continue
        if running[_place(text, box)] < _FEWEST_PAGES:
            caption = text.strip()
    return caption


def _can_be_caption(text: str) -> bool:
    return len("".join(text.split())) >= _CAPTION and not _PAGE_NUMBER.fullmatch(text)


def _join_cut_tables(blocks: list[Line | Grid]) -> Iterator[Line | Grid]:
    """The blocks with tables that a page cuts as one grid, where their first part stands."""
    grids = [block for block in blocks if isinstance(block, Grid)]
    shown = [grid for grid in grids if not grid.hidden]
    # a hidden table never goes on in one that is seen
    hidden = [grid for grid in grids if grid.hidden]
    whole = [*join(shown), *join(hidden)]
    joined = {_first_place(grid): mend_breaks(grid) for grid in whole}
    for block in blocks:
        if isinstance(block, Line):
            yield block
        elif _first_place(block) in joined:
            yield joined[_first_place(block)]


def _first_place(grid: Grid) -> tuple[int | None, int | None]:
    """Page and number of the table's first cell, which no other table has."""
    where = grid.cells[0].where
    return where.page, where.table
