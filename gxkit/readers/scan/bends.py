"""Pages that did not lie flat, or were taken aslant: pulled straight along their long rules.

Each long rule tells, for places along it, by how much the page is off there. One smooth surface
that makes all of them straight is found by least squares; with one for either direction that mends
bent pages, the gutter of a book and the perspective of a photograph. (Pulling each rule straight by
itself was tried first: two tables one below the other then pull in different directions.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.rules import (
    Masks,
    Trace,
    find_masks,
    trace_across,
    trace_down,
)
from gxkit.readers.scan.sheet import (
    Sheet,
)

_Floats = NDArray[np.float64]
_Pixels = NDArray[np.float32]

# Of the page's width or height: shorter rules tell nothing of how it bends.
_LONG_ACROSS, _LONG_DOWN = 0.12, 0.05
_STEP = 16  # pixels between the places of a rule that are looked at
_FEWEST_PLACES = 4
_STRAY = 2.5  # pixels by which a rule rises from one place to the next: two rules in one, or a blot
_FLAT = 0.7  # points: a page that is off by less everywhere is flat enough
_MOST_TIMES = 4  # that a page is pulled straight; most are after one
_FEWEST_RULES = 2
# Powers along a rule and across: a page bends several times along a line of text, and from line to
# line by and by.
_ALONG, _ACROSS = 5, 2
_STIFF = 1e-3  # how much the surface resists what few places ask for
_BEYOND = (
    0.05  # of half the page: how far beyond the last rule the surface goes on as it does there
)


class _Marks(NamedTuple):
    """Places on rules, from -1 to 1 along and across the page, by how many pixels they are off the
    page's straight lines, and the number of their rule."""

    along: _Floats
    across: _Floats
    heights: _Floats
    rules: NDArray[np.int64]


class _Surface(NamedTuple):
    """How far off a place of the page lies, as the powers of its position, and for which positions
    that is known."""

    powers: _Floats
    along: tuple[float, float]
    across: tuple[float, float]


def straighten(sheet: Sheet) -> tuple[Sheet, Masks]:
    """The sheet as if it had lain flat, and its rules."""
    masks = find_masks(sheet)
    bend = _find_bend(sheet, masks)
    if _is_flat(bend, sheet):
        return sheet, masks
    flat = sheet
    places = None
    # a rule is followed for a part of its length, and for all of it once that is flat
    for _ in range(_MOST_TIMES):
        bend = _find_bend(flat, find_masks(flat, is_bent=True))
        if _is_flat(bend, flat):
            break
        places = _take_from(places, *bend)
        flat = sheet.draw_anew(partial(_draw_from, places=places))
    return flat, find_masks(flat)


def _is_flat(
    bend: tuple[_Pixels, _Pixels],
    sheet: Sheet,
) -> bool:
    worst = max(float(np.ptp(off)) for off in bend)
    return worst * sheet.points < _FLAT


def _find_bend(
    sheet: Sheet,
    masks: Masks,
) -> tuple[_Pixels, _Pixels]:
    """By how many pixels each pixel of a sheet is off, to the right and down."""
    height, width = sheet.size
    least_across = _LONG_ACROSS * width * sheet.points
    least_down = _LONG_DOWN * height * sheet.points
    across = _find_surface(trace_across(masks, sheet, least_across), width, height)
    down = _find_surface(trace_down(masks, sheet, least_down), height, width)
    return _bend(down, height, width).T, _bend(across, width, height)


