"""Error localisation: the fewest, or the least trusted, cells whose numbers must change for all edit rules to hold.

I. P. Fellegi, D. Holt (1976): A Systematic Approach to Automatic Edit and Imputation, JASA 71(353), 17-35; written as a
mixed-integer program as in T. de Waal, J. Pannekoek, S. Scholtus (2011), chapter 3: a binary for each cell says whether
it may change, a continuous variable by how much, and the weights of the changed cells are to be least. All solutions
whose weight is within a margin of the least are enumerated: each one found is forbidden by a cut and the program is
solved again. One cell has a closed form (`single_cells`), so that the solver is loaded only for what one cell, or one
mistake of another kind, does not explain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from gxkit.checks.equations import Sheet
from gxkit.forms import Slot
from gxkit.report import Number

MOST_SOLUTIONS = 24
MOST_NODES = 2_000
"""where the program branches further it is given up: a limit that, unlike one of time, gives the same result each time"""
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
            number = printed + numbers.pop()
            if number >= 0 and sheet.mends({slot: number}, broken):
                yield slot, number


def implied_change(sheet: Sheet, slot: Slot, rule: int) -> Number:
    """By how much a cell must change to close the gap of an assessable equality over it."""
    gap = sheet.gaps[rule]
    assert gap is not None
    return -gap * sheet.layout.signs[rule][slot]


def fewest_cells(sheet: Sheet, weights: Mapping[Slot, float] | None = None, *, margin: float = 0.0,
                 most: int = MOST_SOLUTIONS, rules: Collection[int] | None = None) -> list[dict[Slot, Number]]:
    """The lightest sets of cells whose change makes every assessable rule hold, with the numbers, lightest first.

    `weights` is 1 a cell unless given; sets up to `margin` heavier than the lightest are enumerated, at most `most` of
    them. `rules` restricts the program to the cells of these rules. A set whose numbers the rules leave open is
    given with one choice of them. Numbers are not negative.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    layout = sheet.layout
    live = [r for r, gap in enumerate(sheet.gaps) if gap is not None and (rules is None or r in rules)]
    cells = [s for s in sheet.numbers if any(r in live for r, _ in layout.over[s]) and sheet.numbers[s] is not None]
    if not cells:
        return []
    place = {slot: i for i, slot in enumerate(cells)}
    count = len(cells)
    printed = np.array([float(sheet.numbers[s] or 0) for s in cells])
    reach = max(1.0, float(sum(abs(sheet.gaps[r] or 0) for r in sheet.broken)))  # no cell needs more than all gaps
    weight = np.array([1.0 if weights is None else weights.get(s, 1.0) for s in cells])
    rows, columns, entries = [], [], []
    low, high = [], []
    for line, rule in enumerate(live):
        for slot, sign in layout.signs[rule].items():
            rows.append(line)
            columns.append(place[slot])
            entries.append(float(sign))
        gap = float(sheet.gaps[rule] or 0) / reach
        low.append(-gap if layout.equal[rule] else -np.inf)
        high.append(-gap)
    for i in range(count):  # -changed <= change <= changed, in units of the reach, which keeps the program well scaled
        line = len(live) + 2 * i
        rows += [line, line, line + 1, line + 1]
        columns += [i, count + i, i, count + i]
        entries += [1.0, -1.0, 1.0, 1.0]
        low += [-np.inf, 0.0]
        high += [0.0, np.inf]
    system = csr_array((entries, (rows, columns)), shape=(len(low), 2 * count))
    bounds = Bounds(np.concatenate([-np.clip(printed / reach, 0, 1), np.zeros(count)]), np.ones(2 * count))
    whole = np.concatenate([np.zeros(count), np.ones(count)])  # with the cells chosen the rules give whole numbers
    aim = np.concatenate([np.zeros(count), weight])
    found: list[dict[Slot, Number]] = []
    cuts: list[LinearConstraint] = []
    least: float | None = None
    while len(found) < most:
        solved = milp(aim, integrality=whole, bounds=bounds, constraints=[LinearConstraint(system, low, high), *cuts],
                      options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0, "presolve": True})
        if solved.x is None or (least is not None and solved.fun > least + margin + TIGHT):
            break
        least = solved.fun if least is None else least
        chosen = [i for i in range(count) if solved.x[count + i] > 0.5]
        change = {cells[i]: _number(sheet.numbers[cells[i]], solved.x[i] * reach) for i in chosen}
        found.append({slot: number for slot, number in change.items() if number != sheet.numbers[slot]})
        cut = np.zeros((1, 2 * count))
        cut[0, [count + i for i in chosen]] = 1.0
        cuts.append(LinearConstraint(cut, -np.inf, len(chosen) - 1))
    return found


def _number(printed: Number | None, change: float) -> Number:
    """The printed number with a change that the solver gives in floating point."""
    assert printed is not None
    return printed + (round(change) if isinstance(printed, int) else Decimal(str(round(float(change), 4))))
