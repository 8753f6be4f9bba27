"""Figures run together without a separator: which splits does the arithmetic of the form allow?

A part has no superfluous leading zero; signs among the figures (`161--`) stand for empty cells. A row's splits must
satisfy the rules inside the row; then the rules across rows are asked of the whole table together. One survivor is a
value, several are candidates, none is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from gxkit.forms import Rule, Slot
from gxkit.report import Number
from gxkit.text import BLANK_SIGN, BLANK_SIGNS

Reading = tuple[Number | None, ...]
"""One way to read a line of figures; None for a cell left blank"""

_PART = re.compile(rf"(?:0|[1-9]\d*)(?:\.\d+)?$|--$|{BLANK_SIGN}$")
_SIGNED_PART = re.compile(_PART.pattern + r"|-[1-9]\d*$")
"""where no sum is asked a dash may be the sign of a figure; for an empty cell it may be a long one, of two"""
_INSIDE_FRACTION = re.compile(r"\.\d+$")
MOST_READINGS = 400
MOST_STEPS = 60_000
MOST_SURPLUS = 3


class _Clause:
    """A rule inside one line, as positions of its cells."""

    __slots__ = ("equal", "first", "left", "right")

    def __init__(self, rule: Rule, slots: Sequence[Slot]) -> None:
        places = {slot: i for i, slot in enumerate(slots)}
        self.left = [places[s] for s in rule.left]
        self.right = [places[s] for s in rule.right]
        self.equal = rule.relation == "equal"
        self.first = min(self.left + self.right)

    def sums(self, line: list[Number | None], position: int) -> tuple[Number, Number] | None:
        """Both sums of the line as read from its end down to `position`; None while the right side is open."""
        if any(i < position for i in self.right):
            return None
        return (
            sum(line[i] or 0 for i in self.left if i >= position),
            sum(line[i] or 0 for i in self.right),
        )

    def holds(self, line: Reading) -> bool:
        """Whether a whole line satisfies the rule; a blank cell never does."""
        left, right = [line[i] for i in self.left], [line[i] for i in self.right]
        if None in left or None in right:
            return False
        return sum(left) == sum(right) if self.equal else sum(left) <= sum(right)  # type: ignore[arg-type]


def _least(letters: int, cells: int) -> int:
    """The smallest sum that so many digits can make in so many cells: spread evenly, a lone digit may be 0."""
    length, longer = divmod(letters, cells)
    shorter = cells - longer
    return longer * 10**length + (shorter * 10 ** (length - 1) if length > 1 else 0)


def _most(letters: int, cells: int) -> int:
    """The largest sum that so many digits can make in so many cells: nearly all of them in one."""
    return 10 ** (letters - cells + 1) - 1 + 9 * (cells - 1)


def _clauses(rules: Sequence[Rule], slots: Sequence[Slot]) -> list[_Clause]:
    inside = set(slots)
    return [_Clause(r, slots) for r in rules if not r.soft and inside.issuperset(r.cells)]


def has_sum(slots: Sequence[Slot], rules: Sequence[Rule]) -> bool:
    """Whether a rule inside the line says that some of its cells add up to another."""
    return any(clause.equal for clause in _clauses(rules, slots))


def adds_up(numbers: Sequence[Number | None], slots: Sequence[Slot], rules: Sequence[Rule]) -> bool:
    """Whether figures that are not all zero satisfy the sums inside their line."""
    sums = [clause for clause in _clauses(rules, slots) if clause.equal]
    return bool(sums) and any(numbers) and all(clause.holds(tuple(numbers)) for clause in sums)


def _number(part: str) -> Number | None:
    if part[-1] in BLANK_SIGNS:
        return None
    return Decimal(part) if "." in part else int(part)


def split_figures(
    pieces: Sequence[str], slots: Sequence[Slot], rules: Sequence[Rule]
) -> tuple[list[Reading], bool]:
    """All ways to read `pieces` as one figure for each slot that satisfy the rules inside the line.

    `pieces` are runs of digits and marks between which a cell border is certain. Returns the readings in ascending
    order and whether they are all (the search stops at MOST_READINGS or MOST_STEPS). The line is read from its end,
    where the totals stand, so that a sum too large is given up early.
    """
    clauses = _clauses(rules, slots)
    whole = (
        len(clauses) == 1
        and clauses[0].equal
        and len(clauses[0].left + clauses[0].right) == len(slots)
    )
    if any("." in piece or BLANK_SIGNS.intersection(piece) for piece in pieces):
        whole = False
    allowed_part = _PART if clauses else _SIGNED_PART
    line: list[Number | None] = [None] * len(slots)
    readings: list[Reading] = []
    steps = 0

    def judge(position: int, letters: int) -> tuple[bool, bool]:
        """Whether the line can still satisfy its rules, and whether a longer part could at this position."""
        for clause in clauses:
            if clause.first > position or not (sums := clause.sums(line, position)):
                continue
            left, right = sums
            if left > right:
                return False, position in clause.right
            if position == clause.first and clause.equal and left != right:
                return False, True
            if whole and position and right - left < _least(letters, position):
                return False, len(pieces) > 1 or letters > position
            if whole and position and right - left > _most(letters, position):
                return False, True
        return True, True

    def place(position: int, piece: int, end: int) -> bool:
        """Fill slots[:position+1] from pieces[:piece] and the first `end` characters of pieces[piece]; False: stop."""
        nonlocal steps
        if position < 0:
            if piece == 0 and end == 0:
                readings.append(tuple(line))
            return len(readings) < MOST_READINGS
        if end == 0:
            if piece == 0:
                return True
            piece -= 1
            end = len(pieces[piece])
        before = sum(map(len, pieces[:piece]))
        if not piece + 1 <= position + 1 <= before + end:
            return True
        text = pieces[piece]
        for start in range(end - 1, -1, -1):
            if before + start < position:
                break
            steps += 1
            if steps > MOST_STEPS:
                return False
            part = text[start:end]
            if not allowed_part.match(part) or _INSIDE_FRACTION.search(text, 0, start):
                continue
            line[position] = _number(part)
            allowed, longer = judge(position, before + start)
            if allowed and not place(position - 1, piece, start):
                return False
            if not longer:
                break
        return True

    complete = place(len(slots) - 1, len(pieces) - 1, len(pieces[-1])) if pieces else True
    return sorted(readings, key=lambda r: [n or 0 for n in r]), complete


def drop_surplus(
    numbers: Sequence[Number | None], slots: Sequence[Slot], rules: Sequence[Rule]
) -> list[Reading]:
    """All ways to leave out figures until there is one for each slot; those that satisfy the rules, if any do."""
    readings = list(dict.fromkeys(combinations(numbers, len(slots))))
    clauses = _clauses(rules, slots)
    fitting = [r for r in readings if all(c.holds(r) for c in clauses)]
    return fitting or readings


def _solutions(
    lines: Mapping[int, Sequence[Reading]],
    slots: Mapping[int, Sequence[Slot]],
    known: Mapping[Slot, Number | None],
    rules: Sequence[Rule],
) -> Iterator[dict[int, Reading]]:
    """Every choice of one reading a line under which all assessable rules hold; {} for each step that led nowhere."""
    order = sorted(lines, key=lambda i: len(lines[i]))
    owner = {slot: i for i in order for slot in slots[i]}
    due: dict[int, list[Rule]] = {i: [] for i in order}
    for rule in rules:
        owners = {owner[s] for s in rule.cells if s in owner}
        if (
            owners
            and not rule.soft
            and all(s in owner or known.get(s) is not None for s in rule.cells)
        ):
            due[max(owners, key=order.index)].append(rule)
    numbers: dict[Slot, Number | None] = dict(known)
    chosen: dict[int, Reading] = {}

    def walk(depth: int) -> Iterator[dict[int, Reading]]:
        if depth == len(order):
            yield dict(chosen)
            return
        line = order[depth]
        for reading in lines[line]:
            numbers.update(zip(slots[line], reading, strict=True))
            chosen[line] = reading
            sides = ((*rule.sides(numbers.get), rule) for rule in due[line])
            if all(
                left is None or right is None or rule.holds(left, right)
                for left, right, rule in sides
            ):
                yield from walk(depth + 1)
            else:
                yield {}

    yield from walk(0)


def settle(
    lines: Mapping[int, Sequence[Reading]],
    slots: Mapping[int, Sequence[Slot]],
    known: Mapping[Slot, Number | None],
    rules: Sequence[Rule],
) -> dict[int, list[Reading]]:
    """For each line the readings that some choice for the whole table allows under the rules across lines.

    Where no choice satisfies them all (a published table may be wrong) or the search grows too long, the lines come
    back as they were: a rule may decide between readings, but it may not rule out what is printed.
    """
    survivors: dict[int, dict[Reading, None]] = {i: {} for i in lines}
    for step, solution in enumerate(_solutions(lines, slots, known, rules)):
        if step > MOST_STEPS // 4:
            return {i: list(r) for i, r in lines.items()}
        for i, reading in solution.items():
            survivors[i][reading] = None
    if not all(survivors.values()):
        return {i: list(r) for i, r in lines.items()}
    return {i: [r for r in lines[i] if r in survivors[i]] for i in lines}
