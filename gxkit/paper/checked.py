"""What the checks came to, as the study words it: rules, mended sums, what is undecided, claims."""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Mapping,
    Sequence,
)
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from pandas import (
    DataFrame,
    isna,
)

from gxkit.forms import find_form
from gxkit.panel.columns import KEY
from gxkit.panel.failings import APART, PLACES, YEARS
from gxkit.paper import wording
from gxkit.report import (
    Explanation,
    Finding,
    FindingKind,
    Key,
    Origin,
    Report,
    Status,
    Value,
)
from gxkit.text import LANGUAGES, Said, Sayable, Sentence

Found = Sequence[tuple[Report, Finding]]
COUNTED = ("instances", "holds", "fails", "remarks", "not_assessable")
"""how often a rule was asked, and what became of it"""
CARRIED = (YEARS, "R6")
"""the rule between years of which the indicators say how often it held"""
TOLD_CELLS = 3
"""cells of a sum that a sentence names one by one"""
_NUMBERED = re.compile(r"[A-Z]\d+")
_DIGITS = re.compile(r"([\d.,，%％]+)\s*[\u4e00-\u9fff]{0,2}")
"""a figure of a text, with a measure word or without"""


def all_findings(reports: Sequence[Report]) -> list[tuple[Report, Finding]]:
    """Every finding with its report, by report id."""
    ordered = sorted(reports, key=lambda report: report.id)
    return [(report, finding) for report in ordered for finding in report.findings]


def rules(
    reports: Iterable[Report],
    failings: DataFrame,
    findings: Found,
    carried: int = 0,
) -> list[SimpleNamespace]:
    """One line a rule and origin: how often it could be asked, and what came of it.

    `where` is `inside` a table, between `years` or in the `text`. Inside, `instances` = `holds` +
    `fails` + `remarks` + `open`; of the others only findings are counted, and the first two are
    None but for R6, of which `carried` is how often it held. `found` is what failed and what was
    remarked on. A rule of one number inside a table and between years (R7) has a line for each.
    """
    groups = failings.groupby(["where", "rule", "soft"])
    # What nobody counted is not 0.
    sums = groups[list(COUNTED)].sum(min_count=1)
    words = _rule_words(reports, findings)
    made = [_asked(line) for line in wording.lines(sums.reset_index())]
    for line in made:
        if (line.where, line.id) == CARRIED:
            line.holds = carried
            line.instances = carried + line.fails + line.remarks + line.open
        said = words.get((line.where, line.id), [])
        # Of the rules only those of the forms and of texts have a number.
        line.name = line.id if _NUMBERED.fullmatch(line.id) else wording.ABSENT
        # A rule of remarks alone found something too, and the text tells of it.
        line.found = (line.fails or 0) + (line.remarks or 0)
        line.zh = "；".join(dict.fromkeys(one.say("zh") for one in said))
        line.en = "; ".join(dict.fromkeys(one.say("en") for one in said))
    return sorted(made, key=lambda line: (PLACES.index(line.where), *_in_order(line.id)))


def _asked(line: Any) -> SimpleNamespace:
    """What became of one rule; None where nobody counted it."""
    counts: dict[str, int | None] = {}
    for name in COUNTED:
        number = getattr(line, name)
        counts[name] = None if isna(number) else int(number)
    return SimpleNamespace(
        id=line.rule,
        where=line.where,
        soft=bool(line.soft),
        open=counts.pop("not_assessable"),
        **counts,
    )


def _in_order(rule: str) -> tuple[str, int]:
    """R2 before R10: letters first, then the number."""
    letters, digits = re.fullmatch(r"(.*?)(\d*)", rule).groups()  # type: ignore[union-attr]
    return letters, int(digits or 0)


def _rule_words(
    reports: Iterable[Report],
    findings: Found,
) -> dict[tuple[str, str], list[Sayable]]:
    """What each rule says, by where it is asked: as the forms state it, and as its findings do."""
    used: set[tuple[str, str]] = set()
    for report in reports:
        used.update((edition, table) for table, edition in report.editions.items())
    said: dict[tuple[str, str], list[Sayable]] = {}
    for edition, table in sorted(used):
        for rule in find_form(edition).table(table).rules:
            said.setdefault(("inside", rule.id), []).append(rule.words)
    for _, finding in findings:
        where = APART.get(finding.origin)
        # One number may stand for several rules: those of two provinces, or of two stocks.
        if where and finding.words is not None:
            said.setdefault((where, finding.rule), []).append(finding.words)
    return said


