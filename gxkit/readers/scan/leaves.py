"""A picture to the pages that it shows: in the size in which it is read, upright, one or two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.pictures import (
    Picture,
    Shown,
)
from gxkit.readers.plane.blocks import Page
from gxkit.readers.scan.brush import keep_long
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.page import sheet_to_page
from gxkit.readers.scan.sheet import (
    Sheet,
    find_ink,
    pixels_to_sheet,
)
from gxkit.readers.scan.turns import (
    POOR,
    stand_up,
)

# Points a pixel: at 150 dots an inch a digit of a table is 15 pixels high; more than 220 dots cost
# time and tell nothing more.
_LARGEST, _SMALLEST = 72 / 150, 72 / 220

# Points: type is so large as a rule; what seems to be of another size is a picture whose resolution
# is not known.
_LEAST_TYPE, _TYPE, _MOST_TYPE = 7.0, 10.5, 18.0
# What is taken for characters to see that: pixels that they have at least, of the height of the
# picture at most, and times as long as wide; and how high they are, of their size.
_LEAST_PIXELS, _HIGHEST, _LONGEST = 5, 0.1, 3.0
_OF_SIZE = 0.85
_FEWEST = 40
_PLANES = 3

_WIDE = 1.15  # times as wide as high: two pages side by side, or one on its side
# Of the width: what is free between two pages, how far off the middle that is, and along the upper
# and lower edge what does not count.
_FREE, _OFF_MIDDLE, _EDGE = 0.02, 0.06, 0.06
_FOLD = 3  # pixels of a line along the fold
_CROSSED = 0.004  # of the height: ink there in a free column of pixels
_LEAST_INK = 0.002  # of a half: less is an empty page

# Of 255: by how much the darkest and the lightest pixel of an empty page may differ.
_EMPTY = 16
# What is enlarged has at most so many pixels; specks of a noisy picture were taken for tiny type,
# and the page drawn three times as large as it was.
_MOST_ENLARGED = 30_000_000
# Of a page of dense text a tenth is ink, in two thousand pieces. What has far more is noise, and
# took minutes; so is what has more of both. The desk around a photographed page is one dark piece.
_MOST_PIECES, _MANY_PIECES, _MUCH_INK = 60_000, 3_000, 0.3


def read_picture(
    picture: Picture,
    only_tables: bool = False,
) -> list[Shown]:
    """The pages that a picture shows, from left to right; with `only_tables` none where it shows no
    ruled table, and none of what can be no page. An empty page is one without lines."""
    pixels = picture.pixels
    if int(pixels.max()) - int(pixels.min()) < _EMPTY:
        return [] if only_tables else [Shown(Page([], []))]
    resized = resize(picture)
    sheet = pixels_to_sheet(*resized)
    if not _may_be_page(sheet):
        return []
    height, width = sheet.size
    if width > _WIDE * height:
        sheet = stand_up(sheet)
    shown: list[Shown] = []
    for at, leaf in cut(sheet):
        pages = _read_leaf(leaf, only_tables)
        left = at * sheet.points
        shown += [Shown(page, left) for page in pages if page.tables or not only_tables]
    # the size in which it was read may be another than that of the file
    factor = picture.points * picture.pixels.shape[1] / (resized.points * width)
    return [one.scale(factor) for one in shown]


def _may_be_page(sheet: Sheet) -> bool:
    """Whether there is no more ink, in no more pieces, than a page can have."""
    ink = find_ink(sheet.grey)
    is_dark = np.count_nonzero(ink) > _MUCH_INK * ink.size
    pieces, _ = cv2.connectedComponents(ink, connectivity=8)
    return pieces <= (_MANY_PIECES if is_dark else _MOST_PIECES)


def _read_leaf(
    leaf: Sheet,
    only_tables: bool,
) -> list[Page]:
    """The page on a part of a sheet; two where it is turned, and two then stand side by side."""
    page, score = sheet_to_page(leaf, only_tables)
    if score > POOR:
        return [page]
    # the lines of a photograph cross too; on a page of text a table stands upright
    if only_tables:
        return []
    turned = stand_up(leaf)
    if turned is leaf:
        return [page]
    return [sheet_to_page(half)[0] for _, half in cut(turned)]


def resize(picture: Picture) -> Picture:
    """The picture in the size in which it is read, and a pixel in points of usual print."""
    pixels, points = picture
    points *= _find_type(pixels, points)
    wanted = min(max(points, _SMALLEST), _LARGEST)
    factor = points / wanted
    height, width = pixels.shape[:2]
    most = max(1.0, (_MOST_ENLARGED / (height * width)) ** 0.5)
    if factor > most:
        factor, wanted = most, points / most
    if factor == 1.0:
        return Picture(pixels, points)
    way = cv2.INTER_AREA if factor < 1.0 else cv2.INTER_CUBIC
    resized = cv2.resize(
        pixels,
        None,
        fx=factor,
        fy=factor,
        interpolation=way,
    )
    return Picture(cast("Grey", resized), wanted)


def _find_type(
    pixels: Grey,
    points: float,
) -> float:
    """By what its points are to be multiplied for print of a usual size; 1 where it has that.

    What a file says of its resolution may be anything.
    """
    grey = pixels if pixels.ndim < _PLANES else pixels[:, :, 1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(find_ink(grey), connectivity=8)
    high = stats[1:, cv2.CC_STAT_HEIGHT]
    wide = stats[1:, cv2.CC_STAT_WIDTH]
    is_character = (high >= _LEAST_PIXELS) & (wide < _LONGEST * high) & (high < _LONGEST * wide)
    is_character &= high < _HIGHEST * grey.shape[0]
    if np.count_nonzero(is_character) < _FEWEST:
        return 1.0
    heights, areas = high[is_character], stats[1:, cv2.CC_STAT_AREA][is_character]
    order = np.argsort(heights)
    reached = np.cumsum(areas[order])
    # by the ink that they have: a noisy picture has more specks than characters
    middle = int(np.searchsorted(reached, reached[-1] / 2))
    size = float(heights[order][middle]) / _OF_SIZE * points
    return 1.0 if _LEAST_TYPE < size < _MOST_TYPE else _TYPE / size


def cut(sheet: Sheet) -> Iterator[tuple[int, Sheet]]:
    """The pages on a sheet and where they begin, in pixels: two where it is wide and white between
    them from top to bottom."""
    height, width = sheet.size
    at = _find_gutter(find_ink(sheet.grey)) if width > _WIDE * height else None
    if at is None:
        yield 0, sheet
        return
    yield 0, sheet.cut((0, 0, at, height))
    yield at, sheet.cut((at, 0, width, height))


def _find_gutter(ink: Grey) -> int | None:
    """The column of pixels at which a sheet of two pages is cut; None where it is one page."""
    height, width = ink.shape
    edge = round(_EDGE * height)
    inner = ink[edge : height - edge]
    # the line of a fold counts as white, rules across do not
    thinned = keep_long(inner, _FOLD, 1)
    amount = np.count_nonzero(thinned, axis=0)
    least = _LEAST_INK * inner.shape[0] * width / 2
    if min(amount[: width // 2].sum(), amount[width // 2 :].sum()) < least:
        return None
    is_free = amount <= _CROSSED * inner.shape[0]
    middle, most = width // 2, round(_OFF_MIDDLE * width)
    stretches = _stretches(is_free)
    near = [(first, last) for first, last in stretches if first - most < middle < last + most]
    wide = [(first, last) for first, last in near if last - first > _FREE * width]
    if not wide:
        return None
    first, last = max(wide, key=lambda stretch: stretch[1] - stretch[0])
    # a thin rule at the edge of a table counts as white too
    away = (last - first) // 4
    return int(min(max(middle, first + away), last - away))


def _stretches(is_free: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """From where to where something is so, without a break."""
    steps = np.diff(np.concatenate([[0], is_free.astype(np.int8), [0]]))
    firsts = np.flatnonzero(steps == 1)
    lasts = np.flatnonzero(steps == -1)
    return [
        (int(first), int(last))
        for first, last in zip(
            firsts,
            lasts,
            strict=True,
        )
    ]
