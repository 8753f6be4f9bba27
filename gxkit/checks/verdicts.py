"""What all checks find in a report, and what follows from it for every value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from gxkit.checks.implied import find_implied
from gxkit.checks.joined import find_unsplit
from gxkit.checks.rules import find_broken_rules, name_rule, rules_of
from gxkit.diagnosis import explain
from gxkit.report import Finding, FindingKind, Key, Report, Value, Verdict

Check = Callable[[Report], Iterable[Finding]]
CHECKS: tuple[Check, ...] = (find_broken_rules, find_implied, find_unsplit)
"""every check of a report's tables; their findings stand in this order"""


def find(report: Report) -> tuple[Finding, ...]:
    """What the checks of the tables find: rules that fail, remarks, what cannot be assessed."""
    return tuple(finding for check in CHECKS for finding in check(report))


def judge(report: Report) -> Report:
    """The report with its findings and their explanations, and each value with its verdict.

    `contradicted` where any identity over the cell fails, else `verified` where one holds, else
    `unverified`.
    """
    findings = find(report)
    failing = [finding for finding in findings if finding.kind is FindingKind.FAILS]
    # a cell is contradicted by any broken rule, also by one that another cell may have broken
    broken = {key for finding in failing for key in finding.cells}
    held = _held_cells(report, findings)
    values = tuple(_judged(value, broken, held) for value in report.values)
    return reconcile(replace(report, values=values, findings=findings))


def _held_cells(report: Report, findings: Iterable[Finding]) -> set[Key]:
    """The cells over which an identity holds; a bound that holds verifies no number."""
    not_held = {finding.id for finding in findings}
    held: set[Key] = set()
    for rule in rules_of(report):
        if rule.is_identity and name_rule(rule) not in not_held:
            held.update(rule.keys)
    return held


def _judged(
    value: Value,
    broken: set[Key],
    held: set[Key],
) -> Value:
    """The value with what the identities over it come to."""
    if value.key in broken:
        verdict = Verdict.CONTRADICTED
    elif value.key in held and value.value is not None:
        verdict = Verdict.VERIFIED
    else:
        verdict = Verdict.UNVERIFIED
    # making a value anew takes longer than judging it
    if value.verdict is verdict:
        return value
    return value.judged(verdict)


def reconcile(report: Report) -> Report:
    """The report with the explanations of its findings, as its witnesses have it, and with what
    follows from them.

    `reconciled` is given only under an explanation that is certain.
    """
    explanations = explain(report, report.findings)
    certain = [explanation for explanation in explanations if explanation.certain]
    best = {key: number for one in certain for key, _, number in one.cells}
    values = []
    for value in report.values:
        number = best.get(value.key)
        # most values stay as they are
        same = value.reconciled == number
        values.append(value if same else replace(value, reconciled=number))
    return replace(report, values=tuple(values), explanations=explanations)
