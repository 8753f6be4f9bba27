"""The second reader of a figure, of another kind: pieces of ink, each told by a small net.

It knows no line and no language, only shapes, so that it errs elsewhere than the first reader.
Digits that touch are cut where the net likes the pieces best, digits that broke are put together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gxkit.readers.ink.net import NO_DIGIT, classify, fit
from gxkit.readers.scan.crops import Crop, Grey
from gxkit.readers.scan.ink import DIRT, Line, Piece, sign_of, to_line

STRANGE = "?"
"""what stands for ink that is no digit and no sign of a figure"""

_LEAST_CHANCE = 1e-6
"""of a digit, for its logarithm"""
_MOST_PARTS = 4
"""of a broken digit"""

# Shares of the height of the line's tallest piece.
_WIDEST = 1.1
"""a digit is not wider, also one in a wide font"""
_BROKEN = 0.1
"""parts of a broken digit stand no further apart, and digits side by side mostly do"""
_GAP = 0.3
"""between two digits, if they are also further apart than others: a dot is lost, or two figures
stand there"""
_FURTHER = 1.38
"""times as far from middle to middle as the digits beside; a dot takes half a digit's place"""
_PITCH = 1.0
"""from middle to middle where there are only two digits; those of any font stand nearer"""

_Floats = NDArray[np.float32]


class _Span(NamedTuple):
    """Pieces `first` to `last` (exclusive) taken as one digit, which is glyph number `glyph` and
    reaches from `left` to `right`."""

    first: int
    last: int
    left: int
    right: int
    glyph: int


class _Mark(NamedTuple):
    """A sign of the text and where it stands from left to right."""

    sign: str
    left: int
    right: int


class _Way(NamedTuple):
    """A way to read a line up to some piece: its cost, its signs, its least likely glyph."""

    cost: float
    marks: tuple[_Mark, ...]
    likely: float


def read_digits(crops: Sequence[Crop]) -> list[tuple[str, float]]:
    """What the second reader says of each crop, and the probability of the least likely digit.

    '' is for a crop without ink, and STRANGE stands in the text for what is no digit.
    """
    lines = [to_line(crop.picture) for crop in crops]
    glyphs: list[Grey] = []
    spans = [list(_find_spans(line, glyphs)) for line in lines]
    # all at once: one product of matrices for a page
    chances = classify(glyphs)
    pairs = zip(lines, spans, strict=True)
    return [_read(line, own, chances) for line, own in pairs]


# Pieces that may be one digit


def _find_spans(
    line: Line,
    glyphs: list[Grey],
) -> Iterator[_Span]:
    """The runs of pieces that may be one digit each; their pictures are added to the glyphs."""
    signs = [sign_of(piece, line) for piece in line.pieces]
    for first, piece in enumerate(line.pieces):
        if signs[first]:
            continue
        whole = piece
        for last in range(first, min(first + _MOST_PARTS, len(line.pieces))):
            part = line.pieces[last]
            is_near = part.left - whole.right <= max(1, _BROKEN * line.height)
            if last > first and (signs[last] or not is_near):
                break
            whole = whole.join(part)
            if last > first and whole.width > _WIDEST * line.height:
                break
            yield _Span(
                first,
                last + 1,
                whole.left,
                whole.right,
                len(glyphs),
            )
            glyphs.append(_cut_out(whole, line))


def _cut_out(
    piece: Piece,
    line: Line,
) -> Grey:
    """A piece's ink as the net takes it, without the rows that the piece has no ink in."""
    own = (slice(piece.top, piece.bottom), slice(piece.left, piece.right))
    rows = np.flatnonzero(line.mask[own].any(axis=1))
    first, last = (rows[0], rows[-1] + 1) if len(rows) else (0, piece.height)
    glyph: Grey = fit(line.ink[own][first:last])
    return glyph


# The likeliest way through the pieces


def _read(
    line: Line,
    spans: Sequence[_Span],
    chances: _Floats,
) -> tuple[str, float]:
    """The text of the pieces with the best sum of log probabilities, each by its width."""
    by_first: dict[int, list[_Span]] = {}
    for span in spans:
        by_first.setdefault(span.first, []).append(span)
    ways: list[_Way | None] = [_Way(0.0, (), 1.0)]
    ways += [None] * len(line.pieces)
    for at, piece in enumerate(line.pieces):
        way = ways[at]
        # a digit of several pieces ends further on
        if way is None:
            continue
        if at not in by_first:
            _offer(ways, at + 1, _go_past(way, piece, line))
        for span in by_first.get(at, ()):
            _offer(ways, span.last, _take_digit(way, span, chances[span.glyph]))
    best = ways[-1]
    # without ink there is nothing to read
    if best is None or not best.marks:
        return "", 0.0
    return _to_text(best.marks, line.height), best.likely


def _offer(
    ways: list[_Way | None],
    at: int,
    way: _Way,
) -> None:
    """Take a way to a piece where it is the first or the best."""
    known = ways[at]
    if known is None or way.cost < known.cost:
        ways[at] = way


def _go_past(
    way: _Way,
    piece: Piece,
    line: Line,
) -> _Way:
    """A way with the sign that a piece is, or without the dirt."""
    sign = sign_of(piece, line)
    if sign == DIRT:
        return way
    mark = _Mark(
        sign,
        piece.left,
        piece.right,
    )
    return way._replace(marks=(*way.marks, mark))


def _take_digit(
    way: _Way,
    span: _Span,
    chances: _Floats,
) -> _Way:
    """A way with one more digit."""
    kind = int(chances.argmax())
    sign = STRANGE if kind == NO_DIGIT else str(kind)
    mark = _Mark(
        sign,
        span.left,
        span.right,
    )
    # what is no digit is taken where no digit can be made of it
    worth = max(float(chances[:NO_DIGIT].max()), _LEAST_CHANCE)
    cost = way.cost - (span.right - span.left) * math.log(worth)
    likely = min(way.likely, float(chances[kind]))
    return _Way(
        cost,
        (*way.marks, mark),
        likely,
    )


def _to_text(
    marks: Sequence[_Mark],
    height: int,
) -> str:
    """The signs, with a blank where two digits stand apart as if something stood between them."""
    pitches = [_pitch(one, other) for one, other in pairwise(marks) if _are_digits(one, other)]
    usual = min(pitches, default=0.0) * _FURTHER if len(pitches) > 1 else _PITCH * height
    text = marks[0].sign
    for one, other in pairwise(marks):
        is_apart = other.left - one.right > _GAP * height
        if is_apart and _are_digits(one, other) and _pitch(one, other) > usual:
            text += " "
        text += other.sign
    return text


def _are_digits(
    one: _Mark,
    other: _Mark,
) -> bool:
    return one.sign.isdigit() and other.sign.isdigit()


def _pitch(
    one: _Mark,
    other: _Mark,
) -> float:
    """From the middle of a sign to the middle of the next."""
    return (other.left + other.right - one.left - one.right) / 2
