"""R8 to R10: a count is its cell, a share is part / whole, parts make the whole they claim to make.

A difference fails only where nothing else can account for it. It is a remark where the narrative
itself uses the words in two senses, where the words are not the form's, where the office alone may
be meant, or where the figure was cut instead of rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from gxkit.narrative import wording
from gxkit.narrative.claim import Breakdown, Evidence
from gxkit.narrative.listing import find_lists, round_share, share_fits
from gxkit.narrative.reading import find_claims
from gxkit.report import Claim, Finding, FindingKind, Key, Number, Origin, Report, Status
from gxkit.text import Sentence

_UNIT_OF_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def _in_unit(claim: Claim, unit: str) -> Claim:
    """A claim of money in the unit of its cell."""
    if claim.unit == unit or claim.unit not in _UNIT_OF_MONEY or unit not in _UNIT_OF_MONEY:
        return claim
    factor = _UNIT_OF_MONEY[claim.unit] / _UNIT_OF_MONEY[unit]

    def turned(number: Number | None) -> Number | None:
        return None if number is None else (number * factor).normalize() + 0

    return replace(
        claim,
        number=turned(claim.number),
        low=turned(claim.low),
        high=turned(claim.high),
        unit=unit,
    )


def _row_sum(report: Report, key: Key) -> Number | None:
    """The printed figures of a row whose total is blank; None if there are none."""
    table, row, column = key
    known = (
        [
            v.value
            for v in report.values
            if (v.table, v.row) == (table, row) and v.column != column and v.value is not None
        ]
        if column == "total"
        else []
    )
    return sum(known) if known else None


def table_number(
    report: Report, cells: Sequence[Key], reconciled: bool = False
) -> tuple[Number | None, bool]:
    """The sum of cells as the table prints it, and whether a blank had to be passed over on the
    way.

    For a blank total the printed figures of its row stand in; a row of which nothing is printed
    adds nothing, unless nothing is printed in any. None where a cell is missing, ambiguous or
    illegible.
    """
    total: Number = 0
    passed_over, some = False, False
    for key in cells:
        value = report[key]
        if value.status not in (Status.PRINTED, Status.BLANK):
            return None, False
        number = value.reconciled if reconciled and value.reconciled is not None else value.value
        if number is None:
            passed_over = True
            number = _row_sum(report, key)
        some = some or number is not None
        total += number or 0
    return (total if some else None), passed_over


def claim_agrees(report: Report, claim: Claim) -> bool:
    """Whether the table prints what a linked claim says, bounds allowed."""
    number, _ = table_number(report, claim.cells)
    return number is not None and claim.allows(number)


def _finding(
    report: Report,
    claim: Claim,
    rule: str,
    name: str,
    cells: tuple[Key, ...],
    sides: tuple[Number | None, Number | None],
    kind: FindingKind,
    says: Sentence,
) -> Finding:
    return Finding(
        f"narrative:{rule}:{name}",
        rule,
        kind,
        cells,
        *sides,
        says,
        place=wording.place_of(report, claim),
        words=wording.RULES[rule],
        origin=Origin.NARRATIVE,
    )


def _counts(report: Report, claims: Sequence[Claim]) -> Iterator[Finding]:
    """R8: a count in the narrative is the cell of the same concept."""
    linked = [_in_unit(c, report[c.cells[0]].unit) for c in claims if c.cells]
    for claim in linked:
        number, passed_over = table_number(report, claim.cells)
        key = "/".join(claim.cells[0]) if len(claim.cells) == 1 else "+".join(claim.concepts)
        if number is None:
            yield _finding(
                report,
                claim,
                "R8",
                key,
                claim.cells,
                (claim.number, None),
                FindingKind.NOT_ASSESSABLE,
                wording.open_cell(report, claim),
            )
            continue
        if claim.allows(number):
            continue
        best, _ = table_number(report, claim.cells, reconciled=True)
        if best is not None and claim.allows(best):
            continue
        other = next(
            (
                c
                for c in linked
                if c.cells == claim.cells and c is not claim and claim_agrees(report, c)
            ),
            None,
        )
        why = (
            "two senses"
            if other
            else "blank"
            if passed_over
            else "words"
            if claim.weak
            else "office"
            if claim.unmarked and claim.number is not None and claim.number < number
            else "about"
            if claim.approximate
            else ""
        )
        yield _finding(
            report,
            claim,
            "R8",
            key,
            claim.cells,
            (claim.number, number),
            FindingKind.REMARK if why else FindingKind.FAILS,
            wording.count(report, claim, number, why, other),
        )


def _shares(report: Report, lists: Sequence[Breakdown]) -> Iterator[Finding]:
    """R9: a share is part / whole within its printed precision; cut instead of rounded is a
    remark."""
    for found in lists:
        whole = found.whole
        if whole is None or not whole.number:
            continue
        for part, share in zip(found.parts, found.shares, strict=True):
            if share is None or not share.exact or share.number is None or part.number is None:
                continue
            printed = Decimal(share.number)
            how = share_fits(part.number, whole.number, printed)
            if how == "rounded":
                continue
            due = round_share(part.number, whole.number, printed)
            yield _finding(
                report,
                share,
                "R9",
                f"{part.number}/{whole.number}",
                (),
                (printed, due),
                FindingKind.REMARK if how else FindingKind.FAILS,
                wording.share(part, share, whole, due, how),
            )


def _parts(report: Report, lists: Sequence[Breakdown]) -> Iterator[Finding]:
    """R10: parts that claim to be all add up to the whole, and are as many as the text says."""
    for found in lists:
        whole, kinds = found.whole, found.kinds
        if (
            whole is not None
            and found.closed
            and whole.number is not None
            and found.total != whole.number
        ):
            yield _finding(
                report,
                found.parts[0],
                "R10",
                f"{whole.number}{whole.unit}",
                (),
                (found.total, whole.number),
                FindingKind.FAILS if found.closed == "said" else FindingKind.REMARK,
                wording.parts(found, whole),
            )
        if kinds is not None and kinds.number != len(found.parts):
            yield _finding(
                report,
                kinds,
                "R10",
                f"{kinds.number}{kinds.unit}",
                (),
                (kinds.number, len(found.parts)),
                FindingKind.FAILS,
                wording.kinds(found, kinds),
            )


def _numbered(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Each finding once; a second one of the same id with other numbers gets `:2`."""
    seen: dict[str, list[tuple[Number | None, Number | None]]] = {}
    for finding in findings:
        sides = (finding.left, finding.right)
        before = seen.setdefault(finding.id, [])
        if sides in before:
            continue
        before.append(sides)
        yield finding if len(before) == 1 else replace(finding, id=f"{finding.id}:{len(before)}")


