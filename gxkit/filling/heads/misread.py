"""Readings under which most lines fail, and another place of the total mends nearly all.

A publisher who gets a sum wrong gets one wrong, or forgets a total. Where line after line is off,
and adds up with the total elsewhere, the columns were read in another order than they are printed
in: nothing may be called certain then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.heads import headwords
from gxkit.filling.heads.columns import Columned
from gxkit.forms import Slot, Table
from gxkit.report import Number
from gxkit.text import Sentence

# Lines that are not all zero: one alone may be a slip. More than half of them must fail, and nearly
# all add up with the total elsewhere.
_FEWEST_LINES = 2
_MOST_FAIL = 0.5
_MENDED = 0.8


@dataclass(frozen=True, slots=True)
class _Line:
    """The cells of one row of a form in their printed order, and their numbers."""

    slots: tuple[Slot, ...]
    numbers: tuple[Number, ...]

    def adds_up(self, at: int) -> bool:
        """Whether the number at a place is the sum of all others."""
        return 2 * self.numbers[at] == sum(self.numbers)


def doubt_misread(
    columned: Columned,
    words: Lexicon,
) -> Columned:
    """The entries, with a rival in which the total stands elsewhere if only so they add up."""
    total = _total_of(words.table)
    if columned.rival or columned.doubted or not total:
        return columned
    lines = [line for entry in columned.entries for line in _lines_of(entry)]
    # what lacks a column adds up nowhere
    if any(len(line.slots) < len(words.table.columns) for line in lines):
        return columned
    failing = [line for line in lines if not line.adds_up(_place_of(total, line.slots))]
    if len(lines) < _FEWEST_LINES or len(failing) <= _MOST_FAIL * len(lines):
        return columned
    for place in range(len(lines[0].slots)):
        mended = sum(line.adds_up(place) for line in lines)
        if mended >= _MENDED * len(lines):
            return _with_rival(columned, words, total, place)
    return columned


@weights.cached
def _total_of(table: Table) -> str:
    """The column that is the sum of all others in every row; '' if there is none."""
    columns = {column.id for column in table.columns}
    for rule in table.rules:
        within = {column for _, column in rule.cells}
        if rule.is_identity and within == columns and len(rule.right) == 1:
            _, total = rule.right[0]
            return total
    return ""


def _lines_of(entry: Entry) -> Iterator[_Line]:
    """The lines of an entry that have a number in each cell and are not all zero."""
    numbers = [item.number for item in entry.cells]
    if len(numbers) != len(entry.slots):
        return
    rows: dict[str, list[int]] = {}
    for at, (row, _) in enumerate(entry.slots):
        rows.setdefault(row, []).append(at)
    for places in rows.values():
        own = [numbers[at] for at in places]
        known = [number for number in own if number is not None]
        if len(known) == len(own) and any(known):
            slots = tuple(entry.slots[at] for at in places)
            yield _Line(slots, tuple(known))


def _place_of(
    column: str,
    slots: Sequence[Slot],
) -> int:
    return [own for _, own in slots].index(column)


def say_moved(entries: Sequence[Entry], words: Lexicon) -> tuple[Sentence, ...]:
    """A remark on placed entries of which all totals are blank, and the figures before them as
    large as totals are; () for others.

    Where cells were deleted and those right of them moved up, the totals stand a place too far left
    and their own place is empty.
    """
    total = _total_of(words.table)
    large = rows = 0
    for entry in entries:
        fields = entry.placement.fields
        if not fields or entry.slots[-1][1] != total:
            continue
        others = [item.number or 0 if item else 0 for item in fields[:-1]]
        # one that is printed, were it 0, is where totals stand
        if fields[-1] and fields[-1].kind is not Kind.EMPTY:
            return ()
        rows += any(others)
        large += others[-1] > 0 and others[-1] >= max(others)
    # 其他 alone holds the largest figure of a row seldom
    if rows < _FEWEST_LINES or large <= _MOST_FAIL * rows:
        return ()
    return (headwords.tell(headwords.MOVED, words.table, entries[0].label),)


def _with_rival(
    columned: Columned,
    words: Lexicon,
    total: str,
    place: int,
) -> Columned:
    told = headwords.tell(
        headwords.MISREAD,
        words.table,
        columned.entries[0].label,
    )
    rival = [_moved(entry, total, place) for entry in columned.entries]
    return replace(
        columned,
        rival=tuple(rival),
        remarks=(*columned.remarks, told),
    )


def _moved(
    entry: Entry,
    total: str,
    place: int,
) -> Entry:
    """The entry with the total of each row at another place."""
    slots: list[Slot] = []
    for row in dict.fromkeys(row for row, _ in entry.slots):
        own = [slot for slot in entry.slots if slot[0] == row and slot[1] != total]
        own.insert(place, (row, total))
        slots += own
    return replace(
        entry,
        slots=tuple(slots),
        header={},
    )
