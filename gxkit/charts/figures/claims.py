"""What the narrative says set against the table: every figure of a text that has a cell, one dot each."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gxkit.charts.house import BLUE, MUTED, VERMILION, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import key_above, label_rows, names, ordered, years
from gxkit.charts.words import count_reports, refuse_empty, word

COLUMNS = ("report", "agency", "year", "claim", "counted", "stated", "table_value", "agrees")
SHOWN = 3
"""disagreements written out beside a report; the table of claims has them all"""
WIDTH = 3.6


def claims_data(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that can be compared, by body and year, with `place`: 1, 2, … for those that agree, -1, -2, … else.

    `claims` has COLUMNS (and may have agency_en, code, scope, cells, where); `agrees` is NA where a claim cannot be
    compared. ValueError if a column is absent.
    """
    if absent := [column for column in COLUMNS if column not in claims]:
        raise ValueError(
            f"The claims lack the column {', '.join(absent)}; expected {', '.join(COLUMNS)}."
        )
    data = claims.assign(agency_en=claims.get("agency_en", ""))
    data = ordered(data[data["agrees"].notna()])
    data["agrees"] = data["agrees"].astype(bool)
    data["place"] = data.groupby(["report", "agrees"]).cumcount() + 1
    data["place"] = data["place"].where(data["agrees"], -data["place"])
    return data


def _wrong(own: pd.DataFrame) -> str:
    """The disagreements of one report, the first few of them."""
    wrong = own[~own["agrees"]]
    pairs = [
        f"{line.stated:,.15g} ≠ {line.table_value:,.15g}" for line in wrong.head(SHOWN).itertuples()
    ]
    return ", ".join(pairs) + (f", +{len(wrong) - SHOWN}" if len(wrong) > SHOWN else "")


@figure("claims", order=11, takes=["claims"], file="narrative-and-table")
def draw_claims(
    claims: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Claims of the narrative against the table: dots to the right agree, crosses to the left do not, a line a report.

    `claims` as in `claims_data`. Claims that cannot be compared are counted in a note.
    """
    data = claims_data(claims)
    reports = data.drop_duplicates("report").reset_index(drop=True)
    rows = {report: i for i, report in enumerate(reports["report"])}
    refuse_empty(data, "claims")
    with style():
        figure, ax, left = canvas(
            ax, WIDTH, 0.33 * max(len(rows), 1), 2.75 if language == "en" else 2.35, 2.2
        )
        label_rows(
            ax, names(reports, language), years(reports), inner_room=0.3, width=36, left=left
        )
        least, most = (
            (min(-1, int(data["place"].min())), max(1, int(data["place"].max())))
            if len(data)
            else (-1, 1)
        )
        size = min(6.5, 0.72 * 72 * WIDTH / (most - least + 1.4))
        for agrees, marker, color in ((True, "o", BLUE), (False, "X", VERMILION)):
            own = data[data["agrees"].eq(agrees)]
            ax.plot(
                own["place"],
                [rows[r] for r in own["report"]],
                marker,
                color=color,
                markersize=size,
                linestyle="",
                markeredgecolor="white",
                markeredgewidth=0.4,
                zorder=3,
            )
        ax.axvline(0, color=MUTED, linewidth=0.8)
        ax.set_xlim(least - 0.7, most + 0.7)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{abs(x):.0f}"))
        ax.annotate(
            word("text and table", language),
            (1, 1),
            xycoords="axes fraction",
            xytext=(8, 6),
            fontsize=7,
            textcoords="offset points",
            color=MUTED,
            annotation_clip=False,
        )
        for report, own in data.groupby("report"):
            ax.annotate(
                _wrong(own),
                (1, rows[str(report)]),
                xycoords=("axes fraction", "data"),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color=VERMILION,
                annotation_clip=False,
            )
        key_above(
            ax,
            [
                Line2D([], [], linestyle="", marker="X", color=VERMILION),
                Line2D([], [], linestyle="", marker="o", color=BLUE),
            ],
            [word("disagree", language), word("agree", language)],
            left,
            WIDTH,
        )
        head(
            ax,
            word("claims title", language),
            word("claims unit", language).format(len(data), count_reports(len(rows), language)),
            left,
            24,
        )
        open_claims = len(claims) - len(data)
        notes = [word("not comparable", language).format(open_claims)] * bool(open_claims)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)
