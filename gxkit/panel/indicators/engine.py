"""Indicators over the reports of a panel, as arrays: sums of cells, ratios, why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pandas import DataFrame

from gxkit.forms.crosswalk import Comparability
from gxkit.panel.cells import (
    COMPARABILITY,
    NOT_ASKED,
    CellSum,
    Figures,
    basis_of,
    name_places,
    ranks_of,
    sum_cells,
)
from gxkit.panel.index import USES, VERDICTS, Array, CellIndex, number_bodies
from gxkit.panel.indicators import notes
from gxkit.panel.indicators.definitions import KINDS, Indicator, Term
from gxkit.panel.indicators.intervals import newcombe, wilson
from gxkit.panel.indicators.notes import Piece
from gxkit.report import Verdict

Summed = list[tuple[Term, CellSum]]
_UNVERIFIED = VERDICTS.index(Verdict.UNVERIFIED)
_CONTRADICTED = VERDICTS.index(Verdict.CONTRADICTED)
_YEARS = 10_000
"""more than any year: body times this plus year tells body and year apart"""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """One indicator in each report of a CellIndex, as arrays in its order.

    `comparability` is a rank, `ends` are those of the interval. `asks` and `why` are the parts of
    its note that say why there is no value; `changed`, `implied`: a reconciled figure is in it, one
    that follows from others; `doubtful`: a contradicted one is, and nothing reconciled stands in
    its place. `worst` and `use` are those of its cells, as places in VERDICTS and USES.
    """

    numerator: Array
    denominator: Array
    value: Array
    ends: tuple[Array, Array]
    edition: Array
    comparability: Array
    changed: Array
    implied: Array
    doubtful: Array
    worst: Array
    use: Array
    asks: Piece
    why: tuple[Piece, ...]


@dataclass(frozen=True, eq=False)
class Reading:
    """The reports of a panel read for indicators; each sum is made once."""

    index: CellIndex
    figures: Figures
    across_breaks: bool
    _sums: dict[tuple[str, object], CellSum] = field(default_factory=dict)

    def sum(self, term: Term) -> CellSum:
        key = (term.concept.id, term.at)
        if key not in self._sums:
            self._sums[key] = sum_cells(
                self.index,
                term.concept,
                self.figures,
                term.cells,
            )
        return self._sums[key]

    @cached_property
    def before(self) -> tuple[Array, Array]:
        """The place of the same body's report of the year before, and a code that says why not.

        The place is -1 where there is none. The code is 0, the year that has no report, or minus
        the year that has two (the year itself or the one before; neither takes part).
        """
        who = self.index.who
        # An empty panel is no mistake: it has no body, and so no year before.
        if who.empty:
            nobody = np.zeros(0, dtype=int)
            return nobody, nobody
        year = who["year"].fillna(0).to_numpy(dtype=int)
        keys = number_bodies(who) * _YEARS + year
        known, first, count = np.unique(
            keys,
            return_index=True,
            return_counts=True,
        )
        own = np.searchsorted(known, keys)
        at = np.searchsorted(known, keys - 1)
        # Beyond the last key there is no place to look at; whether the key is there is asked next.
        at = at.clip(max=len(known) - 1)
        there = (known[at] == keys - 1) & (year > 0)
        # Of two reports of one year nobody can tell which one the next goes on from.
        twin_before = np.where(there & (count[at] > 1), year - 1, 0)
        twins = np.where(count[own] > 1, year, twin_before)
        wanted = np.maximum(year - 1, notes.YEAR_UNKNOWN)
        wanting = np.where(there, 0, wanted)
        code = np.where(twins > 0, -twins, wanting)
        places = np.where(code == 0, first[at], -1)
        return places, code


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """Whether the form of each report asks for an indicator, and compares with the newest."""

    edition: Array
    asks: Piece
    absent: Array
    broken: Array
    unsaid: Array
    ranks: Array

    @property
    def out(self) -> Array:
        """Where the form itself gives no answer: nothing is said of its cells."""
        return np.asarray(self.absent | self.broken | self.unsaid)


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """The figures of an indicator in each report; NaN where it is `out` or a part is wanting."""

    every: Summed
    standing: _Standing
    out: Array
    numerator: Array
    denominator: Array
    value: Array


def compute(
    indicator: Indicator,
    reading: Reading,
) -> Result:
    """An indicator in each report; NaN, with the reason among its pieces, where it has no value.

    That is where it is undefined (a denominator of 0 or less) or a part is wanting, and where
    figures lie across a break unless `across_breaks`.
    """
    if indicator.kind == "gap":
        return _gap(indicator, [compute(one, reading) for one in indicator.of])
    made = _make(indicator, reading)
    numerator, denominator = made.numerator, made.denominator
    every, out, standing = made.every, made.out, made.standing
    why: list[Piece] = []
    if indicator.before:
        why.append((np.where(standing.out, 0, reading.before[1]), notes.year_says))
    why += [notes.wants(np.where(out, 0, one.wanting), term) for term, one in every]
    why += _apart(standing)
    changed, implied = (_in_any(every, name) & ~out for name in ("changed", "implied"))
    # Where there is no indicator nothing contradicts it.
    worst = np.minimum(_worst_of(every, "worst"), np.where(out, _UNVERIFIED, _CONTRADICTED))
    return Result(
        numerator=numerator,
        denominator=denominator,
        value=made.value,
        ends=_ends(indicator, numerator, denominator),
        edition=standing.edition,
        comparability=standing.ranks,
        changed=changed,
        implied=implied,
        doubtful=(worst == _CONTRADICTED) & ~changed,
        worst=worst,
        use=_worst_of(every, "use"),
        asks=standing.asks,
        why=(*why, *_undefined(indicator, numerator, denominator)),
    )


def value_of(
    indicator: Indicator,
    reading: Reading,
) -> Array:
    """The value of an indicator in each report, as `compute` has it, and nothing beside it."""
    if indicator.kind == "gap":
        one, other = [_make(part, reading).value for part in indicator.of]
        return np.asarray(one - other)
    return _make(indicator, reading).value


def _make(
    indicator: Indicator,
    reading: Reading,
) -> _Made:
    places, _ = reading.before
    upper = _summed(indicator.numerator, reading)
    lower = _summed(indicator.denominator, reading)
    earlier = _shifted(_summed(indicator.before, reading), places)
    standing = _stand(indicator, [*upper, *lower], reading.across_breaks)
    out = standing.out
    if indicator.before:
        out = out | (places < 0)
    numerator, denominator = _sides(
        indicator,
        upper,
        lower,
        earlier,
        out,
    )
    return _Made(
        every=[*upper, *lower, *earlier],
        standing=standing,
        out=out,
        numerator=numerator,
        denominator=denominator,
        value=_value(indicator, numerator, denominator),
    )


def _shifted(
    sums: Summed,
    places: Array,
) -> Summed:
    return [(term, _shift(one, places)) for term, one in sums]


def _summed(
    terms: Iterable[Term],
    reading: Reading,
) -> Summed:
    return [(term, reading.sum(term)) for term in terms]


def _value(
    indicator: Indicator,
    numerator: Array,
    denominator: Array,
) -> Array:
    if indicator.denominator or indicator.kind == "concentration":
        return _ratio(numerator, denominator)
    return numerator


def _in_any(
    every: Summed,
    name: str,
) -> Array:
    """Where one of the sums has a mark."""
    return np.asarray(np.logical_or.reduce([getattr(one, name) for _, one in every]))


def _worst_of(
    every: Summed,
    name: str,
) -> Array:
    """The worst that is said of the cells of the sums."""
    return np.asarray(np.maximum.reduce([getattr(one, name) for _, one in every]))


def _apart(standing: _Standing) -> list[Piece]:
    """Why a form is not held against the newest: across a break, or of which nobody says."""
    return [
        notes.says(standing.broken & ~standing.absent, notes.BREAK),
        notes.says(standing.unsaid, notes.UNSAID),
    ]


def _stand(
    indicator: Indicator,
    own: Summed,
    across_breaks: bool,
) -> _Standing:
    _, first = own[0]
    editions = first.at_hand
    edition = first.edition.astype(str)
    which = np.searchsorted(editions, edition)
    absent = _absent(indicator, own, edition)
    concepts = tuple(term.concept.id for term in indicator.terms)
    able = tuple(one for one in editions if one in indicator.editions)
    steps = np.array(ranks_of(concepts, editions, able), dtype=int)
    ranks = np.where(absent, Comparability.NONE.rank, steps[which])
    # A form that has all the cells, and of which nothing is said, is as far as one across a break.
    unsaid = (ranks == Comparability.NONE.rank) & np.isin(edition, able) & ~absent
    is_break = ranks == Comparability.BREAK.rank
    return _Standing(
        edition=edition,
        asks=notes.asks(np.where(absent, which + 1, 0), editions),
        absent=absent,
        broken=is_break & (not across_breaks),
        unsaid=unsaid & (not across_breaks),
        ranks=ranks,
    )


def _undefined(
    indicator: Indicator,
    numerator: Array,
    denominator: Array,
) -> list[Piece]:
    """Why a ratio is undefined, or is no share."""
    made = [
        notes.says(denominator == 0, notes.ZERO),
        notes.says(denominator < 0, notes.NEGATIVE),
    ]
    if indicator.kind == "rate":
        # It can happen with misprinted figures: the value stands, but it has no interval.
        is_over = (numerator > denominator) & (denominator > 0)
        made.append(notes.says(is_over, notes.OVER_ONE))
    return made


def _ends(
    indicator: Indicator,
    numerator: Array,
    denominator: Array,
) -> tuple[Array, Array]:
    """Both ends of the interval: NaN for what is no rate of counts."""
    if indicator.kind == "rate":
        return wilson(numerator, denominator)
    nothing = np.full(len(numerator), np.nan)
    return nothing, nothing


def _absent(
    indicator: Indicator,
    own: Summed,
    edition: Array,
) -> Array:
    """Where the form does not ask for the indicator, or it is not meant for that form."""
    wanting = np.array([one.wanting for _, one in own])
    absent = (wanting == NOT_ASKED).any(axis=0)
    # A form may have the cells and mean another thing by them: the indicator names its own.
    if indicator.only:
        absent = absent | ~np.isin(edition, indicator.only)
    return np.asarray(absent)


def _sides(
    indicator: Indicator,
    upper: Summed,
    lower: Summed,
    earlier: Summed,
    out: Array,
) -> tuple[Array, Array]:
    """Numerator and denominator, NaN in the reports that are `out` and where there is none."""
    numerator = np.where(out, np.nan, _add(upper))
    # The sum of squared shares, with the square of the whole below (Herfindahl).
    if indicator.kind == "concentration":
        squares = [one.value**2 for _, one in upper]
        return np.where(out, np.nan, np.sum(squares, axis=0)), numerator**2
    if earlier:
        numerator = numerator - _add(earlier)
    nothing = np.full(len(numerator), np.nan)
    denominator = _add(lower) if lower else nothing
    return numerator, np.where(out, np.nan, denominator)


def _add(sums: Iterable[tuple[Term, CellSum]]) -> Array:
    signed = [term.sign * one.value for term, one in sums]
    # Beginning with 0 keeps -0 out of the files.
    return np.asarray(np.sum(signed, axis=0, initial=0.0))


def _ratio(
    one: Array,
    other: Array,
) -> Array:
    """A quotient; NaN where the denominator is not above 0."""
    is_sound = other > 0
    # A division by 0 would be a warning for each report, though nobody looks at what it gives.
    divisor = np.where(is_sound, other, 1.0)
    return np.where(is_sound, one / divisor, np.nan)


def _shift(
    one: CellSum,
    places: Array,
) -> CellSum:
    """A sum as it stands in the report of the year before.

    Nothing is wanting where there is no such report: that is said of the year, not of the cell.
    """
    gone = places < 0
    return CellSum(
        value=np.where(gone, np.nan, one.value[places]),
        wanting=np.where(gone, 0, one.wanting[places]),
        edition=one.edition[places],
        at_hand=one.at_hand,
        comparability=np.where(gone, "comparable", one.comparability[places]),
        changed=one.changed[places] & ~gone,
        implied=one.implied[places] & ~gone,
        worst=np.where(gone, _UNVERIFIED, one.worst[places]),
        use=np.where(gone, len(USES) - 1, one.use[places]),
    )


def _gap(
    indicator: Indicator,
    of: Sequence[Result],
) -> Result:
    """The difference of two rates, with the interval of a difference."""
    one, other = of
    nothing = np.full(len(one.value), np.nan)
    value = one.value - other.value
    is_hidden = np.isnan(value)
    low, high = newcombe(
        (one.numerator, one.denominator),
        (other.numerator, other.denominator),
    )
    low = np.where(is_hidden, np.nan, low)
    high = np.where(is_hidden, np.nan, high)
    why: list[Piece] = []
    # Which of the two rates is wanting must be said, for both have the same terms.
    for part, result in zip(indicator.of, of, strict=True):
        why += [notes.within(piece, part) for piece in result.why]
    return Result(
        numerator=nothing,
        denominator=nothing,
        value=value,
        ends=(low, high),
        edition=one.edition,
        comparability=np.maximum(one.comparability, other.comparability),
        changed=one.changed | other.changed,
        implied=one.implied | other.implied,
        # Not contradicted and unchanged as a whole: one rate may be mended and the other not.
        doubtful=one.doubtful | other.doubtful,
        worst=np.maximum(one.worst, other.worst),
        use=np.maximum(one.use, other.use),
        asks=one.asks,
        why=tuple(why),
    )


def _rests_on(
    result: Result,
    is_open: Array,
) -> list[Piece]:
    """What is to be said of the figures that an indicator is made of."""
    return [
        notes.says(result.changed, notes.CHANGED),
        notes.says(result.implied, notes.IMPLIED),
        notes.says(result.doubtful, notes.DOUBTFUL),
        notes.says(is_open, notes.OPEN),
    ]


def result_to_frame(
    indicator: Indicator,
    result: Result,
    low: Array,
    high: Array,
    who: DataFrame,
) -> dict[str, object]:
    """The columns of one indicator, those of `who` first."""
    # Where the printed figures give no value, a span without one is still worth telling.
    is_spanned = ~np.isnan(low)
    is_open = is_spanned & ((low != high) | np.isnan(result.value))
    zh, en = notes.write_notes([result.asks, *result.why, *_rests_on(result, is_open)])
    has_interval = ~np.isnan(result.ends[0])
    return {
        **{name: who[name].array for name in who.columns},
        "edition": result.edition,
        "indicator": np.full(len(who), indicator.id),
        "numerator": result.numerator,
        "denominator": result.denominator,
        "value": result.value,
        "low": low,
        "high": high,
        "ci_low": result.ends[0],
        "ci_high": result.ends[1],
        "method": np.where(has_interval, KINDS[indicator.kind], ""),
        "unit": np.full(len(who), indicator.unit),
        "comparability": COMPARABILITY[result.comparability],
        "reconciled": result.changed,
        "verdict": name_places(result.worst, VERDICTS),
        "note": zh,
        "note_en": en,
        "basis": basis_of(result.changed, result.implied),
        "use": name_places(result.use, USES),
    }