def _take_from(
    places: tuple[_Pixels, _Pixels] | None,
    left: _Pixels,
    up: _Pixels,
) -> tuple[_Pixels, _Pixels]:
    """Where in the first picture each pixel lies, after one more step."""
    height, width = up.shape
    columns = np.arange(width, dtype=np.float32)
    rows = np.arange(height, dtype=np.float32)
    x, y = np.meshgrid(columns, rows)
    x, y = x + left, y + up
    if places is None:
        return x, y
    before_x, before_y = (
        cast("_Pixels", cv2.remap(place, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
        for place in places
    )
    return before_x, before_y


def _draw_from(
    picture: Grey,
    way: int,
    paper: int,
    places: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> Grey:
    """A picture whose pixels are taken from other places of it."""
    from_x, from_y = places
    return cast("Grey", cv2.remap(picture, from_x, from_y, way, borderValue=paper))


def _find_surface(
    traces: Sequence[Trace],
    length: int,
    breadth: int,
) -> _Surface | None:
    """The surface that makes rules straight on a page of some pixels along and across them; None
    where too few tell."""
    places = _find_places(
        traces,
        length,
        breadth,
    )
    if places is None:
        return None
    # where a rule lies when it is straight is not known: only its steps up and down count
    terms = _from_mean(_terms(places.along, places.across), places.rules)
    heights = _from_mean(places.heights[:, None], places.rules)[:, 0]
    _, count = terms.shape
    # least squares of few unknowns over thousands of places
    known = terms.T @ terms + (_STIFF * length) ** 2 * np.eye(count)
    solved: _Floats = np.linalg.solve(known, terms.T @ heights).astype(np.float64)
    return _Surface(
        solved,
        _reach(places.along),
        _reach(places.across),
    )


def _from_mean(
    values: _Floats,
    rules: NDArray[np.int64],
) -> _Floats:
    """Values (places x terms) less the mean of their rule."""
    starts = np.flatnonzero(np.diff(rules, prepend=-1))
    counts = np.diff(starts, append=len(rules))
    means = np.add.reduceat(values, starts) / counts[:, None]
    return values - means[rules]


def _reach(places: _Floats) -> tuple[float, float]:
    return float(places.min()) - _BEYOND, float(places.max()) + _BEYOND


def _terms(
    along: _Floats,
    across: _Floats,
) -> _Floats:
    """The powers of places; those of their position across alone bend no line."""
    steep = _powers(along, _ALONG)[:, 1:, None]
    wide = _powers(across, _ACROSS)[:, None, :]
    return (steep * wide).reshape(len(along), -1)


def _find_places(
    traces: Sequence[Trace],
    length: int,
    breadth: int,
) -> _Marks | None:
    along: list[_Floats] = []
    across: list[_Floats] = []
    heights: list[_Floats] = []
    rules: list[NDArray[np.int64]] = []
    for trace in traces:
        places = np.arange(trace.start, trace.end)[trace.inked][::_STEP]
        lies = trace.across[trace.inked][::_STEP]
        if len(places) < _FEWEST_PLACES or np.abs(np.diff(lies)).max() > _STRAY:
            continue
        along.append(places / length * 2.0 - 1.0)
        across.append(np.full(len(places), lies.mean() / breadth * 2.0 - 1.0))
        heights.append(lies)
        rules.append(np.full(len(places), len(rules)))
    if len(rules) < _FEWEST_RULES:
        return None
    return _Marks(
        np.concatenate(along),
        np.concatenate(across),
        np.concatenate(heights),
        np.concatenate(rules),
    )


def _bend(
    surface: _Surface | None,
    length: int,
    breadth: int,
) -> NDArray[np.float32]:
    """For each pixel (across x along) by how many pixels it is off, taken from a coarse net."""
    if surface is None:
        return np.zeros((breadth, length), np.float32)
    along = _powers(_net(length).clip(*surface.along), _ALONG)[:, 1:]
    across = _powers(_net(breadth).clip(*surface.across), _ACROSS)
    powers = surface.powers.reshape(_ALONG, _ACROSS + 1)
    coarse = across @ powers.T @ along.T
    rows, columns = coarse.shape
    size = (columns * _STEP, rows * _STEP)
    fine = cv2.resize(
        coarse.astype(np.float32),
        size,
        interpolation=cv2.INTER_LINEAR,
    )
    return fine[:breadth, :length].astype(np.float32, copy=False)


def _net(length: int) -> _Floats:
    """The middles of steps of pixels, from -1 to 1 along the page."""
    middles = (
        np.arange(
            0,
            length,
            _STEP,
        )
        + (_STEP - 1) / 2
    )
    net: _Floats = middles / length * 2.0 - 1.0
    return net


def _powers(
    values: _Floats,
    most: int,
) -> _Floats:
    return np.stack([values**power for power in range(most + 1)], axis=-1)
