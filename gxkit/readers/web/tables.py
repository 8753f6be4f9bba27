"""The places of a web table's cells, by the table model of HTML: spans push later cells aside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from gxkit.document import Cell, Where

_SPAN = re.compile(r"\s*\+?(\d{1,6})")
_MAX_COLUMNS = 200


def place_cells(
    rows: Sequence[Sequence[etree._Element]], texts: Sequence[Sequence[str]], table: int
) -> tuple[Cell, ...]:
    """Cells with row, column and spans; `texts` is parallel to `rows`, `table` the table's number in the file.

    A span that is no number is 1, a rowspan of 0 or past the end reaches the last row, a colspan is clipped at 200.
    """
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    for at, (row, row_texts) in enumerate(zip(rows, texts, strict=True)):
        column = 0
        for element, text in zip(row, row_texts, strict=True):
            while taken.get(column, 0) > at:
                column += 1
            colspan = min(max(_read_span(element.get("colspan")), 1), _MAX_COLUMNS)
            rowspan = min(_read_span(element.get("rowspan")) or len(rows), len(rows) - at)
            free = next(
                (width for width in range(1, colspan) if taken.get(column + width, 0) > at), colspan
            )
            where = Where(table=table, row=at + 1, column=column + 1)
            cells.append(Cell(at, column, text, where, rowspan, free))
            for offset in range(free):
                taken[column + offset] = at + rowspan
            column += free
    return tuple(cells)


def _read_span(value: str | None) -> int:
    match = _SPAN.match(value or "")
    return int(match[1]) if match else 1
