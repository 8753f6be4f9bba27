"""Scenarios put in order: what the evidence adds, which are ties, which rules each accounts for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gxkit.diagnosis.equations import Rules, Sheet
from gxkit.diagnosis.evidence import Evidence, apply_evidence
from gxkit.diagnosis.kinds import A_FURTHER_MISTAKE
from gxkit.diagnosis.search import Scenario, single_scenarios
from gxkit.report import Key, Number, Witness

MARGIN = 1.0
"""Explanations that are less than this apart (one to ten in the odds) share a rank. At 0.5
`benchmarks/diagnosis.py` finds twice as many figures certain and wrong (0.48 % against 0.23 % of
the reports, seeds from 300 000)."""
LOOSE_MARGIN = 2.5
"""the same where only a bound is broken, which no number can confirm"""
DECIMALS = 6
"""of a cost: what is left of it below is rounding, and must not part two that are equal"""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A scenario with its rank among those for the same broken rules, and the evidence on it."""

    rank: int
    scenario: Scenario
    evidence: Evidence
    mended: Rules


def rank_scenarios(
    sheet: Sheet,
    scenarios: Sequence[Scenario],
    witnesses: Sequence[Witness],
    mended: Rules,
) -> list[Ranked]:
    """The scenarios in the order of their costs with the evidence.

    Those within the margin of the first of a rank share it.
    """
    weighed: list[tuple[float, Scenario, Evidence]] = []
    for scenario in scenarios:
        evidence = _evidence_on(sheet, scenario, witnesses)
        cost = round(scenario.cost + evidence.shift, DECIMALS)
        weighed.append((cost, scenario, evidence))
    weighed.sort(key=lambda entry: entry[0])
    # a bound confirms no number, so that more must speak for one scenario
    identity = any(sheet.structure.equal[rule] for rule in mended)
    margin = MARGIN if identity else LOOSE_MARGIN
    rank, first = 0, float("-inf")
    ranked: list[Ranked] = []
    for cost, scenario, evidence in weighed:
        # the margin counts from the first of a rank, not from the one before
        if cost >= first + margin:
            rank += 1
            first = cost
        ranked.append(Ranked(rank, scenario, evidence, mended))
    return ranked


def _evidence_on(
    sheet: Sheet,
    scenario: Scenario,
    witnesses: Sequence[Witness],
) -> Evidence:
    table = sheet.structure.table.id
    printed: dict[Key, Number | None] = {}
    change: dict[Key, Number] = {}
    for slot, number in scenario.change:
        key = (table, *slot)
        printed[key] = sheet.numbers[slot]
        change[key] = number
    return apply_evidence(witnesses, printed, change)


def mending_most(sheet: Sheet, scenarios: Sequence[Scenario]) -> tuple[Rules, list[Scenario]]:
    """The rules that the best scenario for a block mends, and the scenarios that mend the same.

    A bound that a scenario leaves broken needs a further mistake to explain it, which counts
    against it.
    """
    best: Rules = frozenset()
    least = float("inf")
    mended: list[Rules] = []
    for scenario in scenarios:
        rules = sheet.mended_by(scenario.effect)
        mended.append(rules)
        cost = scenario.cost - A_FURTHER_MISTAKE * len(rules)
        if cost < least:
            best, least = rules, cost
    matching = zip(scenarios, mended, strict=True)
    return best, [scenario for scenario, rules in matching if rules == best]


def rank_block(
    sheet: Sheet,
    scenarios: Sequence[Scenario],
    witnesses: Sequence[Witness],
    broken: Rules,
) -> list[Ranked]:
    """The scenarios for one block of rules; independent mistakes are ranked apart.

    Each then for the rules that it mends. They are independent if each breaks nothing when made
    alone, and if every scenario within the margin of the best parts the broken rules in the same
    way.
    """
    ranked = rank_scenarios(sheet, scenarios, witnesses, broken)
    best = [entry.scenario for entry in ranked if entry.rank == 1]
    ways = {_find_parts(sheet, scenario, broken) for scenario in best}
    parts = ways.pop() if len(ways) == 1 else frozenset()
    # one mistake, or several that hang together
    if len(parts) <= 1:
        return ranked
    apart: list[Ranked] = []
    for part in sorted(parts, key=min):
        alone = single_scenarios(sheet, part)
        apart += rank_scenarios(sheet, alone, witnesses, part)
    return apart


def _find_parts(
    sheet: Sheet,
    scenario: Scenario,
    broken: Rules,
) -> frozenset[Rules]:
    """The broken rules that each mistake of a scenario mends by itself.

    Empty if the mistakes depend on each other.
    """
    parts: list[Rules] = []
    for mistake in scenario.mistakes:
        mended = sheet.mended_by(mistake.effect)
        after = sheet.after(mistake.effect)
        # alone it mends nothing or breaks something: it needs the other
        if not mended or not after.broken < sheet.broken:
            return frozenset()
        parts.append(mended)
    together = frozenset().union(*parts)
    shared = sum(map(len, parts)) - len(together)
    if shared or together != broken:
        return frozenset()
    return frozenset(parts)
