"""A table as a system of edit rules: the rules over each cell, how far they are off.

The vocabulary is that of statistical data editing (de Waal, Pannekoek, Scholtus 2011: Handbook of
Statistical Data Editing and Imputation): an edit rule is linear, its gap is left side minus right
side, an equality is broken where the gap is not 0, a bound where it is above 0. A rule over a cell
without a number has no gap: it is not assessable.

A rule is named by its place in the table's rules, a cell by its slot (row, column).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from itertools import combinations

from gxkit.forms import Column, Row, Rule, Slot, Table
from gxkit.forms.roles import COLUMN, ROW, Role, roles_of
from gxkit.report import Number

Entry = Number | None
"""what stands in a cell; None where it has no number"""
Gap = Number | None
"""left side minus right side of a rule; None where it is not assessable"""
Numbers = Mapping[Slot, Entry]
Repair = dict[Slot, Number]
"""cells with the numbers that they must have for rules to hold"""
Effect = dict[Slot, Entry]
Change = Mapping[Slot, Entry]
"""what cells would have instead; None where a cell would be blank"""
Cells = tuple[Slot, ...]
Lines = Mapping[str, Cells]
"""rows, or columns, by their ids"""
MONEY = ("元", "万元", "亿元")
A_PAIR = 2
LEFT, RIGHT = 1, -1
"""the sign with which a cell of either side counts in a rule's gap"""
Rules = frozenset[int]
Places = tuple[int, ...]
"""rules, by their places"""
Term = tuple[int, int]
"""a rule, and LEFT or RIGHT"""
Terms = tuple[Term, ...]
Block = tuple[set[int], set[Slot]]
"""rules, and the cells that they are about"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two rows, or two columns, that can have changed places; `between` lines part them."""

    pairs: tuple[tuple[Slot, Slot], ...]
    between: int


class Tie(Enum):
    """What another line is to one: a part of its sum, or in a balance beside or across from it."""

    PART = auto()
    SAME_SIDE = auto()
    OTHER_SIDE = auto()


Beside = Mapping[Tie, Sequence[Cells]]


