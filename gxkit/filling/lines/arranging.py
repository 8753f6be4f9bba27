"""From a match to its entries: how the labels of a table and its figures lie to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import (
    zone_fields,
)
from gxkit.filling.finding.codes import drop_codes
from gxkit.filling.finding.hybrids import narrow
from gxkit.filling.finding.lexicon import Lexicon, lexicon
from gxkit.filling.finding.matching import PART, Match
from gxkit.filling.heads.acrossheads import name_across
from gxkit.filling.heads.columns import Columned, are_doubles, part_doubles
from gxkit.filling.heads.gridcolumns import name_columns
from gxkit.filling.heads.headers import Head, grid_headers
from gxkit.filling.heads.misread import doubt_misread
from gxkit.filling.heads.slid import doubt_slid
from gxkit.filling.heads.textheads import name_text_columns, years_above
from gxkit.filling.lines.across import read_line_across
from gxkit.filling.lines.bands import Labels, read_bands, read_turned
from gxkit.filling.lines.crossing import read_crossed
from gxkit.filling.lines.numbered import drop_numbers
from gxkit.filling.lines.rows import own_rows
from gxkit.filling.lines.turnedlines import read_turned_lines
from gxkit.filling.lines.unlabelled import RowRead, with_unlabelled
from gxkit.filling.tape import Tape
from gxkit.filling.ways import Declined, Reason, Way


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The entries of a table with their columns named, and the strategy that knew how they lie."""

    way: str
    columned: Columned


class _Place:
    """A matched table on its tape; what several strategies need is found once."""

    def __init__(
        self,
        tape: Tape,
        match: Match,
        year: int | None,
    ) -> None:
        self.tape = tape
        self.match = match
        self.year = year
        self.words: Lexicon = lexicon(match.table)

    @cached_property
    def labels(self) -> Labels:
        """The row labels of a table across."""
        return Labels(self.tape, self.words, self.anchor)

    @cached_property
    def anchor(self) -> int:
        """Where the label of the second row of a table across stands."""
        second = self.words.rows[1:] or self.words.rows
        return self.tape.text.find(second[0], self.match.start)

    @cached_property
    def line_across(self) -> Entry:
        """The line of figures below the head of a table across."""
        return read_line_across(self.tape, self.words, self.match.spots[0])

    @cached_property
    def depth(self) -> int:
        """How many groups deep the labels stand at most."""
        return max(len(row.path) for row in self.words.table.rows)


_Answer = list[Entry] | Columned | Declined


def _read_wrapped(place: _Place) -> _Answer:
    """Each spot is a line of figures, its label around it."""
    entries = []
    known = place.words.landmarks
    for slots, spot in zip(place.words.slots, place.match.spots, strict=True):
        fields = tuple(zone_fields(place.tape, spot.start, spot.end, known))
        _, where = fields[0].place()
        entries.append(Entry(slots, where, fields, spot=spot))
    return entries


def _read_turned(place: _Place) -> _Answer:
    return read_turned(place.labels)


def _read_crossed(place: _Place) -> _Answer:
    """Every cell by the labels above it and left of it, in a grid."""
    return read_crossed(
        place.tape,
        place.words,
        place.anchor,
        place.year,
    )


def _read_full_line(place: _Place) -> _Answer:
    """One line below the head with a field for every cell."""
    entry = place.line_across
    # A line that is short or long may be a band, or one of several lines.
    if len(entry.cells) != len(entry.slots):
        return Declined(Reason.COUNT_DIFFERS)
    return [entry]


def _read_bands(place: _Place) -> _Answer:
    return read_bands(place.labels)


def _read_line(place: _Place) -> _Answer:
    """One line below the head, whatever it holds."""
    return [place.line_across]


def _read_turned_lines(place: _Place) -> _Answer:
    """A line of text for each column of the form."""
    answer = read_turned_lines(place.tape, place.words, place.match.spots)
    # What the lines' labels name is no order of columns that a head could change.
    return answer if isinstance(answer, Declined) else Columned(tuple(answer))


def _read_down(place: _Place) -> _Answer:
    """A label opens each entry, its figures follow."""
    tape, words = place.tape, place.words
    spots = place.match.spots
    in_grids = grid_headers(tape, words)
    none = Head(words)
    entries, heads = [], []
    in_text = True
    owns = own_rows(tape, words, spots)
    for read in with_unlabelled(tape, words, spots, owns):
        home = read.home
        entries.append(_entry_of(place, read))
        head = none
        if home.row is not None:
            head = in_grids.get((home.block, home.row), none)
            in_text = False
        heads.append(head)
    entries = narrow(tape, place.match, entries)
    # A grid without a head may have it in a line above.
    if in_text or not any(head.rows for head in heads):
        named = name_text_columns(entries, tape, words, spots[0].start)
    else:
        named = name_columns(entries, heads, words, place.year)
    named = _without_codes(named, words)
    # In a grid the head above a column tells what it is.
    if in_text:
        named = drop_numbers(named, tape, words)
    if not are_doubles(named):
        return named
    years = years_above(tape, words, spots[0].start)
    return part_doubles(
        named,
        words,
        years,
        place.year,
    )


def _without_codes(named: Columned, words: Lexicon) -> Columned:
    entries = drop_codes(named.entries, words.table)
    rival = drop_codes(named.rival, words.table)
    return replace(named, entries=tuple(entries), rival=tuple(rival))


def _entry_of(place: _Place, read: RowRead) -> Entry:
    """The entry of a row."""
    row, own = read.row, read.own
    path = place.words.table.rows[row].path
    return Entry(
        place.words.slots[row],
        read.home.where,
        tuple(own.fields),
        own.unit,
        tuple(own.spare),
        shallow=len(path) < place.depth,
        packed=own.packed,
        spot=read.spot,
    )


DOWN = (
    Way("turned", _read_turned_lines),
    Way("down", _read_down),
)
WRAPPED = (Way("wrapped", _read_wrapped),)
ACROSS = (
    Way("by labels", _read_crossed),
    Way("turned", _read_turned),
    Way("one line", _read_full_line),
    Way("bands", _read_bands),
    Way("one line, incomplete", _read_line),
)
# For each way in which a table was found the strategies that read its entries, in order.
WAYS = {
    "every row": DOWN,
    "most rows": DOWN,
    PART: DOWN,
    "wrapped": WRAPPED,
    "across": ACROSS,
}


def arrange(
    tape: Tape,
    match: Match,
    year: int | None,
) -> Arrangement:
    """The entries of a matched table, their cells in the order in which the file prints them.

    `year` is the report's: where a table prints several, its columns are taken.
    """
    place = _Place(tape, match, year)
    for name, ask in WAYS[match.way]:
        answer = ask(place)
        if isinstance(answer, Declined):
            continue
        if not isinstance(answer, Columned):
            answer = _name(place, answer)
        answer = doubt_slid(answer, tape, place.words)
        return Arrangement(name, doubt_misread(answer, place.words))
    raise AssertionError(f"no strategy reads a table found as {match.way!r}")


def _name(place: _Place, entries: Sequence[Entry]) -> Columned:
    """Entries of a text, or of a table across, with their columns named by the head above."""
    tape, words = place.tape, place.words
    spot = place.match.spots[0]
    if words.table.layout == "across":
        return name_across(entries, tape, words, spot)
    return name_text_columns(entries, tape, words, spot.start)
