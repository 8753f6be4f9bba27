"""Requests received and decided by year, one panel a body."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gxkit.charts.bodies import draw_middles
from gxkit.charts.canvas import (
    CORNER,
    HEAD,
    OVER,
    TITLE_TYPE,
    Canvas,
    close_canvas,
    open_canvas,
    write,
    write_head,
)
from gxkit.charts.changes import list_changes, mark_changes
from gxkit.charts.findings import find_series
from gxkit.charts.house import (
    BLUE,
    INK,
    LATIN,
    LEAST_TYPE,
    MUTED,
    POINTS,
    VERMILION,
    Chart,
    Look,
    Pair,
    on_page,
    style,
)
from gxkit.charts.marks import draw_ends, marked_counts, note_signs, open_ends
from gxkit.charts.names import family_name, family_of
from gxkit.charts.pointing import name_column
from gxkit.charts.registry import figure
from gxkit.charts.rows import BODY, note_count, ordered
from gxkit.charts.short_names import fit_name
from gxkit.charts.spans import with_spans
from gxkit.charts.states import STATES, worst_states
from gxkit.charts.words import count_reports, listed, name_of, refuse_empty
from gxkit.forms import find_form
from gxkit.forms.crosswalk import Comparability, crosswalk, find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series


class Line(NamedTuple):
    """A line of a panel: how it looks, and where the number at a dot stands (points)."""

    name: str
    dots: Look
    color: str
    number: tuple[int, int]


# full dots on a full line
RECEIVED: Look = {
    "linestyle": "-",
    "marker": "o",
    "markersize": 5,
    "markerfacecolor": BLUE,
    "zorder": 3,
}
# drawn over the line of what was received, smaller and hollow, so that both are seen
DECIDED: Look = {
    "linestyle": (0, (4, 2)),
    "marker": "s",
    "markersize": 3.4,
    "markerfacecolor": "white",
    "zorder": 4,
}
# the first lies under the second
LINES = (
    Line("received", RECEIVED, BLUE, (-2, 6)),
    Line("decided", DECIDED, VERMILION, (3, -12)),
)
# inches of the panel of one body, and of its margins
SIZE, LEFT, RIGHT = (5.1, 1.7), 0.45, 0.6
# inches of several panels: their width and height, and what stands between and around them
GRID_WIDTH, PANEL, BETWEEN, GRID_HEAD, GRID_FOOT = 6.4, 0.8, 0.42, 0.62, 0.25
# points between the first panel and the title, for the name of its body
OVER_NAMES = 20
# years beyond which a body has a line of the grid for itself, and how many of the others share one
LONG, SHARED = 6, 2
# lines of the grid that leave room for the notes
MOST_LINES = 2
# bodies for each that is drawn, beyond which the middle of all of them is drawn too
FEW = 3
# of the highest figure: the axes, with room for its number and for the names of the forms, and
# below them for a number under a dot that lies as low as LOW
HEADROOM, LOW, FOOTROOM = 2.0, 0.35, 0.5
# of the axes: what two labels at the ends of the lines need
APART = 0.18
# read over the grid
FORM_NAME: Look = {
    "xycoords": OVER,
    "xytext": (3, -2),
    "fontsize": LEAST_TYPE,
    "color": MUTED,
    "va": "top",
    "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.5},
}
# dotted, for it is no data
CHANGE_OF_FORM: Look = {
    "color": MUTED,
    "linewidth": 0.8,
    "linestyle": (0, (1, 2)),
}
# at a dot
NUMBER: Look = {"ha": "center", "fontsize": LEAST_TYPE}
# at the end of a line, instead of a key
LINE_NAME: Look = {
    "xytext": (18, 0),
    "fontsize": 8.5,
    "va": "center",
}
# over a panel of several
BODY_NAME: Look = {
    "xycoords": CORNER,
    "xytext": (0, 4),
    "fontsize": LEAST_TYPE,
    "color": INK,
}


def series_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """Bodies with at least two report years: received, decided, and what the forms make of them.

    The figures are the reconciled ones where the panel has them; `changed` says so. NA where a cell
    has no number.
    """
    received = _series(frame, "requests_received", figures)
    decided = _series(frame, "decided", figures)
    data = received.rename(columns={"value": "received"})
    data = data.drop(columns=["reconciled", *STATES])
    data["decided"] = decided["value"]
    data = data.join(worst_states([received, decided]))
    data["concepts"] = "requests_received decided"
    data = data[data["year"].notna()]
    years = data.groupby(BODY)["year"].transform("nunique")
    return ordered(data[years > 1])


def _series(
    frame: pd.DataFrame,
    concept: str,
    figures: Figures,
) -> pd.DataFrame:
    return concept_series(frame, concept, across_breaks=True, figures=figures)


@figure("requests_by_year", order=1, takes=["panel"], may_take=["alternatives", "figures"])
def draw_requests_by_year(
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Requests received and decided by year, for each body with at least two years in the panel.

    One panel a body; with `ax` the frame must hold one such body (ValueError otherwise). A line is
    cut where the form changed the definition, a year without a number leaves a hole. Reconciled
    figures are drawn where the panel has them, with an asterisk.
    """
    numbers = ("received", "decided")
    data = with_spans(series_data, frame, alternatives, numbers, figures=figures)
    refuse_empty(data, "requests_by_year")
    bodies = [body for _, body in data.groupby(BODY, sort=True)]
    if ax is not None and len(bodies) > 1:
        raise ValueError(
            f"{len(bodies)} bodies in this panel have reports of several years; "
            "give one body's lines for one pair of axes."
        )
    lines = _in_lines(bodies)
    rest = len(bodies)
    bodies = list(chain.from_iterable(lines))
    rest -= sum(map(_is_one, bodies))
    with style():
        canvases = _open_panels(ax, lines, language)
        for canvas, body in zip(canvases, bodies, strict=True):
            _draw_panel(canvas, body)
        first = canvases[0]
        first.tell(find_series(data))
        _write_heads(canvases, bodies)
        _write_notes(first, data, rest)
        close_canvas(first, source)
    return Chart(first.figure, data)


