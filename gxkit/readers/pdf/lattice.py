"""Rules that cross make a lattice: the edges of its columns and rows, and its cells with their spans.

Rows and columns that the rules leave open (a table cut by the page, a table without outer border) are closed where
the rules end. Cells without a rule between them are one. The idea is Nurminen's (2013), as in pdfplumber and camelot:
edges, their crossings, cells between crossings; but a cell is made of missing edges, so that a span needs no corner.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from gxkit.document import Cell, Grid, Where
from gxkit.readers.pdf.frame import Box
from gxkit.readers.pdf.glyphs import Glyph, glyphs_to_text, split_glyph
from gxkit.readers.pdf.rules import Rules

_TOUCH = 4.0  # points: rules that end nearer than this to another meet it
_REST = 0.2  # of a cell's side that a rule may leave open at either end
_OPEN = 5.0  # points by which rules reach beyond the last one that crosses them where a row or column is open

Line = tuple[float, float, float]
"""position, start, end of one rule"""
Span = tuple[int, int, int, int]
"""row, column, rowspan, colspan"""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: the edges of its columns from the left and of its rows from the top, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Span, ...]
    _owner: dict[tuple[int, int], int] = field(init=False, repr=False, compare=False)
    _falling: list[float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        owner: dict[tuple[int, int], int] = {}
        for place, (row, column, height, width) in enumerate(self.cells):
            if height == 1 == width:
                owner[row, column] = place
            else:
                owner |= {
                    (r, c): place
                    for r in range(row, row + height)
                    for c in range(column, column + width)
                }
        object.__setattr__(self, "_owner", owner)
        object.__setattr__(self, "_falling", [-y for y in self.ys])

    @property
    def is_table(self) -> bool:
        """Whether it has cells side by side; a frame around text has not."""
        return len({column for _, column, _, _ in self.cells}) > 1

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell in which a point lies; None outside."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[-1] <= y <= ys[0]):
            return None
        column, row = bisect_right(xs, x) - 1, bisect_right(self._falling, -y) - 1
        return self._owner[row - (row == len(ys) - 1), column - (column == len(xs) - 1)]

    def cell_edges(self, place: int) -> Box:
        row, column, height, width = self.cells[place]
        return self.xs[column], self.ys[row + height], self.xs[column + width], self.ys[row]


def take_glyphs(
    lattices: Sequence[Lattice], glyphs: Sequence[Glyph]
) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """For each lattice and cell its characters, and the characters outside all of them; inner tables come first."""
    if not lattices:
        return [], list(glyphs)
    inside: list[list[list[Glyph]]] = [[[] for _ in lattice.cells] for lattice in lattices]
    apart = not any(_overlap(one.box, other.box) for one, other in combinations(lattices, 2))
    lowest, highest = (
        min(lattice.ys[-1] for lattice in lattices),
        max(lattice.ys[0] for lattice in lattices),
    )
    order = sorted(
        range(len(lattices)),
        key=lambda n: (
            (lattices[n].xs[-1] - lattices[n].xs[0]) * (lattices[n].ys[0] - lattices[n].ys[-1])
        ),
    )
    outside: list[Glyph] = []
    left = bottom = right = top = (
        0.0  # of the cell of the last run, in which the next one is, as a rule
    )
    home: list[Glyph] = outside
    waiting = list(reversed(glyphs))
    while waiting:
        glyph = waiting.pop()
        _, start, end, _, y, _, _, angle, lefts = glyph
        x = (start + (lefts[1] if len(lefts) > 1 else end)) / 2  # the middle of its first character
        if angle and glyph.slanted:
            outside.append(glyph)  # of a seal or a watermark, which lie over the cell
            continue
        if not (left < x < right and bottom < y < top):
            home, left, right = outside, 0.0, 0.0
            for number in order if lowest <= y <= highest else ():
                lattice = lattices[number]
                place = lattice.cell_at(x, y)
                if place is not None:
                    home = inside[number][place]
                    left, bottom, right, top = lattice.cell_edges(place)
                    break
        limit = right if home is not outside else math.inf
        if len(lefts) > 1 and lowest <= y <= highest and (end > limit or home is outside):
            at = _crosses(glyph, limit) if home is not outside else _enters(lattices, lefts, end, y)
            if at:
                glyph, rest = split_glyph(glyph, at)
                waiting.append(rest)
        home.append(glyph)
        if not apart:
            left = right = 0.0
    return inside, outside


def _crosses(glyph: Glyph, right: float) -> int:
    """The number of the first character whose middle is beyond a cell's edge; 0 if none is."""
    ends = [*glyph.lefts[1:], glyph.right]
    return next(
        (
            n
            for n, (a, b) in enumerate(zip(glyph.lefts, ends, strict=True))
            if n and (a + b) / 2 > right
        ),
        0,
    )


