"""Cells that a page break cuts are one in the joined table, and nothing else is touched."""

from __future__ import annotations

import pytest

from gxkit.document import Cell, Grid, Where
from gxkit.readers.plane.breaks import mend_breaks


def make_grid(*cells: tuple[int, int, int, str, int]) -> Grid:
    """Of (page, row, column, text, rowspan)."""
    return Grid(
        tuple(
            Cell(row, column, text, Where(page, 1, row + 1, column + 1), rowspan)
            for page, row, column, text, rowspan in cells
        )
    )


def texts(grid: Grid) -> list[tuple[int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.rowspan, "".join(cell.text.split())) for cell in grid.cells
    ]


def cut_group(first: str, rest: str) -> Grid:
    return make_grid(
        (1, 0, 0, first, 2),
        (1, 0, 1, "（一）予以公开", 1),
        (1, 0, 2, "3", 1),
        (1, 1, 1, "（二）部分公开", 1),
        (1, 1, 2, "4", 1),
        (2, 2, 0, rest, 2),
        (2, 2, 1, "1.属于国家秘密", 1),
        (2, 2, 2, "5", 1),
        (2, 3, 1, "2.其他", 1),
        (2, 3, 2, "6", 1),
    )


@pytest.mark.parametrize(
    ("first", "rest"),
    [("三、本年", "度办理结果"), ("三、", "本年度办理结果"), ("（", "三）不予公开")],
)
def test_a_group_label_cut_by_the_page_is_one_cell(first, rest):
    mended = mend_breaks(cut_group(first, rest))
    assert texts(mended)[0] == (0, 0, 4, first + rest)
    assert len(mended.cells) == 9


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("（三）不予公开", "（四）无法提供"),
        ("三、本年度办理结果", ""),
        ("", "三、本年度办理结果"),
        ("规章", "规范性文件"),
        ("三、本年度办理结果", "三、本年度办理结果"),
    ],
)
def test_labels_that_may_be_two_stay_two(first, rest):
    grid = cut_group(first, rest)
    assert mend_breaks(grid) is grid


def cut_row(first: str, rest: str, figure_above: str = "4", figure_below: str = "") -> Grid:
    return make_grid(
        (1, 0, 0, "三、本年度办理结果", 1),
        (1, 0, 1, first, 1),
        (1, 0, 2, figure_above, 1),
        (2, 1, 0, "", 2),
        (2, 1, 1, rest, 1),
        (2, 1, 2, figure_below, 1),
        (2, 2, 1, "（三）不予公开", 1),
        (2, 2, 2, "6", 1),
    )


def test_a_row_cut_inside_its_label_is_one_row():
    assert texts(mend_breaks(cut_row("（二）部分公开（只计这一情形", "，不计其他情形）"))) == [
        (0, 0, 1, "三、本年度办理结果"),
        (0, 1, 1, "（二）部分公开（只计这一情形，不计其他情形）"),
        (0, 2, 1, "4"),
        (1, 0, 1, ""),
        (1, 1, 1, "（三）不予公开"),
        (1, 2, 1, "6"),
    ]


@pytest.mark.parametrize(
    "grid",
    [
        cut_row("（二）部分公开", "其他"),
        cut_row("（二）部分公开（只计", "（三）不予公开"),
        cut_row("（二）部分公开（只计", "这一情形）", figure_below="5"),
        cut_row("（二）部分公开（只计", "这一情形）", figure_above=""),
    ],
)
def test_rows_that_may_be_two_stay_two(grid):
    assert mend_breaks(grid) is grid
