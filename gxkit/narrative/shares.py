"""Percentages beside counts: whether a printed share is part / whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from gxkit.narrative.numerals import last_digit
from gxkit.text import Number

HUNDRED = Decimal(100)


class Rounding(StrEnum):
    """How a printed share comes from its exact one."""

    ROUNDED = "rounded"
    CUT = "cut"
    RAISED = "raised"
    WRONG = ""


def fit_share(
    part: Number,
    whole: Number,
    printed: Decimal,
) -> Rounding:
    """How a printed percentage is part / whole.

    >>> str(fit_share(2, 37, Decimal("5.4"))), str(fit_share(14, 53, Decimal("26.41")))
    ('rounded', 'cut')
    >>> str(fit_share(1, 37, Decimal("5.4")))
    ''
    """
    exact = exact_share(part, whole)
    unit = last_digit(printed)
    # a share of nothing is never right
    if exact is None:
        return Rounding.WRONG
    if abs(exact - printed) <= unit / 2:
        return Rounding.ROUNDED
    if exact.quantize(unit, ROUND_DOWN) == printed:
        return Rounding.CUT
    if 0 < printed - exact < unit:
        return Rounding.RAISED
    return Rounding.WRONG


def exact_share(part: Number, whole: Number) -> Decimal | None:
    """part / whole in per cent; None if the whole is 0."""
    if not whole:
        return None
    return Decimal(part) * HUNDRED / Decimal(whole)


def round_share(
    part: Number,
    whole: Number,
    printed: Decimal,
) -> Decimal | None:
    """part / whole in per cent, with as many decimals as the printed share has."""
    exact = exact_share(part, whole)
    if exact is None:
        return None
    return exact.quantize(last_digit(printed), ROUND_HALF_UP)


def make_a_hundred(shares: Sequence[Decimal]) -> bool:
    """Whether shares make 100 %, each being off by at most one in its last digit."""
    step = max(map(last_digit, shares))
    off = abs(sum(shares, -HUNDRED))
    return off <= step * len(shares)


def fit_whole(
    parts: Sequence[Number],
    shares: Sequence[Decimal],
    whole: Number,
) -> tuple[int, bool] | None:
    """How many shares are those of their parts in a whole, and whether the parts add up to it.

    None where these are too few for it to be the whole.
    """
    # a part is never more than its whole
    if not whole or max(parts) > whole:
        return None
    fitting = 0
    for part, share in zip(parts, shares, strict=True):
        if fit_share(part, whole, share) is not Rounding.WRONG:
            fitting += 1
    adds_up = sum(parts) == whole
    unfit = len(parts) - fitting
    # half of the shares are enough only where the parts add up as well
    if fitting < unfit or (fitting == unfit and not adds_up):
        return None
    return fitting, adds_up
