"""Where the columns of a form stand in the grids of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from gxkit.document import Cell, Grid
from gxkit.filling.tape import Tape
from gxkit.forms import Table
from gxkit.text import BLANK_MARKS, fold

Span = tuple[int, int, int]
"""first grid column, number of columns, grid row of the label"""
Header = Mapping[str, Span]
"""column id -> the grid columns that its label covers"""

_UNIT_NOTE = re.compile(r"\((?:单位:)?(?:万元|亿元|元|件|项)\)$")
_YEAR = re.compile(r"^(?:20\d\d)?年度$")
_YEAR_DIGITS = re.compile(r"(?:20\d\d)?$")
_PRINTED_UNIT = re.compile(r"\(?(?:单位:)?(万元|亿元|元)\)?")


def _stem(label: str) -> str:
    folded = _UNIT_NOTE.sub("", fold(label.replace("{year}", "")))
    return "年度" if _YEAR.match(folded) else folded


def grid_headers(blocks: tuple[object, ...], table: Table) -> dict[tuple[int, int], Header]:
    """For each (block, grid row) the columns as the nearest header above gives them; empty where none has been seen.

    A grid that goes on after a page break without a header of its own keeps the one before if it is as wide.
    """
    stems = {_stem(column.label): column.id for column in table.columns}
    headers: dict[tuple[int, int], Header] = {}
    current: dict[str, Span] = {}
    width = 0
    for number, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        if block.shape[1] != width:
            current, width = {}, block.shape[1]
        opened = False
        for row in block.by_rows():
            named = _named_columns(row, stems)
            if named:
                current = (
                    {**current, **named} if opened and not set(current) & set(named) else named
                )
            opened = bool(named)
            headers[number, row[0].row] = current
    return headers


def text_header(tape: Tape, table: Table, start: int) -> Header:
    """The columns in the order of the head that stands before the first label of a running text.

    Only a head whose column labels follow each other without anything in between tells their order; else {}.
    """
    stems = {column.id: _stem(column.label) for column in table.columns}
    places = {
        column: tape.text.rfind(stem, max(0, start - 60), start) for column, stem in stems.items()
    }
    order = sorted(places, key=lambda column: places[column])
    if min(places.values()) < 0 or any(len(row.columns) != len(order) for row in table.rows):
        return {}
    between = [tape.text[places[a] + len(stems[a]) : places[b]] for a, b in pairwise(order)]
    return (
        {column: (i, 1, 0) for i, column in enumerate(order)}
        if all(_YEAR_DIGITS.match(b) for b in between)
        else {}
    )


def _named_columns(row: list[Cell], stems: Mapping[str, str]) -> dict[str, Span]:
    named: dict[str, Span] = {}
    for cell in row:
        text = _stem(cell.text)
        if text in stems:
            named[stems[text]] = (cell.column, cell.colspan, cell.row)
        elif text and text not in BLANK_MARKS and text[0].isdigit():
            return {}
    return named


def printed_units(tape: Tape, table: Table) -> dict[str, str]:
    """The money unit that a column's header prints instead of the form's, by column id."""
    units: dict[str, str] = {}
    for column in table.columns:
        stem = _stem(column.label)
        if stem == fold(column.label):
            continue
        position = tape.text.find(stem)
        if position >= 0 and (match := _PRINTED_UNIT.match(tape.text, position + len(stem))):
            units[column.id] = match.group(1)
    return units
