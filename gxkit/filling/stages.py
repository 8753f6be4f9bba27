"""A document on its way into the forms, every stage kept: tape, matches, spots, entries."""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from dataclasses import (
    dataclass,
    field,
    replace,
)
from itertools import chain

from gxkit.document import (
    Document,
    Extent,
    Grid,
    Posture,
    Where,
)
from gxkit.errors import NoReportError
from gxkit.filling import weights
from gxkit.filling.cells.doubting import (
    Said,
    doubt_values,
    say_doubts,
)
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.leftover import doubt_beside, left_over
from gxkit.filling.cells.omissions import say_omissions
from gxkit.filling.cells.values import (
    doubt,
    either,
    find_unplaced,
)
from gxkit.filling.choice.choosing import (
    Looked,
    choose,
    find_unsupported,
)
from gxkit.filling.choice.places import Place
from gxkit.filling.choice.remarks import say_pictured, say_reports, say_tables
from gxkit.filling.choice.telling import say_lent, say_overall, say_part
from gxkit.filling.choice.weighing import (
    Weighed,
    kept_matches,
    read_table,
    weigh_all,
)
from gxkit.filling.filled import (
    Filled,
    fill_tables,
    values_of,
)
from gxkit.filling.finding.begun import Begun, find_begun
from gxkit.filling.finding.lexicon import lexicon
from gxkit.filling.finding.looking import Looking, look
from gxkit.filling.finding.matching import Match
from gxkit.filling.finding.refusing import refuse
from gxkit.filling.heads.headwords import YEARS
from gxkit.filling.tape import Tape
from gxkit.filling.titles.cutting import (
    Part,
    Stand,
    cut,
    divide,
    is_large,
    may_be_several,
    split_lines,
    which,
    year_of_file,
)
from gxkit.filling.titles.title import read_meta, year_in
from gxkit.filling.why import tell
from gxkit.forms import (
    KnownEdition,
)
from gxkit.report import (
    Meta,
    Report,
    Unplaced,
    Value,
)
from gxkit.text import Sentence, fold


@dataclass(frozen=True, slots=True)
class Filling:
    """What became of a document on its way into the forms.

    `looked` has every table of every edition that was looked for, with scores; `tables` those that
    were filled, by their ids, with spots and entries and what decided them; `unplaced` the figures
    that belong to no cell, `unsupported` the editions that stand there and that nobody fills,
    `remarks` what reading and filling had to decide.
    `weighed` are the places of each kind of table, kept and left out; `covers` is what the report
    covers of a file that holds several, `document` then its part of it.
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
    weighed: Mapping[str, Weighed] = field(default_factory=dict)
    covers: Extent | None = None

    def why(
        self,
        value: Value,
        language: str,
    ) -> str:
        """A few lines on how a value was read, in `zh` or `en`."""
        return "\n".join(sentence.say(language) for sentence in tell(self, value))

    @property
    def part_read(self) -> frozenset[Where]:
        """Where cells stand of which a part was left out, or was no text of the page's own."""
        cells = chain.from_iterable(grid.cells for grid in self.document.grids)
        partly = [cell for cell in cells if cell.omitted or cell.unread or cell.noted]
        return frozenset(cell.where for cell in partly)

    @property
    def noted(self) -> frozenset[Where]:
        """Where cells stand that a form field or a note says, which not every program shows."""
        cells = chain.from_iterable(grid.cells for grid in self.document.grids)
        return frozenset(cell.where for cell in cells if cell.noted)

    @property
    def postures(self) -> dict[int, Posture]:
        """How pages lie that do not lie as they are shown."""
        return {lie.page: lie for lie in self.document.postures}

    @property
    def line_texts(self) -> dict[tuple[int | None, int | None], str]:
        """The lines outside tables that the file spells out, by their pages and numbers."""
        lines = [line for line in self.document.lines if not line.recognised]
        return {(line.where.page, line.where.line): line.text for line in lines}

    @property
    def several(self) -> dict[str, Where]:
        """Where the tables stand that were taken of kinds that the file may hold several of."""
        places = {}
        for kind, weighed in self.weighed.items():
            # Another report of the file has other tables of every kind.
            if self.covers or len(weighed.places) > 1:
                places[kind] = weighed.place_of(self.tables[kind].match).where
        return places

    @property
    def blocks(self) -> frozenset[int]:
        """The numbers of the document's blocks that the tables cover."""
        covered: set[int] = set()
        for filled in self.tables.values():
            if filled.match:
                covered.update(_blocks(self.tape, filled.match, filled.entries))
        for weighed in self.weighed.values():
            # The figures of a table that was left out are no narrative.
            for other in weighed.places:
                first = self.tape.token_at(other.low)
                last = self.tape.token_at(other.high - 1)
                covered.update(range(first.block, last.block + 1))
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
            covers=self.covers,
            filling=self,
        )


