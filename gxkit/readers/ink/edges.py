"""Figures that stand across the edge of their cell: read as a whole, and given to the cell in which
their middles are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from gxkit.readers.ink.figures import Oddity, worst
from gxkit.readers.ink.net import Array
from gxkit.readers.ink.pieces import Piece, Pieces
from gxkit.readers.ink.rows import GAP, WIDEST, Glyphs, Row, Sign

# Of a digit's height:
NEAR_EDGE = 0.5
"""a digit farther away from the edge of its cell is the last of its figure"""
_SAME_STEP = 0.28  # by how much the step to the next digit differs from those between the others
_LONE_STEP = 0.15  # between digits, and by how much it differs, where a figure has one only
_SAME_BASE = 0.3  # by how much their bases differ
_LOWEST, _HIGHEST = 0.55, 1.5  # how high the next digit is
_OVERLAP = 0.3  # by how much digits lie over one another, and what is level with them beside them
_MOST_DIGITS = 12  # of a figure
_LEFT, _RIGHT = -1, 1


class _End(NamedTuple):
    """The end of a row in a cell: the row, the number of the cell, the figure at that end, and the
    side on which it is."""

    row: Row
    cell: int
    figure: list[Sign]
    side: int

    @property
    def last(self) -> Sign:
        """The digit at the end."""
        return self.figure[0] if self.side == _LEFT else self.figure[-1]

    def distance(
        self,
        digit: Sign,
        pieces: Pieces,
    ) -> Array:
        """How far beyond a digit each piece begins."""
        lefts, _, rights, _ = pieces.places.T
        beyond: Array = digit.left - rights if self.side == _LEFT else lefts - digit.right
        return beyond


def settle_edges(
    row: Row,
    cell: int,
    place: Sequence[int],
    pieces: Pieces,
    glyphs: Glyphs,
) -> Row:
    """The row with the figures at its ends as a whole, if their digits go on in the next cell;
    without them if their middles are there."""
    left, _, right, _ = place
    for side in (_LEFT, _RIGHT):
        figure = _figure_at_end(row, side)
        if not figure:
            continue
        inside = figure[0].left - left if side == _LEFT else right - figure[-1].right
        if inside > NEAR_EDGE * row.high:
            continue
        end = _End(row, cell, figure, side)
        beyond = _read_beyond(end, pieces, glyphs)
        if not beyond:
            if _has_ink_beside(end, pieces):
                row = row._replace(oddity=worst((row.oddity, Oddity.EDGE)))
            continue
        others = [sign for sign in row.signs if sign not in figure]
        whole = sorted(figure + beyond)
        middle = (whole[0].left + whole[-1].right) / 2
        signs = sorted(others + whole) if left <= middle < right else others
        oddity = worst((row.oddity, Oddity.CUT))
        row = row._replace(signs=signs, oddity=oddity)
    return row


def _figure_at_end(
    row: Row,
    side: int,
) -> list[Sign]:
    """The digits of the first or the last figure of a row, if it ends with one."""
    inwards = row.signs if side == _LEFT else row.signs[::-1]
    figure: list[Sign] = []
    for sign in inwards:
        if sign.glyph < 0:
            break
        if figure:
            before = figure[-1]
            apart = max(before.left, sign.left) - min(before.right, sign.right)
            if apart > GAP * row.high:
                break
        figure.append(sign)
    return sorted(figure)


def _read_beyond(
    end: _End,
    pieces: Pieces,
    glyphs: Glyphs,
) -> list[Sign]:
    """The digits in other cells that go on from the end of a figure."""
    steps = [after.left - before.right for before, after in pairwise(end.figure)]
    step = median(steps) if steps else _LONE_STEP * end.row.high
    off = (_SAME_STEP if steps else _LONE_STEP) * end.row.high
    found: list[Sign] = []
    last = end.last
    while len(found) < _MOST_DIGITS:
        is_next = _may_follow(end, last, pieces)
        is_next &= abs(end.distance(last, pieces) - step) < off
        if not is_next.any():
            break
        number = int(is_next.argmax())
        place = pieces.places[number].tolist()
        area = int(pieces.areas[number])
        (last,) = glyphs.cut(Piece._make((*place, area)))
        found.append(last)
    return found


def _may_follow(
    end: _End,
    digit: Sign,
    pieces: Pieces,
) -> Array:
    """Of each piece whether it is as a digit of the row is, beyond another, in another cell."""
    lefts, tops, rights, bottoms = pieces.places.T
    high = bottoms - tops
    beside = (lefts + rights) - (digit.left + digit.right)
    fits: Array = (pieces.cells != end.cell) & (beside * end.side > 0)
    fits &= (high > _LOWEST * end.row.high) & (high < _HIGHEST * end.row.high)
    fits &= rights - lefts <= WIDEST * high
    fits &= abs(bottoms - end.row.base) < _SAME_BASE * end.row.high
    fits &= end.distance(digit, pieces) > -_OVERLAP * end.row.high
    return fits


def _has_ink_beside(
    end: _End,
    pieces: Pieces,
) -> bool:
    """Whether anything that is no rule lies beyond a figure, level with it, where another digit
    would begin: a rule may go through that one."""
    row = end.row
    _, tops, _, bottoms = pieces.places.T
    distance = end.distance(end.last, pieces)
    shared = np.minimum(bottoms, row.base) - np.maximum(tops, row.base - row.high)
    fits = (pieces.cells != end.cell) & (shared > _OVERLAP * row.high)
    fits &= bottoms - tops < _HIGHEST * row.high
    fits &= (distance > -_OVERLAP * row.high) & (distance < NEAR_EDGE * row.high)
    return bool(fits.any())
