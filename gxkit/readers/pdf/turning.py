"""How a page and its text are turned: by quarters, by a little, and by lines that bend."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from gxkit.readers.pdf.calls import Placed
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.skew import (
    common_angle,
    is_bent_only,
    measure_bend,
    measure_skew,
    seems_aslant,
    seems_level,
    slopes_between,
)
from gxkit.readers.plane.boxes import Point

Slant = Callable[[], float | None]
"""the degrees by which the rules of a page are turned, measured when they are asked for"""

_SAMPLE = 16  # characters whose angles tell how a page is turned
_FULL_TURN, _QUARTER = 360, 90  # degrees


def turn_frame(
    placed: Placed,
    characters: str,
    frame: Frame,
) -> Frame:
    """The frame in which most characters stand upright, by a sample of them."""
    step = len(characters) // (2 * _SAMPLE) + 1
    angles: Counter[int] = Counter()
    turns = []
    for index in range(0, len(characters), step):
        if characters[index] > " ":
            degrees = math.degrees(placed.angle(index))
            quarters = round(degrees / _QUARTER)
            angles[quarters * _QUARTER % _FULL_TURN] += 1
            turns.append(quarters * _QUARTER - degrees)
    if not angles:
        return frame
    skew = common_angle(turns)
    angle, most = angles.most_common(1)[0]
    stands_upright = (angle + frame.rotation) % _FULL_TURN == 0
    if stands_upright or 2 * most <= angles.total():
        return replace(frame, skew=skew) if skew else frame
    return Frame(frame.crop, -angle % _FULL_TURN, skew or 0.0)


def straighten(
    starts: Sequence[Point],
    frame: Frame,
    slant: Slant,
) -> Frame:
    """The frame in which the lines of a page are level whose characters stand level: text
    recognition lays them so on a crooked picture. Without lines that tell, the rules do.

    `starts` are where its runs begin, in the order of the file; `slant` tells the degrees by which
    its rules are turned.
    """
    slopes = slopes_between(starts)
    # of most pages most steps are level, so that fewer than half can be aslant
    if seems_level(slopes):
        return frame
    width, _ = frame.size
    bend = measure_bend(starts, width)
    # its lines rise as often as they fall, and no turn would make them level
    if bend and is_bent_only(bend):
        return replace(frame, bend=bend)
    if not seems_aslant(slopes):
        return replace(frame, skew=slant() or 0.0)
    frame = replace(frame, skew=measure_skew(starts))
    slope = math.tan(math.radians(frame.skew))
    level = [(x, y - slope * (x - width / 2)) for x, y in starts]
    return replace(frame, bend=measure_bend(level, width))
