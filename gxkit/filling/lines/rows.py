"""What belongs to a row's label: the figures and empty cells beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from itertools import filterfalse, groupby
from typing import NamedTuple

from gxkit.document import Cell
from gxkit.filling import weights
from gxkit.filling.cells.fields import Field, zone_fields
from gxkit.filling.cells.kinds import ITEM, Kind, is_aside
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.finding.spots import Spot
from gxkit.filling.heads.headers import say
from gxkit.filling.lines.packed import unpack
from gxkit.filling.lines.strangers import (
    RowLabel,
    is_strange,
    is_unit,
    spoil_last,
    spoil_split,
    spoil_texts,
    to_heading,
)
from gxkit.filling.tape import Tape, Token

# Labels that tell on which side of them the figures stand: all rows of a table are alike.
_VOTERS = 8


class Own(NamedTuple):
    """The fields that belong to a label, figures of its zone that do not, the unit beside it.

    `packed` says that the fields are those of several rows, and that nothing parts them.
    """

    fields: Sequence[Field]
    spare: Sequence[Field] = ()
    unit: str = ""
    packed: bool = False


def own_rows(
    tape: Tape,
    words: Lexicon,
    spots: Sequence[Spot],
) -> list[Own]:
    """For each label in the order of the tape what belongs to its row."""
    labels = []
    for spot, following in zip(spots, [*spots[1:], None], strict=True):
        home = tape.token_at(spot.end - 1)
        labels.append(RowLabel(spot, home, len(words.slots[spot.row]), following))
    at_right = _read_at_right(tape, words, labels)
    found = at_right or [_read_after(tape, words, label) for label in labels]
    return list(_unpacked(tape, labels, found))


def _unpacked(
    tape: Tape,
    labels: Sequence[RowLabel],
    owns: Sequence[Own],
) -> Iterator[Own]:
    """What belongs to each row, also where several stand in one row of a grid."""
    pairs = zip(labels, owns, strict=True)
    for (_, row), group in groupby(pairs, key=_home_of_pair):
        together = list(group)
        filled = [own for _, own in together if _has_cells(own)]
        # With figures between them each label has its own.
        if len(together) == 1 or (row is not None and len(filled) != 1):
            yield from (own for _, own in together)
            continue
        if row is None:
            yield from _packed_in_line(together)
            continue
        spots = [label.spot for label, _ in together]
        rows = unpack(tape, spots, filled[0].fields)
        for at in range(len(together)):
            fields = rows[at] if rows else filled[0].fields
            yield filled[0]._replace(fields=fields, packed=rows is None)


def _has_cells(own: Own) -> bool:
    return any(item.is_cell for item in own.fields)


def _packed_in_line(together: Sequence[tuple[RowLabel, Own]]) -> Iterator[Own]:
    """What belongs to the labels of one line of text: where they stand side by side before the
    figures of all of them, nothing tells which are whose."""
    waiting: list[Own] = []
    for label, own in together:
        figures = [item for item in own.fields if item.is_figure]
        is_packed = bool(waiting) and len(figures) > label.size
        if not figures:
            waiting.append(own)
            continue
        for other in waiting:
            yield other._replace(packed=is_packed)
        waiting = []
        yield own._replace(packed=True) if is_packed else own
    yield from waiting


def _home_of_pair(pair: tuple[RowLabel, Own]) -> tuple[int, int | None]:
    label, _ = pair
    return label.home.home


# Labels before their figures


def _read_after(
    tape: Tape,
    words: Lexicon,
    label: RowLabel,
) -> Own:
    """What follows a label, as far as it is its own."""
    fields = _zone(tape, words, label)
    if label.spot.tail:
        start, end = label.spot.tail
        fields = [item for item in fields if item.start >= end or item.end <= start]
    fields = spoil_texts(fields, label, words)
    if label.home.row is not None:
        return _own_cells(fields, label, words)
    if label.following is None:
        fields = to_heading(fields, words)
    own = _own_words(fields, words, label.home)
    # What follows the last row of a text is another table or the narrative.
    return own if label.following else own._replace(spare=())


def _zone(
    tape: Tape,
    words: Lexicon,
    label: RowLabel,
) -> list[Field]:
    """The fields after a label; the last row of a table ends where its text or its grid does."""
    following, end = label.following, label.spot.end
    if following:
        between = tape.once(_fields_between, end, following.start, words)
        fields = list(filterfalse(_is_rest, between))
        return spoil_last(fields, following, words)
    high = len(tape.text)
    # The last row has no label after it that would end its zone.
    is_line = label.home.row is None
    if is_line:
        high = min(high, end + weights.IN_USE.last_row)
    fields = []
    for item in zone_fields(tape, end, high, words.landmarks):
        if _is_rest(item):
            continue
        first = fields[0] if fields else item
        # Another grid is another table, and the text behind it is not looked at.
        if first.column >= 0 and item.token.block != first.token.block:
            break
        fields.append(item)
        # The narrative has a word for each figure of a table, and none of them is the row's.
        is_beyond = is_line and not label.spot.tail and len(fields) > label.size
        if is_beyond and _is_of_other_line(item, words, label.home):
            break
    return fields


def _is_of_other_line(item: Field, words: Lexicon, home: Token) -> bool:
    """Whether `_own_words` ends at a field of another line whatever stands before it."""
    if item.kind is not Kind.TEXT or item.token.source is home.source or is_unit(item):
        return False
    if item.text in words.groups or is_aside(item.text):
        return False
    return _ends_line(item, words, home, begun=True)


def _is_rest(item: Field) -> bool:
    """Whether it is the rest of the label's own cell, and no cell of the row."""
    return item.kind is Kind.EMPTY and item.token.text != ""