def lay(
    document: Document,
    beside: Mapping[str, Where] | None = None,
) -> Filling:
    """A document laid into the forms: every stage from the tape to the values of the cells.

    Of several reports it is the one that the page's title or the file's name means, else the latest
    on one body's sheets or in its files, else the first; a remark names the others. `beside` says
    where another reading of the file has its tables, by their kinds: of several those are taken.
    Raises NoReportError if no statutory table of a supported or known edition is in it.
    """
    if beside:
        return _fill_report(look(document), beside)
    looking, parts = _look_and_cut(document)
    if looking and len(parts) == 1:
        return _fill_report(looking, {})
    number = which(parts, document)
    filling = _lay_part(parts[number])
    remark = say_reports(parts, number)
    return replace(filling, remarks=(remark, *filling.remarks))


def lay_all(document: Document) -> tuple[Filling, ...]:
    """Every report of a document laid into the forms, in the order of the file.

    Raises NoReportError as `lay` does.
    """
    looking, parts = _look_and_cut(document)
    if looking and len(parts) == 1:
        return (_fill_report(looking, {}),)
    return tuple(map(_lay_part, parts))


def _look_and_cut(document: Document) -> tuple[Looking | None, tuple[Part, ...]]:
    """The reports of a document, and what stands in it; None where that was looked for by parts."""
    pieces = list(divide(document)) if is_large(document) else []
    # A long report under one title is looked at as a whole, once.
    if len(pieces) > 1:
        tables: list[Stand] = []
        for first, piece in pieces:
            tables += look(piece).shown(first)
        parts = cut(document, tables)
        if len(parts) > 1:
            return None, parts
    looking = look(document)
    if may_be_several(looking.shown()):
        divided = split_lines(document)
        if divided is not document:
            looking = look(divided)
    return looking, cut(looking.document, looking.shown())


def _lay_part(part: Part) -> Filling:
    return replace(_fill_report(look(part.document), {}), covers=part.covers)


def _fill_report(
    looking: Looking,
    beside: Mapping[str, Where],
) -> Filling:
    """The one report of a document, its tables weighed and filled."""
    document, tape = looking.document, looking.tape
    unsupported = find_unsupported(looking.shown_tape, looking.looked.kinds)
    places = _without_resembled(looking.places, unsupported)
    meta, weighed = _weigh(document, places, beside)
    if not weighed and not unsupported:
        raise NoReportError.of(refuse(document, looking.shown_tape))
    chosen = choose(kept_matches(weighed), meta.year)
    tables = _fill(weighed, chosen, meta.year)
    values: list[Value] = []
    unplaced: list[Unplaced] = []
    said: Said = {}
    for filled in tables.values():
        own = _read_everywhere(filled, weighed, meta.year)
        values += doubt_values(filled.table, own, said)
        unplaced += find_unplaced(filled.table, filled.entries)
    begun = _find_begun(looking, tables)
    unplaced += chain.from_iterable(table.unplaced for table in begun)
    left = left_over(unplaced, values)
    values = doubt_beside(left, values, document)
    remarks = [*document.remarks, *say_tables(weighed, chosen, meta.year, _by_columns(tables))]
    remarks += _say_filled(looking, tables, begun, meta.year)
    remarks += say_overall(meta, tables.values(), values, left)
    tape.forget()
    return Filling(
        document,
        meta,
        tape,
        looking.looked,
        tables,
        tuple(values),
        left,
        unsupported,
        (*remarks, *say_doubts(said), *say_omissions(document, values)),
        weighed,
    )


