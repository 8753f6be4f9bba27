"""The series that a concept makes over the reports of a panel."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas import DataFrame

from gxkit.forms.crosswalk import Comparability, find_concept
from gxkit.panel.cells import (
    USES,
    VERDICTS,
    Figures,
    basis_of,
    index_cells,
    name_places,
    sum_cells,
)
from gxkit.panel.columns import SERIES

_OF_REPORT = SERIES[: SERIES.index("edition")]
"""what a series takes over from the lines of its reports"""
COMPARING = (str(Comparability.COMPARABLE), str(Comparability.CAUTION))
"""the kinds of comparability with which figures stand in one series"""


def concept_series(
    frame: DataFrame,
    concept_id: str,
    *,
    across_breaks: bool = False,
    figures: Figures = "printed",
) -> DataFrame:
    """One line a report: the value of a concept, and whether it compares with the newest form.

    `frame` is a panel of `gxkit.panel.stack`. The columns are columns.SERIES, sorted by code,
    agency, year and report. `value` is the sum of the concept's cells, in its unit; NA if any of
    them is blank, missing, ambiguous or illegible (a blank is no zero). `comparability` is that of
    the report's edition with the newest one in the frame that has the concept (`Crosswalk.newest`):
    `comparable`, `caution`, `break` or `none` (the form has no such cell, or nothing is said of the
    two); with the last two the value is NA unless `across_breaks`. With figures="reconciled" the
    figure that explains a broken sum stands where there is one, and `reconciled` is True; with
    figures="implied" also the number that follows from others where none is printed; otherwise
    every figure is the printed one. `basis` says which of them is in it, the least firm. `verdict`
    and `use` are the worst of the cells'. FormError for an unknown concept or edition.
    """
    index = index_cells(frame)
    found = sum_cells(index, find_concept(concept_id), figures)
    compares = np.isin(found.comparability.astype(str), COMPARING)
    # Across a break the same name counts something else: such figures must not stand in one line.
    value = np.where(compares | across_breaks, found.value, np.nan)
    made = {name: index.who[name].array for name in _OF_REPORT}
    is_shown = ~np.isnan(value)
    # A value that is hidden is neither reconciled nor implied, whatever its cells are.
    changed, implied = found.changed & is_shown, found.implied & is_shown
    made |= {
        "edition": pd.array(found.edition, dtype="str"),
        "value": value,
        "comparability": pd.array(found.comparability, dtype="str"),
        "reconciled": changed,
        "verdict": pd.array(name_places(found.worst, VERDICTS), dtype="str"),
        "basis": pd.array(basis_of(changed, implied), dtype="str"),
        "use": pd.array(name_places(found.use, USES), dtype="str"),
    }
    return DataFrame(made)
