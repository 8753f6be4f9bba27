"""The fields of a text's lines, and the columns in which they stand on a screen."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from gxkit.document import Cell, Line
from gxkit.readers.text.shapes import Measure
from gxkit.text import is_blank, read_number

# Two blanks part fields; one stands within a label, and between the groups of a number.
_FIELD = re.compile(r"[^ \u3000]+(?:[ \u3000][^ \u3000]+)*")
_CODE = re.compile(r"[\d.,%+-]*\d[\d.,%+-]*")
_MOST_EXTENTS = 300
"""fields of a table that begin or end elsewhere; the longest forms have some eighty"""
_MOST_REMEMBERED = 4_096
"""texts of fields; a report has some three hundred"""


class Field(NamedTuple):
    """What two blanks part in a line: its characters, and the places of a screen it takes.

    A figure is pushed where one blank alone parts it from a label: the label may reach into its
    column.
    """

    first: int
    text: str
    left: int
    right: int
    is_figure: bool
    is_pushed: bool = False


Row = list[Field]
Places = range
"""the columns over or in which a field stands"""
Layout = tuple[int, tuple[tuple[tuple[int, int, str], ...], ...]]
"""how many columns a table has, and for each row the columns, beginnings and texts of its fields"""


def cut_line(
    text: str,
    measure: Measure,
) -> Row:
    """The fields of a line, in a measure."""
    fields = []
    width = measured = 0
    for match in _FIELD.finditer(text):
        left = width + measure(text[measured : match.start()])
        width = left + measure(match.group())
        measured = match.end()
        holds_figure = is_figure(match.group())
        field = Field(match.start(), match.group(), left, width, holds_figure)
        fields.append(field)
    return fields


# a line is cut in each measure, and most figures of a report are 0
@lru_cache(_MOST_REMEMBERED)
def is_figure(text: str) -> bool:
    """Whether a field is a number, a sign for none or a code of digits."""
    if read_number(text) is not None or is_blank(text):
        return True
    return _CODE.fullmatch(text) is not None


def part_pushed(
    row: Row,
    measure: Measure,
) -> Row:
    """A row with the figure that ends a label apart from it."""
    parted = []
    for item in row:
        label, blank, figure = item.text.rpartition(" ")
        is_one = " " not in label and not is_figure(label) and is_figure(figure)
        if not blank or not is_one:
            parted.append(item)
            continue
        right = item.left + measure(label)
        first = item.first + len(label) + 1
        parted.append(Field(item.first, label, item.left, right, is_figure=False))
        parted.append(Field(first, figure, right + 1, item.right, True, is_pushed=True))
    return parted


class Column(NamedTuple):
    """The places of a screen between which all stands that is in a column."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table, their fields by rows, and its columns from left to right."""

    lines: Sequence[Line]
    rows: Sequence[Row]
    columns: Sequence[Column]
    places: Sequence[list[Places]]
    """those of each field, by rows"""

    def placed(self) -> Iterator[tuple[Field, Places]]:
        """The fields with the columns in which they stand."""
        for row, places in zip(self.rows, self.places, strict=True):
            yield from zip(row, places, strict=True)

    def figures(self) -> list[tuple[Field, Places]]:
        """The figures with the columns in which they stand."""
        return [(item, places) for item, places in self.placed() if item.is_figure]

    def first_of_figures(self) -> int:
        """The first column in which a figure stands; the second where none does."""
        return min([places[0] for _, places in self.figures()], default=1)

    def layout(self) -> Layout:
        """All that its cells say, without making them."""
        rows = []
        for row, places in zip(self.rows, self.places, strict=True):
            own = zip(places, row, strict=True)
            rows.append(tuple([(there[0], item.first, item.text) for there, item in own]))
        return len(self.columns), tuple(rows)

    def has_gaps(self) -> bool:
        """Whether a row with figures has none below a head."""
        first = self.first_of_figures()
        head: set[int] = set()
        goes_on = False
        for row, places in zip(self.rows, self.places, strict=True):
            if any(item.is_figure for item in row):
                if head.difference(*places):
                    return True
                goes_on = False
                continue
            beside = [own for own in places if own[0] >= first]
            if not beside:
                continue
            if not goes_on:
                head = set()
            alone = [own for own in beside if len(own) == 1]
            head.update(chain(*alone))
            goes_on = True
        return False

    def cells(self) -> tuple[Cell, ...]:
        """A cell for each column of each row."""
        made: list[Cell] = []
        for number, row in enumerate(self.rows):
            made += self._row_cells(number, row)
        return tuple(made)

    def _row_cells(
        self,
        number: int,
        row: Row,
    ) -> Iterator[Cell]:
        there = {own[0]: item for own, item in zip(self.places[number], row, strict=True)}
        place = self.lines[number].where
        for at in range(len(self.columns)):
            item = there.get(at)
            if item is None:
                yield Cell(number, at, "", place)
                continue
            end = item.first + len(item.text)
            where = replace(
                place,
                start=item.first + 1,
                end=end,
            )
            yield Cell(
                number,
                at,
                item.text,
                where,
            )


def find_places(
    rows: Sequence[Row],
    columns: Sequence[Column],
) -> list[list[Places]]:
    """The columns over or in which each field stands, by rows."""
    # columns stand side by side: those that a field touches follow each other
    lefts = [column.left for column in columns]
    rights = [column.right for column in columns]
    found = []
    for row in rows:
        places = []
        for item in row:
            first = bisect_right(rights, item.left)
            places.append(range(first, bisect_left(lefts, item.right)))
        found.append(places)
    return found


def find_columns(rows: Sequence[Row]) -> list[Column]:
    """The columns from left to right: what overlaps stands in one, but for texts over several."""
    lines = {extents_of(row) for row in rows}
    extents = sorted(set(chain(*lines)))
    # each is held against each line: figures strewn about stand in no columns
    if len(extents) > _MOST_EXTENTS:
        return []
    columns: list[Column] = []
    for left, right in extents:
        if any(_spans(left, right, line) for line in lines):
            continue
        if columns and left < columns[-1].right:
            last = columns.pop()
            columns.append(Column(last.left, max(right, last.right)))
        else:
            columns.append(Column(left, right))
    return columns


def extents_of(row: Row) -> tuple[tuple[int, int], ...]:
    """Where the fields of a row begin and end."""
    # one that was pushed stands where its label left room
    return tuple([(item.left, item.right) for item in row if not item.is_pushed])


def _spans(
    left: int,
    right: int,
    line: Sequence[tuple[int, int]],
) -> bool:
    """Whether two fields of a line stand over or below an extent."""
    below = [one for one, other in line if one < right and left < other]
    return len(below) > 1
