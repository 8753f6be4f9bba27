"""Where one report stands among those of other bodies, indicator by indicator."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame, Series

from gxkit.panel.indicators.definitions import all_indicators_by_id
from gxkit.text import choose, shown_language

COLUMNS = (
    "name",
    "value",
    "unit",
    "before",
    "least",
    "median",
    "most",
    "place",
    "bodies",
)


def stand_among(
    indicators: DataFrame,
    report: str,
    *,
    language: str | None = None,
) -> DataFrame:
    """One line an indicator of a report, with COLUMNS, by the indicator's id.

    `indicators` is a frame of `gxkit.panel.indicators`. `before` is the same body's value of its
    last report before; `least`, `median` and `most` are of the latest comparable report of each
    other body; `place` is the report's among `bodies`, 1 the highest, itself counted. Families of
    shares (`family.part`) and what the report does not let one compute are left out; blank where
    there is nobody to compare with. KeyError for a report that the frame does not have.
    """
    own = indicators[indicators["report"] == report]
    if own.empty:
        raise KeyError(f"{report} is in no line of the indicators; expected the id of a report.")
    is_whole = ~own["indicator"].str.contains(".", regex=False)
    told = own[is_whole & own["value"].notna()]
    known = indicators[indicators["value"].notna()]
    shown = language or shown_language()
    lines = {line["indicator"]: _stand(line, known, shown) for _, line in told.iterrows()}
    frame = DataFrame.from_dict(lines, orient="index", columns=list(COLUMNS))
    return frame.rename_axis("indicator").astype({"place": "Int64", "bodies": "Int64"})


def _stand(
    line: Series,
    known: DataFrame,
    language: str,
) -> list[object]:
    """One indicator of a report beside its own past and the others' latest."""
    name = line["indicator"]
    alike = known[known["indicator"] == name]
    alike = alike.sort_values("year", kind="stable")
    is_own = (alike["agency"] == line["agency"]) & (alike["code"] == line["code"])
    is_past = alike["year"] < line["year"]
    # An older form counts something else: its figures stand in a series, and in no ranking.
    fits = alike["comparability"] == line["comparability"]
    past = alike[is_own & is_past]["value"]
    by_body = alike[~is_own & fits].groupby(["agency", "code"], observed=True)
    others = by_body["value"].last()
    indicator = all_indicators_by_id()[name]
    return [
        choose(indicator.zh, indicator.en, language),
        line["value"],
        line["unit"],
        past.iloc[-1] if len(past) else pd.NA,
        *_spread(others),
        1 + int((others > line["value"]).sum()),
        1 + len(others),
    ]


def _spread(values: Series) -> tuple[object, object, object]:
    """Least, median and most; blank of none."""
    if values.empty:
        return pd.NA, pd.NA, pd.NA
    return values.min(), values.median(), values.max()
