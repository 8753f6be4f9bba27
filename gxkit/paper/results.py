"""What the reports come to: requests and their outcomes, rates, grounds, documents, days."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd
from pandas import DataFrame

from gxkit.charts.figures.timeliness import (
    EVERYBODY,
    OWN,
    SUMMARIES,
    timeliness_data,
)
from gxkit.charts.marks import SIGNS
from gxkit.charts.spans import is_open, with_spans
from gxkit.forms.crosswalk import Comparability, crosswalk, find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series
from gxkit.paper import wording
from gxkit.paper.portions import FEW, spread
from gxkit.paper.shares import Share, subtract
from gxkit.report import Facts
from gxkit.text import Sentence

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
# Families whose forms ask for requests received; older ones ask for those accepted.
RECEIVED = ("2019", "2021")
WHO = ["code", "agency", "scope"]


class Rate(NamedTuple):
    """An indicator of one report.

    `low` and `high` are its interval, `few` says that it is no rate to speak of. `least` and `most`
    are what it may be: other numbers than its value only where it is undecided.
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

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0

    @property
    def small(self) -> bool:
        """Whether its denominator is known, and less than a rate is told of."""
        return self.denominator < FEW


class Series(NamedTuple):
    """A body's figures over its years."""

    agency: str
    agency_en: str
    points: list[Any]
    direction: str
    direction_en: str

    @property
    def first(self) -> Any:
        return self.points[0]

    @property
    def last(self) -> Any:
        return self.points[-1]


def _series(points: list[Any]) -> Series:
    """The points of one body as a series; it has no direction where that is undecided."""
    first, last = points[0], points[-1]
    ends = (first.least, first.most), (last.least, last.most)
    return Series(
        first.agency,
        first.agency_en,
        points,
        wording.direction(*ends),
        wording.direction(*ends, "en"),
    )


def _by_body(points: Iterable[Any]) -> list[list[Any]]:
    """Points of bodies with several of them, body by body."""
    bodies: dict[tuple[str, ...], list[Any]] = {}
    for point in points:
        body = (point.code, point.agency, point.scope)
        bodies.setdefault(body, []).append(point)
    # One year makes no series: nothing rises or falls in it.
    return [own for own in bodies.values() if len(own) > 1]


def _concept_data(panel: DataFrame, figures: Figures, concept: str) -> DataFrame:
    """A concept in each report, as the data of a figure name it."""
    return concept_series(panel, concept, figures=figures).assign(concepts=concept)


def span_concept(
    panel: DataFrame,
    concept: str,
    figures: Figures,
    alternatives: DataFrame,
) -> DataFrame:
    """A concept in each report, `least` and `most` it may be, and whether that is `open`."""
    make = partial(_concept_data, concept=concept)
    series = with_spans(make, panel, alternatives, ["value"], figures=figures)
    ends = {"value_low": "least", "value_high": "most"}
    return series.assign(open=is_open(series, "value")).rename(columns=ends)


def list_flow(
    panel: DataFrame,
    figures: Figures,
    alternatives: DataFrame,
) -> SimpleNamespace:
    """One line a report whose form asks for every stage of a request: the stages as text.

    A reconciled figure has a star, an implied one a ring; of an undecided one stand the least and
    the most. `since` names the first such form if others are left out.
    """
    walk = crosswalk()
    asking = [set(find_concept(concept).cells) for concept in FLOW]
    # A form that lacks one stage would have a gap in its line that looks like a blank cell.
    able = set.intersection(*asking)
    rows: dict[str, SimpleNamespace] = {}
    used: set[str] = set()
    for concept in FLOW:
        series = span_concept(panel, concept, figures, alternatives)
        for line in wording.lines(series[series["edition"].isin(able)]):
            row = rows.setdefault(str(line.report), _flow_line(line))
            # The first of the stages is what came in: a table of many shows the largest.
            row.weight = row.weight or line.most
            sign = SIGNS.get(line.basis, "")
            row.figures.append(_say_count(line) + sign)
            used.add(walk.family(str(line.edition)))
    # Only where reports are left out must the caption say since when it counts.
    left_out = set(panel["report"]) - set(rows)
    first = next((family for family in walk.families if family in used), "")
    is_some = bool(first and left_out)
    return SimpleNamespace(
        rows=list(map(_name_stages, rows.values())),
        since=_family_name(first) if is_some else None,
    )


