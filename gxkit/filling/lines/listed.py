"""Tables printed as a list, a row for each of their cells: its labels, and last its figure.

As databases and statisticians keep them. Such a list is laid out again as the table that it was:
what its rows have in common is a label, what returns from row to row is a head.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from itertools import groupby, product

from gxkit.document import (
    Cell,
    Grid,
    Line,
)
from gxkit.filling import weights
from gxkit.text import is_blank, read_number

# Columns of a list: two of labels and one of figures at least; more name the table and a number.
_COLUMNS = range(3, 8)
_FEWEST_LABELS = 2
# A head and the cells of a small table; shorter ones are read well enough by their labels.
_FEWEST_ROWS = 7
# A label of a row stands before several of its cells, a head over several rows: in a table with
# groups of labels at its left the innermost ones stand there once.
_TIMES_OF_LABEL = 1.5
_TIMES_OF_HEAD = 2.0

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")

Labels = tuple[str, ...]
Rows = list[list[Cell]]
Block = Line | Grid


@dataclass(frozen=True, slots=True)
class _Item:
    """A row of the list: the cells of its labels, of which the last is the head, and its figure;
    the cell of its year where the list has several."""

    labels: tuple[Cell, ...]
    figure: Cell
    year: Cell | None = None

    @property
    def row(self) -> Labels:
        cells = self.labels[:-1]
        return tuple([cell.text for cell in cells])

    @property
    def head(self) -> str:
        return self.labels[-1].text

    @property
    def said_year(self) -> str:
        return self.year.text if self.year else ""


Items = list[_Item]


def spread_list(grid: Grid) -> Grid:
    """The table that a grid lists; the grid itself where it is no list."""
    rows, columns = grid.shape
    if columns not in _COLUMNS or rows < _FEWEST_ROWS:
        return grid
    # What opens with one cell over all columns is a table of bands: most that are as narrow do.
    if grid.cells[0].colspan == columns:
        return grid
    items = _items_of(grid)
    if not items:
        return grid
    for ordered in (items, _exchanged(items)):
        if _is_list(ordered):
            cells = tuple(_lay_out(ordered))
            return replace(grid, cells=cells)
    return grid


def spread_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a list in lines with tabs as a grid in place of its first line."""
    made = list(blocks)
    at = 0
    for tabs, group in groupby(blocks, key=_count_tabs):
        lines = [block for block in group if isinstance(block, Line)]
        first, at = at, at + max(1, len(lines))
        if tabs + 1 not in _COLUMNS or len(lines) < _FEWEST_ROWS:
            continue
        cells = tuple(_cells_of(lines))
        grid = Grid(cells)
        spread = spread_list(grid)
        if spread is not grid:
            made[first] = spread
            for place, line in enumerate(lines[1:], first + 1):
                made[place] = replace(line, text="")
    return made


def _count_tabs(block: Block) -> int:
    """How many tabs a line has; of a grid -1."""
    if isinstance(block, Grid):
        return -1
    return block.text.count("\t")


def _cells_of(lines: Iterable[Line]) -> Iterator[Cell]:
    for row, line in enumerate(lines):
        first = line.where.start or 1
        pieces = line.text.split("\t")
        for column, text in enumerate(pieces):
            last = first + max(0, len(text) - 1)
            yield Cell(row, column, text.strip(), line.where.span(first, last))
            first += len(text) + 1


# What the list holds


def _items_of(grid: Grid) -> Items:
    """The rows below the head of a list; none where the grid is none."""
    head, *rows = _filled_rows(grid)
    width = len(head)
    if any(len(row) != width for row in rows):
        return []
    # The head of a group of labels may span those of its rows.
    named = [cell for cell in head if cell.text]
    if any(map(_is_figure, named)):
        return []
    figures: list[int] = []
    labels: list[int] = []
    years: list[int] = []
    for at in range(width):
        column = [row[at] for row in rows]
        if _holds_years(column):
            years.append(at)
        elif _holds_figures(column):
            figures.append(at)
        elif _holds_labels(column):
            labels.append(at)
    if not figures:
        return []
    last = figures[-1]
    before = [at for at in labels if at < last]
    items = []
    for row in rows:
        own = tuple([row[at] for at in before])
        year = row[years[0]] if years else None
        item = _Item(own, row[last], year)
        items.append(item)
    return items


