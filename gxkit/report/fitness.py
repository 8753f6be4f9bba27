"""Whether a figure is fit for use, by one table of rules: what speaks for it, against it, or both.

The first rule that fits a cell decides. What is said is of the figure that the cell has:
`reconciled` where there is one, else what is printed, else what is implied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gxkit.report.kinds import Fitness, Ground, Status, Verdict

if TYPE_CHECKING:
    from gxkit.report.values import Value

_OF_ITS_OWN = frozenset({Ground.CLAIM, Ground.YEAR})
"""who knows a number otherwise than from the page: a second reading or another file has the same
exchange in it"""


def _has(verdict: Verdict) -> Callable[[Value], bool]:
    return lambda cell: cell.verdict is verdict


def _is_only_chosen(cell: Value) -> bool:
    """Whether sums chose the figure among readings of a picture, and nobody else knows it."""
    return cell.is_chosen and _OF_ITS_OWN.isdisjoint(cell.verified_by)


def _is_unlikely(cell: Value) -> bool:
    """Whether an exchange would be likelier than what is printed, and nobody else knows better."""
    return Ground.UNLIKELY in cell.verified_by and _OF_ITS_OWN.isdisjoint(cell.verified_by)


RULES: tuple[tuple[Fitness, Callable[[Value], bool]], ...] = (
    # another figure stands beside what is printed: a person or the arithmetic has put it there
    (Fitness.RECONCILED, lambda cell: cell.reconciled is not None),
    (Fitness.IMPLIED, lambda cell: cell.implied is not None),
    (Fitness.AMBIGUOUS, lambda cell: cell.status is Status.AMBIGUOUS),
    (Fitness.ILLEGIBLE, lambda cell: cell.status is Status.ILLEGIBLE),
    (Fitness.MISSING, lambda cell: cell.status is Status.MISSING),
    # a blank is no zero, so that no figure is there to be used
    (Fitness.BLANK, lambda cell: cell.value is None),
    (Fitness.KEPT, lambda cell: cell.kept),
    (Fitness.CONTRADICTED, _has(Verdict.CONTRADICTED)),
    # sums that hold do not outvote a source that knows the number in another way
    (Fitness.DISPUTED, lambda cell: bool(cell.disputed_by)),
    # the sums that chose a figure cannot clear it
    (Fitness.CHOSEN, _is_only_chosen),
    (Fitness.CLEARED, _has(Verdict.CLEARED)),
    (Fitness.UNVERIFIED, _has(Verdict.UNVERIFIED)),
    (Fitness.UNLIKELY, _is_unlikely),
    (Fitness.VERIFIED, lambda cell: True),
)


def fitness_of(cell: Value) -> Fitness:
    """The reason that decides whether a cell's figure is fit for use; `.use` is what it comes
    to."""
    return next(reason for reason, fits in RULES if fits(cell))
