"""Whether reports were published in time: the day of publication against the day they were due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gxkit.charts.canvas import Canvas, close_canvas, dot, write_head, write_key
from gxkit.charts.findings import find_timeliness
from gxkit.charts.house import BLUE, FAINT, INK, MUTED, SKY, VERMILION, Chart, Look, style
from gxkit.charts.marks import NO_NUMBER, count_texts, draw_ends, open_ends
from gxkit.charts.pooling import is_crowded, name_groups, way_of_groups
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    Layout,
    note_count,
    note_items,
    note_reports,
    open_reports,
    ordered,
    reports_of,
    write_columns,
)
from gxkit.charts.words import count_reports, fill_word, refuse_empty, signed
from gxkit.report import Facts

# the first report year under the Regulations of 2019, whose article 49 tells departments from
# governments; until then 31 March for all (Regulations of 2007, art. 31)
REVISED_SINCE = 2019
# month and day of governments, and of everybody before
EVERYBODY = (3, 31)
# month and day by which a body reports for itself
OWN = (1, 31)
# by the word with which a level begins; article 49 names no day for townships, which are held to
# that of departments. Earlier days for counties and prefectures (20 February, 10 March) are told
# in places, and stand in neither Regulations
SUMMARIES = {
    "county": EVERYBODY,
    "district": EVERYBODY,
    "prefecture": EVERYBODY,
    "province": EVERYBODY,
    "provincial": EVERYBODY,
    "township": OWN,
    "department": OWN,
}
# what the catalog says of a report
WHO = (
    "agency",
    "agency_en",
    "code",
    "level",
    "scope",
)
COLUMNS = (
    "report",
    *WHO,
    "year",
    "published",
    "due",
    "days",
    "days_low",
    "days_high",
    "basis",
)
# what the number of days rests on: the day of the level, or those of all levels; one of several
# days of publication
OF_LEVEL, OF_ANY, OF_EITHER = "level", "any level", "any day"
# three columns of text stand to the right
LAYOUT = Layout(
    row=0.3,
    right=2.0,
)
# marker and colour
IN_TIME, LATE = ("o", BLUE), ("D", VERMILION)
# from the day due to the day of publication
STEM: Look = {
    "color": FAINT,
    "linewidth": 2,
    "zorder": 1,
}
# the day of publication
DOT: Look = {
    "markersize": 6,
    "linestyle": "",
    "zorder": 3,
}
# the middle half of a group
HALF: Look = {"color": SKY, "linewidth": 4, "zorder": 2}
# days that the axis spans beside 0, so that a delay of one day does not fill it
LEAST_SPREAD = 10

Known = Mapping[str, object]


def due_day(
    level: str,
    scope: str,
    year: int,
) -> date | None:
    """The day by which the report for a year had to be published; None for a level not known.

    An agency's own report is due on 31 January, that of a government on 31 March.

    >>> due_day("county", "summary", 2021), due_day("department", "body", 2021)
    (datetime.date(2022, 3, 31), datetime.date(2022, 1, 31))
    """
    if year < REVISED_SINCE:
        return date(year + 1, *EVERYBODY)
    if scope == "body":
        return date(year + 1, *OWN)
    for name, day in SUMMARIES.items():
        if level.startswith(name):
            return date(year + 1, *day)
    return None


def due_days(
    level: str,
    scope: str,
    year: int,
) -> tuple[date, date]:
    """The first and the last day by which the report may have been due: one day for a known level.

    >>> [day.isoformat() for day in due_days("league", "summary", 2021)]
    ['2022-01-31', '2022-03-31']
    """
    due = due_day(level, scope, year)
    if due is not None:
        return due, due
    days = [date(year + 1, *day) for day in SUMMARIES.values()]
    return min(days), max(days)


def timeliness_data(facts: Facts) -> pd.DataFrame:
    """One line a report of the catalog: who, year, published, due (ISO days, '' if unknown), days.

    `facts` are the catalog's, by report id. `days` is negative for a report that came before its
    day, NA where one of the two days is not known; `days_low` and `days_high` are the least and the
    most that it may be, whatever the level and whichever day of those that are told, and `basis`
    says whether both are known. Of several days `published` has all, with / between them.
    """
    rows = [_report_line(report, known) for report, known in facts.items()]
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = dict.fromkeys(("year", "days", "days_low", "days_high"), "Int64")
    return ordered(data.astype(whole))


def _report_line(report: str, known: Known) -> tuple[object, ...]:
    who = [str(known.get(name) or "") for name in WHO]
    level, scope = who[-2:]
    year = int(str(known["year"])) if known.get("year") else None
    published = str(known.get("published") or "")
    told = published.split() or sorted(str(known.get("days_told") or "").split())
    shown = "/".join(told)
    if year is None:
        return (report, *who, year, shown, "", None, None, None, "")
    first, last = due_days(
        level,
        scope,
        year,
    )
    basis = OF_EITHER if len(told) > 1 else OF_LEVEL
    low = high = None
    if told:
        low = (date.fromisoformat(told[0]) - last).days
        high = (date.fromisoformat(told[-1]) - first).days
    return (
        report,
        *who,
        year,
        shown,
        first.isoformat() if first == last else "",
        low if low == high else None,
        low,
        high,
        basis if first == last else OF_ANY,
    )


@figure(
    "timeliness",
    order=12,
    takes=["facts"],
)
def draw_timeliness(
    facts: Facts,
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Days between publication and the day due, a line a report: early on the left, late right.

    `facts` are the catalog's, by report id, as a collection holds them. A report whose level is not
    known, or of which several days of publication are told, has a line with caps over all that it
    may be; one whose day of publication is not known is named in the notes.
    """
    everything = timeliness_data(facts)
    known = everything[everything["days_low"].notna()]
    early = is_early(known)
    data = known[~early].reset_index(drop=True)
    refuse_empty(data, "timeliness")
    with style():
        if is_crowded(len(data)):
            canvas = _draw_groups(ax, data, language)
        else:
            canvas = open_reports(
                ax,
                LAYOUT,
                data.assign(said=_say_days(data, language)),
                language,
            )
            _draw_days(canvas.ax, data)
            _write_days(canvas, data)
        canvas.tell(find_timeliness(data))
        _write_around(canvas, len(data))
        _note_terms(canvas, data)
        note_count(canvas, "dated early", int(early.sum()))
        _note_others(canvas, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, known.reset_index(drop=True))


