"""Tables of an RTF file: rows of cells whose edges are lengths, in each other by depth.

A row says where its cells end and nothing of columns, which are what its rows have in common.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gxkit.readers.word.building import (
    BEGINS_DOWN,
    GOES_ON_BESIDE,
    GOES_ON_DOWN,
    Builder,
)
from gxkit.readers.word.tags import Element

# Twips by which the edges of one column may differ from row to row, as a hand or a rounding moves
# them; less where cells are narrower than that.
_SAME_EDGE = 30
# Tables in tables: those of an office have two or three.
MOST_DEEP = 20

MERGES = {"clvmgf": BEGINS_DOWN, "clvmrg": GOES_ON_DOWN, "clmrg": GOES_ON_BESIDE}


@dataclass(slots=True)
class CellShape:
    """What a row says of a cell before it comes: where it ends, what it is merged with, and what
    lies behind it."""

    edge: int = 0
    merges: list[str] = field(default_factory=list)
    ground: str = ""


@dataclass(slots=True)
class RowShape:
    """What is said of a row: where it begins, its exact height in twips (None fits what it holds),
    and its cells."""

    left: int = 0
    height: int | None = None
    cells: list[CellShape] = field(default_factory=list)
    next: CellShape = field(default_factory=CellShape)
    """the cell whose edge has not been said yet"""

    def end_cell(
        self,
        edge: int,
    ) -> None:
        self.next.edge = edge
        self.cells.append(self.next)
        self.next = CellShape()


@dataclass(slots=True)
class _Level:
    """A table that is open, or what stands around all tables: its rows so far, the cells of the
    open row, and what stands in the open cell."""

    blocks: list[Element] = field(default_factory=list)
    cells: list[list[Element]] = field(default_factory=list)
    rows: list[tuple[RowShape, list[list[Element]]]] = field(default_factory=list)
    shape: RowShape = field(default_factory=RowShape)


@dataclass(slots=True)
class Levels:
    """What is open, from the body of a document down to the innermost table."""

    builder: Builder
    open: list[_Level] = field(default_factory=lambda: [_Level()])

    def add(
        self,
        block: Element,
        depth: int,
    ) -> None:
        """Adds a paragraph in tables of a depth; those that are deeper end before it."""
        self._go_to(depth)
        self.open[-1].blocks.append(block)

    def has_open_row(self) -> bool:
        """Whether a row was begun and is not full, so that what comes next belongs to it."""
        level = self.open[-1]
        return len(self.open) > 1 and 0 < len(level.cells) < len(level.shape.cells)

    def shape_at(
        self,
        depth: int,
    ) -> RowShape:
        """What is being said of the rows of a depth."""
        while len(self.open) <= depth:
            self.open.append(_Level())
        return self.open[depth].shape

    def begin_shape(
        self,
        depth: int,
    ) -> None:
        self.shape_at(depth)
        self.open[depth].shape = RowShape()

    def end_cell(
        self,
        depth: int,
    ) -> None:
        self._go_to(depth)
        level = self.open[-1]
        level.cells.append(level.blocks)
        level.blocks = []

    def end_row(
        self,
        depth: int,
    ) -> None:
        self._go_to(depth)
        level = self.open[-1]
        # a cell that was not ended is one, where anything stands in it
        if level.blocks:
            level.cells.append(level.blocks)
            level.blocks = []
        if level.cells:
            level.rows.append((level.shape, level.cells))
            level.cells = []

    def close(self) -> list[Element]:
        """All blocks outside tables, the tables among them."""
        self._go_to(0)
        return self.open[0].blocks

    def _go_to(
        self,
        depth: int,
    ) -> None:
        """Ends the tables deeper than a depth, and begins those that are missing to it."""
        self.shape_at(depth)
        while len(self.open) > depth + 1:
            inner = len(self.open) - 1
            if self.open[inner].cells or self.open[inner].blocks:
                self._end_broken_row(inner)
            level = self.open.pop()
            if level.rows:
                table = rows_to_table(self.builder, level.rows)
                self.open[-1].blocks.append(table)

    def _end_broken_row(
        self,
        depth: int,
    ) -> None:
        level = self.open[depth]
        if level.blocks:
            level.cells.append(level.blocks)
        level.rows.append((level.shape, level.cells))
        level.blocks, level.cells = [], []


def rows_to_table(
    builder: Builder,
    rows: Sequence[tuple[RowShape, list[list[Element]]]],
) -> Element:
    """A table with the columns that the edges of its rows make."""
    edges = _find_edges([shape for shape, _ in rows])
    made = []
    for shape, contents in rows:
        before = column = _column_of(shape.left, edges)
        cells = []
        for at in range(max(len(contents), len(shape.cells))):
            said = shape.cells[at] if at < len(shape.cells) else CellShape()
            blocks = contents[at] if at < len(contents) else []
            # an edge at or before the one before it leaves no room, and the cell is there
            end = max(_column_of(said.edge, edges), column + 1)
            merges = dict.fromkeys(said.merges)
            cell = builder.make_cell(blocks, end - column, merges, said.ground)
            cells.append(cell)
            column = end
        made.append(builder.make_row(cells, before, shape.height))
    return builder.make_table(made)


def _find_edges(shapes: Sequence[RowShape]) -> list[int]:
    """The edges of columns, rising: those of all rows, each once."""
    edges: set[int] = set()
    narrowest = 2 * _SAME_EDGE
    for shape in shapes:
        own = [shape.left, *(cell.edge for cell in shape.cells)]
        widths = [right - left for left, right in pairwise(own) if right > left]
        narrowest = min([narrowest, *widths])
        edges.update(own)
    kept: list[int] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > narrowest // 2:
            kept.append(edge)
    return kept


def _column_of(
    edge: int,
    edges: Sequence[int],
) -> int:
    """The number of the edge that is nearest."""
    at = bisect_left(edges, edge)
    beside = [place for place in (at - 1, at) if 0 <= place < len(edges)]
    return min(beside, key=lambda place: abs(edges[place] - edge))
