"""What the reports come to: requests and their outcomes, grounds, documents, days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd
from pandas import DataFrame

from gxkit.charts.figures.timeliness import (
    EVERYBODY,
    OF_EITHER,
    OWN,
    timeliness_data,
)
from gxkit.charts.marks import SIGNS
from gxkit.charts.spans import is_open, with_spans
from gxkit.forms.crosswalk import Comparability, crosswalk, find_concept
from gxkit.panel.cells import Figures
from gxkit.panel.series import concept_series
from gxkit.paper import wording
from gxkit.paper.portions import spread
from gxkit.paper.rates import group_bodies
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


class Course(NamedTuple):
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

    @property
    def size(self) -> Any:
        """How far the last figure is from the first, by the most that both may be."""
        return abs(self.last.most - self.first.most)


def _series(points: list[Any]) -> Course:
    """The points of one body as a series; it has no direction where that is undecided."""
    first, last = points[0], points[-1]
    ends = (first.least, first.most), (last.least, last.most)
    return Course(
        first.agency,
        first.agency_en,
        points,
        wording.direction(*ends),
        wording.direction(*ends, "en"),
    )


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
    # Only what means the same may be added up; the others are told by themselves.
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
        form=_family_name(walk.family(alike[0])) if alike else None,
        earlier=all(place < first for place in others),
        accepted=bool(alike) and walk.family(newest) not in RECEIVED,
        **_list_courses(new),
    )


def _list_courses(points: list[SimpleNamespace]) -> dict[str, Any]:
    """The `series` of the bodies with several years, and how they `went`: how many rose, fell,
    stayed level, and are undecided (`open`)."""
    courses = [_series(own) for own in group_bodies(points)]
    ways = Counter(course.direction_en for course in courses)
    went = SimpleNamespace(
        rose=ways["rose"],
        fell=ways["fell"],
        level=ways["stayed level"],
        open=ways[""],
    )
    return {"series": courses, "went": went}


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
    bodies: dict[tuple[str, ...], list[Any]] = {}
    for line in wording.lines(lines.sort_values([*WHO, "year"])):
        body = (line.code, line.agency, line.scope)
        bodies.setdefault(body, []).append(line)
    return list(map(_documents, bodies.values()))


def _documents(own: list[Any]) -> SimpleNamespace:
    """The stock of one body through its years."""
    points = [
        SimpleNamespace(
            year=int(line.year),
            stock=line.in_force,
            made=line.made,
            repealed=line.repealed,
        )
        for line in own
    ]
    first, last = points[0], points[-1]
    return SimpleNamespace(
        agency=own[0].agency,
        agency_en=own[0].agency_en,
        several=len(points) > 1,
        points=points,
        direction=wording.direction((first.stock,), (last.stock,)),
    )


def list_days(facts: Facts) -> SimpleNamespace:
    """Reports by whether they came in time (`known`): `late` ones, and how many were `timely`.

    `early` are those dated before the year that they report on had ended, which are neither,
    `either` those of which several days are told that come to the same, `open` those of which the
    level or the day leaves it open, `undated` those whose day is not known.
    """
    rows = [_days_row(line) for line in wording.lines(timeliness_data(facts))]
    dated = [row for row in rows if row.least is not None]
    known = [row for row in dated if _is_decided(row)]
    early = [row for row in known if row.published <= f"{row.year}-12-31"]
    late = [row for row in known if row.least > 0]
    return SimpleNamespace(
        own=OWN,
        everybody=EVERYBODY,
        known=known,
        late=late,
        early=early,
        timely=len(known) - len(late) - len(early),
        either=[row for row in known if row.either],
        open=[row for row in dated if not _is_decided(row)],
        undated=[row for row in rows if not row.published],
    )


def _is_decided(row: SimpleNamespace) -> bool:
    """Whether a report was late by each day that it may be of, or in time by each."""
    return bool(row.least > 0 or row.most <= 0)


def _days_row(line: Any) -> SimpleNamespace:
    """A report's days after the day due, the least and the most that they may be."""
    days = (line.days, line.days_low, line.days_high)
    # Without a day of publication, or a term for its level, nothing can be said of it.
    told, least, most = (None if pd.isna(one) else int(one) for one in days)
    return SimpleNamespace(
        agency=line.agency,
        agency_en=line.agency_en,
        year=int(line.year),
        published=line.published,
        due=line.due,
        days=told,
        least=least,
        most=most,
        either=line.basis == OF_EITHER,
    )
