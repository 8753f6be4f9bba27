"""Where the boxes of a table stand: rows of boxes, a spanning box once, as a web page writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .drafts import Band, Cell, Column, Line, Sheet, plain


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its cell, its spans, and `banner`, `head`, `label` or `figure`."""

    cell: Cell
    columns: int = 1
    rows: int = 1
    kind: str = "figure"

    @property
    def text(self) -> str:
        return self.cell.text


Rows = list[list[Box]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table and how many columns it has."""

    rows: Rows
    width: int

    def places(self) -> Iterator[tuple[int, int, Box]]:
        """Row, column and box of each."""
        taken: set[tuple[int, int]] = set()
        for at, row in enumerate(self.rows):
            column = 0
            for box in row:
                while (at, column) in taken:
                    column += 1
                for down in range(box.rows):
                    taken.update((at + down, column + right) for right in range(box.columns))
                yield at, column, box
                column += box.columns

    def matrix(self) -> list[list[str]]:
        """The texts by row and column; places that a box spans besides its first are ''."""
        texts = [[""] * self.width for _ in self.rows]
        for row, column, box in self.places():
            texts[row][column] = box.text
        return texts


def lay(sheet: Sheet) -> Grid:
    """The boxes of a table."""
    width = max(_depth(band) + len(band.columns) for band in sheet.bands)
    rows: Rows = []
    for band in sheet.bands:
        if band.banner:
            rows.append([Box(plain(band.banner), width, 1, "banner")])
        rest = width - _depth(band) - len(band.columns)
        rows += [*_heads(band, rest), *_lines(band, rest)]
    # A line may go on behind its head.
    ends = [column + box.columns for _, column, box in Grid(rows, width).places()]
    return Grid(rows, max(width, *ends))


def _depth(band: Band) -> int:
    """How many columns its labels take."""
    return max((len(line.path) for line in band.lines), default=0)


def _heads(band: Band, rest: int) -> Rows:
    if band.headless:
        return []
    depth = max(len(column.path) for column in band.columns)
    labels = _depth(band)
    rows: Rows = []
    for level in range(depth):
        row = _head_row(band.columns, level, depth)
        if rest and row:
            last = row[-1]
            row[-1] = Box(last.cell, last.columns + rest, last.rows, last.kind)
        rows.append(row)
    if labels:
        corner = Box(plain(band.corner), labels, depth, "head")
        rows[0].insert(len(rows[0]) if band.labels_right else 0, corner)
    return rows


def _head_row(columns: Sequence[Column], level: int, depth: int) -> list[Box]:
    row: list[Box] = []
    at = 0
    while at < len(columns):
        path = columns[at].path
        end = at + 1
        is_leaf = level == len(path) - 1
        while end < len(columns) and _goes_on(columns[end], path, level, is_leaf):
            end += 1
        if level < len(path):
            rows = depth - level if is_leaf else 1
            row.append(Box(plain(path[level]), end - at, rows, "head"))
        at = end
    return row


def _goes_on(column: Column, path: tuple[str, ...], level: int, is_leaf: bool) -> bool:
    """Whether a column stands below the same box of its head as the one before it."""
    if column.path[: level + 1] != path[: level + 1]:
        return False
    return column.joined or not is_leaf


def _lines(band: Band, rest: int) -> Rows:
    depth = _depth(band)
    rows: Rows = []
    before: tuple[str, ...] = ()
    for at, line in enumerate(band.lines):
        labels = []
        for level, label in enumerate(line.path):
            group = line.path[: level + 1]
            if level == len(line.path) - 1:
                cell = Cell(line.label) if line.label else plain(label)
                labels.append(Box(cell, depth - level, 1, "label"))
            elif before[: level + 1] != group or len(before) == level + 1:
                labels.append(Box(plain(label), 1, _count(band.lines[at:], group), "label"))
        figures = _figures(line)
        if line.moved < 0 and labels:
            last = labels[-1]
            labels[-1] = Box(last.cell, max(1, last.columns - 1), last.rows, last.kind)
        if rest and figures:
            figures[-1] = Box(figures[-1].cell, figures[-1].columns + rest)
        rows.append([*figures, *labels] if band.labels_right else [*labels, *figures])
        before = line.path
    return rows


def _figures(line: Line) -> list[Box]:
    """The boxes of its cells."""
    if line.merged:
        return [Box(line.cells[0], len(line.cells))]
    boxes = [Box(cell, 2 if at == line.wide else 1) for at, cell in enumerate(line.cells)]
    blank = Box(plain(""))
    if line.moved > 0:
        return [blank, *boxes]
    return [*boxes, blank] if line.moved < 0 else boxes


def _count(lines: Sequence[Line], group: tuple[str, ...]) -> int:
    """How many lines from the first on belong to a group."""
    count = 0
    for line in lines:
        if line.path[: len(group)] != group or len(line.path) == len(group):
            break
        count += 1
    return count
