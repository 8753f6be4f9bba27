"""The panels that there would be under each open alternative: they span an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from gxkit.panel.columns import KEY

Change = dict[int, float]
"""lines of a panel (from 0) with the figures they would have"""
MOST_WORLDS = 64
"""of one report; where its alternatives combine to more, they are varied one at a time"""


def imagine(frame: DataFrame, alternatives: DataFrame | None) -> Iterator[DataFrame]:
    """The panel under each combination of the alternatives of each report.

    Reports are changed side by side, so that there are as many panels as the richest report has
    combinations. Nothing where nothing is open.
    """
    # Without open cells the panel itself is the only world, and the span is the value.
    if alternatives is None or alternatives.empty:
        return
    reports = [_combine(groups) for groups in _open_groups(frame, alternatives)]
    for number in range(max(map(len, reports), default=0)):
        changed: Change = {}
        for own in reports:
            if number < len(own):
                changed |= own[number]
        yield _with(frame, changed)


def _with(frame: DataFrame, changed: Change) -> DataFrame:
    """The panel with other figures in some lines, and nothing reconciled there."""
    lines = list(changed)
    value = frame["value"].to_numpy(copy=True)
    better = frame["reconciled"].to_numpy(copy=True)
    # Both columns are copies: the panel belongs to the caller and is used again for the next world.
    value[lines] = list(changed.values())
    better[lines] = np.nan
    return frame.assign(value=value, reconciled=better)


def _open_groups(frame: DataFrame, alternatives: DataFrame) -> list[list[list[Change]]]:
    """For each report its open groups, for each group what each of its alternatives changes."""
    keys = list(KEY)
    there = pd.MultiIndex.from_frame(frame[keys])
    wanted = pd.MultiIndex.from_frame(alternatives[keys])
    lines = Series(range(len(frame)), index=there)
    known = alternatives.assign(line=lines.reindex(wanted).to_numpy())
    # An alternative of a report that is not in this panel changes nothing in it.
    known = known.dropna(subset="line")
    known = known.sort_values(["report", "group", "alternative"], kind="stable")
    reports: dict[str, dict[int, dict[int, Change]]] = {}
    cells = known[["report", "group", "alternative", "line", "value"]]
    for report, group, alternative, line, value in cells.itertuples(index=False):
        own = reports.setdefault(report, {}).setdefault(group, {})
        own.setdefault(alternative, {})[int(line)] = float(value)
    return [_in_lists(groups) for groups in reports.values()]


def _in_lists(groups: Mapping[int, Mapping[int, Change]]) -> list[list[Change]]:
    return [list(alternatives.values()) for alternatives in groups.values()]


def _combine(groups: Sequence[list[Change]]) -> list[Change]:
    """The changes of each world of a report: each group as printed or by one alternative."""
    choices = [len(group) + 1 for group in groups]
    if prod(choices) > MOST_WORLDS:
        return _one_at_a_time(groups)
    made: list[Change] = []
    for chosen in product(*([{}, *group] for group in groups)):
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
