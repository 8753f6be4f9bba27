"""Which of several tables of one kind is the report's: strategies in order, each with its reason.

Each strategy takes the places that are left and keeps some of them; what it drops is said. Where
several are left in the end, nothing in the file decides, and all of them are readings.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from typing import NamedTuple

from gxkit.document import Where
from gxkit.filling.choice.captions import Version
from gxkit.filling.choice.choosing import in_order_of_fit
from gxkit.filling.choice.places import Place
from gxkit.filling.filled import fill_tables, values_of
from gxkit.filling.finding.matching import Match
from gxkit.forms import find_form
from gxkit.report import Status, Value
from gxkit.text import Key, Named


class LeftOut(Named):
    """Why a table is not the report's."""

    HIDDEN = ("hidden", "未显示", "not shown")
    SAMPLE = ("sample", "标明为样表或格式", "said to be a sample or a form")
    YEAR = ("year", "标明为其他年度", "said to be of another year")
    MISTAKEN = ("mistaken", "标明为更正前", "said to be the one before a correction")
    EDITION = ("edition", "为其他年度的格式", "in the edition of other years")
    EMPTY = ("empty", "没有数字", "without figures")
    APART = ("apart", "与未读取的各表在一起", "among other tables that are left out")
    SAME = ("same", "各格与之相同", "alike in all cells")


def read_table(
    place: Place,
    match: Match,
    year: int | None,
) -> list[Value]:
    """The values of a table as they are read at a place, by its own rules alone."""
    kind = place.kind
    filled = fill_tables({kind: place.tape}, {kind: match}, year, {kind: place.matches})
    return values_of(filled[kind], year)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is weighed by beside itself: the report's year."""

    year: int | None

    def read(self, place: Place) -> list[Value]:
        """The values of a table in the edition that fits best."""
        return read_table(place, place.matches[0], self.year)


class Weighed(NamedTuple):
    """The places of a kind that may be the report's, and those that are not, with the reason."""

    kept: tuple[Place, ...]
    left: tuple[tuple[Place, LeftOut], ...] = ()

    @property
    def places(self) -> list[Place]:
        return [*self.kept, *(place for place, _ in self.left)]

    @property
    def shown(self) -> list[Place]:
        return [place for place in self.places if not place.hidden]

    def decides(self, place: Place) -> bool:
        """Whether a place was taken, and another one was not for what is said of it."""
        reasons = {reason for other, reason in self.left if not other.hidden}
        return self.kept == (place,) and bool(reasons - {LeftOut.SAME})

    def place_of(self, match: Match | None) -> Place:
        """The place at which a match was found that was kept."""
        return next(place for place in self.kept if match in place.matches)


def weigh_all(
    places: Iterable[Place],
    year: int | None,
    beside: Mapping[str, Where],
) -> dict[str, Weighed]:
    """The places of each kind, weighed.

    `beside` says where another reading of the file has some kinds: nothing else is taken for them.
    """
    kinds: dict[str, list[Place]] = {}
    for place in places:
        other = beside.get(place.kind)
        if other is None or stands_at(place.where, other):
            kinds.setdefault(place.kind, []).append(place)
    asked = Asked(year)
    weighed = {kind: weigh(own, asked) for kind, own in kinds.items()}
    return _keep_sets(weighed)


def _keep_sets(weighed: dict[str, Weighed]) -> dict[str, Weighed]:
    """The places weighed, with those dropped that stand among tables which were left out.

    Only where the file prints whole sets, one after the other: of pairs no table goes with another.
    """
    places: list[Place] = []
    for own in weighed.values():
        places += own.shown
    sets = _sets(sorted(places, key=lambda place: place.start))
    orders = {_kinds(one) for one in sets}
    if len(sets) < _SEVERAL or len(orders) > 1:
        return weighed
    taken = []
    for one in sets:
        decided = [place for place in one if weighed[place.kind].decides(place)]
        taken += [one] if decided else []
    # Two kinds that were taken from two sets show that the sets are none.
    if len(taken) != 1:
        return weighed
    return {kind: _keep_in(own, taken[0]) for kind, own in weighed.items()}


