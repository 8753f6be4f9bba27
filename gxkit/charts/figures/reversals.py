"""How often reconsideration and the courts corrected the agency, with intervals."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Canvas, Face, close_canvas, show_percent, write_faces, write_head
from gxkit.charts.findings import find_reversals
from gxkit.charts.house import BLUE, INK, MUTED, SKY, VERMILION, Chart, Look, style
from gxkit.charts.marks import (
    BELOW,
    count_texts,
    draw_ends,
    draw_rates,
    marked_counts,
    note_signs,
    open_ends,
)
from gxkit.charts.pooling import latest_of_largest, note_rows, pool_routes
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    ROUTE_LABELS,
    WHO,
    Layout,
    count_left_out,
    note_count,
    note_items,
    note_left_out,
    open_routes,
    ordered,
    reports_of,
    write_columns,
)
from gxkit.charts.spans import HIGH, is_open, with_spans
from gxkit.charts.states import worst_states
from gxkit.charts.words import count_reports, joined, refuse_empty
from gxkit.panel.cells import Figures
from gxkit.panel.indicators import indicator
from gxkit.panel.indicators.intervals import FEW, wilson

# the indicator that is drawn for each route
INDICATORS = {
    "reconsideration": "reconsideration_reversal_rate",
    "litigation_direct": "litigation_reversal_rate.direct",
    "litigation_after_reconsideration": "litigation_reversal_rate.after_reconsideration",
}


# those of the data that may be open
NUMBERS = ("corrected", "closed", "value")
# how the dots of a route look; a disc looks smaller than a square of its width
FACES = {
    "reconsideration": Face("o", VERMILION, 7.0),
    "litigation_direct": Face("s", BLUE, 5.6),
    "litigation_after_reconsideration": Face("D", SKY, 5.6),
}
# the edge of a dot, and a dot that rests on few cases
FULL: Look = {"markeredgecolor": MUTED, "markeredgewidth": 0.9}
HOLLOW: Look = {"markerfacecolor": "white", "markeredgewidth": 0.9}
# the longer the line, the less the dot on it says
INTERVAL: Look = {"color": MUTED, "linewidth": 1.1, "zorder": 2}
# one column of text stands to the right
LAYOUT = Layout(
    row=0.28,
    right=1.0,
    left=(2.3, 2.9),
    inner=ROUTE_LABELS,
)


def reversals_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """One line a report and route: corrected, closed (total less pending), value, ci_low, ci_high.

    NA where a cell has no number (a blank is no zero), the rate also where no case was closed.
    `changed`: a reconciled figure is in it; `indicator` is the one drawn.
    """
    routes = [
        _route_data(
            frame,
            route,
            one,
            figures,
        )
        for route, one in INDICATORS.items()
    ]
    return ordered(pd.concat(routes))


def _route_data(
    frame: pd.DataFrame,
    route: str,
    one: str,
    figures: Figures,
) -> pd.DataFrame:
    rates = indicator(frame, one.partition(".")[0], figures=figures)
    asked = rates["comparability"].ne("none")
    rate = rates[rates["indicator"].eq(one) & asked]
    return (
        rate[WHO]
        .assign(
            route=route,
            corrected=rate["numerator"],
            closed=rate["denominator"],
            value=rate["value"],
            ci_low=rate["ci_low"],
            ci_high=rate["ci_high"],
            indicator=one,
        )
        .join(worst_states([rate]))
    )


@figure("reversals", order=9, takes=["panel"], may_take=["alternatives", "figures", "inside"])
def draw_reversals(  # noqa: PLR0913, what others count too is a choice of sums alone
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    inside: frozenset[str] = frozenset(),
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Cases corrected as a share of those closed, with Wilson's interval, by report and route.

    Only routes with a case closed have a line. A route whose cells are blank is named in the
    notes, not drawn as zero. Reconciled figures carry an asterisk.
    """
    keys = ("report", "route")
    everything = with_spans(reversals_data, frame, alternatives, NUMBERS, keys, figures)
    shown = everything["value"].notna() | is_open(everything, "value")
    data = everything[shown].reset_index(drop=True)
    refuse_empty(data, "reversals")
    rows = _rows(data, frame, inside)
    with style():
        canvas = open_routes(ax, LAYOUT, rows, language)
        _draw_rates(canvas.ax, rows)
        _write_counts(canvas, rows)
        canvas.tell(find_reversals(data, rows))
        _write_around(canvas, data["report"].nunique())
        note_rows(canvas, data, rows)
        canvas.note("interval note", FEW)
        note_signs(canvas, rows)
        _note_others(canvas, everything)
        note_left_out(canvas, "form totals", frame, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _rows(
    data: pd.DataFrame,
    frame: pd.DataFrame,
    inside: frozenset[str],
) -> pd.DataFrame:
    """The rows that are drawn: the latest reports by routes, or sums where bodies are many."""
    some = latest_of_largest(data, "closed")
    if some is not None:
        return some
    pooled = pool_routes(
        data,
        frame,
        ["corrected", "closed"],
        list(INDICATORS),
        inside,
    )
    pooled = pooled[pooled["closed"] > 0].reset_index(drop=True)
    corrected, closed = (pooled[name].to_numpy() for name in ("corrected", "closed"))
    low, high = wilson(corrected, closed)
    rate = pooled["corrected"] / pooled["closed"].where(pooled["closed"] > 0)
    return pooled.assign(value=rate, ci_low=low, ci_high=high, value_high=rate)


def _draw_rates(ax: Axes, data: pd.DataFrame) -> None:
    low, high = data["ci_low"] * 100, data["ci_high"] * 100
    ax.hlines(data.index, low, high, **INTERVAL)
    few = data["closed"].lt(FEW)
    for route, face in FACES.items():
        own = data["route"].eq(route)
        draw_rates(ax, data.loc[own & ~few, "value"], face, FULL)
        draw_rates(ax, data.loc[own & few, "value"], face, HOLLOW)
    draw_ends(ax, open_ends(data, "value", 100), INK, aside=BELOW)
    # an undecided rate may be more than all: no line may end beyond the axis
    ax.set_xlim(-3, 103 * max(1.0, float(data[f"value{HIGH}"].max())))
    show_percent(ax)
    ax.grid(axis="x")


def _write_counts(canvas: Canvas, data: pd.DataFrame) -> None:
    texts = []
    numbers = (count_texts(data, "corrected"), marked_counts(data, "closed"))
    for corrected, closed in zip(*numbers, strict=True):
        texts.append(f"{corrected}/{closed}")
    head = canvas.say("corrected of closed")
    write_columns(canvas.ax, [(head, texts, 0.85)])


def _write_around(canvas: Canvas, number: int) -> None:
    write_faces(canvas, FACES)
    reports = count_reports(number, canvas.language)
    write_head(canvas, canvas.say("reversal title"), canvas.say("reversal unit", reports), 30)


def _note_others(canvas: Canvas, everything: pd.DataFrame) -> None:
    """The reports with a blank cell, route by route, and how many closed no case."""
    some_or_blank = ~everything["closed"].eq(0)
    unknown = everything["value"].isna() & ~is_open(everything, "value")
    blank = everything[unknown & some_or_blank]
    items = []
    for _, own in blank.groupby("report", sort=False):
        routes = [canvas.say(route) for route in own["route"]]
        report = reports_of(own, canvas.language)[0]
        items.append(f"{report} ({joined(routes, canvas.language)})")
    note_items(canvas, "figures blank", items)
    idle = count_left_out(everything, everything[some_or_blank])
    note_count(canvas, "reversal none", idle)
