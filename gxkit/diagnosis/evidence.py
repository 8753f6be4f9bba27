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
    Source.CLAIM: 1.5,
    Source.YEAR: 1.5,
    Source.READING: 1.5,
    Source.FILE: 1.5,
}
"""How far a witness for a change moves its cost, in powers of ten of the odds: for a wrong
explanation the witness must be mistaken, and by chance have its very number (small counts
repeat)."""

AGAINST = 1.0
"""The same for one that has the printed number: a sentence in ten is copied from the table, with
its mistakes."""

OF_ITS_OWN = (Source.CLAIM, Source.YEAR)
"""Sources that know the number in another way than from the table's page. The printed number from
one of them speaks against a change; from a second reading or another file it does not, for the
publisher may have been wrong."""

A_FURTHER_CELL = 0.5
MOST_FURTHER = 2
"""A row that a neighbouring year gives cell by cell is no chance: each further cell that a source
gives adds this share of its weight, so many times at most, for cells of a row hang together."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the witnesses say of a change.

    `shift` is by how much its cost moves (less is likelier), `witnesses` are those who had
    something to say, `supported` the cells for which one has the changed number, `against` those
    who have another number than the change leaves, `blame` whose mistake it is.
    """

    shift: float
    witnesses: tuple[Witness, ...]
    supported: frozenset[Key]
    blame: Blame
    against: tuple[Witness, ...] = ()


def apply_evidence(
    witnesses: Iterable[Witness],
    printed: Mapping[Key, Entry],
    change: Mapping[Key, Number],
) -> Evidence:
    """Ask the witnesses about a change of printed numbers.

    A witness for the changed number speaks for the change, one of its own knowledge with the
    printed number against it. Each source counts once, and a little more for further cells.
    """
    votes: dict[str, set[Key]] = {}
    denied: dict[str, set[Key]] = {}
    against: list[Witness] = []
    speaking: list[Witness] = []
    confirmed: set[Key] = set()
    for witness in witnesses:
        key, source = witness.key, witness.source
        # of another cell, or of another year's figure: no word on what is right here
        if key not in change or source is Source.LAST:
            continue
        if witness.number == change[key]:
            votes.setdefault(source, set()).add(key)
            speaking.append(witness)
        elif witness.number != printed[key]:
            # a third number says that something is wrong here, not what: nothing is certain then
            against.append(witness)
        elif source in OF_ITS_OWN:
            against.append(witness)
            denied.setdefault(source, set()).add(key)
        elif witness.published:
            confirmed.add(key)
            speaking.append(witness)
    supported = frozenset().union(*votes.values())
    return Evidence(
        _sum_votes(denied, dict.fromkeys(denied, AGAINST)) - _sum_votes(votes, WEIGHTS),
        tuple(speaking),
        supported,
        _find_blame(speaking, change, confirmed),
        tuple(against),
    )


def _blames(witness: Witness) -> tuple[Blame, ...]:
    """Whose mistake it must be if this witness has the right number."""
    if witness.source == Source.READING:
        return (Blame.READING,)
    if witness.source == Source.FILE and witness.published:
        return (Blame.COPY,)
    return ()


def _sum_votes(votes: Mapping[str, set[Key]], weights: Mapping[str, float]) -> float:
    """How far the sources move a cost, each once and a little more for each further cell."""
    total = 0.0
    for source, cells in votes.items():
        further = min(len(cells) - 1, MOST_FURTHER)
        total += weights[source] * (1 + A_FURTHER_CELL * further)
    return total


def _find_blame(
    speaking: Iterable[Witness],
    change: Mapping[Key, Number],
    confirmed: set[Key],
) -> Blame:
    """Whose mistake it is, which needs its own evidence: that a number is wrong does not say it.

    `reading` where a second reading has the explained number, `copy` where the publisher's own file
    has it, `publisher` where for every changed cell the publisher's own file, or a second reading
    of it, has the printed number; otherwise `undecided`.
    """
    blamed: set[Blame] = set()
    for witness in speaking:
        if witness.number == change[witness.key]:
            blamed.update(_blames(witness))
    # two sources that blame different people leave it open
    if len(blamed) == 1:
        return next(iter(blamed))
    if confirmed == set(change) and not blamed:
        return Blame.PUBLISHER
    return Blame.UNDECIDED
