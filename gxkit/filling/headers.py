"""Where the columns of a form stand in the grids of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from gxkit.document import Cell, Grid
from gxkit.filling import weights
from gxkit.filling.lexicon import Lexicon, stem
from gxkit.filling.tape import Tape
from gxkit.text import BLANK_MARKS

Span = tuple[int, int, int]
"""first grid column, number of columns, grid row of the label"""
Header = Mapping[str, Span]
"""column id -> the grid columns that its label covers"""
_GridRow = tuple[int, int, list[tuple[Cell, str]]]
"""number of the block, columns of its grid, cells with their texts as stems"""

_YEAR_DIGITS = re.compile(r"(?:20\d\d)?$")
_PRINTED_UNIT = re.compile(r"\(?(?:单位:)?(万元|亿元|元)\)?")


def _grid_rows(tape: Tape) -> list[_GridRow]:
    found: list[_GridRow] = []
    stems: dict[str, str] = {}
    for number, block in enumerate(tape.blocks):
        if not isinstance(block, Grid):
            continue
        width = block.shape[1]
        for row in block.by_rows():
            cells = []
            for cell in row:
                if cell.text not in stems:
                    stems[cell.text] = stem(cell.text)
                cells.append((cell, stems[cell.text]))
            found.append((number, width, cells))
    return found


def grid_headers(tape: Tape, words: Lexicon) -> dict[tuple[int, int], Header]:
    """For each (block, grid row) the columns as the nearest header above gives them.

    Empty where none has been seen. A grid that goes on after a page break without a header of its
    own keeps the one before if it is as wide.
    """
    headers: dict[tuple[int, int], Header] = {}
    current: dict[str, Span] = {}
    width = 0
    block = -1
    opened = False
    for number, columns, cells in tape.once(_grid_rows):
        if number != block:
            block, opened = number, False
            if columns != width:
                current, width = {}, columns
        named = _named_columns(cells, words.stems)
        if named:
            # A head of several rows names other columns in each; one that names them anew begins.
            goes_on = opened and current.keys().isdisjoint(named)
            current = {**current, **named} if goes_on else named
        opened = bool(named)
        headers[number, cells[0][0].row] = current
    return headers


def _named_columns(cells: list[tuple[Cell, str]], stems: Mapping[str, str]) -> dict[str, Span]:
    named: dict[str, Span] = {}
    for cell, text in cells:
        if text in stems:
            named[stems[text]] = (cell.column, cell.colspan, cell.row)
        elif text and text[0].isdigit() and text not in BLANK_MARKS:
            # A row with a figure is no head, whatever words stand in it.
            return {}
    return named


def text_header(tape: Tape, words: Lexicon, start: int) -> Header:
    """The columns in the order of the head that stands before the first label of a running text.

    Only a head whose column labels follow each other without anything in between tells their
    order; else {}.
    """
    stems = {column: text for text, column in words.stems.items()}
    low = max(0, start - weights.IN_USE.text_head)
    places = {column: tape.text.rfind(text, low, start) for column, text in stems.items()}
    rows = words.table.rows
    if min(places.values()) < 0 or any(len(row.columns) != len(places) for row in rows):
        return {}
    order = sorted(places, key=lambda column: places[column])
    for one, other in pairwise(order):
        between = tape.text[places[one] + len(stems[one]) : places[other]]
        if not _YEAR_DIGITS.match(between):
            return {}
    return {column: (i, 1, 0) for i, column in enumerate(order)}


def printed_units(tape: Tape, words: Lexicon) -> dict[str, str]:
    """The money unit that a column's header prints instead of the form's, by column id."""
    units: dict[str, str] = {}
    for column, text in words.with_unit.items():
        position = tape.text.find(text)
        if position < 0:
            continue
        if match := _PRINTED_UNIT.match(tape.text, position + len(text)):
            units[column] = match.group(1)
    return units
