"""From a match to its entries: how the labels of a table and its figures lie to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gxkit.filling import weights
from gxkit.filling.across import read_line_across
from gxkit.filling.bands import read_bands, read_turned
from gxkit.filling.codes import drop_codes
from gxkit.filling.entries import Entry
from gxkit.filling.fields import Field, Kind, is_aside, zone_fields
from gxkit.filling.headers import Header, grid_headers, text_header
from gxkit.filling.joined import adds_up
from gxkit.filling.lexicon import HAN, Lexicon, lexicon
from gxkit.filling.matching import Match
from gxkit.filling.spots import Spot
from gxkit.filling.tape import Tape, Token
from gxkit.filling.ways import Declined, Reason, Way
from gxkit.forms import Rule
from gxkit.text import leading_unit


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The entries of a table, and the strategy that knew how they lie."""

    way: str
    entries: tuple[Entry, ...]


class _Place:
    """A matched table on its tape."""

    def __init__(self, tape: Tape, match: Match) -> None:
        self.tape = tape
        self.match = match
        self.words: Lexicon = lexicon(match.table)

    @cached_property
    def anchor(self) -> int:
        """Where the label of the second row of a table across stands."""
        labels = self.words.rows[1:] or self.words.rows
        return self.tape.text.find(labels[0], self.match.start)

    @cached_property
    def line_across(self) -> Entry:
        """The line of figures below the head of a table across."""
        return read_line_across(self.tape, self.words, self.match.spots[0])


_Answer = list[Entry] | Declined


def _read_wrapped(place: _Place) -> _Answer:
    """Each spot is a line of figures, its label around it."""
    entries = []
    for row, spot in zip(place.words.table.rows, place.match.spots, strict=True):
        fields = list(zone_fields(place.tape, spot.start, spot.end, place.words.landmarks))
        slots = tuple((row.id, column) for column in row.columns)
        entries.append(Entry(slots, fields[0].place()[1], tuple(fields), spot=spot))
    return entries


def _read_turned(place: _Place) -> _Answer:
    return read_turned(place.tape, place.words, place.anchor)


def _read_full_line(place: _Place) -> _Answer:
    """One line below the head with a field for every cell."""
    entry = place.line_across
    if len(entry.cells) != len(entry.slots):
        return Declined(Reason.COUNT_DIFFERS)
    return [entry]


def _read_bands(place: _Place) -> _Answer:
    return read_bands(place.tape, place.words, place.anchor)


def _read_line(place: _Place) -> _Answer:
    """One line below the head, whatever it holds."""
    return [place.line_across]


def _read_down(place: _Place) -> _Answer:
    """A label opens each entry, its figures follow."""
    tape, words, spots = place.tape, place.words, place.match.spots
    headers = grid_headers(tape, words)
    in_text = text_header(tape, words, spots[0].start)
    depth = max(len(row.path) for row in words.table.rows)
    entries = []
    for number, spot in enumerate(spots):
        row = words.table.rows[spot.row]
        following = spots[number + 1] if number + 1 < len(spots) else None
        home = tape.token_at(spot.end - 1)
        own = _own_fields(tape, words, spot, following, home)
        header: Header = in_text if home.row is None else headers.get((home.block, home.row), {})
        entries.append(
            Entry(
                tuple((row.id, column) for column in row.columns),
                home.where,
                tuple(own.fields),
                own.unit,
                tuple(own.spare),
                header,
                shallow=len(row.path) < depth,
                spot=spot,
            )
        )
    return list(drop_codes(entries, words.table))


DOWN = (Way("down", _read_down),)
WRAPPED = (Way("wrapped", _read_wrapped),)
ACROSS = (
    Way("turned", _read_turned),
    Way("one line", _read_full_line),
    Way("bands", _read_bands),
    Way("one line, incomplete", _read_line),
)
WAYS = {"every row": DOWN, "most rows": DOWN, "wrapped": WRAPPED, "across": ACROSS}
"""for each way in which a table was found the strategies that read its entries, in order"""


def arrange(tape: Tape, match: Match) -> Arrangement:
    """The entries of a matched table, their cells in the order in which the file prints them."""
    place = _Place(tape, match)
    for name, ask in WAYS[match.way]:
        answer = ask(place)
        if not isinstance(answer, Declined):
            return Arrangement(name, tuple(_in_printed_order(answer, place.words.table.rules)))
    raise AssertionError(f"no strategy reads a table found as {match.way!r}")


