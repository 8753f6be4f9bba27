"""The figures of the narratives that the tables contradict."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.figures.claims import claims_data
from gxkit.charts.registry import table
from gxkit.charts.rows import names, years
from gxkit.charts.tables.face import Table, place, titled
from gxkit.charts.words import count_reports, word
from gxkit.forms.crosswalk import concept_of_cells, crosswalk, find_concept


def _concept(counted: str, language: str) -> str:
    """What a claim counts: the names of its concepts or of its cells' concepts, or the words given."""
    of_cells = {"/".join(cell[1:]): concept for cell, concept in concept_of_cells().items()}
    found = [of_cells.get(part, part) for part in counted.split()]
    if not found or any(part not in crosswalk().concepts for part in found):
        return counted
    return ("＋" if language == "zh" else " + ").join(
        find_concept(part).name(language) for part in found
    )


@table("claims", order=3, takes=["claims"])
def tabulate_claims(claims: pd.DataFrame, *, language: str = "zh", source: str) -> Table:
    """The claims of the narratives that the table contradicts; `claims` as in `gxkit.charts.claims.claims_data`."""
    compared = claims_data(claims)
    data = compared[~compared["agrees"]].reset_index(drop=True)
    columns: dict[str, object] = {
        "body": names(data, language),
        "year": years(data),
        "claim": data["claim"],
        "counted": [_concept(c, language) for c in data["counted"]],
        "stated": data["stated"],
        "table_value": data["table_value"],
    }
    if "where" in data:
        columns["where"] = [place(str(where), language) for where in data["where"]]
    unit = word("claims of", language).format(
        len(data), len(compared), count_reports(compared["report"].nunique(), language)
    )
    return titled("disagreeing title", columns, unit, language, source)
