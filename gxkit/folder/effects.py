"""What decisions would change: the indicators of a report, before and after."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gxkit.folder.collection import Collection
from gxkit.report import Facts, Report
from gxkit.text import Sentence

_SHARE = "1"
_UNTOLD = "—"
_DIGITS = (1, 2, 3, 5)
_NEXT = 1
"""years: a rate of growth rests on two reports that follow each other"""
Trial = Report
"""a report as it would be"""


@dataclass(frozen=True, slots=True)
class Effect:
    """An indicator that would change: that of the report itself, or of one a year apart.

    `before` and `after` are None where it has no value.
    """

    report: str
    indicator: str
    name: Sentence
    unit: str
    before: float | None
    after: float | None

    def said(self) -> tuple[str, str]:
        """Its two numbers as they are read, with digits enough to tell them apart."""
        for digits in _DIGITS:
            told = (self._say(self.before, digits), self._say(self.after, digits))
            if told[0] != told[1]:
                break
        return told

    def _say(
        self,
        number: float | None,
        digits: int,
    ) -> str:
        if number is None:
            return _UNTOLD
        if self.unit == _SHARE:
            return f"{number:.{digits}%}"
        # counts have nothing behind the point
        return f"{number:,.0f}" if number == int(number) else f"{number:,.{digits}f}"


def effects_of(
    collection: Collection,
    trials: Sequence[Trial],
) -> list[list[Effect]]:
    """For each report as it would be, the indicators that would change.

    All of them are computed at once: a report with its neighbours in time is put beside itself as a
    body of its own.
    """
    from gxkit.panel.frames import stack
    from gxkit.panel.indicators import all_indicators

    if not trials:
        return []
    named = {trial.id for trial in trials}
    now = [report for report in collection.reports if report.id in named]
    worlds = [*now, *trials]
    reports: list[Report] = []
    facts: dict[str, Mapping[str, object]] = {}
    for number, world in enumerate(worlds):
        for report in _family(collection, world):
            name = f"{number} {report.id}"
            reports.append(replace(report, id=name))
            facts[name] = _apart(collection.facts, report, number)
    frame = all_indicators(stack(reports, facts), figures=collection.figures)
    values = _values(frame)
    homes = {report.id: number for number, report in enumerate(now)}
    firsts = range(len(now), len(worlds))
    return [list(_differing(values[homes[worlds[n].id]], values[n])) for n in firsts]


def _family(
    collection: Collection,
    world: Report,
) -> list[Report]:
    """A report as it would be, and those of its body a year before and after as they are."""
    found = [world]
    for other in collection.reports:
        is_of_body = _body_of(collection.facts, other) == _body_of(collection.facts, world)
        if other.id != world.id and is_of_body and _are_near(other, world):
            found.append(other)
    return found


def _body_of(
    facts: Facts,
    report: Report,
) -> tuple[object, ...]:
    known = facts.get(report.id, {})
    return (
        known.get("code"),
        known.get("agency") or report.meta.agency,
        known.get("scope") or report.meta.scope,
    )


def _are_near(
    one: Report,
    other: Report,
) -> bool:
    if one.meta.year is None or other.meta.year is None:
        return False
    return abs(one.meta.year - other.meta.year) <= _NEXT


def _apart(
    facts: Facts,
    report: Report,
    number: int,
) -> Mapping[str, object]:
    """What is known of a report, its body told apart from the same in another world."""
    known = facts.get(report.id, {})
    return {**known, "code": f"{number} {known.get('code') or ''}"}


_Values = dict[tuple[str, str], tuple[float | None, str]]
"""by report and indicator, the value and its unit"""


def _values(frame: Any) -> dict[int, _Values]:
    """The indicators of each world."""
    columns = ("report", "indicator", "value", "unit")
    found: dict[int, _Values] = {}
    for name, indicator, value, unit in zip(*(frame[one] for one in columns), strict=True):
        number, _, report = str(name).partition(" ")
        # NaN is not equal to itself, and two that are wanting do not differ
        told = None if math.isnan(value) else float(value)
        found.setdefault(int(number), {})[report, indicator] = told, unit
    return found


def _differing(
    before: _Values,
    after: _Values,
) -> Iterator[Effect]:
    from gxkit.panel.indicators import all_indicators_by_id

    known = all_indicators_by_id()
    for (report, indicator), (value, unit) in after.items():
        old, _ = before.get((report, indicator), (None, ""))
        if old != value:
            one = known[indicator]
            yield Effect(report, indicator, Sentence(one.zh, one.en), unit, old, value)
