"""Which tables of which editions stand on a tape: each with its score, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gxkit.filling import weights
from gxkit.filling.finding.lexicon import Lexicon, lexicon
from gxkit.filling.finding.parts import (
    beside_figures,
    columns_above,
    follow_each_other,
    has_other_rows,
    is_head,
    shows_columns,
    weigh_rows,
    weigh_title,
)
from gxkit.filling.finding.spots import Spot
from gxkit.filling.finding.spotting import (
    count_present,
    spot_part,
    spot_rows,
)
from gxkit.filling.lines.across import find_head
from gxkit.filling.lines.wrapped import find_wrapped
from gxkit.filling.tape import Tape
from gxkit.filling.ways import (
    Declined,
    Reason,
    Way,
)
from gxkit.forms import Table, find_form

# The way of a table of which only a part stands there.
PART = "part"


@dataclass(frozen=True, slots=True)
class Match:
    """The table `id` of the edition `form` as it seems to stand on the tape.

    `score` compares editions; `spots` are its row labels in the order of the tape, `head` counts
    the column labels found above them. A table across has one spot: from its head's first label to
    the last.
    """

    form: str
    id: str
    way: str
    score: float
    spots: tuple[Spot, ...]
    head: int = 0

    @property
    def table(self) -> Table:
        return find_form(self.form).table(self.id)

    @property
    def is_part(self) -> bool:
        """Whether most of the table is not there."""
        return self.way == PART

    @property
    def fit(self) -> float:
        """The score without what it costs that the table breaks off: editions differ in length."""
        if self.is_part or self.table.layout == "across":
            return self.score
        return self.score + self.beyond

    @property
    def beyond(self) -> float:
        """What rows cost that are missing above the first and below the last one found.

        The score of a part is not charged for them.
        """
        rows = [spot.row for spot in self.spots]
        missing = min(rows) + len(self.table.rows) - 1 - max(rows)
        return weights.IN_USE.skipped_row * missing

    @property
    def start(self) -> int:
        return self.spots[0].start

    @property
    def end(self) -> int:
        return self.spots[-1].end

    def covers(self, position: int) -> bool:
        """Whether a position of the tape lies between its first label and the end of its last."""
        return self.start <= position < self.end

    def has_labels_of(self, other: Match) -> bool:
        """Whether every label that another edition finds in a table is one of this edition too."""
        ends = {spot.end for spot in self.spots}
        return self.head >= other.head and ends.issuperset(spot.end for spot in other.spots)

    def apart(self, other: Match) -> int:
        """How many characters lie between two tables; not above 0 where they overlap."""
        return max(self.start, other.start) - min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class NoMatch:
    """A table that is not on the tape: why, and how many of its rows or labels were found."""

    form: str
    id: str
    reason: Reason
    found: int
    rows: int


class _Search:
    """One table looked for on a tape; what several strategies need is found once."""

    def __init__(
        self,
        tape: Tape,
        words: Lexicon,
    ) -> None:
        self.tape = tape
        self.words = words
        self.size = len(words.rows)

    @cached_property
    def present(self) -> int:
        """How many rows have their words somewhere on the tape."""
        return count_present(self.tape, self.words)

    @cached_property
    def scored(self) -> tuple[float, list[Spot]]:
        """The rows in order, and their score; none where too few have their words anywhere."""
        # Most tables of most editions are told to be absent here, at little cost.
        if self.present / self.size < weights.IN_USE.labels_present:
            return 0.0, []
        return spot_rows(self.tape, self.words)

    @property
    def spots(self) -> list[Spot]:
        """The rows in order."""
        return self.scored[1]

    def match(
        self,
        score: float,
        spots: list[Spot],
        head: int = 0,
    ) -> Match:
        """The table found with these spots; which strategy it was is said later."""
        table = self.words.table
        return Match(
            table.form,
            table.id,
            "",
            score,
            tuple(spots),
            head,
        )


_Answer = Match | Declined


def _match_every_row(search: _Search) -> _Answer:
    """Every row found, each with a figure beside its label: nothing is left to ask."""
    # A row that is not found may be one whose label wraps.
    if len(search.spots) < search.size:
        return Declined(Reason.FEW_ROWS)
    if not all(spot.is_whole for spot in search.spots):
        return Declined(Reason.FEW_ROWS)
    return _match_most_rows(search)


def _match_wrapped(search: _Search) -> _Answer:
    """Labels wrapped around their lines of figures."""
    spots = find_wrapped(search.tape, search.words)
    if not spots:
        return Declined(Reason.NOT_WRAPPED)
    score = sum(spot.score for spot in spots)
    # Labels in one piece wrap around nothing: an edition whose head is printed must outweigh them.
    if _stand_in_lines(search, spots):
        score = min(score, search.scored[0])
    return search.match(score, spots)


def _stand_in_lines(search: _Search, lines: Sequence[Spot]) -> bool:
    """Whether every label stands in one piece in its line of figures."""
    if len(search.spots) < search.size:
        return False
    blocks = [search.tape.token_at(line.start).block for line in lines]
    own = [search.tape.token_at(spot.start).block for spot in search.spots]
    return blocks == own


def _match_most_rows(search: _Search) -> _Answer:
    """Most rows found in order, and a column label above them or a figure beside one."""
    w = weights.IN_USE
    score, spots = search.scored
    if not spots:
        return Declined(Reason.FEW_LABELS)
    # Below 0 more speaks against the rows than for them.
    if score <= 0 or len(spots) < w.rows_found * search.size:
        return Declined(Reason.FEW_ROWS)
    top = max(0, spots[0].start - w.head)
    printed = search.tape.text[top : spots[-1].end]
    head = sum(label in printed for label in search.words.columns)
    if not head and not any(spot.is_whole for spot in spots):
        # A chapter of the narrative may name all outcomes of a request in the form's order.
        return Declined(Reason.NO_FIGURES)
    tape, words = search.tape, search.words
    # News and other statistics name some rows of table two beside a figure.
    if weigh_rows(tape, words, spots, head) < w.part:
        return Declined(Reason.NO_FIGURES)
    # Other provinces counted the same things, and without a total of all years.
    if not head and not shows_columns(tape, words, spots, head):
        return Declined(Reason.NO_FIGURES)
    score += w.column_label * head
    return search.match(score, spots, head)


def _match_part(search: _Search) -> _Answer:
    """A part of the table: rows that follow each other as in the form, with figures beside them."""
    w = weights.IN_USE
    tape, words = search.tape, search.words
    score, spots = spot_part(tape, words)
    if not spots:
        return Declined(Reason.FEW_LABELS)
    head = columns_above(tape, words, spots)
    # Below its own head a table may lack many rows; without one other tables have some alike.
    if not follow_each_other(spots) and not is_head(words, head):
        return Declined(Reason.FEW_ROWS)
    rows = beside_figures(tape, spots)
    # A row or two need their head, to be no row of other statistics.
    points = weigh_rows(tape, words, rows, head) + weigh_title(tape, words, spots)
    if not rows or points < w.part:
        return Declined(Reason.WEAK_ROWS)
    score += w.column_label * head
    if not shows_columns(tape, words, rows, head) or has_other_rows(tape, words, spots):
        return Declined(Reason.OTHER_ROWS)
    return search.match(score, spots, head)


def _match_across(search: _Search) -> _Answer:
    """The head of a table whose rows stand side by side."""
    spot = find_head(search.tape, search.words)
    if spot is None:
        return Declined(Reason.NO_HEAD)
    return search.match(spot.score, [spot])


DOWN = (
    Way("every row", _match_every_row),
    Way("wrapped", _match_wrapped),
    Way("most rows", _match_most_rows),
    Way(PART, _match_part),
)
ACROSS = (Way("across", _match_across),)
# For each layout of a form's table the strategies that find it, in order.
WAYS = {"down": DOWN, "across": ACROSS}


def match_table(tape: Tape, table: Table) -> Match | NoMatch:
    """Where the table seems to stand on the tape, or why it does not."""
    search = _Search(tape, lexicon(table))
    reason = Reason.FEW_LABELS
    for name, ask in WAYS[table.layout]:
        answer = ask(search)
        if isinstance(answer, Match):
            return replace(answer, way=name)
        reason = answer.reason
    found = search.present
    if reason is Reason.FEW_ROWS:
        found = len(search.spots)
    return NoMatch(table.form, table.id, reason, found, search.size)
