"""A statutory table cell by cell, as offices print it, with the truth about its cells."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from gxkit.forms import Row, Table

from .figures import Figures

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data"))

from facsimiles.boxes import (
    LABEL_COLUMNS,
    Box,
    HeadShape,
    count_group,
    lay_remedies_heads,
    lay_request_heads,
    place_boxes,
)


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out table: rows of boxes, a spanning box once.

    `widths` are shares of the line, `heads` is the number of leading rows that are heads.
    """

    id: str
    caption: str
    rows: tuple[tuple[Box, ...], ...]
    widths: tuple[float, ...]
    heads: int

    def places(self) -> list[tuple[int, int, Box]]:
        """Row, column and box of each cell; ValueError where spans leave holes or overlap."""
        return place_boxes(self.id, self.rows, len(self.widths))


@dataclass(frozen=True, slots=True)
class TruthCell:
    """A figure and what it must stand beside and under.

    `labels` are groups first, `headings` from below.
    """

    table: str
    row: str
    column: str
    number: str
    labels: tuple[str, ...]
    headings: tuple[str, ...]


def show(figures: Figures, table: Table, row: Row, column: str) -> str:
    """A figure as it is printed."""
    return f"{figures[table.id, row.id, column]}"


def lay_out(table: Table, figures: Figures, year: int, caption: str, shape: HeadShape) -> Laid:
    """One table of a report."""
    if table.id == "requests":
        return _lay_requests(table, figures, caption, shape)
    lay = {"proactive": _lay_proactive, "remedies": _lay_remedies, "legacy": _lay_legacy}[table.id]
    return lay(table, figures, caption, year)


def truth_of(table: Table, figures: Figures, year: int) -> list[TruthCell]:
    """What each figure of a table stands beside and under."""
    across = table.layout == "across"
    cells = []
    for row in table.rows:
        labels = () if across else row.path
        if table.id == "proactive":
            labels = row.path[-1:]  # its groups stand above their block, not beside it
        for column in row.columns:
            heading = table.column(column).label.replace("{year}", str(year))
            above = (heading, *reversed(row.path)) if across else (heading,)
            number = show(figures, table, row, column)
            cells.append(TruthCell(table.id, row.id, column, number, labels, above))
    return cells


def _figures(table: Table, row: Row, figures: Figures) -> list[Box]:
    return [Box(show(figures, table, row, column), kind="figure") for column in row.columns]


def _lay_legacy(table: Table, figures: Figures, caption: str, year: int) -> Laid:
    columns = [c.label.replace("{year}", str(year)) for c in table.columns]
    rows = [tuple(Box(text) for text in ("指标名称", "计量单位", *columns))]
    for row in table.rows:
        label = Box(row.label, kind="label")
        rows.append((label, Box(row.units[0]), *_figures(table, row, figures)))
    return Laid(table.id, caption, tuple(rows), (7.5, 2.5, 3, 3), 1)


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
    heads = lay_remedies_heads(table)
    numbers: list[Box] = []
    for row in table.rows:
        numbers += _figures(table, row, figures)
    return Laid(table.id, caption, (*heads, tuple(numbers)), (1,) * len(numbers), len(heads))


def _lay_requests(table: Table, figures: Figures, caption: str, shape: HeadShape) -> Laid:
    heads = lay_request_heads(table, shape)
    rows = list(heads)
    previous: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        boxes = []
        for depth, label in enumerate(row.path[:-1], 1):
            group = row.path[:depth]
            if previous[:depth] != group:
                boxes.append(Box(label, 1, count_group(table.rows[index:], group), "group"))
        boxes.append(Box(row.label, LABEL_COLUMNS + 1 - len(row.path), kind="label"))
        own = _figures(table, row, figures)
        if shape.shifted:
            own[1] = Box(own[1].text, 2, kind="figure")
        elif shape.second:
            own.insert(1, Box(""))
        rows.append((*boxes, *own))
        previous = row.path[:-1]
    columns = len(table.columns) + shape.wider
    return Laid(table.id, caption, tuple(rows), (1.3, 1.8, 4.5, *[1.2] * columns), len(heads))
