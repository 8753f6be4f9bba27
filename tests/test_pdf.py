"""The first reading of PDFs: rules however drawn, text in all directions, tables cut by pages."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from gxkit.document import Document, Grid, Where
from gxkit.errors import DamagedFileError, NoTextError, TooLargeError
from gxkit.readers import read
from gxkit.readers.pdf.crop import crop_png
from gxkit.readers.pdf.frame import Box, Frame
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lines import glyphs_to_rows
from gxkit.readers.plane.rules import boxes_to_rules
from gxkit.text import fold
from pdf_pages import STYLES, Sheet, figures, pdf, rules, text

XS = [60.0, 200.0, 260.0, 320.0]
YS = [700.0, 684.0, 668.0, 652.0]
ROWS = [["信息内容", "制发", "废止"], ["规章", "17", "2"], ["行政规范性文件", "", "305"]]


def read_pdf(folder: Path, data: bytes) -> Document:
    path = folder / "report.pdf"
    path.write_bytes(data)
    return read(path)


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.by_rows()]


def strokes(*lines: tuple[float, float, float, float]) -> str:
    return "0.5 w\n" + "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in lines)


# --- rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_a_table_is_the_same_however_its_rules_are_drawn(tmp_path, style):
    (grid,) = read_pdf(tmp_path, pdf([rules(XS, YS, style) + figures(XS, YS, ROWS)])).grids
    assert rows(grid) == ROWS
    assert grid.cells[4].where.box == pytest.approx((200, 668, 260, 684), abs=1.5)
    assert str(grid.cells[4].where) == "page 1, table 1, row 2, column 2"


def test_cells_of_a_web_page_with_boxes_of_their_own_make_one_table(tmp_path):
    apart = "".join(
        rules([a + 0.8, b - 0.8], [c - 0.8, d + 0.8], "boxes")
        for a, b in pairwise(XS)
        for c, d in pairwise(YS)
    )
    (grid,) = read_pdf(tmp_path, pdf([apart + figures(XS, YS, ROWS)])).grids
    assert rows(grid) == ROWS


def fills(grey: float, boxes: list[Box]) -> str:
    return (
        f"{grey} g\n" + "".join(f"{a} {b} {c - a} {d - b} re f\n" for a, b, c, d in boxes) + "0 g\n"
    )


LIGHT = [(a + 0.4, d + 0.4, b - 0.4, c - 0.4) for a, b in pairwise(XS) for c, d in pairwise(YS)]


@pytest.mark.parametrize("ground", [0.0, 0.7])
def test_what_light_cells_leave_of_a_dark_ground_are_rules(tmp_path, ground):
    boxes = fills(ground, [(60, 652, 320, 700)]) + fills(1, LIGHT)
    drawn = boxes + "0 g\n" + figures(XS, YS, ROWS)
    (grid,) = read_pdf(tmp_path, pdf([drawn])).grids
    assert rows(grid) == ROWS


@pytest.mark.parametrize(
    "drawn",
    [
        fills(1, LIGHT),
        fills(0.9, LIGHT),
        fills(1, [(60, 652, 320, 700)]) + fills(0.8, LIGHT),
        fills(0.5, [(0, 0, 500, 800)]) + fills(1, LIGHT),
    ],
    ids=["alone", "grey", "darker", "on a page's ground"],
)
def test_cells_with_nothing_darker_close_around_them_make_no_rules(tmp_path, drawn):
    assert not read_pdf(tmp_path, pdf([drawn + "0 g\n" + figures(XS, YS, ROWS)])).grids


def test_rules_and_text_inside_a_scaled_form_object_stand_where_it_puts_them(tmp_path):
    xs, ys = [x * 4 for x in XS], [y * 4 for y in YS]
    inside = rules(xs, ys) + figures(xs, ys, ROWS, 36)
    (grid,) = read_pdf(
        tmp_path, pdf([Sheet("q /X0 Do Q", forms=((inside, "0.25 0 0 0.25 5 -10"),))])
    ).grids
    assert rows(grid) == ROWS
    assert grid.cells[0].where.box == pytest.approx((65, 674, 205, 690), abs=1)


def test_a_table_without_outer_border_is_closed_where_its_rules_end(tmp_path):
    inner = strokes(*((x, 652, x, 700) for x in XS[1:-1]), *((60, y, 320, y) for y in YS[1:-1]))
    (grid,) = read_pdf(tmp_path, pdf([inner + figures(XS, YS, ROWS)])).grids
    assert rows(grid) == ROWS


def test_a_row_without_a_rule_above_or_below_is_closed(tmp_path):
    uprights = strokes(*((x, 640, x, 700) for x in XS), *((60, y, 320, y) for y in YS[1:-1]))
    (grid,) = read_pdf(tmp_path, pdf([uprights + figures(XS, [*YS[:-1], 640], ROWS)])).grids
    assert rows(grid) == ROWS


def test_missing_edges_are_spans(tmp_path):
    drawn = strokes(
        (60, 700, 320, 700),
        (60, 652, 320, 652),
        (60, 652, 60, 700),
        (320, 652, 320, 700),
        (200, 652, 200, 700),
        (260, 652, 260, 684),
        (200, 684, 320, 684),
        (60, 668, 320, 668),
    )
    texts = [["（三）不予公开", "申请人情况", ""], ["", "1", "2"], ["总计", "3", "4"]]
    (grid,) = read_pdf(tmp_path, pdf([drawn + figures(XS, YS, texts)])).grids
    assert [(c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 0, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]
    assert [c.text for c in grid.cells if c.row == 2] == ["总计", "3", "4"]


def test_two_tables_side_by_side_are_two_and_two_that_touch_lose_no_cell(tmp_path):
    beside = [x + 270 for x in XS[:3]]
    content = (
        rules(XS, YS)
        + figures(XS, YS, ROWS)
        + rules(beside, YS[:3])
        + figures(beside, YS[:3], [["序号", "备注"], ["1", "none"]])
    )
    left, right = read_pdf(tmp_path, pdf([content])).grids
    assert (rows(left), rows(right)) == (ROWS, [["序号", "备注"], ["1", "none"]])
    below = [652.0, 636.0, 620.0]
    content = (
        rules(XS, YS)
        + figures(XS, YS, ROWS)
        + rules([60, 150, 320], below)
        + figures([60, 150, 320], below, [["行政许可", "88"], ["行政强制", "99"]])
    )
    (grid,) = read_pdf(tmp_path, pdf([content])).grids
    assert rows(grid) == [*ROWS, ["行政许可", "88"], ["行政强制", "99"]]


def test_page_borders_underlines_diagonals_and_seals_make_no_cells(tmp_path):
    seal = (
        "1 0 0 RG 2 w 240 676 m 240 687 231 696 220 696 c 209 696 200 687 200 676 c S "
        "215 676 m 232 676 l S\n"
    )
    extras = "0.5 w 20 20 555 800 re S 65 686 m 120 686 l S 60 652 m 320 700 l S\n" + seal
    (grid,) = read_pdf(tmp_path, pdf([extras + rules(XS, YS) + figures(XS, YS, ROWS)])).grids
    assert rows(grid) == ROWS


def test_the_text_of_a_slanted_watermark_is_in_no_cell(tmp_path):
    mark = text(210, 655, "内部资料", 12, matrix="0.7 0.7 -0.7 0.7")
    document = read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, ROWS) + mark]))
    assert rows(document.grids[0]) == ROWS


def test_dots_become_rules_and_what_is_short_does_not():
    frame = Frame((0, 0, 595, 842), 0)
    dots: list[Box] = [(x, 100.0, x + 0.7, 100.7) for x in range(50, 100, 3)]
    rules_found = boxes_to_rules([*dots, (200.0, 50.0, 203.0, 50.5)], frame.bounds)
    ((y, ((start, end),)),) = rules_found.across
    assert (round(y), round(start), round(end)) == (100, 50, 99)
    assert rules_found.down == []


# --- text -------------------------------------------------------------------------------------


def test_a_label_set_vertically_stays_in_its_cell_and_reads_down(tmp_path):
    ys = [700.0, 640.0, 580.0]
    letters = "".join(text(66, 690 - 10 * k, character) for k, character in enumerate("group"))
    vertical = text(140, 630, "down", font="V")
    content = (
        rules([60, 90, 200, 260], ys)
        + letters
        + vertical
        + text(204, 665, "21")
        + text(204, 605, "305")
    )
    (grid,) = read_pdf(tmp_path, pdf([content])).grids
    assert [c.text for c in grid.cells] == ["group", "", "21", "", "down", "305"]


def test_two_vertical_lines_in_one_cell_are_read_one_after_the_other(tmp_path):
    letters = "".join(
        text(75, 690 - 10 * k, character) for k, character in enumerate("here")
    ) + "".join(text(64, 690 - 10 * k, character) for k, character in enumerate("then"))
    (grid,) = read_pdf(
        tmp_path, pdf([rules([60, 90, 200], [700, 640]) + letters + text(100, 660, "7")])
    ).grids
    assert [c.text for c in grid.cells] == ["herethen", "7"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_reads_the_same_however_it_is_turned(tmp_path, rotate):
    (grid,) = read_pdf(
        tmp_path, pdf([Sheet(rules(XS, YS) + figures(XS, YS, ROWS), rotate=rotate)])
    ).grids
    assert rows(grid) == ROWS


def test_a_table_drawn_sideways_on_an_upright_page_is_turned(tmp_path):
    def turned(a: float, b: float) -> tuple[float, float]:
        return 595 - b + 200, a

    lines = [(*turned(x, YS[-1]), *turned(x, YS[0])) for x in XS]
    lines += [(*turned(XS[0], y), *turned(XS[-1], y)) for y in YS]
    latin = [["content", "made", "dropped"], ["rules", "17", "2"], ["normative", "", "305"]]
    cells = "".join(
        text(*turned(XS[c] + 2, (YS[r] + YS[r + 1]) / 2 - 3), cell, matrix="0 1 -1 0")
        for r, row in enumerate(latin)
        for c, cell in enumerate(row)
        if cell
    )
    (grid,) = read_pdf(tmp_path, pdf([strokes(*lines) + cells])).grids
    assert rows(grid) == latin


def test_what_a_cropped_page_does_not_show_is_not_read_and_boxes_count_from_the_crop(tmp_path):
    hidden = text(10, 10, "不在页上")
    sheet = Sheet(rules(XS, YS) + figures(XS, YS, ROWS) + hidden, crop=(50, 600, 350, 760))
    document = read_pdf(tmp_path, pdf([sheet]))
    assert document.text == ""
    assert rows(document.grids[0]) == ROWS
    assert document.grids[0].cells[0].where.box == pytest.approx((10, 84, 150, 100), abs=1)


@pytest.mark.parametrize("box", ["0 0 0 0", "0 0 9e99 842", "nan nan nan nan", "612 792 0 0", ""])
def test_a_page_whose_box_is_empty_or_turned_round_is_read_as_viewers_show_it(box, tmp_path):
    sheet = pdf([rules(XS, YS) + figures(XS, YS, ROWS)])
    told = re.sub(rb"/MediaBox ?\[[^]]*\]", f"/MediaBox [{box}]".encode(), sheet)
    assert told != sheet
    (grid,) = read_pdf(tmp_path, told).grids
    assert rows(grid) == ROWS


def test_radicals_are_the_characters_they_stand_for(tmp_path):
    assert (
        "负责人 长 见" in read_pdf(tmp_path, pdf([text(60, 700, "负责人 ⻓ ⻅ 的报告正文")])).text
    )


def test_text_in_a_font_that_says_nothing_of_its_characters_is_refused(tmp_path):
    with pytest.raises(NoTextError, match="no ToUnicode"):
        read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, ROWS)], to_unicode=False))


def test_restored_cross_references_read_the_same(tmp_path):
    data = pdf([rules(XS, YS) + figures(XS, YS, ROWS)])
    start = data.rindex(b"startxref")
    damaged = data[:start] + b"startxref\n7\n%%EOF\n"
    assert rows(read_pdf(tmp_path, damaged).grids[0]) == ROWS


def test_packed_streams_read_the_same(tmp_path):
    assert (
        rows(read_pdf(tmp_path, pdf([rules(XS, YS) + figures(XS, YS, ROWS)], packed=True)).grids[0])
        == ROWS
    )


# --- tables that a page cuts ------------------------------------------------------------------


def test_a_table_over_two_pages_is_one_though_its_parts_have_other_columns(tmp_path):
    upper = strokes(
        (60, 100, 320, 100), (60, 84, 320, 84), (60, 68, 320, 68), *((x, 68, x, 100) for x in XS)
    )
    sub = [60.0, 110.0, 200.0, 260.0, 320.0]
    ys = [780.0, 764.0, 748.0]
    content = upper + figures(XS, [100, 84, 68], ROWS[:2]) + text(280, 30, "- 1 -")
    below = rules(sub, ys) + figures(
        sub, ys, [["（三）", "1.国家秘密", "4", "5"], ["", "2.其他", "6", "7"]]
    )
    document = read_pdf(tmp_path, pdf([content, below + text(280, 30, "- 2 -")]))
    (grid,) = document.grids
    assert [(c.column, c.colspan, c.text) for c in grid.cells if c.row in (1, 2)] == [
        (0, 2, "规章"),
        (2, 1, "17"),
        (3, 1, "2"),
        (0, 1, "（三）"),
        (1, 1, "1.国家秘密"),
        (2, 1, "4"),
        (3, 1, "5"),
    ]
    assert [c.where.page for c in grid.cells if c.column == 3] == [1, 1, 2, 2]


def test_running_headers_between_two_parts_are_no_captions_and_a_heading_is_one(tmp_path):
    header = text(200, 820, "某某市政府信息公开年度报告")
    part = rules(XS, YS) + figures(XS, YS, ROWS)
    other = rules(XS, YS) + figures(
        XS, YS, [["总计", "1", "2"], ["其他", "3", "4"], ["合计", "4", "6"]]
    )
    assert len(read_pdf(tmp_path, pdf([header + part, header + other])).grids) == 1
    heading = text(60, 720, "四、行政复议、行政诉讼情况")
    document = read_pdf(tmp_path, pdf([header + part, header + heading + other]))
    assert [grid.caption for grid in document.grids] == ["", "四、行政复议、行政诉讼情况"]


# --- tables without rules ---------------------------------------------------------------------


def test_blanks_of_a_table_without_rules_keep_their_place_between_tabs(tmp_path):
    xs = [60.0, 240.0, 300.0, 360.0]
    table = [
        ["行政许可", "2629", "12", "3"],
        ["行政处罚", "", "7", ""],
        ["行政强制", "54", "", "9"],
    ]
    content = "".join(
        text(x, 700 - 16 * r, cell)
        for r, row in enumerate(table)
        for x, cell in zip(xs, row, strict=True)
        if cell
    )
    lines = [line.text for line in read_pdf(tmp_path, pdf([content])).lines]
    assert lines == ["行政许可\t2629\t12\t3", "行政处罚\t\t7\t", "行政强制\t54\t\t9"]


def test_a_column_without_rules_that_is_blank_throughout_is_known_by_its_label(tmp_path):
    xs = [60.0, 240.0, 300.0, 360.0]
    table = [
        ["", "自然人", "企业", "总计"],
        ["予以公开", "22", "", "22"],
        ["其他处理", "5", "", "5"],
    ]
    content = "".join(
        text(x, 700 - 16 * r, cell)
        for r, row in enumerate(table)
        for x, cell in zip(xs, row, strict=True)
        if cell
    )
    lines = [line.text for line in read_pdf(tmp_path, pdf([content])).lines]
    assert lines[1:] == ["予以公开\t22\t\t22", "其他处理\t5\t\t5"]


def test_prose_with_figures_gets_no_tabs(tmp_path):
    prose = text(60, 700, "2021年收到申请35件，办结33件。") + text(60, 684, "其中予以公开12件。")
    document = read_pdf(tmp_path, pdf([prose]))
    assert "\t" not in document.text


# --- many pages, much of anything -------------------------------------------------------------


def test_five_hundred_pages_with_one_table_are_read_to_the_end(tmp_path):
    sheets = [text(60, 700, "正文一页")] * 499 + [rules(XS, YS) + figures(XS, YS, ROWS)]
    document = read_pdf(tmp_path, pdf(sheets))
    assert [grid.cells[0].where.page for grid in document.grids] == [500]
    assert len(document.lines) == 499


def test_a_stream_that_unpacks_to_a_gigabyte_is_refused_before_it_is_unpacked(tmp_path):
    bomb = pdf([text(60, 700, "总计") + " " * 210_000_000], packed=True)
    with pytest.raises(TooLargeError, match="unpacks to more than 200 MB"):
        read_pdf(tmp_path, bomb)


def test_a_document_without_pages_says_so(tmp_path):
    with pytest.raises(DamagedFileError, match=r"^report\.pdf: "):
        read_pdf(tmp_path, pdf([]))


def test_the_first_reading_loads_no_heavy_library(tmp_path):
    (tmp_path / "report.pdf").write_bytes(pdf([rules(XS, YS) + figures(XS, YS, ROWS)]))
    code = (
        "import sys; from gxkit.readers import read; read('report.pdf');"
        "heavy = {'camelot', 'playa', 'numpy', 'pandas', 'cv2', 'PIL'};"
        "print(heavy & {*sys.modules})"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert result.stdout.strip() == "set()"


# --- pictures of a place ----------------------------------------------------------------------


def test_a_crop_is_a_picture_of_the_cell_and_its_surroundings(tmp_path):
    document = read_pdf(tmp_path, pdf([Sheet(rules(XS, YS) + figures(XS, YS, ROWS), rotate=90)]))
    where = document.grids[0].cells[4].where
    picture = crop_png(tmp_path / "report.pdf", where, margin=10, scale=2)
    assert picture[:4] == b"\x89PNG"
    from PIL import Image

    width, height = Image.open(BytesIO(picture)).size
    left, bottom, right, top = where.box or (0, 0, 0, 0)
    assert (width, height) == pytest.approx(
        (2 * (right - left + 20), 2 * (top - bottom + 20)), abs=3
    )


def test_a_crop_of_a_page_that_is_not_there_says_so(tmp_path):
    (tmp_path / "report.pdf").write_bytes(pdf([text(60, 700, "总计")]))
    with pytest.raises(ValueError, match="pages 1 to 1"):
        crop_png(tmp_path / "report.pdf", Where(page=2))


def test_documents_of_this_file_open_in_pdfium():
    assert len(pypdfium2.PdfDocument(pdf([text(60, 700, "总计")]))) == 1


@pytest.mark.parametrize(
    ("size", "lift", "printed"), [(5, 3.5, "31"), (9, 3.5, "311"), (5, 0, "311")]
)
def test_a_digit_set_smaller_and_higher_than_its_line_is_a_footnote_mark(
    tmp_path, size, lift, printed
):
    xs, ys = (60, 160, 260), (760, 740, 720)
    first = text(62, 747, "规章") + text(162, 747, "31") + text(171, 747 + lift, "1", size)
    drawn = rules(xs, ys) + first + figures(xs, (740, 720), [["其他", "4"]])
    document = read_pdf(tmp_path, pdf([Sheet(drawn)]))
    assert [fold(cell) for row in rows(document.grids[0]) for cell in row] == [
        "规章",
        printed,
        "其他",
        "4",
    ]


def test_a_footnote_mark_that_was_added_to_a_figure_later_is_one(tmp_path):
    xs, ys = (60, 160, 260), (760, 740, 720)
    drawn = rules(xs, ys) + figures(xs, ys, [["规章", "5"], ["其他", "4"]])
    added = drawn + text(167, 750.6, "2", 5)
    document = read_pdf(tmp_path, pdf([Sheet(added)]))
    assert [fold(cell) for row in rows(document.grids[0]) for cell in row][1] == "5"


def test_a_label_half_a_line_above_its_figures_does_not_cut_their_row():
    placed = [("处理", 20, 704.3), ("许可", 60, 700), ("7", 240, 699.75), ("9", 300, 699.5)]
    glyphs = [Glyph(said, x, x + 9, y, y + 3, 9.0, True, 0.0, [x]) for said, x, y in placed]
    read = [[glyph.text for glyph in row] for row in glyphs_to_rows(glyphs)]
    assert read == [["处理"], ["许可", "7", "9"]]
