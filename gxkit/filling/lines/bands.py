"""A table across whose rows stand one below the other, or that is turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field, zone_fields
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.tape import Tape
from gxkit.filling.ways import Declined, Reason

# The cells of one row of a grid, or of one line of text.
Band = list[Field]


class Labels:
    """The labels of a table across on a tape: the second row's stands at `anchor`.

    `places` are those of all rows; [] unless they stand there in the form's order.
    """

    def __init__(
        self,
        tape: Tape,
        words: Lexicon,
        anchor: int,
    ) -> None:
        self.tape = tape
        self.words = words
        self.reach = weights.IN_USE.band
        self.places = self._find(anchor)

    def _find(self, anchor: int) -> list[int]:
        first, *others = self.words.rows
        text = self.tape.text
        # The narrative uses the first row's label, 行政复议, too: the nearest one counts.
        lowest = max(0, anchor - self.reach)
        start = text.rfind(first, lowest, anchor)
        places = [start, *(text.find(label, anchor) for label in others)]
        in_order = places == sorted(places)
        return places if in_order and places[0] >= 0 else []

    def fields(
        self,
        low: int,
        after: int,
    ) -> Iterator[Field]:
        """The fields from one place on, as far as they may belong to a label at another."""
        high = min(len(self.tape.text), after + self.reach)
        return zone_fields(self.tape, low, high, self.words.landmarks)

    def entries(self, rows: Iterator[Sequence[Field]]) -> list[Entry]:
        """An entry for each row of the form with its cells."""
        entries = []
        for slots, cells in zip(self.words.slots, rows, strict=True):
            where = cells[0].token.source.where
            entries.append(Entry(slots, where, tuple(cells)))
        return entries


def read_bands(labels: Labels) -> list[Entry] | Declined:
    """One entry for each row of the form, if the file has as many cells for all, in its order.

    A band is a row of the grid (or a line of text) with the cells of one or several rows of the
    form; heads, and labels before the figures, may stand above and between.
    """
    # A file that leaves a row out, or sets rows in another order, is not read as bands.
    places = labels.places
    if not places:
        return Declined(Reason.LABELS_ELSEWHERE)
    width = len(labels.words.columns)
    size = width * len(places)
    fields = labels.fields(places[0], places[-1])
    cells: list[Field] = []
    for band in _bands(list(fields), width):
        # What follows the last row is another table.
        if len(cells) >= size:
            break
        # Part of a row's cells in a line: a blank left no trace, and which is not told.
        if len(band) % width:
            return Declined(Reason.CELLS_MISSING)
        cells += band
    if len(cells) != size:
        return Declined(Reason.CELLS_MISSING)
    rows = []
    for number, place in enumerate(places):
        first = number * width
        if cells[first].start < place:
            # A row's figures before its label: they belong to another.
            return Declined(Reason.LABELS_ELSEWHERE)
        rows.append(cells[first : first + width])
    return labels.entries(iter(rows))


def _bands(
    fields: Sequence[Field],
    width: int,
) -> Iterator[Band]:
    """The cells of each row or line that holds figures, or a label and blanks for all columns."""
    for _, group in groupby(fields, key=_home):
        own = list(group)
        cells = [field for field in own if field.is_cell]
        # A line of labels only.
        if not cells:
            continue
        labels = len(own) - len(cells)
        is_blank = labels <= 1 and len(cells) % width == 0
        if is_blank or any(field.is_figure for field in cells):
            yield cells


def _home(field: Field) -> tuple[int, int | None]:
    return field.token.home


def read_turned(labels: Labels) -> list[Entry] | Declined:
    """One entry for each row of the form where the file turns the table.

    The form's rows stand side by side in the head, its columns one below the other. Each column's
    row, or line of text, must have as many cells as the form has rows.
    """
    places, words = labels.places, labels.words
    # Labels that far apart stand one below the other, not in one head.
    if not places or places[-1] - places[0] > labels.reach:
        return Declined(Reason.LABELS_ELSEWHERE)
    position = places[-1] + len(words.rows[-1])
    columns = []
    for label in words.columns:
        farthest = position + labels.reach
        found = labels.tape.text.find(label, position, farthest)
        if found < 0:
            return Declined(Reason.LABELS_ELSEWHERE)
        position = found + len(label)
        cells = _cells_beside(labels, found, position)
        # A column with a cell too few would move the figures of all rows after it.
        if len(cells) != len(places):
            return Declined(Reason.CELLS_MISSING)
        columns.append(cells)
    return labels.entries(zip(*columns, strict=True))


def _cells_beside(
    labels: Labels,
    label: int,
    position: int,
) -> Band:
    """The cells after a column's label, in its own row or line; [] where a text is among them."""
    home = labels.tape.token_at(label).home
    cells = []
    for field in labels.fields(position, position):
        if field.token.home != home:
            continue
        if not field.is_cell:
            return []
        cells.append(field)
    return cells
