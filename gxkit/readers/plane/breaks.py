"""Cells that a page break cuts, made whole in the joined table: a group's label, and a row cut
inside its label.

Only what shows that it was cut is joined: a label whose first piece has the group's number
(三、本年|度办理结果), or leaves a bracket open. Everything else stays as the pages have it, for the
filling to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gxkit.document import Cell, Grid

_NUMBERED = re.compile(
    r"[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、．.]|\d+[.．、]"
)
_GOES_ON = tuple("，、。；：）)”》")
"""with which no label begins"""
# The rest of a cut label stands in its row with the group and at least one column of figures; in a
# row of fewer cells it may as well be a heading.
_FEWEST_CELLS = 3

_Columns = tuple[int, int]
"""first column and number of columns of a cell"""


def mend_breaks(grid: Grid) -> Grid:
    """The grid with the cells whole that page breaks cut; the same grid where none is."""
    first_rows = {cell.where.page: cell.row for cell in reversed(grid.cells)}
    _, *cut_at = sorted(first_rows.values()) or [0]
    cells = list(grid.cells)
    # from the last page to the second: a row that is mended moves those below it
    for row in reversed(cut_at):
        cells = _mend_row(cells, row)
        cells = _mend_label(cells, row)
    mended = tuple(cells)
    return grid if mended == grid.cells else replace(grid, cells=mended)


def _columns(cell: Cell) -> _Columns:
    return cell.column, cell.colspan


def _cells_above(cells: Sequence[Cell], row: int) -> dict[_Columns, Cell]:
    """The cells that end where a row begins."""
    ending = [c for c in cells if c.row < row == c.row + c.rowspan]
    return {_columns(cell): cell for cell in ending}


def _mend_label(cells: list[Cell], row: int) -> list[Cell]:
    """A label that spans rows up to the break and its rest in the row after it as one cell."""
    above = _cells_above(cells, row)
    mended: dict[int, Cell] = {}
    gone: set[int] = set()
    for cell in cells:
        if cell.row != row:
            continue
        upper = above.get(_columns(cell))
        if upper is None or not _is_label_cut(upper, cell):
            continue
        text = f"{upper.text}\n{cell.text}"
        rows = upper.rowspan + cell.rowspan
        mended[id(upper)] = replace(upper, text=text, rowspan=rows)
        gone.add(id(cell))
    kept = [cell for cell in cells if id(cell) not in gone]
    return [mended.get(id(cell), cell) for cell in kept]


def _is_label_cut(upper: Cell, lower: Cell) -> bool:
    """Whether both are the label of a group: only both together begin with its number."""
    # of two cells of one row each, neither is a group's
    if upper.rowspan == 1 == lower.rowspan:
        return False
    start = _bare(upper.text)
    rest = _bare(lower.text)
    is_numbered = _NUMBERED.match(start + rest) is not None
    if not is_numbered or _NUMBERED.match(rest):
        return False
    return start != "" and rest != ""


def _mend_row(cells: list[Cell], row: int) -> list[Cell]:
    """The row before the break with the rest of its label, where that stands alone in the row after
    it."""
    below = [cell for cell in cells if cell.row == row]
    printed = [cell for cell in below if _bare(cell.text)]
    if len(printed) != 1 or len(below) < _FEWEST_CELLS:
        return cells
    rest = printed[0]
    above = _cells_above(cells, row)
    upper = above.get(_columns(rest))
    if upper is None or rest.rowspan > 1:
        return cells
    if not _is_row_cut(upper.text, rest.text):
        return cells
    # a label without figures above the break goes on with the figures below it, and is no rest
    beside = [cell for cell in below if cell.rowspan == 1]
    beside.remove(rest)
    figures = [above.get(_columns(cell)) for cell in beside]
    if not any(cell and _bare(cell.text) for cell in figures):
        return cells
    whole = replace(upper, text=f"{upper.text}\n{rest.text}")
    mended = [whole if cell is upper else cell for cell in cells]
    kept = _without_row(mended, row)
    return sorted(kept, key=_in_reading_order)


def _in_reading_order(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _without_row(cells: Sequence[Cell], row: int) -> Iterator[Cell]:
    """The cells without a row, but for what goes on below it, as a group's label does."""
    for cell in cells:
        if cell.row < row:
            yield cell
        elif cell.row > row:
            yield replace(cell, row=cell.row - 1)
        elif cell.rowspan > 1:
            yield replace(cell, rowspan=cell.rowspan - 1)


def _is_row_cut(upper: str, lower: str) -> bool:
    """Whether two texts are one label: the first leaves a bracket open, or the second goes on."""
    start, rest = _bare(upper), _bare(lower)
    if not start or _NUMBERED.match(rest):
        return False
    return _leaves_open(start) or rest.startswith(_GOES_ON)


def _leaves_open(text: str) -> bool:
    """Whether a bracket is open at the end of the text."""
    opened = text.count("（") + text.count("(")
    closed = text.count("）") + text.count(")")
    return opened > closed


def _bare(text: str) -> str:
    return "".join(text.split())
