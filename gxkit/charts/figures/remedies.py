"""Administrative reconsideration and litigation: results by route."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gxkit.charts.bars import (
    Stack,
    draw_stack,
)
from gxkit.charts.canvas import (
    Canvas,
    close_canvas,
    show_percent,
    write,
    write_head,
    write_key,
)
from gxkit.charts.findings import find_remedies
from gxkit.charts.house import (
    BLUE,
    GREEN,
    MUTED,
    ORANGE,
    Chart,
    Look,
    style,
)
from gxkit.charts.marks import (
    NO_NUMBER,
    marked_counts,
    note_signs,
)
from gxkit.charts.pooling import (
    latest_of_largest,
    note_rows,
    pool_routes,
)
from gxkit.charts.registry import figure
from gxkit.charts.results import COMPARABLE
from gxkit.charts.rows import (
    ROUTE_LABELS,
    Layout,
    note_left_out,
    note_reports,
    open_routes,
    ordered,
)
from gxkit.charts.spans import (
    open_parts,
    with_spans,
)
from gxkit.charts.states import worst_states
from gxkit.charts.words import (
    count_reports,
    refuse_empty,
)
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series

# concepts, in the order of the form
ROUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
# parts of each of them, in the order of the form
RESULTS = {"upheld": BLUE, "corrected": ORANGE, "other": GREEN, "pending": "#d5d5d5"}
# as many rows as routes with a case: they are low
LAYOUT = Layout(
    row=0.25,
    right=0.75,
    left=(2.3, 2.9),
    inner=ROUTE_LABELS,
)
# of the height of a row
BAR = 0.86
# at the end of a bar
TOTAL: Look = {
    "xytext": (4, 0),
    "va": "center",
    "fontsize": 8,
    "color": MUTED,
}
# per cent: a shorter part has no room for its number
LEGIBLE = 5


def remedies_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """One line a report and route: the four results, total, unknown, changed.

    `unknown` is what the total holds beyond the results that are filled in; NA where the report
    left a cell blank. Reports of forms before 2019 are not in it: they print one total a route and
    both suits as one.
    """
    routes = [_route_data(frame, route, figures) for route in ROUTES]
    data = ordered(pd.concat(routes))
    results = data[list(RESULTS)]
    beyond = data["total"] - results.sum(axis=1)
    some_blank = results.isna().any(axis=1)
    data["unknown"] = beyond.clip(lower=0).where(some_blank, 0.0)
    concepts = {route: " ".join((route, *_concepts(route))) for route in ROUTES}
    data["concepts"] = data["route"].map(concepts)
    return data


def _concepts(route: str) -> list[str]:
    return [f"{route}.{result}" for result in RESULTS]


def _route_data(
    frame: pd.DataFrame,
    route: str,
    figures: Figures,
) -> pd.DataFrame:
    total = concept_series(frame, route, figures=figures)
    lines = total[
        [
            "report",
            "agency",
            "agency_en",
            "code",
            "year",
        ]
    ]
    lines = lines.assign(route=route)
    parts = [total]
    for result, concept in zip(RESULTS, _concepts(route), strict=True):
        series = concept_series(frame, concept, figures=figures)
        lines[result] = series["value"]
        parts.append(series)
    lines = lines.assign(total=total["value"]).join(worst_states(parts))
    upheld = concept_series(frame, f"{route}.upheld")
    return lines[upheld["comparability"].isin(COMPARABLE)]


@figure("remedies", order=5, takes=["panel"], may_take=["alternatives", "figures", "inside"])
def draw_remedies(  # noqa: PLR0913, what others count too is a choice of sums alone
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    inside: frozenset[str] = frozenset(),
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Results of reconsideration and of both kinds of suit as shares, a bar a route with any case.

    A result left blank is not drawn; cases of a total whose result is blank are hatched. Reports
    without any case are named in the notes.
    """
    numbers = (*RESULTS, "total")
    keys = ("report", "route")
    everything = with_spans(remedies_data, frame, alternatives, numbers, keys, figures)
    most = everything[[*RESULTS, "total"]].max(axis=1)
    some = most.groupby(everything["report"]).transform("max") > 0
    data = everything[some].reset_index(drop=True)
    refuse_empty(data, "remedies")
    rows = _rows(data, frame, inside)
    with style():
        canvas = open_routes(ax, LAYOUT, rows, language)
        _draw_results(canvas, rows)
        canvas.tell(find_remedies(data))
        _write_around(canvas, data["report"].nunique())
        note_rows(canvas, data, rows)
        note_signs(canvas, data)
        idle = everything[~some].drop_duplicates("report")
        note_reports(canvas, "remedies none", idle)
        note_left_out(canvas, "form totals", frame, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _rows(
    data: pd.DataFrame,
    frame: pd.DataFrame,
    inside: frozenset[str],
) -> pd.DataFrame:
    """The rows that are drawn: the latest reports by routes with a case, of few bodies or of those
    with most cases, or sums where bodies are many."""
    some = latest_of_largest(_with_cases(data), "total")
    if some is not None:
        return some
    pooled = pool_routes(
        data,
        frame,
        [*RESULTS, "total"],
        ROUTES,
        inside,
    )
    return _with_cases(pooled.assign(unknown=0.0))


def _with_cases(data: pd.DataFrame) -> pd.DataFrame:
    """The lines of routes with a case, or of which the total is not known."""
    none = data["total"].eq(0) & data[list(RESULTS)].sum(axis=1).eq(0)
    none &= ~open_parts(data, [*RESULTS, "total"]).any(axis=1)
    return data[~none].reset_index(drop=True)


def _draw_results(canvas: Canvas, data: pd.DataFrame) -> None:
    ax = canvas.ax
    numbers = data[[*RESULTS, "unknown"]].astype(float).fillna(0)
    # results that do not add up to the total are shares of their own sum
    whole = numbers.sum(axis=1).where(lambda sums: sums > 0, 1.0)
    shares = numbers.div(whole, axis=0) * 100
    stack = Stack(RESULTS, "unknown", BAR, LEGIBLE)
    ends = draw_stack(
        ax,
        shares,
        stack,
        open_parts(data, list(RESULTS)),
        numbers,
    )
    _write_totals(canvas, data, ends)
    ax.set_xlim(0, 100)
    show_percent(ax)
    ax.grid(axis="x")


def _write_totals(
    canvas: Canvas,
    data: pd.DataFrame,
    ends: np.ndarray,
) -> None:
    """The total at the end of each bar; a blank total is said to be blank."""
    blank = canvas.say("total blank")
    totals = marked_counts(data, "total", RESULTS)
    for row, (total, end) in enumerate(zip(totals, ends, strict=True)):
        text = blank if total == NO_NUMBER else f"n = {total}"
        write(canvas.ax, text, (end, row), TOTAL)


def _write_around(canvas: Canvas, number: int) -> None:
    handles = [Patch(color=color) for color in RESULTS.values()]
    labels = [canvas.say(result) for result in RESULTS]
    write_key(canvas, handles, labels, 0.9)
    reports = count_reports(number, canvas.language)
    unit = f"{canvas.say('suits')} · {reports}"
    write_head(canvas, canvas.say("remedies title"), unit, 20)
