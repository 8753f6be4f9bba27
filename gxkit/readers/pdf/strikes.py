"""Text that a line strikes out: the line goes through the middle of characters, begins and ends
with them, and is no part of a table's rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, repeat
from operator import itemgetter

from gxkit.readers.pdf.boxes import Box, overlap
from gxkit.readers.pdf.glyphs import Glyph, split_glyph

_HEIGHTS = itemgetter(1, 3)
"""of a box, from where to where it reaches"""
_BY_HEIGHT = itemgetter(1, 3, 0)
_LEVEL = itemgetter(4, 5)
"""the middle and the size of characters"""

# Shares of the font size:
_OFF = 0.25  # from the middle of the characters: what lies lower is an underline
_BEYOND = 0.7  # by which a line reaches over what it strikes out; a rule reaches to the next one
_SHORTEST = 0.3  # a dot is no line
_THICKEST = 0.35  # a bar that is thicker covers the characters
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
