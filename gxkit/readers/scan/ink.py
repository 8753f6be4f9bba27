"""A line's ink in pieces, and the signs that a piece is by its shape alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.crops import Grey

DOT, COMMA, DASH, SLASH, DIRT = ".", ",", "-", "/", " "

_LIGHTER, _DARKEST, _LIGHTEST = 20, 130, 200
"""ink is what is darker than Otsu's threshold and a little, within bounds: of faint print the edges
belong to it too, and paper is never ink"""
_PAPER = 75
"""per cent of the pixels that are darker than the paper at most: a line has a border of paper"""
_LOWEST = 6
"""pixels; a line that is lower has no digit: no scan that can be read has so small ones"""
_LEAST_AREA = 4
"""pixels; what is smaller is noise"""

# Shares of the height of the line's tallest piece.
_SMALL = 0.42
"""a piece smaller both ways that does not stand low is dirt"""
_LOW = 0.5
"""a dot or a comma begins no higher above the baseline, and a digit does"""
_TAIL = 0.12
"""a comma goes as far below it"""
_LEAST_DOT = 0.07
"""of both sides: a smaller dot is dirt"""
_TALL = 0.6
"""pieces of that height and more stand on the baseline"""
_WIDE = 0.9
"""a wider piece is looked at for digits that touch; the widest 0 has 0.85"""
_NARROWEST = 0.22
"""nor is what is cut off a wider piece"""
_SAME = 0.35
"""of the narrower one: pieces that overlap more from left to right are one, as the parts of a 5"""

_FLAT = ((1.4, 0.92), (2.2, 0.85), (4.0, 0.5))
"""a dash is at least so many times as wide as high, and so much of its box is ink: touching digits
have white between their strokes, a long dash may lie crooked"""
_LOW_DASH = 1.3
"""the same for a dash alone, whose corners may be grey"""
_FAINT = 0.25
"""of all ink: where more is above or below, a dash is what is left of faint print"""
_SLANT = 0.82
"""correlation of the ink's places across and down: a stroke aslant has it, a 1 or 7 has not"""
_LEANING = 0.25
"""times as wide as high a stroke is at least that leans: an italic 1 is narrower"""


