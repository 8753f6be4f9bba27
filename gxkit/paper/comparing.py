"""What a rate depends on: its denominator, the figures it takes, the years that are compared."""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Mapping,
    Sequence,
)
from itertools import combinations, pairwise
from types import SimpleNamespace
from typing import Any

import pandas as pd
from pandas import DataFrame

from gxkit.panel.denominators import DENOMINATORS, count_swaps, denominators_frame
from gxkit.panel.indicators import all_indicators_by_id
from gxkit.panel.indicators.intervals import FEW, LEVEL
from gxkit.panel.indicators.stakes import WORLDS, stakes_frame
from gxkit.paper import wording
from gxkit.paper.portions import Spread, spread
from gxkit.paper.shares import (
    Share,
    subtract,
)
from gxkit.text import Sentence

# The outcomes behind each share, by which a reader finds their cells.
COMPOSED: Mapping[str, str] = {
    "all": "granted partial decided",
    "handled": "granted partial not_processed other_handling decided",
    "answerable": "granted partial denied",
}


def list_denominators(
    outcomes: DataFrame,
    undecided: Iterable[str],
) -> SimpleNamespace:
    """The broad disclosure rate of each report by each denominator.

    `rows` are reports of which every outcome has a number, none of them undecided; `spreads` are
    the quartiles by denominator, of shares that are not few; `swaps` are the pairs of reports of
    different bodies whose order by one denominator is the other way round by another, out of
    `pairs`, `firm` those of them in which both differences are clear of 0. `apart` are the
    `high`est and the `low`est rate among all decisions of each `scope`, for reports of one scope
    alone are alike.
    """
    frame = denominators_frame(outcomes, undecided, FEW)
    rows = [_by_denominator(line) for line in wording.lines(frame)]
    large = [row for row in rows if row.large]
    widest = max(
        large,
        key=lambda row: row.width,
        default=None,
    )
    spreads = {key: _spread(large, key) for key in DENOMINATORS}
    swaps = count_swaps(frame[frame["large"]])
    return SimpleNamespace(
        names=DENOMINATORS,
        rows=rows,
        large=large,
        widest=widest,
        spreads=spreads,
        swaps=swaps.swapped,
        firm=swaps.clear,
        pairs=swaps.pairs,
        apart=_list_apart(rows),
    )


def _list_apart(rows: Sequence[SimpleNamespace]) -> list[SimpleNamespace]:
    """By scope the reports whose rates among all decisions lie farthest apart."""
    told = [row for row in rows if not row.shares["all"].few]
    made = []
    for scope in sorted({row.scope for row in told}):
        own = [row for row in told if row.scope == scope]
        own.sort(key=lambda row: row.shares["all"].value)
        low, high = own[0], own[-1]
        # One report, or several of one rate, lie nowhere apart.
        if low.shares["all"].value < high.shares["all"].value:
            made.append(SimpleNamespace(scope=scope, low=low, high=high))
    return made


def _by_denominator(line: Any) -> SimpleNamespace:
    """The shares of one report by denominator; `width` is how far they lie apart."""
    shares = {}
    for key in DENOMINATORS:
        shares[key] = Share(line.disclosed, getattr(line, f"of_{key}"))
    return SimpleNamespace(
        report=str(line.report),
        agency=line.agency,
        agency_en=line.agency_en,
        scope=str(line.scope),
        year=int(line.year),
        decided=line.decided,
        shares=shares,
        large=line.large,
        width=line.width,
    )


def _spread(
    rows: Sequence[SimpleNamespace],
    key: str,
) -> Spread | None:
    """The quartiles of the reports by one denominator."""
    return spread(row.shares[key].value for row in rows)


def list_shifts(
    outcomes: DataFrame,
    undecided: Iterable[str],
) -> SimpleNamespace:
    """Bodies that moved from full to partial disclosure, or back, between two years.

    Asked is every pair of years of a body with FEW decisions or more each (`pairs`), of as many
    `bodies`; found are
    those of which both differences are clear of 0 and go opposite ways, one pair a body: that
    whose smaller difference is the largest, with the `others` of the body that go the same way and
    the steps from one year to the next since then that went `back`, clear of 0. `chance` is how
    many of the `tests`, two a pair, would be clear of 0 if nothing had changed.
    """
    known = outcomes.dropna(subset=["granted", "partial", "decided"])
    known = known[~known["report"].isin(set(undecided)) & known["decided"].ge(FEW)]
    asked, bodies, found = 0, 0, []
    for _, own in known.groupby(["code", "agency", "scope"], sort=True):
        lines = list(wording.lines(own.sort_values("year")))
        moves = [_move(one, other) for one, other in combinations(lines, 2)]
        asked += len(moves)
        bodies += bool(moves)
        turned = sorted((move for move in moves if move.turned), key=lambda move: -move.size)
        if turned:
            largest, *others = turned
            alike = [move for move in others if move.to_partial is largest.to_partial]
            largest.others = sorted(alike, key=lambda move: (move.first, move.last))
            largest.back = _went_back(lines, largest)
            found.append(largest)
    return SimpleNamespace(
        found=found,
        pairs=asked,
        bodies=bodies,
        tests=2 * asked,
        chance=round((1 - LEVEL) * 2 * asked, 2),
    )


def _went_back(
    lines: Sequence[Any],
    largest: SimpleNamespace,
) -> list[SimpleNamespace]:
    """The steps of a body from the first year of its largest move on that turn it back in part."""
    own = [line for line in lines if line.year >= largest.first]
    steps = [_move(one, other) for one, other in pairwise(own)]
    clear = [step for step in steps if step.by_partial.clear]
    # A move told by its ends alone hid that in between the share had fallen again.
    return [step for step in clear if step.to_partial != largest.to_partial]


