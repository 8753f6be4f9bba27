"""Several pages printed on one sheet, each read as a page of its own.

Two pages side by side leave a gutter free from top to bottom, and both have words beside it. A
table over the whole sheet has words at the left and figures at the right, and mostly a title across
the middle. Four pages on an upright sheet leave a second gutter from side to side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple

from gxkit.document import Grid, Line, Where
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.plane.boxes import Box, Point
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lines import glyphs_to_rows, join_texts

_Interval = tuple[float, float]
_Rows = Sequence[Sequence[Glyph]]

# Of the sheet's width: what is free at either side of where the sheet is cut, and how far off its
# middle that is.
_FREE, _OFF_MIDDLE = 0.015, 0.04
_WIDE = 1.15  # times as wide as high is a sheet of two pages
_FEWEST_LETTERS = 10  # on a page
_WORDED = 0.5  # of a page's lines hold words: fewer are the figures of a table
_FULL_LINE = 12  # letters of a line of prose, on average; the labels of a table are shorter
_SAME_LINE = 1.0  # points between the baselines of one line
_ALIGNED = 0.8  # of the lines at either side that go on at the other are those of one table
_SMALL = 7.6  # points: the text of four pages on a sheet; columns of a newspaper are larger
_SAMPLE = 16  # characters whose sizes tell it
_LONG = 20.0  # points: of a rule across, which is no dash and no letter
_THIN = 3.0  # points: a rule; one that goes down is where the sheet is folded, or inside a page
_BORDER = 0.05  # of the sheet's height: what lies nearer to its edge is a frame around all
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a report: the number of its sheet in the file, how it is shown there, and how many
    tables and lines it has."""

    sheet: int
    frame: Frame
    tables: int = 0
    lines: int = 0


