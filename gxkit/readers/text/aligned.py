"""Tables that blanks align: what stands in a column begins, or ends, below its head, and a cell
that was left empty left its place.

In the words of such a text alone nothing tells which figures of a row were left out. Only where
some were is it read as a grid, and only where every figure stands exactly in its column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import NamedTuple

from gxkit.document import Cell, Grid, Line
from gxkit.readers.text.shapes import Found, Measure, measures
from gxkit.text import is_blank, read_number

# Two blanks part fields; one stands within a label, and between the groups of a number.
_FIELD = re.compile(r"[^ \u3000]+(?:[ \u3000][^ \u3000]+)*")
_SENTENCE_END = re.compile(r"[。！？；]\s*$")
_CODE = re.compile(r"[\d.,%+-]*\d[\d.,%+-]*")
# Characters of a line and lines of a table: the longest forms have a fourth of either.
_LONGEST_LINE = 600
_MOST_LINES = 160
_MOST_EXTENTS = 300
"""fields of a table that begin or end elsewhere; the longest forms have some eighty"""
_FEWEST_COLUMNS = 3
"""a label and two columns of figures; with one there is nothing to tell apart"""
_MOST_LABELS = 3
"""words before the figures of a row: more are a head"""
# Tabs that became blanks stand at multiples of this, and show no columns: an empty cell moves all
# behind it to the head of another.
_TAB = 4


class _Field(NamedTuple):
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

    def overlaps(self, column: _Column) -> bool:
        return self.left < column.right and column.left < self.right


Row = list[_Field]
Side = Callable[[int, int], int]

#: How figures stand in their columns: at the left edge, at the right one, or in the middle, and how
#: far twice the place may be off; half a letter is rounded to either side.
_SIDES: tuple[tuple[Side, int], ...] = (
    (lambda left, right: 2 * left, 0),
    (lambda left, right: 2 * right, 0),
    (lambda left, right: left + right, 2),
)


def find_aligned(lines: Sequence[Line]) -> list[Found]:
    """The tables of a text whose fields blanks align; none unless one has rows with empty cells."""
    read = []
    agreed = set(range(len(measures())))
    for stretch in _stretches(lines):
        tables = _read_table(lines, stretch)
        read.append((stretch, tables))
        # heads without figures below stand in their columns however wide a letter is
        if any(table.figures() for table in tables.values()):
            agreed &= tables.keys()
    found = []
    has_gaps = False
    for stretch, tables in read:
        fitting = [tables[at] for at in sorted(agreed & tables.keys())]
        told = {table.cells(): table for table in fitting}
        # two measures that part the figures otherwise tell nothing
        if not told or (len(told) > 1 and fitting[0].figures()):
            continue
        has_gaps = has_gaps or fitting[0].has_gaps()
        grid = Grid(fitting[0].cells())
        found.append(Found(stretch.start, stretch.stop, (grid,)))
    # what is filled everywhere is read by its words, as any text
    return found if has_gaps else []


# ---- where the tables stand


def _stretches(lines: Sequence[Line]) -> Iterator[range]:
    """The runs of lines between sentences, parted where a head of other columns stands."""
    start = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and _may_belong(lines[at].text):
            continue
        yield from _part_run(lines, start, at)
        start = at + 1


def _may_belong(text: str) -> bool:
    if len(text) > _LONGEST_LINE or "\t" in text:
        return False
    return _SENTENCE_END.search(text) is None


def _part_run(
    lines: Sequence[Line],
    start: int,
    stop: int,
) -> Iterator[range]:
    """The tables of a run of lines: from a line of several fields to the last before another."""
    width = measures()[0]
    cut = {at: _cut(lines[at].text, width) for at in range(start, stop)}
    several = [at for at, row in cut.items() if len(row) > 1]
    if not several:
        return
    begun = before = several[0]
    rows: list[Row] = []
    for at in several:
        # directly below a head another line goes on with it
        if at > before + 1 and _is_other_head(_head_at(cut, at), rows):
            yield range(begun, _end_before(cut, before, at))
            begun, rows = at, []
        rows.append(cut[at])
        before = at
    yield range(begun, _end_before(cut, before, stop))


def _head_at(
    rows: Mapping[int, Row],
    at: int,
) -> list[Row]:
    """The lines from one on that hold words, down to the first with figures or but one field."""
    head: list[Row] = []
    while len(rows.get(at, ())) > 1 and not any(item.is_figure for item in rows[at]):
        head.append(rows[at])
        at += 1
    return head


def _is_other_head(
    head: Sequence[Row],
    rows: Sequence[Row],
) -> bool:
    """Whether words stand below no head of some rows: beside the labels, or more of them than
    labels are."""
    items = list(chain(*rows))
    figures = [item.left for item in items if item.is_figure]
    beside = figures or [row[1].left for row in rows[:1]]
    reach = min(beside)
    edges = {item.left for item in items}
    edges.update(item.right for item in items)
    known = {(item.left, item.right) for item in items}
    for row in head:
        right_of = [item for item in row[1:] if item.right > reach]
        if any(edges.isdisjoint((item.left, item.right)) for item in right_of):
            return True
        # where labels are wide the head below them may stand beside none of the columns
        is_wide = bool(figures) and len(row) > _MOST_LABELS
        if is_wide and not known.issuperset(_extents(row)):
            return True
    return False


def _end_before(
    rows: Mapping[int, Row],
    last: int,
    stop: int,
) -> int:
    """Where a table ends: rows without a figure are lines of one field, or none below the head of
    a table across, and a field alone is the title of what follows."""
    below = last + 1
    if below < stop and not rows[below]:
        return below + 1
    filled = [at for at in range(below, stop) if rows[at]]
    return filled[-2] + 1 if len(filled) > 1 else below


def _cut(
    text: str,
    measure: Measure,
) -> Row:
    fields = []
    width = measured = 0
    for match in _FIELD.finditer(text):
        left = width + measure(text[measured : match.start()])
        width = left + measure(match.group())
        measured = match.end()
        is_figure = _is_figure(match.group())
        field = _Field(
            match.start(),
            match.group(),
            left,
            width,
            is_figure,
        )
        fields.append(field)
    return fields


def _is_figure(text: str) -> bool:
    if read_number(text) is not None or is_blank(text):
        return True
    return _CODE.fullmatch(text) is not None


def _part_pushed(
    row: Row,
    measure: Measure,
) -> Row:
    """A row with the figure that ends a label apart from it."""
    parted = []
    for item in row:
        label, blank, figure = item.text.rpartition(" ")
        is_one = " " not in label and not _is_figure(label) and _is_figure(figure)
        if not blank or not is_one:
            parted.append(item)
            continue
        right = item.left + measure(label)
        first = item.first + len(label) + 1
        parted.append(_Field(item.first, label, item.left, right, is_figure=False))
        parted.append(_Field(first, figure, right + 1, item.right, True, is_pushed=True))
    return parted


# ---- its columns


class _Column(NamedTuple):
    """The places of a screen between which all stands that is in a column."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines of a table, their fields by rows, and its columns from left to right."""

    lines: Sequence[Line]
    rows: Sequence[Row]
    columns: Sequence[_Column]

    def places(self, item: _Field) -> list[int]:
        """The columns over or in which a field stands."""
        found = []
        for at, column in enumerate(self.columns):
            if item.overlaps(column):
                found.append(at)
        return found

    def figures(self) -> list[tuple[_Field, list[int]]]:
        """The figures with the columns in which they stand."""
        items = chain(*self.rows)
        figures = [item for item in items if item.is_figure]
        return [(item, self.places(item)) for item in figures]

    def first_of_figures(self) -> int:
        """The first column in which a figure stands; the second where none does."""
        return min([places[0] for _, places in self.figures()], default=1)

    def has_gaps(self) -> bool:
        """Whether a row with figures has none below a head."""
        first = self.first_of_figures()
        head: set[int] = set()
        goes_on = False
        for row in self.rows:
            places = [self.places(item) for item in row]
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
        there = {self.places(item)[0]: item for item in row}
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


