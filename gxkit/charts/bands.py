"""Where many values lie: a thin line for the middle eighty per cent, a thick one for the middle
half, a mark at the middle."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Face
from gxkit.charts.house import MUTED, Look
from gxkit.charts.words import word

# the ends of the thin line, those of the thick one, and the middle
QUANTILES = (
    0.1,
    0.25,
    0.5,
    0.75,
    0.9,
)
THIN: Look = {"color": MUTED, "linewidth": 1, "zorder": 1}
THICK: Look = {"color": MUTED, "linewidth": 4, "alpha": 0.55, "zorder": 2}
MIDDLE: Look = {"markeredgecolor": MUTED, "markeredgewidth": 0.6, "zorder": 3}


def quantiles_of(values: pd.Series) -> pd.Series:
    """The QUANTILES of the values that there are."""
    return values.dropna().astype("float64").quantile(list(QUANTILES))


def say_band(
    name: str,
    count: str,
    band: pd.Series,
    language: str,
    unit: str = "",
) -> str:
    """What a band is, for a page: of how many values, their middle and the middle half."""
    _, first, middle, last, _ = [f"{value:,.0f}{unit}" for value in band]
    return word("told middles", language).format(name, count, middle, first, last)


def draw_band(
    ax: Axes,
    band: pd.Series,
    at: float,
    face: Face,
    *,
    upright: bool = False,
) -> None:
    """Quantiles (`quantiles_of`) along a row, or upright over a place of the horizontal axis, with
    a mark of some face at the middle."""
    low, first, middle, last, high = band.tolist()
    draw_lines = ax.vlines if upright else ax.hlines
    draw_lines(at, low, high, **THIN)
    draw_lines(at, first, last, **THICK)
    x, y = (at, middle) if upright else (middle, at)
    ax.plot(
        [x],
        [y],
        face.marker,
        color=face.color,
        markersize=face.size,
        **MIDDLE,
    )
