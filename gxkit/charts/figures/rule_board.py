"""Which identities hold in which report: reports by rules."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Patch

from gxkit.charts.canvas import (
    KEY,
    UNIT_LINE,
    Canvas,
    close_canvas,
    key_columns,
    write_head,
)
from gxkit.charts.findings import find_board
from gxkit.charts.house import (
    BLANK,
    FAINT,
    HEAT,
    LEAST_TYPE,
    MUTED,
    VERMILION,
    WHITE,
    YELLOW,
    Chart,
    Look,
    draw_field,
    readable_on,
    style,
)
from gxkit.charts.lettering import count_letters
from gxkit.charts.marks import NO_NUMBER, SIGNS
from gxkit.charts.names import state_name, words_of_rule
from gxkit.charts.pointing import name_field
from gxkit.charts.pooling import is_crowded, name_groups
from gxkit.charts.registry import figure
from gxkit.charts.rows import MOST_ROWS, Layout, note_count, open_reports
from gxkit.charts.spans import HIGH, LOW
from gxkit.charts.words import count_reports, joined, pick, refuse_empty, word

# what holds should not draw the eye
CALM = "#cfe6f5"
CALM_EDGE = "#9db9cb"
# of a field by its colour; other fields have no edge but their own colour
EDGES = {CALM: CALM_EDGE, "white": FAINT}


class Face(NamedTuple):
    """How a state looks; the hatch and the mark before the counts say it without colour."""

    color: str
    hatch: str
    mark: str


# by the state of a rule in a report, in the order of the key
FACES = {
    "holds": Face(CALM, "", "✓"),
    "holds where assessable": Face(CALM, BLANK, "✓"),
    "remark": Face(YELLOW, "", "!"),
    "fails": Face(VERMILION, "", "×"),
    "not assessable": Face("white", BLANK, "?"),
    "not checked": Face("white", "xxxx", "?"),
}
# the mildest first
GRAVITY = (
    "not checked",
    "holds",
    "holds where assessable",
    "not assessable",
    "remark",
    "fails",
)
LAYOUT = Layout(row=0.33, right=0.1, left=(1.8, 2.2))
# inches that a letter in a field takes
LETTER = 0.062
# width and height of a field, of a column and a row
FIELD = (0.92, 0.84)
# points that the heads take, and the gap between them and the unit
UNDER_HEADS = 25
# the share of rows or columns failing that is as dark as can be
DARKEST = 0.25
# the rules stand above the board, without ticks
ON_TOP: Look = {
    "top": False,
    "bottom": False,
    "labeltop": True,
    "labelbottom": False,
}


def board_data(board: pd.DataFrame) -> pd.DataFrame:
    """The lines of a board, with the least and the most that may hold, and what that rests on.

    `holds_high` counts in what cannot be assessed. `basis` is `reconciled` where all that fails is
    settled; what fails as printed fails all the same.
    """
    fails = board["fails"].gt(0)
    changed = fails & board["mended"].eq(board["fails"])
    return board.reset_index(drop=True).assign(
        **{
            f"holds{LOW}": board["holds"].to_numpy(),
            f"holds{HIGH}": (board["holds"] + board["not_assessable"]).to_numpy(),
        },
        basis=np.where(changed, "reconciled", "printed"),
    )


@figure(
    "rule_board",
    order=6,
    takes=["board"],
    file="identities",
)
def draw_rule_board(
    board: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Reports by rules: how many rows or columns hold of those that should.

    `board` is one of `gxkit.panel.rule_board`. A field is empty where the report's form does not
    state the rule. The data are those of `board_data`.
    """
    board = board_data(board)
    stated = board["instances"].ne(0)
    rules = sorted(board.loc[stated, "rule"].unique())
    refuse_empty(rules, "rule_board")
    reports = board.drop_duplicates("report").reset_index(drop=True)
    shown = board[stated & board["state"].ne("does not apply")]
    with style():
        told = _told(reports, shown)
        crowded = is_crowded(len(told))
        if crowded:
            canvas = _draw_groups(ax, shown, rules, language)
        else:
            canvas = open_reports(ax, LAYOUT, _with_state(told, shown), language, "state")
            shown = shown[shown["report"].isin(told["report"])]
            _label_rules(canvas, rules)
            note_count(canvas, "all hold note", len(reports) - len(told))
            _draw_states(canvas, shown, rules, list(told["report"]))
            _write_key(canvas, set(shown["state"]))
            _note_fails(canvas, shown)
        _note_rules(canvas, rules)
        number = count_reports(len(reports), language)
        unit = canvas.say("board years unit" if crowded else "board unit", number)
        canvas.tell(find_board(board))
        above = UNDER_HEADS + (UNIT_LINE if crowded else 0)
        write_head(canvas, canvas.say("board title"), unit, above)
        close_canvas(canvas, source)
    return Chart(canvas.figure, board)


