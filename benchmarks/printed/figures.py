"""Figures in which no number stands twice, and which keep the arithmetic of their form.

A number that strays into another row or column shows at once, and no broken sum tells a reader that
it did.
"""

from __future__ import annotations

import random
from decimal import Decimal

from gxkit.forms import Table, find_form

Figures = dict[tuple[str, str, str], Decimal]
"""table, row, column -> number"""
_TRIES = 1000


def draw_unique(forms: dict[str, str], rng: random.Random) -> Figures:
    """A number for every cell of the tables in `forms` (table -> edition), all different."""
    for _ in range(_TRIES):
        figures: Figures = {}
        for table_id, edition in forms.items():
            _DRAW[table_id](find_form(edition).table(table_id), rng, figures)
        if len(set(figures.values())) == len(figures) and min(figures.values()) >= 0:
            return figures
    raise RuntimeError(f"no {_TRIES} draws gave different numbers for {forms}")


def _draw_proactive(table: Table, rng: random.Random, figures: Figures) -> None:
    for row in table.rows:
        for column, unit in zip(row.columns, row.units, strict=True):
            money = unit in ("万元", "元")
            number = (
                Decimal(rng.randint(10_000, 9_999_999)) / 100
                if money
                else Decimal(rng.randint(1, 99_999))
            )
            figures[table.id, row.id, column] = number


def _draw_requests(table: Table, rng: random.Random, figures: Figures) -> None:
    columns = [c.id for c in table.columns]
    leaves = [
        r.id for r in table.rows if r.id not in ("received", "carried_in", "decided", "carried_out")
    ]
    kinds = len(columns) - 1  # of applicants; the last column is their total
    open_rows = [*leaves, "carried_in", "carried_out"]
    drawn = rng.sample(range(1, 1000), len(open_rows) * kinds)
    numbers: dict[str, list[int]] = {}
    for place, row in enumerate(open_rows):
        numbers[row] = drawn[place * kinds : (place + 1) * kinds]
    numbers["decided"] = [sum(parts) for parts in zip(*(numbers[r] for r in leaves), strict=True)]
    flows = (numbers["decided"], numbers["carried_out"], numbers["carried_in"])
    numbers["received"] = [done + left - old for done, left, old in zip(*flows, strict=True)]
    for row, parts in numbers.items():
        for column, number in zip(columns, [*parts, sum(parts)], strict=True):
            figures[table.id, row, column] = Decimal(number)


def _draw_remedies(table: Table, rng: random.Random, figures: Figures) -> None:
    for row in table.rows:
        parts = [rng.randint(1, 999) for _ in row.columns[:-1]]
        for column, number in zip(row.columns, [*parts, sum(parts)], strict=True):
            figures[table.id, row.id, column] = Decimal(number)


def _draw_legacy(table: Table, rng: random.Random, figures: Figures) -> None:
    for column in ("year", "cumulative"):
        earlier = {r.id: figures.get((table.id, r.id, "year"), Decimal(0)) for r in table.rows}
        for row in table.rows:
            figures[table.id, row.id, column] = earlier[row.id] + rng.randint(1, 999)
        for whole in ("requests", "answers", "disclosed"):
            parts = [
                figures[table.id, r.id, column] for r in table.rows if r.id.startswith(whole + ".")
            ]
            figures[table.id, whole, column] = sum(parts, Decimal(0))


_DRAW = {
    "proactive": _draw_proactive,
    "requests": _draw_requests,
    "remedies": _draw_remedies,
    "legacy": _draw_legacy,
}
