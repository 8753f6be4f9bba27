"""Intervals for rates of small counts."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from gxkit.panel.index import Array

LEVEL = 0.95
# cases below which no rate is told or judged: one more or less moves it by five points
FEW = 20
_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
# standard deviations beyond which nothing is left of 2.5 per cent that a sum would show
FAR = 10
Counts = tuple[Array, Array]
"""parts and wholes"""
Ends = tuple[Array, Array]
"""the low and the high ends of intervals"""


def wilson(
    part: Array,
    whole: Array,
) -> Ends:
    """Both ends of the 95 % score interval of the rate part/whole.

    NaN unless 0 <= part <= whole and whole > 0. Wilson 1927, Journal of the American Statistical
    Association 22: 209-212; without a correction for continuity.

    >>> [round(float(end[0]), 4) for end in wilson(np.array([0.0]), np.array([10.0]))]
    [0.0, 0.2775]
    """
    is_part = (part >= 0) & (part <= whole)
    is_sound = (whole > 0) & is_part
    # Unsound counts are replaced for the time being: roots of them would warn line by line.
    n = np.where(is_sound, whole, 1.0)
    share = np.where(is_sound, part, 0.0) / n
    square = _Z * _Z / n
    spread = share * (1 - share) * square
    correction = square * square / 4
    root = np.sqrt(spread + correction)
    stretch = 1 + square
    middle = (share + square / 2) / stretch
    half = root / stretch
    low = np.maximum(middle - half, 0.0)
    high = np.minimum(middle + half, 1.0)
    # At 0 and at 1 rounding would leave an end a hair off what it is exactly.
    low[share == 0] = 0.0
    high[share == 1] = 1.0
    low[~is_sound] = np.nan
    high[~is_sound] = np.nan
    return low, high


def chance_limits(rate: float, wholes: Array) -> Ends:
    """The least and the most of so many that 95 per cent of chance leave at a rate, as shares.

    Exact binomial limits: beyond each lies at most 2.5 per cent. A normal curve put a body with
    395 of 718 beyond them that is within.
    """
    numbers = wholes.astype(np.int64)
    logs = np.log(np.arange(1, int(numbers.max(initial=0)) + 1))
    factorials = np.concatenate([[0.0], np.cumsum(logs)])
    made = [_chance_ends(rate, int(number), factorials) for number in numbers]
    low, high = np.array(made).reshape(-1, 2).T
    return low, high


def _chance_ends(
    rate: float,
    whole: int,
    factorials: Array,
) -> tuple[float, float]:
    """The ends for one number; `factorials` are the logarithms of 0!, 1!, … up to it."""
    # without chance all have the rate
    if not 0 < rate < 1 or not whole:
        return rate, rate
    spread = FAR * np.sqrt(whole * rate * (1 - rate)) + 1
    first, last = max(0, int(whole * rate - spread)), min(whole, int(whole * rate + spread) + 1)
    parts = np.arange(first, last + 1)
    ways = factorials[whole] - factorials[parts] - factorials[whole - parts]
    chances = np.exp(ways + parts * np.log(rate) + (whole - parts) * np.log(1 - rate))
    tails = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    low, high = parts[np.searchsorted(np.cumsum(chances), tails)]
    return low / whole, high / whole


def newcombe(
    one: Counts,
    other: Counts,
) -> Ends:
    """Both ends of the 95 % interval of a difference of two rates; NaN where one has none.

    The score method without a correction for continuity: method 10 of Newcombe 1998, Statistics in
    Medicine 17: 873-890.

    >>> smokers = np.array([56.0]), np.array([70.0])
    >>> others = np.array([48.0]), np.array([80.0])
    >>> [round(float(end[0]), 4) for end in newcombe(smokers, others)]
    [0.0524, 0.3339]
    """
    part, whole = one
    other_part, other_whole = other
    low, high = wilson(part, whole)
    other_low, other_high = wilson(other_part, other_whole)
    # A whole of 0 has no share; its interval is NaN already, so that the gap's is NaN as well.
    with np.errstate(divide="ignore", invalid="ignore"):
        share = part / whole
        other_share = other_part / other_whole
        gap = share - other_share
    below = np.hypot(share - low, other_high - other_share)
    above = np.hypot(high - share, other_share - other_low)
    return gap - below, gap + above


def wilson_of(part: float, whole: float) -> tuple[float, float]:
    """Both ends of `wilson` for one rate.

    >>> low, high = wilson_of(0, 10)
    >>> round(low, 4), round(high, 4)
    (0.0, 0.2775)
    """
    low, high = wilson(np.array([float(part)]), np.array([float(whole)]))
    return float(low[0]), float(high[0])


def newcombe_of(
    one: tuple[float, float],
    other: tuple[float, float],
) -> tuple[float, float]:
    """Both ends of `newcombe` for one difference, each rate as its part and its whole."""
    counts = [(np.array([float(part)]), np.array([float(whole)])) for part, whole in (one, other)]
    low, high = newcombe(*counts)
    return float(low[0]), float(high[0])
