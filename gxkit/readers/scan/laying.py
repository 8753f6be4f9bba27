"""The pages of a picture laid as their reader lays them, in their own colours, to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import cv2
import numpy as np

from gxkit.readers.pictures import Laid, Picture
from gxkit.readers.scan.crops import Grey
from gxkit.readers.scan.leaves import cut, resize
from gxkit.readers.scan.page import lay_flat
from gxkit.readers.scan.sheet import Sheet, pixels_to_sheet

# Which way up a page stands only reading tells, and reading takes a second; whoever asks knows
# where the rules lay, and takes the way in which they do.
_QUARTERS = (0, 2, 1, 3)
_PLANES = 3


def lay_ways(picture: Picture) -> Iterator[list[Laid]]:
    """The pages that a picture shows, from left to right, for each way in which it may stand."""
    resized = resize(picture)
    pixels = resized.pixels
    if pixels.ndim < _PLANES:
        pixels = cast("Grey", cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB))
    sheet = replace(pixels_to_sheet(*resized), painted=pixels)
    _, width = sheet.size
    # the size in which it was read may be another than that of the file
    factor = picture.points * picture.pixels.shape[1] / (resized.points * width)
    for quarters in _QUARTERS:
        turned = sheet.turn(quarters)
        yield [_lay(leaf, at, factor) for at, leaf in cut(turned)]


def _lay(
    leaf: Sheet,
    at: int,
    factor: float,
) -> Laid:
    """A page that begins at a column of pixels of its sheet."""
    flat, _, lattices = lay_flat(leaf)
    heights = {height for lattice in lattices for height in lattice.ys}
    rules = tuple(sorted(height * factor for height in heights))
    points = flat.points * factor
    painted = cast("Grey", flat.painted)
    return Laid(
        np.ascontiguousarray(painted),
        points,
        at * points,
        rules,
    )
