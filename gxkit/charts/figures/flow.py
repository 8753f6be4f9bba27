"""Where the requests of one report went: what came in, the results, what is carried out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import partial
from itertools import chain, pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from gxkit.charts.canvas import Canvas, close_canvas, open_canvas, write, write_head
from gxkit.charts.findings import find_flow
from gxkit.charts.house import (
    BLANK,
    BLUE,
    FAINT,
    INK,
    MUTED,
    ORANGE,
    Chart,
    Look,
    Pair,
    style,
)
from gxkit.charts.marks import NO_NUMBER, OPEN_HATCH, marked_counts, note_signs
from gxkit.charts.pointing import name_shape
from gxkit.charts.registry import figure
from gxkit.charts.results import OUTCOMES, grounds
from gxkit.charts.rows import names
from gxkit.charts.spans import is_open, with_spans
from gxkit.charts.states import STATES
from gxkit.charts.words import NOTHING, joined, refuse_empty
from gxkit.errors import NothingToDraw
from gxkit.forms.crosswalk import find_concept
from gxkit.panel import alternatives_frame
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series
from gxkit.report import FindingKind, Origin, Report

# what came in, as concepts
SOURCES = {"requests_received": BLUE, "carried_in": ORANGE}
# by concept; what is carried out goes where the carried in came from, and has its colour
COLORS = {**SOURCES, **OUTCOMES, "carried_out": ORANGE}
# bands that no concept stands for: decided, results blank; and what the figures leave open
UNKNOWN, GAP = "results unknown", "gap over"
# inches
SIZE, LEFT, RIGHT = (3.0, 1.95), 1.25, 2.15
# of the axes' width: from where to where the bar of all that is to be handled stands, and how thick
# a bar is
HUB, THICK = (0.40, 0.425), 0.025
# of the requests to be handled: the gap between two bands, and how far apart their names stand
APART, NAME_APART = 0.06, 0.11
# over the bar of all that is to be handled
TOTAL: Look = {
    "xytext": (0, 4),
    "ha": "center",
    "fontsize": 8,
    "color": MUTED,
}
BAND: Look = {
    "va": "center",
    "fontsize": 8.5,
}
# beside the bars at the left and right edge
INCOMING = BAND | {"xytext": (-5, 0), "ha": "right"}
OUTGOING = BAND | {"xytext": (5, 0), "ha": "left"}
# a band that no concept stands for is hatched: nobody knows what it is
OPEN_END: Look = {
    "alpha": 1,
    "facecolor": "white",
    "edgecolor": MUTED,
    "hatch": BLANK,
    "linewidth": 0.4,
}


def flow_data(
    frame: pd.DataFrame,
    figures: Figures = "reconciled",
    report: str | None = None,
) -> pd.DataFrame:
    """The account of one report: a line a band, with its side (`in` or `out`), concept and value.

    A line `results unknown` is what was decided while results are blank, `gap over` what the
    figures leave unaccounted for. Values are NA where the report left the cell blank; `changed`
    says that a reconciled figure is drawn. ValueError if the frame has several reports and none is
    named, NothingToDraw if the form of the report does not ask where requests went.
    """
    chosen = _choose(frame, report)
    own = frame[frame["report"] == chosen]
    concepts = [("in", concept) for concept in SOURCES]
    concepts += [("out", concept) for concept in OUTCOMES]
    concepts += [("out", "carried_out"), ("out", "decided")]
    lines = [_account_line(own, side, concept, figures) for side, concept in concepts]
    data = pd.DataFrame(lines)
    is_total = data["concept"].eq("decided")
    decided = data.loc[is_total, "value"].iloc[0]
    data = _with_open_ends(data[~is_total], decided)
    made_of = {
        UNKNOWN: " ".join(("decided", *OUTCOMES)),
        GAP: " ".join(concept for _, concept in concepts),
    }
    data["concepts"] = [made_of.get(name, name) for name in data["concept"]]
    return data.reset_index(drop=True)


def _choose(frame: pd.DataFrame, report: str | None) -> str:
    known = list(frame["report"].unique())
    if report is None and len(known) == 1:
        return str(known[0])
    if report is None or report not in known:
        raise ValueError(f"A flow shows one report; name one with report=… of {', '.join(known)}.")
    return report


def _account_line(
    own: pd.DataFrame,
    side: str,
    concept: str,
    figures: Figures,
) -> dict[str, object]:
    one = concept_series(own, concept, figures=figures).iloc[0]
    # without what was carried in there is no account, only a sum of results
    if concept == "carried_in" and one["comparability"] == "none":
        sentences = [said.format(one["report"]) for said in NOTHING["flow of"]]
        raise NothingToDraw(*sentences)
    return {
        "report": one["report"],
        "year": one["year"],
        "side": side,
        "concept": concept,
        "value": one["value"],
        "changed": bool(one["reconciled"]),
        **{name: one[name] for name in STATES},
    }


def _with_open_ends(data: pd.DataFrame, decided: float) -> pd.DataFrame:
    """The account with the bands that no concept stands for, where there are such."""
    results = data.loc[data["concept"].isin(list(OUTCOMES)), "value"]
    beyond = decided - results.sum()
    if results.isna().any() and beyond > 0:
        data = _insert(data, len(data) - 1, UNKNOWN, beyond)
    sums = data.groupby("side")["value"].sum()
    lost = sums["in"] - sums["out"]
    if lost > 0:
        data = _insert(data, len(data), GAP, lost)
    return data.copy()


def _insert(
    data: pd.DataFrame,
    place: int,
    concept: str,
    value: float,
) -> pd.DataFrame:
    """The account with one more outgoing band."""
    last = data.iloc[[-1]]
    # what is left over is nobody's figure
    line = last.assign(
        concept=concept,
        value=value,
        changed=False,
        basis="printed",
        verdict="unverified",
        use="with care",
    )
    before, after = data.iloc[:place], data.iloc[place:]
    return pd.concat([before, line, after])


def clearest_flow(reports: Iterable[Report]) -> str:
    """The report with the most requests whose request table is whole; '' if none is.

    A whole table has all its totals and no broken rule.
    """
    best, most = "", -1
    for report in reports:
        received = report.get(("requests", "received", "total"))
        if received is None or not _is_whole(report):
            continue
        if received.value is not None and received.value > most:
            best, most = report.id, int(received.value)
    return best


def _is_whole(report: Report) -> bool:
    for finding in report.findings:
        own_rule = finding.origin is Origin.RULE and finding.table == "requests"
        if own_rule and finding.kind is FindingKind.FAILS:
            return False
    own = [value for value in report.values if value.table == "requests"]
    return all(value.value is not None for value in own if value.column == "total")


@figure("flow", order=4, takes=["panel", "reports"], may_take=["figures"])
def draw_flow(  # noqa: PLR0913, which report is a choice that no other figure has
    frame: pd.DataFrame,
    reports: Iterable[Report] = (),
    *,
    report: str | None = None,
    figures: Figures = "reconciled",
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Received and carried in, results, carried out: bands as high as their counts, of one report.

    A result left blank is not drawn as zero: what is known to be decided without a known result is
    hatched, and so is what the printed figures leave unaccounted for. Results of zero are left out
    of the picture, not of the data. Of several reports it is the one named, or the clearest of
    `reports`.
    """
    refuse_empty(frame, "flow")
    # they are asked twice, and an iterator would be empty the second time
    reports = tuple(reports)
    several = frame["report"].nunique() > 1
    if report is None and several and reports:
        report = clearest_flow(reports)
        refuse_empty(report, "flow")
    data = _with_spans(frame, report, reports, figures)
    _refuse_nothing(data)
    own = frame[frame["report"] == data["report"].iloc[0]]
    first = own.iloc[:1]
    with style():
        canvas = open_canvas(ax, SIZE, language, left=LEFT, right=RIGHT)
        _draw_account(canvas, _told(data))
        name = names(first, language)[0]
        unit = f"{name} · {first['year'].iloc[0]} · {canvas.say('cases')}"
        canvas.tell(find_flow(data))
        write_head(canvas, canvas.say("flow title"), unit, 22)
        note_signs(canvas, data)
        _note_grounds(canvas, own, figures)
        _note_account(canvas, data)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _refuse_nothing(data: pd.DataFrame) -> None:
    """NothingToDraw, saying which it is, where no band has a number, or where each of them is 0."""
    if (data["value"].gt(0) | is_open(data, "value")).any():
        return
    is_idle = data["value"].notna().all()
    sentences = NOTHING["flow idle" if is_idle else "flow untold"]
    report = data["report"].iloc[0]
    raise NothingToDraw(*(said.format(report) for said in sentences))


