"""Ink in pictures: which digit a glyph is, and what is none."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from gxkit.readers.ink.net import HIGH, NO_DIGIT, WIDE, classify, fit
from gxkit.readers.ink.pieces import Sheet
from gxkit.readers.ink.seeing import see_cells

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def draw(character: str, font: str, size: int) -> np.ndarray:
    """A character bound by its ink, 0 where there is none."""
    picture = Image.new("L", (3 * size, 3 * size), 0)
    letters = ImageFont.truetype(str(FONTS / font), size)
    ImageDraw.Draw(picture).text((size, size), character, font=letters, fill=255)
    return np.asarray(picture.crop(picture.getbbox()))


def test_a_glyph_keeps_its_shape_in_the_size_of_the_net():
    narrow = fit(np.full((40, 8), 255, np.uint8))
    assert narrow.shape == (HIGH, WIDE)
    assert np.flatnonzero(narrow.any(0)).tolist() == [6, 7, 8, 9]
    flat = fit(np.full((4, 32), 255, np.uint8))
    assert np.flatnonzero(flat.any(1)).tolist() == [9, 10]


@pytest.mark.parametrize("font", ["DejaVuSans.ttf", "DejaVuSerif-Bold.ttf", "STIXGeneral.ttf"])
@pytest.mark.parametrize("size", [14, 20, 33])
def test_digits_are_read_whatever_their_font_and_size(font, size):
    glyphs = [fit(draw(digit, font, size)) for digit in "0123456789"]
    chances = classify(glyphs)
    assert chances.argmax(1).tolist() == list(range(10))
    assert chances.sum(1) == pytest.approx(np.ones(10))
    # faint ink is read as black is
    faint = [glyph // 3 for glyph in glyphs]
    assert classify(faint).argmax(1).tolist() == list(range(10))


def test_figures_are_read_in_the_cells_of_a_picture_and_a_photograph_is_none():
    picture = Image.new("L", (240, 40), 255)
    letters = ImageFont.truetype(str(FONTS / "DejaVuSans.ttf"), 18)
    drawn = ImageDraw.Draw(picture)
    for x in (0, 80, 160, 239):
        drawn.line([(x, 0), (x, 39)], fill=0)
    drawn.text((20, 8), "1905", font=letters, fill=0)
    drawn.text((100, 8), "A", font=letters, fill=0)
    cells = np.array([[0, 0, 80, 39], [80, 0, 160, 39], [160, 0, 239, 39]])
    bare = np.zeros(3, bool)
    sheet = Sheet(np.array(picture), cells, bare, scale=120 / 72)
    figure, letter, nothing = see_cells(sheet) or ()
    assert (figure.text, figure.is_plain, figure.chance > 0.8) == ("1905", True, True)
    assert (letter.text, nothing.text) == ("?", "")
    dots = np.where(np.indices((600, 600)).sum(0) % 4 == 0, 0, 255).astype(np.uint8)
    dots[::2] = 255
    assert see_cells(Sheet(dots, cells, bare, scale=0.3)) is None


def test_what_is_no_digit_is_none():
    letters = [fit(draw(letter, "DejaVuSans.ttf", 24)) for letter in "AKMWX%&"]
    assert set(classify(letters).argmax(1).tolist()) == {NO_DIGIT}
    assert classify([]).shape == (0, NO_DIGIT + 1)
