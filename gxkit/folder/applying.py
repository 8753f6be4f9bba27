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
    DECISION_SAYS,
    POSTPONE,
    Correction,
    Decision,
)
from gxkit.report import Decided, Explanation, FindingKind, Key, Number, Report, Value
from gxkit.text import Listed, Sentence

_AGAIN = Sentence(
    f"请查看文件，并在 {CORRECTIONS} 中重新决定。",
    f"look at the file and decide again in {CORRECTIONS}.",
)

_OUTLIVED = Sentence(
    "{decision}：{file} 不是作该决定时的文件；{still}",
    "{decision}: {file} is not the file that it was made for; {still}",
)


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that no longer holds for its report, and in a sentence why."""

    decision: Decision
    says: Sentence


def stale_error(stale: Iterable[Stale]) -> CorrectionError:
    """The error that names decisions which no longer hold, a line each."""
    lines = tuple(one.says for one in stale)
    return CorrectionError.of(Listed(lines, "\n", "\n"))


def by_file(corrections: Iterable[Decision]) -> dict[str, list[Decision]]:
    """The decisions made for each file, by its SHA-256, in their order."""
    found: dict[str, list[Decision]] = {}
    for decision in corrections:
        for digest in decision.sha256:
            found.setdefault(digest, []).append(decision)
    return found


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
        raise stale_error(stale)
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
    found = []
    for decision in for_report(report, corrections):
        said = _objection(report, decision)
        if said:
            found.append(Stale(decision, DECISION_SAYS.fill(decision=decision, said=said)))
    return found


def find_strays(corrections: Iterable[Decision], known: Iterable[str]) -> list[Sentence]:
    """One sentence for each decision that was made for files of which none is among the known
    hashes."""
    there = set(known)
    strays = [decision for decision in corrections if not there & set(decision.sha256)]
    return [say_stray(decision) for decision in strays]


def say_stray(decision: Decision) -> Sentence:
    """In a sentence, that no file is there for which a decision was made."""
    files = " or ".join(f"{digest[:12]}…" for digest in decision.sha256)
    return Sentence(
        f"{decision.say('zh')}：没有文件的 SHA-256 是 {files}；文件可能已被替换或移走。该决定仍"
        "保留在 "
        f"{CORRECTIONS} 中：核对新文件后在那里写上它，或手工删去该决定。",
        f"{decision}: no file has the SHA-256 {files}; probably it was replaced or taken out. The "
        f"decision is kept in {CORRECTIONS}: name the new file there once it is checked, or take "
        "the decision out by hand.",
    )


def find_outlived(reports: Iterable[Report], corrections: Iterable[Decision]) -> list[Stale]:
    """The decisions that were made for none of the files of some reports: theirs was replaced, is
    no longer the one that is read, or was taken out."""
    there = {report.id: report for report in reports}
    made = [one for one in corrections if one.decision is not POSTPONE]
    files = by_file(made)
    applied: set[int] = set()
    for report in there.values():
        own = for_report(report, files.get(report.sha256, ()))
        applied.update(map(id, own))
    # left alone it would stand in the ledger as decided, and its cause in the list as undecided
    outlived = [one for one in made if id(one) not in applied]
    return [Stale(one, _say_outlived(there.get(one.report), one)) for one in outlived]


def _say_outlived(report: Report | None, decision: Decision) -> Sentence:
    if report is None:
        return say_stray(decision)
    file = report.source or report.id
    # of a new file with the same figures nothing need be decided anew
    still = _objection(report, decision) or Sentence(
        "它所预期的内容在那里仍照样刊载；如果它也适用于此文件，请把此文件的 SHA-256 "
        f"{report.sha256} 加进 {CORRECTIONS} 的该决定中。",
        "what it expects is printed there still; if it holds for this file, add its SHA-256, "
        f"{report.sha256}, to the decision in {CORRECTIONS}.",
    )
    return _OUTLIVED.fill(decision=decision, file=file, still=still)


def _objection(report: Report, decision: Decision) -> Sentence | None:
    """Why a decision no longer holds for its report; None if it does."""
    file = report.source or report.id
    for cell in decision.cells:
        said = _cell_objection(report.get(cell.key), cell, file)
        if said:
            return said
    return _rule_objection(report, decision, file)


def _cell_objection(
    value: Value | None,
    cell: Correction,
    file: str,
) -> Sentence | None:
    name = "/".join(cell.key)
    # a cell that is gone is told apart from one that reads differently: what to do differs
    if value is None:
        return Sentence(
            f"{file} 应有单元格 {name}，现在没有；它的表现在可能识读为另一格式：{_AGAIN.zh}",
            f"{file} should have the cell {name} and has none; probably its table is now read as "
            f"another edition: {_AGAIN}",
        )
    if value.printed != cell.printed:
        place = f" at {value.where}" if value.where else ""
        return Sentence(
            f"{file} 中 {name} 应刊载 {cell.printed!r}，现为 {value.printed!r}{place}；文件的识"
            "读可能有变化："
            f"{_AGAIN.zh}",
            f"in {file}, {name} should be printed {cell.printed!r} and is {value.printed!r}{place};"
            f" probably the reading of the file has changed: {_AGAIN}",
        )
    return None


def _rule_objection(
    report: Report,
    decision: Decision,
    file: str,
) -> Sentence | None:
    failing = [f.id for f in report.findings if f.kind is FindingKind.FAILS]
    gone = [name for name in decision.findings if name not in failing]
    if gone:
        return Sentence(
            f"规则 {gone[0]} 在 {file} 中应不成立，现在成立（不成立的有："
            f"{', '.join(failing) or '无'}）；规则或识读可能有变化：{_AGAIN.zh}",
            f"the rule {gone[0]} should fail in {file} and does not (failing: "
            f"{', '.join(failing) or 'none'}); probably a rule or the reading has changed: "
            f"{_AGAIN}",
        )
    if decision.decision is ACCEPT and accepted_explanation(report, decision) is None:
        offered = [f"{one.kind} ({len(one.cells)} cells)" for one in report.explanations]
        return Sentence(
            f"{file} 应有解释 {decision.kind!r}（{len(decision.cells)} 个单元格），现在没有（现有："
            f"{'; '.join(offered) or '无'}）；诊断可能有变化：{_AGAIN.zh}",
            f"the explanation {decision.kind!r} with its {len(decision.cells)} cells should be "
            f"offered for {file} and is not (offered: {'; '.join(offered) or 'none'}); probably "
            f"the diagnosis has changed: {_AGAIN}",
        )
    return None
