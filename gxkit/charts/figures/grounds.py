"""The grounds on which information was denied, as shares of all denials, in a heat map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Canvas, close_canvas, write_head
from gxkit.charts.findings import find_grounds
from gxkit.charts.house import (
    BLANK,
    FAINT,
    HEAT,
    INK,
    LATIN,
    LEAST_TYPE,
    MUTED,
    PALE,
    WHITE,
    Chart,
    Look,
    draw_field,
    readable_on,
    style,
)
from gxkit.charts.lettering import fitted, folded
from gxkit.charts.marks import OPEN_HATCH, count_texts, marked_counts, note_signs
from gxkit.charts.pooling import choose_rows, note_rows
from gxkit.charts.registry import figure
from gxkit.charts.results import grounds, results_data
from gxkit.charts.rows import (
    Layout,
    note_count,
    note_left_out,
    open_reports,
    write_columns,
)
from gxkit.charts.spans import is_open, with_spans
from gxkit.charts.words import count_reports, pick, refuse_empty
from gxkit.forms.crosswalk import find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.indicators.intervals import FEW

# the grounds stand over the columns, what was denied to the right
LAYOUT = Layout(row=0.33, right=0.75, room=1.5)
# rows that leave the grounds their room
MOST = 12
# denials of a row from which on a field has no room for the count beside the share
LONG = 1000
# width and height of a field, of a column and a row
FIELD = (0.94, 0.9)
# letters of a line over a column, and points that a line takes
LETTERS, LINE = (6, 13), 10.5
# letters of a line of a turned head
TURNED = 15
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
    "fontsize": LEAST_TYPE,
}
# the grounds stand above the columns
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
    may_take=["alternatives", "figures", "inside"],
    file="grounds-of-denial",
)
def draw_grounds(  # noqa: PLR0913, what others count too is a choice of sums alone
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    inside: frozenset[str] = frozenset(),
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """The grounds of denial by report as shares of all denials, each with its count.

    Out of fewer than FEW denials, or of a sum that is not known, a field has its count alone.
    Reports that denied nothing have no shares and are counted in a note. A blank cell of the report
    is marked, not drawn as zero.
    """
    rows = grounds()
    numbers = (*rows, "decided", "denied")
    everything = with_spans(grounds_data, frame, alternatives, numbers, figures=figures)
    idle = everything["decided"].eq(0)
    data = everything[~idle].reset_index(drop=True)
    denies = ~(data["denied"].eq(0) & ~is_open(data, "denied"))
    denials = data[denies].reset_index(drop=True)
    refuse_empty(denials, "grounds")
    shown = choose_rows(denials, frame, numbers, inside=inside, most=MOST)
    with style():
        canvas = open_reports(ax, LAYOUT, shown, language)
        above = _label_columns(canvas, rows)
        _draw_fields(canvas, shown, rows)
        _write_sums(canvas, shown)
        note_rows(canvas, denials, shown)
        canvas.tell(find_grounds(data, rows, shown))
        _write_around(canvas, len(denials), above)
        note_signs(canvas, shown)
        canvas.note("grounds fields", FEW)
        note_count(canvas, "none denied", int((~denies).sum()) + int(idle.sum()))
        note_left_out(canvas, "other form", frame, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _draw_fields(
    canvas: Canvas,
    data: pd.DataFrame,
    rows: Sequence[str],
) -> None:
    """A field for each report and ground with its count, its darkness the share of all denials."""
    ax = canvas.ax
    denied = data["denied"].to_numpy(dtype=float)
    # longer texts would run into the next field: the counts follow from n and the share
    terse = bool(np.nanmax([0.0, *denied]) >= LONG)
    for column, name in enumerate(rows):
        opened = is_open(data, name)
        counts = data[name].to_numpy(dtype=float)
        for row, text in enumerate(count_texts(data, name)):
            field, look = _face(counts[row], denied[row])
            if counts[row] > 0 and not opened[row]:
                text = _field_text(text, counts[row], denied[row], terse)
            if opened[row]:
                field = field | {"edgecolor": MUTED, "hatch": OPEN_HATCH}
                look = look | {"bbox": WHITE, "color": INK}
            draw_field(ax, (column, row), FIELD, field)
            ax.text(column, row, text, **NUMBER, **look)


def _face(count: float, denied: float) -> tuple[Look, Look]:
    """How a field and its text look."""
    if np.isnan(count):
        return HATCHED, {"color": MUTED, "bbox": WHITE}
    if count == 0:
        return PLAIN | {"facecolor": PALE}, {"color": MUTED}
    # of few denials, or of a sum that is not known, there is no share: the field is hollow
    if not denied >= FEW:
        return PLAIN | {"edgecolor": MUTED}, {"color": INK}
    heat = HEAT(min(count / denied, 1.0))
    return PLAIN | {"facecolor": heat}, {"color": readable_on(heat)}


def _field_text(
    text: str,
    count: float,
    denied: float,
    terse: bool,
) -> str:
    """The share in per cent and its count; the count alone where there is no share to speak of."""
    if not denied >= FEW:
        return f"({text})"
    share = f"{100 * count / denied:.0f}"
    return share if terse else f"{share} ({text})"


def _write_sums(canvas: Canvas, data: pd.DataFrame) -> None:
    """Behind each row what was denied: the shares are out of it."""
    denied = marked_counts(data, "denied", ["decided"])
    columns = [(canvas.say("total denied"), denied, 0.6)]
    write_columns(canvas.ax, columns)


def _label_columns(canvas: Canvas, rows: Sequence[str]) -> float:
    """The grounds over their columns, and the points that they take."""
    ax, letters = canvas.ax, pick(LETTERS, canvas.language)
    ax.set_xlim(-0.5, len(rows) - 0.5)
    for spine in ax.spines.values():
        spine.set_visible(False)
    heads = [fitted(find_concept(ground).name(canvas.language), letters) for ground in rows]
    turned = canvas.language == "en"
    if turned:
        # the two lines of a turned head fit over a column
        heads = [folded(find_concept(ground).name("en"), TURNED) for ground in rows]
    ax.set_xticks(range(len(rows)), heads)
    ax.tick_params(axis="x", length=0, pad=3, labelsize=LEAST_TYPE, **ON_TOP)
    if not turned:
        return 14 + LINE * (1 + max(head.count("\n") for head in heads))
    # English names are too long to lie over columns of half an inch
    for label in ax.get_xticklabels():
        label.set(rotation=90, verticalalignment="bottom")
    longest = max(len(line) for head in heads for line in head.split("\n"))
    return 14 + LATIN * LEAST_TYPE * longest


def _write_around(
    canvas: Canvas,
    number: int,
    above: float,
) -> None:
    """The title and the unit, as many points above the columns as their heads take."""
    reports = count_reports(number, canvas.language)
    unit = canvas.say("grounds unit", reports)
    write_head(canvas, canvas.say("grounds title"), unit, above)
