"""Stacked bars: one a row, what is not known hatched at their end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.house import BLANK, INK, LEAST_TYPE, MUTED, WHITE, Look, readable_on
from gxkit.charts.marks import OPEN_HATCH


@dataclass(frozen=True, slots=True)
class Stack:
    """How bars are drawn: a colour for each known part, and the name of the part not known.

    `height` is that of a bar in rows. A part of at least `legible` bears its number; the unknown
    one bears `says`, if it is given, where it is at least `room` long.
    """

    colors: Mapping[str, str]
    unknown: str
    height: float
    legible: float
    says: str = ""
    room: float = 0.0


def draw_stack(
    ax: Axes,
    parts: pd.DataFrame,
    stack: Stack,
    opened: pd.DataFrame,
    told: pd.DataFrame | None = None,
) -> np.ndarray:
    """Draw a bar for each line of `parts`, whose columns are its parts (0 for none); their ends.

    Each part bears its number in `told`, or its own where that is not given.
    `opened` says of each part whether its number is open: it is dotted.
    """
    start = np.zeros(len(parts))
    for name in (*stack.colors, stack.unknown):
        sizes = parts[name].to_numpy()
        # a bar of no length would leave its outline
        some = np.flatnonzero(sizes)
        look: Look = {
            "color": stack.colors.get(name, "white"),
            "edgecolor": "white",
        }
        if name == stack.unknown:
            look |= {"edgecolor": MUTED, "hatch": BLANK}
        ax.barh(
            some,
            sizes[some],
            stack.height,
            left=start[some],
            linewidth=0.5,
            **look,
        )
        dots = opened[name].to_numpy() if name in opened else np.zeros(len(parts), dtype=bool)
        _dot_parts(ax, start, sizes, dots, stack)
        numbers = sizes if told is None else told[name].to_numpy()
        _write_sizes(ax, start, sizes, name, stack, numbers)
        start = start + sizes
    return start


def _dot_parts(
    ax: Axes,
    start: np.ndarray,
    sizes: np.ndarray,
    dots: np.ndarray,
    stack: Stack,
) -> None:
    """Dots over the parts whose numbers are open."""
    dotted = np.flatnonzero(dots & (sizes > 0))
    # no bars at all would still be an entry among the patches of the axes
    if not len(dotted):
        return
    ax.barh(
        dotted,
        sizes[dotted],
        stack.height,
        left=start[dotted],
        facecolor="none",
        edgecolor=INK,
        linewidth=0.5,
        hatch=OPEN_HATCH,
    )


def _write_sizes(
    ax: Axes,
    start: np.ndarray,
    sizes: np.ndarray,
    name: str,
    stack: Stack,
    numbers: np.ndarray,
) -> None:
    """The number in the middle of each part that has room for it."""
    worded = name == stack.unknown and bool(stack.says)
    least = stack.room if worded else stack.legible
    look: Look = {"color": readable_on(stack.colors.get(name, "white"))}
    if worded:
        look = {"color": MUTED, "bbox": WHITE}
    for row in map(int, np.flatnonzero(sizes >= least)):
        text = stack.says if worded else f"{numbers[row]:.0f}"
        middle = start[row] + sizes[row] / 2
        ax.text(
            middle,
            row,
            text,
            ha="center",
            va="center",
            fontsize=LEAST_TYPE,
            **look,
        )
