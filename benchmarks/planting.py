"""Sound tables with the magnitudes of published ones, and mistakes planted in them.

Nine cells in ten of a published request table are 0; what is not is spread over the orders of
magnitude, most of it with natural persons. A report of a small office has figures up to 10, one of
a province some thousands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from gxkit.diagnosis.equations import Structure
from gxkit.forms import Slot, Table
from gxkit.report import Number

Figures = dict[Slot, Number | None]
Line = tuple[Slot, ...]
LEAVES = ("received", "carried_in", "decided", "carried_out")
CHANCE_OF_APPLICANT = (0.45, 0.12, 0.02, 0.03, 0.04, 0.06)
"""how often a cell of the request table is not 0: natural persons first, then the organisations"""
WHOLE_LINE = 5
"""cells of a line of totals from which on all of it may have been left out at once"""
LEAST_TO_SHIFT = 3
"""a line of three cells shifted is a line exchanged"""


def happens(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


def _nothing(rng: random.Random) -> int | None:
    """What is printed where a figure was forgotten: 0, and in one case in five a blank."""
    return None if happens(rng, 0.2) else 0


def _count(rng: random.Random, largest: int) -> int:
    """A count from 1 on whose orders of magnitude are equally likely."""
    return int(largest ** rng.random())


def _some(rng: random.Random, chance: float, largest: int) -> int:
    """A count in as many cases as `chance` says, else 0."""
    return _count(rng, largest) if happens(rng, chance) else 0


def draw_table(table: Table, rng: random.Random, largest: int) -> Figures:
    """Figures for a table that satisfy its rules."""
    draw = {"requests": _draw_requests, "remedies": _draw_remedies, "legacy": _draw_legacy}
    if table.id in draw:
        return draw[table.id](table, rng, largest)
    return {slot: _some(rng, 0.5, largest * 10) for slot in table.slots}


def _draw_requests(table: Table, rng: random.Random, largest: int) -> Figures:
    columns = [c.id for c in table.columns]
    leaves = [r.id for r in table.rows if r.id not in LEAVES]
    rows: dict[str, list[int]] = {}
    for row in leaves:
        rows[row] = [_some(rng, chance, largest) for chance in CHANCE_OF_APPLICANT]
    decided = [sum(parts) for parts in zip(*rows.values(), strict=True)]
    carried_out = [_carry_out(rng, number) for number in decided]
    pairs = list(zip(decided, carried_out, strict=True))
    carried_in = [_carry_in(rng, number, left) for number, left in pairs]
    handled = [number + left for number, left in pairs]
    rows["received"] = [all_ - old for all_, old in zip(handled, carried_in, strict=True)]
    rows["carried_in"] = carried_in
    rows["decided"] = decided
    rows["carried_out"] = carried_out
    figures: Figures = {}
    for row, parts in rows.items():
        numbers = [*parts, sum(parts)]
        figures |= {(row, c): number for c, number in zip(columns, numbers, strict=True)}
    return figures


def _carry_out(rng: random.Random, decided: int) -> int:
    if decided and happens(rng, 0.6):
        return _count(rng, max(2, decided // 5))
    return 0


def _carry_in(rng: random.Random, decided: int, carried_out: int) -> int:
    if decided and happens(rng, 0.6):
        return rng.randint(0, min(decided + carried_out, max(1, decided // 5)))
    return 0


def _draw_remedies(table: Table, rng: random.Random, largest: int) -> Figures:
    figures: Figures = {}
    for row in table.rows:
        parts = [_some(rng, 0.4, max(3, largest // 5)) for _ in row.columns[:-1]]
        numbers = [*parts, sum(parts)]
        figures |= {(row.id, c): n for c, n in zip(row.columns, numbers, strict=True)}
    return figures


def _draw_legacy(table: Table, rng: random.Random, largest: int) -> Figures:
    figures: Figures = {}
    wholes: dict[str, list[str]] = {}
    for rule in table.rules:
        if rule.id == "R5":
            wholes[rule.right[0][0]] = [row for row, _ in rule.left]
    parts = {part for some in wholes.values() for part in some}
    for row in table.rows:
        year = _some(rng, 0.6, largest)
        before = _some(rng, 0.8, largest * 4)
        if row.id in parts or row.id not in wholes:
            figures[row.id, "year"], figures[row.id, "cumulative"] = year, year + before
    for whole, some in wholes.items():
        for column in ("year", "cumulative"):
            figures[whole, column] = sum(figures[row, column] or 0 for row in some)
    return {slot: figures[slot] for slot in table.slots}


def leave_blanks(figures: Figures, rng: random.Random) -> Figures:
    """The figures with a few zeros, or any few cells, left blank."""
    zeros = [slot for slot, number in figures.items() if number == 0]
    several = zeros if happens(rng, 0.5) and zeros else list(figures)
    return {**figures, **dict.fromkeys(rng.sample(several, min(len(several), rng.randint(1, 4))))}


def _cells(figures: Figures, least: int = 1) -> list[Slot]:
    return [slot for slot, number in figures.items() if number is not None and number >= least]


def _total(layout: Structure, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    nothing = _nothing(rng)
    lines = []
    for line in (*layout.rows.values(), *layout.columns.values()):
        filled = [slot for slot in line if figures[slot]]
        only_totals = all(slot in layout.totals for slot in line)
        if only_totals and len(line) > WHOLE_LINE and len(filled) > 1:
            lines.append(filled)
    if lines and happens(rng, 0.5):
        yield dict.fromkeys(rng.choice(lines), nothing)
    elif cells := [slot for slot in layout.totals if figures[slot]]:
        yield {rng.choice(cells): nothing}


def _exchange(
    lines: list[Line], place: int, figures: Figures, rng: random.Random
) -> Iterator[Figures]:
    near = happens(rng, 0.5)
    i = rng.randrange(len(lines))
    j = i + 1 if near else rng.randrange(len(lines))
    if j >= len(lines):
        return
    one, other = lines[i], lines[j]
    if [slot[place] for slot in one] == [slot[place] for slot in other]:
        pairs = list(zip(one, other, strict=True))
        yield {a: figures[b] for a, b in pairs} | {b: figures[a] for a, b in pairs}


def _shift(lines: list[Line], figures: Figures, rng: random.Random) -> Iterator[Figures]:
    line = rng.choice([line for line in lines if len(line) > LEAST_TO_SHIFT] or [()])
    slots = line if happens(rng, 0.5) else line[::-1]
    if slots:
        moved = {there: figures[here] for here, there in pairwise(slots)}
        yield {slots[0]: _nothing(rng), **moved}


def _move(layout: Structure, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    pairs = []
    for line in (*layout.lines, *layout.columns.values()):
        for here, there in pairwise(line):
            for own, other in ((here, there), (there, here)):
                if figures[own] and figures[other] == 0:
                    pairs.append((own, other))
    if pairs:
        own, other = rng.choice(pairs)
        yield {own: _nothing(rng), other: figures[own]}


def _split(layout: Structure, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    neighbours = [pair for line in layout.lines for pair in pairwise(line)]
    printed = [(a, b) for a, b in neighbours if None not in (figures[a], figures[b])]
    pairs = [(a, b) for a, b in printed if figures[a] or figures[b]]
    if not pairs:
        return
    one, other = rng.choice(pairs)
    digits, border = f"{figures[one]}{figures[other]}", len(str(figures[one]))
    places = [
        place
        for place in range(1, len(digits))
        if place != border and _is_number(digits[:place]) and _is_number(digits[place:])
    ]
    if places:
        place = rng.choice(places)
        yield {one: int(digits[:place]), other: int(digits[place:])}


def _is_number(digits: str) -> bool:
    """Whether these digits would be printed so: no number but 0 begins with 0."""
    return digits == "0" or digits[0] != "0"


def _digits(
    figures: Figures, rng: random.Random, least: int, change: Callable[[str, int], str]
) -> Iterator[Figures]:
    if cells := _cells(figures, least):
        slot = rng.choice(cells)
        text = str(figures[slot])
        made = change(text, rng.randrange(len(text)))
        if made and made[0] != "0":
            yield {slot: int(made)}


def _transpose(text: str, at: int) -> str:
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :] if at else ""


def _lose(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]


def _double(text: str, at: int) -> str:
    return text[: at + 1] + text[at:]


def _any_number(figures: Figures, rng: random.Random) -> Iterator[Figures]:
    slot = rng.choice(_cells(figures, 0))
    printed = figures[slot] or 0
    near = printed + rng.choice((-1, 1)) * rng.randint(1, 9)
    number = near if happens(rng, 0.5) else _count(rng, max(10, 3 * int(printed)))
    if number >= 0:
        yield {slot: number}


def _lose_sign(figures: Figures, rng: random.Random) -> Iterator[Figures]:
    slot = rng.choice(_cells(figures) or _cells(figures, 0))
    yield {slot: -(figures[slot] or 0)}


def _unit(figures: Figures, rng: random.Random) -> Iterator[Figures]:
    slot = rng.choice(_cells(figures) or _cells(figures, 0))
    number = figures[slot] or 0
    yield {slot: number * 10_000 if happens(rng, 0.5) else Decimal(number) / 10_000}


def _exchange_cells(layout: Structure, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    pairs = []
    for line in layout.printed_lines:
        for one, other in pairwise(line):
            if figures[one] and figures[other]:
                pairs.append((one, other))
    if pairs:
        one, other = rng.choice(pairs)
        yield {one: figures[other], other: figures[one]}


def _recount(
    layout: Structure, figures: Figures, rng: random.Random, sign: int
) -> Iterator[Figures]:
    """A line of totals, or one of them, with a part left out (-1) or counted twice (1)."""
    rules = [rule for rules in layout.totals.values() for rule in rules]
    rule = layout.rules[rng.choice(rules)]
    part = rng.choice(rule.left)
    side = 1 if part[0] == rule.right[0][0] else 0
    crossing = layout.line_of(part, side) if happens(rng, 0.7) else (part,)
    printed: Figures = {}
    for slot in crossing:
        total = (slot[0], rule.right[0][1]) if side else (rule.right[0][0], slot[1])
        if total in figures:
            printed[total] = (figures[total] or 0) + sign * (figures[slot] or 0)
    yield printed


def _late(layout: Structure, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    """A part that was put right after its totals were made: they stand as they were."""
    parts = [slot for slot in _cells(figures) if slot not in layout.totals]
    if not parts:
        return
    part = rng.choice(parts)
    late = rng.randint(1, int(figures[part] or 1))
    counting = {part}
    for total, rules in layout.totals_upwards:
        summed = {slot for rule in rules for slot in layout.rules[rule].left}
        if not counting.isdisjoint(summed):
            counting.add(total)
    counting.remove(part)
    yield {total: (figures[total] or 0) - late for total in counting}


def _skip(layout: Structure, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    """A line, or a cell of it, to which nobody typed anything."""
    line = rng.choice(layout.rows_and_columns)
    filled = [slot for slot in line if figures[slot]]
    if filled:
        chosen = filled if happens(rng, 0.5) else [rng.choice(filled)]
        yield dict.fromkeys(chosen, _nothing(rng))


def _copy(layout: Structure, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    """A cell, or a row, that repeats what stands beside or above it."""
    if happens(rng, 0.5):
        one, other = rng.choice(list(pairwise(rng.choice(layout.printed_lines))))
        yield {other: figures[one]}
        return
    rows = list(layout.rows.values())
    above, below = rng.choice(list(pairwise(rows)))
    if len(above) == len(below):
        pairs = zip(below, above, strict=True)
        yield {slot: figures[other] for slot, other in pairs}


def _strike_beside(text: str, at: int) -> str:
    """A digit struck on the next key; 0 stands beside 9."""
    key = int(text[at])
    return f"{text[:at]}{(key + 1) % 10}{text[at + 1 :]}"


Plant = Callable[[Structure, Figures, random.Random], Iterator[Figures]]
PLANTS: Mapping[str, Plant] = {
    "total not filled in": _total,
    "rows exchanged": lambda layout, f, rng: _exchange(list(layout.rows.values()), 1, f, rng),
    "columns exchanged": lambda layout, f, rng: _exchange(list(layout.columns.values()), 0, f, rng),
    "row shifted": lambda layout, f, rng: _shift(list(layout.lines), f, rng),
    "column shifted": lambda layout, f, rng: _shift(list(layout.columns.values()), f, rng),
    "value in the neighbouring cell": _move,
    "split elsewhere": _split,
    "digits transposed": lambda layout, f, rng: _digits(f, rng, 10, _transpose),
    "digit lost": lambda layout, f, rng: _digits(f, rng, 10, _lose),
    "digit doubled": lambda layout, f, rng: _digits(f, rng, 1, _double),
    "cells exchanged": _exchange_cells,
    "total without a part": lambda layout, f, rng: _recount(layout, f, rng, -1),
    "part counted twice": lambda layout, f, rng: _recount(layout, f, rng, 1),
    "totals not updated": _late,
    "left empty": _skip,
    "copied from beside": _copy,
    "digit mistyped": lambda layout, f, rng: _digits(f, rng, 1, _strike_beside),
    "sign lost": lambda layout, f, rng: _lose_sign(f, rng),
    "unit": lambda layout, f, rng: _unit(f, rng),
    "one cell": lambda layout, f, rng: _any_number(f, rng),
}
"""each kind of mistake as it happens to a sound table: the cells it changes, as then printed"""


def plant(kind: str, layout: Structure, figures: Figures, rng: random.Random) -> Figures | None:
    """The printed figures once a mistake has happened; None if this draw changes nothing."""
    for printed in PLANTS[kind](layout, figures, rng):
        changed = {slot: number for slot, number in printed.items() if number != figures[slot]}
        if changed:
            return {**figures, **changed}
    return None
