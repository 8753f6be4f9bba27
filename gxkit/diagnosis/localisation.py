"""Error localisation: the fewest, or least trusted, cells whose change makes all edit rules hold.

I. P. Fellegi, D. Holt (1976): A Systematic Approach to Automatic Edit and Imputation, JASA 71(353),
17-35. As they show, a set of cells can be changed so that all rules hold if and only if it covers
every broken rule, stated or implied. The integer program has a binary for each cell and a row for
each broken rule; the weights of the changed cells are to be least. Implied rules are added where a
set that covers all rows cannot be mended after all (R. S. Garfinkel, A. S. Kunnathur, G. E. Liepins
1986, Operations Research 34(5), 744-751), so that no bound on the size of a change is needed. All
solutions within a margin of the least weight are enumerated: each one found is forbidden and the
program is solved again. One cell has a closed form (`single_cells`): the solver is loaded only for
what no single mistake explains.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from gxkit.diagnosis.equations import Cells, Entry, Repair, Sheet
from gxkit.forms import Slot
from gxkit.report import Number

Chosen = list[int]
"""cells by their places in a system"""
Vector = Any
"""an array of numpy, which is loaded only where it is needed"""

MOST_SOLUTIONS = 24
MOST_CELLS = 6.0
"""the weight beyond which no set is looked for: so many wrong cells are no longer separate slips"""
MOST_ROUNDS = 30
"""how often the program is solved: a limit of time would not always give the same result"""
MOST_NODES = 1_000
"""how far the solver may branch each time, for the same reason"""
TIGHT = 1e-6
"""gaps below this share of the largest are the solver's rounding"""
NO_PIVOT = 1e-9
"""an entry below this is what elimination leaves of a 0: dividing by it would magnify rounding"""
NO_CELL = 1e-7
"""a cell with a smaller factor than this does not stand in an implied rule"""
TAKEN = 0.5
"""the solver's binaries are floats near 0 and 1"""
DECIMALS = 4
"""of a change that the solver gives: 0.0001万元 is one 元, what is below is rounding"""


def single_cells(sheet: Sheet, broken: Collection[int]) -> Iterator[tuple[Slot, Number]]:
    """Every cell that mends all of the broken rules alone, with its number, in the form's order.

    A cell qualifies if it stands in all of them, they imply
    the same number, which is not negative, and no other rule over it breaks. Where only bounds are
    broken no number is implied and nothing is found.
    """
    equal = sheet.structure.equal
    identities = [rule for rule in broken if equal[rule]]
    for slot in _shared_cells(sheet, broken):
        printed = sheet.numbers[slot]
        changes = {implied_change(sheet, slot, rule) for rule in identities}
        # rules that imply different numbers have no single cell to blame
        if printed is None or len(changes) != 1:
            continue
        number = whole(printed + changes.pop())
        possible = sheet.is_possible(slot, number)
        if possible and sheet.mends({slot: number}, broken):
            yield slot, number


def _shared_cells(sheet: Sheet, rules: Collection[int]) -> list[Slot]:
    """The cells that stand in each of the rules."""
    shared: list[Slot] | None = None
    for rule in sorted(rules):
        signs = sheet.structure.signs[rule]
        known = signs if shared is None else shared
        shared = [slot for slot in known if slot in signs]
    return shared or []


def implied_change(
    sheet: Sheet,
    slot: Slot,
    rule: int,
) -> Number:
    """By how much a cell must change to close the gap of an assessable equality over it."""
    gap = sheet.gaps[rule]
    assert gap is not None
    sign = sheet.structure.signs[rule][slot]
    return -gap * sign


