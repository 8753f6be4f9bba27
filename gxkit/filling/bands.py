"""A table across whose rows stand one below the other, or that is turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gxkit.filling import weights
from gxkit.filling.entries import Entry
from gxkit.filling.fields import Field, zone_fields
from gxkit.filling.lexicon import Lexicon
from gxkit.filling.tape import Tape
from gxkit.filling.ways import Declined, Reason
from gxkit.forms import Row


def _row_places(tape: Tape, words: Lexicon, anchor: int) -> list[int]:
    """Where the rows' labels stand, the second's at `anchor`; [] unless all do, in order."""
    first, *others = words.rows
    start = tape.text.rfind(first, max(0, anchor - weights.IN_USE.band), anchor)
    places = [start, *(tape.text.find(label, anchor) for label in others)]
    return places if min(places) >= 0 and places == sorted(places) else []


def read_bands(tape: Tape, words: Lexicon, anchor: int) -> list[Entry] | Declined:
    """One entry for each row of the form, if the file has as many cells for all, in its order.

    `anchor` is where the second row's label stands. A band is a row of the grid (or a line of
    text) with the cells of one or several rows of the form; heads, and labels before the figures,
    may stand above and between.
    """
    places = _row_places(tape, words, anchor)
    if not places:
        return Declined(Reason.LABELS_ELSEWHERE)
    width = len(words.columns)
    size = width * len(words.rows)
    high = min(len(tape.text), places[-1] + weights.IN_USE.band)
    fields = list(zone_fields(tape, places[0], high, words.landmarks))
    bands = list(_bands(fields, width, size))
    cells = [cell for band in bands for cell in band]
    if len(cells) != size or any(len(band) % width for band in bands):
        return Declined(Reason.CELLS_MISSING)
    rows = [cells[at : at + width] for at in range(0, size, width)]
    if any(place > row[0].start for place, row in zip(places, rows, strict=True)):
        # A row's figures before its label: they belong to another.
        return Declined(Reason.LABELS_ELSEWHERE)
    return [_entry(row, own) for row, own in zip(words.table.rows, rows, strict=True)]


def _entry(row: Row, cells: Sequence[Field]) -> Entry:
    slots = tuple((row.id, column) for column in row.columns)
    return Entry(slots, cells[0].token.source.where, tuple(cells))


def _bands(fields: Sequence[Field], width: int, most: int) -> Iterator[list[Field]]:
    """The cells of each row or line that holds figures, or a label and blanks for all columns.

    Up to `most` cells.
    """
    found = 0
    for _, group in groupby(fields, key=lambda f: f.token.home):
        own = list(group)
        cells = [f for f in own if f.is_cell]
        has_figures = any(f.is_figure for f in cells)
        labels = len(own) - len(cells)
        is_blank = bool(cells) and len(cells) % width == 0 and labels <= 1
        if found < most and (has_figures or is_blank):
            found += len(cells)
            yield cells


def read_turned(tape: Tape, words: Lexicon, anchor: int) -> list[Entry] | Declined:
    """One entry for each row of the form where the file turns the table.

    The form's rows stand side by side in the head, its columns one below the other. Each column's
    row, or line of text, must have as many cells as the form has rows.
    """
    places = _row_places(tape, words, anchor)
    if not places or places[-1] - places[0] > weights.IN_USE.band:
        return Declined(Reason.LABELS_ELSEWHERE)
    position = places[-1] + len(words.rows[-1])
    columns = []
    for label in words.columns:
        found = tape.text.find(label, position, position + weights.IN_USE.band)
        if found < 0:
            return Declined(Reason.LABELS_ELSEWHERE)
        position = found + len(label)
        cells = _cells_beside(tape, words, found, position)
        if len(cells) != len(words.rows) or not all(f.is_cell for f in cells):
            return Declined(Reason.CELLS_MISSING)
        columns.append(cells)
    rows = zip(*columns, strict=True)
    return [_entry(row, own) for row, own in zip(words.table.rows, rows, strict=True)]


def _cells_beside(tape: Tape, words: Lexicon, label: int, position: int) -> list[Field]:
    """The fields after a column's label, in its own row or line."""
    high = min(len(tape.text), position + weights.IN_USE.band)
    home = tape.token_at(label).home
    fields = zone_fields(tape, position, high, words.landmarks)
    return [f for f in fields if f.token.home == home]
