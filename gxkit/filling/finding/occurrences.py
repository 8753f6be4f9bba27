"""Every place of a tape at which a table stands: a report prints it once, a file perhaps not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from gxkit.filling import weights
from gxkit.filling.finding.labels import find_opened
from gxkit.filling.finding.lexicon import Lexicon, Wording, lexicon
from gxkit.filling.finding.matching import (
    Match,
    NoMatch,
    match_table,
)
from gxkit.filling.finding.spots import Sign
from gxkit.filling.tape import Tape, Token
from gxkit.forms import Table
from gxkit.report.work import give_up_late, refuse_copies

# Characters that a label's number takes at most: 其中:, and ten in which the number is looked for.
_LONGEST_LEAD = 13
# Tables of one kind in a file. Each is looked for among all others: some thousand took a minute,
# and the file was given up for slow.
_MOST_COPIES = 300


def find_all(tape: Tape, table: Table) -> list[Match] | NoMatch:
    """Every place at which a table stands, the surest first; or why it stands nowhere."""
    give_up_late()
    first = match_table(tape, table)
    if isinstance(first, NoMatch):
        return first
    refuse_copies(_count_copies(tape, table), _MOST_COPIES)
    first = _keep_together(tape, first)
    found = [first]
    left = tape
    # The search is repeated only where the file could hold the table once more.
    while _may_stand_again(left, found[-1]):
        give_up_late()
        left = left.without([label_range(left, found[-1])])
        match = match_table(left, table)
        if isinstance(match, NoMatch) or not _is_another(left, match, found):
            break
        found.append(_keep_together(left, match))
    return found


def _count_copies(tape: Tape, table: Table) -> int:
    """How often so many rows of a table as make another one have their words on the tape."""
    counts = []
    for wordings in lexicon(table).wordings:
        places = [len(tape.places(wording.core)) for wording in wordings]
        counts.append(max(places, default=0))
    counts.sort(reverse=True)
    rows = int(weights.IN_USE.rows_again * len(counts))
    # one word alone the narrative may say some hundred times
    at = max(1, rows - 1)
    return counts[at] if at < len(counts) else 0


def label_range(tape: Tape, match: Match) -> range:
    """The numbers of the tokens from the first label to the last, in a grid of their rows."""
    first = tape.index_at(match.start)
    last = tape.index_at(max(match.start, match.end - 1))
    tokens = tape.tokens
    # A line of text may hold the whole file: of it only the labels are the table's for certain.
    while tokens[first].row is not None and tokens[first - 1].home == tokens[first].home:
        first -= 1
    end = last + 1
    while (
        tokens[last].row is not None and end < len(tokens) and tokens[end].home == tokens[last].home
    ):
        end += 1
    return range(first, end)


def _may_stand_again(tape: Tape, found: Match) -> bool:
    """Whether as many of its labels open a cell or a line elsewhere as a table must have."""
    words = lexicon(found.table)
    # Labels that wrap around their figures stand nowhere in one piece: only a search tells.
    if found.way == "wrapped":
        return True
    if words.table.layout == "across":
        labels = words.rows[1:] or words.rows
        return all(_stands_outside(tape.places(label), found) for label in labels)
    elsewhere = 0
    for row in range(len(words.rows)):
        if _may_stand_outside(tape, words.wordings[row], found):
            elsewhere += _stands_outside(find_opened(tape, words, row), found)
    return elsewhere >= weights.IN_USE.rows_again * len(found.spots)


def _may_stand_outside(
    tape: Tape,
    wordings: Iterable[Wording],
    found: Match,
) -> bool:
    """Whether one of some wordings stands outside a table: a sieve, for hardly a file has two.

    It hides none: a label begins before its wording, and by no more than its number takes.
    """
    for wording in wordings:
        places = tape.places(wording.core)
        if places and (places[0] < found.start + _LONGEST_LEAD or places[-1] >= found.end):
            return True
    return False


def _stands_outside(places: Sequence[int], found: Match) -> bool:
    return any(not found.covers(place) for place in places)


def _is_another(
    tape: Tape,
    match: Match,
    found: Sequence[Match],
) -> bool:
    """Whether a match is the table once more, and no list of the narrative or part of the first."""
    if match.table.layout == "across":
        return _is_across_again(tape, match)
    if match.way == "wrapped":
        return True
    rows = {spot.row for spot in match.spots}
    opened = [spot for spot in match.spots if Sign.OPENS in spot.signs]
    # Sentences name outcomes too; what opens neither a cell nor a word is one of them.
    if len(opened) < weights.IN_USE.rows_again * len(rows):
        return False
    for other in found:
        common = rows & {spot.row for spot in other.spots}
        fewer = min(len(rows), len(other.spots))
        # Two parts of one table have other rows each.
        if len(common) < weights.IN_USE.rows_again * fewer:
            return False
    return True


def _is_across_again(tape: Tape, match: Match) -> bool:
    """Whether a head stands in a grid or in a line of its own, and not in a sentence."""
    for token in _tokens(tape, match):
        if token.row is None and any(mark in token.text for mark in "，,。;"):
            return False
    return True


def _tokens(tape: Tape, match: Match) -> Sequence[Token]:
    first = tape.index_at(match.start)
    return tape.tokens[first : tape.index_at(max(match.start, match.end - 1)) + 1]


def _keep_together(tape: Tape, match: Match) -> Match:
    """The match, or, where its rows come from two tables, the better part found by itself.

    Where a label is misprinted or blank here and whole in the next copy, the best chain of labels
    may begin in one table and end in the other.
    """
    if match.table.layout == "across" or match.way == "wrapped":
        return match
    words = lexicon(match.table)
    for upper, lower in pairwise(match.spots):
        if not _holds_another(tape, words, upper.end, lower.start):
            continue
        parts = list(_parts(tape, match.table, upper.end, lower.start))
        return max(parts, key=lambda part: part.score, default=match)
    return match


def _holds_another(
    tape: Tape,
    words: Lexicon,
    low: int,
    high: int,
) -> bool:
    """Whether between two rows that follow each other a good part of a table stands."""
    # A page between two rows has no room for a table.
    if high - low < weights.IN_USE.gap_looked_at:
        return False
    between = 0
    for row in range(len(words.rows)):
        places = find_opened(tape, words, row)
        between += any(low <= place < high for place in places)
    return between >= weights.IN_USE.rows_between * len(words.rows)


def _parts(
    tape: Tape,
    table: Table,
    low: int,
    high: int,
) -> Iterator[Match]:
    """The table in what ends before a row, and in what begins after the row before it."""
    first, last = tape.index_at(max(0, low - 1)), tape.index_at(high)
    sides = (range(last, len(tape.tokens)), range(first + 1))
    for gone in sides:
        part = tape.without([gone])
        match = match_table(part, table)
        if isinstance(match, Match):
            yield match
