"""The second engine: camelot finds the rules, playa the text, and PDFium has no part in it.

Of camelot's own cells the edges are taken (`flavor="lattice", engine="vector"`). The text is playa's characters, each
put into the cell in which its origin is, a third of its size above the baseline. Camelot would go by the font's
descriptor: LibreOffice writes Ascent 0 and Descent 0 for Noto CJK, playa then takes the font's bounding box, and all
text comes to lie a line lower. That is neither the publisher's mistake nor a reading, and origins know nothing of it.
"""

from __future__ import annotations

import logging
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import camelot
from playa.exceptions import PDFException

from gxkit.document import Cell, Grid, Where

#: what camelot and its PDF parser raise on files that PDFium still opens
CAMELOT_FAILURES = (
    PDFException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ZeroDivisionError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    UnicodeError,
    struct.error,
    zlib.error,
    EOFError,
    OSError,
    MemoryError,
)

_HEIGHT = (
    0.35  # of the size above the baseline: where a character is, whatever its font says of itself
)
_SAME_LINE = 0.4
_GAP = 0.5

_Char = tuple[str, float, float, float, float]
"""text, left, right, baseline, size"""


def pdf_tables(path: Path) -> tuple[Grid, ...]:
    """The ruled tables of the PDF at `path` page by page; the boxes are in camelot's coordinates of the page.

    Raises one of CAMELOT_FAILURES on files that camelot cannot parse.
    """
    with _quiet():
        found = camelot.read_pdf(
            str(path),
            pages="1-end",
            flavor="lattice",
            engine="vector",
            split_text=True,
            suppress_stdout=True,
        )
    grids, number, page = [], 0, 0
    for table in sorted(found, key=lambda table: (table.page, -table.rows[0][0], table.cols[0][0])):
        number = number + 1 if table.page == page else 1
        page = table.page
        grids.append(_table_to_grid(table, number))
    return tuple(grids)


@contextmanager
def _quiet() -> Iterator[None]:
    """The parsers under camelot log what they forgive in a file; nobody asked."""
    loggers = [logging.getLogger(name) for name in ("camelot", "playa")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _table_to_grid(table: Any, number: int) -> Grid:
    xs = [table.cols[0][0], *(right for _, right in table.cols)]
    ys = [table.rows[0][0], *(bottom for _, bottom in table.rows)]
    spans = _merge_cells(table.cells)
    owner = {
        (r, c): at
        for at, (row, column, height, width) in enumerate(spans)
        for r in range(row, row + height)
        for c in range(column, column + width)
    }
    inside: list[list[_Char]] = [[] for _ in spans]
    falling = [-y for y in ys]
    for char in _characters(table.textlines):
        _, left, right, baseline, size = char
        column = bisect_right(xs, (left + right) / 2) - 1
        row = bisect_right(falling, -(baseline + _HEIGHT * size)) - 1
        if (row, column) in owner:
            inside[owner[row, column]].append(char)
    cells = []
    for (row, column, height, width), chars in zip(spans, inside, strict=True):
        where = Where(
            page=table.page,
            table=number,
            row=row + 1,
            column=column + 1,
            box=(xs[column], ys[row + height], xs[column + width], ys[row]),
        )
        cells.append(Cell(row, column, _text(chars), where, height, width))
    return Grid(tuple(cells))


def _characters(lines: Iterable[Any]) -> Iterator[_Char]:
    for line in lines:
        for char in line:
            text = char.get_text()
            if text.strip() and hasattr(char, "matrix"):
                if char.upright:
                    yield text, char.x0, char.x1, char.matrix[5], char.size
                else:
                    yield (
                        text,
                        char.x0,
                        char.x1,
                        (char.y0 + char.y1) / 2 - _HEIGHT * char.size,
                        char.size,
                    )


def _text(chars: list[_Char]) -> str:
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda char: -char[3]):
        if not lines or lines[-1][0][3] - char[3] > _SAME_LINE * max(lines[-1][0][4], char[4]):
            lines.append([])
        lines[-1].append(char)
    return "\n".join(_line_text(sorted(line, key=lambda char: char[1])) for line in lines)


def _line_text(line: list[_Char]) -> str:
    text, end = "", line[0][1]
    for character, left, right, _, size in line:
        text += " " + character if left - end > _GAP * size else character
        end = right
    return text


def _merge_cells(cells: Any) -> list[tuple[int, int, int, int]]:
    """(row, column, rowspan, colspan) of the rectangles of camelot's cells that no rule parts, in reading order."""
    rows, columns = len(cells), len(cells[0])
    taken = [[False] * columns for _ in range(rows)]

    def parted_right(row: int, column: int) -> bool:
        return bool(cells[row][column].right or cells[row][column + 1].left)

    def parted_below(row: int, column: int) -> bool:
        return bool(cells[row][column].bottom or cells[row + 1][column].top)

    merged = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width, height = 1, 1
            while (
                column + width < columns
                and not taken[row][column + width]
                and not parted_right(row, column + width - 1)
            ):
                width += 1
            across = range(column, column + width)
            while (
                row + height < rows
                and not any(
                    taken[row + height][c] or parted_below(row + height - 1, c) for c in across
                )
                and not any(parted_right(row + height, c) for c in across[:-1])
            ):
                height += 1
            for r in range(row, row + height):
                taken[r][column : column + width] = [True] * width
            merged.append((row, column, height, width))
    return merged
