"""Counts and stocks that do not follow from the year before: what was due against what stands."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.bands import (
    draw_band,
    quantiles_of,
    say_band,
)
from gxkit.charts.canvas import (
    Canvas,
    Face,
    close_canvas,
    dot,
    hollow,
    write_head,
    write_key,
)
from gxkit.charts.findings import find_unfollowed
from gxkit.charts.house import (
    BLUE,
    FAINT,
    MUTED,
    ORANGE,
    VERMILION,
    Chart,
    Look,
    style,
)
from gxkit.charts.lettering import cut, folded
from gxkit.charts.pointing import name_rows, name_said
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    Layout,
    note_count,
    open_rows,
    short_reports,
    write_columns,
)
from gxkit.charts.words import (
    count_reports,
    pick,
    refuse_empty,
    word,
)
from gxkit.panel.unfollowed import (
    FALLING,
    RUNNING,
    STOCKS,
)

# a column of text, what was due and what stands, is to the right
LAYOUT = Layout(
    row=0.14,
    right=1.25,
    left=(3.2, 3.4),
    inner=(1.2, 1.4),
    room=1.8,
)
# rows that 8.5 cm of page hold beside head, key and notes
MOST = 12
# of many: how many are drawn below the middle of all of them
TELLING = 9
# letters of a report's and of a count's name
REPORT, LETTERS = 29, (19, 22)
# points between the axes and the unit, for the key
OVER_KEY = 20
# inches from the axes to the right end of the numbers
NUMBERS = 1.2
# what was due, and what is printed
FACES = {
    "due from before": Face("o", "white", 5.5),
    "as it is printed": Face("D", VERMILION, 4.8),
}
# the middle of how far the one lies from the other
GAPS = Face("s", BLUE, 4.8)
EDGE: Look = {
    "linestyle": "",
    "markeredgecolor": MUTED,
    "markeredgewidth": 1.0,
    "zorder": 3,
}
JOINT: Look = {"color": ORANGE, "linewidth": 1.8, "zorder": 1}
# the axis is straight up to here, for many a count is 0
STRAIGHT = 1
# labels that the axis has room for
TICKS = 4


def unfollowed_data(unfollowed: pd.DataFrame) -> pd.DataFrame:
    """The lines of `gxkit.panel.unfollowed.unfollowed_frame` that have both numbers."""
    known = unfollowed["gap"].notna()
    return unfollowed[known].reset_index(drop=True)


@figure("unfollowed", order=17, takes=["unfollowed"])
def draw_unfollowed(
    unfollowed: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """What the year before makes a cumulative count or a stock, and what is printed, a row each.

    The axis is logarithmic from 1 on. Of many the middle of all gaps stands on top, and below it
    the widest. Counts that fall from year to year are counted in a note.
    """
    data = unfollowed_data(unfollowed)
    steps = data[data["rule"].ne(FALLING)].reset_index(drop=True)
    refuse_empty(steps, "unfollowed")
    shown = _widest(steps)
    heads = _heads(steps) if len(shown) < len(steps) else []
    with style():
        canvas = _open(ax, shown, heads, language)
        _draw_gaps(canvas, steps, heads)
        _draw_steps(canvas.ax, shown, len(heads))
        _scale(canvas.ax, shown)
        _write_numbers(canvas, shown, steps, heads)
        canvas.tell(find_unfollowed(steps))
        _write_around(canvas, steps["report"].nunique())
        if heads:
            canvas.note("gap bands")
        note_count(canvas, "more gaps", len(steps) - len(shown))
        _note_falling(canvas, data)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _note_falling(canvas: Canvas, data: pd.DataFrame) -> None:
    falling = data.loc[data["rule"].eq(FALLING), "report"].nunique()
    if falling:
        canvas.note("falling", count_reports(falling, canvas.language))


def _widest(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps that the page holds, those of the widest gaps, in the order of the data."""
    most = TELLING if len(steps) > MOST else MOST
    ranked = steps.sort_values("gap", ascending=False, kind="stable")
    chosen = sorted(ranked.index[:most])
    return steps.loc[chosen].reset_index(drop=True)