def _fields_between(
    tape: Tape,
    low: int,
    high: int,
    words: Lexicon,
) -> tuple[Field, ...]:
    """The fields between two labels: several questions are asked about them."""
    return tuple(zone_fields(tape, low, high, words.landmarks))


def _own_cells(
    fields: list[Field],
    label: RowLabel,
    words: Lexicon,
) -> Own:
    """In a grid: the cells of the label's row; if it has none for figures, of one below.

    A row that has its cells and nothing in them is blank: the figures below it are another row's.
    """
    block, row = home = label.home.home
    # Asked of every field of a grid.
    beside = [item for item in fields if item.token.row == row and item.token.block == block]
    below: list[Field] = []
    if len(beside) < len(fields):
        below = [item for item in fields if item.column >= 0 and item.token.home != home]
    if not any(item.is_figure for item in beside):
        cells = [item for item in beside if item.is_cell]
        has_room = len(cells) >= label.size
        lower = _row_below(below, label, words, has_room=has_room)
        if lower is not None:
            beside = [item for item in below if item.token.home == lower]
    elif _has_label(beside, words):
        # A group's label has no figures of its own: they are those of the row beside it.
        return Own((), [item for item in fields if item.is_figure])
    taken = {id(item) for item in beside}
    spare = [item for item in below if item.is_figure and id(item) not in taken]
    beside = spoil_split(beside, spare, label)
    units = [item.text for item in beside if is_unit(item)]
    return Own(beside, spare, units[0] if units else "")


def _row_below(
    below: Iterable[Field],
    label: RowLabel,
    words: Lexicon,
    *,
    has_room: bool,
) -> tuple[int, int | None] | None:
    """The row below a label in which its figures stand, if there is one."""
    source = label.home.source
    end = source.row + source.rowspan if isinstance(source, Cell) else 0
    for home, group in groupby(below, key=_home):
        row = list(group)
        if not any(item.is_figure for item in row):
            continue
        block, number = home
        is_spanned = block == label.home.block and number is not None and number < end
        # A row with a label of its own (小计) keeps its figures, whatever the form says of it.
        if is_spanned or not (has_room or _has_label(row, words)):
            return home
        return None
    return None


def _home(item: Field) -> tuple[int, int | None]:
    return item.token.home


def _has_label(row: Sequence[Field], words: Lexicon) -> bool:
    """Whether a text that is no word of the head stands before the figures of a row."""
    for item in row:
        if item.is_figure:
            return False
        # 3.其他 is a label, though 其他 is a word of the head.
        if ITEM.match(item.text):
            return True
        # 上年 between a label and its figures says whose they are.
        if say(item.text, words).year:
            continue
        if is_strange(item, words) and HAN.search(words.landmarks.sub("", item.text)):
            return True
    return False


def _own_words(
    fields: list[Field],
    words: Lexicon,
    home: Token,
) -> Own:
    """In running text: up to the first text that is no unit, aside or torn group label."""
    own: list[Field] = []
    unit = ""
    begun = False
    for number, item in enumerate(fields):
        if item.kind is not Kind.TEXT:
            own.append(item)
            begun = begun or item.is_figure
        # A unit beside the label holds for its line; only the first one is beside it.
        elif is_unit(item):
            unit = unit or item.text
        # A group's label stands torn between the rows of its group.
        elif item.text in words.groups or is_aside(item.text):
            continue
        elif _ends_line(item, words, home, begun):
            spare = [other for other in fields[number:] if other.is_figure]
            return Own(own, spare, unit)
    return Own(own, (), unit)


