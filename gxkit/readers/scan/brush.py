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


class Pieces:
    """Connected ink: the number of each piece for the pixels that have ink, and the size of each;
    number 0 is the ground. (Most pixels are ground, and are not looked at again.)"""

    def __init__(self, ink: Grey) -> None:
        _, labels, self.stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        self._shape = ink.shape
        self._places = np.flatnonzero(ink)
        self.numbers = labels.ravel()[self._places]

    @property
    def wide(self) -> NDArray[np.int32]:
        return cast("NDArray[np.int32]", self.stats[:, cv2.CC_STAT_WIDTH])

    @property
    def high(self) -> NDArray[np.int32]:
        return cast("NDArray[np.int32]", self.stats[:, cv2.CC_STAT_HEIGHT])

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
