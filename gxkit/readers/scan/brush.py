"""Ink made wider, or kept only where it is long: the operations of mathematical morphology (Serra
1982), each with a box as its brush. Pictures of ink have 255 where it is and 0 elsewhere."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from gxkit.readers.scan.crops import Grey


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


def _box(
    across: int,
    down: int,
) -> Grey:
    return np.ones((down, across), np.uint8)
