"""The head of a table across read end to end, where no grid tells what stands over what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gxkit.filling.cells.entries import Entry
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.finding.spots import Spot
from gxkit.filling.heads import headwords
from gxkit.filling.heads.columns import Columned, weigh
from gxkit.filling.heads.headers import Theme, say
from gxkit.filling.tape import Tape
from gxkit.text import Sentence, fold

# The columns of a form in the order of a head; () for the form's.
Order = tuple[str, ...]


def name_across(
    entries: Sequence[Entry],
    tape: Tape,
    words: Lexicon,
    spot: Spot,
) -> Columned:
    """The entries of a table across with their cells in the order of its head.

    Another order than the form's is taken where the sums speak for it; else it is a second
    reading.
    """
    figures = entries[0].figures
    head = range(spot.start, figures[0].start if figures else spot.end)
    if head.start >= head.stop:
        return Columned(tuple(entries))
    strange = _strange_in(tape, words, head)
    if strange:
        return _doubt(entries, words, headwords.STRANGE.fill(label=strange))
    orders = _orders_in(_columns_in(tape, words, head), len(words.columns))
    # Another order in each group, and nobody knows which stands over which figures.
    if len(orders) > 1:
        return _doubt(entries, words, headwords.DENIED)
    rows = _rows_in(tape, words, head)
    turned = [_reordered(entry, orders[0], rows) for entry in entries]
    if turned == list(entries):
        return Columned(tuple(entries))
    return weigh(
        turned,
        entries,
        words,
        entries[0].label,
        takes_ties=False,
    )


def _doubt(
    entries: Sequence[Entry],
    words: Lexicon,
    remark: Sentence,
) -> Columned:
    """The entries with all their columns in doubt."""
    told = headwords.tell(
        remark,
        words.table,
        entries[0].label,
    )
    doubted = frozenset(words.stems.values())
    return Columned(
        tuple(entries),
        doubted=doubted,
        remarks=(told,),
    )


def _columns_in(
    tape: Tape,
    words: Lexicon,
    head: range,
) -> list[str]:
    """The columns that a part of the tape names, in its order."""
    labels = words.landmarks.finditer(tape.text, head.start, head.stop)
    named = [say(label.group(), words).column for label in labels]
    return [column for column in named if column]


def _strange_in(
    tape: Tape,
    words: Lexicon,
    head: range,
) -> str:
    """A word of a head that lacks labels of columns and is none of the form's; '' if none is."""
    found = _columns_in(tape, words, head)
    cells = sum(len(slots) for slots in words.slots)
    # Every label of every group is there, or the groups share one line of labels.
    if len(found) in (cells, len(words.columns)):
        return ""
    for number in range(tape.index_at(head.start), tape.index_at(head.stop - 1) + 1):
        token = tape.tokens[number]
        letters = HAN.findall(token.text)
        if words.vocabulary.issuperset(letters):
            continue
        if say(token.text, words).theme is Theme.STRANGE:
            return token.printed
    return ""


def _orders_in(
    columns: Sequence[str],
    size: int,
) -> list[Order]:
    """The orders in which the groups of a head name the columns; the form's if that is not told."""
    known = list(dict.fromkeys(columns))
    chunks = [tuple(columns[at : at + size]) for at in range(0, len(columns), size)]
    if len(known) < size or any(len(set(chunk)) < size for chunk in chunks):
        return [()]
    return list(dict.fromkeys(chunks))


def _rows_in(
    tape: Tape,
    words: Lexicon,
    head: range,
) -> list[str]:
    """The rows of the form in the order in which a head names them and their groups."""
    places = {}
    for row in words.table.rows:
        parts = [tape.text.find(fold(part), head.start, head.stop) for part in row.path]
        # A label that is torn stands nowhere, and its place is the form's.
        if min(parts) < 0:
            return [other.id for other in words.table.rows]
        places[row.id] = parts
    return sorted(places, key=lambda row: places[row])


def _reordered(
    entry: Entry,
    order: Order,
    rows: Sequence[str],
) -> Entry:
    """The entry with its cells in the order of groups and of columns that a head names."""
    slots = list(entry.slots)
    if order:
        slots.sort(key=lambda slot: order.index(slot[1]))
    slots.sort(key=lambda slot: rows.index(slot[0]))
    return replace(
        entry,
        slots=tuple(slots),
    )
