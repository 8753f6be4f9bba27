"""Which mistakes, one or a few together, make the broken rules of a block hold?

One mistake first, of any kind: Fellegi and Holt's principle with a whole row out of place counted
once. Only where none does are two tried: a first one that leaves fewer rules broken, then one that
mends the rest. Where two do not suffice, the cells that must change are localised by the
mixed-integer program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from gxkit.diagnosis.displacements import PROPOSERS
from gxkit.diagnosis.equations import Effect, Entry, Repair, Rules, Sheet
from gxkit.diagnosis.kinds import A_FURTHER_MISTAKE, FACTOR
from gxkit.diagnosis.localisation import (
    fewest_cells,
    implied_change,
    single_cells,
    whole,
)
from gxkit.diagnosis.mistakes import Mistake, wrong_cell
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number

MOST_FIRST_STEPS = (40, 15)
"""how many first mistakes of a pair are followed up, best first: each costs a whole search for the
second, some 2 ms; with 120 instead of 40 two pairs of 350 are found more, and a table of many
mistakes takes 2 s; then of those that leave as many rules broken"""


Changed = tuple[Slot, Number]
Mistakes = Iterator[Mistake]
Step = tuple[int, float, Mistake, Sheet]
"""how many rules a first mistake leaves broken, its cost, the mistake, and the sheet it leaves"""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Mistakes that together mend a block of rules; `change` is what undoing them amounts to."""

    mistakes: tuple[Mistake, ...]
    change: tuple[Changed, ...]
    cost: float

    @property
    def effect(self) -> Effect:
        """All that undoing the mistakes does to the table, one after the other."""
        return _effect_of(self.mistakes)


Scenarios = Iterator[Scenario]


def _effect_of(mistakes: Iterable[Mistake]) -> Effect:
    effect: Effect = {}
    for mistake in mistakes:
        effect.update(mistake.effect)
    return effect


def make_scenario(sheet: Sheet, *mistakes: Mistake) -> Scenario:
    """Mistakes one after the other as one scenario."""
    effect = _effect_of(mistakes)
    change: Repair = {}
    for slot, number in effect.items():
        # cells that are emptied are part of the effect; an explanation names numbers
        if number is not None and sheet.numbers[slot] != number:
            change[slot] = number
    cost = sum(mistake.cost for mistake in mistakes)
    # a count that stays negative or broken will need a mistake of its own
    further = len(mistakes) - 1 + _count_impossible(sheet, effect)
    cost += A_FURTHER_MISTAKE * further
    return Scenario(mistakes, tuple(change.items()), cost)


def _count_impossible(sheet: Sheet, effect: Effect) -> int:
    """How many numbers that rules are about cannot be, once the mistakes are undone."""
    count = 0
    numbers = {**sheet.numbers, **effect}
    for slot, number in numbers.items():
        if _cannot_be(sheet, slot, number):
            count += 1
    return count


def _cannot_be(
    sheet: Sheet,
    slot: Slot,
    number: Entry,
) -> bool:
    if number is None or sheet.is_possible(slot, number):
        return False
    return bool(sheet.structure.over[slot])


def _propose(sheet: Sheet, broken: Rules) -> Mistakes:
    for proposer in PROPOSERS:
        yield from proposer(sheet, broken)


def _leads_nowhere(sheet: Sheet, mistake: Mistake) -> bool:
    """Whether undoing a mistake would put a number where it cannot be."""
    return any(_cannot_be(sheet, slot, number) for slot, number in mistake.change)


def _single_mistakes(sheet: Sheet, broken: Rules) -> Mistakes:
    """The single mistakes that mend all of the broken rules."""
    for slot, number in single_cells(sheet, broken):
        yield wrong_cell(sheet, slot, number)
    first = min(broken)
    for mistake in _propose(sheet, broken):
        effect = mistake.effect
        # most proposals fail at the first rule, and one rule is asked much faster than all
        if not sheet.repairs(first, effect):
            continue
        if not effect or _leads_nowhere(sheet, mistake):
            continue
        if sheet.mends(effect, broken):
            yield mistake


def _first_steps(
    sheet: Sheet,
    broken: Rules,
    slack: int,
) -> list[Step]:
    """Mistakes after which fewer rules are broken, each with the sheet that it leaves.

    Those that leave the fewest come first, the cheapest of them before the others. With slack 1 as
    many may be broken as before.
    """
    steps: list[Step] = []
    for mistake in chain(_wrong_cells(sheet, broken), _propose(sheet, broken)):
        after = sheet.after(mistake.effect)
        left = len(after.broken)
        if left == 0 or left >= len(sheet.broken) + slack:
            continue
        if not _leads_nowhere(sheet, mistake):
            steps.append((left, mistake.cost, mistake, after))
    steps.sort(key=_left_and_cost)
    return steps


def _left_and_cost(step: Step) -> tuple[int, float]:
    return step[:2]


def _wrong_cells(sheet: Sheet, broken: Rules) -> Mistakes:
    for slot, number in _implied_cells(sheet, broken):
        yield wrong_cell(sheet, slot, number)


