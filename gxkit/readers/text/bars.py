"""Cells one below the other, parted by bars: what is left of a table where a page was copied.

A bar parts two cells or ends one; what stands between two bars and is blank is an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gxkit.document import Line
from gxkit.readers.text.shapes import Found
from gxkit.text import read_number

_BAR = "|"
_EMPTY_CELL = "\t"
"""a tab that opens a line opens its first cell, which holds nothing"""

# Lines between two bars: the text of a cell, or the end of one table and the head of the next.
_FARTHEST = 8
# Fewer bars are some of a sentence.
_FEWEST = 6


def find_bars(lines: Sequence[Line]) -> list[Found]:
    """The stretches of cells parted by bars, as one line for each cell."""
    found = []
    for numbers in _stretches(lines):
        own = lines[numbers.start : numbers.stop]
        around = lines[max(0, numbers.start - 1) : numbers.stop + 1]
        # among rows with several cells these are rows too, of a label and empty cells
        if any(_holds_several(line.text) for line in around):
            continue
        if sum(line.text.count(_BAR) for line in own) >= _FEWEST:
            found.append(Found(numbers.start, numbers.stop, tuple(_read_cells(own))))
    return found


def _stretches(lines: Sequence[Line]) -> Iterator[range]:
    """From a line with a bar to the last one that follows not far from the one before."""
    first = last = -1
    for number, line in enumerate(lines):
        if _BAR not in line.text:
            continue
        # a row with several cells is a row, or a line of links
        holds_several = _holds_several(line.text)
        if first >= 0 and (holds_several or number - last > _FARTHEST):
            yield range(first, last + 1)
            first = -1
        if not holds_several:
            first = number if first < 0 else first
            last = number
    if first >= 0:
        yield range(first, last + 1)


def _holds_several(text: str) -> bool:
    """Whether more than one cell between the bars of a line is filled."""
    filled = [piece for piece in text.split(_BAR) if piece.strip()]
    return len(filled) > 1


def _read_cells(lines: Sequence[Line]) -> Iterator[Line]:
    """A line for each line of a cell that says something, and one for each empty cell."""
    cells = list(_part_cells(lines))
    # bars behind texts: short rows were filled up with bars, behind which no cell stands
    is_filled_up = any(line.text.strip(" |") and _BAR in line.text for line in lines)
    following = ""
    kept: list[Line] = []
    for cell in reversed(cells):
        is_empty = cell.text == _EMPTY_CELL
        if is_empty and is_filled_up and read_number(following) is None:
            continue
        kept.append(cell)
        following = following if is_empty else cell.text
    yield from reversed(kept)


def _part_cells(lines: Sequence[Line]) -> Iterator[Line]:
    has_text = True
    for line in lines:
        *ended, rest = line.text.split(_BAR)
        for text in ended:
            if text.strip():
                yield Line(text.rstrip(), line.where)
            elif not has_text:
                yield Line(_EMPTY_CELL, line.where)
            has_text = False
        if rest.strip():
            yield Line(rest, line.where)
            has_text = True
