"""Columns of a text that only number its rows, before or behind the labels: no figures of a cell.

Where a row's one figure is blank its number stands where that figure would: 行政许可 1.
"""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.finding.spots import Spot
from gxkit.filling.heads.columns import Columned, count_sums
from gxkit.filling.tape import Tape

_HEADS = (
    "序号",
    "行次",
    "项次",
    "栏次",
    "行号",
    "代码",
    "编码",
    "编号",
)
_NUMBER = re.compile(r"\(?(\d{1,3})\)?[.、,]?")
# Fewer first figures that rise by one may be counts.
_FEWEST = 4
# Rows that the form does not have are numbered too.
_MOST_SKIPPED = 4


class _Row(NamedTuple):
    """A row of a text: what its first figure would number, None where it can number nothing.

    `at` is its entry's place among all; `opens` says that a head stands at once above it,
    `is_headed` that this head, or the one above the rows before it, names a column of numbers.
    """

    at: int
    entry: Entry
    number: int | None
    opens: bool
    is_headed: bool

    @property
    def is_surplus(self) -> bool:
        """Whether it has more figures than cells: it shows by itself that one is its number."""
        return len(self.entry.figures) > len(self.entry.slots)


def drop_numbers(
    named: Columned,
    tape: Tape,
    words: Lexicon,
) -> Columned:
    """The entries of a text without the numbers of their rows.

    A head that names such a column is believed. Without one, numbers that run through all rows are
    left out where a row has more figures than cells; else there is a second reading without them.
    """
    named = _without_leads(named, tape, words)
    entries = named.entries
    is_named = any(head in tape.text for head in _HEADS)
    # Most texts have no such head, and no such figures.
    if not is_named and not _may_run(entries):
        return named
    # The codes of a form were looked for before: again would take its figures.
    is_coded = any(row.code for row in words.table.rows)
    if is_coded or named.rival:
        return named
    return _judge(named, tape, words)


def _without_leads(
    named: Columned,
    tape: Tape,
    words: Lexicon,
) -> Columned:
    """The entries without numbers that stand at once before their labels: each would be taken for
    the last figure of the row above."""
    leads = _leads(named.entries, tape, words)
    if not leads or named.rival:
        return named
    bare = []
    are_all = True
    for entry in named.entries:
        own = [item for item in entry.fields if item.start not in leads]
        are_all = are_all and not any(item.is_figure for item in own)
        bare.append(replace(entry, fields=tuple(own)))
    # With no other figures they may be those of labels at the right.
    if are_all:
        return replace(named, rival=tuple(bare))
    return replace(named, entries=tuple(bare))


def _leads(
    entries: Sequence[Entry],
    tape: Tape,
    words: Lexicon,
) -> set[int]:
    """Where the numbers before the labels stand, if all rows have one and these run on."""
    spots = [entry.spot for entry in entries if entry.spot]
    if len(spots) < _FEWEST:
        return set()
    leads = set()
    last, end = 0, 0
    for spot in sorted(spots, key=lambda spot: spot.start):
        at = tape.index_at(spot.start) - 1
        lead = tape.tokens[at]
        # ② folds to nothing, and is a number all the same.
        printed = lead.text or normalize("NFKC", lead.printed)
        match = _NUMBER.fullmatch(printed) if at >= 0 else None
        # Most labels have none before them.
        if match is None:
            return set()
        number = int(match.group(1))
        is_anew = number <= 1 and _opens(tape, words, end, spot.start)
        if not is_anew and number != last + 1:
            return set()
        leads.add(lead.start)
        last, end = number, spot.end
    return leads


def _opens(
    tape: Tape,
    words: Lexicon,
    low: int,
    high: int,
) -> bool:
    """Whether a head stands between two labels, or above the first."""
    return low == 0 or any(map(words.column_of, _texts(tape, low, high)))


def _judge(
    named: Columned,
    tape: Tape,
    words: Lexicon,
) -> Columned:
    entries = named.entries
    rows = list(_rows(entries, tape, words))
    headed = [row for row in rows if row.is_headed]
    if headed:
        return _below_heads(named, headed)
    # Numbers of some rows only are none of a column.
    is_whole = len(rows) == len(entries)
    if not is_whole or not _run_through(rows):
        return named
    # Lines that add up with them hold counts that happen to rise.
    if _add_up(entries, words):
        return named
    bare = _bare(entries, rows)
    if any(row.is_surplus for row in rows):
        return replace(named, entries=bare)
    # Six counts may be 1 to 6: both readings are kept.
    return replace(named, rival=bare)


def _may_run(entries: Sequence[Entry]) -> bool:
    """Whether every row opens with a number that is no larger than there are rows."""
    if len(entries) < _FEWEST:
        return False
    for entry in entries:
        number = _number_of(entry)
        if number is None or number > len(entries):
            return False
    return True


