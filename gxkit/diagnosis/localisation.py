"""Error localisation: the fewest, or the least trusted, cells whose numbers must change for all edit rules to hold.

I. P. Fellegi, D. Holt (1976): A Systematic Approach to Automatic Edit and Imputation, JASA 71(353), 17-35. As they
show, a set of cells can be changed so that all rules hold if and only if it covers every broken rule, stated or
implied. The integer program has a binary for each cell and a row for each broken rule; the weights of the changed
cells are to be least. Implied rules are added where a set that covers all rows cannot be mended after all (R. S.
Garfinkel, A. S. Kunnathur, G. E. Liepins 1986, Operations Research 34(5), 744-751), so that no bound on the size of a
change is needed. All solutions within a margin of the least weight are enumerated: each one found is forbidden and the
program is solved again. One cell has a closed form (`single_cells`): the solver is loaded only for what no single
mistake explains.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from gxkit.diagnosis.equations import Sheet
from gxkit.forms import Slot
from gxkit.report import Number

MOST_SOLUTIONS = 24
MOST_CELLS = 6.0
"""the weight beyond which no set is looked for: so many wrong cells are no longer separate slips"""
MOST_ROUNDS = 30
"""how often the program is solved: a limit that, unlike one of time, gives the same result each time"""
MOST_NODES = 1_000
"""how far the solver may branch each time, for the same reason"""
TIGHT = 1e-6


def single_cells(sheet: Sheet, broken: Collection[int]) -> Iterator[tuple[Slot, Number]]:
    """Every cell that mends all of the broken rules alone, with the number they imply, in the order of the form.

    A cell qualifies if it stands in all of them, they imply the same number, which is not negative, and no other rule
    over it breaks. Where only bounds are broken no number is implied and nothing is found.
    """
    layout = sheet.layout
    rules = iter(sorted(broken))
    first = next(rules, None)
    if first is None:
        return
    shared = dict(layout.signs[first])
    for rule in rules:
        shared = {slot: sign for slot, sign in shared.items() if slot in layout.signs[rule]}
    for slot in shared:
        printed = sheet.numbers[slot]
        numbers = {implied_change(sheet, slot, rule) for rule in broken if layout.equal[rule]}
        if len(numbers) == 1 and printed is not None:
            number = whole(printed + numbers.pop())
            if sheet.is_possible(slot, number) and sheet.mends({slot: number}, broken):
                yield slot, number


def implied_change(sheet: Sheet, slot: Slot, rule: int) -> Number:
    """By how much a cell must change to close the gap of an assessable equality over it."""
    gap = sheet.gaps[rule]
    assert gap is not None
    return -gap * sheet.layout.signs[rule][slot]


class _System:
    """The assessable rules over the cells of a program: gaps + matrix @ change must be 0, or at most 0 for a bound."""

    def __init__(self, sheet: Sheet, rules: Collection[int] | None) -> None:
        import numpy as np

        layout = sheet.layout
        self.rules = [
            r
            for r, gap in enumerate(sheet.gaps)
            if gap is not None and (rules is None or r in rules)
        ]
        live = set(self.rules)
        self.cells = [s for s in sheet.numbers if any(r in live for r, _ in layout.over[s])]
        places = {slot: i for i, slot in enumerate(self.cells)}
        self.matrix = np.zeros((len(self.rules), len(self.cells)))
        for line, rule in enumerate(self.rules):
            for slot, sign in layout.signs[rule].items():
                self.matrix[line, places[slot]] = sign
        self.gaps = np.array([float(sheet.gaps[r] or 0) for r in self.rules])
        self.equal = np.array([layout.equal[r] for r in self.rules], dtype=bool)
        self.least = np.array([-max(0.0, float(sheet.numbers[s] or 0)) for s in self.cells])
        self.tight = TIGHT * max(1.0, float(np.abs(self.gaps).max(initial=0.0)))

    def covers(self) -> list[Any]:
        """For each broken rule the cells of which one must change."""
        broken = [
            abs(g) > self.tight if e else g > self.tight
            for g, e in zip(self.gaps, self.equal, strict=True)
        ]
        return [
            (row != 0).astype(float)
            for row, is_broken in zip(self.matrix, broken, strict=True)
            if is_broken
        ]

    def mend(self, chosen: list[int]) -> tuple[Any, Any]:
        """By how much the chosen cells must change, or None and implied rules: cells of which one must change.

        The chosen cells are eliminated from the equalities; what remains are rules in which none of them stands, and
        those of them that do not hold are implied edit rules.
        """
        import numpy as np
        from scipy.optimize import linprog

        part = self.matrix[:, chosen]
        ways = self._eliminate(part[self.equal])
        failing = np.abs(ways @ self.gaps[self.equal]) > self.tight
        if failing.any():
            return None, list(
                (np.abs(ways[failing] @ self.matrix[self.equal]) > 1e-7).astype(float)
            )
        change = np.linalg.lstsq(part[self.equal], -self.gaps[self.equal], rcond=None)[0]
        holds = (self.gaps + part @ change)[~self.equal] <= self.tight
        if holds.all() and (change >= self.least[chosen] - self.tight).all():
            return change, None
        solved = linprog(
            np.zeros(len(chosen)),
            A_eq=part[self.equal],
            b_eq=-self.gaps[self.equal],
            A_ub=part[~self.equal],
            b_ub=-self.gaps[~self.equal],
            bounds=[(self.least[i], None) for i in chosen],
        )
        if solved.x is not None:
            return solved.x, None
        others = np.ones(len(self.cells))
        others[chosen] = 0.0
        return None, [others]

    @staticmethod
    def _eliminate(part: Any) -> Any:
        """Combinations of the rows of a matrix that make every column 0, one a line; sparser rows are used first."""
        import numpy as np

        ways, rest = np.eye(len(part)), part.copy()
        open_rows = np.ones(len(part), dtype=bool)
        for column in range(part.shape[1]):
            rows = np.flatnonzero(open_rows & (np.abs(rest[:, column]) > 1e-9))
            if not len(rows):
                continue
            pivot = rows[np.argmin(np.count_nonzero(ways[rows], axis=1))]
            open_rows[pivot] = False
            for row in rows:
                if row != pivot:
                    factor = rest[row, column] / rest[pivot, column]
                    rest[row] -= factor * rest[pivot]
                    ways[row] -= factor * ways[pivot]
        return ways[open_rows]


def fewest_cells(
    sheet: Sheet,
    weights: Mapping[Slot, float] | None = None,
    *,
    margin: float = 0.0,
    most: int = MOST_SOLUTIONS,
    rules: Collection[int] | None = None,
) -> list[dict[Slot, Number]]:
    """The lightest sets of cells whose change makes every assessable rule hold, with the numbers, lightest first.

    `weights` is 1 a cell unless given; sets up to `margin` heavier than the lightest are enumerated, at most `most` of
    them, none heavier than MOST_CELLS. `rules` restricts the program to these rules and their cells. A set whose
    numbers the rules leave open is given with one choice of them. Numbers are not negative.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    system = _System(sheet, rules)
    covers = system.covers()
    if not covers:
        return []
    weight = np.array([1.0 if weights is None else weights.get(slot, 1.0) for slot in system.cells])
    found: list[dict[Slot, Number]] = []
    forbidden: list[tuple[Any, int]] = []
    heaviest = np.inf
    for _ in range(MOST_ROUNDS):
        rows = [LinearConstraint(np.array(covers), 1, np.inf)]
        rows += [LinearConstraint(cells, -np.inf, count - 1) for cells, count in forbidden]
        solved = milp(
            weight,
            integrality=1,
            bounds=Bounds(0, 1),
            constraints=rows,
            options={"mip_rel_gap": 0.0, "node_limit": MOST_NODES},
        )
        if solved.x is None or solved.fun > min(heaviest, MOST_CELLS) + TIGHT:
            break
        chosen = [i for i, taken in enumerate(solved.x) if taken > 0.5]
        change, implied = system.mend(chosen)
        if change is None:
            covers += implied
            continue
        heaviest = min(heaviest, solved.fun + margin)
        numbers = {
            system.cells[i]: _number(sheet.numbers[system.cells[i]], by)
            for i, by in zip(chosen, change, strict=True)
        }
        found.append(
            {slot: number for slot, number in numbers.items() if number != sheet.numbers[slot]}
        )
        if len(found) == most:
            break
        forbidden.append(((solved.x > 0.5).astype(float), len(chosen)))
    return found


def _number(printed: Number | None, change: float) -> Number:
    """The printed number with a change that the solver gives in floating point."""
    return whole((printed or 0) + Decimal(str(round(float(change), 4))))


def whole(number: Number) -> Number:
    """A whole number as int, whatever it was computed from."""
    return int(number) if number == int(number) else number
