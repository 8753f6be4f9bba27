"""Growth that a narrative claims, in per cent or in cases, against the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gxkit.checks.yearfindings import About, YearFinding
from gxkit.checks.yearlines import Member
from gxkit.report import Claim, ClaimKind, FindingKind, Key, Number
from gxkit.text import Sentence, fold

RULE = (
    "R9",
    Sentence(
        "叙述中的同比增减应等于两年数之比或之差",
        "growth in the narrative is that between the figures of the two years",
    ),
)
LONGEST_GAP = 24
"""characters between a figure and its growth: what is farther off is the growth of another"""
_GROWTH = re.compile(
    r"[，,(](?P<against>同比|[较比与](?:上年|去年|上一年|\d{4}年)度?(?:相比|同期)?[，,]?)?"
    r"(?:(?P<up>增长|上升|增加|提高|增幅|多|增)|下降|减少|降低|降幅|少|减)(?:了|为|达|收到?|受理)?"
)
_HUNDRED = Decimal(100)
_PERCENT = "%"
_SAYS = Sentence(
    "叙述称{count}同比变动 {printed}{unit}，而{before}年为 {old}，应为 {due}{unit}",
    "the narrative gives {count} a growth of {printed}{unit}; {before} had {old}, "
    "which makes {due}{unit}",
)


@dataclass(frozen=True, slots=True)
class _Growth:
    """A count and the growth that is said of it, negative where it fell."""

    count: Claim
    change: Claim
    printed: Decimal


def find_growth(
    before: Member,
    after: Member,
) -> Iterator[YearFinding]:
    """The growth that the narrative of a report claims wrongly; `before` is of the year before."""
    for growth in _growths(after):
        count, printed = growth.count, growth.printed
        old, new = _sum(before, count.cells), _sum(after, count.cells)
        # where the count is not the table's own, that is what is wrong
        if old is None or new is None or new != count.number:
            continue
        due = _due(growth, old, new)
        if due is None:
            continue
        tail = f"{'/'.join(count.cells[0])}:{before.year}-{after.year}"
        if growth.change.unit != _PERCENT:
            tail += ":gap"
        says = _SAYS.fill(
            count=count.printed,
            printed=printed,
            unit=growth.change.unit,
            before=before.year,
            old=old,
            due=due,
        )
        cells = [(member.report.id, key) for member in (before, after) for key in count.cells]
        about = About(RULE, (before, after), tail)
        yield about.found(FindingKind.FAILS, cells, (printed, due), says)


def _due(
    growth: _Growth,
    old: Number,
    new: Number,
) -> Decimal | None:
    """What the growth should be; None where it is that, or nothing tells."""
    gap = Decimal(new) - Decimal(old)
    if growth.change.unit != _PERCENT:
        return None if gap == growth.printed else gap
    # nothing grows by a share from 0
    if not old:
        return None
    exact = gap * _HUNDRED / Decimal(old)
    unit = Decimal(1).scaleb(int(growth.printed.as_tuple().exponent))
    # a share that was cut instead of rounded is off by less than one in its last digit
    return None if abs(exact - growth.printed) < unit else exact.quantize(unit)


def _growths(member: Member) -> Iterator[_Growth]:
    """Each growth that follows a count: 收到30件，比上年增加5件，增长20%."""
    count: Claim | None = None
    last: Claim | None = None
    for claim in member.report.claims:
        if claim.kind is not ClaimKind.CHANGE:
            count = last = claim
            continue
        if count is None or last is None:
            continue
        printed = _growth_of(member, count, last, claim)
        if printed is None:
            count = None
        else:
            yield _Growth(count, claim, printed)
        last = claim


def _growth_of(
    member: Member,
    count: Claim,
    last: Claim,
    change: Claim,
) -> Decimal | None:
    """The growth of a count, behind the figure `last`; negative where it fell, None if none."""
    # 约5件 may be 6
    if change.unit not in (_PERCENT, count.unit) or not change.exact or change.approximate:
        return None
    if not count.cells or not count.exact or count.section != change.section:
        return None
    start, end = last.span[1], change.span[0]
    if not 0 < end - start <= LONGEST_GAP:
        return None
    text = member.report.sections[count.section].text[start:end]
    said = _GROWTH.fullmatch(fold(text))
    # against what is said with the first of several
    if said is None or (last is count and not said["against"]):
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
