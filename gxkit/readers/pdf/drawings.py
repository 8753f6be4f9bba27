"""Cells in which something is drawn instead of written, or beside what is written: figures turned
into outlines, wholly or a digit of them, and pictures.

Lines and rectangles are rules, grounds, dashes and the frames of fields, and say nothing; what has
more corners may be a figure. A drawing that is larger than its cell is of the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.document import Unread
from gxkit.readers.pdf.boxes import (
    Box,
    overlap,
    sides,
)
from gxkit.readers.pdf.doubts import Look
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.glyphs import Glyph
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.pdf.lattice import Lattice
from gxkit.readers.pdf.rules import ONE_BOX

# Points: how far a drawing may reach over the edges of its cell, and how large one is that says
# something; smaller ones are dirt, or what a converter left.
_OVER, _LEAST = 1.0, 3.0
_NO_INK = 1.0  # points: the height of a text that draws nothing, or hardly
# Of the size of a figure: how high a digit is at least and at most, how far off the figure's
# middle its own is, how near it stands, and how far it may reach into the figure's box.
_LOW, _HIGH, _OFF = 0.45, 1.6, 0.4
_NEAR, _INTO = 0.6, 0.15


class _Drawing(NamedTuple):
    """What is drawn, and its box on the page."""

    what: Unread
    box: Box


class Drawings:
    """What is drawn on a page that may be a figure; the page must be open."""

    def __init__(
        self,
        ink: Ink,
    ) -> None:
        self._ink = ink
        self._outlines = list(_outlines(ink))
        self._pictures = list(_pictures(ink.look, ink.frame))

    def find_unread(
        self,
        lattice: Lattice,
        cells: Sequence[Sequence[Glyph]],
    ) -> dict[int, Unread]:
        """What stands in the cells of a lattice that is no text, by their numbers; `cells` are
        their characters."""
        unread: dict[int, Unread] = {}
        texts = chain.from_iterable(
            self._texts_in(lattice.cell_edges(number))
            for number, glyphs in enumerate(cells)
            if not glyphs
        )
        for what, box in chain(texts, self._pictures, self._outlines):
            left, bottom, right, top = box
            number = lattice.cell_at((left + right) / 2, (bottom + top) / 2)
            if number is None or not _lies_in(box, lattice.cell_edges(number)):
                continue
            if cells[number]:
                is_drawn = what is not Unread.GLYPHS and _stands_beside(box, cells[number])
            else:
                is_drawn = what is not Unread.GLYPHS or not _is_said(box, self._ink)
            if is_drawn:
                unread.setdefault(number, what)
        # where none is left nobody can tell whether a figure beside was meant too
        for point in self._ink.slashed:
            number = lattice.cell_at(*point)
            if number is not None and not cells[number]:
                unread[number] = Unread.DRAWING
        for point, what in self._ink.crossed.items():
            number = lattice.cell_at(*point)
            if number is not None and cells[number]:
                unread[number] = what
        return unread

    @cached_property
    def _texts(self) -> tuple[list[float], list[Box]]:
        """The boxes of the page's texts by where they begin from below, and those."""
        ink = self._ink
        bottoms, texts = ink.look.leaves.rising
        boxes = [box for _, _, box in texts]
        if ink.frame.is_plain:
            return bottoms, boxes
        inked = filter(_has_ink, boxes)
        boxes = sorted(map(ink.frame.place_box, inked), key=_bottom_of)
        return list(map(_bottom_of, boxes)), boxes

    def _texts_in(self, cell: Box) -> Iterator[_Drawing]:
        """The texts that begin as high as a blank cell stands, as those in it do: most tables have
        few blank cells, and most texts stand beside all of them."""
        left, bottom, right, top = cell
        bottoms, boxes = self._texts
        first, end = bisect_left(bottoms, bottom - _OVER), bisect_right(bottoms, top)
        for box in boxes[first:end]:
            begin, _, stop, _ = box
            if left - _OVER <= begin and stop <= right + _OVER and _has_ink(box):
                yield _Drawing(Unread.GLYPHS, box)


def _bottom_of(box: Box) -> float:
    return box[1]


def _has_ink(box: Box) -> bool:
    """Whether a text draws anything: one of blanks has no height."""
    left, bottom, right, top = box
    return top - bottom > _NO_INK and right - left > _NO_INK


def _is_said(
    box: Box,
    ink: Ink,
) -> bool:
    """Whether characters are known of a text, whether they count or not: one that says something
    stands in another cell, or was left out of this one."""
    printed = chain(ink.glyphs, *ink.omitted.values())
    return any(overlap(box, glyph.box) for glyph in printed)


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
    is_wide_enough = cell_left - _OVER <= left and right <= cell_right + _OVER
    return is_wide_enough and cell_bottom - _OVER <= bottom and top <= cell_top + _OVER


def _pictures(
    look: Look,
    frame: Frame,
) -> Iterator[_Drawing]:
    for _, _, box in look.leaves.placed(pdfium.FPDF_PAGEOBJ_IMAGE):
        if min(sides(box)) > _LEAST:
            yield _Drawing(Unread.PICTURE, frame.place_box(box))


def _outlines(ink: Ink) -> Iterator[_Drawing]:
    """The paths of a page that are more than lines and boxes, and their parts that are: the figures
    of a whole row may be one path."""
    for scrawl in ink.scrawls:
        if scrawl.corners <= ONE_BOX or max(sides(scrawl.box)) < _LEAST:
            continue
        yield _Drawing(Unread.DRAWING, scrawl.box)
        for part in scrawl.parts:
            if part.corners > ONE_BOX and len(scrawl.parts) > 1:
                yield _Drawing(Unread.DRAWING, part.box)
