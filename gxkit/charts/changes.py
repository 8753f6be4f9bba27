"""Years along a figure's axis, and where the form changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from gxkit.charts.canvas import Canvas
from gxkit.charts.house import MUTED, Look
from gxkit.charts.names import family_name
from gxkit.charts.words import joined
from gxkit.forms.crosswalk import crosswalk

# dotted, for it is no data
CHANGE_OF_FORM: Look = {
    "color": MUTED,
    "linewidth": 0.9,
    "linestyle": (0, (1, 2)),
    "zorder": 5,
}


class Change(NamedTuple):
    """A family of forms and the first year in which most reports fill it."""

    family: str
    year: int


def list_changes(data: pd.DataFrame) -> list[Change]:
    """The forms of most reports (`report`, `family`, `year`) year by year, each where it begins."""
    dated = data[data["year"].notna()]
    reports = dated.drop_duplicates(["report", "family"])
    counts = reports.groupby(["year", "family"]).size()
    by_year = counts.unstack(fill_value=0)
    # of as many reports the later form counts: it is the one that begins
    order = list(crosswalk().families)
    known = [family for family in reversed(order) if family in by_year]
    rest = [family for family in by_year if family not in known]
    most = by_year[[*known, *rest]].idxmax(axis=1)
    changes: list[Change] = []
    for year, family in zip(most.index, most.astype(str), strict=True):
        if not changes or changes[-1].family != family:
            changes.append(Change(family, int(year)))
    return changes


def mark_changes(
    ax: Axes,
    changes: Sequence[Change],
) -> None:
    """A dotted line before the first year of each form but the first."""
    for change in changes[1:]:
        ax.axvline(
            change.year - 0.5,
            **CHANGE_OF_FORM,
        )


def note_changes(
    canvas: Canvas,
    changes: Sequence[Change],
) -> None:
    """Which form followed which; nothing where one form was used throughout."""
    steps = []
    for one, other in pairwise(changes):
        before = family_name(one.family, canvas.language)
        after = family_name(other.family, canvas.language)
        steps.append(f"{other.year}: {before} → {after}")
    if steps:
        said = joined(steps, canvas.language)
        canvas.note("changes note", said)
