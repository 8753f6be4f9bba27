"""The characters of a page put into the cells of its lattices, a figure always as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, starmap

from gxkit.readers.plane.boxes import Box, Point, area, overlap
from gxkit.readers.plane.glyphs import Glyph, split_glyph
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.offset import (
    BEGINS,
    Torn,
    box_of,
    is_figure,
    keep_whole,
    share_inside,
    stands_over,
)

CellGlyphs = list[list[Glyph]]
"""for each cell of a lattice its characters"""

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class Table:
    """A lattice with the characters of its cells, the figures among them that its rules cross,
    points in the cells of which one cannot say whether a figure is theirs, and points in those
    whose figures are theirs by position, not by rules."""

    lattice: Lattice
    cells: CellGlyphs
    torn: list[Torn] = field(default_factory=list)
    doubts: list[Point] = field(default_factory=list)
    inferred: list[Point] = field(default_factory=list)


def take_glyphs(
    lattices: Sequence[Lattice],
    glyphs: Sequence[Glyph],
) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page with their characters, and the characters outside all of them; inner
    tables come first."""
    if not lattices:
        return [], list(glyphs)
    sorting = _Sorting(lattices)
    waiting = list(reversed(glyphs))
    while waiting:
        glyph = waiting.pop()
        if glyph.angle and glyph.slanted:
            sorting.outside.append(glyph)  # of a seal or a watermark, which lie over the cell
            continue
        at = sorting.place(glyph)
        if at:
            waiting.extend(reversed(split_glyph(glyph, at)))
    return sorting.tables, sorting.outside


def _empty_table(lattice: Lattice) -> Table:
    return Table(lattice, [[] for _ in lattice.cells])


class _Sorting:
    """The tables of a page, filled with one run of characters after the other."""

    def __init__(self, lattices: Sequence[Lattice]) -> None:
        self.tables = list(map(_empty_table, lattices))
        self.outside: list[Glyph] = []
        self._places = _Places(lattices)
        # the cell of the last run, in which the next one is, as a rule
        self._home, self._edges, self._number = self.outside, _NOWHERE, 0

    def place(self, glyph: Glyph) -> int:
        """Puts a run where it belongs; gives 0, or the number of the character at which it must be
        split first."""
        text, start, end, _, y, _, _, _, lefts = glyph
        is_run = len(lefts) > 1
        counts = text.isdecimal() or (text[0] in BEGINS and is_figure(text))
        # a figure is where its middle is; other text is where it begins, and may go on elsewhere
        first_end = lefts[1] if is_run and not counts else end
        x = (start + first_end) / 2
        left, bottom, right, top = self._edges
        if not (left < x < right and bottom < y < top):
            self._find(x, y)
        if self._edges is _NOWHERE:
            at = self._places.first_inside(glyph) if is_run else 0
        else:
            left, _, right, _ = self._edges
            is_inside = left <= start and end <= right
            at = 0 if is_inside else first_beyond(glyph, left, right)
        if at:
            at = keep_whole(glyph, at)
            if at:
                return at
        self._home.append(glyph)
        if counts:
            self._note_torn(glyph, y)
        if self._places.overlap:
            self._edges = _NOWHERE  # a smaller table may begin inside the cell
        return 0

    def _find(
        self,
        x: float,
        y: float,
    ) -> None:
        place = self._places.find(x, y)
        if place is None:
            self._home, self._edges = self.outside, _NOWHERE
            return
        self._number, cell = place
        table = self.tables[self._number]
        self._home = table.cells[cell]
        self._edges = table.lattice.cell_edges(cell)

    def _note_torn(
        self,
        glyph: Glyph,
        y: float,
    ) -> None:
        """Notes a figure over whose cell's edges it reaches."""
        box = box_of(glyph)
        if self._edges is not _NOWHERE:
            if stands_over(box, self._edges):
                share = share_inside(box, self._edges)
                self.tables[self._number].torn.append(Torn(glyph, share))
            return
        # most of it is beside the table, and the rest in a cell
        place = self._places.find(glyph.left, y) or self._places.find(glyph.right, y)
        if place:
            number, _ = place
            self.tables[number].torn.append(Torn(glyph, 0.0))


def first_beyond(
    glyph: Glyph,
    left: float,
    right: float,
) -> int:
    """The number of the first character of a run that an edge parts from the one before; 0 if
    none is."""
    before = right
    for number, x in enumerate(_middles(glyph)):
        if number and (x > right or before < left < x):
            return number
        before = x
    return 0


class _Places:
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

    def find(
        self,
        x: float,
        y: float,
    ) -> tuple[int, int] | None:
        """The lattice and the cell in which a point lies, by their numbers; None outside."""
        if not self._lowest <= y <= self._highest:
            return None
        for number, lattice in self._ordered:
            cell = lattice.cell_at(x, y)
            if cell is not None:
                return number, cell
        return None

    def first_inside(self, glyph: Glyph) -> int:
        """The number of the first character in a table of a run that begins outside; 0 if none
        is."""
        y = glyph.middle
        if not self._lowest <= y <= self._highest:
            return 0
        for number, x in enumerate(_middles(glyph)):
            if number and self.find(x, y) is not None:
                return number
        return 0


def _middles(glyph: Glyph) -> Iterator[float]:
    """The middle of each character of a run."""
    edges = [*glyph.lefts, glyph.right]
    for left, right in pairwise(edges):
        yield (left + right) / 2
