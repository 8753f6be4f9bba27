"""The narrative as a witness: what it says of single cells in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.narrative.cells import in_unit_of_cell
from gxkit.narrative.reading import find_claims
from gxkit.narrative.wording import SAID
from gxkit.report import Claim, Report, Source, Witness


def claim_witnesses(
    report: Report,
    claims: Sequence[Claim] | None = None,
) -> tuple[Witness, ...]:
    """A witness for each exact claim of one cell, in the order of the text, agreeing or not.

    Only links by the form's own words, whose speaker is the body that the table is about.
    """
    known = find_claims(report) if claims is None else claims
    witnesses: dict[Witness, None] = {}
    for claim in known:
        # a sum says nothing of one of its cells; a loose link was made because the two agree
        if len(claim.cells) != 1 or claim.loose:
            continue
        said = in_unit_of_cell(report, claim)
        # 近100件 has no number to stand for
        if said.number is None or not said.exact:
            continue
        key = said.cells[0]
        loose = said.weak or said.unmarked or said.recognised
        # a loose link that agrees may well be right; one that differs may mean another thing, and
        # one read from a picture may be misread
        if loose and report[key].value != said.number:
            continue
        says = SAID.fill(place=said.where, quoted=said.sentence)
        witnesses[Witness(Source.CLAIM, key, said.number, says)] = None
    return tuple(witnesses)
