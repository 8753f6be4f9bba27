"""Which column of the form a figure stands in, where a printed head says so.

Only the head can vouch for a column: an exchange of two applicants keeps every sum. Where it says
less than all, or what the sums deny, there is a second reading, and cells in which the two differ
are in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby

from gxkit.document import Where
from gxkit.filling import headwords
from gxkit.filling.entries import Entry, lies_under
from gxkit.filling.fields import Field
from gxkit.filling.headers import (
    LAST,
    THIS,
    Head,
    Header,
    Over,
    Span,
    Theme,
    Year,
)
from gxkit.filling.joined import adds_up
from gxkit.filling.lexicon import Lexicon
from gxkit.forms import Rule
from gxkit.text import Sentence

Entries = list[Entry]
# The places in a grid at which a head names a column, with the years it gives.
Runs = list[tuple[Over, Span]]


@dataclass(frozen=True, slots=True)
class Columned:
    """Entries with their columns named.

    `rival` is a second reading of all of them, () where there is none; `doubted` are columns whose
    head nobody understands, `remarks` what had to be decided.
    """

    entries: tuple[Entry, ...]
    rival: tuple[Entry, ...] = ()
    doubted: frozenset[str] = frozenset()
    remarks: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a head: where the form's columns are, and grid columns that are none.

    Figures of the grid columns that are `kept` belong to no cell, and are named.
    """

    header: Header
    dropped: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    doubted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sides:
    """What several readings of a head have in common: its places by column, and what is strange."""

    runs: Mapping[str, Runs]
    strange: Sequence[tuple[Over, Span]]
    added: frozenset[int]


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
    rival = () if first == second else tuple(second)
    return Columned(tuple(first), rival, frozenset(doubted), tuple(dict.fromkeys(remarks)))


def _name_below(
    head: Head,
    entries: Entries,
    words: Lexicon,
    year: int | None,
) -> Columned:
    """The entries below one head with their columns named."""
    if not head.rows:
        return Columned(tuple(entries))
    needed = {column for entry in entries for _, column in entry.slots}
    readings, remarks = _read_head(head, entries, needed, year)
    rules = words.table.rules
    first = [_under(entry, readings[0]) for entry in entries]
    made = _in_order(
        first,
        head,
        words,
        rules,
    )
    decided = (*remarks, *made.remarks)
    told = [headwords.tell(remark, words.table, head.where) for remark in decided]
    rival = made.rival
    if len(readings) > 1:
        second = [_under(entry, readings[1]) for entry in entries]
        rival = _in_order(second, head, words, rules).entries
    return Columned(
        made.entries,
        rival,
        readings[0].doubted,
        tuple(told),
    )


# What the head says


def _read_head(
    head: Head,
    entries: Entries,
    needed: Collection[str],
    year: int | None,
) -> tuple[list[_Reading], list[Sentence]]:
    """One or two ways to read a head, and what is to be said of them."""
    used = {item.column for entry in entries for item in entry.cells}
    sides = _sides_of(
        head,
        needed,
        used,
    )
    remarks: list[Sentence] = []
    chosen, is_doubtful = _of_year(sides.runs, year, remarks)
    numbers = [0, 1] if is_doubtful else [0]
    readings = [_reading(chosen, number, sides, needed, remarks) for number in numbers]
    return readings, list(dict.fromkeys(remarks))


