"""Figures of a PDF read once more, from its pages as they are drawn: what a person sees, notes and
form fields too, whatever the text layer says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2

from gxkit.document import Posture
from gxkit.errors import DamagedFileError
from gxkit.readers.ink.figures import Seen
from gxkit.readers.ink.pieces import Sheet, turn_picture
from gxkit.readers.ink.seeing import see_cells
from gxkit.readers.pdf.frame import page_to_frame
from gxkit.readers.pdf.glyphs import OverfullPageError, PageText, page_to_glyphs
from gxkit.readers.pdf.opened import Opened, find_open
from gxkit.readers.plane.boxes import Box, Point
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lines import bound, glyphs_to_rows

_POINTS = 72.0  # to an inch
FAR, NEAR = 120.0, 240.0
"""dots an inch: at a first look digits of 9 points are 10 pixels high; nearer for what is unsure"""
_MOST_SIDE = 4_000  # pixels; a page of two metres, as a plan is, is drawn smaller
_TINY = 420.0  # points: a page smaller than this is drawn larger, for its print is smaller too
_LARGER = 8.0
_AROUND = 16.0, 6.0  # points beside and above the cells that are drawn with them
_FULL_TURN = 360  # degrees
_HIGH = 0.62  # of the font size: how far a character reaches above its middle, and below
_BESIDE = 0.8  # points: what a character may reach beyond its box


class Place(NamedTuple):
    """Where a figure stands: the page from 1, and its cell's box in points as the page is shown. Of
    a figure on a line without rules that is the line's, and `span` is the line's text with the
    numbers of the figure's first and last character."""

    page: int
    box: Box
    span: tuple[str, int, int] | None = None


