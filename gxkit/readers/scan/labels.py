"""Labels of several rows in one cell of a picture, for the rule between them was not seen.

In every form the label beside a figure is that of one row. Two labels in one cell, unparted, would
give the second row the figures of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.missing import set_cells
from gxkit.readers.plane.offset import is_figure
from gxkit.readers.plane.placing import Table
from gxkit.readers.plane.spans import Span

_UNIT = 2
"""characters of a unit that stands between a label and its figures"""

_Content = tuple[Span, list[Glyph]]


def part_labels(table: Table) -> None:
    """Parts the cells of words beside several rows of figures, and doubts the figures of rows for
    which no line is left."""
    contents = list(zip(table.lattice.cells, table.cells, strict=True))
    beside = {(span[0], span[1]): (span, inside) for span, inside in contents}
    cells: list[_Content] = []
    for span, inside in contents:
        parts = [(span, inside)]
        if _is_beside_rows(span, inside, beside):
            parts = list(_by_row(table, span, inside))
        cells += parts
        if len(parts) > 1 and not all(own for _, own in parts):
            _doubt_rows(table, span)
    if len(cells) > len(contents):
        set_cells(table, table.lattice, cells)


def _is_beside_rows(
    span: Span,
    inside: list[Glyph],
    beside: Mapping[tuple[int, int], _Content],
) -> bool:
    """Whether a cell of words has a cell of its own row beside each of its rows, with figures or
    units in some of them and other words in none."""
    row, column, height, width = span
    if height == 1 or not inside or all(is_figure(glyph.text) for glyph in inside):
        return False
    texts = []
    for at in range(row, row + height):
        one = beside.get((at, column + width))
        # none begins there, or one that is high itself
        if one is None or one[0][2] > 1:
            return False
        texts.append("".join(glyph.text for glyph in one[1]))
    # beside a label of several groups stand labels, and those are longer than a unit
    if not any(texts):
        return False
    return all(is_figure(text) or len(text) <= _UNIT for text in texts if text)


def _by_row(
    table: Table,
    span: Span,
    inside: list[Glyph],
) -> Iterator[_Content]:
    row, column, height, width = span
    edges = table.lattice.ys[row : row + height + 1]
    for at, (top, bottom) in enumerate(pairwise(edges), row):
        own = [glyph for glyph in inside if bottom < glyph.middle <= top]
        yield (at, column, 1, width), own


def _doubt_rows(
    table: Table,
    span: Span,
) -> None:
    row, column, height, width = span
    for number, (first, left, _, _) in enumerate(table.lattice.cells):
        if row <= first < row + height and left >= column + width:
            x, low, end, top = table.lattice.cell_edges(number)
            table.doubts.append(((x + end) / 2, (low + top) / 2))
