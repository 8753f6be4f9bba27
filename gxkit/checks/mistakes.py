"""The kinds of mistake that published tables show, each with what it costs and a generator of its instances.

A cost is a power of ten of the odds: one unit more, ten times less likely. It is made of how often the kind is met and
of how much the kind could have done: a digit lost leaves few other numbers than the one printed, while a cell replaced
by any number leaves about a hundred, so that `one cell` costs a unit or more beyond the kinds that name what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from math import log10

from gxkit.checks.equations import Sheet, Terms
from gxkit.checks.localisation import whole
from gxkit.forms import Slot
from gxkit.report import Number

COSTS: dict[str, tuple[float, str]] = {
    "total not filled in": (1.0, "three of the four published mistakes at hand; totals are typed last"),
    "rows exchanged": (1.25, "labels and figures are set apart where a page breaks; the other published mistake"),
    "columns exchanged": (1.5, "as rows, but the head of a table is copied from the notice"),
    "sign lost": (1.25, "a count cannot be negative: nothing else explains a minus"),
    "row shifted": (1.5, "one cell too many or too few moves all that follow"),
    "column shifted": (1.75, "as a row, but figures are typed row by row"),
    "value in the neighbouring cell": (1.5, "the figure is right and stands one place off"),
    "split elsewhere": (1.75, "the digits are right and the border between two cells that ran together is not"),
    "digits transposed": (1.5, "the commonest slip in typing figures"),
    "digit lost": (1.5, "a key not struck, a digit cut off or not recognised"),
    "digit doubled": (1.5, "a key struck twice"),
    "unit": (1.5, "the same amount in 元 and 万元"),
    "one cell": (2.75, "any other number in one cell"),
    "impossible": (4.75, "a negative or broken count, and not by its sign or unit: two mistakes in one cell"),
    "one line": (3.5, "any other numbers in one row or column: one slip by its place, several by its figures"),
}
"""what each kind costs, and why"""

A_PLACE_APART = 0.25
MOST_APART = 6
"""an exchange is likelier between neighbours: each row in between adds to its cost, up to a limit"""
A_FURTHER_MISTAKE = 2.0
"""two mistakes in what one block of rules covers: about one report in a hundred that has one has another there"""

RARITY, MOST_RARITY = 0.5, 2.0
"""what a further digit in a part costs, and where that ends: half of what Zipf's law says, for small bodies have many
small tables and large ones have large tables throughout"""

FACTOR = 10_000


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its kind, the numbers that undo it, its cost."""

    kind: str
    change: tuple[tuple[Slot, Number], ...]
    cost: float


def _mistake(sheet: Sheet, kind: str, change: dict[Slot, Number], extra: float = 0.0) -> Mistake:
    return Mistake(kind, tuple(change.items()), COSTS[kind][0] + extra + _rarity(sheet, kind, change))


def _rarity(sheet: Sheet, kind: str, change: Mapping[Slot, Number]) -> float:
    """How much rarer, or more common, the undone table is than the printed one, in the units of a cost.

    Most cells of published tables are 0 and the orders of magnitude of the others about equally common (Zipf), so that
    a cell costs something to be filled and more with each digit. Totals follow from their parts and cost nothing. It is
    not asked of `one cell`, where a rare number is as unlikely to be printed by mistake as it is to be right.
    """
    if kind in ("one cell", "one line", "sign lost", "impossible"):
        return 0.0
    gain = sum(_size(number) - _size(sheet.numbers[slot]) for slot, number in change.items()
               if slot not in sheet.layout.totals)
    return max(-MOST_RARITY, min(MOST_RARITY, RARITY * gain))


def _size(number: Number | None) -> float:
    return 1.0 + log10(abs(float(number))) if number else 0.0


def _changed(sheet: Sheet, wanted: dict[Slot, Number]) -> dict[Slot, Number]:
    return {slot: number for slot, number in wanted.items() if sheet.numbers[slot] != number}


def _exchanged(sheet: Sheet, kind: str, lines: Mapping[str, tuple[Slot, ...]], roles: Mapping[str, tuple[Terms, ...]],
               place: int) -> Iterator[Mistake]:
    """Exchanges of two lines that run over the same places and do not play the same role in every rule."""
    order = list(lines)
    for i, j in combinations(range(len(order)), 2):
        first, second = order[i], order[j]
        if roles[first] == roles[second] or [s[place] for s in lines[first]] != [s[place] for s in lines[second]]:
            continue
        change: dict[Slot, Number] = {}
        for one, other in zip(lines[first], lines[second], strict=True):
            a, b = sheet.numbers[one], sheet.numbers[other]
            if a == b or a is None or b is None:
                continue
            change[one], change[other] = b, a
        if change:
            yield _mistake(sheet, kind, change, A_PLACE_APART * min(j - i - 1, MOST_APART))


