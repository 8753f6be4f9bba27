"""Rows and columns of a table between which no rule is drawn at all, put back where they show.

Rows show by their figures: several lines of them, each in the middle of its row, at the same
heights in every column. Columns show by a gap that all figures and heads leave free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.lines import glyphs_to_rows
from gxkit.readers.plane.missing import COLUMNS, ROWS, SIZE, are_figures, set_cells
from gxkit.readers.plane.offset import box_of, center_of, is_figure
from gxkit.readers.plane.placing import Table
from gxkit.readers.plane.spans import Span

_SEVERAL = 2  # lines or columns of figures
_SAME_LINE = 2.0  # points between the heights of one line of figures
# Points by which the last edge may miss the rule below, when each is as far from its line of
# figures as the one above.
_OFF = 4.0
_CROSS = 1.5  # points by which letters may reach over an edge
_CLEAR = 3.0  # points between two columns of figures, at least

_Inside = Sequence[Glyph]
_Interval = tuple[float, float]
_Content = tuple[Span, list[Glyph]]


def restore_rules(table: Table) -> None:
    """Adds the edges of rows and columns that have no rule to a table."""
    for row in _worth_asking(table, ROWS):
        edges = _row_edges(table, row)
        if edges:
            _insert(table, ROWS, row, edges)
    for column in _worth_asking(table, COLUMNS):
        edges = _column_edges(table, column)
        if edges:
            _insert(table, COLUMNS, column, edges)


def _worth_asking(
    table: Table,
    axis: int,
) -> list[int]:
    """The rows, or columns, that may be several, the last first: some cell ends in a figure and has
    more, on another line or on the same one."""
    found = set()
    for span, inside in zip(table.lattice.cells, table.cells, strict=True):
        if len(inside) < _SEVERAL or span[axis + SIZE] > 1 or not is_figure(inside[-1].text):
            continue
        off = abs(inside[-1].baseline - inside[-_SEVERAL].baseline)
        if (off > _SAME_LINE) == (axis == ROWS):
            found.add(span[axis])
    return sorted(found, reverse=True)


def _cells_in(
    table: Table,
    axis: int,
    place: int,
) -> list[list[Glyph]]:
    """What stands in the cells of one row, or column, that span no other."""
    found = []
    for span, inside in zip(table.lattice.cells, table.cells, strict=True):
        if inside and span[axis] == place and span[axis + SIZE] == 1:
            found.append(inside)
    return found


def _row_edges(
    table: Table,
    row: int,
) -> list[float]:
    """The heights, from the top, between the lines of figures in a row that is several; [] where it
    is one, or they cannot be told."""
    cells = _cells_in(table, ROWS, row)
    under = [inside for inside in cells if _ends_in_figures(inside)]
    # one cell with a figure below its words is a label with a number
    if sum(not are_figures(inside) for inside in under) == 1:
        return []
    lines = _common_lines(under)
    if len(lines) < _SEVERAL:
        return []
    top, bottom = table.lattice.ys[row : row + 2]
    edges = [top]
    for middle in lines:
        edges.append(2 * middle - edges[-1])
    falls = all(above > below for above, below in pairwise(edges))
    if not falls or abs(edges.pop() - bottom) > _OFF:
        return []
    inner = edges[1:]
    words = [inside for inside in cells if not are_figures(inside)]
    return inner if _has_words_in_each(words, [top, *inner, bottom]) else []


def _common_lines(cells: Sequence[_Inside]) -> list[float]:
    """The middles of the lines of figures, from the top, that the cells of a row have in common; []
    where one has a line that the longest does not have."""
    by_cell = [list(_middles(inside)) for inside in cells]
    longest = max(by_cell, key=len, default=[])
    for lines in by_cell:
        for middle in lines:
            if min(abs(middle - other) for other in longest) > _SAME_LINE:
                return []
    return longest


def _ends_in_figures(inside: _Inside) -> bool:
    """Whether the last line of a cell is figures, and nothing else."""
    if not is_figure(inside[-1].text) or len(inside) == 1:
        return are_figures(inside)
    *_, last = glyphs_to_rows(inside)
    return are_figures(last)


def _middles(inside: _Inside) -> Iterator[float]:
    """The middle of each line of figures in a cell, from the top, and of the words above one."""
    words: list[Glyph] = []
    for row in glyphs_to_rows(inside):
        if not are_figures(row):
            words += row
            continue
        if words:
            yield _middle(words)
            words = []
        yield _middle(row)


def _middle(glyphs: _Inside) -> float:
    """How high the middle of some characters is."""
    heights = [glyph.middle for glyph in glyphs]
    return (min(heights) + max(heights)) / 2


def _has_words_in_each(
    cells: Iterable[_Inside],
    edges: Sequence[float],
) -> bool:
    """Whether words stand in each step between falling edges, and none on an edge."""
    met = set()
    for inside in cells:
        for glyph in inside:
            _, bottom, _, top = box_of(glyph)
            step = _step_of(edges, bottom, top)
            if step is None:
                return False
            if not is_figure(glyph.text):
                met.add(step)
    return len(met) == len(edges) - 1


def _step_of(
    edges: Sequence[float],
    bottom: float,
    top: float,
) -> int | None:
    """The step between falling edges in which something lies; None where it lies on an edge."""
    for number, (above, below) in enumerate(pairwise(edges)):
        if top <= above + _CROSS and bottom >= below - _CROSS:
            return number
    return None


def _column_edges(
    table: Table,
    column: int,
) -> list[float]:
    """The places, from the left, between the figures of a column that is several; [] where it is
    one, or they cannot be told."""
    cells = _cells_in(table, COLUMNS, column)
    if not any(map(_has_several, cells)):
        return []
    glyphs = list(chain.from_iterable(cells))
    taken = list(_stack(glyphs))
    headed: set[_Interval] = set()
    for glyph in glyphs:
        if not is_figure(glyph.text):
            headed.update(place for place in taken if place[0] <= glyph.left < place[1])
    # what has no head is a second figure in its cell, and no column
    if len(taken) < _SEVERAL or len(headed) < len(taken):
        return []
    return [(left + right) / 2 for (_, left), (right, _) in pairwise(taken)]


def _has_several(inside: _Inside) -> bool:
    """Whether a cell has a figure beside another, or beside words."""
    for one, other in pairwise(inside):
        is_level = abs(one.baseline - other.baseline) < _SAME_LINE
        is_apart = other.left - one.right > _CLEAR
        if is_level and is_apart and is_figure(other.text):
            return True
    return False


def _stack(glyphs: Iterable[Glyph]) -> Iterator[_Interval]:
    """From where to where something stands, with clear gaps between."""
    begun = reached = None
    for left, right in sorted(map(_interval, glyphs)):
        if begun is None or reached is None:
            begun, reached = left, right
        elif left - reached < _CLEAR:
            reached = max(reached, right)
        else:
            yield begun, reached
            begun, reached = left, right
    if begun is not None and reached is not None:
        yield begun, reached


def _interval(glyph: Glyph) -> _Interval:
    return glyph.left, glyph.right


def _insert(
    table: Table,
    axis: int,
    place: int,
    inner: Sequence[float],
) -> None:
    """Parts a row, or a column, at edges inside it."""
    lattice = table.lattice
    more = len(inner)
    borders = list(lattice.ys if axis == ROWS else lattice.xs)
    borders[place + 1 : place + 1] = inner
    ys = tuple(borders) if axis == ROWS else lattice.ys
    xs = tuple(borders) if axis == COLUMNS else lattice.xs
    cells: list[_Content] = []
    for span, inside in zip(lattice.cells, table.cells, strict=True):
        begins, ends = span[axis], span[axis] + span[axis + SIZE]
        if begins > place:
            cells.append((_resize(span, axis, begins + more, 0), inside))
        elif ends <= place:
            cells.append((span, inside))
        elif span[axis + SIZE] > 1:
            cells.append((_resize(span, axis, begins, more), inside))
        else:
            table.inferred += map(center_of, inside)
            steps = list(pairwise(borders[place : place + more + 2]))
            for number, step in enumerate(steps):
                here = _resize(span, axis, place + number, 0)
                cells.append((here, [glyph for glyph in inside if _lies_in(glyph, axis, step)]))
    set_cells(table, Lattice(xs, ys, ()), cells)


def _resize(
    span: Span,
    axis: int,
    begins: int,
    more: int,
) -> Span:
    """A cell that begins at another row or column, and spans some more."""
    changed = list(span)
    changed[axis] = begins
    changed[axis + SIZE] += more
    row, column, height, width = changed
    return row, column, height, width


def _lies_in(
    glyph: Glyph,
    axis: int,
    step: _Interval,
) -> bool:
    left, bottom, right, top = box_of(glyph)
    if axis == COLUMNS:
        return step[0] <= (left + right) / 2 < step[1]
    return step[1] <= (bottom + top) / 2 < step[0]