class Structure:
    """What is fixed about a table: its rules, the rules over each cell, its lines and columns.

    `lines` are the figures that stand side by side in print (all fifteen of an `across` table make
    one line), `columns` those that stand one under the other. `counts` are the cells whose numbers
    are whole, `totals` those that add up others, with the rules that say so; `blocks` the sets of
    identities that are linked by shared cells. `signs` has for each rule its cells with LEFT or
    RIGHT, `over` for each cell its rules.
    """

    def __init__(self, table: Table) -> None:
        # a soft rule may fail in a sound table: it says nothing of mistakes
        rules = [rule for rule in table.rules if not rule.soft]
        self.soft = tuple(rule for rule in table.rules if rule.soft)
        self.table = table
        self.rules: tuple[Rule, ...] = tuple(rules)
        self.equal = [rule.relation == "equal" for rule in rules]
        self.signs = [_signs_of_rule(rule) for rule in rules]
        self.over = self._find_terms()
        self.totals = self._find_totals()
        self.counts = _find_counts(table)
        self.rows = {row.id: _cells_of_row(row) for row in table.rows}
        self.columns = {column.id: _cells_of_column(table, column) for column in table.columns}
        self._beside: dict[tuple[Cells, int], Beside] = {}
        self.lines = list(self.rows.values())
        if table.layout == "across":
            # print knows no rows there: a border may slip from one into the next
            self.lines = [table.slots]

    def _find_terms(self) -> dict[Slot, Terms]:
        over: dict[Slot, Terms] = {}
        for slot in self.table.slots:
            over[slot] = ()
        for place, rule in enumerate(self.rules):
            for slot in rule.left:
                over[slot] += ((place, LEFT),)
            for slot in rule.right:
                over[slot] += ((place, RIGHT),)
        return over

    def _find_totals(self) -> dict[Slot, Places]:
        totals: dict[Slot, Places] = {}
        for place, rule in enumerate(self.rules):
            # a bound makes no total, nor does a sum that equals another sum
            if not self.equal[place] or len(rule.right) > 1:
                continue
            for total in rule.right:
                known = totals.get(total, ())
                totals[total] = (*known, place)
        return totals

    @cached_property
    def rows_and_columns(self) -> tuple[Cells, ...]:
        return (*self.rows.values(), *self.columns.values())

    @cached_property
    def printed_lines(self) -> tuple[Cells, ...]:
        """The lines as they are printed, then the columns."""
        return (*self.lines, *self.columns.values())

    @cached_property
    def counted_in(self) -> dict[Slot, Slot]:
        """For each cell that a bound puts at no less than another the other: for a cumulative
        figure the year's own."""
        found: dict[Slot, Slot] = {}
        for rule in self.rules:
            if rule.is_identity or len(rule.cells) > A_PAIR:
                continue
            found[rule.right[0]] = rule.left[0]
        return found

    @cached_property
    def total_of(self) -> dict[int, Slot]:
        """For each sum the cell that is its total."""
        found: dict[int, Slot] = {}
        for slot, rules in self.totals.items():
            found.update(dict.fromkeys(rules, slot))
        return found

    @cached_property
    def totals_upwards(self) -> list[tuple[Slot, Places]]:
        """The totals, each after those that are among its parts."""
        left = dict(self.totals)
        found: list[tuple[Slot, Places]] = []
        while left:
            ready = [slot for slot, rules in left.items() if not self._waits(rules, left)]
            # totals of each other, as a form of one's own may have them, have no order
            found += [(slot, left.pop(slot)) for slot in ready or list(left)]
        return found

    def _waits(self, rules: Places, left: Mapping[Slot, Places]) -> bool:
        """Whether a part of one of the sums is itself a total not yet made."""
        return any(not left.keys().isdisjoint(self.rules[rule].left) for rule in rules)

    def line_of(self, slot: Slot, side: int) -> Cells:
        """The row or column in which a cell stands."""
        lines = self.rows if side == ROW else self.columns
        return lines[slot[side]]

    def lines_beside(self, line: Cells, side: int) -> Beside:
        """The lines over the same places that can be counted into a line, or left out of it."""
        known = self._beside.get((line, side))
        if known is None:
            known = self._find_beside(line, side)
            self._beside[line, side] = known
        return known

    def _find_beside(self, line: Cells, side: int) -> Beside:
        found: dict[Tie, list[Cells]] = {tie: [] for tie in Tie}
        places = _places_along(line, side)
        lines = self.rows if side == ROW else self.columns
        for other in lines.values():
            if other == line:
                continue
            # a line over other places has no figures for all of these
            if _places_along(other, side) != places:
                continue
            tie = self._tie_of(line[0], other[0])
            if tie is not None:
                found[tie].append(other)
        return found

    def _tie_of(self, own: Slot, other: Slot) -> Tie | None:
        """What a cell has to do with another one, by the first identity that ties them."""
        for rule in self.rules:
            if not rule.is_identity:
                continue
            tie = _tie_by(rule, own, other)
            if tie is not None:
                return tie
        return None

    @cached_property
    def crossings(self) -> list[tuple[Cells, list[Places]]]:
        """Each row and column, and for each of its cells the rules that meet the line in it
        alone."""
        found: list[tuple[Cells, list[Places]]] = []
        for line in self.rows_and_columns:
            own = set(line)
            met_once = [len(own.intersection(signs)) == 1 for signs in self.signs]
            crossing: list[Places] = []
            for slot in line:
                rules = [rule for rule, _ in self.over[slot] if met_once[rule]]
                crossing.append(tuple(rules))
            found.append((line, crossing))
        return found

    @cached_property
    def blocks(self) -> tuple[Rules, ...]:
        """The identities in sets that share no cell, in the order of the form."""
        blocks: list[Block] = []
        for place, rule in enumerate(self.rules):
            # bounds tie blocks together too loosely to explain them in one
            if self.equal[place]:
                blocks = _with_rule(blocks, place, rule)
        found = [frozenset(rules) for rules, _ in blocks]
        return tuple(sorted(found, key=min))

    @cached_property
    def row_exchanges(self) -> list[Exchange]:
        """The pairs of rows whose exchange would show."""
        return _find_exchanges(roles_of(self.table, ROW))

    @cached_property
    def column_exchanges(self) -> list[Exchange]:
        """The pairs of columns whose exchange would show."""
        return _find_exchanges(roles_of(self.table, COLUMN))


