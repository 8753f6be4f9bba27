"""The results of requests: their colours, the grounds of denial, and what the reports have."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.house import BLUE, GREEN, SKY, VERMILION, YELLOW
from gxkit.charts.rows import WHO
from gxkit.charts.states import worst_states
from gxkit.forms.crosswalk import crosswalk
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series

# steps between forms over which figures stand in one picture
COMPARABLE = ["comparable", "caution"]
# by concept, in the order of the form; what other things were done is grey
OUTCOMES = {
    "granted": BLUE,
    "partial": SKY,
    "denied": VERMILION,
    "unavailable": YELLOW,
    "not_processed": GREEN,
    "other_handling": "#c9c9c9",
}


def grounds() -> tuple[str, ...]:
    """The concepts of the grounds on which information is denied, in the crosswalk's order."""
    return tuple(c for c in crosswalk().concepts if c.startswith("denied."))


def results_data(
    frame: pd.DataFrame,
    figures: Figures,
    concepts: tuple[str, ...],
) -> pd.DataFrame:
    """One line a report whose form asks for them: the concepts, `decided`, and `changed`.

    NA where a cell has no number. `changed`: a reconciled figure is in the line.
    """
    wanted = (*concepts, "decided")
    series = {
        c: concept_series(
            frame,
            c,
            figures=figures,
        )
        for c in wanted
    }
    data = series["decided"][WHO].copy()
    for concept, one in series.items():
        data[concept] = one["value"]
    data = data.join(worst_states(list(series.values())))
    data["concepts"] = " ".join(series)
    asked = series[concepts[0]]["comparability"].isin(COMPARABLE)
    return data[asked].reset_index(drop=True)
