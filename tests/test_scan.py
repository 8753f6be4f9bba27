"""Pages that are pictures: straightened, cut by their rules, read; each kind of damage once."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from gxkit.document import Unread
from gxkit.errors import DamagedFileError, NoTextError, TooLargeError
from gxkit.readers import read
from gxkit.readers.scan import files
from gxkit.readers.scan.brush import Pieces
from pdf_pages import pdf, text
from scan_pages import (
    DOTS,
    HEIGHT,
    LEFT,
    ROWS,
    SIZE,
    TABLE,
    TITLE,
    TOP,
    WIDTH,
    add_noise,
    draw_page,
    texts_of,
)

FIGURES = [list(row[1:]) for row in ROWS]


def save(folder, page, name="page.png", **options):
    path = folder / name
    page.save(path, dpi=(DOTS, DOTS), **options)
    return path


def read_page(folder, page, name="page.png", **options):
    return read(save(folder, page, name, **options))


def figures_of(document):
    (grid,) = document.grids
    return [row[1:] for row in texts_of(grid)[1:]]


def squeeze(text):
    return "".join(text.split())


def test_a_page_gives_its_lines_and_its_table_with_their_places(tmp_path):
    document = read_page(tmp_path, draw_page())
    first, *_ = document.lines
    (grid,) = document.grids
    assert (document.format, squeeze(first.text), first.recognised) == ("picture", TITLE, True)
    assert [list(map(squeeze, row)) for row in texts_of(grid)] == [list(row) for row in TABLE]
    figure = grid.cells[6]
    assert (figure.text, str(figure.where)) == ("1", "page 1, table 1, row 2, column 3")


@pytest.mark.parametrize("name", ["page.png", "page.jpg", "page.tif", "page.bmp"])
def test_each_format_of_pictures_is_read(tmp_path, name):
    assert figures_of(read_page(tmp_path, add_noise(draw_page()), name)) == FIGURES


def test_the_pages_of_a_fax_are_one_document_and_a_table_goes_on_over_them(tmp_path):
    first = draw_page(TABLE[:3]).point(lambda grey: grey > 128, "1")
    second = draw_page(TABLE[3:], ()).point(lambda grey: grey > 128, "1")
    path = tmp_path / "fax.tif"
    first.save(path, save_all=True, append_images=[second], compression="group4", dpi=(DOTS, DOTS))
    document = read(path)
    assert figures_of(document) == FIGURES
    (grid,) = document.grids
    assert [cell.where.page for cell in grid.cells[::4]] == [1, 1, 1, 2, 2]


@pytest.mark.parametrize("degrees", [-4.0, 0.7, 3.0])
def test_a_crooked_page_is_turned_level(tmp_path, degrees):
    page = add_noise(draw_page().rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))
    assert figures_of(read_page(tmp_path, page)) == FIGURES


@pytest.mark.parametrize("anchor", ["lm", "rm"])
def test_figures_close_to_a_rule_stay_in_their_cell_and_lose_nothing(tmp_path, anchor):
    page = add_noise(draw_page(anchor=anchor))
    assert figures_of(read_page(tmp_path, page, "page.jpg", quality=12)) == FIGURES


def test_labels_between_which_the_rule_is_lost_stay_those_of_their_rows(tmp_path):
    page = draw_page(lost=(("across", 2, 0),))
    ImageDraw.Draw(page).line((LEFT, TOP + 2 * HEIGHT, LEFT + 30, TOP + 2 * HEIGHT), fill=0)
    (grid,) = read_page(tmp_path, page).grids
    assert [list(map(squeeze, row)) for row in texts_of(grid)] == [list(row) for row in TABLE]


@pytest.mark.parametrize("lost", [2, 3])
def test_a_rule_that_is_seen_in_pieces_parts_the_cells_of_all_its_length(tmp_path, lost):
    page = draw_page()
    y = TOP + lost * HEIGHT
    for x in range(LEFT - 30, LEFT + 4 * WIDTH, 130):
        ImageDraw.Draw(page).rectangle((x, y - 2, x + 55, y + 3), fill=255)
    assert figures_of(read_page(tmp_path, page)) == FIGURES


def test_a_long_stroke_in_one_cell_is_no_rule_between_columns(tmp_path):
    page = draw_page()
    x, y = LEFT + WIDTH // 2 + 40, TOP + HEIGHT
    ImageDraw.Draw(page).line((x, y, x, y + 40), fill=0, width=2)
    assert figures_of(read_page(tmp_path, page)) == FIGURES


def test_a_hairline_that_is_as_faint_as_paper_for_a_stretch_parts_rows_and_columns(tmp_path):
    page = draw_page()
    pen = ImageDraw.Draw(page)
    for row in (1, 2, 4):
        y = TOP + row * HEIGHT
        pen.rectangle((LEFT + 4, y - 2, LEFT + 4 * WIDTH - 4, y + 3), fill=255)
        pen.line((LEFT + 4, y, LEFT + 4 * WIDTH - 4, y), fill=200, width=2)
        pen.line((LEFT + 4, y, LEFT + 300, y), fill=90, width=2)
    assert figures_of(read_page(tmp_path, page)) == FIGURES


def test_a_rule_without_any_ink_is_one_where_it_is_nearly_as_dark_as_others(tmp_path):
    page = draw_page().point(lambda grey: grey if grey > 200 else 150)
    pen = ImageDraw.Draw(page)
    y, x = TOP + 2 * HEIGHT, LEFT + 2 * WIDTH
    for along in (-1, 0, 1):
        pen.line((LEFT + 4, y + along, LEFT + 4 * WIDTH - 4, y + along), fill=195)
    for down in range(len(TABLE)):
        top = TOP + down * HEIGHT
        pen.rectangle((x - 1, top + 4, x + 1, top + HEIGHT - 4), fill=195)
    assert figures_of(read_page(tmp_path, page)) == FIGURES


def test_a_double_frame_is_the_frame_of_its_table(tmp_path):
    page = draw_page()
    pen = ImageDraw.Draw(page)
    right, bottom = LEFT + 4 * WIDTH, TOP + len(TABLE) * HEIGHT
    pen.rectangle((LEFT - 8, TOP - 8, right + 8, bottom + 8), outline=255, width=14)
    for out in (0, 6):
        pen.rectangle((LEFT - out, TOP - out, right + out, bottom + out), outline=0, width=2)
    assert figures_of(read_page(tmp_path, page)) == FIGURES


def test_strokes_near_one_another_in_a_cell_are_no_rule_together(tmp_path):
    page = draw_page()
    pen = ImageDraw.Draw(page)
    # two pieces of one rule would be drawn on to the corners
    for right, row in ((0, 1), (5, 3)):
        x, y = LEFT + WIDTH // 2 + 60 + right, TOP + row * HEIGHT
        pen.line((x, y, x, y + 40), fill=0, width=2)
    assert figures_of(read_page(tmp_path, page)) == FIGURES


def test_a_streak_down_the_page_hides_no_figure_and_parts_no_column(tmp_path):
    page = draw_page()
    for x in (LEFT + WIDTH + WIDTH // 2 + 2, LEFT + 2 * WIDTH + 60):
        ImageDraw.Draw(page).line((x, 0, x, SIZE[1]), fill=120)
    assert figures_of(read_page(tmp_path, add_noise(page))) == FIGURES


def test_what_is_left_of_a_rule_is_no_first_digit_of_the_figure_beside_it(tmp_path):
    page = draw_page(anchor="lm")
    pen = ImageDraw.Draw(page)
    x = LEFT + WIDTH
    for row in range(1, len(TABLE)):
        y = TOP + row * HEIGHT
        pen.rectangle((x - 2, y + 2, x + 3, y + HEIGHT - 2), fill=255)
        pen.line((x + 1, y + 22, x + 1, y + 36), fill=60)
    (grid,) = read_page(tmp_path, page).grids
    for cell in grid.cells:
        if cell.row and cell.column == 1 and cell.recognised and cell.recognised.agreed:
            assert cell.text == TABLE[cell.row][1]


def test_two_figures_in_a_cell_are_no_figure_with_a_space_in_it(tmp_path):
    page = draw_page((TABLE[0], ("规章", "1      224", "3", "25")))
    (grid,) = read_page(tmp_path, page).grids
    (cell,) = [cell for cell in grid.cells if (cell.row, cell.column) == (1, 1)]
    assert cell.recognised is not None
    assert not cell.recognised.agreed


def test_a_dash_is_blank_and_the_bar_that_is_left_of_a_digit_is_not(tmp_path):
    page = draw_page(tuple((*row[:3], "") for row in TABLE))
    pen = ImageDraw.Draw(page)
    x, middle = LEFT + WIDTH * 3.5, TOP + HEIGHT * 1.5
    pen.rectangle((x - 6, middle - 1, x + 6, middle), fill=0)
    pen.rectangle((x - 6, middle + HEIGHT - 8, x + 6, middle + HEIGHT - 7), fill=0)
    pen.rectangle((x - 6, middle + 2 * HEIGHT - 1, x + 6, middle + 2 * HEIGHT), fill=0)
    pen.line((x + 2, middle + 2 * HEIGHT + 4, x - 1, middle + 2 * HEIGHT + 10), fill=160, width=2)
    (grid,) = read_page(tmp_path, page).grids
    ends = [row[3].unread for row in grid.by_rows()]
    assert ends == [None, None, Unread.INK, Unread.INK, None]


def test_dashed_rules_make_a_table(tmp_path):
    page = draw_page()
    pen = ImageDraw.Draw(page)
    for x in range(LEFT - 8, LEFT + 4 * WIDTH + 8, 10):
        for row in range(len(TABLE) + 1):
            y = TOP + row * HEIGHT
            pen.rectangle((x, y - 2, x + 3, y + 3), fill=255)
    for y in range(TOP - 8, TOP + len(TABLE) * HEIGHT + 8, 10):
        for column in range(len(TABLE[0]) + 1):
            x = LEFT + column * WIDTH
            pen.rectangle((x - 2, y, x + 3, y + 3), fill=255)
    assert figures_of(read_page(tmp_path, page)) == FIGURES


def test_a_fax_has_half_as_many_rows_of_dots(tmp_path):
    width, height = SIZE
    page = draw_page().resize((width, height // 2)).point(lambda grey: grey > 170, "1")
    path = tmp_path / "fax.tif"
    page.save(path, compression="group4", dpi=(DOTS, DOTS // 2))
    assert figures_of(read(path)) == FIGURES


def test_a_figure_that_broke_into_specks_leaves_no_blank_cell(tmp_path):
    page = draw_page(tuple((*row[:3], "") for row in TABLE))
    x, y = LEFT + WIDTH * 3.5, TOP + HEIGHT * 1.5
    for right, down in [(0, 0), (6, 0), (0, 6), (6, 6), (0, 12), (6, 12)]:
        ImageDraw.Draw(page).rectangle((x + right, y + down, x + right + 2, y + down + 2), fill=0)
    (grid,) = read_page(tmp_path, page).grids
    ends = [row[3].unread for row in grid.by_rows()]
    assert ends == [None, Unread.INK, None, None, None]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_turned_upright(tmp_path, quarters):
    assert (
        figures_of(read_page(tmp_path, draw_page().rotate(90 * quarters, expand=True))) == FIGURES
    )


def test_a_bent_page_is_pulled_straight(tmp_path):
    pixels = np.asarray(draw_page())
    height, width = pixels.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent_y = y + 14 * np.sin(math.pi * x / width) + 4 * np.sin(2 * math.pi * x / width)
    bent_x = x + 7 * np.sin(math.pi * y / height)
    bent = cv2.remap(
        pixels,
        bent_x.astype(np.float32),
        bent_y.astype(np.float32),
        cv2.INTER_CUBIC,
        borderValue=255,
    )
    assert figures_of(read_page(tmp_path, add_noise(Image.fromarray(bent)))) == FIGURES


def test_a_page_that_is_bent_steeply_at_its_end_is_pulled_straight_all_along(tmp_path):
    page = np.asarray(draw_page())
    height, width = page.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    lift = 60 * np.exp(-columns / 250)
    bent = cv2.remap(page, columns, rows + lift, cv2.INTER_LINEAR, borderValue=255)
    assert figures_of(read_page(tmp_path, Image.fromarray(bent))) == FIGURES


def test_a_photograph_from_aside_with_a_shadow_is_pulled_straight(tmp_path):
    pixels = np.asarray(draw_page())
    height, width = pixels.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[90, 60], [1180, 95], [1150, 1650], [60, 1690]])
    lens = cv2.getPerspectiveTransform(corners, seen)
    taken = cv2.warpPerspective(pixels, lens, (width, height), borderValue=100)
    shadow = np.linspace(1.0, 0.55, width)[None, :]
    photo = Image.fromarray((taken * shadow).astype(np.uint8))
    assert figures_of(read_page(tmp_path, photo, "page.jpg", quality=80)) == FIGURES


def test_two_pages_on_one_picture_are_read_from_left_to_right(tmp_path):
    spread = Image.new("L", (2480, 1754), 255)
    spread.paste(draw_page(TABLE[:3]), (0, 0))
    spread.paste(draw_page(TABLE[3:], ()), (1240, 0))
    assert figures_of(read_page(tmp_path, spread)) == FIGURES


def test_a_picture_of_unknown_resolution_is_read_by_the_size_of_its_type(tmp_path):
    small = draw_page().resize((826, 1169), Image.Resampling.LANCZOS)
    path = tmp_path / "page.png"
    small.crop((60, 60, 800, 560)).save(path, dpi=(300, 300))
    assert figures_of(read(path)) == FIGURES


def test_pieces_are_the_same_with_white_rows_left_out():
    ink = np.zeros((40, 30), np.uint8)
    ink[5:8, 2:20] = ink[30:33, 4:6] = ink[36, 9] = 255
    pieces = Pieces(ink)
    columns, rows = pieces.middles
    boxes = zip(pieces.lefts, pieces.tops, pieces.wide, pieces.high, strict=True)
    assert sorted(boxes)[1:] == [(2, 5, 18, 3), (4, 30, 2, 3), (9, 36, 1, 1)]
    assert sorted(zip(columns[1:], rows[1:], strict=True)) == [(4.5, 31), (9, 36), (10.5, 6)]
    assert pieces.add_up(ink).tolist() == (pieces.count() * 255).tolist()
    assert np.array_equal(pieces.paint(pieces.high > 1), np.where(np.arange(40) < 34, ink.T, 0).T)
    assert not Pieces(np.zeros_like(ink)).count().any()


@pytest.mark.parametrize("name", ["page.png", "page.jpg"])
def test_a_page_that_is_finer_than_is_looked_at_is_taken_coarser_and_is_as_large(tmp_path, name):
    page = draw_page()
    page = page.convert("RGB").resize((5_000, round(5_000 * page.height / page.width)))
    dots = DOTS * 5_000 / SIZE[0]
    path = tmp_path / name
    page.save(path, dpi=(dots, dots))
    (picture,) = files.open_pictures(name, path.read_bytes())
    _, width, _ = picture.pixels.shape
    assert width == 2_500
    assert width * picture.points == pytest.approx(SIZE[0] * 72 / DOTS, rel=1e-2)
    assert figures_of(read(path)) == FIGURES


@pytest.mark.parametrize("colour", [(205, 30, 35), (70, 70, 70)], ids=["red", "grey"])
def test_what_a_stamp_lies_on_is_doubted_and_the_rest_is_not(tmp_path, colour):
    stamp = Image.new("RGB", SIZE, "white")
    # its ring goes through the first figure of the second row
    x, y = LEFT + WIDTH * 1.5 + 104, TOP + HEIGHT * 2.5
    pen = ImageDraw.Draw(stamp)
    pen.ellipse((x - 100, y - 100, x + 100, y + 100), outline=colour, width=7)
    page = ImageChops.multiply(draw_page().convert("RGB"), stamp)
    (grid,) = read_page(tmp_path, page).grids
    stamped = set()
    for cell in grid.cells:
        if not cell.row or not cell.column:
            continue
        if cell.recognised and cell.recognised.agreed:
            assert cell.text == TABLE[cell.row][cell.column]
        else:
            stamped.add((cell.row, cell.column))
    # what a grey one holds cannot be told from it, a red one is taken away
    inside = {(row, column) for row in (1, 2, 3, 4) for column in (1, 2)}
    assert (2, 1) in stamped
    assert stamped <= (inside if colour[0] == colour[1] else {(2, 1)})


def test_figures_between_which_a_rule_is_lost_are_not_one_figure(tmp_path):
    page = draw_page(lost=(("down", 2, 1), ("down", 2, 2), ("across", 4, 3)))
    (grid,) = read_page(tmp_path, page).grids
    texts = {cell.text for cell in grid.cells}
    assert not texts & {"01", "1078", "574028"}


def test_a_blank_cell_is_blank_and_ink_that_is_no_figure_is_not(tmp_path):
    page = draw_page((TABLE[0], ("规章", "", "1", "2"), ("其他", "3", "4", "5")))
    ImageDraw.Draw(page).ellipse((LEFT + 560, TOP + 70, LEFT + 600, TOP + 105), fill=0)
    (grid,) = read_page(tmp_path, page).grids
    blank, *_ = [cell for cell in grid.cells if (cell.row, cell.column) == (1, 1)]
    blot, *_ = [cell for cell in grid.cells if (cell.row, cell.column) == (1, 2)]
    assert (blank.text, blank.unread, blank.recognised) == ("", None, None)
    assert blot.unread is Unread.INK or not blot.recognised.agreed


# ---- what cannot be read says so


def test_an_empty_page_says_what_was_expected(tmp_path):
    with pytest.raises(NoTextError, match=r"page\.png: no line of text and no table"):
        read_page(tmp_path, Image.new("L", (1240, 1754), 255))


def test_noise_is_no_page_and_is_left_unread_at_once(tmp_path):
    noise = np.random.default_rng(7).integers(0, 256, (2000, 1400), dtype=np.uint8)
    noisy = Image.fromarray(noise)
    options = {"save_all": True, "append_images": [draw_page()]}
    document = read_page(tmp_path, noisy, "pages.tif", **options)
    said = [remark.say("en") for remark in document.remarks]
    assert figures_of(document) == FIGURES
    assert [sentence.split(":")[0] for sentence in said] == ["Page 2", "Page 1"]


def test_a_file_of_pages_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_MOST_PAGES", 2)
    empty = Image.new("1", (200, 300), 1)
    with pytest.raises(TooLargeError, match="after 2 pages"):
        read_page(tmp_path, empty, "pages.tif", save_all=True, append_images=[empty] * 2)


def test_a_row_that_the_end_of_a_picture_cuts_is_not_blank(tmp_path):
    page = draw_page()
    # of the last row the upper edge is left, above its figures
    page.paste(255, (0, TOP + 4 * HEIGHT + 14, *SIZE))
    document = read_page(tmp_path, page)
    (grid,) = document.grids
    *_, before, last = grid.by_rows()
    assert [cell.text for cell in before[1:]] == FIGURES[-2]
    assert {cell.unread for cell in last[1:]} == {Unread.INK}


def test_a_picture_that_breaks_off_is_damaged(tmp_path):
    path = save(tmp_path, add_noise(draw_page()))
    path.write_bytes(path.read_bytes()[:30_000])
    with pytest.raises(DamagedFileError, match="damaged or breaks off"):
        read(path)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_MOST_PIXELS", 1_000_000)
    with pytest.raises(TooLargeError, match="1240 x 1754 pixels"):
        read_page(tmp_path, draw_page())


# ---- pictures in a PDF


def read_pdf(folder, data):
    path = folder / "report.pdf"
    path.write_bytes(data)
    return read(path)


def inline(page, left, bottom, width, height):
    """A picture drawn by a page's content."""
    data = page.convert("L")
    drawn = data.tobytes().hex()
    return (
        f"q {width} 0 0 {height} {left} {bottom} cm BI /W {data.width} /H {data.height} "
        f"/CS /G /BPC 8 /F /AHx ID {drawn}> EI Q\n"
    )


