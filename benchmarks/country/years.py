"""The reports of a body year by year: sound figures that follow each other, and planted mistakes.

Mistakes are those of `slip_kinds`, as often beside each other as its sets say; how many reports
have one is a guess that only sets the scale.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from slip_kinds import KINDS, weights_of
from slip_reports import BLANK_STYLES, Figures, Habits, draw_state, draw_years, pick, tell
from slip_reports import Body as Series
from slips import slip_into

from gxkit.forms import all_forms

from .bodies import Body

FIRST_YEAR, LAST_YEAR = 2008, 2025
NATIONAL = ("2019", "2021")
PROVINCIAL = {"35": "fujian"}
"""provinces whose older forms gxkit knows, and how the names of these begin"""
MISTAKES = {"0": 86.0, "1": 12.0, "2": 2.0}
"""how many mistakes a report has, of a hundred reports"""
MOST_DRAWS = 20
"""of kinds of mistake for a report: to a report of zeros hardly any can be done"""
SETS = ("typists", "clerks")
TOLD = 0.7
"""reports whose text repeats some of their figures"""


@dataclass(frozen=True, slots=True)
class Yearly:
    """One report before it is written: its sound figures and what mistakes made of them."""

    body: Body
    year: int
    edition: str
    sound: Figures
    printed: Figures
    mistakes: tuple[str, ...]
    told: str

    @property
    def id(self) -> str:
        return f"{self.year}-{self.body.id}"


def rng_of(seed: int, body: Body, what: str) -> random.Random:
    """A source of chance that depends on nothing but seed, body and purpose."""
    return random.Random(f"{seed}/{body.id}/{what}")


@cache
def years_of(province: str) -> tuple[int, ...]:
    """The years in which bodies of a province report in a form that gxkit knows."""
    names = tuple(name for name in all_forms() if _is_of(name, province))
    periods = [all_forms()[name].in_force for name in names]
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return tuple(y for y in years if any(first <= y <= last for first, last in periods))


def _is_of(edition: str, province: str) -> bool:
    own = PROVINCIAL.get(province)
    return edition in NATIONAL or (own is not None and edition.startswith(own))


def draw_yearly(body: Body, seed: int) -> Iterator[Yearly]:
    """The reports of a body, the first year first."""
    rng = rng_of(seed, body, "figures")
    editions = _draw_editions(rng, body.code[:2])
    style = pick(rng, BLANK_STYLES)
    habits = Habits(rng, body.size, body.requests)
    years = draw_years(rng, editions, habits, draw_state(rng, body.size), style)
    # before the first year there is no sheet to copy from
    before = {min(editions) - 1: ""}
    series = Series(body.name, body.size, min(editions), style, before | editions, years)
    frequencies = rng.choice(SETS)
    for year, edition in editions.items():
        own = replace(series, year=year)
        changes, names = _draw_mistakes(rng, own, frequencies)
        told = tell(rng, year, own.truth) if rng.random() < TOLD else ""
        yield Yearly(body, year, edition, own.truth, own.truth | changes, names, told)


def _draw_editions(rng: random.Random, province: str) -> Mapping[int, str]:
    """By year the form; where a province has several, a body prefers one of them."""
    names = [name for name in all_forms() if _is_of(name, province)]
    rng.shuffle(names)
    editions = {}
    for year in years_of(province):
        in_force = (name for name in names if _holds(name, year))
        editions[year] = next(in_force)
    return editions


def _holds(edition: str, year: int) -> bool:
    first, last = all_forms()[edition].in_force
    return first <= year <= last


def _draw_mistakes(
    rng: random.Random, series: Series, frequencies: str
) -> tuple[Figures, tuple[str, ...]]:
    """What the mistakes of a report change, and their names; no two of them in one cell."""
    wanted = int(pick(rng, MISTAKES))
    weights = weights_of(KINDS, frequencies)
    changes: Figures = {}
    names: tuple[str, ...] = ()
    for _ in range(MOST_DRAWS * (wanted > 0)):
        kind = KINDS[pick(rng, weights)]
        made = slip_into(series, kind, rng)
        if made and made.keys().isdisjoint(changes):
            changes |= made
            names += (kind.name,)
        if len(names) == wanted:
            break
    return changes, names
