"""Grid to grid: spans expanded for display, tables that a page cuts joined again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from gxkit.document import Cell, Grid, Where

_SAME_X = 3.0  # points by which the edges of one column may differ from page to page


def expand(grid: Grid) -> list[list[str]]:
    """The text of each place, row by row and rectangular; a spanning cell's text stands in each place it covers.

    Places that no cell covers are empty; where cells overlap, the first one stays.
    """
    rows, columns = grid.shape
    texts: list[list[str | None]] = [[None] * columns for _ in range(rows)]
    for cell in grid.cells:
        for row in texts[cell.row : cell.row + cell.rowspan]:
            for column in range(cell.column, cell.column + cell.colspan):
                if row[column] is None:
                    row[column] = cell.text
    return [[text or "" for text in row] for row in texts]


def join(grids: Iterable[Grid]) -> tuple[Grid, ...]:
    """The grids with those that a page break cut joined into one; all others as they are.

    A grid continues one before it if it stands at the top of the next page without a caption of its own, and their
    columns fit: the same x positions of the outer edges and of most inner ones (the columns of one may be merged in the
    other), or, where cells have no boxes, the same number. Of tables side by side each finds its own. Header rows
    repeated after the break are dropped. Each cell keeps its place in the file.
    """
    joined: list[Grid] = []
    at_top = True
    page = None
    for grid in grids:
        here = grid.cells[0].where if grid.cells else Where()
        at_top = (at_top or here.page != page) and not grid.caption
        if here.page != page and (here.table or 1) != 1:
            at_top = False
        page = here.page
        places = _ends_of_page(joined, page - 1) if at_top and page is not None else []
        merged = ((place, _continue_grid(joined[place], grid)) for place in places)
        place, whole = next(((place, whole) for place, whole in merged if whole), (0, None))
        if whole:
            joined[place] = whole
        else:
            joined.append(grid)
    return tuple(joined)


def _ends_of_page(joined: Sequence[Grid], page: int) -> list[int]:
    """The last table of a page and those beside it, by their number, the last first."""
    places = [
        n
        for n in reversed(range(len(joined)))
        if joined[n].cells and joined[n].cells[-1].where.page == page
    ]
    if not places:
        return []
    low, high = _reach(joined[places[0]], page)
    beside = [
        n
        for n in places[1:]
        if _reach(joined[n], page)[0] < high and low < _reach(joined[n], page)[1]
    ]
    return [places[0], *beside]


def _reach(grid: Grid, page: int) -> tuple[float, float]:
    """From which height to which a table reaches on a page; nowhere without boxes."""
    boxes = [cell.where.box for cell in grid.cells if cell.where.page == page and cell.where.box]
    return min((box[1] for box in boxes), default=0.0), max((box[3] for box in boxes), default=0.0)


def _continue_grid(upper: Grid, lower: Grid) -> Grid | None:
    """Both as one grid, None if the lower is a table of its own."""
    if not lower.cells:
        return None
    edges_above, edges_below = _column_edges(upper), _column_edges(lower)
    if edges_above and edges_below:
        edges = _match_edges(edges_above, edges_below)
        if edges is None:
            return None
        upper, lower = (
            _fit_columns(upper, edges_above, edges),
            _fit_columns(lower, edges_below, edges),
        )
    elif upper.shape[1] != lower.shape[1]:
        return None
    repeated = _count_repeated_rows(upper, lower)
    offset = upper.shape[0] - repeated
    below = tuple(
        Cell(cell.row + offset, cell.column, cell.text, cell.where, cell.rowspan, cell.colspan)
        for cell in lower.cells
        if cell.row >= repeated
    )
    return Grid(upper.cells + below, upper.caption)


def _column_edges(grid: Grid) -> list[float] | None:
    """The x positions of the grid's columns, None unless boxes tell all of them."""
    columns = grid.shape[1]
    edges: list[float | None] = [None] * (columns + 1)
    for cell in grid.cells:
        if cell.where.box is None:
            return None
        edges[cell.column] = cell.where.box[0]
        edges[cell.column + cell.colspan] = cell.where.box[2]
    known = [edge for edge in edges if edge is not None]
    return known if len(known) == columns + 1 else None


def _match_edges(above: list[float], below: list[float]) -> list[float] | None:
    """The edges of both where they are those of one table, else None.

    The outer edges must be the same, and of the inner edges of the part with fewer at least half; each part may have
    columns that no cell of the other shows (a header's, or those of sub-items).
    """
    finer, coarser = (above, below) if len(above) >= len(below) else (below, above)
    if abs(finer[0] - coarser[0]) > _SAME_X or abs(finer[-1] - coarser[-1]) > _SAME_X:
        return None
    own = [edge for edge in coarser if min(abs(edge - other) for other in finer) > _SAME_X]
    return sorted([*finer, *own]) if 2 * len(own) <= len(coarser) - 2 else None


def _fit_columns(grid: Grid, own: list[float], edges: list[float]) -> Grid:
    """The same cells counted by the columns of `edges`."""
    place = [min(range(len(edges)), key=lambda at: abs(edges[at] - edge)) for edge in own]
    if place == list(range(len(own))):
        return grid
    cells = (
        Cell(
            cell.row,
            place[cell.column],
            cell.text,
            cell.where,
            cell.rowspan,
            max(1, place[cell.column + cell.colspan] - place[cell.column]),
        )
        for cell in grid.cells
    )
    return replace(grid, cells=tuple(cells))


def _count_repeated_rows(upper: Grid, lower: Grid) -> int:
    """How many rows at the top of `lower` repeat those at the top of `upper`; rows with numbers never count."""
    if _top_row(upper) != _top_row(lower):
        return 0
    count = 0
    for above, below in zip(_row_keys(upper), _row_keys(lower), strict=False):
        if above != below or not any(above) or any(text.isdigit() for text in below):
            break
        count += 1
    begun = [cell for cell in lower.cells if cell.row < count]
    return (
        count
        if all(cell.row + cell.rowspan <= count for cell in begun) and count < lower.shape[0]
        else 0
    )


def _top_row(grid: Grid) -> list[str]:
    return [
        "".join(cell.text.split())
        for cell in takewhile(lambda cell: cell.row == grid.cells[0].row, grid.cells)
    ]


def _row_keys(grid: Grid) -> Iterator[tuple[str, ...]]:
    for row in expand(grid):
        yield tuple("".join(text.split()) for text in row)


def attach_caption(grid: Grid, caption: str) -> Grid:
    """The grid with a caption, for one that the reader left without.

    >>> attach_caption(Grid(()), "二、主动公开政府信息情况").caption
    '二、主动公开政府信息情况'
    """
    return grid if grid.caption else replace(grid, caption=caption)
