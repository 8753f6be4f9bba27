"""Named ratios with their denominators, computed over a panel.

A rate is undefined (NA, never 0) where its denominator is 0 or a part of it is blank, and its
`note` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from gxkit.panel.cells import Figures
from gxkit.panel.columns import INDICATOR_NUMBERS
from gxkit.panel.columns import INDICATORS as COLUMNS
from gxkit.panel.index import CellIndex, index_cells
from gxkit.panel.indicators.definitions import (
    KINDS,
    Indicator,
    Term,
    all_indicators_by_id,
    find_indicators,
    read_indicators,
)
from gxkit.panel.indicators.engine import Reading, compute, result_to_frame, value_of
from gxkit.panel.indicators.worlds import imagine_parts

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
_TYPES = {
    "year": "Int64",
    "reconciled": "bool",
    **dict.fromkeys(INDICATOR_NUMBERS, "float64"),
}
"""the types of the columns that are no text"""


def indicator(
    frame: DataFrame,
    indicator_id: str,
    *,
    figures: Figures = "reconciled",
    alternatives: DataFrame | None = None,
    across_breaks: bool = False,
) -> DataFrame:
    """One line a report (and part, for a family such as `denial_ground_share`) with COLUMNS.

    `frame` is a panel of `gxkit.panel.stack`. `value` is in `unit` ('1' is a share of one, not per
    cent), NA where it is undefined, a part is blank or has several readings, the form does not ask
    for it, or a break lies between the report's form and the newest (unless `across_breaks`);
    `note` and `note_en` say which. `numerator` and `denominator` are the counts beside it (both NA
    for a gap). `reconciled`: a figure that explains a broken sum is in it. `verdict` is the worst
    of its cells'.

    [`low`, `high`] spans the figures as printed and as each open explanation of the first rank, and
    each reading of an ambiguous cell, would have them (`alternatives`, from
    `gxkit.panel.alternatives_frame`); both are `value` where nothing is open, or no alternatives
    are given, or figures="printed". [`ci_low`, `ci_high`] is `method`: for rates of counts the
    score interval (Wilson 1927), for a gap that of Newcombe 1998, otherwise NA. They speak of
    chance, not of misprints. FormError for an unknown indicator.
    """
    wanted = find_indicators(indicator_id)
    base = Reading(index_cells(frame), figures, across_breaks)
    return _assemble(base, wanted, alternatives)


def all_indicators(
    frame: DataFrame,
    *,
    figures: Figures = "reconciled",
    alternatives: DataFrame | None = None,
    across_breaks: bool = False,
) -> DataFrame:
    """Every indicator, one below the other in the order of `describe`; see `indicator`."""
    wanted = tuple(all_indicators_by_id().values())
    base = Reading(index_cells(frame), figures, across_breaks)
    return _assemble(base, wanted, alternatives)


def indicators_of(
    index: CellIndex,
    figures: Figures,
    alternatives: DataFrame | None,
) -> DataFrame:
    """Every indicator of the index of a panel, or of a part of one that holds bodies whole."""
    wanted = tuple(all_indicators_by_id().values())
    return _assemble(Reading(index, figures, across_breaks=False), wanted, alternatives)


def _assemble(
    base: Reading,
    wanted: Sequence[Indicator],
    alternatives: DataFrame | None,
) -> DataFrame:
    results = [compute(one, base) for one in wanted]
    spans = [(result.value.copy(), result.value.copy()) for result in results]
    # Printed figures are what they are: only what is reconciled can be open.
    worlds = () if base.figures == "printed" else imagine_parts(base.index, alternatives)
    for part, places in worlds:
        other = Reading(part, base.figures, base.across_breaks)
        for one, (low, high) in zip(wanted, spans, strict=True):
            value = value_of(one, other)
            # fmin and fmax leave NaN aside: a world in which there is no value bounds nothing.
            low[places] = np.fmin(low[places], value)
            high[places] = np.fmax(high[places], value)
    made = []
    for one, result, (low, high) in zip(wanted, results, spans, strict=True):
        made.append(result_to_frame(one, result, low, high, base.index.who))
    joined = {}
    for name in COLUMNS:
        parts = [Series(columns[name]) for columns in made]
        joined[name] = pd.concat(parts, ignore_index=True)
    types = {name: _TYPES.get(name, "str") for name in COLUMNS}
    return DataFrame(joined).astype(types)


def describe() -> DataFrame:
    """One line an indicator: names, definition, formula, unit, kind, interval, source, editions."""
    described = map(_described, all_indicators_by_id().values())
    return DataFrame(described, dtype="str")


def _described(one: Indicator) -> dict[str, str]:
    return {
        "indicator": one.id,
        "family": one.family,
        "zh": one.zh,
        "en": one.en,
        "definition_zh": one.definition_zh,
        "definition_en": one.definition_en,
        "formula_zh": one.formula("zh"),
        "formula_en": one.formula("en"),
        "unit": one.unit,
        "kind": one.kind,
        "interval": KINDS[one.kind],
        "source": one.source,
        "editions": ", ".join(one.editions),
    }


def cells_behind(
    frame: DataFrame,
    indicator_id: str,
    report: str,
) -> DataFrame:
    """The lines of the panel that an indicator of one report is made of.

    `indicator`, `side` and `sign` stand before the columns of the panel. `side` is numerator,
    denominator or before (a cell of the report of the year before); a cell that serves twice stands
    twice. Empty where the form does not ask for it; ValueError if the panel has no such report.
    """
    reading = Reading(index_cells(frame), "printed", True)
    reports = reading.index.who["report"]
    places = np.flatnonzero(reports.eq(report).to_numpy(dtype=bool))
    # A misspelt id would give an empty answer, which reads as if no cell were behind the figure.
    if not len(places):
        raise ValueError(f"The panel has no report {report!r}; it has {', '.join(reports)}.")
    own, earlier = places[0], reading.before[0][places[0]]
    found = []
    for one, side, term in _terms(indicator_id):
        # Where there is no report of the year before, the place is -1 and no cell has it.
        place = earlier if side == "before" else own
        lines = reading.index.lines_of(term.cells)
        cells = frame.iloc[lines[reading.index.report[lines] == place]]
        # A form that lacks one of the cells has no indicator, though it may have the others.
        able = cells[cells["edition"].isin(one.editions)]
        found.append(
            able.assign(
                indicator=one.id,
                side=side,
                sign=term.sign,
            )
        )
    joined: DataFrame = pd.concat(found, ignore_index=True)
    return joined.reindex(columns=["indicator", "side", "sign", *frame.columns])


def _terms(indicator_id: str) -> Iterator[tuple[Indicator, str, Term]]:
    """The terms of an indicator (of its parts, if it is a gap), each with the side it stands on."""
    for whole in find_indicators(indicator_id):
        for one in whole.of or (whole,):
            for side in ("numerator", "denominator", "before"):
                for term in getattr(one, side):
                    yield one, side, term
