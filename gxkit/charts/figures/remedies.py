"""Administrative reconsideration and litigation: results by route."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from gxkit.charts.house import (
    BLUE,
    MUTED,
    SKY,
    VERMILION,
    Chart,
    canvas,
    finish,
    head,
    readable_on,
    style,
)
from gxkit.charts.registry import figure
from gxkit.charts.rows import label_rows, names, years
from gxkit.charts.words import count_reports, in_lines, refuse_empty, word
from gxkit.panel.series import concept_series

ROUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
RESULTS = {"upheld": BLUE, "corrected": VERMILION, "other": SKY, "pending": "#d5d5d5"}


def remedies_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a report and route: report, agency, year, route, the four results, total, unknown, changed.

    `unknown` is what the total holds beyond the results that are filled in; NA where the report left a cell blank.
    Reports of forms before 2019 are not in it: they print one total a route and both suits as one.
    """
    made = []
    for place, route in enumerate(ROUTES):
        total = concept_series(frame, route, figures="reconciled")
        lines = total[["report", "agency", "agency_en", "code", "year"]].assign(
            place=place, route=route
        )
        changed = total["reconciled"]
        for result in RESULTS:
            series = concept_series(frame, f"{route}.{result}", figures="reconciled")
            lines[result], changed = series["value"], changed | series["reconciled"]
        asked = concept_series(frame, f"{route}.upheld")["comparability"].isin(
            ["comparable", "caution"]
        )
        made.append(lines.assign(total=total["value"], changed=changed)[asked])
    data = pd.concat(made).sort_values(
        ["code", "agency", "year", "report", "place"], ignore_index=True
    )
    known = data[list(RESULTS)].sum(axis=1)
    data["unknown"] = (
        (data["total"] - known).clip(lower=0).where(data[list(RESULTS)].isna().any(axis=1), 0.0)
    )
    data["concepts"] = [
        " ".join([route, *(f"{route}.{result}" for result in RESULTS)]) for route in data["route"]
    ]
    return data.drop(columns="place")


@figure("remedies", order=5, takes=["panel"])
def draw_remedies(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Results of reconsideration and of both kinds of suit, one group of three bars a report with at least one case.

    A result left blank is not drawn; cases of a total whose result is blank are hatched. Reports without any case
    are named in the notes.
    """
    everything = remedies_data(frame)
    cases = (
        everything.assign(any=everything[[*RESULTS, "total"]].max(axis=1))
        .groupby("report")["any"]
        .transform("max")
    )
    data = everything[cases > 0].reset_index(drop=True)
    none = everything[~(cases > 0)].drop_duplicates("report")
    refuse_empty(data, "remedies")
    with style():
        figure, ax, left = canvas(
            ax, 4.4, 0.25 * max(len(data), 1), 3.35 if language == "en" else 2.7, 0.5
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
        start = np.zeros(len(data))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        longest = float(np.nanmax([*data["total"], *data[list(RESULTS)].sum(axis=1), 1]))
        for result, color in [*RESULTS.items(), ("unknown", "white")]:
            count = np.nan_to_num(np.array(data[result], dtype=float))
            blank = result == "unknown"
            some = np.flatnonzero(count)
            ax.barh(
                some,
                count[some],
                0.72,
                left=start[some],
                color=color,
                edgecolor=MUTED if blank else "white",
                hatch="////" if blank else None,
                linewidth=0.5,
            )
            for i, (begin, width) in enumerate(zip(start, count, strict=True)):
                if width >= 0.035 * longest:
                    ax.text(
                        begin + width / 2,
                        i,
                        f"{width:.0f}",
                        ha="center",
                        va="center",
                        fontsize=7.5,
                        color=readable_on(color),
                    )
            start += count
        _totals(ax, data, start, language)
        ax.set_xlim(0, 1.04 * longest)
        ax.grid(axis="x")
        ax.legend(
            [Patch(color=c) for c in RESULTS.values()],
            [word(r, language) for r in RESULTS],
            loc="lower left",
            bbox_to_anchor=(-left / 4.4, 1),
            borderaxespad=0.2,
            borderpad=0,
            ncols=4,
            handlelength=0.9,
            handleheight=0.9,
            columnspacing=1.3,
            handletextpad=0.5,
        )
        unit = f"{word('suits', language)} · {count_reports(data['report'].nunique(), language)}"
        head(ax, word("remedies title", language), unit, left, 24)
        notes = [word("reconciled note", language)] * bool(data["changed"].any())
        if listed := [f"{n} {y}" for n, y in zip(names(none, language), years(none), strict=True)]:
            notes.append(in_lines("remedies none", listed, language))
        earlier = frame["report"].nunique() - everything["report"].nunique()
        notes += [word("form totals", language).format(earlier)] * bool(earlier)
        finish(figure, source=source, language=language, notes=notes)
    return Chart(figure, data)


def _totals(ax: Axes, data: pd.DataFrame, ends: np.ndarray, language: str) -> None:
    """The total at the end of each bar; a blank total is said to be blank."""
    for i, (total, changed, end) in enumerate(
        zip(data["total"], data["changed"], ends, strict=True)
    ):
        text = (
            word("total blank", language)
            if pd.isna(total)
            else f"{total:,.0f}{'*' if changed else ''}"
        )
        ax.annotate(
            text,
            (end, i),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=MUTED,
            annotation_clip=False,
        )
