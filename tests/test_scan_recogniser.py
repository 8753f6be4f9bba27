"""Recognisers of a line cut out of a picture: each answers for the lines that are drawn here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont

from gxkit.readers.scan.beam import SIGNS, read_numbers
from gxkit.readers.scan.crops import Crop, Grey
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
