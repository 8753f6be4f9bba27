"""What would tell tied explanations apart: a neighbouring year, a sentence, another file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gxkit.checks.yearrules import YEAR_RULES, Each, Side
from gxkit.report import Explanation, Key, Number, Report, Source
from gxkit.text import Listed, Sentence

FIRST = 1
MOST_NAMED = 2
"""cells named for one source: what tells one cell of a row tells the row"""

_YEAR = Sentence(
    "{year}年的报告可以判定：{cells}。",
    "The report of {year} would tell: {cells}.",
)
_CLAIM = Sentence(
    "正文如写明以下数字即可判定：{cells}。",
    "A sentence that states these figures would tell: {cells}.",
)
_FILE = Sentence(
    "对照同一报告的另一文件即可判定。",
    "Another file of the same report would tell.",
)


def name_deciders(
    report: Report,
    explanations: Iterable[Explanation],
) -> tuple[Explanation, ...]:
    """The explanations, those that are tied at the first rank with what would decide between them.

    Sources that were heard of a cell decide nothing more and are not named for it.
    """
    ties: dict[tuple[str, ...], list[Explanation]] = {}
    known = tuple(explanations)
    for one in known:
        if one.rank == FIRST:
            ties.setdefault(one.findings, []).append(one)
    deciders: dict[tuple[str, ...], tuple[Sentence, ...]] = {}
    for findings, tied in ties.items():
        # one that is alone needs no more to be told from others
        if len(tied) > 1:
            deciders[findings] = tuple(_find_deciders(report, tied))
    named: list[Explanation] = []
    for one in known:
        said = deciders.get(one.findings, ()) if one.rank == FIRST else ()
        named.append(replace(one, would_decide=said) if said else one)
    return tuple(named)


def _find_deciders(report: Report, tied: Sequence[Explanation]) -> Iterator[Sentence]:
    differing = _differing_cells(report, tied)
    heard = {(witness.source, witness.key) for witness in report.witnesses}
    years: dict[int, list[Key]] = {}
    for key in differing:
        if (Source.YEAR, key) in heard:
            continue
        for year in _years_telling(report, key):
            years.setdefault(year, []).append(key)
    for year, keys in sorted(years.items()):
        yield _YEAR.fill(year=year, cells=_name_cells(report, keys))
    silent = [key for key in differing if (Source.CLAIM, key) not in heard]
    if silent:
        yield _CLAIM.fill(cells=_name_cells(report, silent))
    if not any(source is Source.FILE for source, _ in heard):
        yield _FILE


def _differing_cells(report: Report, tied: Sequence[Explanation]) -> list[Key]:
    """The cells to which tied explanations give different numbers."""
    given: dict[Key, list[Number | None]] = {}
    for one in tied:
        for key, _, number in one.cells:
            given.setdefault(key, []).append(number)
    found: list[Key] = []
    for key, numbers in given.items():
        # those that leave a cell alone give it what is printed
        left_alone = len(numbers) < len(tied)
        printed = [report[key].value] if left_alone else []
        if len({*numbers, *printed}) > 1:
            found.append(key)
    return sorted(found)


def _years_telling(report: Report, key: Key) -> Iterator[int]:
    """The neighbouring years whose reports a rule ties to a cell."""
    year = report.meta.year
    if year is None:
        return
    table, row, column = key
    for rule in YEAR_RULES:
        place = column if rule.each is Each.ROW else row
        for term in rule.terms:
            if rule.table != table or term.place != place:
                continue
            # a cell of the later report is told by the earlier one, and the other way round
            yield year - 1 if term.year is Side.AFTER else year + 1


def _name_cells(report: Report, keys: Iterable[Key]) -> Listed:
    labels = list(dict.fromkeys(report[key].label for key in keys))
    return Listed(tuple(labels[:MOST_NAMED]), "；", "; ")
