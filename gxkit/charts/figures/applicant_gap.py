"""The applicant gap: how often people and organisations were given what they asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Canvas, Face, close_canvas, show_percent, write_faces, write_head
from gxkit.charts.findings import find_gap
from gxkit.charts.house import BLUE, FAINT, VERMILION, Chart, Look, style
from gxkit.charts.marks import (
    ABOVE,
    BELOW,
    NO_NUMBER,
    SIGNS,
    count_texts,
    draw_ends,
    draw_rates,
    marked_counts,
    note_signs,
    open_ends,
)
from gxkit.charts.pooling import choose_rows, note_rows
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    WHO,
    Layout,
    note_left_out,
    note_reports,
    open_reports,
    ordered,
    write_columns,
)
from gxkit.charts.spans import HIGH, open_parts, with_spans
from gxkit.charts.states import worst_states
from gxkit.charts.words import count_reports, refuse_empty, signed
from gxkit.panel.cells import Figures
from gxkit.panel.indicators import indicator
from gxkit.panel.indicators.intervals import FEW, newcombe

# the family of indicators whose parts are compared
RATE = "applicant_broad_disclosure_rate"
# the groups of applicants and the parts of RATE that are theirs
GROUPS = {"people": "natural_person", "organisations": "organisations"}
# what the data have for each group, and the column of the indicator that it is
COLUMNS = {"given": "numerator", "decided": "denominator", "rate": "value"}


# how the dots of a group look; one can lie on the other, so that the first is larger
FACES = {
    "people": Face("o", BLUE, 8),
    "organisations": Face("s", VERMILION, 5),
}
# the edge of a dot, and a dot that rests on few requests
FULL: Look = {"markeredgewidth": 1.3}
HOLLOW: Look = FULL | {"markerfacecolor": "white"}
# those of the data that may be open
NUMBERS = (
    "people_decided",
    "people_rate",
    "organisations_decided",
    "organisations_rate",
    "gap",
)
# three columns of text stand to the right
LAYOUT = Layout(row=0.33, right=2.3)
# the line between the two rates of a report
GAP: Look = {"color": FAINT, "linewidth": 3, "zorder": 1}


def gap_data(frame: pd.DataFrame, figures: Figures = "reconciled") -> pd.DataFrame:
    """One line a report whose form asks: given, decided and rate of people and of organisations.

    Given are the requests met in full or in part. `gap` is people minus organisations, with
    `ci_low` and `ci_high`; rates and gap are shares of one. NA where a cell has no number or no
    request was decided. `changed`: a reconciled figure is in it.
    """
    whole = indicator(frame, "applicant_gap", figures=figures)
    rates = indicator(frame, RATE, figures=figures)
    data = whole[WHO].copy()
    for group, part in GROUPS.items():
        is_part = rates["indicator"].eq(f"{RATE}.{part}")
        own = rates[is_part].set_index("report")
        for name, column in COLUMNS.items():
            data[f"{group}_{name}"] = data["report"].map(own[column])
    data = data.assign(
        gap=whole["value"],
        ci_low=whole["ci_low"],
        ci_high=whole["ci_high"],
        indicators=" ".join(f"{RATE}.{part}" for part in GROUPS.values()),
    ).join(worst_states([whole]))
    return ordered(data[whole["comparability"].ne("none")])


@figure("applicant_gap", order=8, takes=["panel"], may_take=["alternatives", "figures", "inside"])
def draw_applicant_gap(  # noqa: PLR0913, what others count too is a choice of sums alone
    frame: pd.DataFrame,
    *,
    alternatives: pd.DataFrame | None = None,
    figures: Figures = "reconciled",
    inside: frozenset[str] = frozenset(),
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """The broad disclosure rates of natural persons and of organisations, joined, a line a report.

    A rate out of fewer than FEW requests is hollow and its gap not told, for it says
    little; a side without requests has no dot. Reports in which neither side has a rate are named
    in the notes. Reconciled figures carry an asterisk.
    """
    everything = with_spans(gap_data, frame, alternatives, NUMBERS, figures=figures)
    rates = everything[["people_rate", "organisations_rate"]]
    opened = open_parts(everything, ["people_rate", "organisations_rate"])
    shown = rates.notna().any(axis=1) | opened.any(axis=1)
    data = everything[shown].reset_index(drop=True)
    refuse_empty(data, "applicant_gap")
    counts = [f"{group}_{name}" for group in GROUPS for name in ("given", "decided")]
    rows = choose_rows(data, frame, counts, _with_rates, inside=inside)
    with style():
        canvas = open_reports(ax, LAYOUT, rows, language)
        _draw_rates(canvas.ax, rows)
        _write_counts(canvas, rows)
        canvas.tell(find_gap(data, rows))
        _write_around(canvas, len(data))
        note_rows(canvas, data, rows)
        canvas.note("few", FEW)
        note_signs(canvas, rows)
        _note_others(canvas, everything, ~shown)
        note_left_out(canvas, "form without", frame, everything)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _with_rates(pooled: pd.DataFrame) -> pd.DataFrame:
    """Sums with each side's rate, and the difference with its interval."""
    sides = []
    for group in GROUPS:
        given, decided = pooled[f"{group}_given"], pooled[f"{group}_decided"]
        pooled[f"{group}_rate"] = given / decided.where(decided > 0)
        sides.append((given.to_numpy(), decided.to_numpy()))
    first, second = (pooled[f"{group}_rate"] for group in GROUPS)
    low, high = newcombe(*sides)
    return pooled.assign(
        gap=first - second,
        ci_low=low,
        ci_high=high,
        people_rate_high=first,
        organisations_rate_high=second,
    )


