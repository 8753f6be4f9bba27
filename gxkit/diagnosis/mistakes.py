"""The kinds of mistake that published tables show, what each costs, and what may have happened to a single cell.

A cost is a power of ten of the odds: one unit more, ten times less likely. It is made of how often the kind is met and
of how much the kind could have done: a digit lost leaves few other numbers than the one printed, while a cell replaced
by any number leaves about a hundred, so that `one cell` costs a unit or more beyond the kinds that name what happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from gxkit.diagnosis.equations import Change, Sheet
from gxkit.diagnosis.localisation import whole
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number

COSTS: dict[MistakeKind, tuple[float, str]] = {
    MistakeKind.UNFILLED: (
        1.0,
        "three of the four published mistakes at hand; totals are typed last",
    ),
    MistakeKind.ROWS_EXCHANGED: (
        1.25,
        "labels and figures are set apart where a page breaks; the other published mistake",
    ),
    MistakeKind.COLUMNS_EXCHANGED: (
        1.5,
        "as rows, but the head of a table is copied from the notice",
    ),
    MistakeKind.SIGN_LOST: (1.25, "a count cannot be negative: nothing else explains a minus"),
    MistakeKind.ROW_SHIFTED: (1.5, "one cell too many or too few moves all that follow"),
    MistakeKind.COLUMN_SHIFTED: (1.75, "as a row, but figures are typed row by row"),
    MistakeKind.NEIGHBOUR: (1.5, "the figure is right and stands one place off"),
    MistakeKind.SPLIT_ELSEWHERE: (
        1.75,
        "the digits are right and the border between two cells that ran together is not",
    ),
    MistakeKind.TRANSPOSED: (1.5, "the commonest slip in typing figures"),
    MistakeKind.DIGIT_LOST: (1.5, "a key not struck, a digit cut off or not recognised"),
    MistakeKind.DIGIT_DOUBLED: (1.5, "a key struck twice"),
    MistakeKind.UNIT: (1.5, "the same amount in 元 and 万元"),
    MistakeKind.ONE_CELL: (2.75, "any other number in one cell"),
    MistakeKind.IMPOSSIBLE: (
        6.0,
        "a negative or broken count, and not by its sign or unit: two mistakes in one cell",
    ),
    MistakeKind.ONE_LINE: (
        3.5,
        "any other numbers in one row or column: one slip by its place, several by its figures",
    ),
}
"""what each kind costs, and why"""

A_PLACE_APART = 0.25
MOST_APART = 6
"""an exchange is likelier between neighbours: each row in between adds to its cost, up to a limit"""
A_LONE_FIGURE = 1.0
"""what it costs that a total left 0 stands over one figure only, which may as well have slipped in; not where another
total of the table was left 0 too"""
A_NEAR_MISS = -0.5
"""a number less than ten off is likelier than any other"""
A_FURTHER_MISTAKE = 2.0
"""two mistakes in what one block of rules covers: about one report in a hundred that has one has another there"""

RARITY, MOST_RARITY = 0.5, 2.0
"""what a further digit in a part costs, and where that ends: half of what Zipf's law says, for small bodies have many
small tables and large ones have large tables throughout"""

FACTOR = 10_000


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its kind, the numbers that undo it, its cost, and the cells that are blank once it is undone."""

    kind: MistakeKind
    change: tuple[tuple[Slot, Number], ...]
    cost: float
    emptied: tuple[Slot, ...] = ()

    @property
    def effect(self) -> dict[Slot, Number | None]:
        """All that undoing it does to the table."""
        return {**dict(self.change), **dict.fromkeys(self.emptied)}


def make_mistake(
    sheet: Sheet,
    kind: MistakeKind,
    change: Mapping[Slot, Number],
    extra: float = 0.0,
    emptied: Sequence[Slot] = (),
) -> Mistake:
    """A mistake of a kind, with its cost: of the kind, of this instance, and of the table that it leads back to."""
    cost = COSTS[kind][0] + extra + _rarity(sheet, kind, {**change, **dict.fromkeys(emptied)})
    return Mistake(kind, tuple(change.items()), cost, tuple(emptied))


