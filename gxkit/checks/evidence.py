"""What speaks for or against an explanation, and whom it blames.

A witness is a number for a cell from another source than the table itself. Rooms that read narratives, neighbouring
years or a file a second time hand witnesses over; this room asks only what they say of a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gxkit.report import Key, Number

CLAIM, YEAR, READING, FILE = "claim", "year", "reading", "file"
WEIGHTS = {CLAIM: 1.0, YEAR: 1.0, READING: 1.5, FILE: 1.5}
"""How far a witness moves a cost, in powers of ten of the odds: that a sentence or the next year's report gives the
very number of a wrong explanation is about one chance in ten (small counts repeat); a second reading names one cell's
digits and is mistaken more rarely."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A number for a cell from elsewhere.

    `source` is `claim` (a sentence of the narrative), `year` (a report of another year), `reading` (a second reading
    of the same file) or `file` (another file of the same report). `sentence` and `sentence_en` quote it.
    `published` says that the file which the witness read is the publisher's own.
    """

    source: str
    key: Key
    number: Number
    sentence: str
    sentence_en: str = ""
    published: bool = False


class Evidence(Protocol):
    """Anything that can be asked what is known of a cell besides the table."""

    def about(self, key: Key) -> Sequence[Witness]:
        """The witnesses for a cell, in a fixed order."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Evidence as a list of witnesses."""

    witnesses: tuple[Witness, ...] = ()

    def about(self, key: Key) -> Sequence[Witness]:
        return [w for w in self.witnesses if w.key == key]


NO_EVIDENCE = Witnesses()


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the witnesses say of a change: by how much its cost moves (less is likelier), the sentences, the blame."""

    shift: float
    sentences: tuple[str, ...]
    blame: str


def hear(evidence: Evidence, printed: Mapping[Key, Number | None], change: Mapping[Key, Number]) -> Hearing:
    """Ask the witnesses about a change of printed numbers.

    A witness for the changed number speaks for the change. A claim or another year with the printed number speaks
    against it; a second reading or another file with the printed number does not, for the publisher may have been
    wrong. Each source counts once. Blame follows only from its own evidence: `reading` where a second reading has the
    explained number, `copy` where the publisher's own file has it, `publisher` where for every changed cell the
    publisher's own file, or a second reading of it, has the printed number; otherwise `undecided`.
    """
    votes: dict[str, int] = {}
    sentences: list[str] = []
    confirmed: set[Key] = set()
    blamed: set[str] = set()
    for key, number in change.items():
        for witness in evidence.about(key):
            if witness.number == number:
                votes[witness.source] = votes.get(witness.source, 0) + 1
                sentences.append(witness.sentence)
                if witness.source == READING or (witness.source == FILE and witness.published):
                    blamed.add("reading" if witness.source == READING else "copy")
            elif witness.number == printed[key] and witness.source in (CLAIM, YEAR):
                votes[witness.source] = votes.get(witness.source, 0) - 1
            elif witness.number == printed[key] and witness.published:
                confirmed.add(key)
                sentences.append(witness.sentence)
    shift = -sum(WEIGHTS[source] * ((vote > 0) - (vote < 0)) for source, vote in votes.items())
    blame = (blamed.pop() if len(blamed) == 1
             else "publisher" if not blamed and confirmed == set(change) else "undecided")
    return Hearing(shift, tuple(dict.fromkeys(sentences)), blame)
