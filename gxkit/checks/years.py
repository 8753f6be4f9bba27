"""Rules between the reports of one body in several years, and between a government's summary and its bodies.

The rules are data (`YEAR_RULES`); the engine is a loop over them. An equality holds between neighbouring years only.
Where the years between are missing it cannot be assessed, but a cumulative series must not fall over any gap, and what
the missing years must have moved is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from gxkit.checks.yearrules import YEAR_RULES, Line, Member, Place, YearRule
from gxkit.report import (
    Facts,
    Finding,
    FindingKind,
    Key,
    Number,
    Origin,
    Report,
)
from gxkit.text import Listed, Said, Sentence, distance

NOTE = re.compile(r"由\s*(20\d\d)\s*年\s*(?:起|开始)\s*(?:重新)?\s*(?:计算|累计|统计)")
"""a note that says from which year on a cumulative figure counts"""

RESTART = ("S5", Sentence("历年累计可能重新起算", "a cumulative series may restart"))
PARTS = (
    "parts",
    Sentence("汇总报告的数应不小于所属机关之和", "a summary counts at least what its bodies count"),
)
TWICE = ("twice", Sentence("一个机关一年应只有一份报告", "a body has one report a year"))
_MISMATCH = Sentence(
    "{label}：{left}；{right}，相差 {gap}{note}",
    "{label}: {left}, against {right}, off by {gap}{note}",
)
_CANNOT_FALL = Sentence("，累计数不应下降", "; a cumulative figure cannot fall")
_YEARS_MISSING = Sentence(
    "没有可用的{missing}年报告，{before}年与{after}年之间不能按等式核对",
    "no report to use for {missing}, so {before} and {after} cannot be equated",
)
_BOTH_SIDES = Sentence("{label}：{left}，{right}", "{label}: {left}, {right}")
_MUST_ADD = Sentence(
    "{label}：{left}，{right}，其间各年应合计 {gap}",
    "{label}: {left}, {right}, the years between must add {gap}",
)
_OPEN = Sentence("{label}：{cell}，无法核对", "{label}: {cell}, not assessable")
_FALLEN = Sentence(
    "{before}年至{after}年，{count} 行的历年累计下降：{rows}",
    "from {before} to {after} the cumulative figures of {count} rows fall: {rows}",
)
_FROM_TO = Sentence.same("{label} {before}→{after}")
_NO_EARLIER = Sentence(
    "按已知各年的当年数，起算年不早于{year}年",
    "by the yearly figures known, the count begins no earlier than {year}",
)
_NOTED = Sentence("报告注明由{year}年开始计算", "a note says that it counts from {year}")
_NOT_NOTED = Sentence("没有说明重新起算的注", "no note says so")
_TWO_REPORTS = Sentence(
    "{year}年有 {count} 份报告（{ids}），跨年核对略过该年",
    "{count} reports for {year} ({ids}); the rules across years leave that year out",
)
_BELOW_PARTS = Sentence(
    "{year}年 {count} 格小于{bodies}之和，如 {label}：汇总 {whole}，所属机关 {parts}",
    "{year}: {count} cells are below the sum of {bodies}, as {label}: summary {whole}, "
    "bodies {parts}",
)
NOT_ADDED_UP = frozenset({"prior_items", "change"})
"""columns that list items, of which several bodies may share one"""


@dataclass(frozen=True, slots=True)
class YearFinding:
    """What a rule between reports finds. `kind`, sides and words are those of `Finding`; `reports` (ids) and
    `years` are in the order of time, a summary stands last; `cells` are (report id, key)."""

    id: str
    rule: str
    kind: FindingKind
    reports: tuple[str, ...]
    years: tuple[int, ...]
    cells: tuple[Place, ...]
    left: Number | None
    right: Number | None
    says: Sentence
    body: Sentence
    words: Sentence

    def for_report(self, report_id: str) -> Finding:
        """The finding as one of a report, with the cells of that report."""
        return Finding(
            self.id,
            self.rule,
            self.kind,
            tuple(key for report, key in self.cells if report == report_id),
            self.left,
            self.right,
            self.says,
            place=self.body,
            words=self.words,
            origin=Origin.YEARS,
        )

    def say(self, language: str) -> str:
        """The finding in one sentence, in `zh` or `en`."""
        return self.for_report("").say(language)

    @property
    def sentence(self) -> str:
        return self.say("zh")

    @property
    def sentence_en(self) -> str:
        return self.say("en")


def _found(
    rule: tuple[str, Sentence],
    kind: FindingKind,
    tail: str,
    members: Sequence[Member],
    cells: Iterable[Place],
    sides: tuple[Number | None, Number | None],
    says: Sentence,
) -> YearFinding:
    rule_id, words = rule
    return YearFinding(
        f"years:{rule_id}:{tail}",
        rule_id,
        kind,
        tuple(m.report.id for m in members),
        tuple(m.year for m in members),
        tuple(dict.fromkeys(cells)),
        *sides,
        says,
        members[-1].name,
        words,
    )


def _joined(parts: Sequence[Sentence]) -> Sentence:
    """Several things that one finding says."""
    return Sentence.same("{parts}").fill(parts=Listed(tuple(parts), "；", "; "))


def _lines(rule: YearRule, earlier: Sequence[Member], after: Member) -> Iterator[Line]:
    """The rule's lines. A series that cannot fall is compared with the last year that has a number, others with the
    last year."""
    own = [v for v in after.report if v.table == rule.table]
    for line in dict.fromkeys(v.row if rule.each == "row" else v.column for v in own):
        chosen: Line | None = None
        for before in reversed(earlier if rule.over_gap == "growth" else earlier[-1:]):
            candidate = Line(rule, line, before, after)
            if candidate.there and (chosen is None or candidate.number(rule.left[0]) is not None):
                chosen = candidate
                if candidate.number(rule.left[0]) is not None:
                    break
        if chosen is not None:
            yield chosen


def _mismatch(line: Line) -> YearFinding:
    rule = line.rule
    says = _MISMATCH.fill(
        label=line.label,
        left=line.say_left(),
        right=line.say_right(),
        gap=distance(line.gap or 0, 0),
        note=_CANNOT_FALL if line.apart > 1 else None,
    )
    return _found(
        (rule.id, rule.words),
        FindingKind.REMARK if rule.soft else FindingKind.FAILS,
        f"{line.line}:{line.before.year}-{line.after.year}",
        (line.before, line.after),
        line.places,
        (line.left, line.right),
        says,
    )


def _over_missing_years(lines: Sequence[Line]) -> Iterator[Sentence]:
    """Which years are missing between two reports, and what the figures on both sides of them tell."""
    before, after = lines[0].before, lines[0].after
    missing = Listed(tuple(range(before.year + 1, after.year)))
    yield _YEARS_MISSING.fill(missing=missing, before=before.year, after=after.year)
    for line in lines:
        if line.gap is None:
            continue
        sides: dict[str, Said] = {
            "label": line.label,
            "left": line.say_left(),
            "right": line.say_right(),
        }
        if line.rule.over_gap == "nothing":
            # nothing links the two sides over the gap; 0 on both is not worth a word
            if line.left or line.right:
                yield _BOTH_SIDES.fill(**sides)
        elif line.gap:
            yield _MUST_ADD.fill(**sides, gap=line.gap)


def _not_assessable(lines: Sequence[Line]) -> YearFinding:
    """One finding for all lines of a rule between two reports that cannot be assessed, with the numbers there are."""
    rule, before, after = lines[0].rule, lines[0].before, lines[0].after
    main = next((one for one in lines if one.line == rule.main), lines[0])
    said = list(_over_missing_years(lines)) if lines[0].apart > 1 else []
    for line in lines:
        empty = [term for term in (*rule.left, rule.right) if line.number(term) is None]
        said += [_OPEN.fill(label=line.label, cell=line.say_cell(term)) for term in empty]
    return _found(
        (rule.id, rule.words),
        FindingKind.NOT_ASSESSABLE,
        f"{before.year}-{after.year}",
        (before, after),
        [place for one in lines for place in one.places],
        (main.left, main.right),
        _joined(said),
    )


def count_starts(report: Report) -> int | None:
    """The year from which a report's note says its cumulative figures count; None if it has no such note."""
    match = next(filter(None, (NOTE.search(section.text) for section in report.sections)), None)
    return int(match[1]) if match else None


