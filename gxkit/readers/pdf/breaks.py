"""Cells that a page break cuts, made whole in the joined table: a group's label, and a row cut inside its label.

Only what shows that it was cut is joined: a label whose first piece has the group's number (三、本年 | 度办理结果),
or leaves a bracket open. Everything else stays as the pages have it, for the filling to judge.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gxkit.document import Cell, Grid

_NUMBERED = re.compile(
    r"[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、．.]|\d+[.．、]"
)
_GOES_ON = tuple("，、。；：）)”》")


def mend_breaks(grid: Grid) -> Grid:
    """The grid with the cells whole that page breaks cut; the same grid where none is."""
    if not grid.cells or grid.cells[0].where.page == grid.cells[-1].where.page:
        return grid
    rows = {cell.where.page: cell.row for cell in reversed(grid.cells)}
    cells = list(grid.cells)
    for row in sorted(rows.values(), reverse=True)[:-1]:
        cells = _mend_label(_mend_row(cells, row), row)
    return grid if tuple(cells) == grid.cells else replace(grid, cells=tuple(cells))


def _mend_label(cells: list[Cell], row: int) -> list[Cell]:
    """A label that spans rows up to the break and its rest in the row after it as one cell."""
    above = {
        (cell.column, cell.colspan): cell
        for cell in cells
        if cell.row < row == cell.row + cell.rowspan
    }
    mended: dict[int, Cell] = {}
    gone: set[int] = set()
    for cell in cells:
        upper = above.get((cell.column, cell.colspan)) if cell.row == row else None
        if upper is None or max(upper.rowspan, cell.rowspan) == 1:
            continue
        start, rest = _bare(upper.text), _bare(cell.text)
        if start and rest and _NUMBERED.match(start + rest) and not _NUMBERED.match(rest):
            mended[id(upper)] = replace(
                upper, text=f"{upper.text}\n{cell.text}", rowspan=upper.rowspan + cell.rowspan
            )
            gone.add(id(cell))
    return [mended.get(id(cell), cell) for cell in cells if id(cell) not in gone]


def _mend_row(cells: list[Cell], row: int) -> list[Cell]:
    """The row before the break with the rest of its label, where that alone stands in the row after it."""
    above = {
        (cell.column, cell.colspan): cell
        for cell in cells
        if cell.row < row == cell.row + cell.rowspan
    }
    below = [cell for cell in cells if cell.row == row]
    printed = [cell for cell in below if _bare(cell.text)]
    if len(printed) != 1 or printed[0].rowspan > 1 or len(below) < 3:
        return cells
    label = printed[0]
    upper = above.get((label.column, label.colspan))
    figures = [
        above.get((cell.column, cell.colspan))
        for cell in below
        if cell is not label and cell.rowspan == 1
    ]
    if (
        upper is None
        or not _is_cut(_bare(upper.text), _bare(label.text))
        or not any(cell and _bare(cell.text) for cell in figures)
    ):
        return cells
    mended = []
    for cell in cells:
        if cell is upper:
            mended.append(replace(cell, text=f"{cell.text}\n{label.text}"))
        elif cell.row > row:
            mended.append(replace(cell, row=cell.row - 1))
        elif cell.row == row:
            if cell.rowspan > 1:  # it goes on below, as a group's label does
                mended.append(replace(cell, rowspan=cell.rowspan - 1))
        else:
            mended.append(cell)
    return sorted(mended, key=lambda cell: (cell.row, cell.column))


def _is_cut(start: str, rest: str) -> bool:
    opened = sum(map(start.count, "（(")) > sum(map(start.count, "）)"))
    return bool(start) and not _NUMBERED.match(rest) and (opened or rest.startswith(_GOES_ON))


def _bare(text: str) -> str:
    return "".join(text.split())
