"""What the narrative says set against the table: a dot for every figure that has a cell."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gxkit.charts.canvas import (
    BESIDE,
    CORNER,
    POINTS,
    Canvas,
    close_canvas,
    dot,
    write,
    write_head,
    write_key,
)
from gxkit.charts.house import BLUE, MUTED, VERMILION, Chart, Look, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import Layout, note_count, open_reports, ordered
from gxkit.charts.words import count_reports, refuse_empty

# what a frame of claims must have
COLUMNS = (
    "report",
    "agency",
    "year",
    "claim",
    "counted",
    "stated",
    "table_value",
    "agrees",
)
# disagreements written out beside a report; the table of claims has them all
SHOWN = 3
# to the right the first disagreements are written out
LAYOUT = Layout(width=3.6, row=0.33, right=2.2)
# marker and colour
AGREEING, DISAGREEING = ("o", BLUE), ("X", VERMILION)
# points of a dot, and of the room between two dots what a dot may take
LARGEST, CROWDED = 6.5, 0.72
# a white edge parts dots that touch
DOT: Look = {
    "linestyle": "",
    "markeredgecolor": "white",
    "markeredgewidth": 0.4,
    "zorder": 3,
}
# over the disagreements written out
TEXT_HEAD: Look = {
    "xycoords": CORNER,
    "xytext": (8, 6),
    "fontsize": 7,
    "color": MUTED,
}
# the disagreements of a report, written out
TEXT: Look = {
    "xycoords": BESIDE,
    "xytext": (8, 0),
    "va": "center",
    "fontsize": 8,
    "color": VERMILION,
}


def claims_data(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that can be compared, by body and year, each with its `place`.

    `place` is 1, 2, … for those that agree, -1, -2, … for the others. `claims` has COLUMNS (and may
    have agency_en, code, scope, cells, where); `agrees` is NA where a claim cannot be compared.
    ValueError if a column is absent.
    """
    absent = [column for column in COLUMNS if column not in claims]
    if absent:
        raise ValueError(
            f"The claims lack the column {', '.join(absent)}; expected {', '.join(COLUMNS)}."
        )
    data = claims.assign(agency_en=claims.get("agency_en", ""))
    data = ordered(data[data["agrees"].notna()])
    data["agrees"] = data["agrees"].astype(bool)
    alike = data.groupby(["report", "agrees"])
    place = alike.cumcount() + 1
    data["place"] = place.where(data["agrees"], -place)
    return data


@figure(
    "claims",
    order=11,
    takes=["claims"],
    file="narrative-and-table",
)
def draw_claims(
    claims: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Claims of the narrative against the table: dots on the right agree, crosses on the left not.

    `claims` as in `claims_data`. Claims that cannot be compared are counted in a note.
    """
    data = claims_data(claims)
    refuse_empty(data, "claims")
    reports = data.drop_duplicates("report").reset_index(drop=True)
    rows = dict(zip(reports["report"], reports.index, strict=True))
    with style():
        canvas = open_reports(
            ax,
            LAYOUT,
            reports,
            language,
        )
        _draw_dots(canvas, data, rows)
        _write_disagreements(canvas, data, rows)
        _write_around(canvas, data)
        note_count(canvas, "not comparable", len(claims) - len(data))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _draw_dots(
    canvas: Canvas,
    data: pd.DataFrame,
    rows: Mapping[str, int],
) -> None:
    """Dots side by side, as small as the report with the most of them asks for."""
    ax, places = canvas.ax, data["place"]
    least = min(-1, int(places.min()))
    most = max(1, int(places.max()))
    apart = POINTS * canvas.width / (most - least + 1.4)
    size = min(LARGEST, CROWDED * apart)
    heights = data["report"].map(rows)
    for agrees, (marker, color) in ((True, AGREEING), (False, DISAGREEING)):
        own = data["agrees"].eq(agrees)
        look = DOT | {"color": color, "markersize": size}
        ax.plot(
            places[own],
            heights[own],
            marker,
            **look,
        )
    ax.axvline(0, color=MUTED, linewidth=0.8)
    ax.set_xlim(least - 0.7, most + 0.7)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    whole = FuncFormatter(lambda place, _: f"{abs(place):.0f}")
    ax.xaxis.set_major_formatter(whole)


def _write_disagreements(
    canvas: Canvas,
    data: pd.DataFrame,
    rows: Mapping[str, int],
) -> None:
    write(
        canvas.ax,
        canvas.say("text and table"),
        (1, 1),
        TEXT_HEAD,
    )
    for report, own in data.groupby("report"):
        text = _disagreements(own)
        write(
            canvas.ax,
            text,
            (1, rows[str(report)]),
            TEXT,
        )


def _disagreements(own: pd.DataFrame) -> str:
    """The disagreements of one report, the first few of them."""
    wrong = own[~own["agrees"]]
    first = wrong.head(SHOWN)
    pairs = zip(first["stated"], first["table_value"], strict=True)
    texts = [f"{stated:,.15g} ≠ {printed:,.15g}" for stated, printed in pairs]
    if len(wrong) > SHOWN:
        texts.append(f"+{len(wrong) - SHOWN}")
    return ", ".join(texts)


def _write_around(canvas: Canvas, data: pd.DataFrame) -> None:
    faces = (DISAGREEING, AGREEING)
    handles = [dot(color, marker) for marker, color in faces]
    labels = [canvas.say("disagree"), canvas.say("agree")]
    write_key(canvas, handles, labels)
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say("claims unit", len(data), reports)
    write_head(
        canvas,
        "claims title",
        unit,
        24,
    )
