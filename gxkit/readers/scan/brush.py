"""Ink made wider, or kept only where it is long: the operations of mathematical morphology (Serra
1982), each with a box as its brush. Pictures of ink have 255 where it is and 0 elsewhere."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.crops import Grey

_INK = 255


def widen(
    ink: Grey,
    across: int,
    down: int,
) -> Grey:
    """The ink with everything within half a box around it; of a box of odd size evenly."""
    return cast("Grey", cv2.dilate(ink, _box(across, down)))


def keep_long(
    ink: Grey,
    across: int,
    down: int,
) -> Grey:
    """The ink where a box full of it fits."""
    return cast("Grey", cv2.morphologyEx(ink, cv2.MORPH_OPEN, _box(across, down)))


def fill_gaps(
    ink: Grey,
    across: int,
    down: int,
) -> Grey:
    """The ink with the gaps into which no box fits; of a picture in grey the lighter ground between
    dark strokes."""
    return cast("Grey", cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _box(across, down)))


def both(
    one: Grey,
    other: Grey,
) -> Grey:
    """The ink of two pictures."""
    return cast("Grey", cv2.bitwise_or(one, other))


def common(
    one: Grey,
    other: Grey,
) -> Grey:
    """The ink that two pictures share."""
    return cast("Grey", cv2.bitwise_and(one, other))


def without(
    ink: Grey,
    other: Grey,
) -> Grey:
    """The ink that is not that of another picture."""
    return cast("Grey", cv2.bitwise_and(ink, cv2.bitwise_not(other)))


def turn(picture: Grey) -> Grey:
    """A picture with rows for columns."""
    return cast("Grey", cv2.transpose(picture))


def find_rows(ink: Grey) -> NDArray[np.intp]:
    """The rows that have ink, and one white one between those that are apart: rules are in few
    rows of a page, and the others need not be looked at."""
    is_kept: NDArray[np.bool_] = ink.max(axis=1) > 0
    is_kept[1:] |= is_kept[:-1]
    # of a page without ink something is left
    is_kept[0] = True
    return np.flatnonzero(is_kept)


class Pieces:
    """Connected ink: the number of each piece for the pixels that have ink, and the size of each;
    number 0 is the ground. (Most pixels are ground, and are not looked at again.) What touches in
    `joined`, which has all of the ink and more, is one piece of that size."""

    def __init__(
        self,
        ink: Grey,
        joined: Grey | None = None,
    ) -> None:
        whole = ink if joined is None else joined
        self._rows = rows = find_rows(whole)
        found = cv2.connectedComponentsWithStats(whole[rows], connectivity=8)
        _, labels, self.stats, self._middles = found
        self._shape = ink.shape
        own = np.flatnonzero(ink[rows])
        self.numbers = labels.ravel()[own]
        _, width = ink.shape
        left_out = (rows - np.arange(len(rows))) * width
        self._places = own + left_out[own // width]

    @property
    def wide(self) -> NDArray[np.int32]:
        return cast("NDArray[np.int32]", self.stats[:, cv2.CC_STAT_WIDTH])

    @property
    def high(self) -> NDArray[np.int32]:
        return cast("NDArray[np.int32]", self.stats[:, cv2.CC_STAT_HEIGHT])

    @property
    def lefts(self) -> NDArray[np.int32]:
        return cast("NDArray[np.int32]", self.stats[:, cv2.CC_STAT_LEFT])

    @property
    def tops(self) -> NDArray[np.intp]:
        # the ground has no top where all is ink
        tops = self.stats[:, cv2.CC_STAT_TOP].clip(0, len(self._rows) - 1)
        return cast("NDArray[np.intp]", self._rows[tops])

    @property
    def middles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Columns and rows, on the average."""
        columns, rows = self._middles.T
        left_out = self.tops - self.stats[:, cv2.CC_STAT_TOP]
        return columns, rows + left_out

    def count(self) -> NDArray[np.intp]:
        """The pixels of ink of each piece."""
        return np.bincount(self.numbers, minlength=len(self.stats))

    def add_up(self, picture: Grey) -> NDArray[np.float64]:
        """The sum over each piece of what a picture has there."""
        own = np.ascontiguousarray(picture).ravel()[self._places]
        sums = np.bincount(self.numbers, own, minlength=len(self.stats))
        return sums.astype(np.float64, copy=False)

    def paint(self, is_chosen: NDArray[np.bool_]) -> Grey:
        """The ink of some pieces."""
        painted = np.zeros(self._shape, np.uint8)
        painted.ravel()[self._places[is_chosen[self.numbers]]] = _INK
        return painted


def _box(
    across: int,
    down: int,
) -> Grey:
    return np.ones((down, across), np.uint8)
