"""Which explanations are taken for certain, so that their figures count as reconciled without a person's decision?

An explanation must be alone at rank 1 for its rules, and something must confirm it beyond the rule that gave it its
number: any gap can be put down to one wrong number, and two mistakes under one sum look like one.

- A number that follows from the gap alone needs a second identity over the same cell, or a witness.
- A kind whose number the mistake itself fixes (two digits exchanged, a sign lost, a unit taken for another) needs no
  more than the identity that it mends.
- A kind that moves whole cells must mend two identities, or many bounds.
- A total that was left 0 says so by itself, unless something else is amiss in its table or cells of it have no number.
- Where a figure would give way to a blank, or several figures of one line are wrong, a person must judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.mistakes import Mistake
from gxkit.diagnosis.ranking import Ranked
from gxkit.forms import Slot
from gxkit.report import MistakeKind

MOST_CERTAIN = 2
"""with more separate mistakes than this in one table none of its explanations is certain: something was not found"""
MANY = 4
"""so many bounds mended by one mistake confirm it as two identities do"""
FREE = (MistakeKind.ONE_CELL, MistakeKind.DIGIT_LOST, MistakeKind.IMPOSSIBLE)
"""kinds whose number follows from the gap alone: nearly every gap can be closed by one of them"""


def find_certain(sheet: Sheet, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The explanations of a table that are taken for certain."""
    first: dict[frozenset[int], list[Ranked]] = {}
    for one in ranked:
        if one.rank == 1:
            first.setdefault(one.mended, []).append(one)
    if len(first) > MOST_CERTAIN:
        return []
    plain = all(number is not None for number in sheet.numbers.values()) and all(
        m.kind == MistakeKind.UNFILLED
        for some in first.values()
        for one in some
        for m in one.attempt.mistakes
    )
    return [
        some[0]
        for some in first.values()
        if len(some) == 1 and _is_confirmed(sheet, some[0], plain)
    ]


def _is_confirmed(sheet: Sheet, ranked: Ranked, plain: bool) -> bool:
    """Whether each mistake is confirmed; `plain` where nothing but unfilled totals is amiss in the table."""
    identities = sum(sheet.layout.equal[rule] for rule in ranked.mended)
    after = sheet.after(ranked.attempt.effect)
    supported = {key[1:] for key in ranked.hearing.supported}

    def confirmed(slot: Slot) -> bool:
        return (
            slot in supported
            or sum(
                sheet.layout.equal[rule] and after.gaps[rule] is not None
                for rule, _ in sheet.layout.over[slot]
            )
            > 1
        )

    def holds(mistake: Mistake) -> bool:
        if mistake.kind == MistakeKind.ONE_LINE or mistake.emptied:
            return False
        if mistake.kind in FREE or (mistake.kind == MistakeKind.UNFILLED and not plain):
            return identities > 0 and all(confirmed(slot) for slot, _ in mistake.change)
        enough = 1 if len(mistake.change) == 1 or mistake.kind == MistakeKind.UNFILLED else 2
        return identities >= enough or len(ranked.mended) >= MANY

    return all(holds(mistake) for mistake in ranked.attempt.mistakes)
