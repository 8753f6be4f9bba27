"""Lists of parts in the narrative: the whole they belong to, their shares, and whether they claim
to be all of it.

The whole of shares is not always said next to them: it is the figure before the list of which most
of the shares are the share (2 of 37 is 5.4 %). A list without shares has a whole only where it
follows it directly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise

from gxkit.narrative.claim import Breakdown
from gxkit.narrative.numerals import last_digit
from gxkit.narrative.words import Words, words
from gxkit.report import Claim, Number, Report
from gxkit.text import fold

LONGEST_GAP = 60
"""characters between one part of a list and the next"""
LONGEST_LIST = 600
"""characters of a bracket that lists parts"""
FARTHEST_KINDS = 120
"""characters between 分为10类 and its list"""
WHOLES = 8
"""how many figures before a list are tried as its whole"""


def share_fits(part: Number, whole: Number, printed: Decimal) -> str:
    """How a printed percentage is part / whole: `rounded`, `cut` (truncated), `raised`, or '' where
    it is not.

    >>> share_fits(2, 37, Decimal("5.4")), share_fits(14, 53, Decimal("26.41")), share_fits(1, 37, Decimal("5.4"))
    ('rounded', 'cut', '')
    """
    exact = exact_share(part, whole)
    unit = last_digit(printed)
    if exact is None:
        return ""
    if abs(exact - printed) <= unit / 2:
        return "rounded"
    if exact.quantize(unit, ROUND_DOWN) == printed:
        return "cut"
    return "raised" if 0 < printed - exact < unit else ""


def exact_share(part: Number, whole: Number) -> Decimal | None:
    """part / whole in per cent; None if the whole is 0."""
    return Decimal(part) * 100 / Decimal(whole) if whole else None


def round_share(part: Number, whole: Number, printed: Decimal) -> Decimal | None:
    """part / whole in per cent, with as many decimals as the printed share has."""
    exact = exact_share(part, whole)
    return None if exact is None else exact.quantize(last_digit(printed), ROUND_HALF_UP)


def _between(report: Report, one: Claim, other: Claim) -> str:
    return fold(report.sections[one.section].text[one.span[1] : other.span[0]])


def _is_part(claim: Claim) -> bool:
    return claim.kind == "count" and claim.exact and bool(claim.unit)


def _apart(one: Claim, other: Claim) -> bool:
    """Whether two figures cannot be of one list: they count in other units, years, or one of them
    counts all years."""
    return (one.unit, one.year, one.cumulative) != (other.unit, other.year, other.cumulative)


def _pairs(report: Report, known: Words, claims: Sequence[Claim]) -> dict[int, tuple[int, str]]:
    """For each count that a share follows (2条，占5.4%) the number of the share and the whole that it
    names ('')."""
    pairs: dict[int, tuple[int, str]] = {}
    for i, (one, other) in enumerate(pairwise(claims)):
        if (
            _is_part(one)
            and other.kind == "share"
            and other.unit == "%"
            and other.section == one.section
        ):
            said = known.marks["share_of"].fullmatch(_between(report, one, other))
            # 258件予以公开（占33.9%）: what the part counts may stand between it and its share
            if not said:
                said = known.marks["share_of_after"].fullmatch(_between(report, one, other))
            if said:
                pairs[i] = i + 1, said["base"] or ""
    return pairs


def _runs(
    report: Report, claims: Sequence[Claim], pairs: dict[int, tuple[int, str]]
) -> Iterator[list[int]]:
    """The parts with shares that follow one another in one list."""
    run: list[int] = []
    for i, (_, base) in pairs.items():
        if run:
            share = claims[pairs[run[-1]][0]]
            near = (
                share.section == claims[i].section
                and claims[i].span[0] - share.span[1] <= LONGEST_GAP
            )
            if not near or "。" in _between(report, share, claims[i]) or base != pairs[run[-1]][1]:
                yield run
                run = []
        run.append(i)
    if run:
        yield run


def _whole(claims: Sequence[Claim], run: Sequence[int], shares: Sequence[Decimal]) -> Claim | None:
    """The figure before a list that most of its shares are the share of; None if none is."""
    parts: list[Number] = [claims[i].number or 0 for i in run]
    tried = [c for c in claims[: run[0]] if _is_part(c) and c.section == claims[run[0]].section][
        -WHOLES:
    ]
    best: tuple[int, int, int] = (0, 0, 0)
    found = None
    for near, candidate in enumerate(tried):
        whole: Number = candidate.number or 0
        if not whole or any(part > whole for part in parts):
            continue
        fitting = sum(
            bool(share_fits(part, whole, share)) for part, share in zip(parts, shares, strict=True)
        )
        rank = (fitting, int(sum(parts) == whole), near)
        if (
            fitting * 2 > len(run) or (sum(parts) == whole and fitting * 2 >= len(run))
        ) and rank > best:
            best, found = rank, candidate
    return found


def _followers(
    report: Report, claims: Sequence[Claim], first: int, pairs: dict[int, tuple[int, str]]
) -> list[int]:
    """The counts of one list from `first` on: parts that only words and list signs divide, shares
    left out."""
    run = [first]
    last = claims[pairs[first][0]] if first in pairs else claims[first]
    shares = {share for share, _ in pairs.values()}
    for i in range(first + 1, len(claims)):
        claim = claims[i]
        if i in shares:
            continue
        gap = _between(report, last, claim) if claim.section == last.section else "。"
        if (
            not _is_part(claim)
            or _apart(claim, claims[first])
            or "。" in gap
            or len(gap) > LONGEST_GAP
        ):
            break
        run.append(i)
        last = claims[pairs[i][0]] if i in pairs else claim
    return run


def _share_lists(report: Report, known: Words, claims: Sequence[Claim]) -> Iterator[Breakdown]:
    pairs = _pairs(report, known, claims)
    for run in _runs(report, claims, pairs):
        shares = [claims[pairs[i][0]] for i in run]
        printed = [Decimal(share.number or 0) for share in shares]
        base = pairs[run[0]][1]
        whole = _named_whole(claims, run[0], base) if base else _whole(claims, run, printed)
        listed = _followers(report, claims, run[0], pairs)
        step = max((last_digit(p) for p in printed), default=Decimal(1))
        full = len(run) > 1 and abs(sum(printed, Decimal(-100))) <= step * len(run)
        # shares that make 100 % leave nothing for a figure without one
        listed = listed if set(run) <= set(listed) and not full else run
        last = claims[listed[-1]]
        by_number = {i: claims[pairs[i][0]] for i in run}
        yield Breakdown(
            whole,
            tuple(claims[i] for i in listed),
            tuple(by_number.get(i) for i in listed),
            "said"
            if full
            else "likely"
            if len(listed) > 1 and known.marks["rest"].match(last.counts)
            else "",
            _kinds(report, known, claims, run[0]),
        )


def _named_whole(claims: Sequence[Claim], first: int, base: str) -> Claim | None:
    """The figure before a list that counts what 占…的 names (占申请总数的); None if several or none do."""
    name = base.replace("总数", "").replace("总量", "").replace("全部", "").replace("数", "")
    found = [c for c in claims[:first] if name and _is_part(c) and name in c.counts]
    return found[-1] if found and len({c.number for c in found}) == 1 else None


def _kinds(report: Report, known: Words, claims: Sequence[Claim], first: int) -> Claim | None:
    """The claim of how many kinds the list that begins at `first` has (分为10类), None if there is
    none."""
    start = claims[first]
    for claim in reversed(claims[:first]):
        if claim.section != start.section or start.span[0] - claim.span[1] > FARTHEST_KINDS:
            return None
        lead = fold(report.sections[claim.section].text[max(0, claim.span[0] - 8) : claim.span[0]])
        if (
            claim.unit in ("类", "种", "个", "项")
            and claim.exact
            and known.marks["divided"].search(lead)
        ):
            return claim
    return None


def _plain_lists(report: Report, known: Words, claims: Sequence[Claim]) -> Iterator[Breakdown]:
    """Lists without shares right behind their whole: 9条（其中公文4条，其他信息5条）."""
    for i, whole in enumerate(claims[:-2]):
        first = claims[i + 1]
        if (
            not _is_part(whole)
            or not _is_part(first)
            or first.section != whole.section
            or _apart(first, whole)
            or first.span[0] - whole.span[1] > LONGEST_GAP
        ):
            continue
        text = fold(
            report.sections[whole.section].text[whole.span[1] : whole.span[1] + LONGEST_LIST]
        )
        opening = known.marks["list"].match(text)
        if not opening:
            continue
        parts = [claims[k] for k in _followers(report, claims, i + 1, {})]
        bracket = text[0] == "("
        if bracket:
            close = text.find(")")
            parts = [p for p in parts if len(_between(report, whole, p)) < close]
        if len(parts) < 2 or any((p.number or 0) > (whole.number or 0) for p in parts):
            continue
        body = text[: text.find(")")] if bracket else _between(report, whole, parts[-1])
        likely = known.marks["rest"].match(parts[-1].counts) or (
            bracket and not known.marks["open"].search(body)
        )
        closed = (
            "said" if known.marks["closed"].search(opening.group()) else "likely" if likely else ""
        )
        yield Breakdown(whole, tuple(parts), (None,) * len(parts), closed)


def find_lists(report: Report, claims: Sequence[Claim]) -> tuple[Breakdown, ...]:
    """The lists of parts among the claims of a report, with the whole of each as far as the text
    tells it."""
    known = words()
    figures = [c for k, c in enumerate(claims) if not (k and claims[k - 1].span == c.span)]
    shared = list(_share_lists(report, known, figures))
    taken = {(*part.span, part.section) for found in shared for part in found.parts}
    plain = [
        found
        for found in _plain_lists(report, known, figures)
        if not any((*part.span, part.section) in taken for part in found.parts)
    ]
    return (*shared, *(_without_nested(found, plain) for found in plain))


def _without_nested(found: Breakdown, others: Sequence[Breakdown]) -> Breakdown:
    """The list without parts that are parts of one of its parts."""
    inner = {
        (p.section, p.span)
        for other in others
        if other is not found and other.whole in found.parts
        for p in other.parts
    }
    parts = tuple(p for p in found.parts if (p.section, p.span) not in inner)
    return replace(found, parts=parts, shares=(None,) * len(parts))
