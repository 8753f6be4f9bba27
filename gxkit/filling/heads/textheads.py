"""Columns of running text by the head above it: put in its order, or in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from gxkit.document import Line
from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.heads import headwords
from gxkit.filling.heads.columns import Columned, count_sums, turn, weigh
from gxkit.filling.heads.headers import Year, say
from gxkit.filling.heads.headlines import (
    Order,
    Printed,
    TextHead,
    find_head,
    find_order,
    find_strange,
    group_at_end,
)
from gxkit.filling.tape import Tape
from gxkit.forms import Rule
from gxkit.text import fold

_FEWEST_LETTERS = 2
# Where the years of two tables side by side are looked for, and how long such a head is.
_YEARS_ABOVE = 160
_LONGEST_YEAR = 10


def name_text_columns(
    entries: Sequence[Entry],
    tape: Tape,
    words: Lexicon,
    start: int,
) -> Columned:
    """The entries of a text with their cells in the order of the head above them.

    An order that differs from the form's is taken if it is laid out or printed in a row, and no sum
    speaks against it; if it is made from several lines, only if the sums speak for it.
    """
    as_form = Columned(tuple(entries))
    form = tuple(column.id for column in words.table.columns)
    if any(len(slots) != len(form) for slots in words.slots):
        return _name_by_bands(entries, tape, words)
    head = find_head(
        tape,
        words,
        start,
    )
    if sorted(head.names) != sorted(form):
        strange = list(find_strange(tape, words, head))
        doubted = _doubt_strange(as_form, head, strange, words)
        return doubted if doubted.doubted else _doubt_turned(as_form, tape, words, start)
    covering = fold(words.table.headers[0]) if words.table.headers else ""
    found = find_order(
        head,
        entries,
        form,
        covering,
    )
    if found is None:
        return _doubt_all(as_form, head, words)
    order, printed = found
    return as_form if order == form else _weigh(entries, order, printed, head, words)


def _doubt_all(
    named: Columned,
    head: TextHead,
    words: Lexicon,
) -> Columned:
    """With all columns in doubt: two groups stand in one line of the head."""
    told = headwords.tell(
        headwords.TORN,
        words.table,
        head.where,
    )
    return replace(
        named,
        doubted=frozenset(words.stems.values()),
        remarks=(told,),
    )


def _name_by_bands(
    entries: Sequence[Entry],
    tape: Tape,
    words: Lexicon,
) -> Columned:
    """The entries of a table whose rows have other columns each, by the head above each of them."""
    named = [_below_own_head(entry, tape, words) for entry in entries]
    turned = [turn(entry) for entry in named]
    moved = [
        entry for entry, other in zip(entries, turned, strict=True) if entry.slots != other.slots
    ]
    if not moved:
        return Columned(tuple(entries))
    told = headwords.tell(
        headwords.OWN_ORDER,
        words.table,
        moved[0].label,
    )
    return Columned(tuple(turned), remarks=(told,))


def _below_own_head(
    entry: Entry,
    tape: Tape,
    words: Lexicon,
) -> Entry:
    """The entry with the columns that stand in a row shortly above it, if they are its own."""
    size = len(entry.slots)
    if entry.spot is None or size == 1:
        return entry
    start = entry.spot.start
    low = max(0, start - weights.IN_USE.band_head)
    found = words.landmarks.finditer(tape.text, low, start)
    named = [(say(label.group(), words).column, *label.span()) for label in found]
    labels = [label for label in named if label[0]]
    last = labels[-size:]
    # Something between two labels: a sentence that names both, or a further column.
    apart = any(one[2] != other[1] for one, other in pairwise(last))
    if apart or {column for column, _, _ in last} != {column for _, column in entry.slots}:
        return entry
    header = {column: (at, 1, 0) for at, (column, _, _) in enumerate(last)}
    return entry.below(header)


def years_above(
    tape: Tape,
    words: Lexicon,
    start: int,
) -> list[Year]:
    """The years that stand shortly before a table as words of their own, each once, in order."""
    found: dict[Year, None] = {}
    low = max(0, start - _YEARS_ABOVE)
    for number in range(tape.index_at(low), tape.index_at(start)):
        text = tape.tokens[number].text
        # 本年 in a sentence is no head.
        if 0 < len(text) <= _LONGEST_YEAR:
            year = say(text, words).year
            if year:
                found[year] = None
    return list(found)


def _weigh(
    entries: Sequence[Entry],
    order: Order,
    printed: Printed,
    head: TextHead,
    words: Lexicon,
) -> Columned:
    """The entries in another order than the form's, if their sums let them be; else in doubt."""
    places = {column: (at, 1, 0) for at, column in enumerate(order)}
    turned = [turn(entry.below(places)) for entry in entries]
    rules = words.table.rules
    is_torn = printed is Printed.TORN
    # Lines of which an order was made are a poor witness against the sums.
    if is_torn and count_sums(turned, rules) < count_sums(entries, rules):
        return Columned(tuple(entries))
    return weigh(
        turned,
        entries,
        words,
        head.where,
        takes_ties=not is_torn,
    )


