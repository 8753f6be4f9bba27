"""What speaks for or against a scenario, and whom it blames.

A witness (`gxkit.report.Witness`) is a number for a cell from another source than the table itself.
Rooms that read narratives, neighbouring years or a file a second time hand witnesses over; this
room applies what they say to a change of printed numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gxkit.diagnosis.equations import Entry
from gxkit.report import Blame, Key, Number, Source, Witness

WEIGHTS: Mapping[str, float] = {
    Source.CLAIM: 1.0,
    Source.YEAR: 1.0,
    Source.READING: 1.5,
    Source.FILE: 1.5,
}
"""How far a witness moves a cost, in powers of ten of the odds: that a sentence or the next year's
report gives the very number of a wrong explanation is about one chance in ten (small counts
repeat); a second reading names one cell's digits and is mistaken more rarely."""

OF_ITS_OWN = (Source.CLAIM, Source.YEAR)
"""Sources that know the number in another way than from the table's page. The printed number from
one of them speaks against a change; from a second reading or another file it does not, for the
publisher may have been wrong."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the witnesses say of a change.

    `shift` is by how much its cost moves (less is likelier), `witnesses` are those who had
    something to say, `supported` the cells for which one has the changed number, `blame` whose
    mistake it is.
    """

    shift: float
    witnesses: tuple[Witness, ...]
    supported: frozenset[Key]
    blame: Blame


def apply_evidence(
    witnesses: Iterable[Witness],
    printed: Mapping[Key, Entry],
    change: Mapping[Key, Number],
) -> Evidence:
    """Ask the witnesses about a change of printed numbers.

    A witness for the changed number speaks for the change, one of its own knowledge with the
    printed number against it. Each source counts once. Blame follows only from its own evidence:
    `reading` where a second reading has the explained number, `copy` where the publisher's own file
    has it, `publisher` where for every changed cell the publisher's own file, or a second reading
    of it, has the printed number; otherwise `undecided`.
    """
    votes: dict[str, int] = {}
    speaking: list[Witness] = []
    supported: set[Key] = set()
    confirmed: set[Key] = set()
    blamed: set[Blame] = set()
    for witness in witnesses:
        key, source = witness.key, witness.source
        # a witness of another cell says nothing here
        if key not in change:
            continue
        if witness.number == change[key]:
            votes[source] = votes.get(source, 0) + 1
            speaking.append(witness)
            supported.add(key)
            blamed.update(_blames(witness))
        elif witness.number != printed[key]:
            # a third number says that something is wrong here, not what
            continue
        elif source in OF_ITS_OWN:
            votes[source] = votes.get(source, 0) - 1
        elif witness.published:
            confirmed.add(key)
            speaking.append(witness)
    # blame needs its own evidence: that a number is wrong does not say whose mistake it is
    blame = _find_blame(blamed, confirmed == set(change))
    return Evidence(-_sum_votes(votes), tuple(speaking), frozenset(supported), blame)


def _blames(witness: Witness) -> tuple[Blame, ...]:
    """Whose mistake it must be if this witness has the right number."""
    if witness.source == Source.READING:
        return (Blame.READING,)
    if witness.source == Source.FILE and witness.published:
        return (Blame.COPY,)
    return ()


def _sum_votes(votes: Mapping[str, int]) -> float:
    total = 0.0
    for source, vote in votes.items():
        if vote > 0:
            total += WEIGHTS[source]
        elif vote < 0:
            total -= WEIGHTS[source]
    return total


def _find_blame(blamed: set[Blame], all_confirmed: bool) -> Blame:
    # two sources that blame different people leave it open
    if len(blamed) == 1:
        return next(iter(blamed))
    if all_confirmed and not blamed:
        return Blame.PUBLISHER
    return Blame.UNDECIDED
