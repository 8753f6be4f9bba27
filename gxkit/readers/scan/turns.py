"""Which way up a page stands: the way in which its lines can be read.

Lines of text lie level also on a page that stands on its head, and a table turned by a quarter is a
table; only reading tells. A page that reads well is not looked at again.
"""

from __future__ import annotations

import cv2

from gxkit.readers.scan.brush import (
    both,
    fill_gaps,
    without,
)
from gxkit.readers.scan.crops import (
    Crop,
    Grey,
)
from gxkit.readers.scan.lines import Strip
from gxkit.readers.scan.recogniser import read_crops
from gxkit.readers.scan.rules import find_masks
from gxkit.readers.scan.sheet import Sheet
from gxkit.readers.scan.upright import level

_QUARTERS = (0, 2, 1, 3)
"""turns to try; most pages stand upright, and of the others most on their head"""
#: A page whose lines read worse is tried the other ways: upright ones read at 0.9 and better even
#: as faxes, those on their head at 0.6 and worse.
POOR = 0.85
_SURE = 0.93
_BETTER = 0.1  # by which another way reads better, if it is the right one

_LINES = 8  # that are read each way
# Points: white between the characters of a line; heights of lines; and times as wide as high: a
# line has at least so many characters, and is read no farther than some.
_GAP, _LOWEST, _HIGHEST = 9.0, 6.0, 32.0
_SHORTEST, _LONGEST = 4, 12


def stand_up(sheet: Sheet) -> Sheet:
    """The sheet turned by quarters so that it reads best; as it is where no way reads better."""
    scores = {}
    for quarters in _QUARTERS:
        scores[quarters] = _read_some(level(sheet.turn(quarters)))
        if scores[quarters] > _SURE:
            break
    best = max(scores, key=lambda quarters: scores[quarters])
    return sheet.turn(best) if scores[best] > scores[0] + _BETTER else sheet


def _read_some(sheet: Sheet) -> float:
    """How well some lines of a sheet read, from 0 to 1."""
    lines = _find_some(sheet)
    if not lines:
        return 0.0
    crops = []
    for line in lines:
        right = min(line.right, line.left + _LONGEST * line.height)
        crops.append(Crop(sheet.grey[line.top : line.bottom, line.left : right], False))
    readings = read_crops(crops)
    return sum(reading.score for reading in readings) / len(readings)


def _find_some(sheet: Sheet) -> list[Strip]:
    """Boxes of what may be lines of text, the longest ones."""
    masks = find_masks(sheet)
    ink = without(masks.ink, both(masks.across, masks.down))
    return _longest(fill_gaps(ink, sheet.pixels(_GAP), 1), sheet)


def _longest(
    joined: Grey,
    sheet: Sheet,
) -> list[Strip]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    lines: list[Strip] = []
    for left, top, width, height, _ in stats[1:count].tolist():
        is_high = _LOWEST < height * sheet.points < _HIGHEST
        if is_high and width > _SHORTEST * height:
            lines.append(
                Strip(
                    left,
                    top,
                    left + width,
                    top + height,
                )
            )
    lines.sort(key=_by_width, reverse=True)
    return lines[:_LINES]


def _by_width(line: Strip) -> int:
    return min(line.width, _LONGEST * line.height)
