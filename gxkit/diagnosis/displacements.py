"""Mistakes of several cells: lines exchanged or shifted, values displaced, totals left 0.

Each is a generator over a sheet. It proposes what the figures before it would have to be; whether
that mends the broken rules is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from math import log10

from gxkit.diagnosis.equations import Cells, Effect, Entry, Exchange, Repair, Rules, Sheet
from gxkit.diagnosis.kinds import A_PLACE_APART, AN_EMPTY_LINE, MOST_APART
from gxkit.diagnosis.mistakes import Mistake, make_mistake, misprinted_cells, wrong_cell
from gxkit.diagnosis.relations import name_line
from gxkit.diagnosis.totals import (
    are_linked,
    implied_total,
    recomputed_totals,
    stale_totals,
    unfilled_totals,
)
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number

FEWEST_SHIFTED = 4
"""a shorter line that is shifted says no more than two or three wrong cells do, unless all of it
moved"""
A_PART_AND_ITS_TOTAL = 2
A_TOTAL_WITH_IT = 0.25
"""what it costs that a total was made from a wrong part: some add up by hand, from another list"""
A_FURTHER_CELL, MOST_FOR_A_LINE = 0.75, 1.5
OUTGROWN = 0.3
"""what it costs that a year counted more than all years before it: one row in two does"""
MOST_DISPLACED = 6
"""one value stands in few rules: where more are broken, no single displacement explains them"""


def exchanged_rows(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """The labels (or figures) of two rows exchanged, blanks with them."""
    touched = _touched(sheet, broken)
    for exchange in sheet.structure.row_exchanges:
        yield from _exchanged(sheet, MistakeKind.ROWS_EXCHANGED, exchange, touched)


def exchanged_columns(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """The heads (or figures) of two columns exchanged."""
    touched = _touched(sheet, broken)
    for exchange in sheet.structure.column_exchanges:
        yield from _exchanged(sheet, MistakeKind.COLUMNS_EXCHANGED, exchange, touched)


def _exchanged(
    sheet: Sheet,
    kind: MistakeKind,
    exchange: Exchange,
    touched: set[Slot],
) -> Iterator[Mistake]:
    numbers = sheet.numbers
    change: Repair = {}
    emptied: list[Slot] = []
    for one, other in exchange.pairs:
        first, second = numbers[one], numbers[other]
        if first == second:
            continue
        if second is None:
            emptied.append(one)
        else:
            change[one] = second
        if first is None:
            emptied.append(other)
        else:
            change[other] = first
    # rows that print the same show no exchange, and no broken rule one that leaves its cells alone
    if not touched.isdisjoint(change):
        extra = A_PLACE_APART * min(exchange.between, MOST_APART)
        if not _are_both_filled(sheet, exchange):
            extra += AN_EMPTY_LINE
        yield make_mistake(
            sheet,
            kind,
            change,
            extra,
            emptied,
        )


def _are_both_filled(sheet: Sheet, exchange: Exchange) -> bool:
    filled = [False, False]
    for pair in exchange.pairs:
        for side, slot in enumerate(pair):
            if sheet.numbers[slot]:
                filled[side] = True
    return all(filled)


def shifted_lines(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """The figures of a whole row or column one place off, one figure lost at its end."""
    structure = sheet.structure
    # no column is typed as one: a short one that fits did so by chance
    columns = [line for line in structure.columns.values() if len(line) >= FEWEST_SHIFTED]
    touched = _touched(sheet, broken)
    for kind, lines in (
        (MistakeKind.ROW_SHIFTED, structure.lines),
        (MistakeKind.COLUMN_SHIFTED, columns),
    ):
        for line in lines:
            # a line without a broken rule has nothing to explain
            if touched.isdisjoint(line):
                continue
            for cells in (line, line[::-1]):
                change = _unshift(sheet, cells)
                if change:
                    yield make_mistake(sheet, kind, change)


def _touched(sheet: Sheet, rules: Rules) -> set[Slot]:
    """The cells that one of the rules is about."""
    touched: set[Slot] = set()
    for rule in rules:
        touched.update(sheet.structure.signs[rule])
    return touched


def _unshift(sheet: Sheet, cells: Cells) -> Repair:
    """What undoes a move away from the first of the cells; {} where nothing moved.

    The figure that was lost at the other end is what the rules imply; where none does, that cell is
    left as printed.
    """
    # a shift leaves its first cell empty
    if sheet.numbers[cells[0]] not in (0, None):
        return {}
    change: Repair = {}
    for here, there in pairwise(cells):
        number = sheet.numbers[there]
        if number is None:
            return {}
        if number != sheet.numbers[here]:
            change[here] = number
    moved = len(change)
    last = cells[-1]
    lost = _lost_figure(sheet, last, change)
    if lost is not None:
        change[last] = lost
    if len(change) == len(cells) > 1:
        return change
    # one figure that moved is no shift of a line
    return {} if moved <= 1 or len(cells) < FEWEST_SHIFTED else change


def _lost_figure(
    sheet: Sheet,
    slot: Slot,
    change: Repair,
) -> Entry:
    """What all rules over a cell imply once others are changed; None where it stands there."""
    numbers: Effect = {**sheet.numbers, **change}
    implied: set[Number] = set()
    for rule, _ in sheet.structure.over[slot]:
        number = sheet.implied(slot, rule, numbers)
        if number is not None:
            implied.add(number)
    # rules that disagree do not say which figure was lost
    if len(implied) != 1:
        return None
    lost = implied.pop()
    # nothing was lost, or a number that no cell can have
    if lost < 0 or lost == numbers[slot]:
        return None
    return lost


def moved_values(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """A value one place off, beside or below its own, which was left 0 or blank."""
    if len(broken) > MOST_DISPLACED:
        return
    for line in sheet.structure.printed_lines:
        for one, other in pairwise(line):
            for here, own in ((one, other), (other, one)):
                number = sheet.numbers[here] or 0
                # a figure of its own there would have been overwritten
                is_open = not sheet.numbers[own]
                if is_open and number > 0:
                    change = {here: 0, own: number}
                    yield make_mistake(sheet, MistakeKind.NEIGHBOUR, change)


def exchanged_cells(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """Two figures side by side, or one below the other, in the wrong order."""
    if len(broken) > MOST_DISPLACED:
        return
    for one, other in _touched_pairs(sheet, sheet.structure.printed_lines, broken):
        first, second = sheet.numbers[one], sheet.numbers[other]
        # a figure beside an empty cell was moved, which is a kind of its own
        if first and second and first != second:
            change = {one: second, other: first}
            yield make_mistake(sheet, MistakeKind.CELLS_EXCHANGED, change)


def split_elsewhere(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """Two cells side by side whose digits are parted in the wrong place."""
    if len(broken) > MOST_DISPLACED:
        return
    for one, other in _touched_pairs(sheet, sheet.structure.lines, broken):
        first, second = sheet.numbers[one], sheet.numbers[other]
        # blanks and amounts in decimals have no digits to part anew
        if not isinstance(first, int) or not isinstance(second, int):
            continue
        if first < 0 or second < 0:
            continue
        yield from _splits(sheet, (one, other), (first, second))


def _touched_pairs(
    sheet: Sheet,
    lines: Iterable[Cells],
    broken: Rules,
) -> Iterator[tuple[Slot, Slot]]:
    """The cells that stand next to each other in lines, where a broken rule is about one of them:
    between any other two nothing was mistaken."""
    touched = _touched(sheet, broken)
    for line in lines:
        for one, other in pairwise(line):
            if one in touched or other in touched:
                yield one, other


def _splits(
    sheet: Sheet,
    cells: tuple[Slot, Slot],
    printed: tuple[int, int],
) -> Iterator[Mistake]:
    """The digits of two cells parted in each other place."""
    one, other = cells
    digits = "".join(map(str, printed))
    ways = len(digits) - 1
    extra = log10(ways)
    for border in range(1, len(digits)):
        left, right = digits[:border], digits[border:]
        if _is_padded(left) or _is_padded(right):
            continue
        parted = {one: int(left), other: int(right)}
        change = _without_same(sheet, parted)
        if change:
            yield make_mistake(sheet, MistakeKind.SPLIT_ELSEWHERE, change, extra)


def _is_padded(digits: str) -> bool:
    """Whether digits begin with a superfluous 0: no printed number does."""
    return digits[0] == "0" and digits != "0"


def _without_same(sheet: Sheet, wanted: Mapping[Slot, Number]) -> Repair:
    change: Repair = {}
    for slot, number in wanted.items():
        if sheet.numbers[slot] != number:
            change[slot] = number
    return change


def wrong_lines(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """Several cells of one line, each pinned by a broken rule that meets the line in it alone."""
    for line, crossings in sheet.structure.crossings:
        change: Repair = {}
        for slot, rules in zip(line, crossings, strict=True):
            implied = implied_total(sheet, slot, rules, broken)
            if implied is not None and implied >= 0:
                change[slot] = implied
        if len(change) <= 1:
            continue
        mistake = _wrong_line(sheet, change)
        # figures that no identity ties are mistakes apart, unless one story tells them all
        if mistake.kind is not MistakeKind.ONE_LINE or are_linked(sheet, change):
            yield mistake


def _wrong_line(sheet: Sheet, change: Repair) -> Mistake:
    """Figures of one line changed: by what happened to the line, or to one figure whose total was
    made from it."""
    kind, extra = name_line(sheet, change, MistakeKind.ONE_LINE)
    if kind is MistakeKind.ONE_LINE:
        # any line can be made to fit, and the longer the less it says
        further = len(change) - A_PART_AND_ITS_TOTAL
        extra = min(MOST_FOR_A_LINE, A_FURTHER_CELL * further)
    mistake = make_mistake(sheet, kind, change, extra)
    part = _part_with_total(sheet, change)
    if part is None:
        return mistake
    alone = wrong_cell(sheet, part, change[part])
    # where nothing names the part's number, it is the line that is wrong
    named = alone.kind is not MistakeKind.ONE_CELL
    with_total = Mistake(
        alone.kind if named else MistakeKind.ONE_LINE,
        mistake.change,
        alone.cost + A_TOTAL_WITH_IT,
    )
    return min(with_total, mistake, key=lambda one: one.cost)


def _part_with_total(sheet: Sheet, change: Repair) -> Slot | None:
    """Of two changed cells the one that is a part of the other; None where neither is."""
    if len(change) != A_PART_AND_ITS_TOTAL:
        return None
    totals = sheet.structure.totals
    one, other = change
    for part, total in ((one, other), (other, one)):
        for rule in totals.get(total, ()):
            if part in sheet.structure.rules[rule].left:
                return part
    return None


def figures_left_standing(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """Cumulative figures that the year's were not added to, as a bound shows: one, or all."""
    structure = sheet.structure
    # identities that are broken give the number of each cell
    if all(structure.equal[rule] for rule in broken):
        return
    touched = _touched(sheet, broken)
    change: Repair = {}
    outgrown = 0
    for slot, own in structure.counted_in.items():
        printed, counted = sheet.numbers[slot], sheet.numbers[own]
        if printed is not None and counted:
            change[slot] = printed + counted
            outgrown += counted > printed
    for slot, number in change.items():
        # a lone 0 was left empty rather than left standing
        if slot in touched and sheet.numbers[slot]:
            yield make_mistake(sheet, MistakeKind.LAST_YEAR, {slot: number})
    if len(change) > 1:
        extra = OUTGROWN * outgrown
        yield make_mistake(sheet, MistakeKind.LAST_YEAR, change, extra)


def told_figures(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """Figures of one line that witnesses give otherwise, and single ones that only they give."""
    told = sheet.known.told
    for line in sheet.structure.rows_and_columns:
        change: Repair = {}
        for slot in line:
            number = told.get(slot)
            if number is not None and number != sheet.numbers[slot]:
                change[slot] = number
        if len(change) > 1:
            yield _wrong_line(sheet, change)
        for slot, number in change.items():
            yield wrong_cell(sheet, slot, number)


PROPOSERS: tuple[Callable[[Sheet, Rules], Iterator[Mistake]], ...] = (
    unfilled_totals,
    exchanged_rows,
    exchanged_columns,
    shifted_lines,
    moved_values,
    exchanged_cells,
    split_elsewhere,
    wrong_lines,
    recomputed_totals,
    stale_totals,
    misprinted_cells,
    figures_left_standing,
    told_figures,
)
"""generators of the mistakes that no identity pins to one cell"""