def _filled_rows(grid: Grid) -> Rows:
    """The cells of each row from its first column on, those that span into it too.

    A label that is blank is the one above it.
    """
    count, width = grid.shape
    there = dict(_places_of(grid))
    rows: Rows = []
    for row in range(count):
        # Below the head, and left of the figures.
        if row > 1:
            for column in range(width - 1):
                _fill(there, row, column)
        own = [there.get((row, column)) for column in range(width)]
        rows.append([cell for cell in own if cell])
    return rows


def _places_of(grid: Grid) -> Iterator[tuple[tuple[int, int], Cell]]:
    for cell in grid.cells:
        end_row = cell.row + cell.rowspan
        end_column = cell.column + cell.colspan
        for row in range(cell.row, end_row):
            for column in range(cell.column, end_column):
                yield (row, column), cell


def _fill(
    there: dict[tuple[int, int], Cell],
    row: int,
    column: int,
) -> None:
    own = there.get((row, column))
    above = there.get((row - 1, column))
    is_blank_here = own is None or not own.text
    if is_blank_here and above:
        there[row, column] = above


def _is_figure(cell: Cell) -> bool:
    return _says_figure(cell.text)


@weights.cached
def _says_figure(text: str) -> bool:
    return is_blank(text) or read_number(text) is not None


def _holds_years(column: Sequence[Cell]) -> bool:
    """Whether a column holds several years, each many times."""
    texts = {cell.text for cell in column}
    is_few = 1 < len(texts) <= len(column) / _FEWEST_ROWS
    return is_few and all(map(_YEAR.fullmatch, texts))


def _holds_figures(column: Sequence[Cell]) -> bool:
    """Whether a column holds nothing but figures, which do not count its rows."""
    if not all(map(_is_figure, column)):
        return False
    texts = [cell.text for cell in column]
    counted = list(map(str, range(1, len(column) + 1)))
    return texts != counted


def _holds_labels(column: Sequence[Cell]) -> bool:
    """Whether a column holds words that differ: the unit of all figures is no label."""
    texts = {cell.text for cell in column}
    return len(texts) > 1 and not any(map(_is_figure, column))


def _exchanged(items: Iterable[_Item]) -> Items:
    """The items with the last two of their labels exchanged."""
    made = []
    for item in items:
        labels = item.labels
        if len(labels) < _FEWEST_LABELS:
            return []
        *others, row, head = labels
        turned = (*others, head, row)
        made.append(replace(item, labels=turned))
    return made


def _is_list(items: Sequence[_Item]) -> bool:
    """Whether each item has a place of its own, and labels and heads return."""
    if not items or len(items[0].labels) < _FEWEST_LABELS:
        return False
    places = {(item.said_year, item.row, item.head) for item in items}
    if len(places) < len(items):
        return False
    rows = {item.row for item in items}
    heads = {item.head for item in items}
    least = max(
        _TIMES_OF_LABEL * len(rows),
        _TIMES_OF_HEAD * len(heads),
    )
    return len(items) >= least


