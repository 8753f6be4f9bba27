"""Indicators computed over the reports of a panel, as arrays: sums of cells, ratios, and why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from gxkit.forms.crosswalk import Comparability, crosswalk
from gxkit.panel.indicators.definitions import KINDS, Indicator, Term
from gxkit.panel.indicators.intervals import newcombe, wilson
from gxkit.panel.series import WANTING, CellIndex, CellSum, sum_cells

Figures = Literal["printed", "reconciled"]
Piece = tuple[np.ndarray, Callable[[int], tuple[str, str]]]
"""a code for each report, 0 where there is nothing to say, and what a code says in Chinese and English"""
_RANK = {str(kind): kind.rank for kind in Comparability}
_WHY = {
    "not asked": ("该年格式无此项", "not asked for in that year"),
    "missing": ("表中缺此格", "not in the file"),
    "blank": ("空白", "blank"),
    "illegible": ("不能辨认", "illegible"),
    "ambiguous": ("有几种读法", "has several readings"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """One indicator in each report of a CellIndex, as arrays in its order; `pieces` are the parts of its note."""

    numerator: np.ndarray
    denominator: np.ndarray
    value: np.ndarray
    ends: tuple[np.ndarray, np.ndarray]
    edition: np.ndarray
    comparability: np.ndarray
    changed: np.ndarray
    contradicted: np.ndarray
    verified: np.ndarray
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The reports of a panel read for indicators; each sum is made once."""

    index: CellIndex
    figures: Figures
    across_breaks: bool
    _sums: dict[tuple[str, object], CellSum] = field(default_factory=dict)
    _before: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)

    def sum(self, term: Term) -> CellSum:
        key = (term.concept.id, term.at)
        if key not in self._sums:
            self._sums[key] = sum_cells(self.index, term.concept, self.figures, term.cells)
        return self._sums[key]

    @property
    def before(self) -> tuple[np.ndarray, np.ndarray]:
        """For each report: the place of the same body's report of the year before, and a code that says why not.

        -1 where there is none. The code is 0, the year that has no report, or minus the year that has two (the year
        itself or the one before; neither takes part).
        """
        if not self._before:
            who = self.index.who
            body = who.groupby(["code", "agency", "scope"], sort=False).ngroup().to_numpy()
            year = who["year"].fillna(0).to_numpy(dtype=int)
            keys = body * 10_000 + year
            known, first, count = np.unique(keys, return_index=True, return_counts=True)
            at = np.searchsorted(known, keys - 1).clip(max=max(len(known) - 1, 0))
            there = (known[at] == keys - 1) & (year > 0) if len(known) else np.zeros(0, dtype=bool)
            own_twin = count[np.searchsorted(known, keys)] > 1
            twins = np.where(own_twin, year, np.where(there & (count[at] > 1), year - 1, 0))
            code = np.where(twins > 0, -twins, np.where(there, 0, np.maximum(year - 1, 1)))
            self._before.append((np.where(code == 0, first[at], -1), code))
        return self._before[0]


def _add(sums: Iterable[tuple[Term, CellSum]], count: int) -> np.ndarray:
    total = np.zeros(count)
    for term, one in sums:
        total = total + term.sign * one.value
    return total


