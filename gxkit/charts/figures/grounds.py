"""The grounds on which information was denied, as a heat map."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from gxkit.charts.house import (
    FAINT,
    INK,
    MUTED,
    PALE,
    Chart,
    canvas,
    finish,
    head,
    readable_on,
    style,
)
from gxkit.charts.registry import figure
from gxkit.charts.results import grounds, results_data
from gxkit.charts.rows import names, years
from gxkit.charts.words import count_reports, folded, in_lines, refuse_empty, word
from gxkit.forms.crosswalk import find_concept

WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}
HEAT = LinearSegmentedColormap.from_list("gxkit heat", ["#fdf3ea", "#f3b98a", "#C04F00", "#6a2600"])


def _left_out(data: pd.DataFrame, language: str) -> list[str]:
    """The note on reports in which no request was decided."""
    none = data[data["decided"].eq(0)]
    listed = [
        f"{name} {year}" for name, year in zip(names(none, language), years(none), strict=True)
    ]
    return [in_lines("none decided", listed, language)] if listed else []


def _label_columns(ax: Axes, data: pd.DataFrame, language: str) -> float:
    """The year over each column, the body once over its columns; the points that all this takes above the axes."""
    labels = names(data, language)
    ax.set_xticks(range(len(data)), years(data))
    ax.tick_params(
        axis="x", top=True, bottom=False, labeltop=True, labelbottom=False, length=0, pad=3
    )
    start = lines = 0
    for name, members in groupby(labels):
        size = len(list(members))
        over = folded(name, 15 * size + (size - 1) * 2)
        lines = max(lines, 1 + over.count("\n"))
        ax.annotate(
            over,
            (start + (size - 1) / 2, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 19),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=7,
            color=INK,
            linespacing=1.15,
            annotation_clip=False,
        )
        start += size
        if start < len(labels):
            ax.axvline(start - 0.5, color=FAINT, linewidth=0.8)
    return 30 + 9.5 * lines


@figure("grounds", order=3, takes=["panel"], file="grounds-of-denial")
def draw_grounds(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """The eight grounds of denial by report (2019 and 2021 forms) as a heat map of counts.

    Reports that decided no request are named in a note. A blank cell of the report is marked, not drawn as zero.
    """
    everything = results_data(frame, grounds())
    data = everything[~everything["decided"].eq(0)].reset_index(drop=True)
    data["denied"] = data[list(grounds())].sum(axis=1, min_count=len(grounds()))
    counts = np.array(data[list(grounds())], dtype=float).T
    top = float(np.nanmax([*counts.flat, 1]))
    refuse_empty(data, "grounds")
    with style():
        figure, ax, left = canvas(ax, 0.86 * max(len(data), 1), 0.32 * (len(grounds()) + 1), 1.75)
        ax.set_xlim(-0.5, len(data) - 0.5)
        ax.set_ylim(len(grounds()) + 0.5, -0.5)
        ax.set_yticks(
            range(len(grounds()) + 1),
            [*(find_concept(g).name(language) for g in grounds()), word("total denied", language)],
        )
        for spine in ax.spines.values():
            spine.set_visible(False)
        for (row, column), count in np.ndenumerate(
            np.vstack([counts, np.array(data["denied"], dtype=float)])
        ):
            last, blank = row == len(grounds()), bool(np.isnan(count))
            color = "white" if last or blank else PALE if count == 0 else HEAT(count / top)
            ax.add_patch(
                Rectangle(
                    (column - 0.47, row - 0.45),
                    0.94,
                    0.9,
                    facecolor=color,
                    linewidth=0.5,
                    edgecolor=FAINT if blank and not last else "none",
                    hatch="////" if blank and not last else None,
                )
            )
            ax.text(
                column,
                row,
                word("blank", language) if blank else f"{count:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                bbox=WHITE if blank else None,
                color=MUTED
                if blank or (count == 0 and not last)
                else INK
                if last
                else readable_on(color),
            )
        ax.axhline(len(grounds()) - 0.5, color=MUTED, linewidth=0.8)
        for column, (decided, changed) in enumerate(
            zip(data["decided"], data["changed"], strict=True)
        ):
            text = "" if pd.isna(decided) else f"n = {decided:,.0f}{'*' if changed else ''}"
            ax.annotate(
                text,
                (column, 0),
                xycoords=("data", "axes fraction"),
                xytext=(0, -4),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=7.5,
                color=MUTED,
                annotation_clip=False,
            )
        above = _label_columns(ax, data, language)
        head(
            ax,
            word("grounds title", language),
            word("grounds unit", language).format(count_reports(len(data), language)),
            left,
            above,
        )
        notes = [word("reconciled note", language)] * bool(data["changed"].any()) + _left_out(
            everything, language
        )
        earlier = frame["report"].nunique() - len(everything)
        notes += [word("other form", language).format(earlier)] * bool(earlier)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)
