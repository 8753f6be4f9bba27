"""What a site answers to its own pages (JSON): the report is one of its texts.

Texts come in the order of the answer, markup as the page that it is, lists of lists as tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gxkit.document import Cell, Grid, Line, Where
from gxkit.errors import NoTextError
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.signs import load_json
from gxkit.readers.sources import is_source, source_to_page

# A table has two rows at least; a shorter list is one of links or of parts.
_FEWEST_ROWS = 2

Block = Line | Grid | Inner


def read(path: Path, data: bytes) -> Contents:
    """The texts, tables and pages of an answer; a line's number counts its lines of text.

    Raises NoTextError where the answer holds no text at all.
    """
    blocks: list[Block] = []
    for said in _walk(load_json(data)):
        number = len(blocks) + 1
        if isinstance(said, list):
            grid = _rows_to_grid(said, number)
            blocks.append(grid)
        elif is_source(said):
            blocks.append(source_to_page(said))
        else:
            blocks += _to_lines(said, number)
    if not blocks:
        raise NoTextError(
            f"{path.name}: this is an answer of a site (JSON) without any text; the report is "
            "behind another address. Open the page in a browser and save it when it is shown."
        )
    return Contents(tuple(blocks), {}, ())


def _to_lines(text: str, first: int) -> list[Line]:
    pieces = enumerate(text.splitlines(), first)
    return [Line(piece, Where(line=number)) for number, piece in pieces]


def _walk(value: object) -> Iterator[str | list[list[object]]]:
    """The texts of a value, and its lists of rows, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        if len(value) >= _FEWEST_ROWS and all(_is_row(row) for row in value):
            yield value
            return
        for inner in value:
            yield from _walk(inner)


def _is_row(value: object) -> bool:
    if not isinstance(value, list):
        return False
    return not any(isinstance(inner, list | dict) for inner in value)


def _rows_to_grid(rows: list[list[object]], table: int) -> Grid:
    cells = []
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            text = "" if value is None else str(value)
            where = Where(table=table, row=row + 1, column=column + 1)
            cells.append(Cell(row, column, text, where))
    return Grid(tuple(cells))