class _System:
    """The assessable rules over the cells of a program.

    gaps + matrix @ change must be 0, or at most 0 for a bound; no number falls below 0 (`least` is
    the farthest that each cell may fall).
    """

    def __init__(self, sheet: Sheet, rules: Collection[int] | None) -> None:
        import numpy as np

        structure = sheet.structure
        self.sheet = sheet
        self.rules = _assessable_rules(sheet, rules)
        self.cells = _cells_of_rules(sheet, self.rules)
        # numpy computes in floats: exact numbers come back by `_number`
        equal = [structure.equal[rule] for rule in self.rules]
        gaps = [_as_float(sheet.gaps[rule]) for rule in self.rules]
        room = [_as_float(sheet.numbers[slot]) for slot in self.cells]
        self.equal = np.array(equal, dtype=bool)
        self.gaps = np.array(gaps)
        self.least = -np.array(room).clip(min=0.0)
        largest = np.abs(self.gaps).max(initial=1.0)
        self.tight = TIGHT * float(largest)
        self.matrix = self._fill_matrix()

    def _fill_matrix(self) -> Vector:
        import numpy as np

        matrix = np.zeros((len(self.rules), len(self.cells)))
        places = {slot: place for place, slot in enumerate(self.cells)}
        for line, rule in enumerate(self.rules):
            signs = self.sheet.structure.signs[rule]
            for slot, sign in signs.items():
                matrix[line, places[slot]] = sign
        return matrix

    def covers(self) -> list[Vector]:
        """For each broken rule the cells of which one must change."""
        import numpy as np

        # a bound is broken by a gap above 0 only
        off = np.where(self.equal, np.abs(self.gaps), self.gaps)
        broken = self.matrix[off > self.tight]
        return [(row != 0).astype(float) for row in broken]

    def mend(self, chosen: Chosen) -> tuple[Vector | None, list[Vector]]:
        """By how much the chosen cells must change, or None and implied rules.

        An implied rule is given as the cells of which one must change. The chosen cells are
        eliminated from the equalities; what remains are rules in which none of them stands, and
        those of them that do not hold are implied edit rules.
        """
        import numpy as np

        matrix = self.matrix[self.equal]
        gaps = self.gaps[self.equal]
        part = matrix[:, chosen]
        # what is left of the rules once the chosen cells are gone must hold without them
        ways = _eliminate(part)
        failing = np.abs(ways @ gaps) > self.tight
        if failing.any():
            combined = ways[failing] @ matrix
            implied = np.abs(combined) > NO_CELL
            return None, list(implied.astype(float))
        change, *_ = np.linalg.lstsq(part, -gaps, rcond=None)
        if not self._satisfies_bounds(chosen, change):
            # the least change breaks a bound: ask for any other that the equalities allow
            change = self._feasible(chosen)
        if change is not None:
            return change, []
        # no change of these cells alone helps: one of the others must change as well
        others = np.ones(len(self.cells))
        others[chosen] = 0.0
        return None, [others]

    def _satisfies_bounds(self, chosen: Chosen, change: Vector) -> bool:
        part = self.matrix[:, chosen]
        after = self.gaps + part @ change
        hold = after[~self.equal] <= self.tight
        least = self.least[chosen] - self.tight
        possible = change >= least
        return bool(hold.all() and possible.all())

    def _feasible(self, chosen: Chosen) -> Vector | None:
        """A change of the chosen cells under which all rules hold; None if there is none."""
        import numpy as np
        from scipy.optimize import linprog

        equal, bound = self.equal, ~self.equal
        part = self.matrix[:, chosen]
        least = self.least[chosen]
        solved = linprog(
            np.zeros(len(chosen)),
            A_eq=part[equal],
            b_eq=-self.gaps[equal],
            A_ub=part[bound],
            b_ub=-self.gaps[bound],
            bounds=[(number, None) for number in least],
        )
        return solved.x

    def numbers_after(self, chosen: Chosen, change: Vector) -> Repair:
        """The numbers of the chosen cells once they are changed, without those that stay."""
        numbers: Repair = {}
        for place, by in zip(chosen, change, strict=True):
            slot = self.cells[place]
            printed = self.sheet.numbers[slot]
            number = _number(printed, by)
            if number != printed:
                numbers[slot] = number
        return numbers


def _as_float(number: Entry) -> float:
    return float(number or 0)


def _assessable_rules(sheet: Sheet, rules: Collection[int] | None) -> list[int]:
    found: list[int] = []
    for rule, gap in enumerate(sheet.gaps):
        asked = rules is None or rule in rules
        if asked and gap is not None:
            found.append(rule)
    return found