def _draw_days(ax: Axes, data: pd.DataFrame) -> None:
    days = data["days"].dropna().astype(int)
    ax.axvline(
        0,
        color=INK,
        linewidth=0.9,
    )
    ax.hlines(
        days.index,
        0,
        days,
        **STEM,
    )
    late = days.gt(0)
    for own, (marker, color) in ((days[~late], IN_TIME), (days[late], LATE)):
        ax.plot(
            own,
            own.index,
            marker,
            color=color,
            **DOT,
        )
    ends = data[["days_low", "days_high"]].astype(int)
    draw_ends(ax, open_ends(data, "days"), MUTED)
    farthest = int(np.abs(ends.to_numpy()).max())
    spread = max(farthest, LEAST_SPREAD)
    first = min(ends["days_low"].min(), 0) - 0.06 * spread
    last = max(ends["days_high"].max(), 0) + 0.08 * spread
    ax.set_xlim(first, last)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    ax.xaxis.set_major_formatter(lambda number, _: _days_text(number))
    ax.grid(axis="x")


def _draw_groups(
    ax: Axes | None,
    data: pd.DataFrame,
    language: str,
) -> Canvas:
    """Medians and the middle half of the days by level and year, where reports are many."""
    rows = group_days(data[is_judged(data)])
    # a row of several reports leads to the one that came last
    rows["report"] = rows["latest"]
    rows["said"] = _say_groups(rows, data, language)
    canvas = open_reports(ax, LAYOUT, rows, language)
    axes = canvas.ax
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.hlines(rows.index, rows["first"], rows["third"], **HALF)
    middle = rows["median"].dropna()
    late = middle.gt(0)
    for own, (marker, color) in ((middle[~late], IN_TIME), (middle[late], LATE)):
        axes.plot(own, own.index, marker, color=color, **DOT)
    draw_ends(axes, open_ends(rows, "median"), MUTED)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.xaxis.set_major_formatter(lambda number, _: _days_text(number))
    axes.grid(axis="x")
    pairs = zip(rows["late"], rows["reports"], strict=True)
    columns = [
        (canvas.say("median days"), count_texts(rows, "median", _days_text, " … "), 1.0),
        (canvas.say("late of"), [f"{late:,.0f}/{number:,}" for late, number in pairs], 1.6),
    ]
    write_columns(axes, columns)
    canvas.note("quartile note")
    return canvas


def is_early(data: pd.DataFrame) -> pd.Series:
    """Which reports are dated before the year that they are on had ended, whichever day it was."""
    last = data["published"].str[-len("2020-12-31") :]
    # a day that cannot be right is no day in time
    return last.le(data["year"].astype(str) + "-12-31")


def is_judged(data: pd.DataFrame) -> pd.Series:
    """Which reports came late, or in time, whatever their level and whichever day it was."""
    return data["days_low"].gt(0) | data["days_high"].le(0)


