"""A page as a picture that can be read: in grey, without coloured ink, on an even ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import (
    dataclass,
    replace,
)
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.brush import (
    both,
    fill_gaps,
    keep_long,
    widen,
    without,
)
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.streaks import draw_over_streaks

WHITE = 255
_BLACK = 0
_PLANES = 3
"""of a picture in colour"""

# Of 255: by how much the strongest and the weakest colour of a pixel differ that is coloured ink.
# Scanners and JPEG tint the edges of black strokes by up to some 30.
_COLOURED = 45
# Coloured ink is lighter than this in its own colour; black print under a stamp stays darker.
_COLOUR_LIGHT = 125
# Points: coloured ink whose parts stand this near is one thing, as ring, star and letters of a
# stamp are; and what reaches so far in both directions is a stamp and no coloured figure.
_NEAR, _STAMP = 6.0, 45.0
_AROUND = 5  # pixels: JPEG keeps colours at half the resolution, so that ink bleeds by one or two
# Without as much coloured ink on a page there is no stamp: noise of a camera has some.
_LEAST_COLOURED = 0.0003

_SMALLER = 4  # times; the ground is smooth
_GROUND, _SMOOTH = 9, 21  # pixels of the smaller picture: wider than strokes, than a word
_DARKEST_GROUND = 40.0

# Of 255: print is as dark as this and darker; of its pixels that share is as dark as strokes are.
_DARK, _DARK_PART = 40.0, 20.0
_LONG = 41  # pixels: longer than strokes

# Thresholds of 255 between ink and paper, around that which parts both best: faint print and the
# grey edges of thin strokes count as ink.
_FAINT, _LOWEST, _HIGHEST = 15.0, 120.0, 215.0


Drawer = Callable[[Grey, int, int], Grey]
"""draws a picture anew, with a way to make up pixels between others and what lies outside"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in grey, on which 0 is ink and 255 paper, and of the same size where a stamp or other
    large coloured thing lies (255; elsewhere 0). `points` is the side of a pixel in points.
    `painted` is the page as it was, for who wants to show it: it is turned and drawn with the
    rest."""

    grey: Grey
    stamped: Grey
    points: float
    painted: Grey | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        height, width = self.grey.shape
        return height, width

    def pixels(self, points: float) -> int:
        """A length in whole pixels, at least one."""
        return max(1, round(points / self.points))

    def cut(self, box: tuple[int, int, int, int]) -> Sheet:
        """A part of the sheet: left, top, right, bottom in pixels."""
        left, top, right, bottom = box
        grey = self.grey[top:bottom, left:right]
        painted = self.painted
        return replace(
            self,
            grey=grey,
            stamped=self.stamped[top:bottom, left:right],
            painted=None if painted is None else painted[top:bottom, left:right],
        )

    def is_stamped(self, box: tuple[int, int, int, int]) -> bool:
        """Whether a stamp touches a part: left, top, right, bottom in pixels."""
        left, top, right, bottom = box
        return bool(self.stamped[top:bottom, left:right].any())

    def draw_anew(self, drawer: Drawer) -> Sheet:
        """The sheet drawn in another way; what comes in from outside is paper."""
        stamped = self.stamped
        if stamped.any():
            stamped = drawer(stamped, cv2.INTER_NEAREST, _BLACK)
        grey = drawer(self.grey, cv2.INTER_LINEAR, WHITE)
        painted = self.painted
        if painted is not None:
            planes = cv2.split(painted)
            drawn = [drawer(cast("Grey", plane), cv2.INTER_LINEAR, WHITE) for plane in planes]
            painted = cast("Grey", cv2.merge(drawn))
        return replace(self, grey=grey, stamped=stamped, painted=painted)

    def turn(self, quarters: int) -> Sheet:
        """The sheet turned by quarters, counterclockwise."""
        if not quarters:
            return self
        grey = np.ascontiguousarray(np.rot90(self.grey, quarters))
        stamped = np.ascontiguousarray(np.rot90(self.stamped, quarters))
        painted = self.painted
        if painted is not None:
            painted = np.ascontiguousarray(np.rot90(painted, quarters))
        return replace(
            self,
            grey=grey,
            stamped=stamped,
            painted=painted,
        )


def pixels_to_sheet(
    pixels: NDArray[np.uint8],
    points: float,
) -> Sheet:
    """The sheet of a picture in grey or in colour (red, green, blue)."""
    if pixels.ndim < _PLANES:
        grey = pixels
        stamped = np.zeros_like(grey)
    else:
        grey, stamped = _take_colour_away(pixels, points)
    even = draw_over_streaks(_even_ground(grey), points)
    return Sheet(
        even,
        stamped,
        points,
    )


def _take_colour_away(
    pixels: NDArray[np.uint8],
    points: float,
) -> tuple[Grey, Grey]:
    """The picture in grey without stamps, and where they lie."""
    grey = cast("Grey", cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    red, green, blue = cv2.split(pixels)
    strongest = cv2.max(cv2.max(red, green), blue)
    weakest = cv2.min(cv2.min(red, green), blue)
    spread = cv2.subtract(strongest, weakest)
    _, coloured = cv2.threshold(
        spread,
        _COLOURED,
        WHITE,
        cv2.THRESH_BINARY,
    )
    if np.count_nonzero(coloured) < _LEAST_COLOURED * coloured.size:
        return grey, np.zeros_like(grey)
    stamped = _find_large(cast("Grey", coloured), points)
    if not stamped.any():
        return grey, stamped
    # in its own colour a stamp is light, and what is printed under it is not
    edges = widen(stamped, _AROUND, _AROUND) > 0
    grey = grey.copy()
    grey[edges] = strongest[edges]
    grey[edges & (strongest > _COLOUR_LIGHT)] = WHITE
    return grey, stamped


def _find_large(
    coloured: Grey,
    points: float,
) -> Grey:
    """Of coloured ink that of things as large as stamps: coloured figures and words stay ink."""
    reach = max(1, round(_NEAR / points))
    near = widen(coloured, reach, reach)
    count, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    least = _STAMP / points
    large = np.zeros_like(coloured)
    for left, top, width, height, _ in stats[1:count]:
        if min(width, height) > least:
            # the star in the middle of a ring touches nothing
            part = slice(top, top + height), slice(left, left + width)
            large[part] = coloured[part]
    return large


def _even_ground(grey: Grey) -> Grey:
    """The picture on an even ground of 255: shadows and yellow paper away."""
    height, width = grey.shape
    small_size = (max(1, width // _SMALLER), max(1, height // _SMALLER))
    small = cv2.resize(
        grey,
        small_size,
        interpolation=cv2.INTER_AREA,
    )
    closed = fill_gaps(cast("Grey", small), _GROUND, _GROUND)
    smooth = cv2.medianBlur(closed, _SMOOTH)
    ground = cv2.resize(
        smooth,
        (width, height),
        interpolation=cv2.INTER_LINEAR,
    )
    lifted = np.maximum(ground, _DARKEST_GROUND).astype(np.float32)
    even = cv2.divide(
        grey.astype(np.float32),
        lifted,
        scale=WHITE,
    )
    return _darken(np.clip(even, _BLACK, WHITE).astype(np.uint8))


def _darken(grey: Grey) -> Grey:
    """The picture with its ink as dark as print is: either reader reads what is faint worse."""
    found = find_ink(grey)
    # rules and frames are darker than print, and may have most of the ink
    rules = both(keep_long(found, _LONG, 1), keep_long(found, 1, _LONG))
    ink = grey[without(found, rules) > 0]
    if not ink.size:
        return grey
    darkest = float(np.percentile(ink, _DARK_PART))
    if darkest <= _DARK:
        return grey
    factor = (WHITE - _DARK) / (WHITE - darkest)
    # 255 stays 255
    return cast("Grey", cv2.convertScaleAbs(255 - grey, alpha=-factor, beta=float(WHITE)))


def find_ink(grey: Grey) -> Grey:
    """Where ink is (255; elsewhere 0)."""
    best, _ = cv2.threshold(
        grey,
        0,
        WHITE,
        cv2.THRESH_OTSU,
    )
    limit = min(max(best + _FAINT, _LOWEST), _HIGHEST)
    _, ink = cv2.threshold(
        grey,
        limit,
        WHITE,
        cv2.THRESH_BINARY_INV,
    )
    return cast("Grey", ink)