def _cells_of_rules(sheet: Sheet, rules: Collection[int]) -> Cells:
    """The cells over which one of the rules stands, in the order of the table."""
    touched: set[Slot] = set()
    for rule in rules:
        touched.update(sheet.structure.signs[rule])
    return tuple(slot for slot in sheet.numbers if slot in touched)


def _eliminate(part: Vector) -> Vector:
    """Combinations of the rows of a matrix that make every column 0, one a line.

    Rows that combine few others are used first, so that the implied rules name few cells.
    """
    import numpy as np

    height, width = part.shape
    ways = np.eye(height)
    rest = part.copy()
    unused = np.ones(height, dtype=bool)
    for column in range(width):
        filled = np.abs(rest[:, column]) > NO_PIVOT
        rows = np.flatnonzero(unused & filled)
        if not len(rows):
            continue
        combined = np.count_nonzero(ways[rows], axis=1)
        pivot = rows[np.argmin(combined)]
        unused[pivot] = False
        for row in rows:
            if row == pivot:
                continue
            factor = rest[row, column] / rest[pivot, column]
            rest[row] -= factor * rest[pivot]
            ways[row] -= factor * ways[pivot]
    return ways[unused]


class _Program:
    """The integer program: the lightest cells that cover every rule and are no forbidden set."""

    def __init__(self, weights: list[float], covers: list[Vector]) -> None:
        self.weights = weights
        self.covers = covers
        self.forbidden: list[Chosen] = []

    def solve(self) -> tuple[Chosen, float] | None:
        """The chosen cells and their weight; None if no set is left."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        covers = np.array(self.covers)
        rows = [LinearConstraint(covers, 1, np.inf)]
        for chosen in self.forbidden:
            cells = np.zeros(len(self.weights))
            cells[chosen] = 1.0
            fewer = len(chosen) - 1
            rows.append(LinearConstraint(cells, -np.inf, fewer))
        solved = milp(
            self.weights,
            integrality=1,
            bounds=Bounds(0, 1),
            constraints=rows,
            # a gap above 0 lets the solver stop at a set that is not the lightest
            options={"mip_rel_gap": 0.0, "node_limit": MOST_NODES},
        )
        if solved.x is None:
            return None
        taken = np.flatnonzero(solved.x > TAKEN)
        return taken.tolist(), solved.fun


def fewest_cells(
    sheet: Sheet,
    weights: Mapping[Slot, float] | None = None,
    *,
    margin: float = 0.0,
    most: int = MOST_SOLUTIONS,
    rules: Collection[int] | None = None,
) -> list[Repair]:
    """The lightest sets of cells whose change makes every assessable rule hold, lightest first.

    With each cell its number. `weights` is 1 a cell unless given; sets up to `margin` heavier than
    the lightest are enumerated, at most `most` of them, none heavier than MOST_CELLS. `rules`
    restricts the program to these rules and their cells. A set whose numbers the rules leave open
    is given with one choice of them. Numbers are not negative.
    """
    system = _System(sheet, rules)
    covers = system.covers()
    if not covers:
        return []
    known = weights or {}
    program = _Program([known.get(slot, 1.0) for slot in system.cells], covers)
    found: list[Repair] = []
    heaviest = MOST_CELLS
    for _ in range(MOST_ROUNDS):
        chosen, weight = program.solve() or ([], float("inf"))
        if weight > heaviest + TIGHT:
            break
        change, implied = system.mend(chosen)
        if change is None:
            # the set covers all rows and cannot be mended: the rules it breaks are added
            program.covers += implied
            continue
        # the first is the lightest: what is heavier by more than the margin ends the list
        heaviest = min(heaviest, weight + margin)
        found.append(system.numbers_after(chosen, change))
        if len(found) == most:
            break
        program.forbidden.append(chosen)  # the next ones are others, and do not contain this one
    return found


def _number(printed: Entry, change: float) -> Number:
    """The printed number with a change that the solver gives in floating point."""
    rounded = round(float(change), DECIMALS)
    difference = Decimal(str(rounded))
    return whole((printed or 0) + difference)


def whole(number: Number) -> Number:
    """A whole number as int, whatever it was computed from."""
    return int(number) if number == int(number) else number