def check_claims(report: Report, claims: Sequence[Claim] | None = None) -> tuple[Finding, ...]:
    """What R8, R9 and R10 find in a report's narrative; nothing where it agrees with the tables and
    with itself.

    A count that the table contradicts as published and confirms as `reconciled` is no finding: the
    explanation of the table accounts for it.
    """
    found = find_claims(report) if claims is None else tuple(claims)
    lists = find_lists(report, found)
    return tuple(
        _numbered([*_counts(report, found), *_shares(report, lists), *_parts(report, lists)])
    )


def evidence(report: Report, claims: Sequence[Claim] | None = None) -> tuple[Evidence, ...]:
    """What the narrative says of single cells in exact numbers, in the order of the text, agreeing
    or not.

    Only links by the form's own words, to one cell, whose speaker is the body that the table is
    about.
    """
    found = find_claims(report) if claims is None else claims
    said = [_in_unit(c, report[c.cells[0]].unit) for c in found if len(c.cells) == 1]
    return tuple(
        dict.fromkeys(
            Evidence(
                c.cells[0], c.number, c.sentence, c.where, report[c.cells[0]].value == c.number
            )
            for c in said
            if c.exact
            and c.number is not None
            and (not (c.weak or c.unmarked) or report[c.cells[0]].value == c.number)
        )
    )
