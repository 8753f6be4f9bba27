"""What counts of the ink on a page: characters that are seen and stand, by the tables that rules
make; and what does not count, by the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from gxkit.document import Omission
from gxkit.readers.pdf.boxes import Box
from gxkit.readers.pdf.calls import Object, page_objects
from gxkit.readers.pdf.doubts import Look
from gxkit.readers.pdf.frame import Frame, page_to_frame
from gxkit.readers.pdf.glyphs import Glyph, page_to_glyphs
from gxkit.readers.pdf.lattice import Lattice, rules_to_lattices
from gxkit.readers.pdf.leaves import find_leaves, holds, move_glyphs
from gxkit.readers.pdf.notes import Noted
from gxkit.readers.pdf.rules import boxes_to_rules, measure_slant, objects_to_boxes
from gxkit.readers.pdf.strikes import part_struck

Looker = Callable[[Sequence[Object]], Look]
"""what is made of the objects of a page"""


class Ink(NamedTuple):
    """The characters of a page that count, those that do not by the reason (reasons that apply to
    none are not among them), its ruled tables, how it is shown, and what its sheet draws."""

    glyphs: list[Glyph]
    omitted: dict[Omission, list[Glyph]]
    lattices: list[Lattice]
    frame: Frame
    look: Look


def sheet_to_ink(noted: Noted, look: Looker) -> list[Ink]:
    """What counts and what does not, of each page on a sheet.

    Raises PdfiumError on damaged pages and OverfullPageError on pages of no report.
    """
    page, own = noted
    objects = page_objects(page.raw)
    slant = measure_slant(objects)
    drawn = look(objects)
    glyphs, omitted, frame = page_to_glyphs(page, page_to_frame(page), drawn, slant)
    if not glyphs and not omitted:
        return [Ink([], {}, [], frame, drawn)]
    boxes = objects_to_boxes(objects[:own], frame)
    lines = boxes
    if own is not None:
        # what notes draw may strike out, and is no rule of a table: fields have frames of their own
        lines = boxes + objects_to_boxes(objects[own:], frame)
    glyphs, struck, strikes = part_struck(glyphs, lines)
    if struck:
        omitted[Omission.STRUCK] = struck
        boxes = [box for box in boxes if box not in strikes]
    pages = find_leaves(glyphs, boxes, frame)
    if len(pages) > 1:
        whole = Ink(glyphs, omitted, [], frame, drawn)
        return [_part_ink(page, whole, boxes) for page in pages]
    lattices = rules_to_lattices(boxes_to_rules(boxes, frame))
    return [Ink(glyphs, omitted, lattices, frame, drawn)]


def _part_ink(page: Box, whole: Ink, boxes: Sequence[Box]) -> Ink:
    """What is on one of several pages of a sheet."""
    left, bottom, right, top = page
    origin = left, bottom
    own = move_glyphs([glyph for glyph in whole.glyphs if holds(page, glyph)], origin)
    left_out = {}
    for why, some in whole.omitted.items():
        here = [glyph for glyph in some if holds(page, glyph)]
        if here:
            left_out[why] = move_glyphs(here, origin)
    inside = []
    for x, y, end, high in boxes:
        if left <= (x + end) / 2 < right and bottom <= (y + high) / 2 < top:
            inside.append((x - left, y - bottom, end - left, high - bottom))
    leaf = Frame((0.0, 0.0, right - left, top - bottom), 0)
    lattices = rules_to_lattices(boxes_to_rules(inside, leaf))
    frame = replace(whole.frame, origin=origin)
    return Ink(own, left_out, lattices, frame, whole.look)
