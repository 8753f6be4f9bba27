"""Mistakes: what would undo each, what it costs, and those that change a single cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log10

from gxkit.diagnosis.equations import Cells, Change, Effect, Entry, Rules, Sheet
from gxkit.diagnosis.kinds import (
    A_LONE_FIGURE,
    A_NEAR_MISS,
    KINDS,
    MOST_RARITY,
    NEAR,
    RARITY,
)
from gxkit.diagnosis.localisation import whole
from gxkit.diagnosis.relations import name_cell
from gxkit.diagnosis.slips import kind_of_cell, numbers_meant
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its kind, the numbers that undo it, its cost.

    `emptied` are the cells that are blank once it is undone.
    """

    kind: MistakeKind
    change: tuple[tuple[Slot, Number], ...]
    cost: float
    emptied: Cells = ()

    @property
    def effect(self) -> Effect:
        """All that undoing it does to the table."""
        effect: Effect = dict(self.change)
        effect.update(dict.fromkeys(self.emptied))
        return effect


def make_mistake(
    sheet: Sheet,
    kind: MistakeKind,
    change: Mapping[Slot, Number],
    extra: float = 0.0,
    emptied: Iterable[Slot] = (),
) -> Mistake:
    """A mistake of a kind, with its cost.

    The cost is of the kind, of this instance (`extra`), and of the table that it leads back to.
    """
    blanks = tuple(emptied)
    traits = KINDS[kind]
    cost = traits.cost + extra
    if not traits.any_number:
        cost += _rarity(sheet, {**change, **dict.fromkeys(blanks)})
    return Mistake(kind, tuple(change.items()), cost, blanks)


def _rarity(sheet: Sheet, change: Change) -> float:
    """How much rarer, or more common, the undone table is than the printed one, as a cost.

    Most cells of published tables are 0 and the orders of magnitude of the others about equally
    common (Zipf), so that a cell costs something to be filled and more with each digit. Totals
    follow from their parts and cost nothing.
    """
    totals = sheet.structure.totals
    printed = sheet.numbers
    gain = 0.0
    for slot, number in change.items():
        # a total is as rare as its parts, which are counted
        if slot not in totals:
            gain += _size(number) - _size(printed[slot])
    rarity = RARITY * gain
    return max(-MOST_RARITY, min(MOST_RARITY, rarity))


def _size(number: Entry) -> float:
    # a blank is as common as a 0
    if not number:
        return 0.0
    return 1.0 + log10(abs(float(number)))


def wrong_cell(
    sheet: Sheet,
    slot: Slot,
    meant: Number,
) -> Mistake:
    """One cell with another number, called by the cheapest kind that leads to it."""
    kind = kind_of_cell(sheet, slot, meant)
    extra = 0.0
    if kind is MistakeKind.ONE_CELL and _is_near(sheet.numbers[slot], meant):
        # miscounted by a few, not mistyped
        extra = A_NEAR_MISS
    elif kind is MistakeKind.UNFILLED and _is_over_one_figure(sheet, slot):
        # either the total was left open or the figure slipped in
        extra = A_LONE_FIGURE
    own = make_mistake(sheet, kind, {slot: meant}, extra)
    # what cannot be was not left out or copied, and a total left open says so
    if kind in (MistakeKind.UNFILLED, MistakeKind.IMPOSSIBLE):
        return own
    named = name_cell(sheet, slot, meant)
    if named is None:
        return own
    by_others = make_mistake(sheet, named[0], {slot: meant}, named[1])
    return min(own, by_others, key=lambda mistake: mistake.cost)


def _is_near(printed: Entry, meant: Number) -> bool:
    # nobody counted where nothing is printed
    if not printed:
        return False
    return -NEAR < printed - meant < NEAR


def _is_over_one_figure(sheet: Sheet, total: Slot) -> bool:
    """Whether a total stands over one figure only, and no other total of the table was left 0."""
    others = [slot for slot in totals_left_open(sheet) if slot != total]
    if others:
        return False
    structure = sheet.structure
    figures: list[int] = []
    for rule in structure.totals[total]:
        parts = structure.rules[rule].left
        filled = [slot for slot in parts if sheet.numbers[slot]]
        figures.append(len(filled))
    return min(figures) == 1


def totals_left_open(sheet: Sheet) -> list[Slot]:
    """The totals that are 0 over sums that are broken."""
    found: list[Slot] = []
    for slot, rules in sheet.structure.totals.items():
        if sheet.numbers[slot] != 0:
            continue
        if sheet.broken.intersection(rules):
            found.append(slot)
    return found


def misprinted_cells(sheet: Sheet, broken: Rules) -> Iterator[Mistake]:
    """Single cells under a broken bound whose digits, sign or unit are wrong.

    A bound implies no number to compare with: every number is tried that a slip turns into the
    printed one.
    """
    structure = sheet.structure
    # an identity implies the number: it is found without trying
    if any(structure.equal[rule] for rule in broken):
        return
    cells: dict[Slot, int] = {}
    for rule in sorted(broken):
        cells.update(structure.signs[rule])
    for slot in cells:
        for kind, numbers in _numbers_meant_by_kind(sheet, slot).items():
            possible = [meant for meant in numbers if _would_hold(sheet, broken, slot, meant)]
            for meant in possible:
                # each of many numbers that a digit more would give is as unlikely as they are many
                extra = log10(len(possible))
                yield make_mistake(sheet, kind, {slot: meant}, extra)


def _numbers_meant_by_kind(sheet: Sheet, slot: Slot) -> Mapping[MistakeKind, list[Number]]:
    """The numbers that a slip in a cell turns into the printed one, by what the slip is."""
    printed = sheet.numbers[slot]
    found: dict[MistakeKind, list[Number]] = {}
    if not printed:
        return found
    tried = map(whole, numbers_meant(printed, slot in sheet.structure.counts))
    for meant in dict.fromkeys(tried):
        kind = kind_of_cell(sheet, slot, meant)
        # any number would do for one wrong cell: a bound names none
        named = kind not in (MistakeKind.ONE_CELL, MistakeKind.IMPOSSIBLE)
        if named and meant != printed and sheet.is_possible(slot, meant):
            found.setdefault(kind, []).append(meant)
    return found


def _would_hold(
    sheet: Sheet,
    broken: Rules,
    slot: Slot,
    meant: Number,
) -> bool:
    """Whether the first of the broken rules would hold with another number in a cell."""
    return sheet.repairs(min(broken), {slot: meant})