def exchanged_rows(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """The labels (or figures) of two rows exchanged; where only one of two cells is blank both are left as printed."""
    return _exchanged(sheet, "rows exchanged", sheet.layout.rows, sheet.layout.roles, 1)


def exchanged_columns(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """The heads (or figures) of two columns exchanged."""
    return _exchanged(sheet, "columns exchanged", sheet.layout.columns, sheet.layout.column_roles, 0)


def shifted_lines(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """The figures of a whole row or column one place off: 0 or nothing at one end, one figure lost at the other."""
    kinds: tuple[tuple[str, Sequence[Sequence[Slot]]], ...] = (
        ("row shifted", sheet.layout.lines), ("column shifted", list(sheet.layout.columns.values())))
    touched = {slot for rule in broken for slot in sheet.layout.rules[rule].cells}
    for kind, lines in kinds:
        for line in lines:
            if len(line) < 4 or touched.isdisjoint(line):
                continue
            for slots in (line, line[::-1]):
                if change := _unshift(sheet, slots):
                    yield _mistake(sheet, kind, change)


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
                    yield _mistake(sheet, "value in the neighbouring cell", {here: 0, own: number})


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
                if at != len(str(first)) and (left == "0" or left[0] != "0") and (right == "0" or right[0] != "0"):
                    yield _mistake(sheet, "split elsewhere", _changed(sheet, {one: int(left), other: int(right)}),
                                   log10(len(digits) - 1))


def unfilled_totals(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """A row or column of totals that was left 0 in all of its cells; a single total is found as one wrong cell."""
    for line in (*sheet.layout.rows.values(), *sheet.layout.columns.values()):
        change: dict[Slot, Number] = {}
        for slot in line:
            rules = [rule for rule in sheet.layout.totals.get(slot, ()) if rule in broken]
            if rules and sheet.numbers[slot] == 0 and (implied := sheet.implied(slot, rules[0])):
                change[slot] = implied
        if len(change) > 1 and _linked(sheet, change):
            yield _mistake(sheet, "total not filled in", change)


def _linked(sheet: Sheet, change: Mapping[Slot, Number]) -> bool:
    """Whether identities tie the changed cells together; cells that none ties are mistakes of their own."""
    first, *rest = change
    reached, open_cells, edge = {first}, set(rest), [first]
    while edge and open_cells:
        rules = [sheet.layout.signs[rule] for rule, _ in sheet.layout.over[edge.pop()] if sheet.layout.equal[rule]]
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
            crossing = [r for r, _ in sheet.layout.over[slot]
                        if r in broken and len(own.intersection(sheet.layout.signs[r])) == 1]
            if crossing and (implied := sheet.implied(slot, crossing[0])) is not None and implied >= 0:
                change[slot] = implied
        if len(change) > 1 and _linked(sheet, change):
            yield _mistake(sheet, "one line", change)


def _lost_digit(short: str, long: str) -> bool:
    return short != "0" and len(long) == len(short) + 1 and any(
        long[:i] + long[i + 1:] == short for i in range(len(long)))


def _transposed(one: str, other: str) -> bool:
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (len(one) == len(other) and len(apart) == 2 and apart[1] == apart[0] + 1
            and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]])


def _doubled_digit(printed: str, meant: str) -> bool:
    return len(printed) == len(meant) + 1 and any(
        printed[i] == printed[i + 1] and printed[:i] + printed[i + 1:] == meant for i in range(len(meant)))


def kind_of_cell(sheet: Sheet, slot: Slot, meant: Number) -> str:
    """What must have happened to a cell for its printed number to stand for the one meant."""
    printed = sheet.numbers[slot]
    if printed == 0 and slot in sheet.layout.totals:
        return "total not filled in"
    if printed is None:
        return "one cell"
    if not sheet.is_possible(slot, printed) and meant not in (-printed, printed * FACTOR):
        return "impossible"
    if printed == -meant:
        return "sign lost"
    if meant and (printed == meant * FACTOR or printed * FACTOR == meant):
        return "unit"
    if not isinstance(printed, int) or not isinstance(meant, int) or printed < 0 or meant < 0:
        return "one cell"
    is_now, was = str(printed), str(meant)
    if _transposed(is_now, was):
        return "digits transposed"
    if _doubled_digit(is_now, was):
        return "digit doubled"
    if _lost_digit(is_now, was):
        return "digit lost"
    return "one cell"


def wrong_cell(sheet: Sheet, slot: Slot, meant: Number) -> Mistake:
    """One cell with another number, called by the cheapest kind that leads from the one to the other."""
    return _mistake(sheet, kind_of_cell(sheet, slot, meant), {slot: meant})


def misprinted_cells(sheet: Sheet, broken: frozenset[int]) -> Iterator[Mistake]:
    """Single cells under a broken bound whose digits, sign or unit are wrong: a bound implies no number to compare."""
    if any(sheet.layout.equal[rule] for rule in broken):
        return
    for slot in dict.fromkeys(slot for rule in sorted(broken) for slot in sheet.layout.signs[rule]):
        printed = sheet.numbers[slot]
        if not printed:
            continue
        digits = str(printed)
        meant: list[Number] = [-printed] if printed < 0 else [printed * FACTOR]
        if printed % FACTOR == 0 or slot not in sheet.layout.counts:
            meant.append(whole(Decimal(printed) / FACTOR))
        if digits.isdigit():
            meant += [int(digits[:i - 1] + digits[i] + digits[i - 1] + digits[i + 1:]) for i in range(1, len(digits))]
            meant += [int(digits[:i] + digits[i + 1:]) for i in range(1, len(digits)) if digits[i] == digits[i - 1]]
            meant += [int(digits[:i] + d + digits[i:]) for i in range(len(digits) + 1) for d in "0123456789"
                      if i or d > "0"]
        for number in dict.fromkeys(map(whole, meant)):
            kind = kind_of_cell(sheet, slot, number)
            named = kind not in ("one cell", "impossible")
            if number != printed and named and sheet.is_possible(slot, number):
                yield _mistake(sheet, kind, {slot: number})


STRUCTURAL: tuple[Callable[[Sheet, frozenset[int]], Iterator[Mistake]], ...] = (
    unfilled_totals, exchanged_rows, exchanged_columns, shifted_lines, moved_values, split_elsewhere, wrong_lines,
    misprinted_cells)
"""mistakes that no identity pins to one cell, each a generator over a sheet; whether one mends it is asked elsewhere"""
