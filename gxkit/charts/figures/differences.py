"""What the reports print and what their own arithmetic makes of it: the cells in which the two differ."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from gxkit.charts.house import BLUE, INK, MUTED, Chart, canvas, finish, head, style
from gxkit.charts.registry import figure
from gxkit.charts.rows import key_above, label_rows, names, side_columns, years
from gxkit.charts.words import count_reports, refuse_empty, word
from gxkit.forms.crosswalk import concept_of_cells, crosswalk, find_concept

WIDTH = 3.4


def cell_name(edition: str, table: str, row: str, column: str, label: str, language: str) -> str:
    """A cell in words: its concept, or that of its row's total and the applicant's; else its label (zh) or ids (en).

    >>> cell_name("2021", "requests", "decided", "business", "", "en")
    'Decided · Businesses'
    """
    known = concept_of_cells()

    def named(concept_id: str) -> str:
        own, parent = find_concept(concept_id).name(language), concept_id.rpartition(".")[0]
        above = find_concept(parent).name(language) if parent in crosswalk().concepts else ""
        return own if above in own else f"{above}{'：' if language == 'zh' else ': '}{own}"

    if own := known.get((edition, table, row, column)):
        kind = f" · {word('total', language)}" if (table, column) == ("requests", "total") else ""
        return named(own) + kind
    whole = known.get((edition, table, row, "total"))
    applicant = known.get((edition, table, "received", column))
    if whole and applicant:
        return f"{named(whole)} · {find_concept(applicant).name(language)}"
    return label if language == "zh" and label else f"{table}/{row}/{column}"


def cell_names(data: pd.DataFrame, language: str) -> list[str]:
    """The cells of the panel's lines in words."""
    cells = data[["edition", "table", "row", "column", "label"]].astype(str)
    return [
        cell_name(edition, table, row, column, label, language)
        for edition, table, row, column, label in cells.itertuples(index=False)
    ]


def differences_data(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a cell whose reconciled figure is not the published one, in the order of the panel.

    `published` is NA where the cell has no number. The other columns are the panel's.
    """
    differ = frame["reconciled"].notna() & ~frame["reconciled"].eq(frame["value"])
    data = (
        frame[differ].assign(line=range(int(differ.sum()))).rename(columns={"value": "published"})
    )
    columns = [
        "report",
        "agency",
        "agency_en",
        "code",
        "scope",
        "year",
        "edition",
        "concept",
        "table",
        "row",
        "column",
        "label",
        "published",
        "reconciled",
        "unit",
        "printed",
        "verdict",
        "where",
    ]
    return data.sort_values(
        ["code", "agency", "scope", "year", "report", "line"], ignore_index=True
    )[columns]


@figure("differences", order=10, takes=["panel"], file="published-and-reconciled")
def draw_differences(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Published (hollow) and reconciled (filled) figures joined by a line, one line a cell in which they differ.

    The axis is logarithmic above 1 and begins at 0. A cell without a number has no hollow dot.
    """
    data = differences_data(frame)
    refuse_empty(data, "differences")
    with style():
        figure, ax, left = canvas(
            ax, WIDTH, 0.27 * max(len(data), 1), 5.6 if language == "en" else 4.3, 1.2
        )
        outer = [f"{n}\n{y}" for n, y in zip(names(data, language), years(data), strict=True)]
        inner = cell_names(data, language)
        label_rows(
            ax, outer, inner, inner_room=2.75 if language == "en" else 2.05, width=34, left=left
        )
        ax.hlines(
            data.index,
            data["published"].fillna(data["reconciled"]),
            data["reconciled"],
            color=MUTED,
            linewidth=1.2,
            zorder=1,
        )
        ax.plot(
            data["published"],
            data.index,
            "o",
            markerfacecolor="white",
            markeredgecolor=INK,
            markersize=6,
            zorder=3,
        )
        ax.plot(data["reconciled"], data.index, "o", color=BLUE, markersize=6, zorder=3)
        top = float(max([*data["published"].dropna(), *data["reconciled"], 1]))
        ax.set_xscale("symlog", linthresh=1, linscale=0.6)
        ax.set_xlim(-0.12, 1.3 * top)
        ticks = [0, *(10**power for power in range(len(str(int(top)))))]
        ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        ax.minorticks_off()
        ax.grid(axis="x")
        blank = word("printed blank", language)
        side_columns(
            ax,
            [
                (
                    f"{word('as printed', language)} → {word('as reconciled', language)}",
                    [
                        f"{blank if published != published else f'{published:,.15g}'} → {reconciled:,.15g}"
                        for published, reconciled in zip(
                            data["published"], data["reconciled"], strict=True
                        )
                    ],
                    1.1,
                )
            ],
        )
        if data.empty:
            ax.text(
                0.5,
                0,
                word("no difference", language),
                transform=ax.get_yaxis_transform(),
                ha="center",
            )
        key_above(
            ax,
            [
                Line2D(
                    [], [], linestyle="", marker="o", markerfacecolor="white", markeredgecolor=INK
                ),
                Line2D([], [], linestyle="", marker="o", color=BLUE),
            ],
            [word("as printed", language), word("as reconciled", language)],
            left,
            WIDTH,
        )
        head(
            ax,
            word("reconciled title", language),
            word("reconciled unit", language).format(
                len(data), count_reports(data["report"].nunique(), language)
            ),
            left,
            24,
        )
        finish(figure, source=source, language=language, notes=[word("reconciled means", language)])
    return Chart(figure, data)
