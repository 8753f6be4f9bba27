"""Pages that lay aslant when they were scanned are straightened before their tables are read."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from gxkit.document import Line, Where
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.leaves import Leaf, place_back
from gxkit.readers.pdf.skew import common_angle, measure_skew
from pdf_pages import Sheet, figures, pdf, rules, text
from reading import read_bytes, texts

XS = [60.0, 220.0, 280.0, 340.0, 400.0, 460.0, 530.0]
YS = [760.0 - 16 * row for row in range(21)]
ROWS = [["项目", "制发", "废止", "现行", "增减", "总计"]]
ROWS += [[f"第{row}项内容", *(str(100 * row + column) for column in range(5))] for row in range(19)]
MIDDLE = (297.5, 421.0)


def turn(degrees: float, x: float, y: float) -> tuple[float, float]:
    """A point of the page turned about its middle."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    across, up = x - MIDDLE[0], y - MIDDLE[1]
    return MIDDLE[0] + cos * across - sin * up, MIDDLE[1] + sin * across + cos * up


def turned_page(degrees: float, content: str) -> str:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = turn(degrees, 0, 0)
    return f"q {cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f} cm\n{content}Q\n"


def level_words(degrees: float) -> str:
    """The figures as text recognition lays them: level, each where the picture has it."""
    drawn = ""
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            x, y = turn(degrees, XS[column] + 3, YS[number] - 11)
            drawn += text(x, y, cell)
    return drawn


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [-3, -1.2, -0.3, 0.1, 0.6, 2, 3])
def test_a_page_turned_a_little_reads_as_if_it_were_level(tmp_path, degrees, rotate):
    content = turned_page(degrees, rules(XS, YS) + figures(XS, YS, ROWS))
    (grid,) = read_bytes(tmp_path, pdf([Sheet(content, rotate=rotate)])).grids
    assert texts(grid) == ROWS


@pytest.mark.parametrize("degrees", [-3, -1.2, 0.8, 2])
@pytest.mark.parametrize("what", ["text", "rules"])
def test_text_turned_over_level_rules_and_rules_under_level_text_are_turned_back(
    tmp_path, what, degrees
):
    drawn = {"text": figures(XS, YS, ROWS), "rules": rules(XS, YS)}
    drawn[what] = turned_page(degrees, drawn[what])
    (grid,) = read_bytes(tmp_path, pdf([drawn["rules"] + drawn["text"]])).grids
    assert texts(grid) == ROWS


def test_short_turned_rules_that_look_like_those_of_two_pens_are_turned_back(tmp_path):
    xs = [60.0 + 40 * column for column in range(13)]
    rows = [[str(100 * row + column) for column in range(12)] for row in range(20)]
    pieces = ""
    for a, b in pairwise(xs):
        for high, low in pairwise(YS):
            pieces += rules([a, b], [high, low])
    turned = turned_page(2, pieces.replace("0.5 w", "0.1 w"))
    (grid,) = read_bytes(tmp_path, pdf([turned + figures(xs, YS, rows)])).grids
    assert texts(grid) == rows


def test_text_that_was_turned_about_another_point_than_the_rules_is_doubted(tmp_path):
    moved = f"q 1 0 0 1 4 8 cm\n{turned_page(2, figures(XS, YS, ROWS))}Q\n"
    (grid,) = read_bytes(tmp_path, pdf([rules(XS, YS) + moved])).grids
    assert all(cell.unread for cell in grid.cells)


def bent_rules(points: float) -> str:
    """The rules of the table, higher in the middle of the page by some points, in short pieces."""
    drawn = ""
    for x in XS:
        top, bottom = (y + bend(x, points) for y in (YS[0], YS[-1]))
        drawn += f"0.5 w {x} {bottom:.2f} m {x} {top:.2f} l S\n"
    steps = [XS[0] + (XS[-1] - XS[0]) * number / 40 for number in range(41)]
    for y in YS:
        first, *others = (f"{x:.2f} {y + bend(x, points):.2f}" for x in steps)
        drawn += f"0.5 w {first} m {' l '.join(others)} l S\n"
    return drawn