def find_leaves(
    glyphs: Sequence[Glyph],
    rules: Sequence[Box],
    frame: Frame,
) -> list[Box]:
    """The pages on a sheet in the order in which they are read; the sheet alone where it is one."""
    width, height = frame.size
    sheet = (0.0, 0.0, width, height)
    if width > _WIDE * height:
        upright = [glyph for glyph in glyphs if glyph.upright]
        halves = _cut(upright, rules, sheet)
        is_cut = len(halves) > 1 and _are_pages(upright, rules, halves)
        return halves if is_cut else [sheet]
    sizes = [glyph.size for glyph in glyphs[:: len(glyphs) // _SAMPLE + 1]]
    if not sizes or median(sizes) > _SMALL:
        return [sheet]
    upright = [glyph for glyph in glyphs if glyph.upright]
    above_and_below = _cut_across(upright, rules, sheet)
    quarters: list[Box] = []
    for row in above_and_below:
        quarters += _cut(upright, rules, row)
    # the last of them may be blank
    is_cut = len(quarters) == _QUARTERS and _are_pages(upright, rules, quarters[:-1])
    return quarters if is_cut else [sheet]


def _cut(
    glyphs: Sequence[Glyph],
    rules: Sequence[Box],
    area: Box,
) -> list[Box]:
    """The left and the right half of an area with a gutter; the area where it has none."""
    left, bottom, right, top = area
    taken = [(glyph.left, glyph.right) for glyph in glyphs if bottom < glyph.middle < top]
    border = _BORDER * (top - bottom)
    for low_x, low, high_x, high in rules:
        is_inside = bottom + border < low and high < top - border
        if is_inside and high_x - low_x > _THIN:
            taken.append((low_x, high_x))
    at = _free_middle(taken, left, right)
    return [(left, bottom, at, top), (at, bottom, right, top)] if at else [area]


def _cut_across(
    glyphs: Sequence[Glyph],
    rules: Sequence[Box],
    area: Box,
) -> list[Box]:
    """The upper and the lower half of an area with a gutter; the area where it has none."""
    left, bottom, right, top = area
    taken = [(glyph.baseline, glyph.baseline + glyph.size) for glyph in glyphs]
    taken += [(low, high) for _, low, _, high in rules if high - low > _THIN]
    at = _free_middle(taken, bottom, top)
    return [(left, at, right, top), (left, bottom, right, at)] if at else [area]


def _free_middle(
    taken: Sequence[_Interval],
    low: float,
    high: float,
) -> float | None:
    """The place nearest to the middle of a stretch around which it is free; None where none is."""
    middle, whole = (low + high) / 2, high - low
    free, most = _FREE * whole, _OFF_MIDDLE * whole
    begins, ends = middle - most - free, middle + most + free
    below = max((end for begin, end in taken if begin < middle), default=low)
    above = min((begin for begin, _ in taken if begin >= middle), default=high)
    begins, ends = max(begins, below), min(ends, above)
    if ends - begins < 2 * free:
        return None
    return min(max(middle, begins + free), ends - free)


def _are_pages(
    glyphs: Sequence[Glyph],
    rules: Sequence[Box],
    areas: Sequence[Box],
) -> bool:
    """Whether each area has words, as every page has, and they are not the columns of one table."""
    rows = []
    for area in areas:
        inside = [glyph for glyph in glyphs if holds(area, glyph)]
        rows.append(glyphs_to_rows(inside))
    if not all(map(_is_page, rows)):
        return False
    # rules in both that do not cross the gutter are those of two tables
    first, second, *_ = areas
    is_ruled = _has_rules(rules, first) and _has_rules(rules, second)
    return is_ruled or not _is_one_table(rows[0], rows[1])


def _has_rules(
    rules: Iterable[Box],
    area: Box,
) -> bool:
    """Whether rules of some length run across an area."""
    left, bottom, right, top = area
    for low_x, low, high_x, _ in rules:
        is_inside = left <= low_x < right and bottom <= low < top
        if is_inside and high_x - low_x > _LONG:
            return True
    return False


def _is_page(rows: _Rows) -> bool:
    letters = list(map(_count_letters, rows))
    worded = sum(map(bool, letters))
    return sum(letters) >= _FEWEST_LETTERS and worded >= _WORDED * len(rows)


def _count_letters(row: Sequence[Glyph]) -> int:
    return sum(map(str.isalpha, join_texts(row)))


def _is_one_table(left: _Rows, right: _Rows) -> bool:
    """Whether the lines at the right are those at the left that go on, and too short for prose."""
    heights = [row[0].baseline for row in left]
    shared = 0
    for row in right:
        shared += any(abs(row[0].baseline - height) < _SAME_LINE for height in heights)
    if shared < _ALIGNED * max(len(left), len(right)):
        return False
    letters = sum(map(_count_letters, right))
    return letters < _FULL_LINE * len(right)


def holds(
    area: Box,
    glyph: Glyph,
) -> bool:
    """Whether a run of characters begins in an area."""
    left, bottom, right, top = area
    return left <= glyph.left < right and bottom <= glyph.middle < top


def move_glyphs(
    glyphs: Iterable[Glyph],
    origin: Point,
) -> list[Glyph]:
    """The characters counted from another corner."""
    x, y = origin
    moved = []
    for glyph in glyphs:
        there = glyph._replace(
            left=glyph.left - x,
            right=glyph.right - x,
            baseline=glyph.baseline - y,
            middle=glyph.middle - y,
            lefts=[left - x for left in glyph.lefts],
        )
        moved.append(there)
    return moved


def place_back(
    blocks: Iterable[Line | Grid],
    leaves: Sequence[Leaf],
) -> Iterator[Line | Grid]:
    """The blocks of pages with their places on the sheets, where a viewer shows them."""
    tables: dict[int, int] = defaultdict(int)
    lines: dict[int, int] = defaultdict(int)
    places = []
    for leaf in leaves:
        places.append(_Place(leaf, tables[leaf.sheet], lines[leaf.sheet]))
        tables[leaf.sheet] += leaf.tables
        lines[leaf.sheet] += leaf.lines
    for block in blocks:
        if isinstance(block, Line):
            yield replace(block, where=_put_back(block.where, places))
            continue
        cells = [replace(cell, where=_put_back(cell.where, places)) for cell in block.cells]
        yield replace(block, cells=tuple(cells))


class _Place(NamedTuple):
    """A page on its sheet, and how many tables and lines are on pages before it there."""

    leaf: Leaf
    tables: int
    lines: int


def _put_back(
    where: Where,
    places: Sequence[_Place],
) -> Where:
    if where.page is None:
        return where
    leaf, tables, lines = places[where.page - 1]
    box = where.box
    if box:
        left, bottom, right, top = leaf.frame.show_box(box)
        box = round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)
    table = where.table + tables if where.table else None
    line = where.line + lines if where.line else None
    return replace(where, page=leaf.sheet, table=table, line=line, box=box)
