"""The disclosure rate of each report by several denominators, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.bands import draw_band, quantiles_of, say_band
from gxkit.charts.canvas import (
    Canvas,
    Face,
    close_canvas,
    show_percent,
    write_faces,
    write_head,
)
from gxkit.charts.findings import find_denominators
from gxkit.charts.house import BLUE, FAINT, MUTED, SKY, VERMILION, Chart, Look, style
from gxkit.charts.marks import note_signs, signs
from gxkit.charts.pointing import name_rows, name_said
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    Layout,
    note_count,
    open_rows,
    short_reports,
    write_columns,
)
from gxkit.charts.words import count_reports, refuse_empty
from gxkit.panel.cells import Figures
from gxkit.panel.denominators import (
    DENOMINATORS,
    OUTCOMES,
    denominators_frame,
    read_outcomes,
    undecided_reports,
)
from gxkit.panel.indicators.intervals import FEW

# two columns of text stand to the right
LAYOUT = Layout(
    row=0.14,
    right=1.25,
    left=(2.05, 2.2),
    inner=(0.5, 0.5),
    room=1.85,
)
# rows that 8.5 cm of page hold beside head, key and notes
MOST = 13
# of many: how many of the reports are drawn below the middle of all of them
TELLING = 9
# letters of a report's name
LETTERS = 32
# points between the axes and the unit, without and with a key
BARE, OVER_KEY = 6, 20
# how the dots of a denominator look; they differ in shape, for they differ little in grey
FACES = {
    "of all": Face("o", VERMILION, 5.5),
    "of handled": Face("s", SKY, 4.5),
    "of answerable": Face("D", BLUE, 4.8),
}
# what joins the dots of a report
JOINT: Look = {"color": MUTED, "linewidth": 1.2, "zorder": 1}
DOT: Look = {
    "linestyle": "",
    "markeredgecolor": MUTED,
    "markeredgewidth": 0.6,
    "zorder": 3,
    # at 0 and 100 % a dot is whole
    "clip_on": False,
}


def denominators_data(
    frame: pd.DataFrame,
    indicators: pd.DataFrame,
    figures: Figures = "reconciled",
) -> pd.DataFrame:
    """The lines of `gxkit.panel.denominators.denominators_frame`, those furthest apart first.

    `indicators` say of which reports an outcome is undecided: they have no line.
    """
    outcomes = read_outcomes(frame, figures)
    undecided = undecided_reports(indicators)
    data = denominators_frame(outcomes, undecided, FEW)
    order = [
        "width",
        "code",
        "agency",
        "year",
        "report",
    ]
    ascending = [name != "width" for name in order]
    ranked = data.sort_values(order, ascending=ascending, ignore_index=True)
    return ranked.assign(concepts=" ".join(OUTCOMES))


@figure(
    "denominators",
    order=16,
    takes=["panel", "indicators"],
    may_take=["figures"],
)
def draw_denominators(
    frame: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    figures: Figures = "reconciled",
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """What was granted in full or part, as a share of several denominators, a row a report.

    Only reports are drawn of which no denominator is below 20. Of many the middle of them all
    stands on top, by denominator, and below it the reports whose shares lie furthest apart.
    """
    data = denominators_data(frame, indicators, figures)
    large = data[data["large"]].reset_index(drop=True)
    refuse_empty(large, "denominators")
    is_many = len(large) > MOST
    shown = large.head(TELLING if is_many else MOST)
    heads = [said.say(language) for said in DENOMINATORS.values()] if is_many else []
    with style():
        canvas = _open(ax, shown, heads, language)
        if is_many:
            _draw_middles(canvas, large)
        _draw_shares(canvas.ax, shown, len(heads))
        _write_counts(canvas, shown, heads, len(large))
        canvas.tell(find_denominators(large))
        _write_around(canvas, len(large), is_many)
        note_signs(canvas, shown)
        note_count(canvas, "more furthest", len(large) - len(shown))
        note_count(canvas, "denominators few", len(data) - len(large))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _write_around(canvas: Canvas, number: int, is_many: bool) -> None:
    above = BARE
    # of many the rows on top name the denominators as a key would
    if is_many:
        canvas.note("band note")
    else:
        write_faces(canvas, FACES)
        above = OVER_KEY
    reports = count_reports(number, canvas.language)
    unit = canvas.say("denominators unit", reports)
    topic = canvas.say("denominators title")
    write_head(canvas, topic, unit, above)


def _open(
    ax: Axes | None,
    shown: pd.DataFrame,
    heads: Sequence[str],
    language: str,
) -> Canvas:
    """A canvas with a row for each head and report."""
    reports = short_reports(shown, language, LETTERS)
    beside = zip(reports, signs(shown, []), strict=True)
    labels = [*heads, *map("".join, beside)]
    outer = [""] * len(labels)
    canvas = open_rows(
        ax,
        LAYOUT,
        outer,
        labels,
        language,
    )
    name_rows(canvas, shown, first=len(heads))
    return canvas


def _draw_middles(canvas: Canvas, large: pd.DataFrame) -> None:
    """A band for each denominator: where the reports lie by it."""
    told, language = [], canvas.language
    count = count_reports(len(large), language)
    for row, (name, face) in enumerate(zip(DENOMINATORS, FACES.values(), strict=True)):
        band = 100 * quantiles_of(large[f"rate_{name}"])
        draw_band(
            canvas.ax,
            band,
            row,
            face,
        )
        said = DENOMINATORS[name].say(language)
        told.append(say_band(said, count, band, language, "%"))
    name_said(canvas, told)
    canvas.ax.axhline(len(DENOMINATORS) - 0.5, color=FAINT, linewidth=0.8)


def _draw_shares(ax: Axes, shown: pd.DataFrame, first: int) -> None:
    """The dots of each report, joined."""
    rates = 100 * shown[[f"rate_{name}" for name in DENOMINATORS]]
    rows = shown.index + first
    ax.hlines(
        rows,
        rates.min(axis=1),
        rates.max(axis=1),
        **JOINT,
    )
    for name, face in zip(DENOMINATORS, FACES.values(), strict=True):
        look = DOT | {"marker": face.marker, "color": face.color, "markersize": face.size}
        ax.plot(rates[f"rate_{name}"], rows, **look)
    ax.set_xlim(-2, 102)
    show_percent(ax)
    ax.grid(axis="x")


def _write_counts(
    canvas: Canvas,
    shown: pd.DataFrame,
    heads: Sequence[str],
    whole: int,
) -> None:
    """What was given, and of how many by the widest and the narrowest denominator."""
    before = [f"n = {whole:,}" if place == 0 else "" for place in range(len(heads))]
    given = [f"{number:,.0f}" for number in shown["disclosed"]]
    most = [f"{number:,.0f}" for number in shown["of_all"]]
    least = [f"{number:,.0f}" for number in shown["of_answerable"]]
    pairs = zip(
        given,
        least,
        most,
        strict=True,
    )
    texts = [f"{part} / {some}–{every}" for part, some, every in pairs]
    write_columns(canvas.ax, [(canvas.say("denominators of"), [*before, *texts], 1.2)])
