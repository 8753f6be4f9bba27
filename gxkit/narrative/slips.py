"""Whether two numbers that should be one differ as a misprint does."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from gxkit.report import Number
from gxkit.text import distance

FEWEST = 10
"""smaller numbers that differ are as likely to be two numbers as a misprinted one"""
_CLOSE = Decimal("0.02")
"""of a number: as far off as a slip in the last digits of a long one"""


class Agreement(StrEnum):
    """How a figure is beside that of a table: `slip` where one may be the other's misprint."""

    SAME = "same"
    SLIP = "slip"
    OTHER = "other"


def compare(said: Number | None, number: Number | None) -> Agreement:
    """How a figure that is said is beside the table's; None is neither.

    >>> compare(83, 93).value, compare(7006, 7011).value, compare(12, 21).value, compare(2, 3).value
    ('slip', 'slip', 'slip', 'other')
    """
    if said is None or number is None:
        return Agreement.OTHER
    if said == number:
        return Agreement.SAME
    if min(said, number) < FEWEST:
        return Agreement.OTHER
    gap = distance(said, number)
    is_slip = _differ_in_one_digit(str(said), str(number))
    is_close = gap <= number * _CLOSE
    return Agreement.SLIP if is_slip or is_close else Agreement.OTHER


def _differ_in_one_digit(one: str, other: str) -> bool:
    """Whether one digit differs, or two beside each other are exchanged."""
    if len(one) != len(other):
        return False
    places = [place for place, digit in enumerate(one) if digit != other[place]]
    if len(places) == 1:
        return True
    first, last = places[0], places[-1]
    return last - first == 1 and one[first : last + 1] == other[last] + other[first]
