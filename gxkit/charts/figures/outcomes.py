"""How requests were decided: results as shares of the requests decided."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gxkit.charts.house import MUTED, Chart, canvas, finish, head, readable_on, style
from gxkit.charts.registry import figure
from gxkit.charts.results import OUTCOMES, results_data
from gxkit.charts.rows import label_rows, names, years
from gxkit.charts.words import count_reports, in_lines, refuse_empty, word
from gxkit.forms.crosswalk import find_concept

WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}


def _left_out(data: pd.DataFrame, language: str) -> list[str]:
    """The note on reports in which no request was decided."""
    none = data[data["decided"].eq(0)]
    listed = [
        f"{name} {year}" for name, year in zip(names(none, language), years(none), strict=True)
    ]
    return [in_lines("none decided", listed, language)] if listed else []


@figure("outcomes", order=2, takes=["panel"])
def draw_outcomes(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Results as shares of the requests decided, one bar a report of the 2019 or 2021 form that decided any.

    A report that left results blank shows the rest of its total as such; a blank is never drawn as zero. Earlier
    forms class results differently (a break) and are counted in the notes. Reconciled figures carry an asterisk.
    """
    everything = results_data(frame, tuple(OUTCOMES))
    data = everything[~everything["decided"].eq(0)].reset_index(drop=True)
    parts = data[list(OUTCOMES)]
    whole = data["decided"].where(data["decided"].ge(parts.sum(axis=1)), parts.sum(axis=1))
    data["left_blank"] = (whole - parts.sum(axis=1)).where(parts.isna().any(axis=1), 0.0)
    odd = (parts.sum(axis=1, min_count=len(OUTCOMES)) - data["decided"]).fillna(0).ne(0)
    earlier = frame["report"].nunique() - len(everything)
    refuse_empty(data, "outcomes")
    with style():
        figure, ax, left = canvas(
            ax, 5.4, 0.36 * max(len(data), 1), 2.75 if language == "en" else 2.35, 0.8
        )
        label_rows(ax, names(data, language), years(data), inner_room=0.3, width=36, left=left)
        totals = np.array(parts.sum(axis=1) + data["left_blank"])
        start = np.zeros(len(data))
        for outcome, color in [*OUTCOMES.items(), ("left_blank", "white")]:
            share = np.nan_to_num(np.array(data[outcome]) / np.where(totals > 0, totals, 1)) * 100
            blank = outcome == "left_blank"
            some = np.flatnonzero(share)
            ax.barh(
                some,
                share[some],
                0.68,
                left=start[some],
                color=color,
                edgecolor=MUTED if blank else "white",
                hatch="////" if blank else None,
                linewidth=0.5,
            )
            for i, (begin, width) in enumerate(zip(start, share, strict=True)):
                if width >= (12 if blank else 5):
                    ax.text(
                        begin + width / 2,
                        i,
                        word("left blank", language) if blank else f"{width:.0f}",
                        ha="center",
                        va="center",
                        fontsize=7.5,
                        color=MUTED if blank else readable_on(color),
                        bbox=WHITE if blank else None,
                    )
            start += share
        for i, (decided, changed) in enumerate(zip(data["decided"], data["changed"], strict=True)):
            text = (
                "–"
                if pd.isna(decided)
                else f"n = {decided:,.0f}{'*' if changed else ''}{'†' * bool(odd[i])}"
            )
            ax.annotate(
                text,
                (100, i),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color=MUTED,
                annotation_clip=False,
            )
        ax.set_xlim(0, 100)
        ax.set_xticks(range(0, 101, 25))
        ax.xaxis.set_major_formatter("{x:.0f}%")
        ax.legend(
            [Patch(color=c) for c in OUTCOMES.values()],
            [find_concept(c).name(language) for c in OUTCOMES],
            loc="lower left",
            bbox_to_anchor=(-left / 5.4, 1),
            borderaxespad=0.2,
            borderpad=0,
            ncols=6,
            handlelength=0.9,
            handleheight=0.9,
            columnspacing=1.3,
            handletextpad=0.5,
        )
        head(
            ax,
            word("outcomes title", language),
            word("outcomes unit", language).format(count_reports(len(data), language)),
            left,
            24,
        )
        notes = [word("reconciled note", language)] * bool(data["changed"].any()) + _left_out(
            everything, language
        )
        notes += [word("odd note", language)] * bool(odd.any())
        notes += [word("other form", language).format(earlier)] * bool(earlier)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)
