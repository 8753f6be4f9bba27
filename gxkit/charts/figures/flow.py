"""Where the requests of one report went: received and carried in, the results, what is carried out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from gxkit.charts.house import BLUE, FAINT, INK, MUTED, ORANGE, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.results import OUTCOMES, grounds
from gxkit.charts.rows import names
from gxkit.charts.words import NOTHING, joined, refuse_empty, word
from gxkit.errors import NothingToDraw
from gxkit.forms.crosswalk import find_concept
from gxkit.panel.series import concept_series
from gxkit.report import Report

SOURCES = {"received": ("requests_received", BLUE), "carried_in": ("carried_in", ORANGE)}
UNKNOWN, GAP = "results unknown", "gap over"


def flow_data(frame: pd.DataFrame, report: str | None = None) -> pd.DataFrame:
    """The account of one report: one line a band, with its side (`in` or `out`), concept, value, changed, concepts.

    A line `results unknown` is what was decided while results are blank, `gap over` what the figures leave
    unaccounted for. Values are NA where the report left the cell blank.
    ValueError if the frame has several reports and none is named, NothingToDraw if the form does not ask.
    """
    chosen = _chosen(frame, report)
    own = frame[frame["report"] == chosen]
    concepts = [("in", c) for c, _ in SOURCES.values()]
    concepts += [("out", c) for c in (*OUTCOMES, "carried_out", "decided")]
    lines = []
    for side, concept in concepts:
        one = concept_series(own, concept, figures="reconciled").iloc[0]
        if concept == "carried_in" and one["comparability"] == "none":
            zh, en = NOTHING["flow of"]
            raise NothingToDraw(zh.format(chosen), en.format(chosen))
        lines.append((chosen, one["year"], side, concept, one["value"], bool(one["reconciled"])))
    data = pd.DataFrame(lines, columns=["report", "year", "side", "concept", "value", "changed"])
    decided = data.loc[data["concept"].eq("decided"), "value"].iloc[0]
    data = data[~data["concept"].eq("decided")]
    results = data[data["concept"].isin(list(OUTCOMES))]["value"]
    if results.isna().any() and decided > results.sum():
        data = _insert(data, -1, UNKNOWN, decided - results.sum())
    came, went = (data.loc[data["side"].eq(side), "value"].sum() for side in ("in", "out"))
    if came > went:
        data = _insert(data, len(data), GAP, came - went)
    made_of = {UNKNOWN: " ".join(("decided", *OUTCOMES)), GAP: " ".join(c for _, c in concepts)}
    data["concepts"] = [made_of.get(concept, concept) for concept in data["concept"]]
    return data.reset_index(drop=True)


def _chosen(frame: pd.DataFrame, report: str | None) -> str:
    known = list(frame["report"].unique())
    chosen = report or (known[0] if len(known) == 1 else "")
    if chosen not in known:
        raise ValueError(f"A flow shows one report; name one with report=… of {', '.join(known)}.")
    return str(chosen)


def _insert(data: pd.DataFrame, place: int, concept: str, value: float) -> pd.DataFrame:
    """The account with one more outgoing band."""
    line = data.iloc[[-1]].assign(concept=concept, value=value, changed=False)
    return pd.concat([data.iloc[:place], line, data.iloc[place:]])


def _band(
    ax: Axes,
    x: tuple[float, float],
    left: tuple[float, float],
    right: tuple[float, float],
    color: str,
    hatched: bool,
) -> None:
    """A band from one edge (low, high) to another, with level ends."""
    (x0, x1), middle = x, sum(x) / 2
    points = [
        (x0, left[1]),
        (middle, left[1]),
        (middle, right[1]),
        (x1, right[1]),
        (x1, right[0]),
        (middle, right[0]),
        (middle, left[0]),
        (x0, left[0]),
        (x0, left[1]),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    ax.add_patch(
        PathPatch(
            Path(points, codes),
            facecolor="white" if hatched else color,
            alpha=1 if hatched else 0.5,
            edgecolor=MUTED if hatched else "none",
            hatch="////" if hatched else None,
            linewidth=0.4,
        )
    )


def _heights(values: list[float], gap: float, middle: float) -> list[tuple[float, float]]:
    """Stack values from the top down with gaps, centred on `middle`: (low, high) of each."""
    whole = sum(values) + gap * (len(values) - 1)
    top, made = middle + whole / 2, []
    for value in values:
        made.append((top - value, top))
        top -= value + gap
    return made


def _grounds(frame: pd.DataFrame, report: str, language: str) -> str:
    """The grounds behind a denial, those that occur, as one line."""
    own = frame[frame["report"] == report]
    counts = {g: concept_series(own, g, figures="reconciled")["value"].iloc[0] for g in grounds()}
    return joined(
        [f"{find_concept(g).name(language)} {n:.0f}" for g, n in counts.items() if n > 0], language
    )


def clearest_flow(reports: Iterable[Report]) -> str:
    """The report with the most requests whose request table has all its totals and no broken rule; '' if none has."""
    best, most = "", -1
    for report in reports:
        totals = [v for v in report.values if v.table == "requests" and v.column == "total"]
        broken = any(f.kind == "fails" and f.id.startswith("requests:") for f in report.findings)
        received = report.get(("requests", "received", "total"))
        if broken or not totals or any(v.value is None for v in totals) or received is None:
            continue
        if received.value is not None and received.value > most:
            best, most = report.id, int(received.value)
    return best


@figure("flow", order=4, takes=["panel", "reports"])
def draw_flow(
    frame: pd.DataFrame,
    reports: Iterable[Report] = (),
    *,
    report: str | None = None,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Received + carried in -> results -> carried out, as bands as high as their counts; one report.

    A result left blank is not drawn as zero: what is known to be decided without a known result is hatched, and so
    is what the printed figures leave unaccounted for. Results of zero are left out of the picture, not of the data.
    Of several reports it is the one named, or the clearest of `reports`.
    """
    refuse_empty(frame, "flow")
    if report is None and reports and frame["report"].nunique() > 1:
        report = clearest_flow(reports)
        refuse_empty(report, "flow")
    data = flow_data(frame, report)
    chosen = str(data["report"].iloc[0])
    bands = data[data["value"] > 0]
    came, went = (bands[bands["side"] == side] for side in ("in", "out"))
    total = max(float(came["value"].sum()), float(went["value"].sum()), 1.0)
    colors = dict(SOURCES.values()) | OUTCOMES | {"carried_out": ORANGE}
    with style():
        figure, ax, left = canvas(ax, 4.6, 3.3, 1.35, 2.6)
        ax.set_axis_off()
        gap = 0.06 * total
        rooms = [
            _heights([float(v) for v in side["value"]], gap, total / 2) for side in (came, went)
        ]
        ax.set_xlim(0, 1)
        edges = [
            0.0,
            total,
            *(edge for room in rooms for band_edges in room for edge in band_edges),
        ]
        ax.set_ylim(min(edges), max(edges))
        ax.add_patch(Rectangle((0.40, 0), 0.025, total, color=INK, linewidth=0))
        ax.annotate(
            f"{word('to handle', language)} {came['value'].sum():,.0f}",
            (0.4125, total),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=MUTED,
            annotation_clip=False,
        )
        for side, room in zip((came, went), rooms, strict=True):
            hub = total
            for (low, high), (_, band) in zip(room, side.iterrows(), strict=True):
                concept, value = str(band["concept"]), float(band["value"])
                color, hatched = colors.get(concept, FAINT), concept not in colors
                inner = (hub - value, hub)
                hub -= value
                incoming = band["side"] == "in"
                x = (0.025, 0.40) if incoming else (0.425, 0.975)
                _band(
                    ax,
                    x,
                    *((low, high), inner) if incoming else (inner, (low, high)),
                    color,
                    hatched,
                )
                edge = 0.0 if incoming else 0.975
                ax.add_patch(
                    Rectangle(
                        (edge, low), 0.025, value, color=MUTED if hatched else color, linewidth=0
                    )
                )
                name = word(concept, language) if hatched else find_concept(concept).name(language)
                star = "*" if band["changed"] else ""
                ax.annotate(
                    f"{name}  {value:,.0f}{star}",
                    (0 if incoming else 1, (low + high) / 2),
                    xytext=(-5 if incoming else 5, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=8.5,
                    ha="right" if incoming else "left",
                    annotation_clip=False,
                )
        first = frame[frame["report"] == chosen].iloc[:1]
        unit = f"{names(first, language)[0]} · {first['year'].iloc[0]} · {word('cases', language)}"
        head(ax, word("flow title", language), unit, left, 22)
        finish(
            figure, source=source, language=language, notes=_notes(frame, data, chosen, language)
        )
    return Chart(figure, data)


def _notes(frame: pd.DataFrame, data: pd.DataFrame, report: str, language: str) -> list[str]:
    """What the picture cannot say: reconciled figures, grounds, blanks, an account that does not balance."""
    notes = [word("reconciled note", language)] * bool(data["changed"].any())
    if grounds := _grounds(frame, report, language):
        notes.append(word("denied on", language).format(grounds))
    if blank := [find_concept(c).name(language) for c in data.loc[data["value"].isna(), "concept"]]:
        notes.append(word("flow blank", language).format(joined(blank, language)))
    sums = data.groupby("side")["value"].sum()
    if sums["out"] > sums["in"]:
        notes.append(word("gap under", language).format(f"{sums['out'] - sums['in']:,.0f}"))
    return notes