def _earliest_start(line: Line, earlier: Sequence[Member]) -> int | None:
    """The year before which a restarted count cannot have begun: the years from there on alone would exceed it."""
    left, year = line.right, line.number(line.rule.left[1])
    for member in reversed(earlier):
        if left is None or year is None:
            return None
        left -= year
        year = member.number(line.rule.key(line.rule.left[1], line.line))
        if year is not None and year > left:
            return member.year + 1
    return None


def _restart(lines: Sequence[Line], earlier: Sequence[Member]) -> YearFinding | None:
    """S5: most rows that had counted anything fall together, or a note says that the count began anew."""

    def counted(one: Line) -> Number:
        return one.number(one.rule.left[0]) or 0

    known = [one for one in lines if one.gap is not None and counted(one)]
    fallen = [one for one in known if one.right is not None and one.right < counted(one)]
    if not fallen:
        return None
    after, main = fallen[0].after, max(fallen, key=counted)
    start, bound = count_starts(after.report), _earliest_start(main, earlier)
    if start == count_starts(main.before.report) or (start and bound and start < bound):
        start = None
    if start is None and len(fallen) * 2 <= len(known):
        return None
    rows_fallen = tuple(
        _FROM_TO.fill(label=one.label, before=counted(one), after=one.right) for one in fallen
    )
    said = [
        _FALLEN.fill(
            before=main.before.year,
            after=after.year,
            count=len(fallen),
            rows=Listed(rows_fallen),
        )
    ]
    if bound:
        said.append(_NO_EARLIER.fill(year=bound))
    said.append(_NOTED.fill(year=start) if start else _NOT_NOTED)
    rows = [one for one in lines if one.gap is not None and one.gap < 0]
    members = sorted({one.before.year: one.before for one in fallen}.values(), key=lambda m: m.year)
    return _found(
        RESTART,
        FindingKind.REMARK,
        f"{main.before.year}-{after.year}",
        (*members, after),
        [place for one in rows for place in one.places],
        (counted(main), main.right),
        _joined(said),
    )


