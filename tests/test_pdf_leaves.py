"""Pages side by side on a sheet are read one after the other, and a wide table stays whole."""

from __future__ import annotations

import pytest

from pdf_pages import Sheet, figures, pdf, rules, text
from reading import read_bytes, texts

WIDTH, HEIGHT = 842, 595
XS = [60.0, 180.0, 240.0, 300.0, 360.0]
FIRST = [
    ["信息内容", "制发", "废止", "现行"],
    ["规章", "152", "3", "0"],
    ["行政许可", "1", "", "40"],
]
REST = [["行政处罚", "27", "6", ""], ["行政强制", "5", "0", "8"]]
SENTENCE = "健全工作机制，明确责任分工，及时更新目录。"


def table(left: float, top: float, rows: list[list[str]]) -> str:
    xs = [left + x for x in XS]
    ys = [top - 16 * row for row in range(len(rows) + 1)]
    return rules(xs, ys) + figures(xs, ys, rows)


def two_up() -> str:
    """A table that begins on the left page and goes on at the top of the right one."""
    left = text(60, 540, "二、主动公开政府信息情况") + table(0, 520, FIRST)
    right = table(WIDTH / 2, 540, REST) + text(WIDTH / 2 + 60, 480, SENTENCE)
    return left + right


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_table_goes_on_from_the_left_page_of_a_sheet_to_the_right_one(tmp_path, rotate):
    document = read_bytes(tmp_path, pdf([Sheet(two_up(), (WIDTH, HEIGHT), rotate)]))
    (grid,) = document.grids
    assert texts(grid) == FIRST + REST
    assert [line.text for line in document.lines][1:] == [SENTENCE]


def test_places_of_two_pages_on_a_sheet_are_those_on_the_sheet(tmp_path):
    (grid,) = read_bytes(tmp_path, pdf([Sheet(two_up(), (WIDTH, HEIGHT))])).grids
    first, last = grid.cells[0].where, grid.cells[-1].where
    assert [(place.page, place.table) for place in (first, last)] == [(1, 1), (1, 2)]
    assert last.box == pytest.approx((721, 508, 781, 524), abs=1)


def test_a_table_over_a_wide_page_stays_whole(tmp_path):
    xs = [60.0, 300.0, 400.0, 500.0, 760.0]
    ys = [500.0 - 16 * row for row in range(4)]
    content = rules(xs, ys) + figures(xs, ys, FIRST)
    (grid,) = read_bytes(tmp_path, pdf([Sheet(content, (WIDTH, HEIGHT))])).grids
    assert texts(grid) == FIRST


def test_a_wide_table_without_rules_stays_whole_though_nothing_crosses_the_middle(tmp_path):
    xs = [60.0, 460.0, 560.0, 660.0, 760.0]
    rows = FIRST + REST
    ys = [500.0 - 16 * row for row in range(len(rows) + 1)]
    document = read_bytes(tmp_path, pdf([Sheet(figures(xs, ys, rows), (WIDTH, HEIGHT))]))
    assert [line.text.split("\t")[0].split()[0] for line in document.lines] == [
        row[0] for row in rows
    ]


def test_four_pages_on_a_sheet_are_read_from_left_to_right_and_down(tmp_path):
    content = ""
    for number, (x, y) in enumerate([(30, 760), (330, 760), (30, 330), (330, 330)], 1):
        for line in range(6):
            content += text(
                x, y - 12 * line, f"第{number}部分第{line}行，及时更新公开目录并检查", 6
            )
    document = read_bytes(tmp_path, pdf([Sheet(content, (595, 842))]))
    assert [line.text[1] for line in document.lines] == [*"111111", *"222222", *"333333", *"444444"]
    assert [line.where.line for line in document.lines] == list(range(1, 25))
