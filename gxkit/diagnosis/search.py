"""Which mistakes, one or a few together, make the broken rules of a block hold?

One mistake first, of any kind: Fellegi and Holt's principle with a whole row out of place counted once. Only where none
does are two tried: a first one that leaves fewer rules broken, then one that mends the rest. Where two do not suffice,
the cells that must change are localised by the mixed-integer program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from gxkit.diagnosis.displacements import STRUCTURAL
from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.localisation import fewest_cells, implied_change, single_cells, whole
from gxkit.diagnosis.mistakes import A_FURTHER_MISTAKE, FACTOR, Mistake, wrong_cell
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number

MOST_FIRST_STEPS = 300


@dataclass(frozen=True, slots=True)
class Attempt:
    """Mistakes that together make a block of rules hold; `change` is what they amount to."""

    mistakes: tuple[Mistake, ...]
    change: tuple[tuple[Slot, Number], ...]
    cost: float

    @property
    def effect(self) -> dict[Slot, Number | None]:
        """All that undoing the mistakes does to the table, one after the other."""
        return {
            slot: number for mistake in self.mistakes for slot, number in mistake.effect.items()
        }


def _structural(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    return chain.from_iterable(kind(sheet, broken) for kind in STRUCTURAL)


def _alone(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """The single mistakes that mend all of the broken rules."""
    look = min(broken)
    for slot, number in single_cells(sheet, broken):
        yield wrong_cell(sheet, slot, number)
    for mistake in _structural(sheet, broken):
        change = mistake.effect
        if change and sheet.repairs(look, change) and sheet.mends(change, broken):
            yield mistake


def _first_steps(
    sheet: Sheet, broken: frozenset[int], slack: int
) -> Iterator[tuple[Mistake, Sheet]]:
    """Mistakes after which fewer rules are broken (with slack 1: not more), each with the sheet that it leaves."""
    cells: dict[tuple[Slot, Number], None] = {}
    for rule in sorted(broken):
        if sheet.layout.equal[rule]:
            for slot in sheet.layout.signs[rule]:
                number = whole((sheet.numbers[slot] or 0) + implied_change(sheet, slot, rule))
                if sheet.is_possible(slot, number):
                    cells[slot, number] = None
    for mistake in chain((wrong_cell(sheet, *cell) for cell in cells), _structural(sheet, broken)):
        after = sheet.after(mistake.effect)
        if after.broken and len(after.broken) < len(sheet.broken) + slack:
            yield mistake, after


def _joined(sheet: Sheet, mistakes: Iterable[Mistake]) -> Attempt:
    """Mistakes one after the other as one attempt; a count that stays negative or broken will need another."""
    made = tuple(mistakes)
    effect = {slot: number for mistake in made for slot, number in mistake.effect.items()}
    kept = tuple(
        (slot, number)
        for slot, number in effect.items()
        if number is not None and sheet.numbers[slot] != number
    )
    numbers = ((slot, effect.get(slot, number)) for slot, number in sheet.numbers.items())
    left = sum(
        not sheet.is_possible(slot, number)
        for slot, number in numbers
        if number is not None and sheet.layout.over[slot]
    )
    cost = sum(m.cost for m in made) + A_FURTHER_MISTAKE * (len(made) - 1 + left)
    return Attempt(made, kept, cost)


def _pairs(sheet: Sheet, broken: frozenset[int], outside: frozenset[int]) -> Iterator[Attempt]:
    for slack in (0, 1):
        found = False
        for step, (first, after) in enumerate(_first_steps(sheet, broken, slack)):
            if step >= MOST_FIRST_STEPS:
                break
            rest = after.broken - outside
            for second in _alone(after, rest) if rest else ():
                attempt = _joined(sheet, (first, second))
                if len(attempt.change) == len(
                    {slot for m in attempt.mistakes for slot, _ in m.change}
                ):
                    found = True  # and neither undoes a part of the other
                    yield attempt
        if found:
            return


def _localised(sheet: Sheet, block: frozenset[int]) -> Iterator[Attempt]:
    """The lightest sets of cells, each cell called by what must have happened to it."""
    for change in fewest_cells(sheet, margin=0.0, rules=block):
        if len(change) > 1 and _pinned(sheet, change, block):
            yield _joined(
                sheet, (wrong_cell(sheet, slot, number) for slot, number in change.items())
            )


def _pinned(sheet: Sheet, change: dict[Slot, Number], block: frozenset[int]) -> bool:
    """Whether the equalities leave each of the changed cells one number only."""
    import numpy as np

    rows = [
        [sheet.layout.signs[rule].get(slot, 0) for slot in change]
        for rule in sorted(block)
        if sheet.layout.equal[rule] and sheet.gaps[rule] is not None
    ]
    return bool(rows) and int(np.linalg.matrix_rank(np.array(rows))) == len(change)


def _cheapest(attempts: Iterable[Attempt]) -> list[Attempt]:
    """One attempt for each change, the cheapest; cheapest first, equal costs in the order of the form."""
    best: dict[frozenset[tuple[Slot, Number]], Attempt] = {}
    for attempt in attempts:
        key = frozenset(attempt.change)
        if key and (key not in best or attempt.cost < best[key].cost):
            best[key] = attempt
    return sorted(best.values(), key=lambda a: a.cost)


def search(sheet: Sheet, block: frozenset[int]) -> list[Attempt]:
    """The explanations of the broken rules of a block, cheapest first; [] where none was found."""
    broken, outside = sheet.broken & block, sheet.broken - block
    if single := alone(sheet, broken):
        return _cheapest([*single, *_impossible_first(sheet, block)])
    if not any(sheet.layout.equal[rule] for rule in broken):
        return []  # a bound says that a number is wrong, not which number is right
    if pairs := _cheapest(_pairs(sheet, broken, outside)):
        return pairs
    return _cheapest(_localised(sheet, block))


def _impossible_first(sheet: Sheet, block: frozenset[int]) -> Iterator[Attempt]:
    """Counts that cannot be, put right by their sign or unit, and then the single mistakes that mend the rest."""
    fixes: list[Mistake] = []
    after = sheet
    for slot, number in sheet.numbers.items():
        if number is not None and sheet.layout.over[slot] and not sheet.is_possible(slot, number):
            meant = whole(-number if number < 0 else number * FACTOR)
            if after.is_possible(slot, meant) and any(
                rule in block for rule, _ in sheet.layout.over[slot]
            ):
                fixes.append(wrong_cell(sheet, slot, meant))
                after = after.after({slot: meant})
    if fixes and (rest := after.broken & block):
        for mistake in _alone(after, rest):
            yield _joined(sheet, [*fixes, mistake])


def alone(sheet: Sheet, broken: frozenset[int]) -> list[Attempt]:
    """The single mistakes that mend exactly these broken rules and touch no other, cheapest first."""
    return _cheapest(_joined(sheet, [m]) for m in _alone(sheet, broken))


def search_across(sheet: Sheet) -> Iterator[Mistake]:
    """Mistakes of several cells that mend at least two rules and break none."""
    for mistake in _structural(sheet, sheet.broken):
        if mistake.kind != MistakeKind.ONE_LINE and mistake.change:
            after = sheet.after(mistake.effect).broken
            if after < sheet.broken and len(sheet.mended_by(mistake.effect)) > 1:
                yield mistake


def only(sheet: Sheet, mistake: Mistake) -> Attempt:
    """One mistake as an attempt."""
    return _joined(sheet, [mistake])
