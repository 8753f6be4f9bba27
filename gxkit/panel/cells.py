"""Sums of the cells of a panel in each of its reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from gxkit.forms import per_form_set
from gxkit.forms.crosswalk import Comparability, Concept, crosswalk, find_concept
from gxkit.panel.index import USES, VERDICTS, WANTING, Array, CellIndex, Cells
from gxkit.report import Use, Verdict

Figures = Literal["printed", "reconciled", "implied"]
"""which figures are taken: those printed; reconciled ones where there are any; and where no number
is printed those that follow from the others, too"""
BASES: tuple[Figures, ...] = get_args(Figures)
"""what a sum rests on, the firmest first"""
NOT_ASKED = WANTING.index("not asked")
MISSING = WANTING.index("missing")
COMPARABILITY = np.array([str(kind) for kind in Comparability], dtype=object)
"""the kinds of comparability by rank"""


@dataclass(frozen=True, slots=True, eq=False)
class CellSum:
    """A concept in each report of a CellIndex, as arrays in its order.

    `value` is NaN where `wanting` (a place in WANTING) is not 0; `edition` is that of the concept's
    own table, else of the report's first, and `at_hand` are all of them in the panel;
    `comparability` as in `concept_series`; `changed`, `implied`: a reconciled figure is in it, one
    that follows from others. `worst` and `use` are those of its cells, as places in VERDICTS and
    USES.
    """

    value: Array
    wanting: Array
    edition: Array
    at_hand: tuple[str, ...]
    comparability: Array
    changed: Array
    implied: Array
    worst: Array
    use: Array


def name_places(
    places: Array,
    order: Sequence[str],
) -> Array:
    """Places in an order, such as VERDICTS, as text."""
    names = np.array([str(one) for one in order], dtype=object)
    return np.asarray(names[places])


def basis_of(
    changed: Array,
    implied: Array,
) -> Array:
    """What figures rest on, as text: the least firm of BASES that is in them."""
    place = np.where(implied, BASES.index("implied"), changed.astype(int))
    return name_places(place, BASES)


@dataclass(frozen=True, slots=True, eq=False)
class _Tally:
    """What is said of lines, gathered in their reports: `at` is the report of each of them."""

    at: Array
    count: int

    def add(self, weights: Array | None = None) -> Array:
        """The sum over the lines of each report; without weights their number."""
        return np.bincount(
            self.at,
            weights=weights,
            minlength=self.count,
        )

    def worst(self, places: Array, where_none: int) -> Array:
        """The highest of the places of its lines; of a report without any nothing is known."""
        found = np.where(self.add() > 0, 0, where_none)
        np.maximum.at(found, self.at, places)
        return found


def sum_cells(
    index: CellIndex,
    concept: Concept,
    figures: Figures,
    cells: Cells | None = None,
) -> CellSum:
    """The sum of a concept's cells (or of `cells`, by edition, in their place) in each report."""
    cells = concept.cells if cells is None else cells
    speaking, at_hand = index.editions_of(cells)
    ranks = _comparability(concept, speaking, at_hand, cells)
    lines = index.lines_of(cells)
    tally = _Tally(index.report[lines], len(index.who))
    number, changed, implied, use = _choose(index, lines, figures)
    wanting = _wanting(index, cells, lines, number)
    total = tally.add(np.nan_to_num(number))
    unverified = VERDICTS.index(Verdict.UNVERIFIED)
    return CellSum(
        value=np.where(wanting == 0, total, np.nan),
        wanting=wanting,
        edition=np.array(speaking, dtype=object)[index.shape],
        at_hand=at_hand,
        comparability=ranks[index.shape],
        changed=tally.add(changed) > 0,
        implied=tally.add(implied) > 0,
        worst=tally.worst(index.verdict[lines], unverified),
        use=tally.worst(use, USES.index(Use.NO)),
    )


def _choose(
    index: CellIndex,
    lines: Array,
    figures: Figures,
) -> tuple[Array, Array, Array, Array]:
    """The numbers of some lines, where they are reconciled, where implied, and their use."""
    # A reconciled figure is there only where it differs from what is printed.
    better = index.better[lines]
    is_better = ~np.isnan(better)
    changed = is_better & (figures != "printed")
    number = np.where(changed, better, index.printed[lines])
    # What follows from other figures stands only where nothing else does.
    following = index.implied[lines]
    implied = np.isnan(number) & ~np.isnan(following) & (figures == "implied")
    number = np.where(implied, following, number)
    # A figure that is known to be wrong is fit for nothing, if it is taken as it was printed.
    use = np.where(is_better & ~changed, USES.index(Use.NO), index.use[lines])
    return number, changed, implied, use


def _wanting(
    index: CellIndex,
    cells: Cells,
    lines: Array,
    number: Array,
) -> Array:
    """Why each report has no sum, as a place in WANTING; `number` are the numbers of the lines."""
    speaking, _ = index.editions_of(cells)
    asked = np.array([len(cells.get(one, ())) for one in speaking], dtype=int)
    wanted = asked[index.shape]
    tally = _Tally(index.report[lines], len(index.who))
    is_known = ~np.isnan(number)
    gravity = np.where(is_known, 0, index.wanting[lines])
    absent = np.where(tally.add() < wanted, MISSING, 0)
    # A status that is none of WANTING still leaves a hole: it counts as the mildest of them.
    why = np.maximum(absent, MISSING)
    why = np.maximum(why, tally.worst(gravity, 0))
    why = np.where(tally.add(is_known) == wanted, 0, why)
    return np.where(wanted == 0, NOT_ASKED, why)


def _comparability(
    concept: Concept,
    editions: Sequence[str],
    at_hand: tuple[str, ...],
    cells: Cells,
) -> Array:
    """How some editions compare with the newest at hand that asks for a concept."""
    asking = tuple(name for name in at_hand if name in cells)
    ranks = ranks_of((concept.id,), at_hand, asking)
    kinds = dict(zip(at_hand, COMPARABILITY[list(ranks)], strict=True))
    return np.array([kinds[one] for one in editions], dtype=object)


@per_form_set
def ranks_of(
    concepts: tuple[str, ...],
    editions: tuple[str, ...],
    able: tuple[str, ...],
) -> tuple[int, ...]:
    """How each edition compares with the newest of those that are able, in its worst concept.

    As ranks of Comparability. A panel is asked the same hundreds of times: the answer is kept.
    """
    walk = crosswalk()
    asked = [find_concept(concept) for concept in concepts]
    ranks = [Comparability.NONE.rank] * len(editions)
    for place, edition in enumerate(editions):
        if edition in able:
            newest = walk.newest(asked, edition, able)
            steps = [walk.comparability(concept, edition, newest) for concept in asked]
            ranks[place] = max(step.rank for step in steps)
    return tuple(ranks)