class Piece(NamedTuple):
    """Ink that belongs together from left to right: its edges, the far ones exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def join(
        self,
        other: Piece,
    ) -> Piece:
        """Both as one."""
        return Piece(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Line(NamedTuple):
    """A line in pieces: its ink (255 is black), where that is, the pieces from left to right, and
    the height and the baseline of its digits."""

    ink: Grey
    mask: NDArray[np.bool_]
    pieces: tuple[Piece, ...]
    height: int
    baseline: int


# A line in pieces


def to_line(picture: Grey) -> Line:
    """The pieces of a line that was cut out."""
    ink = _to_ink(picture)
    mask = _find_mask(picture)
    blobs = _find_blobs(mask)
    columns = list(_join_columns(blobs))
    height = max((piece.height for piece in columns), default=0)
    feet = sorted(piece.bottom for piece in columns if piece.height >= _TALL * height)
    baseline = feet[len(feet) // 2] if feet else 0
    if _is_low(columns):
        return Line(ink, mask, tuple(columns), height, baseline)
    pieces: list[Piece] = []
    for piece in columns:
        pieces += _cut(
            piece,
            ink,
            mask,
            height,
        )
    return Line(ink, mask, tuple(pieces), height, baseline)


def _to_ink(picture: Grey) -> Grey:
    """How much ink stands in each pixel: 0 where the paper is, 255 where it is darkest."""
    if not picture.size:
        return picture
    paper = float(np.percentile(picture, _PAPER))
    darkest = float(picture.min())
    amount = (paper - picture) * (255 / max(paper - darkest, 1.0))
    return amount.clip(0, 255).astype(np.uint8)


def _find_mask(picture: Grey) -> NDArray[np.bool_]:
    """Where there is ink."""
    if not picture.size:
        return np.zeros(picture.shape, bool)
    threshold, _ = cv2.threshold(
        picture,
        0,
        255,
        cv2.THRESH_OTSU,
    )
    darkness = min(max(threshold + _LIGHTER, _DARKEST), _LIGHTEST)
    return picture <= darkness


def _find_blobs(mask: NDArray[np.bool_]) -> list[Piece]:
    """Connected ink, from left to right."""
    if not mask.any():
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    # the first is the ground
    blobs = [
        Piece(
            left,
            top,
            left + width,
            top + height,
        )
        for left, top, width, height, area in stats[1:].tolist()
        if area >= _LEAST_AREA
    ]
    return sorted(blobs)


def _join_columns(blobs: Sequence[Piece]) -> Iterator[Piece]:
    """Blobs that stand above each other as one piece."""
    if not blobs:
        return
    own, *others = blobs
    for blob in others:
        overlap = own.right - blob.left
        narrower = min(own.width, blob.width)
        if overlap > max(1, _SAME * narrower):
            own = own.join(blob)
        else:
            yield own
            own = blob
    yield own


def _cut(
    piece: Piece,
    ink: Grey,
    mask: NDArray[np.bool_],
    height: int,
) -> list[Piece]:
    """A piece, cut where it has least ink if it is wider than a digit."""
    own = (slice(piece.top, piece.bottom), slice(piece.left, piece.right))
    is_sign = piece.height < _SMALL * height or _is_flat(piece, mask)
    if is_sign or piece.width <= _WIDE * height:
        return [piece]
    least = max(2, round(_NARROWEST * height))
    amount = ink[own].sum(axis=0, dtype=np.int64)
    cuts = _thinnest(amount, least)
    edges = [0, *cuts, piece.width]
    return [
        Piece(
            piece.left + left,
            piece.top,
            piece.left + right,
            piece.bottom,
        )
        for left, right in pairwise(edges)
    ]


def _thinnest(
    amount: NDArray[np.int64],
    least: int,
) -> list[int]:
    """Where along a piece there is least ink, at places that are apart by a narrow digit."""
    cuts: list[int] = []
    for place in np.argsort(amount, kind="stable").tolist():
        edges = (0, len(amount), *cuts)
        if min(abs(place - edge) for edge in edges) >= least:
            cuts.append(place)
    return sorted(cuts)


# Signs


def sign_of(
    piece: Piece,
    line: Line,
) -> str:
    """The sign that a small, flat or leaning piece is; '' for a piece of a digit."""
    high = line.height
    if _is_low(line.pieces) and not _is_faint(piece, line):
        return DASH if piece.width > _LOW_DASH * piece.height else DIRT
    if _is_dash(piece, line):
        return DASH
    if len(line.pieces) == 1 and _is_slash(piece, line):
        return SLASH
    is_small = max(piece.height, piece.width) < _SMALL * high
    if piece.top < line.baseline - _LOW * high:
        return DIRT if is_small else ""
    if min(piece.height, piece.width) < _LEAST_DOT * high:
        return DIRT
    is_comma = piece.bottom > line.baseline + _TAIL * high
    return COMMA if is_comma else DOT


def _is_dash(
    piece: Piece,
    line: Line,
) -> bool:
    """Whether a piece is flat and full of ink, as no digit is and no row of touching digits."""
    if not _is_flat(piece, line.mask):
        return False
    is_alone = len(line.pieces) == 1
    return not is_alone or not _is_faint(piece, line)


def _is_low(pieces: Sequence[Piece]) -> bool:
    """Whether all pieces together are lower than a digit."""
    top = min((piece.top for piece in pieces), default=0)
    bottom = max((piece.bottom for piece in pieces), default=0)
    return bottom - top < _LOWEST


def _is_faint(
    piece: Piece,
    line: Line,
) -> bool:
    """Whether much ink that is no piece stands above or below one."""
    above = line.ink[: max(0, piece.top - 1)]
    below = line.ink[piece.bottom + 1 :]
    others = above.sum(dtype=np.int64) + below.sum(dtype=np.int64)
    return bool(others > _FAINT * line.ink.sum(dtype=np.int64))


def _is_flat(
    piece: Piece,
    mask: NDArray[np.bool_],
) -> bool:
    """Whether a piece is so wide for its height, and so full of ink."""
    shape = piece.width / piece.height
    filled = float(mask[piece.top : piece.bottom, piece.left : piece.right].mean())
    return any(shape > least and filled > share for least, share in _FLAT)


def _is_slash(
    piece: Piece,
    line: Line,
) -> bool:
    """Whether a piece is one stroke from the upper right to the lower left."""
    if piece.width < _LEANING * piece.height:
        return False
    down, across = np.nonzero(_inked(piece, line))
    # a stroke of one column leans nowhere
    if down.std() == 0 or across.std() == 0:
        return False
    return float(np.corrcoef(down, across)[0, 1]) < -_SLANT


def _inked(
    piece: Piece,
    line: Line,
) -> NDArray[np.bool_]:
    return line.mask[piece.top : piece.bottom, piece.left : piece.right]
