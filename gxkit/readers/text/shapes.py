"""What every shape of a table in text gives, and the places of its cells."""

from __future__ import annotations

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