def _flow_line(line: Any) -> SimpleNamespace:
    """The line of a report in the flow, without a stage as yet."""
    return SimpleNamespace(
        report=str(line.report),
        agency=line.agency,
        year=int(line.year),
        agency_en=line.agency_en,
        figures=[],
        weight=None,
    )


def _name_stages(row: SimpleNamespace) -> SimpleNamespace:
    """A line of the flow with its figures by the stage that they count."""
    row.stages = dict(zip(FLOW, row.figures, strict=True))
    return row


def _say_count(line: Any) -> str:
    """A count as text, the least and the most of one that is undecided."""
    if line.open:
        ends = f"{wording.number(line.least)}–{wording.number(line.most)}"
        return ends + SIGNS["open"]
    return wording.number(line.value)


def sum_received(
    panel: DataFrame,
    figures: Figures,
    alternatives: DataFrame,
    inside: Collection[str] = (),
) -> SimpleNamespace:
    """Requests received: in forms that compare with the newest (`new`), in the others (`old`).

    `form` is the first family of the former; `earlier` says that all others were before it. `total`
    is a point as the others are, open where one of them is. It leaves out the reports that others
    count too (`inside`, of which `counted` are those with a figure).
    """
    walk = crosswalk()
    series = span_concept(panel, "requests_received", figures, alternatives)
    concept = find_concept("requests_received")
    # In the order of their first year, which is that of walk.forms.
    used = [edition for edition in walk.forms if edition in set(series["edition"])]
    asking = [edition for edition in used if edition in concept.cells]
    newest = asking[-1] if asking else ""
    alike = [edition for edition in asking if _is_alike(edition, newest)]
    # Only what means the same may be added up; the others are told one by one.
    known = series[series["least"].notna()]
    is_new = known["edition"].isin(alike)
    new = list_points(known[is_new])
    old = list_points(known[~is_new])
    is_inside = known["report"].isin(inside)
    others = [place for place, edition in enumerate(used) if edition not in alike]
    first = used.index(alike[0]) if alike else 0
    return SimpleNamespace(
        new=new,
        old=old,
        old_some=[point for point in old if point.most],
        total=_total(known[is_new & ~is_inside]),
        counted=list_points(known[is_new & is_inside]),
        spread=spread(point.value for point in new if not point.open),
        series=[_series(own) for own in _by_body(new)],
        form=_family_name(walk.family(alike[0])) if alike else None,
        earlier=all(place < first for place in others),
        accepted=bool(alike) and walk.family(newest) not in RECEIVED,
    )


def _total(known: DataFrame) -> SimpleNamespace:
    """The sum of the points: reports are undecided each for itself, so that their ends add up."""
    return SimpleNamespace(
        value=known["value"].sum(),
        least=known["least"].sum(),
        most=known["most"].sum(),
        open=bool(known["open"].any()),
    )


def _family_name(family: str) -> Sentence:
    walk = crosswalk()
    return Sentence(walk.family_name(family, "zh"), walk.family_name(family, "en"))


def _is_alike(edition: str, newest: str) -> bool:
    """Whether requests received mean the same in an edition as in the newest."""
    walk, concept = crosswalk(), find_concept("requests_received")
    return walk.comparability(concept, edition, newest) is Comparability.COMPARABLE


def list_points(series: DataFrame) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            code=line.code,
            agency=line.agency,
            agency_en=line.agency_en,
            scope=line.scope,
            year=int(line.year),
            value=line.value,
            least=line.least,
            most=line.most,
            open=line.open,
        )
        for line in wording.lines(series)
    ]