def _told(reports: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The reports that have a row: of many, those in which not every rule simply holds."""
    if not is_crowded(len(reports)):
        return reports
    marred = set(shown.loc[shown["state"].ne("holds"), "report"])
    # where all of them hold, there is nothing to tell but the years
    some = reports[reports["report"].isin(marred)].reset_index(drop=True)
    return some if marred else reports


def _with_state(told: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The reports with the gravest state of their rules, to which their rows lead."""
    gravity = {state: place for place, state in enumerate(GRAVITY)}
    gravest = shown["state"].map(gravity).groupby(shown["report"]).max()
    return told.assign(state=told["report"].map(gravest).map(dict(enumerate(GRAVITY))))


def _draw_groups(
    ax: Axes | None,
    shown: pd.DataFrame,
    rules: Sequence[str],
    language: str,
) -> Canvas:
    """Years by rules: what fails, per cent of what can be assessed, where reports are many."""
    counts = shown.groupby(["year", "rule"])[["holds", "fails"]].sum().reset_index()
    # of more years than rows the latest
    years = counts[["year"]].drop_duplicates().tail(MOST_ROWS).reset_index(drop=True)
    counts = counts[counts["year"].isin(years["year"])]
    rows = name_groups(years).assign(said=_say_years(counts, language))
    canvas = open_reports(ax, LAYOUT, rows, language)
    broken = shown[shown["fails"].gt(0)].groupby("rule")["report"].nunique()
    heads = [f"{rule}\n{broken.get(rule, 0):,}" for rule in rules]
    _label_rules(canvas, heads)
    places = dict(zip(rows["year"], rows.index, strict=True))
    assessed = counts["holds"] + counts["fails"]
    share = (counts["fails"] / assessed.where(assessed > 0)).to_numpy()
    lines = zip(counts.to_dict("records"), share, strict=True)
    for line, failing in lines:
        at = (rules.index(line["rule"]), places[line["year"]])
        face = FACES["holds"] if failing == 0 else Face(_heat(failing), "", "")
        draw_field(canvas.ax, at, FIELD, _field(face))
        said = NO_NUMBER if pd.isna(failing) else f"{100 * failing:.1f}"
        canvas.ax.text(*at, said, **_lettering(face))
    canvas.note("board pooled note")
    return canvas


def _say_years(counts: pd.DataFrame, language: str) -> list[str]:
    """Each year with its rules, for a page: how many fail of those that can be assessed."""
    said = []
    for year, own in counts.groupby("year"):
        lines = [word("told rules", language).format(year)]
        for line in own.to_dict("records"):
            assessed = line["holds"] + line["fails"]
            lines.append(f"{line['rule']} {line['fails']:,}/{assessed:,}")
        said.append("\n".join(lines))
    return said


def _heat(failing: float) -> str:
    """The colour of a share that fails; white where nothing can be assessed."""
    if pd.isna(failing):
        return "white"
    return to_hex(HEAT(min(failing / DARKEST, 1.0)))


def _note_rules(canvas: Canvas, rules: Sequence[str]) -> None:
    """What each rule says, below the board."""
    between = pick((" ", ": "), canvas.language)
    said = [between.join((rule, words_of_rule(rule, canvas.language))) for rule in rules]
    canvas.notes.append(joined(said, canvas.language))


def _label_rules(canvas: Canvas, heads: Sequence[str]) -> None:
    """A head over each column: its rule, and what is below that."""
    ax = canvas.ax
    ax.set_xlim(-0.5, len(heads) - 0.5)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks(range(len(heads)), heads)
    ax.tick_params(axis="x", labelsize=LEAST_TYPE, length=0, **ON_TOP)


def _draw_states(
    canvas: Canvas,
    shown: pd.DataFrame,
    rules: Sequence[str],
    reports: Sequence[str],
) -> None:
    """A field for each report and rule that its form states."""
    ax, room = canvas.ax, canvas.width / len(rules)
    for line in shown.to_dict("records"):
        face = FACES[line["state"]]
        column = rules.index(line["rule"])
        row = reports.index(line["report"])
        draw_field(ax, (column, row), FIELD, _field(face))
        counts = f"{_count_held(line)}{_sign(line)}"
        text = f"{face.mark} {counts}"
        # the hatch of what cannot all be assessed says it without the mark
        if LETTER * count_letters(text) > room:
            text = counts
        ax.text(column, row, text, **_lettering(face))
        if canvas.left:
            parts = {name: str(line[name]) for name in ("report", "rule")}
            name_field(ax, (column, row), FIELD, parts)


def _count_held(line: Mapping[Hashable, Any]) -> str:
    """How many hold of those that should: the least and the most."""
    ends = dict.fromkeys((line[f"holds{LOW}"], line[f"holds{HIGH}"]))
    return f"{'–'.join(map(str, ends))}/{line['instances']}"


def _sign(line: Mapping[Hashable, Any]) -> str:
    """Whether what fails is settled; '' where nothing fails."""
    if not line["fails"]:
        return ""
    return SIGNS["reconciled" if line["basis"] == "reconciled" else "open"]


def _note_fails(canvas: Canvas, shown: pd.DataFrame) -> None:
    """What the signs mean, of those that occur."""
    signs = {_sign(line) for line in shown.to_dict("records")}
    for state in ("reconciled", "open"):
        if SIGNS[state] in signs:
            canvas.note(f"board {state} note")


def _field(face: Face) -> Look:
    return {
        "facecolor": face.color,
        "hatch": face.hatch or None,
        "edgecolor": EDGES.get(face.color, face.color),
        "linewidth": 0.5,
    }


def _lettering(face: Face) -> Look:
    ground = WHITE | {"facecolor": face.color}
    return {
        "ha": "center",
        "va": "center",
        "fontsize": LEAST_TYPE,
        "bbox": ground if face.hatch else None,
        "color": MUTED if face.color == "white" else readable_on(face.color),
    }


def _write_key(canvas: Canvas, occurring: set[str]) -> None:
    """The states that occur, below the board: over it stand the rules."""
    handles, labels = [], []
    for state, face in FACES.items():
        if state in occurring:
            look = _field(face) | {"edgecolor": CALM_EDGE, "linewidth": None}
            handles.append(Patch(**look))
            labels.append(f"{face.mark} {state_name(state, canvas.language)}")
    below = KEY | {"borderaxespad": 0.6}
    canvas.ax.legend(
        handles,
        labels,
        loc="upper left",
        ncols=key_columns(labels),
        bbox_to_anchor=(-canvas.left / canvas.width, 0),
        handlelength=1.1,
        **below,
    )
