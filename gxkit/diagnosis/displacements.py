"""Mistakes that change several cells at once: lines exchanged or shifted, values and borders displaced, totals left 0.

Each is a generator over a sheet. It proposes what the figures before it would have to be; whether that mends the broken
rules is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import log10

from gxkit.diagnosis.equations import Sheet, Terms
from gxkit.diagnosis.mistakes import (
    A_PLACE_APART,
    MOST_APART,
    Mistake,
    make_mistake,
    misprinted_cells,
)
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number


def _changed(sheet: Sheet, wanted: dict[Slot, Number]) -> dict[Slot, Number]:
    return {slot: number for slot, number in wanted.items() if sheet.numbers[slot] != number}


def _exchanged(
    sheet: Sheet,
    kind: MistakeKind,
    lines: Mapping[str, tuple[Slot, ...]],
    roles: Mapping[str, tuple[Terms, ...]],
    place: int,
) -> Iterator[Mistake]:
    """Exchanges of two lines that run over the same places and do not play the same role in every rule."""
    order = list(lines)
    for i, j in combinations(range(len(order)), 2):
        first, second = order[i], order[j]
        if roles[first] == roles[second] or [s[place] for s in lines[first]] != [
            s[place] for s in lines[second]
        ]:
            continue
        change: dict[Slot, Number] = {}
        emptied: list[Slot] = []
        for pair in zip(lines[first], lines[second], strict=True):
            if sheet.numbers[pair[0]] == sheet.numbers[pair[1]]:
                continue
            for here, there in (pair, pair[::-1]):
                number = sheet.numbers[there]
                if number is None:
                    emptied.append(here)
                else:
                    change[here] = number
        if change:
            yield make_mistake(
                sheet, kind, change, A_PLACE_APART * min(j - i - 1, MOST_APART), emptied
            )


def exchanged_rows(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """The labels (or figures) of two rows exchanged, blanks with them."""
    return _exchanged(sheet, MistakeKind.ROWS_EXCHANGED, sheet.layout.rows, sheet.layout.roles, 1)


def exchanged_columns(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """The heads (or figures) of two columns exchanged."""
    return _exchanged(
        sheet, MistakeKind.COLUMNS_EXCHANGED, sheet.layout.columns, sheet.layout.column_roles, 0
    )


def shifted_lines(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """The figures of a whole row or column one place off: 0 or nothing at one end, one figure lost at the other."""
    kinds: tuple[tuple[MistakeKind, Sequence[Sequence[Slot]]], ...] = (
        (MistakeKind.ROW_SHIFTED, sheet.layout.lines),
        (MistakeKind.COLUMN_SHIFTED, list(sheet.layout.columns.values())),
    )
    touched = {slot for rule in broken for slot in sheet.layout.rules[rule].cells}
    for kind, lines in kinds:
        for line in lines:
            if len(line) < 4 or touched.isdisjoint(line):
                continue
            for slots in (line, line[::-1]):
                if change := _unshift(sheet, slots):
                    yield make_mistake(sheet, kind, change)


def _unshift(sheet: Sheet, slots: Sequence[Slot]) -> dict[Slot, Number]:
    """What undoes a move away from the first of the slots; {} where nothing moved.

    The figure that was lost at the other end is what the rules imply; where none does, that cell is left as printed.
    """
    if sheet.numbers[slots[0]] not in (0, None):
        return {}
    wanted: dict[Slot, Number] = {}
    for here, there in pairwise(slots):
        number = sheet.numbers[there]
        if number is None:
            return {}
        wanted[here] = number
    change = _changed(sheet, wanted)
    if len(change) < 2:
        return {}
    numbers = {**sheet.numbers, **change}
    last = slots[-1]
    implied = {sheet.implied(last, rule, numbers) for rule, _ in sheet.layout.over[last]} - {None}
    lost = implied.pop() if len(implied) == 1 else None
    return change if lost is None or lost < 0 or lost == numbers[last] else {**change, last: lost}


def moved_values(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """A value one place off, beside or below its own, which was left 0 or blank."""
    if len(broken) > 6:
        return
    for line in (*sheet.layout.lines, *sheet.layout.columns.values()):
        for pair in pairwise(line):
            for here, own in (pair, pair[::-1]):
                number = sheet.numbers[here]
                if number and number > 0 and not sheet.numbers[own]:
                    yield make_mistake(sheet, MistakeKind.NEIGHBOUR, {here: 0, own: number})


def split_elsewhere(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """Two cells side by side whose digits were parted in another place; a part has no superfluous leading zero."""
    if len(broken) > 6:
        return
    touched = {slot for rule in broken for slot in sheet.layout.rules[rule].cells}
    for line in sheet.layout.lines:
        for one, other in pairwise(line):
            if one not in touched and other not in touched:
                continue
            first, second = sheet.numbers[one], sheet.numbers[other]
            if not isinstance(first, int) or not isinstance(second, int) or first < 0 or second < 0:
                continue
            digits = f"{first}{second}"
            for at in range(1, len(digits)):
                left, right = digits[:at], digits[at:]
                if (
                    at != len(str(first))
                    and (left == "0" or left[0] != "0")
                    and (right == "0" or right[0] != "0")
                ):
                    yield make_mistake(
                        sheet,
                        MistakeKind.SPLIT_ELSEWHERE,
                        _changed(sheet, {one: int(left), other: int(right)}),
                        log10(len(digits) - 1),
                    )


def unfilled_totals(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """A row or column of totals that was left 0 in all of its cells; a single total is found as one wrong cell."""
    for line in (*sheet.layout.rows.values(), *sheet.layout.columns.values()):
        change: dict[Slot, Number] = {}
        for slot in line:
            rules = [rule for rule in sheet.layout.totals.get(slot, ()) if rule in broken]
            if rules and sheet.numbers[slot] == 0 and (implied := sheet.implied(slot, rules[0])):
                change[slot] = implied
        if len(change) > 1 and _linked(sheet, change):
            yield make_mistake(sheet, MistakeKind.UNFILLED, change)


def _linked(sheet: Sheet, change: Mapping[Slot, Number]) -> bool:
    """Whether identities tie the changed cells together; cells that none ties are mistakes of their own."""
    first, *rest = change
    reached, open_cells, edge = {first}, set(rest), [first]
    while edge and open_cells:
        rules = [
            sheet.layout.signs[rule]
            for rule, _ in sheet.layout.over[edge.pop()]
            if sheet.layout.equal[rule]
        ]
        found = {slot for slot in open_cells if any(slot in signs for signs in rules)}
        open_cells -= found
        reached |= found
        edge += found
    return not open_cells


def wrong_lines(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """Several cells of one row or column, each pinned by a broken rule that meets the line in this cell alone."""
    for line in (*sheet.layout.rows.values(), *sheet.layout.columns.values()):
        own = set(line)
        change: dict[Slot, Number] = {}
        for slot in line:
            crossing = [
                r
                for r, _ in sheet.layout.over[slot]
                if r in broken and len(own.intersection(sheet.layout.signs[r])) == 1
            ]
            if (
                crossing
                and (implied := sheet.implied(slot, crossing[0])) is not None
                and implied >= 0
            ):
                change[slot] = implied
        if len(change) > 1 and _linked(sheet, change):
            yield make_mistake(sheet, MistakeKind.ONE_LINE, change)


STRUCTURAL: tuple[Callable[[Sheet, frozenset[int]], Iterator[Mistake]], ...] = (
    unfilled_totals,
    exchanged_rows,
    exchanged_columns,
    shifted_lines,
    moved_values,
    split_elsewhere,
    wrong_lines,
    misprinted_cells,
)
"""mistakes that no identity pins to one cell, each a generator over a sheet; whether one mends it is asked elsewhere"""
