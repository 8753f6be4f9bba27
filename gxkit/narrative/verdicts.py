"""R8 to R10: a count is its cell, a share is part / whole, parts make the whole they claim to make.

A difference fails only where nothing else can account for it. It is a remark where the narrative
itself uses the words in two senses, where the words are not the form's, where the office alone may
be meant, where requests carried in are counted too, where the figure was cut instead of rounded, or
where it was read from a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from gxkit.narrative import wording
from gxkit.narrative.cells import (
    add_carried_in,
    cells_named,
    claim_agrees,
    in_unit_of_cell,
    table_number,
)
from gxkit.narrative.listing import find_lists
from gxkit.narrative.parts import Closed, PartList
from gxkit.narrative.reading import find_claims
from gxkit.narrative.shares import Rounding, fit_share, round_share
from gxkit.narrative.wording import Doubt
from gxkit.report import Claim, Finding, FindingKind, Key, Number, Origin, Report, Unlinked
from gxkit.text import distance

COUNTS, SHARES, PARTS = "R8", "R9", "R10"
OFFICE_SHARE = Decimal("0.5")
"""of an area's figure: an office that counts more than this alone is hardly ever met"""
NO_CHANCE = 10
"""from which on an office's figure is hardly that of its whole area too"""
NEAR_BOUND = Decimal("0.25")
"""of a number with 余, 多 or 近: within it the words are loose talk, and no contradiction"""
Sides = tuple[Number | None, Number | None]


