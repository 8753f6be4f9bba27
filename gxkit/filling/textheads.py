"""The head of a table in running text: in which order its lines name the columns, and how surely.

A head of several lines is no order of columns: 自然人 and 总计 stand on one line, the organisations
between them on the next. It is laid out by character columns where the text keeps them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, pairwise
from typing import NamedTuple

from gxkit.document import Line, Where
from gxkit.filling import headwords, weights
from gxkit.filling.columns import Columned, count_sums, turn
from gxkit.filling.entries import Entry
from gxkit.filling.headers import Theme, say
from gxkit.filling.lexicon import HAN, Lexicon
from gxkit.filling.tape import Tape

Order = tuple[str, ...]
# First and past-the-last character column.
Extent = tuple[int, int]
# Fewer labels in a line may be words of a sentence, fewer lines stand in columns by chance.
_FEWEST_LABELS = 2
_FEWEST_LINES = 3
_YEAR_DIGITS = 4


class Printed(Enum):
    """How a head in text prints the order of its columns."""

    LAID = "laid"
    """each label stands over its figures"""
    IN_A_ROW = "in a row"
    """all labels follow each other in one line"""
    TORN = "torn"
    """over several lines, of which the order is made"""


class _Item(NamedTuple):
    """A label of a head: the column it names ('' for a group's), its line, its places.

    `start` and `end` are those on the tape, `first` and `stop` its characters in the line.
    """

    column: str
    line: Line
    start: int
    end: int
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class _TextHead:
    """The labels above a table in text, and words among them that are no label of the form."""

    items: Sequence[_Item]
    strange: Sequence[str]

    @property
    def where(self) -> Where:
        return self.items[0].line.where

    @property
    def names(self) -> Order:
        return tuple(item.column for item in self.items if item.column)


def name_text_columns(
    entries: Sequence[Entry],
    tape: Tape,
    words: Lexicon,
    start: int,
) -> Columned:
    """The entries of a text with their cells in the order of the head above them.

    An order that differs from the form's is taken if it is laid out or printed in a row, and no sum
    speaks against it; if it is made from several lines, only if the sums speak for it.
    """
    as_form = Columned(tuple(entries))
    form = tuple(column.id for column in words.table.columns)
    # Rows with other columns than the head names would be put in a wrong order.
    if any(len(slots) != len(form) for slots in words.slots):
        return as_form
    head = _find_head(tape, words, start)
    if sorted(head.names) != sorted(form):
        return _doubt_strange(as_form, head, form, words)
    order, printed = _find_order(head, entries, form)
    if order == form:
        return as_form
    places = {column: (at, 1, 0) for at, column in enumerate(order)}
    turned = [turn(replace(entry, header=places)) for entry in entries]
    rules = words.table.rules
    more = count_sums(turned, rules) - count_sums(entries, rules)
    if more > 0 or (more == 0 and printed is not Printed.TORN):
        told = headwords.tell(headwords.OWN_ORDER, words.table, head.where)
        return Columned(tuple(turned), remarks=(told,))
    # Lines of which an order was made are a poor witness against the sums.
    if printed is Printed.TORN and more < 0:
        return as_form
    told = headwords.tell(headwords.DENIED, words.table, head.where)
    return Columned(tuple(turned), tuple(entries), remarks=(told,))


def _doubt_strange(
    named: Columned,
    head: _TextHead,
    form: Order,
    words: Lexicon,
) -> Columned:
    """With the columns in doubt that stand in a head under words that are none of the form's."""
    missing = [column for column in form if column not in head.names]
    known = len(form) - len(missing)
    # A few labels of many may be the words of a sentence.
    if not head.strange or not missing or 2 * known < len(form):
        return named
    doubted = missing if len(missing) == len(head.strange) else form
    strange = [headwords.STRANGE.fill(label=label) for label in head.strange]
    told = [headwords.tell(remark, words.table, head.where) for remark in strange]
    return replace(named, doubted=frozenset(doubted), remarks=tuple(told))


# The lines of a head


def _find_head(
    tape: Tape,
    words: Lexicon,
    start: int,
) -> _TextHead:
    """The labels of the head that are printed shortly before a place."""
    low = max(0, start - weights.IN_USE.head)
    items = []
    for match in words.landmarks.finditer(tape.text, low, start):
        token = tape.token_at(match.start())
        saying = say(match.group(), words)
        is_label = saying.column or match.group() in words.heads
        if is_label and isinstance(token.source, Line):
            place = (*match.span(), token.first, token.stop)
            items.append(_Item(saying.column, token.source, *place))
    # A label may stand above in a sentence, too: the nearest one is the head's.
    last = {item.column: item for item in items}
    items = [item for item in items if not item.column or last[item.column] is item]
    return _TextHead(items, tuple(_strange(tape, words, items)))


def _strange(
    tape: Tape,
    words: Lexicon,
    items: Sequence[_Item],
) -> Iterator[str]:
    """The words of a head's lines that are no label of the form, not even a part of one."""
    first_column = words.table.columns[0].id
    for line, group in groupby(items, key=lambda item: item.line):
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


def _find_order(
    head: _TextHead,
    entries: Sequence[Entry],
    form: Order,
) -> tuple[Order, Printed]:
    """The order in which a head names the columns, and how it is printed."""
    if laid := _laid_out(head, entries):
        return laid, Printed.LAID
    if _is_forms(head, form):
        return form, Printed.TORN
    labels = [item for item in head.items if item.column]
    gaps = [other.start - one.end for one, other in pairwise(labels)]
    lines = {id(item.line) for item in labels}
    # Between two labels of years stand the digits of the second.
    if len(lines) == 1 and max(gaps) <= _YEAR_DIGITS:
        return head.names, Printed.IN_A_ROW
    return _opened_out(head), Printed.TORN


def _is_forms(head: _TextHead, form: Order) -> bool:
    """Whether the labels stand in the form's order, or as its head of two rows is read.

    Then come the columns that stand alone, 自然人 first, and after them those of the group.
    """
    ranks = [form.index(name) for name in head.names]
    if ranks == sorted(ranks):
        return True
    falls = [at for at, (one, other) in enumerate(pairwise(ranks), 1) if other < one]
    if len(falls) > 1 or ranks[0] != 0:
        return False
    inner = ranks[falls[0] :]
    if inner != list(range(inner[0], inner[-1] + 1)):
        return False
    # Where the group's label stands in the line of the first column, it stands behind it.
    labels = [item for item in head.items if item.column]
    first, last = labels[0], labels[falls[0] - 1]
    groups = [item for item in head.items if not item.column]
    before = any(item.line is first.line and item.start < first.start for item in groups)
    between = any(first.start < item.start < last.start for item in groups)
    return between or not before


def _opened_out(head: _TextHead) -> Order:
    """The order of the columns where the labels of later lines stand below a group's label."""
    rows = [list(group) for _, group in groupby(head.items, key=lambda item: item.line)]
    for number, row in enumerate(rows):
        groups = [item for item in row if not item.column]
        # Below two groups nobody knows which label belongs to which.
        if len(groups) != 1 or len(row) == 1:
            continue
        below = [item.column for later in rows[number + 1 :] for item in later if item.column]
        above = [item.column for early in rows[:number] for item in early if item.column]
        opened: list[str] = []
        for item in row:
            opened += [item.column] if item.column else below
        return (*above, *opened)
    return head.names


def _laid_out(head: _TextHead, entries: Sequence[Entry]) -> Order | None:
    """The labels by the columns of characters in which the figures stand, if they stand in any."""
    places = _extents(entries)
    if not places:
        return None
    found: dict[int, str] = {}
    for item in head.items:
        if not item.column:
            continue
        at = _nearest(_extent_of(item), places)
        # Two labels over one column: the lines of the head are laid out otherwise.
        if at in found:
            return None
        found[at] = item.column
    return tuple(found[at] for at in sorted(found))


def _extents(entries: Sequence[Entry]) -> list[Extent]:
    """The columns of characters that the figures of full lines take; [] where they overlap."""
    rows = []
    for entry in entries:
        lines = {id(item.token.source) for item in entry.figures}
        if len(entry.figures) == len(entry.slots) and len(lines) == 1:
            rows.append(entry.figures)
    # Two lines stand in columns by chance.
    if len(rows) < _FEWEST_LINES:
        return []
    made = []
    for column in zip(*rows, strict=True):
        tokens = [item.token for item in column]
        texts = [(token.source.text, token.first, token.stop) for token in tokens]
        # A tab is as wide as the program makes it.
        if any("\t" in text[:first] for text, first, _ in texts):
            return []
        starts = [width_of(text[:first]) for text, first, _ in texts]
        ends = [width_of(text[:stop]) for text, _, stop in texts]
        made.append((min(starts), max(ends)))
    apart = all(one[1] < other[0] for one, other in pairwise(made))
    return made if apart else []


def _extent_of(item: _Item) -> Extent:
    text = item.line.text
    return width_of(text[: item.first]), width_of(text[: item.stop])


def _nearest(extent: Extent, places: Sequence[Extent]) -> int:
    """The column that a label shares most characters with, or stands nearest to."""
    start, end = extent
    overlaps = [min(end, high) - max(start, low) for low, high in places]
    return overlaps.index(max(overlaps))


def width_of(text: str) -> int:
    """How many columns of characters a text takes: two for a Chinese one."""
    wide = [sign for sign in text if unicodedata.east_asian_width(sign) in "WF"]
    return len(text) + len(wide)
