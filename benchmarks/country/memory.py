"""The reports of the nation without files: as they would be after reading, judged body by body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from slip_reports import make_report

from gxkit.checks.neighbours import year_witnesses
from gxkit.checks.years import find_across_years, join_findings
from gxkit.folder import Collection
from gxkit.parsing.judging import hear_witnesses, judge_report
from gxkit.report import Report

from .folder import choose, draw_some, entry_of
from .years import Yearly

Facts = dict[str, dict[str, Any]]


def draw_reports(
    count: int, seed: int, *, judged: bool = True
) -> Iterator[tuple[list[Report], Facts]]:
    """Body by body its reports, the first year first, and what a catalog says of each.

    Judged as a data folder judges them: each alone, then beside its neighbours in time.
    """
    for chosen in choose(count, seed):
        yield make_reports(draw_some(chosen, seed), judged=judged)


def make_reports(years: Iterable[Yearly], *, judged: bool = True) -> tuple[list[Report], Facts]:
    """The reports of one body for some of its years, and what a catalog says of each."""
    reports: list[Report] = []
    facts: Facts = {}
    for yearly in years:
        report = _report_of(yearly)
        reports.append(judge_report(report) if judged else report)
        facts[report.id] = asdict(entry_of(yearly, f"reports/{report.id}.html", b""))
    return (_judge_together(reports, facts) if judged else reports), facts


def _report_of(yearly: Yearly) -> Report:
    made = make_report(yearly.body.name, yearly.year, yearly.edition, yearly.printed, yearly.told)
    return replace(made, id=yearly.id)


def _judge_together(reports: Sequence[Report], facts: Facts) -> list[Report]:
    """The reports after what the years before and after say."""
    said = year_witnesses(reports, facts)
    heard = [hear_witnesses(report, said.get(report.id, ())) for report in reports]
    return list(join_findings(heard, find_across_years(heard, facts)))


def draw_collection(count: int, seed: int, *, judged: bool = True) -> Collection:
    """So many reports as a collection whose frames can be asked for; it has no folder."""
    reports: list[Report] = []
    facts: Facts = {}
    for own, known in draw_reports(count, seed, judged=judged):
        reports += own
        facts |= known
    reports.sort(key=lambda report: report.id)
    return Collection(tuple(reports), facts)
