"""Cells in which something is drawn instead of written: figures turned into outlines, and pictures.

Lines and rectangles are rules, grounds, dashes and the frames of fields, and say nothing; what has
more corners may be a figure. A drawing that is larger than its cell is of the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator
from itertools import chain
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.document import Unread
from gxkit.readers.pdf.boxes import Box, Point, bound_points, overlap, sides, transform_box
from gxkit.readers.pdf.calls import as_object, draw_modes, matrix_of
from gxkit.readers.pdf.doubts import Look
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.pdf.lattice import Lattice
from gxkit.readers.pdf.rules import ONE_BOX

# Points: how far a drawing may reach over the edges of its cell, and how large one is that says
# something; smaller ones are dirt, or what a converter left.
_OVER, _LEAST = 1.0, 3.0
_NO_INK = 1.0  # points: the height of a text that draws nothing, or hardly
_MOST_CORNERS = 20_000  # of a path that is taken apart; more are a map


class _Drawing(NamedTuple):
    """What is drawn, and its box on the page."""

    what: Unread
    box: Box


def find_unread(ink: Ink, lattice: Lattice, blank: Collection[int]) -> dict[int, Unread]:
    """What stands in the `blank` cells of a lattice, by their numbers; the page must be open."""
    unread: dict[int, Unread] = {}
    if not blank:
        return unread
    for what, box in _drawings(ink.look, ink.frame):
        left, bottom, right, top = box
        number = lattice.cell_at((left + right) / 2, (bottom + top) / 2)
        if number is None or number not in blank or not _lies_in(box, lattice.cell_edges(number)):
            continue
        # a text that says something stands in another cell, or was left out of this one
        if what is Unread.GLYPHS and _is_said(box, ink):
            continue
        unread.setdefault(number, what)
    return unread


def _is_said(box: Box, ink: Ink) -> bool:
    """Whether characters are known of a text, whether they count or not."""
    printed = chain(ink.glyphs, *ink.omitted.values())
    return any(overlap(box, glyph.box) for glyph in printed)


def _lies_in(box: Box, cell: Box) -> bool:
    left, bottom, right, top = box
    cell_left, cell_bottom, cell_right, cell_top = cell
    is_wide_enough = cell_left - _OVER <= left and right <= cell_right + _OVER
    return is_wide_enough and cell_bottom - _OVER <= bottom and top <= cell_top + _OVER


def _drawings(look: Look, frame: Frame) -> Iterator[_Drawing]:
    """The pictures and the outlines of a page, and the texts that say nothing."""
    for _, _, box in look.leaves.placed(pdfium.FPDF_PAGEOBJ_TEXT):
        left, bottom, right, top = box
        # a text of blanks has no height
        if top - bottom > _NO_INK and right - left > _NO_INK:
            yield _Drawing(Unread.GLYPHS, box if frame.is_plain else frame.place_box(box))
    for _, _, box in look.leaves.placed(pdfium.FPDF_PAGEOBJ_IMAGE):
        if min(sides(box)) > _LEAST:
            yield _Drawing(Unread.PICTURE, frame.place_box(box))
    placed = look.leaves.placed(pdfium.FPDF_PAGEOBJ_PATH)
    modes = draw_modes([item for _, item, _ in placed])
    for (at, item, box), (filled, stroked) in zip(placed, modes, strict=True):
        if not filled and not stroked:
            continue  # it only clips
        _, longest = sides(box)
        count = pdfium.FPDFPath_CountSegments(as_object(item))
        if count <= ONE_BOX or longest < _LEAST:
            continue
        yield _Drawing(Unread.DRAWING, frame.place_box(box))
        # the figures of a whole row may be one path
        is_plain = look.leaves.items[at][2] is None
        if is_plain and count <= _MOST_CORNERS:
            for part in _outlines(item, count):
                yield _Drawing(Unread.DRAWING, frame.place_box(part))


def _outlines(path: int, count: int) -> Iterator[Box]:
    """The boxes of the parts of a path that are no lines or rectangles."""
    handle, matrix = as_object(path), matrix_of(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(handle, number)
        begins = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO
        if begins and len(points) > ONE_BOX:
            yield transform_box(bound_points(points), matrix)
        if begins:
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    if len(points) > ONE_BOX:
        yield transform_box(bound_points(points), matrix)
