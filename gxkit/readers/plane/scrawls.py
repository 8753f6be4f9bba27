"""What a page draws that is no rule, ground or frame: lines aslant, curves, outlines.

A slash or a cross may strike a figure out, an outline may be a digit of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from gxkit.readers.plane.boxes import Box, Point, bound_points

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


def points_along(
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
