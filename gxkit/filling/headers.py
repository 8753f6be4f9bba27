"""Where the columns of a form stand in the grids of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gxkit.document import Cell, Grid
from gxkit.filling import weights
from gxkit.filling.lexicon import Lexicon, stem
from gxkit.filling.tape import Tape
from gxkit.text import BLANK_MARKS

# First grid column, number of columns, grid row of the label.
Span = tuple[int, int, int]
# Column id -> the grid columns that its label covers.
Header = Mapping[str, Span]

_YEAR_DIGITS = re.compile(r"(?:20\d\d)?$")
_PRINTED_UNIT = re.compile(r"\(?(?:单位:)?(万元|亿元|元)\)?")


@dataclass(frozen=True, slots=True)
class _GridRow:
    """A row of a grid: its block, how wide the grid is, the cells, their texts as stems."""

    block: int
    width: int
    cells: Sequence[Cell]
    stems: Sequence[str]


def _grid_rows(tape: Tape) -> list[_GridRow]:
    found: list[_GridRow] = []
    known: dict[str, str] = {}
    for number, block in enumerate(tape.blocks):
        if not isinstance(block, Grid):
            continue
        _, width = block.shape
        for row in block.by_rows():
            stems = []
            for cell in row:
                if cell.text not in known:
                    known[cell.text] = stem(cell.text)
                stems.append(known[cell.text])
            found.append(_GridRow(number, width, row, stems))
    return found


def grid_headers(
    tape: Tape,
    words: Lexicon,
) -> dict[tuple[int, int], Header]:
    """For each (block, grid row) the columns as the nearest header above gives them.

    Empty where none has been seen. A grid that goes on after a page break without a header of its
    own keeps the one before if it is as wide.
    """
    headers: dict[tuple[int, int], Header] = {}
    current: dict[str, Span] = {}
    width, block = 0, -1
    opened = False
    for row in tape.once(_grid_rows):
        if row.block != block:
            block, opened = row.block, False
            # A grid of another width is another table, and its columns are not known yet.
            if row.width != width:
                current, width = {}, row.width
        named = _named_columns(row, words.stems)
        if named:
            # A head of several rows names other columns in each; one that repeats any begins anew.
            goes_on = opened and current.keys().isdisjoint(named)
            current = {**current, **named} if goes_on else named
        opened = bool(named)
        headers[row.block, row.cells[0].row] = current
    return headers


def _named_columns(
    row: _GridRow,
    stems: Mapping[str, str],
) -> dict[str, Span]:
    named: dict[str, Span] = {}
    for cell, text in zip(row.cells, row.stems, strict=True):
        column = stems.get(text)
        if column is not None:
            named[column] = (cell.column, cell.colspan, cell.row)
        elif text and text[0].isdigit() and text not in BLANK_MARKS:
            # A row with a figure is no head, whatever words stand in it.
            return {}
    return named


def text_header(
    tape: Tape,
    words: Lexicon,
    start: int,
) -> Header:
    """The columns in the order of the head that stands before the first label of a running text.

    Only a head whose column labels follow each other without anything in between tells their
    order; else {}.
    """
    places = dict(_places_before(tape, words, start))
    is_whole = len(places) == len(words.stems)
    # Rows with other columns than the head names would be put in a wrong order.
    if not is_whole or any(len(slots) != len(places) for slots in words.slots):
        return {}
    order = sorted(places, key=lambda column: places[column])
    for one, other in pairwise(order):
        begin, end = places[one][1], places[other][0]
        # Something else stands between two labels: a sentence that names both, or a third column.
        if not _YEAR_DIGITS.match(tape.text[begin:end]):
            return {}
    return {column: (at, 1, 0) for at, column in enumerate(order)}


def _places_before(
    tape: Tape,
    words: Lexicon,
    start: int,
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where the column labels stand that are printed shortly before a place."""
    low = max(0, start - weights.IN_USE.head)
    for text, column in words.stems.items():
        place = tape.text.rfind(text, low, start)
        if place >= 0:
            yield column, (place, place + len(text))


def printed_units(
    tape: Tape,
    words: Lexicon,
) -> dict[str, str]:
    """The money unit that a column's header prints instead of the form's, by column id."""
    units: dict[str, str] = {}
    for column, text in words.with_unit.items():
        place = tape.text.find(text)
        if place < 0:
            continue
        after = place + len(text)
        if found := _PRINTED_UNIT.match(tape.text, after):
            units[column] = found.group(1)
    return units
