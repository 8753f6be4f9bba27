"""The series that a concept makes over the reports of a panel."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas import DataFrame

from gxkit.forms.crosswalk import Comparability, crosswalk, find_concept
from gxkit.panel.cells import CellSum, Figures, basis_of, name_places, sum_cells
from gxkit.panel.columns import CONCEPTS, SERIES, WHO
from gxkit.panel.index import ORDER, USES, VERDICTS, Array, CellIndex, index_cells
from gxkit.report import Use

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
    and `use` are the worst of the cells'; where there is no value `use` is `no`, and
    `comparability` says whether that is for a break. FormError for an unknown concept or edition.
    """
    index = index_cells(frame)
    concept = find_concept(concept_id)
    found = sum_cells(index, concept, figures)
    value = found.value if across_breaks else _comparable(found)
    told = _columns(found, value)
    made: dict[str, object] = {}
    for name in SERIES:
        own = index.who[name].array if name in _OF_REPORT else told[name]
        made[name] = own
    return DataFrame(made)


def concepts_frame(
    frame: DataFrame,
    *,
    figures: Figures = "printed",
) -> DataFrame:
    """One line a report and concept, with columns.CONCEPTS: by report, then in the order of the
    concepts.

    Each line is that of `concept_series`, also where the concept is a sum of cells, so that
    `concepts[concepts.concept == "denied"]` has every report once. `value_in_form` is what the
    report's own form counts, also where it does not compare with the newest.
    """
    return concepts_of(index_cells(frame), figures)


def concepts_of(
    index: CellIndex,
    figures: Figures,
) -> DataFrame:
    """The same of the index of a panel, or of a part of one."""
    parts = []
    for concept in crosswalk().concepts.values():
        found = sum_cells(index, concept, figures)
        made: dict[str, object] = {
            "concept": concept.id,
            "unit": concept.unit,
            "value_in_form": found.value,
        }
        for name in WHO:
            made[name] = index.who[name].array
        value = _comparable(found)
        parts.append(DataFrame(made | _columns(found, value)))
    joined = pd.concat(parts, ignore_index=True)
    # a concept's reports stand in the order of the panel: all that is wanted is that they stay
    # together, report by report
    ordered = joined.sort_values(list(ORDER), kind="stable", ignore_index=True)
    return ordered[list(CONCEPTS)]


def _comparable(found: CellSum) -> Array:
    """The values without those that count something else than the newest form does."""
    # Across a break the same name counts something else: such figures must not stand in one line.
    compares = np.isin(found.comparability.astype(str), COMPARING)
    return np.where(compares, found.value, np.nan)


def _columns(
    found: CellSum,
    value: Array,
) -> dict[str, object]:
    """What is said of a concept in each report, by the names of columns."""
    is_shown = ~np.isnan(value)
    # A value that is hidden is neither reconciled nor implied, whatever its cells are.
    changed = found.changed & is_shown
    implied = found.implied & is_shown
    # A cell that is sound does not make a line usable that has no value to use.
    use = np.where(is_shown, found.use, USES.index(Use.NO))
    texts = {
        "edition": found.edition,
        "comparability": found.comparability,
        "verdict": name_places(found.worst, VERDICTS),
        "basis": basis_of(changed, implied),
        "use": name_places(use, USES),
    }
    made: dict[str, object] = {
        "value": value,
        "reconciled": changed,
    }
    for name, text in texts.items():
        made[name] = pd.array(text, dtype="str")
    return made
