"""A statutory table laid out cell by cell, as notices and offices print it, with the truth about each of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from gxkit.forms import Row, Table

from .figures import Figures

EQUATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_DEPTH = 3
"""columns of labels in the request table"""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its words or figure, its spans, and `head`, `group`, `label` or `figure`."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    kind: str = "head"


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out table: rows of boxes, a spanning box once; `widths` are shares of the line, `heads` leading rows."""

    id: str
    caption: str
    rows: tuple[tuple[Box, ...], ...]
    widths: tuple[float, ...]
    heads: int

    def places(self) -> list[tuple[int, int, Box]]:
        """Row, column and box of each cell; ValueError where spans leave holes or overlap."""
        taken: set[tuple[int, int]] = set()
        found = []
        for i, row in enumerate(self.rows):
            column = 0
            for box in row:
                while (i, column) in taken:
                    column += 1
                found.append((i, column, box))
                covered = {
                    (i + r, column + c) for r in range(box.rowspan) for c in range(box.colspan)
                }
                if covered & taken:
                    raise ValueError(f"table {self.id}: boxes overlap in row {i}")
                taken |= covered
                column += box.colspan
        if taken != {(r, c) for r in range(len(self.rows)) for c in range(len(self.widths))}:
            raise ValueError(f"table {self.id}: the boxes leave holes")
        return found


@dataclass(frozen=True, slots=True)
class TruthCell:
    """A figure and what it must stand beside and under; `labels` are groups first, `headings` from below."""

    table: str
    row: str
    column: str
    number: str
    labels: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where offices depart from the official request table.

    `total_on_top`: 总计 stands beside 申请人情况. `shifted`: heads span one column more than what they head, and an
    empty box pushes the next. `second`: 商业企业 spans two columns and its value stands in the second.
    """

    total_on_top: bool = False
    shifted: bool = False
    second: bool = False


def show(figures: Figures, table: Table, row: Row, column: str) -> str:
    """A figure as it is printed."""
    return f"{figures[table.id, row.id, column]}"


def lay_out(table: Table, figures: Figures, year: int, caption: str, shape: Shape) -> Laid:
    """One table of a report."""
    if table.id == "requests":
        return _lay_requests(table, figures, caption, shape)
    lay = {"proactive": _lay_proactive, "remedies": _lay_remedies, "legacy": _lay_legacy}[table.id]
    return lay(table, figures, caption, year)


def truth_of(table: Table, figures: Figures, year: int) -> list[TruthCell]:
    """What each figure of a table stands beside and under."""
    cells = []
    for row in table.rows:
        for column in row.columns:
            heading = table.column(column).label.replace("{year}", str(year))
            across = table.layout == "across"
            above = (heading, *reversed(row.path)) if across else (heading,)
            cells.append(
                TruthCell(
                    table.id,
                    row.id,
                    column,
                    show(figures, table, row, column),
                    () if across else row.path if table.id != "proactive" else row.path[-1:],
                    above,
                )
            )
    return cells


def _figures(table: Table, row: Row, figures: Figures) -> list[Box]:
    return [Box(show(figures, table, row, column), kind="figure") for column in row.columns]


def _lay_legacy(table: Table, figures: Figures, caption: str, year: int) -> Laid:
    head = [
        Box(t)
        for t in (
            "指标名称",
            "计量单位",
            *(c.label.replace("{year}", str(year)) for c in table.columns),
        )
    ]
    rows = [
        (Box(row.label, kind="label"), Box(row.units[0]), *_figures(table, row, figures))
        for row in table.rows
    ]
    return Laid(table.id, caption, (tuple(head), *rows), (7.5, 2.5, 3, 3), 1)


def _lay_proactive(table: Table, figures: Figures, caption: str, year: int) -> Laid:
    width = 1 + max(len(row.columns) for row in table.rows)
    rows: list[tuple[Box, ...]] = []
    for group, members in groupby(table.rows, key=lambda row: row.path[0]):
        block = list(members)
        rest = width - len(block[0].columns)
        rows.append((Box(group, width),))
        names = [Box(table.column(c).label) for c in block[0].columns]
        rows.append((Box("信息内容"), *names[:-1], Box(names[-1].text, rest)))
        for row in block:
            own = _figures(table, row, figures)
            rows.append(
                (Box(row.label, kind="label"), *own[:-1], Box(own[-1].text, rest, kind="figure"))
            )
    return Laid(table.id, caption, tuple(rows), (4,) * width, 0)


def _lay_remedies(table: Table, figures: Figures, caption: str, year: int) -> Laid:
    step = len(table.columns)
    first, second, third = [], [], []
    for group, members in groupby(table.rows, key=lambda row: row.path[0]):
        block = list(members)
        first.append(Box(group, step * len(block)))
        for row in block:
            if len(row.path) == 1:
                second += [Box(c.label, rowspan=2) for c in table.columns]
            else:
                second.append(Box(row.label, step))
                third += [Box(c.label) for c in table.columns]
    numbers = [box for row in table.rows for box in _figures(table, row, figures)]
    return Laid(
        table.id,
        caption,
        (tuple(first), tuple(second), tuple(third), tuple(numbers)),
        (1,) * len(numbers),
        3,
    )


def _lay_requests(table: Table, figures: Figures, caption: str, shape: Shape) -> Laid:
    wide = shape.shifted or shape.second
    rows = list(_request_heads(table, shape))
    heads = len(rows)
    previous: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        boxes = []
        for depth, label in enumerate(row.path[:-1]):
            if previous[: depth + 1] != row.path[: depth + 1]:
                boxes.append(
                    Box(label, 1, _run(table.rows[index:], row.path[: depth + 1]), "group")
                )
        boxes.append(Box(row.label, _DEPTH + 1 - len(row.path), kind="label"))
        own = _figures(table, row, figures)
        if shape.shifted:
            own[1] = Box(own[1].text, 2, kind="figure")
        elif shape.second:
            own.insert(1, Box(""))
        rows.append((*boxes, *own))
        previous = row.path[:-1]
    return Laid(
        table.id,
        caption,
        tuple(rows),
        (1.3, 1.8, 4.5, *([1.2] * (len(table.columns) + wide))),
        heads,
    )


def _run(rows: tuple[Row, ...], group: tuple[str, ...]) -> int:
    count = 0
    for row in rows:
        if row.path[: len(group)] != group or row.path == group:
            break
        count += 1
    return count


def _request_heads(table: Table, shape: Shape) -> tuple[tuple[Box, ...], ...]:
    natural, *organisations, total = (c.label for c in table.columns)
    inner = [Box(label) for label in organisations]
    width = len(table.columns) + (shape.shifted or shape.second)
    group = len(organisations) + shape.second
    naturals = Box(natural, rowspan=2)
    if shape.shifted:
        naturals, inner = Box(natural, 2), [Box(""), Box(organisations[0], 2), *inner[1:]]
    elif shape.second:
        inner[0] = Box(organisations[0], 2)
    first = [Box(EQUATION, _DEPTH, 3), Box("申请人情况", width - shape.total_on_top)]
    second = [naturals, Box("法人或其他组织", group)]
    (first if shape.total_on_top else second).append(
        Box(total, rowspan=3 if shape.total_on_top else 2)
    )
    return tuple(first), tuple(second), tuple(inner)
