"""What the reports come to: requests and their outcomes, rates, grounds, documents, days."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd
from pandas import DataFrame

from gxkit.charts.figures.timeliness import timeliness_data
from gxkit.charts.marks import SIGNS
from gxkit.forms.crosswalk import Comparability, crosswalk, find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series
from gxkit.paper import wording
from gxkit.report import Facts

FEW = 20
"""cases below which a rate is not worded as per cent: one case more or less moves it by points"""
FLOW = (
    "requests_received",
    "carried_in",
    "decided",
    "granted",
    "partial",
    "denied",
    "unavailable",
    "not_processed",
    "other_handling",
    "carried_out",
)
WHO = ["code", "agency", "scope"]


class Rate(NamedTuple):
    """An indicator of one report.

    `low` and `high` are its interval, `few` says that it is no rate to speak of.
    """

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

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


class Series(NamedTuple):
    """A body's figures over its years.

    `apart`: the intervals of the first and the last do not overlap.
    """

    agency: str
    agency_en: str
    points: list[Any]
    direction: str
    direction_en: str
    apart: bool

    @property
    def first(self) -> Any:
        return self.points[0]

    @property
    def last(self) -> Any:
        return self.points[-1]


def _series(points: list[Any], apart: bool = False) -> Series:
    """The points of one body as a series."""
    first, last = points[0], points[-1]
    return Series(
        first.agency,
        first.agency_en,
        points,
        wording.direction(first.value, last.value),
        wording.direction(first.value, last.value, "en"),
        apart,
    )


def _by_body(points: Iterable[Any]) -> list[list[Any]]:
    """Points of bodies with several of them, body by body."""
    bodies: dict[tuple[str, ...], list[Any]] = {}
    for point in points:
        body = (point.code, point.agency, point.scope)
        bodies.setdefault(body, []).append(point)
    # One year makes no series: nothing rises or falls in it.
    return [own for own in bodies.values() if len(own) > 1]


def list_flow(panel: DataFrame, figures: Figures) -> SimpleNamespace:
    """One line a report whose form asks for every stage of a request: the stages as text.

    A reconciled figure has a star, an implied one a ring. `since` names the first such form if
    others are left out.
    """
    walk = crosswalk()
    asking = [set(find_concept(concept).cells) for concept in FLOW]
    # A form that lacks one stage would have a gap in its line that looks like a blank cell.
    able = set.intersection(*asking)
    rows: dict[str, SimpleNamespace] = {}
    used: set[str] = set()
    for concept in FLOW:
        series = concept_series(panel, concept, figures=figures)
        for line in wording.lines(series[series["edition"].isin(able)]):
            new = SimpleNamespace(
                agency=line.agency,
                year=int(line.year),
                figures=[],
            )
            row = rows.setdefault(str(line.report), new)
            sign = SIGNS.get(line.basis, "")
            row.figures.append(wording.number(line.value) + sign)
            used.add(walk.family(str(line.edition)))
    # Only where reports are left out must the caption say since when it counts.
    left_out = set(panel["report"]) - set(rows)
    first = next((family for family in walk.families if family in used), "")
    is_some = bool(first and left_out)
    return SimpleNamespace(
        rows=list(rows.values()),
        since=walk.family_name(first, "zh") if is_some else "",
    )


def sum_received(panel: DataFrame, figures: Figures) -> SimpleNamespace:
    """Requests received: in forms that compare with the newest (`new`), in the others (`old`).

    `form` is the first family of the former; `earlier` says that all others were before it.
    """
    walk = crosswalk()
    series = concept_series(panel, "requests_received", figures=figures)
    concept = find_concept("requests_received")
    # In the order of their first year, which is that of walk.forms.
    used = [edition for edition in walk.forms if edition in set(series["edition"])]
    asking = [edition for edition in used if edition in concept.cells]
    newest = asking[-1] if asking else ""
    alike = [edition for edition in asking if _is_alike(edition, newest)]
    # Only what means the same may be added up; the others are told one by one.
    known = series[series["value"].notna()]
    is_new = known["edition"].isin(alike)
    new = _points(known[is_new])
    old = _points(known[~is_new])
    others = [place for place, edition in enumerate(used) if edition not in alike]
    first = used.index(alike[0]) if alike else 0
    return SimpleNamespace(
        new=new,
        old=old,
        old_some=[point for point in old if point.value],
        total=known.loc[is_new, "value"].sum(),
        series=[_series(own) for own in _by_body(new)],
        form=_family_name(alike[0]) if alike else "",
        earlier=all(place < first for place in others),
    )


def _family_name(edition: str) -> str:
    walk = crosswalk()
    return walk.family_name(walk.family(edition), "zh")


def _is_alike(edition: str, newest: str) -> bool:
    """Whether requests received mean the same in an edition as in the newest."""
    walk, concept = crosswalk(), find_concept("requests_received")
    return walk.comparability(concept, edition, newest) is Comparability.COMPARABLE


def _points(series: DataFrame) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            code=line.code,
            agency=line.agency,
            agency_en=line.agency_en,
            scope=line.scope,
            year=int(line.year),
            value=line.value,
        )
        for line in wording.lines(series)
    ]


def list_rates(indicators: DataFrame) -> dict[str, SimpleNamespace]:
    """The indicators by id (`.` as `_`)."""
    # What a form does not ask for is neither a rate nor undefined: the study is silent on it.
    asked = indicators["comparability"].ne("none")
    made = {}
    for name, own in indicators.groupby("indicator", sort=False):
        key = str(name).replace(".", "_")
        made[key] = _rates(own[asked[own.index]])
    return made


def _rates(own: DataFrame) -> SimpleNamespace:
    """One indicator: its rows, those of FEW cases or more, extremes, series, what is undefined."""
    known = own["value"].notna()
    rows = [_rate(line) for line in wording.lines(own[known])]
    large = [rate for rate in rows if not rate.few]
    low = min(large, key=lambda rate: rate.value, default=None)
    high = max(large, key=lambda rate: rate.value, default=None)
    # What lies across a break is told where the break is told.
    undefined = own[~known & own["comparability"].eq("comparable")]
    made = SimpleNamespace(
        rows=rows,
        large=large,
        low=low,
        high=high,
    )
    made.clear = [rate for rate in rows if rate.clear]
    bodies = _by_body(large)
    made.series = [_series(own, _apart(own[0], own[-1])) for own in bodies]
    # Without a rate of enough cases there is neither a lowest nor a highest to compare.
    made.several = made.apart = False
    if low is not None and high is not None:
        made.several = low.value != high.value
        made.apart = _apart(low, high)
    made.undefined = [
        SimpleNamespace(
            agency=line.agency,
            year=int(line.year),
            note=line.note,
        )
        for line in wording.lines(undefined)
    ]
    return made


def _rate(line: Any) -> Rate:
    return Rate(
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
    )


def _apart(one: Rate, other: Rate) -> bool:
    # Intervals that overlap leave it open which rate is higher, and the study must not say.
    return one.high < other.low or other.high < one.low


def sum_grounds(panel: DataFrame, figures: Figures) -> SimpleNamespace:
    """The grounds of denial over all reports that fill in every one of them, the most used first.

    `kinds` is how many grounds there are, `reports` how many reports denied anything.
    """
    ids = [concept for concept in crosswalk().concepts if concept.startswith("denied.")]
    series = {}
    for concept in ids:
        one = concept_series(panel, concept, figures=figures)
        series[concept] = one.set_index("report")["value"]
    # A report that leaves one ground blank does not show how its denials are spread.
    table = DataFrame(series).dropna()
    # Stable, so that grounds used equally often keep the order of the form in every run.
    sums = table.sum().sort_values(ascending=False, kind="stable")
    named = []
    for name, count in sums.items():
        ground = find_concept(str(name))
        named.append(
            SimpleNamespace(
                zh=ground.zh,
                en=ground.en,
                count=count,
            )
        )
    denials = table.sum(axis=1)
    return SimpleNamespace(
        used=[ground for ground in named if ground.count],
        unused=[ground for ground in named if not ground.count],
        kinds=len(ids),
        reports=int((denials > 0).sum()),
        total=sums.sum(),
    )


def list_documents(panel: DataFrame) -> list[SimpleNamespace]:
    """The stock of normative documents in force, body by body, as printed.

    With it what the year made and repealed.
    """
    parts = {}
    for part in ("in_force", "made", "repealed"):
        series = concept_series(panel, f"normative_documents_{part}")
        parts[part] = series.set_index("report")["value"]
    who = panel.drop_duplicates("report").set_index("report")[[*WHO, "year"]]
    lines = DataFrame(parts).join(who)
    # What a year made and repealed says nothing without the stock that it changes.
    lines = lines.dropna(subset=["in_force"])
    lines = lines.sort_values([*WHO, "year"])
    bodies = lines.groupby(WHO, sort=False)
    return [_documents(own) for _, own in bodies]


def _documents(own: DataFrame) -> SimpleNamespace:
    """The stock of one body through its years."""
    points = [
        SimpleNamespace(
            year=int(line.year),
            stock=line.in_force,
            made=line.made,
            repealed=line.repealed,
        )
        for line in wording.lines(own)
    ]
    first, last = points[0], points[-1]
    return SimpleNamespace(
        agency=own["agency"].iloc[0],
        several=len(points) > 1,
        points=points,
        direction=wording.direction(first.stock, last.stock),
    )


def list_days(facts: Facts) -> SimpleNamespace:
    """Reports by whether they came in time; `undated` are those whose day is not known."""
    rows = []
    for line in wording.lines(timeliness_data(facts)):
        row = SimpleNamespace(agency=line.agency, year=int(line.year))
        row.published, row.due = line.published, line.due
        # Without a day of publication, or a term for its level, nothing can be said of it.
        row.days = None if pd.isna(line.days) else int(line.days)
        rows.append(row)
    known = [row for row in rows if row.days is not None]
    return SimpleNamespace(
        known=known,
        late=[row for row in known if row.days > 0],
        undated=[row for row in rows if not row.published],
    )
