"""Figures in the narrative: found in its sentences, tied to the cells that count the same thing,
and checked."""

from gxkit.narrative.chapters import read_sections
from gxkit.narrative.claim import Breakdown, Evidence
from gxkit.narrative.listing import find_lists
from gxkit.narrative.reading import find_claims
from gxkit.narrative.verdicts import check_claims, claim_agrees, evidence, table_number
from gxkit.report import Claim

__all__ = [
    "Breakdown",
    "Claim",
    "Evidence",
    "check_claims",
    "claim_agrees",
    "evidence",
    "find_claims",
    "find_lists",
    "read_sections",
    "table_number",
]
