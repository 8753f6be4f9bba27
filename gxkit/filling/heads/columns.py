"""Entries with their columns named, and what their sums say of an order of columns.

Only the head can vouch for a column: an exchange of two applicants keeps every sum. Where it says
less than all, or what the sums deny, there is a second reading, and cells in which the two differ
are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gxkit.document import Where
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.joined import adds_up
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.heads import headwords
from gxkit.filling.heads.headers import LAST, THIS, UNKNOWN, Year
from gxkit.forms import Rule
from gxkit.text import Sentence


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
    """How many entries add up as their cells stand, whatever blanks follow them."""
    found = 0
    for entry in entries:
        size = len(entry.slots)
        if len(entry.cells) >= size and not any(item.text for item in entry.cells[size:]):
            numbers = [item.number or 0 for item in entry.cells[:size]]
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


def pick_year(
    years: Sequence[Year],
    year: int | None,
) -> Year | None:
    """Which of the years that a head names is the report's; None if it does not tell."""
    for wanted in (year, THIS):
        if wanted in years:
            return wanted
    # Beside last year's figures those without a year, or with the one year left, are this year's.
    if UNKNOWN in years:
        return None
    others = [one for one in years if one != LAST]
    if year is not None:
        others = [one for one in others if not isinstance(one, int)]
    return others[0] if len(others) == 1 else None


# Twice as many figures as columns, and no head that says why


def are_doubles(columned: Columned) -> bool:
    """Whether most entries have twice as many fields as cells, and only one reading."""
    double = list(filter(_is_double, columned.entries))
    # An empty column at the edge of a table holds no other year.
    are_filled = any(map(_has_second_half, double))
    return not columned.rival and are_filled and 2 * len(double) > len(columned.entries)


def _is_double(entry: Entry) -> bool:
    return len(entry.cells) == 2 * len(entry.slots)


def _has_second_half(entry: Entry) -> bool:
    return any(field.text for field in entry.cells[len(entry.slots) :])


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
    picked = pick_year(years, year) if len(years) == len(halves) else None
    remark = headwords.YEARS_UNSAID
    if picked is not None:
        remark = headwords.YEARS.fill(year=headwords.year_words(picked))
    told = headwords.tell(
        remark,
        words.table,
        columned.entries[0].label,
    )
    first, second = halves
    doubted = columned.doubted
    if picked is not None:
        first, second = halves[years.index(picked)], ()
    elif not any(len(entry.figures) > len(entry.slots) for entry in columned.entries):
        # One year's figures may stand there, scattered: what is blank in both halves may be none.
        doubted |= set(words.stems.values())
    return replace(
        columned,
        entries=first,
        rival=second,
        doubted=doubted,
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