def _with_spans(
    frame: pd.DataFrame,
    report: str | None,
    reports: Iterable[Report],
    figures: Figures,
) -> pd.DataFrame:
    """The account of one report, with what its bands may be under what is open in it."""
    chosen = _choose(frame, report)
    alternatives = alternatives_frame(one for one in reports if one.id == chosen)
    keys = ("report", "side", "concept")
    make = partial(flow_data, report=chosen)
    return with_spans(make, frame, alternatives, ["value"], keys, figures)


def _told(data: pd.DataFrame) -> pd.DataFrame:
    """The account, each band with its number as text, and whether that is open."""
    return data.assign(
        text=marked_counts(data, "value"),
        is_open=is_open(data, "value"),
    )


def _draw_account(canvas: Canvas, account: pd.DataFrame) -> None:
    """The two sides, and between them the bar of all that is to be handled."""
    ax = canvas.ax
    bands = account[account["value"] > 0]
    ax.set_axis_off()
    sides = [bands[bands["side"] == side] for side in ("in", "out")]
    sums = [float(side["value"].sum()) for side in sides]
    total = max(*sums, 1.0)
    spans = [_stack(side, total) for side in sides]
    ends = [0.0, total, *chain.from_iterable(chain(*spans))]
    ax.set_xlim(0, 1)
    ax.set_ylim(min(ends), max(ends))
    ax.add_patch(
        Rectangle(
            (HUB[0], 0),
            THICK,
            total,
            color=INK,
            linewidth=0,
        )
    )
    # a source without a number leaves their sum unknown
    handled = f"{sums[0]:,.0f}" if _has_sources(account) else NO_NUMBER
    text = f"{canvas.say('to handle')} {handled}"
    write(ax, text, (sum(HUB) / 2, total), TOTAL)
    for own, outer in zip(sides, spans, strict=True):
        hub = total
        for band, span in zip(own.to_dict("records"), outer, strict=True):
            inner = (hub - band["value"], hub)
            ribbon = _draw_band(canvas, band, span, inner)
            named = {name: str(band[name]) for name in ("report", "side", "concept")}
            name_shape(ax, PathPatch(ribbon), named)
            hub -= band["value"]


