"""What decisions of the ledger come to in the report they were made for.

Published numbers and printed texts are never touched; a decision sets `reconciled`, or clears it.
It fails loudly when what it expects is no longer printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from gxkit.checks import settle
from gxkit.errors import CorrectionError
from gxkit.folder.decisions import (
    ACCEPT,
    CORRECTIONS,
    POSTPONE,
    Correction,
    Decision,
    say_stray,
)
from gxkit.report import Decided, Explanation, FindingKind, Key, Number, Report, Value

_AGAIN = f"look at the file and decide again in {CORRECTIONS}."


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that no longer holds for its report, and in a sentence why."""

    decision: Decision
    says: str


def for_report(report: Report, corrections: Iterable[Decision]) -> list[Decision]:
    """The decisions made for the file that the report was read from; one put off is none.

    Where the file holds several reports, those that name this one.
    """
    made = [d for d in corrections if d.decision is not POSTPONE]
    own = [d for d in made if report.sha256 and report.sha256 in d.sha256]
    return [d for d in own if d.report == report.id] if report.covers else own


def accepted_explanation(report: Report, decision: Decision) -> Explanation | None:
    """The explanation of the report that changes the decision's cells to its numbers; None if it
    offers none.

    The cells decide; `kind` is a name for the reader, and may change with gxkit.
    """
    # by cells and numbers: an explanation of the same kind for other cells is another one
    wanted = {(cell.key, cell.number) for cell in decision.cells}
    offered = [one for one in report.explanations if _changes(one) == wanted]
    return min(offered, key=lambda one: one.rank, default=None)


def _changes(explanation: Explanation) -> set[tuple[Key, Number | None]]:
    return {(key, number) for key, _, number in explanation.cells}


def settled_findings(report: Report, corrections: Iterable[Decision]) -> dict[str, Decision]:
    """The failing findings that a decision settles, by id: those it names and those its explanation
    accounts for."""
    settled: dict[str, Decision] = {}
    for decision in for_report(report, corrections):
        ids = [*decision.findings]
        if decision.decision is ACCEPT:
            explanation = accepted_explanation(report, decision)
            ids += explanation.findings if explanation else ()
        settled |= dict.fromkeys(ids, decision)
    return settled


def apply_corrections(report: Report, corrections: Iterable[Decision]) -> Report:
    """The report under the decisions made for its file: `reconciled` set or cleared, all else as
    published.

    The decision is put beside the findings it settles and among the evidence of the explanation
    accepted; kinds and ranks stay. Rules that hold with the decided numbers are settled, and their
    other cells cleared. Applying twice changes nothing. CorrectionError, with
    one sentence for each decision, if the printed text has changed, a cell is gone, a rule no
    longer fails or the explanation is no longer offered.
    """
    decisions = for_report(report, corrections)
    # all at once, so that a file that was read anew is looked at once
    stale = find_stale(report, decisions)
    if stale:
        raise CorrectionError("\n".join(one.says for one in stale))
    settled = settled_findings(report, decisions)
    findings = []
    for finding in report.findings:
        decision = settled.get(finding.id)
        findings.append(replace(finding, ruling=decision.ruling) if decision else finding)
    decided = replace(
        report,
        values=_reconciled_values(report, decisions, settled),
        findings=tuple(findings),
        explanations=_decided_explanations(report, decisions, settled),
    )
    return settle(decided)


def _reconciled_values(
    report: Report,
    decisions: Iterable[Decision],
    settled: Collection[str],
) -> tuple[Value, ...]:
    """The values with the decided numbers, and without those of explanations that were settled."""
    numbers: dict[Key, Number | None] = {}
    for explanation in report.explanations:
        # what gxkit took for certain no longer counts once a person has decided of it
        if not set(explanation.findings).isdisjoint(settled):
            numbers |= dict.fromkeys((key for key, _, _ in explanation.cells), None)
    for decision in decisions:
        numbers |= {cell.key: cell.number for cell in decision.cells}
    made = []
    for value in report.values:
        if value.key in numbers:
            number = numbers[value.key]
            # a number that is printed already reconciles nothing
            value = replace(value, reconciled=None if number == value.value else number)
        made.append(value)
    return tuple(made)


