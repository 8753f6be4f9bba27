"""Digits cut into the cells of a row that may be one number, the other cells blank.

条945 is 9 and 45, or a blank and 945: in a table whose borders are gone only a sum can tell, and
where the uncut numbers add up as well as the cut ones, none does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gxkit.filling.cells.arithmetic import pieces_of
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.joined import has_sum
from gxkit.forms import Rule, Slot
from gxkit.report import Number
from gxkit.text.printed import MOST_DIGITS

# The last cell of each row with the number that it holds if nothing is cut.
Uncut = dict[Slot, Number | None]


def doubt_cuts(
    entries: Sequence[Entry],
    rules: Sequence[Rule],
    way: str,
) -> list[Entry]:
    """The entries with those in doubt that were cut in that way and need not have been."""
    wholes: dict[int, int] = {}
    uncut: Uncut = {}
    for at, entry in enumerate(entries):
        last = entry.slots[-1]
        whole = _whole(entry, rules) if entry.way == way else None
        if whole is None:
            uncut[last] = _last_number(entry)
        else:
            wholes[at] = uncut[last] = whole
    made = list(entries)
    for at, whole in wholes.items():
        entry = entries[at]
        if _adds_up(entry.slots[-1], uncut, rules):
            made[at] = _doubt(entry, whole)
    return made


def _whole(
    entry: Entry,
    rules: Sequence[Rule],
) -> int | None:
    """All digits of a line as one number; None where it is proven to be several."""
    # A sum inside the line proves its cuts.
    if len(entry.slots) == 1 or has_sum(entry.slots, rules):
        return None
    pieces = pieces_of(entry)
    digits = pieces[0] if len(pieces) == 1 else ""
    # No number begins with a superfluous zero: 00 is two.
    if not digits.isdecimal() or digits.startswith("0"):
        return None
    # nor has one so many
    if len(digits) > MOST_DIGITS:
        return None
    return int(digits)


def _last_number(entry: Entry) -> Number | None:
    """The number in the last cell of a line, where nothing else can stand there."""
    fields = entry.placement.fields
    if fields is not None:
        return fields[-1].number if fields[-1] else None
    seen = {way[-1] for way in entry.placement.possible}
    return seen.pop() if len(seen) == 1 else None


def _adds_up(
    slot: Slot,
    uncut: Uncut,
    rules: Iterable[Rule],
) -> bool:
    """Whether the sums that a cell is in hold for uncut numbers; soft ones where no other is."""
    own = [rule for rule in rules if slot in rule.cells and uncut.keys() >= set(rule.cells)]
    hard = [rule for rule in own if not rule.soft]
    held = [_holds(rule, uncut) for rule in hard or own]
    # A sum that cannot be assessed speaks for neither reading.
    told = [answer for answer in held if answer is not None]
    return bool(told) and all(told)


def _holds(
    rule: Rule,
    uncut: Uncut,
) -> bool | None:
    left, right = rule.sides(uncut.get)
    if left is None or right is None:
        return None
    return rule.holds(left, right)


def _doubt(entry: Entry, whole: int) -> Entry:
    blanks = (None,) * (len(entry.slots) - 1)
    placement = replace(
        entry.placement,
        possible=(*entry.placement.possible, (*blanks, whole)),
        complete=False,
    )
    return replace(entry, placement=placement)
