"""A table across whose rows do not stand side by side but one below the other, as narrow pages set it, or turned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from gxkit.filling.fields import Field, Kind, zone_fields
from gxkit.filling.lines import Line
from gxkit.filling.tape import Tape
from gxkit.forms import Table
from gxkit.text import fold

LONGEST = 400
"""characters from the first row's label to the second's, and after the last row's label"""


def read_bands(tape: Tape, table: Table, known: re.Pattern[str], anchor: int) -> list[Line]:
    """One line for each row of the form; [] unless the file has as many cells for all, in the form's order.

    `anchor` is where the second row's label stands. A band is a row of the grid (or a line of text) with the cells of
    one or several rows of the form; heads, and labels before the figures, may stand above and between.
    """
    labels = [fold(row.label) for row in table.rows]
    start = tape.text.rfind(labels[0], max(0, anchor - LONGEST), anchor)
    places = [start, *(tape.text.find(label, anchor) for label in labels[1:])]
    if min(places) < 0 or places != sorted(places):
        return []
    width = len(table.columns)
    fields = list(zone_fields(tape, start, min(len(tape.text), places[-1] + LONGEST), known))
    bands = list(_bands(fields, width, width * len(labels)))
    cells = [cell for band in bands for cell in band]
    if len(cells) != width * len(labels) or any(len(band) % width for band in bands):
        return []
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    if any(place > row[0].start for place, row in zip(places, rows, strict=True)):
        return []
    return [
        Line(tuple((row.id, c) for c in row.columns), own[0].slot.source.where, tuple(own))
        for row, own in zip(table.rows, rows, strict=True)
    ]


def _bands(fields: Sequence[Field], width: int, most: int) -> Iterator[list[Field]]:
    """The cells of each row or line that holds figures, or a label and blanks for all columns, up to `most` cells."""
    found = 0
    for _, group in groupby(fields, key=lambda f: (f.slot.block, f.slot.row)):
        own = list(group)
        cells = [f for f in own if f.figures or f.kind is Kind.EMPTY]
        blank = cells and len(cells) % width == 0 and len(own) - len(cells) <= 1
        if found < most and (any(f.figures for f in cells) or blank):
            found += len(cells)
            yield cells


def read_turned(tape: Tape, table: Table, known: re.Pattern[str], anchor: int) -> list[Line]:
    """One line for each row of the form where the file turns the table: the form's rows side by side in the head, its
    columns one below the other; [] unless each column's row or line of text has as many cells as the form has rows.
    """
    heads = [fold(row.label) for row in table.rows]
    start = tape.text.rfind(heads[0], max(0, anchor - LONGEST), anchor)
    places = [start, *(tape.text.find(head, anchor) for head in heads[1:])]
    if min(places) < 0 or places != sorted(places) or places[-1] - start > LONGEST:
        return []
    position = places[-1] + len(heads[-1])
    columns = []
    for label in (fold(column.label) for column in table.columns):
        if (found := tape.text.find(label, position, position + LONGEST)) < 0:
            return []
        position = found + len(label)
        home = tape.slots[tape.slot_at(found)]
        cells = [
            f
            for f in zone_fields(tape, position, min(len(tape.text), position + LONGEST), known)
            if (f.slot.block, f.slot.row) == (home.block, home.row)
        ]
        if len(cells) != len(heads) or not all(f.figures or f.kind is Kind.EMPTY for f in cells):
            return []
        columns.append(cells)
    return [
        Line(tuple((row.id, c) for c in row.columns), own[0].slot.source.where, own)
        for row, own in zip(table.rows, zip(*columns, strict=True), strict=True)
    ]
