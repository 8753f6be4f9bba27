"""Whether the reports contradict themselves: how often, in what way, and what hangs on it."""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from gxkit.forms import find_form
from gxkit.panel.failings import APART, KINDS, OTHER, PLACES
from gxkit.panel.indicators.intervals import FEW
from gxkit.paper.checked import name_cell, name_row
from gxkit.paper.shares import estimate
from gxkit.report import (
    Finding,
    FindingKind,
    Key,
    Origin,
    Report,
)
from gxkit.text import Sentence

Found = Sequence[tuple[Report, Finding]]
TOTAL = "total"
"""the column of all applicants"""
UNSETTLED = Sentence("有几种解释，未定", "several explanations, undecided")
UNEXPLAINED = Sentence("没有解释", "no explanation")
INSIDE = Sentence("表内", "inside a table")
YEARS = Sentence("年度之间", "between years")
TEXT = Sentence("叙述", "in the text")
LEVELS = dict(zip(PLACES, (INSIDE, YEARS, TEXT), strict=True))


@dataclass(frozen=True, slots=True)
class Place:
    """One contradiction: where it stands, of what kind it is, in which report, how grave."""

    level: Sentence
    kind: Sentence
    report: str
    fails: bool
    settled: bool


def list_places(
    reports: Iterable[Report],
    findings: Found,
) -> list[Place]:
    """Every contradiction, those inside tables by what explains them.

    A contradiction inside a table is a mistake that was found, however many rules it breaks; what
    several explanations fit is one, and so is each broken rule that nothing explains.
    """
    made: list[Place] = []
    for report in sorted(reports, key=lambda report: report.id):
        made += _inside(report)
    for report, finding in findings:
        place = _apart(report, finding)
        if place is not None:
            made.append(place)
    return made


def _inside(report: Report) -> Iterator[Place]:
    """The contradictions inside the tables of a report."""
    failing = {
        finding.id
        for finding in report.findings
        if finding.kind is FindingKind.FAILS and finding.origin is Origin.RULE
    }
    holding = [one for one in report.explanations if report.follows(one)]
    explained: set[str] = set()
    for one in holding:
        explained.update(one.findings)
        kind = Sentence(one.name("zh"), one.name("en"))
        yield Place(
            INSIDE,
            kind,
            report.id,
            True,
            True,
        )
    # Explanations of the same rules are alternatives: together they are one mistake.
    open_groups = {one.findings for one in report.explanations} - {one.findings for one in holding}
    for group in sorted(open_groups):
        left = set(group) - explained
        if left & failing:
            explained |= left
            yield Place(
                INSIDE,
                UNSETTLED,
                report.id,
                True,
                False,
            )
    for _ in sorted(failing - explained):
        yield Place(
            INSIDE,
            UNEXPLAINED,
            report.id,
            True,
            False,
        )


def _apart(
    report: Report,
    finding: Finding,
) -> Place | None:
    """The contradiction that a finding between years or in the text is; None for any other."""
    if finding.kind is FindingKind.NOT_ASSESSABLE or finding.origin not in APART:
        return None
    where = APART[finding.origin]
    kind = KINDS[where].get(finding.rule, OTHER)
    fails = finding.kind is FindingKind.FAILS
    return Place(
        LEVELS[where],
        kind,
        report.id,
        fails,
        finding.settled is not None,
    )


def sum_audit(
    reports: Sequence[Report],
    rules: Iterable[SimpleNamespace],
    findings: Found,
) -> SimpleNamespace:
    """What the audit comes to: rules asked and held, reports that contradict themselves, the kinds.

    `asked` = `open` + `checked`, `checked` = `holds` + `fails`: the rules that a table must keep.
    `inside` are the ids of the `reports` that have such a rule broken; `any` counts those with one
    broken between years or in the text too, `noted` those of which any rule, soft ones among them,
    remarks on something. `kinds` has a line a kind of contradiction.
    """
    hard = [rule for rule in rules if rule.where == "inside" and not rule.soft]
    places = list_places(reports, findings)
    inside = {place.report for place in places if place.level is INSIDE}
    failing = {place.report for place in places if place.fails}
    noted = {report.id for report, finding in findings if _is_noted(finding)}
    made = SimpleNamespace(
        asked=sum(rule.instances for rule in hard),
        open=sum(rule.open for rule in hard),
        holds=sum(rule.holds for rule in hard),
        fails=sum(rule.fails for rule in hard),
        broken=[rule for rule in hard if rule.fails],
        inside=inside,
        reports=len(inside),
        any=len(failing),
        noted=len(noted),
        of=len(reports),
        places=sum(place.level is INSIDE for place in places),
        settled=sum(place.level is INSIDE and place.settled for place in places),
        kinds=_kinds(places),
    )
    made.checked = made.asked - made.open
    made.share = estimate(made.reports, made.of)
    made.noted_share = estimate(made.noted, made.of)
    return made


