"""Figures that stand beside their cells: printed on a form that was not set for them.

A figure that a rule crosses is in one cell, not in two. Where most figures of a table stand off
alike, they are all moved back to where none crosses a rule, none leaves the table, and no two share
a cell. Where there is no such way, or several in which they stand as evenly, the cells around each
figure that stands on a rule are doubted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from statistics import mean, median
from typing import NamedTuple

from gxkit.readers.plane.boxes import Box, Point
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import Lattice

_FIGURE = re.compile(r"[-+－]?\d[\d,，]*(?:\.\d*)?%?")
#: with which a figure begins
BEGINS = frozenset("-+－0123456789")
_NUMBER = re.compile(r"\d[\d,，.]*")
# Of a figure's width or height that must lie in its cell; else two cells have a claim to it.
_MOST = 0.65
_GAP = 0.08  # of the font size: digits of one figure stand no farther apart
_HEIGHT = 0.7  # of the font size: of a digit
_ADVANCE = 0.56  # of the font size: from a digit to the next, in the wider of the usual faces
# Points by which figures may reach over a rule: those of narrow columns do, and boxes are wide.
_OVER = 1.0
_FEWEST = 2  # figures on rules: one is a slip of that figure, not of the form
_FARTHEST = 45.0  # points by which a form is off; a whole column off is no misprint
_STEP = 1.0  # points from one try to the next
# Of the figures of a table that may stand across a rule in the right place too: totals are wide.
_STRAYS = 0.03
_CHANCE = 0.01  # of the figures by which two ways may differ and be as good
# Points by which figures must stand more evenly in the cells of one way than in those of another.
_STEADIER = 0.7
_MOST_TORN = 0.1  # of a table's figures on rules: with more no figure of it is sure of its cell


class Torn(NamedTuple):
    """A figure that a rule of its table crosses, and the share of it in the cell where its middle
    is."""

    glyph: Glyph
    share: float


def is_figure(text: str) -> bool:
    """Whether a run of characters is one figure, and nothing else."""
    return text.isdecimal() or (text[0] in BEGINS and _FIGURE.fullmatch(text) is not None)


def box_of(glyph: Glyph) -> Box:
    """The ink of a figure."""
    return glyph.left, glyph.baseline, glyph.right, glyph.baseline + _HEIGHT * glyph.size


def center_of(glyph: Glyph) -> Point:
    """The middle of a figure's ink."""
    return _middle(box_of(glyph))


def keep_whole(
    glyph: Glyph,
    at: int,
) -> int:
    """The place at which a run that a rule crosses before its character `at` is cut, so that no
    number is; 0 where the run is one number."""
    for found in _NUMBER.finditer(glyph.text):
        start, end = found.span()
        if start < at < end and not _has_gap(glyph, start, end, at):
            if start:
                return start
            return end if end < len(glyph.text) else 0
    return at


def _has_gap(
    glyph: Glyph,
    start: int,
    end: int,
    at: int,
) -> bool:
    """Whether the digits before and after a place in a run stand farther apart than others."""
    # the last digit ends where its ink does, so that a 1 there is narrower than it is set
    widths = [right - left for left, right in pairwise(glyph.lefts[start:end])]
    here = widths.pop(at - 1 - start)
    alone = max(glyph.right - glyph.lefts[-1], _ADVANCE * glyph.size)
    usual = min(widths, default=alone)
    return here > usual + _GAP * glyph.size


def share_inside(
    box: Box,
    cell: Box,
) -> float:
    """The share of a figure's width, or of its height if that is less, that lies in a cell.

    >>> share_inside((0, 0, 10, 8), (4, 0, 90, 9))
    0.6
    """
    left, bottom, right, top = box
    cell_left, cell_bottom, cell_right, cell_top = cell
    across = min(right, cell_right) - max(left, cell_left)
    up = min(top, cell_top) - max(bottom, cell_bottom)
    return min(across / (right - left or 1.0), up / (top - bottom or 1.0))


def stands_over(
    box: Box,
    cell: Box,
) -> bool:
    """Whether a figure reaches clearly over the edges of a cell."""
    left, bottom, right, top = box
    cell_left, cell_bottom, cell_right, cell_top = cell
    beside = cell_left - left > _OVER or right - cell_right > _OVER
    return beside or cell_bottom - bottom > _OVER or top - cell_top > _OVER


def find_offset(
    lattice: Lattice,
    labels: frozenset[int],
    figures: Sequence[Glyph],
    torn: Sequence[Torn],
) -> Point:
    """How far right and up of their cells the figures of a table stand; (0, 0) where that is not
    clear, or they stand in them.

    `labels` are the numbers of the cells that hold words, `torn` the figures that rules cross.
    """
    if len(torn) < _FEWEST:
        return 0.0, 0.0
    boxes = list(map(box_of, figures))
    right = _best_way(lattice, labels, boxes, 0, 0.0)
    up = _best_way(lattice, labels, boxes, 1, right)
    return right, up


