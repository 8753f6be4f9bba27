"""Rows of a figure labelled in two steps, as (body, year) or (report, route), and notes on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import BESIDE, CORNER, Canvas, open_canvas, write
from gxkit.charts.house import FAINT, INK, LATIN, LEAST_TYPE, MUTED, PAD, PAGE, POINTS, Look
from gxkit.charts.lettering import count_letters
from gxkit.charts.names import edition_names
from gxkit.charts.pointing import name_rows
from gxkit.charts.short_names import fit_name
from gxkit.charts.words import in_lines, listed, name_of, pick, word

# what the data of a figure say of each report
WHO = ["report", "agency", "agency_en", "code", "scope", "year", "edition"]
# whose report it is: a body may report for itself and for its whole area
BODY = ["code", "agency", "scope"]
# lines of a figure's data: a body's years stand together
ORDER = [*BODY, "year", "report"]
# inches that a year and the names of the routes take, in Chinese and in English
ROUTE_LABELS = (0.95, 1.3)

# the first report year of a form that is the same all over the country
NATIONAL = 2019
# points between the inner labels and the outer ones
GAP = 10
# a label that stands once beside several rows
OUTER: Look = {
    "xycoords": BESIDE,
    "ha": "right",
    "va": "center",
    "fontsize": LEAST_TYPE,
    "color": INK,
    "linespacing": 1.15,
}
# a line without a head, from the figure's left edge
PARTING: Look = {
    "xycoords": BESIDE,
    "arrowprops": {
        "arrowstyle": "-",
        "color": FAINT,
        "linewidth": 0.6,
        "shrinkA": 0,
        "shrinkB": 0,
    },
}
# over a column of text
COLUMN_HEAD: Look = {
    "xycoords": CORNER,
    "ha": "right",
    "va": "baseline",
    "fontsize": LEAST_TYPE,
    "color": MUTED,
    "linespacing": 1.15,
}
# set to the right, as figures are
COLUMN_TEXT: Look = {
    "xycoords": BESIDE,
    "ha": "right",
    "va": "center",
    "fontsize": 8,
}

# inches that a letter of a text to the right takes, and those around the text
LETTER, AROUND = 0.068, 0.25
# of them all: beyond it the axes would have no room
WIDEST = 2.3
# inches that the rows of a figure have at most, beside head, key and notes
ROOM = 2.1
# inches that they have whatever stands around them
SURE = 1.3
# inches of a line of a label, and of the lowest row in which one can be read: two lines beside two
# such rows would run into the labels above and below
LABEL_LINE, LOWEST = 0.13, 0.122
# rows that a figure holds; of more reports the latest of each body are drawn, or groups
MOST_ROWS = 15
# things that a note names; the others are counted
NAMED = 3

# head, a text a row, inches from the axes to the right edge
TextColumn = tuple[str, Sequence[str], float]


@dataclass(frozen=True, slots=True)
class Layout:
    """The room of a figure of rows in inches; pairs are for Chinese and for English.

    `row` is the height of a row, less where many share the page; `left` and `right` are the
    margins, `inner` is what the inner labels take; the axes have the rest of the page's width, and
    `room` for all rows.
    """

    row: float
    right: float
    left: tuple[float, float] = (2.0, 2.3)
    inner: tuple[float, float] = (0.3, 0.3)
    room: float = ROOM


def widen(layout: Layout, texts: Iterable[str]) -> Layout:
    """A layout with room to the right for texts that are longer than usual."""
    letters = max(map(count_letters, texts), default=0)
    right = max(layout.right, AROUND + LETTER * letters)
    right = min(right, WIDEST)
    return replace(layout, right=right)


def open_rows(
    ax: Axes | None,
    layout: Layout,
    outer: Sequence[str],
    inner: Sequence[str],
    language: str,
) -> Canvas:
    """A canvas with a row for each inner label, the first on top; equal outer labels stand once."""
    rows, left = max(len(inner), 1), pick(layout.left, language)
    width = PAGE[0] - 2 * PAD - left - layout.right
    size = (width, min(layout.row * rows, layout.room))
    canvas = open_canvas(
        ax,
        size,
        language,
        left=left,
        right=layout.right,
    )
    # the axes of a caller are as high as the caller wants them
    if ax is None:
        canvas.least.append(LOWEST * rows)
    label_rows(canvas, layout, outer, inner)
    return canvas


def open_reports(
    ax: Axes | None,
    layout: Layout,
    reports: pd.DataFrame,
    language: str,
    *beside: str,
) -> Canvas:
    """A canvas with a row for each report: its year, and once for several its body.

    The columns `beside` say which lines of the report its row leads to (`name_rows`).
    """
    canvas = open_rows(
        ax,
        layout,
        names(reports, language),
        years(reports),
        language,
    )
    name_rows(canvas, reports, *beside)
    return canvas


def open_routes(
    ax: Axes | None,
    layout: Layout,
    routes: pd.DataFrame,
    language: str,
) -> Canvas:
    """A canvas with a row for each route of a remedy, the year once a report, its body once."""
    inner = [word(route, language) for route in routes["route"]]
    first = ~routes["report"].duplicated()
    # beside the body, whose name may be cut, a year would be cut off with it
    for row, (is_first, year) in enumerate(zip(first, years(routes), strict=True)):
        inner[row] = f"{year}  {inner[row]}".strip() if is_first else inner[row]
    canvas = open_rows(ax, layout, names(routes, language), inner, language)
    name_rows(canvas, routes, "route")
    return canvas


def label_rows(
    canvas: Canvas,
    layout: Layout,
    outer: Sequence[str],
    inner: Sequence[str],
) -> None:
    """Label row i (at y = i) with inner[i], and each run of equal outer labels once beside it."""
    ax = canvas.ax
    ax.set_ylim(max(len(inner), 1) - 0.5, -0.5)
    ax.set_yticks(range(len(inner)), inner)
    ax.tick_params(axis="y", labelsize=8, pad=5)
    ax.spines["left"].set_visible(False)
    inside, left = (pick(pair, canvas.language) for pair in (layout.inner, layout.left))
    room = inside * POINTS
    letters = int(((left - inside) * POINTS - GAP) / (LATIN * LEAST_TYPE))
    # what the notes may leave them; a label of more lines would run into its neighbours
    height = max(LOWEST, min(layout.row, SURE / max(len(inner), 1)))
    look = OUTER | {"xytext": (-room - GAP, 0)}
    start = 0
    for name, members in groupby(outer):
        size = len(list(members))
        lines = max(int(size * height / LABEL_LINE), 1)
        middle = start + (size - 1) / 2
        write(ax, fit_name(name, lines, letters), (0, middle), look)
        start += size
        if start < len(inner):
            _part_rows(canvas, start - 0.5)


def _part_rows(canvas: Canvas, height: float) -> None:
    """A line between two groups, through the labels and the axes."""
    edge = -canvas.left * POINTS
    look = PARTING | {"xytext": (edge, 0)}
    write(canvas.ax, "", (0, height), look)
    canvas.ax.axhline(
        height,
        color=FAINT,
        linewidth=0.6,
        zorder=0,
    )


def write_columns(ax: Axes, columns: Iterable[TextColumn]) -> None:
    """Columns of text to the right of the axes."""
    for head, texts, inches in columns:
        right = inches * POINTS
        write(
            ax,
            head,
            (1, 1),
            COLUMN_HEAD | {"xytext": (right, 6)},
        )
        look = COLUMN_TEXT | {"xytext": (right, 0)}
        for row, text in enumerate(texts):
            write(ax, text, (1, row), look)


def names(data: pd.DataFrame, language: str) -> list[str]:
    """The bodies of a frame with agency and agency_en, one a line, in one language."""
    pairs = zip(data["agency"], data["agency_en"], strict=True)
    return [name_of(agency, agency_en, language) for agency, agency_en in pairs]


def years(data: pd.DataFrame) -> list[str]:
    """The years as text, '' where none is known."""
    return ["" if pd.isna(year) else str(int(year)) for year in data["year"]]


def reports_of(
    data: pd.DataFrame,
    language: str,
    between: str = " ",
) -> list[str]:
    """The reports of a frame as body and year, one a line."""
    pairs = zip(names(data, language), years(data), strict=True)
    return [f"{name}{between}{year}".rstrip() for name, year in pairs]


def short_reports(
    data: pd.DataFrame,
    language: str,
    letters: int,
) -> list[str]:
    """Body and year in one line of at most so many letters, a long name cut."""
    made = []
    for name, year in zip(names(data, language), years(data), strict=True):
        # the year stays whole: it tells the reports of a body apart
        room = letters - count_letters(year) - 1
        made.append(f"{fit_name(name, 1, room)} {year}".rstrip())
    return made


def counts(numbers: Iterable[float], marks: Iterable[str]) -> list[str]:
    """Counts with their marks; a dash, and no mark, where there is no number."""
    pairs = zip(numbers, marks, strict=True)
    return ["–" if pd.isna(number) else f"{number:,.0f}{mark}" for number, mark in pairs]


def ordered(data: pd.DataFrame) -> pd.DataFrame:
    """The lines by body and year, as every figure lists them."""
    known = [column for column in ORDER if column in data]
    return data.sort_values(known, ignore_index=True, kind="stable")


def note_reports(
    canvas: Canvas,
    key: str,
    data: pd.DataFrame,
) -> None:
    """A note that names the reports of a frame as body and year; none if the frame is empty."""
    note_items(canvas, key, reports_of(data, canvas.language))


def note_items(
    canvas: Canvas,
    key: str,
    items: list[str],
) -> None:
    """A note that lists things; none if there are none."""
    # hundreds of names would take a page of their own
    rest = len(items) - NAMED
    if rest > 1:
        items = [*items[:NAMED], canvas.say("and more", rest)]
    if items:
        canvas.notes.append(in_lines(key, items, canvas.language))


def note_count(canvas: Canvas, key: str, number: int) -> None:
    """A note that says how many; none for 0."""
    if number:
        canvas.note(key, number)


def count_left_out(frame: pd.DataFrame, data: pd.DataFrame) -> int:
    """Reports of a panel that the data of a figure do not have: their forms do not ask for it."""
    return frame["report"].nunique() - data["report"].nunique()


def note_left_out(
    canvas: Canvas,
    key: str,
    frame: pd.DataFrame,
    data: pd.DataFrame,
) -> None:
    """How many reports of a panel the data of a figure do not have, since they have no such cells.

    `key` says it of the forms before NATIONAL; any others are named.
    """
    absent = frame[~frame["report"].isin(data["report"])]
    number = absent["report"].nunique()
    if absent["year"].lt(NATIONAL).all():
        note_count(canvas, key, number)
        return
    editions = edition_names(absent["edition"], canvas.language)
    canvas.note("forms without", listed(editions, canvas.language), number)
