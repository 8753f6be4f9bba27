"""The cells of a panel, found by table, row and column, and their sums in each report.

The lines of a panel are sorted by cell once and kept beside it, so that a further concept costs
little.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from gxkit.forms import Key, per_form_set
from gxkit.forms.crosswalk import Comparability, Concept, crosswalk, find_concept
from gxkit.panel.columns import CELL, WHO
from gxkit.report import Use, Verdict

Array = np.ndarray
Cells = Mapping[str, tuple[Key, ...]]
"""by edition, the cells whose sum is asked for"""
Figures = Literal["printed", "reconciled", "implied"]
"""which figures are taken: those printed; reconciled ones where there are any; and where no number
is printed those that follow from the others, too"""
BASES: tuple[Figures, ...] = get_args(Figures)
"""what a sum rests on, the firmest first"""
ORDER = ("code", "agency", "year", "report")
"""the order of the reports of an index"""
WANTING = ("", "not asked", "missing", "blank", "illegible", "ambiguous")
"""why a sum of cells has no number, the mildest first; '' where it has one"""
NOT_ASKED = WANTING.index("not asked")
MISSING = WANTING.index("missing")
COMPARABILITY = np.array([str(kind) for kind in Comparability], dtype=object)
"""the kinds of comparability by rank"""
VERDICTS = (Verdict.VERIFIED, Verdict.CLEARED, Verdict.UNVERIFIED, Verdict.CONTRADICTED)
"""what is said of cells, the worst last: of a sum the worst of its cells is said"""
USES = tuple(Use)
"""whether figures can be used, the worst last"""
_GRAVITY = {status: WANTING.index(status) for status in WANTING}


@dataclass(frozen=True, slots=True, eq=False)
class CellIndex:
    """The lines of a panel found by cell, and its reports in ORDER.

    `who` has one line a report (columns.WHO). `cells` gives, for (edition, table, row, column), the
    numbers of its lines; `report` the place in `who` of each line; `first` the first line of a
    report (down) in a table (across), the number of lines where it has none. `printed`, `better`,
    `implied` and `status` are columns of the lines, `verdict` and `use` places in VERDICTS and
    USES.
    """

    who: DataFrame
    cells: Mapping[tuple[str, ...], Array]
    report: Array
    tables: Mapping[str, int]
    first: Array
    edition: Array
    printed: Array
    better: Array
    implied: Array
    status: Array
    verdict: Array
    use: Array

    def lines_of(self, cells: Cells) -> Array:
        """The numbers of the lines that hold some cells."""
        # The empty array stands for cells that no report of the panel has.
        found = [np.empty(0, dtype=int)]
        for edition, keys in cells.items():
            asked = [(edition, *key) for key in keys]
            found += [self.cells[cell] for cell in asked if cell in self.cells]
        return np.concatenate(found)


@dataclass(frozen=True, slots=True, eq=False)
class CellSum:
    """A concept in each report of a CellIndex, as arrays in its order.

    `value` is NaN where `wanting` (a place in WANTING) is not 0; `edition` is that of the concept's
    own table, else of the report's first; `comparability` as in `concept_series`; `changed`,
    `implied`: a reconciled figure is in it, one that follows from others. `worst` and `use` are
    those of its cells, as places in VERDICTS and USES.
    """

    value: Array
    wanting: Array
    edition: Array
    comparability: Array
    changed: Array
    implied: Array
    worst: Array
    use: Array


def name_places(places: Array, order: Sequence[str]) -> Array:
    """Places in an order, such as VERDICTS, as text."""
    names = np.array([str(one) for one in order], dtype=object)
    return np.asarray(names[places])


def basis_of(changed: Array, implied: Array) -> Array:
    """What figures rest on, as text: the least firm of BASES that is in them."""
    place = np.where(implied, BASES.index("implied"), changed.astype(int))
    return name_places(place, BASES)


_Held = tuple[weakref.ref[DataFrame], DataFrame, CellIndex]
"""a frame, the frame as it was, and its index"""
_held: dict[int, _Held] = {}
"""by the id of the frame"""


def index_cells(frame: DataFrame) -> CellIndex:
    """The CellIndex of a panel, made once for each frame (and anew if it was changed in place)."""
    key = id(frame)
    held = _held.get(key)
    # An id is given again once a frame is gone: only the frame itself tells whether it is the one.
    is_known = held is not None and held[0]() is frame
    if held is None or not is_known or not frame.equals(held[1]):

        def forget(_: object) -> None:
            _held.pop(key, None)

        # A shallow copy costs nothing and keeps what the frame held, should it be changed in place.
        as_it_was = frame.copy(deep=False)
        held = weakref.ref(frame, forget), as_it_was, _make_index(frame)
        _held[key] = held
    return held[2]


def _make_index(frame: DataFrame) -> CellIndex:
    lines = np.arange(len(frame))
    report, ids = pd.factorize(frame["report"])
    table, tables = pd.factorize(frame["table"])
    # With no table at all there must still be one column to look for the first line in.
    width = max(len(tables), 1)
    first = np.full((len(ids), width), len(frame))
    np.minimum.at(first, (report, table), lines)
    heads = frame.iloc[first.min(axis=1)]
    who = heads[list(WHO)].reset_index(drop=True)
    order = who.sort_values(list(ORDER), kind="stable").index.to_numpy()
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    return CellIndex(
        who=who.iloc[order].reset_index(drop=True),
        cells=_lines_by_cell(frame),
        report=place[report],
        tables={str(name): number for number, name in enumerate(tables)},
        first=first[order],
        edition=frame["edition"].to_numpy(dtype=object),
        printed=frame["value"].to_numpy(dtype=float),
        better=frame["reconciled"].to_numpy(dtype=float),
        implied=frame["implied"].to_numpy(dtype=float),
        status=frame["status"].to_numpy(dtype=object),
        verdict=_places(frame["verdict"], VERDICTS),
        use=_places(frame["use"], USES),
    )


def _places(column: Series[str], order: Sequence[str]) -> Array:
    """The place of each value of a column in an order."""
    made = pd.Categorical(column, categories=[str(one) for one in order])
    return np.asarray(made.codes, dtype=int)


def _lines_by_cell(frame: DataFrame) -> dict[tuple[str, ...], Array]:
    """The numbers of the lines of each (edition, table, row, column)."""
    asked = pd.MultiIndex.from_frame(frame[["edition", *CELL]])
    # Sorted by cell once, each cell's lines are one slice; looking for them would be a search each.
    cell, names = pd.factorize(asked)
    sizes = np.bincount(cell, minlength=len(names))
    ends = np.cumsum(sizes)[:-1]
    grouped = np.split(np.argsort(cell, kind="stable"), ends)
    # Splitting nothing gives one empty part, which no cell has.
    return dict(zip(names, grouped, strict=len(frame) > 0))


def sum_cells(
    index: CellIndex,
    concept: Concept,
    figures: Figures,
    cells: Cells | None = None,
) -> CellSum:
    """The sum of a concept's cells (or of `cells`, by edition, in their place) in each report."""
    cells = concept.cells if cells is None else cells
    edition = _editions(index, cells)
    lines = index.lines_of(cells)
    # Of each line the report it belongs to: what is summed over lines lands there.
    at = index.report[lines]
    count = len(index.who)

    def tally(weights: Array | None = None) -> Array:
        return np.bincount(at, weights=weights, minlength=count)

    number, changed, implied, use = _choose(index, lines, figures)
    wanted = np.array([len(cells.get(one, ())) for one in edition], dtype=int)
    there = tally()
    gravity = np.zeros(count, dtype=int)
    np.maximum.at(gravity, at, _gravity(index.status[lines], number))
    known = tally(~np.isnan(number))
    wanting = _wanting(wanted, there, known, gravity)
    total = tally(np.nan_to_num(number))
    # Of a report that has none of the cells nothing is known.
    worst = np.where(there > 0, 0, VERDICTS.index(Verdict.UNVERIFIED))
    np.maximum.at(worst, at, index.verdict[lines])
    unfit = np.where(there > 0, 0, USES.index(Use.NO))
    np.maximum.at(unfit, at, use)
    return CellSum(
        value=np.where(wanting == 0, total, np.nan),
        wanting=wanting,
        edition=edition,
        comparability=_comparability(concept, edition, cells),
        changed=tally(changed) > 0,
        implied=tally(implied) > 0,
        worst=worst,
        use=unfit,
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


def _editions(index: CellIndex, cells: Cells) -> Array:
    """The edition that speaks in each report: of the tables of some cells, else of its first."""
    asked = {table for keys in cells.values() for table, _, _ in keys}
    tables = [index.tables[table] for table in asked if table in index.tables]
    nowhere = len(index.edition)
    speaks = index.first.min(axis=1, initial=nowhere)
    if tables:
        own = index.first[:, tables].min(axis=1)
        speaks = np.where(own < nowhere, own, speaks)
    return np.asarray(index.edition[speaks])


def _wanting(
    wanted: Array,
    there: Array,
    known: Array,
    gravity: Array,
) -> Array:
    """Why each report has no sum, as a place in WANTING, from how many cells it has of how many.

    `known` counts those with a number, `gravity` is the worst of the others.
    """
    absent = np.where(there < wanted, MISSING, 0)
    # A status that is none of WANTING still leaves a hole: it counts as the mildest of them.
    why = np.maximum(np.maximum(absent, gravity), MISSING)
    why = np.where(known == wanted, 0, why)
    return np.where(wanted == 0, NOT_ASKED, why)


def _gravity(status: Array, number: Array) -> Array:
    """Why each cell has no number, as a place in WANTING; 0 where it has one."""
    why = [_GRAVITY.get(one, 0) for one in status]
    return np.where(np.isnan(number), why, 0)


def _comparability(
    concept: Concept,
    edition: Array,
    cells: Cells,
) -> Array:
    """How each report's edition compares with the newest at hand that asks for a concept."""
    names, which = np.unique(edition.astype(str), return_inverse=True)
    editions = tuple(names.tolist())
    asking = tuple(name for name in editions if name in cells)
    ranks = ranks_of((concept.id,), editions, asking)
    kinds = COMPARABILITY[list(ranks)]
    return np.asarray(kinds[which])


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
