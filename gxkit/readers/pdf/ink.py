"""What counts of the ink on a page: characters that are seen and stand, by the tables that rules
make; and what does not count, by the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from gxkit.document import Omission
from gxkit.readers.pdf.calls import Object, page_objects
from gxkit.readers.pdf.doubts import Look
from gxkit.readers.pdf.frame import Frame, page_to_frame
from gxkit.readers.pdf.glyphs import Glyph, page_to_glyphs
from gxkit.readers.pdf.lattice import Lattice, rules_to_lattices
from gxkit.readers.pdf.notes import Noted
from gxkit.readers.pdf.rules import boxes_to_rules, measure_slant, objects_to_boxes
from gxkit.readers.pdf.strikes import part_struck

Looker = Callable[[Sequence[Object]], Look]
"""what is made of the objects of a page"""


class Ink(NamedTuple):
    """The characters of a page that count, those that do not by the reason (reasons that apply to
    none are not among them), its ruled tables, how it is shown, and what it draws."""

    glyphs: list[Glyph]
    omitted: dict[Omission, list[Glyph]]
    lattices: list[Lattice]
    frame: Frame
    look: Look


def page_to_ink(noted: Noted, look: Looker) -> Ink:
    """What counts of a page and what does not.

    Raises PdfiumError on damaged pages and OverfullPageError on pages of no report.
    """
    page, own = noted
    objects = page_objects(page.raw)
    slant = measure_slant(objects)
    drawn = look(objects)
    glyphs, omitted, frame = page_to_glyphs(page, page_to_frame(page), drawn, slant)
    if not glyphs and not omitted:
        return Ink([], {}, [], frame, drawn)
    boxes = objects_to_boxes(objects[:own], frame)
    lines = boxes
    if own is not None:
        # what notes draw may strike out, and is no rule of a table: fields have frames of their own
        lines = boxes + objects_to_boxes(objects[own:], frame)
    glyphs, struck, strikes = part_struck(glyphs, lines)
    if struck:
        omitted[Omission.STRUCK] = struck
        boxes = [box for box in boxes if box not in strikes]
    lattices = rules_to_lattices(boxes_to_rules(boxes, frame))
    return Ink(glyphs, omitted, lattices, frame, drawn)
