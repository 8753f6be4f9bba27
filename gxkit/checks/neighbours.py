"""What the reports of the years before and after say of a figure that is in doubt.

A rule across years that holds over all its other cells leaves one number for the cell in doubt. That number is a
witness: it may be the printed one or the one under an explanation. Only neighbouring years speak, and only with cells
that their own tables do not contradict.
"""

from __future__ import annotations

from collections.abc import Iterable

from gxkit.checks.yearrules import Line, Term
from gxkit.checks.years import lines_between
from gxkit.report import Facts, Number, Report, Source, Verdict, Witness
from gxkit.text import Listed, Sentence

_IMPLIES = Sentence(
    "{rule}（{words}）：{label}：{others}，本格应为 {number}。",
    "{rule} ({words}): {label}: {others}, so this cell would be {number}.",
)


def year_witnesses(
    reports: Iterable[Report], facts: Facts | None = None
) -> dict[str, tuple[Witness, ...]]:
    """For each report id the witnesses for the cells that its explanations would change; `facts` as for
    `find_across_years`."""
    known = tuple(reports)
    doubted = {r.id: r.doubted for r in known if r.doubted}
    found: dict[str, list[Witness]] = {}
    for line in lines_between(known, facts) if doubted else ():
        for term in (*line.rule.left, line.rule.right):
            own = line.member(term).report
            key = line.rule.key(term, line.line)
            number = (
                _implied(line, term) if line.apart == 1 and key in doubted.get(own.id, ()) else None
            )
            if number is not None:
                found.setdefault(own.id, []).append(_witness(line, term, number))
    return {report: tuple(said) for report, said in found.items()}


def _implied(line: Line, wanted: Term) -> Number | None:
    """The number under which the rule holds, its other cells as printed; None where one has no number to rely on."""
    total: Number = 0
    for term in (*line.rule.left, line.rule.right):
        if term is wanted:
            continue
        value = line.member(term).report[line.rule.key(term, line.line)]
        if value.value is None or value.verdict is Verdict.CONTRADICTED:
            return None
        total += value.value if term is line.rule.right else -term.sign * value.value
    return -total if wanted is line.rule.right else wanted.sign * total


def _witness(line: Line, term: Term, number: Number) -> Witness:
    others = [t for t in (*line.rule.left, line.rule.right) if t is not term]
    key = line.rule.key(term, line.line)
    says = _IMPLIES.fill(
        rule=line.rule.id,
        words=line.rule.words,
        label=line.label,
        others=Listed(tuple(line.say_cell(t) for t in others), "，"),
        number=number,
    )
    return Witness(Source.YEAR, key, number, says)