def _write_notes(
    canvas: Canvas,
    data: pd.DataFrame,
    rest: int,
) -> None:
    """What the marks mean, and how many bodies have no panel."""
    canvas.note("gap note")
    note_count(canvas, "more bodies", rest)
    _note_revisions(canvas, data)
    note_signs(canvas, data)


def _in_lines(bodies: list[pd.DataFrame]) -> list[list[pd.DataFrame]]:
    """The lines of panels that a figure holds: bodies of many years have a line each, others share.

    Those of most years come first, of these those with most requests. Of many bodies the last
    line is that of all of them.
    """
    weights = [(-len(body), -float(body["received"].sum())) for body in bodies]
    order = sorted(range(len(bodies)), key=weights.__getitem__)
    lines: list[list[pd.DataFrame]] = []
    for place in order:
        body = bodies[place]
        alone = len(body) > LONG
        has_room = bool(lines) and len(lines[-1]) < SHARED and len(lines[-1][0]) <= LONG
        if has_room and not alone:
            lines[-1].append(body)
        elif len(lines) < MOST_LINES:
            lines.append([body])
    drawn = sum(map(len, lines))
    # one body more would say nothing of hundreds
    if len(bodies) > FEW * drawn:
        lines[-1] = [pd.concat(bodies)]
    return lines


def _is_one(body: pd.DataFrame) -> bool:
    """Whether a panel is that of one body."""
    return len(body[BODY].drop_duplicates()) == 1


def _open_panels(
    ax: Axes | None,
    lines: list[list[pd.DataFrame]],
    language: str,
) -> list[Canvas]:
    """A canvas for one body, or one for each of several, line by line."""
    if len(lines) == 1 and len(lines[0]) == 1:
        return [open_canvas(ax, SIZE, language, left=LEFT, right=RIGHT)]
    tall = GRID_HEAD + (PANEL + BETWEEN) * len(lines) - BETWEEN + GRID_FOOT
    figure = Figure(figsize=(GRID_WIDTH, tall))
    made = []
    top = tall - GRID_HEAD
    for line in lines:
        whole = GRID_WIDTH / len(line)
        for place in range(len(line)):
            box = (LEFT + whole * place, top - PANEL, whole - LEFT - RIGHT, PANEL)
            own = figure.add_axes(_part_of(box, (GRID_WIDTH, tall)))
            made.append(open_canvas(own, SIZE, language, left=LEFT))
        top -= PANEL + BETWEEN
    return made


