"""Tables as Python shows them: a list of rows, each a list of texts, None where nothing stands."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from gxkit.document import Cell, Grid, Line, Where
from gxkit.readers.text.shapes import Found

_OPENINGS = ("[[", "[(", "((", "([")
_ENDINGS = ("]", ")")
# A table that is shown a row a line has hardly more rows.
_MOST_LINES = 120
_FEWEST_ROWS = 2

Rows = Sequence[Sequence[object]]


def find_literals(lines: Sequence[Line]) -> list[Found]:
    """The tables that stand as lists of lists, in one line or a row a line."""
    found = []
    stop = 0
    for at, line in enumerate(lines):
        # every list has its own place, and none begins in another
        if at < stop or not line.text.lstrip().startswith(_OPENINGS):
            continue
        table = _read_table(lines, at)
        if table is not None:
            found.append(table)
            stop = table.stop
    return found


def _read_table(lines: Sequence[Line], at: int) -> Found | None:
    text = ""
    for stop, line in enumerate(lines[at : at + _MOST_LINES], at + 1):
        text += line.text.strip()
        # a row may end in each line, the table in only one
        rows = _evaluate(text) if text.endswith(_ENDINGS) else None
        if rows is not None:
            grid = _to_grid(rows, lines[at].where)
            return Found(at, stop, (grid,))
    return None


def _evaluate(text: str) -> Rows | None:
    """The rows that a text shows; None where it shows anything else."""
    try:
        rows = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(rows, list | tuple) or len(rows) < _FEWEST_ROWS:
        return None
    are_rows = all(isinstance(row, list | tuple) for row in rows)
    return rows if are_rows and all(rows) else None


def _to_grid(rows: Rows, where: Where) -> Grid:
    cells = []
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            text = "" if value is None else str(value)
            cells.append(Cell(number, column, text, where))
    return Grid(tuple(cells))
