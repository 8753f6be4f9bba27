"""What speaks for or against an explanation, and whom it blames.

A witness (`gxkit.report.Witness`) is a number for a cell from another source than the table itself. Rooms that read
narratives, neighbouring years or a file a second time hand witnesses over; this room asks what they say of a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gxkit.report import Blame, Key, Number, Source, Witness

WEIGHTS = {Source.CLAIM: 1.0, Source.YEAR: 1.0, Source.READING: 1.5, Source.FILE: 1.5}
"""How far a witness moves a cost, in powers of ten of the odds: that a sentence or the next year's report gives the
very number of a wrong explanation is about one chance in ten (small counts repeat); a second reading names one cell's
digits and is mistaken more rarely."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the witnesses say of a change.

    `shift` is by how much its cost moves (less is likelier), `heard` those who had something to say, `supported` the
    cells for which one has the changed number, `blame` whose mistake it is.
    """

    shift: float
    heard: tuple[Witness, ...]
    supported: frozenset[Key]
    blame: Blame


def hear(
    witnesses: Iterable[Witness], printed: Mapping[Key, Number | None], change: Mapping[Key, Number]
) -> Hearing:
    """Ask the witnesses about a change of printed numbers.

    A witness for the changed number speaks for the change. A claim or another year with the printed number speaks
    against it; a second reading or another file with the printed number does not, for the publisher may have been
    wrong. Each source counts once. Blame follows only from its own evidence: `reading` where a second reading has the
    explained number, `copy` where the publisher's own file has it, `publisher` where for every changed cell the
    publisher's own file, or a second reading of it, has the printed number; otherwise `undecided`.
    """
    votes: dict[Source, int] = {}
    heard: list[Witness] = []
    supported: set[Key] = set()
    confirmed: set[Key] = set()
    blamed: set[Blame] = set()
    for witness in witnesses:
        if witness.key not in change:
            continue
        if witness.number == change[witness.key]:
            votes[witness.source] = votes.get(witness.source, 0) + 1
            heard.append(witness)
            supported.add(witness.key)
            if witness.source == Source.READING:
                blamed.add(Blame.READING)
            elif witness.source == Source.FILE and witness.published:
                blamed.add(Blame.COPY)
        elif witness.number == printed[witness.key] and witness.source in (
            Source.CLAIM,
            Source.YEAR,
        ):
            votes[witness.source] = votes.get(witness.source, 0) - 1
        elif witness.number == printed[witness.key] and witness.published:
            confirmed.add(witness.key)
            heard.append(witness)
    shift = -sum(WEIGHTS[source] * ((vote > 0) - (vote < 0)) for source, vote in votes.items())
    blame = (
        blamed.pop()
        if len(blamed) == 1
        else Blame.PUBLISHER
        if not blamed and confirmed == set(change)
        else Blame.UNDECIDED
    )
    return Hearing(shift, tuple(heard), frozenset(supported), blame)
