"""Figures of tables that were printed beside their cells: what shows it, and what is done then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.offset import (
    Torn,
    box_of,
    doubtful_places,
    find_offset,
    is_figure,
    stands_over,
)
from gxkit.readers.plane.placing import CellGlyphs, Table

_SLIPPED = 2.0  # font sizes above or below it where figures may, for the same reason
_PAIR = 2
_STRAYS = 0.03  # of a table's runs of text that may reach over a rule: labels in tight cells do
_SAME_LINE, _NEXT_LINE = 0.15, 0.8  # of the font size: how far lines of words are apart
_OVER = 1.0  # points by which what stands side by side may overlap
_BESIDE = 60.0  # points beside a table where figures may stand that were meant for its cells


def doubt_beside(table: Table) -> bool:
    """Doubts every cell of a table whose text and rules were turned back by themselves, if they do
    not fit one another then: they were turned about different points. Gives whether it did."""
    lattice = table.lattice
    edges = list(map(lattice.cell_edges, range(len(table.cells))))
    across = count = 0
    for inside, own in zip(table.cells, edges, strict=True):
        count += len(inside)
        across += sum(stands_over(box_of(glyph), own) for glyph in inside)
    if across <= _STRAYS * count:
        return False
    for left, bottom, right, top in edges:
        middle = (left + right) / 2, (bottom + top) / 2
        table.doubts.append(middle)
    return True


def settle(
    table: Table,
    outside: list[Glyph],
) -> None:
    """Moves the figures of a table back where they stand off alike, from `outside` too, else notes
    which cells are in doubt."""
    torn = [*table.torn, *_shut_out(outside, table.lattice), *_over_words(table.cells)]
    strangers = [] if torn else _with_words(table.cells)
    if not torn and not strangers:
        return
    lattice = table.lattice
    labels = frozenset(_words(table.cells))
    printed = chain.from_iterable(table.cells)
    figures = [glyph for glyph in printed if is_figure(glyph.text)]
    beside = [glyph for glyph in outside if _stands_beside(glyph, lattice)]
    figures += beside
    right, up = find_offset(lattice, labels, figures, torn or strangers)
    if right == 0 == up:
        table.doubts = doubtful_places(torn, figures)
        return
    moved = set(map(id, figures))
    for inside in table.cells:
        inside[:] = [glyph for glyph in inside if id(glyph) not in moved]
    outside[:] = [glyph for glyph in outside if id(glyph) not in moved]
    for glyph in figures:
        left, bottom, end, top = box_of(glyph)
        place = (left + end) / 2 - right, (bottom + top) / 2 - up
        table.inferred.append(place)
        cell = lattice.cell_at(*place)
        home = outside if cell is None else table.cells[cell]
        home.append(glyph)


def _words(cells: CellGlyphs) -> Iterator[int]:
    """The numbers of the cells in which something else stands than figures."""
    for number, inside in enumerate(cells):
        if any(glyph.text[0].isalpha() for glyph in inside):
            yield number


def _stands_beside(
    glyph: Glyph,
    lattice: Lattice,
) -> bool:
    """Whether a character is a figure beside a table, which may have been meant for a cell."""
    left, bottom, right, top = lattice.box
    slip = _SLIPPED * glyph.size
    is_level = bottom - slip < glyph.middle < top + slip
    is_near = left - _BESIDE < glyph.left and glyph.right < right + _BESIDE
    return is_level and is_near and is_figure(glyph.text)


def _shut_out(
    outside: Sequence[Glyph],
    lattice: Lattice,
) -> list[Torn]:
    """Figures right above or below a table: those of a row that slipped out of it; none where it is
    one, as a page number is, or where they stand in a line of words."""
    left, bottom, right, top = lattice.box
    figures, words = [], []
    for glyph in outside:
        near = bottom - _SLIPPED * glyph.size < glyph.middle < top + _SLIPPED * glyph.size
        if near and not is_figure(glyph.text):
            words.append(glyph)
        elif near and left < glyph.left and glyph.right < right:
            figures.append(glyph)
    alone = [glyph for glyph in figures if not _is_in_line(glyph, words)]
    return [Torn(glyph, 0.0) for glyph in alone] if len(alone) > 1 else []


def _is_in_line(
    figure: Glyph,
    words: Sequence[Glyph],
) -> bool:
    """Whether a figure follows or precedes one of some words in a line."""
    for word in words:
        gap = max(figure.left - word.right, word.left - figure.right)
        is_level = abs(figure.baseline - word.baseline) < _OVER
        if is_level and gap < figure.size:
            return True
    return False


def _over_words(cells: CellGlyphs) -> list[Torn]:
    """Figures printed over the words of cells or between their lines, as those of the next row are
    that slipped up; none where it is one."""
    found: list[Torn] = []
    for inside in cells:
        if len(inside) < _PAIR or is_figure(inside[0].text) == is_figure(inside[-1].text):
            continue
        words = [glyph for glyph in inside if not is_figure(glyph.text)]
        figures = [glyph for glyph in inside if is_figure(glyph.text)]
        off_line = [figure for figure in figures if _is_off_line(figure, words)]
        found += [Torn(figure, 0.0) for figure in off_line]
    return found if len(found) > 1 else []


def _with_words(cells: CellGlyphs) -> list[Torn]:
    """Figures in cells that hold words too, not in a line with them: those of a table whose figures
    slipped by a row. A table in which labels and figures share cells has some, and no better place
    for them."""
    found: list[Torn] = []
    for inside in cells:
        if len(inside) < _PAIR or is_figure(inside[0].text) == is_figure(inside[-1].text):
            continue
        words = [glyph for glyph in inside if not is_figure(glyph.text)]
        figures = [glyph for glyph in inside if is_figure(glyph.text)]
        found += [Torn(figure, 0.0) for figure in figures if not _is_in_line(figure, words)]
    return found if len(found) > 1 else []


def _is_off_line(
    figure: Glyph,
    words: Sequence[Glyph],
) -> bool:
    """Whether a figure stands neither in a line of words nor on the next one."""
    offs = [abs(figure.baseline - word.baseline) for word in words]
    return any(_SAME_LINE * figure.size < off < _NEXT_LINE * figure.size for off in offs)