def _read_table(
    lines: Sequence[Line],
    stretch: range,
) -> dict[int, _Table]:
    """The table that some lines show, by the measures in which they do."""
    own = [lines[at] for at in stretch]
    # an empty line is a row at the end alone: others part rows
    own = [line for line in own[:-1] if line.text.strip()] + own[-1:]
    if len(own) > _MOST_LINES:
        return {}
    tables = {}
    for number, measure in enumerate(measures()):
        rows = [_part_pushed(_cut(line.text, measure), measure) for line in own]
        columns = _find_columns(rows)
        table = _Table(own, rows, columns)
        if len(columns) >= _FEWEST_COLUMNS and _is_sound(table):
            tables[number] = table
    return tables


def _find_columns(rows: Sequence[Row]) -> list[_Column]:
    """The columns from left to right: what overlaps stands in one, but for texts over several."""
    lines = {_extents(row) for row in rows}
    extents = sorted(set(chain(*lines)))
    # each is held against each line: figures strewn about stand in no columns
    if len(extents) > _MOST_EXTENTS:
        return []
    columns: list[_Column] = []
    for left, right in extents:
        if any(_spans(left, right, line) for line in lines):
            continue
        if columns and left < columns[-1].right:
            last = columns.pop()
            columns.append(_Column(last.left, max(right, last.right)))
        else:
            columns.append(_Column(left, right))
    return columns


