"""Grid to grid: spans expanded for display, tables that a page cuts joined again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from gxkit.document import Cell, Grid, Line, Where
from gxkit.text import Sentence

_SAME_X = 3.0  # points by which the edges of one column may differ from page to page
# Of the inner edges of the part with fewer columns, at least half must be edges of the other too:
# each part may have columns that no cell of the other shows, but not mostly.
_COMMON = 0.5
# A card of the catalogue has a number or two, a list of links that of its pages.
_FEWEST_FIGURES = 6
_FEWEST_IN_TEXT = 30
_OUTER = 2
"""edges of a table that are no inner ones"""

_Edges = list[float]
"""x positions of the columns of a table, rising"""


def expand(grid: Grid) -> list[list[str]]:
    """The text of each place, row by row and rectangular; a spanning cell's text stands in each
    place it covers.

    Places that no cell covers are empty; where cells overlap, the first one stays.
    """
    rows, columns = grid.shape
    nothing: list[str | None] = [None] * columns
    texts = [list(nothing) for _ in range(rows)]
    for cell in grid.cells:
        end_row = cell.row + cell.rowspan
        end_column = cell.column + cell.colspan
        for row in texts[cell.row : end_row]:
            for column in range(cell.column, end_column):
                if row[column] is None:
                    row[column] = cell.text
    return list(map(_blank_gaps, texts))


def _blank_gaps(row: list[str | None]) -> list[str]:
    return [text or "" for text in row]


def join(grids: Iterable[Grid]) -> tuple[Grid, ...]:
    """The grids with those that a page break cut joined into one; all others as they are.

    A grid continues one before it if it stands at the top of the next page without a caption of its
    own, and their columns fit: the same x positions of the outer edges and of most inner ones (the
    columns of one may be merged in the other), or, where cells have no boxes, the same number. Of
    tables side by side each finds its own. Header rows repeated after the break are dropped. Each
    cell keeps its place in the file.
    """
    joined: list[Grid] = []
    at_top = True
    page = None
    for grid in grids:
        here = grid.cells[0].where if grid.cells else Where()
        is_new_page = here.page != page
        at_top = (at_top or is_new_page) and not grid.caption
        # a reader may have found a table above this one that is not among the grids
        if is_new_page and (here.table or 1) != 1:
            at_top = False
        page = here.page
        _append(joined, grid, page if at_top else None)
    return tuple(joined)


def _append(joined: list[Grid], grid: Grid, page: int | None) -> None:
    """Adds a grid to those before it; one at the top of a page may continue one of them."""
    upper = _ends_of_page(joined, page - 1) if page is not None else []
    for place in upper:
        whole = _continue_grid(joined[place], grid)
        if whole:
            joined[place] = whole
            return
    joined.append(grid)


def _ends_of_page(joined: Sequence[Grid], page: int) -> list[int]:
    """The last table of a page and those beside it, by their number, the last first."""
    places = [number for number, grid in enumerate(joined) if _ends_on(grid, page)]
    if not places:
        return []
    last = places.pop()
    low, high = _reach(joined[last], page)
    beside = [last]
    for place in reversed(places):
        bottom, top = _reach(joined[place], page)
        if bottom < high and low < top:
            beside.append(place)
    return beside


def _ends_on(grid: Grid, page: int) -> bool:
    if not grid.cells:
        return False
    last = grid.cells[-1]
    return last.where.page == page


def _reach(grid: Grid, page: int) -> tuple[float, float]:
    """From which height to which a table reaches on a page; nowhere without boxes."""
    places = [cell.where for cell in grid.cells if cell.where.page == page]
    boxes = [where.box for where in places if where.box]
    if not boxes:
        return 0.0, 0.0
    _, bottoms, _, tops = zip(*boxes, strict=True)
    return min(bottoms), max(tops)


def _continue_grid(upper: Grid, lower: Grid) -> Grid | None:
    """Both as one grid, None if the lower is a table of its own."""
    if not lower.cells:
        return None
    above, below = _column_edges(upper), _column_edges(lower)
    if above and below:
        edges = _match_edges(above, below)
        if edges is None:
            return None
        upper = _fit_columns(upper, above, edges)
        lower = _fit_columns(lower, below, edges)
    elif upper.shape[1] != lower.shape[1]:
        return None
    repeated = _count_repeated_rows(upper, lower)
    rows, _ = upper.shape
    offset = rows - repeated
    cells = list(upper.cells)
    for cell in lower.cells:
        if cell.row >= repeated:
            row = cell.row + offset
            cells.append(_move(cell, row, cell.column, cell.colspan))
    return Grid(tuple(cells), upper.caption)


def _move(cell: Cell, row: int, column: int, colspan: int) -> Cell:
    """A cell at another place of a grid; `replace` takes four times as long."""
    return Cell(
        row,
        column,
        cell.text,
        cell.where,
        cell.rowspan,
        colspan,
        cell.omitted,
        cell.unread,
        cell.noted,
        cell.recognised,
    )


def _column_edges(grid: Grid) -> _Edges | None:
    """The x positions of the grid's columns, None unless boxes tell all of them."""
    _, columns = grid.shape
    edges: dict[int, float] = {}
    for cell in grid.cells:
        if cell.where.box is None:
            return None
        left, _, right, _ = cell.where.box
        edges[cell.column] = left
        edges[cell.column + cell.colspan] = right
    known = [edges[column] for column in sorted(edges)]
    return known if len(known) == columns + 1 else None


