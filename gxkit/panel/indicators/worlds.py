"""The panels that there would be under each open alternative: they span an indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from gxkit.panel.columns import CELL, KEY
from gxkit.panel.index import Array, CellIndex, number_bodies

Change = dict[int, float]
"""lines of a panel (from 0) with the figures they would have"""
MOST_WORLDS = 64
"""of one report; where its alternatives combine to more, they are varied one at a time"""


def imagine(
    frame: DataFrame,
    alternatives: DataFrame | None,
) -> Iterator[DataFrame]:
    """The panel under each combination of the alternatives of each report.

    Reports are changed side by side, so that there are as many panels as the richest report has
    combinations. Nothing where nothing is open.
    """
    # Without open cells the panel itself is the only world, and the span is the value.
    if alternatives is None or alternatives.empty:
        return
    lines = _lines_in_frame(frame, alternatives)
    reports = _list_worlds(alternatives, lines).values()
    for number in range(max(map(len, reports), default=0)):
        changed = _world(reports, number)
        value, better = _changed(
            frame["value"],
            frame["reconciled"],
            changed,
        )
        yield frame.assign(value=value, reconciled=better)


def imagine_parts(
    index: CellIndex,
    alternatives: DataFrame | None,
) -> Iterator[tuple[CellIndex, Array]]:
    """The same for the lines of an index: in each world the bodies that have so many, and the
    places of their reports in `who`.

    A body is taken whole, for an indicator may rest on the report of its year before.
    """
    if alternatives is None or alternatives.empty:
        return
    lines = _lines_in_index(index, alternatives)
    worlds = _list_worlds(alternatives, lines)
    most = _most_of_body(index, worlds)
    there = 0
    for number in range(most.max(initial=0)):
        is_in = most > number
        count = is_in.sum()
        # Few bodies have many worlds: those that have no further one are left out from there on.
        if count != there:
            there = count
            part, kept = index.narrow(is_in)
            place = np.zeros(len(index.report), dtype=int)
            place[kept] = np.arange(len(kept))
        told = _world(worlds.values(), number)
        changed = {int(place[line]): figure for line, figure in told.items()}
        printed, better = _changed(part.printed, part.better, changed)
        world = replace(part, printed=printed, better=better)
        yield world, np.flatnonzero(is_in)


def _most_of_body(
    index: CellIndex,
    worlds: Mapping[str, Sequence[Change]],
) -> Array:
    """For each report, how many worlds the richest report of its body has."""
    own = [len(worlds.get(report, ())) for report in index.who["report"]]
    body = number_bodies(index.who)
    richest = np.zeros(len(own), dtype=int)
    np.maximum.at(richest, body, own)
    return np.asarray(richest[body])


def _world(
    reports: Iterable[Sequence[Change]],
    number: int,
) -> Change:
    """What changes in the reports that have a world of a number."""
    changed: Change = {}
    for own in reports:
        if number < len(own):
            changed |= own[number]
    return changed


def _changed(
    value: Array | Series,
    better: Array | Series,
    changed: Change,
) -> tuple[Array, Array]:
    """Printed and reconciled figures with others in some lines, and nothing reconciled there."""
    # Both are copies: the panel belongs to the caller and is used again for the next world.
    value = np.array(value, dtype=float)
    better = np.array(better, dtype=float)
    lines = list(changed)
    value[lines] = list(changed.values())
    better[lines] = np.nan
    return value, better


def _lines_in_frame(
    frame: DataFrame,
    alternatives: DataFrame,
) -> Array:
    """The line of a panel that each line of the alternatives is about; NaN where it has none."""
    keys = list(KEY)
    there = pd.MultiIndex.from_frame(frame[keys])
    wanted = pd.MultiIndex.from_frame(alternatives[keys])
    lines = Series(range(len(frame)), index=there)
    return lines.reindex(wanted).to_numpy(dtype=float)


def _lines_in_index(
    index: CellIndex,
    alternatives: DataFrame,
) -> Array:
    """The same, found by cell and report: there are few cells."""
    by_cell: dict[tuple[str, ...], list[Array]] = {}
    for (_, *key), own in index.cells.items():
        by_cell.setdefault(tuple(key), []).append(own)
    asked: dict[tuple[str, ...], list[int]] = {}
    named = alternatives[list(CELL)].itertuples(index=False, name=None)
    for number, cell in enumerate(named):
        asked.setdefault(cell, []).append(number)
    reports = pd.Index(index.who["report"])
    report = reports.get_indexer(alternatives["report"])
    found = np.full(len(alternatives), np.nan)
    for cell, places in asked.items():
        # One place more stands for a report that is not in this panel: it is looked for at -1.
        line = np.full(len(reports) + 1, np.nan)
        for lines in by_cell.get(cell, ()):
            line[index.report[lines]] = lines
        found[places] = line[report[places]]
    return found


def _list_worlds(
    alternatives: DataFrame,
    lines: Array,
) -> dict[str, list[Change]]:
    """For each report with open groups, what changes in each of its worlds."""
    # An alternative of a report that is not in this panel changes nothing in it.
    known = alternatives.assign(line=lines).dropna(subset="line")
    known = known.sort_values(["report", "group", "alternative"], kind="stable")
    reports: dict[str, dict[int, dict[int, Change]]] = {}
    cells = known[
        [
            "report",
            "group",
            "alternative",
            "line",
            "value",
        ]
    ]
    for report, group, alternative, line, value in cells.itertuples(index=False):
        own = reports.setdefault(report, {}).setdefault(group, {})
        own.setdefault(alternative, {})[int(line)] = float(value)
    made = {}
    for report, groups in reports.items():
        choices = [list(group.values()) for group in groups.values()]
        made[report] = _combine(choices)
    return made


def _combine(groups: Sequence[list[Change]]) -> list[Change]:
    """The changes of each world of a report: each group as printed or by one alternative."""
    choices = (len(group) + 1 for group in groups)
    if prod(choices) > MOST_WORLDS:
        return _one_at_a_time(groups)
    with_printed: list[list[Change]] = [[{}, *group] for group in groups]
    made: list[Change] = []
    for chosen in product(*with_printed):
        world: Change = {}
        for change in chosen:
            world |= change
        made.append(world)
    # The first is the panel as printed, which is there already.
    return made[1:]


def _one_at_a_time(groups: Sequence[list[Change]]) -> list[Change]:
    """Each alternative with all other groups as printed, by their first and by their last."""
    made: list[Change] = []
    for place, group in enumerate(groups):
        others = [*groups[:place], *groups[place + 1 :]]
        # Two cells that are ambiguous have no sum as long as either is left as printed.
        first: Change = {}
        last: Change = {}
        for other in others:
            first |= other[0]
            last |= other[-1]
        for around in ({}, first, last):
            made += [around | change for change in group]
    return made