def _assess(rule: YearRule, earlier: Sequence[Member], after: Member) -> Iterator[YearFinding]:
    lines = list(_lines(rule, earlier, after))
    if rule.over_gap == "growth" and (restart := _restart(lines, earlier)):
        yield restart
        lines = [one for one in lines if one.gap is None or (one.apart == 1 and one.gap > 0)]
    broken = [
        one
        for one in lines
        if one.gap and (one.apart == 1 or (rule.over_gap == "growth" and one.gap < 0))
    ]
    yield from map(_mismatch, broken)
    unassessed = [one for one in lines if one not in broken and (one.gap is None or one.apart > 1)]
    for _, group in groupby(
        sorted(unassessed, key=lambda one: one.before.year), key=lambda one: one.before.year
    ):
        yield _not_assessable(list(group))


def _members(reports: Iterable[Report], facts: Facts, reconciled: bool) -> list[Member]:
    made = []
    for report in reports:
        known, meta = facts.get(report.id, {}), report.meta
        year = meta.year if meta.year is not None else known.get("year")
        name = str(known.get("agency") or "".join(meta.agency.split()))
        if isinstance(year, int) and name:
            made.append(
                Member(
                    report,
                    year,
                    Sentence(name, str(known.get("agency_en") or name)),
                    str(known.get("code") or ""),
                    str(known.get("scope") or meta.scope),
                    reconciled,
                )
            )
    return sorted(made, key=lambda m: (m.code, m.name.zh, m.name.en, m.scope, m.year, m.report.id))