@dataclass(frozen=True, slots=True)
class _Own:
    """The fields that belong to a label, figures of its zone that do not, the unit beside it."""

    fields: Sequence[Field]
    spare: Sequence[Field]
    unit: str


def _own_fields(
    tape: Tape, words: Lexicon, spot: Spot, following: Spot | None, home: Token
) -> _Own:
    fields = _zone(tape, words, spot, following, home)
    if spot.tail:
        start, end = spot.tail
        fields = [f for f in fields if f.start >= end or f.end <= start]
    if home.row is not None:
        return _own_cells(fields, home)
    own = _own_words(fields, words, home)
    # What follows the last row of a text is another table or the narrative.
    return own if following else replace(own, spare=())


def _zone(
    tape: Tape, words: Lexicon, spot: Spot, following: Spot | None, home: Token
) -> list[Field]:
    """The fields after a label; the last row of a table ends where its text or its grid does."""
    high = following.start if following else len(tape.text)
    if not following and home.row is None:
        high = min(high, spot.end + weights.IN_USE.last_row)
    fields = list(zone_fields(tape, spot.end, high, words.landmarks))
    if not following and fields and fields[0].column >= 0:
        block = fields[0].token.block
        fields = [f for f in fields if f.token.block == block]
    return fields


def _own_cells(fields: list[Field], home: Token) -> _Own:
    """In a grid: the cells of the label's row; if they hold no figure, of the next that does."""
    beside = [f for f in fields if f.token.home == home.home]
    below = [f for f in fields if f.column >= 0 and f.token.home != home.home]
    first = next((f for f in below if f.is_figure), None)
    if first and not any(f.is_figure for f in beside):
        row = first.token.home
        beside = [f for f in below if f.token.home == row]
        below = [f for f in below if f.token.home != row]
    unit = next((f.text for f in beside if _is_unit(f)), "")
    return _Own(beside, [f for f in below if f.is_figure], unit)


def _own_words(fields: list[Field], words: Lexicon, home: Token) -> _Own:
    """In running text: up to the first text that is no unit, aside or torn group label."""
    own: list[Field] = []
    unit = ""
    begun = False
    for number, item in enumerate(fields):
        if item.kind is not Kind.TEXT:
            own.append(item)
            begun = begun or item.is_figure
        elif _is_unit(item):
            unit = unit or item.text
        elif item.text not in words.groups and not is_aside(item.text):
            noise = HAN.search(words.landmarks.sub("", item.text))
            elsewhere = item.token.source is not home.source
            if (begun and noise) or (not begun and elsewhere):
                return _Own(own, [f for f in fields[number:] if f.is_figure], unit)
    return _Own(own, (), unit)


def _is_unit(item: Field) -> bool:
    return item.kind is Kind.TEXT and bool(item.text) and leading_unit(item.text) == item.text


def _in_printed_order(entries: Sequence[Entry], rules: Sequence[Rule]) -> list[Entry]:
    """The entries with their cells in the order in which the head names them.

    A head of several rows is no certain witness: there one rowspan that is wrong changes the
    order. It is believed where more entries add up so than otherwise.
    """
    turned = [_turned(entry) for entry in entries]
    votes = 0
    for old, (new, _) in zip(entries, turned, strict=True):
        if new is not old:
            votes += _adds_up(new, rules) - _adds_up(old, rules)
    believed = votes > 0
    return [
        new if believed or is_certain else old
        for old, (new, is_certain) in zip(entries, turned, strict=True)
    ]


def _turned(entry: Entry) -> tuple[Entry, bool]:
    """The entry in the order of its head, and whether a head of one row gives it."""
    head = entry.head()
    if not head:
        return entry, False
    slots = tuple(sorted(entry.slots, key=lambda slot: head[slot[1]]))
    one_row = len({row for _, _, row in head.values()}) == 1
    return (entry if slots == entry.slots else replace(entry, slots=slots)), one_row


def _adds_up(entry: Entry, rules: Sequence[Rule]) -> bool:
    if len(entry.cells) != len(entry.slots):
        return False
    return adds_up([f.number or 0 for f in entry.cells], entry.slots, rules)
