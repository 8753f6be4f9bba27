"""Cells without a number that the other figures of their rows and columns pin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gxkit.forms import Rule, Slot
from gxkit.report import Finding, Key, Number, Report, Status


def _implied(rule: Rule, numbers: dict[Key, Number | None]) -> tuple[Key, Number] | None:
    """The one cell of an identity that has no number, and the number it must have; None unless it is the only one."""

    def key(slot: Slot) -> Key:
        return (rule.table, *slot)

    open_cells = [slot for slot in rule.cells if numbers[key(slot)] is None]
    if len(open_cells) != 1 or rule.relation != "equal" or rule.soft:
        return None
    sides = [
        sum((numbers[key(s)] or 0) for s in side if s != open_cells[0])
        for side in (rule.left, rule.right)
    ]
    number = sides[1] - sides[0] if open_cells[0] in rule.left else sides[0] - sides[1]
    return key(open_cells[0]), number


def find_implied(report: Report, rules: Iterable[Rule]) -> Iterator[Finding]:
    """A remark for each blank, missing or ambiguous cell whose number follows from all other cells of an identity.

    A number found so may pin the next. Nothing is said of a cell on which two identities disagree, for which a negative
    number would follow, or whose candidates do not include it; a blank is never taken for 0.
    """
    identities = list(rules)
    numbers: dict[Key, Number | None] = {v.key: v.value for v in report.values}
    found: dict[Key, tuple[Number, list[Rule]]] = {}
    refused: set[Key] = set()
    while True:
        implied: dict[Key, tuple[Number, list[Rule]]] = {}
        for rule in identities:
            if pinned := _implied(rule, numbers):
                key, number = pinned
                candidates = report[key].candidates
                if (
                    number < 0
                    or (candidates and number not in candidates)
                    or (key in implied and implied[key][0] != number)
                ):
                    refused.add(key)
                implied.setdefault(key, (number, []))[1].append(rule)
        fresh = {key: pinned for key, pinned in implied.items() if key not in refused}
        if not fresh:
            break
        found |= fresh
        numbers |= {key: number for key, (number, _) in fresh.items()}
    for value in report.values:
        if value.key in found:
            yield _remark(report, value.key, *found[value.key])


def _remark(report: Report, key: Key, number: Number, rules: list[Rule]) -> Finding:
    value = report[key]
    words = {
        Status.BLANK: "空白",
        Status.MISSING: "缺失",
        Status.AMBIGUOUS: "有多种读法",
        Status.ILLEGIBLE: "不是数字",
    }
    place = str(value.where) if value.where else report.id
    names = "、".join(dict.fromkeys(rule.id for rule in rules))
    return Finding(
        f"implied:{'/'.join(key)}",
        "implied",
        "remark",
        (key,),
        None,
        number,
        f"{place}：{value.label} {words[value.status]}；由 {names} 推算应为 {number}。",
        f"{place}: {value.label} is {value.status}; by {names} it should be {number}.",
    )
