"""Many bodies year by year: the middle of them all, and where most of them lie."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.bands import QUANTILES, draw_band, quantiles_of, say_band
from gxkit.charts.canvas import Canvas, Face, write
from gxkit.charts.house import BLUE, LEAST_TYPE, Look
from gxkit.charts.pointing import SAID, name_column
from gxkit.charts.words import count_reports

# times the highest figure: the axis, with room for the names of the forms over the marks
ABOVE = 40
MIDDLE = Face("o", BLUE, 4.5)
# to the right of its dot, for a line goes up and down from that
NUMBER: Look = {"xytext": (5, 3), "fontsize": LEAST_TYPE, "color": BLUE}
JOINT: Look = {"color": BLUE, "linewidth": 1.2}


def draw_middles(
    canvas: Canvas,
    data: pd.DataFrame,
    column: str,
) -> None:
    """A band for each year and form of the lines (`year`, `family`) that have a number in a column,
    the middles of a form joined, over a logarithmic axis."""
    highest = data.groupby("year")[column].quantile(QUANTILES[-1])
    _steepen(
        canvas.ax,
        max(float(highest.max()), 1.0),
    )
    for _, form in data.groupby("family"):
        by_year = form.groupby("year")[column]
        middles = by_year.median()
        canvas.ax.plot(
            middles.index.astype(int),
            middles,
            **JOINT,
        )
        for year, values in by_year:
            _draw_year(
                canvas,
                int(str(year)),
                values,
            )


def _steepen(ax: Axes, top: float) -> None:
    """A logarithmic axis, straight below 1: the bodies of a province before 2019 and those of a
    nation after it differ by a hundred times."""
    digits = len(str(int(top)))
    powers = [10**power for power in range(0, digits, 2)]
    ticks = [0, *powers]
    ax.set_yscale("symlog", linthresh=1, linscale=0.6)
    ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.set_ylim(-0.3, ABOVE * top)


def _draw_year(
    canvas: Canvas,
    year: int,
    values: pd.Series,
) -> None:
    """Where the figures of a year lie, and their middle in digits."""
    band = quantiles_of(values)
    draw_band(
        canvas.ax,
        band,
        year,
        MIDDLE,
        upright=True,
    )
    middle = band.loc[0.5]
    write(
        canvas.ax,
        f"{middle:,.0f}",
        (year, middle),
        NUMBER,
    )
    count = count_reports(len(values), canvas.language)
    said = say_band(
        str(year),
        count,
        band,
        canvas.language,
    )
    name_column(canvas.ax, year, {SAID: said})
