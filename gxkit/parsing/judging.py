"""One report questioned by everything that is known of it: arithmetic, narrative, and witnesses from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gxkit.checks import judge, reconcile
from gxkit.narrative import check_claims, evidence, find_claims
from gxkit.report import Finding, Origin, Report, Source, Witness
from gxkit.text import Sentence

_SAID = Sentence("正文（{place}）：“{quoted}”", "Narrative ({place}): “{quoted}”")


def judge_report(report: Report) -> Report:
    """The report with verdicts, findings and explanations.

    What the narrative says of single cells is heard as evidence for explanations and is itself checked. Witnesses that
    the report has from other sources are heard too. The claims found stay with the report: nobody looks for them again.
    """
    claims = find_claims(report)
    said = tuple(
        Witness(
            Source.CLAIM,
            e.cell,
            e.number,
            _SAID.fill(place=e.where, quoted=e.sentence),
        )
        for e in evidence(report, claims)
    )
    others = tuple(w for w in report.witnesses if w.source is not Source.CLAIM)
    return _with_narrative(judge(replace(report, witnesses=(*said, *others), claims=claims)))


def hear_witnesses(report: Report, witnesses: Iterable[Witness]) -> Report:
    """A judged report with further witnesses: its explanations weighed anew, and all that follows from them."""
    more = tuple(w for w in witnesses if w not in report.witnesses)
    if not more:
        return report
    again = replace(report, witnesses=(*report.witnesses, *more))
    return _with_narrative(reconcile(again)) if report.explanations else again


def _with_narrative(report: Report) -> Report:
    others = tuple(f for f in report.findings if f.origin is not Origin.NARRATIVE)
    return replace(report, findings=(*others, *check_claims(report, report.claims)))


def check(report: Report) -> tuple[Finding, ...]:
    """What the forms' arithmetic and the narrative find in a report: rules that fail, remarks, what cannot be assessed.

    A report that `gxkit.parse` gives has its `findings` already; this asks again, after a value has been changed.
    """
    return judge_report(report).findings
