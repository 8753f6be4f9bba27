"""A spot: where a row's label stands on the tape, and how many points speak for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from gxkit.filling.finding.lexicon import Lexicon, Wording
from gxkit.filling.tape import Border, Tape

_ITEM_BEFORE = re.compile(
    r"(?:其中:?)?(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)"
    r"|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、,:])?$"
)
_LEADS = ("其中:", "其中")
# Characters before a label in which its number is looked for.
_LONGEST_ITEM = 10


# Where the rest of a label stands that a page cut in two.
Tail = tuple[int, int]


class Sign(StrEnum):
    """What speaks for a label beside its letters."""

    ITEM = "item"
    """the form's own number stands before it"""
    OPENS = "opens"
    """it opens a cell or a word"""
    OWN = "own"
    """it is the form's own wording"""
    FIGURE = "figure"
    """a figure follows at once"""


# The way of labels that stand on the tape letter by letter.
EXACT = "exact"


class Spot(NamedTuple):
    """A row's label found at [start, end) of the tape.

    `way` is the strategy that found it, `score` the points that speak for it, `signs` what they
    are given for beside its letters, `likeness` how much of the label stands there (1: all of it).
    `tail` is the rest of a label that a page cut in two.
    """

    row: int
    start: int
    end: int
    score: float
    way: str
    signs: tuple[Sign, ...] = ()
    likeness: float = 1.0
    tail: Tail | None = None

    def overlaps(self, other: Spot) -> bool:
        """Whether two labels share a place."""
        return self.start < other.end and other.start < self.end

    @property
    def is_whole(self) -> bool:
        """Whether the label stands letter by letter and a figure follows at once."""
        return self.way == EXACT and Sign.FIGURE in self.signs


@dataclass(frozen=True, slots=True)
class Gap:
    """Where some rows of a table are looked for: between two positions of the tape."""

    tape: Tape
    words: Lexicon
    rows: range
    low: int
    high: int


class Opening(NamedTuple):
    """Where a label begins with its number, if that is the form's, if it opens a token."""

    start: int
    same_item: bool
    opens: bool


def find_opening(
    tape: Tape,
    position: int,
    wording: Wording,
) -> Opening:
    """The opening of a label whose core stands at a position of the tape."""
    before = tape.text[max(0, position - _LONGEST_ITEM) : position]
    for lead in wording.leads:
        if before.endswith(lead):
            return _with_lead(tape, position - len(lead))
    token = tape.token_at(position)
    item = wording.item
    if position == token.start:
        # An item number without punctuation in a word of its own: 一 本年新收…
        if item and token.border is Border.BLANK and before.endswith(item):
            ahead = tape.token_at(position - 1)
            if ahead.text == item and ahead.border is not Border.BLANK:
                return Opening(ahead.start, True, True)
        return Opening(position, False, True)
    inside = tape.text[token.start : position]
    if match := _ITEM_BEFORE.match(inside):
        # Another number than the form's: offices number rows anew where they leave some out.
        return Opening(token.start, bool(item) and item in match.group(), True)
    # The number without its punctuation, run together with the label.
    if inside == item:
        return Opening(token.start, True, True)
    return Opening(position, False, False)


def _with_lead(tape: Tape, start: int) -> Opening:
    for lead in _LEADS:
        if tape.text.endswith(lead, 0, start):
            start -= len(lead)
            break
    return Opening(start, True, tape.token_at(start).start == start)