def _heads(steps: pd.DataFrame) -> list[str]:
    """The kinds that occur, each of which has a row of gaps."""
    return [rule for rule in (RUNNING, STOCKS) if steps["rule"].eq(rule).any()]


def _open(
    ax: Axes | None,
    shown: pd.DataFrame,
    heads: list[str],
    language: str,
) -> Canvas:
    """A canvas with a row for each head and step: the report, and what it counts."""
    column = pick(("label", "label_en"), language)
    letters = pick(LETTERS, language)
    labels = [cut(folded(label, letters), 1, letters) for label in shown[column]]
    reports = short_reports(shown, language, REPORT)
    canvas = open_rows(
        ax,
        LAYOUT,
        [word("gaps", language)] * len(heads) + reports,
        [word(f"gap {rule}", language) for rule in heads] + labels,
        language,
    )
    name_rows(canvas, shown, "rule", "cells", first=len(heads))
    return canvas


def _draw_gaps(
    canvas: Canvas,
    steps: pd.DataFrame,
    heads: list[str],
) -> None:
    """A band for each kind: how far apart the numbers lie."""
    told = []
    for row, rule in enumerate(heads):
        gaps = steps.loc[steps["rule"].eq(rule), "gap"]
        band = quantiles_of(gaps)
        draw_band(
            canvas.ax,
            band,
            row,
            GAPS,
        )
        count = f"n = {len(gaps):,}"
        told.append(say_band(canvas.say(f"gap {rule}"), count, band, canvas.language))
    name_said(canvas, told)


def _draw_steps(
    ax: Axes,
    shown: pd.DataFrame,
    first: int,
) -> None:
    """What was due and what is printed, joined."""
    rows = shown.index + first
    ax.hlines(
        rows,
        shown["expected"],
        shown["printed"],
        **JOINT,
    )
    columns = ("expected", "printed")
    for column, face in zip(columns, FACES.values(), strict=True):
        look = EDGE | {"color": face.color, "markersize": face.size}
        ax.plot(
            shown[column],
            rows,
            marker=face.marker,
            **look,
        )


def _scale(ax: Axes, shown: pd.DataFrame) -> None:
    """A logarithmic axis, straight below 1; to the left of 0 too where something lies there."""
    both = shown[["expected", "printed"]].to_numpy(dtype=float)
    top = max(float(both.max()), 1.0)
    # more was taken off a stock than there was
    least = min(float(both.min()), 0.0)
    ax.set_xscale("symlog", linthresh=STRAIGHT, linscale=0.6)
    digits = len(str(int(max(top, -least))))
    sides = 2 if least < 0 else 1
    apart = -(-digits * sides // TICKS)
    powers = [10**power for power in range(0, digits, apart)]
    ends = (2 * least - 0.15, 2 * top)
    both_sides = [*(-power for power in reversed(powers)), 0, *powers]
    ticks = [tick for tick in both_sides if ends[0] <= tick <= ends[1]]
    ax.set_xticks(ticks, list(map(_number, ticks)))
    ax.set_xlim(*ends)
    ax.minorticks_off()
    ax.grid(axis="x", color=FAINT)


def _number(number: float) -> str:
    """A count, which may be below nothing."""
    return f"{number:,.0f}".replace("-", "−")


def _write_numbers(
    canvas: Canvas,
    shown: pd.DataFrame,
    steps: pd.DataFrame,
    heads: list[str],
) -> None:
    """What was due and what is printed as numbers; of a kind how many there are."""
    texts = [f"n = {steps['rule'].eq(rule).sum():,}" for rule in heads]
    pairs = zip(shown["expected"], shown["printed"], strict=True)
    texts += [f"{_number(due)} → {_number(stands)}" for due, stands in pairs]
    head = canvas.say("due and printed")
    write_columns(canvas.ax, [(head, texts, NUMBERS)])


def _write_around(canvas: Canvas, number: int) -> None:
    _, printed = FACES.values()
    marks = [hollow(MUTED), dot(printed.color, printed.marker)]
    write_key(canvas, marks, list(map(canvas.say, FACES)))
    reports = count_reports(number, canvas.language)
    unit = canvas.say("unfollowed unit", reports)
    topic = canvas.say("unfollowed title")
    write_head(
        canvas,
        topic,
        unit,
        OVER_KEY,
    )
