"""Recounts the study from the transcriptions with nothing of gxkit: numbers that nobody accounts
for are named.

    python -m recount STUDY.md zh|en [DATA]     (in tests/)

The rules are written down here anew, after the forms. Taken as they stand are the numbers that rest
on reading files and not on their figures: figures recognised in a text, second readings, cells
with a witness, the candidates of an undecided cell.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from recount.chinese import chinese
from recount.english import english
from recount.facts import Facts
from recount.tables import check_tables
from recount.text import NAMES, TAKEN, Count, part_text, strike_claims, strike_rates, strike_years


def check(text: str, language: str, data: Path) -> list[str]:
    """What is wrong or unaccounted for in the prose and the tables of the study, in Markdown."""
    facts = Facts(data)
    prose, tables, left_out = part_text(text)
    count = Count(prose)
    for pattern in NAMES:
        count.strike_each(pattern, lambda match: True)
    sentences = chinese(facts) if language == "zh" else english(facts)
    for fragment in dict.fromkeys(sentences):
        count.strike(fragment)
    claims = Counter(row[3] for row in tables["claims"])
    strike_claims(count, facts, set(claims.values()))
    for pattern in (
        r"另有(\d+)[份条格项]从略",
        r"Left out (?:is|are) (\d+)",
        r"(\d+) more (?:is|are) left",
    ):
        count.strike_each(pattern, lambda match: int(match[1]) in left_out)
    marked = sum(row[-1] != "0" for row in tables["material"])
    for pattern in (r"有矛盾的格的(\d+)份", r"(\d+) reports? (?:has|have) contradicted"):
        count.strike_each(pattern, lambda match: int(match[1]) == marked)
    strike_rates(count, facts)
    for pattern in TAKEN[language]:
        count.strike_each(pattern, lambda match: True)
    strike_years(count, facts)
    return [*count.amiss, *count.rest(), *check_tables(tables, facts)]
