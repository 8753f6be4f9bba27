"""Dashes in cells, which say that there is nothing to report: by where and how they stand.

What is left of a worn 7 is its bar, and of a 2 its foot: as flat as a dash, and as lonely.
"""

from __future__ import annotations

import numpy as np

from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.lines import Strip
from gxkit.readers.scan.sheet import WHITE, Sheet

# Points: a dash is no thicker, and its middle no farther from that of its cell: the bar of a 7 is 2
# to 4 above, and of 200 dashes none was off by more than 1.4.
_THICK, _OFF = 2.8, 1.7
_WIDE = 1.5  # times as wide as thick
# Points above and below a dash where the rest of a faint digit would be, and how far from it; by
# how much of 255 that is darker there than the paper beside it: JPEG makes 4.
_AROUND, _FROM, _REST = 4.5, 1.2, 6.0
_WIDEST = 6.5  # what is wider is a part of no digit


def is_dash(
    ink: Grey,
    area: Strip,
    sheet: Sheet,
) -> bool:
    """Whether all ink in a cell is one dash; there must be some."""
    part = ink[area.top : area.bottom, area.left : area.right]
    rows = np.flatnonzero(part.any(axis=1))
    columns = np.flatnonzero(part.any(axis=0))
    first, last = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    thick, width = last - first, right - left
    off = abs(first + last - len(part)) / 2
    is_flat = thick * sheet.points <= _THICK and width >= _WIDE * thick
    if not is_flat or off * sheet.points > _OFF:
        return False
    if width * sheet.points > _WIDEST:
        return True
    own = Strip(area.left + left, area.top + first, area.left + right, area.top + last)
    return not _has_rest(own, area, sheet)


def _has_rest(
    dash: Strip,
    area: Strip,
    sheet: Sheet,
) -> bool:
    """Whether faint ink stands above or below a dash, that which was taken for specks too."""
    grey = sheet.grey
    reach, near = sheet.pixels(_AROUND), sheet.pixels(_FROM)
    # the ground beside it has the same rules above and below
    bands = (
        slice(max(area.top, dash.top - reach), max(area.top, dash.top - near)),
        slice(min(area.bottom, dash.bottom + near), min(area.bottom, dash.bottom + reach)),
    )
    for rows in bands:
        own = grey[rows, dash.left : dash.right]
        beside = (
            grey[rows, area.left : max(area.left, dash.left - near)],
            grey[rows, dash.right + near : area.right],
        )
        ground = np.concatenate([part.ravel() for part in beside])
        paper = float(ground.mean()) if ground.size else float(WHITE)
        if own.size and paper - float(own.mean()) > _REST:
            return True
    return False