def _extents(row: Row) -> tuple[tuple[int, int], ...]:
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


# ---- what would make it no table, or one whose empty cells are not told


def _is_sound(table: _Table) -> bool:
    return _has_a_place_each(table) and all(test(table) for test in _TESTS)


def _has_a_place_each(table: _Table) -> bool:
    """Whether each field has a column, and no two of a row have the same."""
    for row in table.rows:
        places = [table.places(item) for item in row]
        if not all(places):
            return False
        if len({own[0] for own in places}) < len(places):
            return False
    return True


def _has_figures_apart(table: _Table) -> bool:
    """Whether no figure stands a single blank from other words, and none in two columns."""
    for item in chain(*table.rows):
        # a label that reaches to the figure behind it would hide it
        if item.is_figure:
            continue
        words = item.text.split()
        if len(words) > 1 and any(map(_is_figure, words)):
            return False
    return all(len(places) == 1 for _, places in table.figures())


def _has_labels_apart(table: _Table) -> bool:
    """Whether no label reaches below the heads in a row that has more than the label."""
    first = table.first_of_figures()
    # without words beside any figure all words are heads
    if not any(item.is_figure and not row[0].is_figure for row in table.rows for item in row):
        return True
    for row in table.rows:
        # what a label pushed hides nothing of the column into which it reaches
        if len(row) == 1 or any(item.is_pushed for item in row):
            continue
        for item in row:
            places = table.places(item)
            if places[0] < first <= places[-1]:
                return False
    return True


def _has_room_taken(table: _Table) -> bool:
    """Whether each figure that a label pushed had to give way: it is of the first column, which the
    label leaves no room."""
    first = table.first_of_figures()
    for row in table.rows:
        for label, item in pairwise(row):
            if not item.is_pushed:
                continue
            room = table.columns[first].left - label.right
            # with room for two blanks nobody pushed it: it may be a part of the label
            if table.places(item) != [first] or room > 1:
                return False
    return True


def _has_heads(table: _Table) -> bool:
    """Whether words stand above the first figure of each column."""
    headed: set[int] = set()
    for item in chain(*table.rows):
        places = table.places(item)
        if not item.is_figure:
            headed.update(places)
        elif places[0] not in headed:
            return False
    return True


def _has_labelled_rows(table: _Table) -> bool:
    """Whether words open each row of figures, or none."""
    opened = set()
    for row in table.rows:
        if any(item.is_figure for item in row):
            opened.add(row[0].is_figure)
    # the number of a page stands alone among the rows, and below some head
    return len(opened) <= 1


def _is_aligned(table: _Table) -> bool:
    """Whether all figures stand in the same way in their columns."""
    figures = table.figures()
    for side, most in _SIDES:
        off = []
        for item, places in figures:
            if item.is_pushed:
                continue
            column = table.columns[places[0]]
            own = side(item.left, item.right)
            off.append(abs(own - side(column.left, column.right)))
        if max(off, default=0) <= most:
            return True
    return False


def _is_not_of_tabs(table: _Table) -> bool:
    """Whether blanks set the fields, and not tabs that became blanks."""
    for row in table.rows:
        if any(item.left % _TAB for item in row[1:]):
            return True
    # figures below each head tell as much
    heads = set(range(table.first_of_figures(), len(table.columns)))
    for row in table.rows:
        there = {table.places(item)[0] for item in row if item.is_figure}
        if there == heads:
            return True
    return False


_TESTS = (
    _has_figures_apart,
    _has_labels_apart,
    _has_room_taken,
    _has_heads,
    _has_labelled_rows,
    _is_aligned,
    _is_not_of_tabs,
)
