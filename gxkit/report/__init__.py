"""The report that holds values which know where they were printed, and what was found of them.

`values` are the cells and the report, `kinds` the names of what there is (statuses, verdicts, kinds
of finding and mistake, whom to blame), `findings` what checks and diagnosis say, as data, `fitness`
whether a figure can be used.
"""

from gxkit.report.claims import Claim
from gxkit.report.findings import Circumstance, Explanation, Finding, Heard, Ruling, Witness
from gxkit.report.kinds import (
    Blame,
    CircumstanceKind,
    ClaimKind,
    Decided,
    FindingKind,
    Fitness,
    Ground,
    MistakeKind,
    Origin,
    Settled,
    Source,
    Status,
    Unlinked,
    Use,
    Verdict,
)
from gxkit.report.tables import ReportTable
from gxkit.report.values import Facts, Meta, Report, Section, Unplaced, Value
from gxkit.text import Key, Number

__all__ = [
    "Blame",
    "Circumstance",
    "CircumstanceKind",
    "Claim",
    "ClaimKind",
    "Decided",
    "Explanation",
    "Facts",
    "Finding",
    "FindingKind",
    "Fitness",
    "Ground",
    "Heard",
    "Key",
    "Meta",
    "MistakeKind",
    "Number",
    "Origin",
    "Report",
    "ReportTable",
    "Ruling",
    "Section",
    "Settled",
    "Source",
    "Status",
    "Unlinked",
    "Unplaced",
    "Use",
    "Value",
    "Verdict",
    "Witness",
]
