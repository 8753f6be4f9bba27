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


class _Widths(dict[str, int]):
    """How many columns of a screen a character takes, found when it is first met."""

    def __init__(self, wide: str) -> None:
        super().__init__()
        self.wide = wide

    def __missing__(self, character: str) -> int:
        is_drawn = "─" <= character <= "╿"
        is_wide = not is_drawn and unicodedata.east_asian_width(character) in self.wide
        width = self[character] = 2 if is_wide else 1
        return width


_NARROW = _Widths("WF")
_PRINTED = _Widths("WFA")


def measures() -> tuple[Measure, ...]:
    """The ways in which programs measure a text: Chinese characters twice as wide, quotation marks
    and the like too, or every character alike."""
    return _width, _width_of_printers, len


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_NARROW.__getitem__, text))


def _width_of_printers(text: str) -> int:
    """With quotation marks and the like as wide as Chinese ones are printed."""
    return len(text) if text.isascii() else sum(map(_PRINTED.__getitem__, text))


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
