"""Which broken rules are settled, and which cells of them are cleared.

A rule is settled where it holds with the reconciled figures, under an explanation that is certain
or that a person accepted or gave, and where a person decided to keep what is printed. Its cells
that stay as printed are cleared then, unless another broken rule covers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gxkit.checks.rules import name_rule, rules_of
from gxkit.forms import Rule
from gxkit.report import (
    Decided,
    Finding,
    FindingKind,
    Key,
    Origin,
    Report,
    Settled,
    Value,
    Verdict,
)

BY_PERSON: Mapping[Decided, Settled] = {
    Decided.ACCEPT: Settled.ACCEPTED,
    Decided.CORRECT: Settled.CORRECTED,
    Decided.KEEP: Settled.KEPT,
}
_OF_CELLS = (Origin.RULE, Origin.JOINED, Origin.READING)
"""what contradicts the cells it names: a sentence or another year that differs is a witness"""
_IN_QUESTION = (Verdict.CONTRADICTED, Verdict.CLEARED)


def settle(report: Report) -> Report:
    """The report with its broken rules settled as its reconciled figures settle them now."""
    failing = [one for one in report.findings if one.kind is FindingKind.FAILS]
    # a sound report has nothing to settle
    if not failing:
        return report
    rules = {name_rule(rule): rule for rule in rules_of(report)}
    settled = {one.id: _settled_by(report, one, rules.get(one.id)) for one in failing}
    findings = []
    for one in report.findings:
        by = settled.get(one.id)
        findings.append(one if one.settled is by else replace(one, settled=by))
    still_open: set[Key] = set()
    kept: set[Key] = set()
    for one in failing:
        if one.origin not in _OF_CELLS:
            continue
        if settled[one.id] is None:
            still_open.update(one.cells)
        elif settled[one.id] is Settled.KEPT:
            kept.update(one.cells)
    values = (_settled(value, still_open, kept) for value in report.values)
    return replace(report, values=tuple(values), findings=tuple(findings))


def _settled_by(
    report: Report,
    finding: Finding,
    rule: Rule | None,
) -> Settled | None:
    """By what a broken rule is settled, None where it is open."""
    ruling = finding.ruling
    if ruling is not None and ruling.decided is Decided.KEEP:
        return Settled.KEPT
    # what is no rule of a form cannot be asked anew
    if rule is None or not _holds_now(report, rule):
        return None
    return Settled.CERTAIN if ruling is None else BY_PERSON.get(ruling.decided)


def find_broken(report: Report, keys: Iterable[Key]) -> list[str]:
    """The names of the rules over one of these cells that fail with the reconciled figures."""
    asked = set(keys)
    over = [rule for rule in rules_of(report) if not asked.isdisjoint(rule.keys)]
    return [name_rule(rule) for rule in over if _holds_now(report, rule) is False]


def _holds_now(report: Report, rule: Rule) -> bool | None:
    """Whether a rule holds with reconciled figures where there are any; None if it lacks one."""
    numbers = {}
    for key in rule.keys:
        value = report[key]
        numbers[key] = value.value if value.reconciled is None else value.reconciled
    left, right = rule.sides(lambda slot: numbers[(rule.table, *slot)])
    if left is None or right is None:
        return None
    return rule.holds(left, right)


def _settled(
    value: Value,
    still_open: set[Key],
    kept: set[Key],
) -> Value:
    """The value cleared, or contradicted again."""
    if value.verdict not in _IN_QUESTION:
        return value
    key = value.key
    is_kept = key in kept and key not in still_open
    # the cell that is changed is the one that was wrong
    is_cleared = key not in still_open and key not in kept and value.reconciled is None
    verdict = Verdict.CLEARED if is_cleared else Verdict.CONTRADICTED
    if verdict is value.verdict and is_kept is value.kept:
        return value
    return value.settled(verdict, is_kept)
