"""The results of requests: their colours, the grounds of denial, and what the reports have for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gxkit.charts.house import BLUE, GREEN, SKY, VERMILION, YELLOW
from gxkit.charts.rows import WHO
from gxkit.forms.crosswalk import crosswalk
from gxkit.panel.series import concept_series

OUTCOMES = {
    "granted": BLUE,
    "partial": SKY,
    "denied": VERMILION,
    "unavailable": YELLOW,
    "not_processed": GREEN,
    "other_handling": "#c9c9c9",
}


def grounds() -> tuple[str, ...]:
    """The concepts of the grounds on which information is denied, in the order of the crosswalk."""
    return tuple(c for c in crosswalk().concepts if c.startswith("denied."))


def results_data(frame: pd.DataFrame, concepts: tuple[str, ...]) -> pd.DataFrame:
    """One line a report of the 2019 or 2021 form: the concepts, `decided`, and whether a figure is a reconciled one."""
    series = {c: concept_series(frame, c, figures="reconciled") for c in (*concepts, "decided")}
    data = series["decided"][WHO].copy()
    for concept, one in series.items():
        data[concept] = one["value"]
    data["changed"] = np.logical_or.reduce([one["reconciled"] for one in series.values()])
    data["concepts"] = " ".join(series)
    asked = series[concepts[0]]["comparability"].isin(["comparable", "caution"])
    return data[asked].reset_index(drop=True)
