"""Rows whose labels are lost: lines of figures between two labels, as many as rows are missing."""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from itertools import groupby
from typing import NamedTuple

from gxkit.filling import weights
from gxkit.filling.cells.fields import Field, zone_fields
from gxkit.filling.cells.kinds import Kind, is_aside
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.finding.spots import Spot
from gxkit.filling.lines.rows import Own
from gxkit.filling.tape import Tape, Token
from gxkit.text import fold, leading_unit

Fields = list[Field]
# Empty cells that a lost label may leave before its figures.
_LEADS = (0, 1)


class RowRead(NamedTuple):
    """A row of the form (its number from 0) with what belongs to it.

    `home` is the token in which its label ends, or its figures begin where it has none: `spot` is
    None then.
    """

    row: int
    own: Own
    home: Token
    spot: Spot | None = None


def with_unlabelled(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
    owns: Sequence[Own],
) -> list[RowRead]:
    """The rows in the order of the tape, those among them whose labels are lost."""
    found = {spot.row for spot in spots}
    read: list[RowRead] = []
    if found.isdisjoint(range(spots[0].row)):
        read += _above(tape, words, spots[0])
    for spot, own, following in zip(spots, owns, [*spots[1:], None], strict=True):
        home = tape.token_at(spot.end - 1)
        rows, high = _open_rows(tape, words, spot, following)
        lines: list[Fields] = []
        # Labels at the right end their rows, and shared cells are no lines.
        is_plain = not own.packed and not _ends_row(spot, own)
        if rows and is_plain and found.isdisjoint(rows):
            fields = zone_fields(tape, spot.end, high, words.landmarks)
            lines = _lines(list(fields), words, [spot.row, *rows])
        if not lines:
            read.append(RowRead(spot.row, own, home, spot))
            continue
        first, *others = lines
        read.append(RowRead(spot.row, own._replace(fields=first, spare=()), home, spot))
        read += _rows_read(rows, others)
    return read


def _rows_read(rows: Iterable[int], lines: Iterable[Fields]) -> Iterator[RowRead]:
    for row, fields in zip(rows, lines, strict=True):
        yield RowRead(row, Own(fields), fields[0].token)


def _ends_row(spot: Spot, own: Own) -> bool:
    return bool(own.fields) and own.fields[0].start < spot.start


def _open_rows(
    tape: Tape,
    words: Lexicon,
    spot: Spot,
    following: Spot | None,
) -> tuple[range, int]:
    """The rows of the form between a label and what follows, and where that stands.

    Behind the last label the label of a group may follow: its rows come next.
    """
    if following is not None:
        return range(spot.row + 1, following.row), following.start
    end = min(len(tape.text), spot.end + weights.IN_USE.band)
    # Behind the last rows of the form none is left.
    if spot.row + 2 >= len(words.table.rows):
        return range(0), end
    for field in zone_fields(tape, spot.end, end, words.landmarks):
        row = _first_of_group(words, field.text)
        if row is not None and row > spot.row + 1:
            return range(spot.row + 1, row), field.start
    return range(0), end


def _first_of_group(words: Lexicon, text: str) -> int | None:
    """The first row of the group that a text names."""
    if text not in words.groups or not HAN.search(text):
        return None
    for number, row in enumerate(words.table.rows):
        if text in map(fold, row.path[:-1]):
            return number
    return None


def _above(
    tape: Tape,
    words: Lexicon,
    spot: Spot,
) -> Iterator[RowRead]:
    """The rows above the first label, if all of them stand there without theirs."""
    rows = range(spot.row)
    if not rows:
        return
    at = tape.index_at(spot.start)
    low = None
    while at and not HAN.search(tape.tokens[at - 1].text):
        at -= 1
        low = tape.tokens[at].start
    if low is None:
        return
    fields = list(zone_fields(tape, low, spot.start, words.landmarks))
    lines = _lines(fields, words, rows)
    if lines:
        yield from _rows_read(rows, lines)


def _lines(
    fields: Fields,
    words: Lexicon,
    rows: Sequence[int],
) -> list[Fields]:
    """The cells of each of some rows; [] unless there are exactly as many, and no other label."""
    if any(_is_label(item, words) for item in fields):
        return []
    sizes = [len(words.slots[row]) for row in rows]
    cells = [item for item in fields if item.is_cell]
    lines = []
    for _, group in groupby(cells, key=_home):
        line = list(group)
        if any(item.is_figure for item in line):
            lines.append(line)
    if _fit(lines, sizes):
        return lines
    return _cut(cells, sizes)


def _home(item: Field) -> tuple[int, int | None]:
    return item.token.home


def _fit(lines: Sequence[Fields], sizes: Sequence[int]) -> bool:
    """Whether there is a line for each row, with cells enough."""
    if len(lines) != len(sizes):
        return False
    return all(len(line) >= size for line, size in zip(lines, sizes, strict=True))


def _cut(
    cells: Fields,
    sizes: Sequence[int],
) -> list[Fields]:
    """The figures of a text in which each has a line of its own, or all have one; else []."""
    homes = {item.token.home for item in cells}
    in_text = all(item.column < 0 for item in cells)
    if len(homes) not in (1, len(cells)) or not in_text:
        return []
    # Figures that ran together are more cells than they seem.
    if any(item.kind is Kind.DIGITS for item in cells):
        return []
    for lead in _LEADS:
        if lines := _cut_behind(cells, sizes, lead):
            return lines
    return []


def _cut_behind(
    cells: Fields,
    sizes: Sequence[int],
    lead: int,
) -> list[Fields]:
    """Cells cut into rows of such sizes, each but the first behind so many empty cells; else []."""
    # A blank that left no trace would move all figures after it.
    if len(cells) != sum(sizes) + lead * (len(sizes) - 1):
        return []
    lines: list[Fields] = []
    position = 0
    for size in sizes:
        first = position + lead if lines else position
        # Where the lost label stood nothing may stand.
        if any(item.kind is not Kind.EMPTY for item in cells[position:first]):
            return []
        position = first + size
        lines.append(cells[first:position])
    return lines


def _is_label(item: Field, words: Lexicon) -> bool:
    """Whether a text may be the label of a row that the form words otherwise, or does not have."""
    if item.kind is not Kind.TEXT or leading_unit(item.text) == item.text:
        return False
    is_known = item.text in words.groups or is_aside(item.text)
    return not is_known and HAN.search(words.landmarks.sub("", item.text)) is not None
