"""Rows of a figure labelled in two steps, as (body, year) or (report, route)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.house import FAINT, INK, MUTED
from gxkit.charts.words import folded, in_lines, name_of

WHO = ["report", "agency", "agency_en", "code", "scope", "year", "edition"]
"""what the data of a figure say of each report"""


def label_rows(
    ax: Axes, outer: list[str], inner: list[str], *, inner_room: float, width: int, left: float
) -> None:
    """Label row i (at y = i, the first on top) with inner[i], and each run of equal outer labels once beside it.

    `inner_room` is the inches that the inner labels take, `width` the letters after which a line of an outer label is
    folded, `left` the inches to the left of the axes over which the lines between the groups run.
    """
    ax.set_ylim(max(len(inner), 1) - 0.5, -0.5)
    ax.set_yticks(range(len(inner)), inner)
    ax.tick_params(axis="y", labelsize=8, pad=5)
    ax.spines["left"].set_visible(False)
    start = 0
    for name, members in groupby(outer):
        size = len(list(members))
        middle = start + (size - 1) / 2
        label = "\n".join(folded(part, width) for part in name.split("\n"))
        ax.annotate(
            label,
            (0, middle),
            xycoords=("axes fraction", "data"),
            xytext=(-inner_room * 72 - 10, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=7.5,
            color=INK,
            linespacing=1.15,
            annotation_clip=False,
        )
        start += size
        if start < len(inner):
            ax.annotate(
                "",
                (0, start - 0.5),
                xycoords=("axes fraction", "data"),
                xytext=(-left * 72, 0),
                textcoords="offset points",
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-",
                    "color": FAINT,
                    "linewidth": 0.6,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
            ax.axhline(start - 0.5, color=FAINT, linewidth=0.6, zorder=0)


def names(data: pd.DataFrame, language: str) -> list[str]:
    """The bodies of a frame with agency and agency_en, one a line, in one language."""
    return [
        name_of(zh, en, language) for zh, en in zip(data["agency"], data["agency_en"], strict=True)
    ]


def years(data: pd.DataFrame) -> list[str]:
    """The years as text, '' where none is known."""
    return ["" if pd.isna(y) else str(int(y)) for y in data["year"]]


def side_columns(ax: Axes, columns: list[tuple[str, list[str], float]]) -> None:
    """Columns of text to the right of the axes: (head, a text a row, inches from the axes to the right edge)."""
    for top, texts, inches in columns:
        ax.annotate(
            top,
            (1, 1),
            xycoords="axes fraction",
            xytext=(inches * 72, 6),
            textcoords="offset points",
            ha="right",
            va="baseline",
            fontsize=7,
            color=MUTED,
            linespacing=1.15,
            annotation_clip=False,
        )
        for i, text in enumerate(texts):
            ax.annotate(
                text,
                (1, i),
                xycoords=("axes fraction", "data"),
                xytext=(inches * 72, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=8,
                annotation_clip=False,
            )


def key_above(ax: Axes, handles: list[Any], labels: list[str], left: float, width: float) -> None:
    """The key in one line above the axes, from the figure's left edge."""
    ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(-left / width, 1),
        borderaxespad=0.2,
        borderpad=0,
        ncols=len(handles),
        handlelength=1.2,
        handleheight=0.9,
        columnspacing=1.3,
        handletextpad=0.5,
    )


def listed(data: pd.DataFrame, key: str, language: str) -> list[str]:
    """A note that names the reports of a frame as body and year; none if the frame is empty."""
    items = [
        f"{name} {year}".rstrip()
        for name, year in zip(names(data, language), years(data), strict=True)
    ]
    return [in_lines(key, items, language)] if items else []


def ordered(data: pd.DataFrame) -> pd.DataFrame:
    """The lines by body and year, as every figure lists them."""
    return data.sort_values(
        [c for c in ("code", "agency", "scope", "year", "report") if c in data],
        ignore_index=True,
        kind="stable",
    )
