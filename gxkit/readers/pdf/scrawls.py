"""What a page draws that is no rule, ground or frame: lines aslant, curves, outlines.

A slash or a cross may strike a figure out, an outline may be a digit of it. Thin paths, which most
pages are made of, are not looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.boxes import (
    Box,
    Point,
    bound_points,
    product,
    sides,
)
from gxkit.readers.pdf.calls import (
    Colour,
    brightness,
    count_corners,
    draw_modes,
    fill_colours,
    matrix_of,
    outline_points,
    path_points,
    read_path,
    stroke_colours,
)
from gxkit.readers.pdf.doubts import (
    Look,
    Placed,
)
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.rules import ONE_BOX

_THIN = 1.2  # points: the box of a hairline, which PDFium makes twice as thick as the line is
_MOST_CORNERS = 20_000  # of a path that is taken apart; more are a map
_PALE = 190.0  # of 255: what is lighter is a ground or a mark, and strikes nothing out
_CURVE_POINTS = 3
_STEPS = (0.25, 0.5, 0.75, 1.0)  # along a curve
_LINE, _QUADRILATERAL = 2, range(4, 6)  # corners
_LEVEL = 0.09  # of its length: an edge that rises or goes across by less is level, or upright
_SLIM = 0.12  # of its length: a quadrilateral that is wider is no line


class Part(NamedTuple):
    """A part of a path that is drawn in one go: its points on the page, curves by points on them;
    and how many corners it has in the file."""

    points: list[Point]
    corners: int

    @property
    def box(self) -> Box:
        """The box around it."""
        return bound_points(self.points)

    def aslant(self) -> Iterator[tuple[Point, Point]]:
        """Its edges that run neither along nor down the page."""
        return (edge for edge in pairwise(self.points) if _is_aslant(*edge))

    def line(self) -> tuple[Point, Point] | None:
        """From where to where it goes if it is one straight line aslant: a stroke, or a slim
        box."""
        ends = self.points[0], self.points[-1]
        is_closed = ends[0] == ends[1]
        if is_closed and self.corners in _QUADRILATERAL:
            ends = max(combinations(self.points, 2), key=lambda some: math.dist(*some))
            if _area(self.points) > _SLIM * math.dist(*ends) ** 2:
                return None
        elif self.corners != _LINE:
            return None
        return ends if _is_aslant(*ends) else None


def _is_aslant(
    one: Point,
    other: Point,
) -> bool:
    across, up = abs(one[0] - other[0]), abs(one[1] - other[1])
    return min(across, up) > _LEVEL * max(across, up)


class Scrawl(NamedTuple):
    """A path that is not thin: its box on the page, how many corners it has, its parts (none where
    there are too many), and whether it is dark enough to strike something out."""

    box: Box
    corners: int
    parts: list[Part]
    is_dark: bool

    def move(
        self,
        across: float,
        up: float,
    ) -> Scrawl:
        """The same elsewhere."""
        left, bottom, right, top = self.box
        box = (
            left + across,
            bottom + up,
            right + across,
            top + up,
        )
        parts = []
        for part in self.parts:
            points = [(x + across, y + up) for x, y in part.points]
            parts.append(part._replace(points=points))
        return self._replace(box=box, parts=parts)


def find_scrawls(
    look: Look,
    frame: Frame,
) -> list[Scrawl]:
    """The paths of a page that are drawn and not thin, or have more corners than a box; the page
    must be open."""
    chosen = _choose(look)
    if not chosen:
        return []
    paths = [item for (_, item, _), _ in chosen]
    scrawls = []
    looks = zip(
        chosen,
        draw_modes(paths),
        fill_colours(paths),
        stroke_colours(paths),
        strict=True,
    )
    for (path, corners), (filled, stroked), fill, stroke in looks:
        if not filled and not stroked:
            continue  # it only clips
        is_dark = bool(filled) and brightness(fill) < _PALE
        is_dark = is_dark or bool(stroked and brightness(stroke) < _PALE)
        parts = _read(
            path,
            corners,
            bool(filled),
            look,
            frame,
        )
        scrawls.append(
            Scrawl(
                frame.place_box(path[2]),
                corners,
                parts,
                is_dark,
            )
        )
    return scrawls


def _choose(look: Look) -> list[tuple[Placed, int]]:
    """The paths that may be more than rules and boxes, with their corners."""
    leaves = look.leaves
    placed = leaves.placed(pdfium.FPDF_PAGEOBJ_PATH)
    counts = count_corners([item for _, item, _ in placed])
    dark = _find_dark(leaves.fills)
    chosen: list[tuple[Placed, int]] = []
    simple: list[tuple[Placed, int]] = []
    paths = zip(
        placed,
        counts,
        leaves.modes,
        strict=True,
    )
    for path, corners, (_, stroked) in paths:
        _, item, box = path
        if corners > ONE_BOX:
            chosen.append((path, corners))
        # pale grounds, of which each cell may have one, strike nothing out and are no digits
        elif (stroked or item in dark) and min(sides(box)) > _THIN:
            simple.append((path, corners))
    chosen += _drop_boxes(simple)
    return chosen


def _find_dark(fills: Mapping[int, Colour]) -> set[int]:
    """Those of some filled paths that are not pale; most grounds of a page are of one colour."""
    dark = {colour for colour in set(fills.values()) if brightness(colour) < _PALE}
    return {item for item, colour in fills.items() if colour in dark} if dark else set()


def _drop_boxes(
    paths: Sequence[tuple[Placed, int]],
) -> Iterator[tuple[Placed, int]]:
    """Those of some paths with their corners that have an edge aslant: grounds and frames have
    none, and a page may have hundreds."""
    if not paths:
        return
    items = [item for (_, item, _), _ in paths]
    counts = [corners for _, corners in paths]
    for path, points in zip(paths, path_points(items, counts), strict=True):
        if any(x != next_x and y != next_y for (x, y), (next_x, next_y) in pairwise(points)):
            yield path


def _read(
    placed: Placed,
    corners: int,
    filled: bool,
    look: Look,
    frame: Frame,
) -> list[Part]:
    """The parts of a path; those that are filled end where they begin."""
    if corners > _MOST_CORNERS:
        return []
    at, item, _ = placed
    matrix, outer = matrix_of(item), look.leaves.outers.get(at)
    a, b, c, d, e, f = product(matrix, outer) if outer else matrix
    parts: list[Part] = []
    curve: list[Point] = []
    count = 0
    for type_, (x, y) in outline_points(read_path(item, corners)):
        point = (
            a * x + c * y + e,
            b * x + d * y + f,
        )
        if not frame.is_plain:
            point = frame.place(*point)
        if type_ == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            count = 0
            parts.append(Part([], 0))
        count += 1
        points = parts[-1].points
        parts[-1] = Part(points, count)
        if type_ != pdfium.FPDF_SEGMENT_BEZIERTO:
            points.append(point)
            continue
        curve.append(point)
        if len(curve) == _CURVE_POINTS:
            points.extend(_along(points[-1] if points else curve[0], curve))
            curve = []
    if filled:
        for part in parts:
            part.points.extend(part.points[:1])
    return [part for part in parts if part.points]


def _along(
    start: Point,
    curve: Sequence[Point],
) -> Iterator[Point]:
    """Points on a curve (Bézier's) behind its start."""
    corners = [start, *curve]
    for step in _STEPS:
        rest = 1 - step
        weights = (
            rest**3,
            3 * step * rest**2,
            3 * step**2 * rest,
            step**3,
        )
        across = sum(weight * x for weight, (x, _) in zip(weights, corners, strict=True))
        up = sum(weight * y for weight, (_, y) in zip(weights, corners, strict=True))
        yield across, up


def _area(points: Sequence[Point]) -> float:
    """What a closed part covers."""
    closed = pairwise([points[-1], *points])
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in closed)) / 2


def crosses(
    one: Point,
    other: Point,
    box: Box,
) -> bool:
    """Whether a straight line goes through a box.

    >>> crosses((0, 0), (4, 4), (1, 1, 2, 3)), crosses((0, 0), (4, 4), (2, 0, 3, 1))
    (True, False)
    """
    left, bottom, right, top = box
    begun, ended = 0.0, 1.0
    ways = (
        (one[0], other[0], left, right),
        (one[1], other[1], bottom, top),
    )
    for start, end, low, high in ways:
        step = end - start
        if step == 0:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        begun, ended = max(begun, near), min(ended, far)
    return begun < ended
