"""What the reports print and what their own arithmetic makes of it, where the two differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Canvas, close_canvas, dot, hollow, write_head, write_key
from gxkit.charts.cells import cell_names
from gxkit.charts.house import BLUE, INK, MUTED, Chart, Look, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import Layout, open_rows, ordered, reports_of, write_columns
from gxkit.charts.words import count_reports, refuse_empty

# the names of the cells are long, and the longer ones are in English
LAYOUT = Layout(
    width=3.4,
    row=0.27,
    right=1.2,
    left=(4.3, 5.6),
    inner=(2.05, 2.75),
    fold=34,
)
# between the two figures of a cell
LINE: Look = {
    "color": MUTED,
    "linewidth": 1.2,
    "zorder": 1,
}
# hollow, for the figure that is not drawn elsewhere
PUBLISHED: Look = {
    "markerfacecolor": "white",
    "markeredgecolor": INK,
    "markersize": 6,
    "zorder": 3,
}
RECONCILED: Look = {
    "color": BLUE,
    "markersize": 6,
    "zorder": 3,
}
# the panel's, in its order
COLUMNS = [
    "report",
    "agency",
    "agency_en",
    "code",
    "scope",
    "year",
    "edition",
    "concept",
    "table",
    "row",
    "column",
    "label",
    "published",
    "reconciled",
    "unit",
    "printed",
    "verdict",
    "where",
]


def differences_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a cell whose reconciled figure is not the published one, in the order of the panel.

    `published` is NA where the cell has no number. The other columns are the panel's.
    """
    reconciled = frame["reconciled"]
    differ = reconciled.notna() & reconciled.ne(frame["value"])
    data = frame[differ].rename(columns={"value": "published"})
    return ordered(data)[COLUMNS]


@figure(
    "differences",
    order=10,
    takes=["panel"],
    file="published-and-reconciled",
)
def draw_differences(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Published (hollow) and reconciled (filled) figures joined, a line a cell that differs.

    The axis is logarithmic above 1 and begins at 0. A cell without a number has no hollow dot.
    """
    data = differences_data(frame)
    refuse_empty(data, "differences")
    with style():
        reports = reports_of(
            data,
            language,
            "\n",
        )
        cells = cell_names(data, language)
        canvas = open_rows(
            ax,
            LAYOUT,
            reports,
            cells,
            language,
        )
        _draw_pairs(canvas.ax, data)
        _scale(canvas.ax, data)
        _write_numbers(canvas, data)
        _write_around(canvas, data)
        canvas.note("reconciled means")
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _draw_pairs(ax: Axes, data: pd.DataFrame) -> None:
    published, reconciled = data["published"], data["reconciled"]
    begin = published.fillna(reconciled)
    ax.hlines(
        data.index,
        begin,
        reconciled,
        **LINE,
    )
    ax.plot(
        published,
        data.index,
        "o",
        **PUBLISHED,
    )
    ax.plot(
        reconciled,
        data.index,
        "o",
        **RECONCILED,
    )


def _scale(ax: Axes, data: pd.DataFrame) -> None:
    """A logarithmic axis, straight between 0 and 1, since many a figure differs from 0."""
    both = data[["published", "reconciled"]].to_numpy(dtype=float)
    top = float(np.nanmax([*both.flat, 1]))
    ax.set_xscale(
        "symlog",
        linthresh=1,
        linscale=0.6,
    )
    ax.set_xlim(-0.12, 1.3 * top)
    digits = len(str(int(top)))
    ticks = [0]
    ticks += [10**power for power in range(digits)]
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.grid(axis="x")


def _write_numbers(canvas: Canvas, data: pd.DataFrame) -> None:
    blank = canvas.say("printed blank")
    texts = []
    pairs = zip(
        data["published"],
        data["reconciled"],
        strict=True,
    )
    for published, reconciled in pairs:
        before = blank if pd.isna(published) else f"{published:,.15g}"
        texts.append(f"{before} → {reconciled:,.15g}")
    head = " → ".join(_heads(canvas))
    write_columns(canvas.ax, [(head, texts, 1.1)])


def _heads(canvas: Canvas) -> list[str]:
    return [canvas.say("as printed"), canvas.say("as reconciled")]


def _write_around(canvas: Canvas, data: pd.DataFrame) -> None:
    write_key(
        canvas,
        [hollow(INK), dot(BLUE)],
        _heads(canvas),
    )
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say(
        "reconciled unit",
        len(data),
        reports,
    )
    write_head(
        canvas,
        "reconciled title",
        unit,
        24,
    )
