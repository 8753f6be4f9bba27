"""From entries to placements: ordered lists of strategies, the first that answers wins.

First what each entry shows by itself; then, with the complete entries as a pattern, the borders of
the file; last the rules. What those that declined said is kept with the entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from gxkit.filling import weights
from gxkit.filling.cells.arithmetic import (
    Sums,
    find_habits,
    give_up,
    leave_out_surplus,
    split_joined,
    spread_over_cells,
)
from gxkit.filling.cells.entries import (
    UNDECIDED,
    Entry,
    Numbers,
    Placement,
)
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.joined import settle
from gxkit.filling.cells.undivided import doubt_cuts
from gxkit.filling.lines.aligning import SLIPPED, doubt_moved, line_up, move_back
from gxkit.filling.lines.blanks import leave_blank, repeat_sign
from gxkit.filling.lines.borders import (
    Answer,
    place_as_full_rows,
    place_as_many,
    place_by_cells,
    place_by_tabs,
    place_in_order,
    place_line_cells,
    place_over_lines,
    place_own_line,
    place_under_labels,
)
from gxkit.filling.lines.packed import place_packed
from gxkit.filling.lines.slipped import find_slipped
from gxkit.filling.ways import Declined, Reason, Way, decline
from gxkit.forms import Rule, Slot
from gxkit.report import Number

Full = Sequence[Entry]
C = TypeVar("C")

# Rows that share their cells stay in doubt, whatever borders and rules say of one alone.
PACKED: Way[[Entry, object], Answer] = Way("packed", place_packed)
AT_ONCE = (
    PACKED,
    Way("as many", place_as_many),
    Way("over lines", place_over_lines),
)
BY_BORDERS = (
    PACKED,
    Way("no figure", leave_blank),
    Way("one sign", repeat_sign),
    Way("by cells", place_by_cells),
    Way("line cells", place_line_cells),
    Way("by tabs", place_by_tabs),
    Way("under labels", place_under_labels),
    Way("as full rows", place_as_full_rows),
    Way("in order", place_in_order),
    Way("own line", place_own_line),
)
# The way of entries whose labels and figures stand in different orders, until the rules answer.
IN_DOUBT = "in doubt"
SPLIT = Way("split", split_joined)


def _line_up(entry: Entry, sums: Sums) -> Answer:
    return line_up(entry, sums.rules)


ALIGN = Way(SLIPPED, _line_up)
BY_RULES = (
    PACKED,
    ALIGN,
    SPLIT,
    Way("surplus", leave_out_surplus),
    Way("spread", spread_over_cells),
    Way("undecided", give_up),
)


def _ask(
    entry: Entry,
    ways: Sequence[Way[[Entry, C], Answer]],
    context: C,
) -> Entry:
    """The entry as the first strategy that answers fills it, with what those before it said."""
    declined = list(entry.declined)
    placement, way = entry.placement, entry.way
    for name, ask in ways:
        answer = ask(entry, context)
        if isinstance(answer, Placement):
            placement, way = answer, name
            break
        declined.append(decline(answer.reason, name))
    return entry.placed(placement, way, tuple(declined))


def place(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with what counts and borders decide.

    All are in doubt where labels and figures stand in different orders.
    """
    at_once = [_ask(entry, AT_ONCE, ()) for entry in entries]
    if _are_scrambled(at_once):
        return [_doubt(entry) for entry in at_once]
    full = [entry for entry in at_once if entry.is_placed]
    slipped = find_slipped(at_once)
    placed = []
    for at, entry in enumerate(at_once):
        if at in slipped:
            entry = entry.placed(entry.placement, SLIPPED, entry.declined)
        elif not entry.is_placed:
            entry = _ask(entry, BY_BORDERS, full)
        placed.append(entry)
    return placed


