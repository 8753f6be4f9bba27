"""What the head of a grid says over each of its columns, laid out by position."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from gxkit.document import Cell, Grid, Where
from gxkit.filling import weights
from gxkit.filling.finding.lexicon import Lexicon, stem
from gxkit.filling.tape import Tape
from gxkit.text import BLANK_MARKS, fold

# First grid column, number of columns, grid row of the label.
Span = tuple[int, int, int]
# Column id -> the grid columns that its label covers.
Header = Mapping[str, Span]
# What a head says of the year of its figures: the year, `this`, `last`, or '' for nothing.
Year = int | str
THIS = "this"
LAST = "last"
UNKNOWN = "unknown"
"""words stand there that nobody knows, and that may tell one table from another"""
# Table two of 2019 counts changes, -2 and +3.
_SIGNS = "+-"

_PRINTED_UNIT = re.compile(r"\(?(?:单位:)?(万元|亿元|元)\)?")
_THIS_YEAR = "本年度?|今年|本期|当年"
_LAST_YEAR = "上一?年度?|去年|上期|同期|前一?年度?|往年"
_YEAR = re.compile(rf"(20\d\d)年度?|({_THIS_YEAR})|({_LAST_YEAR})")
_YEAR_REST = re.compile(r"[()、:]|数据?|数量|情况|末|底")
# A year alone opens with a digit, as figures do.
_YEAR_FIRST = re.compile(r"20\d\d年")
# Columns that offices add to a form; they hold no figure of it.
_ADDED = re.compile(
    r"(?:.*(?:占比|比重|比例|百分比|同比|环比|增减|增长|增幅|变化|较上年|比上年).*|.*率|%"
    r"|序号|行次|代码|编号|编码|项次|栏次|备注|说明|注|(?:计量)?单位|小计)(?:\(.*\))?"
)


# What stands below a label and says nothing more than that figures follow.
_FIGURES = re.compile(
    r"(?:申请)?(?:数量|件数|数值|数据|金额|数)(?:\(.*\))?|\((?:单位:)?(?:万元|[元件项条])\)"
)


class Theme(Enum):
    """What the head of a column says of it."""

    NOTHING = "nothing"
    """nothing but what stands over a group of columns"""
    OWN = "own"
    """it is one of the form's"""
    ADDED = "added"
    """it is one that offices add: a number of the line, a share, a remark, a subtotal"""
    STRANGE = "strange"
    """it is another than the form's, and nobody knows which"""


class Saying(NamedTuple):
    """What one cell of a head says: a theme, the form's column, a year."""

    theme: Theme
    column: str = ""
    year: Year = ""


_NOTHING = Saying(Theme.NOTHING)


class Over(NamedTuple):
    """What a head says over one grid column; `cell` is the lowest that says anything.

    `first` tells apart the labels of two places that say the same.
    """

    saying: Saying
    cell: Cell
    first: int


class _GridRow(NamedTuple):
    """A row of a grid: its block, how wide the grid is, the cells, their texts as stems.

    `figure` is the first text of digits alone, '' in a row without any.
    """

    block: int
    width: int
    cells: Sequence[Cell]
    stems: Sequence[str]
    figure: str


def _grid_rows(tape: Tape) -> list[_GridRow]:
    found: list[_GridRow] = []
    for number, block in enumerate(tape.blocks):
        if not isinstance(block, Grid):
            continue
        _, width = block.shape
        for row in block.by_rows():
            stems = [stem(cell.text) for cell in row]
            figure = next(filter(str.isdigit, stems), "")
            found.append(_GridRow(number, width, row, stems, figure))
    return found


@dataclass(frozen=True, eq=False)
class Head:
    """The rows of a head above some rows of figures; what it says is found when it is asked."""

    words: Lexicon
    rows: tuple[_GridRow, ...] = ()

    @cached_property
    def overs(self) -> dict[int, Over]:
        """What it says over each grid column of which it says anything."""
        paths = self._paths()
        found: dict[int, Over] = {}
        for column in sorted(paths):
            saying, cell = _together(paths[column])
            # 本年 over figures is the column of the year, where the form has one.
            if saying.year and saying.theme is Theme.NOTHING and self.words.yearly:
                saying = Saying(
                    Theme.OWN,
                    self.words.yearly,
                    saying.year,
                )
            first = cell.column
            before = found.get(column - 1)
            # Without spans a label stands over the places right of it that say nothing.
            if self.is_spanless and not saying.column and before and before.saying.column:
                told = saying.theme is Theme.NOTHING
                if told and before.saying.theme is Theme.OWN:
                    first = cell.column if saying.year else before.first
                    year = saying.year or before.saying.year
                    saying = before.saying._replace(year=year)
            found[column] = Over(saying, cell, first)
        return found

    @cached_property
    def is_spanless(self) -> bool:
        """Whether no cell spans others, as in a table written with commas or bars."""
        cells = [cell for row in self.rows for cell in row.cells]
        return all(cell.colspan == 1 and cell.rowspan == 1 for cell in cells)

    def _paths(self) -> dict[int, list[tuple[Saying, Cell]]]:
        """For each grid column the cells above it and what they say, from the top."""
        paths: dict[int, list[tuple[Saying, Cell]]] = {}
        for row in self.rows:
            carried = _NOTHING
            for cell, text in zip(row.cells, row.stems, strict=True):
                saying = say(cell.text, self.words) if text else carried
                # A group's label or a year without a span holds for the blanks right of it.
                goes_on = self.is_spanless and not saying.column
                carried = saying if goes_on and saying.theme is Theme.NOTHING else _NOTHING
                above = paths.get(cell.column, ())
                # A blank below a label is a part of it, whatever stands left of it.
                if not text and any(said.column or said.year for said, _ in above):
                    continue
                # In a spanning grid a blank cell says nothing, and covers no label above.
                if not text and not self.is_spanless:
                    continue
                for column in range(cell.column, cell.column + cell.colspan):
                    paths.setdefault(column, []).append((saying, cell))
        return paths

    @cached_property
    def named(self) -> list[tuple[str, ...]]:
        """What each row names, from left to right: columns of the form, '' for a group of them."""
        rows = []
        for row in self.rows:
            columns = []
            for cell, text in zip(row.cells, row.stems, strict=True):
                column = say(cell.text, self.words).column if text else ""
                if column or (text in self.words.groups_of_columns and text):
                    columns.append(column)
            if columns:
                rows.append(tuple(columns))
        return rows

    @property
    def where(self) -> Where:
        return self.rows[0].cells[0].where


