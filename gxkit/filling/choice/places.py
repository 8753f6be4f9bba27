"""The places of a file at which the tables of each kind stand, and what is said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import (
    dataclass,
    field,
    replace,
)

from gxkit.document import Cell, Where
from gxkit.filling import weights
from gxkit.filling.cells.kinds import Kind, classify
from gxkit.filling.choice.captions import (
    UNMARKED,
    Marks,
    Stretch,
    read_marks,
    read_note,
    read_years,
)
from gxkit.filling.finding.lexicon import HAN, lexicon
from gxkit.filling.finding.matching import Match
from gxkit.filling.finding.occurrences import label_range
from gxkit.filling.tape import Tape
from gxkit.text import leading_unit


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table of a kind stands: the editions that fit there, best first, and what is said.

    `tape` is the one that it is read from: the file's without the other tables of its kind. From
    `low` to `high` it takes up the tape: from its first label to the last, and, where others of its
    kind stand in the file, from its head to its last figure.
    """

    kind: str
    matches: tuple[Match, ...]
    where: Where
    low: int
    high: int
    tape: Tape = field(repr=False, compare=False)
    hidden: bool = False
    marks: Marks = UNMARKED

    @property
    def start(self) -> int:
        """Where its first label begins, and nothing that only has the form's letters."""
        best = self.matches[0]
        if best.table.layout == "down":
            return best.start
        known = lexicon(best.table).landmarks
        label = known.search(self.tape.text, best.start, best.end)
        return label.start() if label else best.start

    def match_of(self, form: str) -> Match:
        """The match of an edition, or of the one that fits best if that does not fit."""
        for match in self.matches:
            if match.form == form:
                return match
        return self.matches[0]


def find_places(
    tape: Tape,
    kinds: Mapping[str, Sequence[Match]],
    *,
    hidden: bool = False,
) -> list[Place]:
    """The places at which tables stand, in the order of the tape."""
    places = []
    for kind, matches in kinds.items():
        for group in _by_place(matches):
            best = group[0]
            low, high = _span(tape, label_range(tape, best))
            place = Place(kind, tuple(group), Where(), low, high, tape, hidden)
            places.append(replace(place, where=_where(place)))
    return sorted(places, key=lambda place: place.start)


def _span(tape: Tape, tokens: range) -> tuple[int, int]:
    return tape.tokens[tokens[0]].start, tape.tokens[tokens[-1]].end


def _by_place(matches: Iterable[Match]) -> list[list[Match]]:
    """The matches by the place that they share, best first."""
    groups: list[list[Match]] = []
    for match in matches:
        for group in groups:
            if match.apart(group[0]) <= 0:
                group.append(match)
                break
        else:
            groups.append([match])
    return groups


def _where(place: Place) -> Where:
    """The page and table of a table's first label, or its line."""
    token = place.tape.token_at(place.start)
    where = token.source.where
    if isinstance(token.source, Cell):
        return replace(where, row=None, column=None)
    return replace(where, start=None, end=None)


def part_places(places: Sequence[Place]) -> list[Place]:
    """The places of one tape with what is said of each, and each apart from the others of its kind.

    A word holds for the tables after it too, until one of their kind comes again.
    """
    kinds = [place.kind for place in places]
    # Nothing is asked of a table that stands alone.
    if len(set(kinds)) == len(kinds):
        return list(places)
    marked = list(_carry_on(_read_all(places)))
    ranges = list(_whole_tables(marked))
    parted = []
    for place, own in zip(marked, ranges, strict=True):
        others = []
        for other, tokens in zip(marked, ranges, strict=True):
            if other is not place and other.kind == place.kind:
                others.append(tokens)
        low, high = _span(place.tape, own)
        parted.append(replace(place, low=low, high=high, tape=place.tape.without(others)))
    return _tell_apart(parted)


def _tell_apart(places: Sequence[Place]) -> list[Place]:
    """The places, with the row or the character where two stand in one grid or one line."""
    times = Counter(place.where for place in places)
    told = []
    for place in places:
        if times[place.where] > 1:
            token = place.tape.token_at(place.start)
            place = replace(place, where=token.where)
        told.append(place)
    return told


