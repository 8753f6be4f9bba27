"""Which explanations are taken for certain, so that their figures count as reconciled?

An explanation must be alone at rank 1 for its rules, something independent of the cells that it
changes must confirm it, and no witness may contradict it: any gap can be put down to one wrong
number, and two mistakes under one sum look like one.

- What a witness gives cell by cell is confirmed by it, of whatever kind the mistake.
- Lines exchanged, figures that moved and several cells of one story need a witness for one cell of
  each group that identities tie together, and no sum that held may be given up for them: where one
  of two rows is empty, an exchange explains whatever a sum that left out the other does, and what
  was moved by two mistakes often fits a third.
- A border parted elsewhere fixes both its numbers and must mend several identities.
- A number in one cell needs a second identity that it mends, or a witness: the rule that gave the
  number cannot confirm it.
- A minus and a fraction of a count say by themselves that they are wrong, and an identity what is
  right. So do totals that were left 0, where nothing in their table suggests that they stand
  elsewhere.
- Where a figure would give way to a blank, or several figures of one line are wrong without a
  witness, a person must judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from gxkit.diagnosis.equations import Change, Effect, Entry, Numbers, Rules, Sheet
from gxkit.diagnosis.kinds import KINDS
from gxkit.diagnosis.mistakes import Mistake
from gxkit.diagnosis.ranking import Ranked
from gxkit.diagnosis.totals import linked_cells
from gxkit.forms import Rule, Slot
from gxkit.forms.roles import ROW
from gxkit.report import MistakeKind

MOST_CERTAIN = 2
"""with more separate mistakes than this in one table none is certain: something was not found"""
MANY = 4
"""so many rules mended by one exchange confirm it, where a witness gives one of its cells"""
FOR_A_WITNESS, FOR_ONE_CELL, FOR_SEVERAL = 1, 2, 3
"""how many identities a mistake must mend: over each cell beside one that a witness gives, over
each cell without a witness, and over all cells together that fix each other's numbers"""


