"""What the rates of a panel would be by printed, reconciled and implied figures."""

from __future__ import annotations

import pandas as pd
from pandas import (
    DataFrame,
    Series,
)

from gxkit.panel.cells import Figures
from gxkit.panel.columns import REPORT
from gxkit.panel.indicators import indicator
from gxkit.panel.indicators.definitions import all_indicators_by_id

WORLDS: tuple[Figures, ...] = (
    "printed",
    "reconciled",
    "implied",
)
# rates of which figure and study say whether they hang on the mistakes that were found
AT_STAKE = (
    "broad_disclosure_rate",
    "full_disclosure_rate",
    "denial_rate",
    "backlog_rate",
    "reconsideration_reversal_rate",
    "litigation_reversal_rate.both",
)
# what names a report of the frame
WHO = [*REPORT, "scope", "year", "edition"]
# what is compared between the worlds
COUNTS = ("numerator", "denominator")
# no count of a report is negative: it stands for one that is not there
NONE = -1.0


def stakes_frame(
    panel: DataFrame,
    indicators: DataFrame | None = None,
) -> DataFrame:
    """One line a report and rate of AT_STAKE that is known in some world or undecided.

    `indicator` is the rate; `printed_part`, `printed_whole` and `printed` are its counts and value
    by the figures as printed, and so on for each of WORLDS; part and value are NA where it cannot
    be computed. `value_low` and `value_high` are its least and most where `indicators` (those of
    the panel) leave it undecided, else NA. `differs`: it is not the same in all worlds.
    """
    asked = [name for name in all_indicators_by_id() if name in AT_STAKE]
    tables: dict[str, DataFrame] = {}
    for world in WORLDS:
        # these alone: all indicators three times took a third of the time of all variables
        made = [
            indicator(
                panel,
                name,
                figures=world,
            )
            for name in asked
        ]
        tables[world] = pd.concat(made, ignore_index=True)
    first = tables["printed"]
    frame = first[[*WHO, "indicator"]].copy()
    known, differs = _compare(tables)
    for kind, table in tables.items():
        value = table["value"]
        # the whole stays: it says on how many an undecided rate rests
        frame[f"{kind}_part"] = table["numerator"].where(value.notna())
        frame[f"{kind}_whole"] = table["denominator"]
        frame[kind] = value
    frame["differs"] = differs & known
    spanned = _with_ends(frame, indicators)
    kept = known | spanned["value_low"].notna()
    return spanned[kept].reset_index(drop=True)


def _compare(tables: dict[str, DataFrame]) -> tuple[Series, Series]:
    """Which rates are known in some world, and which have other counts in one than in another."""
    printed = tables["printed"]
    known = printed["value"].notna()
    differs = known & False
    for table in tables.values():
        known |= table["value"].notna()
        # two gaps are the same; a gap and a number are not
        for column in COUNTS:
            differs |= table[column].fillna(NONE).ne(printed[column].fillna(NONE))
    return known, differs


def _with_ends(
    frame: DataFrame,
    indicators: DataFrame | None,
) -> DataFrame:
    """The least and the most of each rate that is undecided."""
    if indicators is None:
        return frame.assign(value_low=float("nan"), value_high=float("nan"))
    own = indicators[indicators["indicator"].isin(AT_STAKE)]
    is_open = own["low"].notna() & own["low"].ne(own["high"])
    keys = ["report", "indicator"]
    ends = own.loc[
        is_open,
        [
            *keys,
            "low",
            "high",
        ],
    ]
    names = {"low": "value_low", "high": "value_high"}
    return frame.merge(
        ends.rename(columns=names),
        on=keys,
        how="left",
    )
