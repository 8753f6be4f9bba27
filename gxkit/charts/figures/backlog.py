"""What was left undecided: requests carried out of the year against the workload."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gxkit.charts.canvas import Canvas, close_canvas, dot, hollow, write_head, write_key
from gxkit.charts.findings import find_backlog
from gxkit.charts.house import MUTED, ORANGE, VERMILION, Chart, Look, style
from gxkit.charts.marks import (
    ABOVE,
    BELOW,
    count_texts,
    draw_ends,
    marked_counts,
    note_signs,
    open_ends,
)
from gxkit.charts.pooling import choose_rows, note_rows
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    WHO,
    Layout,
    note_left_out,
    note_reports,
    open_reports,
    ordered,
    write_columns,
)
from gxkit.charts.spans import is_open, with_spans
from gxkit.charts.states import worst_states
from gxkit.charts.words import count_reports, refuse_empty
from gxkit.panel.cells import Figures
from gxkit.panel.indicators import indicator
from gxkit.panel.series import concept_series

# three columns of text stand to the right
LAYOUT = Layout(row=0.33, right=2.0)
# how the backlog changed in the year
CHANGE: Look = {"color": ORANGE, "linewidth": 2, "zorder": 2}
# the larger dot is hollow, so that the other is seen where nothing changed
BEFORE: Look = {
    "markerfacecolor": "white",
    "markeredgecolor": MUTED,
    "markersize": 6.5,
    "zorder": 3,
}
# those of the data that may be open
NUMBERS = ("carried_in", "carried_out", "workload", "share_in", "share_out")
AFTER: Look = {"color": VERMILION, "markersize": 4.5, "zorder": 4}


def backlog_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """One line a report whose form asks for it: what was carried in and out, and the workload.

    `share_in` and `share_out` are shares of the workload; NA where a cell has no number or there
    was nothing to handle. `changed`: a reconciled figure is in it.
    """
    rate = indicator(frame, "backlog_rate", figures=figures)
    series = concept_series(frame, "carried_in", figures=figures)
    inward = series.set_index("report")
    # by report, in the order of the rates
    own = inward.loc[rate["report"]].set_axis(rate.index)
    carried_in = own["value"].astype(float)
    workload = rate["denominator"]
    data = (
        rate[WHO]
        .assign(
            carried_in=carried_in,
            carried_out=rate["numerator"],
            workload=workload,
            share_in=carried_in / workload.where(workload > 0),
            share_out=rate["value"],
            indicators="backlog_rate",
            concepts="carried_in",
        )
        .join(worst_states([rate, own]))
    )
    return ordered(data[rate["comparability"].ne("none")])


@figure("backlog", order=7, takes=["panel"], may_take=["alternatives", "figures", "inside"])
def draw_backlog(  # noqa: PLR0913, what others count too is a choice of sums alone
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    inside: frozenset[str] = frozenset(),
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Requests carried in and carried out as shares of the workload, a line a report.

    The line between the two dots is how the backlog changed in that year; years are not joined.
    Reports without requests, and those with a blank cell, are named in the notes. Reconciled
    figures carry an asterisk.
    """
    everything = with_spans(backlog_data, frame, alternatives, NUMBERS, figures=figures)
    shown = everything["share_out"].notna() | is_open(everything, "share_out")
    data = everything[shown].reset_index(drop=True)
    refuse_empty(data, "backlog")
    rows = choose_rows(
        data,
        frame,
        ["carried_in", "carried_out", "workload"],
        _with_shares,
        inside=inside,
    )
    with style():
        canvas = open_reports(ax, LAYOUT, rows, language)
        _draw_shares(canvas.ax, rows)
        _write_counts(canvas, rows)
        canvas.tell(find_backlog(data, rows))
        _write_around(canvas, len(data))
        note_rows(canvas, data, rows)
        note_signs(canvas, data)
        _note_others(canvas, everything)
        note_left_out(canvas, "form without", frame, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _with_shares(pooled: pd.DataFrame) -> pd.DataFrame:
    """Sums with the shares of what there was to decide."""
    workload = pooled["workload"].where(pooled["workload"] > 0)
    share_in = pooled["carried_in"] / workload
    share_out = pooled["carried_out"] / workload
    return pooled.assign(
        share_in=share_in,
        share_out=share_out,
        share_in_high=share_in,
        share_out_high=share_out,
    )


def _draw_shares(ax: Axes, data: pd.DataFrame) -> None:
    """A hollow dot for what came in, a full one for what went out, and the line between them."""
    before, after = data["share_in"] * 100, data["share_out"] * 100
    ax.hlines(data.index, before, after, **CHANGE)
    ax.plot(before, data.index, "o", **BEFORE)
    ax.plot(after, data.index, "o", **AFTER)
    draw_ends(ax, open_ends(data, "share_in", 100), MUTED, aside=ABOVE)
    draw_ends(ax, open_ends(data, "share_out", 100), VERMILION, aside=BELOW)
    # where nothing is left over, an axis of at least one per cent keeps the dots in sight
    ends = data[["share_in_high", "share_out_high"]].to_numpy()
    most = 100 * float(np.nanmax(ends))
    top = max(1.0, 1.1 * most)
    ax.set_xlim(-0.03 * top, top)
    steps = MaxNLocator(6, steps=[1, 2, 5, 10])
    ax.xaxis.set_major_locator(steps)
    ax.xaxis.set_major_formatter("{x:g}%")
    ax.grid(axis="x")


def _write_counts(canvas: Canvas, data: pd.DataFrame) -> None:
    columns = (
        ("carried in", "carried_in", 0.6),
        ("workload", "workload", 1.25),
        ("carried out", "carried_out", 1.9),
    )
    for key, column, inches in columns:
        top = canvas.say(key).replace(" ", "\n")
        # the signs of the line stand once, in its last column
        is_last = column == "carried_out"
        texts = marked_counts(data, column) if is_last else count_texts(data, column)
        write_columns(canvas.ax, [(top, texts, inches)])


def _write_around(canvas: Canvas, number: int) -> None:
    write_key(
        canvas,
        [hollow(MUTED), dot(VERMILION, markersize=4.5)],
        [canvas.say("carried in"), canvas.say("carried out")],
    )
    reports = count_reports(number, canvas.language)
    unit = canvas.say("backlog unit", reports)
    write_head(canvas, canvas.say("backlog title"), unit, 26)


def _note_others(canvas: Canvas, everything: pd.DataFrame) -> None:
    """The reports without a share: those that had nothing to handle, and those with a blank."""
    idle = everything["workload"].eq(0)
    unknown = everything["share_out"].isna() & ~is_open(everything, "share_out")
    blank = unknown & ~idle
    note_reports(canvas, "no workload", everything[idle])
    note_reports(canvas, "figures blank", everything[blank])
