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
    spoken = claim_witnesses(report, claims)
    others = [witness for witness in report.witnesses if witness.source is not Source.CLAIM]
    witnesses = (*spoken, *others)
    asked = replace(report, claims=claims, witnesses=witnesses)
    judged = judge(asked)
    return _with_narrative(judged)


def hear_witnesses(report: Report, witnesses: Iterable[Witness]) -> Report:
    """A judged report with further witnesses: its explanations weighed anew, and all that follows
    from them."""
    known = report.witnesses
    more = [witness for witness in witnesses if witness not in known]
    if not more:
        return report
    heard = replace(report, witnesses=(*known, *more))
    kinds = {finding.kind for finding in report.findings}
    # where no rule fails there is nothing to be weighed anew
    if FindingKind.FAILS not in kinds:
        return hear_grounds(heard)
    weighed = reconcile(heard)
    return _with_narrative(weighed)


def _with_narrative(report: Report) -> Report:
    """The report with the narrative checked against its figures as they are reconciled now."""
    of_claims = check_claims(report, report.claims)
    others = [finding for finding in report.findings if finding.origin is not Origin.NARRATIVE]
    findings = (*others, *of_claims)
    told = replace(report, findings=findings)
    disputed: set[Key] = set()
    for finding in of_claims:
        # a share or a list that does not come out may be the sentence's own mistake
        if finding.rule == COUNTS and finding.kind is FindingKind.FAILS:
            disputed.update(finding.cells)
    # most narratives contradict no cell
    if not disputed:
        return told
    return dispute(told, disputed, Ground.CLAIM)


def check(report: Report) -> tuple[Finding, ...]:
    """What the forms' arithmetic and the narrative find in a report: rules that fail, remarks, and
    what cannot be assessed.

    A report that `gxkit.parse` gives has its `findings` already; this asks again, after a value has
    been changed.
    """
    return judge_report(report).findings
