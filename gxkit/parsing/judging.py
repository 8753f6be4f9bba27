"""One report questioned by everything that is known of it: its arithmetic, its narrative, and
witnesses from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gxkit.checks import dispute, hear_grounds, judge, reconcile
from gxkit.narrative import COUNTS, check_claims, claim_witnesses, find_claims
from gxkit.report import Finding, FindingKind, Ground, Key, Origin, Report, Source, Witness


def judge_report(report: Report) -> Report:
    """The report with verdicts, findings and explanations.

    What the narrative says of single cells is heard as evidence for explanations and is itself
    checked. Witnesses that the report has from other sources are heard too. The claims found stay
    with the report: nobody looks for them again.
    """
    claims = find_claims(report)
    others = [w for w in report.witnesses if w.source is not Source.CLAIM]
    witnesses = (*claim_witnesses(report, claims), *others)
    asked = replace(report, claims=claims, witnesses=witnesses)
    return _with_narrative(judge(asked))


def hear_witnesses(report: Report, witnesses: Iterable[Witness]) -> Report:
    """A judged report with further witnesses: its explanations weighed anew, and all that follows
    from them."""
    more = [w for w in witnesses if w not in report.witnesses]
    if not more:
        return report
    heard = replace(report, witnesses=(*report.witnesses, *more))
    # where no rule fails there is nothing to be weighed anew
    if not any(finding.kind is FindingKind.FAILS for finding in report.findings):
        return hear_grounds(heard)
    return _with_narrative(reconcile(heard))


def _with_narrative(report: Report) -> Report:
    """The report with the narrative checked against its figures as they are reconciled now."""
    others = [f for f in report.findings if f.origin is not Origin.NARRATIVE]
    of_claims = check_claims(report, report.claims)
    told = replace(report, findings=(*others, *of_claims))
    disputed: set[Key] = set()
    for finding in of_claims:
        # a share or a list that does not come out may be the sentence's own mistake
        if finding.rule == COUNTS and finding.kind is FindingKind.FAILS:
            disputed.update(finding.cells)
    return dispute(told, disputed, Ground.CLAIM) if disputed else told


def check(report: Report) -> tuple[Finding, ...]:
    """What the forms' arithmetic and the narrative find in a report: rules that fail, remarks, and
    what cannot be assessed.

    A report that `gxkit.parse` gives has its `findings` already; this asks again, after a value has
    been changed.
    """
    return judge_report(report).findings
