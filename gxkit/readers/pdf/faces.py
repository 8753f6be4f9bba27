"""Fonts whose digits are drawn as other digits than the file says: a text layer that lies.

Each font is looked at once for a document, by the outlines that it draws for the ten digits. A font
that is not in the file draws what its reader chooses, and cannot lie. Of two codes for one digit
PDFium shows the outline of one only: there the ink on the page tells that they are not alike.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import (
    Inked,
    Outline,
    font_length,
    font_name,
    fonts_of,
    handle_address,
    ink_boxes,
    ink_shares,
    matrices,
    outline_points,
    owners_of,
    read_outline,
)
from gxkit.readers.pdf.digits import (
    Shape,
    find_lies,
    find_strange,
    outline_to_shape,
)
from gxkit.readers.pdf.likeness import Likeness
from gxkit.readers.plane.boxes import Point

_DIGITS = "0123456789"
_DIGIT = re.compile("[0-9]")
_CURVE = pdfium.FPDF_SEGMENT_BEZIERTO
_MOVE = pdfium.FPDF_SEGMENT_MOVETO
_CURVE_POINTS = 3
_MOST_OUTLINES = 2_000  # kept; a face has ten
SEVERAL = ""
"""what is drawn for a digit that has several shapes"""
_SAME = 0.002  # of a font's height, by which ink of one shape may differ: numbers are short
_DIRECTION = 4  # digits after the point of the parts of a matrix

_Face = tuple[int, str, int]
"""where a font is, what it is called, and how long it is: a place is used again for another"""


class Faces:
    """The fonts of a document that were looked at, and the digits that one of them gives to several
    codes (None: nobody can tell)."""

    def __init__(
        self,
        doubled: Collection[str] | None = None,
    ) -> None:
        self.doubled = doubled
        self._shapes: dict[_Face, Mapping[str, Shape]] = {}

    def shapes_of(
        self,
        fonts: Iterable[int],
    ) -> dict[int, Mapping[str, Shape]]:
        """The digits of some fonts by their addresses, of those in the file; texts in them must be
        open. What a font draws for a digit that it does not have says nothing."""
        found = {}
        for font in fonts:
            face = font, font_name(font), font_length(font)
            if face not in self._shapes:
                self._shapes[face] = _digit_shapes(font) if face[-1] else {}
            found[font] = self._shapes[face]
        return found

    def find_strange(
        self,
        font: int,
        shapes: Mapping[str, Shape],
    ) -> dict[str, str]:
        """Digits of a font that another one of the same name in the document draws otherwise."""
        name = font_name(font)
        strange: dict[str, str] = {}
        for (_, other_name, _), other in self._shapes.items():
            # compared with itself a font has nothing strange
            if other_name == name:
                strange |= find_strange(shapes, other)
        return strange


class Lies(NamedTuple):
    """The digits of a page that are drawn as others: their numbers among its characters, and by
    the names of the fonts what is drawn for what is said."""

    digits: set[int]
    drawn: dict[str, Mapping[str, str]]


NO_LIES = Lies(set(), {})


def expose(
    text: pypdfium2.PdfTextPage,
    characters: str,
    faces: Faces,
) -> Lies:
    """The digits of a page whose fonts lie, going by those that it has; other fonts, as those of
    titles are, are not looked at."""
    text_page = handle_address(text.raw)
    digits = [match.start() for match in _DIGIT.finditer(characters)]
    owners = owners_of(text_page, digits)
    owned = [(at, owner) for at, owner in zip(digits, owners, strict=True) if owner]
    fonts = fonts_of([owner for _, owner in owned])
    by_font: dict[int, list[int]] = defaultdict(list)
    for (at, _), font in zip(owned, fonts, strict=True):
        if font:
            by_font[font].append(at)
    lies = Lies(set(), {})
    # of one code for each digit a font draws one shape
    if faces.doubled is None or faces.doubled:
        _expose_shapes(text_page, characters, dict(owned), by_font, lies)
    for font, shapes in faces.shapes_of(by_font).items():
        _expose_outlines(font, shapes, by_font[font], characters, faces, lies)
    if faces.doubled:
        _expose_drawn(text, characters, by_font, faces, lies)
    return lies


def _expose_outlines(
    font: int,
    shapes: Mapping[str, Shape],
    places: Sequence[int],
    characters: str,
    faces: Faces,
    lies: Lies,
) -> None:
    """Adds the digits of a font whose outlines look like other digits."""
    said = {characters[at] for at in places}
    own = {digit: shape for digit, shape in shapes.items() if digit in said}
    drawn = find_lies(own, faces.doubled or ())
    if drawn:
        lies.digits.update(places)
        lies.drawn[font_name(font)] = drawn
        return
    strange = faces.find_strange(font, own)
    if strange:
        lies.digits.update(at for at in places if characters[at] in strange)
        lies.drawn.setdefault(font_name(font), strange)


def _expose_drawn(
    text: pypdfium2.PdfTextPage,
    characters: str,
    by_font: Mapping[int, Sequence[int]],
    faces: Faces,
    lies: Lies,
) -> None:
    """Adds the digits with several codes that are drawn otherwise than their font's outline."""
    likeness: Likeness | None = None
    for font, places in by_font.items():
        if not font_length(font):
            continue
        for digit in faces.doubled or ():
            own = [at for at in places if characters[at] == digit]
            outline = _contours(read_outline(font, digit))
            if not own or not outline or lies.digits.issuperset(own):
                continue
            likeness = likeness or Likeness(text.page)
            boxes = ink_boxes(handle_address(text.raw), own)
            if likeness.is_plain and any(likeness.differs(box, outline) for box in boxes):
                lies.digits.update(own)
                lies.drawn.setdefault(font_name(font), {digit: SEVERAL})


