"""The cells of a grid's rows in the order in which their head names the columns, or the form's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gxkit.filling.cells.entries import Entry, lies_under
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.heads import headwords
from gxkit.filling.heads.columns import Columned, count_sums, turn, weigh
from gxkit.filling.heads.headers import Head
from gxkit.filling.heads.headlines import open_out

Entries = list[Entry]


def in_order(
    entries: Entries,
    head: Head,
    words: Lexicon,
) -> Columned:
    """The entries in the order of their head, with the form's as a rival where sums deny it."""
    turned = [turn(entry) for entry in entries]
    is_named = any(entry.head() for entry in entries)
    if is_named and turned == entries:
        return Columned(tuple(entries))
    rules = words.table.rules
    more = count_sums(turned, rules) - count_sums(entries, rules)
    is_sound = is_named and _lies_over_figures(turned)
    if more > 0 or (more == 0 and is_sound):
        told = headwords.tell(headwords.OWN_ORDER, words.table, head.where)
        return Columned(
            tuple(turned),
            remarks=(told,),
        )
    return by_rows(entries, head, words)


def between(
    entries: Entries,
    head: Head,
    words: Lexicon,
) -> Columned:
    """The entries in the order of a head that lacks a label, with the form's as a rival.

    Where a label is lost, those right of it stand a place too far left, and the place that is left
    over is not that of the lost one.
    """
    turned = [turn(entry) for entry in entries]
    rules = words.table.rules
    is_taken = count_sums(turned, rules) > count_sums(entries, rules)
    remark = headwords.OWN_ORDER if is_taken else headwords.LACKS
    told = headwords.tell(remark, words.table, head.where)
    rival = () if is_taken else tuple(entries)
    return Columned(tuple(turned), rival, remarks=(told,))


def by_rows(
    entries: Entries,
    head: Head,
    words: Lexicon,
) -> Columned:
    """The entries in the order in which the rows of a head name the columns, whatever they span.

    One rowspan that is wrong moves a row of a head, and in most files that have one the columns
    stand in the form's order.
    """
    form = tuple([column.id for column in words.table.columns])
    order = open_out(head.named, form)
    needed = {column for entry in entries for _, column in entry.slots}
    as_form = Columned(tuple(entries))
    if order is None or not needed.issubset(order):
        places = [form.index(column) for column in order or () if column]
        # In the form's order the labels that are missing are where the form has them.
        if order is not None and places == sorted(places):
            return as_form
        told = headwords.tell(headwords.TORN, words.table, head.where)
        return replace(as_form, doubted=frozenset(needed), remarks=(told,))
    ranks = {column: at for at, column in enumerate(order)}
    turned = []
    for entry in entries:
        slots = sorted(entry.slots, key=lambda slot: ranks[slot[1]])
        turned.append(replace(entry, slots=tuple(slots), header={}))
    if all(one.slots == other.slots for one, other in zip(turned, entries, strict=True)):
        return as_form
    return weigh(
        turned,
        entries,
        words,
        head.where,
        takes_ties=False,
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
