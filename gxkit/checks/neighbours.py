"""What the reports of the years before and after say of a figure.

A rule across years that holds over all its other cells leaves one number for a cell. That number is
a witness: it may be the printed one, another, or the one under an explanation. Only neighbouring
years speak, and only with cells that their own tables do not contradict.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import pairwise

from gxkit.checks.yearlines import Line, lines_between, list_bodies, list_members
from gxkit.checks.yearrules import Term
from gxkit.report import (
    Facts,
    FindingKind,
    Key,
    Number,
    Origin,
    Report,
    Source,
    Value,
    Verdict,
    Witness,
)
from gxkit.text import Listed, Sentence

_IMPLIES = Sentence(
    "{rule}（{words}）：{label}：{others}，本格应为 {number}。",
    "{rule} ({words}): {label}: {others}, so this cell would be {number}.",
)
_SAME = Sentence(
    "{year}年的报告中{label}也是 {number}。",
    "The report of {year} has {number} for {label} too.",
)


def year_witnesses(
    reports: Iterable[Report],
    facts: Facts | None = None,
) -> dict[str, tuple[Witness, ...]]:
    """For each report id the witnesses for its cells; `facts` as for `find_across_years`.

    A rule that sound reports may break speaks only of cells that an explanation would change.
    """
    known = tuple(reports)
    doubted = {(report.id, key) for report in known for key in _find_doubted(report)}
    found: dict[str, list[Witness]] = {}
    for line in lines_between(known, facts):
        # over missing years a rule leaves no number: what they moved is not known
        if line.apart > 1:
            continue
        # a side that may be less leaves none either
        if line.rule.at_most:
            continue
        for term in line.rule.terms:
            report_id = line.member(term).report.id
            if not line.rule.soft or (report_id, line.key(term)) in doubted:
                found.setdefault(report_id, []).extend(_witnesses(line, term))
    for report_id, witness in _same_cells(known, facts, doubted):
        found.setdefault(report_id, []).append(witness)
    return {report_id: tuple(said) for report_id, said in found.items() if said}


def _find_doubted(report: Report) -> set[Key]:
    """The cells of a report under a rule that fails, or that an explanation would change."""
    doubted = set(report.doubted)
    for finding in report.findings:
        if finding.kind is FindingKind.FAILS and finding.origin is Origin.RULE:
            doubted.update(finding.cells)
    return doubted


def _same_cells(
    reports: Iterable[Report],
    facts: Facts | None,
    doubted: Container[tuple[str, Key]],
) -> Iterator[tuple[str, Witness]]:
    """What stood in doubted cells a year before, where it is what stands there now: a figure of a
    form that is last year's file may have been left in."""
    members = list_members(reports, facts or {}, reconciled=False)
    for body in list_bodies(members):
        for before, after in pairwise(body.alone):
            if after.year - before.year > 1:
                continue
            own = after.report
            for value in own:
                if (own.id, value.key) not in doubted:
                    continue
                last = before.report.get(value.key)
                if last is not None and _is_same(last, value):
                    yield own.id, _left_in(before.year, last)


def _is_same(last: Value, value: Value) -> bool:
    """Whether one cell prints the same number in two years; a blank has nothing to leave in."""
    if last.value is None or last.edition != value.edition:
        return False
    return last.value == value.value


def _left_in(year: int, last: Value) -> Witness:
    number = last.value or 0
    says = _SAME.fill(
        year=year,
        label=last.label,
        number=number,
    )
    return Witness(
        Source.LAST,
        last.key,
        number,
        says,
    )


def _witnesses(line: Line, term: Term) -> Iterator[Witness]:
    """The line as a witness for one of its cells, if its other cells can be relied on."""
    number = _implied(line, term)
    if number is None:
        return
    others = [line.say_cell(other) for other in line.rule.terms if other is not term]
    says = _IMPLIES.fill(
        rule=line.rule.id,
        words=line.rule.words,
        label=line.label,
        others=Listed(tuple(others), "，"),
        number=number,
    )
    yield Witness(Source.YEAR, line.key(term), number, says)


def _implied(line: Line, wanted: Term) -> Number | None:
    """The number under which the rule holds, its other cells as printed; None where one has no
    number to rely on."""
    left: Number = 0
    right: Number = 0
    for term in line.rule.terms:
        if term is wanted:
            continue
        value = line.member(term).report[line.key(term)]
        # a cell that its own table contradicts is no ground to doubt another
        if value.value is None or value.verdict is Verdict.CONTRADICTED:
            return None
        if term is line.rule.right:
            right = value.value
        else:
            left += term.sign * value.value
    return left if wanted is line.rule.right else wanted.sign * (right - left)