def _part_of(
    box: tuple[float, float, float, float],
    size: Pair,
) -> tuple[float, float, float, float]:
    """A box in inches (left, bottom, width, height) as parts of a figure's width and height."""
    left, bottom, width, height = box
    return left / size[0], bottom / size[1], width / size[0], height / size[1]


def _draw_panel(canvas: Canvas, body: pd.DataFrame) -> None:
    """One body, or the middle of many."""
    draw = _draw_body if _is_one(body) else _draw_middles
    draw(
        canvas,
        body,
    )


def _draw_body(canvas: Canvas, body: pd.DataFrame) -> None:
    ax = canvas.ax
    most = body[["received_high", "decided_high"]].max(axis=None)
    top = float(np.nanmax([most, 1]))
    other = body["decided"].ne(body["received"]) & body["decided_high"].notna()
    is_low = body.loc[other, "decided"].fillna(0).le(LOW * top)
    _scale(ax, body["year"], top, FOOTROOM if is_low.any() else 0.04)
    _mark_forms(canvas, body)
    for line in LINES:
        look: Look = {"color": line.color, "linewidth": 1.6}
        look |= line.dots
        for stretch in _stretches(body):
            ax.plot(
                stretch["year"].astype(int),
                stretch[line.name],
                **look,
            )
        ends = open_ends(body, line.name)
        ends.index = body["year"].iloc[ends.index].astype(int)
        draw_ends(ax, ends, line.color, upright=True)
    _name_years(ax, body)
    _write_numbers(ax, body)
    low, high = ax.get_ylim()
    _name_lines(canvas, body, APART * (high - low))


def _scale(
    ax: Axes,
    dates: pd.Series,
    top: float,
    foot: float,
) -> None:
    """The years to the right, and upwards figures as high as `top`."""
    years = dates.astype(int)
    ax.set_xlim(years.min() - 0.7, years.max() + 0.4)
    # what is taken below is given above, or the highest number would run into the names
    ceiling = (HEADROOM + foot) * top
    ax.set_ylim(-foot * top, ceiling)
    ax.set_xticks(sorted(set(years)))
    ax.grid(axis="y")
    # a low panel has no room for more, and figures are counts
    steps = MaxNLocator(integer=True, nbins=3)
    ticks = steps.tick_values(0, ceiling)
    ax.set_yticks([tick for tick in ticks if 0 <= tick <= ceiling])
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.spines["left"].set_visible(False)


def _draw_middles(canvas: Canvas, data: pd.DataFrame) -> None:
    """What all bodies received: year by year the middle, and where most of them lie."""
    known = data[data["received"].notna()]
    told = known.assign(family=[family_of(edition) for edition in known["edition"]])
    _scale(canvas.ax, told["year"], 1, 0)
    draw_middles(canvas, told, "received")
    changes = list_changes(told)
    mark_changes(canvas.ax, changes)
    for change in changes:
        start = max(change.year - 0.5, canvas.ax.get_xlim()[0])
        name = family_name(change.family, canvas.language)
        write(
            canvas.ax,
            name,
            (start, 1),
            FORM_NAME,
        )


def _name_years(ax: Axes, body: pd.DataFrame) -> None:
    for report, year in zip(body["report"], body["year"], strict=True):
        name_column(ax, int(year), {"report": report})


def _mark_forms(canvas: Canvas, body: pd.DataFrame) -> None:
    """A line where the form changed, and the name of each form above its years."""
    ax, walk = canvas.ax, crosswalk()
    seen: list[str] = []
    for edition, year in zip(body["edition"], body["year"], strict=True):
        family = walk.family(edition)
        if family in seen:
            continue
        start = ax.get_xlim()[0]
        if seen:
            start = _change_of_form(body, edition, int(year))
            ax.axvline(start, **CHANGE_OF_FORM)
        seen.append(family)
        name = family_name(family, canvas.language)
        write(ax, name, (start, 1), FORM_NAME)


def _change_of_form(
    body: pd.DataFrame,
    edition: str,
    year: int,
) -> float:
    """Where the form changed: before the year it came into force, if no report is older."""
    earlier = body.loc[body["year"] < year, "year"]
    in_force = find_form(edition).in_force[0]
    return min(max(in_force, int(earlier.max()) + 1), year) - 0.5


