"""What may have happened to the number of a single cell: its digits, its sign, its unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.kinds import FACTOR
from gxkit.forms import Slot
from gxkit.report import MistakeKind, Number

BESIDE = {
    "0": "12",
    "1": "024",
    "2": "0135",
    "3": "26",
    "4": "157",
    "5": "2468",
    "6": "359",
    "7": "48",
    "8": "579",
    "9": "68",
}
"""the keys beside, above and below each key of a number pad"""
THOUSAND, DIGITS_OF_THOUSANDS = 1_000, 3
POINTS = (10, 100, THOUSAND)
"""by how much a number is off whose point is lost, or whose mark of thousands became a point"""


def _transpositions(digits: str) -> Iterator[str]:
    for place in range(1, len(digits)):
        one, other = digits[place - 1], digits[place]
        if one != other:
            yield digits[: place - 1] + other + one + digits[place + 1 :]


def _without_doubled_digit(digits: str) -> Iterator[str]:
    for place in range(1, len(digits)):
        if digits[place] == digits[place - 1]:
            yield digits[:place] + digits[place + 1 :]


def _with_a_further_digit(digits: str) -> Iterator[str]:
    for place in range(len(digits) + 1):
        before, after = digits[:place], digits[place:]
        # no number begins with a 0
        first = 0 if before else 1
        for digit in range(first, 10):
            yield f"{before}{digit}{after}"


def _is_transposed(printed: str, meant: str) -> bool:
    if len(printed) != len(meant):
        return False
    return meant in _transpositions(printed)


def _is_doubled(printed: str, meant: str) -> bool:
    """Whether a digit stands twice, or a 0 too many at the end."""
    if len(printed) != len(meant) + 1:
        return False
    return printed == meant + "0" or meant in _without_doubled_digit(printed)


def _is_short(printed: str, meant: str) -> bool:
    """Whether a digit was lost; a 0 alone stands for an empty cell and is no rest of digits."""
    if printed == "0" or len(printed) != len(meant) - 1:
        return False
    places = range(len(meant))
    return any(meant[:place] + meant[place + 1 :] == printed for place in places)


def _is_mistyped(printed: str, meant: str) -> bool:
    """Whether one digit is that of a key beside the right one."""
    # an empty cell stands as 0: no key was struck there
    if len(printed) != len(meant) or "0" in (printed, meant):
        return False
    differing: list[tuple[str, str]] = []
    for struck, right in zip(printed, meant, strict=True):
        if struck != right:
            differing.append((struck, right))
    if len(differing) != 1:
        return False
    struck, right = differing[0]
    return right in BESIDE[struck]


DIGIT_SLIPS: tuple[tuple[MistakeKind, Callable[[str, str], bool]], ...] = (
    (MistakeKind.TRANSPOSED, _is_transposed),
    (MistakeKind.DIGIT_DOUBLED, _is_doubled),
    (MistakeKind.DIGIT_LOST, _is_short),
    (MistakeKind.DIGIT_MISTYPED, _is_mistyped),
)
"""what can happen to digits, and whether it leads from those meant to those printed"""


def kind_of_cell(
    sheet: Sheet,
    slot: Slot,
    meant: Number,
) -> MistakeKind:
    """What must have happened to a cell for its printed number to stand for the one meant."""
    printed = sheet.numbers[slot]
    if printed is None:
        return MistakeKind.ONE_CELL
    # a total whose own sum holds, or has blanks, was not left open: it is wrong as any other cell
    if printed == 0 and not sheet.broken.isdisjoint(sheet.structure.totals.get(slot, ())):
        return MistakeKind.UNFILLED
    # what cannot be was not printed by a slip of digits, unless sign or unit explain it
    slips = [printed * factor for factor in (-1, *POINTS, FACTOR)]
    if meant not in slips and not sheet.is_possible(slot, printed):
        return MistakeKind.IMPOSSIBLE
    return _kind_of_numbers(printed, meant)


def _kind_of_numbers(printed: Number, meant: Number) -> MistakeKind:
    if printed == -meant:
        return MistakeKind.SIGN_LOST
    # 0 is 0 in every unit
    if meant and _differ_by_unit(printed, meant):
        return MistakeKind.UNIT
    if meant and _differ_by_point(printed, meant):
        return MistakeKind.POINT
    return _kind_of_digits(printed, meant)


def _has_thousands(printed: Number) -> bool:
    """Whether a number has a point and three digits behind it."""
    if isinstance(printed, int):
        return False
    return printed.as_tuple().exponent == -DIGITS_OF_THOUSANDS


def _differ_by_unit(printed: Number, meant: Number) -> bool:
    return printed == meant * FACTOR or printed * FACTOR == meant


def _differ_by_point(printed: Number, meant: Number) -> bool:
    """Whether one of two numbers is a fraction, and the other the same digits without a point."""
    if isinstance(printed, int) and isinstance(meant, int):
        return False
    return any(printed * by == meant or meant * by == printed for by in POINTS)


def _kind_of_digits(printed: Number, meant: Number) -> MistakeKind:
    for number in (printed, meant):
        if number < 0 or not isinstance(number, int):
            # a sign or a fraction has no digits to compare
            return MistakeKind.ONE_CELL
    is_now, was = str(printed), str(meant)
    for kind, has_happened in DIGIT_SLIPS:
        if has_happened(is_now, was):
            return kind
    return MistakeKind.ONE_CELL


def numbers_meant(printed: Number, whole_only: bool) -> Iterator[Number]:
    """The numbers that a slip in sign, unit or digits turns into the printed one."""
    # three digits behind a point are set off as thousands where things are counted
    if whole_only and _has_thousands(printed):
        yield printed * THOUSAND
        return
    yield -printed if printed < 0 else printed * FACTOR
    # a count that is no multiple has no whole number in the larger unit
    if printed % FACTOR == 0 or not whole_only:
        yield Decimal(printed) / FACTOR
    if not isinstance(printed, int):
        yield from (printed * by for by in POINTS)
    digits = str(printed)
    # fractions and minus signs: their digits are not tried
    if not digits.isdigit():
        return
    for slips in (_transpositions, _without_doubled_digit, _with_a_further_digit):
        for meant in slips(digits):
            yield int(meant)