def _implied_cells(sheet: Sheet, broken: Rules) -> Iterable[Changed]:
    """The cells under broken identities with the number that each of these implies, each once."""
    structure = sheet.structure
    found: dict[Changed, None] = {}
    for rule in sorted(broken):
        # a bound implies no number
        if not structure.equal[rule]:
            continue
        for slot in structure.signs[rule]:
            printed = sheet.numbers[slot] or 0
            change = implied_change(sheet, slot, rule)
            number = whole(printed + change)
            if sheet.is_possible(slot, number):
                found[slot, number] = None
    return found


def _pairs(
    sheet: Sheet,
    broken: Rules,
    outside: Rules,
) -> Scenarios:
    """Two mistakes that together mend the broken rules of a block; `outside` are the others'."""
    for slack, most in enumerate(MOST_FIRST_STEPS):
        found = False
        steps = _first_steps(sheet, broken, slack)
        for _, _, first, after in steps[:most]:
            rest = after.broken - outside
            if not rest:
                continue
            for second in _single_mistakes(after, rest):
                scenario = make_scenario(sheet, first, second)
                if not _undoes_itself(scenario):
                    found = True
                    yield scenario
        # a first step that mends nothing is a long shot: only where the others lead nowhere
        if found:
            return


def _undoes_itself(scenario: Scenario) -> bool:
    """Whether one of the mistakes takes back a part of another."""
    changed: set[Slot] = set()
    for mistake in scenario.mistakes:
        changed.update(slot for slot, _ in mistake.change)
    return len(changed) != len(scenario.change)


def _localised(sheet: Sheet, block: Rules) -> Scenarios:
    """The lightest sets of cells, each cell called by what must have happened to it."""
    for change in fewest_cells(sheet, rules=block):
        if len(change) > 1 and _is_pinned(sheet, change, block):
            cells = change.items()
            wrong = [wrong_cell(sheet, slot, number) for slot, number in cells]
            yield make_scenario(sheet, *wrong)


def _is_pinned(
    sheet: Sheet,
    change: Repair,
    block: Rules,
) -> bool:
    """Whether the equalities leave each of the changed cells one number only."""
    import numpy as np

    rows: list[list[int]] = []
    for rule in sorted(block):
        if sheet.is_assessable_identity(rule):
            signs = sheet.structure.signs[rule]
            rows.append([signs.get(slot, 0) for slot in change])
    if not rows:
        return False
    rank = np.linalg.matrix_rank(np.array(rows))
    return int(rank) == len(change)


def cheapest_first(scenarios: Iterable[Scenario]) -> list[Scenario]:
    """One scenario for each change, the cheapest.

    Cheapest first, those of equal cost in the order of the form.
    """
    best: dict[frozenset[Changed], Scenario] = {}
    for scenario in scenarios:
        change = frozenset(scenario.change)
        if not change:
            continue
        known = best.get(change)
        if known is None or scenario.cost < known.cost:
            best[change] = scenario
    return sorted(best.values(), key=lambda scenario: scenario.cost)


def find_scenarios(sheet: Sheet, block: Rules) -> list[Scenario]:
    """The scenarios for the broken rules of a block, cheapest first; [] where none was found."""
    broken = sheet.broken & block
    single = single_scenarios(sheet, broken)
    if single:
        return cheapest_first([*single, *_impossible_first(sheet, block)])
    if not any(sheet.structure.equal[rule] for rule in broken):
        # a bound says that a number is wrong, not which number is right
        return []
    outside = sheet.broken - block
    pairs = cheapest_first(_pairs(sheet, broken, outside))
    # the solver is asked last: it knows numbers of cells, not what happens to tables
    return pairs or cheapest_first(_localised(sheet, block))


def _impossible_first(sheet: Sheet, block: Rules) -> Scenarios:
    """Counts that cannot be, put right by their sign or unit, then single mistakes for the rest."""
    fixes: list[Mistake] = []
    after = sheet
    for slot, number in sheet.numbers.items():
        if number is None or not _cannot_be(sheet, slot, number):
            continue
        turned = -number if number < 0 else number * FACTOR
        meant = whole(turned)
        over = {rule for rule, _ in sheet.structure.over[slot]}
        if after.is_possible(slot, meant) and over & block:
            fixes.append(wrong_cell(sheet, slot, meant))
            after = after.after({slot: meant})
    rest = after.broken & block
    if fixes and rest:
        for mistake in _single_mistakes(after, rest):
            yield make_scenario(sheet, *fixes, mistake)


def single_scenarios(sheet: Sheet, broken: Rules) -> list[Scenario]:
    """The single mistakes that mend exactly these broken rules, cheapest first."""
    mistakes = _single_mistakes(sheet, broken)
    scenarios = [make_scenario(sheet, mistake) for mistake in mistakes]
    return cheapest_first(scenarios)


def find_wide_mistakes(sheet: Sheet) -> Mistakes:
    """Mistakes of several cells that mend at least two rules and break none."""
    for mistake in _propose(sheet, sheet.broken):
        # any figures of a line would mend something: that they mend several blocks says nothing
        if mistake.kind is MistakeKind.ONE_LINE or not mistake.change:
            continue
        after = sheet.after(mistake.effect)
        if not after.broken < sheet.broken:
            continue
        mended = sheet.mended_by(mistake.effect)
        if len(mended) > 1:
            yield mistake
