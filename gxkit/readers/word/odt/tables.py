"""Rows and cells of an OpenDocument table: what covers them, and how often they are repeated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from gxkit.readers.word.building import BEGINS_DOWN, GOES_ON_DOWN
from gxkit.readers.word.odt.names import TABLE
from gxkit.readers.word.tags import Element

# No form has more columns than some dozen; a sheet repeats an empty cell to its thousandth column.
_MOST_COLUMNS = 200
_MOST_ROWS = 1_000
_TABLE, _ROW, _COLUMN = TABLE + "table", TABLE + "table-row", TABLE + "table-column"
_CELL, _COVERED = TABLE + "table-cell", TABLE + "covered-table-cell"
_STYLE = TABLE + "style-name"
_UNSEEN = ("collapse", "filter")
_MOST_DIGITS = 6


@dataclass(slots=True)
class OpenCell:
    """A cell of a row, or the part of one that a cell of a row above covers."""

    element: Element | None
    columns: int = 1
    merges: tuple[str, ...] = ()
    is_hidden: bool = False

    @property
    def style(self) -> str | None:
        return self.element.get(_STYLE) if self.element is not None else None


@dataclass(slots=True)
class OpenRow:
    """A row with its cells."""

    style: str | None
    is_hidden: bool
    cells: list[OpenCell] = field(default_factory=list)


def read_rows(table: Element) -> Iterator[OpenRow]:
    """The rows of a table from top to bottom; of those that are repeated no more than a report
    could have."""
    hidden = _find_hidden_columns(table)
    reaches: dict[int, _Reach] = {}
    count = 0
    for element in _rows_of(table):
        for _ in range(_read_count(element, "number-rows-repeated")):
            if count == _MOST_ROWS:
                return
            placing = _Placing(count, reaches)
            placing.read(element)
            for cell, column in zip(placing.cells, placing.columns, strict=True):
                cell.is_hidden = column in hidden
            is_hidden = element.get(TABLE + "visibility") in _UNSEEN
            yield OpenRow(element.get(_STYLE), is_hidden, placing.cells)
            count += 1


class _Reach(NamedTuple):
    """How many columns a cell covers, and the number of the first row that it does not."""

    columns: int
    until: int


@dataclass(slots=True)
class _Placing:
    """One row while its cells are placed; `reaches` are the cells that reach down, by column."""

    row: int
    reaches: dict[int, _Reach]
    cells: list[OpenCell] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    column: int = 0
    covered: int = 0
    """how many of the next cells the last one covers"""

    def read(
        self,
        row: Element,
    ) -> None:
        for cell in row.iterchildren(_CELL, _COVERED):
            for _ in range(_read_count(cell, "number-columns-repeated")):
                if self.column >= _MOST_COLUMNS:
                    return
                if cell.tag == _CELL:
                    # some programs leave out the cells that others cover
                    while self._go_on(None):
                        pass
                    self._place(cell)
                elif self.covered:
                    self.covered -= 1
                elif not self._go_on(cell):
                    self._add(OpenCell(None))
        while self._go_on(None):
            pass

    def _place(
        self,
        cell: Element,
    ) -> None:
        columns = _read_count(cell, "number-columns-spanned")
        rows = _read_count(cell, "number-rows-spanned")
        merges = (BEGINS_DOWN,) if rows > 1 else ()
        if rows > 1:
            self.reaches[self.column] = _Reach(columns, self.row + rows)
        self._add(OpenCell(cell, columns, merges))

    def _go_on(
        self,
        cell: Element | None,
    ) -> bool:
        """Whether a cell of a row above reaches down to here; its part of this row is added."""
        reach = self.reaches.get(self.column)
        if reach is None or reach.until <= self.row:
            return False
        self._add(OpenCell(cell, reach.columns, (GOES_ON_DOWN,)))
        return True

    def _add(
        self,
        cell: OpenCell,
    ) -> None:
        self.cells.append(cell)
        self.columns.append(self.column)
        self.column += cell.columns
        self.covered = cell.columns - 1


def _rows_of(parent: Element) -> Iterator[Element]:
    """The rows of a table, those in groups too, not those of tables in it."""
    for child in parent.iterchildren("*"):
        if child.tag == _ROW:
            yield child
        elif child.tag not in (_TABLE, _COLUMN):
            yield from _rows_of(child)


def _find_hidden_columns(table: Element) -> frozenset[int]:
    hidden: set[int] = set()
    at = 0
    for column in table.iter(_COLUMN):
        if next(column.iterancestors(_TABLE)) is not table:
            continue
        count = _read_count(column, "number-columns-repeated")
        if column.get(TABLE + "visibility") in _UNSEEN:
            hidden.update(range(at, at + count))
        at += count
    return frozenset(hidden)


def _read_count(
    element: Element,
    name: str,
) -> int:
    """A number of columns or rows, bounded; 1 where none is said."""
    said = element.get(TABLE + name, "")
    if not (said.isascii() and said.isdecimal()):
        return 1
    most = _MOST_ROWS if "rows" in name else _MOST_COLUMNS
    return min(max(int(said[:_MOST_DIGITS]), 1), most)
