"""A table as a system of edit rules: which rules a cell stands in, by how much each is off, what a change does to them.

The vocabulary is that of statistical data editing (de Waal, Pannekoek, Scholtus 2011: Handbook of Statistical Data
Editing and Imputation): an edit rule is linear, its gap is left side minus right side, an equality is broken where the
gap is not 0, a bound where it is above 0. A rule over a cell without a number has no gap: it is not assessable.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from gxkit.forms import Rule, Slot, Table
from gxkit.report import Number

Numbers = Mapping[Slot, Number | None]
Change = Mapping[Slot, Number | None]
"""what cells would have instead; None where a cell would be blank"""
MONEY = ("元", "万元", "亿元")
Terms = tuple[tuple[int, int], ...]
"""(place of the rule in the layout, +1 for its left side or -1 for its right side)"""


class Layout:
    """What is fixed about a table: its rules, the rules over each cell, its printed lines and columns.

    `lines` are the figures that stand side by side in print (all fifteen of an `across` table make one line), `columns`
    those that stand one under the other. `counts` are the cells whose numbers
    are whole, `totals` those that add up others, with the rules that say so;
    `blocks` the sets of identities that are linked by shared cells.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rules: tuple[Rule, ...] = tuple(r for r in table.rules if not r.soft)
        self.equal = tuple(r.relation == "equal" for r in self.rules)
        self.rows = {row.id: tuple((row.id, c) for c in row.columns) for row in table.rows}
        self.lines = [table.slots] if table.layout == "across" else list(self.rows.values())
        self.columns = {c.id: tuple(s for s in table.slots if s[1] == c.id) for c in table.columns}
        self.counts = frozenset(
            (row.id, column)
            for row in table.rows
            for column, unit in zip(row.columns, row.units, strict=True)
            if unit not in MONEY
        )
        over: dict[Slot, list[tuple[int, int]]] = {slot: [] for slot in table.slots}
        for i, rule in enumerate(self.rules):
            for slot in rule.left:
                over[slot].append((i, 1))
            for slot in rule.right:
                over[slot].append((i, -1))
        self.over: dict[Slot, Terms] = {slot: tuple(terms) for slot, terms in over.items()}
        self.signs = tuple(
            {**dict.fromkeys(r.left, 1), **dict.fromkeys(r.right, -1)} for r in self.rules
        )
        self.totals: dict[Slot, tuple[int, ...]] = {}
        for i, rule in enumerate(self.rules):
            if len(rule.right) == 1 and self.equal[i]:
                self.totals[rule.right[0]] = (*self.totals.get(rule.right[0], ()), i)

    @cached_property
    def blocks(self) -> tuple[frozenset[int], ...]:
        """The identities in sets that share no cell with each other, in the order of the form; bounds are in none."""
        blocks: list[tuple[set[int], set[Slot]]] = []
        for i, rule in enumerate(self.rules):
            if not self.equal[i]:
                continue
            touching = [b for b in blocks if not b[1].isdisjoint(rule.cells)]
            rest = [b for b in blocks if b[1].isdisjoint(rule.cells)]
            blocks = [
                *rest,
                (
                    {i}.union(*(b[0] for b in touching)),
                    set(rule.cells).union(*(b[1] for b in touching)),
                ),
            ]
        return tuple(sorted((frozenset(rules) for rules, _ in blocks), key=min))

    @cached_property
    def roles(self) -> dict[str, tuple[Terms, ...]]:
        """For each row the rules over its cells that reach beyond it: rows of one role may change places freely."""
        inside = {
            i for i, rule in enumerate(self.rules) if len({row for row, _ in rule.cells}) == 1
        }
        return {
            row: tuple(tuple(t for t in self.over[s] if t[0] not in inside) for s in slots)
            for row, slots in self.rows.items()
        }

    @cached_property
    def column_roles(self) -> dict[str, tuple[Terms, ...]]:
        """For each column the rules over its cells that reach beyond the column."""
        inside = {
            i for i, rule in enumerate(self.rules) if len({column for _, column in rule.cells}) == 1
        }
        return {
            column: tuple(tuple(t for t in self.over[s] if t[0] not in inside) for s in slots)
            for column, slots in self.columns.items()
        }


