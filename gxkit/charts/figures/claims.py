"""What the narrative says set against the table: a dot for every figure that has a cell."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gxkit.charts.canvas import (
    BESIDE,
    CORNER,
    Canvas,
    close_canvas,
    dot,
    write,
    write_head,
    write_key,
)
from gxkit.charts.findings import find_claims
from gxkit.charts.house import BLUE, LEAST_TYPE, MUTED, POINTS, VERMILION, Chart, Look, style
from gxkit.charts.lettering import count_letters
from gxkit.charts.marks import SIGNS, count_texts
from gxkit.charts.pointing import SAID, name_point
from gxkit.charts.pooling import most_telling
from gxkit.charts.registry import figure
from gxkit.charts.rows import Layout, note_count, open_reports, ordered, reports_of, widen
from gxkit.charts.spans import is_open, with_spans
from gxkit.charts.words import count_reports, refuse_empty
from gxkit.panel.cells import Figures

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
# letters that there is room for to the right of a row
BESIDE_LETTERS = 28
# to the right the first disagreements are written out
LAYOUT = Layout(row=0.33, right=1.6)
# how a claim stands
AGREES, DISAGREES, UNDECIDED = "agrees", "disagrees", "undecided"
# the mildest first
GRAVITY = [AGREES, UNDECIDED, DISAGREES]
# what stands between the text's number and the table's
BETWEEN = {AGREES: "=", UNDECIDED: ":", DISAGREES: "≠"}
# marker and colour of each state, and its word in the key
FACES = {DISAGREES: ("X", VERMILION), UNDECIDED: ("o", MUTED), AGREES: ("o", BLUE)}
LABELS = {DISAGREES: "disagree", UNDECIDED: "undecided", AGREES: "agree"}
HOLLOW: Look = {"markerfacecolor": "white", "markeredgecolor": MUTED, "markeredgewidth": 1.2}
# those of the data that may be open
NUMBERS = ("table_value", "within")
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
    "fontsize": LEAST_TYPE,
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


def claims_data(
    claims: pd.DataFrame,
    frame: pd.DataFrame | None = None,
    alternatives: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The claims that can be compared, by body and year, each with its `state` and `place`.

    `claims` has COLUMNS (and may have what else `gxkit.panel.claims_frame` gives); `agrees` is NA
    where the table has no number for a claim. With a panel and its `alternatives`,
    `table_value_low` and `table_value_high` are what that number may be; where it is not known,
    what it may be decides the state: `agrees`, `disagrees`, or `undecided` if some of it agrees.
    `place` is 1, 2, … for those that agree, -1, -2, … for the others. `basis` is `reconciled` where
    the table's number is mended. ValueError if a column is absent.
    """
    absent = [column for column in COLUMNS if column not in claims]
    if absent:
        raise ValueError(
            f"The claims lack the column {', '.join(absent)}; expected {', '.join(COLUMNS)}."
        )
    # two claims of a report may read alike, so that only a number tells them apart
    told = claims.assign(agency_en=claims.get("agency_en", ""), number=range(len(claims)))
    make = partial(_set_against, claims=told)
    panel = pd.DataFrame() if frame is None else frame
    spanned = with_spans(make, panel, alternatives, NUMBERS, ["number"])
    spanned["state"] = _states(spanned)
    inner = [name for name in spanned if name == "number" or str(name).startswith("within")]
    data = ordered(spanned[spanned["state"].ne("")].drop(columns=inner))
    data["agrees"] = data["state"].map({AGREES: True, DISAGREES: False}).astype("boolean")
    data["place"] = _places(data)
    better = data.get("reconciled", pd.Series(np.nan, index=data.index))
    data["basis"] = np.where(better.notna(), "reconciled", "printed")
    return data


def _set_against(
    frame: pd.DataFrame,
    figures: Figures,
    claims: pd.DataFrame,
) -> pd.DataFrame:
    """The claims with what their cells add up to in a panel, and whether that is `within` their
    words: 1 or 0, NaN where there is no sum."""
    sums = claims["table_value"].astype(float)
    if "cells" in claims and not frame.empty:
        sums = _add_cells(frame, claims).fillna(sums)
    stated = claims["stated"].astype(float)
    # claims that come without bounds are plain figures
    least = claims.get("least", stated).astype(float)
    most = claims.get("most", stated).astype(float)
    above = least.isna() | least.le(sums)
    below = most.isna() | most.ge(sums)
    within = (above & below).astype(float).where(sums.notna())
    return claims.assign(table_value=sums, within=within)