def _are_scrambled(entries: Sequence[Entry]) -> bool:
    """Whether a text has an entry without figures, and another with those of two."""
    words = [entry for entry in entries if _is_of_text(entry) and not entry.packed]
    # Every label has its own line of figures: labels and figures stand in one order.
    if all(entry.cells for entry in words):
        return False
    times = weights.IN_USE.scrambled
    for entry in words:
        size = len(entry.slots)
        # Two figures for one cell are a code and its figure.
        if size > 1 and len(entry.figures) >= times * size:
            return True
    return False


def _is_of_text(entry: Entry) -> bool:
    return all(item.column < 0 for item in entry.fields)


def _doubt(entry: Entry) -> Entry:
    """The entry with its figures as candidates only."""
    fields = entry.placement.fields
    doubted = UNDECIDED
    if fields and entry.figures:
        doubted = replace(UNDECIDED, possible=(_numbers(fields),))
    refused = Declined(Reason.SCRAMBLED, IN_DOUBT)
    return replace(
        entry,
        placement=doubted,
        way=IN_DOUBT,
        declined=(*entry.declined, refused),
    )


def _numbers(fields: Sequence[Field | None]) -> Numbers:
    return tuple([item.number if item else None for item in fields])


def decide(
    tables: Mapping[str, Sequence[Entry]],
    rules: Mapping[str, Sequence[Rule]],
) -> dict[str, tuple[Entry, ...]]:
    """The placed entries of all tables with what the rules decide of the rest.

    A file whose borders are gone prints its tables alike: blanks lost from one may be lost from
    all.
    """
    habits = {kind: find_habits(entries) for kind, entries in tables.items()}
    lost = any(own.blanks_lost and not own.separated for own in habits.values())
    decided = {}
    for kind, entries in tables.items():
        own = habits[kind]
        own = replace(own, blanks_lost=own.blanks_lost or lost)
        sums = Sums(rules[kind], own)
        read = [_ask_rules(entry, sums) for entry in entries]
        settled = _settle(doubt_moved(read, rules[kind]), rules[kind])
        decided[kind] = tuple(doubt_cuts(settled, rules[kind], SPLIT.name))
    return decided


def _ask_rules(entry: Entry, sums: Sums) -> Entry:
    """The entry as the rules fill it, unless the borders do.

    What was in doubt before stays a candidate where they cannot.
    """
    if entry.is_placed:
        moved = move_back(entry, sums.rules)
        return entry.placed(moved, SLIPPED, entry.declined) if moved else entry
    asked = _ask(entry, BY_RULES, sums)
    # Figures that ran together are told apart by their sum, whatever stood beside them.
    if entry.way != IN_DOUBT or asked.way == SPLIT.name:
        return asked
    placement = replace(
        asked.placement,
        possible=asked.placement.possible or entry.placement.possible,
        complete=False,
    )
    return replace(asked, placement=placement)


def _settle(
    entries: Sequence[Entry],
    rules: Sequence[Rule],
) -> list[Entry]:
    """The entries with only those ways to fill them that the rules across lines allow together."""
    # Nothing is left to choose from.
    if all(len(entry.placement.possible) <= 1 for entry in entries):
        return list(entries)
    possible: dict[int, Sequence[Numbers]] = {}
    slots: dict[int, Sequence[Slot]] = {}
    for at, entry in enumerate(entries):
        placement = entry.placement
        # Where the truth may be none of the ways, what they agree in proves nothing.
        if placement.possible and placement.complete:
            possible[at] = placement.possible
            slots[at] = entry.slots
    settled = settle(possible, slots, _known(entries), rules)
    made = list(entries)
    for at, ways in settled.items():
        entry = made[at]
        # where the lines leave all ways nothing is changed
        if len(ways) < len(entry.placement.possible):
            placement = replace(entry.placement, possible=tuple(ways))
            made[at] = entry.placed(placement, entry.way, entry.declined)
    return made


def _known(entries: Sequence[Entry]) -> dict[Slot, Number | None]:
    """The numbers that the borders place."""
    known: dict[Slot, Number | None] = {}
    for entry in entries:
        fields = entry.placement.fields
        if fields is not None:
            known.update(zip(entry.slots, _numbers(fields), strict=True))
    return known
