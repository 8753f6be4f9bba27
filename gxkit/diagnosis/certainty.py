"""Which explanations are taken for certain, so that their figures count as reconciled?

An explanation must be alone at rank 1 for its rules, and something must confirm it beyond the rule
that gave it its number: any gap can be put down to one wrong number, and two mistakes under one sum
look like one.

- A number that follows from the gap alone needs a second identity over the same cell, or a witness.
- A kind whose number the mistake itself fixes (two digits exchanged, a sign lost, a unit taken for
  another) needs no more than the identity that it mends.
- A kind that moves whole cells must mend two identities, or many bounds.
- A total that was left 0 says so by itself, unless something else is amiss in its table or cells of
  it have no number.
- Where a figure would give way to a blank, or several figures of one line are wrong, a person must
  judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gxkit.diagnosis.equations import Rules, Sheet
from gxkit.diagnosis.kinds import KINDS
from gxkit.diagnosis.mistakes import Mistake
from gxkit.diagnosis.ranking import Ranked
from gxkit.forms import Slot
from gxkit.report import MistakeKind

MOST_CERTAIN = 2
"""with more separate mistakes than this in one table none is certain: something was not found"""
MANY = 4
"""so many bounds mended by one mistake confirm it as two identities do"""
FOR_ONE_CELL, FOR_SEVERAL = 1, 2
"""how many identities a mistake must mend that fixes its own numbers, by how many cells it moves"""


def find_certain(sheet: Sheet, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The explanations of a table that are taken for certain."""
    first: dict[Rules, list[Ranked]] = {}
    for entry in ranked:
        if entry.rank == 1:
            first.setdefault(entry.mended, []).append(entry)
    if len(first) > MOST_CERTAIN:
        return []
    plain = _only_totals_are_open(sheet, first.values())
    certain: list[Ranked] = []
    for entries in first.values():
        # two at rank 1 are a tie, and a tie is never certain
        alone = len(entries) == 1
        if alone and _is_confirmed(sheet, entries[0], plain):
            certain.append(entries[0])
    return certain


def _only_totals_are_open(sheet: Sheet, best: Iterable[Sequence[Ranked]]) -> bool:
    """Whether nothing but unfilled totals is amiss in a table, and every cell has its number."""
    if any(number is None for number in sheet.numbers.values()):
        return False
    for entries in best:
        for entry in entries:
            if any(m.kind is not MistakeKind.UNFILLED for m in entry.scenario.mistakes):
                return False
    return True


def _is_confirmed(
    sheet: Sheet,
    ranked: Ranked,
    plain: bool,
) -> bool:
    """Whether each mistake is confirmed; `plain` where only unfilled totals are amiss."""
    mistakes = ranked.scenario.mistakes
    return all(_holds(sheet, ranked, mistake, plain) for mistake in mistakes)


def _holds(
    sheet: Sheet,
    ranked: Ranked,
    mistake: Mistake,
    plain: bool,
) -> bool:
    traits = KINDS[mistake.kind]
    # a figure that would give way to a blank, or a whole line: for a person to judge
    if traits.never_certain or mistake.emptied:
        return False
    identities = [rule for rule in ranked.mended if sheet.structure.equal[rule]]
    unfilled = mistake.kind is MistakeKind.UNFILLED
    if traits.by_gap or (unfilled and not plain):
        # its number follows from the gap, which says nothing of its being right
        confirmed = _confirmed_cells(sheet, ranked, mistake)
        changed = {slot for slot, _ in mistake.change}
        return bool(identities) and changed <= confirmed
    single = unfilled or len(mistake.change) == 1
    enough = FOR_ONE_CELL if single else FOR_SEVERAL
    return len(identities) >= enough or len(ranked.mended) >= MANY


def _confirmed_cells(
    sheet: Sheet,
    ranked: Ranked,
    mistake: Mistake,
) -> set[Slot]:
    """The cells that a witness supports, or over which two identities are assessable afterwards."""
    confirmed = {(row, column) for _, row, column in ranked.evidence.supported}
    after = sheet.after(ranked.scenario.effect)
    for slot, _ in mistake.change:
        over = [rule for rule, _ in sheet.structure.over[slot]]
        identities = [rule for rule in over if after.is_assessable_identity(rule)]
        # the rule that gave the number cannot confirm it: it takes a second one
        if len(identities) > 1:
            confirmed.add(slot)
    return confirmed