def group_days(judged: pd.DataFrame) -> pd.DataFrame:
    """Quartiles of the days, reports and late ones, by level and year or what else fits a page.

    Where several days are told of a report the median lies between `median_low` and `median_high`,
    and the middle half is the widest that it may be. `latest` is the report with the most days.
    """
    late = judged["days_low"].gt(0)
    ends = ["days_low", "days_high"]
    days = judged.assign(late=late).astype(dict.fromkeys(ends, float))
    keys: list[object] = list(way_of_groups(days)) or [pd.Series(0, index=days.index)]
    own = days.groupby(keys, sort=True)
    low, high = (own[name] for name in ends)
    made = pd.DataFrame(
        {
            "first": low.quantile(0.25),
            "median_low": low.median(),
            "median_high": high.median(),
            "third": high.quantile(0.75),
        }
    )
    is_one = made["median_low"].eq(made["median_high"])
    made["median"] = made["median_low"].where(is_one)
    made["late"] = own["late"].sum()
    made["reports"] = own["report"].nunique()
    made["latest"] = days.loc[high.idxmax(), "report"].to_numpy()
    return name_groups(made.reset_index())


def _say_groups(rows: pd.DataFrame, data: pd.DataFrame, language: str) -> list[str]:
    """What each group is, for a page: its reports, their days, how many came late, and the last."""
    said = []
    own = dict(zip(data["report"], reports_of(data, language), strict=True))
    named = reports_of(rows, language)
    middles = count_texts(rows, "median", _days_text, " … ")
    for name, middle, line in zip(named, middles, rows.to_dict("records"), strict=True):
        reports = count_reports(line["reports"], language)
        first, third = (_days_text(line[part]) for part in ("first", "third"))
        days = fill_word("told middles", language, name, reports, middle, first, third)
        late = fill_word("told late", language, line["late"], own[line["latest"]])
        said.append(f"{days}\n{late}")
    return said


def _say_days(data: pd.DataFrame, language: str) -> list[str]:
    """Each report with its two days, for a page: no cell of a form has them."""
    parts = zip(
        reports_of(data, language),
        data["published"],
        data["due"].where(data["due"].ne(""), NO_NUMBER),
        count_texts(data, "days", _days_text, " … "),
        strict=True,
    )
    return [fill_word("told days", language, *part) for part in parts]


def _write_days(canvas: Canvas, data: pd.DataFrame) -> None:
    due = [day.partition("-")[2] for day in data["due"]]
    days = count_texts(data, "days", _days_text, " … ")
    columns = [
        (canvas.say("published on"), [_shorten(days) for days in data["published"]], 0.8),
        (canvas.say("due on"), due, 1.25),
        (canvas.say("days"), days, 1.9),
    ]
    write_columns(canvas.ax, columns)


def _shorten(days: str) -> str:
    """Several days without their years: with them they ran into the column beside."""
    several = days.split("/")
    return days if len(several) == 1 else "/".join(day.partition("-")[2] for day in several)


def _days_text(days: float) -> str:
    # the middle of an even number of reports may be half a day
    return signed(days, int(days != round(days)))


def _write_around(canvas: Canvas, number: int) -> None:
    handles = [dot(color, marker) for marker, color in (IN_TIME, LATE)]
    labels = [canvas.say("in time"), canvas.say("late")]
    write_key(
        canvas,
        handles,
        labels,
    )
    reports = count_reports(number, canvas.language)
    unit = canvas.say("timeliness unit", reports)
    write_head(
        canvas,
        canvas.say("timeliness title"),
        unit,
        20,
    )


def _note_terms(canvas: Canvas, data: pd.DataFrame) -> None:
    """When reports were due, and of which the term or the day is open."""
    canvas.note("due note")
    if data["basis"].eq(OF_ANY).any():
        canvas.note("any level note")
    several = int(data["basis"].eq(OF_EITHER).sum())
    # Among many no line with caps is drawn, and a median has no place for several days.
    key = "several days note" if is_crowded(len(data)) else "any day note"
    note_count(canvas, key, several)


def _note_others(canvas: Canvas, everything: pd.DataFrame) -> None:
    """The reports without a number of days: published nobody knows when, or of an unknown year."""
    undated = everything["published"].eq("")
    endless = everything["days_low"].isna() & ~undated
    # beside groups the names of some would take the room of the notes on all
    if is_crowded(int(everything["days_low"].notna().sum())):
        number = int(undated.sum())
        note_items(canvas, "undated", [count_reports(number, canvas.language)] if number else [])
    else:
        note_reports(canvas, "undated", everything[undated])
    note_reports(
        canvas,
        "no due date",
        everything[endless],
    )
