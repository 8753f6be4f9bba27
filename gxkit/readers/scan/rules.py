"""The rules of a page: runs of ink that are longer than any stroke, traced along their length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.brush import (
    Pieces,
    both,
    common,
    fill_gaps,
    find_rows,
    keep_long,
    turn,
    widen,
    without,
)
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.sheet import (
    WHITE,
    Sheet,
    find_ink,
)

# Points: longer than any stroke of body text; rules that go down end at the next row.
ACROSS, DOWN = 26.0, 15.0
_STEEP = 11.0  # a steep rule is cut into steps that are as long as a character at least
_GAP = 8.0  # points: a broken rule is one rule
# Points of a rule that a stamp may lie on, as wide as the largest is; and of the parts of it that
# the stamp leaves to be seen, or hides.
_UNDER_STAMP, _PART = 130.0, 8.0
_STAMP_EDGE = 5  # pixels around a stamp where its colour bleeds
# Of 255: by how much a thin line is darker than what is so many points above and below it, where
# grain and JPEG reach a third of it; and of its length that is ink: what shows through from the
# other side of the paper is none.
_FAINT, _BESIDE, _PARTLY = 30.0, 1.4, 0.2
# Nor is it as dark: one without any ink is a rule if it is so many times as dark as a
# part of the others.
_AS_DARK, _OF_RULES = 0.6, 0.25
_CROSSING = 4.0  # points
_WITHIN = 0.3  # of a rule's length that may have other ink above and below
_THICK = 7.0  # points: thicker on average is a filled block and no rule


class _Thin(NamedTuple):
    """Points over which the grey of a thin line is averaged, and how long it is at least."""

    along: float
    least: float


# Rows of print stand so near that the white between two is not averaged away down a column of 1.
_THIN_ACROSS, _THIN_DOWN = _Thin(3.0, 40.0), _Thin(1.5, 24.0)


class Trace(NamedTuple):
    """A rule as it lies: where it begins along its direction, its position across for each pixel
    from there on, and in which of them it has ink."""

    start: int
    across: NDArray[np.float64]
    inked: NDArray[np.bool_]

    @property
    def end(self) -> int:
        return self.start + len(self.across)

    @property
    def middle(self) -> float:
        """Its position across, on the whole."""
        return float(np.median(self.across[self.inked]))


class Masks(NamedTuple):
    """Where ink is, and where it is that of rules across and of rules that go down (255)."""

    ink: Grey
    across: Grey
    down: Grey


def find_masks(
    sheet: Sheet,
    is_bent: bool = False,
) -> Masks:
    """The ink of a sheet and its rules; of a bent one also those that are steep, with the longest
    strokes of print."""
    ink = find_ink(sheet.grey)
    # a rule that is aslant by a pixel or two is cut into steps, which a wider brush joins
    high = widen(ink, 1, 3)
    wide = widen(ink, 3, 1)
    grey = sheet.grey
    length, height = (_STEEP, _STEEP) if is_bent else (ACROSS, DOWN)
    across = _drop_print(keep_long(high, sheet.pixels(length), 1), ink, sheet)
    standing = turn(keep_long(wide, 1, sheet.pixels(height)))
    turned = turn(ink)
    standing = _drop_print(standing, turned, sheet)
    masks = Masks(turned, standing, turn(across))
    upright = _find_thin(masks, turn(grey), sheet, _THIN_DOWN)
    masks = Masks(ink, across, turn(standing))
    across = both(across, _find_thin(masks, grey, sheet, _THIN_ACROSS))
    down = turn(both(standing, upright))
    if sheet.stamped.any():
        across = _go_on(across, high, sheet, (1, 0))
        down = _go_on(down, wide, sheet, (0, 1))
    return Masks(ink, across, down)


def _drop_print(
    rules: Grey,
    ink: Grey,
    sheet: Sheet,
) -> Grey:
    """Rules across without those that have ink above and below: lines of small print run together,
    and a rule was drawn on from them through the label."""
    off = sheet.pixels(_BESIDE)
    height, _ = ink.shape
    rest = cv2.copyMakeBorder(without(ink, rules), off, off, 0, 0, cv2.BORDER_CONSTANT, value=0)
    within = common(cast("Grey", rest[:height]), cast("Grey", rest[2 * off :]))
    pieces = Pieces(rules)
    hidden = pieces.add_up(within) / WHITE
    return pieces.paint(hidden < _WITHIN * pieces.wide)


def _find_thin(
    masks: Masks,
    grey: Grey,
    sheet: Sheet,
    thin: _Thin,
) -> Grey:
    """Long thin lines across, darker than what is above and below, of which a part is ink: a
    hairline is as faint as paper where it lies between two rows of pixels."""
    smooth = cv2.blur(grey, (sheet.pixels(thin.along), 1))
    off = sheet.pixels(_BESIDE)
    height, _ = grey.shape
    around = cv2.copyMakeBorder(smooth, off, off, 0, 0, cv2.BORDER_REPLICATE)
    paler = cv2.min(around[:height], around[2 * off :])
    darker = cast("Grey", cv2.subtract(paler, smooth))
    _, seen = cv2.threshold(darker, _FAINT, WHITE, cv2.THRESH_BINARY)
    # where another rule crosses it is no darker than that
    lines = both(widen(cast("Grey", seen), 1, 3), masks.down)
    long = keep_long(lines, sheet.pixels(thin.least), 1)
    long = fill_gaps(long, sheet.pixels(_CROSSING), 1)
    pieces = Pieces(long)
    inked = pieces.add_up(masks.ink) / WHITE
    is_rule = inked >= _PARTLY * pieces.wide
    if is_rule.any():
        # over all its breadth: between two rows of pixels either is half as dark
        depths = pieces.add_up(darker) / pieces.wide
        is_rule |= depths >= _AS_DARK * np.quantile(depths[is_rule], _OF_RULES)
    return pieces.paint(is_rule)


def _go_on(
    rules: Grey,
    ink: Grey,
    sheet: Sheet,
    along: tuple[int, int],
) -> Grey:
    """Rules with what a stamp hides or cuts short of them, where they go on at both sides of it;
    `along` is the direction in which they run."""
    across, down = along
    longest = sheet.pixels(_UNDER_STAMP)
    zone = fill_gaps(sheet.stamped, longest, longest)
    rules = _drop_inside(rules, zone)
    hidden = widen(sheet.stamped, _STAMP_EDGE, _STAMP_EDGE)
    gaps = fill_gaps(rules, 1 + across * longest, 1 + down * longest)
    parts = common(common(gaps, zone), both(ink, hidden))
    # strokes of print that a rule would meet are shorter
    least = sheet.pixels(_PART)
    parts = keep_long(parts, 1 + across * least, 1 + down * least)
    return both(rules, parts)


def _drop_inside(
    rules: Grey,
    zone: Grey,
) -> Grey:
    """Rules without those that lie in a zone all along: the edges of a star are as straight."""
    _, labels = cv2.connectedComponents(rules, connectivity=8)
    goes_out = np.zeros(int(labels.max()) + 1, np.bool_)
    goes_out[labels[zone == 0]] = True
    kept = np.where(goes_out[labels], rules, 0)
    return kept.astype(np.uint8)


def trace_across(
    masks: Masks,
    sheet: Sheet,
    least: float = ACROSS,
) -> list[Trace]:
    """The rules across that are at least some points long, in no order."""
    return list(
        _trace(
            masks.across,
            sheet,
            least,
        )
    )


def trace_down(
    masks: Masks,
    sheet: Sheet,
    least: float = DOWN,
) -> list[Trace]:
    """The rules that go down, likewise."""
    turned = turn(masks.down)
    return list(
        _trace(
            turned,
            sheet,
            least,
        )
    )


def _trace(
    mask: Grey,
    sheet: Sheet,
    least: float,
) -> Iterator[Trace]:
    closed = fill_gaps(mask, sheet.pixels(_GAP), 1)
    rows = find_rows(closed)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed[rows], connectivity=8)
    for number in range(1, count):
        left, top, width, height, inked = stats[number]
        if width < least / sheet.points or inked / width > _THICK / sheet.points:
            continue
        own = labels[top : top + height, left : left + width] == number
        thickness = own.sum(0)
        heights = np.arange(height)[:, None]
        centres = (own * heights).sum(0) / np.maximum(thickness, 1)
        yield Trace(
            int(left),
            centres + rows[top],
            thickness > 0,
        )