def _sides_of(
    head: Head,
    needed: Collection[str],
    used: Set[int],
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
    return _Sides(runs, strange, frozenset(added))


def _runs(head: Head) -> Iterator[tuple[Over, Span]]:
    """The grid columns side by side over which one label stands."""

    def label_of(column: int) -> tuple[int, object]:
        over = head.overs[column]
        return over.first, over.saying

    for _, group in groupby(sorted(head.overs), key=label_of):
        columns = list(group)
        over = head.overs[columns[0]]
        yield over, (columns[0], len(columns), over.cell.row)


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
    picked = _pick(list(years), year)
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


def _pick(
    years: Sequence[Year],
    year: int | None,
) -> Year | None:
    """Which of the years that a head names is the report's; None if it does not tell."""
    for wanted in (year, THIS):
        if wanted in years:
            return wanted
    # Beside last year's figures those without a year, or with the one year left, are this year's.
    others = [one for one in years if one != LAST]
    if year is not None:
        others = [one for one in others if not isinstance(one, int)]
    return others[0] if len(others) == 1 else None


def _reading(
    chosen: Mapping[str, Runs],
    number: int,
    sides: _Sides,
    needed: Collection[str],
    remarks: list[Sentence],
) -> _Reading:
    """The reading that takes the first, or the second, of several places of a column."""
    header: dict[str, Span] = {}
    for column, found in chosen.items():
        _, header[column] = found[min(number, len(found) - 1)]
    dropped = set(sides.added)
    for found in sides.runs.values():
        for _, (first, width, _) in found:
            dropped.update(range(first, first + width))
    named: set[int] = set()
    missing = [column for column in needed if column not in header]
    doubted: set[str] = set()
    if len(missing) == len(sides.strange):
        # A column of the form in words that nobody knows, or a column of the office's own.
        for column, (over, span) in zip(missing, sides.strange, strict=True):
            header[column] = span
            doubted.add(column)
            remarks.append(headwords.STRANGE.fill(label=over.cell.text.strip()))
    elif sides.strange:
        for over, (first, width, _) in sides.strange:
            named.update(range(first, first + width))
            remarks.append(headwords.LEFT_OUT.fill(label=over.cell.text.strip()))
        # More labels that nobody knows than columns that are missing: which is which is not told.
        if missing:
            doubted.update(needed)
    for first, width, _ in header.values():
        dropped.difference_update(range(first, first + width))
    return _Reading(header, frozenset(dropped), frozenset(named), frozenset(doubted))


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


# The order of the columns


def _in_order(
    entries: Entries,
    head: Head,
    words: Lexicon,
    rules: Sequence[Rule],
) -> Columned:
    """The entries in the order of their head, with the form's as a rival where sums deny it."""
    turned = [turn(entry) for entry in entries]
    if turned == entries:
        return Columned(tuple(entries))
    more = count_sums(turned, rules) - count_sums(entries, rules)
    is_sound = _lies_over_figures(turned)
    if more > 0 or (more == 0 and is_sound):
        return Columned(
            tuple(turned),
            remarks=(headwords.OWN_ORDER,),
        )
    # One rowspan that is wrong moves a row of a head; read row by row it names the form's order.
    if not is_sound and _keeps_order(head, words):
        return Columned(tuple(entries))
    return Columned(
        tuple(turned),
        tuple(entries),
        remarks=(headwords.DENIED,),
    )


def turn(entry: Entry) -> Entry:
    """The entry with its cells in the order of its head."""
    head = entry.head()
    if not head:
        return entry
    slots = sorted(entry.slots, key=lambda slot: head[slot[1]])
    if tuple(slots) == entry.slots:
        return entry
    return replace(
        entry,
        slots=tuple(slots),
    )


def count_sums(
    entries: Iterable[Entry],
    rules: Sequence[Rule],
) -> int:
    """How many entries add up as their cells stand."""
    found = 0
    for entry in entries:
        if len(entry.cells) == len(entry.slots):
            numbers = [item.number or 0 for item in entry.cells]
            found += adds_up(numbers, entry.slots, rules)
    return found


def weigh(
    turned: Sequence[Entry],
    as_form: Sequence[Entry],
    words: Lexicon,
    where: Where,
    *,
    takes_ties: bool,
) -> Columned:
    """Entries in the order of a head if their sums bear it out, else with the form's as a rival.

    `takes_ties`: the head is printed so plainly that it decides where the sums are indifferent.
    """
    rules = words.table.rules
    more = count_sums(turned, rules) - count_sums(as_form, rules)
    is_taken = more > 0 or (more == 0 and takes_ties)
    told = headwords.tell(
        headwords.OWN_ORDER if is_taken else headwords.DENIED,
        words.table,
        where,
    )
    return Columned(
        tuple(turned),
        () if is_taken else tuple(as_form),
        remarks=(told,),
    )


def _lies_over_figures(entries: Iterable[Entry]) -> bool:
    """Whether the labels of a head stand over the figures of most full lines, one over each."""
    full, fitting = 0, 0
    for entry in entries:
        spans = [entry.header.get(column) for _, column in entry.slots]
        if len(entry.figures) != len(spans):
            continue
        full += 1
        pairs = zip(
            entry.figures,
            spans,
            strict=True,
        )
        fitting += all(span is not None and lies_under(item, span) for item, span in pairs)
    return 2 * fitting >= full


def _keeps_order(
    head: Head,
    words: Lexicon,
) -> bool:
    """Whether each row of a head names its columns in the form's order."""
    rank = {column.id: at for at, column in enumerate(words.table.columns)}
    for row in head.named:
        places = [rank[column] for column in row]
        if places != sorted(places):
            return False
    return True


# Twice as many figures as columns, and no head that says why


def are_doubles(columned: Columned) -> bool:
    """Whether most entries have twice as many fields as cells, and only one reading."""
    double = sum(map(_is_double, columned.entries))
    return not columned.rival and 2 * double > len(columned.entries)


def _is_double(entry: Entry) -> bool:
    return len(entry.cells) == 2 * len(entry.slots)


def part_doubles(
    columned: Columned,
    words: Lexicon,
    years: Sequence[Year],
    year: int | None,
) -> Columned:
    """The entries with half of their fields each.

    Two years stand side by side there, or the years' columns by turns. `years` are those that
    stand above; if they do not tell which half is of the report's, the second is a rival.
    """
    halves = _halves_of(columned.entries, words)
    picked = _pick(years, year) if len(years) == len(halves) else None
    remark = headwords.YEARS_UNSAID
    if picked is not None:
        remark = headwords.YEARS.fill(year=headwords.year_words(picked))
    told = headwords.tell(
        remark,
        words.table,
        columned.entries[0].label,
    )
    first, second = halves
    if picked is not None:
        first, second = halves[years.index(picked)], ()
    return replace(
        columned,
        entries=first,
        rival=second,
        remarks=(*columned.remarks, told),
    )


def _halves_of(
    entries: Sequence[Entry],
    words: Lexicon,
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries with each half of their fields; the sums tell how a line is to be parted."""
    double = [_is_double(entry) for entry in entries]
    rules = words.table.rules
    side_by_side = _parted(
        entries,
        double,
        by_turns=False,
    )
    by_turns = _parted(
        entries,
        double,
        by_turns=True,
    )
    fitting = [count_sums((*one, *other), rules) for one, other in (side_by_side, by_turns)]
    return by_turns if fitting[1] > fitting[0] else side_by_side


def _parted(
    entries: Sequence[Entry],
    double: Sequence[bool],
    *,
    by_turns: bool,
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries with the first and with the second half of the fields of double ones."""
    first, second = [], []
    for entry, is_double in zip(entries, double, strict=True):
        if not is_double:
            first.append(entry)
            second.append(entry)
            continue
        size = len(entry.slots)
        one, other = entry.cells[:size], entry.cells[size:]
        if by_turns:
            one, other = entry.cells[::2], entry.cells[1::2]
        first.append(replace(entry, fields=one))
        second.append(replace(entry, fields=other))
    return tuple(first), tuple(second)
