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

import pypdfium2.raw as pdfium

from gxkit.document import Unread
from gxkit.readers.pdf.doubts import Look
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.plane.boxes import (
    Box,
    overlap,
    sides,
)
from gxkit.readers.plane.drawings import LEAST, OVER, Drawing, find_drawn, mark_crossed, outlines_in
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import Lattice

_NO_INK = 1.0  # points: the height of a text that draws nothing, or hardly


class Drawings:
    """What is drawn on a page that may be a figure; the page must be open."""

    def __init__(
        self,
        ink: Ink,
    ) -> None:
        self._ink = ink
        self._outlines = list(outlines_in(ink.scrawls))
        self._pictures = list(_pictures(ink.look, ink.frame))

    def find_unread(
        self,
        lattice: Lattice,
        cells: Sequence[Sequence[Glyph]],
    ) -> dict[int, Unread]:
        """What stands in the cells of a lattice that is no text, by their numbers; `cells` are
        their characters."""
        texts = chain.from_iterable(
            self._texts_in(lattice.cell_edges(number))
            for number, glyphs in enumerate(cells)
            if not glyphs
        )
        unsaid = (text for text in texts if not _is_said(text.box, self._ink))
        drawn = chain(unsaid, self._pictures, self._outlines)
        unread = find_drawn(lattice, cells, drawn)
        mark_crossed(lattice, cells, self._ink.slashed, self._ink.crossed, unread)
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

    def _texts_in(self, cell: Box) -> Iterator[Drawing]:
        """The texts that begin as high as a blank cell stands, as those in it do: most tables have
        few blank cells, and most texts stand beside all of them."""
        left, bottom, right, top = cell
        bottoms, boxes = self._texts
        first, end = bisect_left(bottoms, bottom - OVER), bisect_right(bottoms, top)
        for box in boxes[first:end]:
            begin, _, stop, _ = box
            if left - OVER <= begin and stop <= right + OVER and _has_ink(box):
                yield Drawing(Unread.GLYPHS, box)


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


def _pictures(
    look: Look,
    frame: Frame,
) -> Iterator[Drawing]:
    for _, _, box in look.leaves.placed(pdfium.FPDF_PAGEOBJ_IMAGE):
        if min(sides(box)) > LEAST:
            yield Drawing(Unread.PICTURE, frame.place_box(box))