def _expose_shapes(
    text_page: int,
    characters: str,
    owners: Mapping[int, int],
    by_font: Mapping[int, list[int]],
    lies: Lies,
) -> None:
    """Adds the digits for which a font has several shapes, by their ink."""
    for font, places in by_font.items():
        if not font_length(font):
            continue
        by_digit: dict[str, dict[int, Inked]] = defaultdict(dict)
        for at, inked in zip(places, ink_shares(text_page, places), strict=True):
            by_digit[characters[at]][at] = inked
        for digit, inks in by_digit.items():
            if _are_alike(inks.values()) or _are_alike_by_matrix(inks, owners):
                continue
            lies.digits.update(inks)
            lies.drawn.setdefault(font_name(font), {digit: SEVERAL})


def _are_alike(inks: Collection[Inked]) -> bool:
    """Whether some ink is of one shape. Figures of a table and figures of its text may be set with
    other room around them, and are of one shape all the same."""
    *shapes, bearings, advances = map(_spread, zip(*inks, strict=True))
    return max(shapes) <= _SAME and (bearings <= _SAME or advances > _SAME)


def _spread(numbers: Sequence[float]) -> float:
    return max(numbers) - min(numbers)


def _are_alike_by_matrix(
    inks: Mapping[int, Inked],
    owners: Mapping[int, int],
) -> bool:
    """Whether some ink, by its places, is alike where it is turned and stretched alike."""
    by_matrix: dict[tuple[float, ...], list[Inked]] = defaultdict(list)
    placed = matrices([owners[at] for at in inks])
    for inked, (a, b, c, d, _, _) in zip(inks.values(), placed, strict=True):
        size = math.hypot(c, d) or 1.0
        parts = tuple(round(part / size, _DIRECTION) for part in (a, b, c, d))
        by_matrix[parts].append(inked)
    return all(map(_are_alike, by_matrix.values()))


def _digit_shapes(font: int) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    for digit in _DIGITS:
        shape = _to_shape(read_outline(font, digit))
        if shape:
            shapes[digit] = shape
    return shapes


@lru_cache(_MOST_OUTLINES)
def _to_shape(outline: Outline) -> Shape | None:
    """The shape of an outline; those of the few faces in which reports are set come again."""
    return outline_to_shape(_contours(outline))


def _contours(outline: Outline) -> list[list[Point]]:
    """The closed parts of an outline as corners, curves by their middle and their end."""
    contours: list[list[Point]] = []
    curve: list[Point] = []
    for type_, point in outline_points(outline):
        if type_ == _CURVE:
            curve.append(point)
            if len(curve) < _CURVE_POINTS:
                continue
            contours[-1].append(_middle(contours[-1][-1], curve))
            curve = []
        elif type_ == _MOVE or not contours:
            contours.append([])
        contours[-1].append(point)
    return contours


def _middle(
    start: Point,
    curve: Sequence[Point],
) -> Point:
    """The point half way along a curve (Bézier's)."""
    (x, y), (x1, y1), (x2, y2), (x3, y3) = start, *curve
    return (x + 3 * x1 + 3 * x2 + x3) / 8, (y + 3 * y1 + 3 * y2 + y3) / 8
