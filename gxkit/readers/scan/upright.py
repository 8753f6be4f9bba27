"""A page that lies crooked, turned level.

Rules and lines of text are white and dark in turn only if they lie level: of many angles the one is
taken at which the rows of the picture differ most. (Lines found by Hough's way take five times as
long, and a page of text has none.)
"""

from __future__ import annotations

from functools import partial
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.sheet import (
    Sheet,
    find_ink,
)

_MOST = 12.0  # degrees by which a page lies crooked; more is meant
_LEAST = 0.05  # degrees: less moves the end of a line by half a pixel
_SAMPLE_WIDTH = 400  # pixels; lines of text are still lines
_COARSE, _FINE = 0.5, 0.1  # degrees


def level(sheet: Sheet) -> Sheet:
    """The sheet turned so that its lines are level."""
    angle = _find_angle(find_ink(sheet.grey))
    return sheet if abs(angle) < _LEAST else rotate(sheet, angle)


def rotate(
    sheet: Sheet,
    degrees: float,
) -> Sheet:
    """The sheet turned about its middle, counterclockwise; what comes in from outside is paper."""
    height, width = sheet.size
    turn = cast("NDArray[np.float64]", cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1))
    return sheet.draw_anew(partial(_turn, matrix=turn))


def _turn(
    picture: Grey,
    way: int,
    paper: int,
    matrix: NDArray[np.float64],
) -> Grey:
    height, width = picture.shape
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=way, borderValue=paper)
    return cast("Grey", turned)


def _find_angle(ink: Grey) -> float:
    """The turn that sets lines of text and the white between them off best."""
    height, width = ink.shape
    scale = min(1.0, _SAMPLE_WIDTH / width)
    wanted = round(width * scale), round(height * scale)
    small = cast("Grey", cv2.resize(ink, wanted, interpolation=cv2.INTER_AREA))
    coarse = np.arange(
        -_MOST,
        _MOST + _COARSE,
        _COARSE,
    )
    best = _sharpest(small, coarse)
    fine = np.arange(
        best - _COARSE,
        best + _COARSE + _FINE,
        _FINE,
    )
    return _sharpest(small, fine)


def _sharpest(
    small: Grey,
    angles: NDArray[np.float64],
) -> float:
    height, width = small.shape
    middle = (width / 2, height / 2)
    scores = []
    for angle in angles:
        turn = cv2.getRotationMatrix2D(
            middle,
            float(angle),
            1,
        )
        turned = cv2.warpAffine(
            small,
            turn,
            (width, height),
            flags=cv2.INTER_LINEAR,
        )
        profile = turned.sum(1, dtype=np.float64)
        scores.append(float(np.square(np.diff(profile)).sum()))
    # a page without lines is as good one way as another, and stays as it lies
    flat = len(angles) // 2
    best = int(np.argmax(scores))
    return float(angles[best] if scores[best] > scores[flat] else angles[flat])
