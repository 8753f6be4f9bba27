"""What a sentence of the narrative says in figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gxkit.document import Where
from gxkit.report.kinds import ClaimKind, Unlinked
from gxkit.report.showing import Held
from gxkit.text import Key, Number

if TYPE_CHECKING:
    from gxkit.report.values import Report


@dataclass(frozen=True, slots=True, repr=False)
class Claim(Held):
    """One figure in a sentence.

    `kind` is a count, a share (a percentage of a whole), money or a change (同比, 环比: never a
    count). `number` is the figure as printed, in `unit`; None where the words give bounds only.
    `low` and `high` are the bounds that the words allow, None for an open end: both are the number
    for a plain figure, 120余 is 120 to 129, 近500 at most 500, 1.5万 is 14500 to 15500.
    `approximate` marks 约 and 左右.

    `counts` is what the figure counts, as far as the words around it say. `year` is the year it
    speaks of, None for a cumulative figure (历年) or where the report does not say its own year.

    `cells` are the cells whose sum is the same thing, none if the claim was not linked; `concepts`
    names it. `weak` is a link by words that the form does not use itself. `unmarked` is a claim
    that does not say whether the office or the area is meant, in the report of a whole area.
    `reason` says why a claim whose words name a concept was not linked. `loose` is a link by some
    of its words, made because the table has that number: it agrees, and is no witness.

    `recognised` is a claim of a chapter that was read from a picture, so that a character of it may
    be another. `section` and `span` are the number of the section and the characters of its text
    (from 0, end exclusive).
    """

    kind: ClaimKind
    printed: str
    number: Number | None
    low: Number | None
    high: Number | None
    unit: str
    counts: str
    year: int | None
    sentence: str
    where: Where | None
    section: int
    span: tuple[int, int]
    approximate: bool = False
    cumulative: bool = False
    concepts: tuple[str, ...] = ()
    cells: tuple[Key, ...] = ()
    weak: bool = False
    unmarked: bool = False
    recognised: bool = False
    reason: Unlinked | None = None
    loose: bool = False
    report: Report | None = field(default=None, repr=False, compare=False)

    @property
    def exact(self) -> bool:
        """Whether the words give one number and no bounds."""
        # about 120 is printed as one number and allows others: bounds tell what the words mean
        return self.number is not None and self.low == self.high == self.number

    def allows(self, number: Number) -> bool:
        """Whether a number lies within the bounds of the words."""
        # an open end allows any number on its side
        return (self.low is None or self.low <= number) and (
            self.high is None or number <= self.high
        )
