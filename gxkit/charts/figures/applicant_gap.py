"""The applicant gap: how often natural persons and organisations were given what they asked for."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from gxkit.charts.house import BLUE, FAINT, VERMILION, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    WHO,
    key_above,
    label_rows,
    listed,
    names,
    ordered,
    side_columns,
    years,
)
from gxkit.charts.words import count_reports, refuse_empty, word
from gxkit.panel.indicators import indicator

GROUPS = {"people": "natural_person", "organisations": "organisations"}
RATE = "applicant_broad_disclosure_rate"
FACES = {"people": ("o", BLUE), "organisations": ("s", VERMILION)}
FEW = 5
"""requests decided, below which a rate is drawn hollow"""
WIDTH = 3.9


def gap_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a report of the 2019 or 2021 form: for people and organisations the requests given what they asked for
    (in full or in part), decided, and the rate; gap (people minus organisations), ci_low, ci_high, changed.

    NA where a cell has no number or no request was decided. Rates and gap are shares of one.
    """
    whole, rates = indicator(frame, "applicant_gap"), indicator(frame, RATE)
    data = whole[WHO].copy()
    for group, part in GROUPS.items():
        own = rates[rates["indicator"].eq(f"{RATE}.{part}")].set_index("report")
        for name, column in (("given", "numerator"), ("decided", "denominator"), ("rate", "value")):
            data[f"{group}_{name}"] = data["report"].map(own[column])
    data = data.assign(
        gap=whole["value"],
        ci_low=whole["ci_low"],
        ci_high=whole["ci_high"],
        changed=whole["reconciled"],
        indicators=" ".join(f"{RATE}.{part}" for part in GROUPS.values()),
    )
    return ordered(data[whole["comparability"].ne("none")])


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{100 * share:+.0f}".replace("-", "−")


@figure("applicant_gap", order=8, takes=["panel"])
def draw_applicant_gap(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """The broad disclosure rate of natural persons and of organisations, joined by a line, one line a report.

    A rate out of fewer than FEW requests is hollow, for it says little; a side without requests has no dot. Reports in
    which neither side has a rate are named in the notes. Reconciled figures carry an asterisk.
    """
    everything = gap_data(frame)
    rates = [f"{group}_rate" for group in GROUPS]
    shown = everything[rates].notna().any(axis=1)
    none = everything[[f"{g}_decided" for g in GROUPS]].eq(0).all(axis=1)
    data = everything[shown].reset_index(drop=True)
    refuse_empty(data, "applicant_gap")
    with style():
        figure, ax, left = canvas(
            ax, WIDTH, 0.33 * max(len(data), 1), 2.75 if language == "en" else 2.35, 2.5
        )
        label_rows(ax, names(data, language), years(data), inner_room=0.3, width=36, left=left)
        ax.hlines(
            data.index,
            data[rates[0]] * 100,
            data[rates[1]] * 100,
            color=FAINT,
            linewidth=3,
            zorder=1,
        )
        for group, (marker, color) in FACES.items():
            few = data[f"{group}_decided"] < FEW
            for part, face in ((data[~few], color), (data[few], "white")):
                ax.plot(
                    part[f"{group}_rate"] * 100,
                    part.index,
                    marker,
                    markerfacecolor=face,
                    markeredgecolor=color,
                    markeredgewidth=1.3,
                    markersize=8 if marker == "o" else 5,
                    zorder=3,
                )
        ax.set_xlim(-3, 103)
        ax.set_xticks(range(0, 101, 25))
        ax.xaxis.set_major_formatter("{x:.0f}%")
        ax.grid(axis="x")
        counts = [
            [
                "–" if pd.isna(n) else f"{n:,.0f}{'*' if changed else ''}"
                for n, changed in zip(data[f"{group}_decided"], data["changed"], strict=True)
            ]
            for group in GROUPS
        ]
        gaps = [
            "–" if gap != gap else f"{points(gap)} [{points(low)}, {points(high)}]"
            for gap, low, high in zip(data["gap"], data["ci_low"], data["ci_high"], strict=True)
        ]
        side_columns(
            ax,
            [
                (word("n people", language), counts[0], 0.65),
                (word("n organisations", language), counts[1], 1.25),
                (word("gap points", language), gaps, 2.35),
            ],
        )
        key_above(
            ax,
            [
                Line2D([], [], linestyle="", marker=m, color=c, markersize=6)
                for m, c in FACES.values()
            ],
            [word(group, language) for group in FACES],
            left,
            WIDTH,
        )
        head(
            ax,
            word("gap title", language),
            word("gap unit", language).format(count_reports(len(data), language)),
            left,
            30,
        )
        notes = [word("few", language).format(FEW)] + [word("reconciled note", language)] * bool(
            data["changed"].any()
        )
        notes += listed(everything[none], "none decided", language)
        notes += listed(everything[~shown & ~none], "figures blank", language)
        earlier = frame["report"].nunique() - len(everything)
        notes += [word("form without", language).format(earlier)] * bool(earlier)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)
