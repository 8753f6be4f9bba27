"""The boxes of a statutory table: their places, and the heads as the notices print them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from gxkit.forms import Row, Table, find_form

EQUATION = find_form("2021").table("requests").headers[-1]
"""the arithmetic that the head of the request table prints"""
LABEL_COLUMNS = 3
"""columns of labels in the request table"""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its words or figure, its spans, and `head`, `group`, `label` or `figure`."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    kind: str = "head"


Boxes = tuple[Box, ...]
Say = Callable[[str], str]
"""a label of the form -> as it is printed"""


def place_boxes(table: str, rows: Sequence[Boxes], width: int) -> list[tuple[int, int, Box]]:
    """Row, column and box of each cell; ValueError where spans leave holes or overlap."""
    taken: set[tuple[int, int]] = set()
    found = []
    for i, row in enumerate(rows):
        column = 0
        for box in row:
            while (i, column) in taken:
                column += 1
            found.append((i, column, box))
            covered = {(i + r, column + c) for r in range(box.rowspan) for c in range(box.colspan)}
            if covered & taken:
                raise ValueError(f"table {table}: boxes overlap in row {i}")
            taken |= covered
            column += box.colspan
    if taken != {(r, c) for r in range(len(rows)) for c in range(width)}:
        raise ValueError(f"table {table}: the boxes leave holes")
    return found


def count_group(rows: Sequence[Row], group: tuple[str, ...], stop: str = "") -> int:
    """How many rows from the first on belong to the group, up to the row `stop`."""
    count = 0
    for row in rows:
        is_inside = row.path[: len(group)] == group and row.path != group
        if not is_inside or (count and row.id == stop):
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class HeadShape:
    """Where offices depart from the official head of the request table.

    `total_on_top`: 总计 stands beside 申请人情况. `shifted`: heads span one column more than what
    they head, and an empty box pushes the next. `second`: 商业企业 spans two columns and its value
    stands in the second.
    """

    total_on_top: bool = False
    shifted: bool = False
    second: bool = False

    @property
    def wider(self) -> bool:
        """Whether the head has a column more than the form."""
        return self.shifted or self.second


def lay_request_heads(table: Table, shape: HeadShape, say: Say = str) -> tuple[Boxes, ...]:
    """The three rows above the request table."""
    natural, *organisations, total = (say(column.label) for column in table.columns)
    inner = [Box(label) for label in organisations]
    naturals = Box(natural, rowspan=2)
    if shape.shifted:
        naturals, inner = Box(natural, 2), [Box(""), Box(organisations[0], 2), *inner[1:]]
    elif shape.second:
        inner[0] = Box(organisations[0], 2)
    applicants = len(table.columns) + shape.wider - shape.total_on_top
    group = len(organisations) + shape.second
    first = [Box(say(EQUATION), LABEL_COLUMNS, 3), Box(say("申请人情况"), applicants)]
    second = [naturals, Box(say("法人或其他组织"), group)]
    if shape.total_on_top:
        first.append(Box(total, rowspan=3))
    else:
        second.append(Box(total, rowspan=2))
    return tuple(first), tuple(second), tuple(inner)


def lay_remedies_heads(table: Table, say: Say = str) -> tuple[Boxes, ...]:
    """The three rows above the remedies table, whose rows stand side by side."""
    step = len(table.columns)
    first, second, third = [], [], []
    for group, members in groupby(table.rows, key=lambda row: row.path[0]):
        block = list(members)
        first.append(Box(say(group), step * len(block)))
        for row in block:
            if len(row.path) == 1:
                second += [Box(say(column.label), rowspan=2) for column in table.columns]
            else:
                second.append(Box(say(row.label), step))
                third += [Box(say(column.label)) for column in table.columns]
    return tuple(first), tuple(second), tuple(third)
