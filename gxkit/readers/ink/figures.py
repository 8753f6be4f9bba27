"""What is seen in a cell of a picture: a figure as it looks, and what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

NOTHING_SAID = "?"
"""stands for ink that is no digit"""
_CLEAR = 0.9  # probability: a digit that is struck out is not read as surely
_THOUSANDS = 3  # digits between blanks that part thousands
_AROUND_MARK = re.compile(r" ?([.,-]) ?")


class Oddity(StrEnum):
    """What is odd about a figure: the worse the further down."""

    NONE = ""
    TOUCHING = "touching"
    STRUCK = "struck"
    CUT = "cut"
    EDGE = "edge"


_ORDER = tuple(Oddity)


def worst(oddities: Iterable[Oddity]) -> Oddity:
    """The worst of several; none of none."""
    return max(oddities, key=_ORDER.index, default=Oddity.NONE)


class Seen(NamedTuple):
    """What is seen in a cell: digits, points, commas and dashes, a blank where figures stand apart,
    a line break between lines, `NOTHING_SAID` for other ink; the least probability of its digits (1
    where there is none), what is odd about it, whether each of its lines is as long as the cell
    allows, so that a figure of two lines may have been broken by it, and whether no other ink
    reaches into the cell, as a line across it does."""

    text: str
    chance: float
    oddity: Oddity = Oddity.NONE
    is_full: bool = True
    is_whole: bool = True

    @property
    def is_struck(self) -> bool:
        """Whether a stroke goes through a figure on a line of its own; digits that are clear for
        all that only touch."""
        if self.oddity is not Oddity.STRUCK:
            return False
        is_clear = NOTHING_SAID not in self.text and self.chance >= _CLEAR
        is_line = not any(map(str.isspace, self.text))
        return self.is_whole and is_line and not is_clear

    @property
    def is_cut(self) -> bool:
        """Whether its digits go on over an edge of the cell. Such a figure is that of the cell in
        which its middle is, as a whole."""
        return self.oddity is Oddity.CUT

    @property
    def is_at_edge(self) -> bool:
        """Whether ink that may be a part of a digit lies beyond the edge at which it ends."""
        return self.oddity is Oddity.EDGE

    @property
    def is_plain(self) -> bool:
        """Whether it is one figure, and nothing but that."""
        if NOTHING_SAID in self.text or self.oddity is Oddity.STRUCK:
            return False
        return not any(map(str.isspace, self.text))

    @property
    def stands_apart(self) -> bool:
        """Whether several figures are seen, and not one that is spaced out, parted into thousands
        or broken by the width of the cell."""
        lines = list(filter(_has_digit, self.text.split("\n")))
        if len(lines) > 1 and not self.is_full:
            return True
        return any(map(_is_parted, lines))


NOTHING = Seen("", 1.0)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _is_parted(line: str) -> bool:
    """Whether a line holds several figures."""
    # a point or a comma is narrow, and leaves a gap beside it
    joined = _AROUND_MARK.sub(r"\1", line)
    parts = list(filter(_has_digit, joined.split()))
    if len(parts) <= 1:
        return False
    is_spaced = all(len(part) == 1 for part in parts)
    is_grouped = all(len(part) == _THOUSANDS for part in parts[1:])
    return not (is_spaced or is_grouped)