def _add_cells(frame: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
    """What the cells of each claim add up to in a panel; NaN where one has no number."""
    wanted = claims[["report", "cells"]].assign(cells=claims["cells"].str.split())
    wanted = wanted.explode("cells")
    keys = frame["table"] + "/" + frame["row"] + "/" + frame["column"]
    names = pd.MultiIndex.from_arrays([frame["report"], keys])
    values = pd.Series(frame["value"].to_numpy(dtype=float), index=names)
    found = values.reindex(pd.MultiIndex.from_frame(wanted)).to_numpy()
    parts = pd.Series(found, index=wanted.index).groupby(level=0)
    return parts.sum().where(parts.count().eq(parts.size()))


def _states(data: pd.DataFrame) -> np.ndarray:
    """How each claim stands: by what is printed, else by what it may be; '' if nobody can say."""
    low, high = data["within_low"], data["within_high"]
    printed = data["agrees"].astype("boolean")
    known = [printed.fillna(False), ~printed.fillna(True)]
    may_be = [low.eq(1), high.eq(0), low.lt(high)]
    states = [AGREES, DISAGREES, AGREES, DISAGREES, UNDECIDED]
    return np.select([one.to_numpy(dtype=bool) for one in (*known, *may_be)], states, "")


def _places(data: pd.DataFrame) -> pd.Series:
    """The place of each claim in the row of its report, the undecided ones beyond the wrong."""
    agrees = data["state"].eq(AGREES)
    in_order = data.assign(agrees=agrees).sort_values("state", kind="stable")
    place = in_order.groupby(["report", "agrees"]).cumcount().reindex(data.index) + 1
    return place.where(agrees, -place)


@figure(
    "claims",
    order=11,
    takes=["claims"],
    may_take=["panel", "alternatives"],
    file="narrative-and-table",
)
def draw_claims(
    claims: pd.DataFrame,
    *,
    panel: pd.DataFrame | None = None,
    alternatives: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Claims of the narrative against the table: dots on the right agree, crosses on the left not.

    Hollow dots on the left are undecided: the table's number is, and it may agree. Arguments as in
    `claims_data`. Claims that cannot be compared are counted in a note.
    """
    data = claims_data(claims, panel, alternatives)
    refuse_empty(data, "claims")
    every = data.drop_duplicates("report").reset_index(drop=True)
    others = data["state"].ne(AGREES).groupby(data["report"]).sum()
    reports = most_telling(every, every["report"].map(others))
    rows = dict(zip(reports["report"], reports.index, strict=True))
    told = data[data["report"].isin(rows)]
    reports = _with_state(reports, told)
    beside = {rows[str(name)]: _say_others(own) for name, own in told.groupby("report")}
    with style():
        layout = widen(LAYOUT, beside.values())
        canvas = open_reports(ax, layout, reports, language, "state")
        _draw_dots(canvas, told, rows)
        _write_others(canvas, beside)
        _write_around(canvas, data)
        if "→" in "".join(beside.values()):
            canvas.note("claim reconciled note")
        if is_open(data, "table_value").any():
            canvas.note("claim open note")
        note_count(canvas, "more rows", len(every) - len(reports))
        note_count(canvas, "not comparable", len(claims) - len(data))
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _with_state(reports: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The reports with the gravest state of their claims, to which their rows lead."""
    gravest = told["state"].map(GRAVITY.index).groupby(told["report"]).max()
    return reports.assign(state=reports["report"].map(gravest).map(GRAVITY.__getitem__))


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
    for state, (marker, color) in FACES.items():
        own = data["state"].eq(state)
        look = DOT | {"color": color, "markersize": size}
        if state == UNDECIDED:
            look |= HOLLOW
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
    # the axes of a caller are on no page
    if canvas.left:
        _name_dots(canvas, data, rows)


def _name_dots(
    canvas: Canvas,
    data: pd.DataFrame,
    rows: Mapping[str, int],
) -> None:
    """Each dot with its own claim, and the cell that it is set against."""
    named = reports_of(data, canvas.language)
    tables = count_texts(data, "table_value", _digits)
    lines = zip(data.to_dict("records"), named, tables, strict=True)
    for line, name, table in lines:
        said = canvas.say("told claim", name, line["claim"], _say_claim(line, table))
        parts = {
            "report": str(line["report"]),
            "place": str(line["place"]),
            SAID: said,
        }
        at = (line["place"], rows[line["report"]])
        name_point(canvas.ax, at, parts)


def _write_others(canvas: Canvas, beside: Mapping[int, str]) -> None:
    """What disagrees or is undecided, written out beside its report."""
    write(
        canvas.ax,
        canvas.say("text and table"),
        (1, 1),
        TEXT_HEAD,
    )
    for row, text in beside.items():
        write(
            canvas.ax,
            text,
            (1, row),
            TEXT,
        )


def _say_others(own: pd.DataFrame) -> str:
    """The claims of one report that disagree or are undecided, the first few of them."""
    others = own[own["state"].ne(AGREES)].reset_index(drop=True)
    first = others.head(SHOWN)
    tables = count_texts(first, "table_value", _digits)
    lines = zip(first.to_dict("records"), tables, strict=True)
    texts = [_say_claim(line, table) for line, table in lines]
    while len(texts) > 1 and count_letters(", ".join(texts)) > BESIDE_LETTERS:
        texts.pop()
    if len(others) > len(texts):
        texts.append(f"+{len(others) - len(texts)}")
    return ", ".join(texts)


def _say_claim(line: Mapping[Hashable, Any], table: str) -> str:
    """What the text says against what the table has, and as which number that is reconciled."""
    stated = line["claim"] if pd.isna(line["stated"]) else _digits(line["stated"])
    between = BETWEEN[line["state"]]
    said = f"{stated} {between} {table}"
    if line["basis"] == "reconciled":
        said += f" → {_digits(line['reconciled'])}{SIGNS['reconciled']}"
    return said


def _digits(number: float) -> str:
    return f"{number:,.15g}"


def _write_around(canvas: Canvas, data: pd.DataFrame) -> None:
    canvas.tell(find_claims(data))
    occurring = set(data["state"])
    handles, labels = [], []
    for state, (marker, color) in FACES.items():
        # that something is undecided is said where it is; the other two are what is asked
        if state != UNDECIDED or state in occurring:
            look = HOLLOW if state == UNDECIDED else {}
            handles.append(dot(color, marker, **look))
            labels.append(canvas.say(LABELS[state]))
    write_key(canvas, handles, labels)
    reports = count_reports(data["report"].nunique(), canvas.language)
    unit = canvas.say("claims unit", len(data), reports)
    write_head(
        canvas,
        canvas.say("claims title"),
        unit,
        20,
    )