def _move(
    one: Any,
    other: Any,
) -> SimpleNamespace:
    """What became of full and of partial disclosure from one year of a body to another."""
    full = [Share(line.granted, line.decided) for line in (one, other)]
    part = [Share(line.partial, line.decided) for line in (one, other)]
    by_full, by_part = subtract(full[1], full[0]), subtract(part[1], part[0])
    return SimpleNamespace(
        agency=one.agency,
        agency_en=one.agency_en,
        first=int(one.year),
        last=int(other.year),
        full=full,
        partial=part,
        by_full=by_full,
        by_partial=by_part,
        to_partial=by_part.value > 0,
        size=min(abs(by_full.value), abs(by_part.value)),
        turned=by_full.clear and by_part.clear and by_full.value * by_part.value < 0,
    )


def list_gaps(indicators: DataFrame) -> SimpleNamespace:
    """The disclosure rates of people and of organisations in each report, and their difference.

    `asked` says that a form tells applicants apart. `few` is how many rest on fewer than FEW
    decisions on one side, `tested` how many do not, and `clear` are those of the latter whose
    interval leaves out 0; `both_ways` says that some of these differ one way and some the other.
    """
    sides = {}
    asked = False
    for name in ("natural_person", "organisations"):
        own = indicators[indicators["indicator"].eq(f"applicant_broad_disclosure_rate.{name}")]
        asked |= bool(own["comparability"].ne("none").any())
        closed = own[own["value"].notna() & own["low"].eq(own["high"])]
        sides[name] = closed.set_index("report")
    others = sides["organisations"][["numerator", "denominator"]].add_suffix("_other")
    both = sides["natural_person"].join(others, how="inner")
    rows = [_applicants(line) for line in wording.lines(both)]
    # no rate is told of fewer than FEW decisions, and so no difference of two such rates
    large = [row for row in rows if not (row.people.few or row.others.few)]
    clear = [row for row in large if row.difference.clear]
    ways = {row.difference.value > 0 for row in clear}
    return SimpleNamespace(
        asked=asked,
        rows=rows,
        clear=clear,
        both_ways=len(ways) > 1,
        few=len(rows) - len(large),
        tested=len(large),
        chance=round((1 - LEVEL) * len(large), 2),
    )


def _applicants(line: Any) -> SimpleNamespace:
    people = Share(line.numerator, line.denominator)
    others = Share(line.numerator_other, line.denominator_other)
    difference = subtract(people, others)
    return SimpleNamespace(
        agency=line.agency,
        agency_en=line.agency_en,
        year=int(line.year),
        people=people,
        others=others,
        difference=difference,
        size=abs(difference.value),
    )


def list_stakes(
    panel: DataFrame,
    indicators: DataFrame,
    doubted: Iterable[str] = (),
) -> SimpleNamespace:
    """What the rates would be by printed, reconciled and implied figures, as the figure of it has.

    `rows` are the rates whose counts are not the same in all three, `rates` how many are known in
    any, `gained` those that printed figures leave unknown: `zeros` for a total printed as 0 that
    contradicts its parts, `blanks` for a cell without a number, and `lost` those of the latter in
    reports of which the catalog doubts something (`doubted`), so that the file may have lost it.
    `moved` are those to which they give another value, `recounted` those to which they give the
    same by other counts, `drawn` those of FEW cases or more; `open` counts the rates of
    `indicators` that are undecided.
    """
    unsure = set(doubted)
    frame = stakes_frame(panel, indicators)
    known = frame[list(WORLDS)].notna().any(axis=1)
    rows = [_stake(line) for line in wording.lines(frame[frame["differs"]])]
    gained = [row for row in rows if row.printed is None]
    printed = [row for row in rows if row.printed is not None]
    moved = [row for row in printed if _is_moved(row)]
    return SimpleNamespace(
        rows=rows,
        rates=int(known.sum()),
        gained=gained,
        zeros=_gather([row for row in gained if row.zero]),
        blanks=_gather([row for row in gained if not row.zero]),
        lost=_gather([row for row in gained if not row.zero and row.report in unsure]),
        drawn=[row for row in rows if row.weight >= FEW],
        moved=moved,
        recounted=[row for row in printed if row not in moved],
        open=int(frame["value_low"].notna().sum()),
    )


def _gather(rows: Sequence[SimpleNamespace]) -> SimpleNamespace:
    """How many rates share a cause (`count`), in how many `reports`, and those of FEW or more."""
    large = [row for row in rows if row.weight >= FEW]
    return SimpleNamespace(
        count=len(rows),
        reports=len({row.report for row in rows}),
        large=len(large),
        large_reports=len({row.report for row in large}),
    )


def _is_moved(row: SimpleNamespace) -> bool:
    """Whether a rate has another value by other figures: 0/1 and 0/4 are the same rate."""
    shares = [getattr(row, world) for world in WORLDS]
    return any(share is None or share.value != row.printed.value for share in shares)


def _stake(line: Any) -> SimpleNamespace:
    """One rate by the three kinds of figures; None where one leaves it unknown."""
    shares: dict[str, Share | None] = {}
    for world in WORLDS:
        part, whole = getattr(line, f"{world}_part"), getattr(line, f"{world}_whole")
        shares[world] = None if pd.isna(part) else Share(part, whole)
    rate = all_indicators_by_id()[line.indicator]
    return SimpleNamespace(
        report=str(line.report),
        indicator=str(line.indicator),
        agency=line.agency,
        agency_en=line.agency_en,
        year=int(line.year),
        rate=Sentence(rate.zh, rate.en),
        weight=max(share.whole for share in shares.values() if share is not None),
        zero=line.printed_whole == 0,
        **shares,
    )
