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
        is_shaded = self._corners(inset).min(1) < _SHADED
        if not is_shaded.any():
            return self
        picture = self.picture.copy()
        for place in self.places[is_shaded].tolist():
            inner = self._inside(place, inset)
            ground = int(np.median(inner)) if inner.size else WHITE
            if ground < _SHADED:
                _put_on_white(picture, place, ground)
        return replace(self, picture=picture)

    def darken(self) -> Sheet:
        """The sheet with the ink of each cell as dark as can be, unless it is too faint to be
        seen."""
        picture = self.picture.copy()
        inset = max(2, round(_GROUND_INSET * self.scale))
        cells = zip(
            self.places.tolist(),
            self.bare.tolist(),
            strict=True,
        )
        for place, is_bare in cells:
            inner = self._inside(place, 0 if is_bare else inset)
            darkest = WHITE - int(inner.min()) if inner.size else 0
            if _SEEN <= darkest < _DARK:
                left, top, right, bottom = place
                here = picture[top:bottom, left:right]
                ink = (WHITE - here.astype(np.int16)) * WHITE // darkest
                here[:] = WHITE - np.minimum(ink, WHITE)
        return replace(self, picture=picture)

    def _inside(
        self,
        place: Sequence[int],
        inset: int,
    ) -> Array:
        """A cell without its margins."""
        left, top, right, bottom = place
        inner: Array = self.picture[
            top + inset : bottom - inset,
            left + inset : right - inset,
        ]
        return inner

    def _corners(self, inset: int) -> Array:
        """How bright the cells are near their corners, four numbers each; stretches of lines have
        the page's ground."""
        high, wide = self.picture.shape
        lefts, tops, rights, bottoms = self.places.T
        near = np.clip(lefts + inset, 0, wide - 1)
        far = np.clip(rights - inset - 1, 0, wide - 1)
        upper = np.clip(tops + inset, 0, high - 1)
        lower = np.clip(bottoms - inset - 1, 0, high - 1)
        xs = np.stack([near, far, near, far], 1)
        ys = np.stack([upper, upper, lower, lower], 1)
        corners: Array = self.picture[ys, xs]
        corners[self.bare] = WHITE
        return corners


def _put_on_white(
    picture: Array,
    place: Sequence[int],
    ground: int,
) -> None:
    """Draws a cell anew, dark on white, whatever its ground and its ink were."""
    left, top, right, bottom = place
    here = picture[top:bottom, left:right]
    off = np.abs(here.astype(np.int16) - ground)
    ink = off * WHITE // max(ground, WHITE - ground)
    here[:] = WHITE - np.minimum(ink, WHITE)


def turn_picture(
    picture: Array,
    degrees: float,
) -> Array:
    """A picture turned about its middle counterclockwise, white where nothing was."""
    high, wide = picture.shape
    middle = (wide / 2, high / 2)
    turn = cv2.getRotationMatrix2D(middle, degrees, 1.0)
    turned: Array = cv2.warpAffine(
        picture,
        turn,
        (wide, high),
        borderValue=WHITE,
    )
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
        # what is in no cell comes first
        begun = np.flatnonzero(np.diff(cells, prepend=-1))
        parts = np.split(order, begun)[1:]
        firsts = cells[begun].tolist()
        pairs = zip(firsts, parts, strict=True)
        return {cell: part.tolist() for cell, part in pairs}


def find_pieces(sheet: Sheet) -> Pieces | None:
    """What hangs together of the ink of a sheet; None where that is too much for a table."""
    ink = np.subtract(WHITE, sheet.picture)
    mask = (ink > sheet.faintest).view(np.uint8)
    _clear_rules(mask, sheet)
    # short labels take a third of the time, and there are never more than there is ink
    is_little = cv2.countNonZero(mask) < _SHORT
    count, _, stats, middles = cv2.connectedComponentsWithStats(
        mask,
        connectivity=8,
        ltype=cv2.CV_16U if is_little else cv2.CV_32S,
    )
    if count > _MOST_PIECES:
        return None
    # the first is the ground
    stats, middles = stats[1:], middles[1:]
    areas = stats[:, cv2.CC_STAT_AREA]
    corners = stats[:, : cv2.CC_STAT_TOP + 1]
    sizes = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1]
    least_area = max(2.0, _LEAST_AREA * sheet.scale**2)
    is_ink = areas >= least_area
    is_ink &= sizes.max(1) >= _LEAST_SIDE * sheet.scale
    places = np.concatenate([corners, corners + sizes], 1)
    cells = _find_cells(middles[is_ink], sheet.places)
    strange = _count_strange(
        mask,
        sheet,
        areas[is_ink],
        cells,
    )
    return Pieces(
        places[is_ink],
        areas[is_ink],
        cells,
        ink,
        strange,
    )