def _bodies(members: Iterable[Member]) -> Iterator[tuple[list[Member], list[list[Member]]]]:
    """Each body through the years: the reports that are alone in their year, and those that share one."""
    for _, body in groupby(members, key=lambda m: (m.code, m.name, m.scope)):
        years = [list(same) for _, same in groupby(body, key=lambda m: m.year)]
        yield (
            [same[0] for same in years if len(same) == 1],
            [same for same in years if len(same) > 1],
        )


def lines_between(reports: Iterable[Report], facts: Facts | None = None) -> Iterator[Line]:
    """Every rule over every row or column of two successive reports of a body; `facts` as for `find_across_years`."""
    for alone, _ in _bodies(_members(reports, facts or {}, False)):
        for place, after in enumerate(alone[1:], 1):
            for rule in YEAR_RULES:
                yield from _lines(rule, alone[:place], after)


def _series(alone: Sequence[Member], shared: Sequence[Sequence[Member]]) -> Iterator[YearFinding]:
    """One body through the years. A year with two reports is left out, and said."""
    for twins in shared:
        year = twins[0].year
        ids = [m.report.id for m in twins]
        yield _found(
            TWICE,
            FindingKind.REMARK,
            str(year),
            twins,
            (),
            (None, None),
            _TWO_REPORTS.fill(year=year, count=len(ids), ids=Listed(tuple(ids))),
        )
    for place, after in enumerate(alone[1:], 1):
        for rule in YEAR_RULES:
            yield from _assess(rule, alone[:place], after)


def _summary(summary: Member, bodies: Sequence[Member]) -> Iterator[YearFinding]:
    """A summary beside the reports of bodies of its area: one remark for all cells in which they exceed it."""
    over: dict[Key, tuple[Number, Number]] = {}
    for value in summary.report:
        whole = summary.number(value.key)
        parts = [n for n in (body.number(value.key) for body in bodies) if n is not None]
        if whole is not None and value.column not in NOT_ADDED_UP and sum(parts) > whole:
            over[value.key] = (sum(parts), whole)
    if over:
        worst = max(over, key=lambda key: over[key][0] - over[key][1])
        parts_sum, whole = over[worst]
        says = _BELOW_PARTS.fill(
            year=summary.year,
            count=len(over),
            bodies=Listed(tuple(body.name for body in bodies)),
            label=summary.report[worst].label,
            whole=whole,
            parts=parts_sum,
        )
        yield _found(
            PARTS,
            FindingKind.REMARK,
            str(summary.year),
            (*bodies, summary),
            [(m.report.id, key) for key in over for m in (*bodies, summary) if m.report.get(key)],
            over[worst],
            says,
        )


def find_across_years(
    reports: Iterable[Report],
    facts: Facts | None = None,
    *,
    figures: Literal["printed", "reconciled"] = "printed",
) -> tuple[YearFinding, ...]:
    """What the rules between reports find: R6, R7, S3-S5 for each body, then summaries beside their bodies.

    `facts` gives, by report id, the catalog's agency, agency_en, code, scope and year; without them a report's own
    words count (a body that words its name differently is then another body). A report that names no body or no year
    takes part in nothing. A rule over a blank, or over missing years, is `not assessable`, one finding for each rule
    and pair of reports; a broken one `fails` (R6, R7) or is a `remark`.
    """
    members = _members(reports, facts or {}, figures == "reconciled")
    found: list[YearFinding] = []
    for alone, shared in _bodies(members):
        found += _series(alone, shared)
    for summary in (m for m in members if m.scope == "summary" and m.code):
        bodies = [
            m for m in members if (m.code, m.year, m.scope) == (summary.code, summary.year, "body")
        ]
        found += _summary(summary, bodies)
    return tuple(found)


def join_findings(reports: Iterable[Report], found: Iterable[YearFinding]) -> tuple[Report, ...]:
    """The reports with the findings between them added: each to the report of its latest year, or to the summary."""
    own: dict[str, list[Finding]] = {}
    for finding in found:
        own.setdefault(finding.reports[-1], []).append(finding.for_report(finding.reports[-1]))
    return tuple(
        replace(
            r,
            findings=(
                *(f for f in r.findings if f.origin is not Origin.YEARS),
                *own.get(r.id, ()),
            ),
        )
        for r in reports
    )
