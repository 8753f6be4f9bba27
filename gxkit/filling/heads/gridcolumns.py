"""Which column of the form a figure of a grid stands in, by the head above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise, takewhile

from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.heads import headwords
from gxkit.filling.heads.columns import Columned, pick_year
from gxkit.filling.heads.headers import THIS, Head, Header, Over, Span, Theme, Year, say
from gxkit.filling.heads.ordering import between, by_rows, in_order
from gxkit.filling.heads.uneven import add_up_alone, stand_right_of, without_columns
from gxkit.text import Listed, Sentence

Entries = list[Entry]
# The places in a grid at which a head names a column, with the years it gives.
Runs = list[tuple[Over, Span]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a head: where the form's columns are, and grid columns that are none.

    Figures of the grid columns that are `kept` belong to no cell, and are named.
    """

    header: Header
    dropped: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    doubted: frozenset[str] = frozenset()
    is_guessed: bool = False
    "a column without a label was put where none stands, which is not its place in the form"
    unsaid: frozenset[int] = frozenset()
    "grid columns with figures over which nothing is said, and that are none of the form's"
    lost: frozenset[str] = frozenset()
    "columns of the form that no label names and that have no place"


@dataclass(frozen=True, slots=True)
class _Sides:
    """What several readings of a head have in common: its places by column, and what is strange.

    `silent` are grid columns with figures over which nothing is said.
    """

    runs: Mapping[str, Runs]
    strange: Sequence[tuple[Over, Span]]
    added: frozenset[int]
    silent: Sequence[Span]


def name_columns(
    entries: Sequence[Entry],
    heads: Sequence[Head],
    words: Lexicon,
    year: int | None,
) -> Columned:
    """The entries of a grid with the cells of each in the order of the head above it."""
    groups: dict[int, list[int]] = {}
    for at, head in enumerate(heads):
        groups.setdefault(id(head), []).append(at)
    first, second = list(entries), list(entries)
    doubted: set[str] = set()
    remarks: list[Sentence] = []
    for members in groups.values():
        head = heads[members[0]]
        own = [entries[at] for at in members]
        made = _name_below(
            head,
            own,
            words,
            year,
        )
        for at, one, other in zip(members, made.entries, made.rival or made.entries, strict=True):
            first[at], second[at] = one, other
        doubted |= made.doubted
        remarks += made.remarks
    if stray := _other_year(entries, words, year):
        told = headwords.tell(headwords.OTHER_YEAR, words.table, stray.label)
        doubted.update(words.stems.values())
        remarks.append(told)
    rival = () if first == second else tuple(second)
    return Columned(tuple(first), rival, frozenset(doubted), tuple(dict.fromkeys(remarks)))


def _other_year(
    entries: Sequence[Entry],
    words: Lexicon,
    year: int | None,
) -> Entry | None:
    """An entry with another year than the report's before its figures, if several have one."""
    found = []
    for entry in entries:
        before = list(takewhile(_is_no_figure, entry.fields))
        years = [say(item.text, words).year for item in before if item.text]
        known = [one for one in years if one]
        if known and known[0] not in (year, THIS):
            found.append(entry)
    return found[0] if len(found) > 1 else None


def _is_no_figure(item: Field) -> bool:
    # 2021年 is read as digits that a letter spoils.
    return item.kind is not Kind.NUMBER


def _name_below(
    head: Head,
    entries: Entries,
    words: Lexicon,
    year: int | None,
) -> Columned:
    """The entries below one head with their columns named."""
    if not head.rows:
        return Columned(tuple(entries))
    readings, remarks = _read_head(
        head,
        entries,
        words,
        year,
    )
    if len(readings) == 1 and _is_plain(readings[0], entries):
        # As in nearly every file: there is nothing to drop, to move or to doubt.
        return Columned(tuple([_below(entry, readings[0]) for entry in entries]))
    if len(readings) == 1:
        readings[0], entries, uneven = _make_even(readings[0], entries, words)
        remarks += uneven
    first = [_under(entry, reading) for reading in readings[:1] for entry in entries]
    # The head stands a place beside its figures, or a label below another: only its rows tell.
    if not readings or _are_cut_short(entries, first):
        return by_rows(entries, head, words)
    order = between if readings[0].is_guessed else in_order
    made = order(first, head, words)
    told = [headwords.tell(remark, words.table, head.where) for remark in remarks]
    rival = made.rival
    if len(readings) > 1:
        second = [_under(entry, readings[1]) for entry in entries]
        rival = in_order(second, head, words).entries
    return Columned(
        made.entries,
        rival,
        readings[0].doubted,
        (*told, *made.remarks),
    )


