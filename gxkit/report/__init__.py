"""The report that holds values which know where they were printed, and what was found of them.

`values` are the cells and the report, `kinds` the names of what there is (statuses, verdicts, kinds
of finding and mistake, whom to blame), `findings` what checks and diagnosis say, as data.
"""

from gxkit.report.claims import Claim
from gxkit.report.findings import Circumstance, Explanation, Finding, Heard, Ruling, Witness
from gxkit.report.kinds import (
    Blame,
    CircumstanceKind,
    ClaimKind,
    Decided,
    FindingKind,
    MistakeKind,
    Origin,
    Source,
    Status,
    Unlinked,
    Verdict,
)
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
    "Heard",
    "Key",
    "Meta",
    "MistakeKind",
    "Number",
    "Origin",
    "Report",
    "Ruling",
    "Section",
    "Source",
    "Status",
    "Unlinked",
    "Unplaced",
    "Value",
    "Verdict",
    "Witness",
]
