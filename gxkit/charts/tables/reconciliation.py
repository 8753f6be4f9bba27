"""What came of checking each report."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from gxkit.charts.registry import table
from gxkit.charts.rows import names, years
from gxkit.charts.tables.face import Table, titled
from gxkit.charts.words import count_reports, word

# counts of the board, by report
RULES = ["instances", "holds", "fails", "remarks", "not_assessable", "mended"]
# those of them that stand beside the rules
SHOWN = RULES[1:-1]
# counts of the panel, by report
CELLS = ["verified", "cleared", "contradicted", "reconciled"]


@table(
    "reconciliation",
    order=2,
    takes=["panel", "board"],
)
def tabulate_reconciliation(
    frame: pd.DataFrame,
    board: pd.DataFrame,
    *,
    language: str = "zh",
    source: str,
) -> Table:
    """One line a report: its rules and how they stand, its cells, what came of it.

    `board` is one of `gxkit.panel.rule_board`. The outcome is `all hold`, `holds where assessable`,
    `explained` (rules fail, and all that fails is settled) or `undecided` (some of it is not).
    """
    reports = board.drop_duplicates("report")[["report", "agency", "agency_en", "year"]]
    rules = board.groupby("report")[RULES].sum()
    data = reports.join(rules, on="report").join(_count_cells(frame), on="report")
    data = data.reset_index(drop=True)
    outcomes = [_outcome(line) for line in data.to_dict("records")]
    columns: dict[str, list[str] | pd.Series] = {
        "body": names(data, language),
        "year": years(data),
        "rules": data["instances"],
    }
    columns |= {key: data[key] for key in (*SHOWN, *CELLS)}
    columns["outcome"] = [word(outcome, language) for outcome in outcomes]
    unit = count_reports(len(data), language)
    return titled(
        "outcome title",
        columns,
        unit,
        language,
        source,
    )


def _count_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """By report the cells of each verdict that says something, and those that are reconciled."""
    marked = frame.assign(
        verified=frame["verdict"].eq("verified"),
        cleared=frame["verdict"].eq("cleared"),
        contradicted=frame["verdict"].eq("contradicted"),
        reconciled=frame["reconciled"].notna(),
    )
    return marked.groupby("report")[CELLS].sum()


def _outcome(line: Mapping[Hashable, int]) -> str:
    if line["fails"]:
        return "explained" if line["mended"] == line["fails"] else "undecided"
    return "holds where assessable" if line["not_assessable"] else "all hold"