def _places_along(line: Cells, side: int) -> list[str]:
    """The places over which a row (or column) runs."""
    crossing = COLUMN if side == ROW else ROW
    return [slot[crossing] for slot in line]


def _tie_by(
    rule: Rule,
    own: Slot,
    other: Slot,
) -> Tie | None:
    """What an identity makes of another cell for one that it can be counted into."""
    if other not in rule.cells:
        return None
    if len(rule.right) == 1:
        # parts of one sum stand beside each other, and none counts another's cases
        return Tie.PART if own in rule.right else None
    # of a balance what came in and what was done is counted; what was left over is no sum
    if own not in (rule.left[0], rule.right[0]):
        return None
    is_left, other_is_left = own in rule.left, other in rule.left
    return Tie.SAME_SIDE if is_left == other_is_left else Tie.OTHER_SIDE


def _find_exchanges(roles: Mapping[Cells, Role]) -> list[Exchange]:
    """Pairs of lines that run over the same places and that some rule tells apart."""
    order = list(roles)
    found: list[Exchange] = []
    for first, second in combinations(range(len(order)), 2):
        one, other = order[first], order[second]
        places, parts = roles[one]
        other_places, other_parts = roles[other]
        # a row without the other's columns cannot have changed places with it
        if places != other_places:
            continue
        # lines of one role may change places freely: no rule would notice
        if parts == other_parts:
            continue
        between = second - first - 1
        pairs = tuple(zip(one, other, strict=True))
        found.append(Exchange(pairs, between))
    return found


def _cells_of_row(row: Row) -> Cells:
    return tuple((row.id, column) for column in row.columns)


def _cells_of_column(table: Table, column: Column) -> Cells:
    return tuple(slot for slot in table.slots if slot[COLUMN] == column.id)


def _find_counts(table: Table) -> set[Slot]:
    counts: set[Slot] = set()
    for row in table.rows:
        cells = _cells_of_row(row)
        for slot, unit in zip(cells, row.units, strict=True):
            # amounts in 万元 have decimals, counts have none
            if unit not in MONEY:
                counts.add(slot)
    return counts


def _signs_of_rule(rule: Rule) -> dict[Slot, int]:
    signs = dict.fromkeys(rule.left, LEFT)
    signs.update(dict.fromkeys(rule.right, RIGHT))
    return signs


