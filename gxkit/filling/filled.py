"""A table of an edition, filled: from its match to its entries and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import (
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace

from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.placing import decide, place
from gxkit.filling.cells.values import (
    doubt,
    either,
    make_values,
)
from gxkit.filling.choice.choosing import expected_tables
from gxkit.filling.finding.hybrids import find_loans, lend
from gxkit.filling.finding.lexicon import lexicon
from gxkit.filling.finding.matching import Match
from gxkit.filling.heads.headers import printed_units
from gxkit.filling.heads.misread import say_moved
from gxkit.filling.lines.arranging import arrange
from gxkit.filling.tape import Tape
from gxkit.forms import Table, find_form
from gxkit.report import Value
from gxkit.report.work import give_up_late
from gxkit.text import Sentence


@dataclass(frozen=True, slots=True)
class Filled:
    """One table of an edition, filled: its match (None: it is not there), its entries and units.

    `way` is the strategy that knew how its labels and figures lie; `units` are those that the head
    prints instead of the form's. Where the head can be read in two ways `rival` are the entries of
    the second; `doubted` are columns whose head nobody understands, `remarks` what is said of it.
    `lent` are the table in other editions, each with the ids of the rows that are read so.
    """

    form: str
    id: str
    match: Match | None = None
    way: str = ""
    entries: tuple[Entry, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    rival: tuple[Entry, ...] = ()
    doubted: frozenset[str] = frozenset()
    remarks: tuple[Sentence, ...] = ()
    lent: tuple[tuple[Filled, frozenset[str]], ...] = ()

    @property
    def table(self) -> Table:
        return find_form(self.form).table(self.id)

    def of(self, form: str) -> Filled:
        """The table in an edition of which some rows are read, or in its own."""
        for other, _ in self.lent:
            if other.form == form:
                return other
        return self


def fill_tables(
    tapes: Mapping[str, Tape],
    chosen: Mapping[str, Match],
    year: int | None,
    fitting: Mapping[str, Sequence[Match]],
) -> dict[str, Filled]:
    """The tables to fill, in printed order; those of their forms that are not there, empty.

    `tapes` has for each kind that was chosen the tape that it is read from, `fitting` the editions
    that fit there.
    """
    give_up_late()
    arranged = {kind: arrange(tapes[kind], match, year) for kind, match in chosen.items()}
    named = {kind: found.columned for kind, found in arranged.items()}
    rules = {kind: match.table.rules for kind, match in chosen.items()}
    decided = decide({kind: place(own.entries) for kind, own in named.items()}, rules)
    rivals = {kind: place(own.rival) for kind, own in named.items() if own.rival}
    second = decide(rivals, rules)
    tables = {}
    for kind, table in expected_tables(chosen).items():
        filled = Filled(table.form, kind)
        if kind in chosen:
            words = lexicon(table)
            moved = say_moved(decided[kind], words)
            doubted = frozenset(words.stems.values()) if moved else named[kind].doubted
            filled = replace(
                filled,
                match=chosen[kind],
                way=arranged[kind].way,
                entries=decided[kind],
                units=tuple(printed_units(tapes[kind], words).items()),
                rival=second.get(kind, ()),
                doubted=doubted,
                remarks=(*named[kind].remarks, *moved),
                lent=tuple(_lent(tapes[kind], chosen[kind], year, fitting[kind])),
            )
        tables[kind] = filled
    return tables


def _lent(
    tape: Tape,
    match: Match,
    year: int | None,
    fitting: Sequence[Match],
) -> Iterator[tuple[Filled, frozenset[str]]]:
    """The table in the editions whose heads some of its rows stand under, with those rows."""
    for loan in find_loans(tape, match, fitting):
        kind = match.id
        tables = fill_tables({kind: tape}, {kind: loan.match}, year, {kind: ()})
        yield tables[kind], loan.rows


def values_of(filled: Filled, year: int | None) -> list[Value]:
    """The values of a table; in doubt where its head can be read in two ways."""
    units = dict(filled.units)
    values = make_values(filled.table, filled.entries, units, year)
    if filled.rival:
        others = make_values(filled.table, filled.rival, units, year)
        values = list(map(either, values, others))
    if filled.doubted:
        values = [doubt(value) if value.column in filled.doubted else value for value in values]
    for other, rows in filled.lent:
        values = lend(values, values_of(other, year), rows)
    return _doubt_shared(values)


def _doubt_shared(values: list[Value]) -> list[Value]:
    """The values, in doubt where one cell of a picture is that of several rows: a rule between
    their labels was not seen, and the figures of the second stand below."""
    counts = Counter(value.where for value in values if value.recognised)
    # most tables are no pictures, and to look a place up is to look at all that it says
    if not counts:
        return values
    return [doubt(value) if counts[value.where] > 1 else value for value in values]
