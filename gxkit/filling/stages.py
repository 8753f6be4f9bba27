"""A document on its way into the forms, every stage kept: tape, matches, spots, entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gxkit.document import Document, Grid
from gxkit.errors import NoReportError
from gxkit.filling.arranging import arrange
from gxkit.filling.choosing import (
    Kinds,
    Looked,
    choose,
    expected_tables,
    find_unsupported,
    look_for_tables,
)
from gxkit.filling.doubting import Said, doubt_values, say_doubts
from gxkit.filling.entries import Entry
from gxkit.filling.headers import printed_units
from gxkit.filling.lexicon import lexicon
from gxkit.filling.matching import Match
from gxkit.filling.placing import decide, place
from gxkit.filling.tape import Tape, lay_tape
from gxkit.filling.title import read_meta
from gxkit.filling.values import doubt, either, find_unplaced, make_values
from gxkit.filling.why import tell
from gxkit.forms import (
    KnownEdition,
    Table,
    all_forms,
    find_form,
)
from gxkit.report import (
    Meta,
    Report,
    Unplaced,
    Value,
)
from gxkit.text import Sentence, fold


@dataclass(frozen=True, slots=True)
class Filled:
    """One table of an edition, filled: its match (None: it is not there), its entries and units.

    `way` is the strategy that knew how its labels and figures lie; `units` are those that the head
    prints instead of the form's. Where the head can be read in two ways `rival` are the entries of
    the second; `doubted` are columns whose head nobody understands, `remarks` what is said of it.
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

    @property
    def table(self) -> Table:
        return find_form(self.form).table(self.id)


@dataclass(frozen=True, slots=True)
class Filling:
    """What became of a document on its way into the forms.

    `looked` has every table of every edition that was looked for, with scores; `tables` those that
    were filled, by their ids, with spots and entries and what decided them; `unplaced` the figures
    that belong to no cell, `unsupported` the editions that stand there and that nobody fills,
    `remarks` what reading and filling had to decide.
    """

    document: Document
    meta: Meta
    tape: Tape
    looked: Looked
    tables: Mapping[str, Filled]
    values: tuple[Value, ...]
    unplaced: tuple[Unplaced, ...]
    unsupported: tuple[KnownEdition, ...]
    remarks: tuple[Sentence, ...] = ()

    def why(self, value: Value, language: str) -> str:
        """A few lines on how a value was read, in `zh` or `en`."""
        return "\n".join(sentence.say(language) for sentence in tell(self, value))

    @property
    def blocks(self) -> frozenset[int]:
        """The numbers of the document's blocks that the tables cover."""
        covered: set[int] = set()
        for filled in self.tables.values():
            if filled.match:
                covered.update(_blocks(self.tape, filled.match, filled.entries))
        return frozenset(covered)

    def report(self, report_id: str = "") -> Report:
        """The report, its id the file's name without its ending unless given; without chapters."""
        document = self.document
        return Report(
            id=report_id or document.name.rsplit(".", 1)[0],
            meta=self.meta,
            editions={kind: filled.form for kind, filled in self.tables.items()},
            values=self.values,
            unplaced=self.unplaced,
            unsupported=tuple(f"{e.id} {e.title}（{e.basis}）" for e in self.unsupported),
            source=document.name,
            sha256=document.sha256,
            remarks=self.remarks,
            filling=self,
        )


def lay(document: Document) -> Filling:
    """A document laid into the forms: every stage from the tape to the values of the cells.

    Raises NoReportError if no statutory table of a supported or known edition is in it.
    """
    tape = lay_tape(document)
    meta = read_meta(document)
    looked = look_for_tables(tape)
    unsupported = find_unsupported(tape, looked.kinds)
    chosen = choose(_without_resembled(looked, unsupported), meta.year)
    if not chosen and not unsupported:
        raise NoReportError(_no_report(document))
    tables = _fill(tape, chosen, meta.year)
    values: list[Value] = []
    unplaced: list[Unplaced] = []
    remarks = list(document.remarks)
    said: Said = {}
    for filled in tables.values():
        values += doubt_values(filled.table, _values_of(filled, meta.year), said)
        unplaced += find_unplaced(filled.table, filled.entries)
        remarks += filled.remarks
    tape.forget()
    return Filling(
        document,
        meta,
        tape,
        looked,
        tables,
        tuple(values),
        _left_over(unplaced, values),
        unsupported,
        (*remarks, *say_doubts(said)),
    )