def look(
    path: Path,
    places: Sequence[Place],
    postures: Mapping[int, Posture],
    dots: float = FAR,
) -> list[Seen | None]:
    """What is seen in each of the places of the PDF at `path`, None where a page cannot be drawn or
    read; `postures` says how pages lie that do not lie as they are shown.

    Raises DamagedFileError where PDFium cannot open the file.
    """
    by_page: dict[int, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        by_page[place.page].append(number)
    seen: list[Seen | None] = [None] * len(places)
    with _open(path) as opened:
        for page, numbers in by_page.items():
            here = [places[number] for number in numbers]
            found = _look_at_page(opened, here, postures.get(page), dots)
            for number, one in zip(numbers, found, strict=True):
                seen[number] = one
    return seen


@contextmanager
def _open(path: Path) -> Iterator[Opened]:
    """The document, as its first reading left it if that kept it open."""
    kept = find_open(path)
    if kept is not None:
        yield kept
        return
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError(
            f"{path.name}：其页面不能绘出（{error}）。",
            f"{path.name}: its pages cannot be drawn ({error}).",
        ) from error
    try:
        # before a page is loaded, or fields stay blank
        document.init_forms()
        yield Opened(document, {})
    finally:
        document.close()


def _look_at_page(
    opened: Opened,
    places: Sequence[Place],
    posture: Posture | None,
    dots: float,
) -> list[Seen | None]:
    """What is seen in places that are all on one page."""
    found: list[Seen | None] = [None] * len(places)
    try:
        page = opened.page(places[0].page)
        rotation = page.get_rotation()
        try:
            if posture:
                page.set_rotation((rotation + posture.turned) % _FULL_TURN)
            aslant = posture.aslant if posture else 0.0
            boxes = _find_boxes(page, places, aslant)
            if not boxes:
                return found
            sheet = _draw(page, list(boxes.values()), aslant, dots)
        finally:
            # the document remembers it
            page.set_rotation(rotation)
    except (pypdfium2.PdfiumError, OverfullPageError):
        return found
    is_bare = [places[number].span is not None for number in boxes]
    sheet = replace(sheet, bare=np.array(is_bare))
    seen = see_cells(sheet, is_near=dots > FAR)
    for number, one in zip(boxes, seen or (), strict=seen is not None):
        found[number] = one
    return found


def _find_boxes(
    page: pypdfium2.PdfPage,
    places: Sequence[Place],
    aslant: float,
) -> dict[int, Box]:
    """The boxes of places by their numbers, on the page made level; of figures on lines as far as
    they are found."""
    middle = _middle_of(page)
    boxes = {}
    for number, place in enumerate(places):
        if not place.span:
            boxes[number] = _level(place.box, aslant, middle) if aslant else place.box
    if len(boxes) == len(places):
        return boxes
    text = page_to_glyphs(page, page_to_frame(page))
    return boxes | find_spans(text, places)


def find_spans(
    text: PageText,
    places: Sequence[Place],
) -> dict[int, Box]:
    """The boxes of figures on lines by the numbers of their places, on the page made level, as far
    as they are found."""
    upright = [glyph for glyph in text.counted if glyph.upright]
    # rows that had to be levelled stand elsewhere on the page, and are not looked for
    by_box = {}
    for row in glyphs_to_rows(upright):
        box = text.frame.show_box(bound(row))
        by_box[_rounded(box)] = row
    boxes = {}
    for number, place in enumerate(places):
        found = by_box.get(_rounded(place.box), ())
        if place.span and found:
            line, first, last = place.span
            inside = _box_in_row(found, line, range(first - 1, last))
            if inside:
                boxes[number] = inside
    return boxes


def _middle_of(page: pypdfium2.PdfPage) -> Point:
    width, height = page.get_size()
    return width / 2, height / 2


def _level(
    box: Box,
    aslant: float,
    middle: Point,
) -> Box:
    """The box on the page made level of one that was turned with it and bound again."""
    left, bottom, right, top = box
    x, y = middle
    across = (left + right) / 2 - x
    up = (bottom + top) / 2 - y
    angle = math.radians(aslant)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = x + cos * across + sin * up, y - sin * across + cos * up
    # bound again it was as wide as both its sides together reach
    wide, high = right - left, top - bottom
    sin = abs(sin)
    whole = cos * cos - sin * sin
    half_wide = (wide * cos - high * sin) / whole / 2
    half_high = (high * cos - wide * sin) / whole / 2
    return x - half_wide, y - half_high, x + half_wide, y + half_high


def _rounded(box: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(edge, 1) for edge in box)


def _box_in_row(
    row: Sequence[Glyph],
    text: str,
    span: range,
) -> Box | None:
    """The box of the characters of a span of a line; None where row and line do not fit."""
    characters: list[tuple[float, float, Glyph]] = []
    signs = []
    for glyph in row:
        edges = [*glyph.lefts, glyph.right]
        for at, character in enumerate(glyph.text):
            if not character.isspace():
                characters.append((edges[at], edges[at + 1], glyph))
                signs.append(character)
    numbers = [at for at, character in enumerate(text) if not character.isspace()]
    if signs != [text[at] for at in numbers]:
        return None
    inside = [one for at, one in zip(numbers, characters, strict=True) if at in span]
    if not inside:
        return None
    left, _, first = inside[0]
    _, right, _ = inside[-1]
    high = _HIGH * first.size
    return left - _BESIDE, first.middle - high, right + _BESIDE, first.middle + high


def _draw(
    page: pypdfium2.PdfPage,
    boxes: Sequence[Box],
    aslant: float,
    dots: float,
) -> Sheet:
    """The part of a page in which boxes are, and the boxes in it; what lies aslant is levelled."""
    width, height = page.get_size()
    larger = min(_LARGER, _TINY / min(width, height))
    scale = dots / _POINTS * max(1.0, larger)
    scale = min(scale, _MOST_SIDE / max(width, height))
    # turned, a page reaches beyond what is cut out of it
    beside, above = (width, height) if aslant else _AROUND
    lefts, bottoms, rights, tops = np.array(boxes).T
    left = max(0.0, float(lefts.min()) - beside)
    right = min(width, float(rights.max()) + beside)
    bottom = max(0.0, float(bottoms.min()) - above)
    top = min(height, float(tops.max()) + above)
    around = (left, bottom, width - right, height - top)
    drawn = page.render(scale=scale, crop=around, grayscale=True)
    picture = drawn.to_numpy()
    picture = picture.reshape(picture.shape[:2]).copy()
    high, wide = picture.shape
    if aslant:
        picture = turn_picture(picture, -aslant)
    # PDFium rounds up what is cut off at the left and above
    at_left = math.ceil(left * scale)
    at_top = math.ceil((height - top) * scale)
    whole = math.ceil(height * scale)
    sides = [
        lefts * scale - at_left,
        whole - tops * scale - at_top,
        rights * scale - at_left,
        whole - bottoms * scale - at_top,
    ]
    places = np.round(np.stack(sides, 1)).astype(int)
    places = np.clip(places, 0, [wide, high, wide, high])
    return Sheet(picture, places, np.zeros(len(places), bool), scale)
