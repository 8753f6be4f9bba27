"""What a figure of the narrative counts, or what its words put at 0, as concepts."""

from __future__ import annotations

from dataclasses import dataclass

from gxkit.narrative.context import Concepts
from gxkit.narrative.naming import Name


@dataclass(frozen=True, slots=True)
class Sense:
    """What a figure counts: one group of concepts (their sum), or one group for each of several.

    `own_time`: the year said with it is part of the name (上年结转). `is_loose`: by some of its
    words only, and because the table has that number. `is_presumed`: by what stands around it, or
    beside words that nobody knows. `naming` are the words of the
    masked statement that name it and look like a body: 企业.
    """

    groups: tuple[Concepts, ...]
    own_time: bool = False
    is_loose: bool = False
    is_presumed: bool = False
    naming: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Denial:
    """Words from `start` to `end` of a masked statement that put what they deny at 0."""

    start: int
    end: int
    sense: Sense


def sense_of(
    name: Name | None,
    is_loose: bool = False,
) -> Sense | None:
    """The sense of a name, None of none."""
    return Sense((name.concepts,), name.own_time, is_loose) if name else None
