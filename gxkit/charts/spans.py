"""What the numbers of a figure may be as long as reconciliation or reading is open.

A figure's data are made once more from each panel that there would be under the open alternatives;
the least and the most of each number stand beside it, in `…_low` and `…_high`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from gxkit.forms.crosswalk import crosswalk, find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.columns import CELL
from gxkit.panel.index import index_cells, keep_index
from gxkit.panel.indicators import find_indicators
from gxkit.panel.indicators.worlds import imagine
from gxkit.report import Key

MakeData = Callable[[pd.DataFrame, Figures], pd.DataFrame]
"""from a panel, by the figures that are taken of it, to the data of a figure"""
LOW, HIGH = "_low", "_high"
# what tells the groups of alternatives apart: all cells of a group are open together
GROUP = ["report", "group"]


def with_spans(
    make: MakeData,
    frame: pd.DataFrame,
    alternatives: pd.DataFrame | None,
    numbers: Iterable[str],
    keys: Sequence[str] = ("report",),
    figures: Figures = "reconciled",
) -> pd.DataFrame:
    """The data of a figure, with the least and the most that some of its numbers may be.

    `keys` tell its lines apart. Both ends are the number itself where nothing is open, no
    `alternatives` (`gxkit.panel.alternatives_frame`) are given, or the figures are taken as
    printed; NA where there is no number in any case.
    """
    data = make(frame, figures)
    # printed figures are what they are: only what is reconciled can be open
    if figures == "printed":
        alternatives = None
    lines = data[list(keys)]
    versions = [data]
    open_cells = _touching(data, alternatives)
    part = _bodies_of(frame, open_cells)
    for world in imagine(part, open_cells):
        _take_index(world, part)
        imagined = make(world, figures)
        versions.append(
            lines.merge(
                imagined,
                on=list(keys),
                how="left",
            )
        )
    ends = {}
    for name in numbers:
        known = [version[name].to_numpy(dtype=float, na_value=np.nan) for version in versions]
        # these leave NaN aside: a world in which there is no number bounds nothing
        ends[name + LOW] = np.fmin.reduce(known)
        ends[name + HIGH] = np.fmax.reduce(known)
    return data.assign(**ends)


def _take_index(
    world: pd.DataFrame,
    part: pd.DataFrame,
) -> None:
    """Let a world have the index of its panel, with its own figures: only these are others, and to
    look for each cell anew in each of 64 worlds took longer than to count."""
    numbers = (world[name].to_numpy(dtype=float) for name in ("value", "reconciled"))
    printed, better = numbers
    keep_index(world, replace(index_cells(part), printed=printed, better=better))


def _bodies_of(
    frame: pd.DataFrame,
    alternatives: pd.DataFrame | None,
) -> pd.DataFrame:
    """The reports of the bodies of which something is open: nothing of the others changes."""
    if alternatives is None:
        return frame
    opened = frame["report"].isin(alternatives["report"])
    # whole bodies, since a figure may set a year against the one before
    return frame[frame["code"].isin(frame.loc[opened, "code"])]


def _touching(
    data: pd.DataFrame,
    alternatives: pd.DataFrame | None,
) -> pd.DataFrame | None:
    """The alternatives that change a cell behind a figure: each combination is another panel."""
    if alternatives is None or alternatives.empty:
        return None
    cells = pd.MultiIndex.from_frame(alternatives[list(CELL)])
    behind = cells.isin(list(_cells_behind(data)))
    groups = pd.MultiIndex.from_frame(alternatives[GROUP])
    return alternatives[groups.isin(groups[behind])]


def _cells_behind(data: pd.DataFrame) -> set[Key]:
    """The cells that the lines of a figure name, and those, of any edition, of their concepts and
    indicators."""
    found: set[Key] = set()
    for cell in _named(data, ("cells",)):
        table, row, column = cell.split("/")
        found.add((table, row, column))
    for concept in _named(data, ("concept", "concepts")):
        # figures also name what is no concept, as the stages of a flow that are left over
        if concept in crosswalk().concepts:
            for cells in find_concept(concept).cells.values():
                found.update(cells)
    for name in _named(data, ("indicator", "indicators")):
        terms = [term for one in find_indicators(name) for term in one.terms]
        for term in terms:
            for cells in term.cells.values():
                found.update(cells)
    return found


def _named(data: pd.DataFrame, columns: Sequence[str]) -> set[str]:
    named: set[str] = set()
    for column in columns:
        for text in data[column].unique() if column in data else ():
            named.update(text.split())
    return named


def open_parts(data: pd.DataFrame, numbers: Sequence[str]) -> pd.DataFrame:
    """Which of some numbers are open, a column each."""
    return pd.DataFrame({number: is_open(data, number) for number in numbers})


def is_open(data: pd.DataFrame, number: str) -> pd.Series:
    """Where a number may be another, or is only known to lie between two."""
    low = data.get(number + LOW)
    # data that were made without spans have nothing open
    if low is None:
        return pd.Series(False, index=data.index)
    return low.notna() & (low.ne(data[number + HIGH]) | data[number].isna())


def is_touched(
    data: pd.DataFrame,
    alternatives: pd.DataFrame | None,
) -> pd.Series:
    """Where a cell behind a line (`report`, `edition`, `concept`) is open.

    Asked of many concepts at once it takes no world for each alternative, as `with_spans` does; a
    sum that all alternatives leave as it is counts as open too.
    """
    touched = pd.Series(False, index=data.index)
    if alternatives is None or alternatives.empty:
        return touched
    cells = alternatives[["report", *CELL]].itertuples(index=False, name=None)
    opened = {(str(report), (table, row, column)) for report, table, row, column in cells}
    of_open = data[data["report"].isin(alternatives["report"])]
    for place, line in zip(of_open.index, of_open.to_dict("records"), strict=True):
        behind = find_concept(line["concept"]).cells.get(line["edition"], ())
        touched[place] = any((line["report"], cell) in opened for cell in behind)
    return touched