def across(findings: Found) -> SimpleNamespace:
    """The findings between the years of a body.

    `found` are contradictions and remarks, `open` is what missing years keep from asking.
    """
    own = [finding for _, finding in findings if finding.origin is Origin.YEARS]
    opened = [finding for finding in own if _is_open(finding)]
    found = [finding for finding in own if not _is_open(finding)]
    return SimpleNamespace(
        found=_sentences(found),
        open=_sentences(opened),
        open_rules=sorted({finding.rule for finding in opened}),
        restarted=any(finding.rule == "S5" for finding in own),
    )


def _is_open(finding: Finding) -> bool:
    return finding.kind is FindingKind.NOT_ASSESSABLE


def _sentences(findings: Iterable[Finding]) -> list[Sayable]:
    """The findings, each sentence once, without what was decided afterwards."""
    said = [finding.found() for finding in findings]
    # By its words, for several reports hold one finding between their years.
    return list({one.say("zh"): one for one in said}.values())


def narrative(
    reports: Sequence[Report],
    findings: Found,
    names: Mapping[str, Any],
    compared: DataFrame,
) -> SimpleNamespace:
    """Figures of the narratives: all, those tied to cells, and every finding about them.

    `compared` has a line for each of them that can be set against a number, in `tested` reports.
    """
    claims = [claim for report in reports for claim in report.claims]
    rows = []
    for report, finding in findings:
        if finding.origin is Origin.NARRATIVE:
            row = _named(names[report.id])
            row.rule, row.kind = finding.rule, finding.kind
            # Place and rule have columns of their own.
            en = _in_english(report, finding, finding.says)
            row.sentence = Sentence(f"{finding.says.say('zh')}。", f"{en.say('en')}.")
            rows.append(row)
    opened = [row for row in rows if row.kind is FindingKind.NOT_ASSESSABLE]
    return SimpleNamespace(
        claims=len(claims),
        linked=sum(bool(claim.cells) for claim in claims),
        compared=len(compared),
        tested=compared["report"].nunique(),
        silent=[names[report.id] for report in reports if not report.claims],
        fails=[row for row in rows if row.kind is FindingKind.FAILS],
        remarks=[row for row in rows if row.kind is FindingKind.REMARK],
        open=opened,
        # What cannot be assessed contradicts nothing: it is counted, and not listed.
        rows=[row for row in rows if row not in opened],
    )


def _in_english(
    report: Report,
    finding: Finding,
    says: Sentence,
) -> Sentence:
    """A finding on a text without its Chinese: numbers as digits, cells by their English names."""
    fields = dict(says.fields)
    told: dict[str, Said] = {}
    # What was recognised from a picture holds the finding within a sentence of its own.
    inner = fields.get("found")
    if isinstance(inner, Sentence):
        told["found"] = _in_english(report, finding, inner)
    if "quote" in fields:
        told["quote"] = ""
    if "cells" in fields:
        told["cells"] = _name_sum(report, finding.cells)
    digits = _DIGITS.fullmatch(str(fields.get("printed", "")))
    # Words such as 近百件 say more than digits do, and stand as they are.
    if digits:
        told["printed"] = digits[1]
    return says.fill(**told)


def _name_sum(
    report: Report,
    cells: Sequence[Key],
) -> str:
    """The cells that make a sum, by their English names."""
    year = report.meta.year or 0
    named = [name_cell(report.editions[key[0]], key, year).say("en") for key in cells]
    if len(named) > TOLD_CELLS:
        return f"{named[0]} … (sum of {len(named)})"
    return " + ".join(named)


def _named(who: Any, **facts: Any) -> SimpleNamespace:
    """Something of a report, with the report's body and year."""
    return SimpleNamespace(
        agency=who.agency,
        agency_en=who.agency_en,
        year=who.year,
        **facts,
    )


