"""Figures in the narrative: found in its sentences, tied to the cells they are, and checked."""

from gxkit.narrative.cells import claim_agrees, table_number
from gxkit.narrative.chapters import read_sections
from gxkit.narrative.listing import PartList, find_lists
from gxkit.narrative.reading import find_claims
from gxkit.narrative.verdicts import check_claims
from gxkit.narrative.witnesses import claim_witnesses

__all__ = [
    "PartList",
    "check_claims",
    "claim_agrees",
    "claim_witnesses",
    "find_claims",
    "find_lists",
    "read_sections",
    "table_number",
]
