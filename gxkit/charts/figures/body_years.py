"""One body's years on one page: a panel a theme, the changes of form marked through all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gxkit.charts.canvas import (
    Canvas,
    close_canvas,
    open_canvas,
    write,
    write_head,
)
from gxkit.charts.changes import (
    list_changes,
    mark_changes,
    note_changes,
)
from gxkit.charts.findings import find_body
from gxkit.charts.house import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    LEAST_TYPE,
    MUTED,
    ORANGE,
    PAD,
    PAGE,
    PALE,
    VERMILION,
    Chart,
    Look,
    style,
)
from gxkit.charts.marks import NO_NUMBER
from gxkit.charts.names import family_of
from gxkit.charts.pointing import name_column
from gxkit.charts.registry import figure
from gxkit.charts.results import OUTCOMES
from gxkit.charts.rows import (
    BODY,
    WHO,
    note_count,
    ordered,
)
from gxkit.charts.spans import is_touched
from gxkit.charts.states import worst_states
from gxkit.charts.words import (
    WORDS,
    count_reports,
    name_of,
    pick,
    refuse_empty,
)
from gxkit.forms.crosswalk import (
    Comparability,
    crosswalk,
    find_concept,
)
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series


class Line(NamedTuple):
    """A concept drawn as a line of a colour, with a mark that tells it apart in grey."""

    concept: str
    color: str
    marker: str


class Bar(NamedTuple):
    """Cases closed, and the corrected part of them; how far aside of the year it stands."""

    route: str
    color: str
    aside: float


# by theme, from the top; a theme of another kind has a drawing of its own
LINES = {
    "requests": (Line("requests_received", BLUE, "o"), Line("decided", VERMILION, "s")),
    "carried": (Line("carried_in", MUTED, "o"), Line("carried_out", VERMILION, "s")),
    "documents": (
        Line("normative_documents_in_force", BLUE, "o"),
        Line("normative_documents_made", ORANGE, "s"),
    ),
    "decisions": (
        Line("disclosed_year", GREEN, "o"),
        Line("licensing_decisions", BLUE, "s"),
        Line("penalties_decisions", VERMILION, "D"),
    ),
}
BARS = (Bar("reconsideration", VERMILION, -0.2), Bar("litigation", BLUE, 0.2))
THEMES = (
    "requests",
    "outcomes",
    "carried",
    "remedies",
    "documents",
    "decisions",
)
# themes whose numbers lie so far apart that the axis is logarithmic
STEEP = ("decisions",)
ROUTES = tuple(f"{bar.route}{part}" for bar in BARS for part in ("", ".corrected", ".pending"))
DRAWN = tuple(line.concept for lines in LINES.values() for line in lines)
# what each theme draws
PANELS: dict[str, Sequence[str]] = {"outcomes": tuple(OUTCOMES), "remedies": ROUTES}
for theme, lines in LINES.items():
    PANELS[theme] = [line.concept for line in lines]
CONCEPTS = tuple(dict.fromkeys((*DRAWN, *OUTCOMES, *ROUTES)))
# inches of all panels together, and of what stands to their left and right (zh, en)
HIGH, LEFT, RIGHT = 6.6, 0.55, (1.6, 1.85)
# of the height: a panel, and how far apart they begin
TALL, STEP = 0.118, 0.1725
# points between the axes and the unit, for the name of the first theme
OVER_NAMES = 16
NAME: Look = {
    "fontsize": LEAST_TYPE,
    "loc": "left",
    "pad": 3,
    "color": INK,
}
# at the end of a line, and points between two such names
END: Look = {"fontsize": LEAST_TYPE, "va": "center", "xycoords": "axes fraction"}
ENDS = 11
# points between the names of results, which are more
SHARE_ENDS = 9.6
# the marks of the lines as letters
KEYS = {"o": "●", "s": "■", "D": "◆"}
# of a year: a bar of shares, and one of two beside each other
WHOLE, HALF = 0.7, 0.36
# in the middle of a panel
NOTHING_KNOWN: Look = {
    "fontsize": LEAST_TYPE,
    "color": MUTED,
    "ha": "center",
    "va": "center",
}
LINE: Look = {"linewidth": 1.4, "markersize": 3.6}


def body_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """One line a report and concept that its form asks for: the value, NA where it has none."""
    parts = []
    for concept in CONCEPTS:
        series = concept_series(
            frame,
            concept,
            across_breaks=True,
            figures=figures,
        )
        asked = series[series["edition"].isin(find_concept(concept).cells)]
        own = asked[[*WHO, "value"]].join(worst_states([asked]))
        parts.append(own.assign(concept=concept))
    data = ordered(pd.concat(parts))
    return data.assign(family=[family_of(edition) for edition in data["edition"]])


def longest(frame: pd.DataFrame) -> tuple[str, ...]:
    """The body (code, agency, scope) of most years, the first of several.

    NothingToDraw where none has two.
    """
    dated = frame[frame["year"].notna()]
    years = dated.groupby(BODY)["year"].nunique()
    several = years[years > 1]
    refuse_empty(several, "body_years")
    first = int(several.to_numpy().argmax())
    return tuple(map(str, several.index.to_list()[first]))


@figure(
    "body_years",
    order=19,
    takes=["panel"],
    may_take=["alternatives", "figures"],
)
def draw_body_years(
    frame: pd.DataFrame,
    *,
    body: Sequence[str] = (),
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    language: str = "zh",
    source: str,
) -> Chart:
    """The years of one body, a panel a theme: requests, results, what was carried over, remedies,
    documents, decisions.

    `body` is its code, agency and scope; without it the body of most years. Lines are not joined
    where a change of form changed what is counted; what a form does not ask for stays empty.
    """
    chosen = tuple(body) or longest(frame)
    of_body = frame[BODY].eq(list(chosen)).all(axis=1)
    own = frame[of_body & frame["year"].notna()]
    every = body_data(own, figures)
    known = every["value"].notna() & ~is_touched(every, alternatives)
    data = every[known].reset_index(drop=True)
    refuse_empty(data, "body_years")
    changes = list_changes(data)
    with style():
        canvas = _open(language)
        for place, theme in enumerate(THEMES):
            ax = _open_panel(canvas, place, data)
            _draw_theme(
                canvas,
                ax,
                theme,
                data,
            )
            mark_changes(ax, changes)
        canvas.tell(find_body(data))
        _write_around(canvas, data)
        note_changes(canvas, changes)
        note_count(canvas, "proactive open", len(every) - len(data))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _draw_theme(
    canvas: Canvas,
    ax: Axes,
    theme: str,
    data: pd.DataFrame,
) -> None:
    """A theme by its own drawing; where no year has numbers enough, a word says so."""
    DRAWINGS.get(theme, _draw_lines)(
        canvas,
        ax,
        theme,
        data,
    )
    lines = [line for line in ax.lines if np.size(line.get_xdata())]
    bars = [patch for patch in ax.patches if not patch.get_gid()]
    if not lines and not bars:
        ax.text(
            0.5,
            0.5,
            canvas.say("none known"),
            transform=ax.transAxes,
            **NOTHING_KNOWN,
        )


def _open(language: str) -> Canvas:
    right = pick(RIGHT, language)
    width = PAGE[0] - 2 * PAD - LEFT - right
    canvas = open_canvas(
        None,
        (width, HIGH),
        language,
        left=LEFT,
        right=right,
    )
    canvas.ax.axis("off")
    return canvas


def _open_panel(
    canvas: Canvas,
    place: int,
    data: pd.DataFrame,
) -> Axes:
    """The axes of a theme, with all years of the body, each of them named."""
    ax = canvas.ax.inset_axes(
        (
            0,
            1 - TALL - place * STEP,
            1,
            TALL,
        )
    )
    ax.set_title(canvas.say(f"theme {THEMES[place]}"), **NAME)
    first, last = int(data["year"].min()), int(data["year"].max())
    ax.set_xlim(first - 0.7, last + 0.7)
    years = range(first, last + 1)
    ax.set_xticks(years, [f"{year % 100:02d}" for year in years])
    ax.tick_params(labelsize=LEAST_TYPE, pad=2)
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.grid(axis="y", color=FAINT)
    _name_years(ax, THEMES[place], data)
    return ax


def _name_years(
    ax: Axes,
    theme: str,
    data: pd.DataFrame,
) -> None:
    """Name each report of a panel, with what the panel draws of it."""
    own = data[data["concept"].isin(PANELS[theme])]
    for report, lines in own.groupby("report"):
        year = float(lines["year"].iloc[0])
        name_column(ax, year, {"report": str(report), "concept": list(lines["concept"])})


def _series(data: pd.DataFrame, concept: str) -> pd.Series:
    """The values of a concept by year, without years of which there are two."""
    own = data[data["concept"].eq(concept)]
    by_year = own.set_index(own["year"].astype(int))["value"].astype(float)
    return by_year[~by_year.index.duplicated(keep=False)]


def _draw_lines(
    canvas: Canvas,
    ax: Axes,
    theme: str,
    data: pd.DataFrame,
) -> None:
    """The lines of a theme, each named to the right with its last number."""
    most = 1.0
    for place, line in enumerate(LINES[theme]):
        values = _series(data, line.concept)
        last = f"{values.iloc[-1]:,.0f}" if len(values) else NO_NUMBER
        name = _name(canvas, line.concept)
        _name_line(
            ax,
            f"{name} {last}",
            -4 - ENDS * place,
            KEYS[line.marker],
            line.color,
        )
        look = LINE | {"color": line.color, "marker": line.marker}
        for stretch in _stretches(data, line.concept, values):
            ax.plot(stretch.index, stretch, **look)
        most = float(max([most, *values]))
    if theme in STEEP:
        _steepen(ax, most)
    else:
        ax.set_ylim(-0.05 * most, 1.2 * most)


def _name(canvas: Canvas, concept: str) -> str:
    """What a line is called: shorter than in the forms where the margin asks for it."""
    key = f"panel {concept}"
    if key in WORDS:
        return canvas.say(key)
    return find_concept(concept).name(canvas.language)


def _steepen(ax: Axes, most: float) -> None:
    """A logarithmic axis, straight below 1."""
    ax.set_yscale("symlog", linthresh=1, linscale=0.6)
    digits = len(str(int(most)))
    ticks = [0, *(10**power for power in range(2, digits, 2))]
    ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.set_ylim(-0.4, 2.5 * most)


def _stretches(
    data: pd.DataFrame,
    concept: str,
    values: pd.Series,
) -> list[pd.Series]:
    """The values cut where a year is missing, or the form counts something else."""
    walk, counted = crosswalk(), find_concept(concept)
    own = data[data["concept"].eq(concept)].drop_duplicates("year")
    families = dict(zip(own["year"].astype(int), own["family"], strict=True))
    cuts = [0]
    for place, (one, other) in enumerate(pairwise(values.index), 1):
        step = walk.comparability(counted, families[one], families[other])
        alike = families[one] == families[other] or step is Comparability.COMPARABLE
        if other - one > 1 or not alike:
            cuts.append(place)
    cuts.append(len(values))
    return [values.iloc[start:end] for start, end in pairwise(cuts)]


def _name_line(
    ax: Axes,
    text: str,
    height: float,
    mark: str,
    color: str,
) -> None:
    """What is drawn, to the right of the panel at some points from its top: a mark of its colour,
    and its name in ink, for light colours are no letters."""
    for said, across, ink in ((mark, 6, color), (text, 16, INK)):
        look = END | {"xytext": (across, height), "color": ink}
        write(
            ax,
            said,
            (1, 1),
            look,
        )


def _draw_outcomes(
    canvas: Canvas,
    ax: Axes,
    _: str,
    data: pd.DataFrame,
) -> None:
    """The results of each year as shares of all of them, where every one has a number."""
    parts = pd.DataFrame({name: _series(data, name) for name in OUTCOMES}).dropna()
    whole = parts.sum(axis=1)
    shares = 100 * parts.div(whole.where(whole > 0), axis=0)
    below = pd.Series(0.0, index=shares.index)
    for place, (name, color) in enumerate(OUTCOMES.items()):
        look: Look = {"color": color, "edgecolor": "white", "linewidth": 0.5}
        ax.bar(
            shares.index,
            shares[name],
            WHOLE,
            bottom=below,
            **look,
        )
        below = below + shares[name]
        # the lowest part of a bar is named lowest
        height = -2 - SHARE_ENDS * (len(OUTCOMES) - 1 - place)
        said = find_concept(name).name(canvas.language)
        _name_line(
            ax,
            said,
            height,
            KEYS["s"],
            color,
        )
    ax.set_ylim(0, 100)
    ax.yaxis.set_major_formatter("{x:.0f}%")


def _draw_remedies(
    canvas: Canvas,
    ax: Axes,
    _: str,
    data: pd.DataFrame,
) -> None:
    """Cases closed, the corrected part of them filled; litigation beside reconsideration."""
    most = 0.0
    for place, bar in enumerate(BARS):
        total, corrected = _series(data, bar.route), _series(data, f"{bar.route}.corrected")
        closed = (total - _series(data, f"{bar.route}.pending")).dropna()
        look: Look = {"edgecolor": bar.color, "linewidth": 0.8}
        for counts, ground in ((closed, PALE), (corrected, bar.color)):
            at = counts.index + bar.aside
            ax.bar(at, counts, HALF, color=ground, **look)
        # in grey the two differ by their side alone
        side = canvas.say("on the left" if bar.aside < 0 else "on the right")
        counted = f"{corrected.sum():,.0f}/{closed.sum():,.0f}"
        said = f"{_name(canvas, bar.route)}{side} {counted}"
        _name_line(
            ax,
            said,
            -4 - ENDS * place,
            KEYS["s"],
            bar.color,
        )
        most = float(max([most, *closed]))
    what = canvas.say("filled is corrected" if most else "no case closed")
    _name_line(
        ax,
        what,
        -4 - ENDS * len(BARS),
        "",
        MUTED,
    )
    ax.set_ylim(0, 1.15 * max(most, 1.0))


def _write_around(canvas: Canvas, data: pd.DataFrame) -> None:
    first = data.iloc[0]
    name = name_of(first["agency"], first["agency_en"], canvas.language)
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say("body unit", reports)
    write_head(
        canvas,
        name,
        unit,
        OVER_NAMES,
    )
    canvas.note("body note")


# of themes that are no lines
DRAWINGS = {"outcomes": _draw_outcomes, "remedies": _draw_remedies}
