"""Tables of which some rows stand under the heads of another edition: those are read by it."""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import dataclass, replace
from itertools import chain, groupby

from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.finding.lexicon import HAN, Lexicon, lexicon
from gxkit.filling.finding.matching import Match
from gxkit.filling.finding.spots import Spot
from gxkit.filling.tape import Tape
from gxkit.report import Status, Value


@dataclass(frozen=True, slots=True)
class Loan:
    """Rows of a table (their ids) that stand under the head of another edition, and its match."""

    match: Match
    rows: frozenset[str]


def find_loans(
    tape: Tape,
    match: Match,
    others: Iterable[Match],
) -> list[Loan]:
    """The rows whose own head is wholly another edition's and not this one's.

    `others` are the editions that fit the same place.
    """
    rivals = [(other, lexicon(other.table)) for other in others if other.form != match.form]
    if not rivals or match.table.layout != "down":
        return []
    rows: dict[str, list[str]] = {}
    words = lexicon(match.table)
    for spots, head in _heads(tape, match):
        if _names_all(words, spots, head):
            continue
        fitting = [other for other, theirs in rivals if _fits(other, theirs, spots, head)]
        # What fits two editions is neither's.
        if len(fitting) == 1:
            own = rows.setdefault(fitting[0].form, [])
            own += [match.table.rows[spot.row].id for spot in spots]
    by_form = {other.form: other for other, _ in rivals}
    return [Loan(by_form[form], frozenset(found)) for form, found in rows.items()]


def narrow(
    tape: Tape,
    match: Match,
    entries: Iterable[Entry],
) -> list[Entry]:
    """The entries with only those cells whose columns stand above, where a head leaves some out.

    The others are not in the file: their row has a cell less.
    """
    words = lexicon(match.table)
    orders: dict[int, list[str]] = {}
    for spots, head in _heads(tape, match):
        order = _named_only(words, spots[0], head)
        orders.update(dict.fromkeys((spot.row for spot in spots), order))
    made = []
    for entry in entries:
        order = orders.get(entry.spot.row, []) if entry.spot else []
        # As many cells as the form has: the head is cut, and not the row.
        if order and len(entry.cells) == len(order):
            row, _ = entry.slots[0]
            slots = tuple([(row, column) for column in order])
            entry = replace(entry, slots=slots)
        made.append(entry)
    return made


def _named_only(
    words: Lexicon,
    spot: Spot,
    head: str,
) -> list[str]:
    """The columns of a row that a head names, in its order, if it leaves some out; else []."""
    labels = words.stem_of
    columns = [column for _, column in words.slots[spot.row]]
    named = [column for column in columns if labels[column] in head]
    # Most heads name all of them, and between two groups of one table no head stands.
    if not named or len(named) == len(columns):
        return []
    # A word that the form does not know may be a column's label, torn or in other words.
    if HAN.search(words.landmarks.sub("", head)):
        return []
    return sorted(named, key=lambda column: head.index(labels[column]))


def _heads(
    tape: Tape,
    match: Match,
) -> Iterator[tuple[Sequence[Spot], str]]:
    """The labels of each group of rows with equal columns, and the text from the group before."""
    rows = match.table.rows
    low = max(0, match.start - weights.IN_USE.head)
    for _, group in groupby(match.spots, key=lambda spot: rows[spot.row].path[0]):
        spots = list(group)
        yield spots, tape.text[low : spots[0].start]
        low = spots[-1].end


def _names_all(
    words: Lexicon,
    spots: Sequence[Spot],
    head: str,
) -> bool:
    """Whether a text names every column of some rows."""
    missing = {column for label, column in words.stems.items() if label not in head}
    # Between two groups of one table no head stands, and every row has a column.
    if len(missing) == len(words.stems):
        return False
    slots = chain.from_iterable(words.slots[spot.row] for spot in spots)
    return all(column not in missing for _, column in slots)


def _fits(
    other: Match,
    words: Lexicon,
    spots: Sequence[Spot],
    head: str,
) -> bool:
    """Whether another edition has rows at the same labels, and all their columns stand above."""
    # Most heads name none of its columns.
    if not any(label in head for label in words.stems):
        return False
    labels = {spot.end: spot for spot in other.spots}
    theirs = [labels[spot.end] for spot in spots if spot.end in labels]
    return len(theirs) == len(spots) and _names_all(words, theirs, head)


def lend(
    values: Iterable[Value],
    lent: Iterable[Value],
    rows: frozenset[str],
) -> list[Value]:
    """The values of a table with those of some rows in another edition's cells.

    Cells that only this edition has in those rows are not in the file.
    """
    by_key = {value.key: value for value in lent if value.row in rows}
    made = []
    for value in values:
        if value.row not in rows:
            made.append(value)
        elif value.key in by_key:
            made.append(by_key.pop(value.key))
        else:
            made.append(_absent(value))
    return [*made, *by_key.values()]


def _absent(value: Value) -> Value:
    return replace(
        value,
        printed="",
        value=None,
        status=Status.MISSING,
        where=None,
        candidates=(),
    )
