"""How often reconsideration and the courts corrected the agency, with intervals for the small counts."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from gxkit.charts.house import BLUE, MUTED, SKY, VERMILION, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import WHO, key_above, label_rows, names, side_columns, years
from gxkit.charts.words import count_reports, in_lines, joined, refuse_empty, word
from gxkit.panel.indicators import indicator

INDICATORS = {
    "reconsideration": "reconsideration_reversal_rate",
    "litigation_direct": "litigation_reversal_rate.direct",
    "litigation_after_reconsideration": "litigation_reversal_rate.after_reconsideration",
}
FACES = {
    "reconsideration": ("o", VERMILION),
    "litigation_direct": ("s", BLUE),
    "litigation_after_reconsideration": ("D", SKY),
}
WIDTH = 4.2


def reversals_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a report and route: corrected, closed (total less pending), value, ci_low, ci_high, changed, indicator.

    NA where a cell has no number (a blank is no zero), the rate also where no case was closed.
    """
    made = []
    for place, (route, one) in enumerate(INDICATORS.items()):
        rate = indicator(frame, one.partition(".")[0])
        rate = rate[rate["indicator"].eq(one) & rate["comparability"].ne("none")]
        made.append(
            rate[WHO].assign(
                place=place,
                route=route,
                corrected=rate["numerator"],
                closed=rate["denominator"],
                value=rate["value"],
                ci_low=rate["ci_low"],
                ci_high=rate["ci_high"],
                changed=rate["reconciled"],
                indicator=one,
            )
        )
    data = pd.concat(made).sort_values(
        ["code", "agency", "scope", "year", "report", "place"], ignore_index=True
    )
    return data.drop(columns="place")


@figure("reversals", order=9, takes=["panel"])
def draw_reversals(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Cases corrected as a share of those closed, with Wilson's interval, one line a report and route with any closed.

    A route whose cells are blank is named in the notes, not drawn as zero. Reconciled figures carry an asterisk.
    """
    everything = reversals_data(frame)
    data = everything[everything["value"].notna()].reset_index(drop=True)
    blank = everything[everything["value"].isna() & ~everything["closed"].eq(0)]
    without = (
        everything["report"].nunique()
        - everything.loc[~everything["closed"].eq(0), "report"].nunique()
    )
    refuse_empty(data, "reversals")
    with style():
        figure, ax, left = canvas(
            ax, WIDTH, 0.28 * max(len(data), 1), 3.5 if language == "en" else 2.8, 1.1
        )
        outer = [f"{n}\n{y}" for n, y in zip(names(data, language), years(data), strict=True)]
        label_rows(
            ax,
            outer,
            [word(r, language) for r in data["route"]],
            inner_room=1.0 if language == "en" else 0.68,
            width=34,
            left=left,
        )
        ax.hlines(
            data.index,
            data["ci_low"] * 100,
            data["ci_high"] * 100,
            color=MUTED,
            linewidth=1.1,
            zorder=2,
        )
        for route, (marker, color) in FACES.items():
            own = data[data["route"].eq(route)]
            ax.plot(
                own["value"] * 100,
                own.index,
                marker,
                markerfacecolor=color,
                markeredgecolor=MUTED,
                zorder=3,
                markeredgewidth=0.7,
                markersize=7 if marker == "o" else 5.6,
            )
        ax.set_xlim(-3, 103)
        ax.set_xticks(range(0, 101, 25))
        ax.xaxis.set_major_formatter("{x:.0f}%")
        ax.grid(axis="x")
        side_columns(
            ax,
            [
                (
                    word("corrected of closed", language).replace("/", "/\n")
                    if language == "en"
                    else word("corrected of closed", language),
                    [
                        f"{line.corrected:.0f}/{line.closed:.0f}{'*' if line.changed else ''}"
                        for line in data.itertuples()
                    ],
                    0.85,
                )
            ],
        )
        key_above(
            ax,
            [
                Line2D([], [], linestyle="", marker=m, color=c, markersize=6)
                for m, c in FACES.values()
            ],
            [word(route, language) for route in FACES],
            left,
            WIDTH,
        )
        unit = word("reversal unit", language).format(
            count_reports(data["report"].nunique(), language)
        )
        head(ax, word("reversal title", language), unit, left, 28)
        notes = [word("interval note", language)] + [word("reconciled note", language)] * bool(
            data["changed"].any()
        )
        items = [
            f"{names(own, language)[0]} {years(own)[0]} "
            f"({joined([word(route, language) for route in own['route']], language)})"
            for _, own in blank.groupby("report", sort=False)
        ]
        notes += [in_lines("figures blank", items, language)] * bool(items)
        notes += [word("reversal none", language).format(without)] * bool(without)
        earlier = frame["report"].nunique() - everything["report"].nunique()
        notes += [word("form totals", language).format(earlier)] * bool(earlier)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)
