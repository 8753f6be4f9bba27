"""What was left undecided: requests carried out of the year against the workload, one line a report."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from gxkit.charts.house import MUTED, ORANGE, VERMILION, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    WHO,
    key_above,
    label_rows,
    listed,
    names,
    ordered,
    side_columns,
    years,
)
from gxkit.charts.words import count_reports, refuse_empty, word
from gxkit.panel.indicators import indicator
from gxkit.panel.series import concept_series

WIDTH = 3.6


def backlog_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a report of the 2019 or 2021 form: carried_in, carried_out, workload, share_in, share_out, changed.

    The shares are of the workload; NA where a cell has no number or there was nothing to handle.
    """
    rate = indicator(frame, "backlog_rate")
    inward = concept_series(frame, "carried_in", figures="reconciled").set_index("report")
    data = rate[WHO].assign(
        carried_in=rate["report"].map(inward["value"]).astype(float),
        carried_out=rate["numerator"],
        workload=rate["denominator"],
        share_out=rate["value"],
        changed=rate["reconciled"] | rate["report"].map(inward["reconciled"]).astype(bool),
        indicators="backlog_rate",
        concepts="carried_in",
    )
    data.insert(
        len(WHO) + 3, "share_in", data["carried_in"] / data["workload"].where(data["workload"] > 0)
    )
    return ordered(data[rate["comparability"].ne("none")])


@figure("backlog", order=7, takes=["panel"])
def draw_backlog(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Requests carried in and carried out as shares of the workload, one line a report of the 2019 or 2021 form.

    The line between the two dots is how the backlog changed in that year; years are not joined. Reports without
    requests, and those with a blank cell, are named in the notes. Reconciled figures carry an asterisk.
    """
    everything = backlog_data(frame)
    data = everything[everything["share_out"].notna()].reset_index(drop=True)
    nothing, blank = (
        everything["workload"].eq(0),
        everything["workload"].ne(0) & everything["share_out"].isna(),
    )
    refuse_empty(data, "backlog")
    with style():
        figure, ax, left = canvas(
            ax, WIDTH, 0.33 * max(len(data), 1), 2.75 if language == "en" else 2.35, 2.1
        )
        label_rows(ax, names(data, language), years(data), inner_room=0.3, width=36, left=left)
        before, after = data["share_in"] * 100, data["share_out"] * 100
        ax.hlines(data.index, before, after, color=ORANGE, linewidth=2, zorder=2)
        ax.plot(
            before,
            data.index,
            "o",
            markerfacecolor="white",
            markeredgecolor=MUTED,
            markersize=6.5,
            zorder=3,
        )
        ax.plot(after, data.index, "o", color=VERMILION, markersize=4.5, zorder=4)
        top = max(1.0, 1.1 * float(max(before.max(), after.max()))) if len(data) else 1.0
        ax.set_xlim(-0.03 * top, top)
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter("{x:g}%")
        ax.grid(axis="x")
        stars = ["*" if changed else "" for changed in data["changed"]]
        side_columns(
            ax,
            [
                (
                    word(key, language).replace(" ", "\n"),
                    [f"{n:,.0f}{s}" for n, s in zip(data[column], marks, strict=True)],
                    inches,
                )
                for key, column, marks, inches in (
                    ("carried in", "carried_in", [""] * len(data), 0.6),
                    ("workload", "workload", [""] * len(data), 1.25),
                    ("carried out", "carried_out", stars, 1.9),
                )
            ],
        )
        key_above(
            ax,
            [
                Line2D(
                    [], [], linestyle="", marker="o", markerfacecolor="white", markeredgecolor=MUTED
                ),
                Line2D([], [], linestyle="", marker="o", color=VERMILION, markersize=4.5),
            ],
            [word("carried in", language), word("carried out", language)],
            left,
            WIDTH,
        )
        head(
            ax,
            word("backlog title", language),
            word("backlog unit", language).format(count_reports(len(data), language)),
            left,
            24,
        )
        notes = [word("reconciled note", language)] * bool(data["changed"].any())
        notes += listed(everything[nothing], "no workload", language) + listed(
            everything[blank], "figures blank", language
        )
        earlier = frame["report"].nunique() - len(everything)
        notes += [word("form without", language).format(earlier)] * bool(earlier)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)
