"""What the checks came to, as the study words it: rules, mended sums, what is undecided, claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pandas as pd

from gxkit.forms import find_form
from gxkit.paper import wording
from gxkit.report import Explanation, Finding, FindingKind, Origin, Report, Status, Value

Found = Sequence[tuple[Report, Finding]]
COUNTED = ("fails", "remarks", "not_assessable")
"""the board's counts of what becomes of a rule, in the order of FindingKind"""
APART = (Origin.YEARS, Origin.NARRATIVE)
"""origins of findings by rules that no table states of itself, which the board therefore lacks"""


def all_findings(reports: Sequence[Report]) -> list[tuple[Report, Finding]]:
    """Every finding with its report, by report id."""
    ordered = sorted(reports, key=lambda report: report.id)
    return [(report, finding) for report in ordered for finding in report.findings]


def rules(reports: Iterable[Report], board: pd.DataFrame, findings: Found) -> list[SimpleNamespace]:
    """One line a rule: how often it could be asked, and what came of it.

    `instances` and `holds` are None for rules of which only the findings are counted. `inside` are
    the failures inside a table.
    """
    sums = board.groupby("rule")[["instances", "holds", *COUNTED]].sum()
    sums = sums[sums["instances"] > 0]
    others = [finding for _, finding in findings if finding.origin in APART]
    apart = Counter((finding.rule, finding.kind) for finding in others)
    words = _rule_words(reports, findings)
    made = []
    for rule in sorted({*sums.index, *(rule for rule, _ in apart)}, key=_in_order):
        own = sums.loc[rule] if rule in sums.index else None
        inside = [0 if own is None else int(own[name]) for name in COUNTED]
        fails, remarks, open_ = (
            count + apart[rule, kind] for count, kind in zip(inside, FindingKind, strict=True)
        )
        line = SimpleNamespace(id=rule, zh=words.get(rule, ""), inside=inside[0])
        line.instances = None if own is None else int(own["instances"])
        line.holds = None if own is None else int(own["holds"])
        line.fails, line.remarks, line.open = fails, remarks, open_
        made.append(line)
    return made


def _in_order(rule: str) -> tuple[str, int]:
    """R2 before R10: letters first, then the number."""
    letters, digits = re.fullmatch(r"(.*?)(\d*)", rule).groups()  # type: ignore[union-attr]
    return letters, int(digits or 0)


def _rule_words(reports: Iterable[Report], findings: Found) -> dict[str, str]:
    """What each rule says: as the forms of the study state it, else as its findings do."""
    words: dict[str, dict[str, None]] = {}
    editions = {(edition, table) for r in reports for table, edition in r.editions.items()}
    for edition, table in sorted(editions):
        for rule in find_form(edition).table(table).rules:
            words.setdefault(rule.id, {})[rule.says("zh")] = None
    for _, finding in findings:
        if finding.words is not None:
            words.setdefault(finding.rule, {})[finding.words.say("zh")] = None
    # One number may stand for several: R7 inside a table and over years, or those of two provinces.
    return {rule: "；".join(said) for rule, said in words.items()}


def across(findings: Found) -> SimpleNamespace:
    """The findings between the years of a body.

    `found` are contradictions and remarks, `open` is what missing years keep from asking.
    """
    own = [finding for _, finding in findings if finding.origin is Origin.YEARS]
    is_open = [finding.kind is FindingKind.NOT_ASSESSABLE for finding in own]
    opened = [finding for finding, wanting in zip(own, is_open, strict=True) if wanting]
    found = [finding for finding, wanting in zip(own, is_open, strict=True) if not wanting]
    return SimpleNamespace(
        found=_sentences(found),
        open=_sentences(opened),
        open_rules=sorted({finding.rule for finding in opened}),
        restarted=any(finding.rule == "S5" for finding in own),
    )


def _sentences(findings: Iterable[Finding]) -> list[str]:
    """The findings in Chinese, each sentence once, without what was decided afterwards."""
    return list(dict.fromkeys(finding.found().say("zh") for finding in findings))


