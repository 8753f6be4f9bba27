"""What came of checking each report."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.registry import table
from gxkit.charts.rows import names, years
from gxkit.charts.tables.face import Table, titled
from gxkit.charts.words import count_reports, word


@table("reconciliation", order=2, takes=["panel", "board"])
def tabulate_reconciliation(
    frame: pd.DataFrame, board: pd.DataFrame, *, language: str = "zh", source: str
) -> Table:
    """One line a report: rules of its forms that hold, fail, cannot be assessed; cells; what came of it.

    `board` is `gxkit.panel.rule_board`. The outcome is `all hold`, `hold where assessable`, `explained` (rules
    fail and reconciled figures stand beside the published ones) or `undecided` (rules fail, and there are none).
    """
    counts = board.groupby("report")[
        ["instances", "holds", "fails", "remarks", "not_assessable"]
    ].sum()
    cells = (
        frame.assign(
            verified=frame["verdict"].eq("verified"),
            contradicted=frame["verdict"].eq("contradicted"),
            reconciled=frame["reconciled"].notna(),
        )
        .groupby("report")[["verified", "contradicted", "reconciled"]]
        .sum()
    )
    data = board.drop_duplicates("report").reset_index(drop=True)[
        ["report", "agency", "agency_en", "year"]
    ]
    data = data.join(counts, on="report").join(cells, on="report")
    outcomes = [
        "undecided"
        if line.fails and not line.reconciled
        else "explained"
        if line.fails
        else "holds where assessable"
        if line.not_assessable
        else "all hold"
        for line in data.itertuples()
    ]
    columns = (
        {"body": names(data, language), "year": years(data), "rules": data["instances"]}
        | {
            key: data[key]
            for key in (
                "holds",
                "fails",
                "remarks",
                "not_assessable",
                "verified",
                "contradicted",
                "reconciled",
            )
        }
        | {"outcome": [word(outcome, language) for outcome in outcomes]}
    )
    return titled("outcome title", columns, count_reports(len(data), language), language, source)
