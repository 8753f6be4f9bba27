"""Broken rules: drawn on from corner to corner, for a rule ends where another crosses it.

Hairlines come out of a fax machine, or of a scanner in black and white, in pieces.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.plane.rules import Parallels, Rules, Run
from gxkit.readers.scan.brush import Pieces, both, fill_gaps, keep_long, widen, without
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.rules import ACROSS, Masks
from gxkit.readers.scan.sheet import Sheet

Piece = tuple[float, Run]
"""of a rule: its height, and from where to where it runs"""

# Points: what ends so near to a crossing rule meets it.
_MEETS = 4.0
# Of a side of a cell that is seen: less may be an underline, and strokes of print are shorter.
_SEEN = 0.35
_ON = 1.2  # from the middle of a rule to that of a sliver that is left of it
# A sliver is no higher, and so many times as wide: a stroke of print hangs on others.
_LOW, _FLAT = 1.6, 2.0
_STROKES = 40.0  # strokes above one another are no longer, and a column of three rows is
_NO_ROOM = 4.4  # the lowest figures are higher
_DASH, _UPRIGHT = 9.0, 4.4  # a dash is no longer, and one that stands lower than the least digit
_DASHED_DOWN = 11.0  # dashes down end at a row, and those of 三 reach less far
_GRAIN = 3.0  # no dashed rule is as thick
_GAP = 4.5  # dashes stand no further apart


def find_slivers(
    masks: Masks,
    sheet: Sheet,
) -> Grey:
    """The ink of low pieces that lie by themselves, as a rule across falls into."""
    pieces = _find_rest(masks)
    return pieces.paint(_are_slivers(pieces.wide, pieces.high, sheet))


def _find_rest(masks: Masks) -> Pieces:
    """The ink that is no rule."""
    rules = widen(both(masks.across, masks.down), 3, 3)
    return Pieces(without(masks.ink, rules))


def _are_slivers(
    long: NDArray[np.int32],
    broad: NDArray[np.int32],
    sheet: Sheet,
) -> NDArray[np.bool_]:
    """Which pieces are thin along a rule. (A 1 stands like a piece of a rule down, and reaches
    neither corner of its cell.)"""
    return (broad <= max(2.0, _LOW / sheet.points)) & (long >= _FLAT * broad)


def find_dashed(
    masks: Masks,
    sheet: Sheet,
) -> Masks:
    """The ink of a sheet with dashed and dotted rules: rows of small pieces that lie by themselves,
    which print has not for so long."""
    pieces = Pieces(masks.ink)
    wide, high = pieces.wide, pieces.high
    is_thin = np.minimum(wide, high) <= max(2.0, _LOW / sheet.points)
    # a 1 stands above another as dashes do
    is_dash = is_thin & (wide <= _DASH / sheet.points) & (high <= _UPRIGHT / sheet.points)
    dashes = pieces.paint(is_dash)
    gap = sheet.pixels(_GAP)
    across = keep_long(fill_gaps(widen(dashes, 1, 3), gap, 1), sheet.pixels(ACROSS), 1)
    down = keep_long(fill_gaps(widen(dashes, 3, 1), 1, gap), 1, sheet.pixels(_DASHED_DOWN))
    return masks._replace(
        across=both(masks.across, _drop_thick(across, sheet)),
        down=both(masks.down, _drop_thick(down, sheet)),
    )


def _drop_thick(
    rules: Grey,
    sheet: Sheet,
) -> Grey:
    """Rules without what is as wide as grain is that a row of dashes was taken for."""
    side = sheet.pixels(_GRAIN)
    thick = keep_long(rules, side, side)
    if not cv2.countNonZero(thick):
        return rules
    return without(rules, widen(thick, 2 * side + 1, 2 * side + 1))


def mend(
    rules: Rules,
    masks: Masks,
    sheet: Sheet,
) -> Rules:
    """The rules with those that are seen in pieces drawn from corner to corner."""
    rules = Rules(_join_near(rules.across), _join_near(rules.down))
    height, _ = sheet.size
    top = height * sheet.points
    rest = _find_rest(masks)
    columns, rows = rest.middles
    is_lying = _are_slivers(rest.wide, rest.high, sheet)
    lying = _to_pieces(is_lying, rows, rest.lefts, rest.wide, sheet)
    flat = [(top - y, run) for y, run in lying]
    is_standing = _are_slivers(rest.high, rest.wide, sheet)
    standing = _to_pieces(is_standing, columns, rest.tops, rest.high, sheet)
    upright = [(x, (top - end, top - start)) for x, (start, end) in standing]
    # those across may be broken still, so that all of their length counts
    rough = [(y, [_extent(runs)]) for y, runs in rules.across]
    mended = _mend(rules.down, rough, sorted(upright))
    down = [
        (x, runs if _is_stroke(runs) else drawn)
        for (x, runs), (_, drawn) in zip(
            rules.down,
            mended,
            strict=True,
        )
    ]
    across = _mend(rules.across, down, sorted(flat))
    return Rules(_end_at(across, down), _end_at(down, across))


def _join_near(parallels: Parallels) -> Parallels:
    """Rules of which those are one between which no line of text has room, as of a double frame."""
    joined: Parallels = []
    for position, runs in parallels:
        # strokes of print that stand near one another make no rule together
        is_near = bool(joined) and position - joined[-1][0] < _NO_ROOM
        if is_near and not _is_stroke(runs) and not _is_stroke(joined[-1][1]):
            before, others = joined.pop()
            length, other = _length(runs), _length(others)
            position = (position * length + before * other) / (length + other)
            runs = _unite([*others, *runs])
        joined.append((position, runs))
    return joined


def _to_pieces(
    is_chosen: NDArray[np.bool_],
    middles: NDArray[np.float64],
    starts: NDArray[np.integer],
    lengths: NDArray[np.int32],
    sheet: Sheet,
) -> Iterator[Piece]:
    """Where chosen pieces lie across a rule and along it, in pixels, as points from the upper left
    corner of a sheet."""
    # the first is the ground
    for number in (np.flatnonzero(is_chosen[1:]) + 1).tolist():
        start = int(starts[number])
        end = start + int(lengths[number])
        run = start * sheet.points, end * sheet.points
        yield float(middles[number]) * sheet.points, run


def _end_at(
    parallels: Parallels,
    others: Parallels,
) -> Parallels:
    """Rules with ends that are those which they meet: the outer line of a double frame reaches
    beyond the middle of both, and was taken for a line that no table has."""
    places = sorted(place for place, _ in others)
    ended = []
    for position, runs in parallels:
        moved = []
        for start, end in runs:
            first = _nearest(start, places)
            last = _nearest(end, places)
            if first < last:
                moved.append((first, last))
        if moved:
            ended.append((position, _unite(moved)))
    return ended


def _nearest(
    end: float,
    places: Sequence[float],
) -> float:
    """The place that is near to an end; else that itself."""
    near = min(places, key=lambda place: abs(place - end), default=end)
    return near if abs(near - end) < _MEETS else end


def _is_stroke(runs: Sequence[Run]) -> bool:
    """Whether what goes down may be strokes of lines of print that touch: nothing else stands
    at that place, and a label was cut in two by them."""
    return _length(runs) < _STROKES


def _length(runs: Sequence[Run]) -> float:
    return sum(end - start for start, end in runs)


def _extent(runs: Sequence[Run]) -> Run:
    return min(start for start, _ in runs), max(end for _, end in runs)


def _mend(
    parallels: Parallels,
    others: Parallels,
    slivers: Sequence[Piece],
) -> Parallels:
    heights = [height for height, _ in slivers]
    mended = []
    for position, runs in parallels:
        first = bisect_left(heights, position - _ON)
        last = bisect_right(heights, position + _ON)
        seen = _unite([*runs, *(run for _, run in slivers[first:last])])
        corners = [place for place, crossing in others if _reaches(crossing, position)]
        sides = list(pairwise(sorted(corners)))
        drawn = [side for side in sides if _is_seen(side, seen)]
        mended.append((position, _unite([*runs, *drawn])))
    return mended


def _reaches(
    runs: Sequence[Run],
    place: float,
) -> bool:
    return any(start - _MEETS <= place <= end + _MEETS for start, end in runs)


def _is_seen(
    side: Run,
    runs: Sequence[Run],
) -> bool:
    """Whether enough of a side is drawn, from one of its corners on or in several pieces: an
    underline meets none, and is one."""
    low, high = side
    inside = [(max(start, low), min(end, high)) for start, end in runs]
    inside = [(start, end) for start, end in inside if start < end]
    seen = sum(end - start for start, end in inside)
    meets = any(start < low + _MEETS or end > high - _MEETS for start, end in inside)
    return (meets or len(inside) > 1) and seen >= _SEEN * (high - low)


def _unite(runs: Sequence[Run]) -> list[Run]:
    """Runs of which those that overlap are one, from the first to the last."""
    united: list[Run] = []
    for start, end in sorted(runs):
        if united and start <= united[-1][1]:
            begin, before = united.pop()
            start, end = begin, max(before, end)
        united.append((start, end))
    return united
