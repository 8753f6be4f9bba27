"""What was left undecided: requests carried out of the year against the workload."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gxkit.charts.canvas import Canvas, close_canvas, dot, hollow, write_head, write_key
from gxkit.charts.house import MUTED, ORANGE, VERMILION, Chart, Look, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    WHO,
    Layout,
    counts,
    note_changed,
    note_left_out,
    note_reports,
    open_reports,
    ordered,
    stars,
    write_columns,
)
from gxkit.charts.words import count_reports, refuse_empty
from gxkit.panel.indicators import indicator
from gxkit.panel.series import concept_series

# three columns of text stand to the right
LAYOUT = Layout(width=3.6, row=0.33, right=2.1)
# how the backlog changed in the year
CHANGE: Look = {"color": ORANGE, "linewidth": 2, "zorder": 2}
# the larger dot is hollow, so that the other is seen where nothing changed
BEFORE: Look = {
    "markerfacecolor": "white",
    "markeredgecolor": MUTED,
    "markersize": 6.5,
    "zorder": 3,
}
AFTER: Look = {"color": VERMILION, "markersize": 4.5, "zorder": 4}


def backlog_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a report whose form asks for it: what was carried in and out, and the workload.

    `share_in` and `share_out` are shares of the workload; NA where a cell has no number or there
    was nothing to handle. `changed`: a reconciled figure is in it.
    """
    rate = indicator(frame, "backlog_rate")
    series = concept_series(frame, "carried_in", figures="reconciled")
    inward = series.set_index("report")
    carried_in = rate["report"].map(inward["value"]).astype(float)
    workload = rate["denominator"]
    changed_in = rate["report"].map(inward["reconciled"]).astype(bool)
    data = rate[WHO].assign(
        carried_in=carried_in,
        carried_out=rate["numerator"],
        workload=workload,
        share_in=carried_in / workload.where(workload > 0),
        share_out=rate["value"],
        changed=rate["reconciled"] | changed_in,
        indicators="backlog_rate",
        concepts="carried_in",
    )
    return ordered(data[rate["comparability"].ne("none")])


@figure("backlog", order=7, takes=["panel"])
def draw_backlog(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Requests carried in and carried out as shares of the workload, a line a report.

    The line between the two dots is how the backlog changed in that year; years are not joined.
    Reports without requests, and those with a blank cell, are named in the notes. Reconciled
    figures carry an asterisk.
    """
    everything = backlog_data(frame)
    shown = everything["share_out"].notna()
    data = everything[shown].reset_index(drop=True)
    refuse_empty(data, "backlog")
    with style():
        canvas = open_reports(ax, LAYOUT, data, language)
        _draw_shares(canvas.ax, data)
        _write_counts(canvas, data)
        _write_around(canvas, len(data))
        note_changed(canvas, data)
        _note_others(canvas, everything)
        note_left_out(canvas, "form without", frame, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _draw_shares(ax: Axes, data: pd.DataFrame) -> None:
    """A hollow dot for what came in, a full one for what went out, and the line between them."""
    before, after = data["share_in"] * 100, data["share_out"] * 100
    ax.hlines(data.index, before, after, **CHANGE)
    ax.plot(before, data.index, "o", **BEFORE)
    ax.plot(after, data.index, "o", **AFTER)
    # where nothing is left over, an axis of at least one per cent keeps the dots in sight
    most = float(max(before.max(), after.max()))
    top = max(1.0, 1.1 * most)
    ax.set_xlim(-0.03 * top, top)
    steps = MaxNLocator(6, steps=[1, 2, 5, 10])
    ax.xaxis.set_major_locator(steps)
    ax.xaxis.set_major_formatter("{x:g}%")
    ax.grid(axis="x")


def _write_counts(canvas: Canvas, data: pd.DataFrame) -> None:
    none = [""] * len(data)
    columns = (
        ("carried in", "carried_in", none, 0.6),
        ("workload", "workload", none, 1.25),
        ("carried out", "carried_out", stars(data), 1.9),
    )
    for key, column, marks, inches in columns:
        top = canvas.say(key).replace(" ", "\n")
        texts = counts(data[column], marks)
        write_columns(canvas.ax, [(top, texts, inches)])


def _write_around(canvas: Canvas, number: int) -> None:
    write_key(
        canvas,
        [hollow(MUTED), dot(VERMILION, markersize=4.5)],
        [canvas.say("carried in"), canvas.say("carried out")],
    )
    reports = count_reports(number, canvas.language)
    unit = canvas.say("backlog unit", reports)
    write_head(canvas, "backlog title", unit, 24)


def _note_others(canvas: Canvas, everything: pd.DataFrame) -> None:
    """The reports without a share: those that had nothing to handle, and those with a blank."""
    idle = everything["workload"].eq(0)
    blank = everything["share_out"].isna() & ~idle
    note_reports(canvas, "no workload", everything[idle])
    note_reports(canvas, "figures blank", everything[blank])
