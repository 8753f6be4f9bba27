"""What counts of the ink on a page: characters that are seen and stand, by the tables that rules
make; and what does not count, by the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import pypdfium2

from gxkit.document import Omission, Unread
from gxkit.readers.pdf.calls import (
    Object,
    page_objects,
)
from gxkit.readers.pdf.doubts import (
    Look,
    find_texts,
)
from gxkit.readers.pdf.faces import Lies
from gxkit.readers.pdf.frame import (
    Frame,
    page_to_frame,
)
from gxkit.readers.pdf.glyphs import (
    PageText,
    page_to_glyphs,
    text_to_glyphs,
    texts_by_object,
)
from gxkit.readers.pdf.leaves import (
    find_leaves,
    holds,
    move_glyphs,
)
from gxkit.readers.pdf.marks import find_marks
from gxkit.readers.pdf.notes import Noted
from gxkit.readers.pdf.rules import (
    objects_to_boxes,
)
from gxkit.readers.pdf.scrawls import (
    find_scrawls,
)
from gxkit.readers.pdf.shown import (
    Sight,
    moved_away,
    set_aside,
)
from gxkit.readers.pdf.slants import measure_slant, place_rules
from gxkit.readers.pdf.turning import Slant
from gxkit.readers.plane.boxes import (
    Box,
    Point,
)
from gxkit.readers.plane.doubles import drop_doubles
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import (
    Lattice,
    rules_to_lattices,
)
from gxkit.readers.plane.rules import boxes_to_rules
from gxkit.readers.plane.scrawls import Scrawl
from gxkit.readers.plane.strikes import (
    middle_of,
    part_slashed,
    part_struck,
)

# Of the font size: digits of one figure stand no farther apart, and on one line.
_TOGETHER = 0.1

Looker = Callable[[Sequence[Object]], Look]
"""what is made of the objects of a page"""


class Ink(NamedTuple):
    """The characters of a page that count, those that do not by the reason (reasons that apply to
    none are not among them), its ruled tables, how it is shown, what its sheet draws, which digits
    lie, where the words of fields and notes stand, what is drawn that is no rule, points in figures
    with what leaves them in doubt, and points in those that a slash strikes out."""

    glyphs: list[Glyph]
    omitted: dict[Omission, list[Glyph]]
    lattices: list[Lattice]
    frame: Frame
    look: Look
    lies: Lies
    noted: Sequence[Point] = ()
    scrawls: Sequence[Scrawl] = ()
    crossed: Mapping[Point, Unread] = MappingProxyType({})
    slashed: Sequence[Point] = ()
    is_apart: bool = False
    """whether its rules were turned back by themselves, so that its text may lie beside them"""


def sheet_to_ink(
    noted: Noted,
    look: Looker,
) -> list[Ink]:
    """What counts and what does not, of each page on a sheet.

    Raises PdfiumError on damaged pages and OverfullPageError on pages of no report.
    """
    page, own = noted
    objects = page_objects(page.raw)
    slant = partial(measure_slant, objects)
    drawn = look(objects)
    glyphs, omitted, frame, lies, cut = _read_text(page, drawn, slant)
    glyphs = drop_doubles(glyphs)
    if not glyphs and not omitted:
        return [Ink([], {}, [], frame, drawn, lies)]
    leaves = drawn.flat if own is None else None
    level = objects_to_boxes(objects[:own], frame, leaves)
    boxes = place_rules(level, objects[:own], frame)
    is_apart = boxes is not level
    lines, words = _add_notes(boxes, objects, own, frame)
    # a shadow says nothing that its text does not say, whatever it was taken for
    omitted = {why: drop_doubles(some, glyphs) for why, some in omitted.items()}
    glyphs, struck, strikes = part_struck(glyphs, lines)
    if strikes:
        boxes = [box for box in boxes if box not in strikes]
    scrawls = find_scrawls(drawn, frame)
    glyphs, slashed, through = part_slashed(glyphs, scrawls, boxes)
    crossed = dict.fromkeys(cut, Unread.CUT) | dict.fromkeys(through, Unread.DRAWING)
    if struck or slashed:
        omitted[Omission.STRUCK] = struck + slashed
    points = [middle_of(glyph) for glyph in slashed]
    whole = Ink(glyphs, omitted, [], frame, drawn, lies, words, scrawls, crossed, points)
    whole = whole._replace(is_apart=is_apart)
    pages = find_leaves(glyphs, boxes, frame)
    if len(pages) > 1:
        return [_part_ink(page, whole, boxes) for page in pages]
    lattices = rules_to_lattices(boxes_to_rules(boxes, frame.bounds))
    return [whole._replace(lattices=lattices)]


def _add_notes(
    boxes: list[Box],
    objects: Sequence[Object],
    own: int | None,
    frame: Frame,
) -> tuple[list[Box], list[Point]]:
    """The lines of a page and of its notes, and where the notes have words."""
    if own is None:
        return boxes, []
    noted = objects[own:]
    # what notes draw may strike out, and is no rule of a table: fields have frames of their own
    lines = boxes + objects_to_boxes(noted, frame)
    return lines, [frame.place(x, y) for x, y in find_texts(noted)]


def _part_ink(
    page: Box,
    whole: Ink,
    boxes: Sequence[Box],
) -> Ink:
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
    lattices = rules_to_lattices(boxes_to_rules(inside, leaf.bounds))
    frame = replace(whole.frame, origin=origin)
    noted = [(x - left, y - bottom) for x, y in whole.noted]
    crossed = {(x - left, y - bottom): what for (x, y), what in whole.crossed.items()}
    slashed = [(x - left, y - bottom) for x, y in whole.slashed]
    scrawls = [scrawl.move(-left, -bottom) for scrawl in whole.scrawls]
    return Ink(
        own,
        left_out,
        lattices,
        frame,
        whole.look,
        whole.lies,
        noted,
        scrawls,
        crossed,
        slashed,
        whole.is_apart,
    )


def _read_text(
    page: pypdfium2.PdfPage,
    look: Look,
    slant: Slant,
) -> PageText:
    """The text of a page, what is not seen and what is a mark set aside."""
    frame = page_to_frame(page)
    with closing(page.get_textpage()) as whole:
        marks = set() if look.is_uniform else find_marks(look, texts_by_object(whole))
        # of most pages everything counts, and they need not be drawn
        if not marks and not look.doubtful:
            return text_to_glyphs(whole, frame, look, slant)
    sight = Sight(page, look._replace(doubtful=look.doubtful - marks))
    aside = marks | sight.unseen
    # what two texts have alike in one place PDFium gives once: each is asked for by itself
    with set_aside(aside), moved_away(aside):
        text = page_to_glyphs(page, frame, look, slant, sight)
    omitted = text.omitted
    cut = list(_find_cut(text.counted, omitted.get(Omission.HIDDEN, [])))
    for why, texts in ((Omission.WATERMARK, marks), (Omission.HIDDEN, sight.unseen)):
        if texts:
            with set_aside(set(look.texts.items) - texts):
                found = page_to_glyphs(page, text.frame, look, slant).counted
            omitted[why] = omitted.get(why, []) + found
    return text._replace(cut=cut)


def _find_cut(
    shown: Sequence[Glyph],
    hidden: Sequence[Glyph],
) -> Iterator[Point]:
    """The middles of figures of which other digits are not seen: what is left of 123 where its last
    digit is clipped away is no 12."""
    for veiled in hidden:
        for glyph in shown:
            if abs(glyph.baseline - veiled.baseline) > _TOGETHER * glyph.size:
                continue
            near = _TOGETHER * glyph.size
            before, after = glyph.text[-1] + veiled.text[0], veiled.text[-1] + glyph.text[0]
            goes_on = abs(glyph.right - veiled.left) < near and before.isdigit()
            begins = abs(veiled.right - glyph.left) < near and after.isdigit()
            if goes_on or begins:
                yield (glyph.left + glyph.right) / 2, glyph.middle