def mended(
    reports: Sequence[Report],
    names: Mapping[str, Any],
) -> list[SimpleNamespace]:
    """Broken sums with an explanation that is certain or accepted, by report and kind.

    `times` counts the mistakes, `findings` the rules and `cells` the cells that they account for.
    """
    made = []
    for report in sorted(reports, key=lambda report: report.id):
        # What is only likely has changed no figure, and the study must not tell it as mended.
        holding = [one for one in report.explanations if report.follows(one)]
        holding.sort(key=lambda one: one.kind)
        for _, same in groupby(holding, key=lambda one: one.kind):
            made.append(_mistakes(list(same), names[report.id]))
    return made


def _mistakes(
    same: Sequence[Explanation],
    who: Any,
) -> SimpleNamespace:
    """The explanations of one kind in a report."""
    findings: set[str] = set()
    cells: set[Key] = set()
    for one in same:
        findings.update(one.findings)
        cells.update(key for key, _, _ in one.cells)
    return _named(
        who,
        zh=same[0].name("zh"),
        en=same[0].name("en"),
        times=len(same),
        findings=len(findings),
        cells=len(cells),
    )


def corrections(
    reports: Iterable[Report],
    shown: Sequence[SimpleNamespace],
) -> list[SimpleNamespace]:
    """The cells whose reconciled figure is not the published one, body by body."""
    by_id = {report.id: report for report in reports}
    made = []
    for who in shown:
        changed = filter(_is_changed, by_id[who.id])
        made += [_correction(value, who) for value in changed]
    return made


def _is_changed(value: Value) -> bool:
    return value.reconciled is not None and value.reconciled != value.value


def _correction(
    value: Value,
    who: Any,
) -> SimpleNamespace:
    table = find_form(value.edition).table(value.table)
    return _named(
        who,
        report=who.id,
        key="/".join(value.key),
        table=Sentence(table.short("zh"), table.short("en")),
        cell=name_cell(value.edition, value.key, who.year),
        printed=value.printed or wording.ABSENT,
        reconciled=wording.number(float(value.reconciled or 0)),
        where=value.where or Sentence.same(""),
    )


def name_cell(
    edition: str,
    key: Key,
    year: int,
) -> Sentence:
    """What a cell of a form is called: its row and its column."""
    row, column = name_row(edition, key), name_column(edition, key, year)
    return Sentence("{row} · {column}", "{row} · {column}").fill(row=row, column=column)


def name_row(edition: str, key: Key) -> Sentence:
    """What the row of a cell is called, in Chinese as its form prints it."""
    table = find_form(edition).table(key[0])
    row = next(row for row in table.rows if row.id == key[1])
    return Sentence(row.name("zh"), row.name("en"))


def name_column(
    edition: str,
    key: Key,
    year: int,
) -> Sentence:
    """What the column of a cell is called, in a report of a year."""
    column = find_form(edition).table(key[0]).column(key[2])
    zh, en = (column.name(language).replace("{year}", str(year)) for language in LANGUAGES)
    return Sentence(zh, en)


def unsettled(
    reports: Iterable[Report],
    findings: Found,
    alternatives: DataFrame,
    names: Mapping[str, Any],
) -> SimpleNamespace:
    """Broken rules of tables that are not settled.

    `open` have explanations, none of them certain, `bare` have none at all. `cells` counts the
    cells that are undecided, ambiguous ones among them, `several` names their reports; a cell that
    a decision gave its figure is not among them.
    """
    decided = {
        (report.id, *value.key)
        for report in reports
        for value in report
        if value.reconciled is not None
    }
    every = alternatives.drop_duplicates(list(KEY))
    keys = every[list(KEY)].itertuples(index=False, name=None)
    kept = [place for place, key in enumerate(keys) if key not in decided]
    cells = every.iloc[kept]
    # An ambiguous cell is open too, but it is no rule that fails.
    sums = alternatives[alternatives["kind"].ne(Status.AMBIGUOUS.value)]
    groups = sums.drop_duplicates(["report", "group"])
    undecided = sorted(groups["report"].unique())
    bare = [report.id for report, finding in findings if _is_bare(report, finding)]
    return SimpleNamespace(
        open=[names[report] for report in undecided],
        bare=[names[report] for report in bare],
        groups=len(groups),
        cells=len(cells),
        several=[names[report] for report in sorted(cells["report"].unique())],
    )


def _is_bare(
    report: Report,
    finding: Finding,
) -> bool:
    """Whether a rule of a table fails and nothing explains it."""
    if finding.kind is not FindingKind.FAILS or finding.origin in APART:
        return False
    return all(finding.id not in one.findings for one in report.explanations)
