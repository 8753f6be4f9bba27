"""Pages drawn as pictures: a title, a line of text and a ruled table whose figures are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pylopdf_fonts_zh_cn
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONT = sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf"))[0]
DOTS = 150
"""dots an inch"""
SIZE = (1240, 1754)
"""of an A4 page"""

TITLE = "晋江市教育局2021年政府信息公开工作年度报告"
LINE = "一、总体情况"
HEAD = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
ROWS = (
    ("规章", "0", "1", "25"),
    ("行政规范性文件", "107", "8", "3946"),
    ("其他文件", "6", "0", "57"),
    ("总计", "113", "9", "4028"),
)
TABLE = (HEAD, *ROWS)

LEFT, TOP, WIDTH, HEIGHT = 150, 420, 235, 58
"""where the table begins, and the size of its cells, in pixels"""
_ACROSS = {"mm": WIDTH / 2, "lm": 5, "rm": WIDTH - 4}
"""from the left of a cell to where its text is anchored"""


def draw_page(
    rows: tuple[tuple[str, ...], ...] = TABLE,
    lines: tuple[str, ...] = (TITLE, LINE),
    lost: tuple[tuple[str, int, int], ...] = (),
    anchor: str = "mm",
) -> Image.Image:
    """A page with lines of text above a table; of its rules those that are `lost` are not drawn:
    `down` or `across`, the number of the rule and that of the place along it. `anchor` tells
    whether figures stand in the middle of their cell, or near its left (`lm`) or right (`rm`)."""
    page = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(page)
    for number, text in enumerate(lines):
        pen.text((LEFT, 150 + 90 * number), text, font=_font(36 - 10 * number), fill=0)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            x, y = LEFT + WIDTH * column, TOP + HEIGHT * row
            own = anchor if text.isdigit() else "mm"
            place = (x + _ACROSS[own], y + HEIGHT / 2)
            pen.text(place, text, font=_font(22), fill=0, anchor=own)
    for row in range(len(rows) + 1):
        for column in range(len(rows[0])):
            if ("across", row, column) not in lost:
                x, y = LEFT + WIDTH * column, TOP + HEIGHT * row
                pen.line((x, y, x + WIDTH, y), fill=0, width=2)
    for column in range(len(rows[0]) + 1):
        for row in range(len(rows)):
            if ("down", column, row) not in lost:
                x, y = LEFT + WIDTH * column, TOP + HEIGHT * row
                pen.line((x, y, x, y + HEIGHT), fill=0, width=2)
    return page


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def texts_of(grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.by_rows()]


def add_noise(page: Image.Image, strength: float = 8.0) -> Image.Image:
    """The page as a scanner sees it."""
    random = np.random.default_rng(7)
    pixels = np.asarray(page).astype(np.float32)
    noise = random.normal(0.0, strength, pixels.shape)
    noisy: NDArray[np.uint8] = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    return Image.fromarray(noisy)