def _with_rule(
    blocks: list[Block],
    place: int,
    rule: Rule,
) -> list[Block]:
    """The blocks with a further rule, which makes those that share a cell with it one."""
    rules, cells = {place}, set(rule.cells)
    apart: list[Block] = []
    for block in blocks:
        if block[1].isdisjoint(rule.cells):
            apart.append(block)
        else:
            rules |= block[0]
            cells |= block[1]
    return [*apart, (rules, cells)]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a table besides its numbers.

    `told` are numbers that witnesses have for cells, `past` what stood in the same cells a year
    before, `assumed` the blanks that are taken for 0 because the body prints no zeros.
    """

    told: Mapping[Slot, Number] = field(default_factory=dict)
    past: Mapping[Slot, Number] = field(default_factory=dict)
    assumed: frozenset[Slot] = frozenset()


NOTHING = Known()


class Sheet:
    """The numbers of a table with the gaps of its rules; a change gives a new sheet.

    `gaps[i]` is None where rule i is not assessable; `broken` holds the rules that do not hold.
    """

    __slots__ = ("broken", "gaps", "known", "numbers", "structure")

    def __init__(
        self,
        structure: Structure,
        numbers: Numbers,
        gaps: list[Gap] | None = None,
        known: Known = NOTHING,
    ) -> None:
        self.structure = structure
        self.numbers = numbers
        self.known = known
        if gaps is None:
            places = range(len(structure.rules))
            gaps = [self._gap(place, numbers) for place in places]
        self.gaps = gaps
        numbered = enumerate(gaps)
        self.broken = frozenset(i for i, gap in numbered if self.breaks(i, gap))

    def _gap(self, place: int, numbers: Numbers) -> Gap:
        rule = self.structure.rules[place]
        left, right = rule.sides(numbers.get)
        if left is None or right is None:
            return None
        return left - right

    def breaks(self, rule: int, gap: Gap) -> bool:
        """Whether a gap breaks the rule; one that is not assessable breaks nothing."""
        if gap is None:
            return False
        if self.structure.equal[rule]:
            return gap != 0
        return gap > 0

    def is_assessable_identity(self, rule: int) -> bool:
        """Whether a rule is an equality all of whose cells have numbers."""
        identity = self.structure.equal[rule]
        return identity and self.gaps[rule] is not None

    def gaps_after(self, change: Change) -> dict[int, Gap]:
        """The gaps of the rules that a change touches, as they would be after it."""
        over = self.structure.over
        gaps: dict[int, Gap] = {}
        afresh: set[int] = set()
        for slot, number in change.items():
            before = self.numbers[slot]
            if before is None or number is None:
                # a blank comes or goes: there is no difference to add, the rules are summed again
                afresh.update(rule for rule, _ in over[slot])
                continue
            difference = number - before
            for rule, sign in over[slot]:
                # one rule may be touched by several cells of the change
                gap = gaps.get(rule, self.gaps[rule])
                if gap is None:
                    afresh.add(rule)
                else:
                    gaps[rule] = gap + sign * difference
        if afresh:
            numbers = {**self.numbers, **change}
            for rule in afresh:
                gaps[rule] = self._gap(rule, numbers)
        return gaps

    def mends(self, change: Change, broken: Collection[int]) -> bool:
        """Whether all of the `broken` rules hold after a change, and none is broken by it.

        A rule that would lack a number does not hold. A bound that was broken before may stay so:
        it ties two identities together too loosely to say which is wrong.
        """
        gaps = self.gaps_after(change)
        for rule in broken:
            if gaps.get(rule) is None:
                return False
        for rule, gap in gaps.items():
            if not self.breaks(rule, gap):
                continue
            # an identity must hold, a bound may stay as broken as it was
            may_stay = rule in self.broken and rule not in broken
            if self.structure.equal[rule] or not may_stay:
                return False
        return True

    def repairs(self, rule: int, change: Change) -> bool:
        """Whether a change closes the gap of one rule: a quick look before the others are asked."""
        gap = self.gaps[rule]
        if gap is None:
            return False
        signs = self.structure.signs[rule]
        for slot, number in change.items():
            sign = signs.get(slot)
            if not sign:
                continue
            before = self.numbers[slot]
            if before is None or number is None:
                return False
            gap += sign * (number - before)
        return not self.breaks(rule, gap)

    def is_possible(self, slot: Slot, number: Number) -> bool:
        """Whether a number can stand in a cell: none below 0, whole ones where things are
        counted."""
        if number < 0:
            return False
        # an amount may be a fraction
        if slot not in self.structure.counts:
            return True
        return number == int(number)

    def mended_by(self, change: Change) -> Rules:
        """The broken rules that hold once the change is made, all their cells having numbers."""
        mended: set[int] = set()
        gaps = self.gaps_after(change)
        for rule in self.broken:
            gap = gaps.get(rule)
            if gap is None or self.breaks(rule, gap):
                continue
            mended.add(rule)
        return frozenset(mended)

    def after(self, change: Change) -> Sheet:
        """The sheet once the change is made."""
        gaps = list(self.gaps)
        for rule, gap in self.gaps_after(change).items():
            gaps[rule] = gap
        numbers = {**self.numbers, **change}
        return Sheet(self.structure, numbers, gaps, self.known)

    def implied(self, slot: Slot, rule: int, numbers: Numbers | None = None) -> Entry:
        """The number in a cell under which an equality holds, the other cells as they are.

        None if one of them has no number, or the rule is a bound.
        """
        if not self.structure.equal[rule]:
            return None
        signs = self.structure.signs[rule]
        gap, own = self.gaps[rule], self.numbers[slot]
        # Of whole numbers the gap tells the others' sum at once; of amounts it would tell another
        # number of decimals than they have.
        if numbers is None and type(gap) is int and type(own) is int:
            return own - signs[slot] * gap
        known = self.numbers if numbers is None else numbers
        total: Number = 0
        for other, sign in signs.items():
            if other == slot:
                continue
            number = known[other]
            # a blank is no zero: with it the rule implies nothing
            if number is None:
                return None
            total += sign * number
        return -signs[slot] * total