def _decided_explanations(
    report: Report,
    decisions: Iterable[Decision],
    settled: Mapping[str, Decision],
) -> tuple[Explanation, ...]:
    """The explanations with what was decided of their findings; those accepted with the decision
    among their evidence."""
    accepted: dict[int, Decision] = {}
    # by identity: two explanations may change the same cells, and one was accepted
    for decision in decisions:
        if decision.decision is ACCEPT:
            accepted[id(accepted_explanation(report, decision))] = decision
    return tuple(_decided(one, accepted.get(id(one)), settled) for one in report.explanations)


def _decided(
    explanation: Explanation,
    accepted: Decision | None,
    settled: Mapping[str, Decision],
) -> Explanation:
    if accepted is not None:
        heard = dict.fromkeys((*explanation.heard, accepted.ruling))
        return replace(explanation, decided=ACCEPT, heard=tuple(heard))
    of_findings = [settled[name].decision for name in explanation.findings if name in settled]
    other = of_findings[0] if of_findings else None
    return replace(explanation, decided=Decided.ANOTHER if other is ACCEPT else other)


def find_stale(report: Report, corrections: Iterable[Decision]) -> list[Stale]:
    """The decisions for the file of a report that no longer hold: what they expect is not printed,
    a rule no longer fails, an explanation is not offered."""
    found = [Stale(one, _objection(report, one)) for one in for_report(report, corrections)]
    return [one for one in found if one.says]


def find_outlived(reports: Iterable[Report], corrections: Iterable[Decision]) -> list[Stale]:
    """The decisions that were made for none of the files of some reports: theirs was replaced, is
    no longer the one that is read, or was taken out."""
    there = {report.id: report for report in reports}
    made = [one for one in corrections if one.decision is not POSTPONE]
    applied = [one for report in there.values() for one in for_report(report, made)]
    # left alone it would stand in the ledger as decided, and its cause in the list as undecided
    outlived = [one for one in made if one not in applied]
    return [Stale(one, _say_outlived(there.get(one.report), one)) for one in outlived]


def _say_outlived(report: Report | None, decision: Decision) -> str:
    if report is None:
        return say_stray(decision)
    file = report.source or report.id
    # of a new file with the same figures nothing need be decided anew
    still = _objection(report, decision) or (
        "what it expects is printed there still; if it holds for this file, add its SHA-256, "
        f"{report.sha256}, to the decision in {CORRECTIONS}."
    )
    return f"{decision}: {file} is not the file that it was made for; {still}"


def _objection(report: Report, decision: Decision) -> str:
    """Why a decision no longer holds for its report; '' if it does."""
    file = report.source or report.id
    for cell in decision.cells:
        said = _cell_objection(report.get(cell.key), cell, file)
        if said:
            return f"{decision}: {said}"
    said = _rule_objection(report, decision, file)
    return f"{decision}: {said}" if said else ""


def _cell_objection(
    value: Value | None,
    cell: Correction,
    file: str,
) -> str:
    name = "/".join(cell.key)
    # a cell that is gone is told apart from one that reads differently: what to do differs
    if value is None:
        return (
            f"{file} should have the cell {name} and has none; probably its table is now read as "
            f"another edition: {_AGAIN}"
        )
    if value.printed != cell.printed:
        place = f" at {value.where}" if value.where else ""
        return (
            f"in {file}, {name} should be printed {cell.printed!r} and is {value.printed!r}{place};"
            f" probably the reading of the file has changed: {_AGAIN}"
        )
    return ""


def _rule_objection(
    report: Report,
    decision: Decision,
    file: str,
) -> str:
    failing = [f.id for f in report.findings if f.kind is FindingKind.FAILS]
    gone = [name for name in decision.findings if name not in failing]
    if gone:
        return (
            f"the rule {gone[0]} should fail in {file} and does not (failing: "
            f"{', '.join(failing) or 'none'}); probably a rule or the reading has changed: {_AGAIN}"
        )
    if decision.decision is ACCEPT and accepted_explanation(report, decision) is None:
        offered = [f"{one.kind} ({len(one.cells)} cells)" for one in report.explanations]
        return (
            f"the explanation {decision.kind!r} with its {len(decision.cells)} cells should be "
            f"offered for {file} and is not (offered: {'; '.join(offered) or 'none'}); probably "
            f"the diagnosis has changed: {_AGAIN}"
        )
    return ""