def _by_columns(tables: Mapping[str, Filled]) -> set[str]:
    """The kinds of tables whose head parts the columns of several years."""
    return {kind for kind, filled in tables.items() if _says_years(filled)}


def _says_years(filled: Filled) -> bool:
    return any(remark.zh == YEARS.zh for remark in filled.remarks)


def _fill(
    weighed: Mapping[str, Weighed],
    chosen: Mapping[str, Match],
    year: int | None,
) -> dict[str, Filled]:
    taken = {kind: weighed[kind].place_of(match) for kind, match in chosen.items()}
    tapes = {kind: place.tape for kind, place in taken.items()}
    fitting = {kind: place.matches for kind, place in taken.items()}
    return fill_tables(tapes, chosen, year, fitting)


def _say_filled(
    looking: Looking,
    tables: Mapping[str, Filled],
    begun: Iterable[Begun],
    year: int | None,
) -> Iterator[Sentence]:
    """What is to be said of the tables filled, and of those that begin and are not read."""
    for filled in tables.values():
        fitting = looking.looked.kinds.get(filled.id, ())
        yield from filled.remarks
        yield from say_part(filled.match, filled.entries, fitting, year)
        yield from say_lent(filled)
    for table in begun:
        yield table.remark
    absent = [filled.table for filled in tables.values() if filled.match is None]
    yield from say_pictured(looking.document, absent)


def _weigh(
    document: Document,
    places: Iterable[Place],
    beside: Mapping[str, Where],
) -> tuple[Meta, dict[str, Weighed]]:
    """What a report says of itself, and its tables weighed by the year that it says."""
    meta = read_meta(document)
    # A year that only a table names is that of one table: which one it is, is the question.
    says_year = bool(meta.period) or year_in(meta.title) is not None
    year = meta.year if says_year else year_of_file(document)
    weighed = weigh_all(places, year, beside)
    if not says_year:
        meta = replace(meta, year=_year_of(weighed) or meta.year)
    return meta, weighed


def _year_of(weighed: Mapping[str, Weighed]) -> int | None:
    """The year that is said of the tables taken, None where nothing says which those are."""
    years: set[int] = set()
    for own in weighed.values():
        if len(own.kept) > 1:
            return None
        years |= own.kept[0].marks.years
    return years.pop() if len(years) == 1 else None


def _without_resembled(
    places: Iterable[Place],
    unsupported: Iterable[KnownEdition],
) -> list[Place]:
    """The places but those of editions that nobody fills: they would be forced into ours."""
    resembled = {table for edition in unsupported for table in edition.resembles}
    return [place for place in places if place.kind not in resembled]


def _read_everywhere(
    filled: Filled,
    weighed: Mapping[str, Weighed],
    year: int | None,
) -> list[Value]:
    """The values of a table; where it stands at several places that differ, those in doubt."""
    values = values_of(filled, year)
    if filled.match is None:
        return values
    for other in weighed[filled.id].kept:
        if filled.match not in other.matches:
            read = read_table(other, other.match_of(filled.form), year)
            by_key = {value.key: value for value in read}
            values = [_either(value, by_key.get(value.key)) for value in values]
    return values


def _either(
    one: Value,
    other: Value | None,
) -> Value:
    # A table in another edition has other cells: nothing there speaks for this one.
    return either(one, other) if other else doubt(one)


def _find_begun(looking: Looking, tables: Mapping[str, Filled]) -> list[Begun]:
    """The tables that are not filled and begin in the file all the same."""
    absent = [filled.table for filled in tables.values() if not filled.match]
    if not absent:
        return []
    taken = []
    for place in looking.places:
        best = place.matches[0]
        taken.append(range(best.start - weights.IN_USE.head, best.end))
    return find_begun(looking.shown_tape, absent, taken)


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
