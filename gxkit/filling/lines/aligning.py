"""The ways to lay a row that does not line up with its head into the cells of the form.

The sum inside the row may choose one; where it does not, each is a candidate.
"""

from __future__ import annotations

from collections.abc import (
    Iterator,
    Sequence,
)
from itertools import combinations
from math import comb

from gxkit.filling import weights
from gxkit.filling.cells.entries import (
    UNDECIDED,
    Entry,
    Numbers,
    Placement,
    lies_under,
)
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.joined import adds_up
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.heads.headers import Span
from gxkit.filling.lines.borders import Answer, Fields
from gxkit.filling.lines.slipped import Row, row_of
from gxkit.filling.ways import Declined, Reason
from gxkit.forms import Rule

Rules = Sequence[Rule]

# The way of entries that do not line up, until the rules answer.
SLIPPED = "slipped"
_LEGIBLE = frozenset((Kind.NUMBER, Kind.MARK))
# The label of a group and that of its part may be lost from the same row.
_MOST_LOST = 2
# Rows with figures for each one without a total, from which on that one is odd.
_WITH_TOTAL = 6
# A figure and its total.
_FEWEST_FIGURES = 2


def line_up(
    entry: Entry,
    rules: Rules,
) -> Answer:
    """The one way to line up a row that its sum allows; all ways where that does not tell."""
    if entry.way != SLIPPED:
        return Declined(Reason.LINED_UP)
    row = row_of(entry)
    # What is no number can be no part of a sum.
    is_legible = all(figure.kind in _LEGIBLE for figure in entry.figures)
    if row is None or not is_legible:
        return UNDECIDED
    ways = list(_ways_of(row))
    fitting = _fitting(ways, entry, rules)
    is_whole = row.surplus >= 0
    # A cell that is lost may have held any figure, also one with which another way adds up.
    if not is_whole:
        told = dict.fromkeys(map(_numbers, (*fitting, *ways)))
        return Placement(possible=tuple(told), complete=False)
    told = dict.fromkeys(map(_numbers, fitting or ways))
    if fitting and len(told) == 1:
        fields = fitting[0]
        spare = _left_out(fields, entry)
        return Placement(fields, spare=spare)
    return Placement(
        possible=tuple(told),
        complete=bool(fitting),
        before=len(told),
    )


def _fitting(
    ways: Sequence[Fields],
    entry: Entry,
    rules: Rules,
) -> list[Fields]:
    """The ways that add up."""
    if any(figure.number for figure in entry.figures):
        return [way for way in ways if _holds(way, entry, rules)]
    # Zeros add up in any order: what leaves none of them out is the row's.
    return [way for way in ways if not _left_out(way, entry)]


def _ways_of(row: Row) -> Iterator[Fields]:
    """The ways to lay the cells of a row into those of the form, without changing their order.

    Too few have blanks put between them, of too many those go that are empty; what stands under
    the head is one more.
    """
    if row.surplus < 0:
        yield from _with_blanks(row)
    else:
        yield from _without_blanks(row)
    if head := row.entry.head():
        columns = [column for _, column in row.entry.slots]
        yield tuple([_under(row, head[column]) for column in columns])


def _with_blanks(row: Row) -> Iterator[Fields]:
    count = len(row.cells)
    if comb(row.size, count) > weights.IN_USE.most_alignments:
        return
    yield from _spread(row.cells, row.size)


def _spread(fields: Sequence[Field | None], size: int) -> Iterator[Fields]:
    """The ways to put fields into more places, in their order."""
    for places in combinations(range(size), len(fields)):
        there = dict(zip(places, fields, strict=True))
        yield tuple([there.get(at) for at in range(size)])


def _without_blanks(row: Row) -> Iterator[Fields]:
    cells = row.cells
    empty = [at for at, item in enumerate(cells) if item.kind is Kind.EMPTY]
    if comb(len(empty), row.surplus) > weights.IN_USE.most_alignments:
        return
    for gone in combinations(empty, row.surplus):
        yield tuple([item for at, item in enumerate(cells) if at not in gone])


def _under(
    row: Row,
    span: Span,
) -> Field | None:
    under = [item for item in row.cells if lies_under(item, span)]
    figures = [item for item in under if item.is_figure]
    return next(iter(figures or under), None)


def _numbers(way: Fields) -> Numbers:
    return tuple([item.number if item else None for item in way])


