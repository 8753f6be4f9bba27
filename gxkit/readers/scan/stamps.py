"""Stamps that have no colour left, as in a copy: found by their ring.

What is under one cannot be told from it, so that all ink inside the ring counts as the stamp's, and
every figure there is doubted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np

from gxkit.readers.scan.brush import (
    both,
    common,
    widen,
    without,
)
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.rules import Masks
from gxkit.readers.scan.sheet import (
    WHITE,
    Sheet,
)

# Points: pages are looked at as coarsely as this; the least and the largest radius of a stamp (most
# are 38 to 45 mm across); and how far apart two are.
_COARSE = 1.2
_LEAST_RADIUS, _MOST_RADIUS, _APART = 44.0, 75.0, 60.0
# Hough's thresholds for an edge and for a circle: low ones, for the ring itself is looked at next.
_EDGE, _VOTES = 120.0, 22.0
_MOST_CIRCLES = 12
# Of the ring that has ink, at places along it, and how much more than the circles beside it, on the
# average: where print is dense all of them have some. Of 16 rings the least had 0.24 more, of some
# hundred circles through print none had more than 0.22. In coarse pixels how far from the ring ink
# may lie, and those circles do.
_INKED, _MORE, _PLACES = 0.58, 0.23, 180
_NEAR, _AWAY = 3, 4
_SOME_INK = 60  # of 255: a coarse pixel with as much holds a part of a line
_OUTSIDE = 1.06  # times the radius: the ring's own breadth
_EDGES = 3  # pixels around ink


def mark_stamps(
    sheet: Sheet,
    masks: Masks,
) -> Sheet:
    """The sheet with the stamps marked that are as dark as print."""
    rules = widen(both(masks.across, masks.down), _EDGES, _EDGES)
    ink = without(masks.ink, rules)
    height, width = ink.shape
    scale = sheet.points / _COARSE
    size = max(1, round(width * scale)), max(1, round(height * scale))
    coarse = cast("Grey", cv2.resize(ink, size, interpolation=cv2.INTER_AREA))
    found = cv2.HoughCircles(
        coarse,
        cv2.HOUGH_GRADIENT,
        1.0,
        _APART / _COARSE,
        param1=_EDGE,
        param2=_VOTES,
        minRadius=round(_LEAST_RADIUS / _COARSE),
        maxRadius=round(_MOST_RADIUS / _COARSE),
    )
    if found is None:
        return sheet
    _, inked = cv2.threshold(coarse, _SOME_INK, WHITE, cv2.THRESH_BINARY)
    near = widen(cast("Grey", inked), _NEAR, _NEAR)
    discs = np.zeros_like(ink)
    for x, y, radius in found[0][:_MOST_CIRCLES].tolist():
        on = _share_inked(near, x, y, radius)
        inside = _share_inked(near, x, y, radius - _AWAY)
        outside = _share_inked(near, x, y, radius + _AWAY)
        if on > _INKED and on - (inside + outside) / 2 > _MORE:
            middle = round(x / scale), round(y / scale)
            cv2.circle(discs, middle, round(radius * _OUTSIDE / scale), WHITE, -1)
    if not discs.any():
        return sheet
    stamped = common(widen(masks.ink, _EDGES, _EDGES), discs)
    return replace(sheet, stamped=both(sheet.stamped, stamped))


def _share_inked(
    ink: Grey,
    x: float,
    y: float,
    radius: float,
) -> float:
    """The share of a circle on which ink is; what lies outside of the page has none."""
    angles = np.linspace(0.0, 2 * np.pi, _PLACES, endpoint=False)
    columns = np.round(x + radius * np.cos(angles)).astype(np.int64)
    rows = np.round(y + radius * np.sin(angles)).astype(np.int64)
    height, width = ink.shape
    is_inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    inked = np.count_nonzero(ink[rows[is_inside], columns[is_inside]])
    return float(inked) / _PLACES