def _ends_line(
    item: Field,
    words: Lexicon,
    home: Token,
    begun: bool,
) -> bool:
    """Whether a text ends a line of figures: noise after them, before them another line's text."""
    # Before the first figure a text of another line, or of a cell of its own, is another row's.
    if not begun:
        return item.token.source is not home.source or _has_label([item], words)
    noise = words.landmarks.sub("", item.text)
    return HAN.search(noise) is not None


# Labels behind their figures


def _read_at_right(
    tape: Tape,
    words: Lexicon,
    labels: Sequence[RowLabel],
) -> list[Own]:
    """What stands before each label, where the labels stand at the right; [] where they do not."""
    left, low = 0, 0
    voters = []
    homes = Counter([label.home.home for label in labels])
    for label in labels[:_VOTERS]:
        # Between two labels of one line stand the figures of either.
        if homes[label.home.home] == 1:
            voters.append(label)
            before = list(_before(tape, words, label, low))
            # A number left of a label with blank cells at its right is that of the row: 序号 4.
            if _is_full(before, label.size):
                left += not _has_room(_beside(tape, words, label), label.size)
        low = label.spot.end
    # In most grids no figure stands left of a label, and what is right of it need not be counted.
    if not left and any(label.home.row is not None for label in labels):
        return []
    right = sum(_is_full(_beside(tape, words, label), label.size) for label in voters)
    # A code or a number of the row stands left of many labels; the whole row only of these.
    if left > right:
        lows = [0, *(label.spot.end for label in labels)]
        pairs = zip(labels, lows, strict=False)
        return [_own_before(_before(tape, words, label, low)) for label, low in pairs]
    if left or right:
        return []
    return _read_lines_before(tape, words, labels)


def _before(
    tape: Tape,
    words: Lexicon,
    label: RowLabel,
    low: int,
) -> Iterator[Field]:
    """The fields before a label in its row or line, from a place on where the label before ends."""
    home, start = label.home.home, label.spot.start
    at = tape.index_at(start)
    while at and tape.tokens[at - 1].home == home and tape.tokens[at].start > low:
        at -= 1
    low = max(low, tape.tokens[at].start)
    # Most labels open their row.
    if low >= start:
        return
    for item in zone_fields(tape, low, start, words.landmarks):
        if item.token.home == home and item.start < start:
            yield item


def _beside(
    tape: Tape,
    words: Lexicon,
    label: RowLabel,
) -> list[Field]:
    """The fields after a label in its row or line, before the next label."""
    end = label.spot.end
    if label.following:
        fields: Iterable[Field] = tape.once(_fields_between, end, label.following.start, words)
    else:
        fields = zone_fields(tape, end, len(tape.text), words.landmarks)
    found = []
    for item in fields:
        if item.token.home != label.home.home:
            break
        found.append(item)
    return found


def _is_full(fields: Sequence[Field], size: int) -> bool:
    """Whether fields are the cells of a row, with a figure among them."""
    return _has_room(fields, size) and any(item.is_figure for item in fields)


def _has_room(fields: Sequence[Field], size: int) -> bool:
    """Whether fields are the cells of a row, blank or not."""
    return sum(item.is_cell for item in fields) >= size


def _own_before(fields: Iterable[Field]) -> Own:
    """The cells before a label; a group's label may stand among them."""
    cells = [item for item in fields if item.is_cell]
    return Own(cells)


def _read_lines_before(
    tape: Tape,
    words: Lexicon,
    labels: Sequence[RowLabel],
) -> list[Own]:
    """What stands on the lines above each label, in a text whose figures have lines of their own.

    [] unless figures open such a text and none follows its last label.
    """
    if any(label.home.row is not None for label in labels):
        return []
    low = _start_of_figures(tape, labels[0].spot.start)
    if low is None:
        return []
    last = _read_after(tape, words, labels[-1])
    # Figures after the last label are its own, as in most texts.
    if _is_full(last.fields, labels[-1].size):
        return []
    found = []
    for label in labels:
        fields = zone_fields(tape, low, label.spot.start, words.landmarks)
        found.append(_own_before(fields))
        low = label.spot.end
    first = found[0].fields
    return found if _is_full(first, labels[0].size) else []


def _start_of_figures(tape: Tape, start: int) -> int | None:
    """Where the figures begin that stand at once before a label."""
    at = tape.index_at(start)
    low = None
    while at and not HAN.search(tape.tokens[at - 1].text):
        at -= 1
        low = tape.tokens[at].start
    return low