def _kinds(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(place.kind for place in places)


def _sets(places: Iterable[Place]) -> list[list[Place]]:
    """Tables that follow each other, each kind once."""
    sets: list[list[Place]] = [[]]
    kinds: set[str] = set()
    for place in places:
        if place.kind in kinds:
            sets.append([])
            kinds.clear()
        kinds.add(place.kind)
        sets[-1].append(place)
    return sets


def _keep_in(own: Weighed, places: Sequence[Place]) -> Weighed:
    inside = [place for place in own.kept if place in places]
    if not inside or len(own.kept) == 1:
        return own
    apart = [(place, LeftOut.APART) for place in own.kept if place not in inside]
    return Weighed(tuple(inside), (*own.left, *apart))


# In points; two engines differ by less, and two tables stand further apart.
_SAME_PLACE = 30.0


def stands_at(one: Where, other: Where) -> bool:
    """Whether two places of a page are the same, as two engines give them."""
    if one.page != other.page:
        return False
    if one.box is None or other.box is None:
        return True
    return abs(one.box[3] - other.box[3]) < _SAME_PLACE


def kept_matches(weighed: Mapping[str, Weighed]) -> dict[str, list[Match]]:
    """The editions of each kind that fit at the places that were kept, best first."""
    kinds = {}
    for kind, own in weighed.items():
        matches: list[Match] = []
        for place in own.kept:
            matches += place.matches
        kinds[kind] = sorted(matches, key=in_order_of_fit)
    return kinds


def weigh(places: Sequence[Place], asked: Asked) -> Weighed:
    """The places of one kind as the strategies leave them; at least one is kept."""
    kept = list(places)
    left: list[tuple[Place, LeftOut]] = []
    for reason, keep in WAYS:
        # What stands alone is read, whatever is said of it.
        if len(kept) < _SEVERAL:
            break
        better = keep(kept, asked)
        if better:
            left += [(place, reason) for place in kept if place not in better]
            kept = better
    return Weighed(tuple(kept), tuple(left))


_SEVERAL = 2


def _keep_shown(places: Sequence[Place], _: Asked) -> list[Place]:
    return [place for place in places if not place.hidden]


def _keep_real(places: Sequence[Place], _: Asked) -> list[Place]:
    return [place for place in places if not place.marks.is_sample]


def _keep_year(places: Sequence[Place], asked: Asked) -> list[Place]:
    """Those that are not said to be of another year than the report.

    Where the report does not say its year, last year's are those that are said to be.
    """
    kept = []
    for place in places:
        years = place.marks.of_report(asked.year)
        if asked.year is None:
            offset = place.marks.offset or 0
            is_other = offset < 0
        else:
            is_other = bool(years) and asked.year not in years
        if not is_other:
            kept.append(place)
    return kept


def _keep_corrected(places: Sequence[Place], _: Asked) -> list[Place]:
    versions = [place.marks.version for place in places]
    best = max(versions)
    return [place for place in places if place.marks.version == best]


def _keep_edition(places: Sequence[Place], asked: Asked) -> list[Place]:
    """Those whose best editions were in force in the report's year."""
    year = asked.year
    # Of a report that does not say its year no edition is the right one.
    if year is None:
        return []
    kept = []
    for place in places:
        best = place.matches[0].fit
        forms = [match.form for match in place.matches if match.fit == best]
        if any(find_form(form).covers(year) for form in forms):
            kept.append(place)
    return kept


def _keep_filled(places: Sequence[Place], asked: Asked) -> list[Place]:
    return [place for place in places if is_filled(asked.read(place))]


def is_filled(values: Iterable[Value]) -> bool:
    """Whether cells of a table hold something.

    Behind an empty form in running text the last row takes what follows for its own.
    """
    filled = [value for value in values if value.status is not Status.BLANK]
    held = [value for value in filled if value.printed]
    rows = {value.row for value in held}
    if len(rows) > 1:
        return True
    return any(value.status is not Status.AMBIGUOUS for value in held)


def _keep_one_of_alike(places: Sequence[Place], asked: Asked) -> list[Place]:
    """The fullest and first of those that have the same in every cell that both have."""
    cells = {place.start: _held_cells(asked.read(place)) for place in places}
    fullest = sorted(places, key=lambda place: -len(cells[place.start]))
    kept: list[Place] = []
    for place in fullest:
        own = cells[place.start].items()
        # A part of a table that was printed again, as an excerpt is, adds no reading.
        if not any(own <= cells[other.start].items() for other in kept):
            kept.append(place)
    return [place for place in places if place in kept]


def _held_cells(values: Iterable[Value]) -> dict[Key, object]:
    """What stands in each cell that is there."""
    held: dict[Key, object] = {}
    for value in values:
        if value.status is not Status.MISSING:
            held[value.key] = (value.status, value.value, value.candidates)
    return held


Keep = Callable[[Sequence[Place], Asked], list[Place]]
# What is said of a table comes before what it looks like: an office may have had no request.
WAYS: tuple[tuple[LeftOut, Keep], ...] = (
    (LeftOut.HIDDEN, _keep_shown),
    (LeftOut.SAMPLE, _keep_real),
    (LeftOut.YEAR, _keep_year),
    (LeftOut.MISTAKEN, _keep_corrected),
    (LeftOut.EDITION, _keep_edition),
    (LeftOut.EMPTY, _keep_filled),
    (LeftOut.SAME, _keep_one_of_alike),
)
assert Version.MISTAKEN < Version.UNSAID < Version.CORRECTED