class Rates(dict[str, SimpleNamespace]):
    """The indicators by id (`.` as `_`), each worded when it is first asked for: a template asks
    for a few of fifty."""

    def __init__(self, indicators: DataFrame) -> None:
        super().__init__()
        # What a form does not ask for is neither a rate nor undefined: the study is silent on it.
        asked = indicators[indicators["comparability"].ne("none")]
        named = indicators["indicator"].unique()
        self._own = {name: asked[asked["indicator"].eq(name)] for name in named}
        self._names = {str(name).replace(".", "_"): name for name in named}

    def __missing__(self, key: str) -> SimpleNamespace:
        made = self[key] = _rates(self._own[self._names[key]])
        return made


def _rates(own: DataFrame) -> SimpleNamespace:
    """One indicator: its rows, those of FEW cases or more, extremes, series, what is undefined.

    What is undecided (`open`) stands in none of the others: nothing of it can be compared. `asked`
    says that a form of the reports asks for it, `several_bodies` that more than one has a rate.
    """
    opened = is_open(own.rename(columns={"low": "value_low", "high": "value_high"}), "value")
    known = own["value"].notna() & ~opened
    rows = [_rate(line) for line in wording.lines(own[known])]
    large = [rate for rate in rows if not rate.few]
    bodies = _by_body(large)
    # What lies across a break is told where the break is told.
    undefined = own[~known & ~opened & own["comparability"].eq("comparable")]
    return SimpleNamespace(
        rows=rows,
        large=large,
        open=[_rate(line) for line in wording.lines(own[opened])],
        clear=[rate for rate in rows if rate.clear],
        spread=spread(rate.value for rate in large),
        changes=[_change(own[0], own[-1]) for own in bodies if own[0].denominator > 0],
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
    )


def _change(first: Rate, last: Rate) -> SimpleNamespace:
    """A body's rate from its first year to its last, tested as a difference."""
    ends = [Share(rate.numerator, rate.denominator) for rate in (first, last)]
    return SimpleNamespace(
        agency=first.agency,
        agency_en=first.agency_en,
        first=first,
        last=last,
        difference=subtract(ends[1], ends[0]),
    )


def list_documents(panel: DataFrame) -> list[SimpleNamespace]:
    """The stock of normative documents in force, body by body, as printed.

    With it what the year made and repealed.
    """
    parts = {}
    for part in ("in_force", "made", "repealed"):
        series = concept_series(panel, f"normative_documents_{part}")
        parts[part] = series.set_index("report")["value"]
    who = panel.drop_duplicates("report").set_index("report")[[*WHO, "agency_en", "year"]]
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
        agency_en=own["agency_en"].iloc[0],
        several=len(points) > 1,
        points=points,
        direction=wording.direction((first.stock,), (last.stock,)),
    )


def list_days(facts: Facts) -> SimpleNamespace:
    """Reports by whether they came in time; `early` are those dated before the year that they
    report on had ended, which are neither in time nor late, `undated` those whose day is not
    known, `open` those whose level is not."""
    rows = []
    for line in wording.lines(timeliness_data(facts)):
        row = SimpleNamespace(agency=line.agency, agency_en=line.agency_en, year=int(line.year))
        row.published, row.due = line.published, line.due
        # Without a day of publication, or a term for its level, nothing can be said of it.
        row.days = None if pd.isna(line.days) else int(line.days)
        row.open = row.days is None and not pd.isna(line.days_low)
        rows.append(row)
    known = [row for row in rows if row.days is not None]
    early = [row for row in known if row.published <= f"{row.year}-12-31"]
    late = [row for row in known if row.days > 0]
    staged = {day for day in SUMMARIES.values() if day not in (OWN, EVERYBODY)}
    # Days on which none of these reports was due have no place in a study of them.
    if all(row.due for row in rows):
        staged &= {(int(row.due[5:7]), int(row.due[8:])) for row in rows}
    return SimpleNamespace(
        own=OWN,
        everybody=EVERYBODY,
        staged=sorted(staged),
        known=known,
        late=late,
        early=early,
        timely=len(known) - len(late) - len(early),
        open=[row for row in rows if row.open],
        undated=[row for row in rows if not row.published],
    )
