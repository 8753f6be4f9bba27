"""The ruled tables of a PDF: where their cells are. camelot finds them; it is used nowhere else."""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import camelot
from playa.exceptions import PDFException

Box = tuple[float, float, float, float]

#: what camelot and its PDF parser raise on files that pdfium still opens
CAMELOT_FAILURES = (PDFException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
                    ZeroDivisionError, OverflowError, RuntimeError, NotImplementedError, UnicodeError, struct.error,
                    zlib.error, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table on `page` (from 1): the edges of its columns from the left, of its rows from the top, in points from
    the lower left corner of the media box as shown, and its cells as (row, column, rowspan, colspan)."""

    page: int
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]


def pdf_tables(path: Path, pages: Sequence[int], engine: str = "vector") -> list[RuledTable]:
    """The ruled tables on `pages` (from 1) of the PDF at `path`, in camelot's order.

    `engine` is camelot's: `vector` reads the lines that the file draws, `combined` also those of pictures, slowly.
    Text is not asked of camelot, for what straddles a ruling would be lost or misplaced. Cells without a ruling
    between them are one. Raises one of CAMELOT_FAILURES on files that camelot cannot parse.
    """
    if not pages:
        return []
    with _quiet():
        found = camelot.read_pdf(str(path), pages=",".join(map(str, pages)), flavor="lattice", engine=engine,
                                 suppress_stdout=True, copy_text=["h", "v"])
    tables = []
    for table in found:
        xs = (table.cols[0][0], *(right for _, right in table.cols))
        ys = (table.rows[0][0], *(bottom for _, bottom in table.rows))
        tables.append(RuledTable(table.page, xs, ys, tuple(_merge_cells(table.cells))))
    return tables


@contextmanager
def _quiet() -> Iterator[None]:
    """The parsers under camelot log what they forgive in a file; nobody asked, and the text does not come from them."""
    loggers = [logging.getLogger(name) for name in ("camelot", "playa")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _merge_cells(cells: list[list[camelot.core.Cell]]) -> list[tuple[int, int, int, int]]:
    """Rectangles of cells that no ruling parts, in reading order."""
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
            while column + width < columns and not taken[row][column + width] \
                    and not parted_right(row, column + width - 1):
                width += 1
            across = range(column, column + width)
            while row + height < rows and not any(taken[row + height][c] or parted_below(row + height - 1, c)
                                                  for c in across) \
                    and not any(parted_right(row + height, c) for c in across[:-1]):
                height += 1
            for r in range(row, row + height):
                taken[r][column:column + width] = [True] * width
            merged.append((row, column, height, width))
    return merged
