"""Concepts in a panel: the sum of their cells in each report, and the series that they make.

The lines of a panel are sorted by cell once and kept beside it, so that a further concept costs little.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gxkit.forms.crosswalk import Concept, Key, crosswalk, find_concept

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SERIES_COLUMNS = (
    "report",
    "agency",
    "agency_en",
    "code",
    "scope",
    "year",
    "edition",
    "value",
    "comparability",
    "reconciled",
    "verdict",
)
WHO = ("report", "agency", "agency_en", "code", "level", "scope", "year")
ORDER = ("code", "agency", "year", "report")
_ASKED = ("edition", "table", "row", "column")
WANTING = ("", "not asked", "missing", "blank", "illegible", "ambiguous")
"""why a sum of cells has no number, the mildest first; '' where it has one"""


@dataclass(frozen=True, slots=True, eq=False)
class CellIndex:
    """The lines of a panel found by cell, and its reports in the order of code, agency, year and id.

    `who` has one line a report (WHO). `cells` gives, for (edition, table, row, column), the numbers of its lines;
    `report` the place in `who` of each line; `first` the first line of a report (down) in a table (across), the
    number of lines where it has none. `printed`, `better`, `status` and `verdict` are columns of the lines.
    """

    who: pd.DataFrame
    cells: Mapping[tuple[str, ...], np.ndarray]
    report: np.ndarray
    tables: Mapping[str, int]
    first: np.ndarray
    edition: np.ndarray
    printed: np.ndarray
    better: np.ndarray
    status: np.ndarray
    verdict: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class CellSum:
    """A concept in each report of a CellIndex, as arrays in its order.

    `value` is NaN where `wanting` (a place in WANTING) is not 0; `edition` is that of the concept's own table, else of
    the report's first; `comparability` as in `concept_series`; `changed`: a reconciled figure is in it; `contradicted`,
    `verified`: one cell is contradicted, all are verified.
    """

    value: np.ndarray
    wanting: np.ndarray
    edition: np.ndarray
    comparability: np.ndarray
    changed: np.ndarray
    contradicted: np.ndarray
    verified: np.ndarray

    @property
    def verdict(self) -> np.ndarray:
        import numpy as np

        return np.where(
            self.contradicted, "contradicted", np.where(self.verified, "verified", "unverified")
        )


_held: dict[int, tuple[weakref.ref[pd.DataFrame], pd.DataFrame, CellIndex]] = {}


def index_cells(frame: pd.DataFrame) -> CellIndex:
    """The CellIndex of a panel, made once for each frame (and anew if the frame was changed in place)."""
    held = _held.get(id(frame))
    if held is None or held[0]() is not frame or not frame.equals(held[1]):

        def forget(_: object, key: int = id(frame)) -> None:
            _held.pop(key, None)

        held = weakref.ref(frame, forget), frame.copy(deep=False), _make_index(frame)
        _held[id(frame)] = held
    return held[2]


def _make_index(frame: pd.DataFrame) -> CellIndex:
    import numpy as np
    import pandas as pd

    lines = np.arange(len(frame))
    report, ids = pd.factorize(frame["report"])
    table, tables = pd.factorize(frame["table"])
    first = np.full((len(ids), max(len(tables), 1)), len(frame))
    np.minimum.at(first, (report, table), lines)
    who = frame.iloc[first.min(axis=1)][list(WHO)].reset_index(drop=True)
    order = who.sort_values(list(ORDER), kind="stable").index.to_numpy()
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    cell, names = pd.factorize(pd.MultiIndex.from_frame(frame[list(_ASKED)]))
    grouped = np.split(
        np.argsort(cell, kind="stable"), np.cumsum(np.bincount(cell, minlength=len(names)))[:-1]
    )
    return CellIndex(
        who.iloc[order].reset_index(drop=True),
        dict(zip(names, grouped, strict=len(frame) > 0)),
        place[report],
        {str(t): i for i, t in enumerate(tables)},
        first[order],
        *(
            frame[c].to_numpy(dtype=t)
            for c, t in (
                ("edition", object),
                ("value", float),
                ("reconciled", float),
                ("status", object),
                ("verdict", object),
            )
        ),
    )


def sum_cells(
    index: CellIndex,
    concept: Concept,
    figures: Literal["printed", "reconciled"],
    cells: Mapping[str, tuple[Key, ...]] | None = None,
) -> CellSum:
    """The sum of a concept's cells (or of `cells`, by edition, in their place) in each report."""
    import numpy as np

    cells, walk, count = concept.cells if cells is None else cells, crosswalk(), len(index.who)
    tables = [
        index.tables[t]
        for t in {key[0] for keys in cells.values() for key in keys}
        if t in index.tables
    ]
    none = np.full(count, len(index.edition))
    own = index.first[:, tables].min(axis=1) if tables else none
    speaks = np.where(own < none, own, index.first.min(axis=1, initial=len(index.edition)))
    edition = index.edition[speaks]
    found = [
        index.cells[(e, *key)]
        for e, keys in cells.items()
        for key in keys
        if (e, *key) in index.cells
    ]
    lines = np.concatenate([np.empty(0, dtype=int), *found])
    at = index.report[lines]

    def tally(weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(at, weights=weights, minlength=count)

    better = index.better[lines]
    changed = ~np.isnan(better) & (figures == "reconciled")
    number = np.where(changed, better, index.printed[lines])
    known, there = tally(~np.isnan(number)), tally()
    wanted = np.array([len(cells.get(e, ())) for e in edition], dtype=int)
    names, which = np.unique(edition.astype(str), return_inverse=True)
    asked = [e for e in names if e in cells]
    steps = [
        str(walk.comparability(concept, e, walk.newest([concept], e, asked)))
        if e in cells
        else "none"
        for e in names
    ]
    wanting = np.where(there < wanted, WANTING.index("missing"), 0)
    np.maximum.at(
        wanting,
        at,
        np.where(
            np.isnan(number),
            [WANTING.index(s) if s in WANTING else 0 for s in index.status[lines]],
            0,
        ),
    )
    wanting = np.where(
        wanted == 0,
        WANTING.index("not asked"),
        np.where(known == wanted, 0, np.maximum(wanting, 2)),
    )
    return CellSum(
        np.where(wanting == 0, tally(np.nan_to_num(number)), np.nan),
        wanting,
        edition,
        np.array(steps, dtype=object)[which],
        tally(changed) > 0,
        tally(index.verdict[lines] == "contradicted") > 0,
        (there > 0) & (tally(index.verdict[lines] == "verified") == there),
    )


def concept_series(
    frame: pd.DataFrame,
    concept_id: str,
    *,
    across_breaks: bool = False,
    figures: Literal["printed", "reconciled"] = "printed",
) -> pd.DataFrame:
    """One line a report: the value of a concept, and whether it compares with the newest form in the frame.

    `frame` is a panel of `gxkit.panel.stack`. The columns are SERIES_COLUMNS, sorted by code, agency, year and report.
    `value` is the sum of the concept's cells, in its unit; NA if any of them is blank, missing, ambiguous or
    illegible (a blank is no zero). `comparability` is that of the report's edition with the newest one in the
    frame that has the concept (`Crosswalk.newest`): `comparable`, `caution`, `break` (the value is NA unless `across_breaks`) or
    `none` (the form has no such cell). With figures="reconciled" the figure that explains a broken sum stands where
    there is one, and `reconciled` is True; otherwise every figure is the printed one. `verdict` is the worst of the
    cells'. FormError for an unknown concept or edition.
    """
    import numpy as np
    import pandas as pd

    concept, index = find_concept(concept_id), index_cells(frame)
    found = sum_cells(index, concept, figures)
    hidden = ["none"] if across_breaks else ["none", "break"]
    value = np.where(np.isin(found.comparability.astype(str), hidden), np.nan, found.value)
    made = {
        **{c: index.who[c].array for c in SERIES_COLUMNS[:6]},
        "edition": pd.array(found.edition, dtype="str"),
        "value": value,
        "comparability": pd.array(found.comparability, dtype="str"),
        "reconciled": found.changed & ~np.isnan(value),
        "verdict": pd.array(found.verdict, dtype="str"),
    }
    return pd.DataFrame(made)
