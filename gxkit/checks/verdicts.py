"""What all checks find in a report, and what follows from it for every value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from gxkit.checks.choosing import choose_readings
from gxkit.checks.deciding import name_deciders
from gxkit.checks.exchanges import exchange_grounds
from gxkit.checks.grounds import hear_grounds
from gxkit.checks.implied import find_implied, imply
from gxkit.checks.joined import find_unsplit
from gxkit.checks.rules import find_broken_rules, find_unfilled, name_rule, rules_of
from gxkit.checks.settling import settle
from gxkit.diagnosis import explain
from gxkit.forms import Rule
from gxkit.report import Finding, FindingKind, Ground, Key, Number, Report, Value, Verdict

Check = Callable[[Report], Iterable[Finding]]
Grounds = tuple[Ground, ...]
CHECKS: tuple[Check, ...] = (find_broken_rules, find_implied, find_unsplit)
"""every check of a report's tables; their findings stand in this order"""


def find(report: Report) -> tuple[Finding, ...]:
    """What the checks of the tables find: rules that fail, remarks, what cannot be assessed."""
    return tuple(finding for check in CHECKS for finding in check(report))


def judge(report: Report) -> Report:
    """The report with its findings and their explanations, and each value with its verdict, what
    speaks for it, and the number that follows for it where it has none.

    `contradicted` where any rule over the cell fails (`cleared` where it is settled by other
    cells), else `verified` where an identity holds, a witness has the number or both readers of a
    picture have it, else `unverified`.
    """
    report = choose_readings(imply(report))
    findings = find(report)
    failing = [finding for finding in findings if finding.kind is FindingKind.FAILS]
    # a cell is contradicted by any broken rule, also by one that another cell may have broken
    broken: set[Key] = set()
    for finding in failing:
        broken.update(finding.cells)
    grounds = _grounds_of_cells(report, findings)
    values = tuple(_judged(value, broken, grounds) for value in report.values)
    return reconcile(replace(report, values=values, findings=findings))


def _grounds_of_cells(report: Report, findings: Sequence[Finding]) -> Mapping[Key, Grounds]:
    """What the identities over each cell are worth, where they hold."""
    held = _held_cells(report, findings)
    if not held:
        return {}
    exchanged = exchange_grounds(report)
    grounds: dict[Key, Grounds] = {}
    for key in held:
        grounds[key] = (exchanged.get(key, Ground.IDENTITY),)
    return grounds


def _held_cells(report: Report, findings: Sequence[Finding]) -> set[Key]:
    """The cells over which an identity holds; a bound that holds verifies no number."""
    not_held = {finding.id for finding in findings}
    failing = {finding.id for finding in findings if finding.kind is FindingKind.FAILS}
    hard = [rule for rule in rules_of(report) if not rule.soft]
    # a sound report has no line left at 0 to look for
    unfilled: set[Key] = set()
    if failing:
        unfilled = find_unfilled(hard, lambda key: report[key].value)
    held: set[Key] = set()
    contradicted: set[Key] = set()
    for rule in hard:
        if not rule.is_identity:
            continue
        name = name_rule(rule)
        if name in failing:
            contradicted.update(rule.keys)
        elif name not in not_held and _says_something(report, rule, unfilled):
            held.update(rule.keys)
    # what holds in a row says nothing for a cell whose column fails
    return held - contradicted


def _says_something(
    report: Report,
    rule: Rule,
    unfilled: set[Key],
) -> bool:
    """Whether a rule that holds speaks for its cells: that 0 and 0 make 0 says nothing in a line of
    totals that was not filled in."""
    if unfilled.isdisjoint(rule.keys):
        return True
    return any(report[key].value for key in rule.keys)


def _judged(
    value: Value,
    broken: set[Key],
    grounds: Mapping[Key, Grounds],
) -> Value:
    """The value with what the identities over it come to."""
    by = _grounds_of(value, grounds) if value.value is not None else ()
    if value.key in broken:
        verdict = Verdict.CONTRADICTED
    else:
        verdict = Verdict.VERIFIED if by else Verdict.UNVERIFIED
    # making a value anew takes longer than judging it
    if value.verdict is verdict and value.verified_by == by:
        return value
    return value.judged(verdict, by)


def _grounds_of(
    value: Value,
    grounds: Mapping[Key, Grounds],
) -> Grounds:
    """What speaks for a number that is there, without its witnesses."""
    by = grounds.get(value.key, ())
    if value.recognised is None:
        return by
    # the sums that chose a number cannot verify it too
    if value.is_chosen:
        return (Ground.CHOICE,)
    return (*by, Ground.READING)


def reconcile(report: Report) -> Report:
    """The report with the explanations of its findings, as its witnesses have it, and with what
    follows from them.

    `reconciled` is given only under an explanation that is certain; the rules that it mends are
    settled.
    """
    explanations = name_deciders(report, explain(report, report.findings))
    best: dict[Key, Number] = {}
    for explanation in explanations:
        if explanation.certain:
            best.update((key, number) for key, _, number in explanation.cells)
    values: list[Value] = []
    for value in report.values:
        number = best.get(value.key)
        # most values stay as they are
        same = value.reconciled == number
        values.append(value if same else replace(value, reconciled=number))
    explained = replace(report, values=tuple(values), explanations=explanations)
    return settle(hear_grounds(explained))
