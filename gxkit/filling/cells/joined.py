"""Figures run together without a separator: which splits does the arithmetic of the form allow?

A part has no superfluous leading zero; signs among the figures (`161--`) stand for empty cells. A
row's splits must satisfy the rules inside the row; then the rules across rows are asked of the
whole table together. One survivor is a value, several are candidates, none is a finding.
"""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate, combinations
from typing import NamedTuple

from gxkit.filling import weights
from gxkit.filling.cells.entries import Numbers
from gxkit.forms import Rule, Slot
from gxkit.report import Number
from gxkit.text import BLANK_SIGN, BLANK_SIGNS
from gxkit.text.printed import MOST_DIGITS

_PART = re.compile(rf"(?:0|[1-9]\d*)(?:\.\d+)?$|--$|{BLANK_SIGN}$")
# Where no sum is asked a dash may be a figure's sign; for an empty cell two may be a long one.
_SIGNED_PART = re.compile(_PART.pattern + r"|-[1-9]\d*$")
_INSIDE_FRACTION = re.compile(r"\.\d+$")
_LONGEST = 2 * MOST_DIGITS
"""letters of a figure with its fraction"""


class _Clause(NamedTuple):
    """A rule inside one line, as positions of its cells; `first`, `right_first` are the lowest."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    equal: bool
    first: int
    right_first: int

    def holds(self, line: Numbers) -> bool:
        """Whether a whole line satisfies the rule; a blank cell never does."""
        left = _sum_at(self.left, line)
        right = _sum_at(self.right, line)
        if left is None or right is None:
            return False
        return left == right if self.equal else left <= right


def _sum_at(
    positions: Iterable[int],
    line: Numbers,
) -> Number | None:
    """The sum of some cells of a line; None if one is blank."""
    total: Number = 0
    for position in positions:
        number = line[position]
        # What a blank cell holds is not known, so that no sum is.
        if number is None:
            return None
        total += number
    return total


_known_clauses: dict[tuple[int, tuple[Slot, ...]], tuple[object, tuple[_Clause, ...]]] = {}
"""by the rules of a table and the slots of a line; the rules are kept, so that no others get their
place"""
_MOST_KNOWN = 4096  # the lines of all editions are some hundreds


def _clauses(
    rules: Sequence[Rule],
    slots: Sequence[Slot],
) -> tuple[_Clause, ...]:
    """The hard rules that speak of the cells of one line only; of each line they are asked for
    several times."""
    key = id(rules), tuple(slots)
    known = _known_clauses.get(key)
    if known is None:
        if len(_known_clauses) >= _MOST_KNOWN:
            _known_clauses.clear()
        known = _known_clauses[key] = rules, tuple(_find_clauses(rules, slots))
    return known[1]


def _find_clauses(
    rules: Iterable[Rule],
    slots: Sequence[Slot],
) -> Iterator[_Clause]:
    places = {slot: at for at, slot in enumerate(slots)}
    for rule in rules:
        # Most rules speak of a column: their first cell tells that they are none of the line's.
        if rule.soft or rule.left[0] not in places:
            continue
        # A rule across lines is asked later, of all lines together.
        if not places.keys() >= set(rule.cells):
            continue
        left = tuple([places[slot] for slot in rule.left])
        right = tuple([places[slot] for slot in rule.right])
        is_equal = rule.relation == "equal"
        first = min(left + right)
        yield _Clause(left, right, is_equal, first, min(right))


def has_sum(
    slots: Sequence[Slot],
    rules: Sequence[Rule],
) -> bool:
    """Whether a rule inside the line says that some of its cells add up to another."""
    return any(clause.equal for clause in _clauses(rules, slots))


def adds_up(
    numbers: Sequence[Number | None],
    slots: Sequence[Slot],
    rules: Sequence[Rule],
) -> bool:
    """Whether figures that are not all zero satisfy the sums inside their line."""
    if not any(numbers):
        return False
    sums = [clause for clause in _clauses(rules, slots) if clause.equal]
    return bool(sums) and all(clause.holds(tuple(numbers)) for clause in sums)


@cache
def _power(exponent: int) -> int:
    return int(10**exponent)


@cache
def _least(letters: int, cells: int) -> int:
    """The smallest sum of so many digits in so many cells: spread evenly, a lone digit may be 0."""
    length, longer = divmod(letters, cells)
    shortest = _power(length - 1) if length > 1 else 0
    return longer * _power(length) + (cells - longer) * shortest


@cache
def _most(letters: int, cells: int) -> int:
    """The largest sum of so many digits in so many cells: nearly all of them in one."""
    return _power(letters - cells + 1) - 1 + 9 * (cells - 1)


def _number(part: str) -> Number | None:
    if part[-1] in BLANK_SIGNS:
        return None
    return Decimal(part) if "." in part else int(part)


class _Splitting:
    """The search for all ways to cut pieces into one figure for each slot.

    The line is read from its end, where the totals stand, so that a sum too large is given up
    early. Both sums of each clause are kept as far as the line has been read.
    """

    def __init__(
        self,
        pieces: Sequence[str],
        slots: Sequence[Slot],
        rules: Sequence[Rule],
    ) -> None:
        self.pieces = pieces
        self.size = len(slots)
        self.before = [0, *accumulate(map(len, pieces))]
        self.clauses = _clauses(rules, slots)
        self.sums: list[list[Number]] = [[0, 0] for _ in self.clauses]
        self.sides = self._sides()
        self.line: list[Number | None] = [None] * self.size
        self.found: list[Numbers] = []
        self.steps = 0
        self.most_steps = weights.IN_USE.most_steps
        self.most_found = weights.IN_USE.most_readings
        self.part = _PART if self.clauses else _SIGNED_PART

    def _sides(self) -> list[list[tuple[int, int]]]:
        """For each position the clauses, and the side of each, whose sum it belongs to."""
        sides: list[list[tuple[int, int]]] = [[] for _ in range(self.size)]
        for number, clause in enumerate(self.clauses):
            for side, positions in enumerate((clause.left, clause.right)):
                for position in positions:
                    sides[position].append((number, side))
        return sides

    def _is_one_sum(self) -> bool:
        """Whether the last cell is the sum of all others and nothing but digits stands there.

        Then the digits still unread tell how large or small the rest of the sum can be.
        """
        if len(self.clauses) != 1:
            return False
        clause = self.clauses[0]
        last = self.size - 1
        # Where the total stands elsewhere nothing is known before the last cell.
        is_total = clause.equal and clause.right == (last,)
        if not is_total or len(clause.left) != last:
            return False
        return all(piece.isdecimal() for piece in self.pieces)

    def run(self) -> bool:
        """Search; False where a limit ended it."""
        if not self.pieces:
            return True
        last = len(self.pieces) - 1
        end = len(self.pieces[last])
        if self._is_one_sum():
            return self._fill_sum(self.size - 1, last, end, None)
        return self._fill(self.size - 1, last, end)

    def _goes_on(self, piece: int, end: int) -> bool:
        """Keep a whole line if all letters are read; False where there are enough."""
        if piece == 0 and end == 0:
            self.found.append(tuple(self.line))
        return len(self.found) < self.most_found

    def _starts(
        self,
        position: int,
        piece: int,
        end: int,
    ) -> range:
        """Where the part of a piece may begin that fills a cell and ends at `end`, shortest first.

        Every piece holds at least one cell, every cell at least one letter.
        """
        before = self.before[piece]
        # Too few cells for the pieces still to come, or too few letters for the cells.
        if not piece <= position < before + end:
            return range(0)
        first = max(0, position - before)
        return range(end - 1, first - 1, -1)

    def _fill(
        self,
        position: int,
        piece: int,
        end: int,
    ) -> bool:
        """Fill the cells up to a position from the pieces up to `end` of one; False: stop."""
        if position < 0:
            return self._goes_on(piece, end)
        if end == 0 and piece > 0:
            piece -= 1
            end = len(self.pieces[piece])
        text = self.pieces[piece]
        for start in self._starts(position, piece, end):
            self.steps += 1
            if self.steps > self.most_steps:
                return False
            if not self._is_part(text, start, end):
                continue
            number = _number(text[start:end])
            self._put(position, number, 1)
            allowed, may_be_longer = self._judge(position)
            goes_on = not allowed or self._fill(position - 1, piece, start)
            self._put(position, number, -1)
            if not goes_on:
                return False
            if not may_be_longer:
                break
        return True

    def _is_part(
        self,
        text: str,
        start: int,
        end: int,
    ) -> bool:
        """Whether letters of a piece may be a figure, and no fraction is cut where they begin."""
        # no form counts so far, and Python makes no number of some thousands of digits
        if end - start > _LONGEST:
            return False
        if not self.part.match(text, start, end):
            return False
        return not _INSIDE_FRACTION.search(text, 0, start)

    def _put(
        self,
        position: int,
        number: Number | None,
        sign: int,
    ) -> None:
        """Add a number to the sums it belongs to, or take it back."""
        self.line[position] = number
        if number:
            for clause, side in self.sides[position]:
                self.sums[clause][side] += sign * number

    def _judge(self, position: int) -> tuple[bool, bool]:
        """Whether the line can still satisfy its rules, and whether a longer part here could."""
        for clause, (left, right) in zip(self.clauses, self.sums, strict=True):
            is_decided = clause.first > position
            # While cells of the right side are to come, any left side may be reached.
            is_open = clause.right_first < position
            if is_decided or is_open:
                continue
            if left > right:
                # A longer part makes the right side larger, and the left one only worse.
                return False, position in clause.right
            if position == clause.first and clause.equal and left != right:
                return False, True
        return True, True

    def _fill_sum(
        self,
        position: int,
        piece: int,
        end: int,
        rest: int | None,
    ) -> bool:
        """As `_fill` where the last cell is the sum of all others, of which `rest` is to come.

        Most lines are of this kind, and a table of them takes longest.
        """
        if position < 0:
            return self._goes_on(piece, end)
        if end == 0 and piece > 0:
            piece -= 1
            end = len(self.pieces[piece])
        text, before = self.pieces[piece], self.before[piece]
        for start in self._starts(position, piece, end):
            self.steps += 1
            if self.steps > self.most_steps:
                return False
            # No figure begins with a superfluous zero.
            if text[start] == "0" and end - start > 1:
                continue
            number = int(text[start:end])
            left = number if rest is None else rest - number
            may_be = self._may_rest(left, before + start, position)
            if may_be:
                self.line[position] = number
                if not self._fill_sum(position - 1, piece, start, left):
                    return False
            elif may_be is None:
                break
        return True

    def _may_rest(
        self,
        rest: int,
        letters: int,
        cells: int,
    ) -> bool | None:
        """Whether so many letters in so many cells can be a sum; None if with fewer not either."""
        # The parts are larger than their sum; a longer part is larger still.
        if rest < 0:
            return None
        if not cells:
            return rest == 0
        if rest < _least(letters, cells):
            goes_on = len(self.pieces) > 1 or letters > cells
            return False if goes_on else None
        return rest <= _most(letters, cells)


def split_figures(
    pieces: Sequence[str], slots: Sequence[Slot], rules: Sequence[Rule]
) -> tuple[list[Numbers], bool]:
    """All ways to read `pieces` as one figure for each slot that satisfy the rules inside the line.

    `pieces` are runs of digits and marks between which a cell border is certain. Returns them in
    ascending order, and whether they are all.
    """
    search = _Splitting(pieces, slots, rules)
    complete = search.run()
    return sorted(search.found, key=lambda line: [n or 0 for n in line]), complete


def drop_surplus(
    numbers: Sequence[Number | None], slots: Sequence[Slot], rules: Sequence[Rule]
) -> list[Numbers]:
    """All ways to leave out figures until there is one for each slot.

    Only those that satisfy the rules inside the line, if any do.
    """
    ways = list(dict.fromkeys(combinations(numbers, len(slots))))
    clauses = _clauses(rules, slots)
    fitting = [way for way in ways if _all_hold(clauses, way)]
    return fitting or ways


def _all_hold(clauses: Iterable[_Clause], way: Numbers) -> bool:
    return all(clause.holds(way) for clause in clauses)


@dataclass(frozen=True, slots=True)
class _OpenLine:
    """A line that the rules across lines are asked about, and the rules that are due with it."""

    index: int
    slots: tuple[Slot, ...]
    possible: Sequence[Numbers]
    due: tuple[Rule, ...]


def _lines_in_order(
    possible: Mapping[int, Sequence[Numbers]],
    slots: Mapping[int, Sequence[Slot]],
    known: Mapping[Slot, Number | None],
    rules: Iterable[Rule],
) -> list[_OpenLine]:
    """The open lines, those with the fewest ways first; a rule is due with its last line."""
    order = sorted(possible, key=lambda line: len(possible[line]))
    rank: dict[Slot, int] = {}
    for at, line in enumerate(order):
        rank.update(dict.fromkeys(slots[line], at))
    due: list[list[Rule]] = [[] for _ in order]
    for rule in rules:
        asked = [rank[slot] for slot in rule.cells if slot in rank]
        others = [known.get(slot) for slot in rule.cells if slot not in rank]
        # A soft rule is often broken; one over a cell without a number cannot be asked.
        if asked and not rule.soft and None not in others:
            due[max(asked)].append(rule)
    return [
        _OpenLine(line, tuple(slots[line]), possible[line], tuple(own))
        for line, own in zip(order, due, strict=True)
    ]


def _solutions(
    lines: Sequence[_OpenLine],
    numbers: dict[Slot, Number | None],
) -> Iterator[dict[int, Numbers]]:
    """Every choice of one way a line under which all rules hold; {} for a step that led nowhere."""
    chosen: dict[int, Numbers] = {}

    def walk(depth: int) -> Iterator[dict[int, Numbers]]:
        if depth == len(lines):
            yield dict(chosen)
            return
        line = lines[depth]
        for way in line.possible:
            numbers.update(zip(line.slots, way, strict=True))
            chosen[line.index] = way
            if all(_may_hold(rule, numbers) for rule in line.due):
                yield from walk(depth + 1)
            else:
                yield {}

    yield from walk(0)


def _may_hold(
    rule: Rule,
    numbers: Mapping[Slot, Number | None],
) -> bool:
    left, right = rule.sides(numbers.get)
    if left is None or right is None:
        return True
    return rule.holds(left, right)


def settle(
    possible: Mapping[int, Sequence[Numbers]],
    slots: Mapping[int, Sequence[Slot]],
    known: Mapping[Slot, Number | None],
    rules: Sequence[Rule],
) -> dict[int, list[Numbers]]:
    """For each line the ways to fill it that some choice for the whole table allows.

    Where no choice satisfies the rules across lines (a published table may be wrong) or the search
    grows too long, the lines come back as they were: a rule may decide between readings, but it
    may not rule out what is printed.
    """
    as_they_were = {line: list(ways) for line, ways in possible.items()}
    lines = _lines_in_order(possible, slots, known, rules)
    survivors: dict[int, set[Numbers]] = {line: set() for line in possible}
    most_steps = weights.IN_USE.most_solutions
    for step, solution in enumerate(_solutions(lines, dict(known))):
        # Rather several readings than a minute of search.
        if step > most_steps:
            return as_they_were
        for line, way in solution.items():
            survivors[line].add(way)
    # No choice satisfies all rules: the table is wrong in print, and no reading is excluded.
    if not all(survivors.values()):
        return as_they_were
    settled = {}
    for line, ways in possible.items():
        settled[line] = [way for way in ways if way in survivors[line]]
    return settled
