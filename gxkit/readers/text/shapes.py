"""What every shape of a table in text gives, and the places of its cells."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from gxkit.document import (
    Grid,
    Line,
    Where,
)


class Found(NamedTuple):
    """The lines from `start` to before `stop` as what they are: grids, or one line for each row."""

    start: int
    stop: int
    blocks: tuple[Line | Grid, ...]


Shape = Callable[[Sequence[Line]], Sequence[Found]]


Measure = Callable[[str], int]
"""how many columns of a screen a text takes"""
_WIDE = "WF"
_AMBIGUOUS = "WFA"


def measures() -> tuple[Measure, ...]:
    """The ways in which programs measure a text: Chinese characters twice as wide, quotation marks
    and the like too, or every character alike."""
    return _width, _width_of_printers, len


def _width(text: str) -> int:
    return _count_wide(text, _WIDE)


def _width_of_printers(text: str) -> int:
    """With quotation marks and the like as wide as Chinese ones are printed."""
    return _count_wide(text, _AMBIGUOUS)


def _count_wide(text: str, wide: str) -> int:
    width = len(text)
    for character in text:
        is_drawn = "─" <= character <= "╿"
        width += not is_drawn and unicodedata.east_asian_width(character) in wide
    return width


class Stretch:
    """Some lines as one text, in which each character knows its line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.text = "\n".join(line.text for line in lines)
        self.starts = [0]
        for line in lines[:-1]:
            self.starts.append(self.starts[-1] + len(line.text) + 1)

    def where(
        self,
        start: int,
        end: int,
    ) -> Where:
        """The place of some characters; of nothing at all, where it would begin.

        What goes on in the next line is said to end with its first one.
        """
        number = bisect_right(self.starts, start) - 1
        line = self.lines[number]
        first = start - self.starts[number] + 1
        last = min(end - self.starts[number], len(line.text))
        last = max(first, last)
        return Where(page=line.where.page, line=line.where.line, start=first, end=last)
