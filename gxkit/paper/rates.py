"""The rates of the reports: which can be told, their extremes and changes, what is undecided."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

from pandas import DataFrame, Series

from gxkit.charts.spans import is_open, with_spans
from gxkit.panel.cells import Figures
from gxkit.panel.indicators import indicator
from gxkit.panel.indicators.intervals import FEW, LEVEL
from gxkit.paper import wording
from gxkit.paper.portions import spread
from gxkit.paper.shares import Share, subtract
from gxkit.text import Sentence

SIDES = ("numerator", "denominator")
Ends = tuple[float, float]
"""the least and the most that a count may be"""


class Rate(NamedTuple):
    """An indicator of one report.

    `low` and `high` are its interval, `few` says that it is no rate to speak of. `least` and `most`
    are what it may be: other numbers than its value only where it is undecided, and so are the
    ends of its counts, `part` and `whole`.
    """

    report: str
    indicator: str
    code: str
    agency: str
    agency_en: str
    scope: str
    year: int
    numerator: float
    denominator: float
    value: float
    low: float
    high: float
    few: bool
    changed: bool
    least: float
    most: float
    part: Ends
    whole: Ends

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0

    @property
    def small(self) -> bool:
        """Whether its denominator is less than a rate is told of, whatever it may be."""
        return self.whole[1] < FEW

    @property
    def loose(self) -> bool:
        """Whether its denominator is undecided too, so that there is nothing to take a share of."""
        return self.whole[0] != self.whole[1]


def group_bodies(points: Iterable[Any]) -> list[list[Any]]:
    """Points of bodies with several of them, body by body."""
    bodies: dict[tuple[str, ...], list[Any]] = {}
    for point in points:
        body = (point.code, point.agency, point.scope)
        bodies.setdefault(body, []).append(point)
    # One year makes no series: nothing rises or falls in it.
    return [own for own in bodies.values() if len(own) > 1]


class Rates(dict[str, SimpleNamespace]):
    """The indicators by id (`.` as `_`), each worded when it is first asked for: a template asks
    for a few of fifty.

    `panel`, `figures` and `alternatives` are what they were counted from.
    """

    def __init__(
        self,
        indicators: DataFrame,
        panel: DataFrame,
        figures: Figures,
        alternatives: DataFrame,
    ) -> None:
        super().__init__()
        # What a form does not ask for is neither a rate nor undefined: the study is silent on it.
        asked = indicators[indicators["comparability"].ne("none")]
        named = indicators["indicator"].unique()
        self._own = {name: asked[asked["indicator"].eq(name)] for name in named}
        self._names = {str(name).replace(".", "_"): name for name in named}
        self._panel, self._figures, self._alternatives = panel, figures, alternatives

    def __missing__(self, key: str) -> SimpleNamespace:
        name = self._names[key]
        own = self._own[name]
        opened = own[_is_open(own)]
        counts = self._span_counts(name, opened["report"])
        made = self[key] = _rates(own, counts)
        return made

    def _span_counts(
        self,
        name: str,
        reports: Series,
    ) -> DataFrame:
        """What the counts behind some undecided rates may be, by report."""
        inside = self._panel["report"].isin(reports)
        # Whole bodies, since a rate may stand on the year before; no others, which are decided.
        codes = self._panel.loc[inside, "code"]
        part = self._panel[self._panel["code"].isin(codes)]
        made = with_spans(
            partial(_count_sides, name=name),
            part,
            self._alternatives,
            SIDES,
            figures=self._figures,
        )
        return made.set_index("report")


def _count_sides(
    panel: DataFrame,
    figures: Figures,
    name: str,
) -> DataFrame:
    """An indicator in each report with the counts beside it."""
    return indicator(
        panel,
        name,
        figures=figures,
    )


def _is_open(own: DataFrame) -> Series:
    """Which lines of an indicator are undecided."""
    ends = {"low": "value_low", "high": "value_high"}
    return is_open(own.rename(columns=ends), "value")


def _rates(
    own: DataFrame,
    counts: DataFrame,
) -> SimpleNamespace:
    """One indicator: its rows, those of FEW cases or more, extremes, series, what is undefined.

    What is undecided (`open`) stands in none of the others: nothing of it can be compared. `asked`
    says that a form of the reports asks for it, `several_bodies` that more than one has a rate.
    `counts` are what its counts may be, by report.
    """
    opened = _is_open(own)
    known = own["value"].notna() & ~opened
    rows = [_rate(line) for line in wording.lines(own[known])]
    large = [rate for rate in rows if not rate.few]
    bodies = group_bodies(large)
    changes = [_change(own[0], own[-1]) for own in bodies if own[0].denominator > 0]
    # What lies across a break is told where the break is told.
    undefined = own[~known & ~opened & own["comparability"].eq("comparable")]
    return SimpleNamespace(
        rows=rows,
        large=large,
        open=[_undecided(line, counts) for line in wording.lines(own[opened])],
        clear=[rate for rate in rows if rate.clear],
        spread=spread(rate.value for rate in large),
        changes=changes,
        moved=_count_moved(changes),
        asked=not own.empty,
        several_bodies=len({(rate.code, rate.agency, rate.scope) for rate in rows}) > 1,
        **_find_extremes(large),
        **_list_undefined(undefined),
    )


def _find_extremes(large: list[Rate]) -> dict[str, Any]:
    """The lowest and the highest rate, how many others are `as_low` and `as_high`, and whether the
    two differ (`several`)."""
    low = min(large, key=lambda rate: rate.value, default=None)
    high = max(large, key=lambda rate: rate.value, default=None)
    return {
        "low": low,
        "high": high,
        # Of several that are lowest the first alone would look as if it stood alone.
        "as_low": sum(rate.value == low.value for rate in large) - 1 if low else 0,
        "as_high": sum(rate.value == high.value for rate in large) - 1 if high else 0,
        # Without a rate of enough cases there is neither a lowest nor a highest to compare.
        "several": low is not None and high is not None and low.value != high.value,
    }


def _list_undefined(undefined: DataFrame) -> dict[str, Any]:
    """The reports without a rate and why: `nothing` of them had no case, `blank` leave a cell
    blank."""
    # A blank is no sign that there was nothing to count, and may not be told as if it were.
    had_none = undefined["denominator"].eq(0)
    told = [
        SimpleNamespace(
            agency=line.agency,
            agency_en=line.agency_en,
            year=int(line.year),
            note=Sentence(line.note, line.note_en),
        )
        for line in wording.lines(undefined)
    ]
    nothing = int(had_none.sum())
    return {"undefined": told, "nothing": nothing, "blank": len(told) - nothing}


def _rate(line: Any) -> Rate:
    return Rate(
        str(line.report),
        str(line.indicator),
        line.code,
        line.agency,
        line.agency_en,
        line.scope,
        int(line.year),
        line.numerator,
        line.denominator,
        line.value,
        line.ci_low,
        line.ci_high,
        # NaN is not at least FEW either: a gap has no denominator of its own.
        not line.denominator >= FEW,
        bool(line.reconciled),
        line.low,
        line.high,
        (line.numerator, line.numerator),
        (line.denominator, line.denominator),
    )


def _undecided(
    line: Any,
    counts: DataFrame,
) -> Rate:
    """A rate that is undecided, with what its counts may be."""
    own = counts.loc[line.report]
    part, whole = ((own[f"{side}_low"], own[f"{side}_high"]) for side in SIDES)
    return _rate(line)._replace(part=part, whole=whole)


def _count_moved(changes: list[SimpleNamespace]) -> SimpleNamespace:
    """How many changes are clear of 0, upwards and downwards, and how many would be by `chance`."""
    clear = [change.difference for change in changes if change.difference.clear]
    return SimpleNamespace(
        clear=len(clear),
        up=sum(difference.value > 0 for difference in clear),
        down=sum(difference.value < 0 for difference in clear),
        chance=round((1 - LEVEL) * len(changes), 2),
    )


def _change(first: Rate, last: Rate) -> SimpleNamespace:
    """A body's rate from its first year to its last, tested as a difference."""
    ends = [Share(rate.numerator, rate.denominator) for rate in (first, last)]
    difference = subtract(ends[1], ends[0])
    return SimpleNamespace(
        agency=first.agency,
        agency_en=first.agency_en,
        first=first,
        last=last,
        difference=difference,
        size=abs(difference.value),
    )
