"""Rules between the reports of one body in several years, and between a government's summary and
its bodies.

The rules are data (`yearrules.YEAR_RULES`); the engine is a loop over them. An equality holds
between neighbouring years only. Where the years between are missing it cannot be assessed, but a
cumulative series must not fall over any gap, and what the missing years must have moved is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from gxkit.checks.amounts import find_unit_slips
from gxkit.checks.beside import find_beside, find_same
from gxkit.checks.growth import find_growth
from gxkit.checks.restart import count_starts, find_restart
from gxkit.checks.yearfindings import About, YearFinding, mismatch, not_assessable
from gxkit.checks.yearlines import (
    Body,
    Line,
    Member,
    lines_between,
    list_bodies,
    list_lines,
    list_members,
)
from gxkit.checks.yearrules import TWICE, YEAR_RULES, OverGap, YearRule
from gxkit.report import Facts, Finding, FindingKind, Origin, Report
from gxkit.text import Listed, Sentence

_TWO_REPORTS = Sentence(
    "{year}年有 {count} 份报告（{ids}），跨年核对略过该年",
    "{count} reports for {year} ({ids}); the rules across years leave that year out",
)


def find_across_years(
    reports: Iterable[Report],
    facts: Facts | None = None,
    *,
    figures: Literal["printed", "reconciled"] = "printed",
) -> tuple[YearFinding, ...]:
    """What the rules between reports find: R6, R7, R9, S3-S6 for each body, then summaries beside
    their bodies, and bodies that have the same figures.

    `facts` gives, by report id, the catalog's agency, agency_en, code, scope and year, and the body
    `within` which the agency lies; without them a report's own words count (a body that words its
    name differently is then another body). A report that names no body or no year takes part in
    nothing. A rule over a blank, or over missing
    years, is `not assessable`, one finding for each rule and pair of reports; a broken one `fails`
    (R6, R7) or is a `remark`.
    """
    members = list_members(reports, facts or {}, reconciled=figures == "reconciled")
    found: list[YearFinding] = []
    for body in list_bodies(members):
        found += _find_in_series(body)
    found += find_beside(members)
    found += find_same(members)
    return tuple(found)


def _find_in_series(body: Body) -> Iterator[YearFinding]:
    """One body through the years. A year with two reports is left out, and said."""
    # said first: it is why the year is missing from what follows
    for twins in body.shared:
        yield _twice(twins)
    for place, after in enumerate(body.alone[1:], 1):
        for rule in YEAR_RULES:
            yield from _assess(rule, body.alone[:place], after)
        before = body.alone[place - 1]
        if after.year - before.year == 1:
            yield from find_growth(before, after)
            yield from find_unit_slips(before, after)


def _twice(twins: Sequence[Member]) -> YearFinding:
    year, ids = twins[0].year, tuple(member.report.id for member in twins)
    says = _TWO_REPORTS.fill(
        year=year,
        count=len(ids),
        ids=Listed(ids),
    )
    return About(TWICE, twins, str(year)).found(FindingKind.REMARK, (), (None, None), says)


def _assess(
    rule: YearRule,
    earlier: Sequence[Member],
    after: Member,
) -> Iterator[YearFinding]:
    """One rule between a report and those before it."""
    lines = list(list_lines(rule, earlier, after))
    if rule.over_gap is OverGap.GROWTH:
        restart = find_restart(lines, earlier)
        if restart is not None:
            yield restart
            lines = [line for line in lines if _outlives_restart(line)]
    broken = [line for line in lines if _is_broken(line)]
    for line in broken:
        yield mismatch(line)
    open_lines = [line for line in lines if line not in broken and _is_open(line)]
    open_lines.sort(key=_year_before)
    for _, same in groupby(open_lines, key=_year_before):
        yield not_assessable(list(same))


def _outlives_restart(line: Line) -> bool:
    """Whether a line has something to say although the count began anew: it could not be asked, or
    it grew by more than the year."""
    if line.gap is None:
        return True
    # growth over missing years is what these added; between neighbours nothing else could
    return line.apart == 1 and line.gap > 0


def _is_broken(line: Line) -> bool:
    """Whether the two sides differ, and no missing years can be the reason."""
    if not line.gap:
        return False
    # what was repealed is not asked for, and may account for it
    if line.rule.at_most and line.gap < 0:
        return False
    if line.apart == 1:
        return True
    # over missing years the sides may differ by what these moved, but a count cannot have shrunk
    return line.rule.over_gap is OverGap.GROWTH and line.gap < 0


def _is_open(line: Line) -> bool:
    return line.gap is None or line.apart > 1


def _year_before(line: Line) -> int:
    return line.before.year


def join_findings(reports: Iterable[Report], found: Iterable[YearFinding]) -> tuple[Report, ...]:
    """The reports with the findings between them added: each to the report of its latest year, or
    to the summary."""
    own: dict[str, list[Finding]] = {}
    for finding in found:
        latest = finding.reports[-1]
        own.setdefault(latest, []).append(finding.for_report(latest))
    joined = []
    for report in reports:
        # findings that were joined before are replaced, so that joining twice is joining once
        inside = [f for f in report.findings if f.origin is not Origin.YEARS]
        findings = (*inside, *own.get(report.id, ()))
        joined.append(replace(report, findings=findings))
    return tuple(joined)


__all__ = ["YearFinding", "count_starts", "find_across_years", "join_findings", "lines_between"]
