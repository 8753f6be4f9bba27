"""The first reader of a line: PP-OCRv6 tiny, a network that reads characters from left to right.

Its weights and its characters lie beside this file, with where they are from and their licence in
`ppocrv6_tiny.license.txt`. It stays on this machine, and nothing is fetched for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from gxkit.readers.scan.beam import ALIKE, SIGNS, read_numbers
from gxkit.readers.scan.crops import Crop, Grey, Reading
from gxkit.readers.scan.network import Floats, load_network

_CHARACTERS = Path(__file__).with_name("ppocrv6_tiny.txt")
_OF_LABELS = Path(__file__).with_name("label_characters.txt")
_STRANGE = 0.1
"""what a Chinese character that no label of a form has is worth in a cell: 未 is read as 术 or 来
where it is small, and few labels have either"""

_HEIGHT = 48
"""pixels that the network takes from top to bottom"""
_WIDTHS = (
    *range(
        32,
        128,
        16,
    ),
    *range(
        128,
        256,
        32,
    ),
    *range(
        256,
        640,
        64,
    ),
    *range(
        640,
        2048,
        128,
    ),
)
"""a line goes to the network with others about as wide, for one batch has one width and white costs
as much as ink; the last is a line of 60 characters, and a longer one is squeezed more"""
_MOST_COLUMNS = 512
"""columns of pixels at once: more take more memory, 1 GB for 40 000, and are slower by a fifth"""
_LONG, _SQUEEZED = 8.0, 0.7
"""a line of so many heights is text, which is read as well when it is narrower, and sooner"""
_WIDER = 2
"""times as wide a line is looked at again where the readers do not agree"""
_LONGEST_FIGURE = 14
"""characters of what may be a figure, with separators, that are read as one"""
_CJK = ("\u3400", "\u9fff")
_FEW_WORDS = 2
"""Chinese characters that a misread figure may show: 口, 〇 or 工 for a digit or two"""
_NOTHING = Reading(
    "",
    0.0,
)


class _Alphabet(NamedTuple):
    """The network's characters by number, the numbers that mean each sign of a figure, and what
    each character is worth in a cell."""

    characters: tuple[str, ...]
    signs: tuple[list[int], ...]
    worth: Floats


@cache
def _alphabet() -> _Alphabet:
    text = _CHARACTERS.read_text("utf-8")
    known = text.removesuffix("\n").split("\n")
    # the first place is for no character, the last for a blank, as PaddleOCR has them
    characters = ("", *known, " ")
    meant: dict[str, list[int]] = {sign: [] for sign in SIGNS}
    for number, character in enumerate(characters):
        sign = ALIKE.get(
            character,
            character,
        )
        if sign in meant:
            meant[sign].append(number)
    return _Alphabet(
        characters,
        tuple(meant.values()),
        _worth_of(characters),
    )


def _worth_of(characters: Sequence[str]) -> Floats:
    usual = set(_OF_LABELS.read_text("utf-8"))
    worth = np.ones(len(characters), np.float32)
    for number, character in enumerate(characters):
        if _is_chinese(character) and character not in usual:
            worth[number] = _STRANGE
    return worth


def _is_chinese(character: str) -> bool:
    first, last = _CJK
    return first <= character <= last


def read_crops(crops: Sequence[Crop]) -> list[Reading]:
    """What the first reader says of each crop, in their order."""
    readings = [_NOTHING] * len(crops)
    pictures = [crop.picture for crop in crops]
    for places, answers in _run(pictures):
        for place, steps in zip(
            places,
            answers,
            strict=True,
        ):
            is_cell = crops[place].is_cell
            readings[place] = _to_reading(
                steps,
                is_cell,
            )
    return readings


def read_wider(crops: Sequence[Crop]) -> list[Reading]:
    """What the first reader says of crops that are drawn out to be wider: an 11 set tightly is a 1
    to it, for between two steps it must see that one sign has ended."""
    wider = []
    for picture, is_cell in crops:
        height, width = picture.shape
        drawn_out = cv2.resize(
            picture,
            (_WIDER * width, height),
        )
        wider.append(
            Crop(
                drawn_out.astype(np.uint8),
                is_cell,
            )
        )
    return read_crops(wider)


def _run(pictures: Sequence[Grey]) -> Iterator[tuple[list[int], Floats]]:
    """The pictures' places in batches, with what the network says of each at each step."""
    run = load_network()
    for width, places in _by_width(pictures).items():
        many = max(
            1,
            _MOST_COLUMNS // width,
        )
        for first in range(
            0,
            len(places),
            many,
        ):
            batch = places[first : first + many]
            sheets = [
                _to_sheet(
                    pictures[place],
                    width,
                )
                for place in batch
            ]
            grey = np.stack(sheets)[:, None]
            # the network looks at three colours, all of them grey here
            coloured = np.repeat(
                grey,
                3,
                axis=1,
            )
            yield batch, run(coloured)