def _is_plain(
    reading: _Reading,
    entries: Entries,
) -> bool:
    """Whether the columns stand side by side in the form's order, and nothing else beside them."""
    if reading.doubted or reading.unsaid or reading.lost:
        return False
    for slots in {entry.slots for entry in entries}:
        spans = [reading.header.get(column) for _, column in slots]
        known = [span for span in spans if span is not None]
        if len(known) < len(spans) or known != sorted(known):
            return False
        for (first, width, _), (other, _, _) in pairwise(known):
            if first + width > other:
                return False
    beside = reading.dropped | reading.named
    used = {item.column for entry in entries for item in entry.cells}
    return beside.isdisjoint(used)


def _make_even(
    reading: _Reading,
    entries: Entries,
    words: Lexicon,
) -> tuple[_Reading, Entries, list[Sentence]]:
    """A reading and entries without columns that the form does not have, or the file does not."""
    if stand_right_of(reading.unsaid, reading.header):
        left_out = replace(reading, named=reading.named | reading.unsaid)
        left = [_under(entry, left_out) for entry in entries]
        if add_up_alone(left, words.table.rules):
            return left_out, entries, [headwords.BESIDE]
    if reading.lost and not reading.unsaid:
        even = without_columns(entries, reading.lost, reading.header)
        labels = [column.label for column in words.table.columns if column.id in reading.lost]
        if even:
            return reading, even, [headwords.LOST.fill(labels=Listed(tuple(labels)))]
    return reading, entries, []


def _below(
    entry: Entry,
    reading: _Reading,
) -> Entry:
    """The entry with its head, if it may need it: one with a figure for each cell does not."""
    if len(entry.slots) == len(entry.cells) == len(entry.figures):
        return entry
    return entry.below(reading.header)


def _are_cut_short(
    entries: Entries,
    left: Entries,
) -> bool:
    """Whether most lines that had a field for each cell have too few without what is dropped."""
    short = 0
    for entry, other in zip(entries, left, strict=True):
        short += len(other.cells) < len(entry.slots) <= len(entry.cells)
    return 2 * short > len(entries)


# What the head says


def _read_head(
    head: Head,
    entries: Entries,
    words: Lexicon,
    year: int | None,
) -> tuple[list[_Reading], list[Sentence]]:
    """One or two ways to read a head, and what is to be said of them.

    None for a head that names a column over which another label stands: a span of it is wrong.
    """
    columns = {column for entry in entries for _, column in entry.slots}
    needed = [column.id for column in words.table.columns if column.id in columns]
    used = {item.column for entry in entries for item in entry.cells}
    filled = {item.column for entry in entries for item in entry.figures}
    sides = _sides_of(
        head,
        needed,
        used,
        filled,
    )
    remarks: list[Sentence] = []
    named = {column for row in head.named for column in row if column in needed}
    if not named <= sides.runs.keys():
        return [], remarks
    chosen, is_doubtful = _of_year(sides.runs, year, remarks)
    numbers = [0, 1] if is_doubtful else [0]
    readings = [_reading(chosen, number, sides, needed, remarks) for number in numbers]
    return readings, list(dict.fromkeys(remarks))


def _sides_of(
    head: Head,
    needed: Sequence[str],
    used: Set[int],
    filled: Set[int],
) -> _Sides:
    runs: dict[str, Runs] = {}
    strange: Runs = []
    added: set[int] = set()
    for over, span in _runs(head):
        first, width, _ = span
        saying = over.saying
        if saying.theme is Theme.OWN and saying.column in needed:
            runs.setdefault(saying.column, []).append((over, span))
        elif saying.theme is Theme.ADDED or saying.theme is Theme.OWN:
            added.update(range(first, first + width))
        elif saying.theme is Theme.STRANGE and not used.isdisjoint(range(first, first + width)):
            strange.append((over, span))
    if head.is_spanless and len(runs) < len(needed):
        # A blank right of a label is the place of the one that is missing, and not the label's.
        for column, found in runs.items():
            runs[column] = [(over, (first, 1, row)) for over, (first, _, row) in found]
    silent = set(used) - added
    for found in (strange, *runs.values()):
        for run in found:
            silent.difference_update(_columns_of(run))
    # A program fills short lines up to the longest of the file.
    edge = max((used - silent) | filled, default=0)
    filling = {column for column in silent if column > edge}
    if len(silent) > len(needed) - len(runs):
        added |= filling
        silent -= filling
    row = head.rows[-1].cells[0].row
    unsaid = [(column, 1, row) for column in sorted(silent)]
    return _Sides(runs, strange, frozenset(added), unsaid)


def _runs(head: Head) -> Iterator[tuple[Over, Span]]:
    """The grid columns side by side over which one label stands."""

    def label_of(column: int) -> tuple[int, object]:
        over = head.overs[column]
        return over.first, over.saying

    for _, group in groupby(sorted(head.overs), key=label_of):
        columns = list(group)
        over = head.overs[columns[0]]
        yield over, (columns[0], len(columns), over.cell.row)


