"""What is cut out of a picture to be read, and what one reading of it says."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""a picture in grey: 0 is ink, 255 is paper"""


class Crop(NamedTuple):
    """One line of text as it was cut out, with a white border of 3 to 4 pixels; `is_cell` where it
    stands in a cell of a table."""

    picture: Grey
    is_cell: bool


class Reading(NamedTuple):
    """What the first reader says of a crop.

    `text` is read with all characters, `score` how sure it is, from 0 to 1. `numbers` are readings
    with digits alone and their log probabilities, best first; only of a cell's crops.
    """

    text: str
    score: float
    numbers: tuple[tuple[str, float], ...] = ()