def _find_counts(
    report: Report,
    claims: Sequence[Claim],
) -> Iterator[Finding]:
    """R8: a count in the narrative is the cell of the same concept."""
    linked = [in_unit_of_cell(report, claim) for claim in claims if claim.cells]
    heard = _hear(report, linked)
    for claim in linked:
        number, passed_over = table_number(report, claim.cells)
        # a blank is no zero: there is nothing to compare with
        if number is None:
            yield _open_count(report, claim)
        elif not claim.allows(number) and not _is_explained(report, claim):
            case = _Case(report, heard, claim, number, passed_over)
            yield _wrong_count(case)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a narrative says that is as its table has it.

    `agreeing` is the first such claim by its cells. `of_area` are the sentences in which a figure
    that leaves its speaker open is that of the whole area, and `clearly` tells whether one is too
    large for that to be chance.
    """

    agreeing: Mapping[tuple[Key, ...], Claim]
    of_area: frozenset[str]
    clearly: bool


@dataclass(frozen=True, slots=True)
class _Case:
    """A claim that is not the number of its cells; `passed_over` if that has blanks in it."""

    report: Report
    heard: _Heard
    claim: Claim
    number: Number
    passed_over: bool

    @property
    def other(self) -> Claim | None:
        """Another claim of the same cells with which the table agrees."""
        return self.heard.agreeing.get(self.claim.cells)


def _hear(
    report: Report,
    linked: Sequence[Claim],
) -> _Heard:
    agreeing: dict[tuple[Key, ...], Claim] = {}
    of_area: set[str] = set()
    clearly = False
    for claim in linked:
        # what was linked because it agrees speaks for nothing
        if claim.loose or not claim_agrees(report, claim):
            continue
        agreeing.setdefault(claim.cells, claim)
        # that neither the office nor the area had any tells nothing
        if claim.unmarked and claim.number:
            of_area.add(claim.sentence)
            clearly = clearly or claim.number >= NO_CHANCE
    return _Heard(agreeing, frozenset(of_area), clearly)


def _is_explained(
    report: Report,
    claim: Claim,
) -> bool:
    """Whether the table says the same once what is certainly wrong in it is put right."""
    best, _ = table_number(report, claim.cells, reconciled=True)
    return best is not None and claim.allows(best)


def _adds_carried_in(case: _Case) -> bool:
    """Whether requests carried in are counted with those received: 75 = 74 + 1."""
    total = add_carried_in(case.report, case.claim.cells)
    return total is not None and total != case.number and case.claim.allows(total)


def _may_be_office(case: _Case) -> bool:
    """Whether the office alone may be meant where the table counts the whole area."""
    claim, heard = case.claim, case.heard
    if not claim.unmarked or claim.number is None:
        return False
    # one who gives the area's figures goes on to give them
    if heard.clearly or claim.sentence in heard.of_area:
        return False
    return claim.number < case.number * OFFICE_SHARE


def _is_near_bound(case: _Case) -> bool:
    """二十余件 beside 18: words as vague as 约二十件; 3.5万元 is as exact as it is printed."""
    low, number, high = case.claim.low, case.claim.number, case.claim.high
    if number is None:
        return False
    is_bound = low is None or high is None or (low == number) != (number == high)
    return is_bound and distance(case.number, number) <= number * NEAR_BOUND


_DOUBTS: list[tuple[Doubt, Callable[[_Case], bool]]] = [
    (Doubt.CARRIED_IN, _adds_carried_in),
    (Doubt.TWO_SENSES, lambda case: case.other is not None),
    (Doubt.BLANK, lambda case: case.passed_over),
    # the narrative's words are its own
    (Doubt.WORDS, lambda case: case.claim.weak),
    (Doubt.OFFICE, _may_be_office),
    (Doubt.ABOUT, lambda case: case.claim.approximate or _is_near_bound(case)),
]
"""why a difference is a remark only; the first that holds is told"""


def _find_doubt(case: _Case) -> Doubt | None:
    """Why a difference is a remark only; None if nothing speaks for it."""
    return next((doubt for doubt, holds in _DOUBTS if holds(case)), None)


def _name_of(claim: Claim) -> str:
    """What a claim counts, for the id of a finding."""
    if len(claim.cells) == 1:
        return "/".join(claim.cells[0])
    return "+".join(claim.concepts)


def _at_claim(
    report: Report,
    claim: Claim,
    finding: Finding,
) -> Finding:
    """A finding with the place of its claim and the words of its rule; a remark where the claim was
    read from a picture, of which a character may be another."""
    if claim.recognised and finding.kind is FindingKind.FAILS:
        says = wording.RECOGNISED.fill(found=finding.says)
        finding = replace(finding, kind=FindingKind.REMARK, says=says)
    return replace(
        finding,
        place=wording.place_of(report, claim),
        words=wording.RULES[finding.rule],
        origin=Origin.NARRATIVE,
    )


def _open_count(
    report: Report,
    claim: Claim,
) -> Finding:
    finding = Finding(
        id=f"narrative:{COUNTS}:{_name_of(claim)}",
        rule=COUNTS,
        kind=FindingKind.NOT_ASSESSABLE,
        cells=claim.cells,
        left=claim.number,
        right=None,
        says=wording.say_open_cell(report, claim),
    )
    return _at_claim(report, claim, finding)


def _wrong_count(case: _Case) -> Finding:
    claim, doubt = case.claim, _find_doubt(case)
    finding = Finding(
        id=f"narrative:{COUNTS}:{_name_of(claim)}",
        rule=COUNTS,
        kind=FindingKind.FAILS if doubt is None else FindingKind.REMARK,
        cells=claim.cells,
        left=claim.number,
        right=case.number,
        says=wording.say_count(case.report, claim, case.number, doubt, case.other),
    )
    return _at_claim(case.report, claim, finding)


def _find_left_alone(
    report: Report,
    claims: Sequence[Claim],
) -> Iterator[Finding]:
    """R8: the figures of other bodies, one remark for all that stand beside the same cells."""
    found: dict[tuple[Key, ...], list[Claim]] = {}
    for claim in claims:
        if claim.reason is Unlinked.SCOPE:
            named = [cells_named(report, name) for name in claim.concepts]
            found.setdefault(tuple(chain.from_iterable(named)), []).append(claim)
    for cells, same in found.items():
        number, _ = table_number(report, cells)
        # a figure that is the table's too leaves nothing to wonder about
        others = [] if number is None else [one for one in same if not one.allows(number)]
        if number is None or not others:
            continue
        claim = replace(others[0], cells=cells)
        finding = Finding(
            id=f"narrative:{COUNTS}:{_name_of(claim)}",
            rule=COUNTS,
            kind=FindingKind.REMARK,
            cells=cells,
            left=claim.number,
            right=number,
            says=wording.say_left_alone(report, claim, number, len(others)),
        )
        yield _at_claim(report, claim, finding)


def _find_shares(
    report: Report,
    lists: Sequence[PartList],
) -> Iterator[Finding]:
    """R9: a share is part / whole within its printed precision; a cut one is a remark."""
    for found in lists:
        whole = found.whole
        # shares of an unknown whole are not checked
        if whole is None or not whole.number:
            continue
        for part, share in zip(found.parts, found.shares, strict=True):
            if share is not None and share.exact:
                yield from _check_share(report, part, share, whole)


def _check_share(
    report: Report,
    part: Claim,
    share: Claim,
    whole: Claim,
) -> Iterator[Finding]:
    counted, total = part.number, whole.number
    # 近100件，占30%: bounds have no share
    if counted is None or total is None:
        return
    printed = Decimal(share.number or 0)
    how = fit_share(counted, total, printed)
    # all is well
    if how is Rounding.ROUNDED:
        return
    due = round_share(counted, total, printed)
    finding = Finding(
        id=f"narrative:{SHARES}:{counted}/{total}",
        rule=SHARES,
        kind=FindingKind.FAILS if how is Rounding.WRONG else FindingKind.REMARK,
        cells=(),
        left=printed,
        right=due,
        says=wording.say_share(part, share, whole, due, how),
    )
    yield _at_claim(report, share, finding)


def _find_parts(
    report: Report,
    lists: Sequence[PartList],
) -> Iterator[Finding]:
    """R10: parts that claim to be all add up to the whole, and are as many as the text says."""
    for found in lists:
        # a list that does not claim to be all may leave parts out
        if found.whole is not None and found.closed:
            yield from _check_total(report, found, found.whole)
        if found.kinds is not None:
            yield from _check_kinds(report, found, found.kinds)


def _check_total(
    report: Report,
    found: PartList,
    whole: Claim,
) -> Iterator[Finding]:
    if whole.number is None or found.total == whole.number:
        return
    said = found.closed is Closed.SAID
    finding = Finding(
        id=f"narrative:{PARTS}:{whole.number}{whole.unit}",
        rule=PARTS,
        kind=FindingKind.FAILS if said else FindingKind.REMARK,
        cells=(),
        left=found.total,
        right=whole.number,
        says=wording.say_parts(found, whole),
    )
    yield _at_claim(report, found.parts[0], finding)


def _check_kinds(
    report: Report,
    found: PartList,
    kinds: Claim,
) -> Iterator[Finding]:
    listed = len(found.parts)
    if kinds.number == listed:
        return
    finding = Finding(
        id=f"narrative:{PARTS}:{kinds.number}{kinds.unit}",
        rule=PARTS,
        kind=FindingKind.FAILS,
        cells=(),
        left=kinds.number,
        right=listed,
        says=wording.say_kinds(found, kinds),
    )
    yield _at_claim(report, kinds, finding)


def _number_repeated(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Each finding once; a second one of the same id with other numbers gets `:2`."""
    seen: dict[str, list[Sides]] = {}
    for finding in findings:
        sides = (finding.left, finding.right)
        before = seen.setdefault(finding.id, [])
        # the same difference told twice is one
        if sides in before:
            continue
        before.append(sides)
        if len(before) == 1:
            yield finding
        else:
            yield replace(finding, id=f"{finding.id}:{len(before)}")


def check_claims(
    report: Report,
    claims: Sequence[Claim] | None = None,
) -> tuple[Finding, ...]:
    """What R8, R9 and R10 find in a narrative; nothing where it agrees with tables and itself.

    A count that the table contradicts as published and confirms as `reconciled` is no finding: the
    explanation of the table accounts for it.
    """
    known = find_claims(report) if claims is None else tuple(claims)
    lists = find_lists(report, known)
    findings = [
        *_find_counts(report, known),
        *_find_left_alone(report, known),
        *_find_shares(report, lists),
        *_find_parts(report, lists),
    ]
    return tuple(_number_repeated(findings))
