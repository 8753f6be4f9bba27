"""What the reports print and what their own arithmetic makes of it, where the two differ or where
it is undecided."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from gxkit.charts.canvas import Canvas, close_canvas, open_canvas, write, write_head
from gxkit.charts.cells import cell_names
from gxkit.charts.findings import find_differences
from gxkit.charts.house import BLUE, FAINT, INK, LATIN, LEAST_TYPE, POINTS, Chart, Look, style
from gxkit.charts.lettering import count_letters
from gxkit.charts.marks import count_texts, draw_ends, note_signs, open_ends
from gxkit.charts.registry import figure
from gxkit.charts.rows import ordered, reports_of
from gxkit.charts.spans import HIGH, LOW, is_open, with_spans
from gxkit.charts.words import count_reports, joined, pick, refuse_empty, word
from gxkit.panel.cells import Figures
from gxkit.panel.columns import CELL, KEY

# inches of the axes; their scale to the left
SIZE, LEFT = (5.3, 1.55), 0.75
# of the axis: more of them lie on each other
MOST_TICKS = 6
# cells that are told below the figure, the most changed first
TOLD = 3
# points that a label takes upwards, so that none lies on another
HIGH_LABEL = 11
# a cell without a number stands left of nought, for it is none
NOWHERE = -0.6
# what is published is what stands
EVEN: Look = {"color": FAINT, "linewidth": 1.0, "zorder": 1}
LABEL: Look = {"xytext": (6, 3), "fontsize": LEAST_TYPE, "color": INK, "zorder": 6}
LEFTWARD = LABEL | {"xytext": (-6, 3), "ha": "right"}
# a cell; many on a place are darker
DOT: Look = {
    "color": BLUE,
    "alpha": 0.6,
    "markeredgecolor": "none",
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
    told = frame.iloc[shown]
    spanned = with_spans(_numbers, told, alternatives, ["number"], KEY)
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


def _numbers(own: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Cells of a panel, each with the number that stands for it if `figures` are taken."""
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
    """Published figures against reconciled ones, a dot a cell that differs.

    A cell that is undecided has a line with caps from the least to the most that it may be. Both
    axes are logarithmic above 1. A cell without a number stands left of nought.
    """
    data = differences_data(frame, alternatives)
    refuse_empty(data, "differences")
    shown = data.assign(change=_say_changes(data, language))
    with style():
        canvas = open_canvas(ax, SIZE, language, left=LEFT)
        _scale(canvas, data)
        _draw_cells(canvas, shown)
        _tell_cells(canvas, shown)
        canvas.tell(find_differences(data))
        _write_around(canvas, data)
        canvas.note("reconciled means")
        note_signs(canvas, data)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _draw_cells(canvas: Canvas, data: pd.DataFrame) -> None:
    """A dot a cell, what is published across and what is reconciled upwards; those told are
    labelled where no other label stands."""
    ax = canvas.ax
    across = data["published"].astype(float).fillna(NOWHERE)
    ax.axline((0, 0), (1, 1), **EVEN)
    ax.plot(across, data["reconciled"], "o", **DOT)
    ends = open_ends(data, "reconciled")
    ends.index = across.iloc[ends.index].to_numpy()
    draw_ends(ax, ends, BLUE, upright=True)
    written: list[Bbox] = []
    edge = ax.bbox.x1 * POINTS / canvas.figure.dpi
    for line in _most_changed(data).to_dict("records"):
        height = line["reconciled"]
        if pd.isna(height):
            height = line[f"reconciled{HIGH}"]
        at = (NOWHERE if pd.isna(line["published"]) else line["published"], height)
        x, y = ax.transData.transform(at) * POINTS / canvas.figure.dpi
        wide = LATIN * LEAST_TYPE * (count_letters(line["change"]) + 1)
        # beyond the axes there is no room for a label
        is_right = x + wide > edge
        box = Bbox.from_bounds(x - wide * is_right, y, wide, HIGH_LABEL)
        if not box.count_overlaps(written):
            written.append(box)
            write(ax, line["change"], at, LEFTWARD if is_right else LABEL)


def _most_changed(data: pd.DataFrame) -> pd.DataFrame:
    """The cells of the greatest difference, the greatest first."""
    before = data["published"].astype(float).fillna(0)
    ends = data[["reconciled", f"reconciled{LOW}", f"reconciled{HIGH}"]].astype(float)
    gap = ends.sub(before, axis=0).abs().max(axis=1)
    return data.loc[gap.sort_values(ascending=False, kind="stable").index]


def _tell_cells(canvas: Canvas, data: pd.DataFrame) -> None:
    """The cells of the greatest difference, told below the figure."""
    first = _most_changed(data).head(TOLD)
    language = canvas.language
    reports = reports_of(first, language)
    cells = cell_names(first, language)
    lines = zip(reports, cells, first["change"], strict=True)
    between = pick(("，", ", "), language)
    said = [f"{report}{between}{cell} {change}" for report, cell, change in lines]
    canvas.note("largest changes", joined(said, language))


def _scale(canvas: Canvas, data: pd.DataFrame) -> None:
    """Two logarithmic axes, straight between 0 and 1, since many a figure differs from 0."""
    ax = canvas.ax
    both = data[["published", f"reconciled{HIGH}"]].to_numpy(dtype=float)
    top = float(np.nanmax([*both.flat, 1]))
    # a negative figure is printed here and there
    least = min(float(np.nanmin([*both.flat, 0])), 0.0) - 0.12
    digits = len(str(int(top)))
    apart = -(-digits // MOST_TICKS)
    ticks = [0, *(10**power for power in range(0, digits, apart))]
    names = [f"{tick:,}" for tick in ticks]
    ax.set_xscale("symlog", linthresh=1, linscale=0.6)
    ax.set_yscale("symlog", linthresh=1, linscale=0.6)
    for axis, set_limits in ((ax.xaxis, ax.set_xlim), (ax.yaxis, ax.set_ylim)):
        axis.set_ticks(ticks, labels=names, minor=False)
        set_limits(least, 8 * top)
    if data["published"].isna().any():
        ax.set_xticks([NOWHERE, *ticks], [canvas.say("printed blank"), *names])
        ax.set_xlim(min(least, NOWHERE - 0.2), 8 * top)
    ax.minorticks_off()
    ax.grid()
    ax.set_xlabel(canvas.say("as printed"))
    ax.set_ylabel(canvas.say("as reconciled"))


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
        before = (printed or blank) if pd.isna(published) else _digits(published)
        texts.append(f"{before} → {after}")
    return texts


def _digits(number: float) -> str:
    """A number with all its digits: an amount has some behind the point."""
    return f"{number:,.15g}"


def _write_around(canvas: Canvas, data: pd.DataFrame) -> None:
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say(
        "reconciled unit",
        len(data),
        reports,
    )
    write_head(
        canvas,
        canvas.say("reconciled title"),
        unit,
        6,
    )