def _columns_of(run: tuple[Over, Span]) -> range:
    """The grid columns that a label stands over."""
    _, (first, width, _) = run
    return range(first, first + width)


def _of_year(
    runs: Mapping[str, Runs],
    year: int | None,
    remarks: list[Sentence],
) -> tuple[dict[str, Runs], bool]:
    """The places of each column in the report's year, and whether another may be meant."""
    several = {column: found for column, found in runs.items() if len(found) > 1}
    if not several:
        return dict(runs), False
    years: dict[Year, None] = {}
    for found in several.values():
        years.update(dict.fromkeys(over.saying.year for over, _ in found))
    picked = pick_year(list(years), year)
    chosen: dict[str, Runs] = {}
    for column, found in runs.items():
        own = [(over, span) for over, span in found if over.saying.year == picked]
        chosen[column] = own or found
    is_doubtful = any(len(chosen[column]) > 1 for column in several)
    if is_doubtful:
        remarks.append(headwords.YEARS_UNSAID)
    else:
        remarks.append(headwords.YEARS.fill(year=headwords.year_words(picked)))
    return chosen, is_doubtful


def _reading(
    chosen: Mapping[str, Runs],
    number: int,
    sides: _Sides,
    needed: Sequence[str],
    remarks: list[Sentence],
) -> _Reading:
    """The reading that takes the first, or the second, of several places of a column."""
    header: dict[str, Span] = {}
    for column, found in chosen.items():
        _, header[column] = found[min(number, len(found) - 1)]
    missing = [column for column in needed if column not in header]
    named, doubted = _add_missing(header, missing, sides, needed, remarks)
    dropped = set(sides.added)
    for run in chain.from_iterable(sides.runs.values()):
        dropped.update(_columns_of(run))
    for first, width, _ in header.values():
        dropped.difference_update(range(first, first + width))
    return _Reading(
        header,
        frozenset(dropped),
        named,
        doubted,
        _have_moved(header, needed, missing),
        _without(sides.silent, header),
        frozenset(needed) - header.keys(),
    )


def _without(
    silent: Sequence[Span],
    header: Header,
) -> frozenset[int]:
    """The grid columns over which nothing is said, without those that were given to a column."""
    return frozenset([span[0] for span in silent if span not in header.values()])


def _add_missing(
    header: dict[str, Span],
    missing: Sequence[str],
    sides: _Sides,
    needed: Sequence[str],
    remarks: list[Sentence],
) -> tuple[frozenset[int], frozenset[str]]:
    """Puts the columns that no label names where none stands; what is named, and what doubted."""
    named: set[int] = set()
    doubted: set[str] = set()
    if not sides.strange and len(missing) == len(sides.silent):
        # What no label stands over is what no label names; of several it may be either.
        header.update(zip(missing, sides.silent, strict=True))
        if len(missing) > 1 and not _is_in_order(header, needed):
            doubted.update(missing)
    elif len(missing) == len(sides.strange):
        # A column of the form in words that nobody knows, or a column of the office's own.
        for column, (over, span) in zip(missing, sides.strange, strict=True):
            header[column] = span
            doubted.add(column)
            remarks.append(headwords.STRANGE.fill(label=over.cell.text.strip()))
    elif sides.strange:
        for over, span in sides.strange:
            named.update(_columns_of((over, span)))
            remarks.append(headwords.LEFT_OUT.fill(label=over.cell.text.strip()))
        # More labels that nobody knows than columns that are missing: which is which is not told.
        if missing:
            doubted.update(needed)
    return frozenset(named), frozenset(doubted)


def _have_moved(
    header: Header,
    needed: Sequence[str],
    missing: Sequence[str],
) -> bool:
    """Whether labels stand in the form's order, and the lost one not in its place among them."""
    known = [column for column in needed if column not in missing]
    placed = [column for column in needed if column in header]
    return _is_in_order(header, known) and not _is_in_order(header, placed)


def _is_in_order(
    header: Header,
    needed: Sequence[str],
) -> bool:
    places = [header[column] for column in needed]
    return places == sorted(places)


def _under(
    entry: Entry,
    reading: _Reading,
) -> Entry:
    """The entry without what stands under heads that are none of the form's."""
    fields: list[Field] = []
    spare = list(entry.spare)
    for item in entry.fields:
        places = range(item.column, item.column + item.span)
        if item.column >= 0 and reading.dropped.issuperset(places):
            continue
        if item.column >= 0 and reading.named.issuperset(places):
            if item.is_figure:
                spare.append(item)
            continue
        fields.append(item)
    return replace(
        entry,
        fields=tuple(fields),
        spare=tuple(spare),
        header=reading.header,
    )
