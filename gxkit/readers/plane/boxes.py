"""Boxes, points and what is asked of them everywhere; lengths are points."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
"""across and up"""
Box = tuple[float, float, float, float]
"""left, bottom, right, top"""
Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: from (x, y) to (ax + cy + e, bx + dy + f)"""


def sides(box: Box) -> tuple[float, float]:
    """The shorter and the longer side."""
    left, bottom, right, top = box
    wide = right - left
    high = top - bottom
    return (high, wide) if wide > high else (wide, high)


def area(box: Box) -> float:
    """How much it covers."""
    left, bottom, right, top = box
    return (right - left) * (top - bottom)


def overlap(one: Box, other: Box) -> bool:
    """Whether they have more than an edge in common.

    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 2, 2), (2, 0, 3, 2))
    (True, False)
    """
    left, bottom, right, top = one
    other_left, other_bottom, other_right, other_top = other
    is_beside = other_right <= left or right <= other_left
    is_above = other_top <= bottom or top <= other_bottom
    return not (is_beside or is_above)


def bound_points(points: Sequence[Point]) -> Box:
    """The box around points."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def transform_box(box: Box, matrix: Matrix) -> Box:
    """The box around a box that a matrix may have turned."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = box
    turned = []
    for x in (left, right):
        for y in (bottom, top):
            across = a * x + c * y + e
            up = b * x + d * y + f
            turned.append((across, up))
    return bound_points(turned)
