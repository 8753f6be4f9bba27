"""The lines of a head in running text: which columns they name, in which order, how surely.

A head of several lines is no order of columns: 自然人 and 总计 stand on one line, the organisations
between them on the next. It is laid out by tabs or character columns where the text keeps them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from gxkit.document import Cell, Line, Where
from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.heads.headers import Theme, say
from gxkit.filling.tape import Tape

Order = tuple[str, ...]
# First and past-the-last character column.
Extent = tuple[int, int]
# Fewer labels in a line may be words of a sentence, fewer lines stand in columns by chance.
_FEWEST_LABELS = 2
_FEWEST_LINES = 3


class Printed(Enum):
    """How a head in text prints the order of its columns."""

    LAID = "laid"
    """each label stands over its figures"""
    IN_A_ROW = "in a row"
    """all labels follow each other in one line"""
    TORN = "torn"
    """over several lines, of which the order is made"""


class _Item(NamedTuple):
    """A label of a head: the column it names ('' for a group's), its text, line and places.

    `start` and `end` are those on the tape, `first` and `stop` its characters in the line.
    """

    column: str
    label: str
    line: Line | Cell
    start: int
    end: int
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class TextHead:
    """The labels above a table in text."""

    items: Sequence[_Item]

    @property
    def where(self) -> Where:
        return self.items[0].line.where

    @property
    def names(self) -> Order:
        return tuple(item.column for item in self.items if item.column)


def find_head(
    tape: Tape,
    words: Lexicon,
    start: int,
) -> TextHead:
    """The labels of the head that are printed shortly before a place."""
    low = max(0, start - weights.IN_USE.head)
    items = []
    home = tape.token_at(start).block
    for match in words.landmarks.finditer(tape.text, low, start):
        token = tape.token_at(match.start())
        saying = say(match.group(), words)
        is_group = match.group() in words.headers
        # In the table's own grid it is a figure's, or a head that says what stands below it.
        is_above = isinstance(token.source, Line) or token.block != home
        if (saying.column or is_group) and is_above:
            place = (*match.span(), token.first, token.stop)
            items.append(_Item(saying.column, match.group(), token.source, *place))
    # A label may stand above in a sentence, too: the nearest one is the head's.
    last = {item.column: item for item in items}
    items = [item for item in items if not item.column or last[item.column] is item]
    return TextHead(items)


def find_strange(
    tape: Tape,
    words: Lexicon,
    head: TextHead,
) -> Iterator[str]:
    """The words of a head's lines that are no label of the form, not even a part of one."""
    first_column = words.table.columns[0].id
    for line, group in groupby(head.items, key=lambda item: item.line):
        own = list(group)
        labels = [item for item in own if item.column]
        # A line with one label may be a sentence.
        if len(labels) < _FEWEST_LABELS:
            continue
        begins = labels[0].column == first_column
        at = tape.index_at(own[0].start)
        while at and tape.tokens[at - 1].source is line:
            at -= 1
        while at < len(tape.tokens) and tape.tokens[at].source is line:
            token = tape.tokens[at]
            at += 1
            # What stands before the first column is over the labels.
            if begins and token.start < own[0].start:
                continue
            is_torn = words.vocabulary.issuperset(HAN.findall(token.text))
            if not is_torn and say(token.text, words).theme is Theme.STRANGE:
                yield token.text


# Their order


def find_order(
    head: TextHead,
    entries: Sequence[Entry],
    form: Order,
    covering: str,
) -> tuple[Order, Printed] | None:
    """The order in which a head names the columns, and how it is printed; None if untold.

    `covering` stands over all columns, as 申请人情况 does.
    """
    is_as_form = head.names == form
    # Over whatever columns the labels of one line stand, they follow each other as the line has it.
    if is_as_form and len({id(item.line) for item in head.items}) == 1:
        return form, Printed.IN_A_ROW
    if laid := _laid_out(head, entries):
        return laid, Printed.LAID
    if is_as_form:
        return form, Printed.TORN
    rows = _rows_of(head)
    if len(rows) > 1:
        order = _opened(rows, form)
        return (order, Printed.TORN) if order else None
    row = [item for item in rows[0] if item.label != covering]
    inner = group_at_end(head.names, form)
    if all(item.column for item in row):
        # 自然人 总计 商业企业 … may be a head of two rows that a text ran together.
        return head.names, Printed.TORN if inner else Printed.IN_A_ROW
    parted = [row[:-inner], row[-inner:]] if inner else [row]
    order = _opened(parted, form)
    return (order, Printed.TORN) if order else None


def _opened(
    rows: Sequence[Sequence[_Item]],
    form: Order,
) -> Order | None:
    return open_out(list(map(_columns_of, rows)), form)


def _columns_of(row: Sequence[_Item]) -> Order:
    return tuple([item.column for item in row])


def _rows_of(head: TextHead) -> list[list[_Item]]:
    """The labels line by line; where each has a line of its own they are one row."""
    rows = [list(group) for _, group in groupby(head.items, key=lambda item: id(item.line))]
    if all(len(row) == 1 for row in rows):
        return [list(head.items)]
    return rows


def group_at_end(
    names: Order,
    form: Order,
) -> int:
    """How many columns at the end are a group's, where a head of two rows is read row by row.

    They stand together in the form and others around them; 0 where there are none such.
    """
    ranks = [form.index(name) for name in names]
    for at in range(1, len(ranks)):
        upper, inner = ranks[:at], ranks[at:]
        together = sorted(inner) == list(range(min(inner), max(inner) + 1))
        if together and min(upper) < min(inner) and max(upper) > max(inner):
            return len(inner)
    return 0


def open_out(
    rows: Sequence[Order],
    form: Order,
) -> Order | None:
    """The columns of some rows from left to right: below a group's label are those of later rows.

    A group's label is ''. None for two groups in a row: nobody knows which columns belong to
    which.
    """
    if not rows:
        return ()
    row, later = rows[0], rows[1:]
    below = open_out(later, form)
    groups = row.count("")
    if below is None or groups > 1:
        return None
    if not groups:
        return _set_in(row, below, form)
    opened: list[str] = []
    for column in row:
        opened += [column] if column else below
    return tuple(opened)


def _set_in(
    upper: Order,
    inner: Order,
    form: Order,
) -> Order:
    """The columns of a row and those of later rows, whose group's label stands elsewhere.

    The group is taken to stand where the form has it, if the row keeps the form's order.
    """
    ranks = [form.index(name) for name in upper]
    if not inner or ranks != sorted(ranks):
        return (*upper, *inner)
    first = min(map(form.index, inner))
    above = tuple([name for name in upper if form.index(name) < first])
    return (*above, *inner, *upper[len(above) :])


def _laid_out(
    head: TextHead,
    entries: Sequence[Entry],
) -> Order | None:
    """The labels by the places in which the figures stand: columns of characters, or tabs."""
    lines = [entry.figures for entry in entries if _is_full_line(entry)]
    # Two lines stand in columns by chance.
    if len(lines) < _FEWEST_LINES:
        return None
    labels = [item for item in head.items if item.column]
    places = _tabs_of(lines)
    if places:
        found = {places.get(_tabs_before(item), -1): item.column for item in labels}
    elif extents := _extents(lines):
        found = {_nearest(_extent_of(item), extents): item.column for item in labels}
    else:
        return None
    # Two labels over one column, or one over none: the lines of the head are laid out otherwise.
    if sorted(found) != list(range(len(labels))):
        return None
    return tuple(found[at] for at in sorted(found))


def _is_full_line(entry: Entry) -> bool:
    """Whether its figures are as many as its cells, and stand in one line."""
    lines = {id(item.token.source) for item in entry.figures}
    return len(entry.figures) == len(entry.slots) and len(lines) == 1


def _extents(lines: Sequence[Sequence[Field]]) -> list[Extent]:
    """The columns of characters that the figures of full lines take; [] where they overlap."""
    made = []
    texts = {figures[0].token.source.text for figures in lines}
    # A tab is as wide as the program makes it.
    if any("\t" in text for text in texts):
        return []
    reached = {text: _widths_to(text) for text in texts}
    for column in zip(*lines, strict=True):
        starts, ends = [], []
        for item in column:
            widths = reached[item.token.source.text]
            starts.append(widths[item.token.first])
            ends.append(widths[item.token.stop])
        made.append((min(starts), max(ends)))
    apart = all(one[1] < other[0] for one, other in pairwise(made))
    return made if apart else []


def _tabs_of(lines: Sequence[Sequence[Field]]) -> dict[int, int]:
    """For each figure of full lines the tabs before it, and which it is; {} where they differ."""
    found = set()
    for figures in lines:
        found.add(tuple([item.tabs for item in figures]))
    tabs = found.pop()
    if found or len(set(tabs)) < len(tabs):
        return {}
    return {tab: at for at, tab in enumerate(tabs)}


def _tabs_before(item: _Item) -> int:
    return item.line.text.count(
        "\t",
        0,
        item.first,
    )


def _extent_of(item: _Item) -> Extent:
    text = item.line.text
    return width_of(text[: item.first]), width_of(text[: item.stop])


def _nearest(
    extent: Extent,
    places: Sequence[Extent],
) -> int:
    """The column that a label shares most characters with, or stands nearest to."""
    start, end = extent
    overlaps = [min(end, high) - max(start, low) for low, high in places]
    return overlaps.index(max(overlaps))


class _Widths(dict[str, int]):
    """How many columns each character takes; each is looked up in Unicode's table once."""

    def __missing__(self, sign: str) -> int:
        width = 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        self[sign] = width
        return width


_WIDTHS = _Widths()


def _widths_to(text: str) -> list[int]:
    """For each place in a text how many columns of characters stand before it."""
    return list(accumulate(map(_WIDTHS.__getitem__, text), initial=0))


def width_of(text: str) -> int:
    """How many columns of characters a text takes: two for a Chinese one."""
    return sum(map(_WIDTHS.__getitem__, text))
