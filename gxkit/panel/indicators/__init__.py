"""Named ratios with their denominators: the twenty indicators of the study, computed over a panel.

A rate is undefined (NA, never 0) where its denominator is 0 or a part of it is blank, and its `note` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, product

import numpy as np
import pandas as pd

from gxkit.panel.indicators.definitions import (
    KINDS,
    Indicator,
    Term,
    all_indicators_by_id,
    find_indicators,
    read_indicators,
)
from gxkit.panel.indicators.engine import Figures, Reading, compute, result_to_frame
from gxkit.panel.series import index_cells

__all__ = [
    "COLUMNS",
    "Indicator",
    "all_indicators",
    "all_indicators_by_id",
    "cells_behind",
    "describe",
    "find_indicators",
    "indicator",
    "read_indicators",
]

COLUMNS = (
    "report",
    "agency",
    "agency_en",
    "code",
    "level",
    "scope",
    "year",
    "edition",
    "indicator",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "ci_low",
    "ci_high",
    "method",
    "unit",
    "comparability",
    "reconciled",
    "verdict",
    "note",
    "note_en",
)
_NUMBERS = ("numerator", "denominator", "value", "low", "high", "ci_low", "ci_high")
_MOST_WORLDS = 64
"""of one report; where its alternatives combine to more, they are taken one at a time"""


def indicator(
    frame: pd.DataFrame,
    indicator_id: str,
    *,
    figures: Figures = "reconciled",
    alternatives: pd.DataFrame | None = None,
    across_breaks: bool = False,
) -> pd.DataFrame:
    """One line a report (and part, for a family such as `denial_ground_share`) with COLUMNS.

    `frame` is a panel of `gxkit.panel.stack`. `value` is in `unit` ('1' is a share of one, not per cent), NA where it
    is undefined, a part is blank or has several readings, the form does not ask for it, or a break lies between the
    report's form and the newest (unless `across_breaks`); `note` and `note_en` say which. `numerator` and
    `denominator` are the counts beside it (both NA for a gap). `reconciled`: a figure that explains a broken sum is in
    it. `verdict` is the worst of its cells'.

    [`low`, `high`] spans the figures as printed and as each open explanation of the first rank, and each reading of an
    ambiguous cell, would have them (`alternatives`, from `gxkit.panel.alternatives_frame`); both are `value` where
    nothing is open, or no alternatives are given, or figures="printed". [`ci_low`, `ci_high`] is `method`: for rates of
    counts the score interval (Wilson 1927), for a gap that of Newcombe 1998, otherwise NA. They speak of chance, not of
    misprints. FormError for an unknown indicator.
    """
    return _assemble(frame, find_indicators(indicator_id), figures, alternatives, across_breaks)


def all_indicators(
    frame: pd.DataFrame,
    *,
    figures: Figures = "reconciled",
    alternatives: pd.DataFrame | None = None,
    across_breaks: bool = False,
) -> pd.DataFrame:
    """Every indicator, one below the other in the order of `describe`; see `indicator`."""
    return _assemble(
        frame, tuple(all_indicators_by_id().values()), figures, alternatives, across_breaks
    )


def describe() -> pd.DataFrame:
    """One line an indicator: names, definition, formula, unit, kind, interval, source, and the editions it needs."""
    rows = [
        (
            i.id,
            i.family,
            i.zh,
            i.en,
            i.definition_zh,
            i.definition_en,
            i.formula("zh"),
            i.formula("en"),
            i.unit,
            i.kind,
            KINDS[i.kind],
            i.source,
            ", ".join(i.editions),
        )
        for i in all_indicators_by_id().values()
    ]
    columns = (
        "indicator",
        "family",
        "zh",
        "en",
        "definition_zh",
        "definition_en",
        "formula_zh",
        "formula_en",
        "unit",
        "kind",
        "interval",
        "source",
        "editions",
    )
    return pd.DataFrame(rows, columns=list(columns), dtype="str")


def cells_behind(frame: pd.DataFrame, indicator_id: str, report: str) -> pd.DataFrame:
    """The lines of the panel that an indicator of one report is made of, with `indicator`, `side` and `sign` before.

    `side` is numerator, denominator or before (a cell of the report of the year before); a cell that serves twice
    stands twice. Empty where the form does not ask for it; ValueError if the panel has no such report.
    """
    reading = Reading(index_cells(frame), "printed", True)
    places = np.flatnonzero(reading.index.who["report"].eq(report).to_numpy(dtype=bool))
    if not len(places):
        raise ValueError(
            f"The panel has no report {report!r}; it has {', '.join(reading.index.who['report'])}."
        )
    earlier = reading.before[0][places[0]]
    found = []
    for one in (part for whole in find_indicators(indicator_id) for part in whole.of or (whole,)):
        for side in ("numerator", "denominator", "before"):
            for term in getattr(one, side):
                lines = frame.iloc[
                    _lines(reading, term, earlier if side == "before" else places[0])
                ]
                able = lines[lines["edition"].isin(one.editions)]
                found.append(able.assign(indicator=one.id, side=side, sign=term.sign))
    return pd.concat(found, ignore_index=True)[["indicator", "side", "sign", *frame.columns]]


def _lines(reading: Reading, term: Term, place: int) -> np.ndarray:
    index = reading.index
    cells = [
        index.cells[(e, *key)]
        for e, keys in term.cells.items()
        for key in keys
        if (e, *key) in index.cells
    ]
    lines = np.concatenate([np.empty(0, dtype=int), *cells])
    return lines[index.report[lines] == place]


def _worlds(frame: pd.DataFrame, alternatives: pd.DataFrame | None) -> Iterator[pd.DataFrame]:
    """The panel under each combination of the alternatives of each report, as many panels as the richest report has."""
    if alternatives is None or alternatives.empty:
        return
    keys = ["report", "table", "row", "column"]
    place = pd.Series(range(len(frame)), index=pd.MultiIndex.from_frame(frame[keys]))
    known = alternatives.assign(
        line=place.reindex(pd.MultiIndex.from_frame(alternatives[keys])).to_numpy()
    )
    known = known.dropna(subset="line").sort_values(
        ["report", "group", "alternative"], kind="stable"
    )
    cells = zip(
        known["report"],
        known["group"],
        known["alternative"],
        zip(known["line"].astype(int), known["value"].astype(float), strict=True),
        strict=True,
    )
    changes = [
        _combined(
            [
                [
                    dict(cell for *_, cell in same)
                    for _, same in groupby(group, key=lambda line: line[2])
                ]
                for _, group in groupby(own, key=lambda line: line[1])
            ]
        )
        for _, own in groupby(cells, key=lambda line: line[0])
    ]
    for number in range(max(map(len, changes), default=0)):
        world = {
            line: value
            for own in changes
            if number < len(own)
            for line, value in own[number].items()
        }
        value, better = frame["value"].to_numpy(copy=True), frame["reconciled"].to_numpy(copy=True)
        value[list(world)], better[list(world)] = list(world.values()), np.nan
        yield frame.assign(value=value, reconciled=better)


def _combined(groups: Sequence[list[dict[int, float]]]) -> list[dict[int, float]]:
    """The changes of each world of a report: each group as printed or by one of its alternatives."""
    if np.prod([len(group) + 1 for group in groups], dtype=float) > _MOST_WORLDS:
        return [one for group in groups for one in group]
    made = [
        {k: v for one in chosen for k, v in one.items()}
        for chosen in product(*([{}, *group] for group in groups))
    ]
    return made[1:]


def _assemble(
    frame: pd.DataFrame,
    wanted: Sequence[Indicator],
    figures: Figures,
    alternatives: pd.DataFrame | None,
    across_breaks: bool,
) -> pd.DataFrame:
    base = Reading(index_cells(frame), figures, across_breaks)
    others = [
        Reading(index_cells(world), figures, across_breaks)
        for world in (_worlds(frame, alternatives) if figures == "reconciled" else ())
    ]
    made = []
    for one in wanted:
        result = compute(one, base)
        values = np.array([result.value, *(compute(one, other).value for other in others)])
        low, high = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
        made.append(result_to_frame(one, result, low, high, base.index.who))
    joined = {
        c: pd.concat([pd.Series(part[c]) for part in made], ignore_index=True) for c in COLUMNS
    }
    kinds = {
        c: "float64"
        if c in _NUMBERS
        else "bool"
        if c == "reconciled"
        else "Int64"
        if c == "year"
        else "str"
        for c in COLUMNS
    }
    return pd.DataFrame(joined).astype(kinds)
