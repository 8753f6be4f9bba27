"""Totals that are wrong together: left open, made without a column, or not updated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gxkit.diagnosis.equations import Cells, Entry, Places, Repair, Rules, Sheet
from gxkit.diagnosis.mistakes import Mistake, make_mistake
from gxkit.diagnosis.relations import name_line
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number

A_FURTHER_TOTAL, MOST_FOR_TOTALS = 0.35, 2.5
"""any totals can be made anew from their parts: what explains each of their numbers goes first"""
A_SINGLE_PART = 1.0
"""that several totals are off by one number, and none of their parts is wrong, is a long shot"""


def unfilled_totals(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """A row or column of totals left 0; a single total is found as a wrong cell."""
    totals = sheet.structure.totals
    for line in sheet.structure.rows_and_columns:
        change: Repair = {}
        for slot in line:
            # a total that was filled in, rightly or not, was not left open
            if slot not in totals or sheet.numbers[slot] != 0:
                continue
            implied = implied_total(sheet, slot, totals[slot], broken)
            if implied:
                change[slot] = implied
        # one cell is found as a wrong cell, unlinked ones are mistakes apart
        if len(change) > 1 and are_linked(sheet, change):
            yield make_mistake(sheet, MistakeKind.UNFILLED, change)


def implied_total(
    sheet: Sheet,
    total: Slot,
    rules: Places,
    broken: Rules,
) -> Entry:
    """What the first broken rule over a total wants it to be."""
    for rule in rules:
        if rule in broken:
            return sheet.implied(total, rule)
    return None


def are_linked(sheet: Sheet, change: Iterable[Slot]) -> bool:
    """Whether identities tie the changed cells together; else they are mistakes apart."""
    return len(linked_cells(sheet, change)) == 1


def linked_cells(sheet: Sheet, change: Iterable[Slot]) -> list[set[Slot]]:
    """The changed cells in groups that identities tie together."""
    structure = sheet.structure
    unreached = set(change)
    groups: list[set[Slot]] = []
    while unreached:
        edge = [unreached.pop()]
        group = set(edge)
        while edge:
            reached: set[Slot] = set()
            for rule, _ in structure.over[edge.pop()]:
                if structure.equal[rule]:
                    reached |= unreached.intersection(structure.signs[rule])
            unreached -= reached
            group |= reached
            edge += reached
        groups.append(group)
    return groups


def recomputed_totals(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """Totals of a table made anew from their parts: left open, made without a column, or left as
    they were when the parts changed."""
    change = _recompute(sheet, broken)
    totals = tuple(sheet.structure.totals)
    groups: list[tuple[Repair, Cells]] = [(change, totals)]
    for line in sheet.structure.rows_and_columns:
        own: Repair = {}
        for slot in line:
            if slot in change:
                own[slot] = change[slot]
        groups.append((own, line))
    seen: set[frozenset[Slot]] = set()
    for group, line in groups:
        cells = frozenset(group)
        # one total alone is found as a wrong cell
        if len(group) <= 1 or cells in seen:
            continue
        seen.add(cells)
        kind, extra = name_line(sheet, group, MistakeKind.STALE)
        if kind is MistakeKind.STALE:
            # if none was updated, few are right by chance
            if not _are_most(sheet, group, line):
                continue
            extra = _cost_of_any_totals(sheet, group)
        yield make_mistake(sheet, kind, group, extra)


def _are_most(
    sheet: Sheet,
    change: Repair,
    line: Cells,
) -> bool:
    """Whether more than half of the totals of a line that are filled are changed."""
    totals = sheet.structure.totals
    kept = 0
    for slot in line:
        is_filled = slot in totals and sheet.numbers[slot]
        if is_filled and slot not in change:
            kept += 1
    return len(change) > kept


def _cost_of_any_totals(sheet: Sheet, change: Repair) -> float:
    """What it costs that totals may have had any numbers, and more where all are off by the same:
    then one part is more likely wrong."""
    gaps: set[Number] = set()
    for slot, number in change.items():
        printed = sheet.numbers[slot] or 0
        gap = number - printed
        gaps.add(max(gap, -gap))
    further = len(change) - 1
    extra = min(MOST_FOR_TOTALS, A_FURTHER_TOTAL * further)
    if len(gaps) == 1:
        extra += A_SINGLE_PART
    return extra


def _recompute(sheet: Sheet, broken: Rules) -> Repair:
    """The totals that are not the sums of their parts, with these sums, lowest totals first.

    Only those that identities tie to a broken rule: what is wrong elsewhere is a mistake apart.
    """
    tied: set[int] = set()
    for block in sheet.structure.blocks:
        if not block.isdisjoint(broken):
            tied |= block
    numbers = dict(sheet.numbers)
    change: Repair = {}
    for slot, rules in sheet.structure.totals_upwards:
        if tied.isdisjoint(rules):
            continue
        sums = {sheet.implied(slot, rule, numbers) for rule in rules}
        number = sums.pop()
        # ways that disagree leave the total open
        if sums or number is None:
            continue
        if number < 0:
            continue
        if number != sheet.numbers[slot]:
            numbers[slot] = number
            change[slot] = number
    return change


def stale_totals(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """A part that was put right late, and none of its totals with it."""
    structure = sheet.structure
    seen: set[frozenset[Slot]] = set()
    for part, terms in structure.over.items():
        over = [rule for rule, _ in terms if rule in broken and rule in structure.total_of]
        change: Repair = {}
        for rule in over:
            total = structure.total_of[rule]
            number = sheet.implied(total, rule)
            if total != part and number is not None and number >= 0:
                change[total] = number
        cells = frozenset(change)
        if len(change) <= 1 or cells in seen:
            continue
        seen.add(cells)
        gaps: set[Number] = set()
        for slot, number in change.items():
            printed = sheet.numbers[slot] or 0
            gaps.add(number - printed)
        # totals of one part are off by the same
        if len(gaps) == 1:
            yield make_mistake(sheet, MistakeKind.STALE, change)
