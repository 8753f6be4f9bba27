"""What the panel holds: bodies by years by editions of the form."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import cycle, product
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gxkit.charts.canvas import Canvas, close_canvas, write_head, write_key
from gxkit.charts.house import (
    BLANK,
    BLUE,
    FAINT,
    GREEN,
    MUTED,
    SKY,
    YELLOW,
    Chart,
    Look,
    Pair,
    draw_field,
    readable_on,
    style,
)
from gxkit.charts.names import edition_name, family_name, family_of
from gxkit.charts.registry import figure
from gxkit.charts.rows import BODY, Layout, names, open_rows
from gxkit.charts.words import count_reports, folded, refuse_empty, scope_name
from gxkit.forms.crosswalk import crosswalk


class Face(NamedTuple):
    """Fill and hatch of a family of forms."""

    color: str
    hatch: str


# for the families of forms, in the order of time, and again from the first where there are more
FACES = (
    Face("#ececec", BLANK),
    Face(SKY, ""),
    Face(BLUE, ""),
    Face("#c9c9c9", "...."),
    Face(YELLOW, ""),
    Face(GREEN, "...."),
)
# a body is itself even where its name is written in one language only
WHO = ["code", "agency", "agency_en", "scope"]
# the cells of a report that are counted
COUNTED = ["cells", "filled", "verified", "contradicted", "cleared", "implied"]
# inches of a year and of a body
FIELD, ROW = 0.66, 0.42
# of a field, of a year and a row
WIDTH, HEIGHT = 0.92, 0.84
# inches for the bodies with their scopes, and for the scopes alone
LEFT, SCOPES = (2.6, 3.0), (0.45, 0.62)
# of an edition's name that a field has room for
LETTERS = 13
# a dot lies under every field, so that a year without one shows it
NO_REPORT: Look = {
    "color": FAINT,
    "markersize": 2.5,
    "zorder": 1,
}
# in a field
LETTERING: Look = {
    "ha": "center",
    "va": "center",
    "linespacing": 1.2,
    "zorder": 3,
}
# points of the letters in a field, and in a part of one
LARGE, SMALL = 6.8, 5.6


def coverage_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a report and edition: who, year, edition, family, and its COUNTED cells.

    `filled` are the cells with a number. A report that mixes editions has a line for each. Reports
    without a year are left out.
    """
    marked = frame.assign(
        filled=frame["value"].notna(),
        verified=frame["verdict"].eq("verified"),
        contradicted=frame["verdict"].eq("contradicted"),
        cleared=frame["verdict"].eq("cleared"),
        implied=frame["implied"].notna(),
        cells=1,
    )
    keys = [*WHO, "level", "year", "report", "edition"]
    dated = marked[marked["year"].notna()]
    data = dated.groupby(keys, as_index=False)[COUNTED].sum()
    families = [family_of(edition) for edition in data["edition"]]
    data.insert(len(keys), "family", families)
    order = [*BODY, "year", "report", "edition"]
    return data.sort_values(order, ignore_index=True)


@figure("coverage", order=13, takes=["panel"])
def draw_coverage(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Bodies by years: the edition of the form and how many of its cells have a number.

    A field of two editions is parted. A year without a report has a dot; it may have been published
    all the same.
    """
    data = coverage_data(frame)
    refuse_empty(data, "coverage")
    bodies = data.drop_duplicates(BODY).reset_index(drop=True)
    years = range(int(data["year"].min()), int(data["year"].max()) + 1)
    width = FIELD * len(years)
    layout = Layout(
        width,
        ROW,
        right=0.2,
        left=LEFT,
        inner=SCOPES,
    )
    scopes = [scope_name(scope, language) for scope in bodies["scope"]]
    with style():
        canvas = open_rows(ax, layout, names(bodies, language), scopes, language)
        _draw_years(canvas.ax, years, len(bodies))
        faces = _faces(data)
        _draw_reports(canvas, data, bodies, faces)
        _write_around(canvas, data, faces)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _faces(data: pd.DataFrame) -> dict[str, Face]:
    """How each family that occurs looks: the same in every panel, however few it has."""
    known = list(crosswalk().families)
    occurring = set(data["family"])
    unknown = sorted(occurring.difference(known))
    every = zip([*known, *unknown], cycle(FACES), strict=False)
    return {family: face for family, face in every if family in occurring}


def _look(face: Face) -> Look:
    return {"facecolor": face.color, "hatch": face.hatch or None}


def _draw_years(ax: Axes, years: range, bodies: int) -> None:
    """The years below, and a dot for each year of each body, on which its reports will lie."""
    ax.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks(years)
    ax.tick_params(axis="x", length=0)
    dots = product(years, range(bodies))
    across, down = zip(*dots, strict=True)
    ax.plot(across, down, "o", **NO_REPORT)


def _draw_reports(
    canvas: Canvas,
    data: pd.DataFrame,
    bodies: pd.DataFrame,
    faces: Mapping[str, Face],
) -> None:
    """A field for each body and year that has a report, parted among its editions."""
    known = bodies[BODY].itertuples(index=False, name=None)
    rows = {body: row for row, body in enumerate(known)}
    for key, parts in data.groupby([*BODY, "year"]):
        *body, year = (str(part) for part in tuple(key))
        width = WIDTH / len(parts)
        start = int(year) - WIDTH / 2
        for place, part in enumerate(parts.to_dict("records")):
            middle = start + (place + 0.5) * width
            at = (middle, rows[tuple(body)])
            _draw_edition(canvas, part, faces[part["family"]], at, width)


def _draw_edition(
    canvas: Canvas,
    part: Mapping[Hashable, Any],
    face: Face,
    at: Pair,
    width: float,
) -> None:
    """The part of a field that is one edition, with its name and its counts."""
    field = _look(face) | {
        "edgecolor": FAINT if face.hatch else "white",
        "linewidth": 0.6,
        "zorder": 2,
    }
    draw_field(canvas.ax, at, (width, HEIGHT), field)
    is_whole = width == WIDTH
    counts = f"{part['filled']}"
    if is_whole:
        counts += f"/{part['cells']}"
    name = edition_name(part["edition"], canvas.language)
    name = folded(name, LETTERS if is_whole else LETTERS // 2)
    text = LETTERING | {
        "color": readable_on(face.color),
        "fontsize": LARGE if is_whole else SMALL,
    }
    if face.hatch:
        text["bbox"] = {
            "facecolor": face.color,
            "edgecolor": "none",
            "pad": 0.8,
        }
    canvas.ax.text(*at, f"{name}\n{counts}", **text)


def _write_around(
    canvas: Canvas,
    data: pd.DataFrame,
    faces: Mapping[str, Face],
) -> None:
    edge: Look = {"edgecolor": MUTED, "linewidth": 0.4}
    handles = [Patch(**_look(face), **edge) for face in faces.values()]
    labels = [family_name(family, canvas.language) for family in faces]
    write_key(canvas, handles, labels)
    bodies = data["agency"].nunique()
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say("coverage unit", bodies, reports)
    write_head(canvas, "coverage title", unit, 24)
