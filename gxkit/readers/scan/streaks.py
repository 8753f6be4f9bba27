"""Streaks from end to end of a page, which dust on the glass of a feeder draws.

One runs through figures and beside them, where it was taken for a rule between two columns, or hid
a 0. It is drawn over with what stands at both sides of it.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.brush import turn
from gxkit.readers.scan.crops import Grey

# Points to either side of a streak where it has paper; by how much of 255 it is darker, at least,
# and on how much of the page's height: print hides the rest.
_BESIDE, _DARKER, _MOSTLY = 1.6, 14, 0.6
# Of the height, above and below: rules end there, and a picture without margins may be a part of a
# table, whose rules go from end to end.
_MARGIN, _WHOLE = 0.02, 0.9
_EMPTY = 0.02  # of a margin that may be inked besides
_INK = 60  # of 255 below paper
_MOST = 6  # streaks; more are the rules of something
_WHITE = 255


def draw_over_streaks(
    grey: Grey,
    points: float,
) -> Grey:
    """A page in grey (0 is ink) without its streaks down or across."""
    beside = max(2, round(_BESIDE / points))
    grey = _draw_over(grey, beside)
    turned = turn(grey)
    drawn = _draw_over(turned, beside)
    return grey if drawn is turned else turn(drawn)


def _draw_over(
    grey: Grey,
    beside: int,
) -> Grey:
    columns = _find_streaks(grey, beside)
    if not columns.any():
        return grey
    drawn = grey.copy()
    edges = np.flatnonzero(np.diff(columns.astype(np.int8), prepend=0, append=0))
    for first, last in list(pairwise(edges.tolist()))[::2]:
        left = grey[:, max(0, first - 1)].astype(np.float32)
        right = grey[:, min(grey.shape[1] - 1, last)].astype(np.float32)
        for column in range(first, last):
            share = (column - first + 1) / (last - first + 1)
            drawn[:, column] = left * (1 - share) + right * share
    return drawn


def _find_streaks(
    grey: Grey,
    beside: int,
) -> NDArray[np.bool_]:
    """In which columns of pixels streaks are, with their edges."""
    height, width = grey.shape
    none = np.zeros(width, np.bool_)
    margin = round(_MARGIN * height)
    ends = np.concatenate([grey[:margin], grey[height - margin :]])
    if not margin or min(height, width) <= 2 * beside:
        return none
    darker = _darker(grey, beside)
    found = _share(darker) > _MOSTLY
    found &= _share(_darker(ends, beside)) > _WHOLE
    if not found.any():
        return none
    wide = np.convolve(found, np.ones(3), "same") > 0
    count = np.count_nonzero(np.diff(wide.astype(np.int8), prepend=0) > 0)
    is_empty = np.mean(ends[:, ~wide] < _WHITE - _INK) < _EMPTY
    return wide if count <= _MOST and is_empty else none


def _darker(
    grey: Grey,
    beside: int,
) -> Grey:
    """Where a pixel is darker than those at both sides of it (255)."""
    around = cv2.copyMakeBorder(grey, 0, 0, beside, beside, cv2.BORDER_REPLICATE)
    width = grey.shape[1]
    paler = cv2.min(around[:, :width], around[:, 2 * beside :])
    _, darker = cv2.threshold(cv2.subtract(paler, grey), _DARKER, _WHITE, cv2.THRESH_BINARY)
    found: Grey = darker.astype(np.uint8)
    return found


def _share(found: Grey) -> NDArray[np.float64]:
    """The share of each column that was found."""
    share: NDArray[np.float64] = found.mean(axis=0, dtype=np.float64) / _WHITE
    return share