# The table


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows of a table that stand below the same heads; a figure of 0 may be left out of them."""

    heads: Labels
    lines: tuple[Items, ...]
    years: Labels = ()

    @property
    def places(self) -> dict[tuple[str, str], int]:
        """The column of each head and year, the labels before them."""
        depth = len(self.lines[0][0].row)
        pairs = product(self.heads, self.years or ("",))
        return {pair: column for column, pair in enumerate(pairs, depth)}


def _lay_out(items: Sequence[_Item]) -> Iterator[Cell]:
    """The cells of the tables, the years of each head beside each other below it."""
    at = 0
    years = {item.year.text: item.year for item in items if item.year}
    for band in _bands(items, tuple(years)):
        yield from _head_cells(band, at)
        at += 1
        if years:
            yield from _year_cells(band, years, at)
            at += 1
        yield from _body_cells(band, at)
        at += len(band.lines)


def _bands(
    items: Iterable[_Item],
    years: Labels,
) -> Iterator[_Band]:
    """The rows in their order, those together whose heads stand somewhere in one row."""
    rows: dict[Labels, Items] = {}
    for item in items:
        own = rows.setdefault(item.row, [])
        own.append(item)
    lines = list(rows.values())
    total = _find_total(lines)
    kinds = _kinds_of_heads(lines, total)
    waiting: list[Items] = []
    before = -1
    for line in lines:
        own_kinds = [kinds[item.head] for item in line if item.head != total]
        kind = own_kinds[0] if own_kinds else before
        if waiting and kind != before:
            yield _band_of(waiting, total, years)
            waiting = []
        waiting.append(line)
        before = kind
    yield _band_of(waiting, total, years)


def _find_total(lines: Iterable[Items]) -> str:
    """The head that ends most rows of several: tables of all kinds may share it."""
    ends = Counter(line[-1].head for line in lines if len(line) > 1)
    common = ends.most_common(1)
    return common[0][0] if common else ""


def _kinds_of_heads(
    lines: Iterable[Items],
    total: str,
) -> dict[str, int]:
    """For each head the number of its table: heads of one row are of one table."""
    kinds: dict[str, int] = {}
    for number, line in enumerate(lines):
        heads = [item.head for item in line if item.head != total]
        joined = {kinds[head] for head in heads if head in kinds}
        for head, kind in kinds.items():
            if kind in joined:
                kinds[head] = number
        kinds.update(dict.fromkeys(heads, number))
    return kinds


def _band_of(
    lines: Sequence[Items],
    total: str,
    years: Labels,
) -> _Band:
    heads: list[str] = []
    for line in lines:
        at = 0
        for item in line:
            # A head that the rows above did not have stands behind the one before it.
            if item.head not in heads:
                heads.insert(at, item.head)
            at = heads.index(item.head) + 1
    if total in heads:
        heads.remove(total)
        heads.append(total)
    return _Band(tuple(heads), tuple(lines), years)


def _head_cells(
    band: _Band,
    row: int,
) -> Iterator[Cell]:
    cells: dict[str, Cell] = {}
    for line in band.lines:
        for item in line:
            cells.setdefault(item.head, item.labels[-1])
    first = band.lines[0][0].labels
    depth = len(first) - 1
    yield Cell(
        row,
        0,
        "",
        first[0].where,
        colspan=depth,
    )
    width = max(1, len(band.years))
    for at, head in enumerate(band.heads):
        moved = _moved(cells[head], row, depth + at * width)
        yield replace(moved, colspan=width)


def _year_cells(
    band: _Band,
    years: Mapping[str, Cell],
    row: int,
) -> Iterator[Cell]:
    for (_, year), column in band.places.items():
        cell = _moved(years[year], row, column)
        # A number alone would be a figure of the head.
        said = year.rstrip("年度") + "年"
        yield replace(cell, text=said)


def _body_cells(
    band: _Band,
    first: int,
) -> Iterator[Cell]:
    before: Labels = ()
    for at, line in enumerate(band.lines):
        own = line[0]
        row = first + at
        depth = len(own.row)
        for level in range(depth):
            group = own.row[: level + 1]
            if before[: level + 1] != group:
                label = _moved(own.labels[level], row, level)
                rows = _count(band.lines[at:], group)
                yield replace(label, rowspan=rows)
        figures = {(item.head, item.said_year): item.figure for item in line}
        for place, column in band.places.items():
            if place in figures:
                yield _moved(figures[place], row, column)
        before = own.row


def _count(
    lines: Iterable[Items],
    group: Labels,
) -> int:
    """How many lines from the first on have these labels first."""
    count = 0
    size = len(group)
    for line in lines:
        if line[0].row[:size] != group:
            break
        count += 1
    return count


def _moved(
    cell: Cell,
    row: int,
    column: int,
) -> Cell:
    return replace(
        cell,
        row=row,
        column=column,
        rowspan=1,
        colspan=1,
    )