def _has_sources(account: pd.DataFrame) -> bool:
    """Whether all that came in has its numbers."""
    incoming = account.loc[account["side"].eq("in"), "value"]
    return bool(incoming.notna().all())


def _stack(own: pd.DataFrame, total: float) -> list[Pair]:
    """Low and high end of each band of a side, from the top down, centred on the total's middle."""
    values = [float(value) for value in own["value"]]
    # a thin band beside a thin one: their names need more than the gap
    gaps = [
        max(APART * total, NAME_APART * total - (one + other) / 2)
        for one, other in pairwise(values)
    ]
    height = sum(values) + sum(gaps)
    top = total / 2 + height / 2
    spans = []
    for value, gap in zip(values, [*gaps, 0.0], strict=True):
        spans.append((top - value, top))
        top -= value + gap
    return spans


def _draw_band(
    canvas: Canvas,
    band: Mapping[Hashable, Any],
    span: Pair,
    inner: Pair,
) -> Path:
    """A band between its own bar at the edge and its share of the bar of all, with its label; the
    outline of its ribbon."""
    ax = canvas.ax
    color = COLORS.get(band["concept"], "")
    look = _ribbon_look(color or (FAINT if band["side"] == "in" else ""), band["is_open"])
    low, high = span
    middle = (low + high) / 2
    if band["side"] == "in":
        edge, place, lettering = 0.0, (0, middle), INCOMING
        ribbon = _outline((THICK, HUB[0]), (span, inner))
    else:
        edge, place, lettering = 1 - THICK, (1, middle), OUTGOING
        ribbon = _outline((HUB[1], edge), (inner, span))
    ax.add_patch(PathPatch(ribbon, **look))
    bar = Rectangle((edge, low), THICK, high - low)
    bar.set(color=color or MUTED, linewidth=0)
    ax.add_patch(bar)
    write(ax, _band_text(canvas, band), place, lettering)
    return ribbon


def _band_text(canvas: Canvas, band: Mapping[Hashable, Any]) -> str:
    concept = band["concept"]
    # what has no colour is no concept, and has its name from the words of the figures
    known = concept in COLORS
    name = find_concept(concept).name(canvas.language) if known else canvas.say(concept)
    return f"{name}  {band['text']}"


def _ribbon_look(color: str, is_open: bool) -> Look:
    """How a ribbon looks: hatched without a colour, dotted where its number is open."""
    if not color:
        return OPEN_END
    look: Look = {
        "facecolor": color,
        "edgecolor": "none",
        "alpha": 0.5,
        "linewidth": 0.4,
    }
    return look | {"edgecolor": INK, "hatch": OPEN_HATCH} if is_open else look


def _outline(
    across: Pair,
    ends: tuple[Pair, Pair],
) -> Path:
    """The outline of a ribbon between two spans, with level ends."""
    (x0, x1), middle = across, sum(across) / 2
    (low, high), (right_low, right_high) = ends
    points = [
        (x0, high),
        (middle, high),
        (middle, right_high),
        (x1, right_high),
        (x1, right_low),
        (middle, right_low),
        (middle, low),
        (x0, low),
        (x0, high),
    ]
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    return Path(points, codes)


def _note_grounds(canvas: Canvas, own: pd.DataFrame, figures: Figures) -> None:
    """The grounds behind a denial, those that occur."""
    said = []
    for ground in grounds():
        series = concept_series(own, ground, figures=figures)
        number = series["value"].iloc[0]
        if number > 0:
            name = find_concept(ground).name(canvas.language)
            said.append(f"{name} {number:.0f}")
    if said:
        canvas.note("denied on", joined(said, canvas.language))


def _note_account(canvas: Canvas, data: pd.DataFrame) -> None:
    """The bands that are blank, and by how much the results exceed the requests."""
    blank = data.loc[data["value"].isna(), "concept"]
    names = [find_concept(concept).name(canvas.language) for concept in blank]
    if names:
        canvas.note("flow blank", joined(names, canvas.language))
    unseen = data[is_open(data, "value") & ~data["value"].gt(0)]
    if len(unseen):
        said = [_band_text(canvas, band) for band in _told(unseen).to_dict("records")]
        canvas.note("flow open", joined(said, canvas.language))
    sums = data.groupby("side")["value"].sum()
    beyond = sums["out"] - sums["in"]
    if beyond > 0 and _has_sources(data):
        canvas.note("gap under", f"{beyond:,.0f}")
