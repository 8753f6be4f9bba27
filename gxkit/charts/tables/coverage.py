"""The reports at hand: bodies, years, editions, cells."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.figures.coverage import coverage_data
from gxkit.charts.names import edition_name
from gxkit.charts.registry import table
from gxkit.charts.rows import BODY, names
from gxkit.charts.tables.face import Table, titled
from gxkit.charts.words import count_reports, joined, level_name, scope_name

# keys of the heads, in their order
COLUMNS = (
    "body",
    "level",
    "scope",
    "years",
    "editions",
    "reports",
    "cells",
    "filled",
    "verified",
)


@table(
    "coverage",
    order=1,
    takes=["panel"],
)
def tabulate_coverage(
    frame: pd.DataFrame,
    *,
    language: str = "zh",
    source: str,
) -> Table:
    """One line a body and scope: its report years, editions and reports, and its cells.

    The cells are all that its forms ask for, those with a number, and those verified.
    """
    data = coverage_data(frame)
    lines = [_body_line(own, language) for _, own in data.groupby(BODY)]
    made = pd.DataFrame(lines, columns=list(COLUMNS))
    columns = {name: made[name] for name in COLUMNS}
    unit = count_reports(data["report"].nunique(), language)
    return titled(
        "coverage title",
        columns,
        unit,
        language,
        source,
    )


def _body_line(own: pd.DataFrame, language: str) -> tuple[object, ...]:
    first = own.iloc[0]
    years = [str(year) for year in own["year"].unique()]
    editions = [edition_name(edition, language) for edition in own["edition"].unique()]
    return (
        names(own, language)[0],
        level_name(first["level"], language),
        scope_name(first["scope"], language),
        joined(years, language),
        joined(editions, language),
        own["report"].nunique(),
        int(own["cells"].sum()),
        int(own["filled"].sum()),
        int(own["verified"].sum()),
    )
