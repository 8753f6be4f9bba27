"""A table in text laid out in columns whose labels wrap around their figures: half above the line, half below it.

No label stands there in one piece, so the figures lead: as many lines of figures in a row as the form has rows, each
with as many figures as its row has cells, and around each line the letters of its row's label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gxkit.document import Cell
from gxkit.filling.fields import zone_fields
from gxkit.filling.joined import adds_up, has_sum
from gxkit.filling.lines import Line
from gxkit.filling.tape import Slot, Tape
from gxkit.forms import Row, Table
from gxkit.text import fold, is_blank, read_number

_HAN = re.compile(r"[\u4e00-\u9fff]")
ENOUGH_LETTERS = 0.9
"""the share of a label's letters that must stand around its line of figures"""
OUTSIDE = 60
"""characters above the first and below the last line of figures in which their labels may go on"""


@dataclass(frozen=True, slots=True)
class _Tail:
    """The figures that end a line of text: so many, from one position of the tape to another."""

    start: int
    end: int
    figures: int


def _tails(tape: Tape) -> Iterator[_Tail]:
    for _, group in groupby(tape.slots, key=lambda slot: slot.block):
        slots = list(group)
        if isinstance(slots[0].source, Cell):
            continue
        first = len(slots)
        while first and _is_figure(slots[first - 1]):
            first -= 1
        if first < len(slots):
            yield _Tail(slots[first].start, slots[-1].end, len(slots) - first)


def _is_figure(slot: Slot) -> bool:
    return bool(slot.text) and (read_number(slot.text) is not None or is_blank(slot.text))


def _letters(text: str) -> Counter[str]:
    return Counter(_HAN.findall(text))


def _covered(row: Row, around: Counter[str]) -> float:
    """The share of a label's letters that stand in a text; of its wordings the best."""
    wordings = [_letters(fold(label)) for label in (row.label, *row.also)]
    return max((wording & around).total() / wording.total() for wording in wordings if wording)


def read_wrapped(tape: Tape, table: Table, known: re.Pattern[str]) -> tuple[float, list[Line]]:
    """How well a table's rows fit the lines of figures that follow each other somewhere on the tape, and its lines.

    (0, []) where they do not, or where fewer lines add up than do not: then the columns stand in an unknown order.
    """
    everywhere = _letters(tape.text)
    if any(_covered(row, everywhere) < ENOUGH_LETTERS for row in table.rows):
        return 0.0, []
    tails = list(_tails(tape))
    sizes = [len(row.columns) for row in table.rows]
    for first in range(len(tails) - len(sizes) + 1):
        window = tails[first : first + len(sizes)]
        beside = (
            tails[max(0, first - 1) : first] + tails[first + len(sizes) : first + len(sizes) + 1]
        )
        if [tail.figures for tail in window] != sizes or any(
            _goes_on(window, other) for other in beside
        ):
            continue
        if score := _fit(tape, table, window):
            lines = [
                _line(tape, row, tail, known) for row, tail in zip(table.rows, window, strict=True)
            ]
            return (score, lines) if _adds_up(lines, table) else (0.0, [])
    return 0.0, []


def _goes_on(window: Sequence[_Tail], other: _Tail) -> bool:
    """Whether a line of figures close above or below the others might be one of them."""
    above = window[0].figures == other.figures and 0 <= window[0].start - other.end < OUTSIDE
    return above or (
        window[-1].figures == other.figures and 0 <= other.start - window[-1].end < OUTSIDE
    )


def _fit(tape: Tape, table: Table, window: Sequence[_Tail]) -> float:
    """The letters that are found around the lines of figures; 0 where a row's are not."""
    found = 0.0
    for number, (row, tail) in enumerate(zip(table.rows, window, strict=True)):
        low = window[number - 1].end if number else max(0, tail.start - OUTSIDE)
        high = window[number + 1].start if number + 1 < len(window) else tail.end + OUTSIDE
        covered = _covered(row, _letters(tape.text[low:high]))
        if covered < ENOUGH_LETTERS:
            return 0.0
        found += covered * min(len(fold(row.label)), 12)
    return found


def _line(tape: Tape, row: Row, tail: _Tail, known: re.Pattern[str]) -> Line:
    fields = tuple(zone_fields(tape, tail.start, tail.end, known))
    return Line(tuple((row.id, c) for c in row.columns), fields[0].place()[1], fields)


def _adds_up(lines: Sequence[Line], table: Table) -> bool:
    """Whether of the lines with sums inside more add up than do not; True where the table has no such sums."""
    summed = [
        line
        for line in lines
        if has_sum(line.slots, table.rules) and any(f.number for f in line.figures)
    ]
    right = sum(
        adds_up([f.number or 0 for f in line.figures], line.slots, table.rules) for line in summed
    )
    return 2 * right >= len(summed)
