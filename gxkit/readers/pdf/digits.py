"""Which digit an outline looks like, told by what digits look like in some ninety faces.

An outline is brought to a grid of points, each inside or outside of it; its width for its height
and where its holes are count too. The shapes below were drawn from faces with and without serifs,
upright, slanted and written, by this project. A shape only ever doubts what a font claims: faces
differ, and one that is far from all of these looks like nothing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from gxkit.readers.plane.boxes import Point, bound_points

_ROWS, _COLUMNS = 12, 8
# How much differences weigh against a point of the grid: twice as wide, a hole more, and a hole
# that begins or ends higher by the height of the digit.
_WIDER, _HOLE, _HIGHER = 24.0, 15.0, 30.0
_SPECK = 0.005  # of the largest part: a smaller one is no hole
# Two fonts of one name draw a digit alike, whatever program made them.
_ALIKE_FACES = 14.0
# Of the digit that an outline looks like it differs by no more than this; from the one that it is
# said to be it differs by so much more. Of 890 digits of faces that the shapes do not come from two
# looked like others, of two faces; all faces with their digits exchanged had several that did.
_ALIKE, _MORE = 28.0, 12.0
_LESS = 4.0  # the nearest digit is another by so much, though not clearly
_OWN = 16.0  # so near to what it is said to be, an outline is compared with nothing else
_MOST_COMPARED = 20_000  # shapes with digits
_MANY = 5  # digits of a font that is no title's: of those that it lacks one is drawn for another
_FEWEST = 2  # digits that clearly look like others, in a font that lies
# One digit alone gives a font away where it differs by less and by more than these: of 63 faces
# on hand one did so without a lie, which has brackets for digits.
_CLOSE, _FAR = 22.0, 18.0

Contour = Sequence[Point]
"""the corners of a closed part of an outline"""


class Shape(NamedTuple):
    """An outline: its grid row by row from below as bits, width for height, and from where to where
    its holes reach, as shares of its height."""

    grid: int
    width: float
    holes: tuple[tuple[float, float], ...]


_KNOWN: dict[str, tuple[str, ...]] = {
    "0": (
        "387ceec6c7c3c3e363773e1c 080 18-82",
        "3c6642c3c3c3c3c3c342663c 068 10-90",
        "3c6666e7e7e7e7e7e766663c 072 08-92",
        "3c7e66c3c3c3c3c3c3667e3c 070 15-85",
        "78448282818181814141221e 073 07-93",
        "784cc68282c3c3414163321e 071 10-90",
    ),
    "1": (
        "181e181818181818181818ff 053",
        "1c1e1b19181818181818ffff 068",
        "383f383838383838383838ff 061",
        "607c606060303030303018ff 052",
        "607c7e76303030383838ffff 069",
        "e0fee0e0e0e0e0e0e0e0e0e0 032",
    ),
    "2": (
        "3c66c3c0c06030180c0603ff 069",
        "3e63c1c040602010088482ff 063",
        "3e7fe1e0e07030180c06ffff 062",
        "78cc80c0c06030180c06037f 074",
        "78cc8680c04020100804027f 072",
        "7cfce6c0e06030180c067f7f 077",
    ),
    "3": (
        "3c624040601c60c0c0c1633c 059",
        "3c76c2c0403860c0c0c1773c 067",
        "3c7ee7e0603878e0c0e77e3c 070",
        "3f7fe1e0603c7ce0e0e17f3f 073",
        "78ccc4c0403860404063231e 067",
        "78fcc6c0e078786060637f1e 071",
    ),
    "4": (
        "201010282c242222ff202020 072",
        "203038282c242223ff202020 072 34-83",
        "3038383434323231ff3030f8 074 34-82",
        "607078786c6666ffff606060 075 38-79",
        "c0e0705848646263ff202030 071 35-86",
        "e0f078786c646673ffff3030 078 37-78",
    ),
    "5": (
        "7e0202021a66c08080c1633c 065",
        "7e7e06063f7fe3e0e0e37f3e 072",
        "f8f8040c3c3870606020330f 073",
        "fc0404043e6e40404061371e 076",
        "fc0606023e7ec0c0c0c0633e 062",
        "fcfc0c043e7e606060713f1e 076",
    ),
    "6": (
        "3010180c067ec3c3c3c3663c 063 10-52",
        "380c06023b67c3c3c3c3663c 062 10-56",
        "4030080c06267fe3e3e7663c 068",
        "787e06073f7fe7e7e7e67e3c 069 16-50",
        "f08c06023a6f43434363321c 070 10-55",
        "f0fc0e063e7f676363633e1c 069 15-50",
    ),
    "7": (
        "fefe60703038181c0c0e0607 076",
        "ffc04020301018080c060203 070",
        "ffc0406030301818080c0c0c 068",
        "ffc0603010180c0406020203 070",
        "ffc141402020301010080804 066",
        "ffffe060303018181c0c0c0c 068",
    ),
    "8": (
        "3c4202422e3c76c28181423c 060 05-49 58-96",
        "3c66c3c3423c66c3c3c3663c 066 10-48 58-90",
        "3c7ee7e7663c7ee7c7e77e3c 068 16-45 61-84",
        "708884844c1874624141211e 066 05-50 58-96",
        "78ccc6c6443866434363331e 070 10-48 58-90",
        "78fccec66e3c7e6763637f1e 076 16-45 61-84",
    ),
    "9": (
        "387cc6c6c6e6fe7c60703f0f 069 50-85",
        "3c66c3c3c3c37e603018080c 063 50-90",
        "3c66c3c3c3c3e6dcc060301c 062 44-90",
        "3c7e67e7e7e7fefce0607e1e 069 50-84",
        "70c8ccc4cc5c686030180c03 086",
        "78c486c2c2c2e65c4020310f 066 42-94",
    ),
}


@cache
def _known() -> dict[str, tuple[Shape, ...]]:
    return {digit: tuple(map(_parse, shapes)) for digit, shapes in _KNOWN.items()}


def _parse(shape: str) -> Shape:
    grid, width, *holes = shape.split()
    reaches = []
    for hole in holes:
        low, high = hole.split("-")
        reaches.append((int(low) / 100, int(high) / 100))
    return Shape(int(grid, 16), int(width) / 100, tuple(reaches))


def outline_to_shape(contours: Sequence[Contour]) -> Shape | None:
    """The shape of an outline; None where it has no area."""
    points = [point for contour in contours for point in contour]
    if not points:
        return None
    left, bottom, right, top = bound_points(points)
    wide, high = right - left, top - bottom
    if wide <= 0 or high <= 0:
        return None
    rows: list[list[tuple[float, int]]] = [[] for _ in range(_ROWS)]
    for contour in contours:
        for (x, y), (next_x, next_y) in pairwise([contour[-1], *contour]):
            if y == next_y:
                continue
            # where the edge crosses the middle of rows, and whether it goes up there
            low, height = (y - bottom) / high * _ROWS, (next_y - y) / high * _ROWS
            first, last = sorted((low, low + height))
            for row in range(max(0, math.ceil(first - 0.5)), min(_ROWS, math.ceil(last - 0.5))):
                across = x + (next_x - x) * (row + 0.5 - low) / height
                rows[row].append(((across - left) / wide * _COLUMNS, 1 if height > 0 else -1))
    grid = 0
    for row, crossings in enumerate(rows):
        for column in _columns_inside(crossings):
            grid |= 1 << (row * _COLUMNS + column)
    return Shape(grid, wide / high, tuple(_find_holes(contours, bottom, high)))


def _columns_inside(crossings: list[tuple[float, int]]) -> Iterator[int]:
    """The columns whose middle is inside an outline that crosses a row so."""
    crossings.sort()
    winding, begun = 0, 0.0
    for across, direction in crossings:
        if winding == 0:
            begun = across
        winding += direction
        if winding == 0:
            yield from range(max(0, math.ceil(begun - 0.5)), min(_COLUMNS, math.ceil(across - 0.5)))


def _find_holes(
    contours: Sequence[Contour],
    bottom: float,
    high: float,
) -> list[tuple[float, float]]:
    """From where to where the holes reach: contours that go round the other way."""
    areas = list(map(_area, contours))
    largest = max(areas, key=abs)
    holes = []
    for contour, area in zip(contours, areas, strict=True):
        if area * largest < 0 and abs(area) > _SPECK * abs(largest):
            _, low, _, top = bound_points(contour)
            holes.append(((low - bottom) / high, (top - bottom) / high))
    return sorted(holes)


def _area(contour: Contour) -> float:
    closed = pairwise([contour[-1], *contour])
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in closed) / 2


def _differ(one: Shape, other: Shape) -> float:
    points = (one.grid ^ other.grid).bit_count()
    difference = points + _WIDER * abs(math.log(one.width / other.width))
    if len(one.holes) != len(other.holes):
        return difference + _HOLE * abs(len(one.holes) - len(other.holes))
    for (low, high), (other_low, other_high) in zip(one.holes, other.holes, strict=True):
        difference += _HIGHER * (abs(low - other_low) + abs(high - other_high))
    return difference


def find_strange(
    one: Mapping[str, Shape],
    other: Mapping[str, Shape],
) -> dict[str, str]:
    """Which digits of a font are other shapes than those of another of the same name, and look like
    others; with those."""
    strange: dict[str, str] = {}
    for said in one.keys() & other.keys():
        shape = one[said]
        if _differ(shape, other[said]) <= _ALIKE_FACES:
            continue
        nearest = min(_KNOWN, key=partial(_from, shape))
        # programs call all fonts F1, and two faces of one name may both be honest
        if nearest != said:
            strange[said] = nearest
    return strange


@lru_cache(_MOST_COMPARED)
def _from(shape: Shape, digit: str) -> float:
    """How much a shape differs from a digit."""
    return min(_differ(shape, known) for known in _known()[digit])


def find_lies(
    shapes: Mapping[str, Shape],
    suspected: Collection[str] = (),
) -> dict[str, str]:
    """Which digits of a font look like which others, where that is no whim of its maker: several
    clearly do, one does beyond doubt, two are exchanged, or one looks like a digit that the font
    says it has none of. `shapes` are by the digits that the font says they are; where they look
    like others those `suspected` do so beyond doubt."""
    clearly: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    is_sure = False
    for said, shape in shapes.items():
        own = _from(shape, said)
        if own <= _OWN:
            continue
        others = {digit: _from(shape, digit) for digit in _KNOWN if digit != said}
        nearest = min(others, key=others.__getitem__)
        least = others[nearest]
        if least <= _ALIKE and own >= least + _MORE:
            clearly[said] = nearest
            is_sure = is_sure or (least <= _CLOSE and own >= least + _FAR)
        elif least < own - _LESS:
            perhaps[said] = nearest
        is_lacking = nearest not in shapes and len(shapes) >= _MANY
        if least < own - _LESS and (said in suspected or is_lacking):
            clearly[said] = nearest
            is_sure = True
    exchanged = any(perhaps.get(shown) == said for said, shown in clearly.items())
    is_lie = is_sure or exchanged or len(clearly) >= _FEWEST
    return clearly if is_lie else {}
