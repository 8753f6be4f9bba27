"""Requests received and decided by year, one panel a body."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gxkit.charts.house import BLUE, INK, MUTED, VERMILION, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.words import WORDS, count_reports, name_of, refuse_empty, word
from gxkit.forms import all_forms
from gxkit.forms.crosswalk import Comparability, crosswalk, find_concept
from gxkit.panel.series import concept_series

LINES = (("received", BLUE, "-", "o"), ("decided", VERMILION, (0, (4, 2)), "s"))


def series_data(frame: pd.DataFrame) -> pd.DataFrame:
    """Bodies with at least two report years: report, agency, scope, year, edition, received, decided and their flags.

    The figures are the reconciled ones where the panel has them; `changed` says so. NA where a cell has no number.
    """
    received = concept_series(frame, "requests_received", across_breaks=True, figures="reconciled")
    decided = concept_series(frame, "decided", across_breaks=True, figures="reconciled")
    data = received.rename(columns={"value": "received"}).drop(columns=["reconciled", "verdict"])
    data["decided"] = decided["value"]
    data["changed"] = received["reconciled"] | decided["reconciled"]
    data["concepts"] = "requests_received decided"
    data = data[data["year"].notna()]
    several = data.groupby(["code", "agency", "scope"])["year"].transform("nunique") > 1
    return data[several].sort_values(
        ["code", "agency", "scope", "year", "report"], ignore_index=True
    )


def _stretches(body: pd.DataFrame) -> list[pd.DataFrame]:
    """The body's years cut where the step to the next form is not fully comparable."""
    walk, concept = crosswalk(), find_concept("requests_received")
    families = [walk.family(e) for e in body["edition"]]
    cuts = [
        i + 1
        for i, (a, b) in enumerate(pairwise(families))
        if walk.comparability(concept, a, b) is not Comparability.COMPARABLE
    ]
    return [body.iloc[a:b] for a, b in pairwise([0, *cuts, len(body)])]


def _mark_forms(ax: Axes, body: pd.DataFrame, language: str) -> None:
    """A line where the form changed, and the name of each form above its years."""
    walk = crosswalk()
    seen: list[str] = []
    for edition, year in zip(body["edition"], body["year"], strict=True):
        family = walk.family(edition)
        if family in seen:
            continue
        start = ax.get_xlim()[0]
        if seen:
            before = int(body.loc[body["year"] < year, "year"].max())
            start = min(max(all_forms()[edition].in_force[0], before + 1), int(year)) - 0.5
            ax.axvline(start, color=MUTED, linewidth=0.8, linestyle=(0, (1, 2)))
        seen.append(family)
        name = word(f"form {family}", language) if f"form {family}" in WORDS else family
        ax.annotate(
            name,
            (start, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3, -2),
            textcoords="offset points",
            fontsize=7.5,
            color=MUTED,
            va="top",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )


def _revisions(data: pd.DataFrame, language: str) -> list[str]:
    """A note on each family of forms of which the bodies used several editions: the years of the later ones."""
    walk, notes = crosswalk(), []
    for family, editions in walk.families.items():
        used = sorted({all_forms()[e].in_force[0] for e in set(data["edition"]) & set(editions)})
        if len(used) > 1:
            name = word(f"form {family}", language) if f"form {family}" in WORDS else family
            later = ("、" if language == "zh" else ", ").join(str(year) for year in used[1:])
            notes.append(word("revised note", language).format(name, later))
    return notes


def _apart(heights: list[float], least: float) -> list[float]:
    """Two heights moved apart so that their labels do not collide; of equal ones the first goes up."""
    low, high = sorted(range(2), key=lambda i: (heights[i], -i))
    lack = max(0.0, least - (heights[high] - heights[low])) / 2
    moved = list(heights)
    moved[low] -= lack
    moved[high] += lack
    return moved


