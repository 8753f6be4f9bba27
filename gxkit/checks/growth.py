"""Growth that a narrative claims, against the figures of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from gxkit.checks.yearfindings import About, YearFinding
from gxkit.checks.yearlines import Member
from gxkit.report import Claim, ClaimKind, FindingKind, Key, Number
from gxkit.text import Sentence, fold

RULE = (
    "R9",
    Sentence(
        "叙述中的同比增减应等于两年数之比",
        "growth in the narrative is that between the figures of the two years",
    ),
)
LONGEST_GAP = 24
"""characters between a figure and its growth: what is farther off is the growth of another"""
_GROWTH = re.compile(
    r"[，,(](?:同比|[较比与](?:上年|去年|上一年|\d{4}年)度?(?:相比|同期)?[，,]?)"
    r"(?:(?P<up>增长|上升|增加|提高|增幅)|下降|减少|降低|降幅)(?:了|为|达)?"
)
_HUNDRED = Decimal(100)
_SAYS = Sentence(
    "叙述称{count}同比变动 {printed}%，而{before}年为 {old}，应为 {due}%",
    "the narrative gives {count} a growth of {printed}%; {before} had {old}, which makes {due}%",
)


def find_growth(
    before: Member,
    after: Member,
) -> Iterator[YearFinding]:
    """The growth that the narrative of a report claims wrongly; `before` is of the year before."""
    for count, change in pairwise(after.report.claims):
        printed = _growth_of(after, count, change)
        old, new = _sum(before, count.cells), _sum(after, count.cells)
        # where the count is not the table's own, that is what is wrong
        if printed is None or not old or new is None or new != count.number:
            continue
        exact = (Decimal(new) - Decimal(old)) * _HUNDRED / Decimal(old)
        unit = Decimal(1).scaleb(int(printed.as_tuple().exponent))
        # a share that was cut instead of rounded is off by less than one in its last digit
        if abs(exact - printed) < unit:
            continue
        due = exact.quantize(unit)
        tail = f"{'/'.join(count.cells[0])}:{before.year}-{after.year}"
        says = _SAYS.fill(
            count=count.printed,
            printed=printed,
            before=before.year,
            old=old,
            due=due,
        )
        cells = [(member.report.id, key) for member in (before, after) for key in count.cells]
        about = About(RULE, (before, after), tail)
        yield about.found(FindingKind.FAILS, cells, (printed, due), says)


def _growth_of(
    after: Member,
    count: Claim,
    change: Claim,
) -> Decimal | None:
    """The growth that follows a count, negative where it fell; None if none does."""
    if change.kind is not ClaimKind.CHANGE or change.unit != "%" or not change.exact:
        return None
    if not count.cells or not count.exact or count.section != change.section:
        return None
    start, end = count.span[1], change.span[0]
    if not 0 < end - start <= LONGEST_GAP:
        return None
    text = after.report.sections[count.section].text[start:end]
    said = _GROWTH.fullmatch(fold(text))
    if said is None:
        return None
    growth = Decimal(change.number or 0)
    return growth if said["up"] else -growth


def _sum(
    member: Member,
    cells: tuple[Key, ...],
) -> Number | None:
    """The sum of cells in a report; None if it lacks one or has no number in it."""
    numbers = [member.number(key) for key in cells]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(cells) else None
