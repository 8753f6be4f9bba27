"""One missing rule joins no figures: position tells which row and column each belongs to."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gxkit.readers.plane.lattice import rules_to_lattices
from gxkit.readers.plane.rules import Rules
from pdf_pages import figures, pdf, text
from reading import read_bytes, texts

XS = [60.0, 200.0, 260.0, 320.0, 380.0]
YS = [700.0, 684.0, 660.0, 644.0, 628.0]
ROWS = [
    ["信息内容", "制发", "废止", "现行"],
    ["规章", "152", "3", "0"],
    ["规范性文件", "1", "", "40"],
    ["行政许可", "27", "6", ""],
]


def draw(without: set[tuple[float, float, float, float]]) -> str:
    """The table without some of the pieces of its rules."""
    pieces = [(left, y, right, y) for y in YS for left, right in pairwise(XS)]
    pieces += [(x, top, x, bottom) for x in XS for top, bottom in pairwise(YS)]
    drawn = [piece for piece in pieces if piece not in without]
    lines = "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in drawn)
    return f"0.5 w\n{lines}{figures(XS, YS, ROWS)}"


def across(row: int, first: int) -> set[tuple[float, float, float, float]]:
    """The rule above a row, from a column on."""
    return {(left, YS[row], right, YS[row]) for left, right in pairwise(XS[first:])}


def down(column: int, first: int) -> set[tuple[float, float, float, float]]:
    """The rule left of a column, from a row on."""
    return {(XS[column], top, XS[column], bottom) for top, bottom in pairwise(YS[first:])}


@pytest.mark.parametrize("row", [2, 3])
@pytest.mark.parametrize("first", [0, 1])
def test_two_rows_without_a_rule_between_them_are_two(tmp_path, row, first):
    (grid,) = read_bytes(tmp_path, pdf([draw(across(row, first))])).grids
    assert texts(grid) == ROWS


@pytest.mark.parametrize("column", [1, 2, 3])
@pytest.mark.parametrize("first", [0, 1])
def test_two_columns_without_a_rule_between_them_are_two(tmp_path, column, first):
    (grid,) = read_bytes(tmp_path, pdf([draw(down(column, first))])).grids
    assert texts(grid) == ROWS


def test_two_figures_in_a_column_with_one_head_stay_in_one_cell(tmp_path):
    page = draw(set()) + text(238, 649, "9") + text(238, 633, "8")
    (grid,) = read_bytes(tmp_path, pdf([page])).grids
    assert [row[1] for row in texts(grid)] == ["制发", "152", "1 9", "27 8"]


def test_a_figure_in_the_middle_of_a_cell_over_two_rows_stays_there(tmp_path):
    lines = across(2, 1)
    page = draw(lines).replace(figures(XS, YS, ROWS), "")
    page += text(63, 669, "规章") + text(63, 649, "文件") + text(225, 660, "7")
    (grid,) = read_bytes(tmp_path, pdf([page])).grids
    (cell,) = [cell for cell in grid.cells if cell.text == "7"]
    assert (cell.row, cell.rowspan) == (1, 2)


def test_pieces_of_one_rule_alone_are_no_frame_around_the_rest():
    pieces = [(0.0, 50.0), (50.0, 100.0)]
    ends = [(100.0, 110.0)]
    # the rule at 200 ends at no other, and those that do all lie at 100
    rules = Rules(
        across=[(100.0, pieces), (200.0, [(20.0, 80.0)])],
        down=[(0.0, ends), (50.0, [(100.0, 210.0)]), (100.0, ends)],
    )
    (lattice,) = rules_to_lattices(rules)
    assert lattice.ys == (210.0, 100.0)
    assert lattice.cells == ((0, 0, 1, 1), (0, 1, 1, 1))
