"""Recognisers of a line cut out of a picture: each answers for the lines that are drawn here."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from gxkit.document import Recognised, Unread
from gxkit.forms.registry import shipped_forms
from gxkit.readers.scan import network
from gxkit.readers.scan.beam import SIGNS, read_numbers
from gxkit.readers.scan.crops import Crop, Grey, Reading
from gxkit.readers.scan.digits import read_digits
from gxkit.readers.scan.figures import Judged, Seen, judge, see
from gxkit.readers.scan.lines import Strip, trim
from gxkit.readers.scan.recogniser import read_crops

FONTS = sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf"))
BORDER = 4


def draw(text: str, size: int = 22, font: Path = FONTS[0]) -> Grey:
    """A line of text, black on white, cut out with a border."""
    face = ImageFont.truetype(str(font), size)
    left, top, right, bottom = (int(edge) for edge in face.getbbox(text))
    picture = Image.new("L", (right - left + 2 * BORDER, bottom - top + 2 * BORDER), 255)
    ImageDraw.Draw(picture).text((BORDER - left, BORDER - top), text, font=face, fill=0)
    return np.array(picture)


def crop(text: str, size: int = 22, font: Path = FONTS[0], is_cell: bool = True) -> Crop:
    return Crop(draw(text, size, font), is_cell)


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_lines_of_any_width_are_read_in_their_order(font):
    printed = ["0", "信息公开", "12", "1,234", "本年新收政府信息公开申请数量", "56.78", "-3", "无"]
    readings = read_crops([crop(text, font=font) for text in printed])
    assert [reading.text for reading in readings] == printed
    assert min(reading.score for reading in readings) > 0.8


def test_a_cell_has_the_figures_that_it_may_be_and_a_line_of_text_has_none():
    cell, line, label = read_crops([crop("38"), crop("38", is_cell=False), crop("申请总数")])
    assert (cell.numbers[0][0], line.numbers, label.numbers) == ("38", (), ())
    assert cell.numbers[0][1] > -0.1


def test_a_letter_that_looks_like_a_digit_is_a_digit_among_figures():
    (reading,) = read_crops([crop("O1")])
    assert reading.numbers[0][0] == "01"


def test_a_crop_without_a_pixel_and_one_without_ink_say_nothing():
    nothing, paper = read_crops([Crop(np.zeros((0, 5), np.uint8), True), Crop(draw(" "), True)])
    assert (nothing.text, nothing.numbers, paper.text) == ("", (), "")


def steps(*rows: dict[str, float]) -> np.ndarray:
    """Probabilities a step; what a row does not give to a sign is for none."""
    table = np.zeros((len(rows), 1 + len(SIGNS)), np.float32)
    for at, row in enumerate(rows):
        for sign, likely in row.items():
            table[at, 1 + SIGNS.index(sign)] = likely
        table[at, 0] = 1 - sum(row.values())
    return table


def test_a_sign_over_two_steps_is_one_and_two_with_a_step_between():
    (best, _), *_ = read_numbers(steps({"7": 0.99}, {"7": 0.99}))
    (twice, _), *_ = read_numbers(steps({"7": 0.99}, {}, {"7": 0.99}))
    assert (best, twice) == ("7", "77")


def test_the_figures_come_with_their_probabilities_best_first():
    (best, likely), (second, less), *_ = read_numbers(steps({"1": 0.9, "7": 0.1}, {"2": 1.0}))
    assert (best, second) == ("12", "72")
    assert np.exp([likely, less]) == pytest.approx([0.9, 0.1], abs=0.01)


# ---- the second reader


def digits_of(picture: Grey) -> str:
    ((text, _),) = read_digits([Crop(picture, True)])
    return text


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
@pytest.mark.parametrize("text", ["0", "17", "2019", "1,234", "56.78", "-3", "/", "—"])
def test_pieces_of_ink_are_digits_and_signs(text, font):
    assert digits_of(draw(text, 40, font)) == text.replace("—", "-")


def test_digits_that_touch_are_cut_and_a_digit_that_broke_is_put_together():
    six, four = draw("6", 40)[:, BORDER:-BORDER], draw("4", 40)[:, BORDER:-BORDER]
    high = min(len(six), len(four))
    side = np.full((high, BORDER), 255, np.uint8)
    touching = np.hstack([side, six[:high], four[:high], side])
    broken = draw("0", 40)
    middle = broken.shape[1] // 2
    broken[:, middle : middle + 2] = 255
    assert (digits_of(touching), digits_of(broken)) == ("64", "0")


def test_a_place_between_two_digits_as_for_a_lost_dot_is_no_place_between_digits():
    picture = draw("88.2", 40)
    dot = crop_of_dot(picture)
    picture[dot] = 255
    assert digits_of(picture) == "88 2"


def crop_of_dot(picture: Grey) -> tuple[slice, slice]:
    """Where the only piece lies that has no ink in the upper half of a line."""
    upper = (picture[: len(picture) // 2] < 128).any(axis=0)
    lower = (picture < 128).any(axis=0)
    (columns,) = np.nonzero(lower & ~upper)
    middle = [column for column in columns if not upper[column - 3 : column + 4].any()]
    return slice(None), slice(min(middle) - 3, max(middle) + 4)


# ---- both


def judged(*pictures: Grey) -> Judged:
    return judge(see([Crop(picture, True) for picture in pictures]))


@pytest.mark.parametrize("text", ["0", "1", "38", "1,234", "56.78", "-3", "100000"])
def test_a_figure_that_both_read_is_agreed(text):
    cell = judged(draw(text, 30))
    assert cell.recognised is not None
    assert (cell.text, cell.recognised.agreed, cell.unread) == (text, True, None)


def test_a_minus_is_no_speck_beside_its_figure():
    ink = (255 - draw("-3", 30)).astype(np.uint8)
    ink[ink < 128] = 0
    wide = ink.shape[1]
    (columns,) = np.nonzero(ink.any(axis=0))
    (rows,) = np.nonzero(ink.any(axis=1))
    line = trim(ink, Strip(0, int(rows[0]), wide, int(rows[-1]) + 1))
    assert line.left == columns[0]
    ink[:] = 0
    ink[5:25, 20:30] = 255
    ink[13:16, 2:5] = 255
    assert trim(ink, Strip(2, 5, 30, 25)).left == 20


def test_a_figure_that_only_one_reads_is_kept_with_what_else_it_may_be():
    readings = (("3", np.log(0.6)), ("8", np.log(0.3)))
    cell = judge([Seen(Reading("3", 0.6, readings), "8", 0.9)])
    assert cell == ("3", Recognised(("3", "8"), False, pytest.approx(0.6)), None)


def test_the_second_readers_own_figure_is_among_the_candidates():
    cell = judge([Seen(Reading("41", 0.9, (("41", np.log(0.9)),)), "47", 0.9)])
    assert cell.recognised is not None
    assert (cell.recognised.candidates, cell.recognised.agreed) == (("41", "47"), False)


def test_the_same_figure_of_which_one_reader_is_not_sure_is_not_agreed():
    rival = Reading("5", 0.6, (("5", np.log(0.6)), ("6", np.log(0.2))))
    alone = Reading("O", 0.6, (("0", np.log(0.6)), ("00", np.log(0.1))))
    unsure, sure = judge([Seen(rival, "5", 0.9)]), judge([Seen(alone, "0", 0.9)])
    assert unsure.recognised is not None
    assert sure.recognised is not None
    # where an O takes the rest no other figure comes near
    assert (unsure.recognised.agreed, sure.recognised.agreed) == (False, True)


def test_a_speck_beside_a_figure_is_no_part_of_it():
    dotted = Reading("21,", 0.6, (("21,", np.log(0.6)), ("21.", np.log(0.3)), ("21", -3.0)))
    cell = judge([Seen(dotted, "21.", 0.97)])
    assert cell == ("21", Recognised(("21",), True, pytest.approx(0.95, abs=0.01)), None)


def test_words_and_signs_for_nothing_keep_their_text_and_no_line_is_blank():
    assert judged(draw("无")) == ("无", None, None)
    assert judged(draw("/", 40)) == ("/", None, None)
    assert judged(draw("—")) == ("-", None, None)
    assert judged(draw("申请总数")) == ("申请总数", None, None)
    assert judged() == ("", None, None)


def test_a_figure_among_words_is_agreed_as_a_figure_is():
    cell = judged(draw("12件", 30))
    assert cell == ("12件", Recognised(("12件",), True, pytest.approx(1, abs=0.1)), None)


def test_a_figure_broken_by_the_width_of_its_cell_is_one():
    cell = judged(draw("1234", 30), draw("5", 30))
    assert cell.recognised is not None
    assert (cell.text, cell.recognised.agreed) == ("12345", True)


def test_a_blot_is_ink_that_is_no_figure():
    blot = np.full((40, 40), 255, np.uint8)
    blot[6:34, 5:35] = np.random.default_rng(1).integers(0, 2, (28, 30)) * 255
    cell = judged(blot)
    assert cell.recognised is None or not cell.recognised.agreed
    assert judge([Seen(Reading("", 0.0, (("1", np.log(0.01)),)), "?", 0.9)]).unread is Unread.INK


def test_three_decimals_may_be_thousands_so_that_both_stay_possible():
    cell = judge([Seen(Reading("1.234", 0.99, (("1.234", -0.01),)), "1.234", 0.99)])
    assert cell.recognised is not None
    assert (cell.recognised.candidates, cell.recognised.agreed) == (("1.234", "1,234"), False)


def test_a_comma_that_one_reader_takes_for_a_point_is_one_where_the_other_is_sure():
    sure = judge([Seen(Reading("1,234", 0.99, (("1,234", -0.01),)), "1.234", 0.99)])
    torn = (("1,234", np.log(0.6)), ("1.234", np.log(0.38)))
    unsure = judge([Seen(Reading("1,234", 0.9, torn), "1.234", 0.99)])
    assert sure.recognised is not None
    assert unsure.recognised is not None
    assert (sure.recognised.agreed, unsure.recognised.agreed) == (True, False)
    # a count has no fraction, so that its digits are enough
    assert unsure.recognised.same_digits


def test_opencv_reads_the_same_where_there_is_no_onnxruntime(monkeypatch):
    lines = [crop("本年新收申请 38 件", is_cell=False), crop("1,234")]
    with_it = read_crops(lines)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    network.load_network.cache_clear()
    try:
        without = read_crops(lines)
    finally:
        network.load_network.cache_clear()
    assert [reading.text for reading in without] == [reading.text for reading in with_it]
    assert without[1].numbers[0][1] == pytest.approx(with_it[1].numbers[0][1], abs=1e-3)


def test_the_characters_of_nearly_all_labels_are_known_to_be_usual_in_cells():
    usual = (Path(network.__file__).parent / "label_characters.txt").read_text("utf-8")
    columns = [
        column
        for form in shipped_forms().values()
        for table in form.tables
        for column in (*table.rows, *table.columns)
    ]
    labels = {one for column in columns for one in column.label if "\u3400" <= one <= "\u9fff"}
    # a form that is added may have a word or two that no other has
    assert len(labels - set(usual)) <= len(labels) // 20


def test_a_small_character_of_a_label_is_read_as_one_that_labels_have():
    small = Image.fromarray(draw("未经复议直接起诉", 11)).filter(ImageFilter.GaussianBlur(0.7))
    (reading,) = read_crops([Crop(np.array(small), True)])
    assert reading.text == "未经复议直接起诉"
