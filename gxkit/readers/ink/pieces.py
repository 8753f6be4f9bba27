"""Ink by pieces: what hangs together in the cells of a picture, without the rules around them.

Places are pixels from the upper left corner: left, top, right, bottom, the last two one beyond.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np

from gxkit.readers.ink.net import Array

WHITE = 255
_SHADED = 246  # what is darker in a corner of a cell has a ground of its own
# Of the way from the ground to the ink, from the ground: what is less is a smoothed edge, or paper.
_FAINT = 0.2
_GROUND_INSET = 1.2  # points, inside of which a cell shows its ground and no rule
# Of 255: ink that is fainter than this nobody sees, and what is darker than that is dark enough.
_SEEN, _DARK = 24, 200
# Points to either side of a cell's edge where its rule is looked for, and how much of the edge a
# rule covers at least: figures above one another cover a third.
_RULE_REACH, _RULED = 1.6, 0.6
_LEAST_AREA, _LEAST_SIDE = 0.12, 0.7  # square points and points; less is a speck
_SHORT = 1 << 16  # what two bytes count
_MOST_PIECES = 20_000
"""in a picture: what has more is a photograph, and reading it would take minutes"""


class Piece(NamedTuple):
    """Where a piece of ink is, and how many pixels it has."""

    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def high(self) -> int:
        return self.bottom - self.top

    @property
    def wide(self) -> int:
        return self.right - self.left

    def join(self, other: Piece) -> Piece:
        """Both as one."""
        return Piece(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
            self.area + other.area,
        )


@dataclass(frozen=True)
class Sheet:
    """A grey picture (0 is black) and the cells in it: their places (one row each), which of them
    are a stretch of a line without rules, how many pixels a point has, and how dark ink is."""

    picture: Array
    places: Array
    bare: Array
    scale: float
    depth: int = WHITE

    @property
    def faintest(self) -> int:
        """How much darker than the ground ink is at least."""
        return max(8, round(_FAINT * self.depth))

    def even_grounds(self) -> Sheet:
        """The sheet with shaded and coloured cells as if they stood on white, light figures on dark
        too."""
        inset = max(2, round(_GROUND_INSET * self.scale)) + 1
        shaded = np.flatnonzero(self._corners(inset).min(1) < _SHADED)
        if not len(shaded):
            return self
        picture = self.picture.copy()
        for left, top, right, bottom in self.places[shaded].tolist():
            inner = self.picture[top + inset : bottom - inset : 2, left + inset : right - inset : 2]
            ground = int(np.median(inner)) if inner.size else WHITE
            if ground >= _SHADED:
                continue
            whole = self.picture[top:bottom, left:right].astype(np.int16)
            ink = np.abs(whole - ground) * WHITE // max(ground, WHITE - ground)
            picture[top:bottom, left:right] = WHITE - np.minimum(ink, WHITE)
        return replace(self, picture=picture)

    def darken(self) -> Sheet:
        """The sheet with the ink of each cell as dark as can be, unless it is too faint to be
        seen."""
        picture = self.picture.copy()
        inset = max(2, round(_GROUND_INSET * self.scale))
        for place, is_bare in zip(self.places.tolist(), self.bare.tolist(), strict=True):
            left, top, right, bottom = place
            edge = 0 if is_bare else inset
            inner = self.picture[top + edge : bottom - edge, left + edge : right - edge]
            darkest = WHITE - int(inner.min()) if inner.size else 0
            if _SEEN <= darkest < _DARK:
                ink = WHITE - self.picture[top:bottom, left:right].astype(np.int16)
                ink = np.minimum(ink * WHITE // darkest, WHITE)
                picture[top:bottom, left:right] = WHITE - ink
        return replace(self, picture=picture)

    def _corners(self, inset: int) -> Array:
        """How bright the cells are near their corners, four numbers each; lines are white."""
        high, wide = self.picture.shape
        lefts, tops, rights, bottoms = self.places.T
        xs = np.stack([lefts + inset, rights - inset - 1, lefts + inset, rights - inset - 1], 1)
        ys = np.stack([tops + inset, tops + inset, bottoms - inset - 1, bottoms - inset - 1], 1)
        corners: Array = self.picture[np.clip(ys, 0, high - 1), np.clip(xs, 0, wide - 1)]
        corners[self.bare] = WHITE
        return corners


def turn_picture(picture: Array, degrees: float) -> Array:
    """A picture turned about its middle counterclockwise, white where nothing was."""
    high, wide = picture.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    turned: Array = cv2.warpAffine(picture, turn, (wide, high), borderValue=WHITE)
    return turned


class Pieces(NamedTuple):
    """The pieces of a sheet, one row each: their places, their areas, and the numbers of the cells
    in which their middles are (-1: in none); how dark each place is, 0 the ground; and of each cell
    how much of the ink in it belongs to pieces of other places."""

    places: Array
    areas: Array
    cells: Array
    ink: Array
    strange: Array

    def by_cell(self) -> dict[int, list[int]]:
        """The numbers of the pieces of each cell that has any, from left to right."""
        order = np.lexsort((self.places[:, 0], self.cells))
        cells = self.cells[order]
        begun = np.flatnonzero(np.diff(cells, prepend=-1))
        parts = np.split(order, begun)[1:]
        return {int(cells[at]): part.tolist() for at, part in zip(begun, parts, strict=True)}


def find_pieces(sheet: Sheet) -> Pieces | None:
    """What hangs together of the ink of a sheet; None where that is too much for a table."""
    ink = np.subtract(WHITE, sheet.picture)
    mask = (ink > sheet.faintest).view(np.uint8)
    _clear_rules(mask, sheet)
    # short labels take a third of the time, and there are never more than there is ink
    label = cv2.CV_16U if cv2.countNonZero(mask) < _SHORT else cv2.CV_32S
    found = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=label)
    count, _, stats, middles = found
    if count > _MOST_PIECES:
        return None
    stats, middles = stats[1:], middles[1:]
    areas = stats[:, cv2.CC_STAT_AREA]
    sizes = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1]
    least_area = max(2.0, _LEAST_AREA * sheet.scale * sheet.scale)
    is_ink = (areas >= least_area) & (sizes.max(1) >= _LEAST_SIDE * sheet.scale)
    corners = stats[is_ink, : cv2.CC_STAT_TOP + 1]
    places = np.concatenate([corners, corners + sizes[is_ink]], 1)
    cells = _find_cells(middles[is_ink], sheet.places)
    strange = _count_strange(mask, sheet, areas[is_ink], cells)
    return Pieces(places, areas[is_ink], cells, ink, strange)


def _count_strange(mask: Array, sheet: Sheet, areas: Array, cells: Array) -> Array:
    """How many pixels in each cell are ink of no piece of its own."""
    sums = cv2.integral(mask)
    lefts, tops, rights, bottoms = sheet.places.T
    above = sums[tops, rights] - sums[tops, lefts]
    ink = sums[bottoms, rights] - sums[bottoms, lefts] - above
    is_inside = cells >= 0
    own = np.bincount(cells[is_inside], areas[is_inside], len(ink))
    strange: Array = np.maximum(ink - own, 0)
    return strange


def _find_cells(points: Array, cells: Array) -> Array:
    """The numbers of the cells in which points lie, -1 for none."""
    if not len(cells):
        return np.full(len(points), -1)
    x, y = points[:, :1], points[:, 1:]
    lefts, tops, rights, bottoms = cells.T
    inside = (lefts <= x) & (x < rights) & (tops <= y) & (y < bottoms)
    return np.where(inside.any(1), inside.argmax(1), -1)


def _clear_rules(mask: Array, sheet: Sheet) -> None:
    """Takes the rules at the edges of cells out of a mask, so that what touches them stands
    alone."""
    ruled = sheet.places[~sheet.bare]
    if not len(ruled):
        return
    reach = max(1, round(_RULE_REACH * sheet.scale))
    sums = cv2.integral(mask)
    _clear_edges(mask, sums, _edges(ruled, (1, 0, 2), (3, 0, 2)), reach)
    # on its side the picture has its upright rules lying
    _clear_edges(mask.T, sums.T, _edges(ruled, (0, 1, 3), (2, 1, 3)), reach)


def _edges(places: Array, one: Sequence[int], other: Sequence[int]) -> Array:
    """Edges of cells: how far down they are, and where they begin and end, in this order."""
    both = np.concatenate([places[:, one], places[:, other]])
    order = np.lexsort((both[:, 1], both[:, 0]))
    edges: Array = both[order]
    return edges


def _clear_edges(mask: Array, sums: Array, edges: Array, reach: int) -> None:
    """Takes level rules out of a mask; `sums` are its integrals."""
    around = np.arange(-reach, reach + 1)
    rows = np.clip(edges[:, :1] + around, 0, len(mask) - 1)
    starts, ends = edges[:, 1:2], edges[:, 2:3]
    until_end = sums[rows + 1, ends] - sums[rows, ends]
    until_start = sums[rows + 1, starts] - sums[rows, starts]
    covered = until_end - until_start > _RULED * (ends - starts)
    is_ruled = covered.any(1)
    # from the first row that is covered to the last
    firsts = rows[is_ruled, covered[is_ruled].argmax(1)]
    lasts = rows[is_ruled, -1 - covered[is_ruled, ::-1].argmax(1)]
    spans = np.column_stack([firsts, lasts, edges[is_ruled, 1:]]).tolist()
    for first, last, start, end in _join_spans(spans):
        mask[first : last + 1, max(0, start - reach) : end + reach] = 0


def _join_spans(spans: Sequence[list[int]]) -> Iterator[list[int]]:
    """Stretches of rules, those of cells side by side as one."""
    before: list[int] | None = None
    for span in spans:
        if before and span[:2] == before[:2] and span[2] <= before[3] + 1:
            before[3] = max(before[3], span[3])
            continue
        if before:
            yield before
        before = span
    if before:
        yield before