def _best_way(
    lattice: Lattice,
    labels: frozenset[int],
    boxes: Sequence[Box],
    axis: int,
    right: float,
) -> float:
    """The offset along an axis at which hardly any figure is in conflict; 0 where that is one, or
    where several are as good. Those moved `right` already are looked at up and down."""
    tries = round(_FARTHEST / _STEP)
    as_printed = list(_move_back(boxes, axis, right, 0.0))
    if _conflicts(lattice, labels, as_printed, axis) == 0:
        return 0.0
    conflicts = {}
    for number in range(-tries, tries + 1):
        off = number * _STEP
        moved = list(_move_back(boxes, axis, right, off))
        conflicts[off] = _conflicts(lattice, labels, moved, axis)
    fewest = min(conflicts.values())
    if fewest > _STRAYS * len(boxes):
        return 0.0
    most = fewest + _CHANCE * len(boxes)
    least = [off for off, count in conflicts.items() if count <= most]
    ways = []
    for first, last in _stretches(least):
        if first <= 0.0 <= last:
            return 0.0
        off = (first + last) / 2
        moved = list(_move_back(boxes, axis, right, off))
        ways.append((_unrest(lattice, moved, axis), off))
    ways.sort()
    if not ways:
        return 0.0
    (least_unrest, best), *others = ways
    is_clear = not others or others[0][0] > 2 * least_unrest + _STEADIER
    return best if is_clear else 0.0


def _move_back(
    boxes: Iterable[Box],
    axis: int,
    right: float,
    off: float,
) -> Iterator[Box]:
    """Boxes moved back by an offset along an axis: across, or up and down where they are moved
    across already."""
    across, up = (right, off) if axis else (off, 0.0)
    for left, bottom, end, top in boxes:
        yield left - across, bottom - up, end - across, top - up


def _unrest(
    lattice: Lattice,
    boxes: Sequence[Box],
    axis: int,
) -> float:
    """How unevenly figures stand in their cells, in points: nowhere near 0 where rows or columns of
    different sizes are taken for one another. They may be set to either side, or in the middle."""
    unrest = []
    for share in (0.0, 0.5, 1.0):
        places = []
        for box in boxes:
            cell = lattice.cell_at(*_middle(box))
            if cell is not None:
                edges = lattice.cell_edges(cell)
                own, whole = _at(box, axis, share), _at(edges, axis, share)
                places.append(own - whole)
        usual = median(places)
        unrest.append(mean([abs(place - usual) for place in places]))
    return min(unrest)


def _at(
    box: Box,
    axis: int,
    share: float,
) -> float:
    """A place between the two sides of a box along an axis."""
    return box[axis] + share * (box[axis + 2] - box[axis])


def _middle(box: Box) -> Point:
    return _at(box, 0, 0.5), _at(box, 1, 0.5)


def _stretches(offsets: Iterable[float]) -> Iterator[Point]:
    """The first and the last of offsets that follow one another."""
    numbered = enumerate(offsets)
    for _, together in groupby(numbered, key=lambda item: item[1] - item[0] * _STEP):
        stretch = [off for _, off in together]
        yield stretch[0], stretch[-1]


def _conflicts(
    lattice: Lattice,
    labels: frozenset[int],
    boxes: Sequence[Box],
    axis: int,
) -> int:
    """How many figures stand on a rule, with a label, with another figure of their line, or outside
    of the table. Rules count along one axis: 0 across, 1 up."""
    taken: set[tuple[int, int]] = set()
    conflicts = 0
    for box in boxes:
        x, y = _middle(box)
        cell = lattice.cell_at(x, y)
        if cell is None or cell in labels or (cell, round(y)) in taken:
            conflicts += 1
            continue
        taken.add((cell, round(y)))
        edges = lattice.cell_edges(cell)
        low, high = edges[axis], edges[axis + 2]
        first, last = box[axis], box[axis + 2]
        conflicts += low - first > _OVER or last - high > _OVER
    return conflicts


def doubtful_places(
    torn: Sequence[Torn],
    figures: Sequence[Glyph],
) -> list[Point]:
    """A point in each cell that has a claim to a figure which stands across a rule; of every figure
    of the table where many do."""
    if len(torn) >= _FEWEST and len(torn) > _MOST_TORN * len(figures):
        return list(chain.from_iterable(map(_points, figures)))
    split = [one.glyph for one in torn if one.share < _MOST]
    return list(chain.from_iterable(map(_points, split)))


def _points(glyph: Glyph) -> Iterator[Point]:
    """The corners of a figure and its middle."""
    left, bottom, right, top = box_of(glyph)
    middle = (bottom + top) / 2
    for x in (left, (left + right) / 2, right):
        yield x, middle
    for y in (bottom, top):
        yield (left + right) / 2, y
