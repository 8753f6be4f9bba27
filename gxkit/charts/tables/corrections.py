"""The cells for which another figure than the published one is used."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.cells import cell_names
from gxkit.charts.figures.differences import differences_data
from gxkit.charts.registry import table
from gxkit.charts.rows import names, years
from gxkit.charts.tables.face import Table, place, titled
from gxkit.charts.words import count_reports, word


@table("corrections", order=4, takes=["panel", "decisions_table"])
def tabulate_corrections(
    frame: pd.DataFrame, decisions: pd.DataFrame | None = None, *, language: str = "zh", source: str
) -> Table:
    """The cells whose reconciled figure is another than the published one, each with its place.

    `decisions` may name who decided what: report, table, row, column, decision, reason, who, when (text).
    """
    data = differences_data(frame)
    columns: dict[str, object] = {
        "body": names(data, language),
        "year": years(data),
        "cell": cell_names(data, language),
        "printed": data["printed"],
        "reconciled figure": data["reconciled"],
        "where": [place(where, language) for where in data["where"]],
    }
    if decisions is not None:
        keys = ["report", "table", "row", "column"]
        known = data[keys].merge(decisions, on=keys, how="left").fillna("")
        columns |= {key: known[key] for key in ("decision", "reason", "who", "when")}
    unit = word("cells of", language).format(
        len(data), count_reports(data["report"].nunique(), language)
    )
    return titled("corrections title", columns, unit, language, source)
