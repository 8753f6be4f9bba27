"""Figures that can be read and yet be none of their cell: counts below zero, counts with a
fraction, thousands groups that may be two figures, brackets that may be a sign.

Each becomes ambiguous with what it may mean; nothing printed is lost.
"""

from __future__ import annotations

import re
from collections.abc import (
    Callable,
    Iterable,
    Sequence,
)
from dataclasses import dataclass, replace
from functools import cached_property

from gxkit.filling.cells.crowded import find_slid
from gxkit.forms import (
    Rule,
    Slot,
    Table,
    find_form,
)
from gxkit.report import (
    Number,
    Status,
    Value,
)
from gxkit.text import (
    MONEY,
    Listed,
    Sentence,
    distance,
    find_figures,
    fold,
    read_number,
)

_LARGE = 1000
# What the label of a column says that may be below zero (本年增/减).
_MAY_FALL = re.compile(r"[减降]")
_BLANK_INSIDE = re.compile(r"\d\s+\d")
_LONGEST_GROUP = 3

_FELL = Sentence(
    "件数印作负数或带小数，不是可信的件数，各列出可能的读法：{cells}。",
    "Printed below zero or with a fraction where a count is due, so that readings are listed: "
    "{cells}.",
)
_GROUPED = Sentence(
    "数字中有空格，可能是一个数，也可能是两个数，各列出可能的读法：{cells}。",
    "A blank stands inside a figure, which may be one number or two, so that readings are listed: "
    "{cells}.",
)
_SLID = Sentence(
    "同列一格有两个数字，邻近一格没有，其间数字可能印在了邻格，各列出可能的读法：{cells}。",
    "In their column a cell holds two figures and one near it none, so that figures may stand in "
    "the cells of their neighbours, and readings are listed: {cells}.",
)
_CELL = Sentence("{label}“{printed}”（{place}）", "{label} “{printed}” ({place})")


@dataclass(frozen=True)
class _Table:
    """A filled table: its form and its values."""

    table: Table
    values: Sequence[Value]

    @cached_property
    def numbers(self) -> dict[Slot, Number | None]:
        return {(value.row, value.column): value.value for value in self.values}

    def confirms(self, value: Value) -> bool:
        """Whether an identity that holds covers a value."""
        slot = (value.row, value.column)
        rules = [rule for rule in self.table.rules if rule.is_identity and slot in rule.cells]
        return any(map(self._holds, rules))

    def _holds(self, rule: Rule) -> bool:
        left, right = rule.sides(self.numbers.get)
        return left is not None and right is not None and rule.holds(left, right)

    @cached_property
    def writes_ungrouped(self) -> bool:
        """Whether a figure from a thousand on stands there without blanks."""
        large = filter(_is_large, self.values)
        return any(not _is_grouped(value) for value in large)

    @cached_property
    def writes_groups(self) -> bool:
        """Whether blanks part groups in a figure that could hardly be two."""
        grouped = filter(_is_grouped, self.values)
        return any(_first_group(value) < _LONGEST_GROUP for value in grouped)


def _is_large(value: Value) -> bool:
    return value.value is not None and distance(value.value, 0) >= _LARGE


def _is_grouped(value: Value) -> bool:
    """Whether blanks part the digits of a figure; not those of the line that it was cut from."""
    if not _BLANK_INSIDE.search(value.printed):
        return False
    found = read_number(value.printed)
    return found is not None and found.value == value.value


def _first_group(value: Value) -> int:
    """How many digits stand before the first blank."""
    first, *_ = value.printed.split()
    return len(first)


def _may_be_two(
    value: Value,
    table: _Table,
) -> tuple[Number, ...]:
    """104 101 is one number where the file groups so, or where the sums want it."""
    if not _is_grouped(value) or table.confirms(value):
        return ()
    looks_alike = _first_group(value) == _LONGEST_GROUP and not table.writes_groups
    if not looks_alike and not table.writes_ungrouped:
        return ()
    one = value.value
    parts = find_figures(" / ".join(value.printed.split()))
    return parts if one is None else (one, *parts)


def _may_fall(value: Value) -> bool:
    """Whether a figure may be below zero: its column says so, whichever edition its row is of."""
    table = find_form(value.edition).table(value.table)
    labels = [column.label for column in table.columns if column.id == value.column]
    return any(map(_MAY_FALL.search, labels))


def _may_be_negative(
    value: Value,
    table: _Table,
) -> tuple[Number, ...]:
    """（5） is 5 for a count, and -5 where books are kept."""
    number = value.value
    if number is None or not fold(value.printed).startswith("("):
        return ()
    if _may_fall(value) or value.unit in MONEY:
        return number, -number
    return ()


def _is_no_count(
    value: Value,
    table: _Table,
) -> tuple[Number, ...]:
    """-15 件 and 1.5 件: the sign or the point is a slip, or the figure another's."""
    number = value.value
    if number is None:
        return ()
    if number < 0 and not _may_fall(value):
        return (-number, number)
    is_broken = value.unit not in MONEY and number != int(number)
    return (number,) if is_broken else ()


_DOUBTS: tuple[tuple[Callable[[Value, _Table], tuple[Number, ...]], Sentence], ...] = (
    (_may_be_two, _GROUPED),
    (_may_be_negative, _FELL),
    (_is_no_count, _FELL),
)


Said = dict[Sentence, list[Sentence]]
"""remarks, and the cells of which they speak"""


def doubt_values(
    table: Table,
    values: Sequence[Value],
    said: Said,
) -> list[Value]:
    """The values of a table with those ambiguous that cannot be what they seem.

    What is to be said of them is added to `said`.
    """
    whole = _Table(table, values)
    doubted = list(values)
    for at, value in enumerate(values):
        # Nearly all figures are whole numbers without sign or blank.
        if value.value is None or value.printed.isdecimal():
            continue
        for ask, sentence in _DOUBTS:
            if readings := ask(value, whole):
                doubted[at] = _ambiguous(value, readings)
                said.setdefault(sentence, []).append(_name(value))
                break
    for at, candidates in find_slid(values):
        # One that is in doubt for what is printed in it stays so.
        if doubted[at] is values[at]:
            doubted[at] = _ambiguous(values[at], candidates)
            said.setdefault(_SLID, []).append(_name(values[at]))
    return doubted


def say_doubts(said: Said) -> tuple[Sentence, ...]:
    """One remark for each kind of doubt, with all its cells."""
    return tuple([sentence.fill(cells=_list(cells)) for sentence, cells in said.items()])


def _ambiguous(
    value: Value,
    readings: Iterable[Number | None],
) -> Value:
    candidates = tuple(dict.fromkeys(readings))
    return replace(value, value=None, status=Status.AMBIGUOUS, candidates=candidates)


def _name(value: Value) -> Sentence:
    return _CELL.fill(label=value.label, printed=value.printed, place=value.where)


def _list(cells: Sequence[Sentence]) -> Listed:
    return Listed(tuple(cells), "；", "; ")
