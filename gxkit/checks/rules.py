"""The arithmetic inside a table: every rule of its form evaluated, every value given its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gxkit.checks.implied import find_implied
from gxkit.checks.ruleset import require_sound
from gxkit.diagnosis import explain
from gxkit.forms import Rule, Slot, find_form
from gxkit.report import Finding, FindingKind, Key, Number, Origin, Report, Status, Verdict
from gxkit.text import Said, Sentence, distance

_SUM_OF = Sentence("{first} … {last}（{count} 项之和）", "{first} … {last} (sum of {count})")
_OFF = Sentence(
    "{left_side} 为 {left}，{right_side} 为 {right}，相差 {gap}",
    "{left_side} is {left}, {right_side} is {right}, off by {gap}",
)
_OPEN = Sentence(
    "{label} {status}{others}，无法核对", "{label} is {status}{others}; not assessable"
)
_ONE_OF = Sentence("等 {count} 格无数", ", one of {count} cells without a number")
_NO_SPLIT = Sentence(
    "连写的“{printed}”无法拆成 {count} 格而满足表内勾稽关系，请查看原文。",
    "the joined figures “{printed}” cannot be split into {count} cells that satisfy "
    "the table's arithmetic; look at the original.",
)


def rules_of(report: Report) -> Iterator[Rule]:
    """The rules that the report's forms state, table by table. FormError if a form's rules make no sense."""
    for table_id, edition in report.editions.items():
        form = find_form(edition)
        require_sound(form)
        yield from form.table(table_id).rules


def _keys(rule: Rule, slots: Sequence[Slot]) -> tuple[Key, ...]:
    return tuple((rule.table, row, column) for row, column in slots)


def _named(report: Report, keys: Sequence[Key]) -> Said:
    """One side of a rule in words: its one cell's label, or how many cells from which to which."""
    first, last = report[keys[0]], report[keys[-1]]
    if len(keys) == 1:
        return first.label
    return _SUM_OF.fill(first=first.label, last=last.label, count=len(keys))


def _mismatch(report: Report, rule: Rule, left: Number, right: Number) -> Finding:
    """A rule whose two sides do not stand in its relation, at the place of its right side."""
    rights = _keys(rule, rule.right)
    says = _OFF.fill(
        left_side=_named(report, _keys(rule, rule.left)),
        left=left,
        right_side=_named(report, rights),
        right=right,
        gap=distance(left, right),
    )
    return Finding(
        f"{rule.table}:{rule.name}",
        rule.id,
        FindingKind.REMARK if rule.soft else FindingKind.FAILS,
        _keys(rule, rule.cells),
        left,
        right,
        says,
        place=report[rights[0]].where or report.id,
        words=rule.words,
    )


def _not_assessable(
    report: Report, rule: Rule, left: Number | None, right: Number | None
) -> Finding:
    """A rule over cells without a number, at the place of the first of them."""
    keys = _keys(rule, rule.cells)
    missing = [report[key] for key in keys if report[key].value is None]
    first = missing[0]
    others = _ONE_OF.fill(count=len(missing)) if len(missing) > 1 else None
    return Finding(
        f"{rule.table}:{rule.name}",
        rule.id,
        FindingKind.NOT_ASSESSABLE,
        keys,
        left,
        right,
        _OPEN.fill(label=first.label, status=first.status, others=others),
        place=first.where or report.id,
        words=rule.words,
    )


def _joined_findings(report: Report) -> Iterator[Finding]:
    """One finding for each line of joined figures that no split can satisfy."""
    seen: set[tuple[str, str]] = set()
    for value in report.values:
        if value.status is not Status.AMBIGUOUS or value.candidates:
            continue
        place = (value.table, str(value.where))
        if place in seen:
            continue
        seen.add(place)
        cells = tuple(
            v.key
            for v in report.values
            if v.table == value.table and v.where == value.where and v.status is Status.AMBIGUOUS
        )
        yield Finding(
            f"joined:{value.table}:{value.row}",
            "joined",
            FindingKind.FAILS,
            cells,
            None,
            None,
            _NO_SPLIT.fill(printed=value.printed, count=len(cells)),
            place=value.where,
            origin=Origin.JOINED,
        )


def find(report: Report) -> tuple[Finding, ...]:
    """Every rule of the report's forms that fails, gives a remark or cannot be assessed, in the order of the forms.

    A rule over a cell without a number is `not assessable`, never passed. Source of the rules: the forms themselves
    (R1-R4 are printed on or follow from the national form, R5 from the Fujian tables).
    """
    findings: list[Finding] = []
    for rule in rules_of(report):
        numbers = {slot: report[(rule.table, *slot)].value for slot in rule.cells}
        left, right = rule.sides(numbers.get)
        if left is None or right is None:
            if not rule.soft:
                findings.append(_not_assessable(report, rule, left, right))
        elif not rule.holds(left, right):
            findings.append(_mismatch(report, rule, left, right))
    return (*findings, *find_implied(report, rules_of(report)), *_joined_findings(report))


def judge(report: Report) -> Report:
    """The report with its findings and their explanations, and each value with its verdict.

    `contradicted` where any identity over the cell fails, else `verified` where one holds, else `unverified`.
    """
    findings = find(report)
    broken = {key for f in findings if f.kind is FindingKind.FAILS for key in f.cells}
    open_rules = {f.id for f in findings}
    held = {
        key
        for rule in rules_of(report)
        if not rule.soft
        and rule.relation == "equal"
        and f"{rule.table}:{rule.name}" not in open_rules
        for key in _keys(rule, rule.cells)
    }
    values = tuple(
        replace(
            value,
            verdict=Verdict.CONTRADICTED
            if value.key in broken
            else Verdict.VERIFIED
            if value.key in held and value.value is not None
            else Verdict.UNVERIFIED,
        )
        for value in report.values
    )
    return reconcile(replace(report, values=values, findings=findings))


def reconcile(report: Report) -> Report:
    """The report with the explanations of its findings, as its witnesses have it, and with what follows from them.

    `reconciled` is given only under an explanation that is certain.
    """
    explanations = explain(report, report.findings)
    best = {key: number for e in explanations if e.certain for key, _, number in e.cells}
    values = tuple(
        value
        if value.reconciled == best.get(value.key)
        else replace(value, reconciled=best.get(value.key))
        for value in report.values
    )
    return replace(report, values=values, explanations=explanations)
