"""Attempts put in order: what the evidence adds, which are ties, which broken rules each accounts for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.evidence import Hearing, hear
from gxkit.diagnosis.mistakes import A_FURTHER_MISTAKE
from gxkit.diagnosis.search import Attempt, alone
from gxkit.report import Key, Number, Witness

MARGIN = 1.0
"""Explanations that are less than this apart (one to ten in the odds) share a rank. At 0.5 `benchmarks/diagnosis.py`
finds twice as many figures certain and wrong (0.48 % against 0.23 % of the reports, seeds from 300 000)."""
LOOSE_MARGIN = 2.5
"""the same where only a bound is broken, which no number can confirm"""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An attempt, its rank among those for the same broken rules, what the witnesses say of it."""

    rank: int
    attempt: Attempt
    hearing: Hearing
    mended: frozenset[int]


def rank(
    sheet: Sheet, attempts: Sequence[Attempt], witnesses: Sequence[Witness], mended: frozenset[int]
) -> list[Ranked]:
    """The attempts in the order of their costs with the evidence; those within the margin of a first share its rank."""
    table = sheet.layout.table.id
    weighed: list[tuple[float, Attempt, Hearing]] = []
    for attempt in attempts:
        change: dict[Key, Number] = {(table, *slot): number for slot, number in attempt.change}
        hearing = hear(witnesses, {key: sheet.numbers[key[1], key[2]] for key in change}, change)
        weighed.append((round(attempt.cost + hearing.shift, 6), attempt, hearing))
    ranked: list[Ranked] = []
    margin = MARGIN if any(sheet.layout.equal[rule] for rule in mended) else LOOSE_MARGIN
    place, first = 0, float("-inf")
    for cost, attempt, hearing in sorted(weighed, key=lambda w: w[0]):
        if cost >= first + margin:
            place, first = place + 1, cost
        ranked.append(Ranked(place, attempt, hearing, mended))
    return ranked


def mending_most(sheet: Sheet, attempts: Sequence[Attempt]) -> tuple[frozenset[int], list[Attempt]]:
    """Of the attempts for one block those that mend the same broken rules as the best, and these rules.

    A bound that an attempt leaves broken needs a further mistake to explain it, which counts against the attempt.
    """
    mended = {attempt: sheet.mended_by(attempt.effect) for attempt in attempts}
    if not mended:
        return frozenset(), []
    best = min(attempts, key=lambda a: a.cost - A_FURTHER_MISTAKE * len(mended[a]))
    return mended[best], [a for a in attempts if mended[a] == mended[best]]


def _parts(sheet: Sheet, attempt: Attempt, broken: frozenset[int]) -> frozenset[frozenset[int]]:
    """The broken rules that each mistake of an attempt mends by itself; empty if they depend on each other."""
    parts: list[frozenset[int]] = []
    for mistake in attempt.mistakes:
        mended = sheet.mended_by(mistake.effect)
        if not mended or not sheet.after(mistake.effect).broken < sheet.broken:
            return frozenset()
        parts.append(mended)
    return (
        frozenset(parts)
        if sum(map(len, parts)) == len(broken) and frozenset().union(*parts) == broken
        else (frozenset())
    )


def rank_block(
    sheet: Sheet, attempts: Sequence[Attempt], witnesses: Sequence[Witness], broken: frozenset[int]
) -> list[Ranked]:
    """The attempts for one block of rules; independent mistakes are ranked apart, each for the rules it mends.

    They are independent if each breaks nothing when made alone, and if every attempt within the margin of the best
    parts the broken rules in the same way.
    """
    ranked = rank(sheet, attempts, witnesses, broken)
    ways = {_parts(sheet, r.attempt, broken) for r in ranked if r.rank == 1}
    parts = ways.pop() if len(ways) == 1 else frozenset()
    if len(parts) < 2:
        return ranked
    return [
        r
        for part in sorted(parts, key=min)
        for r in rank(sheet, alone(sheet, part), witnesses, part)
    ]
