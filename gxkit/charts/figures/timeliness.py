"""Whether the reports were published in time: the day of publication against the day on which they were due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from gxkit.charts.house import BLUE, FAINT, INK, VERMILION, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import key_above, label_rows, listed, names, ordered, side_columns, years
from gxkit.charts.words import count_reports, refuse_empty, word

STAGED_SINCE = 2019
"""the first report year with a day for each level; until then 31 March for all (政府信息公开条例 of 2007, art. 31)"""
EVERYBODY = (3, 31)
OWN = (1, 31)
SUMMARIES = {
    "county": (2, 20),
    "district": (2, 20),
    "prefecture": (3, 10),
    "province": (3, 31),
    "provincial": (3, 31),
    "township": OWN,
    "department": OWN,
}
WIDTH = 4.0
COLUMNS = (
    "report",
    "agency",
    "agency_en",
    "code",
    "level",
    "scope",
    "year",
    "published",
    "due",
    "days",
)


def due_day(level: str, scope: str, year: int) -> date | None:
    """The day by which the report for a year had to be published; None where the level of a summary is not known.

    Days as in the forms of 2019 and 2021: an agency's own report 31 January, a county's summary 20 February, a
    prefecture's 10 March, a province's 31 March.

    >>> due_day("county", "summary", 2021), due_day("department", "body", 2016)
    (datetime.date(2022, 2, 20), datetime.date(2017, 3, 31))
    """
    if year < STAGED_SINCE:
        return date(year + 1, *EVERYBODY)
    if scope == "body":
        return date(year + 1, *OWN)
    known = next((day for name, day in SUMMARIES.items() if level.startswith(name)), None)
    return date(year + 1, *known) if known else None


def timeliness_data(facts: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """One line a report of the catalog: who, year, published, due (ISO days, '' if not known) and days late.

    `facts` are the catalog's, by report id. `days` is negative for a report that came before its day, NA where one of
    the two days is not known.
    """
    rows = []
    for report, known in facts.items():
        who = [
            str(known.get(name) or "") for name in ("agency", "agency_en", "code", "level", "scope")
        ]
        year = int(str(known["year"])) if known.get("year") else None
        due = due_day(who[3], who[4], year) if year else None
        published = str(known.get("published") or "")
        days = (date.fromisoformat(published) - due).days if published and due else None
        rows.append((report, *who, year, published, due.isoformat() if due else "", days))
    data = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"year": "Int64", "days": "Int64"})
    return ordered(data)


@figure("timeliness", order=12, takes=["facts"])
def draw_timeliness(
    facts: Mapping[str, Mapping[str, object]],
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Days between publication and the day due, one line a report: early to the left, late to the right.

    `facts` are the catalog's, by report id, as in `gxkit.paper.study.Collection.facts`. Reports whose day of publication or
    whose level is not known are named in the notes.
    """
    everything = timeliness_data(facts)
    data = everything[everything["days"].notna()].reset_index(drop=True)
    days = data["days"].astype(int)
    refuse_empty(data, "timeliness")
    with style():
        figure, ax, left = canvas(
            ax, WIDTH, 0.3 * max(len(data), 1), 2.75 if language == "en" else 2.35, 2.4
        )
        label_rows(ax, names(data, language), years(data), inner_room=0.3, width=36, left=left)
        ax.axvline(0, color=INK, linewidth=0.9)
        ax.hlines(data.index, 0, days, color=FAINT, linewidth=2, zorder=1)
        for late, marker, color in ((False, "o", BLUE), (True, "D", VERMILION)):
            own = days[days.gt(0).eq(late)]
            ax.plot(own, own.index, marker, color=color, markersize=6, linestyle="", zorder=3)
        spread = max(int(days.abs().max()), 10) if len(data) else 10
        ax.set_xlim(
            min(days.min() if len(data) else 0, 0) - 0.06 * spread,
            max(days.max() if len(data) else 0, 0) + 0.08 * spread,
        )
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:+.0f}".replace("-", "−") if x else "0")
        ax.grid(axis="x")
        side_columns(
            ax,
            [
                (word("published on", language), list(data["published"]), 0.85),
                (word("due on", language), [d[5:] for d in data["due"]], 1.4),
                (
                    word("days", language),
                    [f"{d:+d}".replace("-", "−") if d else "0" for d in days],
                    1.9,
                ),
            ],
        )
        key_above(
            ax,
            [
                Line2D([], [], linestyle="", marker="o", color=BLUE),
                Line2D([], [], linestyle="", marker="D", color=VERMILION),
            ],
            [word("in time", language), word("late", language)],
            left,
            WIDTH,
        )
        head(
            ax,
            word("timeliness title", language),
            word("timeliness unit", language).format(count_reports(len(data), language)),
            left,
            24,
        )
        undated = everything["published"].eq("")
        notes = [word("due note", language), *listed(everything[undated], "undated", language)]
        notes += listed(everything[~undated & everything["days"].isna()], "no due date", language)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)
