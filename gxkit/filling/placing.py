"""From entries to placements: ordered lists of strategies, the first that answers wins.

First what each entry shows by itself; then, with the complete entries as a pattern, the borders of
the file; last the rules. What those that declined said is kept with the entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from gxkit.filling import weights
from gxkit.filling.arithmetic import (
    Sums,
    find_habits,
    give_up,
    leave_out_surplus,
    split_joined,
    spread_over_cells,
)
from gxkit.filling.borders import (
    Answer,
    leave_blank,
    place_as_full_rows,
    place_as_many,
    place_by_cells,
    place_by_tabs,
    place_own_line,
    place_under_labels,
    repeat_sign,
)
from gxkit.filling.entries import UNDECIDED, Entry, Numbers, Placement
from gxkit.filling.joined import settle
from gxkit.filling.ways import Declined, Reason, Way
from gxkit.forms import Rule, Slot
from gxkit.report import Number

Full = Sequence[Entry]
C = TypeVar("C")

AT_ONCE = (Way("as many", place_as_many),)
BY_BORDERS = (
    Way("no figure", leave_blank),
    Way("one sign", repeat_sign),
    Way("by cells", place_by_cells),
    Way("by tabs", place_by_tabs),
    Way("under labels", place_under_labels),
    Way("as full rows", place_as_full_rows),
    Way("own line", place_own_line),
)
IN_DOUBT = "in doubt"
"""the way of entries whose labels and figures stand in different orders, until the rules answer"""
SPLIT = Way("split", split_joined)
BY_RULES = (
    SPLIT,
    Way("surplus", leave_out_surplus),
    Way("spread", spread_over_cells),
    Way("undecided", give_up),
)


def is_placed(entry: Entry) -> bool:
    """Whether the borders decide which field stands in which cell."""
    return entry.placement.fields is not None


def _ask(entry: Entry, ways: Sequence[Way[[Entry, C], Answer]], context: C) -> Entry:
    """The entry as the first strategy that answers fills it, with what those before it said."""
    declined = list(entry.declined)
    for name, ask in ways:
        answer = ask(entry, context)
        if isinstance(answer, Placement):
            return replace(entry, placement=answer, way=name, declined=tuple(declined))
        declined.append(Declined(answer.reason, name))
    return replace(entry, declined=tuple(declined))


def place(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with what counts and borders decide.

    All are in doubt where labels and figures stand in different orders.
    """
    at_once = [_ask(entry, AT_ONCE, ()) for entry in entries]
    if _are_scrambled(at_once):
        return [_doubt(entry) for entry in at_once]
    full = [entry for entry in at_once if is_placed(entry)]
    return [e if is_placed(e) else _ask(e, BY_BORDERS, full) for e in at_once]


def _are_scrambled(entries: Sequence[Entry]) -> bool:
    """Whether a text has an entry without figures, and another with those of two."""
    words = [entry for entry in entries if _is_of_text(entry)]
    if all(e.figures or e.blanks for e in words):
        return False
    times = weights.IN_USE.scrambled
    several = [e for e in words if len(e.slots) > 1]
    return any(len(e.figures) >= times * len(e.slots) for e in several)


def _is_of_text(entry: Entry) -> bool:
    return all(field.column < 0 for field in entry.fields)


def _doubt(entry: Entry) -> Entry:
    """The entry with its figures as candidates only."""
    doubted = UNDECIDED
    if entry.placement.fields and entry.figures:
        numbers = tuple([f.number if f else None for f in entry.placement.fields])
        doubted = replace(UNDECIDED, possible=(numbers,))
    declined = (*entry.declined, Declined(Reason.SCRAMBLED, IN_DOUBT))
    return replace(entry, placement=doubted, way=IN_DOUBT, declined=declined)


def decide(
    tables: Mapping[str, Sequence[Entry]], rules: Mapping[str, Sequence[Rule]]
) -> dict[str, tuple[Entry, ...]]:
    """The placed entries of all tables with what the rules decide of the rest.

    A file whose borders are gone prints its tables alike: blanks lost from one may be lost from
    all.
    """
    habits = {table: find_habits(entries) for table, entries in tables.items()}
    lost = any(h.blanks_lost and not h.separated for h in habits.values())
    decided = {}
    for table, entries in tables.items():
        own = habits[table]
        sums = Sums(rules[table], replace(own, blanks_lost=own.blanks_lost or lost))
        read = [e if is_placed(e) else _ask_rules(e, sums) for e in entries]
        decided[table] = tuple(_settled(read, rules[table]))
    return decided


def _ask_rules(entry: Entry, sums: Sums) -> Entry:
    """The entry as the rules fill it; what was doubted before stays a candidate if they cannot."""
    asked = _ask(entry, BY_RULES, sums)
    if entry.way != IN_DOUBT or asked.way == SPLIT.name:
        return asked
    possible = asked.placement.possible or entry.placement.possible
    placement = replace(asked.placement, possible=possible, complete=False)
    return replace(asked, placement=placement)


def _settled(entries: Sequence[Entry], rules: Sequence[Rule]) -> list[Entry]:
    """The entries with only those ways to fill them that the rules across lines allow together."""
    ways = {i: e.placement.possible for i, e in enumerate(entries)}
    if all(len(possible) <= 1 for possible in ways.values()):
        return list(entries)
    ways = {i: possible for i, possible in ways.items() if possible}
    complete = {i: possible for i, possible in ways.items() if entries[i].placement.complete}
    slots = {i: entries[i].slots for i in complete}
    settled = settle(complete, slots, _known(entries), rules)
    return [_with_ways(e, settled[i]) if i in settled else e for i, e in enumerate(entries)]


def _known(entries: Sequence[Entry]) -> dict[Slot, Number | None]:
    known: dict[Slot, Number | None] = {}
    for entry in entries:
        fields = entry.placement.fields
        if fields is not None:
            numbers = [f.number if f else None for f in fields]
            known.update(zip(entry.slots, numbers, strict=True))
    return known


def _with_ways(entry: Entry, ways: Sequence[Numbers]) -> Entry:
    return replace(entry, placement=replace(entry.placement, possible=tuple(ways)))
