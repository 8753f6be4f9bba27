"""A table across whose rows do not stand side by side but one below the other, as narrow pages set it."""

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
    rows = [cells[at:at + width] for at in range(0, len(cells), width)]
    if any(place > row[0].start for place, row in zip(places, rows, strict=True)):
        return []
    return [Line(tuple((row.id, c) for c in row.columns), own[0].slot.source.where, tuple(own))
            for row, own in zip(table.rows, rows, strict=True)]


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