def _draw_rates(ax: Axes, data: pd.DataFrame) -> None:
    first, second = (data[f"{group}_rate"] * 100 for group in GROUPS)
    ax.hlines(data.index, first, second, **GAP)
    for group, face in FACES.items():
        aside = ABOVE if group == "people" else BELOW
        draw_ends(ax, open_ends(data, f"{group}_rate", 100), face.color, aside=aside)
        few = data[f"{group}_decided"] < FEW
        draw_rates(ax, data.loc[~few, f"{group}_rate"], face, FULL)
        draw_rates(ax, data.loc[few, f"{group}_rate"], face, HOLLOW)
    # an undecided rate may be more than all: no line may end beyond the axis
    ends = data[[f"{group}_rate{HIGH}" for group in GROUPS]].to_numpy(dtype=float)
    ax.set_xlim(-3, 103 * float(np.nanmax([1, *ends.flat])))
    show_percent(ax)
    ax.grid(axis="x")


def _write_counts(canvas: Canvas, data: pd.DataFrame) -> None:
    """Beside each report the requests decided, and the gap with its interval."""
    people = marked_counts(data, "people_decided", ["people_rate", "organisations_rate"])
    organisations = count_texts(data, "organisations_decided")
    gaps = _gap_texts(data)
    columns = [
        (canvas.say("n people"), people, 0.5),
        (canvas.say("n organisations"), organisations, 1.0),
        (canvas.say("gap points"), gaps, 2.25),
    ]
    write_columns(canvas.ax, columns)


def _gap_texts(data: pd.DataFrame) -> list[str]:
    """Each gap with its interval; the least and the most of one that is open."""
    spans = data[["gap", "ci_low", "ci_high"]].itertuples(index=False, name=None)
    few = data[[f"{group}_decided" for group in GROUPS]].lt(FEW).any(axis=1)
    texts = [_gap_text(*span) for span in spans]
    opened = count_texts(data, "gap", _points, " … ")
    # an interval of chance around a gap that may be another one would pass for all of its doubt
    texts = [
        ends if ends.endswith(SIGNS["open"]) else text
        for text, ends in zip(texts, opened, strict=True)
    ]
    # of few requests no rate is told, and so no difference of rates
    return [NO_NUMBER if is_few else text for text, is_few in zip(texts, few, strict=True)]


def _points(share: float) -> str:
    return signed(100 * share)


def _gap_text(gap: float, low: float, high: float) -> str:
    if pd.isna(gap):
        return NO_NUMBER
    # an end that is not zero must not read as zero, for then the difference is told from none
    near = any(end and not round(100 * end) for end in (low, high))
    middle, least, most = (signed(100 * share, int(near)) for share in (gap, low, high))
    return f"{middle} [{least}, {most}]"


def _write_around(canvas: Canvas, number: int) -> None:
    write_faces(canvas, FACES)
    reports = count_reports(number, canvas.language)
    write_head(canvas, canvas.say("gap title"), canvas.say("gap unit", reports), 30)


def _note_others(
    canvas: Canvas,
    everything: pd.DataFrame,
    hidden: pd.Series,
) -> None:
    """The reports without a rate: those without requests, and those with a blank cell."""
    decided = everything[["people_decided", "organisations_decided"]]
    idle = decided.eq(0).all(axis=1)
    note_reports(canvas, "none decided", everything[idle])
    note_reports(canvas, "figures blank", everything[hidden & ~idle])
