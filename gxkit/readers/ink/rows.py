"""The pieces of a cell put into rows, and each row into signs: digits, points, commas and dashes.

Nobody says here which digit a glyph is: glyphs are gathered, and classified all together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_high
from typing import NamedTuple

from gxkit.readers.ink.figures import Oddity
from gxkit.readers.ink.net import Array, fit
from gxkit.readers.ink.pieces import Piece

GAP = 0.55
"""of a row's height: what stands farther apart is not one figure"""
WIDEST = 0.95
"""of its height: no digit is wider"""
_EACH = 0.66  # of their height: digits that touch are as wide as this each
_MOST_TOUCHING = 14
_SAME_ROW = 0.3  # of the lower one's height: pieces that share so much are in one row
_OVER = 0.35  # of the narrower piece: those that share more across are parts of one glyph
# Of the height of a row:
_TALL = 0.6  # what is higher stands on its base
_DOT = 0.42  # what is smaller both ways is a dot, a comma or a speck
_DOT_AREA = 0.016  # of its square: what is less is a speck
_DOT_TOP, _DOT_FALL = 0.45, 0.12  # above the base: no dot begins higher; what falls lower: a comma
_DASH_HIGH = 0.3  # what is no higher is a dash
_RAISED_HIGH, _RAISED = 0.84, 0.18  # lower and so far above the base: a footnote mark
# Times as wide as high, and of the tallest piece's height: a dash in a row of its own.
_SLIM, _SLIM_HIGH = 2.2, 0.35
# A stroke: in these parts of its height nearly all of a wide piece's width is ink.
_STROKE_WIDE, _STROKE_TOP, _STROKE_BOTTOM, _STROKE = 1.15, 0.36, 0.62, 0.93


class Sign(NamedTuple):
    """A place in a row with what stands there, or the number of its glyph."""

    left: int
    right: int
    text: str
    glyph: int = -1


class Row(NamedTuple):
    """A row of a cell: its signs from left to right, its height, where its base is, and what is odd
    about it."""

    signs: list[Sign]
    high: int
    base: int
    oddity: Oddity = Oddity.NONE

    @property
    def reach(self) -> float:
        """How long it would be with one sign more."""
        long = self.signs[-1].right - self.signs[0].left
        return long + long / len(self.signs)


class Glyphs:
    """The glyphs cut out of a picture so far, in the size of the net."""

    def __init__(
        self,
        ink: Array,
        faintest: int,
    ) -> None:
        self.all: list[Array] = []
        self._ink = ink
        self._faintest = faintest

    def add(
        self,
        left: int,
        top: int,
        right: int,
        bottom: int,
    ) -> int:
        """Cuts out a place, and gives the number of its glyph."""
        ink = self._ink[top:bottom, left:right]
        self.all.append(fit(ink))
        return len(self.all) - 1

    def cut(
        self,
        piece: Piece,
        count: int = 1,
    ) -> list[Sign]:
        """The glyphs of a piece, cut evenly where several touch."""
        steps = [piece.left + piece.wide * at // count for at in range(count + 1)]
        signs = []
        for left, right in pairwise(steps):
            number = self.add(
                left,
                piece.top,
                right,
                piece.bottom,
            )
            signs.append(Sign(left, right, "", number))
        return signs

    def is_struck(self, piece: Piece) -> bool:
        """Whether a stroke goes through a piece from side to side."""
        if piece.wide <= _STROKE_WIDE * piece.high:
            return False
        top = piece.top + int(_STROKE_TOP * piece.high)
        bottom = piece.top + int(_STROKE_BOTTOM * piece.high) + 1
        bottom = max(bottom, top + 1)
        band = self._ink[top:bottom, piece.left : piece.right]
        inked = (band > self._faintest).mean(1)
        return bool((inked > _STROKE).any())


def part_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces by rows from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    bounds: list[Piece] = []
    for piece in sorted(pieces, key=_middle):
        for at, bound in enumerate(bounds):
            shared = min(bound.bottom, piece.bottom) - max(bound.top, piece.top)
            if shared > _SAME_ROW * min(piece.high, bound.high):
                rows[at].append(piece)
                bounds[at] = bound.join(piece)
                break
        else:
            rows.append([piece])
            bounds.append(piece)
    order = sorted(range(len(rows)), key=lambda at: bounds[at].top)
    return [sorted(rows[at]) for at in order]


def _middle(piece: Piece) -> int:
    return piece.top + piece.bottom


def read_row(
    pieces: Sequence[Piece],
    tallest: int,
    glyphs: Glyphs,
) -> Row:
    """The signs of a row of pieces; `tallest` is the height of the highest piece of its cell."""
    high = max(piece.high for piece in pieces)
    parts = _join_parts(pieces)
    base = median_high(part.bottom for part in parts if part.high > _TALL * high)
    row = Row([], high, base)
    for part in parts:
        if max(part.high, part.wide) < _DOT * high:
            _add_dot(row, part)
        elif _is_dash(part, high, tallest):
            row.signs.append(Sign(part.left, part.right, "-"))
        elif not _is_raised(part, row):
            row = _add_digits(row, part, glyphs)
    return row


def _join_parts(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a row from left to right, those that lie over one another as one."""
    parts: list[Piece] = []
    for piece in pieces:
        before = parts[-1] if parts else None
        if before:
            shared = before.right - piece.left
            if shared > max(1.0, _OVER * min(piece.wide, before.wide)):
                parts[-1] = before.join(piece)
                continue
        parts.append(piece)
    return parts


def _add_dot(
    row: Row,
    part: Piece,
) -> None:
    """Adds a point or a comma on the base of a row; nothing for a speck."""
    high = row.high
    is_low = part.top > row.base - _DOT_TOP * high
    if is_low and part.area > _DOT_AREA * high * high:
        falls = part.bottom > row.base + _DOT_FALL * high
        sign = "," if falls else "."
        row.signs.append(Sign(part.left, part.right, sign))


def _is_dash(
    part: Piece,
    high: int,
    tallest: int,
) -> bool:
    if part.high < _DASH_HIGH * high:
        return True
    return part.wide > _SLIM * part.high and part.high < _SLIM_HIGH * tallest


def _is_raised(
    part: Piece,
    row: Row,
) -> bool:
    """Whether it is small and stands above the base, as a footnote mark does."""
    is_small = part.high < _RAISED_HIGH * row.high
    return is_small and part.bottom < row.base - _RAISED * row.high


def _add_digits(
    row: Row,
    part: Piece,
    glyphs: Glyphs,
) -> Row:
    """The row with the glyphs of a piece, and what is odd about them."""
    count = 1
    if part.wide > WIDEST * part.high:
        even = round(part.wide / (_EACH * part.high))
        most = min(part.wide // 2, _MOST_TOUCHING)
        count = max(1, min(most, even))
    oddity = row.oddity
    if glyphs.is_struck(part):
        oddity = Oddity.STRUCK
    elif count > 1 and not oddity:
        oddity = Oddity.TOUCHING
    row.signs.extend(glyphs.cut(part, count))
    return row._replace(oddity=oddity)
