"""Rules that cross make a lattice: the edges of its columns and rows, and its cells with spans.

Rows and columns that the rules leave open (a table cut by the page, a table without outer border)
are closed where the rules end. Cells without a rule between them are one. The idea is Nurminen's
(2013), as in pdfplumber and camelot: edges, their crossings, cells between crossings; but a cell is
made of missing edges, so that a span needs no corner.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from gxkit.readers.plane.boxes import Box
from gxkit.readers.plane.rules import Parallels, Rules, Run
from gxkit.readers.plane.spans import Span, merge_cells

_TOUCH = 4.0  # points: rules that end nearer than this to another meet it
_MEETS = 1.5  # points: those of a table end nearer to another, as a rule, and strays farther away
_REST = 0.3  # of a cell's side that a rule may leave open at either end
# Points by which rules reach beyond the last one that crosses them where a row or column is open;
# shorter ends are the carelessness of whoever drew the table.
_OPEN = 5.0
_MOST_STRAYS = 0.4  # times as many as rules that end with their table; of an open table all go on
_FEWEST_RULES = 4  # that make a table without one going through another: those of a frame
_FEWEST_EDGES = 2  # of a row or column


class Rule(NamedTuple):
    """One rule: its position across its direction, and from where to where it runs."""

    position: float
    start: float
    end: float


_Rules = list[Rule]
_Crossing = tuple[_Rules, _Rules]
"""horizontal and vertical rules that hang together"""
_Edges = Sequence[float]
"""positions of the edges of columns or rows"""
_Steps = tuple[list[float], list[float]]
"""for each step from an edge to the next where a rule has begun at the latest, and ends"""


@dataclass(frozen=True)
class Lattice:
    """A ruled table: the edges of its columns from the left and of its rows from the top, and its
    cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Span, ...]

    @cached_property
    def _owner(self) -> list[list[int]]:
        """For each row and column the number of the cell there."""
        owner = [[0] * len(self.xs) for _ in self.ys]
        for number, span in enumerate(self.cells):
            row, column, height, width = span
            if height == 1 == width:
                owner[row][column] = number
                continue
            for covered in owner[row : row + height]:
                covered[column : column + width] = [number] * width
        return owner

    @cached_property
    def _falling(self) -> list[float]:
        """The edges of rows as rising numbers."""
        return [-y for y in self.ys]

    @property
    def is_table(self) -> bool:
        """Whether it has cells side by side; a frame around text has not."""
        columns = {column for _, column, _, _ in self.cells}
        return len(columns) > 1

    @property
    def box(self) -> Box:
        """The box around it."""
        left, *_, right = self.xs
        top, *_, bottom = self.ys
        return left, bottom, right, top

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell in which a point lies; None outside."""
        xs, falling = self.xs, self._falling
        down = -y
        if not xs[0] <= x <= xs[-1]:
            return None
        if not falling[0] <= down <= falling[-1]:
            return None
        # the last edge is not looked at: what lies on it is in the last column or row
        column = bisect_right(xs, x, 0, len(xs) - 1) - 1
        row = bisect_right(falling, down, 0, len(falling) - 1) - 1
        return self._owner[row][column]

    def cell_edges(self, number: int) -> Box:
        """The box of a cell."""
        row, column, height, width = self.cells[number]
        right = self.xs[column + width]
        bottom = self.ys[row + height]
        return self.xs[column], bottom, right, self.ys[row]


def rules_to_lattices(rules: Rules) -> list[Lattice]:
    """The tables that crossing rules make, from top to bottom and left to right; lone frames are
    not among them."""
    tables = []
    for across, down in _crossings(_flatten(rules.across), _flatten(rules.down)):
        lattice = _make_lattice(across, down, rules.gap)
        if lattice and lattice.is_table:
            tables.append(lattice)
    tables.sort(key=_from_top_left)
    return tables


def _from_top_left(lattice: Lattice) -> tuple[float, float]:
    left, _, _, top = lattice.box
    return -top, left


def _crossings(across: _Rules, down: _Rules) -> Iterator[_Crossing]:
    """The rules that hang together, as far as they can make a table, without strays."""
    parent = _hang_together(across, down)
    groups: dict[int, _Crossing] = {}
    for number, rule in enumerate(across + down):
        root = _root(parent, number)
        horizontal, vertical = groups.setdefault(root, ([], []))
        same_direction = horizontal if number < len(across) else vertical
        same_direction.append(rule)
    for group in groups.values():
        if not _can_be_table(*group):
            continue
        kept = _drop_strays(*group)
        # what a stray held together is several tables
        if kept == group:
            yield group
        else:
            yield from _crossings(*kept)


def _flatten(parallels: Parallels) -> _Rules:
    rules = []
    for position, runs in parallels:
        rules += [Rule(position, *run) for run in runs]
    return rules


def _hang_together(across: _Rules, down: _Rules) -> list[int]:
    """For each rule, vertical ones after horizontal ones, another that it hangs on (union-find)."""
    xs = [rule.position for rule in down]  # rising
    count = len(across)
    parent = list(range(count + len(down)))
    for number, (y, start, end) in enumerate(across):
        own = _root(parent, number)
        low, high = y - _TOUCH, y + _TOUCH
        first = bisect_right(xs, start - _TOUCH)
        last = bisect_right(xs, end + _TOUCH)
        for other in range(first, last):
            _, bottom, top = down[other]
            meets = bottom <= high and low <= top
            if meets and parent[count + other] != own:
                parent[_root(parent, count + other)] = own
    return parent


def _root(parent: list[int], item: int) -> int:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


def _can_be_table(across: _Rules, down: _Rules) -> bool:
    if not across or not down:
        return False
    count = len(across) + len(down)
    return count >= _FEWEST_RULES or _is_cross(across, down)


def _is_cross(across: _Rules, down: _Rules) -> bool:
    """Whether two or three rules make a table open on all sides: one goes through another, not only
    up to it."""
    for rule, other in product(across, down):
        if _goes_beyond(rule, other.position) and _goes_beyond(other, rule.position):
            return True
    return False


def _goes_beyond(rule: Rule, place: float) -> bool:
    """Whether a rule goes on at both sides of a place along it."""
    return rule.start + _OPEN < place < rule.end - _OPEN


def _make_lattice(
    across: _Rules,
    down: _Rules,
    gap: float,
) -> Lattice | None:
    """The lattice of rules that hang together, whose dashes are at most so far from another; None
    where they make no cell."""
    across, down = _drop_loose(across, down), _drop_loose(down, across)
    if not across or not down:
        return None
    left, right = _extent(across)
    bottom, top = _extent(down)
    _close_ends(across, (bottom, top), (left, right))
    _close_ends(down, (left, right), (bottom, top))
    xs = _positions(down)
    ys = _positions(across)
    if len(xs) < _FEWEST_EDGES or len(ys) < _FEWEST_EDGES:
        return None
    walls = _covered(xs[1:], down, _steps(ys, gap))
    floors = _covered(ys[:-1], across, _steps(xs, gap))
    # rows count from the top, and each wall is a list of rows
    parted_right = list(zip(*walls, strict=True))
    parted_right.reverse()
    floors.reverse()
    ys.reverse()
    return _drop_empty_edges(xs, ys, merge_cells(parted_right, floors))


def _positions(rules: _Rules) -> list[float]:
    return sorted({rule.position for rule in rules})


def _extent(rules: _Rules) -> Run:
    """From where to where parallel rules run, all of them together."""
    first = min(rule.start for rule in rules)
    last = max(rule.end for rule in rules)
    return first, last


def _close_ends(rules: _Rules, edges: Run, extent: Run) -> None:
    """Adds a rule where a row or column is open at its end."""
    for edge in edges:
        nearest = min(abs(rule.position - edge) for rule in rules)
        if nearest > _OPEN:
            rules.append(Rule(edge, *extent))


def _drop_strays(across: _Rules, down: _Rules) -> _Crossing:
    """Rules without those that no table has, as a line across or down the whole page: it begins and
    ends where no other is, and would part a row or a column. Of an open table all rules do."""
    firm_across = _firm(across, _positions(down))
    firm_down = _firm(down, _positions(across))
    kept_across = firm_across if _holds(across, firm_across, firm_down) else across
    kept_down = firm_down if _holds(down, firm_down, firm_across) else down
    return kept_across, kept_down


def _firm(rules: _Rules, places: _Edges) -> _Rules:
    """The rules of which an end is at one of the others."""
    return [rule for rule in rules if _meets(rule.start, places) or _meets(rule.end, places)]


def _meets(end: float, places: _Edges) -> bool:
    at = bisect_left(places, end - _MEETS)
    return at < len(places) and places[at] <= end + _MEETS


def _holds(rules: _Rules, firm: _Rules, others: _Rules) -> bool:
    """Whether the rules that are firm make a table without the few that are not, or its frame."""
    if len(rules) - len(firm) <= _MOST_STRAYS * len(firm):
        return True
    if len(firm) < _FEWEST_EDGES or not others:
        return False
    # all may lie at one place, as pieces of one rule do
    places = _positions(firm)
    start, end = _extent(others)
    return abs(places[0] - start) < _TOUCH and abs(places[-1] - end) < _TOUCH


def _drop_loose(rules: _Rules, others: _Rules) -> _Rules:
    """The rules without those that begin and end inside cells, as a stroke of a seal does: at none
    of the others."""
    places = _positions(others)
    kept = []
    for rule in rules:
        both_loose = _is_loose(rule.start, places) and _is_loose(rule.end, places)
        if not both_loose:
            kept.append(rule)
    return kept


def _is_loose(end: float, places: _Edges) -> bool:
    at = bisect_left(places, end - _TOUCH)
    return 0 < at < len(places) and places[at] > end + _TOUCH


def _covered(places: _Edges, rules: _Rules, steps: _Steps) -> list[list[bool]]:
    """For each place of a rule, and each step along it, whether a rule runs along most of the step;
    a stroke of a seal does not."""
    runs: dict[float, list[Run]] = {}
    for rule in rules:
        here = runs.setdefault(rule.position, [])
        here.append((rule.start, rule.end))
    return [_covered_steps(runs[place], *steps) for place in places]


def _steps(places: _Edges, gap: float) -> _Steps:
    """For each step between rising places where a rule along it must have begun and where it may
    end: a dashed one may end a gap early, and the last column was one cell for that."""
    begins, ends = [], []
    for low, high in pairwise(places):
        rest = min(_REST * (high - low), gap)
        begins.append(low + rest)
        ends.append(high - rest)
    return begins, ends


def _covered_steps(runs: Sequence[Run], begins: _Edges, ends: _Edges) -> list[bool]:
    covered = [False] * len(begins)
    for start, end in runs:
        first = bisect_left(begins, start)
        last = bisect_right(ends, end)
        for step in range(first, last):
            covered[step] = True
    return covered


def _drop_empty_edges(xs: _Edges, ys: _Edges, cells: Sequence[Span]) -> Lattice:
    """The lattice without rows and columns at whose edge no cell begins (rules that end before the
    table does)."""
    rows = sorted({row for row, _, _, _ in cells})
    columns = sorted({column for _, column, _, _ in cells})
    last_row, last_column = len(ys) - 1, len(xs) - 1
    if len(rows) == last_row and len(columns) == last_column:
        return Lattice(tuple(xs), tuple(ys), tuple(cells))
    rows.append(last_row)
    columns.append(last_column)
    kept_xs = tuple(xs[at] for at in columns)
    kept_ys = tuple(ys[at] for at in rows)
    recounted = tuple(_recount(cells, rows, columns))
    return Lattice(kept_xs, kept_ys, recounted)


def _recount(cells: Sequence[Span], rows: list[int], columns: list[int]) -> Iterator[Span]:
    """The cells counted by those rows and columns that are left."""
    row_at = {row: number for number, row in enumerate(rows)}
    column_at = {column: number for number, column in enumerate(columns)}
    for span in cells:
        row, column, height, width = span
        first_row = row_at[row]
        first_column = column_at[column]
        end_row = row_at[row + height]
        end_column = column_at[column + width]
        yield first_row, first_column, end_row - first_row, end_column - first_column