class Sheet:
    """The numbers of a table with the gaps of its rules; a change gives a new sheet.

    `gaps[i]` is None where rule i is not assessable; `broken` holds the rules that do not hold.
    """

    __slots__ = ("broken", "gaps", "layout", "numbers")

    def __init__(
        self, layout: Layout, numbers: Numbers, gaps: list[Number | None] | None = None
    ) -> None:
        self.layout = layout
        self.numbers = numbers
        self.gaps = (
            [self._gap(i, numbers) for i in range(len(layout.rules))] if gaps is None else gaps
        )
        self.broken = frozenset(i for i, gap in enumerate(self.gaps) if self.breaks(i, gap))

    def _gap(self, rule: int, numbers: Numbers) -> Number | None:
        left, right = self.layout.rules[rule].sides(numbers.get)
        return None if left is None or right is None else left - right

    def breaks(self, rule: int, gap: Number | None) -> bool:
        """Whether a gap breaks the rule; a rule without one is not assessable and breaks nothing."""
        return gap is not None and (gap != 0 if self.layout.equal[rule] else gap > 0)

    def gaps_after(self, change: Change) -> dict[int, Number | None]:
        """The gaps of the rules that a change touches, as they would be after it."""
        gaps: dict[int, Number | None] = {}
        afresh: set[int] = set()
        for slot, number in change.items():
            before = self.numbers[slot]
            for rule, sign in self.layout.over[slot]:
                gap = gaps.get(rule, self.gaps[rule])
                if before is None or gap is None or number is None:
                    afresh.add(rule)
                else:
                    gaps[rule] = gap + sign * (number - before)
        if afresh:
            numbers = {**self.numbers, **change}
            gaps.update((rule, self._gap(rule, numbers)) for rule in afresh)
        return gaps

    def mends(self, change: Change, broken: Collection[int]) -> bool:
        """Whether a change makes all of the `broken` rules hold and leaves no other rule that it touches broken.

        A rule that would lack a number does not hold. A bound that was broken before may stay so: it ties two
        identities together too loosely to say which is wrong.
        """
        gaps = self.gaps_after(change)
        return all(gaps.get(rule) is not None for rule in broken) and not any(
            self.breaks(rule, gap)
            and (self.layout.equal[rule] or rule in broken or rule not in self.broken)
            for rule, gap in gaps.items()
        )

    def repairs(self, rule: int, change: Change) -> bool:
        """Whether a change closes the gap of one rule: a quick look before the others are asked."""
        gap, signs = self.gaps[rule], self.layout.signs[rule]
        if gap is None:
            return False
        for slot, number in change.items():
            if sign := signs.get(slot):
                before = self.numbers[slot]
                if before is None or number is None:
                    return False
                gap += sign * (number - before)
        return not self.breaks(rule, gap)

    def is_possible(self, slot: Slot, number: Number) -> bool:
        """Whether a number can stand in a cell: not negative, and whole where things are counted."""
        return number >= 0 and (number == int(number) or slot not in self.layout.counts)

    def mended_by(self, change: Change) -> frozenset[int]:
        """The broken rules that hold once the change is made, all their cells having numbers."""
        gaps = self.gaps_after(change)
        return frozenset(
            r for r in self.broken if gaps.get(r) is not None and not self.breaks(r, gaps[r])
        )

    def after(self, change: Change) -> Sheet:
        """The sheet once the change is made."""
        gaps = list(self.gaps)
        for rule, gap in self.gaps_after(change).items():
            gaps[rule] = gap
        return Sheet(self.layout, {**self.numbers, **change}, gaps)

    def implied(self, slot: Slot, rule: int, numbers: Numbers | None = None) -> Number | None:
        """The number in a cell under which an equality holds, the other cells as they are; None if one has none."""
        known = self.numbers if numbers is None else numbers
        if not self.layout.equal[rule]:
            return None
        signs = self.layout.signs[rule]
        total: Number = 0
        for other, sign in signs.items():
            if other != slot:
                number = known[other]
                if number is None:
                    return None
                total += sign * number
        return -signs[slot] * total
