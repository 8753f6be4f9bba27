"""Rows and cells of a web table, and where cells stand by the table model of HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from gxkit.document import Cell, Where
from gxkit.readers.web.flow import CellText
from gxkit.readers.web.looks import Look, Looks
from gxkit.readers.web.tags import CELLS, Element, text_below

_SPAN = re.compile(r"\s*\+?(\d{1,6})")
# Pages ask for spans of a thousand columns to cover a whole row; browsers clip them too.
_MAX_COLUMNS = 200


LookedCell = tuple[Element, Look]
"""a cell of a table and how it looks"""


class Row(NamedTuple):
    """A row of a table: its number in the file, from 1, and its cells."""

    number: int
    cells: list[LookedCell]


class Rows(NamedTuple):
    """The rows of a table that take a place on the page, and the numbers of those that take none
    and hold text."""

    shown: list[Row]
    unseen: list[int]


def table_to_rows(table: Element, looks: Looks, look: Look) -> Rows:
    """The cells of each row; those that stand outside any row are a row of their own.

    As in a browser no span counts a row that takes no place.
    """
    known = {table: look}
    rows = Rows([], [])
    owner: Element | None = None
    around = look
    number = 0
    for element in table.iter("tr", *CELLS):
        is_row = element.tag == "tr"
        row = owner
        # most cells stand in the row that was met last
        if row is None or is_row or element.getparent() is not row:
            row = _row_of(element)
        if row is not owner:
            number += 1
            owner = row
            # where nothing has a look of its own no row takes no place
            around = look if looks.is_bare else _look_of(row, looks, known)
            if not around.gone:
                rows.shown.append(Row(number, []))
            elif text_below(row).strip():
                rows.unseen.append(number)
        if is_row or around.gone:
            continue
        own = look if looks.is_bare else looks.below(around, element)
        if not own.gone:
            rows.shown[-1].cells.append((element, own))
    return rows


def find_collapsed(table: Element, looks: Looks, look: Look) -> frozenset[int]:
    """The columns, from 0, that are collapsed and take no place on the page."""
    known = {table: look}
    collapsed: set[int] = set()
    at = 0
    for element in table.iter("col", "colgroup"):
        holds_columns = next(element.iter("col"), element) is not element
        if holds_columns:
            continue
        span = min(_read_span(element.get("span")), _MAX_COLUMNS)
        if _look_of(element, looks, known).gone:
            collapsed.update(range(at, at + span))
        at += span
    return frozenset(collapsed)


def drop_columns(cells: Sequence[Cell], gone: Collection[int]) -> tuple[Cell, ...]:
    """The cells that are left when some columns take no place."""
    kept: list[Cell] = []
    for cell in cells:
        columns = range(cell.column, cell.column + cell.colspan)
        width = sum(column not in gone for column in columns)
        before = sum(column < cell.column for column in gone)
        if width:
            kept.append(replace(cell, column=cell.column - before, colspan=width))
    return tuple(kept)


def _look_of(element: Element, looks: Looks, known: dict[Element, Look]) -> Look:
    """How an element looks that stands in a table whose look is known."""
    found = known.get(element)
    if found is None:
        parent = element.getparent()
        assert parent is not None
        around = _look_of(parent, looks, known)
        found = known[element] = looks.below(around, element)
    return found


def _row_of(element: Element) -> Element:
    """The row that an element is or that it is in; its table where it is in none."""
    if element.tag == "tr":
        return element
    parent = element.getparent()
    if parent is not None and parent.tag == "tr":
        return parent
    return next(element.iterancestors("tr", "table"))


def place_cells(
    rows: Sequence[Row],
    read: Callable[[Element, Look], CellText],
    table: int,
) -> tuple[Cell, ...]:
    """Cells with row, column and spans: spans push later cells aside.

    `read` tells what stands in a cell, `table` is the table's number in the file. A span that
    is no number is 1, a rowspan of 0 or past the end reaches the last row, a colspan is clipped.
    """
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    for at, row in enumerate(rows):
        left = len(rows) - at
        column = 0
        for element, look in row.cells:
            while taken.get(column, 0) > at:
                column += 1
            wide = high = 1
            # most cells span no others
            asked = element.get("colspan")
            if asked is not None:
                wide = _free_columns(taken, column, _read_span(asked) or 1, at)
            asked = element.get("rowspan")
            if asked is not None:
                high = min(_read_span(asked) or left, left)
            where = Where(None, table, row.number, column + 1)
            text, omitted, unread = read(element, look)
            cells.append(Cell(at, column, text, where, high, wide, omitted, unread))
            for covered in range(column, column + wide):
                taken[covered] = at + high
            column += wide
    return tuple(cells)


def _free_columns(taken: dict[int, int], column: int, wide: int, row: int) -> int:
    """How many of the columns that a cell asks for are free from its first one on."""
    wide = min(wide, _MAX_COLUMNS)
    for width in range(1, wide):
        if taken.get(column + width, 0) > row:
            return width
    return wide


def _read_span(
    value: str | None,
) -> int:
    if value is None:
        return 1
    match = _SPAN.match(value)
    return int(match[1]) if match else 1
