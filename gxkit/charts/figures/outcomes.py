"""How requests were decided: results as shares of the requests decided."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gxkit.charts.bars import Stack, draw_stack
from gxkit.charts.canvas import Canvas, close_canvas, show_percent, write, write_head, write_key
from gxkit.charts.findings import find_outcomes
from gxkit.charts.house import MUTED, Chart, Look, style
from gxkit.charts.marks import NO_NUMBER, marked_counts, note_signs
from gxkit.charts.pooling import choose_rows, note_rows
from gxkit.charts.registry import figure
from gxkit.charts.results import OUTCOMES, results_data
from gxkit.charts.rows import (
    Layout,
    note_left_out,
    note_reports,
    open_reports,
)
from gxkit.charts.spans import open_parts, with_spans
from gxkit.charts.words import count_reports, refuse_empty
from gxkit.forms.crosswalk import find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.indicators.intervals import FEW

# one column of text, the sample size, stands to the right
LAYOUT = Layout(row=0.33, right=0.85)
# the sample size, at the end of a bar
SAMPLE: Look = {
    "xytext": (6, 0),
    "va": "center",
    "fontsize": 8,
    "color": MUTED,
}
# of the height of a row
BAR = 0.86
# per cent that a number, and the words for a blank, need
LEGIBLE, ROOM = 6, 30


@figure("outcomes", order=2, takes=["panel"], may_take=["alternatives", "figures", "inside"])
def draw_outcomes(  # noqa: PLR0913, what others count too is a choice of sums alone
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    inside: frozenset[str] = frozenset(),
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Results as shares of the requests decided, a bar a report that decided any.

    A report that left results blank shows the rest of its total as such; a blank is never drawn as
    zero. Forms that class results differently (a break) are counted in the notes. Reconciled
    figures carry an asterisk.
    """
    make = partial(results_data, concepts=tuple(OUTCOMES))
    numbers = (*OUTCOMES, "decided")
    everything = with_spans(make, frame, alternatives, numbers, figures=figures)
    idle = everything["decided"].eq(0)
    data = everything[~idle].reset_index(drop=True)
    refuse_empty(data, "outcomes")
    data["left_blank"] = _left_blank(data)
    counts = [*OUTCOMES, "decided"]
    rows = choose_rows(data, frame, counts, _without_blanks, inside=inside)
    odd = _do_not_add_up(rows)
    with style():
        canvas = open_reports(ax, LAYOUT, rows, language)
        _draw_shares(canvas, rows)
        _write_decided(canvas.ax, rows, odd)
        canvas.tell(find_outcomes(data, rows))
        _write_around(canvas, len(data))
        note_rows(canvas, data, rows)
        note_signs(canvas, rows)
        note_reports(canvas, "none decided", everything[idle])
        note_left_out(canvas, "other form", frame, everything)
        _note_bars(canvas, rows, odd)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _without_blanks(pooled: pd.DataFrame) -> pd.DataFrame:
    """Sums of reports in which nothing is blank."""
    return pooled.assign(left_blank=0.0)


def _left_blank(data: pd.DataFrame) -> pd.Series:
    """What was decided beyond the results that are filled in; 0 where all of them are."""
    parts = data[list(OUTCOMES)]
    known = parts.sum(axis=1)
    # a total smaller than its parts, or a blank one, says nothing of the rest
    whole = data["decided"].where(data["decided"].ge(known), known)
    some_blank = parts.isna().any(axis=1)
    return (whole - known).where(some_blank, 0.0)


def _do_not_add_up(data: pd.DataFrame) -> pd.Series:
    """Whether all results are there and come to another sum than the total printed."""
    known = data[list(OUTCOMES)].sum(axis=1, min_count=len(OUTCOMES))
    return (known - data["decided"]).fillna(0).ne(0)


def _draw_shares(canvas: Canvas, data: pd.DataFrame) -> None:
    parts = data[[*OUTCOMES, "left_blank"]]
    whole = parts.sum(axis=1)
    # a report that filled in nothing has a bar of no length
    shares = parts.div(whole.where(whole > 0, 1), axis=0)
    stack = Stack(
        OUTCOMES,
        "left_blank",
        BAR,
        LEGIBLE,
        says=canvas.say("left blank"),
        room=ROOM,
    )
    opened = open_parts(data, list(OUTCOMES))
    shares = shares.fillna(0) * 100
    few = data["decided"].lt(FEW)
    # one request is no hundred per cent
    told = shares.where(~few, parts.fillna(0))
    draw_stack(canvas.ax, shares, stack, opened, told)
    canvas.ax.set_xlim(0, 100)
    show_percent(canvas.ax)


def _note_bars(
    canvas: Canvas,
    rows: pd.DataFrame,
    odd: pd.Series,
) -> None:
    """Which bars are not shares of what is printed: of odd totals, and of few requests."""
    if odd.any():
        canvas.note("odd note")
    if rows["decided"].lt(FEW).any():
        canvas.note("outcomes few", FEW)


def _write_decided(
    ax: Axes,
    data: pd.DataFrame,
    odd: pd.Series,
) -> None:
    """The sample size behind each bar."""
    daggers = ["†" if is_odd else "" for is_odd in odd]
    lines = zip(marked_counts(data, "decided", OUTCOMES), daggers, strict=True)
    for row, (text, dagger) in enumerate(lines):
        said = text if text == NO_NUMBER else f"n = {text}{dagger}"
        write(ax, said, (100, row), SAMPLE)


def _write_around(canvas: Canvas, number: int) -> None:
    handles = [Patch(color=color) for color in OUTCOMES.values()]
    concepts = [find_concept(concept) for concept in OUTCOMES]
    labels = [concept.name(canvas.language) for concept in concepts]
    write_key(canvas, handles, labels, 0.9)
    reports = count_reports(number, canvas.language)
    unit = canvas.say("outcomes unit", reports)
    write_head(canvas, canvas.say("outcomes title"), unit, 20)
