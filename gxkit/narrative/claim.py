"""What a sentence of the narrative says in figures: claims, lists of parts, and what they are worth as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gxkit.document import Where
from gxkit.report import Claim, Key, Number


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A list of parts with the whole that it belongs to.

    `shares` are the shares printed with the parts, None where a part has none. `closed` is `said` where the list is
    said to be the whole (分别为, shares that make 100 %), `likely` where it looks so (its last part is 其他, or a
    bracket holds nothing else), else ''. `kinds` is the claim of how many parts there are (10类), if there is one.
    """

    whole: Claim | None
    parts: tuple[Claim, ...]
    shares: tuple[Claim | None, ...]
    closed: str = ""
    kinds: Claim | None = None

    @property
    def total(self) -> Number:
        """The sum of the parts."""
        total: Number = 0
        for part in self.parts:
            total += part.number or 0
        return total


class Evidence(NamedTuple):
    """What the narrative says of a cell: `agrees` whether it is the number printed there."""

    cell: Key
    number: Number
    sentence: str
    where: Where | None
    agrees: bool
