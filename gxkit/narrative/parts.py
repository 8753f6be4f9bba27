"""Lists of parts in the narrative, and what tells whether figures may stand in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from gxkit.report import Claim, ClaimKind, Number

LONGEST_GAP = 60
"""characters between one part of a list and the next"""


class Closed(StrEnum):
    """Whether a list is the whole.

    `said` where it is said to be (分别为, shares that make 100 %), `likely` where it looks so (its
    last part is 其他, or a bracket holds nothing else).
    """

    SAID = "said"
    LIKELY = "likely"
    NO = ""


@dataclass(frozen=True, slots=True)
class PartList:
    """A list of parts with the whole that it belongs to.

    `shares` are the shares printed with the parts, None where a part has none. `kinds` is the claim
    of how many parts there are (10类), if there is one.
    """

    whole: Claim | None
    parts: tuple[Claim, ...]
    shares: tuple[Claim | None, ...]
    closed: Closed = Closed.NO
    kinds: Claim | None = None

    @property
    def total(self) -> Number:
        """The sum of the parts."""
        return sum_numbers(self.parts)


def sum_numbers(claims: Sequence[Claim]) -> Number:
    total: Number = 0
    for claim in claims:
        total += claim.number or 0
    return total


def is_part(claim: Claim) -> bool:
    if claim.kind is not ClaimKind.COUNT or not claim.exact:
        return False
    return bool(claim.unit)


def are_apart(
    one: Claim,
    other: Claim,
) -> bool:
    """Whether two figures cannot be of one list.

    They count in other units, years, or one of them counts all years.
    """
    first = (one.unit, one.year, one.cumulative)
    return first != (other.unit, other.year, other.cumulative)


def can_be_listed(
    whole: Claim,
    first: Claim,
) -> bool:
    """Whether a figure may be the first part of the one before it."""
    if not is_part(whole) or not is_part(first):
        return False
    # a whole is counted as its parts are
    if first.section != whole.section or are_apart(first, whole):
        return False
    return first.span[0] - whole.span[1] <= LONGEST_GAP


def exceeds(
    parts: Sequence[Claim],
    whole: Claim,
) -> bool:
    """Whether one of the parts is more than the whole: they are parts of another thing."""
    most = max(part.number or 0 for part in parts)
    return most > (whole.number or 0)


Spot = tuple[int, tuple[int, int]]
"""a section and the characters of a figure in it"""


def spot_of(claim: Claim) -> Spot:
    return claim.section, claim.span


def spots_of(found: PartList) -> set[Spot]:
    return {spot_of(part) for part in found.parts}


def without_repeated(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with each figure once: one that stands for several cells is several claims."""
    by_span = groupby(claims, key=lambda claim: claim.span)
    return [next(same) for _, same in by_span]


def without_nested(
    found: PartList,
    inner: Mapping[Spot, set[Spot]],
) -> PartList:
    """The list without parts that are parts of one of its parts; `inner` has them by their
    whole."""
    nested: set[Spot] = set()
    for part in found.parts:
        # 9条（其中公文4条（公开3条，不公开1条），其他信息5条）: 3 and 1 are parts of the 4
        nested |= inner.get(spot_of(part), set())
    parts = tuple(part for part in found.parts if spot_of(part) not in nested)
    return replace(found, parts=parts, shares=(None,) * len(parts))
