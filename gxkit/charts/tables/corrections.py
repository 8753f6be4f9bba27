"""The cells for which another figure than the published one is used."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.cells import cell_names
from gxkit.charts.names import (
    decision_name,
    place_name,
)
from gxkit.charts.registry import table
from gxkit.charts.rows import (
    names,
    ordered,
    years,
)
from gxkit.charts.tables.face import (
    Table,
    titled,
)
from gxkit.charts.words import (
    count_reports,
    fill_word,
)

# what names a cell of a report in a frame
CELL = ["report", "table", "row", "column"]


def corrections_data(frame: pd.DataFrame) -> pd.DataFrame:
    """The lines of a panel whose reconciled figure is not the published one, body by body."""
    differ = frame["reconciled"].notna() & frame["reconciled"].ne(frame["value"])
    return ordered(frame[differ])


@table("corrections", order=4, takes=["panel", "decisions_table"])
def tabulate_corrections(
    frame: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    *,
    language: str = "zh",
    source: str,
) -> Table:
    """The cells whose reconciled figure is another than the published one, each with its place.

    `decisions` may say who decided what: report, table, row, column, decision, reason, who, when.
    """
    data = corrections_data(frame)
    columns: dict[str, list[str] | pd.Series] = {
        "body": names(data, language),
        "year": years(data),
        "cell": cell_names(data, language),
        "printed": data["printed"],
        "reconciled figure": data["reconciled"],
        "where": [place_name(where, language) for where in data["where"]],
    }
    if decisions is not None:
        known = (
            data[CELL]
            .merge(
                decisions,
                on=CELL,
                how="left",
            )
            .fillna("")
        )
        columns["decision"] = [decision_name(one, language) for one in known["decision"]]
        columns |= {key: known[key] for key in ("reason", "who", "when")}
    reports = count_reports(data["report"].nunique(), language)
    unit = fill_word("cells of", language, len(data), reports)
    return titled("corrections title", columns, unit, language, source)
