"""The figures of the narratives that the tables contradict."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.cells import counted_name
from gxkit.charts.figures.claims import DISAGREES, claims_data
from gxkit.charts.names import place_name
from gxkit.charts.registry import table
from gxkit.charts.rows import names, years
from gxkit.charts.tables.face import Table, titled
from gxkit.charts.words import count_reports, fill_word


@table(
    "claims",
    order=3,
    takes=["claims"],
)
def tabulate_claims(
    claims: pd.DataFrame,
    *,
    language: str = "zh",
    source: str,
) -> Table:
    """The claims of the narratives that the table contradicts, one a line.

    `claims` as in `gxkit.charts.figures.claims.claims_data`.
    """
    compared = claims_data(claims)
    data = compared[compared["state"].eq(DISAGREES)].reset_index(drop=True)
    columns: dict[str, list[str] | pd.Series] = {
        "body": names(data, language),
        "year": years(data),
        "claim": data["claim"],
        "counted": [counted_name(counted, language) for counted in data["counted"]],
        "stated": data["stated"],
        "table_value": data["table_value"],
    }
    if "where" in data:
        columns["where"] = [place_name(str(where), language) for where in data["where"]]
    reports = count_reports(compared["report"].nunique(), language)
    unit = fill_word("claims of", language, len(data), len(compared), reports)
    return titled(
        "disagreeing title",
        columns,
        unit,
        language,
        source,
    )
