"""A turned table in running text: a line for each column of the form, a figure in it for each row.

In a grid such a table is turned back before it is read; of a text's head nobody knows what spans
what, so that the lines are read only where each names its rows in the form's order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gxkit.document import Line
from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field, zone_fields
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.finding.spots import Spot
from gxkit.filling.tape import Tape, Token
from gxkit.filling.ways import Declined, Reason

# The lines of its head, as a share of the rows: in a table that is not turned each has its own.
_FEW_LINES = 0.5


def read_turned_lines(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
) -> list[Entry] | Declined:
    """An entry for each row of the form; [] if the lines are there and their order is not told."""
    # A grid that is turned has been turned back.
    if tape.token_at(spots[0].start).row is not None:
        return Declined(Reason.IN_GRID)
    lines_of_labels = {tape.token_at(spot.start).block for spot in spots}
    if len(lines_of_labels) >= _FEW_LINES * len(spots):
        return Declined(Reason.LABELS_ELSEWHERE)
    found = list(_lines_of_columns(tape, words, spots))
    lines = dict(found)
    # Of two years below one another nobody knows here which is meant.
    if len(lines) < len(found):
        return []
    if len(lines) < len(words.columns):
        return Declined(Reason.NO_FIGURES)
    first = min(fields[0].start for fields in lines.values())
    if not _names_rows_in_order(tape, words, spots[0], first):
        return []
    entries = []
    for number, slots in enumerate(words.slots):
        fields = tuple(lines[column][number] for _, column in slots)
        entries.append(Entry(slots, fields[0].token.where, fields))
    return entries


def _lines_of_columns(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
) -> Iterator[tuple[str, list[Field]]]:
    """The lines that a column's label opens and that hold a figure for each row of the form."""
    low = tape.index_at(spots[0].start)
    farthest = spots[-1].end + weights.IN_USE.figures_below_head
    high = tape.index_at(farthest) + 1
    for source, group in groupby(tape.tokens[low:high], key=_source_of):
        tokens = list(group)
        column = _column_of(tokens, words)
        if not column or not isinstance(source, Line):
            continue
        start = tokens[0].start
        end = tokens[-1].end
        fields = [item for item in zone_fields(tape, start, end, words.landmarks) if item.is_cell]
        own = fields[-len(words.rows) :]
        if len(own) == len(words.rows) and own[0].token.source is source:
            yield column, own


def _source_of(token: Token) -> object:
    return token.source


def _column_of(
    tokens: Sequence[Token],
    words: Lexicon,
) -> str:
    """The column whose label stands in a line before its figures; a group's may stand before it."""
    column = ""
    for token in tokens:
        # The first figure ends the labels; the year before 年度 is part of one.
        if token.text[:1].isdigit() and not words.column_of(token.text):
            break
        column = words.column_of(token.text) if token.text else column
    return column


def _names_rows_in_order(
    tape: Tape,
    words: Lexicon,
    top: Spot,
    first: int,
) -> bool:
    """Whether every line of the head above the figures names its rows in the form's order."""
    low = max(0, top.start - weights.IN_USE.head)
    rows: dict[int, list[int]] = {}
    for label in words.rows:
        place = tape.text.find(
            label,
            low,
            first,
        )
        if place < 0:
            return False
        rows.setdefault(tape.token_at(place).block, []).append(place)
    return all(places == sorted(places) for places in rows.values())
