"""Figures out of what the recogniser says at each step along a line, with others they may be.

A recogniser of many thousand characters takes a 0 for an O or 〇 and a 1 for an l. Where a figure
is expected only a figure's own signs count, and their probabilities tell how likely each figure is.
The method is prefix beam search over connectionist temporal classification (Hannun, Maas, Jurafsky
and Ng 2014, arXiv:1408.2873).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIGNS = "0123456789.,-"
"""what a figure is made of"""
_LOOKS = {
    "0": "０OoＯ〇○",
    "1": "１Il|丨Ⅰ",
    ",": "，",
    ".": "．",
    "-": "－—–−",
}
"""how signs look too: in a cell of figures an O is a 0, and its shape is asked besides"""
ALIKE = {other: sign for sign, others in _LOOKS.items() for other in others}
"""characters that are one of the signs in other clothes"""
ALIKE.update(zip("２３４５６７８９", "23456789", strict=True))

_FLOOR = 1e-7
"""least probability of a sign at a step: one held for impossible could never be read"""
_LIVE = math.log(1e-4)
"""a sign less likely than that is not tried at a step, for it would cost as much as a likely one"""
_SURELY_NONE = math.log(0.999)
"""a step between two signs, at which every reading stays what it was"""
_KEPT = 10
"""readings kept from step to step"""
_GIVEN = 6
"""readings given in the end; sums never asked for a later one"""
_NEVER = -math.inf


class _Odds(NamedTuple):
    """Log probabilities of a reading: ended by a step without a sign, and by its last sign."""

    parted: float
    open: float

    @property
    def both(self) -> float:
        return _either(self.parted, self.open)


_NONE = _Odds(_NEVER, _NEVER)
_Kept = dict[str, _Odds]


def read_numbers(steps: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    """The likeliest figures and their log probabilities, best first; '' is none of them.

    `steps` are the probabilities of no sign and of each of SIGNS, one row a step. What else the
    recogniser sees at a step is lost to every figure.
    """
    kept: _Kept = {"": _Odds(0.0, _NEVER)}
    logs = np.log(np.maximum(steps, _FLOOR))
    for step in logs.tolist():
        kept = _take_step(kept, step)
    whole = [(text, odds.both) for text, odds in kept.items() if text]
    best = sorted(whole, key=lambda reading: -reading[1])
    # a reading may be left over that no way leads to any more
    return tuple(reading for reading in best[:_GIVEN] if reading[1] > _NEVER)


def _take_step(
    kept: _Kept,
    step: Sequence[float],
) -> _Kept:
    """The readings after one more step, the likeliest of them."""
    none, *signs = step
    if none > _SURELY_NONE:
        return {text: _Odds(odds.both + none, _NEVER) for text, odds in kept.items()}
    grown: _Kept = {}
    for text, odds in kept.items():
        for longer, ways in _grow(
            text,
            odds,
            none,
            signs,
        ):
            known = grown.get(longer, _NONE)
            parted = _either(known.parted, ways.parted)
            grown[longer] = _Odds(parted, _either(known.open, ways.open))
    best = sorted(grown, key=lambda text: -grown[text].both)
    return {text: grown[text] for text in best[:_KEPT]}


def _grow(
    text: str,
    odds: _Odds,
    none: float,
    signs: Sequence[float],
) -> Iterator[tuple[str, _Odds]]:
    """What a reading becomes at a step, by the log probabilities of no sign and of each."""
    both = odds.both
    yield text, _Odds(both + none, _NEVER)
    for sign, likely in zip(
        SIGNS,
        signs,
        strict=True,
    ):
        if likely < _LIVE:
            continue
        # the same sign once more is still the same one, unless a step without a sign parts them
        if text.endswith(sign):
            yield text, _Odds(_NEVER, odds.open + likely)
            yield text + sign, _Odds(_NEVER, odds.parted + likely)
        else:
            yield text + sign, _Odds(_NEVER, both + likely)


def _either(
    one: float,
    other: float,
) -> float:
    """The log probability of one or the other.

    >>> round(math.exp(_either(math.log(0.25), math.log(0.5))), 3)
    0.75
    """
    more, less = max(one, other), min(one, other)
    if less == _NEVER:
        return more
    return more + math.log1p(math.exp(less - more))
