"""From a match to its entries: how the labels of a table and its figures lie to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gxkit.filling import weights
from gxkit.filling.across import read_line_across
from gxkit.filling.bands import Labels, read_bands, read_turned
from gxkit.filling.codes import drop_codes
from gxkit.filling.columns import Columned, name_columns
from gxkit.filling.entries import Entry
from gxkit.filling.fields import (
    Field,
    Kind,
    fills_cell,
    is_aside,
    zone_fields,
)
from gxkit.filling.headers import Head, grid_headers
from gxkit.filling.lexicon import HAN, Lexicon, lexicon
from gxkit.filling.matching import PART, Match
from gxkit.filling.spots import Spot
from gxkit.filling.tape import Tape, Token
from gxkit.filling.textheads import name_text_columns
from gxkit.filling.ways import Declined, Reason, Way
from gxkit.text import leading_unit


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
        second = self.words.rows[1:] or self.words.rows
        anchor = self.tape.text.find(second[0], self.match.start)
        return Labels(self.tape, self.words, anchor)

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


def _read_down(place: _Place) -> _Answer:
    """A label opens each entry, its figures follow."""
    tape, words = place.tape, place.words
    spots = place.match.spots
    in_grids = grid_headers(tape, words)
    none = Head(words)
    entries, heads = [], []
    in_text = True
    for spot, following in zip(spots, [*spots[1:], None], strict=True):
        home = tape.token_at(spot.end - 1)
        entries.append(_entry_at(place, spot, following, home))
        head = none
        if home.row is not None:
            head = in_grids.get((home.block, home.row), none)
            in_text = False
        heads.append(head)
    if in_text:
        named = name_text_columns(entries, tape, words, spots[0].start)
    else:
        named = name_columns(entries, heads, words, place.year)
    return _without_codes(named, words)


def _without_codes(named: Columned, words: Lexicon) -> Columned:
    entries = drop_codes(named.entries, words.table)
    rival = drop_codes(named.rival, words.table)
    return replace(named, entries=tuple(entries), rival=tuple(rival))


def _entry_at(
    place: _Place,
    spot: Spot,
    following: Spot | None,
    home: Token,
) -> Entry:
    """What a label opens that ends in the token `home`, as far as the following one."""
    own = _own_fields(place, spot, following, home)
    row = place.words.table.rows[spot.row]
    return Entry(
        place.words.slots[spot.row],
        home.where,
        tuple(own.fields),
        own.unit,
        tuple(own.spare),
        shallow=len(row.path) < place.depth,
        spot=spot,
    )


DOWN = (Way("down", _read_down),)
WRAPPED = (Way("wrapped", _read_wrapped),)
ACROSS = (
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
            answer = Columned(tuple(answer))
        return Arrangement(name, answer)
    raise AssertionError(f"no strategy reads a table found as {match.way!r}")


@dataclass(frozen=True, slots=True)
class _Own:
    """The fields that belong to a label, figures of its zone that do not, the unit beside it."""

    fields: Sequence[Field]
    spare: Sequence[Field]
    unit: str


def _own_fields(
    place: _Place,
    spot: Spot,
    following: Spot | None,
    home: Token,
) -> _Own:
    fields = _zone(place, spot, following, home)
    if spot.tail:
        start, end = spot.tail
        fields = [item for item in fields if item.start >= end or item.end <= start]
    size = len(place.words.slots[spot.row])
    fields = _spoil_texts(fields, home, size, place.words)
    if home.row is not None:
        return _own_cells(fields, home)
    own = _own_words(fields, place.words, home)
    # What follows the last row of a text is another table or the narrative.
    return own if following else replace(own, spare=())


def _spoil_texts(
    fields: list[Field],
    home: Token,
    size: int,
    words: Lexicon,
) -> list[Field]:
    """The fields with those illegible that are words where a figure is due.

    In a row with as many cells as the form has, 待补充 stands for a figure: it is neither blank
    nor the end of the line, and its neighbours keep theirs.
    """
    own = [item for item in fields if item.token.home == home.home]
    strange = [item for item in own if _is_strange(item, words)]
    cells = [item for item in own if item.is_cell]
    if not strange or len(strange) + len(cells) != size:
        return fields
    # A row of words alone is a head.
    if len(strange) > 1 and not any(item.is_figure for item in cells):
        return fields
    spoiled = {id(item): item._replace(kind=Kind.ILLEGIBLE) for item in strange}
    return [spoiled.get(id(item), item) for item in fields]


def _is_strange(item: Field, words: Lexicon) -> bool:
    """Whether a field is a text that fills its cell and that the form knows nothing of."""
    if item.kind is not Kind.TEXT or _is_unit(item) or is_aside(item.text):
        return False
    known = words.landmarks.fullmatch(item.text) or item.text in words.groups
    return not known and fills_cell(item)


def _zone(
    place: _Place,
    spot: Spot,
    following: Spot | None,
    home: Token,
) -> list[Field]:
    """The fields after a label; the last row of a table ends where its text or its grid does."""
    high = following.start if following else len(place.tape.text)
    # The last row has no label after it that would end its zone.
    if not following and home.row is None:
        high = min(high, spot.end + weights.IN_USE.last_row)
    found = zone_fields(place.tape, spot.end, high, place.words.landmarks)
    fields = list(found)
    # Another grid is another table.
    if not following and fields and fields[0].column >= 0:
        block = fields[0].token.block
        return [item for item in fields if item.token.block == block]
    return fields


def _own_cells(
    fields: list[Field],
    home: Token,
) -> _Own:
    """In a grid: the cells of the label's row; if they hold no figure, of the next that does."""
    beside: list[Field] = []
    below: list[Field] = []
    for item in fields:
        if item.token.home == home.home:
            beside.append(item)
        elif item.column >= 0:
            below.append(item)
    # A label that spans rows has its figures in one of the rows below.
    figures = [item for item in below if item.is_figure]
    if figures and not any(item.is_figure for item in beside):
        row = figures[0].token.home
        beside = [item for item in below if item.token.home == row]
        figures = [item for item in figures if item.token.home != row]
    units = [item.text for item in beside if _is_unit(item)]
    return _Own(beside, figures, units[0] if units else "")


def _own_words(
    fields: list[Field],
    words: Lexicon,
    home: Token,
) -> _Own:
    """In running text: up to the first text that is no unit, aside or torn group label."""
    own: list[Field] = []
    unit = ""
    begun = False
    for number, item in enumerate(fields):
        if item.kind is not Kind.TEXT:
            own.append(item)
            begun = begun or item.is_figure
        # A unit beside the label holds for its line; only the first one is beside it.
        elif _is_unit(item):
            unit = unit or item.text
        # A group's label stands torn between the rows of its group.
        elif item.text in words.groups or is_aside(item.text):
            continue
        elif _ends_line(item, words, home, begun):
            spare = [other for other in fields[number:] if other.is_figure]
            return _Own(own, spare, unit)
    return _Own(own, (), unit)


def _ends_line(
    item: Field,
    words: Lexicon,
    home: Token,
    begun: bool,
) -> bool:
    """Whether a text ends a line of figures: noise after them, before them another line's text."""
    # Before the first figure only a text of another line is another row's.
    if not begun:
        return item.token.source is not home.source
    noise = words.landmarks.sub("", item.text)
    return HAN.search(noise) is not None


def _is_unit(item: Field) -> bool:
    if item.kind is not Kind.TEXT or not item.text:
        return False
    return leading_unit(item.text) == item.text