def bend(x: float, points: float) -> float:
    return points * math.sin(math.pi * x / 595)


def bent_figures(points: float) -> str:
    drawn = ""
    for row, y in zip(ROWS, YS, strict=False):
        for x, cell in zip(XS, row, strict=False):
            drawn += text(x + 3, y - 11 + bend(x, points), cell)
    return drawn


@pytest.mark.parametrize("points", [-11, -4, 7])
@pytest.mark.parametrize("what", ["rules", "text", "both"])
def test_bent_rules_part_no_row_of_text_that_bends_otherwise(tmp_path, what, points):
    drawn = bent_rules(0 if what == "text" else points)
    drawn += bent_figures(0 if what == "rules" else points)
    document = read_bytes(tmp_path, pdf([drawn]))
    if what == "both":
        assert [texts(grid) for grid in document.grids] == [ROWS]
    else:
        lines = [block.text.split("\t") for block in document.blocks]
        assert lines == ROWS


@pytest.mark.parametrize("style", ["boxes", "thin rectangles", "one path"])
def test_rules_of_a_turned_page_are_found_however_they_are_drawn(tmp_path, style):
    content = turned_page(1.5, rules(XS, YS, style) + figures(XS, YS, ROWS))
    (grid,) = read_bytes(tmp_path, pdf([content])).grids
    assert texts(grid) == ROWS


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [-2.5, -0.8, 0.4, 1.7, 3])
def test_level_words_on_the_lines_of_a_crooked_picture_are_straightened(tmp_path, degrees, rotate):
    content = turned_page(degrees, rules(XS, YS)) + level_words(degrees)
    (grid,) = read_bytes(tmp_path, pdf([Sheet(content, rotate=rotate)])).grids
    assert texts(grid) == ROWS


@pytest.mark.parametrize("height", [-6, -3, 2, 4, 6])
def test_lines_of_a_page_that_did_not_lie_flat_are_read_as_lines(tmp_path, height):
    content = ""
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            x = XS[column] + 3
            up = height * math.sin(math.pi * x / 595)
            content += text(x, YS[number] - 11 + up, cell)
    lines = [line.text for line in read_bytes(tmp_path, pdf([content])).lines]
    assert lines[1:] == ["\t".join(row) for row in ROWS[1:]]


def test_boxes_of_a_turned_page_are_where_a_viewer_shows_them(tmp_path):
    content = turned_page(2, rules(XS, YS) + figures(XS, YS, ROWS))
    (grid,) = read_bytes(tmp_path, pdf([content])).grids
    left, bottom, right, top = grid.cells[-1].where.box
    x, y = turn(2, (XS[-2] + XS[-1]) / 2, (YS[-2] + YS[-1]) / 2)
    assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx((x, y), abs=0.3)


def test_only_the_boxes_of_turned_pages_are_turned_back():
    lines = [Line("甲", Where(page=page, line=1, box=(0, 0, 10, 10))) for page in (1, 2)]
    level = Leaf(1, Frame((0, 0, 100, 100), 0))
    aslant = Leaf(2, Frame((0, 0, 100, 100), 0, 1.0))
    first, second = place_back(lines, [level, aslant])
    assert first == lines[0]
    assert first.where.box == (0, 0, 10, 10)
    assert second.where.box == pytest.approx((0.7, -0.9, 10.9, 9.3), abs=0.05)


@pytest.mark.parametrize("angles", [[0.0] * 9, [0.0, 0.0, 1.0, 1.0], [12.0] * 9])
def test_level_mixed_and_slanted_characters_have_no_common_turn(angles):
    assert not common_angle(angles)


def test_lines_that_jitter_and_do_not_rise_are_level():
    runs = []
    for row in range(30):
        for column in range(7):
            up = 800 - 14 * row + 0.4 * ((row * 7 + column * 5) % 3)
            runs.append((60.0 * column, up))
    assert measure_skew(runs) == 0