def narrative(
    reports: Sequence[Report],
    findings: Found,
    names: Mapping[str, Any],
) -> SimpleNamespace:
    """Figures of the narratives: all, those tied to cells, and every finding about them."""
    rows = [
        _named(names[report.id], rule=f.rule, kind=f.kind, sentence=f"{f.says.say('zh')}。")
        for report, f in findings
        if f.origin is Origin.NARRATIVE
    ]
    claims = [claim for report in reports for claim in report.claims]
    made = SimpleNamespace(claims=len(claims), linked=sum(bool(c.cells) for c in claims))
    made.silent = [names[report.id] for report in reports if not report.claims]
    made.fails = [row for row in rows if row.kind is FindingKind.FAILS]
    made.remarks = [row for row in rows if row.kind is FindingKind.REMARK]
    made.open = [row for row in rows if row.kind is FindingKind.NOT_ASSESSABLE]
    made.rows = [row for row in rows if row.kind is not FindingKind.NOT_ASSESSABLE]
    return made


def _named(who: Any, **facts: Any) -> SimpleNamespace:
    """Something of a report, with the report's body and year."""
    return SimpleNamespace(agency=who.agency, agency_en=who.agency_en, year=who.year, **facts)


def mended(reports: Sequence[Report], names: Mapping[str, Any]) -> list[SimpleNamespace]:
    """Broken sums with an explanation that is certain or accepted, by report and kind.

    `times` counts the mistakes, `findings` the rules and `cells` the cells that they account for.
    """
    made = []
    for report in sorted(reports, key=lambda report: report.id):
        holding = [one for one in report.explanations if report.follows(one)]
        holding.sort(key=lambda one: one.kind)
        for _, same in groupby(holding, key=lambda one: one.kind):
            made.append(_mistakes(list(same), names[report.id]))
    return made


def _mistakes(same: Sequence[Explanation], who: Any) -> SimpleNamespace:
    """The explanations of one kind in a report."""
    return _named(
        who,
        zh=same[0].name("zh"),
        en=same[0].name("en"),
        sentence=wording.list_zh(one.say("zh").rstrip("。") for one in same),
        times=len(same),
        findings=len({finding for one in same for finding in one.findings}),
        cells=len({key for one in same for key, _, _ in one.cells}),
    )


def corrections(
    reports: Mapping[str, Report],
    shown: Sequence[SimpleNamespace],
) -> list[SimpleNamespace]:
    """The cells whose reconciled figure is not the published one, body by body."""
    made = []
    for who in shown:
        changed = [v for v in reports[who.id] if v.reconciled not in (None, v.value)]
        made += [_correction(value, who) for value in changed]
    return made


def _correction(value: Value, who: Any) -> SimpleNamespace:
    table = find_form(value.edition).table(value.table)
    row = next(row for row in table.rows if row.id == value.row)
    column = table.column(value.column).label.replace("{year}", str(who.year))
    return _named(
        who,
        table=table.short("zh"),
        cell=f"{row.label} · {column}",
        printed=value.printed or wording.ABSENT,
        reconciled=wording.number(float(value.reconciled or 0)),
        where=value.where.say("zh") if value.where else "",
    )


def unsettled(
    findings: Found,
    alternatives: pd.DataFrame,
    names: Mapping[str, Any],
) -> SimpleNamespace:
    """Broken rules of tables that are not settled.

    `open` have explanations, none of them certain, `bare` have none at all.
    """
    sums = alternatives[alternatives["kind"].ne(Status.AMBIGUOUS.value)]
    groups = sums.drop_duplicates(["report", "group"])
    return SimpleNamespace(
        open=[_named(names[str(report)]) for report in sorted(groups["report"].unique())],
        bare=[_named(names[report.id]) for report, one in findings if _is_bare(report, one)],
        groups=len(groups),
    )


def _is_bare(report: Report, finding: Finding) -> bool:
    """Whether a rule of a table fails and nothing explains it."""
    if finding.kind is not FindingKind.FAILS or finding.origin in APART:
        return False
    return all(finding.id not in one.findings for one in report.explanations)
