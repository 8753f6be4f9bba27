"""A figure belongs to one cell, and figures that stand off their cells alike are moved back."""

from __future__ import annotations

from itertools import chain

import pytest

from gxkit.document import Unread
from gxkit.readers.pdf.second import pdf_tables
from pdf_pages import figures, pdf, rules, text
from reading import read_bytes, texts

XS = [60.0, 200.0, 240.0, 280.0, 330.0, 370.0]
YS = [700.0, 684.0, 668.0, 640.0, 624.0, 600.0]
HEAD = ["内容", "制发", "废止", "现行", "总计"]
LABELS = ["规章", "规范性文件", "行政许可", "行政处罚"]
FIGURES = [[str(7 + 111 * row + 23 * column) for column in range(4)] for row in range(4)]
ROWS = [HEAD, *([label, *row] for label, row in zip(LABELS, FIGURES, strict=True))]


def draw_form() -> str:
    words = [HEAD, *([label] for label in LABELS)]
    return rules(XS, YS) + figures(XS, YS, words)


def draw_figures(right: float, up: float) -> str:
    """The figures in the middle of their cells, but for an offset."""
    drawn = ""
    for row, printed in enumerate(FIGURES, 1):
        for column, figure in enumerate(printed, 1):
            x = (XS[column] + XS[column + 1]) / 2 - 2.25 * len(figure)
            y = (YS[row] + YS[row + 1]) / 2 - 3
            drawn += text(x + right, y + up, figure)
    return drawn


@pytest.mark.parametrize(
    ("right", "up"),
    [(0, 0), (11, 0), (-11, 0), (19, 0), (-24, 0), (0, 7), (0, -8), (0, -12)],
)
def test_figures_that_stand_off_alike_are_in_the_cells_they_were_meant_for(tmp_path, right, up):
    (grid,) = read_bytes(tmp_path, pdf([draw_form() + draw_figures(right, up)])).grids
    assert texts(grid) == ROWS
    assert [cell for cell in grid.cells if cell.unread] == []


@pytest.mark.parametrize(("x", "column"), [(181, 0), (184, 0), (194, 1), (222, 1), (235, 2)])
def test_a_figure_across_a_rule_is_whole_in_the_cell_where_most_of_it_is(tmp_path, x, column):
    (grid,) = read_bytes(tmp_path, pdf([rules(XS, YS) + text(x, 690, "12345")])).grids
    assert [cell.column for cell in grid.cells if cell.text == "12345"] == [column]
    assert [cell for cell in grid.cells if cell.unread] == []


def test_a_narrow_last_digit_makes_no_gap_before_another(tmp_path):
    page = rules(XS, YS) + text(222, 690, "342401")
    (grid,) = read_bytes(tmp_path, pdf([page])).grids
    assert [cell.text for cell in grid.cells if cell.text] == ["342401"]


def test_a_figure_half_in_one_cell_and_half_in_the_next_leaves_both_in_doubt(tmp_path):
    (grid,) = read_bytes(tmp_path, pdf([rules(XS, YS) + text(229, 690, "12345")])).grids
    doubted = [cell.column for cell in grid.cells if cell.unread is Unread.ACROSS]
    assert doubted == [1, 2]


def test_figures_that_nearly_touch_at_a_rule_stay_apart(tmp_path):
    close = text(217, 690, "12345") + text(241, 690, "678")
    (grid,) = read_bytes(tmp_path, pdf([rules(XS, YS) + close])).grids
    assert [cell.text for cell in grid.cells if cell.text] == ["12345", "678"]


def test_years_in_the_lines_around_a_table_are_no_figures_of_it(tmp_path):
    around = (
        text(60, 705, "截至")
        + text(80, 705, "2022")
        + text(240, 705, "2023")
        + text(262, 705, "年")
    )
    (grid,) = read_bytes(tmp_path, pdf([draw_form() + draw_figures(0, 0) + around])).grids
    assert texts(grid) == ROWS


def test_figures_moved_back_are_not_confirmed_by_a_reading_that_moves_them_alike(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf([draw_form() + draw_figures(19, 0)]))
    (second,) = pdf_tables(path)
    assert texts(second) == ROWS
    assert {cell.text for cell in second.cells if cell.unread} == set(chain(*FIGURES))


def test_figures_that_slipped_by_a_row_among_heads_stand_in_their_own(tmp_path):
    xs, ys = [60.0, 200.0, 330.0, 460.0], [700.0 - 14 * at for at in range(7)]
    labels = [["规章", "制发", "废止"], ["甲"], ["许可", "处理", "决定"], ["乙"], ["处罚"], ["丙"]]
    printed = {1: ["甲", "17", "2"], 3: ["乙", "550", "91"], 5: ["丙", "30", "4"]}
    drawn = rules(xs, ys) + figures(xs, ys, labels)
    for row, (_, *numbers) in printed.items():
        for column, figure in enumerate(numbers, 1):
            drawn += text(xs[column] + 60, ys[row] + 3, figure)
    (grid,) = read_bytes(tmp_path, pdf([drawn])).grids
    assert [texts(grid)[row][1:] for row in printed] == [row[1:] for row in printed.values()]


@pytest.mark.parametrize(
    "ends",
    [["20 658", "575 658"], ["230 300", "230 790"], ["230 662", "230 800"]],
)
def test_lines_across_and_down_the_page_part_no_row_or_column_of_a_table(tmp_path, ends):
    stray = "0.5 w {} m {} l S\n".format(*ends)
    (grid,) = read_bytes(tmp_path, pdf([draw_form() + draw_figures(0, 0) + stray])).grids
    assert texts(grid) == ROWS
