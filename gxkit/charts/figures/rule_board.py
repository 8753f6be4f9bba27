"""Which identities hold in which report: reports by rules."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from gxkit.charts.house import (
    FAINT,
    MUTED,
    VERMILION,
    YELLOW,
    Chart,
    canvas,
    finish,
    head,
    readable_on,
    style,
)
from gxkit.charts.registry import figure
from gxkit.charts.rows import label_rows, names, years
from gxkit.charts.words import WORDS, count_reports, refuse_empty, word

# state -> fill, hatch, mark before the count; marks and hatches say it without colour
CALM = "#cfe6f5"
FACES = {
    "holds": (CALM, "", "✓"),
    "holds where assessable": (CALM, "////", "✓"),
    "remark": (YELLOW, "", "!"),
    "fails": (VERMILION, "", "×"),
    "not assessable": ("white", "////", "?"),
    "not checked": ("white", "xxxx", "?"),
}


@figure("rule_board", order=6, takes=["board"], file="identities")
def draw_rule_board(
    board: pd.DataFrame, *, ax: Axes | None = None, language: str = "zh", source: str
) -> Chart:
    """Reports by rules, from `gxkit.panel.rule_board`: how many rows or columns hold of those that should.

    A field is empty where the report's form does not state the rule. The data are the board's own lines.
    """
    rules = [
        r
        for r in sorted(board["rule"].unique())
        if not board.loc[board["rule"] == r, "instances"].eq(0).all()
    ]
    reports = board.drop_duplicates("report").reset_index(drop=True)
    rows = {report: i for i, report in enumerate(reports["report"])}
    refuse_empty(rules, "rule_board")
    with style():
        figure, ax, left = canvas(
            ax,
            0.86 * max(len(rules), 1),
            0.33 * max(len(rows), 1),
            2.75 if language == "en" else 2.35,
            0.3,
        )
        label_rows(
            ax, names(reports, language), years(reports), inner_room=0.3, width=36, left=left
        )
        ax.set_xlim(-0.5, len(rules) - 0.5)
        ax.spines["bottom"].set_visible(False)
        ax.set_xticks(
            range(len(rules)), [f"{r}\n{word(r, language)}" if r in WORDS else r for r in rules]
        )
        ax.tick_params(
            axis="x",
            top=False,
            bottom=False,
            labeltop=True,
            labelbottom=False,
            labelsize=6.8,
            length=0,
        )
        for label in ax.get_xticklabels():
            label.set_linespacing(1.25)
        shown = board[board["rule"].isin(rules) & ~board["state"].eq("does not apply")]
        for line in shown.itertuples():
            column, row = rules.index(str(line.rule)), rows[str(line.report)]
            fill, hatch, mark = FACES[str(line.state)]
            ax.add_patch(
                Rectangle(
                    (column - 0.46, row - 0.42),
                    0.92,
                    0.84,
                    facecolor=fill,
                    hatch=hatch or None,
                    edgecolor={CALM: "#9db9cb", "white": FAINT}.get(fill, fill),
                    linewidth=0.5,
                )
            )
            ax.text(
                column,
                row,
                f"{mark} {line.holds}/{line.instances}",
                ha="center",
                va="center",
                fontsize=7.5,
                color=readable_on(fill) if fill != "white" else MUTED,
                bbox={"facecolor": fill, "edgecolor": "none", "pad": 1} if hatch else None,
            )
        present = [state for state in FACES if shown["state"].eq(state).any()]
        ax.legend(
            [
                Patch(facecolor=FACES[s][0], hatch=FACES[s][1] or None, edgecolor="#9db9cb")
                for s in present
            ],
            [f"{FACES[s][2]} {word(s, language)}" for s in present],
            loc="upper left",
            ncols=len(present),
            bbox_to_anchor=(-left / (0.86 * max(len(rules), 1)), 0),
            borderaxespad=0.6,
            borderpad=0,
            handlelength=1.1,
            handleheight=0.9,
            columnspacing=1.3,
            handletextpad=0.5,
        )
        head(
            ax,
            word("board title", language),
            word("board unit", language).format(count_reports(len(rows), language)),
            left,
            46,
        )
        finish(figure, source=source, language=language)
    return Chart(figure, board.reset_index(drop=True))
