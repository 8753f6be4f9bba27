"""On which grounds information was denied, over all reports that fill in every one of them."""

from __future__ import annotations

from collections.abc import Collection
from types import SimpleNamespace
from typing import NamedTuple

from pandas import DataFrame

from gxkit.forms.crosswalk import crosswalk, find_concept
from gxkit.panel.cells import Figures
from gxkit.paper.results import list_points, span_concept


class _Given(NamedTuple):
    """The grounds as columns, a line a report (NA where a cell has no number), the reports of
    which one is undecided, and whether a form of the reports asks for grounds."""

    table: DataFrame
    open: list[SimpleNamespace]
    asked: bool


REFERRED = "denied.administrative_query"
"""the ground that refuses nothing on the merits"""


def sum_grounds(
    panel: DataFrame,
    figures: Figures,
    alternatives: DataFrame,
    inside: Collection[str] = (),
) -> SimpleNamespace:
    """The grounds of denial over all reports that fill in every one of them, the most used first.

    `asked` says that a form asks for grounds, `kinds` is how many there are, `reports` how many
    reports denied anything, `open` those of which a ground is undecided: they are in no sum, nor
    are reports that others count too (`inside`, of which `counted` is how many deny anything).
    `referred` counts those on REFERRED, `largest` is the share of the report that denied most, None
    where no other body denies.
    """
    given = _read_grounds(panel, figures, alternatives)
    # A report that leaves one ground blank does not show how its denials are spread.
    every = given.table.dropna()
    is_inside = every.index.isin(list(inside))
    table = every[~is_inside]
    named = _rank_grounds(table)
    denials = table.sum(axis=1)
    total = denials.sum()
    denying = denials[denials > 0].index
    who = panel.drop_duplicates("report").set_index("report")[["code", "agency"]]
    # The reports of one body say nothing of whose practice it is.
    several = len(who.loc[denying].drop_duplicates()) > 1
    return SimpleNamespace(
        asked=given.asked,
        used=[ground for ground in named if ground.count],
        unused=[ground for ground in named if not ground.count],
        kinds=len(named),
        open=given.open,
        reports=len(denying),
        total=total,
        referred=table[REFERRED].sum() if REFERRED in table else 0,
        counted=int((every[is_inside].sum(axis=1) > 0).sum()),
        largest=denials.max() / total if several else None,
    )


def _read_grounds(
    panel: DataFrame,
    figures: Figures,
    alternatives: DataFrame,
) -> _Given:
    """What the reports say of each ground."""
    series = {}
    opened: dict[str, SimpleNamespace] = {}
    asked = False
    for concept in crosswalk().concepts:
        if not concept.startswith("denied."):
            continue
        one = span_concept(panel, concept, figures, alternatives)
        asked |= bool(one["comparability"].ne("none").any())
        decided = one["value"].where(~one["open"])
        series[concept] = decided.set_axis(one["report"])
        unsure = one[one["open"]]
        opened.update(zip(unsure["report"], list_points(unsure), strict=True))
    return _Given(DataFrame(series), list(opened.values()), asked)


def _rank_grounds(table: DataFrame) -> list[SimpleNamespace]:
    """The grounds with what the reports of a table come to, the most used first."""
    # Stable, so that grounds used equally often keep the order of the form in every run.
    sums = table.sum().sort_values(ascending=False, kind="stable")
    named = []
    for name, count in sums.items():
        ground = find_concept(str(name))
        named.append(SimpleNamespace(zh=ground.zh, en=ground.en, count=count))
    return named
