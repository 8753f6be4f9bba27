"""The arithmetic inside a table: every rule of its form evaluated, every value given its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gxkit.checks.implied import find_implied
from gxkit.checks.ruleset import require_sound
from gxkit.checks.wording import RULES
from gxkit.diagnosis import explain
from gxkit.forms import Rule, Slot, find_form
from gxkit.report import Finding, Key, Number, Report, Status, Value, Verdict


def rules_of(report: Report) -> Iterator[Rule]:
    """The rules that the report's forms state, table by table. FormError if a form's rules make no sense."""
    for table_id, edition in report.editions.items():
        form = find_form(edition)
        require_sound(form)
        yield from form.table(table_id).rules


def _keys(rule: Rule, slots: Sequence[Slot]) -> tuple[Key, ...]:
    return tuple((rule.table, row, column) for row, column in slots)


def _named(report: Report, keys: Sequence[Key], language: int) -> str:
    """One side of a rule in words: its one cell's label, or how many cells from which to which."""
    first, last = report[keys[0]], report[keys[-1]]
    if len(keys) == 1:
        return first.label
    names = f"{first.label} … {last.label}"
    return f"{names}（{len(keys)} 项之和）" if language == 0 else f"{names} (sum of {len(keys)})"


def _where(report: Report, keys: Sequence[Key]) -> str:
    value = report[keys[0]]
    return f"{value.where}" if value.where else report.id


def _sentences(report: Report, rule: Rule, left: Number, right: Number) -> tuple[str, str]:
    lefts, rights = _keys(rule, rule.left), _keys(rule, rule.right)
    says_zh, says_en = RULES[rule.id]
    gap = abs(left - right)
    return (
        f"{_where(report, rights)}：{rule.id}（{says_zh}）：{_named(report, lefts, 0)} 为 {left}，"
        f"{_named(report, rights, 0)} 为 {right}，相差 {gap}。",
        f"{_where(report, rights)}: {rule.id} ({says_en}): {_named(report, lefts, 1)} is {left}, "
        f"{_named(report, rights, 1)} is {right}, off by {gap}.",
    )


def _open_cells(report: Report, rule: Rule) -> list[Value]:
    return [report[key] for key in _keys(rule, rule.cells) if report[key].value is None]


def _not_assessable(report: Report, rule: Rule) -> tuple[str, str]:
    missing = _open_cells(report, rule)
    first = missing[0]
    words = {
        Status.BLANK: "空白",
        Status.MISSING: "缺失",
        Status.AMBIGUOUS: "有多种读法",
        Status.ILLEGIBLE: "不是数字",
    }
    says_zh, says_en = RULES[rule.id]
    where = first.where or report.id
    return (
        f"{where}：{rule.id}（{says_zh}）：{first.label} {words[first.status]}"
        f"{f'等 {len(missing)} 格无数' if len(missing) > 1 else ''}，无法核对。",
        f"{where}: {rule.id} ({says_en}): {first.label} is {first.status}"
        f"{f', one of {len(missing)} cells without a number' if len(missing) > 1 else ''}; not assessable.",
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
            "fails",
            cells,
            None,
            None,
            f"{value.where}：连写的“{value.printed}”无法拆成 {len(cells)} 格而满足表内勾稽关系，请查看原文。",
            f"{value.where}: the joined figures “{value.printed}” cannot be split into {len(cells)} cells that satisfy "
            f"the table's arithmetic; look at the original.",
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
        keys = _keys(rule, rule.cells)
        if left is None or right is None:
            if not rule.soft:
                zh, en = _not_assessable(report, rule)
                findings.append(
                    Finding(
                        f"{rule.table}:{rule.name}",
                        rule.id,
                        "not assessable",
                        keys,
                        left,
                        right,
                        zh,
                        en,
                    )
                )
        elif not rule.holds(left, right):
            zh, en = _sentences(report, rule, left, right)
            kind = "remark" if rule.soft else "fails"
            findings.append(
                Finding(f"{rule.table}:{rule.name}", rule.id, kind, keys, left, right, zh, en)
            )
    return (*findings, *find_implied(report, rules_of(report)), *_joined_findings(report))


def judge(report: Report) -> Report:
    """The report with its findings and their explanations, and each value with its verdict.

    `contradicted` where any identity over the cell fails, else `verified` where one holds, else `unverified`.
    """
    findings = find(report)
    broken = {key for f in findings if f.kind == "fails" for key in f.cells}
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
