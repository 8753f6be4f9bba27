"""Rows that do not line up with their head: a cell is lost or one too many, or the whole row stands
a place beside it.

Their figures are not told by the columns alone, nor counted from the left as if the cell that is
missing were the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import dataclass

from gxkit.document import Cell
from gxkit.filling import weights
from gxkit.filling.cells.entries import (
    Entry,
    lies_under,
    spans_columns,
)
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.heads.headers import Span

# A line tells nothing by itself: that of a table across, or of a part of a table.
_FEWEST_LINES = 3
# A few rows that slipped are no column.
_FEWEST_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """An entry whose cells stand in one row of a grid, or in one line of a text with tabs."""

    entry: Entry
    cells: tuple[Field, ...]
    in_grid: bool

    @property
    def size(self) -> int:
        return len(self.entry.slots)

    @property
    def surplus(self) -> int:
        """How many cells it has too many."""
        return len(self.cells) - self.size


@dataclass(frozen=True, slots=True)
class _Usual:
    """What many rows have: figures in these columns of a grid, cells that end there, and in a text
    so many cells more than the form; codes, remarks and wide labels do that."""

    figures: frozenset[int]
    ends: frozenset[int]
    surplus: frozenset[int]


def row_of(entry: Entry) -> Row | None:
    """The cells of an entry of several slots; None where they stand in no one row or line."""
    if entry.packed or not entry.cells or len(entry.slots) == 1:
        return None
    first, *_ = entry.figures or entry.cells
    source = first.token.source
    cells = entry.cells
    if isinstance(source, Cell):
        if any(item.column < 0 for item in cells):
            return None
        return Row(entry, cells, in_grid=True)
    if "\t" not in source.text:
        return None
    own = [item for item in cells if item.token.source is source]
    has_all = all(figure in own for figure in entry.figures)
    # Figures between two tabs are no cells yet.
    is_even = all(len(cell) == 1 for cell in entry.line_cells())
    if has_all and is_even:
        return Row(entry, tuple(own), in_grid=False)
    return None


def find_slipped(entries: Sequence[Entry]) -> set[int]:
    """The numbers of the entries that do not line up with their head, of those not yet placed."""
    # In most tables each row has a figure for each cell.
    if all(entry.is_placed for entry in entries):
        return set()
    rows = [row_of(entry) for entry in entries]
    known = [row for row in rows if row]
    usual = _find_usual(known)
    ends_early = _ends_are_stripped(entries)
    # The one other line of a short table tells too, if it has a cell for each place.
    tells = len(known) >= _FEWEST_LINES or any(row.surplus == 0 for row in known)
    found = set()
    for at, row in enumerate(rows):
        if row is None or row.entry.is_placed:
            continue
        if not row.entry.figures:
            continue
        if row.in_grid:
            slipped = _is_short(row) or _stands_beside(row, usual)
        elif not tells or (ends_early and row.surplus < 0):
            slipped = False
        else:
            slipped = _is_uneven(row, usual)
        if slipped:
            found.add(at)
    return found


def _ends_are_stripped(entries: Sequence[Entry]) -> bool:
    """Whether the lines of a text end where their last figure stands: blank ones have no cell."""
    if all(entry.cells for entry in entries):
        return False
    filled = [entry.cells[-1] for entry in entries if entry.cells]
    return all(last.kind is not Kind.EMPTY for last in filled)


def _find_usual(rows: Sequence[Row]) -> _Usual:
    filled = [row for row in rows if row.entry.figures]
    figures = _common(_figure_columns(filled), len(filled))
    ends = _common(_ends(rows), len(rows))
    surplus = [row.surplus for row in rows if not row.in_grid]
    return _Usual(figures, ends, _common(surplus, len(rows)))


def _figure_columns(rows: Iterable[Row]) -> Iterator[int]:
    for row in rows:
        for item in row.entry.figures:
            yield item.column


def _ends(rows: Iterable[Row]) -> Iterator[int]:
    for row in rows:
        for item in row.cells:
            yield item.column + item.span


def _common(
    places: Iterable[int],
    rows: int,
) -> frozenset[int]:
    least = weights.IN_USE.usual_column * rows
    least = max(least, _FEWEST_ALIKE)
    counts = Counter(places)
    return frozenset(place for place, times in counts.items() if times >= least)


def _is_uneven(
    row: Row,
    usual: _Usual,
) -> bool:
    """Whether a line of a text has more or fewer cells than the form, and than many others."""
    if not row.surplus or row.surplus in usual.surplus:
        return False
    # A label that spans columns leaves empty cells where it covers them.
    opens_empty = row.cells[0].kind is Kind.EMPTY
    may_be_label = row.entry.shallow and opens_empty
    return row.surplus < 0 or not may_be_label


def _is_short(row: Row) -> bool:
    """Whether a row of a grid has too few cells and ends before the last column of its head."""
    if row.surplus >= 0:
        return False
    # A cell over two columns is no cell less: where it ends, the row may be whole.
    if any(spans_columns(figure, row.entry) for figure in row.entry.figures):
        return False
    head = row.entry.head()
    if not head:
        return True
    last = max(head.values())
    return not any(lies_under(item, last) for item in row.cells)


def _stands_beside(
    row: Row,
    usual: _Usual,
) -> bool:
    """Whether a row has something beside its head where hardly any other row has.

    Empty places left of it are those that a label covers.
    """
    head = row.entry.head()
    if not head or row.surplus < 0:
        return False
    left = min(first for first, _, _ in head.values())
    right = max(first + width for first, width, _ in head.values())
    for item in row.cells:
        end = item.column + item.span
        is_beside = item.column >= right or end <= left
        is_usual = item.column in usual.figures
        if is_beside and item.is_figure and not is_usual:
            return True
        if end > right and end not in usual.ends:
            return True
    return any(_stands_aside(row, span, usual) for span in head.values())


def _stands_aside(row: Row, span: Span, usual: _Usual) -> bool:
    """Whether a row has its figure beside the usual place of a label that spans several, and that
    place is blank.

    The label 总计 and the blank cell behind it, which only slipped rows fill, look like one label
    over both.
    """
    first, width, _ = span
    if width == 1:
        return False
    within = range(first, first + width)
    # A cell that reaches under the next label stands where the file draws its columns unevenly.
    own = [item for item in row.cells if item.column in within and item.span == 1]
    blank = [item.column for item in own if item.kind is Kind.EMPTY]
    figures = [item.column for item in own if item.is_figure]
    if usual.figures.isdisjoint(blank):
        return False
    return bool(figures) and usual.figures.isdisjoint(figures)
