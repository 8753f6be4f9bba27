"""Cells without a number that the other figures of their rows and columns pin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gxkit.forms import Rule, Slot
from gxkit.report import Finding, FindingKind, Key, Number, Origin, Report
from gxkit.text import Listed, Sentence

_FOLLOWS = Sentence(
    "{label} {status}；由 {rules} 推算应为 {number}。",
    "{label} is {status}; by {rules} it should be {number}.",
)


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
    names = dict.fromkeys(rule.id for rule in rules)
    says = _FOLLOWS.fill(
        label=value.label, status=value.status, rules=Listed(tuple(names), en="、"), number=number
    )
    return Finding(
        f"implied:{'/'.join(key)}",
        "implied",
        FindingKind.REMARK,
        (key,),
        None,
        number,
        says,
        place=value.where or report.id,
        origin=Origin.IMPLIED,
    )