def _enters(lattices: Sequence[Lattice], lefts: Sequence[float], end: float, y: float) -> int:
    """The number of the first character of a run outside all tables that is inside one; 0 if none is."""
    middles = [(a + b) / 2 for a, b in pairwise([*lefts, end])]
    return next(
        (
            n
            for n, x in enumerate(middles)
            if n and any(table.cell_at(x, y) is not None for table in lattices)
        ),
        0,
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def lattice_to_grid(
    lattice: Lattice, glyphs: Sequence[Sequence[Glyph]], page: int, number: int, caption: str
) -> Grid:
    """The grid of a lattice whose characters are known by cell; `number` counts tables on the page from 1."""
    cells = []
    xs, ys = [round(x, 1) for x in lattice.xs], [round(y, 1) for y in lattice.ys]
    for (row, column, height, width), inside in zip(lattice.cells, glyphs, strict=True):
        where = Where(
            page,
            number,
            row + 1,
            column + 1,
            None,
            None,
            None,
            (xs[column], ys[row + height], xs[column + width], ys[row]),
        )
        text = "" if not inside else inside[0].text if len(inside) == 1 else glyphs_to_text(inside)
        cells.append(Cell(row, column, text, where, height, width))
    return Grid(tuple(cells), caption)


def rules_to_lattices(rules: Rules) -> list[Lattice]:
    """The tables that crossing rules make, from top to bottom and left to right; lone frames are not among them."""
    found = [_lattice(across, down) for across, down in _crossing(rules)]
    return sorted(
        (lattice for lattice in found if lattice and lattice.is_table),
        key=lambda lattice: (-lattice.ys[0], lattice.xs[0]),
    )


def _crossing(rules: Rules) -> list[tuple[list[Line], list[Line]]]:
    """Rules that hang together, horizontal and vertical ones."""
    across = [(y, start, end) for y, runs in rules.across for start, end in runs]
    down = [(x, start, end) for x, runs in rules.down for start, end in runs]  # sorted by x
    xs = [x for x, _, _ in down]
    parent = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    count = len(across)
    for number, (y, start, end) in enumerate(across):
        own = root(number)
        low, high = y - _TOUCH, y + _TOUCH
        for other in range(bisect_right(xs, start - _TOUCH), bisect_right(xs, end + _TOUCH)):
            _, bottom, top = down[other]
            if bottom <= high and low <= top and parent[count + other] != own:
                parent[root(count + other)] = own
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for number, line in enumerate((*across, *down)):
        groups.setdefault(root(number), ([], []))[number >= count].append(line)
    return [
        (rows, columns)
        for rows, columns in groups.values()
        if rows and columns and (len(rows) + len(columns) > 3 or _is_cross(rows, columns))
    ]


def _is_cross(across: list[Line], down: list[Line]) -> bool:
    """Whether two or three rules make a table open on all sides: one goes through another, not only up to it."""
    return any(
        start + _OPEN < x < end - _OPEN and low + _OPEN < y < high - _OPEN
        for y, start, end in across
        for x, low, high in down
    )


def _lattice(across: list[Line], down: list[Line]) -> Lattice | None:
    across, down = _drop_loose(across, down), _drop_loose(down, across)
    if not across or not down:
        return None
    left, right = min(start for _, start, _ in across), max(end for _, _, end in across)
    bottom, top = min(start for _, start, _ in down), max(end for _, _, end in down)
    for lines, edge, start, end in (
        (across, bottom, left, right),
        (across, top, left, right),
        (down, left, bottom, top),
        (down, right, bottom, top),
    ):
        if min(abs(position - edge) for position, _, _ in lines) > _OPEN:
            lines.append((edge, start, end))
    xs, ys = sorted({x for x, _, _ in down}), sorted({y for y, _, _ in across}, reverse=True)
    if len(xs) < 2 or len(ys) < 2:
        return None
    walls, floors = _runs(down), _runs(across)
    steps_up, steps_right = _steps(ys[::-1]), _steps(xs)
    parted_right = [_covered(walls[x], *steps_up)[::-1] for x in xs[1:]]
    parted_below = [_covered(floors[y], *steps_right) for y in ys[1:]]
    return _drop_empty_edges(
        xs, ys, _merge_cells(list(map(list, zip(*parted_right, strict=True))), parted_below)
    )


def _runs(lines: list[Line]) -> dict[float, list[tuple[float, float]]]:
    runs: dict[float, list[tuple[float, float]]] = {}
    for position, start, end in lines:
        runs.setdefault(position, []).append((start, end))
    return runs


def _drop_loose(lines: list[Line], others: list[Line]) -> list[Line]:
    """The rules without those that begin and end inside cells, as a stroke of a seal does: at none of the others."""
    places = sorted({position for position, _, _ in others})

    def is_loose(end: float) -> bool:
        at = bisect_left(places, end - _TOUCH)
        return 0 < at < len(places) and places[at] > end + _TOUCH

    return [line for line in lines if not (is_loose(line[1]) and is_loose(line[2]))]


def _steps(places: list[float]) -> tuple[list[float], list[float]]:
    """For each step between rising places where a rule along it must have begun and where it may end."""
    return (
        [low + min(_REST * (high - low), _TOUCH) for low, high in pairwise(places)],
        [high - min(_REST * (high - low), _TOUCH) for low, high in pairwise(places)],
    )


def _covered(runs: list[tuple[float, float]], begins: list[float], ends: list[float]) -> list[bool]:
    """For each step whether a rule runs along most of it; a stroke of a seal does not."""
    covered = [False] * len(begins)
    for start, end in runs:
        first, last = bisect_left(begins, start), bisect_right(ends, end)
        if last > first:
            covered[first:last] = [True] * (last - first)
    return covered


def _merge_cells(parted_right: list[list[bool]], parted_below: list[list[bool]]) -> list[Span]:
    """Rectangles of cells that no rule parts, in reading order."""
    rows, columns = len(parted_right), len(parted_right[0])
    taken = [[False] * columns for _ in range(rows)]
    merged = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            if parted_right[row][column] and parted_below[row][column]:
                merged.append((row, column, 1, 1))
                continue
            width, height = 1, 1
            while (
                column + width < columns
                and not taken[row][column + width]
                and not parted_right[row][column + width - 1]
            ):
                width += 1
            inner = range(column, column + width)
            while (
                row + height < rows
                and not any(
                    taken[row + height][c] or parted_below[row + height - 1][c] for c in inner
                )
                and not any(parted_right[row + height][c] for c in inner[:-1])
            ):
                height += 1
            for r in range(row, row + height):
                taken[r][column : column + width] = [True] * width
            merged.append((row, column, height, width))
    return merged


def _drop_empty_edges(xs: list[float], ys: list[float], cells: list[Span]) -> Lattice:
    """The lattice without rows and columns at whose edge no cell begins (rules that end before the table does)."""
    rows, columns = (
        sorted({row for row, _, _, _ in cells}),
        sorted({column for _, column, _, _ in cells}),
    )
    if len(rows) == len(ys) - 1 and len(columns) == len(xs) - 1:
        return Lattice(tuple(xs), tuple(ys), tuple(cells))
    row_at = {row: number for number, row in enumerate([*rows, len(ys) - 1])}
    column_at = {column: number for number, column in enumerate([*columns, len(xs) - 1])}
    spans = tuple(
        (row_at[r], column_at[c], row_at[r + h] - row_at[r], column_at[c + w] - column_at[c])
        for r, c, h, w in cells
    )
    return Lattice(
        tuple(xs[c] for c in (*columns, len(xs) - 1)),
        tuple(ys[r] for r in (*rows, len(ys) - 1)),
        spans,
    )
