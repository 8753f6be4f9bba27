"""The heads of a table without rules come out in the order of its columns."""

from __future__ import annotations

import pytest

from gxkit.document import Unread
from pdf_pages import pdf, text
from reading import read_bytes

XS = [60.0, 240.0, 300.0, 360.0, 420.0]


def place(x: float, y: float, printed: str, align: float) -> str:
    """Text that begins, ends or has its middle at x."""
    width = sum(9.0 if sign > "\x7f" else 4.5 for sign in printed)
    return text(x - align * width, y, printed)


def lines(folder, content: str) -> list[str]:
    return [line.text for line in read_bytes(folder, pdf([content])).lines]


HEAD = [
    (708, ["", "", "商业", "社会公", ""]),
    (702, ["信息内容", "自然人", "", "", "总计"]),
    (696, ["", "", "企业", "益组织", ""]),
]
ROWS = [
    (676, ["予以公开", "22", "1", "7", "30"]),
    (660, ["部分公开", "5", "", "150", "155"]),
]


def draw(align: float) -> str:
    drawn = ""
    for y, row in HEAD:
        for x, cell in zip(XS, row, strict=True):
            drawn += place(x if x == XS[0] else x + 25, y, cell, 0 if x == XS[0] else 0.5)
    for y, row in ROWS:
        for x, cell in zip(XS, row, strict=True):
            drawn += place(x if x == XS[0] else x + 50 * align, y, cell, align * (x > XS[0]))
    return drawn


@pytest.mark.parametrize("align", [0, 0.5, 1])
def test_heads_of_two_lines_stand_in_the_columns_below_them(tmp_path, align):
    found = lines(tmp_path, draw(align))
    assert found[-3].split("\t")[1:] == ["自然人", "商业企业", "社会公益组织", "总计"]
    assert found[-2:] == ["予以公开\t22\t1\t7\t30", "部分公开\t5\t\t150\t155"]


def test_a_heading_over_the_whole_table_is_no_head_of_the_column_below_its_middle(tmp_path):
    content = place(310, 690, "第二十条第（一）项", 0.5)
    for y, row in [(678, ["信息内容", "制发", "废止", "现行"]), (662, ["规章", "17", "2", "4"])]:
        for x, cell in zip([60, 220, 290, 360], row, strict=True):
            content += place(x, y, cell, 0.5)
    content += text(30, 646, "行政规范性文件") + place(220, 646, "1", 0.5)
    assert lines(tmp_path, content)[:2] == ["第二十条第（一）项", "信息内容\t制发\t废止\t现行"]


def test_a_group_with_fewer_rows_of_heads_than_the_next_comes_before_it(tmp_path):
    groups = [
        (708, 400, "行政诉讼"),
        (699, 150, "行政复议"),
        (690, 340, "直接起诉"),
        (690, 460, "复议后"),
    ]
    content = "".join(place(x, y, printed, 0.5) for y, x, printed in groups)
    for at in range(8):
        x = 90 + 60 * at
        content += place(x, 672, "总计" if at % 2 else "维持", 0.5) + place(x, 654, str(at), 0.5)
    assert lines(tmp_path, content)[:2] == ["行政复议 行政诉讼", "直接起诉 复议后"]


def test_two_tables_below_one_another_have_columns_of_their_own(tmp_path):
    content = ""
    for y, row in ROWS:
        for x, cell in zip(XS, row, strict=True):
            content += text(x, y, cell)
    content += text(60, 630, "四、行政复议情况") + text(60, 614, "维持") + text(100, 614, "纠正")
    content += text(140, 614, "其他") + text(200, 614, "总计")
    for x, cell in zip([63, 103, 143, 203], ["3", "0", "1", "4"], strict=True):
        content += text(x, 598, cell)
    found = lines(tmp_path, content)
    assert found[0] == "予以公开\t22\t1\t7\t30"
    assert found[-2:] == ["\t维持\t纠正\t其他\t总计", "\t3\t0\t1\t4"]


def test_a_page_number_between_dashes_is_no_row_of_figures(tmp_path):
    content = draw(0.5) + text(290, 30, "-") + text(297, 30, "2") + text(304, 30, "-")
    assert lines(tmp_path, content)[-1] == "- 2 -"


OFF = [3, -4, 4, -3]


def uneven(folder, steps):
    """Three rows whose figures stand off their line, each column by another step."""
    content = ""
    for y, label in zip([700, 684, 668], ["予以公开", "部分公开", "不予公开"], strict=True):
        content += text(XS[0], y, label)
        for x, step in zip(XS[1:], steps, strict=True):
            content += text(x, y + step, str(round(x - y) % 97))
    return read_bytes(folder, pdf([content])).lines


def test_figures_off_their_lines_are_put_in_the_rows_that_their_order_tells(tmp_path):
    assert [line.text for line in uneven(tmp_path, OFF)] == [
        line.text for line in uneven(tmp_path, [0, 0, 0, 0])
    ]


def test_a_table_is_doubted_whose_figures_may_be_those_of_either_row(tmp_path):
    found = uneven(tmp_path, [8, -8, 7, -4])
    assert {line.unread for line in found} == {Unread.ASTRAY}
    assert {line.unread for line in uneven(tmp_path, OFF)} == {None}


@pytest.mark.parametrize(
    ("x", "title"),
    [
        (330, ["某局", "2015", "年政府信息公开工作年度报告"]),
        (90, ["某局", "2015", "年政府信息公开工作情况"]),
        (330, ["政府信息公开情况统计表"]),
        (330, ["一、主动公开"]),
    ],
)
def test_a_title_above_a_small_table_is_no_part_of_its_head(tmp_path, x, title):
    content = ""
    for word in title:
        content += place(x, 700, word, 0)
        # as programs set digits among characters, a little apart
        x += 2 + sum(9.0 if sign > "\x7f" else 4.5 for sign in word)
    for y, row in [(684, ["指标", "2015", "累计"]), (668, ["文件数", "17", "204"])]:
        for at, cell in zip([60, 240, 300], row, strict=True):
            content += place(at, y, cell, 0)
    content += place(260, 684, "年度", 0) + text(60, 652, "申请数") + text(240, 652, "3")
    found = lines(tmp_path, content)
    assert found[0].replace(" ", "") == "".join(title)
    assert found[1:3] == ["指标\t2015年度\t累计", "文件数\t17\t204"]