def _match_edges(above: _Edges, below: _Edges) -> _Edges | None:
    """The edges of both where they are those of one table, else None.

    The outer edges must be the same, and of the inner edges of the part with fewer at least half;
    each part may have columns that no cell of the other shows (a header's, or those of sub-items).
    """
    coarser, finer = sorted((below, above), key=len)
    left = abs(finer[0] - coarser[0])
    right = abs(finer[-1] - coarser[-1])
    if max(left, right) > _SAME_X:
        return None
    own = [edge for edge in coarser if _distance(edge, finer) > _SAME_X]
    most = _COMMON * (len(coarser) - _OUTER)
    if len(own) > most:
        return None
    return sorted(finer + own)


def _distance(edge: float, edges: _Edges) -> float:
    """From an edge to the nearest of some others."""
    return min(abs(edge - other) for other in edges)


def _fit_columns(grid: Grid, own: _Edges, edges: _Edges) -> Grid:
    """The same cells counted by the columns of `edges`."""
    place = [_nearest(edge, edges) for edge in own]
    if place == list(range(len(own))):
        return grid
    cells = []
    for cell in grid.cells:
        column = place[cell.column]
        end = place[cell.column + cell.colspan]
        width = max(1, end - column)
        cells.append(_move(cell, cell.row, column, width))
    return replace(grid, cells=tuple(cells))


def _nearest(edge: float, edges: _Edges) -> int:
    """The number of the edge that is nearest."""
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))


def _count_repeated_rows(upper: Grid, lower: Grid) -> int:
    """How many rows at the top of `lower` repeat those at the top of `upper`; rows with numbers
    never count."""
    # expanding both grids takes long, and most that go on repeat nothing
    if _top_row(upper) != _top_row(lower):
        return 0
    count = 0
    both = zip(_row_keys(upper), _row_keys(lower), strict=False)
    for above, below in both:
        has_number = any(map(str.isdigit, below))
        is_heading = any(above) and not has_number
        if above != below or not is_heading:
            break
        count += 1
    # a cell that reaches below the repeated rows, or a table of nothing else, is no repetition
    begun = [cell for cell in lower.cells if cell.row < count]
    reaches_below = any(cell.row + cell.rowspan > count for cell in begun)
    rows, _ = lower.shape
    return 0 if reaches_below or count >= rows else count


def _top_row(grid: Grid) -> list[str]:
    first = grid.cells[0].row
    top = takewhile(lambda cell: cell.row == first, grid.cells)
    return [_squeeze(cell.text) for cell in top]


def _row_keys(grid: Grid) -> Iterator[tuple[str, ...]]:
    for row in expand(grid):
        yield tuple(map(_squeeze, row))


def _squeeze(text: str) -> str:
    return "".join(text.split())


def attach_caption(grid: Grid, caption: str) -> Grid:
    """The grid with a caption, for one that the reader left without.

    >>> attach_caption(Grid(()), "二、主动公开政府信息情况").caption
    '二、主动公开政府信息情况'
    """
    return grid if grid.caption else replace(grid, caption=caption)


ALL_HIDDEN = Sentence(
    "文件打开时看不到任何表格（可能由脚本显示、仅供打印或已隐藏）：按全部显示识读。",
    "The file shows none of its tables when it is opened (a script may show them, or they are for "
    "printing, or hidden): it was read as if all of it was shown.",
)


UNSEEN = Sentence(
    "以下各行有文字但打开文件时看不到，没有识读：{rows}。",
    "These rows hold text and are not shown when the file is opened; they were left out: {rows}.",
)


def shows_nothing(blocks: Sequence[Line | Grid]) -> bool:
    """Whether a file shows no table and hides some, and more blocks than it shows."""
    hidden = [block for block in blocks if block.hidden]
    shown = [block for block in blocks if not block.hidden]
    if any(isinstance(block, Grid) for block in shown):
        return False
    hides_table = any(isinstance(block, Grid) for block in hidden)
    return hides_table and len(hidden) > len(shown)


def holds_figures(blocks: Iterable[object]) -> bool:
    """Whether a table with figures is shown, or text with many: what lies unseen beside it then is
    not what the file shows."""
    figures = 0
    for block in blocks:
        if isinstance(block, Grid) and not block.hidden:
            inside = sum(cell.text.isdecimal() for cell in block.cells)
            if inside >= _FEWEST_FIGURES:
                return True
        elif isinstance(block, Line) and not block.hidden:
            figures += sum(map(str.isdecimal, block.text.split()))
    return figures >= _FEWEST_IN_TEXT
