"""Lines of text: where ink stands in a part of a page, line by line, and in pieces where a line has
gaps; without a detector, which loses the lone 0 and 1 of a cell."""

from __future__ import annotations

from collections.abc import (
    Iterator,
    Sequence,
)
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.brush import (
    Pieces,
    widen,
    without,
)
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.sheet import (
    Sheet,
)

# All of these are points.
_SPECK = 3.6  # ink that is smaller in both directions is no character; a digit is 5 high
_LEAST_AREA = 6  # pixels of a flat stroke
_BROKEN = 3  # pixels around each piece of ink that may be of one character
_SEVERAL = 2
_DOT = 0.5  # in both directions: the least that is a point or a comma
_BESIDE_ACROSS, _BESIDE_DOWN = 9.0, 5.0  # near enough to a character to be a dot of it
_HALO = 2.5  # grey around a speck that goes with it
_NO_GAP = 1.2  # of white between two rows of ink that are of one line
# A strip as thin as this is part of the line beside it (一, a comma, the dots of 氵), if that is so
# near and both together are no higher than a line.
_STRIP, _STRIP_GAP, _HIGHEST = 4.5, 3.5, 20.0
_TWO_LINES, _PITCH = 17.5, 11.2  # what is higher is several lines that touch; what they are apart
_CUT_AROUND = 0.3  # of a line: where the thinnest row around the expected cut is looked for
_LOWEST, _NARROWEST = 2.6, 1.0  # ink that is lower or narrower is no line

# Of the height of a line: a wider gap parts two texts.
_WIDE_GAP = 1.6


# Of the height of a line: what is lower and narrower at the end of one is no character; a dash is
# as wide, and pixels of white part two characters.
_LOW_SPECK, _NARROW_SPECK, _TOUCH = 0.42, 0.35, 1
# A minus is flat, and its middle is that of the line, within some of its height; as a speck it was
# taken from a figure, which was another one then.
_FLAT_MINUS, _LEAST_MINUS, _OFF_MIDDLE = 1.5, 0.2, 0.25


