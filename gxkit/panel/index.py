"""The lines of a panel, found by report, table and cell.

They are sorted by cell once and kept beside their frame, so that a further concept costs little.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from pandas.arrays import ArrowStringArray

from gxkit.forms import Key
from gxkit.panel.columns import CELL, WHO
from gxkit.report import Use, Verdict

Array = np.ndarray
Cells = Mapping[str, tuple[Key, ...]]
"""by edition, the cells whose sum is asked for"""
Shape = tuple[tuple[str, str], ...]
"""the tables of a report, as its lines have them, each with its edition"""
ORDER = (
    "code",
    "agency",
    "year",
    "report",
)
"""the order of the reports of an index"""
WANTING = (
    "",
    "not asked",
    "missing",
    "blank",
    "illegible",
    "ambiguous",
)
"""why a sum of cells has no number, the mildest first; '' where it has one"""
VERDICTS = (
    Verdict.VERIFIED,
    Verdict.CLEARED,
    Verdict.UNVERIFIED,
    Verdict.CONTRADICTED,
)
"""what is said of cells, the worst last: of a sum the worst of its cells is said"""
USES = tuple(Use)
"""whether figures can be used, the worst last"""


@dataclass(
    frozen=True,
    slots=True,
    eq=False,
)
class CellIndex:
    """The lines of a panel found by cell, and its reports in ORDER.

    `who` has one line a report (columns.WHO). `cells` gives, for (edition, table, row, column), the
    numbers of its lines; `report` the place in `who` of each line. `shapes` are those of the
    reports, `shape` the place among them of each report; `at_hand` are those of the whole panel,
    where this is a part of one. `printed`, `better` and `implied` are columns of the lines,
    `wanting`, `verdict` and `use` places in WANTING, VERDICTS and USES.
    """

    who: DataFrame
    cells: Mapping[tuple[str, ...], Array]
    report: Array
    shapes: tuple[Shape, ...]
    shape: Array
    at_hand: frozenset[Shape]
    printed: Array
    better: Array
    implied: Array
    wanting: Array
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

    def editions_of(self, cells: Cells) -> tuple[list[str], tuple[str, ...]]:
        """The edition that speaks of some cells in each shape, and all that do so in the panel.

        It is that of the first of their tables that a report has, else of its first table.
        """
        tables = {table for keys in cells.values() for table, _, _ in keys}
        speaking = [_speaks(one, tables) for one in self.shapes]
        at_hand = {_speaks(one, tables) for one in self.at_hand}
        return speaking, tuple(sorted(at_hand))

    def narrow(self, wanted: Array) -> tuple[CellIndex, Array]:
        """The part with the reports that are `wanted` (True or False of each), and the numbers of
        its lines."""
        is_kept = wanted[self.report]
        lines = np.flatnonzero(is_kept)
        line = np.cumsum(is_kept) - 1
        place = np.cumsum(wanted) - 1
        cells = {cell: line[own[is_kept[own]]] for cell, own in self.cells.items()}
        columns = {name: getattr(self, name)[lines] for name in _OF_LINES}
        part = replace(
            self,
            who=self.who[wanted].reset_index(drop=True),
            cells=cells,
            report=place[self.report[lines]],
            shape=self.shape[wanted],
            **columns,
        )
        return part, lines


_OF_LINES = (
    "printed",
    "better",
    "implied",
    "wanting",
    "verdict",
    "use",
)


def _speaks(
    shape: Shape,
    tables: Collection[str],
) -> str:
    """The edition of the first of some tables that a report has, else of its first table."""
    own = [edition for table, edition in shape if table in tables]
    return (own or [edition for _, edition in shape])[0]


_Held = tuple[weakref.ref[DataFrame], DataFrame, CellIndex]
"""a frame, the frame as it was, and its index"""
_held: dict[int, _Held] = {}
"""by the id of the frame"""


def index_cells(frame: DataFrame) -> CellIndex:
    """The CellIndex of a panel, made once for each frame (and anew if it was changed in place)."""
    held = _held.get(id(frame))
    # An id is given again once a frame is gone: only the frame itself tells whether it is the one.
    is_known = held is not None and held[0]() is frame
    if held is not None and is_known and _is_untouched(frame, held[1]):
        return held[2]
    index = make_index(frame)
    keep_index(frame, index)
    return index


def keep_index(frame: DataFrame, index: CellIndex) -> None:
    """Have `index_cells` give an index for a frame, as long as the frame is what it is now."""
    key = id(frame)

    def forget(_: object) -> None:
        _held.pop(key, None)

    # A shallow copy costs nothing and keeps what the frame held, should it be changed in place.
    _held[key] = weakref.ref(frame, forget), frame.copy(deep=False), index


def _is_untouched(frame: DataFrame, before: DataFrame) -> bool:
    """Whether no column of a frame was changed or replaced since a shallow copy was made of it.

    pandas changes a column that two frames hold on a copy, so that where the memory is still the
    same the values are: to compare those of half a million lines for each series took longer than
    the series.
    """
    if frame.shape != before.shape or not frame.columns.equals(before.columns):
        return False
    return all(_is_same(frame[name], before[name]) for name in frame)


def _is_same(column: Series, before: Series) -> bool:
    if isinstance(column.dtype, np.dtype) and column.dtype == before.dtype:
        return _address(column) == _address(before)
    texts = [one.array for one in (column, before)]
    if all(isinstance(one, ArrowStringArray) for one in texts):
        one, other = (_buffers(text) for text in texts)
        return one == other
    return column.equals(before)


def _address(column: Series) -> object:
    """Where the numbers of a column stand in memory."""
    told = column.to_numpy().__array_interface__
    return told["data"], told["strides"]


def _buffers(texts: Any) -> list[object]:
    """Where texts stand in memory."""
    found: list[object] = []
    for chunk in texts.__arrow_array__().chunks:
        own = [buffer and buffer.address for buffer in chunk.buffers()]
        found.append((chunk.offset, len(chunk), own))
    return found


def make_index(
    frame: DataFrame,
    at_hand: Iterable[Shape] = (),
) -> CellIndex:
    """The CellIndex of a panel; `at_hand` are the shapes of the whole, where it is a part."""
    report, ids = pd.factorize(frame["report"])
    lines = np.arange(len(frame))
    first = np.full(len(ids), len(frame))
    np.minimum.at(
        first,
        report,
        lines,
    )
    who = frame[list(WHO)].iloc[first].reset_index(drop=True)
    order = who.sort_values(list(ORDER), kind="stable").index.to_numpy()
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    shapes, shape = _shapes(frame, report)
    return CellIndex(
        who=who.iloc[order].reset_index(drop=True),
        cells=_lines_by_cell(frame),
        report=place[report],
        shapes=shapes,
        shape=shape[order],
        at_hand=frozenset((*shapes, *at_hand)),
        printed=frame["value"].to_numpy(dtype=float),
        better=frame["reconciled"].to_numpy(dtype=float),
        implied=frame["implied"].to_numpy(dtype=float),
        # A status that is none of WANTING stands for a number: it is no reason to have none.
        wanting=_places(frame["status"], WANTING).clip(min=0),
        verdict=_places(frame["verdict"], VERDICTS),
        use=_places(frame["use"], USES),
    )


def number_bodies(who: DataFrame) -> Array:
    """A number for each line of columns.WHO, the same for all reports of a body."""
    bodies = who.groupby(
        ["code", "agency", "scope"],
        sort=False,
        observed=True,
    )
    return bodies.ngroup().to_numpy()


def _places(
    column: Series[str],
    order: Sequence[str],
) -> Array:
    """The place of each value of a column in an order; -1 of one that is not in it."""
    known = pd.Index([str(one) for one in order])
    # Of millions of lines the few different texts are looked for.
    code, texts = pd.factorize(column)
    return np.asarray(known.get_indexer(texts)[code])


def _numbered(
    frame: DataFrame,
    names: Iterable[str],
) -> tuple[Array, Array]:
    """A number for each line, the same for the same text in some columns, and of each number its
    first line."""
    joint = np.zeros(len(frame), dtype=int)
    for name in names:
        code, known = pd.factorize(frame[name])
        joint = joint * len(known) + code
    number, distinct = pd.factorize(joint)
    first = np.full(len(distinct), len(frame))
    np.minimum.at(
        first,
        number,
        np.arange(len(frame)),
    )
    return number, first


def _shapes(
    frame: DataFrame,
    report: Array,
) -> tuple[tuple[Shape, ...], Array]:
    """The different shapes of reports, and the place among them of each report."""
    # Where a report's lines name a table and edition first: few of very many lines.
    _, first = _numbered(frame, ("report", "table", "edition"))
    own: dict[int, dict[str, str]] = {}
    named = frame[["table", "edition"]].iloc[first]
    told = zip(
        report[first],
        named["table"],
        named["edition"],
        strict=True,
    )
    for number, table, edition in told:
        own.setdefault(number, {}).setdefault(table, edition)
    shapes = [tuple(own[number].items()) for number in range(len(own))]
    distinct = dict.fromkeys(shapes)
    places = {shape: place for place, shape in enumerate(distinct)}
    shape = np.array([places[one] for one in shapes], dtype=int)
    return tuple(distinct), shape


def _lines_by_cell(frame: DataFrame) -> dict[tuple[str, ...], Array]:
    """The numbers of the lines of each (edition, table, row, column)."""
    asked = ["edition", *CELL]
    cell, first = _numbered(frame, asked)
    # Sorted by cell once, each cell's lines are one slice; looking for them would be a search each.
    ends = np.cumsum(np.bincount(cell, minlength=len(first)))[:-1]
    grouped = np.split(np.argsort(cell, kind="stable"), ends)
    names = frame[asked].iloc[first].itertuples(index=False, name=None)
    # Splitting nothing gives one empty part, which no cell has.
    return dict(
        zip(
            names,
            grouped,
            strict=len(frame) > 0,
        )
    )
