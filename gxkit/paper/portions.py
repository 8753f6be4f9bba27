"""How much of a list the study tells: few things one by one, of many their middle and the most
telling.

The thresholds of the whole study stand here, so that it keeps its length with five reports and
with five thousand.
"""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Sequence,
)
from dataclasses import dataclass, replace
from statistics import quantiles
from typing import Any

# Eight things in a sentence can still be followed; with more the reader loses the verb.
TOLD = 8
# Of a longer list: as many as the limit for lists in a letter to the editor.
TELLING = 5
# Lines of a printed table: eight tables of twice as many took five of the study's pages.
ROWS = 12
# Lines that the web page has of a table behind its shown ones; more are looked for in the CSV.
WHOLE = 400


@dataclass(frozen=True, slots=True)
class Portion:
    """The part of a list that is told, and how many there are in all.

    `lines` are those of a table with whether each is shown in print: those not shown stand in the
    web page alone, and of more than WHOLE not even there.
    """

    shown: tuple[Any, ...]
    total: int
    lines: tuple[tuple[Any, bool], ...] = ()

    @property
    def rest(self) -> int:
        """How many are not told."""
        return self.total - len(self.shown)

    @property
    def many(self) -> bool:
        return self.rest > 0


def tell(
    items: Iterable[Any],
    by: str = "",
) -> Portion:
    """The items of a sentence: all of a few, of many those with the most `by` (an attribute)."""
    return _portion(
        list(items),
        TOLD,
        TELLING,
        by,
    )


def tabulate(
    items: Iterable[Any],
    by: str = "",
) -> Portion:
    """The lines of a table: all of a short one, else those with the most `by`, in their order."""
    known = list(items)
    own = _portion(
        known,
        ROWS,
        ROWS,
        by,
    )
    chosen = set(map(id, own.shown))
    written = known if len(known) <= WHOLE else own.shown
    lines = tuple((item, id(item) in chosen) for item in written)
    return replace(own, lines=lines)


def _portion(
    items: Sequence[Any],
    limit: int,
    most: int,
    by: str,
) -> Portion:
    if len(items) <= limit:
        return Portion(tuple(items), len(items))
    places = list(range(len(items)))
    if by:
        # A figure that is not there tells nothing, whatever it is compared with.
        places.sort(key=lambda place: -(getattr(items[place], by) or 0))
    chosen = sorted(places[:most])
    return Portion(tuple(items[place] for place in chosen), len(items))


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the middle half of some values lies."""

    count: int
    low: float
    middle: float
    high: float


def spread(values: Iterable[float]) -> Spread | None:
    """The quartiles of some values, both ends among them; None of a few, which are told singly.

    >>> spread([0.1] * 9).middle, spread([0.1, 0.2])
    (0.1, None)
    """
    known = sorted(values)
    if len(known) <= TOLD:
        return None
    low, middle, high = quantiles(
        known,
        n=4,
        method="inclusive",
    )
    return Spread(
        len(known),
        low,
        middle,
        high,
    )