class Strip(NamedTuple):
    """The box of a line of text in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


def take_specks_away(
    ink: Grey,
    sheet: Sheet,
) -> tuple[Grey, Grey]:
    """The ink without specks, and where those are with the grey around them.

    What is small stays beside a character: the point of 0.5, the dots of 六.
    """
    # a faint character breaks into pieces that are a pixel or two apart
    joined = widen(ink, _BROKEN, _BROKEN)
    pieces = Pieces(ink, joined)
    areas = pieces.count()
    least = _SPECK / sheet.points + _BROKEN - 1
    is_wide = (pieces.wide >= least) & (areas > _LEAST_AREA)
    is_large = (pieces.high >= least) | is_wide
    large = pieces.paint(is_large)
    reach = sheet.pixels(_BESIDE_ACROSS), sheet.pixels(_BESIDE_DOWN)
    near = widen(large, *reach)
    height, width = ink.shape
    middles_across, middles_down = pieces.middles
    columns = middles_across.astype(np.int64).clip(0, width - 1)
    rows = middles_down.astype(np.int64).clip(0, height - 1)
    least_area = max(3.0, (_DOT / sheet.points) ** 2 * 2)
    is_dot = (near[rows, columns] > 0) & (areas >= least_area)
    kept = pieces.paint(is_large | is_dot)
    around = sheet.pixels(_HALO)
    specks = widen(without(ink, kept), around, around)
    return kept, without(specks, widen(kept, 3, 3))


def find_lines(
    ink: Grey,
    area: Strip,
    sheet: Sheet,
    is_cell: bool,
) -> list[Strip]:
    """The lines of text in a part of a page from top to bottom, each as high and wide as its ink.

    In a cell what is too high is cut into lines; outside it may be a title.
    """
    part = ink[area.top : area.bottom, area.left : area.right]
    if not part.size:
        return []
    profile = np.count_nonzero(part, axis=1)
    rows = _join_strips(_stretches(profile > 0, sheet.pixels(_NO_GAP)), sheet)
    if is_cell:
        rows = [
            piece
            for row in rows
            for piece in _cut_row(
                row,
                profile,
                sheet,
            )
        ]
    lines = []
    for top, bottom in rows:
        inked = np.flatnonzero(part[top:bottom].any(axis=0))
        if not inked.size or bottom - top < _LOWEST / sheet.points:
            continue
        left, right = int(inked[0]), int(inked[-1]) + 1
        if right - left > _NARROWEST / sheet.points:
            line = Strip(
                area.left + left,
                area.top + top,
                area.left + right,
                area.top + bottom,
            )
            lines.append(line)
    return lines


_Row = tuple[int, int]
"""first row of pixels, and the one after the last"""


def _stretches(
    has_ink: NDArray[np.bool_],
    gap: float,
) -> list[_Row]:
    """From where to where ink is, in stretches that more white than some pixels parts."""
    inked = np.flatnonzero(has_ink)
    if not inked.size:
        return []
    breaks = np.flatnonzero(np.diff(inked) > gap)
    firsts = inked[[0, *(breaks + 1)]]
    lasts = inked[[*breaks, -1]] + 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _join_strips(
    rows: Sequence[_Row],
    sheet: Sheet,
) -> list[_Row]:
    """The rows, with what is too thin for a line joined to the one beside it."""
    strip, gap, highest = (length / sheet.points for length in (_STRIP, _STRIP_GAP, _HIGHEST))
    joined: list[_Row] = []
    for top, bottom in rows:
        if joined:
            above, end = joined[-1]
            is_thin = bottom - top < strip or end - above < strip
            if is_thin and top - end < gap and bottom - above < highest:
                joined[-1] = above, bottom
                continue
        joined.append((top, bottom))
    return joined


def _cut_row(
    row: _Row,
    profile: NDArray[np.intp],
    sheet: Sheet,
) -> Iterator[_Row]:
    """The lines of a row that is too high for one, cut where it has least ink."""
    top, bottom = row
    height = bottom - top
    count = round(height * sheet.points / _PITCH)
    if height * sheet.points <= _TWO_LINES or count < _SEVERAL:
        yield row
        return
    step = height / count
    around = max(2, int(step * _CUT_AROUND))
    cuts = [top]
    for number in range(1, count):
        middle = int(top + number * step)
        low = max(cuts[-1] + 2, middle - around)
        high = min(bottom - 1, middle + around)
        if low < high:
            cuts.append(low + int(np.argmin(profile[low:high])))
    cuts.append(bottom)
    yield from pairwise(cuts)


def part_line(
    ink: Grey,
    line: Strip,
    widest: float = _WIDE_GAP,
) -> list[Strip]:
    """A line in pieces where gaps in it are wider than some times its height."""
    has_ink = _columns(ink[line.top : line.bottom, line.left : line.right])
    pieces = []
    for left, right in _stretches(has_ink, widest * line.height):
        pieces.append(line._replace(left=line.left + left, right=line.left + right))
    return pieces


def _columns(part: Grey) -> NDArray[np.bool_]:
    """In which columns of pixels ink is."""
    amount: NDArray[np.intp] = np.count_nonzero(part, axis=0)
    return amount > 0


def trim(
    ink: Grey,
    line: Strip,
) -> Strip:
    """A line without the specks at its ends: a figure neither begins nor ends with a point."""
    part = ink[line.top : line.bottom, line.left : line.right]
    runs = _stretches(_columns(part), _TOUCH)
    while len(runs) > 1 and _is_speck(part, runs[0]):
        del runs[0]
    while len(runs) > 1 and _is_speck(part, runs[-1]):
        del runs[-1]
    (left, _), (_, right) = runs[0], runs[-1]
    return line._replace(left=line.left + left, right=line.left + right)


def _is_speck(
    part: Grey,
    run: _Row,
) -> bool:
    """Whether what stands between two columns of a line is no character, nor a dash."""
    left, right = run
    height, _ = part.shape
    rows = np.flatnonzero(part[:, left:right].any(axis=1))
    thick, width = rows[-1] - rows[0] + 1, right - left
    is_low = thick <= _LOW_SPECK * height
    off = abs(rows[0] + rows[-1] + 1 - height) / 2
    is_level = width > _LEAST_MINUS * height and off < _OFF_MIDDLE * height
    if is_level and width > _FLAT_MINUS * thick:
        return False
    return bool(is_low) and width < _NARROW_SPECK * height