def _read_all(places: Sequence[Place]) -> list[Place]:
    """The places with what is said above each, and in a note below it or the tables after it."""
    low = 0
    read = []
    for place in places:
        read.append(replace(place, marks=marks_above(place, low)))
        low = place.high
    ends = [*(place.start for place in places[1:]), len(places[0].tape.text)]
    for number, (place, end) in enumerate(zip(places, ends, strict=True)):
        words = lexicon(place.matches[0].table)
        note = read_note(place.tape, Stretch(place.high, end, words))
        if note != UNMARKED:
            _note(read, number, note)
    return read


def _note(places: list[Place], last: int, note: Marks) -> None:
    """Put what a note says on the table above it and those before, each kind once."""
    kinds: set[str] = set()
    for number in range(last, -1, -1):
        place = places[number]
        # The tables above those have another note, or none.
        if place.kind in kinds:
            return
        kinds.add(place.kind)
        places[number] = replace(place, marks=place.marks.over(note))


def marks_above(
    place: Place,
    low: int,
) -> Marks:
    """What is said of a place between a position of the tape and its first label."""
    return read_marks(place.tape, _above(place, low))


def years_above(
    place: Place,
    low: int,
    lines: int,
) -> frozenset[int]:
    """The years that the last lines above the first label of a place name."""
    return read_years(place.tape, _above(place, low), lines)


def _above(place: Place, low: int) -> Stretch:
    words = lexicon(place.matches[0].table)
    return Stretch(low, place.start, words)


def _carry_on(places: Iterable[Place]) -> Iterator[Place]:
    """The places with what was said of those before them and holds for them too."""
    carried = UNMARKED
    kinds: set[str] = set()
    for place in places:
        # The second table of a kind begins other tables than those that were spoken of.
        if place.kind in kinds:
            carried = UNMARKED
            kinds.clear()
        kinds.add(place.kind)
        carried = place.marks.over(carried)
        yield replace(place, marks=carried)


def _whole_tables(places: Sequence[Place]) -> Iterator[range]:
    """For each place the numbers of its tokens from the head of its table to the last figure."""
    tape = places[0].tape
    labels = [range(tape.index_at(one.low), tape.index_at(one.high - 1) + 1) for one in places]
    lows = [0, *(own.stop for own in labels)]
    firsts = []
    for place, own, low in zip(places, labels, lows, strict=False):
        firsts.append(_find_head(place, own.start, low))
    ends = [*firsts[1:], len(tape.tokens)]
    for place, own, first, end in zip(places, labels, firsts, ends, strict=True):
        yield range(first, _find_end(place, own.stop, end))


def _find_head(
    place: Place,
    first: int,
    low: int,
) -> int:
    """The number of the token with which the head above a token begins, not below `low`."""
    tokens = place.tape.tokens
    known = lexicon(place.matches[0].table).vocabulary
    reach = place.start - weights.IN_USE.head_width
    # Above the head stand figures of another table, or a text of its own.
    while first > low and tokens[first - 1].start >= reach:
        text = tokens[first - 1].text
        if _is_figure(text) or not known.issuperset(HAN.findall(text)):
            break
        first -= 1
    return first


def _is_figure(text: str) -> bool:
    kind, _, _ = classify(text)
    return kind not in (Kind.TEXT, Kind.EMPTY)


def _find_end(
    place: Place,
    end: int,
    most: int,
) -> int:
    """The number of the token after the last figure from a token on, at most `most`."""
    tokens, table = place.tape.tokens, place.matches[0].table
    known = lexicon(table).vocabulary
    begun = False
    # Below the head of a table across more of its labels follow, below a row only its figures.
    while end < most:
        text = tokens[end].text
        letters = HAN.findall(text)
        ends = begun and table.layout == "down" and leading_unit(text) != text
        if letters and (ends or not known.issuperset(letters)):
            break
        begun = begun or _is_figure(text)
        end += 1
    return end
