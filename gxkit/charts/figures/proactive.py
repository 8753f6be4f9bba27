"""Proactive disclosure over years: what bodies made, hold in force, decided and disclosed."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.bands import (
    draw_band,
    quantiles_of,
    say_band,
)
from gxkit.charts.canvas import (
    Canvas,
    Face,
    close_canvas,
    open_canvas,
    write_head,
)
from gxkit.charts.changes import (
    Change,
    list_changes,
    mark_changes,
    note_changes,
)
from gxkit.charts.findings import find_proactive
from gxkit.charts.house import (
    BLUE,
    FAINT,
    INK,
    LEAST_TYPE,
    SKY,
    Chart,
    Look,
    style,
)
from gxkit.charts.names import family_of
from gxkit.charts.pointing import SAID, name_column, name_point
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    BODY,
    WHO,
    note_count,
    ordered,
)
from gxkit.charts.spans import is_touched
from gxkit.charts.states import worst_states
from gxkit.charts.words import (
    count_reports,
    refuse_empty,
)
from gxkit.forms.crosswalk import find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series

# in the order of the panels, line by line
CONCEPTS = (
    "normative_documents_in_force",
    "normative_documents_made",
    "licensing_decisions",
    "disclosed_year",
    "regulations_made",
    "penalties_decisions",
)
# panels in a line
ACROSS = 3
# inches of all panels together, and of the numbers to their left
SIZE, LEFT, RIGHT = (5.85, 1.9), 0.45, 0.1
# of the width and the height: a panel, and how far apart they begin
PANEL, STEP = (0.27, 0.34), (0.365, 0.56)
# reports of a year of which each has a dot
DOTTED = 6
# points between the axes and the unit, for the names of the first panels
OVER_NAMES = 16
# a report, and what joins the years of a body
DOT: Look = {
    "marker": "o",
    "markersize": 3.2,
    "color": BLUE,
    "linestyle": "",
    "zorder": 3,
}
JOINT: Look = {"color": SKY, "linewidth": 1, "zorder": 2}
MIDDLE = Face("o", BLUE, 4.5)
NAME: Look = {
    "fontsize": LEAST_TYPE,
    "loc": "left",
    "pad": 3,
    "color": INK,
}
# labels that the axes have room for, upwards and to the right
TICKS, MOST_YEARS = 3, 8


def proactive_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """One line a report and concept that its form asks for: the value, NA where it has none.

    `comparability` is that with the newest form that has the concept, `family` that of the form.
    """
    parts = []
    for concept in CONCEPTS:
        series = concept_series(
            frame,
            concept,
            across_breaks=True,
            figures=figures,
        )
        asked = series[series["edition"].isin(find_concept(concept).cells)]
        own = asked[[*WHO, "value", "comparability"]].join(worst_states([asked]))
        parts.append(own.assign(concept=concept))
    data = ordered(pd.concat(parts))
    return data.assign(family=[family_of(edition) for edition in data["edition"]])


@figure(
    "proactive",
    order=18,
    takes=["panel"],
    may_take=["alternatives", "figures"],
)
def draw_proactive(
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    language: str = "zh",
    source: str,
) -> Chart:
    """Normative documents, rules, licences, penalties and documents disclosed, year by year.

    A dot a report and a line a body where a year has few, else the middle and the middle half. A
    line ends where the form changed: what stands on both sides of a change is not joined.
    """
    every = proactive_data(frame, figures)
    dated = every[every["year"].notna()]
    known = dated["value"].notna() & ~is_touched(dated, alternatives)
    data = dated[known].reset_index(drop=True)
    refuse_empty(data, "proactive")
    changes = list_changes(data)
    with style():
        canvas = open_canvas(None, SIZE, language, left=LEFT, right=RIGHT)
        canvas.ax.axis("off")
        for place in range(len(CONCEPTS)):
            _draw_panel(canvas, place, data, changes)
        canvas.tell(find_proactive(data))
        _write_around(canvas, data)
        note_changes(canvas, changes)
        note_count(canvas, "proactive open", len(dated) - len(data))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _write_around(canvas: Canvas, data: pd.DataFrame) -> None:
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say("proactive unit", reports)
    topic = canvas.say("proactive title")
    write_head(canvas, topic, unit, OVER_NAMES)
    counts = data.groupby(["concept", "year"]).size()
    by_concept = counts.groupby("concept").max()
    if by_concept.le(DOTTED).any():
        canvas.note("proactive note")
    if by_concept.gt(DOTTED).any():
        canvas.note("proactive middles", DOTTED)


def _draw_panel(
    canvas: Canvas,
    place: int,
    data: pd.DataFrame,
    changes: list[Change],
) -> None:
    """One concept: its reports by year, or where they lie where a year has many."""
    line, column = divmod(place, ACROSS)
    corner = (column * STEP[0], 1 - PANEL[1] - line * STEP[1])
    ax = canvas.ax.inset_axes((*corner, *PANEL))
    own = data[data["concept"].eq(CONCEPTS[place])]
    ends = (int(data["year"].min()), int(data["year"].max()))
    name = canvas.say(f"panel {CONCEPTS[place]}")
    ax.set_title(f"{name} (n = {len(own):,})", **NAME)
    _scale(ax, own, ends)
    mark_changes(ax, changes)
    by_year = own.groupby("year").size()
    if by_year.max() > DOTTED:
        _draw_middles(canvas, ax, own)
    else:
        ax.plot(own["year"].astype(int), own["value"], **DOT)
        for dot in own.to_dict("records"):
            named = {"report": dot["report"], "concept": dot["concept"]}
            name_point(ax, (int(dot["year"]), dot["value"]), named)
        for _, body in own.groupby([*BODY, "family"]):
            _join(ax, body["year"], body["value"])


def _draw_middles(
    canvas: Canvas,
    ax: Axes,
    own: pd.DataFrame,
) -> None:
    """A band for each year and form, the middles of a form joined."""
    for _, form in own.groupby("family"):
        middles = form.groupby("year")["value"].median()
        _join(ax, middles.index.to_series(), middles)
        for year, values in form.groupby("year")["value"]:
            band = quantiles_of(values)
            draw_band(
                ax,
                band,
                float(str(year)),
                MIDDLE,
                upright=True,
            )
            count = count_reports(len(values), canvas.language)
            said = say_band(str(year), count, band, canvas.language)
            name_column(ax, float(str(year)), {SAID: said})


def _join(
    ax: Axes,
    years: pd.Series,
    values: pd.Series,
) -> None:
    """A line through neighbouring years; a year that is missing leaves a hole."""
    by_year = pd.Series(values.to_numpy(dtype=float), index=years.astype(int))
    # a body may have two reports for a year, of which neither is the right one
    single = by_year[~by_year.index.duplicated(keep=False)]
    if len(single) > 1:
        whole = single.reindex(range(single.index.min(), single.index.max() + 1))
        ax.plot(whole.index, whole, **JOINT)


def _scale(
    ax: Axes,
    own: pd.DataFrame,
    ends: tuple[int, int],
) -> None:
    """Years to the right, and upwards a logarithmic axis that is straight below 1."""
    first, last = ends
    ax.set_xlim(first - 0.7, last + 0.7)
    years = range(first, last + 1)
    apart = -(-len(years) // MOST_YEARS)
    shown = list(years)[::apart]
    ax.set_xticks(shown, [f"{year % 100:02d}" for year in shown])
    top = max(float(own["value"].max()), 1.0) if len(own) else 1.0
    digits = len(str(int(top)))
    steps = -(-digits // TICKS)
    # beside 1 000 000 there is no room for 0 and for 1
    first_power = 0 if steps == 1 else steps
    ticks = [0, *(10**power for power in range(first_power, digits, steps))]
    ax.set_yscale("symlog", linthresh=1, linscale=0.6)
    ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.set_ylim(-0.3, 2 * top)
    ax.minorticks_off()
    ax.tick_params(labelsize=LEAST_TYPE, pad=2)
    ax.grid(axis="y", color=FAINT)