def _holds(
    way: Fields,
    entry: Entry,
    rules: Rules,
) -> bool:
    """Whether a way adds up, a blank counted as nothing."""
    numbers = [number or 0 for number in _numbers(way)]
    return adds_up(numbers, entry.slots, rules)


def _left_out(
    way: Fields,
    entry: Entry,
) -> tuple[Field, ...]:
    used = {id(item) for item in way}
    return tuple([figure for figure in entry.figures if id(figure) not in used])


def move_back(
    entry: Entry,
    rules: Rules,
) -> Placement | None:
    """All ways to read a placed row whose total is blank and that adds up a place or two to the
    right.

    A cell that is lost from a row that was filled up at its end leaves no other trace. The row as
    it stands is one of the ways, for a total may be forgotten. None for all other rows.
    """
    fields = entry.placement.fields
    if fields is None or len(entry.figures) < _FEWEST_FIGURES:
        return None
    *others, last = fields
    # Nearly all rows have a total.
    if not others or (last and last.kind is not Kind.EMPTY):
        return None
    if whole := _whole_row(entry, fields, rules):
        return whole
    lost = _count_lost(fields, entry, rules)
    if not lost:
        return None
    rest = fields[: len(fields) - lost]
    ways = _spread(rest, len(fields))
    fitting = [way for way in ways if _holds(way, entry, rules)]
    told = dict.fromkeys(map(_numbers, (*fitting, fields)))
    return Placement(possible=tuple(told), before=len(told))


def doubt_moved(
    entries: Sequence[Entry],
    rules: Rules,
) -> list[Entry]:
    """The entries, with those in doubt that begin blank and have no total where the others have.

    A row that was filled up at its beginning stands a place to the right, and its total fell off.
    """
    if not rules:
        return list(entries)
    filled = [entry for entry in entries if _has_number(entry)]
    without = [entry for entry in filled if _lacks_total(entry, rules)]
    # A table that leaves its totals blank has them blank in most rows.
    if not without or len(filled) < _WITH_TOTAL * len(without):
        return list(entries)
    moved = {id(entry) for entry in without if _may_have_moved(entry)}
    return [_either_way(entry) if id(entry) in moved else entry for entry in entries]


def _has_number(entry: Entry) -> bool:
    return len(entry.slots) > 1 and any(figure.number for figure in entry.figures)


def _lacks_total(
    entry: Entry,
    rules: Rules,
) -> bool:
    """Whether the last cell of a placed row is blank, and is the sum of all others."""
    fields = entry.placement.fields
    if not fields or (fields[-1] and fields[-1].kind is not Kind.EMPTY):
        return False
    slots = set(entry.slots)
    for rule in rules:
        if rule.is_identity and rule.right == (entry.slots[-1],) and slots == set(rule.cells):
            return True
    return False


def _may_have_moved(entry: Entry) -> bool:
    first = (entry.placement.fields or (None,))[0]
    # between the rules of a page nothing fills a row up: its blanks are where they are drawn
    is_drawn = entry.in_grid and entry.label.box is not None
    return not is_drawn and (first is None or first.kind is Kind.EMPTY)


def _either_way(entry: Entry) -> Entry:
    """The entry as it stands, and a place further to the left."""
    fields = entry.placement.fields or ()
    ways = (_numbers(fields), _numbers((*fields[1:], None)))
    placement = Placement(possible=ways, before=len(ways), complete=False)
    return entry.placed(placement, SLIPPED, entry.declined)


def _whole_row(entry: Entry, fields: Fields, rules: Rules) -> Placement | None:
    """The figures of a row as they follow each other, where there is one for each column, some
    stand left of the head, and together they add up; None where not.

    Of a table that was cut the rows have lost the cell that spans their group, and all stand a
    place or two to the left of their head.
    """
    whole = entry.figures
    if len(whole) != len(fields) or not _left_out(fields, entry):
        return None
    # Zeros add up in any order: what leaves none of them out is the row's.
    if any(figure.number for figure in whole) and not _holds(whole, entry, rules):
        return None
    return Placement(whole)


def _count_lost(fields: Fields, entry: Entry, rules: Rules) -> int:
    """How many places to the right a row adds up whose last cells are blank; 0 where at none."""
    for lost in range(1, _MOST_LOST + 1):
        last = fields[-lost]
        if last and last.kind is not Kind.EMPTY:
            return 0
        moved = (*[None] * lost, *fields[:-lost])
        if _holds(moved, entry, rules):
            return lost
    return 0
