"""What the mistakes that were found change in the rates that one would compute of the reports."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from gxkit.charts.canvas import (
    Canvas,
    close_canvas,
    dot,
    hollow,
    write_head,
    write_key,
)
from gxkit.charts.findings import (
    find_stakes,
)
from gxkit.charts.house import (
    BLUE,
    FAINT,
    INK,
    MUTED,
    SKY,
    VERMILION,
    Chart,
    Look,
    style,
)
from gxkit.charts.marks import (
    BELOW,
    NO_NUMBER,
    count_texts,
    draw_ends,
    note_signs,
    open_ends,
    signs,
)
from gxkit.charts.pointing import name_rows, name_said
from gxkit.charts.pooling import is_crowded
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    WHO,
    Layout,
    TextColumn,
    names,
    note_count,
    open_rows,
    ordered,
    write_columns,
    years,
)
from gxkit.charts.spans import (
    HIGH,
    LOW,
    is_open,
)
from gxkit.charts.words import (
    count_reports,
    refuse_empty,
    signed,
    word,
)
from gxkit.panel.indicators.intervals import FEW
from gxkit.panel.indicators.stakes import (
    AT_STAKE,
    WORLDS,
    stakes_frame,
)

# a row has its year and the name of its rate; two columns of text stand to the right
LAYOUT = Layout(
    row=0.25,
    right=1.75,
    left=(2.5, 2.95),
    inner=(1.0, 1.3),
)
# the names of the rates alone, and four columns
POOLED = Layout(
    row=0.33,
    right=2.6,
    left=(1.4, 1.7),
    inner=(0.8, 1.1),
)
# per cent: where a rate stands that cannot be computed, and the axis' end to its left
NOWHERE, EDGE = -25, -40
# inches from the axes to the right edges of the four columns
COLUMNS = (
    0.55,
    1.2,
    1.85,
    2.45,
)
# changes of a kind from which on their middle half says something
ENOUGH = 8
QUARTERS = (0.25, 0.5, 0.75)
# from what is printed to what stands for it
CHANGE: Look = {"color": FAINT, "linewidth": 2.2, "zorder": 1}
# between the rates and those that are none
BORDER: Look = {"color": MUTED, "linewidth": 0.7, "zorder": 1}
PRINTED: Look = {
    "markerfacecolor": "white",
    "markeredgecolor": INK,
    "markeredgewidth": 1.2,
    "markersize": 6.5,
    "zorder": 3,
}
BETTER: Look = {"color": BLUE, "markersize": 5.5, "zorder": 4}
# one of many changes: where several lie it is darker
ONE_OF_MANY: Look = {
    "color": BLUE,
    "alpha": 0.35,
    "markersize": 5,
    "markeredgecolor": "none",
}
# the middle half of the changes, and their median
HALF: Look = {"color": SKY, "linewidth": 6, "zorder": 1}
UNDECIDED: Look = {"color": VERMILION, "alpha": 0.5, "linewidth": 1.2}
MEDIAN: Look = {
    "color": INK,
    "markersize": 11,
    "markeredgewidth": 1.6,
    "zorder": 4,
}
# the marks of what stands for the printed figures, by what it rests on
MARKERS = {"reconciled": "o", "implied": "D"}
# columns of the frame that the data have as they are
KEPT = ["printed_part", "printed_whole", "printed"]


def differences_data(frame: pd.DataFrame) -> pd.DataFrame:
    """The rates of `stakes_frame` that hang on the mistakes, a line a rate, body by body.

    `printed` is the rate as printed, `value` what stands for it (reconciled, else implied), each
    with its counts `_part` and `_whole`; NA where it cannot be computed. `value_low` and
    `value_high` are the least and the most of one that is undecided, else the value. `few`: it
    rests on fewer than FEW, or nobody knows on how many.
    """
    told = frame[frame["differs"] | frame[f"value{LOW}"].notna()]
    is_better = told["reconciled"].notna()
    data = told[WHO].copy()
    data["indicator"] = told["indicator"]
    data[KEPT] = told[KEPT]
    for name in ("part", "whole"):
        data[f"value_{name}"] = told[f"reconciled_{name}"].fillna(told[f"implied_{name}"])
    data["value"] = told["reconciled"].fillna(told["implied"])
    for end in (LOW, HIGH):
        data[f"value{end}"] = told[f"value{end}"].fillna(data["value"])
    data["basis"] = np.where(is_better, "reconciled", "implied")
    data["changed"] = told["differs"] & is_better
    wholes = told[[f"{world}_whole" for world in WORLDS]].max(axis=1)
    data["few"] = ~wholes.ge(FEW)
    return ordered(data)


@figure(
    "differences",
    order=10,
    takes=["panel"],
    may_take=["indicators"],
    file="published-and-reconciled",
)
def draw_differences(
    frame: pd.DataFrame,
    *,
    indicators: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """The rates that printed figures give otherwise than reconciled ones, or not at all.

    A hollow mark is the rate as printed, a filled one what stands for it; a line with caps goes
    from the least to the most of one that `indicators` leave undecided. With more of them than a
    figure holds, the changes are dots over each other, a row a rate.
    """
    stakes = stakes_frame(frame, indicators)
    data = differences_data(stakes)
    rows = data[~data["few"]].reset_index(drop=True)
    refuse_empty(rows, "differences")
    with style():
        if is_crowded(len(rows)):
            canvas = _draw_changes(
                ax,
                stakes,
                rows,
                language,
            )
            _write_title(canvas, stakes, "changes unit")
        else:
            canvas = _draw_rows(ax, rows, language)
            _write_title(canvas, stakes, "stakes unit")
        note_count(canvas, "few at stake", int(data["few"].sum()))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _draw_rows(
    ax: Axes | None,
    rows: pd.DataFrame,
    language: str,
) -> Canvas:
    """A row for each rate, beside it what it is a share of."""
    rates = _rate_names(rows["indicator"], language)
    # the year stands beside the rate, for a body's name that is cut would take it along
    inner = [f"{year} {rate}" for year, rate in zip(years(rows), rates, strict=True)]
    canvas = open_rows(
        ax,
        LAYOUT,
        names(rows, language),
        inner,
        language,
    )
    name_rows(canvas, rows, "indicator")
    _draw_rates(canvas, rows)
    columns = [
        (canvas.say("as printed"), _share_texts(rows, "printed"), 0.55),
        (canvas.say("as reconciled"), _after_texts(rows), 1.7),
    ]
    write_columns(canvas.ax, columns)
    marks = [hollow(INK)]
    labels = [canvas.say("as printed")]
    for basis, marker in MARKERS.items():
        if (rows["basis"].eq(basis) & ~is_open(rows, "value")).any():
            marks.append(dot(BLUE, marker))
            labels.append(canvas.say(f"by {basis}"))
    write_key(canvas, marks, labels)
    note_signs(canvas, rows)
    return canvas


def _write_title(
    canvas: Canvas,
    stakes: pd.DataFrame,
    unit: str,
) -> None:
    """What is found of all reports, whether their rates are drawn or not."""
    canvas.tell(find_stakes(stakes))
    reports = count_reports(stakes["report"].nunique(), canvas.language)
    write_head(
        canvas,
        canvas.say("stakes title"),
        canvas.say(unit, reports),
        30,
    )


def _draw_rates(canvas: Canvas, rows: pd.DataFrame) -> None:
    ax = canvas.ax
    opened = is_open(rows, "value")
    before = (rows["printed"] * 100).fillna(NOWHERE)
    after = (rows["value"] * 100).fillna(NOWHERE)[~opened]
    ax.hlines(
        after.index,
        before[~opened],
        after,
        **CHANGE,
    )
    ax.plot(
        before,
        before.index,
        "o",
        **PRINTED,
    )
    for basis, marker in MARKERS.items():
        own = after[rows["basis"].eq(basis)[~opened]]
        ax.plot(
            own,
            own.index,
            marker,
            **BETTER,
        )
    draw_ends(ax, open_ends(rows, "value", 100), BLUE)
    ax.axvline(NOWHERE / 2, **BORDER)
    # an undecided rate may be more than all: no line may end beyond the axis
    most = max(1.0, float(rows[f"value{HIGH}"].max()))
    ax.set_xlim(EDGE, 103 * most)
    shares = range(0, 101, 50)
    named = [f"{share}%" for share in shares]
    ax.set_xticks([NOWHERE, *shares], [canvas.say("no rate"), *named])
    ax.grid(axis="x")


def _rate_names(indicators: pd.Series, language: str) -> list[str]:
    return [word(f"rate {one}", language) for one in indicators]


def _share_texts(rows: pd.DataFrame, name: str) -> list[str]:
    """A count out of a count, NO_NUMBER where there is no rate."""
    pairs = zip(rows[f"{name}_part"], rows[f"{name}_whole"], strict=True)
    return [NO_NUMBER if pd.isna(part) else f"{part:,.0f}/{whole:,.0f}" for part, whole in pairs]


def _after_texts(rows: pd.DataFrame) -> list[str]:
    """What stands for a rate, with its signs: counts and share, or the ends of one undecided."""
    shares = count_texts(rows, "value", "{:.0%}".format)
    counts = _share_texts(rows, "value")
    texts = zip(
        shares,
        counts,
        signs(rows),
        is_open(rows, "value"),
        strict=True,
    )
    made = []
    for share, count, sign, opened in texts:
        is_plain = opened or share == NO_NUMBER
        made.append(share if is_plain else f"{count}{sign} {share}")
    return made


def _draw_changes(
    ax: Axes | None,
    stakes: pd.DataFrame,
    rows: pd.DataFrame,
    language: str,
) -> Canvas:
    """A row for each kind of rate: its changes in points, and how many rates there are."""
    kinds = [one for one in AT_STAKE if one in set(stakes["indicator"])]
    inner = _rate_names(pd.Series(kinds), language)
    canvas = open_rows(
        ax,
        POOLED,
        [""] * len(kinds),
        inner,
        language,
    )
    name_said(canvas, _draw_kinds(canvas, rows, kinds, inner))
    write_columns(canvas.ax, _count_columns(canvas, stakes, kinds))
    write_key(
        canvas,
        [dot(BLUE), Line2D([], [], **UNDECIDED)],
        [canvas.say("one change"), canvas.say("undecided")],
    )
    canvas.note("changes pooled note")
    return canvas


def _draw_kinds(
    canvas: Canvas,
    rows: pd.DataFrame,
    kinds: list[str],
    names: list[str],
) -> list[str]:
    """The changes of every kind of rate, and their axis; what each row is, for a page."""
    axes, told = canvas.ax, []
    axes.axvline(0, color=INK, linewidth=0.9)
    farthest = 1.0
    for row, (kind, name) in enumerate(zip(kinds, names, strict=True)):
        own = rows[rows["indicator"].eq(kind) & rows["printed"].notna()]
        ends = own[[f"value{LOW}", f"value{HIGH}"]].sub(own["printed"], axis=0) * 100
        moved = _draw_kind(
            axes,
            row,
            ends,
            is_open(own, "value"),
        )
        points = map(signed, moved.quantile([QUARTERS[1], QUARTERS[0], QUARTERS[2]]).fillna(0))
        told.append(canvas.say("told changes", name, len(moved), *points))
        farthest = float(np.nanmax([farthest, *ends.abs().to_numpy().flat]))
    axes.set_xlim(-1.06 * farthest, 1.06 * farthest)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    axes.xaxis.set_major_formatter(lambda number, _: signed(number) if number else "0")
    axes.grid(axis="x")
    return told


def _draw_kind(
    ax: Axes,
    row: int,
    ends: pd.DataFrame,
    opened: pd.Series,
) -> pd.Series:
    """The changes of one kind of rate, which are given back, and under them what undecided ones
    may come to."""
    moved = ends.loc[~opened, f"value{LOW}"].dropna()
    ax.plot(
        moved,
        [row] * len(moved),
        "o",
        **ONE_OF_MANY,
    )
    first, median, third = moved.quantile(list(QUARTERS))
    if len(moved) >= ENOUGH:
        ax.hlines(
            row,
            first,
            third,
            **HALF,
        )
        ax.plot(
            median,
            row,
            "|",
            **MEDIAN,
        )
    undecided = ends[opened]
    low, high = undecided[f"value{LOW}"], undecided[f"value{HIGH}"]
    ax.hlines(
        [row + BELOW] * len(low),
        low,
        high,
        **UNDECIDED,
    )
    return moved


def _count_columns(
    canvas: Canvas,
    stakes: pd.DataFrame,
    kinds: list[str],
) -> list[TextColumn]:
    """Of each kind of rate how many are known, and of these what printed figures make of them."""
    at_stake = stakes["differs"]
    is_printed = stakes["printed"].notna()
    counted = {
        "n rates": stakes[list(WORLDS)].notna().any(axis=1),
        "no rate printed": at_stake & ~is_printed,
        "other rate printed": at_stake & is_printed,
        "undecided": stakes[f"value{LOW}"].notna(),
    }
    made: list[TextColumn] = []
    for (key, which), inches in zip(counted.items(), COLUMNS, strict=True):
        numbers = which.groupby(stakes["indicator"]).sum()
        made.append((canvas.say(key), [f"{numbers[kind]:,}" for kind in kinds], inches))
    return made
