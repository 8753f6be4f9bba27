"""Which one mistake explains the broken sums of a table?

Three kinds of mistake are tried: two row labels exchanged (the nearer the rows, the likelier), one cell wrong, one row
wrong in the columns that fail. An explanation must mend every broken rule of the table and break no other; where no
single one does, the broken rules are taken in groups that share no cell. The cheapest is ranked first, ties stay ties.
(Error localisation in the sense of Fellegi and Holt 1976: change as few figures as possible; a whole row out of place
counts as one mistake.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from gxkit.forms import Rule, Slot
from gxkit.report import Explanation, Finding, Key, Number, Report

Change = Mapping[Slot, Number]
Numbers = Mapping[Slot, Number | None]

UNFILLED_TOTAL, EXCHANGED, ONE_CELL, ONE_ROW = 1.0, 1.25, 1.5, 2.0
A_ROW_APART = 0.5
"""what each row in between adds to the cost of an exchange"""


@dataclass(frozen=True, slots=True)
class _Attempt:
    cost: float
    kind: str
    change: tuple[tuple[Slot, Number], ...]


def _groups(broken: Sequence[Rule]) -> list[list[Rule]]:
    """The broken rules in groups that share no cell."""
    groups: list[list[Rule]] = []
    for rule in broken:
        cells = set(rule.cells)
        joined = [g for g in groups if any(cells & set(r.cells) for r in g)]
        groups = [g for g in groups if g not in joined] + [[r for g in joined for r in g] + [rule]]
    return groups


def _holds(rule: Rule, change: Change, numbers: Numbers) -> bool:
    """Whether a rule holds, or cannot be assessed, once the change is made."""
    left, right = rule.sides(lambda slot: change.get(slot, numbers.get(slot)))
    return left is None or right is None or rule.holds(left, right)


def _mends(change: Change, numbers: Numbers, broken: Sequence[Rule], sound: Sequence[Rule]) -> bool:
    """Whether a change makes every broken rule hold and breaks none of the sound ones that it touches."""
    return (all(_holds(rule, change, numbers) for rule in broken)
            and all(_holds(rule, change, numbers) for rule in sound if any(slot in change for slot in rule.cells)))


def _implied(rule: Rule, slot: Slot, numbers: Numbers) -> Number | None:
    """The number that makes an identity hold if only this cell is changed; None if another cell has no number."""
    same, other = (rule.left, rule.right) if slot in rule.left else (rule.right, rule.left)
    rest = [numbers.get(s) for s in same if s != slot]
    whole = [numbers.get(s) for s in other]
    if None in rest or None in whole:
        return None
    implied = sum(whole) - sum(rest)  # type: ignore[arg-type]
    return implied if implied >= 0 else None


def _exchanged_rows(group: Sequence[Rule], numbers: Numbers, sound: Sequence[Rule]) -> Iterator[_Attempt]:
    columns: dict[str, list[str]] = {}
    for row, column in numbers:
        columns.setdefault(row, []).append(column)
    order = list(columns)
    touched = {row for rule in group for row, _ in rule.cells}
    for first, second in combinations(columns, 2):
        if columns[first] != columns[second] or not {first, second} & touched:
            continue
        pairs = [((first, c), numbers[second, c]) for c in columns[first]]
        pairs += [((second, c), numbers[first, c]) for c in columns[second]]
        change = {slot: number for slot, number in pairs if number is not None and number != numbers[slot]}
        if change and all(number is not None for _, number in pairs) and _mends(change, numbers, group, sound):
            apart = abs(order.index(first) - order.index(second)) - 1
            yield _Attempt(EXCHANGED + A_ROW_APART * apart, "rows exchanged", tuple(change.items()))


def _one_cell(group: Sequence[Rule], numbers: Numbers, sound: Sequence[Rule]) -> Iterator[_Attempt]:
    shared = set.intersection(*(set(rule.cells) for rule in group))
    for slot in (s for s in numbers if s in shared):
        implied = {_implied(rule, slot, numbers) for rule in group}
        number = implied.pop() if len(implied) == 1 else None
        if number is None or not _mends({slot: number}, numbers, group, sound):
            continue
        unfilled = numbers[slot] == 0 and any(slot in rule.right for rule in group)
        yield _Attempt(UNFILLED_TOTAL if unfilled else ONE_CELL,
                       "total not filled in" if unfilled else "one cell", ((slot, number),))


def _one_row(group: Sequence[Rule], numbers: Numbers, sound: Sequence[Rule]) -> Iterator[_Attempt]:
    for row in dict.fromkeys(row for rule in group for row, _ in rule.cells):
        change: dict[Slot, Number] = {}
        for rule in group:
            for slot in rule.cells:
                if slot[0] == row and slot not in change:
                    others = [_implied(r, slot, numbers) for r in group if slot in r.cells]
                    if others[0] is not None and others[0] != numbers[slot] and len(set(others)) == 1:
                        change[slot] = others[0]
        if len(change) > 1 and _mends(change, numbers, group, sound):
            unfilled = all(numbers[slot] == 0 for slot in change)
            yield _Attempt(UNFILLED_TOTAL if unfilled else ONE_ROW,
                           "total not filled in" if unfilled else "one row", tuple(change.items()))


def _sentences(report: Report, table: str, attempt: _Attempt) -> tuple[str, str]:
    keys = [(table, *slot) for slot, _ in attempt.change]
    rows = list(dict.fromkeys(report[k].label.rsplit(" · ", 1)[0] for k in keys))
    figures = [f"{report[k].label} {report[k].printed}→{number}"
               for k, (_, number) in zip(keys, attempt.change, strict=True)]
    if attempt.kind == "rows exchanged":
        return (f"“{rows[0]}”与“{rows[1]}”两行的标签（或数字）互换了；换回后各勾稽关系全部成立。",
                f"The labels (or figures) of the rows “{rows[0]}” and “{rows[1]}” are exchanged; put back, "
                "every rule holds.")
    listed = "；".join(figures)
    if attempt.kind == "total not filled in":
        return f"合计没有填：{listed}。", f"A total was left at 0: {listed}."
    return f"改动下列数字即可使各勾稽关系全部成立：{listed}。", f"Every rule holds with: {listed}."


def _attempts(group: Sequence[Rule], numbers: Numbers, rules: Sequence[Rule]) -> list[_Attempt]:
    """The single mistakes that mend a group of broken rules and break none of the others, cheapest first."""
    sound = [r for r in rules if _holds(r, {}, numbers)]
    found = [a for kind in (_exchanged_rows, _one_cell, _one_row) for a in kind(group, numbers, sound)]
    return sorted(found, key=lambda a: (a.cost, len(a.change)))


def _explain_table(report: Report, table: str, broken: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[Explanation]:
    numbers: dict[Slot, Number | None] = {(v.row, v.column): v.value for v in report.values if v.table == table}
    whole = _attempts(broken, numbers, rules)
    groups = [(broken, whole)] if whole else [(g, _attempts(g, numbers, rules)) for g in _groups(broken)]
    for group, attempts in groups:
        ids = tuple(f"{table}:{rule.name}" for rule in group)
        ranks = sorted({a.cost for a in attempts})
        for attempt in attempts:
            zh, en = _sentences(report, table, attempt)
            cells = tuple(((table, *slot), report[(table, *slot)].value, number) for slot, number in attempt.change)
            yield Explanation(ranks.index(attempt.cost) + 1, attempt.kind, ids, cells, "undecided", (), zh, en)


def explain(report: Report, findings: Sequence[Finding], rules: Sequence[Rule]) -> tuple[Explanation, ...]:
    """The single mistakes that account for the broken rules of each table, best first; nothing where none does."""
    failing = {f.id for f in findings if f.kind == "fails"}
    made: list[Explanation] = []
    for table in dict.fromkeys(rule.table for rule in rules):
        own = [r for r in rules if r.table == table and not r.soft]
        if broken := [r for r in own if f"{table}:{r.name}" in failing]:
            made += _explain_table(report, table, broken, own)
    return tuple(made)


def single_best(explanations: Sequence[Explanation]) -> dict[Key, Number]:
    """The figures under those explanations that are alone at rank 1 for their findings."""
    first: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in explanations:
        if explanation.rank == 1:
            first.setdefault(explanation.findings, []).append(explanation)
    return {key: number for alone in first.values() if len(alone) == 1 for key, _, number in alone[0].cells}
