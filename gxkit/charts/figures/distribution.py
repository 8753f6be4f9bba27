"""How a rate is spread over bodies: ranked with intervals, and as a funnel over the counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gxkit.charts.canvas import Canvas, close_canvas, open_canvas, show_percent, write_head
from gxkit.charts.findings import find_distribution
from gxkit.charts.house import (
    BLUE,
    FAINT,
    INK,
    LEAST_TYPE,
    MUTED,
    PALE,
    SKY,
    VERMILION,
    Chart,
    Look,
    Pair,
    style,
)
from gxkit.charts.marks import note_signs, signs
from gxkit.charts.pointing import SAID, name_field, name_point, name_shape
from gxkit.charts.registry import figure
from gxkit.charts.results import COMPARABLE
from gxkit.charts.rows import (
    BODY,
    WHO,
    note_count,
    note_left_out,
    ordered,
    short_reports,
)
from gxkit.charts.spans import is_open, with_spans
from gxkit.charts.states import worst_states
from gxkit.charts.words import count_reports, refuse_empty
from gxkit.panel.cells import Figures
from gxkit.panel.indicators import indicator
from gxkit.panel.indicators.intervals import FEW, chance_limits

# what is drawn unless another rate is asked for
RATE = "broad_disclosure_rate"
# inches of both pictures together, and of the names to their left
SIZE, LEFT, RIGHT = (4.2, 1.55), 2.13, 0.1
# points between the axes and the unit, for what is said over each picture
OVER_LABELS = 16
# of the width and the height: the ranks, and the funnel beside them
RANKS, FUNNEL = (
    (
        0.0,
        0.0,
        0.55,
        1.0,
    ),
    (
        0.67,
        0.0,
        0.33,
        1.0,
    ),
)
# bodies that can be named in rows, and bodies of which each has a dot
NAMED, DOTTED = 13, 150
# groups of neighbours in rank that stand for more bodies than can be dotted
BINS = 75
# letters of a name that the margin holds
LETTERS = 31
# fields of the funnel where there are too many dots: across, and up
GRID = (22, 14)
# per cent that the funnel shows, and points of its curves
RATES, STEPS = (-4, 104), 60
# bodies that would be white: a field of one body is seen
LIGHTEST = 0.2
# of a row that tells its body: per cent and rows
ACROSS = (104, 1)
# the middle half, and the middle
QUARTILES: Look = {"color": PALE, "zorder": 0}
MIDDLE: Look = {
    "color": INK,
    "linewidth": 1,
    "linestyle": (0, (5, 2)),
    "zorder": 1,
}
OVER: Look = {"fontsize": LEAST_TYPE, "va": "bottom", "ha": "center"}
INTERVAL: Look = {"color": MUTED, "linewidth": 1, "zorder": 2}
LIMIT: Look = {"color": MUTED, "linewidth": 0.9, "zorder": 2}
# a rate within the limits, beyond them, and one of few cases
FACES: dict[str, Look] = {
    "within": {"marker": "o", "markersize": 4.5, "color": SKY},
    "beyond": {"marker": "D", "markersize": 4.5, "color": VERMILION},
    "few": {
        "marker": "o",
        "markersize": 4,
        "markerfacecolor": "white",
        "color": MUTED,
    },
}
DOT: Look = {
    "linestyle": "",
    "markeredgecolor": MUTED,
    "markeredgewidth": 0.6,
    "zorder": 3,
    # at 0 and 100 % a dot is whole
    "clip_on": False,
}


def distribution_data(
    frame: pd.DataFrame,
    figures: Figures = "reconciled",
    rate: str = RATE,
) -> pd.DataFrame:
    """One line a report whose form asks for the rate: numerator, denominator, value and interval.

    NA where a cell has no number or nothing was decided. `indicator` is the rate.
    """
    rates = indicator(frame, rate, figures=figures)
    asked = rates["comparability"].isin(COMPARABLE)
    numbers = [
        "numerator",
        "denominator",
        "value",
        "ci_low",
        "ci_high",
    ]
    data = rates[[*WHO, *numbers]].join(worst_states([rates]))
    return ordered(data[asked].assign(indicator=rate))


def newest(data: pd.DataFrame) -> pd.DataFrame:
    """Of each body the report of its last year with a rate that is not open."""
    known = data[data["value"].notna() & ~is_open(data, "value")]
    return ordered(known.drop_duplicates(BODY, keep="last"))


def with_limits(
    data: pd.DataFrame,
    inside: frozenset[str],
) -> pd.DataFrame:
    """The rates with the ends between which chance leaves them if all bodies had the `pooled` one.

    What others count too (`inside`) is not pooled. `face` is one of FACES.
    """
    own = data[~data["report"].isin(inside)]
    # a city alone beside its counties leaves nothing to pool
    own = own if len(own) else data
    pooled = float(own["numerator"].sum() / own["denominator"].sum())
    low, high = chance_limits(pooled, data["denominator"].to_numpy(dtype=float))
    is_within = data["value"].between(low, high)
    face = np.where(is_within, "within", "beyond")
    face[data["denominator"].lt(FEW)] = "few"
    return data.assign(
        pooled=pooled,
        limit_low=low,
        limit_high=high,
        face=face,
    )


@figure(
    "distribution",
    order=15,
    takes=["panel"],
    may_take=["alternatives", "figures", "inside"],
)
def draw_distribution(
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    inside: frozenset[str] = frozenset(),
    language: str = "zh",
    source: str,
) -> Chart:
    """The disclosure rate of each body in its last year: ranked with Wilson's intervals, the middle
    marked, and beside it over the number of decisions with 95 per cent limits around the pooled
    rate.

    Rates of few decisions stand in the funnel alone. Many bodies are drawn as bands and fields.
    """
    numbers = ["value"]
    every = with_spans(
        distribution_data,
        frame,
        alternatives,
        numbers,
        figures=figures,
    )
    data = newest(every)
    # one body has a rate, but no rate is spread over it
    refuse_empty(data[1:], "distribution")
    data = with_limits(data, inside)
    enough = data[data["face"].ne("few")]
    ranked = enough.sort_values("value", ignore_index=True, kind="stable")
    with style():
        canvas = open_canvas(None, SIZE, language, left=LEFT, right=RIGHT)
        canvas.ax.axis("off")
        _draw_ranks(canvas, ranked)
        _draw_funnel(canvas, data)
        canvas.tell(find_distribution(data))
        _write_around(canvas, data, ranked)
        _note_others(canvas, frame, every, data)
        _note_pool(canvas, data["report"].isin(inside))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _write_around(
    canvas: Canvas,
    data: pd.DataFrame,
    ranked: pd.DataFrame,
) -> None:
    reports = count_reports(len(data), canvas.language)
    unit = canvas.say("distribution unit", reports)
    topic = canvas.say("distribution title")
    write_head(canvas, topic, unit, OVER_LABELS)
    canvas.note("distribution note", FEW)
    note_signs(canvas, ranked.iloc[_rows(ranked)])


def _note_pool(canvas: Canvas, nested: pd.Series) -> None:
    """How many of the reports drawn are not pooled, for others count them too (`nested`)."""
    # where all are nested all of them are pooled
    if not nested.all():
        note_count(canvas, "pool without", int(nested.sum()))


def _note_others(
    canvas: Canvas,
    frame: pd.DataFrame,
    every: pd.DataFrame,
    data: pd.DataFrame,
) -> None:
    """The bodies without a rate, and those whose forms class results differently."""
    rest = len(every.drop_duplicates(BODY)) - len(data)
    note_count(canvas, "distribution left", rest)
    # what a body of the newer form filled in before is not missed
    asked = pd.MultiIndex.from_frame(every[BODY])
    others = frame[~pd.MultiIndex.from_frame(frame[BODY]).isin(asked)]
    note_left_out(canvas, "other form", others, every)


def _draw_ranks(canvas: Canvas, ranked: pd.DataFrame) -> None:
    """The bodies from the lowest rate to the highest."""
    ax = canvas.ax.inset_axes(RANKS)
    ax.set_ylim(-0.7, max(len(ranked), 1) - 0.3)
    ax.set_xlim(-2, 102)
    show_percent(ax)
    ax.spines["left"].set_visible(False)
    ax.set_yticks([])
    if ranked.empty:
        ax.text(50, 0, canvas.say("none of enough"), **OVER)
        return
    _mark_middle(canvas, ax, ranked)
    rates, ends = 100 * ranked["value"], 100 * ranked[["ci_low", "ci_high"]]
    if len(ranked) > DOTTED:
        _draw_bands(canvas, ax, ranked)
    else:
        ax.hlines(ranked.index, ends["ci_low"], ends["ci_high"], **INTERVAL)
        _draw_dots(ax, rates, ranked.index.to_series(), ranked["face"])
        for row, report in enumerate(ranked["report"]):
            name_field(ax, (50, row), ACROSS, {"report": report})
    _name_bodies(canvas, ax, ranked)


def _mark_middle(
    canvas: Canvas,
    ax: Axes,
    ranked: pd.DataFrame,
) -> None:
    """The median, and a ground for the half of the bodies around it."""
    quartiles = ranked["value"].quantile([0.25, 0.5, 0.75])
    low, middle, high = (100 * quartiles).tolist()
    ax.axvspan(low, high, **QUARTILES)
    ax.axvline(middle, **MIDDLE)
    said = canvas.say("middle of", f"{middle:.0f}")
    ax.text(
        middle,
        1.02,
        said,
        transform=ax.get_xaxis_transform(),
        **OVER,
    )


def _draw_bands(
    canvas: Canvas,
    ax: Axes,
    ranked: pd.DataFrame,
) -> None:
    """Many bodies as groups of neighbours in rank: the middle of their rates and of their ends."""
    groups = np.arange(len(ranked)) * BINS // len(ranked)
    numbers = ["value", "ci_low", "ci_high"]
    middles = 100 * ranked.groupby(groups)[numbers].median()
    at = pd.Series(ranked.index).groupby(groups).mean()
    ax.fill_betweenx(
        at,
        middles["ci_low"],
        middles["ci_high"],
        color=FAINT,
        linewidth=0,
    )
    ax.plot(
        middles["value"],
        at,
        color=BLUE,
        linewidth=1.6,
    )
    places = pd.Series(ranked.index + 1).groupby(groups).agg(["min", "max"])
    for (first, last), middle in zip(places.to_numpy(), middles["value"], strict=True):
        rate = f"{middle:.0f}"
        said = canvas.say("told ranks", first, last, len(ranked), rate)
        size = (ACROSS[0], last - first + 1)
        name_field(ax, (50, (first + last) / 2 - 1), size, {SAID: said})


def _draw_dots(
    ax: Axes,
    x: pd.Series,
    y: pd.Series,
    faces: pd.Series,
) -> None:
    for name, face in FACES.items():
        own = faces.eq(name).to_numpy()
        # a line of no dots would count as one at the figure's corner
        if own.any():
            ax.plot(x[own], y[own], **DOT | face)


def _rows(ranked: pd.DataFrame) -> list[int]:
    """The ranks that have a name: all of a few, of many the lowest, the middle and the highest."""
    whole = len(ranked)
    if whole <= NAMED:
        return list(range(whole))
    return [0, whole // 2, whole - 1]


def _name_bodies(canvas: Canvas, ax: Axes, ranked: pd.DataFrame) -> None:
    named = ranked.iloc[_rows(ranked)]
    reports = short_reports(named, canvas.language, LETTERS)
    beside = zip(reports, signs(named, []), strict=True)
    labels = [f"{report}{sign}" for report, sign in beside]
    ax.set_yticks(named.index, labels)
    ax.tick_params(axis="y", labelsize=LEAST_TYPE, pad=3)


def _draw_funnel(canvas: Canvas, data: pd.DataFrame) -> None:
    """The rates over the number of decisions, and the limits of chance around the pooled rate."""
    ax = canvas.ax.inset_axes(FUNNEL)
    least, most = data["denominator"].min(), data["denominator"].max()
    ends = (0.8 * least, 1.6 * most)
    ax.set_xscale("log")
    ax.set_xlim(*ends)
    ax.set_ylim(*RATES)
    pooled = float(data["pooled"].iloc[0])
    _draw_limits(ax, pooled, ends)
    if len(data) > DOTTED:
        _draw_grid(canvas, ax, data, ends)
    else:
        _draw_dots(
            ax,
            data["denominator"],
            100 * data["value"],
            data["face"],
        )
        for line in data.to_dict("records"):
            at = (line["denominator"], 100 * line["value"])
            name_point(ax, at, {"report": line["report"]})
    said = canvas.say("pooled by", f"{100 * pooled:.0f}")
    ax.text(
        0.5,
        1.02,
        said,
        transform=ax.transAxes,
        **OVER,
    )
    ax.set_yticks(range(0, 101, 25))
    ax.yaxis.set_major_formatter("{x:.0f}%")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.tick_params(labelsize=LEAST_TYPE)
    ax.minorticks_off()


def _draw_limits(ax: Axes, pooled: float, ends: Pair) -> None:
    """The pooled rate, and between which rates chance leaves bodies that have it."""
    numbers = np.unique(np.geomspace(*ends, STEPS).round().clip(min=1))
    ax.axhline(100 * pooled, **MIDDLE)
    for limit in chance_limits(pooled, numbers):
        ax.plot(numbers, 100 * limit, **LIMIT)


def _draw_grid(
    canvas: Canvas,
    ax: Axes,
    data: pd.DataFrame,
    ends: Pair,
) -> None:
    """Many bodies as fields, darker the more of them lie there."""
    across, up = GRID
    edges = (np.geomspace(*ends, across), np.linspace(*RATES, up))
    counts, *_ = np.histogram2d(data["denominator"], 100 * data["value"], bins=edges)
    shown = np.ma.masked_equal(counts.T, 0)
    ax.pcolormesh(
        *edges,
        shown,
        cmap="Blues",
        norm="log",
        vmin=LIGHTEST,
        zorder=0.5,
    )
    for column, row in np.argwhere(counts):
        corner, far = ((edges[0][column + step], edges[1][row + step]) for step in (0, 1))
        cases = [f"{number:,.0f}" for number in (corner[0], far[0])]
        rates = [f"{min(max(rate, 0), 100):.0f}" for rate in (corner[1], far[1])]
        said = canvas.say("told bodies", int(counts[column, row]), *cases, *rates)
        field = Rectangle(corner, far[0] - corner[0], far[1] - corner[1])
        name_shape(ax, field, {SAID: said})