def find_certain(sheet: Sheet, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The explanations of a table that are taken for certain."""
    first: dict[Rules, list[Ranked]] = {}
    for entry in ranked:
        if entry.rank == 1:
            first.setdefault(entry.mended, []).append(entry)
    if _count_mistakes(first.values()) > MOST_CERTAIN:
        return []
    plain = _only_totals_are_open(sheet, first.values())
    certain: list[Ranked] = []
    for entries in first.values():
        # two at rank 1 are a tie, and a tie is never certain
        alone = len(entries) == 1
        if alone and _is_confirmed(sheet, entries[0], plain):
            certain.append(entries[0])
    everything = [entry for entries in first.values() for entry in entries]
    return [entry for entry in certain if not _is_disputed(entry, everything)]


def _count_mistakes(best: Iterable[Sequence[Ranked]]) -> int:
    """How many separate mistakes a table has by the simplest of its first explanations."""
    count = 0
    for entries in best:
        count += min(len(entry.scenario.mistakes) for entry in entries)
    return count


def _is_disputed(ranked: Ranked, others: Iterable[Ranked]) -> bool:
    """Whether an explanation of other rules gives a cell another number."""
    numbers = dict(ranked.scenario.change)
    for other in others:
        for slot, number in other.scenario.change:
            if numbers.get(slot, number) != number:
                return True
    return False


def _only_totals_are_open(sheet: Sheet, best: Iterable[Sequence[Ranked]]) -> bool:
    """Whether nothing but unfilled totals is amiss in a table, and every cell has its number."""
    if sheet.known.assumed or None in sheet.numbers.values():
        return False
    totals: Effect = {}
    for entries in best:
        for entry in entries:
            if any(m.kind is not MistakeKind.UNFILLED for m in entry.scenario.mistakes):
                return False
            totals.update(entry.scenario.change)
    return not _stand_elsewhere(sheet, totals)


def _is_confirmed(
    sheet: Sheet,
    ranked: Ranked,
    plain: bool,
) -> bool:
    """Whether each mistake is confirmed; `plain` where only unfilled totals are amiss."""
    # a witness who is overruled may be right: then nothing is certain
    if ranked.evidence.against or _leaves_what_is_told(sheet, ranked):
        return False
    mistakes = ranked.scenario.mistakes
    return all(_holds(sheet, ranked, mistake, plain) for mistake in mistakes)


def _leaves_what_is_told(sheet: Sheet, ranked: Ranked) -> bool:
    """Whether a cell of the mended rules is left with another number than a witness has for it."""
    told = sheet.known.told
    # few cells have a witness
    if not told:
        return False
    change = dict(ranked.scenario.change)
    for rule in ranked.mended:
        for slot in sheet.structure.signs[rule]:
            number = change.get(slot, sheet.numbers[slot])
            if told.get(slot, number) != number:
                return True
    return False


def _breaks_soft_rule(sheet: Sheet, mistake: Mistake) -> bool:
    """Whether a soft rule over a changed cell does not hold afterwards: something else is amiss.

    One that was broken before speaks too: it wants another number there.
    """
    return bool(_broken_soft_rules(sheet, mistake))


def _breaks_what_held(sheet: Sheet, mistake: Mistake) -> bool:
    """Whether a soft rule over a changed cell held as printed and does not afterwards."""
    broken = _broken_soft_rules(sheet, mistake)
    return any(_fulfils(rule, sheet.numbers) for rule in broken)


def _broken_soft_rules(sheet: Sheet, mistake: Mistake) -> list[Rule]:
    after = {**sheet.numbers, **mistake.effect}
    changed = set(mistake.effect)
    soft = sheet.structure.soft
    over = [rule for rule in soft if not changed.isdisjoint(rule.cells)]
    return [rule for rule in over if not _fulfils(rule, after)]


def _stand_elsewhere(sheet: Sheet, totals: Change) -> bool:
    """Whether totals left 0 seem to stand in other cells, or something else is amiss beside them.

    The stray total is a part as large as all others together; of totals that further sums are over
    that goes for most of them, as single parts are that large by chance.
    """
    strays = [slot for slot in totals if _has_stray(sheet, slot)]
    if 2 * len(strays) > len(totals):
        return True
    lone = [slot for slot in totals if not _is_met_twice(sheet, slot)]
    if not lone:
        return False
    # figures that moved across the groups of a table leave a total 0 and other sums broken
    if not sheet.broken <= sheet.mended_by(totals):
        return True
    return any(slot in strays or _runs_on(sheet, slot, totals[slot]) for slot in lone)


def _has_stray(sheet: Sheet, total: Slot) -> bool:
    """Whether a part of a total equals the sum of the others, or the last is more than they are."""
    for rule in sheet.structure.totals.get(total, ()):
        left = sheet.structure.rules[rule].left
        parts = [sheet.numbers[part] or 0 for part in left]
        whole = sum(parts)
        last = parts[-1]
        # a line of figures moved up by a place has the total last, and lacks its first part
        if 2 * last > whole > last:
            return True
        doubled = [2 * part for part in parts]
        if whole in doubled:
            return True
    return False


def _is_met_twice(sheet: Sheet, slot: Slot) -> bool:
    """Whether more than one identity is over a cell."""
    structure = sheet.structure
    own = [rule for rule, _ in structure.over[slot] if structure.equal[rule]]
    return len(own) > 1


def _runs_on(sheet: Sheet, total: Slot, number: Entry) -> bool:
    """Whether the number of a total opens the group of figures that follows in print."""
    for line in sheet.structure.lines:
        for slot, following in pairwise(line):
            if slot != total:
                continue
            is_other_group = following[ROW] != total[ROW]
            if is_other_group and sheet.numbers[following] == number:
                return True
    return False


def _fulfils(rule: Rule, numbers: Numbers) -> bool:
    """Whether a rule holds, or cannot be assessed."""
    left, right = rule.sides(numbers.get)
    if left is None or right is None:
        return True
    return rule.holds(left, right)


def _holds(
    sheet: Sheet,
    ranked: Ranked,
    mistake: Mistake,
    plain: bool,
) -> bool:
    identities = [rule for rule in ranked.mended if _is_sure_identity(sheet, rule)]
    changed = {slot for slot, _ in mistake.change}
    supported = {(row, column) for _, row, column in ranked.evidence.supported}
    # a figure that would give way to a blank is for a person to judge
    if mistake.emptied:
        return False
    if changed <= supported:
        return True
    # lines of which a witness knows a cell are as sure by many bounds as by identities
    if KINDS[mistake.kind].needs_witness and len(ranked.mended) >= MANY:
        return not changed.isdisjoint(supported)
    return bool(identities) and _is_confirmed_by(sheet, mistake, identities, supported, plain)


def _is_confirmed_by(
    sheet: Sheet,
    mistake: Mistake,
    identities: Sequence[int],
    supported: set[Slot],
    plain: bool,
) -> bool:
    """Whether identities confirm a mistake, some of whose cells witnesses support."""
    changed = {slot for slot, _ in mistake.change}
    traits = KINDS[mistake.kind]
    if traits.never_certain:
        return False
    if traits.moves:
        return len(identities) >= FOR_SEVERAL
    if _says_itself(sheet, mistake, plain):
        return True
    # many cells changed by one story fit the sums that two other mistakes broke
    is_line = len(changed) > 1 and mistake.kind is not MistakeKind.UNFILLED
    if traits.needs_witness or is_line:
        # a sum that usually holds, and did, must not be given up for it
        if _breaks_what_held(sheet, mistake):
            return False
        pinned = supported | _mended_often(sheet, identities, changed, FOR_A_WITNESS)
        # a witness for one cell says nothing of others that no identity ties to it
        groups = linked_cells(sheet, changed)
        return changed <= pinned and not any(group.isdisjoint(supported) for group in groups)
    return changed <= supported | _mended_often(sheet, identities, changed, FOR_ONE_CELL)


def _is_sure_identity(sheet: Sheet, rule: int) -> bool:
    """Whether a rule is an equality over printed numbers only."""
    printed = sheet.known.assumed.isdisjoint(sheet.structure.signs[rule])
    return sheet.structure.equal[rule] and printed


def _says_itself(
    sheet: Sheet,
    mistake: Mistake,
    plain: bool,
) -> bool:
    """Whether what is printed cannot be right, whatever else is."""
    if mistake.kind is MistakeKind.UNFILLED:
        return plain and not _breaks_soft_rule(sheet, mistake)
    if not KINDS[mistake.kind].fixed:
        return False
    for slot, _ in mistake.change:
        number = sheet.numbers[slot]
        if number is None or sheet.is_possible(slot, number):
            return False
    return True


def _mended_often(
    sheet: Sheet,
    identities: Sequence[int],
    changed: Iterable[Slot],
    least: int,
) -> set[Slot]:
    """The changed cells over which so many identities were broken and hold afterwards."""
    found: set[Slot] = set()
    for slot in changed:
        over = [rule for rule, _ in sheet.structure.over[slot] if rule in identities]
        if len(over) >= least:
            found.add(slot)
    return found