def _count_strange(
    mask: Array,
    sheet: Sheet,
    areas: Array,
    cells: Array,
) -> Array:
    """How many pixels in each cell are ink of no piece of its own."""
    sums = cv2.integral(mask)
    lefts, tops, rights, bottoms = sheet.places.T
    until_bottom = sums[bottoms, rights] - sums[bottoms, lefts]
    until_top = sums[tops, rights] - sums[tops, lefts]
    ink = until_bottom - until_top
    is_inside = cells >= 0
    own = np.bincount(
        cells[is_inside],
        areas[is_inside],
        len(ink),
    )
    strange: Array = np.maximum(ink - own, 0)
    return strange


def _find_cells(
    points: Array,
    cells: Array,
) -> Array:
    """The numbers of the cells in which points lie, -1 for none."""
    x, y = points[:, :1], points[:, 1:]
    lefts, tops, rights, bottoms = cells.T
    is_inside = (lefts <= x) & (x < rights)
    is_inside &= (tops <= y) & (y < bottoms)
    first = is_inside.argmax(1)
    return np.where(is_inside.any(1), first, -1)


def _clear_rules(
    mask: Array,
    sheet: Sheet,
) -> None:
    """Takes the rules at the edges of cells out of a mask, so that what touches them stands
    alone."""
    ruled = sheet.places[~sheet.bare]
    if not len(ruled):
        return
    reach = max(1, round(_RULE_REACH * sheet.scale))
    sums = cv2.integral(mask)
    level = _edges(ruled, (1, 0, 2), (3, 0, 2))
    _clear_edges(mask, sums, level, reach)
    # on its side the picture has its upright rules lying
    upright = _edges(ruled, (0, 1, 3), (2, 1, 3))
    _clear_edges(mask.T, sums.T, upright, reach)


def _edges(
    places: Array,
    one: Sequence[int],
    other: Sequence[int],
) -> Array:
    """Edges of cells: how far down they are, and where they begin and end, in this order."""
    both = np.concatenate([places[:, one], places[:, other]])
    downs, begins, _ = both.T
    order = np.lexsort((begins, downs))
    edges: Array = both[order]
    return edges


def _clear_edges(
    mask: Array,
    sums: Array,
    edges: Array,
    reach: int,
) -> None:
    """Takes level rules out of a mask; `sums` are its integrals."""
    around = np.arange(-reach, reach + 1)
    rows = np.clip(edges[:, :1] + around, 0, len(mask) - 1)
    starts, ends = edges[:, 1:2], edges[:, 2:3]
    until_end = sums[rows + 1, ends] - sums[rows, ends]
    until_start = sums[rows + 1, starts] - sums[rows, starts]
    is_covered = until_end - until_start > _RULED * (ends - starts)
    is_ruled = is_covered.any(1)
    rows, is_covered = rows[is_ruled], is_covered[is_ruled]
    # from the first row that is covered to the last
    numbers = np.arange(len(rows))
    firsts = rows[numbers, is_covered.argmax(1)]
    lasts = rows[numbers, -1 - is_covered[:, ::-1].argmax(1)]
    spans = np.column_stack([firsts, lasts, edges[is_ruled, 1:]])
    for first, last, start, end in _join_spans(spans.tolist()):
        left = max(0, start - reach)
        mask[first : last + 1, left : end + reach] = 0


def _join_spans(spans: Sequence[list[int]]) -> Iterator[list[int]]:
    """Stretches of rules, those of cells side by side as one."""
    before: list[int] | None = None
    for span in spans:
        *rows, start, end = span
        if before and rows == before[:2] and start <= before[3] + 1:
            before[3] = max(before[3], end)
            continue
        if before:
            yield before
        before = span
    if before:
        yield before
