"""What the panel holds: bodies by years by editions of the form."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from gxkit.charts.house import (
    BLUE,
    FAINT,
    MUTED,
    SKY,
    Chart,
    canvas,
    finish,
    head,
    readable_on,
    style,
)
from gxkit.charts.registry import figure
from gxkit.charts.rows import key_above, label_rows, names
from gxkit.charts.words import WORDS, count_reports, refuse_empty, word
from gxkit.forms.crosswalk import crosswalk

FACES = (("#ececec", "////"), (SKY, ""), (BLUE, ""), ("#c9c9c9", "...."))
"""fill and hatch of each family of forms, in the order of time"""
WHO = ["code", "agency", "agency_en", "scope"]
FIELD = 0.66


def coverage_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a report and edition: who, year, edition, family, cells, filled (with a number), verified, contradicted.

    A report that mixes editions has a line for each. Reports without a year are left out.
    """
    marked = frame.assign(
        filled=frame["value"].notna(),
        verified=frame["verdict"].eq("verified"),
        contradicted=frame["verdict"].eq("contradicted"),
        cells=1,
    )
    keys = [*WHO, "level", "year", "report", "edition"]
    data = (
        marked[marked["year"].notna()]
        .groupby(keys, as_index=False)[["cells", "filled", "verified", "contradicted"]]
        .sum()
    )
    data.insert(len(keys), "family", [crosswalk().family(e) for e in data["edition"]])
    return data.sort_values(
        ["code", "agency", "scope", "year", "report", "edition"], ignore_index=True
    )


def _edition_name(edition: str, language: str) -> str:
    key = f"edition {edition}"
    return word(key, language) if key in WORDS else edition.removeprefix("fujian-")


@figure("coverage", order=13, takes=["panel"])
def draw_coverage(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Bodies by years: each field names the edition of the form and how many of its cells have a number.

    A field of two editions is parted. A year without a report has a dot; it may have been published all the same.
    """
    data = coverage_data(frame)
    bodies = data.drop_duplicates(["code", "agency", "scope"]).reset_index(drop=True)
    rows = {
        tuple(line): i
        for i, line in enumerate(bodies[["code", "agency", "scope"]].itertuples(index=False))
    }
    first, last = (int(data["year"].min()), int(data["year"].max())) if len(data) else (0, 0)
    families = [f for f in crosswalk().families if data["family"].eq(f).any()]
    faces = dict(zip(crosswalk().families, FACES, strict=False))
    width = FIELD * (last - first + 1)
    refuse_empty(data, "coverage")
    with style():
        figure, ax, left = canvas(
            ax, width, 0.42 * max(len(rows), 1), 3.0 if language == "en" else 2.6, 0.2
        )
        label_rows(
            ax,
            names(bodies, language),
            [word(s, language) if s in WORDS else s for s in bodies["scope"]],
            inner_room=0.62 if language == "en" else 0.45,
            width=36,
            left=left,
        )
        ax.set_xlim(first - 0.5, last + 0.5)
        ax.spines["bottom"].set_visible(False)
        ax.set_xticks(range(first, last + 1))
        ax.tick_params(axis="x", length=0)
        ax.plot(
            *zip(
                *((year, row) for year in range(first, last + 1) for row in rows.values()),
                strict=True,
            ),
            "o",
            color=FAINT,
            markersize=2.5,
            zorder=1,
        ) if rows else None
        for _, parts in data.groupby(["code", "agency", "scope", "year"]):
            each, small = 0.92 / len(parts), len(parts) > 1
            for i, (_, part) in enumerate(parts.iterrows()):
                row, (fill, hatch) = (
                    rows[(part["code"], part["agency"], part["scope"])],
                    faces[part["family"]],
                )
                start = int(part["year"]) - 0.46 + i * each
                ax.add_patch(
                    Rectangle(
                        (start, row - 0.42),
                        each,
                        0.84,
                        facecolor=fill,
                        hatch=hatch or None,
                        zorder=2,
                        edgecolor="white" if not hatch else FAINT,
                        linewidth=0.6,
                    )
                )
                counts = f"{part['filled']}" if small else f"{part['filled']}/{part['cells']}"
                text = f"{_edition_name(part['edition'], language)}\n{counts}"
                ax.text(
                    start + each / 2,
                    row,
                    text,
                    ha="center",
                    va="center",
                    fontsize=5.6 if small else 6.8,
                    linespacing=1.2,
                    zorder=3,
                    color=readable_on(fill),
                    bbox={"facecolor": fill, "edgecolor": "none", "pad": 0.8} if hatch else None,
                )
        key_above(
            ax,
            [
                Patch(
                    facecolor=faces[f][0], hatch=faces[f][1] or None, edgecolor=MUTED, linewidth=0.4
                )
                for f in families
            ],
            [word(f"form {f}", language) if f"form {f}" in WORDS else f for f in families],
            left,
            width,
        )
        unit = word("coverage unit", language).format(
            bodies["agency"].nunique(), count_reports(data["report"].nunique(), language)
        )
        head(ax, word("coverage title", language), unit, left, 24)
        finish(figure, source=source, language=language)
    return Chart(figure, data)
