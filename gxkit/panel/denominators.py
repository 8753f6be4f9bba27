"""The disclosure rate by several denominators: what is counted as a request that could be granted.

The study and its figure read this one frame.
"""

from __future__ import annotations

from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from typing import NamedTuple

import numpy as np
from pandas import DataFrame

from gxkit.panel.cells import Figures
from gxkit.panel.columns import WHO
from gxkit.panel.index import Array
from gxkit.panel.indicators.intervals import wilson
from gxkit.panel.series import concept_series
from gxkit.text import Sentence

OUTCOMES = (
    "granted",
    "partial",
    "denied",
    "not_processed",
    "other_handling",
    "decided",
)
DENOMINATORS: Mapping[str, Sentence] = {
    "all": Sentence("全部办理", "all decided"),
    "handled": Sentence("不计不予处理和其他", "without not processed and other"),
    "answerable": Sentence("公开、部分公开与不予公开之和", "granted, partly granted and denied"),
}
"""by key, what is divided by"""
_RATES = (
    "broad_disclosure_rate",
    "full_disclosure_rate",
    "denial_rate",
)


def read_outcomes(
    panel: DataFrame,
    figures: Figures,
) -> DataFrame:
    """One line a report: its outcomes as columns, NA where a cell has no number.

    `changed`: one of them is a reconciled figure.
    """
    series = {}
    for concept in OUTCOMES:
        series[concept] = concept_series(
            panel,
            concept,
            figures=figures,
        )
    first = series[OUTCOMES[0]]
    who = [name for name in WHO if name in first]
    made = first[who].copy()
    made["changed"] = False
    for concept, one in series.items():
        made[concept] = one["value"]
        made["changed"] |= one["reconciled"]
    return made


def undecided_reports(indicators: DataFrame) -> Iterator[str]:
    """Reports of which an outcome is undecided: their shares cannot be compared."""
    own = indicators[indicators["indicator"].isin(_RATES)]
    opened = own["low"].ne(own["high"]) & own["low"].notna()
    yield from own.loc[opened, "report"].unique()


def denominators_frame(
    outcomes: DataFrame,
    undecided: Iterable[str],
    few: int,
) -> DataFrame:
    """The reports of which every outcome has a number, none of them undecided, and some decided.

    `disclosed` is what was granted in full or part, `of_all`, `of_handled` and `of_answerable` what
    it is divided by, `rate_…` the shares, NA of nothing. `large` says that no denominator is below
    `few`; `width` is how far the shares lie apart that rest on so many, 0 where none does.
    """
    known = outcomes.dropna(subset=list(OUTCOMES))
    is_open = known["report"].isin(set(undecided))
    known = known[~is_open & known["decided"].gt(0)]
    disclosed = known["granted"] + known["partial"]
    made = known.assign(disclosed=disclosed)
    wholes = {
        "all": known["decided"],
        "handled": known["decided"] - known["not_processed"] - known["other_handling"],
        "answerable": disclosed + known["denied"],
    }
    enough, shares = {}, {}
    for name, whole in wholes.items():
        made[f"of_{name}"] = whole
        made[f"rate_{name}"] = disclosed / whole.where(whole > 0)
        enough[name] = whole.ge(few)
        shares[name] = made[f"rate_{name}"].where(enough[name])
    told = DataFrame(shares)
    made["large"] = DataFrame(enough).all(axis=1)
    made["width"] = (told.max(axis=1) - told.min(axis=1)).fillna(0.0)
    return made.reset_index(drop=True)


class Swaps(NamedTuple):
    """Pairs of reports of different bodies, and those that change places with the denominator.

    Of the `swapped`, `clear` are those of which both differences, before and after, have an
    interval without 0.
    """

    swapped: int
    clear: int
    pairs: int


def count_swaps(frame: DataFrame) -> Swaps:
    """Pairs of reports that change places between the first denominator and the last.

    `frame` is one of `denominators_frame`; every whole in it is above 0.
    """
    first = _spans(frame, "all")
    last = _spans(frame, "answerable")
    # a body set against itself in another year compares no two bodies
    body = frame.groupby(["code", "agency"], dropna=False).ngroup().to_numpy()
    swapped = clear = pairs = 0
    # row by row: a square of thousands of reports would fill the memory
    for place in range(len(frame)):
        others = place + 1 + np.flatnonzero(body[place + 1 :] != body[place])
        pairs += len(others)
        ahead = first[0, place] - first[0, others]
        behind = last[0, place] - last[0, others]
        turned = ahead * behind < 0
        swapped += int(np.count_nonzero(turned))
        rest = others[turned]
        is_clear = _is_clear(first, place, rest) & _is_clear(last, place, rest)
        clear += int(np.count_nonzero(is_clear))
    return Swaps(swapped, clear, pairs)


def _spans(frame: DataFrame, name: str) -> Array:
    """The rate of each report by one denominator, and how far its interval goes below and above."""
    part = frame["disclosed"].to_numpy(dtype=float)
    whole = frame[f"of_{name}"].to_numpy(dtype=float)
    low, high = wilson(part, whole)
    share = part / whole
    return np.array([share, share - low, high - share])


def _is_clear(
    spans: Array,
    place: int,
    others: Array,
) -> Array:
    """Whether the interval of Newcombe of each difference from one report leaves out 0."""
    share, below, above = spans
    gap = share[place] - share[others]
    downward = np.hypot(below[place], above[others])
    upward = np.hypot(above[place], below[others])
    clear: Array = np.where(gap > 0, gap > downward, -gap > upward)
    return clear
