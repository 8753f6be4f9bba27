"""Path objects: the straight lines, boxes and curves that abbreviated data draws."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from gxkit.readers.plane.boxes import Matrix, Point
from gxkit.readers.plane.scrawls import points_along

_PART = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""how many follow each operator: where a part begins, to where a line goes, a curve with one point
beside it or two, an arc, and back to where the part begins"""
_ENDS = 2
_BEGINS = "MS"
_LINE = 6  # words of the path of one line, as most are
_MOST_POINTS = 20_000  # of a path; one with more is a drawing
_THIRD = 2 / 3  # of the way to the point beside a curve


class Stretch(NamedTuple):
    """A part of a path that is drawn in one go: its points on the page, curves by points on them,
    and how many corners it has in the file."""

    points: list[Point]
    corners: int
    is_curved: bool = False

    @property
    def is_level_line(self) -> bool:
        """Whether it is one line along or down the page, as most are."""
        if len(self.points) > _ENDS:
            return False
        (x, y), (end_x, end_y) = self.points
        return x == end_x or y == end_y


def read_path(
    data: str,
    matrix: Matrix,
) -> list[Stretch]:
    """The parts of a path; one that is closed ends where it begins. None where the data cannot be
    read, or is that of a drawing."""
    words = data.split()
    if len(words) == _LINE and words[0] in _BEGINS and words[3] == "L":
        _, x, y, _, end_x, end_y = words
        line = _line(x, y, end_x, end_y)
        return [_place(line, _ENDS, False, matrix)] if line else []
    return [_place(*part, matrix) for part in _stretches(data)]


def _line(*said: str) -> list[Point]:
    try:
        x, y, end_x, end_y = map(float, said)
    except ValueError:
        return []
    if not math.isfinite(x + y + end_x + end_y):
        return []
    return [(x, y), (end_x, end_y)]


def _stretches(data: str) -> Iterator[Stretch]:
    points: list[Point] = []
    corners, is_curved = 0, False
    total = 0
    for operator, numbers in _operations(data):
        total += 1
        if total > _MOST_POINTS:
            return
        if operator in _BEGINS:
            # that a part starts and then moves there is one beginning
            if len(points) > 1:
                yield Stretch(points, corners, is_curved)
            points, corners, is_curved = [(numbers[0], numbers[1])], 1, False
        elif not points:
            continue
        elif operator == "C":
            points.append(points[0])
            yield Stretch(points, corners + 1, is_curved)
            # what follows without a move begins there again
            points, corners, is_curved = [points[0]], 1, False
        else:
            corners += 1
            is_curved = is_curved or operator != "L"
            points += _go(points[-1], operator, numbers)
    if len(points) > 1:
        yield Stretch(points, corners, is_curved)


def _operations(data: str) -> Iterator[tuple[str, list[float]]]:
    """The operators of a path with their numbers; one that is not repeated goes for all numbers
    behind it, and behind a move they are those of lines."""
    operator = ""
    numbers: list[float] = []
    for part in _PART.findall(data):
        if part.isalpha():
            operator = part.upper()
            numbers = []
            if _NUMBERS.get(operator) == 0:
                yield operator, numbers
            continue
        numbers.append(float(part))
        if len(numbers) == _NUMBERS.get(operator):
            if math.isfinite(sum(numbers)):
                yield operator, numbers
            numbers = []
            operator = "L" if operator in _BEGINS else operator


def _go(
    start: Point,
    operator: str,
    numbers: list[float],
) -> list[Point]:
    """The points behind a start to which a line or a curve goes; an arc is taken by its end."""
    *_, x, y = numbers
    end = (x, y)
    if operator == "B":
        first, second = (numbers[0], numbers[1]), (numbers[2], numbers[3])
        return list(points_along(start, [first, second, end]))
    if operator == "Q":
        beside = (numbers[0], numbers[1])
        first, second = _toward(start, beside), _toward(end, beside)
        return list(points_along(start, [first, second, end]))
    return [end]


def _toward(
    one: Point,
    other: Point,
) -> Point:
    """A curve with one point beside it is one with two, each two thirds of the way there."""
    x = one[0] + _THIRD * (other[0] - one[0])
    y = one[1] + _THIRD * (other[1] - one[1])
    return x, y


def _place(
    points: list[Point],
    corners: int,
    is_curved: bool,
    matrix: Matrix,
) -> Stretch:
    a, b, c, d, e, f = matrix
    placed = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    return Stretch(placed, corners, is_curved)
