"""The grounds on which information was denied, as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from gxkit.charts.canvas import OVER, Canvas, close_canvas, open_canvas, write, write_head
from gxkit.charts.house import (
    BLANK,
    FAINT,
    INK,
    MUTED,
    PALE,
    WHITE,
    Chart,
    Look,
    draw_field,
    readable_on,
    style,
)
from gxkit.charts.marks import NO_NUMBER, OPEN_HATCH, count_texts, marked_counts, note_signs
from gxkit.charts.registry import figure
from gxkit.charts.results import grounds, results_data
from gxkit.charts.rows import (
    names,
    note_left_out,
    note_reports,
    years,
)
from gxkit.charts.spans import is_open, with_spans
from gxkit.charts.words import count_reports, folded, refuse_empty
from gxkit.forms.crosswalk import find_concept
from gxkit.panel.cells import Figures

# from hardly any to many; zero is none of it, but grey
HEAT = LinearSegmentedColormap.from_list(
    "gxkit heat",
    ["#fdf3ea", "#f3b98a", "#C04F00", "#6a2600"],
)
# inches
COLUMN, ROW, LEFT = 0.86, 0.32, 1.75
# width and height of a field, of a column and a row
FIELD = (0.94, 0.9)
# letters of a body's name that a column and the gap between two have room for
LETTERS, BETWEEN = 15, 2
# points that a line of a body's name takes above the axes, and the years below it
LINE, YEARS = 9.5, 30
# a field
PLAIN: Look = {
    "facecolor": "white",
    "edgecolor": "none",
    "linewidth": 0.5,
}
# a field of a ground that was left blank
HATCHED = PLAIN | {"edgecolor": FAINT, "hatch": BLANK}
# in a field
NUMBER: Look = {
    "ha": "center",
    "va": "center",
    "fontsize": 8,
}
# the requests decided, below a column
SAMPLE: Look = {
    "xycoords": OVER,
    "xytext": (0, -4),
    "ha": "center",
    "va": "top",
    "fontsize": 7.5,
    "color": MUTED,
}
# the body, above the years of its columns
BODY_HEAD: Look = {
    "xycoords": OVER,
    "xytext": (0, 19),
    "ha": "center",
    "va": "bottom",
    "fontsize": 7,
    "color": INK,
    "linespacing": 1.15,
}
# the years stand above the columns
ON_TOP: Look = {
    "top": True,
    "bottom": False,
    "labeltop": True,
    "labelbottom": False,
}


def grounds_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """One line a report whose form asks for them: see `results_data`, and `denied`, their sum.

    NA where one of the grounds has no number.
    """
    rows = grounds()
    data = results_data(frame, figures, rows)
    return data.assign(denied=data[list(rows)].sum(axis=1, min_count=len(rows)))


@figure(
    "grounds",
    order=3,
    takes=["panel"],
    may_take=["alternatives", "figures"],
    file="grounds-of-denial",
)
def draw_grounds(
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """The grounds of denial by report as a heat map of counts.

    Reports that decided no request are named in a note. A blank cell of the report is marked, not
    drawn as zero.
    """
    rows = grounds()
    numbers = (*rows, "decided", "denied")
    everything = with_spans(grounds_data, frame, alternatives, numbers, figures=figures)
    idle = everything["decided"].eq(0)
    data = everything[~idle].reset_index(drop=True)
    refuse_empty(data, "grounds")
    with style():
        size = (COLUMN * len(data), ROW * (len(rows) + 1))
        canvas = open_canvas(ax, size, language, left=LEFT)
        _label_rows(canvas, rows)
        _draw_fields(canvas, data, (*rows, "denied"))
        _write_decided(canvas.ax, data)
        above = _label_columns(canvas, data)
        reports = count_reports(len(data), language)
        unit = canvas.say("grounds unit", reports)
        write_head(canvas, "grounds title", unit, above)
        note_signs(canvas, data)
        note_reports(canvas, "none decided", everything[idle])
        note_left_out(canvas, "other form", frame, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _label_rows(canvas: Canvas, rows: Sequence[str]) -> None:
    """The grounds, and their sum below a line."""
    ax = canvas.ax
    labels = [find_concept(ground).name(canvas.language) for ground in rows]
    labels.append(canvas.say("total denied"))
    ax.set_ylim(len(rows) + 0.5, -0.5)
    ax.set_yticks(range(len(labels)), labels)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _draw_fields(
    canvas: Canvas,
    data: pd.DataFrame,
    shown: Sequence[str],
) -> None:
    """A field for each ground and report, its darkness the count; the last row are the sums."""
    ax, last = canvas.ax, len(shown) - 1
    ax.set_xlim(-0.5, len(data) - 0.5)
    numbers = data[list(shown)].to_numpy(dtype=float).T
    top = float(np.nanmax([*numbers[:last].flat, 1]))
    for row, name in enumerate(shown):
        opened = is_open(data, name)
        texts = count_texts(data, name)
        for column, text in enumerate(texts):
            field, look = _face(numbers[row, column], top, is_sum=row == last)
            if opened[column]:
                field = field | {"edgecolor": MUTED, "hatch": OPEN_HATCH}
                look = look | {"bbox": WHITE, "color": INK}
            draw_field(ax, (column, row), FIELD, field)
            ax.text(column, row, text, **NUMBER, **look)
    ax.axhline(last - 0.5, color=MUTED, linewidth=0.8)


def _face(
    count: float,
    top: float,
    *,
    is_sum: bool,
) -> tuple[Look, Look]:
    """How a field and its text look."""
    if np.isnan(count):
        # a sum is blank because a ground is, and that one is hatched
        field = PLAIN if is_sum else HATCHED
        return field, {"color": MUTED, "bbox": WHITE}
    if is_sum:
        return PLAIN, {"color": INK}
    if count == 0:
        return PLAIN | {"facecolor": PALE}, {"color": MUTED}
    heat = HEAT(count / top)
    return PLAIN | {"facecolor": heat}, {"color": readable_on(heat)}


def _write_decided(ax: Axes, data: pd.DataFrame) -> None:
    """The sample size below each column."""
    for column, decided in enumerate(marked_counts(data, "decided")):
        if decided != NO_NUMBER:
            write(ax, f"n = {decided}", (column, 0), SAMPLE)


def _label_columns(canvas: Canvas, data: pd.DataFrame) -> float:
    """The year over each column, the body once over its columns; the points that they take."""
    ax = canvas.ax
    ax.set_xticks(range(len(data)), years(data))
    ax.tick_params(axis="x", length=0, pad=3, **ON_TOP)
    start = lines = 0
    for name, members in groupby(names(data, canvas.language)):
        size = len(list(members))
        room = LETTERS * size + BETWEEN * (size - 1)
        over = folded(name, room)
        lines = max(lines, 1 + over.count("\n"))
        middle = start + (size - 1) / 2
        write(ax, over, (middle, 1), BODY_HEAD)
        start += size
        if start < len(data):
            ax.axvline(start - 0.5, color=FAINT, linewidth=0.8)
    return YEARS + LINE * lines