def _together(path: Sequence[tuple[Saying, Cell]]) -> tuple[Saying, Cell]:
    """What the cells above a column say together, the lower ones before the upper ones."""
    together = _NOTHING
    _, cell = path[-1]
    is_strange = any(saying.theme is Theme.STRANGE for saying, _ in path)
    for saying, _ in path:
        # What stands below a share is a share, too.
        if together.theme is Theme.ADDED:
            break
        year = saying.year or together.year
        together = together if saying.theme is Theme.NOTHING else saying
        if together.year != year:
            together = together._replace(year=year)
    if is_strange and together.theme is Theme.OWN and not together.year:
        together = together._replace(year=UNKNOWN)
    return together, cell


@weights.cached
def say(
    text: str,
    words: Lexicon,
) -> Saying:
    """What a cell of a head says.

    A label of the form before anything else: 本年增/减 is one, and so is 2016年度.
    """
    folded = fold(text)
    if column := words.column_of(folded):
        is_dated = _YEAR_FIRST.match(folded)
        return Saying(Theme.OWN, column, _year_of(folded) if is_dated else "")
    # Before the other texts of the form's head: a column of codes or units is one of them.
    if _ADDED.fullmatch(folded):
        return Saying(Theme.ADDED)
    if folded in words.heads or folded in BLANK_MARKS or _FIGURES.fullmatch(folded):
        return _NOTHING
    if year := _year_of(folded):
        rest = _YEAR_REST.sub("", _YEAR.sub("", folded))
        column = words.column_of(rest) if rest else ""
        if column or not rest:
            return Saying(
                Theme.OWN if column else Theme.NOTHING,
                column,
                year,
            )
    column = words.column_like(folded)
    return Saying(Theme.OWN, column) if column else Saying(Theme.STRANGE)


def _year_of(folded: str) -> Year:
    """The year that a text names; a number says more than 本年 or 上年."""
    found: Year = ""
    for match in _YEAR.finditer(folded):
        number, this, last = match.groups()
        if number:
            return int(number)
        found = found or (THIS if this else LAST if last else "")
    return found


def grid_headers(
    tape: Tape,
    words: Lexicon,
) -> dict[tuple[int, int], Head]:
    """For each (block, grid row) the nearest head above; a Head without rows where there is none.

    A grid that goes on after a page break without a head of its own keeps the one before if it is
    as wide.
    """
    headers: dict[tuple[int, int], Head] = {}
    none = current = Head(words)
    width, block = 0, -1
    run: list[_GridRow] = []
    named: set[tuple[str, int]] = set()
    for row in tape.once(_grid_rows):
        if row.block != block:
            block, run, named = row.block, [], set()
            # A grid of another width is another table, and its columns are not known yet.
            if row.width != width:
                current, width = none, row.width
        found = _names(row, words)
        # A head of several rows names other columns in each; one that names any again in its
        # place begins anew.
        if found is None or not named.isdisjoint(found):
            run, named = [], set()
        if found == set() and named and _says_figures(row, words):
            found = {("", row.cells[0].row)}
        if found is not None:
            run.append(row)
            named.update(found)
            if found:
                current = Head(words, tuple(run))
        headers[row.block, row.cells[0].row] = current
    return headers


def _names(
    row: _GridRow,
    words: Lexicon,
) -> set[tuple[str, int]] | None:
    """The columns and years that a row names, and where; None for one with a figure: no head."""
    # Most rows: digits alone are a figure wherever they are no label.
    if row.figure and row.figure not in words.stems:
        return None
    found = set()
    numbered = 0
    for cell, text in zip(row.cells, row.stems, strict=True):
        column = words.stems.get(text)
        if column is not None:
            found.add((column, cell.column))
            continue
        is_dated = _YEAR.match(text) is not None
        unsigned = text.lstrip(_SIGNS)
        if unsigned[:1].isdigit() and text not in BLANK_MARKS and not is_dated:
            # 1.自然人 is a label with a number, all else a figure.
            column = "" if text.isdigit() else words.column_of(text)
            if not column:
                return None
            numbered += 1
            found.add((column, cell.column))
        elif is_dated and say(cell.text, words).year:
            found.add((text, cell.row))
    # One alone is a row of the form, as 3.其他 is.
    return None if numbered == len(found) == 1 else found


def _says_figures(
    row: _GridRow,
    words: Lexicon,
) -> bool:
    """Whether a row below labels only says what their figures are: 数量, 占比."""
    sayings = [say(cell.text, words) for cell in row.cells if cell.text.strip()]
    are_added = any(saying.theme is Theme.ADDED for saying in sayings)
    return are_added and all(saying.theme is not Theme.STRANGE for saying in sayings)


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
