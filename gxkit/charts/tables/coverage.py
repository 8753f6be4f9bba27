"""The reports at hand: bodies, years, editions, cells."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.figures.coverage import coverage_data
from gxkit.charts.registry import table
from gxkit.charts.rows import names
from gxkit.charts.tables.face import Table, titled
from gxkit.charts.words import WORDS, count_reports, joined, word


def _known(key: str, language: str) -> str:
    """A word of the figures; the last part of its key where there is none."""
    return word(key, language) if key in WORDS else key.partition(" ")[2]


def _form(edition: str, language: str) -> str:
    own, variant = ("福建", "晋江") if language == "zh" else ("Fujian ", " Jinjiang")
    return edition.replace("fujian-", own).replace("-jinjiang", variant)


@table("coverage", order=1, takes=["panel"])
def tabulate_coverage(frame: pd.DataFrame, *, language: str = "zh", source: str) -> Table:
    """One line a body and scope: its report years, editions, reports, cells, cells with a number and verified."""
    data, lines = coverage_data(frame), []
    for _, own in data.groupby(["code", "agency", "scope"]):
        first = own.iloc[0]
        editions = [_form(edition, language) for edition in dict.fromkeys(own["edition"])]
        lines.append(
            (
                names(own, language)[0],
                _known(f"level {first['level']}", language),
                word(first["scope"], language),
                joined([str(y) for y in own["year"].unique()], language),
                joined(editions, language),
                own["report"].nunique(),
                *(int(own[c].sum()) for c in ("cells", "filled", "verified")),
            )
        )
    keys = ("body", "level", "scope", "years", "editions", "reports", "cells", "filled", "verified")
    columns = (
        dict(zip(keys, map(list, zip(*lines, strict=True)), strict=True))
        if lines
        else {k: [] for k in keys}
    )
    return titled(
        "coverage title",
        columns,
        count_reports(data["report"].nunique(), language),
        language,
        source,
    )
