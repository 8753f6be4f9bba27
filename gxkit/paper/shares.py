"""Shares of counts, and their differences tested as differences."""

from __future__ import annotations

from typing import NamedTuple

from gxkit.panel.indicators.intervals import (
    FEW,
    newcombe_of,
    wilson_of,
)


class Share(NamedTuple):
    """A count out of a count; `few` says that it is no rate to speak of."""

    part: float
    whole: float

    @property
    def value(self) -> float:
        return self.part / self.whole

    @property
    def few(self) -> bool:
        return self.whole < FEW


class Difference(NamedTuple):
    """A difference of two shares and its interval."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def subtract(
    later: Share,
    earlier: Share,
) -> Difference:
    """The later share minus the earlier one, with the interval of Newcombe."""
    low, high = newcombe_of((later.part, later.whole), (earlier.part, earlier.whole))
    return Difference(later.value - earlier.value, low, high)


class Estimate(NamedTuple):
    """A share with its interval."""

    value: float
    low: float
    high: float


def estimate(
    part: int,
    whole: int,
) -> Estimate | None:
    """A share with the interval of Wilson; None of nothing."""
    if not whole:
        return None
    low, high = wilson_of(part, whole)
    return Estimate(part / whole, low, high)
