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


Asked = Callable[["Value"], bool]
"""a question about a cell"""


def _stands_as(status: Status) -> Asked:
    return lambda cell: cell.status is status


def _has(verdict: Verdict) -> Asked:
    return lambda cell: cell.verdict is verdict


def _is_reconciled(cell: Value) -> bool:
    return cell.reconciled is not None


def _is_implied(cell: Value) -> bool:
    return cell.implied is not None


def _has_no_number(cell: Value) -> bool:
    return cell.value is None


def _was_kept(cell: Value) -> bool:
    return cell.kept


def _is_disputed(cell: Value) -> bool:
    return bool(cell.disputed_by)


def _is_known_otherwise(cell: Value) -> bool:
    """Whether somebody knows the figure otherwise than from the page."""
    return not _OF_ITS_OWN.isdisjoint(cell.verified_by)


def _is_only_chosen(cell: Value) -> bool:
    """Whether sums chose the figure among readings of a picture, and nobody else knows it."""
    return cell.is_chosen and not _is_known_otherwise(cell)


def _is_unlikely(cell: Value) -> bool:
    """Whether an exchange would be likelier than what is printed, and nobody else knows better."""
    is_unlikely = Ground.UNLIKELY in cell.verified_by
    return is_unlikely and not _is_known_otherwise(cell)


def _is_anything(cell: Value) -> bool:
    return True


_is_ambiguous = _stands_as(Status.AMBIGUOUS)
_is_illegible = _stands_as(Status.ILLEGIBLE)
_is_missing = _stands_as(Status.MISSING)
_is_contradicted = _has(Verdict.CONTRADICTED)
_is_cleared = _has(Verdict.CLEARED)
_is_unverified = _has(Verdict.UNVERIFIED)

RULES: tuple[tuple[Fitness, Asked], ...] = (
    # another figure stands beside what is printed: a person or the arithmetic has put it there
    (Fitness.RECONCILED, _is_reconciled),
    (Fitness.IMPLIED, _is_implied),
    (Fitness.AMBIGUOUS, _is_ambiguous),
    (Fitness.ILLEGIBLE, _is_illegible),
    (Fitness.MISSING, _is_missing),
    # a blank is no zero, so that no figure is there to be used
    (Fitness.BLANK, _has_no_number),
    (Fitness.KEPT, _was_kept),
    (Fitness.CONTRADICTED, _is_contradicted),
    # sums that hold do not outvote a source that knows the number in another way
    (Fitness.DISPUTED, _is_disputed),
    # the sums that chose a figure cannot clear it
    (Fitness.CHOSEN, _is_only_chosen),
    (Fitness.CLEARED, _is_cleared),
    (Fitness.UNVERIFIED, _is_unverified),
    (Fitness.UNLIKELY, _is_unlikely),
    (Fitness.VERIFIED, _is_anything),
)


def fitness_of(cell: Value) -> Fitness:
    """The reason that decides whether a cell's figure is fit for use; `.use` is what it comes
    to."""
    # a plain loop: each cell of a panel is asked, and a generator would be most of the time
    for reason, is_so in RULES:
        if is_so(cell):
            return reason
    raise AssertionError("the last rule fits every cell")
