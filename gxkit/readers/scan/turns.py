"""Which way up a page stands: the way in which its lines can be read.

Lines of text lie level also on a page that stands on its head, and a table turned by a quarter is a
table; only reading tells. A page that reads well is not looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2

from gxkit.readers.scan.brush import (
    both,
    fill_gaps,
    without,
)
from gxkit.readers.scan.crops import (
    Crop,
    Grey,
    Reading,
)
from gxkit.readers.scan.lines import Strip
from gxkit.readers.scan.recogniser import read_crops
from gxkit.readers.scan.rules import find_masks
from gxkit.readers.scan.sheet import Sheet
from gxkit.readers.scan.upright import level

_QUARTERS = (0, 2, 1, 3)
"""turns to try; most pages stand upright, and of the others most on their head"""
#: A page whose lines read worse is tried the other ways: upright ones read at 0.78 and better,
#: photographs too, those that do not stand so mostly at 0.6 and worse.
POOR = 0.7
_SURE = 0.85
_BETTER = 0.1  # by which another way reads better, if it is the right one

_LINES = 8  # that are read each way
# Points: white between the characters of a line; heights of lines; and times as wide as high: a
# line has at least so many characters, and is read no farther than some.
_GAP, _LOWEST, _HIGHEST = 9.0, 6.0, 32.0
_SHORTEST, _LONGEST = 4, 12
_FIRST_WORD = "\u2e80"
"""from here on characters are those of Chinese, and its punctuation"""


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
    crops = []
    for line in lines:
        right = min(line.right, line.left + _LONGEST * line.height)
        crops.append(Crop(sheet.grey[line.top : line.bottom, line.left : right], False))
    return weigh(zip(lines, read_crops(crops), strict=True))


def weigh(read: Iterable[tuple[Strip, Reading]]) -> float:
    """How well longer lines read, from 0 to 1: how much of their length is words that are sure; 0
    where there is none.

    Words alone count: of a table on its side columns of zeros are lines that read well.
    """
    places = words = 0.0
    for line, reading in read:
        if line.width < _SHORTEST * line.height:
            continue
        places += min(line.width / line.height, _LONGEST)
        count = sum(character >= _FIRST_WORD for character in reading.text)
        words += reading.score * min(count, _LONGEST)
    return min(1.0, words / places) if places else 0.0


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
