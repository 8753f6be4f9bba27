"""S6: an amount of money that is some ten thousand times that of the year before, or of it.

A form asks for 元 or for 万元. Nothing in the tables adds up amounts, so that the size of the
neighbouring year's is all that tells one unit from the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gxkit.checks.yearfindings import About, YearFinding
from gxkit.checks.yearlines import Member
from gxkit.report import FindingKind, Number, Value
from gxkit.text import Sentence

RULE = (
    "S6",
    Sentence(
        "相邻两年的金额不应相差约一万倍",
        "the amounts of two years are not some ten thousand times apart",
    ),
)
UNITS = ("元", "万元")
LEAST, MOST = 2_500, 40_000
"""how many times one amount is the other: a unit's ten thousand, and four times more or less for
what a year changes; amounts farther apart differ by more than their unit"""
_SAYS = Sentence(
    "{label}：{before}年为 {old} {unit}，{after}年为 {new} {unit}，相差约 {times} 倍，"
    "其中一数的单位可能有误（元、万元）",
    "{label}: {old} {unit} in {before}, {new} {unit} in {after}, some {times} times apart: one of "
    "them may be in the other unit (元, 万元)",
)


def find_unit_slips(before: Member, after: Member) -> Iterator[YearFinding]:
    """The amounts of two successive reports of which one seems to be in another unit."""
    for value in after.report:
        if value.unit not in UNITS or not _is_same_cell(before, value):
            continue
        old, new = before.number(value.key), after.number(value.key)
        times = _times_apart(old, new)
        if times is None or not LEAST <= times <= MOST:
            continue
        says = _SAYS.fill(
            label=value.label,
            before=before.year,
            after=after.year,
            old=old,
            new=new,
            unit=value.unit,
            times=round(times),
        )
        years = f"{before.year}-{after.year}"
        about = About(RULE, (before, after), f"{value.row}:{years}")
        cells = [(member.report.id, value.key) for member in (before, after)]
        yield about.found(FindingKind.REMARK, cells, (old, new), says)


def _is_same_cell(before: Member, value: Value) -> bool:
    """Whether the earlier report asked for the same amount in the same unit."""
    last = before.report.get(value.key)
    return last is not None and last.unit == value.unit and last.edition == value.edition


def _times_apart(old: Number | None, new: Number | None) -> Decimal | None:
    """How many times the smaller of two amounts the larger is; None where one is 0 or unknown."""
    # 0 is 0 in every unit, and what is below it is no amount
    if not old or not new or old < 0 or new < 0:
        return None
    least, most = sorted((Decimal(old), Decimal(new)))
    return most / least
