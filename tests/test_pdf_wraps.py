"""A figure that the width of its column broke is one; two figures in one cell stay two."""

from __future__ import annotations

import pytest

from pdf_pages import pdf, rules, text
from reading import read_bytes, texts

XS = [60.0, 160.0, 174.0, 188.0, 260.0]
YS = [700.0, 660.0, 620.0, 580.0]
LEAD = 11.0


def draw(cells: dict[tuple[int, int], list[str]]) -> str:
    """The lines of some cells, one below the other in the middle."""
    drawn = rules(XS, YS)
    for (row, column), lines in cells.items():
        first = (YS[row] + YS[row + 1]) / 2 + (len(lines) / 2 - 1) * LEAD + 2
        for number, line in enumerate(lines):
            drawn += text(XS[column] + 2, first - number * LEAD, line)
    return drawn


HEADS = {(0, 0): ["项目"], (1, 0): ["规章"], (2, 0): ["规范性文件"]}


def test_digits_that_fill_a_narrow_column_go_on_below(tmp_path):
    cells = {**HEADS, (1, 1): ["12", "34", "5"], (1, 2): ["7"], (2, 1): ["10"], (2, 2): ["99", "0"]}
    (grid,) = read_bytes(tmp_path, pdf([draw(cells)])).grids
    assert [row[1:3] for row in texts(grid)[1:]] == [["12345", "7"], ["10", "990"]]


@pytest.mark.parametrize(
    ("column", "lines"),
    [(1, ["3", "34"]), (1, ["12", "345"]), (3, ["12", "34"]), (1, ["12", "-3"])],
)
def test_two_figures_below_one_another_are_two(tmp_path, column, lines):
    cells = {**HEADS, (1, column): lines, (1, 2): ["7"]}
    (grid,) = read_bytes(tmp_path, pdf([draw(cells)])).grids
    assert texts(grid)[1][column] == "\n".join(lines)
