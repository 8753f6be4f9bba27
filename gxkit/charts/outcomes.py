"""How requests were decided: results as shares, and the grounds of denial as a heat map."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch, Rectangle

from gxkit.charts.house import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    MUTED,
    PALE,
    SKY,
    VERMILION,
    YELLOW,
    Chart,
    canvas,
    finish,
    head,
    readable_on,
    style,
)
from gxkit.charts.rows import label_rows, names, years
from gxkit.charts.words import count_reports, folded, in_lines, word
from gxkit.forms.crosswalk import crosswalk, find_concept
from gxkit.panel.series import concept_series

OUTCOMES = {
    "granted": BLUE,
    "partial": SKY,
    "denied": VERMILION,
    "unavailable": YELLOW,
    "not_processed": GREEN,
    "other_handling": "#c9c9c9",
}
GROUNDS = tuple(c for c in crosswalk().concepts if c.startswith("denied."))
WHO = ["report", "agency", "agency_en", "code", "scope", "year", "edition"]
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}
HEAT = LinearSegmentedColormap.from_list("gxkit heat", ["#fdf3ea", "#f3b98a", "#C04F00", "#6a2600"])


def results_data(frame: pd.DataFrame, concepts: tuple[str, ...]) -> pd.DataFrame:
    """One line a report of the 2019 or 2021 form: the concepts, `decided`, and whether a figure is a reconciled one."""
    series = {c: concept_series(frame, c, figures="reconciled") for c in (*concepts, "decided")}
    data = series["decided"][WHO].copy()
    for concept, one in series.items():
        data[concept] = one["value"]
    data["changed"] = np.logical_or.reduce([one["reconciled"] for one in series.values()])
    data["concepts"] = " ".join(series)
    asked = series[concepts[0]]["comparability"].isin(["comparable", "caution"])
    return data[asked].reset_index(drop=True)


def _left_out(data: pd.DataFrame, language: str) -> list[str]:
    """The note on reports in which no request was decided."""
    none = data[data["decided"].eq(0)]
    listed = [
        f"{name} {year}" for name, year in zip(names(none, language), years(none), strict=True)
    ]
    return [in_lines("none decided", listed, language)] if listed else []


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


def draw_grounds(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """The eight grounds of denial by report (2019 and 2021 forms) as a heat map of counts.

    Reports that decided no request are named in a note. A blank cell of the report is marked, not drawn as zero.
    """
    everything = results_data(frame, GROUNDS)
    data = everything[~everything["decided"].eq(0)].reset_index(drop=True)
    data["denied"] = data[list(GROUNDS)].sum(axis=1, min_count=len(GROUNDS))
    counts = np.array(data[list(GROUNDS)], dtype=float).T
    top = float(np.nanmax([*counts.flat, 1]))
    with style():
        figure, ax, left = canvas(ax, 0.86 * max(len(data), 1), 0.32 * (len(GROUNDS) + 1), 1.75)
        ax.set_xlim(-0.5, len(data) - 0.5)
        ax.set_ylim(len(GROUNDS) + 0.5, -0.5)
        ax.set_yticks(
            range(len(GROUNDS) + 1),
            [*(find_concept(g).name(language) for g in GROUNDS), word("total denied", language)],
        )
        for spine in ax.spines.values():
            spine.set_visible(False)
        for (row, column), count in np.ndenumerate(
            np.vstack([counts, np.array(data["denied"], dtype=float)])
        ):
            last, blank = row == len(GROUNDS), bool(np.isnan(count))
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
        ax.axhline(len(GROUNDS) - 0.5, color=MUTED, linewidth=0.8)
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
