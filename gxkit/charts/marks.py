"""Marks of figures that are not simply printed and sound: a sign beside a number, a line or dots
for what it may be, and below the figure a note for each sign that occurs.

A sign is read without colour, and in a text that is read aloud.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Canvas, Face
from gxkit.charts.house import Look
from gxkit.charts.spans import HIGH, LOW, is_open

# the ground of a bar or a field whose number is open
OPEN_HATCH = "...."
# from the least to the most that a number may be: it ends in caps, which no other line has
SPAN: Look = {"linewidth": 1.1, "zorder": 5}
CAPS: Look = {"linestyle": "", "markersize": 7, "markeredgewidth": 1.3, "zorder": 5}
# of a row: a line beside the dots hides none of them
ABOVE, BELOW = -0.27, 0.27
# where there is no number
NO_NUMBER = "–"
# the signs in the order in which they stand beside a number, and the notes that say what they mean
SIGNS = {"reconciled": "*", "implied": "°", "cleared": "‡", "open": "?"}


def _states(data: pd.DataFrame, numbers: Sequence[str]) -> dict[str, pd.Series]:
    """Where each sign stands; `numbers` are those that may be open."""
    nowhere = pd.Series(False, index=data.index)
    basis = data.get("basis", nowhere)
    verdict = data.get("verdict", nowhere)
    states = {
        "reconciled": data.get("changed", nowhere).astype(bool),
        "implied": basis.eq("implied"),
        "cleared": verdict.eq("cleared"),
        "open": nowhere,
    }
    for number in numbers:
        states["open"] = states["open"] | is_open(data, number)
    return states


def spanned(data: pd.DataFrame) -> list[str]:
    """The numbers of a figure's data that have their least and most beside them."""
    # an interval of chance has ends too, and no number of its name
    return [str(name) for name in data if f"{name}{LOW}" in data]


def signs(data: pd.DataFrame, numbers: Iterable[str] | None = None) -> list[str]:
    """The signs beside the numbers of each line; of all that may be open, if none are named."""
    several = spanned(data) if numbers is None else list(numbers)
    made = [""] * len(data)
    for state, where in _states(data, several).items():
        for place in np.flatnonzero(where):
            made[place] += SIGNS[state]
    return made


def note_signs(canvas: Canvas, data: pd.DataFrame) -> None:
    """What the signs mean, of those that occur."""
    for state, where in _states(data, spanned(data)).items():
        if where.any():
            canvas.note(f"{state} note")


def _count(number: float) -> str:
    return f"{number:,.0f}"


def count_texts(
    data: pd.DataFrame,
    number: str,
    write: Callable[[float], str] = _count,
    between: str = "–",
) -> list[str]:
    """Counts as texts: the least and the most of one that is open, NO_NUMBER for none."""
    pairs = zip(
        _ends_texts(data, number, write, between),
        is_open(data, number),
        strict=True,
    )
    return [text + SIGNS["open"] if opened else text for text, opened in pairs]


def marked_counts(
    data: pd.DataFrame,
    number: str,
    beside: Iterable[str] = (),
) -> list[str]:
    """Counts as `count_texts` has them, with all signs of their lines; one where a number beside it
    is open has that sign too."""
    texts = _ends_texts(data, number, _count, "–")
    pairs = zip(
        texts,
        signs(data, (number, *beside)),
        strict=True,
    )
    return [text if text == NO_NUMBER else text + sign for text, sign in pairs]


def _ends_texts(
    data: pd.DataFrame,
    number: str,
    write: Callable[[float], str],
    between: str,
) -> list[str]:
    ends = [data.get(number + end, data[number]) for end in (LOW, HIGH)]
    pairs = zip(*ends, strict=True)
    return [_ends_text(low, high, write, between) for low, high in pairs]


def _ends_text(
    low: float,
    high: float,
    write: Callable[[float], str] = _count,
    between: str = "–",
) -> str:
    """The least and the most of a count, once where they are one.

    >>> _ends_text(1, 1200), _ends_text(7, 7), _ends_text(float("nan"), float("nan"))
    ('1–1,200', '7', '–')
    """
    if pd.isna(low):
        return NO_NUMBER
    ends = dict.fromkeys((write(low), write(high)))
    return between.join(ends)


def open_ends(
    data: pd.DataFrame,
    number: str,
    scale: float = 1.0,
) -> pd.DataFrame:
    """The least and the most of a number in the lines where it is open, by their places."""
    where = np.flatnonzero(is_open(data, number))
    ends = data[[number + LOW, number + HIGH]].to_numpy(dtype=float) if len(where) else None
    found = np.empty((0, 2)) if ends is None else ends[where] * scale
    return pd.DataFrame(
        found,
        index=where,
        columns=["low", "high"],
    )


def draw_ends(
    ax: Axes,
    ends: pd.DataFrame,
    color: str,
    *,
    aside: float = 0.0,
    upright: bool = False,
) -> None:
    """A line with caps from the least to the most, at the places of the index or a bit aside."""
    low, high, at = ends["low"], ends["high"], ends.index + aside
    if upright:
        ax.vlines(
            at,
            low,
            high,
            color=color,
            **SPAN,
        )
        ax.plot(
            [*at, *at],
            [*low, *high],
            "_",
            color=color,
            **CAPS,
        )
    else:
        ax.hlines(
            at,
            low,
            high,
            color=color,
            **SPAN,
        )
        ax.plot(
            [*low, *high],
            [*at, *at],
            "|",
            color=color,
            **CAPS,
        )


def draw_rates(
    ax: Axes,
    rates: pd.Series,
    face: Face,
    look: Look,
) -> None:
    """A dot in per cent for each row that has a rate, a share of one; `look` is what is other than
    the face."""
    # a line of no dots would count as one at the figure's corner
    if rates.notna().sum() == 0:
        return
    own: Look = {"markerfacecolor": face.color, "markeredgecolor": face.color}
    ax.plot(
        rates * 100,
        rates.index,
        face.marker,
        markersize=face.size,
        zorder=3,
        clip_on=False,
        **own | look,
    )
