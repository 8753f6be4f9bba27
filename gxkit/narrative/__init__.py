"""Figures in the narrative: found in its sentences, tied to the cells they are, and checked."""

from gxkit.narrative.cells import claim_agrees, table_number
from gxkit.narrative.chapters import read_sections
from gxkit.narrative.formalities import say_formalities
from gxkit.narrative.listing import find_lists
from gxkit.narrative.parts import PartList
from gxkit.narrative.reading import find_claims
from gxkit.narrative.speakers import is_body, shorten
from gxkit.narrative.verdicts import COUNTS, check_claims
from gxkit.narrative.witnesses import claim_witnesses

__all__ = [
    "COUNTS",
    "PartList",
    "check_claims",
    "claim_agrees",
    "claim_witnesses",
    "find_claims",
    "find_lists",
    "is_body",
    "read_sections",
    "say_formalities",
    "shorten",
    "table_number",
]
