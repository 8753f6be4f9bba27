"""The characters of a page in the cells of its lattices, and what is made of both: grids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, repeat, starmap

from gxkit.document import Cell, Grid, Omission, Omitted, Where
from gxkit.readers.pdf.boxes import Box, area, overlap
from gxkit.readers.pdf.glyphs import Glyph, split_glyph
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.pdf.lattice import Lattice
from gxkit.readers.pdf.lines import glyphs_to_text

CellGlyphs = list[list[Glyph]]
"""for each cell of a lattice its characters"""

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def take_glyphs(
    lattices: Sequence[Lattice], glyphs: Sequence[Glyph]
) -> tuple[list[CellGlyphs], list[Glyph]]:
    """For each lattice and cell its characters, and the characters outside all of them; inner
    tables come first."""
    outside: list[Glyph] = []
    if not lattices:
        return [], list(glyphs)
    tables = _Tables(lattices)
    inside = list(map(_empty_cells, lattices))
    # the cell of the last run, in which the next one is, as a rule
    home, edges = outside, _NOWHERE
    waiting = list(reversed(glyphs))
    while waiting:
        glyph = waiting.pop()
        _, start, end, _, y, _, _, angle, lefts = glyph
        if angle and glyph.slanted:
            outside.append(glyph)  # of a seal or a watermark, which lie over the cell
            continue
        is_run = len(lefts) > 1
        first_end = lefts[1] if is_run else end
        x = (start + first_end) / 2
        left, bottom, right, top = edges
        if not (left < x < right and bottom < y < top):
            place = tables.find(x, y)
            home, edges = outside, _NOWHERE
            if place is not None:
                number, cell = place
                home = inside[number][cell]
                edges = lattices[number].cell_edges(cell)
        if is_run and (home is outside or end > edges[2]):
            at = tables.first_beyond(glyph, edges)
            if at:
                glyph, rest = split_glyph(glyph, at)
                waiting.append(rest)
        home.append(glyph)
        if tables.overlap:
            edges = _NOWHERE  # a smaller table may begin inside the cell
    return inside, outside


def take_ink(ink: Ink) -> tuple[list[Filled], dict[Omission | None, list[Glyph]]]:
    """The tables of a page with what stands in them, and the characters outside: those that count
    (None) and those that do not, by the reason."""
    outside: dict[Omission | None, list[Glyph]] = {}
    counted, outside[None] = take_glyphs(ink.lattices, ink.glyphs)
    omitted: dict[Omission, list[CellGlyphs]] = {}
    for why, glyphs in ink.omitted.items():
        omitted[why], outside[why] = take_glyphs(ink.lattices, glyphs)
    tables = []
    for number, (lattice, inside) in enumerate(zip(ink.lattices, counted, strict=True)):
        left_out = {why: by_table[number] for why, by_table in omitted.items()}
        tables.append(Filled(lattice, inside, left_out))
    return tables, outside


def _empty_cells(lattice: Lattice) -> CellGlyphs:
    return [[] for _ in lattice.cells]


class _Tables:
    """The lattices of a page, the smaller one first where they lie in one another."""

    def __init__(self, lattices: Sequence[Lattice]) -> None:
        boxes = [lattice.box for lattice in lattices]
        areas = list(map(area, boxes))
        smallest_first = sorted(range(len(areas)), key=areas.__getitem__)
        self._ordered = [(number, lattices[number]) for number in smallest_first]
        _, bottoms, _, tops = zip(*boxes, strict=True)
        self._lowest = min(bottoms)
        self._highest = max(tops)
        pairs = combinations(boxes, 2)
        self.overlap = any(starmap(overlap, pairs))

    def find(self, x: float, y: float) -> tuple[int, int] | None:
        """The lattice and the cell in which a point lies, by their numbers; None outside."""
        if not self._lowest <= y <= self._highest:
            return None
        for number, lattice in self._ordered:
            cell = lattice.cell_at(x, y)
            if cell is not None:
                return number, cell
        return None

    def first_beyond(self, glyph: Glyph, edges: Box) -> int:
        """The number of the first character of a run that is right of the cell that it begins in,
        or in a table where it begins in none; 0 if none is."""
        y = glyph.middle
        if not self._lowest <= y <= self._highest:
            return 0
        _, _, right, _ = edges
        begins_outside = edges is _NOWHERE
        for number, x in enumerate(_middles(glyph)):
            is_beyond = self.find(x, y) is not None if begins_outside else x > right
            if number and is_beyond:
                return number
        return 0


def _middles(glyph: Glyph) -> Iterator[float]:
    """The middle of each character of a run."""
    edges = [*glyph.lefts, glyph.right]
    for left, right in pairwise(edges):
        yield (left + right) / 2


@dataclass(frozen=True, slots=True)
class Filled:
    """A lattice with its characters by cell: those that count, and those that do not, with the
    reason (reasons that apply to none are not among them)."""

    lattice: Lattice
    inside: CellGlyphs
    omitted: Mapping[Omission, CellGlyphs]

    @property
    def is_hidden(self) -> bool:
        """Whether it has text and none of it is seen."""
        return Omission.HIDDEN in self.omitted and not any(self.inside)


def lattice_to_grid(table: Filled, page: int, number: int, caption: str) -> Grid:
    """The grid of a filled lattice; `number` counts tables on the page from 1. That of a hidden one
    says what nobody sees."""
    if table.is_hidden:
        hidden = Filled(table.lattice, table.omitted[Omission.HIDDEN], {})
        return replace(lattice_to_grid(hidden, page, number, caption), hidden=True)
    lattice, glyphs = table.lattice, table.inside
    cells = []
    xs = [round(x, 1) for x in lattice.xs]
    ys = [round(y, 1) for y in lattice.ys]
    for span, inside in zip(lattice.cells, glyphs, strict=True):
        row, column, height, width = span
        right, bottom = xs[column + width], ys[row + height]
        box = xs[column], bottom, right, ys[row]
        where = Where(page, number, row + 1, column + 1, None, None, None, box)
        text = glyphs_to_text(inside) if inside else ""
        cells.append(Cell(row, column, text, where, height, width))
    for why, by_cell in table.omitted.items():
        cells = list(map(_omit, cells, by_cell, repeat(why)))
    return Grid(tuple(cells), caption)


def _omit(cell: Cell, glyphs: list[Glyph], why: Omission) -> Cell:
    if not glyphs:
        return cell
    left_out = Omitted(glyphs_to_text(glyphs), why)
    return replace(cell, omitted=(*cell.omitted, left_out))
