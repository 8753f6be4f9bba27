"""Tables as a program shows them on a screen: each row begins with its number, and a head of
numbers stands above, each at the right edge of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.document import (
    Cell,
    Grid,
    Line,
    Where,
)
from gxkit.readers.text.shapes import Found, Measure, measures

_HEAD = re.compile(r"\s*0(?:\s+\d+)+\s*")
_INDEX = re.compile(r"\s*(\d+)(?=\s)")
_FIELD = re.compile(r"\S+(?: \S+)*")
_NOTHING = frozenset(("NaN", "nan", "None", "<NA>", "NaT"))
# Fewer rows may be figures of another kind.
_FEWEST = 3


def find_counted(lines: Sequence[Line]) -> list[Found]:
    """The tables whose fields end below the numbers of their columns."""
    found = []
    for at, line in enumerate(lines):
        if not _HEAD.fullmatch(line.text) or not _counts(line.text.split()):
            continue
        rows = _rows_below(lines, at)
        cells = _place(line.text, rows)
        if len(rows) >= _FEWEST and cells:
            found.append(Found(at, at + 1 + len(rows), (Grid(cells),)))
    return found


def _counts(numbers: Sequence[str]) -> bool:
    return numbers == [str(number) for number in range(len(numbers))]


def _rows_below(lines: Sequence[Line], head: int) -> Sequence[Line]:
    """The lines below a head that begin with 0, 1, 2 …"""
    stop = head + 1
    while stop < len(lines):
        index = _INDEX.match(lines[stop].text)
        if index is None or int(index[1]) != stop - head - 1:
            break
        stop += 1
    return lines[head + 1 : stop]


def _place(head: str, rows: Sequence[Line]) -> tuple[Cell, ...]:
    """The cells by columns; none where a field ends between the numbers of the head."""
    ends = [number.end() for number in re.finditer(r"\d+", head)]
    columns = {end: column for column, end in enumerate(ends)}
    for measure in measures():
        cells = [_place_row(number, row, columns, measure) for number, row in enumerate(rows)]
        if all(cells):
            return tuple(cell for row in cells for cell in row)
    return ()


def _place_row(
    number: int,
    line: Line,
    columns: dict[int, int],
    measure: Measure,
) -> list[Cell]:
    index = _INDEX.match(line.text)
    first = index.end() if index else 0
    placed = []
    width = measured = 0
    for field in _FIELD.finditer(line.text, first):
        width += measure(line.text[measured : field.end()])
        measured = field.end()
        column = columns.get(width)
        # a field that ends elsewhere was not set in these columns
        if column is None:
            return []
        text = "" if field.group() in _NOTHING else field.group()
        place = line.where
        where = Where(
            page=place.page,
            line=place.line,
            start=field.start() + 1,
            end=field.end(),
        )
        placed.append(Cell(number, column, text, where))
    return placed
