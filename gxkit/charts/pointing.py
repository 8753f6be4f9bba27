"""What is drawn with a name: a page tells what is behind it where the pointer rests.

A name stands in an SVG as the id of a shape that is not seen. It says which lines of the figure's
data are meant (`report` and other columns), and in `said` what the page tells instead of the cells
of these lines.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import ScaledTranslation

from gxkit.charts.canvas import Canvas
from gxkit.charts.house import Look, Pair
from gxkit.charts.words import WORDS, count_reports, name_of, word
from gxkit.forms.crosswalk import crosswalk, find_concept

# how a name begins in a file, and what in it is told as it stands
NAMED, SAID = "named?", "said"
# a shape that cannot be seen
UNSEEN: Look = {"fill": False, "linewidth": 0, "clip_on": False}
# it lies under the texts of a row, which can be copied, and over the number that fills a field
BELOW, ABOVE = -5, 20
# inches from a dot to the edge of its shape: a pointer would miss the dot itself
REACH = 0.06

# columns of the data and their values, several of one column as a list
Parts = Mapping[str, str | Sequence[str]]


def name_shape(
    ax: Axes,
    shape: Patch,
    parts: Parts,
    height: int = BELOW,
) -> None:
    """Add a shape that is not seen, with its name."""
    shape.set(zorder=height, **UNSEEN)
    # an id is read by other programs: of hostile letters nothing may be left in it
    shape.set_gid(NAMED + urlencode(parts, doseq=True, errors="replace"))
    shape.set_in_layout(False)
    # as a patch it would move the ends of the axes
    ax.add_artist(shape)


def name_field(
    ax: Axes,
    middle: Pair,
    size: Pair,
    parts: Parts,
) -> None:
    """Name a rectangle of some width and height around a point of the axes."""
    x, y = middle
    width, height = size
    corner = (x - width / 2, y - height / 2)
    shape = Rectangle(
        corner,
        width,
        height,
    )
    name_shape(ax, shape, parts, ABOVE)


def name_column(ax: Axes, year: float, parts: Parts) -> None:
    """Name a year of the axes, from the bottom to the top."""
    shape = Rectangle(
        (year - 0.5, 0),
        1,
        1,
        transform=ax.get_xaxis_transform(),
    )
    name_shape(ax, shape, parts)


def name_point(ax: Axes, at: Pair, parts: Parts) -> None:
    """Name a dot, with REACH around it whatever the axes."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    # its types ask for less than it can do: on a logarithmic axis it moves as well
    scale: Any = ax.transData
    moved = figure.dpi_scale_trans + ScaledTranslation(*at, scale)
    side = 2 * REACH
    shape = Rectangle(
        (-REACH, -REACH),
        side,
        side,
        transform=moved,
    )
    name_shape(ax, shape, parts, ABOVE)


def name_rows(
    canvas: Canvas,
    rows: pd.DataFrame,
    *beside: str,
    first: int = 0,
) -> None:
    """Name each row, from `first` on, by its report and the columns beside it.

    A row with a text in `said` is named by that, and a sum of reports (`gxkit.charts.pooling.pool`)
    by what is added up.
    """
    # the rows of a caller's axes are the caller's
    if not canvas.left:
        return
    start = -canvas.left / canvas.width
    along = canvas.ax.get_yaxis_transform()
    for row, line in enumerate(rows.to_dict("records"), start=first):
        shape = Rectangle(
            (start, row - 0.5),
            1 - start,
            1,
            transform=along,
        )
        parts = _name_row(
            line,
            beside,
            canvas.language,
        )
        name_shape(canvas.ax, shape, parts)


def name_said(
    canvas: Canvas,
    texts: Sequence[str],
    first: int = 0,
) -> None:
    """Name rows by texts alone."""
    rows = pd.DataFrame({SAID: list(texts)})
    name_rows(
        canvas,
        rows,
        first=first,
    )


def _name_row(
    line: Mapping[Hashable, Any],
    beside: Sequence[str],
    language: str,
) -> Parts:
    if SAID in line:
        own = {"report": str(line["report"])} if "report" in line else {}
        return {**own, SAID: str(line[SAID])}
    if "counts" in line:
        return {SAID: say_sums(line, language)}
    return {name: str(line[name]) for name in ("report", *beside)}


def say_sums(line: Mapping[Hashable, Any], language: str) -> str:
    """What a row adds up: of how many reports, and each sum."""
    parts = [
        name_of(
            line["agency"],
            line["agency_en"],
            language,
        )
    ]
    if pd.notna(line["year"]):
        parts.append(str(int(line["year"])))
    if "route" in line:
        parts.append(word(line["route"], language))
    reports = count_reports(line["reports"], language)
    said = [word("sums of", language).format(" ".join(parts), reports)]
    for name in str(line["counts"]).split():
        counted = count_name(name, language)
        said += [f"{counted} {line[name]:,.0f}"]
    return "\n".join(said)


def count_name(name: str, language: str) -> str:
    """What a column of counts is called: a word of the figures, or the concept that it is.

    >>> count_name("workload", "en"), count_name("granted", "en")
    ('workload', 'Granted')
    """
    for key in (f"sum {name}", name.replace("_", " ")):
        if key in WORDS:
            return word(key, language)
    if name in crosswalk().concepts:
        return find_concept(name).name(language)
    return name
