"""Cells in which something is drawn instead of written, or beside what is written: figures turned
into outlines, wholly or a digit of them, and pictures.

Lines and rectangles are rules, grounds, dashes and the frames of fields, and say nothing; what has
more corners may be a figure. A drawing that is larger than its cell is of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gxkit.document import Unread
from gxkit.readers.plane.boxes import Box, Point, sides
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.rules import ONE_BOX
from gxkit.readers.plane.scrawls import Scrawl

# Points: how far a drawing may reach over the edges of its cell, and how large one is that says
# something; smaller ones are dirt, or what a converter left.
OVER, LEAST = 1.0, 3.0
# Of the size of a figure: how high a digit is at least and at most, how far off the figure's
# middle its own is, how near it stands, and how far it may reach into the figure's box.
_LOW, _HIGH, _OFF = 0.45, 1.6, 0.4
_NEAR, _INTO = 0.6, 0.15


class Drawing(NamedTuple):
    """What is drawn, and its box on the page."""

    what: Unread
    box: Box


def find_drawn(
    lattice: Lattice,
    cells: Sequence[Sequence[Glyph]],
    drawn: Iterable[Drawing],
) -> dict[int, Unread]:
    """What stands in the cells of a lattice that is no text, by their numbers; `cells` are their
    characters. A text without known characters counts in a blank cell only."""
    unread: dict[int, Unread] = {}
    for what, box in drawn:
        left, bottom, right, top = box
        number = lattice.cell_at((left + right) / 2, (bottom + top) / 2)
        if number is None or not _lies_in(box, lattice.cell_edges(number)):
            continue
        glyphs = cells[number]
        is_drawing = what is not Unread.GLYPHS
        if not glyphs or (is_drawing and _stands_beside(box, glyphs)):
            unread.setdefault(number, what)
    return unread


def mark_crossed(
    lattice: Lattice,
    cells: Sequence[Sequence[Glyph]],
    slashed: Iterable[Point],
    crossed: Mapping[Point, Unread],
    unread: dict[int, Unread],
) -> None:
    """Adds to `unread` the cells of which a slash strikes all figures out, and those in which
    something leaves a figure in doubt."""
    # where none is left nobody can tell whether a figure beside was meant too
    for point in slashed:
        number = lattice.cell_at(*point)
        if number is not None and not cells[number]:
            unread[number] = Unread.DRAWING
    for point, what in crossed.items():
        number = lattice.cell_at(*point)
        if number is not None and cells[number]:
            unread[number] = what


def _stands_beside(
    box: Box,
    glyphs: Sequence[Glyph],
) -> bool:
    """Whether a drawing stands in a line with the figure of a cell, as a digit of it does, and not
    around or behind it, as frames and grounds do."""
    left, bottom, right, top = box
    beside = False
    for glyph in glyphs:
        size = glyph.size
        far = max(glyph.left - right, left - glyph.right)
        if far < -_INTO * size:
            return False
        is_high = _LOW * size < top - bottom < _HIGH * size
        is_level = abs((bottom + top) / 2 - glyph.middle) < _OFF * size
        is_figure = any(map(str.isdigit, glyph.text))
        beside = beside or (is_figure and is_high and is_level and far < _NEAR * size)
    return beside


def _lies_in(
    box: Box,
    cell: Box,
) -> bool:
    left, bottom, right, top = box
    cell_left, cell_bottom, cell_right, cell_top = cell
    is_wide_enough = cell_left - OVER <= left and right <= cell_right + OVER
    return is_wide_enough and cell_bottom - OVER <= bottom and top <= cell_top + OVER


def outlines_in(scrawls: Iterable[Scrawl]) -> Iterator[Drawing]:
    """The paths of a page that are more than lines and boxes, and their parts that are: the figures
    of a whole row may be one path."""
    for scrawl in scrawls:
        if scrawl.corners <= ONE_BOX or max(sides(scrawl.box)) < LEAST:
            continue
        yield Drawing(Unread.DRAWING, scrawl.box)
        for part in scrawl.parts:
            if part.corners > ONE_BOX and len(scrawl.parts) > 1:
                yield Drawing(Unread.DRAWING, part.box)