def _ratio(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    sound = other > 0
    return np.where(sound, one / np.where(sound, other, 1.0), np.nan)


def _asks(which: np.ndarray, names: Sequence[str]) -> Piece:
    return which, lambda code: (
        f"{names[code - 1]} 格式无此项",
        f"the form {names[code - 1]} does not ask for it",
    )


def _wants(which: np.ndarray, term: Term) -> Piece:
    def say(code: int) -> tuple[str, str]:
        zh, en = _WHY[WANTING[code]]
        return f"“{term.name('zh')}”{zh}", f"{term.name('en')}: {en}"

    return which, say


def _says(where: np.ndarray, zh: str, en: str) -> Piece:
    return where.astype(int), lambda _: (zh, en)


def _year_says(code: int) -> tuple[str, str]:
    if code < 0:
        return f"{-code}年有两份报告", f"there are two reports for {-code}"
    if code == 1:
        return "不知年度", "the year is not known"
    return f"没有{code}年的报告", f"there is no report for {code}"


def _steps(indicator: Indicator, editions: Sequence[str]) -> np.ndarray:
    """For each edition, the rank of the worst of its concepts against the newest edition that has them all."""
    walk = crosswalk()
    concepts = [term.concept for term in indicator.terms]
    able = [e for e in editions if e in indicator.editions]
    ranks = []
    for edition in editions:
        if edition not in able:
            ranks.append(_RANK["none"])
            continue
        newest = walk.newest(concepts, edition, able)
        ranks.append(max(walk.comparability(c, edition, newest).rank for c in concepts))
    return np.array(ranks, dtype=int)


def compute(indicator: Indicator, reading: Reading) -> Result:
    """An indicator in each report; NaN, with the reason among the pieces, where it is undefined or a part is wanting.

    A denominator of 0 (or less) makes it undefined. Figures across a break are NaN unless `across_breaks`.
    """
    if indicator.kind == "gap":
        return _gap(indicator, [compute(one, reading) for one in indicator.of])
    count = len(reading.index.who)
    sums = [(t, reading.sum(t)) for t in (*indicator.numerator, *indicator.denominator)]
    pieces: list[Piece] = []
    if indicator.before:
        places, code = reading.before
        earlier = [(t, _shift(reading.sum(t), places)) for t in indicator.before]
    else:
        earlier = []
    every = [*sums, *earlier]
    edition = sums[0][1].edition.astype(str)
    names, which = np.unique(edition, return_inverse=True)
    steps = _steps(indicator, names.tolist())[which]
    absent = np.logical_or.reduce([one.wanting == WANTING.index("not asked") for _, one in sums])
    if indicator.only:
        absent |= ~np.isin(edition, indicator.only)
    steps = np.where(absent, _RANK["none"], steps)
    hidden = steps == _RANK["break"] if not reading.across_breaks else np.zeros(count, dtype=bool)
    numerator = _add(sums[: len(indicator.numerator)], count) - _add(earlier, count)
    denominator = (
        _add(sums[len(indicator.numerator) :], count)
        if indicator.denominator
        else np.full(count, np.nan)
    )
    if indicator.kind == "concentration":
        denominator = numerator**2
        numerator = np.sum([one.value**2 for _, one in sums], axis=0)
    out = absent | hidden
    if indicator.before:
        pieces.append((np.where(out, 0, code), _year_says))
        out |= places < 0
    numerator, denominator = np.where(out, np.nan, numerator), np.where(out, np.nan, denominator)
    over = indicator.denominator or indicator.kind == "concentration"
    value = _ratio(numerator, denominator) if over else numerator
    pieces.insert(0, _asks(np.where(absent, which + 1, 0), names.tolist()))
    pieces += [_wants(np.where(out, 0, one.wanting), term) for term, one in every]
    pieces += [
        _says(
            hidden & ~absent,
            "口径中断，与现行格式不可比",
            "a break: not comparable with the newest form",
        ),
        _says(denominator == 0, "分母为0", "the denominator is 0"),
        _says(denominator < 0, "分母为负", "the denominator is negative"),
    ]
    ends = np.full(count, np.nan), np.full(count, np.nan)
    if indicator.kind == "rate":
        ends = wilson(numerator, denominator)
        pieces.append(
            _says(
                (numerator > denominator) & (denominator > 0),
                "分子大于分母",
                "the numerator exceeds the denominator",
            )
        )
    changed, contradicted = (
        np.logical_or.reduce([getattr(one, a) for _, one in every]) & ~out
        for a in ("changed", "contradicted")
    )
    verified = np.logical_and.reduce([one.verified for _, one in every])
    pieces += [
        _says(changed, "用核对后的数", "with reconciled figures"),
        _says(
            contradicted & ~changed,
            "所用的数在原文中勾稽不成立",
            "as printed, its figures break a rule of the form",
        ),
    ]
    return Result(
        numerator,
        denominator,
        value,
        ends,
        edition,
        steps,
        changed,
        contradicted,
        verified,
        tuple(pieces),
    )


def _shift(one: CellSum, places: np.ndarray) -> CellSum:
    """A sum as it stands in the report of the year before; nothing is wanting where there is no such report."""
    gone = places < 0
    return CellSum(
        np.where(gone, np.nan, one.value[places]),
        np.where(gone, 0, one.wanting[places]),
        one.edition[places],
        np.where(gone, "comparable", one.comparability[places]),
        one.changed[places] & ~gone,
        one.contradicted[places] & ~gone,
        one.verified[places] & ~gone,
    )


def _gap(indicator: Indicator, of: Sequence[Result]) -> Result:
    one, other = of
    nothing = np.full(len(one.value), np.nan)
    hidden = np.isnan(one.value) | np.isnan(other.value)
    low, high = newcombe((one.numerator, one.denominator), (other.numerator, other.denominator))
    pieces: list[Piece] = [one.pieces[0]]
    for part, result in zip(indicator.of, of, strict=True):
        pieces += [_within(piece, part) for piece in result.pieces[1:-2]]
    pieces += [
        _says(a | b, *piece[1](1))
        for a, b, piece in (
            (one.changed, other.changed, one.pieces[-2]),
            (one.contradicted & ~one.changed, other.contradicted & ~other.changed, one.pieces[-1]),
        )
    ]
    return Result(
        nothing,
        nothing,
        one.value - other.value,
        (np.where(hidden, np.nan, low), np.where(hidden, np.nan, high)),
        one.edition,
        np.maximum(one.comparability, other.comparability),
        one.changed | other.changed,
        one.contradicted | other.contradicted,
        one.verified & other.verified,
        tuple(pieces),
    )


def _within(piece: Piece, part: Indicator) -> Piece:
    def say(code: int) -> tuple[str, str]:
        zh, en = piece[1](code)
        return f"{part.zh.rpartition('：')[2]}：{zh}", f"{part.en.rpartition(': ')[2]}: {en}"

    return piece[0], say


def write_notes(pieces: Sequence[Piece]) -> tuple[np.ndarray, np.ndarray]:
    """The notes in Chinese and English, each different combination of codes worded once."""
    codes, back = np.unique(
        np.column_stack([piece[0] for piece in pieces]), axis=0, return_inverse=True
    )
    said = [
        [say(int(code)) for code, (_, say) in zip(line, pieces, strict=True) if code]
        for line in codes
    ]
    notes = (
        ["；".join(zh for zh, _ in one) for one in said],
        ["; ".join(en for _, en in one) for one in said],
    )
    return tuple(np.array(n, dtype=object)[back.ravel()] for n in notes)  # type: ignore[return-value]


def result_to_frame(
    indicator: Indicator, result: Result, low: np.ndarray, high: np.ndarray, who: pd.DataFrame
) -> dict[str, object]:
    """The columns of one indicator, those of `who` first."""
    open_ = (low != high) & ~np.isnan(low)
    undecided = _says(
        open_ | (np.isnan(result.value) & ~np.isnan(low)),
        "核对未定或有多种读法，取值在 low 与 high 之间",
        "reconciliation or reading is undecided: between low and high",
    )
    zh, en = write_notes([*result.pieces, undecided])
    verdict = np.where(
        result.contradicted, "contradicted", np.where(result.verified, "verified", "unverified")
    )
    kinds = np.array([str(kind) for kind in Comparability], dtype=object)
    return {
        **{c: who[c].array for c in who.columns},
        "edition": result.edition,
        "indicator": np.full(len(who), indicator.id),
        "numerator": result.numerator,
        "denominator": result.denominator,
        "value": result.value,
        "low": low,
        "high": high,
        "ci_low": result.ends[0],
        "ci_high": result.ends[1],
        "method": np.where(np.isnan(result.ends[0]), "", KINDS[indicator.kind]),
        "unit": np.full(len(who), indicator.unit),
        "comparability": kinds[result.comparability],
        "reconciled": result.changed,
        "verdict": verdict,
        "note": zh,
        "note_en": en,
    }
