"""What the panel holds: bodies by years by editions of the form."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import cycle, product
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gxkit.charts.canvas import Canvas, close_canvas, write_head, write_key
from gxkit.charts.findings import find_coverage
from gxkit.charts.house import (
    BLANK,
    BLUE,
    FAINT,
    GREEN,
    LEAST_TYPE,
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
from gxkit.charts.lettering import count_letters, folded
from gxkit.charts.names import edition_name, edition_names, family_name, family_of
from gxkit.charts.pointing import SAID, Parts, name_field
from gxkit.charts.pooling import is_crowded, name_groups
from gxkit.charts.registry import figure
from gxkit.charts.rows import BODY, Layout, names, open_rows
from gxkit.charts.words import (
    count_reports,
    fill_word,
    joined,
    name_of,
    refuse_empty,
    scope_name,
)
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
# inches of a year in which the edition's name has room
ROOMY = 0.8
# inches that a year takes below the axes
YEAR = 0.36
# inches that a letter in a field takes
LETTER = 0.064
# of a field, of a year and a row
WIDTH, HEIGHT = 0.92, 0.84
# on the left stand the bodies with their scopes
LAYOUT = Layout(
    row=0.42,
    right=0.1,
    left=(2.1, 2.6),
    inner=(0.4, 0.6),
)
# of an edition's name that a field has room for
LETTERS = 12
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
    "linespacing": 1.1,
    "fontsize": LEAST_TYPE,
    "zorder": 3,
}


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
    crowded = is_crowded(len(bodies))
    rows, told = _levels(data) if crowded else (bodies, data)
    scopes = [scope_name(scope, language) for scope in rows["scope"]]
    faces = _faces(data)
    with style():
        canvas = open_rows(ax, LAYOUT, names(rows, language), scopes, language)
        _draw_years(canvas, years, len(rows))
        field = canvas.width / len(years)
        _draw_reports(canvas, told, rows, faces, field)
        canvas.tell(find_coverage(data))
        _write_around(canvas, data, faces, crowded)
        if crowded:
            canvas.note("level fields note")
        elif field < ROOMY:
            canvas.note("narrow fields note")
            canvas.notes.append(joined(edition_names(data["edition"], language), language))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _levels(data: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of levels in the place of bodies, and for each year and family how many reports."""
    keys = ["level", "year", "family"]
    told = data.groupby(keys)["report"].nunique().reset_index(name="reports")
    told = name_groups(told)
    told = told.assign(code=told["level"], scope="")
    rows = told.drop_duplicates(BODY).reset_index(drop=True)
    return rows, told


def _faces(data: pd.DataFrame) -> dict[str, Face]:
    """How each family that occurs looks: the same in every panel, however few it has."""
    known = list(crosswalk().families)
    occurring = set(data["family"])
    unknown = sorted(occurring.difference(known))
    every = zip([*known, *unknown], cycle(FACES), strict=False)
    return {family: face for family, face in every if family in occurring}


def _look(face: Face) -> Look:
    return {"facecolor": face.color, "hatch": face.hatch or None}


def _draw_years(canvas: Canvas, years: range, bodies: int) -> None:
    """The years below, and a dot for each year of each body, on which its reports will lie."""
    ax = canvas.ax
    ax.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    ax.spines["bottom"].set_visible(False)
    apart = -(-len(years) * YEAR // canvas.width)
    ax.set_xticks(years[:: int(max(apart, 1))])
    ax.tick_params(axis="x", length=0)
    dots = product(years, range(bodies))
    across, down = zip(*dots, strict=True)
    ax.plot(across, down, "o", **NO_REPORT)


def _draw_reports(
    canvas: Canvas,
    data: pd.DataFrame,
    bodies: pd.DataFrame,
    faces: Mapping[str, Face],
    field: float,
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
            if canvas.left:
                name_field(canvas.ax, at, (width, HEIGHT), _name(part, canvas.language))
            _draw_edition(canvas, part, faces[part["family"]], (at, width, width * field))


def _name(part: Mapping[Hashable, Any], language: str) -> Parts:
    """What a field is, for a page: the cells of a report, or how many reports of a level."""
    body = name_of(part["agency"], part["agency_en"], language)
    whose = f"{body} {part['year']}"
    if "reports" in part:
        form = family_name(part["family"], language)
        reports = count_reports(part["reports"], language)
        return {SAID: fill_word("told fields", language, whose, form, reports)}
    form = edition_name(part["edition"], language)
    counted = [part[name] for name in ("cells", "filled", "verified", "contradicted")]
    said = fill_word("told cells", language, whose, form, *counted)
    return {"report": part["report"], "edition": part["edition"], SAID: said}


def _draw_edition(
    canvas: Canvas,
    part: Mapping[Hashable, Any],
    face: Face,
    place: tuple[Pair, float, float],
) -> None:
    """The part of a field that is one edition, with its counts; `place` is its middle, its width
    in years and in inches."""
    at, width, inches = place
    field = _look(face) | {
        "edgecolor": FAINT if face.hatch else "white",
        "linewidth": 0.6,
        "zorder": 2,
    }
    draw_field(canvas.ax, at, (width, HEIGHT), field)
    text = LETTERING | {"color": readable_on(face.color)}
    if face.hatch:
        text["bbox"] = {
            "facecolor": face.color,
            "edgecolor": "none",
            "pad": 0.8,
        }
    said = _counts(canvas, part, inches)
    # a part that is too narrow for its number has its colour alone
    if count_letters(said) * LETTER <= inches:
        canvas.ax.text(*at, said, **text)


def _counts(
    canvas: Canvas,
    part: Mapping[Hashable, Any],
    inches: float,
) -> str:
    """What stands in a field: its reports, or its edition and cells, or a percentage of them."""
    if "reports" in part:
        return f"{part['reports']}"
    if inches < ROOMY * WIDTH:
        return f"{100 * part['filled'] / part['cells']:.0f}"
    name = edition_name(part["edition"], canvas.language)
    return f"{folded(name, LETTERS)}\n{part['filled']}/{part['cells']}"


def _write_around(
    canvas: Canvas,
    data: pd.DataFrame,
    faces: Mapping[str, Face],
    crowded: bool,
) -> None:
    edge: Look = {"edgecolor": MUTED, "linewidth": 0.4}
    handles = [Patch(**_look(face), **edge) for face in faces.values()]
    labels = [family_name(family, canvas.language) for family in faces]
    write_key(canvas, handles, labels)
    # two bodies may have one name
    bodies = len(data[["code", "agency"]].drop_duplicates())
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say("coverage levels unit" if crowded else "coverage unit", bodies, reports)
    write_head(canvas, canvas.say("coverage title"), unit, 20)