def _doubt_strange(
    named: Columned,
    head: TextHead,
    strange: Sequence[str],
    words: Lexicon,
) -> Columned:
    """With the columns in doubt that stand in a head under words that are none of the form's."""
    form = [column.id for column in words.table.columns]
    missing = [column for column in form if column not in head.names]
    known = len(form) - len(missing)
    # A few labels of many may be the words of a sentence.
    if not strange or not missing or 2 * known < len(form):
        return named
    doubted = missing if len(missing) == len(strange) else form
    remarks = [headwords.STRANGE.fill(label=label) for label in strange]
    told = [headwords.tell(remark, words.table, head.where) for remark in remarks]
    return replace(
        named,
        doubted=frozenset(doubted),
        remarks=tuple(told),
    )


def _doubt_turned(
    named: Columned,
    tape: Tape,
    words: Lexicon,
    start: int,
) -> Columned:
    """With all columns in doubt if a line of a head, its labels torn, names any in another order.

    Which are exchanged is not told: only a total is where it is if the lines add up.
    """
    form = tuple(column.id for column in words.table.columns)
    turned = [line for line, ranks in _pieces(tape, words, start) if _is_turned(ranks, form)]
    if not turned and not _is_group_parted(tape, words, start):
        return named
    rules = words.table.rules
    filled = [entry for entry in named.entries if _is_filled(entry)]
    doubted = set(form)
    if 2 * count_sums(filled, rules) > len(filled):
        for rule in filter(_is_within, rules):
            doubted.difference_update(column for _, column in rule.right)
    where = turned[0].where if turned else named.entries[0].label
    told = headwords.tell(
        headwords.TORN,
        words.table,
        where,
    )
    return replace(
        named,
        doubted=frozenset(doubted),
        remarks=(told,),
    )


def _is_filled(entry: Entry) -> bool:
    """Whether any of its figures is not zero."""
    return any(item.number for item in entry.figures)


def _is_group_parted(
    tape: Tape,
    words: Lexicon,
    start: int,
) -> bool:
    """Whether a group's label stands twice in a head: a column that is none of it parts it."""
    low = max(0, start - 2 * weights.IN_USE.head)
    # The first of these texts covers all columns, one in parentheses stands over the labels.
    groups = [fold(text) for text in words.table.headers[1:] if not fold(text).startswith("(")]
    return any(tape.text.count(group, low, start) > 1 for group in groups)


def _is_turned(
    ranks: Sequence[int],
    form: Order,
) -> bool:
    """Whether a line names columns in another order than the form.

    One line of a text that ran together may hold both rows of the form's head.
    """
    if list(ranks) == sorted(ranks):
        return False
    names = tuple(form[rank] for rank in ranks)
    return not group_at_end(names, form)


def _is_within(rule: Rule) -> bool:
    """Whether a rule speaks of the cells of one row."""
    return len({row for row, _ in rule.cells}) == 1


def _pieces(
    tape: Tape,
    words: Lexicon,
    start: int,
) -> Iterator[tuple[Line, list[int]]]:
    """Of each line of a head the columns whose labels begin in it, from left to right."""
    low = tape.index_at(max(0, start - weights.IN_USE.head))
    tokens = tape.tokens[low : tape.index_at(start)]
    for line, group in groupby(tokens, key=lambda token: token.source):
        ranks = []
        for token in group:
            begun = _begun_by(token.text, words)
            # Of two labels that begin alike nobody knows which it is.
            if len(begun) == 1 and begun[0] not in ranks:
                ranks.append(begun[0])
        if isinstance(line, Line):
            yield line, ranks


def _begun_by(
    text: str,
    words: Lexicon,
) -> list[int]:
    """The columns whose labels begin with a text of two letters or more, by their number."""
    if len(text) < _FEWEST_LETTERS:
        return []
    return [at for at, label in enumerate(words.columns) if label.startswith(text)]