def _by_width(pictures: Sequence[Grey]) -> dict[int, list[int]]:
    """The places of the pictures by the width of the batch in which they are read."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, picture in enumerate(pictures):
        # nothing was cut out, and nothing is read
        if not picture.size:
            continue
        own = _scaled_width(picture)
        fitting = [width for width in _WIDTHS if width >= own]
        width = fitting[0] if fitting else _WIDTHS[-1]
        places[width].append(place)
    return places


def _scaled_width(picture: Grey) -> int:
    """How wide a picture is when it is as high as the network takes it."""
    height, width = picture.shape
    shape = width / height
    if shape > _LONG:
        shape *= _SQUEEZED
    scaled: int = round(shape * _HEIGHT)
    return max(
        1,
        scaled,
    )


def _to_sheet(
    picture: Grey,
    width: int,
) -> Floats:
    """A picture at the network's height, white to the right, from -1 (ink) to 1 (paper)."""
    own = min(
        _scaled_width(picture),
        width,
    )
    # pixels are averaged when there are too many, and put between when there are too few
    is_larger = len(picture) > _HEIGHT
    how = cv2.INTER_AREA if is_larger else cv2.INTER_LINEAR
    scaled = cv2.resize(
        picture,
        (own, _HEIGHT),
        interpolation=how,
    )
    sheet = np.ones(
        (_HEIGHT, width),
        np.float32,
    )
    sheet[:, :own] = scaled / np.float32(127.5) - 1
    return sheet


def _to_reading(
    steps: Floats,
    is_cell: bool,
) -> Reading:
    """The text of a line by what is likeliest at each step; of a cell's line also its figures."""
    alphabet = _alphabet()
    weighed = steps * alphabet.worth if is_cell else steps
    best = weighed.argmax(axis=1)
    begins = np.ones(
        len(best),
        bool,
    )
    # one character over several steps is one character
    begins[1:] = best[1:] != best[:-1]
    kept = begins & (best != 0)
    text = "".join(alphabet.characters[number] for number in best[kept])
    likeliest = steps.max(axis=1)
    score = float(likeliest[kept].mean()) if text else 0.0
    numbers = _numbers_of(steps) if is_cell and _may_be_figure(text) else ()
    return Reading(
        text,
        score,
        numbers,
    )


def _may_be_figure(text: str) -> bool:
    """Whether a text may be a figure misread; a label is not asked, for that takes its time."""
    words = list(filter(_is_chinese, text))
    return len(words) <= _FEW_WORDS and len(text) <= _LONGEST_FIGURE


def _numbers_of(steps: Floats) -> tuple[tuple[str, float], ...]:
    """The figures that a line may be, by the probabilities of no sign and of each sign."""
    signs = [steps[:, numbers].sum(axis=1) for numbers in _alphabet().signs]
    of_signs = np.stack(
        [steps[:, 0], *signs],
        axis=1,
    )
    return read_numbers(of_signs)