def _is_noted(finding: Finding) -> bool:
    """Whether a rule says that something does not agree, which what is implied does not."""
    is_rule = finding.origin is Origin.RULE or finding.origin in APART
    return is_rule and finding.kind is not FindingKind.NOT_ASSESSABLE


def _kinds(places: Iterable[Place]) -> list[SimpleNamespace]:
    """The kinds of contradiction, inside tables first, the commonest of a level first."""
    levels = list(LEVELS.values())
    grouped: dict[tuple[int, str], list[Place]] = {}
    for place in places:
        key = levels.index(place.level), place.kind.say("zh")
        grouped.setdefault(key, []).append(place)
    made = []
    for (level, _), same in grouped.items():
        made.append(
            SimpleNamespace(
                order=level,
                level=levels[level],
                kind=same[0].kind,
                reports=len({place.report for place in same}),
                places=len(same),
                fails=sum(place.fails for place in same),
                settled=sum(place.settled for place in same),
            )
        )
    return sorted(made, key=lambda line: (line.order, -line.places, line.kind.say("zh")))


def list_traced(
    findings: Found,
    names: Mapping[str, Any],
) -> list[SimpleNamespace]:
    """Texts whose parts miss their whole by exactly what some of them differ from the table.

    `whole` and `parts` are the two sums, `gaps` the differences that make up the gap.
    """
    by_report: dict[str, list[Finding]] = {}
    for report, finding in findings:
        if finding.origin is Origin.NARRATIVE:
            by_report.setdefault(report.id, []).append(finding)
    made = []
    for report_id, own in by_report.items():
        gaps = [gap for gap in map(_gap, _of_rule(own, "R8")) if gap]
        for finding in _of_rule(own, "R10"):
            gap = _gap(finding)
            # One difference alone would be the same remark said twice.
            if len(gaps) > 1 and gap == sum(gaps):
                made.append(
                    SimpleNamespace(
                        agency=names[report_id].agency,
                        agency_en=names[report_id].agency_en,
                        year=names[report_id].year,
                        parts=finding.left,
                        whole=finding.right,
                        gap=gap,
                        gaps=gaps,
                    )
                )
    return made


def list_partial(
    findings: Found,
    names: Mapping[str, Any],
) -> list[SimpleNamespace]:
    """Figures of a text that are exactly one part of what the table has: `said`, and `what` it is.

    A part is one applicant's cell, or one row of several that the text sums up.
    """
    made = []
    for report, finding in findings:
        is_told = finding.origin is Origin.NARRATIVE and finding.rule == "R8"
        said = finding.left
        # a small number is like some part by chance
        if not is_told or said is None or said < FEW:
            continue
        parts = list(_parts_of(report, finding.cells))
        alike = [name for name, number in parts if number == said]
        if len(alike) == 1:
            who = names[report.id]
            made.append(
                SimpleNamespace(
                    agency=who.agency,
                    agency_en=who.agency_en,
                    year=who.year,
                    said=said,
                    what=alike[0],
                )
            )
    return made


def _parts_of(
    report: Report,
    cells: Sequence[Key],
) -> Iterator[tuple[Sentence, Any]]:
    """The parts of a sum of totals with what they are called: rows, and cells of applicants."""
    year = report.meta.year or 0
    for table, row, column in cells:
        if column != TOTAL:
            continue
        edition = report.editions[table]
        others = find_form(edition).table(table).columns
        keys = [(table, row, other.id) for other in others if other.id != TOTAL]
        numbers = [report[key].value for key in keys]
        for key, number in zip(keys, numbers, strict=True):
            yield name_cell(edition, key, year), number
        if len(cells) > 1:
            known = [number for number in numbers if number is not None]
            yield name_row(edition, keys[0]), sum(known)


def _of_rule(
    findings: Iterable[Finding],
    rule: str,
) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def _gap(finding: Finding) -> Any:
    """How far the right side of a finding is above the left; None where a side has no number."""
    if finding.left is None or finding.right is None:
        return None
    return finding.right - finding.left