def _stretches(body: pd.DataFrame) -> list[pd.DataFrame]:
    """The body's years cut where the step to the next form is not fully comparable."""
    walk, concept = crosswalk(), find_concept("requests_received")
    families = [walk.family(edition) for edition in body["edition"]]
    cuts = [0]
    for place, (one, other) in enumerate(pairwise(families), 1):
        step = walk.comparability(concept, one, other)
        if step is not Comparability.COMPARABLE:
            cuts.append(place)
    cuts.append(len(body))
    return [body.iloc[start:end] for start, end in pairwise(cuts)]


def _write_numbers(ax: Axes, body: pd.DataFrame) -> None:
    """Each figure at its dot; what was decided only where it is another than what was received."""
    points = body.to_dict("records")
    for line in LINES:
        texts = marked_counts(body, line.name)
        for point, text in zip(points, texts, strict=True):
            number = point[line.name]
            repeated = line.name == "decided" and number == point["received"]
            # where there is no number but its ends are known, these stand over them
            height = point[f"{line.name}_high"] if pd.isna(number) else number
            if pd.notna(height) and not repeated:
                look = NUMBER | {"xytext": line.number, "color": line.color}
                place = (int(point["year"]), height)
                write(ax, text, place, look)


def _name_lines(
    canvas: Canvas,
    body: pd.DataFrame,
    least: float,
) -> None:
    """The name of each line at its end."""
    last = body.iloc[-1]
    middles = [(last[f"{line.name}_low"] + last[f"{line.name}_high"]) / 2 for line in LINES]
    # a line that ends in a blank is named at the foot
    ends = [float(np.nan_to_num(middle)) for middle in middles]
    for line, height in zip(LINES, _apart(ends, least), strict=True):
        look = LINE_NAME | {"color": line.color}
        place = (int(last["year"]), height)
        write(canvas.ax, canvas.say(line.name), place, look)


def _apart(heights: list[float], least: float) -> list[float]:
    """Two heights moved apart, so that their labels do not collide; of equal ones the first up."""
    low, high = sorted(range(2), key=lambda place: (heights[place], -place))
    lack = least - (heights[high] - heights[low])
    moved = list(heights)
    moved[low] -= max(0.0, lack) / 2
    moved[high] += max(0.0, lack) / 2
    return moved


def _write_heads(
    canvases: Sequence[Canvas],
    bodies: Sequence[pd.DataFrame],
) -> None:
    """The title once, and over each panel its body."""
    first = canvases[0]
    for canvas, body in zip(canvases, bodies, strict=True):
        own = body.iloc[0]
        name = name_of(own["agency"], own["agency_en"], canvas.language)
        if not _is_one(body):
            name = canvas.say("middle of bodies", len(body[BODY].drop_duplicates()))
        reports = count_reports(len(body), canvas.language)
        unit = f"{canvas.say('cases')} · {reports}"
        if len(canvases) == 1:
            write_head(canvas, canvas.say("series title"), f"{name} · {unit}")
        else:
            # the unit once: with it in each, the names of two panels ran into each other
            text = name if canvas is not first else f"{name} · {unit}"
            room = canvas.ax.get_position().width * GRID_WIDTH + RIGHT
            letters = int(room * POINTS / (LATIN * LEAST_TYPE))
            write(canvas.ax, fit_name(text, 1, letters), (0, 1), BODY_NAME)
    if len(canvases) > 1:
        look = HEAD | {"xytext": (-LEFT * POINTS, OVER_NAMES), "fontsize": TITLE_TYPE}
        write(first.ax, on_page(first.found[-1], TITLE_TYPE), (0, 1), look)


def _note_revisions(canvas: Canvas, data: pd.DataFrame) -> None:
    """A note on each family of forms with several editions in use: the years of the later ones."""
    used = set(data["edition"])
    for family, editions in crosswalk().families.items():
        own = used & set(editions)
        since = sorted({find_form(edition).in_force[0] for edition in own})
        if len(since) > 1:
            later = listed([str(year) for year in since[1:]], canvas.language)
            canvas.note("revised note", family_name(family, canvas.language), later)
