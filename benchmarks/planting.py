"""Sound tables with the magnitudes of published ones, and mistakes planted in them.

Nine cells in ten of a published request table are 0; what is not is spread over the orders of magnitude, most of it
with natural persons. A report of a small office has figures up to 10, one of a province some thousands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from gxkit.diagnosis.equations import Layout
from gxkit.forms import Slot, Table
from gxkit.report import Number

Figures = dict[Slot, Number | None]
LEAVES = ("received", "carried_in", "decided", "carried_out")


def _count(rng: random.Random, largest: int) -> int:
    """A count from 1 on whose orders of magnitude are equally likely."""
    return int(largest ** rng.random())


def draw_table(table: Table, rng: random.Random, largest: int) -> Figures:
    """Figures for a table that satisfy its rules."""
    draw = {"requests": _draw_requests, "remedies": _draw_remedies, "legacy": _draw_legacy}
    if table.id in draw:
        return draw[table.id](table, rng, largest)
    return {slot: _count(rng, largest * 10) if rng.random() < 0.5 else 0 for slot in table.slots}


def _draw_requests(table: Table, rng: random.Random, largest: int) -> Figures:
    columns = [c.id for c in table.columns]
    leaves = [r.id for r in table.rows if r.id not in LEAVES]
    chance = [0.45, 0.12, 0.02, 0.03, 0.04, 0.06]
    rows = {
        row: [_count(rng, largest) if rng.random() < p else 0 for p in chance] for row in leaves
    }
    decided = [sum(rows[row][i] for row in leaves) for i in range(6)]
    carried_out = [_count(rng, max(2, n // 5)) if n and rng.random() < 0.6 else 0 for n in decided]
    carried_in = [
        rng.randint(0, min(n + m, max(1, n // 5))) if n and rng.random() < 0.6 else 0
        for n, m in zip(decided, carried_out, strict=True)
    ]
    rows |= {
        "received": [n + m - k for n, m, k in zip(decided, carried_out, carried_in, strict=True)],
        "carried_in": carried_in,
        "decided": decided,
        "carried_out": carried_out,
    }
    return {
        (row, column): number
        for row, parts in rows.items()
        for column, number in zip(columns, [*parts, sum(parts)], strict=True)
    }


def _draw_remedies(table: Table, rng: random.Random, largest: int) -> Figures:
    figures: Figures = {}
    for row in table.rows:
        parts = [
            _count(rng, max(3, largest // 5)) if rng.random() < 0.4 else 0 for _ in row.columns[:-1]
        ]
        figures |= {(row.id, c): n for c, n in zip(row.columns, [*parts, sum(parts)], strict=True)}
    return figures


def _draw_legacy(table: Table, rng: random.Random, largest: int) -> Figures:
    figures: Figures = {}
    wholes = {
        rule.right[0][0]: [row for row, _ in rule.left] for rule in table.rules if rule.id == "R5"
    }
    parts = {part for some in wholes.values() for part in some}
    for row in table.rows:
        year = _count(rng, largest) if rng.random() < 0.6 else 0
        before = _count(rng, largest * 4) if rng.random() < 0.8 else 0
        if row.id in parts or row.id not in wholes:
            figures[row.id, "year"], figures[row.id, "cumulative"] = year, year + before
    for whole, some in wholes.items():
        for column in ("year", "cumulative"):
            figures[whole, column] = sum(figures[row, column] or 0 for row in some)
    return {slot: figures[slot] for slot in table.slots}


def leave_blanks(figures: Figures, rng: random.Random) -> Figures:
    """The figures with a few zeros, or any few cells, left blank."""
    zeros = [slot for slot, number in figures.items() if number == 0]
    several = zeros if rng.random() < 0.5 and zeros else list(figures)
    return {**figures, **dict.fromkeys(rng.sample(several, min(len(several), rng.randint(1, 4))))}


def _cells(figures: Figures, least: int = 1) -> list[Slot]:
    return [slot for slot, number in figures.items() if number is not None and number >= least]


def _total(layout: Layout, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    nothing = None if rng.random() < 0.2 else 0
    lines = [
        [s for s in line if s in layout.totals and figures[s]]
        for line in (*layout.rows.values(), *layout.columns.values())
        if len(line) > 5 and all(s in layout.totals for s in line)
    ]
    lines = [line for line in lines if len(line) > 1]
    if lines and rng.random() < 0.5:
        yield dict.fromkeys(rng.choice(lines), nothing)
    elif cells := [s for s in layout.totals if figures[s]]:
        yield {rng.choice(cells): nothing}


def _exchange(
    lines: list[tuple[Slot, ...]], place: int, figures: Figures, rng: random.Random
) -> Iterator[Figures]:
    near = rng.random() < 0.5
    i = rng.randrange(len(lines))
    j = i + 1 if near else rng.randrange(len(lines))
    if j < len(lines) and [s[place] for s in lines[i]] == [s[place] for s in lines[j]]:
        yield {
            **{a: figures[b] for a, b in zip(lines[i], lines[j], strict=True)},
            **{b: figures[a] for a, b in zip(lines[i], lines[j], strict=True)},
        }


def _shift(
    lines: list[tuple[Slot, ...]], figures: Figures, rng: random.Random
) -> Iterator[Figures]:
    line = rng.choice([line for line in lines if len(line) > 3] or [()])
    slots = line if rng.random() < 0.5 else line[::-1]
    if slots:
        moved = {there: figures[here] for here, there in pairwise(slots)}
        yield {slots[0]: None if rng.random() < 0.2 else 0, **moved}


def _move(layout: Layout, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    pairs = [
        p
        for line in (*layout.lines, *layout.columns.values())
        for one in pairwise(line)
        for p in (one, one[::-1])
        if figures[p[0]] and figures[p[1]] == 0
    ]
    if pairs:
        own, other = rng.choice(pairs)
        yield {own: None if rng.random() < 0.2 else 0, other: figures[own]}


def _split(layout: Layout, figures: Figures, rng: random.Random) -> Iterator[Figures]:
    pairs = [
        (a, b)
        for line in layout.lines
        for a, b in pairwise(line)
        if figures[a] is not None and figures[b] is not None and (figures[a] or figures[b])
    ]
    if pairs:
        one, other = rng.choice(pairs)
        digits, border = f"{figures[one]}{figures[other]}", len(str(figures[one]))
        places = [
            i
            for i in range(1, len(digits))
            if i != border
            and all(part == "0" or part[0] != "0" for part in (digits[:i], digits[i:]))
        ]
        if places:
            at = rng.choice(places)
            yield {one: int(digits[:at]), other: int(digits[at:])}


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


def _any_number(figures: Figures, rng: random.Random) -> Iterator[Figures]:
    slot = rng.choice(_cells(figures, 0))
    printed = figures[slot] or 0
    near = printed + rng.choice((-1, 1)) * rng.randint(1, 9)
    number = near if rng.random() < 0.5 else _count(rng, max(10, 3 * int(printed)))
    if number >= 0:
        yield {slot: number}


def _unit(figures: Figures, rng: random.Random) -> Iterator[Figures]:
    slot = rng.choice(_cells(figures) or _cells(figures, 0))
    number = figures[slot] or 0
    yield {slot: number * 10_000 if rng.random() < 0.5 else Decimal(number) / 10_000}


Plant = Callable[[Layout, Figures, random.Random], Iterator[Figures]]
PLANTS: Mapping[str, Plant] = {
    "total not filled in": _total,
    "rows exchanged": lambda layout, f, rng: _exchange(list(layout.rows.values()), 1, f, rng),
    "columns exchanged": lambda layout, f, rng: _exchange(list(layout.columns.values()), 0, f, rng),
    "row shifted": lambda layout, f, rng: _shift(list(layout.lines), f, rng),
    "column shifted": lambda layout, f, rng: _shift(list(layout.columns.values()), f, rng),
    "value in the neighbouring cell": _move,
    "split elsewhere": _split,
    "digits transposed": lambda layout, f, rng: _digits(f, rng, 10, _transpose),
    "digit lost": lambda layout, f, rng: _digits(
        f, rng, 10, lambda text, at: text[:at] + text[at + 1 :]
    ),
    "digit doubled": lambda layout, f, rng: _digits(
        f, rng, 1, lambda text, at: text[: at + 1] + text[at:]
    ),
    "sign lost": lambda layout, f, rng: (
        {s: -(f[s] or 0)} for s in [rng.choice(_cells(f) or _cells(f, 0))]
    ),
    "unit": lambda layout, f, rng: _unit(f, rng),
    "one cell": lambda layout, f, rng: _any_number(f, rng),
}
"""each kind of mistake as it happens to a sound table: the cells that it changes, with what is printed instead"""


def plant(kind: str, layout: Layout, figures: Figures, rng: random.Random) -> Figures | None:
    """The printed figures once a mistake has happened; None if this draw changes nothing."""
    for printed in PLANTS[kind](layout, figures, rng):
        changed = {slot: number for slot, number in printed.items() if number != figures[slot]}
        if changed:
            return {**figures, **changed}
    return None
