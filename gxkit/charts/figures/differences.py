"""What the reports print and what their own arithmetic makes of it, where the two differ or where
it is undecided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Canvas, close_canvas, dot, hollow, write_head, write_key
from gxkit.charts.cells import cell_names
from gxkit.charts.house import BLUE, INK, MUTED, Chart, Look, style
from gxkit.charts.marks import BELOW, count_texts, draw_ends, note_signs, open_ends
from gxkit.charts.registry import figure
from gxkit.charts.rows import Layout, open_rows, ordered, reports_of, widen, write_columns
from gxkit.charts.spans import HIGH, LOW, is_open, with_spans
from gxkit.charts.words import count_reports, refuse_empty, word
from gxkit.panel.cells import Figures
from gxkit.panel.columns import CELL, KEY

# the names of the cells are long, and the longer ones are in English
LAYOUT = Layout(
    width=3.4,
    row=0.27,
    right=1.2,
    left=(4.3, 5.6),
    inner=(2.05, 2.75),
    fold=34,
)
# inches behind the texts
EDGE = 0.1
# of the axis: more of them lie on each other
MOST_TICKS = 6
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
    "clip_on": False,
}
RECONCILED: Look = {
    "color": BLUE,
    "markersize": 6,
    "zorder": 3,
    "clip_on": False,
}
# the panel's, in its order, then what the cell may be and what stands for it
COLUMNS = [
    "report",
    "agency",
    "agency_en",
    "code",
    "scope",
    "year",
    "edition",
    "only_cell_of",
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
    "reconciled_low",
    "reconciled_high",
    "basis",
]


def differences_data(
    frame: pd.DataFrame,
    alternatives: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One line a cell whose reconciled figure is not the published one, or is undecided, in the
    order of the panel.

    `published` is NA where the cell has no number, `reconciled` where `alternatives`
    (`gxkit.panel.alternatives_frame`) leave it open: then `reconciled_low` and `reconciled_high`
    are the least and the most that it may be. The other columns are the panel's.
    """
    differ = frame["reconciled"].notna() & frame["reconciled"].ne(frame["value"])
    # a panel is long, and every open alternative makes one more of it
    shown = np.flatnonzero(differ | _is_named(frame, alternatives))
    make = partial(_numbers, lines=shown)
    spanned = with_spans(make, frame, alternatives, ["number"], KEY)
    is_better = spanned["reconciled"].notna()
    names = {
        "value": "published",
        f"number{LOW}": f"reconciled{LOW}",
        f"number{HIGH}": f"reconciled{HIGH}",
    }
    data = spanned[is_better | is_open(spanned, "number")].rename(columns=names)
    data["basis"] = np.where(data["reconciled"].notna(), "reconciled", "printed")
    return ordered(data)[COLUMNS]


def _is_named(frame: pd.DataFrame, alternatives: pd.DataFrame | None) -> pd.Series:
    """The cells of a panel of which some alternative speaks."""
    if alternatives is None:
        return pd.Series(False, index=frame.index)
    cells = pd.MultiIndex.from_frame(frame[list(KEY)])
    named = cells.isin(pd.MultiIndex.from_frame(alternatives[list(KEY)]))
    return pd.Series(named, index=frame.index)


def _numbers(
    frame: pd.DataFrame,
    figures: Figures,
    lines: np.ndarray,
) -> pd.DataFrame:
    """Some cells of a panel, each with the number that stands for it if `figures` are taken."""
    own = frame.iloc[lines]
    better = own["reconciled"] if figures != "printed" else own["value"]
    keys = own[list(CELL)].itertuples(index=False, name=None)
    return own.assign(
        number=better.fillna(own["value"]),
        cells=["/".join(key) for key in keys],
    )


@figure(
    "differences",
    order=10,
    takes=["panel"],
    may_take=["alternatives"],
    file="published-and-reconciled",
)
def draw_differences(
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Published (hollow) and reconciled (filled) figures joined, a line a cell that differs.

    A cell that is undecided has a line with caps from the least to the most that it may be. The
    axis is logarithmic above 1 and begins at 0. A cell without a number has no hollow dot.
    """
    data = differences_data(frame, alternatives)
    refuse_empty(data, "differences")
    with style():
        reports = reports_of(
            data,
            language,
            "\n",
        )
        cells = cell_names(data, language)
        changes = _say_changes(data, language)
        layout = widen(LAYOUT, changes)
        canvas = open_rows(
            ax,
            layout,
            reports,
            cells,
            language,
        )
        _draw_pairs(canvas.ax, data)
        draw_ends(canvas.ax, open_ends(data, "reconciled"), BLUE, aside=BELOW)
        _scale(canvas.ax, data)
        _write_numbers(canvas, changes, layout.right)
        _write_around(canvas, data)
        canvas.note("reconciled means")
        note_signs(canvas, data)
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
    both = data[["published", f"reconciled{HIGH}"]].to_numpy(dtype=float)
    top = float(np.nanmax([*both.flat, 1]))
    ax.set_xscale(
        "symlog",
        linthresh=1,
        linscale=0.6,
    )
    ax.set_xlim(-0.12, 1.3 * top)
    digits = len(str(int(top)))
    apart = -(-digits // MOST_TICKS)
    ticks = [0]
    ticks += [10**power for power in range(0, digits, apart)]
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.grid(axis="x")


def _write_numbers(canvas: Canvas, texts: Sequence[str], right: float) -> None:
    head = " → ".join(_heads(canvas))
    write_columns(canvas.ax, [(head, texts, right - EDGE)])


def _say_changes(data: pd.DataFrame, language: str) -> list[str]:
    """What is published and what stands for it; of an ambiguous cell its text as it is printed."""
    blank = word("printed blank", language)
    texts = []
    # where nothing is reconciled, a text that is no number can be read in several ways
    unread = data["printed"].where(data["reconciled"].isna(), blank)
    pairs = zip(
        data["published"],
        unread,
        count_texts(data, "reconciled", _digits),
        strict=True,
    )
    for published, printed, after in pairs:
        before = printed if pd.isna(published) else _digits(published)
        texts.append(f"{before} → {after}")
    return texts


def _digits(number: float) -> str:
    """A number with all its digits: an amount has some behind the point."""
    return f"{number:,.15g}"


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
