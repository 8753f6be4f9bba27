"""The second engine: camelot finds the rules, playa the text, and PDFium has no part in it.

Of camelot's own cells the edges are taken (`flavor="lattice", engine="vector"`). The text is
playa's characters, each put into the cell in which its origin is, a third of its size above the
baseline. Camelot would go by the font's descriptor: LibreOffice writes Ascent 0 and Descent 0 for
Noto CJK, playa then takes the font's bounding box, and all text comes to lie a line lower. That is
neither the publisher's mistake nor a reading, and origins know nothing of it. Where rules do not
tell whose a figure is, position does, in both readings alike.
"""

from __future__ import annotations

import logging
import math
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from camelot.io import read_pdf
from playa.exceptions import PDFException

from gxkit.document import Grid
from gxkit.readers.pdf.skew import common_angle
from gxkit.readers.plane.cells import Filled, fill_lattices, lattice_to_grid
from gxkit.readers.plane.doubles import drop_doubles
from gxkit.readers.plane.glyphs import Glyph, join_runs
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.spans import Span, merge_cells

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
    StopIteration,  # of playa's readers of tokens, where a file ends before its trailer
    OSError,
    MemoryError,
)

# Of the font size above the baseline: where a character is, whatever its font says of itself.
_HEIGHT = 0.35
_SIDEWAYS = 90.0  # degrees


def pdf_tables(path: Path) -> tuple[Grid, ...]:
    """The ruled tables of the PDF at `path` page by page; boxes are in camelot's coordinates.

    Raises one of CAMELOT_FAILURES on files that camelot cannot parse.
    """
    with _quiet():
        found = read_pdf(
            str(path),
            pages="1-end",
            flavor="lattice",
            engine="vector",
            split_text=True,
            suppress_stdout=True,
        )
    grids = []
    number, page = 0, 0
    for table in sorted(found, key=_reading_order):
        number = number + 1 if table.page == page else 1
        page = table.page
        # the first reading turns such text back, and this one would contradict it all over
        if not _lies_aslant(table.textlines):
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


def _reading_order(table: Any) -> tuple[int, float, float]:
    top, _ = table.rows[0]
    left, _ = table.cols[0]
    return table.page, -top, left


def _lies_aslant(lines: Iterable[Any]) -> bool:
    """Whether the text of a table lies turned by a little, as that of a crooked scan does."""
    degrees = []
    for line in lines:
        matrices = (getattr(char, "matrix", None) for char in line)
        matrix = next(filter(None, matrices), None)
        if matrix:
            right, up, *_ = matrix
            degrees.append(math.degrees(math.atan2(up, right)))
    return bool(common_angle(degrees))


def _table_to_grid(table: Any, number: int) -> Grid:
    lattice = _table_to_lattice(table)
    glyphs = join_runs(drop_doubles(list(_characters(table.textlines))))
    (filled,), _ = fill_lattices([lattice], glyphs)
    # what position tells both readings in the same way, the second cannot confirm
    doubts = [*filled.doubts, *filled.inferred]
    told = Filled(filled.lattice, filled.cells, {}, doubts)
    return lattice_to_grid(told, table.page, number, "")


def _table_to_lattice(table: Any) -> Lattice:
    left, _ = table.cols[0]
    top, _ = table.rows[0]
    xs = (left, *(right for _, right in table.cols))
    ys = (top, *(bottom for _, bottom in table.rows))
    return Lattice(xs, ys, tuple(_merge(table.cells)))


def _merge(cells: Any) -> list[Span]:
    """The cells of camelot's, which are one for each row and column, as far as rules part them."""
    parted_right = [_parted(row, row[1:], "right", "left") for row in cells]
    parted_below = [_parted(*pair, "bottom", "top") for pair in pairwise(cells)]
    parted_below.append([True] * len(cells[0]))
    return merge_cells(parted_right, parted_below)


def _parted(here: Any, next_ones: Any, side: str, next_side: str) -> list[bool]:
    """For each cell whether a rule parts it from the next one, of which either may know."""
    parted = [
        bool(getattr(cell, side) or getattr(other, next_side))
        for cell, other in zip(here, next_ones, strict=False)
    ]
    # what has no next one is parted from nothing
    parted += [True] * (len(here) - len(parted))
    return parted


def _characters(lines: Iterable[Any]) -> Iterator[Glyph]:
    for line in lines:
        for char in line:
            text = char.get_text()
            # blanks, and what the layout analysis puts between characters, have no place
            if not text.strip() or not hasattr(char, "matrix"):
                continue
            angle, baseline = 0.0, char.matrix[5]
            if not char.upright:
                angle, baseline = _SIDEWAYS, (char.y0 + char.y1) / 2 - _HEIGHT * char.size
            middle = baseline + _HEIGHT * char.size
            left, right, size = char.x0, char.x1, char.size
            yield Glyph(text, left, right, baseline, middle, size, False, angle, [left])