def _rarity(sheet: Sheet, kind: MistakeKind, change: Change) -> float:
    """How much rarer, or more common, the undone table is than the printed one, in the units of a cost.

    Most cells of published tables are 0 and the orders of magnitude of the others about equally common (Zipf), so that
    a cell costs something to be filled and more with each digit. Totals follow from their parts and cost nothing. It is
    not asked of `one cell`, where a rare number is as unlikely to be printed by mistake as it is to be right.
    """
    if kind in (
        MistakeKind.ONE_CELL,
        MistakeKind.ONE_LINE,
        MistakeKind.SIGN_LOST,
        MistakeKind.IMPOSSIBLE,
    ):
        return 0.0
    gain = sum(
        _size(number) - _size(sheet.numbers[slot])
        for slot, number in change.items()
        if slot not in sheet.layout.totals
    )
    return max(-MOST_RARITY, min(MOST_RARITY, RARITY * gain))


def _size(number: Number | None) -> float:
    return 1.0 + log10(abs(float(number))) if number else 0.0


def _lost_digit(short: str, long: str) -> bool:
    return (
        short != "0"
        and len(long) == len(short) + 1
        and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    )


def _transposed(one: str, other: str) -> bool:
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(one) == len(other)
        and len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and one[apart[1]] == other[apart[0]]
    )


def _doubled_digit(printed: str, meant: str) -> bool:
    return len(printed) == len(meant) + 1 and any(
        printed[i] == printed[i + 1] and printed[:i] + printed[i + 1 :] == meant
        for i in range(len(meant))
    )


def kind_of_cell(sheet: Sheet, slot: Slot, meant: Number) -> MistakeKind:
    """What must have happened to a cell for its printed number to stand for the one meant."""
    printed = sheet.numbers[slot]
    if printed == 0 and slot in sheet.layout.totals:
        return MistakeKind.UNFILLED
    if printed is None:
        return MistakeKind.ONE_CELL
    if not sheet.is_possible(slot, printed) and meant not in (-printed, printed * FACTOR):
        return MistakeKind.IMPOSSIBLE
    if printed == -meant:
        return MistakeKind.SIGN_LOST
    if meant and (printed == meant * FACTOR or printed * FACTOR == meant):
        return MistakeKind.UNIT
    if not isinstance(printed, int) or not isinstance(meant, int) or printed < 0 or meant < 0:
        return MistakeKind.ONE_CELL
    is_now, was = str(printed), str(meant)
    if _transposed(is_now, was):
        return MistakeKind.TRANSPOSED
    if _doubled_digit(is_now, was):
        return MistakeKind.DIGIT_DOUBLED
    if _lost_digit(is_now, was):
        return MistakeKind.DIGIT_LOST
    return MistakeKind.ONE_CELL


def wrong_cell(sheet: Sheet, slot: Slot, meant: Number) -> Mistake:
    """One cell with another number, called by the cheapest kind that leads from the one to the other."""
    kind, printed = kind_of_cell(sheet, slot, meant), sheet.numbers[slot]
    extra = 0.0
    if kind == MistakeKind.ONE_CELL and printed is not None and -10 < printed - meant < 10:
        extra = A_NEAR_MISS
    elif kind == MistakeKind.UNFILLED and _over_one_figure(sheet, slot):
        extra = A_LONE_FIGURE
    return make_mistake(sheet, kind, {slot: meant}, extra)


def _over_one_figure(sheet: Sheet, total: Slot) -> bool:
    """Whether a total stands over one figure only, and no other total over broken sums was left 0."""
    rules = sheet.layout.totals[total]
    figures = min(
        sum(bool(sheet.numbers[slot]) for slot in sheet.layout.rules[rule].left) for rule in rules
    )
    others = [
        slot
        for slot, over in sheet.layout.totals.items()
        if slot != total and sheet.numbers[slot] == 0 and sheet.broken.intersection(over)
    ]
    return figures == 1 and not others


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
            meant += [
                int(digits[: i - 1] + digits[i] + digits[i - 1] + digits[i + 1 :])
                for i in range(1, len(digits))
            ]
            meant += [
                int(digits[:i] + digits[i + 1 :])
                for i in range(1, len(digits))
                if digits[i] == digits[i - 1]
            ]
            meant += [
                int(digits[:i] + d + digits[i:])
                for i in range(len(digits) + 1)
                for d in "0123456789"
                if i or d > "0"
            ]
        for number in dict.fromkeys(map(whole, meant)):
            kind = kind_of_cell(sheet, slot, number)
            named = kind not in (MistakeKind.ONE_CELL, MistakeKind.IMPOSSIBLE)
            if number != printed and named and sheet.is_possible(slot, number):
                yield make_mistake(sheet, kind, {slot: number})