def _without_resembled(
    looked: Looked,
    unsupported: Sequence[KnownEdition],
) -> Kinds:
    """The tables found but those of editions that nobody fills: they would be forced into ours."""
    kinds = dict(looked.kinds)
    for edition in unsupported:
        for kind in edition.resembles:
            kinds.pop(kind, None)
    return kinds


def _values_of(filled: Filled, year: int | None) -> list[Value]:
    """The values of a table; in doubt where its head can be read in two ways."""
    units = dict(filled.units)
    values = make_values(filled.table, filled.entries, units, year)
    if filled.rival:
        others = make_values(filled.table, filled.rival, units, year)
        values = list(map(either, values, others))
    if filled.doubted:
        values = [doubt(value) if value.column in filled.doubted else value for value in values]
    return values


def _left_over(
    unplaced: list[Unplaced],
    values: list[Value],
) -> tuple[Unplaced, ...]:
    """The figures of no cell; what one line of a table leaves out another may have taken."""
    if not unplaced:
        return ()
    taken = {str(value.where) for value in values}
    return tuple([u for u in unplaced if str(u.where) not in taken])


def _fill(
    tape: Tape,
    chosen: Mapping[str, Match],
    year: int | None,
) -> dict[str, Filled]:
    """The tables to fill, in printed order; those of their forms that are not there, empty."""
    arranged = {kind: arrange(tape, match, year) for kind, match in chosen.items()}
    named = {kind: found.columned for kind, found in arranged.items()}
    rules = {kind: match.table.rules for kind, match in chosen.items()}
    decided = decide({kind: place(own.entries) for kind, own in named.items()}, rules)
    rivals = {kind: place(own.rival) for kind, own in named.items() if own.rival}
    second = decide(rivals, rules)
    tables = {}
    for kind, table in expected_tables(chosen).items():
        filled = Filled(table.form, kind, units=tuple(printed_units(tape, lexicon(table)).items()))
        if kind in chosen:
            filled = replace(
                filled,
                match=chosen[kind],
                way=arranged[kind].way,
                entries=decided[kind],
                rival=second.get(kind, ()),
                doubted=named[kind].doubted,
                remarks=named[kind].remarks,
            )
        tables[kind] = filled
    return tables


def _blocks(
    tape: Tape,
    match: Match,
    entries: tuple[Entry, ...],
) -> range:
    """The blocks that a table covers: from its first label to its last label or figure."""
    known = lexicon(match.table).landmarks
    first = tape.token_at(match.start).block
    while first:
        above = tape.blocks[first - 1]
        if isinstance(above, Grid) or known.sub("", fold(above.text)):
            break
        first -= 1
    last = tape.token_at(match.end - 1).block
    figures = [f.token.block for entry in entries for f in entry.figures]
    return range(first, max([last, *figures]) + 1)


def _no_report(document: Document) -> str:
    text = document.text
    if "信息公开" in text and "年度报告" in text:
        return (
            f"{document.name}: the text of a disclosure report, but none of its statutory tables; "
            "they may be in an attachment or a picture: save the attachment, or run text "
            "recognition, and parse that file."
        )
    earliest = min(form.in_force[0] for form in all_forms().values())
    return (
        f"{document.name}: no government information disclosure report is in this file (no "
        f"statutory table of any edition from {earliest} on was found); check that it is the "
        "政府信息公开工作年度报告 and not another report of the same body."
    )