def _rows(
    entries: Sequence[Entry],
    tape: Tape,
    words: Lexicon,
) -> Iterator[_Row]:
    """The rows whose number may be their first figure, in the order of the file."""
    printed = []
    for at, entry in enumerate(entries):
        if entry.spot:
            printed.append((entry.spot, at))
    printed.sort(key=_start_of)
    low = 0
    if printed:
        first = _start_of(printed[0])
        low = max(0, first - 2 * weights.IN_USE.head)
    is_headed = False
    for spot, at in printed:
        texts = _texts(tape, low, spot.start)
        opens = any(map(words.column_of, texts))
        if opens:
            is_headed = _name_numbers(texts, words)
        entry = entries[at]
        if not _is_apart(entry, tape):
            yield _Row(
                at,
                entry,
                _number_of(entry),
                opens,
                is_headed,
            )
        low = spot.end


def _start_of(printed: tuple[Spot, int]) -> int:
    spot, _ = printed
    return spot.start


def _texts(
    tape: Tape,
    low: int,
    high: int,
) -> list[str]:
    """The words between two places of the tape."""
    first = tape.index_at(low)
    stop = tape.index_at(high)
    tokens = tape.tokens[first:stop]
    return [token.text for token in tokens if token.text]


def _name_numbers(texts: Iterable[str], words: Lexicon) -> bool:
    """Whether a head names a column of numbers at once before the form's own columns.

    Before the head of the labels it numbers them from the left, and no figure is in question.
    """
    for text, following in pairwise(texts):
        if text not in _HEADS:
            continue
        if words.column_of(following):
            return True
        if following in words.groups_of_columns:
            return True
    return False


def _number_of(entry: Entry) -> int | None:
    """The number that a row may open with."""
    first = _first_of(entry)
    if first is None or entry.packed:
        return None
    # ③ folds to nothing, as a sign before a label does.
    printed, _ = first.place()
    text = first.text or normalize("NFKC", printed)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    return int(match.group(1))


def _first_of(entry: Entry) -> Field | None:
    """What a row opens with: its first figure, or a sign that is a number, as ③ is."""
    for item in entry.cells:
        if item.is_figure:
            return item
        printed, _ = item.place()
        if any(map(str.isdigit, printed)):
            return item
    return None


def _is_apart(
    entry: Entry,
    tape: Tape,
) -> bool:
    """Whether the row's number is no figure, as (3) beside a word: the first one is its own."""
    first = _first_of(entry)
    if first is None or entry.spot is None:
        return False
    between = tape.text[entry.spot.end : first.start]
    return any(map(str.isdigit, between))


def _below_heads(
    named: Columned,
    headed: Sequence[_Row],
) -> Columned:
    """The entries below such heads without their numbers; those that do not run, in doubt."""
    running, others = [], []
    last = 0
    for row in headed:
        number = row.number
        if number is not None and (row.is_surplus or _follows(row, number, last)):
            running.append(row)
            last = number
        elif row.entry.figures:
            others.append(row)
    bare = _bare(named.entries, running)
    rival: tuple[Entry, ...] = ()
    # A row's number may be blank, or another than its place: its first figure may be either.
    if others:
        rival = _bare(bare, others)
    return replace(
        named,
        entries=bare,
        rival=rival,
    )


def _follows(
    row: _Row,
    number: int,
    last: int,
) -> bool:
    """Whether a number goes on where the rows above ended, or begins anew below a head."""
    if row.opens and number <= 1:
        return True
    return last < number <= last + _MOST_SKIPPED


def _run_through(rows: Sequence[_Row]) -> bool:
    """Whether the first figures of all rows count them: through the table, or below each head."""
    numbers = [row.number for row in rows]
    count = len(rows)
    if numbers in (list(range(count)), list(range(1, count + 1))):
        return True
    counted = 0
    for row in rows:
        # Anew from 0 would be 0, 1, 0, 0: counts such as many an office has.
        if row.opens:
            counted = 0
        counted += 1
        if row.number != counted:
            return False
    return True


def _add_up(
    entries: Sequence[Entry],
    words: Lexicon,
) -> bool:
    """Whether the lines add up with the figures that would be numbers."""
    fitting = count_sums(entries, words.table.rules)
    return 2 * fitting > len(entries)


def _bare(
    entries: Sequence[Entry],
    rows: Iterable[_Row],
) -> tuple[Entry, ...]:
    """The entries, those of some rows without their first figure."""
    made = list(entries)
    for row in rows:
        first = _first_of(row.entry)
        others = [item for item in row.entry.fields if item is not first]
        made[row.at] = replace(
            row.entry,
            fields=tuple(others),
        )
    return tuple(made)