def _draw_body(ax: Axes, body: pd.DataFrame, language: str) -> None:
    years = body["year"].astype(int)
    top = float(np.nanmax([body["received"].max(), body["decided"].max(), 1]))
    ax.set_xlim(years.min() - 0.7, years.max() + 0.4)
    ax.set_ylim(-0.04 * top, 1.28 * top)
    ax.set_xticks(sorted(set(years)))
    ax.grid(axis="y")
    ax.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    ax.spines["left"].set_visible(False)
    _mark_forms(ax, body, language)
    for line, color, dash, marker in LINES:
        for part in _stretches(body):
            ax.plot(
                part["year"].astype(int),
                part[line],
                color=color,
                linestyle=dash,
                marker=marker,
                linewidth=1.6,
                markersize=5 if marker == "o" else 3.4,
                markerfacecolor=color if marker == "o" else "white",
                zorder=3 if marker == "o" else 4,
            )
    for year, came, went, changed in zip(
        years, body["received"], body["decided"], body["changed"], strict=True
    ):
        star = "*" if changed else ""
        if pd.notna(came):
            ax.annotate(
                f"{came:.0f}{star}",
                (year, came),
                xytext=(-2, 6),
                textcoords="offset points",
                ha="center",
                fontsize=7.5,
                color=BLUE,
            )
        if pd.notna(went) and (went != came):
            ax.annotate(
                f"{went:.0f}{star}",
                (year, went),
                xytext=(3, -12),
                textcoords="offset points",
                ha="center",
                fontsize=7.5,
                color=VERMILION,
            )
    last = body.iloc[-1]
    ends = [float(last[line]) if pd.notna(last[line]) else 0.0 for line, *_ in LINES]
    for (line, color, *_), height in zip(LINES, _apart(ends, 0.085 * top), strict=True):
        ax.annotate(
            word(line, language),
            (years.max(), height),
            xytext=(12, 0),
            textcoords="offset points",
            color=color,
            fontsize=8.5,
            va="center",
            annotation_clip=False,
        )


@figure("requests_by_year", order=1, takes=["panel"])
def draw_requests_by_year(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Requests received and decided by year, for each body with at least two years in the panel.

    One panel a body; with `ax` the frame must hold one such body (ValueError otherwise). A line
    is cut where the form changed the definition, a year without a number leaves a hole. Reconciled figures are drawn
    where the panel has them, with an asterisk.
    """
    data = series_data(frame)
    bodies = [body for _, body in data.groupby(["code", "agency", "scope"], sort=True)]
    refuse_empty(bodies, "requests_by_year")
    if ax is not None and len(bodies) > 1:
        raise ValueError(
            f"{len(bodies)} bodies in this panel have reports of several years; "
            "give one body's lines for one pair of axes."
        )
    with style():
        if ax is not None or len(bodies) == 1:
            figure, only, left = canvas(ax, 6.2, 2.7, 0.45, 0.9)
            panels = [only]
        else:
            figure, panels, left = _grid(len(bodies))
        for panel, body in zip(panels, bodies, strict=True):
            _draw_body(panel, body, language)
            first = body.iloc[0]
            unit = (
                f"{name_of(first['agency'], first['agency_en'], language)} · {word('cases', language)} · "
                f"{count_reports(len(body), language)}"
            )
            if len(bodies) == 1:
                head(panel, word("series title", language), unit, left)
            else:
                panel.annotate(
                    unit,
                    (0, 1),
                    xycoords="axes fraction",
                    xytext=(0, 4),
                    textcoords="offset points",
                    fontsize=7.5,
                    color=INK,
                    annotation_clip=False,
                )
        if len(bodies) > 1:
            figure.text(
                0.15 / figure.get_size_inches()[0],
                0.995,
                word("series title", language),
                fontsize=12,
                va="top",
            )
        notes = [word("gap note", language), *_revisions(data, language)]
        notes += [word("reconciled note", language)] * bool(data["changed"].any())
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)


def _grid(number: int) -> tuple[Figure, list[Axes], float]:
    """Panels for several bodies, two abreast."""
    down = -(-number // 2)
    figure = Figure(figsize=(10.4, 0.5 + 2.7 * down))
    axes = figure.subplots(down, 2, squeeze=False)
    figure.subplots_adjust(
        left=0.045,
        right=0.93,
        top=1 - 0.62 / (0.5 + 2.7 * down),
        bottom=0.3 / (0.5 + 2.7 * down),
        hspace=0.42,
        wspace=0.24,
    )
    flat = list(axes.flat)
    for spare in flat[number:]:
        spare.remove()
    return figure, flat[:number], 0.45
