"""Text that a line strikes out: the line goes through the middle of characters, begins and ends
with them, and is no part of a table's rules. A slash or a cross does the same; where a stroke of
another kind goes through a figure it is doubted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, repeat
from operator import itemgetter
from typing import NamedTuple

from gxkit.readers.plane.boxes import (
    Box,
    Point,
    bound_points,
    overlap,
)
from gxkit.readers.plane.glyphs import (
    Glyph,
    split_glyph,
)
from gxkit.readers.plane.scrawls import (
    Part,
    Scrawl,
    crosses,
)

_HEIGHTS = itemgetter(1, 3)
"""of a box, from where to where it reaches"""
_BY_HEIGHT = itemgetter(1, 3, 0)
_MIDDLE = itemgetter(4)
_LEVEL = itemgetter(4, 5)
"""the middle and the size of characters"""

# Shares of the font size:
_OFF = 0.25  # from the middle of the characters: what lies lower is an underline
_BEYOND = 0.7  # by which a line reaches over what it strikes out; a rule reaches to the next one
_SHORTEST = 0.3  # a dot is no line
_THICKEST = 0.35  # a bar that is thicker covers the characters
_TALLEST = 1.8  # a slash that is taller goes through more than a line
_LARGEST = 4.0  # a stroke that is larger is of the page, not of a figure
_REACH = 6.0  # points: from the middle of a character, farther than its ink is looked at
_UP = 0.2  # from the middle of a digit, at either side: there it has ink
# Of its width, at either side: a digit may have none there.
_ASIDE = 0.2
# Points: lines whose ends are nearer to another line than this are joined to it, as rules are.
_JOINED = 1.0


def part_struck(
    glyphs: Sequence[Glyph],
    boxes: Sequence[Box],
) -> tuple[list[Glyph], list[Glyph], set[Box]]:
    """The characters that stand, those that are struck out, and which of the thin boxes of a page
    are the lines that strike them out."""
    standing: list[Glyph] = list(glyphs)
    struck: list[Glyph] = []
    used: set[Box] = set()
    for strike, pieces in _join_pieces(_near_middles(glyphs, boxes)):
        through = [glyph for glyph in standing if _goes_through(strike, glyph)]
        if not through or not _fits(strike, through):
            continue
        if _is_joined(strike, [box for box in boxes if box not in pieces]):
            continue
        used.update(pieces)
        parts = list(chain.from_iterable(map(_split, standing, repeat(strike))))
        standing = [part for part, is_struck in parts if not is_struck]
        struck += [part for part, is_struck in parts if is_struck]
    return standing, struck, used


def _near_middles(
    glyphs: Sequence[Glyph],
    boxes: Sequence[Box],
) -> list[Box]:
    """The level boxes that are as high as the middle of some characters; of a page without struck
    text none, as a rule."""
    heights = set(map(_HEIGHTS, boxes))
    levels = sorted(set(map(_LEVEL, glyphs)))
    thickest = _THICKEST * max(size for _, size in levels) if levels else 0.0
    # most boxes that are drawn are rules between rows, and rules down the page
    thin = [(low, high) for low, high in heights if high - low <= thickest]
    near = {height for height in thin if _is_near(levels, *height)}
    if not near:
        return []
    level = [box for box in boxes if (box[1], box[3]) in near]
    return [
        (left, low, right, high) for left, low, right, high in level if high - low < right - left
    ]


def _is_near(
    levels: Sequence[tuple[float, float]],
    bottom: float,
    top: float,
) -> bool:
    y = (bottom + top) / 2
    at = bisect_left(levels, (y, 0.0))
    for middle, size in levels[max(0, at - 2) : at + 2]:
        if abs(middle - y) <= _OFF * size and top - bottom <= _THICKEST * size:
            return True
    return False


def _join_pieces(lines: Sequence[Box]) -> list[tuple[Box, list[Box]]]:
    """Lines that go on in one another as one, with their pieces: each character may have its
    own."""
    joined: list[tuple[Box, list[Box]]] = []
    for line in sorted(lines, key=_BY_HEIGHT):
        left, bottom, right, top = line
        if joined:
            (first, low, last, high), pieces = joined[-1]
            if (low, high) == (bottom, top) and left - last <= _JOINED:
                joined[-1] = (first, low, max(last, right), high), [*pieces, line]
                continue
        joined.append((line, [line]))
    return joined


def _is_joined(
    line: Box,
    boxes: Sequence[Box],
) -> bool:
    """Whether another line goes on where this one ends, as a rule of a table does."""
    left, bottom, right, top = line
    low, high = bottom - _JOINED, top + _JOINED
    first = left - _JOINED, low, left + _JOINED, high
    last = right - _JOINED, low, right + _JOINED, high
    # a second line that strikes out the same lies along this one, and does not go on
    return any(overlap(other, first) != overlap(other, last) for other in boxes)


def _goes_through(
    strike: Box,
    glyph: Glyph,
) -> bool:
    left, bottom, right, top = strike
    # most characters stand in other lines
    if abs((bottom + top) / 2 - glyph.middle) > _OFF * glyph.size:
        return False
    if not glyph.upright or right <= glyph.left or glyph.right <= left:
        return False
    return right - left >= _SHORTEST * glyph.size


def _fits(
    strike: Box,
    through: Sequence[Glyph],
) -> bool:
    """Whether a line begins and ends with characters: a rule under which text has slipped goes
    on."""
    left, _, right, _ = strike
    size = max(glyph.size for glyph in through)
    struck = [
        edges for glyph in through for edges in _characters(glyph) if _is_struck(edges, strike)
    ]
    if not struck:
        return False
    first = min(begin for begin, _ in struck)
    last = max(end for _, end in struck)
    return first - left <= _BEYOND * size and right - last <= _BEYOND * size


def _characters(glyph: Glyph) -> list[tuple[float, float]]:
    """Where each character of a run begins and ends."""
    edges = [*glyph.lefts, glyph.right]
    return list(pairwise(edges))


def _is_struck(
    edges: tuple[float, float],
    strike: Box,
) -> bool:
    left, _, right, _ = strike
    return left < sum(edges) / 2 < right


def _split(
    glyph: Glyph,
    strike: Box,
) -> Iterator[tuple[Glyph, bool]]:
    """The run in pieces that are struck out and that are not."""
    if not _goes_through(strike, glyph):
        yield glyph, False
        return
    struck = [_is_struck(edges, strike) for edges in _characters(glyph)]
    rest = glyph
    while struck:
        same = next((at for at, is_ in enumerate(struck) if is_ != struck[0]), len(struck))
        if same == len(struck):
            yield rest, struck[0]
            return
        piece, rest = split_glyph(rest, same)
        yield piece, struck[0]
        struck = struck[same:]


class Slashed(NamedTuple):
    """The characters that stand and those that slashes strike out, and points in figures of which
    one cannot say whether they are: a stroke goes through them and is no plain slash."""

    standing: list[Glyph]
    struck: list[Glyph]
    doubts: list[Point]


def part_slashed(
    glyphs: Sequence[Glyph],
    scrawls: Sequence[Scrawl],
    boxes: Sequence[Box],
) -> Slashed:
    """What slashes, crosses and other strokes aslant strike out; `boxes` are the rules of the
    page."""
    slashed = Slashed(list(glyphs), [], [])
    rest: list[Part] = []
    parts = [part for scrawl in scrawls if scrawl.is_dark for part in scrawl.parts]
    if not parts:
        return slashed
    # a drawing has thousands of parts, and most are beside all text
    rows = _by_middle(slashed.standing)
    for part in parts:
        line = part.line()
        if line is None:
            rest.append(part)
        elif _strike(slashed, line, rows, boxes):
            rows = _by_middle(slashed.standing)
        else:
            rest.append(part)
    for part in rest:
        slashed.doubts.extend(_crossed(part, rows))
    return slashed


_Rows = tuple[list[float], list[Glyph]]
"""characters by their middles, and those"""


def _by_middle(glyphs: Sequence[Glyph]) -> _Rows:
    upright = [glyph for glyph in glyphs if glyph.upright]
    upright.sort(key=_MIDDLE)
    return [glyph.middle for glyph in upright], upright


def _between(
    rows: _Rows,
    bottom: float,
    top: float,
) -> list[Glyph]:
    """The characters whose middles are between two heights."""
    middles, glyphs = rows
    return glyphs[bisect_left(middles, bottom) : bisect_left(middles, top)]


def _strike(
    slashed: Slashed,
    line: tuple[Point, Point],
    rows: _Rows,
    boxes: Sequence[Box],
) -> bool:
    """Whether a slash strikes something out that stands; puts it among what is struck."""
    left, bottom, right, top = bound_points(line)
    middle = (bottom + top) / 2
    level = left, middle, right, middle
    through = [glyph for glyph in _between(rows, bottom, top) if _goes_through(level, glyph)]
    if not through or top - bottom > _TALLEST * through[0].size or not _fits(level, through):
        return False
    # from corner to corner of a cell it says that the cell is blank, not that a figure is none
    if all(_touches(end, boxes) for end in line):
        return False
    parts = list(chain.from_iterable(map(_split, slashed.standing, repeat(level))))
    slashed.standing[:] = [part for part, is_struck in parts if not is_struck]
    slashed.struck.extend(part for part, is_struck in parts if is_struck)
    # of the digits of one figure some are struck out and others are not: nobody means that
    for (part, is_struck), (other, other_struck) in pairwise(parts):
        if is_struck != other_struck and other.left == part.right:
            point = (part.left + other.right) / 2, part.middle
            slashed.doubts.append(point)
    return True


def middle_of(glyph: Glyph) -> Point:
    """The middle of a run of characters."""
    return (glyph.left + glyph.right) / 2, glyph.middle


def _touches(
    end: Point,
    boxes: Sequence[Box],
) -> bool:
    x, y = end
    around = (
        x - _JOINED,
        y - _JOINED,
        x + _JOINED,
        y + _JOINED,
    )
    return any(overlap(box, around) for box in boxes)


def _crossed(
    part: Part,
    rows: _Rows,
) -> Iterator[Point]:
    """The middles of digits that a stroke crosses which is no larger than figures are."""
    box = part.box
    left, bottom, right, top = box
    edges: list[tuple[Point, Point]] | None = None
    for glyph in _between(rows, bottom - _REACH, top + _REACH):
        if not overlap(box, _inner(glyph.left, glyph.right, glyph)):
            continue
        # what is larger is drawn over the page, as a seal or a mark is
        beyond = right - left - (glyph.right - glyph.left)
        if max(beyond, top - bottom) > _LARGEST * glyph.size:
            continue
        if edges is None:
            edges = list(part.aslant())
        for sign, (begin, end) in zip(glyph.text, _characters(glyph), strict=True):
            inner = _inner(begin, end, glyph)
            if sign.isdigit() and any(crosses(*edge, inner) for edge in edges):
                yield (begin + end) / 2, glyph.middle


def _inner(
    begin: float,
    end: float,
    glyph: Glyph,
) -> Box:
    """What is inked of the box of a character, however it is shaped."""
    aside, up = _ASIDE * (end - begin), _UP * glyph.size
    return (
        begin + aside,
        glyph.middle - up,
        end - aside,
        glyph.middle + up,
    )