def test_a_pdf_of_pictures_is_read_and_says_so(tmp_path):
    first, second = draw_page(TABLE[:3]), draw_page(TABLE[3:], ())
    path = tmp_path / "scan.pdf"
    first.save(path, save_all=True, append_images=[second], resolution=DOTS)
    document = read(path)
    assert figures_of(document) == FIGURES
    (grid,) = document.grids
    assert [cell.where.page for cell in grid.cells[::4]] == [1, 1, 1, 2, 2]
    (remark,) = document.remarks
    assert remark.say("en") == "Page 1, 2: a picture; its words and figures were recognised."


def test_pages_of_text_and_pictures_are_one_document(tmp_path):
    scan = inline(draw_page(TABLE, ()), 0, 0, 595, 842)
    document = read_pdf(tmp_path, pdf([text(60, 700, "晋江市教育局2021年年度报告全文"), scan]))
    assert [line.recognised for line in document.lines] == [False]
    assert figures_of(document) == FIGURES


def test_a_table_that_stands_as_a_picture_on_a_page_of_text_is_read_where_it_stands(tmp_path):
    table = draw_page(TABLE, ()).crop((120, 400, 1120, 740))
    words = text(60, 700, "二、主动公开政府信息情况") + text(60, 300, "三、收到和处理申请情况")
    document = read_pdf(tmp_path, pdf([words + inline(table, 60, 450, 480, 163.2)]))
    assert figures_of(document) == FIGURES
    (grid,) = document.grids
    left, bottom, right, top = grid.cells[-1].where.box
    assert 60 < left < right < 540
    assert 450 < bottom < top < 613
    assert grid.caption == "二、主动公开政府信息情况"


def test_a_low_picture_of_a_table_on_a_page_of_text_is_read(tmp_path):
    table = draw_page(TABLE[:2]).crop((LEFT - 5, TOP - 5, 1095, TOP + 2 * HEIGHT + 5))
    words = text(60, 700, "四、政府信息公开行政复议、行政诉讼情况")
    document = read_pdf(tmp_path, pdf([words + inline(table, 60, 450, 400, 50)]))
    assert figures_of(document) == FIGURES[:1]


def test_a_photograph_on_a_page_of_text_is_no_table(tmp_path):
    random = np.random.default_rng(3)
    photo = Image.fromarray(random.integers(0, 255, (40, 60)).astype(np.uint8)).resize((600, 400))
    words = text(60, 700, "晋江市教育局2021年年度报告全文如下所述")
    document = read_pdf(tmp_path, pdf([words + inline(photo, 60, 300, 400, 260)]))
    assert (document.grids, document.remarks) == ((), ())
