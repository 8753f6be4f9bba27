"""Broken rules: drawn on from corner to corner, for a rule ends where another crosses it.

Hairlines come out of a fax machine, or of a scanner in black and white, in pieces.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np

from gxkit.readers.plane.rules import Parallels, Rules, Run
from gxkit.readers.scan.brush import both, fill_gaps, keep_long, widen, without
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.rules import ACROSS, DOWN, Masks
from gxkit.readers.scan.sheet import WHITE, Sheet

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
_DASH, _GAP = 9.0, 4.5  # a dash is no longer, and dashes stand no further apart


def find_slivers(
    masks: Masks,
    sheet: Sheet,
) -> Grey:
    """The ink of low pieces that lie by themselves, as a rule across falls into."""
    rules = widen(both(masks.across, masks.down), 3, 3)
    rest = without(masks.ink, rules)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    high = stats[:, cv2.CC_STAT_HEIGHT]
    is_sliver = (high <= max(2.0, _LOW / sheet.points)) & (
        stats[:, cv2.CC_STAT_WIDTH] >= _FLAT * high
    )
    is_sliver[0] = False
    return np.where(is_sliver[labels], WHITE, 0).astype(np.uint8)


def find_dashed(
    masks: Masks,
    sheet: Sheet,
) -> Masks:
    """The ink of a sheet with dashed and dotted rules: rows of small pieces that lie by themselves,
    which print has not for so long."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(masks.ink, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    is_thin = np.minimum(wide, high) <= max(2.0, _LOW / sheet.points)
    is_dash = is_thin & (np.maximum(wide, high) <= _DASH / sheet.points)
    is_dash[0] = False
    dashes = np.where(is_dash[labels], WHITE, 0).astype(np.uint8)
    gap = sheet.pixels(_GAP)
    across = fill_gaps(widen(dashes, 1, 3), gap, 1)
    down = fill_gaps(widen(dashes, 3, 1), 1, gap)
    return masks._replace(
        across=both(masks.across, keep_long(across, sheet.pixels(ACROSS), 1)),
        down=both(masks.down, keep_long(down, 1, sheet.pixels(DOWN))),
    )


def slivers_to_pieces(
    slivers: Grey,
    sheet: Sheet,
) -> Iterator[Piece]:
    """Where slivers lie, in points from the lower left corner of a sheet."""
    height, _ = sheet.size
    count, _, stats, centres = cv2.connectedComponentsWithStats(slivers, connectivity=8)
    for number in range(1, count):
        left, _, width, _, _ = stats[number]
        _, down = centres[number]
        y = (height - down) * sheet.points
        yield float(y), (left * sheet.points, (left + width) * sheet.points)


def mend(
    rules: Rules,
    slivers: Iterable[Piece] = (),
) -> Rules:
    """The rules with those that are seen in pieces, and in slivers across, drawn from corner to
    corner."""
    # those across may be broken still, so that all of their length counts
    rough = [(y, [_extent(runs)]) for y, runs in rules.across]
    down = [
        (x, runs if _is_stroke(runs) else mended)
        for (x, runs), (_, mended) in zip(
            rules.down,
            _mend(rules.down, rough, []),
            strict=True,
        )
    ]
    return Rules(_mend(rules.across, down, sorted(slivers)), down)


def _is_stroke(runs: Sequence[Run]) -> bool:
    """Whether what goes down may be strokes of lines of print that touch: nothing else stands
    at that place, and a label was cut in two by them."""
    return sum(end - start for start, end in runs) < _STROKES


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
