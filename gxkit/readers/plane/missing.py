"""Rules that a page lacks, as its figures tell: one cell holds the figures of two.

A cell over several rows or columns of its table that holds figures of more than one of them is as
many cells, and so are those beside it that span the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gxkit.readers.plane.boxes import Box
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.offset import box_of, center_of, is_figure
from gxkit.readers.plane.placing import Table
from gxkit.readers.plane.spans import Span

_Stretch = tuple[int, int]
"""first row or column, and how many"""
_Edges = Sequence[float]

ROWS, COLUMNS = 0, 1
"""along which a cell is parted; the same numbers are those of a span's place, and of its size two
further"""
SIZE = 2
# Points by which a figure may reach over an edge at which no rule is drawn.
_OVER = 1.0
_CLEAR = 0.3  # of the font size between a label and a figure beside it
_CENTRAL = 1.5  # points from the middle of a cell at which a figure stands in the middle


def part_cells(table: Table) -> None:
    """Parts the cells of a table that hold the figures of several."""
    _part_labels(table)
    for axis in (ROWS, COLUMNS):
        stretches = _find_stretches(table, axis)
        if stretches:
            _part(table, axis, stretches)


def _part_labels(table: Table) -> None:
    """Parts the cells that hold a label and, right of an edge that it does not cross, figures."""
    xs = table.lattice.xs
    cells: list[tuple[Span, list[Glyph]]] = []
    for span, inside in zip(table.lattice.cells, table.cells, strict=True):
        row, column, height, width = span
        inner = xs[column + 1 : column + width]
        at = _edge_after_words(inside, inner) if inner and len(inside) > 1 else 0
        if not at:
            cells.append((span, inside))
            continue
        figures = [glyph for glyph in inside if is_figure(glyph.text)]
        words = [glyph for glyph in inside if not is_figure(glyph.text)]
        cells.append(((row, column, height, at), words))
        cells.append(((row, column + at, height, width - at), figures))
        table.inferred += map(center_of, figures)
    if len(cells) > len(table.cells):
        set_cells(table, table.lattice, cells)


def _edge_after_words(
    inside: Sequence[Glyph],
    edges: _Edges,
) -> int:
    """The number, from 1, of the edge with words left of it and nothing but figures right of it; 0
    where there is none."""
    ends = [glyph.right for glyph in inside if not is_figure(glyph.text)]
    begins = [glyph.left for glyph in inside if is_figure(glyph.text)]
    if not ends or not begins:
        return 0
    # digits that follow closely are part of the label
    if min(begins) - max(ends) < _CLEAR * inside[0].size:
        return 0
    for number, edge in enumerate(edges, 1):
        if max(ends) < edge + _OVER and edge - _OVER < min(begins):
            return number
    return 0


def _find_stretches(
    table: Table,
    axis: int,
) -> set[_Stretch]:
    """The rows, or columns, between which a rule is missing in some cell: it has figures of
    several, or cells beside one another have them in different ones."""
    found = set()
    seen: dict[_Stretch, set[int]] = defaultdict(set)
    for span, inside in zip(table.lattice.cells, table.cells, strict=True):
        if span[axis + SIZE] == 1 or not inside or not are_figures(inside):
            continue
        stretch = span[axis], span[axis + SIZE]
        places = _places(table.lattice, stretch, inside, axis)
        if places is None:
            continue
        if len(set(places)) > 1:
            found.add(stretch)
        seen[stretch].update(places)
    apart = [stretch for stretch, places in seen.items() if len(places) > 1]
    return found.union(apart)


def are_figures(inside: Sequence[Glyph]) -> bool:
    """Whether only figures stand in a cell."""
    return all(is_figure(glyph.text) for glyph in inside)


def _places(
    lattice: Lattice,
    stretch: _Stretch,
    figures: Sequence[Glyph],
    axis: int,
) -> list[int] | None:
    """In which row, or column, of a stretch each figure stands; None where one stands in none."""
    first, count = stretch
    edges = _edges(lattice, axis)[first : first + count + 1]
    found = []
    for figure in figures:
        low, high = _reach(box_of(figure), axis)
        middle = (edges[0] + edges[-1]) / 2
        # alone in the middle of all of them it may be that of a cell that is one
        is_central = abs((low + high) / 2 - middle) < _CENTRAL
        place = None if is_central and len(figures) == 1 else _place_in(edges, low, high)
        if place is None:
            return None
        found.append(first + place)
    return found


def _edges(
    lattice: Lattice,
    axis: int,
) -> list[float]:
    """The edges of rows, or columns, rising: rows are counted down the page."""
    return [-y for y in lattice.ys] if axis == ROWS else list(lattice.xs)


def _reach(
    box: Box,
    axis: int,
) -> tuple[float, float]:
    left, bottom, right, top = box
    return (-top, -bottom) if axis == ROWS else (left, right)


def _place_in(
    edges: _Edges,
    low: float,
    high: float,
) -> int | None:
    """The number of the step between edges in which something lies; None where it is in several."""
    for number, (begin, end) in enumerate(pairwise(edges)):
        if begin - _OVER <= low and high <= end + _OVER:
            return number
    return None


def _part(
    table: Table,
    axis: int,
    stretches: set[_Stretch],
) -> None:
    """Parts the cells that span one of some stretches and hold figures or nothing."""
    cells: list[tuple[Span, list[Glyph]]] = []
    for span, inside in zip(table.lattice.cells, table.cells, strict=True):
        stretch = span[axis], span[axis + SIZE]
        places = None
        if stretch in stretches and are_figures(inside):
            places = _places(table.lattice, stretch, inside, axis)
        if places is None:
            cells.append((span, inside))
        else:
            cells += _parts(span, axis, inside, places)
            table.inferred += map(center_of, inside)
    set_cells(table, table.lattice, cells)


def set_cells(
    table: Table,
    lattice: Lattice,
    cells: list[tuple[Span, list[Glyph]]],
) -> None:
    """Gives a table the edges of a lattice and other cells."""
    cells.sort(key=_place_of)
    spans, contents = zip(*cells, strict=True)
    table.lattice = Lattice(lattice.xs, lattice.ys, spans)
    table.cells = list(contents)


def _place_of(cell: tuple[Span, list[Glyph]]) -> Span:
    span, _ = cell
    return span


def _parts(
    span: Span,
    axis: int,
    figures: Sequence[Glyph],
    places: Sequence[int],
) -> Iterator[tuple[Span, list[Glyph]]]:
    """A cell for each row, or column, that a cell spans, with the figures there."""
    first, count = span[axis], span[axis + SIZE]
    for place in range(first, first + count):
        own = list(span)
        own[axis], own[axis + SIZE] = place, 1
        row, column, height, width = own
        there = zip(figures, places, strict=True)
        yield (row, column, height, width), [figure for figure, at in there if at == place]
