"""What wrong figures have to do with the others of their table: left out, added, copied, left over.

A sum that is off by exactly one of its parts was made without it; a row that prints what stands
beside it was copied. Few and small figures agree by chance, so that a relation costs more where
several lines, or parts, could have been taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log10

from gxkit.diagnosis.equations import Cells, Sheet, Tie
from gxkit.diagnosis.kinds import (
    A_SMALL_LINE,
    A_TELLING_COPY,
    BEYOND_CHANCE,
    MOST_CHOICE,
    NO_CHANCE,
)
from gxkit.forms import Slot
from gxkit.forms.roles import COLUMN, SIDES
from gxkit.report import MistakeKind, Number

Vector = tuple[Number, ...]
"""the figures of a line, a blank as 0"""
Named = tuple[MistakeKind, float]
"""a kind, and what this instance of it costs more"""
TAKEN: Mapping[MistakeKind, tuple[Tie, ...]] = {
    MistakeKind.PART_OMITTED: (Tie.PART, Tie.OTHER_SIDE),
    MistakeKind.PART_TWICE: (Tie.PART, Tie.SAME_SIDE),
    MistakeKind.COPIED: (Tie.PART, Tie.SAME_SIDE, Tie.OTHER_SIDE),
}
"""which lines a mistake can have taken: cases still open are left out of those received, and
counted with those decided"""


def figures_of(sheet: Sheet, line: Iterable[Slot]) -> Vector:
    """What stands in the cells of a line, a blank as 0."""
    return tuple(sheet.numbers[slot] or 0 for slot in line)


def name_line(
    sheet: Sheet,
    change: Mapping[Slot, Number],
    otherwise: MistakeKind,
) -> Named:
    """What happened to figures of one row or column; `otherwise` where no relation is found."""
    slots = tuple(change)
    if is_last_years(sheet, slots) or lacks_the_years(sheet, change):
        return MistakeKind.LAST_YEAR, 0.0
    if not any(figures_of(sheet, slots)):
        if sheet.structure.totals.keys() >= change.keys():
            return MistakeKind.UNFILLED, 0.0
        return MistakeKind.LEFT_EMPTY, 0.0
    if _is_all_put_in_one(sheet, change):
        return MistakeKind.COPIED, 0.0
    for side in SIDES:
        lines = {slot[side] for slot in slots}
        if len(lines) == 1:
            named = _name_by_lines(sheet, change, side)
            if named is not None:
                return named
    return otherwise, 0.0


def is_last_years(sheet: Sheet, slots: Iterable[Slot]) -> bool:
    """Whether some cells print what stood there a year before, and not by chance."""
    past = sheet.known.past
    filled: list[Number] = []
    for slot in slots:
        number = sheet.numbers[slot]
        if past.get(slot) != number:
            return False
        if number:
            filled.append(number)
    # zeros, and a single figure below ten, are the same in many years
    if len(filled) == 1:
        return filled[0] >= BEYOND_CHANCE
    return bool(filled)


def lacks_the_years(sheet: Sheet, change: Mapping[Slot, Number]) -> bool:
    """Whether cumulative figures are too small by exactly what was counted in the year: they stand
    as they stood a year before."""
    counted_in = sheet.structure.counted_in
    added: list[Number] = []
    for slot, meant in change.items():
        printed = sheet.numbers[slot]
        # what was empty was not left from a year before
        if slot not in counted_in or not printed:
            return False
        own = counted_in[slot]
        # a row that was left over as a whole has the year's figure wrong too
        counted = change.get(own, sheet.numbers[own])
        if counted != meant - printed:
            return False
        added.append(counted)
    # a small gap is that of many rows by chance
    return max(added) >= BEYOND_CHANCE or len(added) > 1


def _is_all_put_in_one(sheet: Sheet, change: Mapping[Slot, Number]) -> bool:
    """Whether the first part of a total was given all of it, and the other changed parts nothing:
    who asked was not asked, and all were put under natural persons."""
    numbers = sheet.numbers
    filled = [slot for slot in change if numbers[slot]]
    if len(filled) != 1:
        return False
    first = filled[0]
    printed = numbers[first] or 0
    if change[first] >= printed:
        return False
    structure = sheet.structure
    for rule, _ in structure.over[first]:
        total = structure.total_of.get(rule)
        if total is None or numbers[total] != printed:
            continue
        left = structure.rules[rule].left
        if left[0] == first and change.keys() <= set(left):
            return True
    return False


def _name_by_lines(
    sheet: Sheet,
    change: Mapping[Slot, Number],
    side: int,
) -> Named | None:
    """The other row (or column) whose figures a line lacks, holds besides its own, or repeats."""
    structure = sheet.structure
    own = structure.line_of(next(iter(change)), side)
    lacking: list[Number] = []
    besides: list[Number] = []
    for slot in own:
        printed = sheet.numbers[slot] or 0
        gap = change.get(slot, printed) - printed
        lacking.append(gap)
        besides.append(-gap)
    # a part that was left out leaves the sum too small, and one that counts twice too large
    wanted = {
        MistakeKind.PART_OMITTED: tuple(lacking),
        MistakeKind.PART_TWICE: tuple(besides),
        MistakeKind.COPIED: figures_of(sheet, own),
    }
    beside = structure.lines_beside(own, side)
    for kind, figures in wanted.items():
        for tie in TAKEN[kind]:
            filled = _filled(sheet, beside[tie])
            fitting = filled.count(figures)
            if fitting:
                extra = _cost_of_choice(len(filled), fitting)
                if tie is not Tie.PART and _is_by_chance(figures):
                    extra += A_SMALL_LINE
                return kind, extra
    return None


def _is_by_chance(figures: Vector) -> bool:
    """Whether a line has one small figure only, besides its total: any other slip leaves such a
    gap too."""
    filled = {number for number in figures if number}
    return len(filled) == 1 and max(filled) < BEYOND_CHANCE


def _filled(sheet: Sheet, lines: Iterable[Cells]) -> list[Vector]:
    """The figures of the lines that have any."""
    vectors = [figures_of(sheet, line) for line in lines]
    return [figures for figures in vectors if any(figures)]


def _cost_of_choice(choices: int, fitting: int) -> float:
    """What it costs that one of so many was taken, so many of which fit alike."""
    return min(MOST_CHOICE, log10(choices / fitting))


def name_cell(
    sheet: Sheet,
    slot: Slot,
    meant: Number,
) -> Named | None:
    """What one wrong cell has to do with the figures beside it; None where nothing is seen."""
    printed = sheet.numbers[slot]
    if not printed:
        return MistakeKind.LEFT_EMPTY, 0.0
    if is_last_years(sheet, (slot,)) or lacks_the_years(sheet, {slot: meant}):
        return MistakeKind.LAST_YEAR, 0.0
    found: list[Named] = []
    gap = meant - printed
    for rule in sheet.structure.totals.get(slot, ()):
        left = sheet.structure.rules[rule].left
        parts = [number for number in figures_of(sheet, left) if number]
        fitting = [number for number in parts if number in (gap, -gap)]
        # a sum over one figure is twice that figure, or nothing, whatever happened
        if len(parts) > 1 and fitting:
            kind = MistakeKind.PART_OMITTED if gap > 0 else MistakeKind.PART_TWICE
            extra = _cost_of_choice(len(parts), len(fitting))
            found.append((kind, extra))
    if printed >= BEYOND_CHANCE and _is_repeated(sheet, slot, printed):
        is_telling = printed >= NO_CHANCE or _alone_is_its_own(sheet, slot)
        found.append((MistakeKind.COPIED, A_TELLING_COPY if is_telling else 0.0))
    return min(found, key=lambda named: named[1], default=None)


def _alone_is_its_own(sheet: Sheet, slot: Slot) -> bool:
    """Whether a cumulative figure, and none of another row, is the year's own."""
    like_the_years: list[Slot] = []
    for total, part in sheet.structure.counted_in.items():
        number = sheet.numbers[total]
        if number and number == sheet.numbers[part]:
            like_the_years.append(total)
    return like_the_years == [slot]


def _is_repeated(
    sheet: Sheet,
    slot: Slot,
    printed: Number,
) -> bool:
    """Whether a cell beside, above or below prints the same number, or its like of another group
    of figures that stand side by side."""
    structure = sheet.structure
    if structure.table.layout == "across":
        others = [other for other in structure.columns[slot[COLUMN]] if other != slot]
        if any(sheet.numbers[other] == printed for other in others):
            return True
    for line in structure.printed_lines:
        if slot not in line:
            continue
        place = line.index(slot)
        first = max(0, place - 1)
        before = line[first:place]
        behind = line[place + 1 : place + 2]
        for other in (*before, *behind):
            if sheet.numbers[other] == printed:
                return True
    return False
