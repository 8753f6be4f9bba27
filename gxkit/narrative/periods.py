"""Of when a figure speaks: the report's year, another one, all years up to now, or none told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gxkit.forms import all_forms, per_form_set
from gxkit.narrative.numerals import TokenKind
from gxkit.narrative.phrasebook import Phrasebook
from gxkit.narrative.prose import Statement
from gxkit.report import Report

YEAR_SIGN, FIGURE_SIGN = "~", "#"
"""in masked text"""
_SINCE = "以来"
_UNTIL = "截"
_OVER_THE_YEARS = "历年"
OF_ALL_YEARS = "cumulative"
"""the column in which an edition counts all years up to a report's"""
_ADDED_UP = re.compile(r"累计")
_ALL_YEARS_SAID = re.compile(r"历年|累计|以来|至今")
_AFTER_THE_YEAR = re.compile(
    r"(?:本年度?|今年|当年|全年)[^;。#]*#[^;。#]*(?<!历年)累计(?P<verb>[^;。#]*)$"
)
_ALL_YEARS_AGAIN = re.compile(r"历年累计[^。]*#[^。]*[，,;]累计[^，,;。#]*$")
"""累计 once more behind 历年累计, though the year stood between them"""
_BEHIND_ITS_VERB = re.compile(
    r"[，,、(](?:其中)?(?P<verb>[^，,;。、:()#~@年季月]{2,})(?<!历年)累计(?:共|为|达|有)*$"
)
"""答复累计31条: between the verb and the figure"""
_TOLD_OF_ALL_YEARS = re.compile(r"(?:(?<=[，,])累计|历年|(?:实施|施行)以来)[^。;]*#[^。;]*$")
_NO_VERB = re.compile(r"(?:为|达|共|有|数|总)*$")
_THE_YEAR_BESIDE = re.compile(r"[^;。]*?(?:本年|今年|当年|年内|~)[^;。#]*#")
_CARRIED_INTO = re.compile(r"(?:结转|顺延|延|转)(?:至|到|入)?$")
_CARRIED = re.compile(r"结转(?![上去至到入下~])")
_BRACKET = re.compile(r"\([^()]*\)")
_STOPS = re.compile(r"[，,;:()]")
_FEW_FIGURES = r"#[^#~@，,;。、和及与]{0,3}(?:[、和及与]#[^#~@，,;。、和及与]{0,3})+"
_OF_YEARS = re.compile(rf"(?P<years>~(?:[、和及与]~)+)[^#~@;。]*?(?P<figures>{_FEW_FIGURES})")
"""2021年、2022年分别收到申请18件、25件"""
_BESIDE = re.compile(r"[较比与同]$")
_COMPARED = re.compile(r"[，,;:。]|相比|相较|持平")


class Period(NamedTuple):
    """The year of a figure, None where it is open; `cumulative` if it counts all years up to it."""

    year: int | None
    cumulative: bool = False


def find_period(
    report: Report,
    book: Phrasebook,
    statement: Statement,
    lead: str,
) -> Period:
    """The period of a figure: by the last word of time before it.

    A statement without one takes the year of the one before it if that has figures, else it is the
    report's. What a bracket says holds in the bracket only. `lead` is the masked statement up to
    the figure.
    """
    dealt = find_year_dealt(statement, len(lead))
    return _last_told(report, book, statement, lead) if dealt is None else Period(dealt)


def _last_told(
    report: Report,
    book: Phrasebook,
    statement: Statement,
    lead: str,
) -> Period:
    """The period of a figure by the last word of time before it."""
    own = report.meta.year
    outside = _BRACKET.sub(_blank_out, lead)
    last, year = -1, _year_carried_on(book, statement, own)
    for position, named in _years_named(statement, outside, own):
        last, year = position, named
    for position, named in _words_of_time(book, outside, own):
        # the last word before the figure decides
        if position >= last:
            last, year = position, named
    period = Period(year)
    for match in book.marks["cumulative"].finditer(outside):
        word, start = match.group(), match.start()
        if _starts_afresh(match, outside) or _names_the_year(match, outside, period.year == own):
            continue
        # 截至2022年底: its own year is no later word of time
        if word.startswith(_UNTIL) and outside.startswith(YEAR_SIGN, match.end()):
            start = match.end()
        if start >= last:
            last = start
            period = _up_to_now(report, book, match, outside)
    # most sentences add nothing up
    if not _ADDED_UP.search(outside) or not _has_all_years(report):
        return period
    again = _added_up_again(outside, last)
    if again is not None:
        return again
    return _added_up(statement, outside, period) if last < 0 else period


def find_year_dealt(statement: Statement, place: int) -> int | None:
    """The year of a figure of those that several years were named for at once; None of others."""
    for match in _OF_YEARS.finditer(statement.masked):
        years, figures = match["years"], match["figures"]
        start = match.start("figures")
        # with more or fewer figures than years nobody knows which is of which
        if not start <= place < match.end() or years.count(YEAR_SIGN) != figures.count(FIGURE_SIGN):
            continue
        number = figures.count(FIGURE_SIGN, 0, place - start)
        named = zip(statement.tokens, statement.marks, strict=True)
        said = [token.number for token, mark in named if mark in range(*match.span("years"))]
        year = said[number]
        return year if isinstance(year, int) else None
    return None


def _added_up_again(lead: str, last: int) -> Period | None:
    """The period of 累计 behind a figure of the year or of all years; None where it is neither.

    `last` is where the last word of time before it stands.
    """
    if _ALL_YEARS_AGAIN.search(lead):
        return Period(None, cumulative=True)
    beside = _AFTER_THE_YEAR.search(lead)
    behind = _BEHIND_ITS_VERB.search(lead)
    # 今年答复19条，累计答复31条，其中同意公开累计27条; of the year alone it may be of either
    if beside is None and behind and 0 <= last < behind.start("verb"):
        said = _TOLD_OF_ALL_YEARS.search(lead, 0, behind.start())
        return Period(None, cumulative=said is not None)
    if beside is None or last >= beside.start("verb"):
        return None
    # 当年受理12条，累计131条: of all years; 累计答复10条 may be of the year
    return Period(None, cumulative=_NO_VERB.match(beside["verb"]) is not None)


@per_form_set
def _editions_of_all_years() -> frozenset[str]:
    """The editions that have a column for all years up to a report's."""
    found = set()
    for form in all_forms().values():
        columns = [column for table in form.tables for _, column in table.slots]
        if OF_ALL_YEARS in columns:
            found.add(form.id)
    return frozenset(found)


def _has_all_years(report: Report) -> bool:
    known = _editions_of_all_years()
    return not known.isdisjoint(report.editions.values())


def _added_up(
    statement: Statement,
    lead: str,
    period: Period,
) -> Period:
    """累计受理37条 where a form counts the year and all years: the words around it tell which."""
    tail = statement.masked[len(lead) :]
    if _THE_YEAR_BESIDE.match(tail):
        return Period(None, cumulative=True)
    # 公开80条，累计410条 is for the phrases to tell; alone it may be of the year or of all years
    return period if FIGURE_SIGN in lead else Period(None)


def _blank_out(match: re.Match[str]) -> str:
    return "_" * len(match.group())


def _year_carried_on(
    book: Phrasebook,
    statement: Statement,
    own: int | None,
) -> int | None:
    """The year that a statement goes on with."""
    if FIGURE_SIGN not in statement.before:
        return own
    if book.marks["half"].search(statement.before):
        # after the figures of a half year the next ones may be of either
        return None
    return own if statement.year_before is None else statement.year_before


def _years_named(
    statement: Statement,
    lead: str,
    own: int | None,
) -> Iterator[tuple[int, int | None]]:
    """The years named before a figure with their places, as far as it speaks of them.

    较2021年增长 compares; 结转2023年 names the year that requests are carried into from the year
    before; 2022年结转3件 leaves open whether in or out.
    """
    for token, position in zip(statement.tokens, statement.marks, strict=True):
        year = token.number
        if token.kind is not TokenKind.YEAR or not isinstance(year, int):
            continue
        # behind the figure, or in a bracket and for that bracket only
        if lead[position : position + 1] != YEAR_SIGN:
            continue
        before, after = lead[:position], lead[position + 1 :]
        if _CARRIED_INTO.search(before):
            # of other years it is not told which of the two is meant
            if year == own:
                yield position, own - 1
        elif after.startswith("结转"):
            if year == own:
                yield position, None if _CARRIED.match(after) else own
        elif not (_BESIDE.search(before) and _COMPARED.search(after)):
            yield position, year


def _words_of_time(
    book: Phrasebook,
    lead: str,
    own: int | None,
) -> Iterator[tuple[int, int | None]]:
    """去年, 本年, 上半年: each with its place and the year it means."""
    last_year = None if own is None else own - 1
    for name, year in (("earlier", last_year), ("this", own), ("part", None)):
        for match in book.marks[name].finditer(lead):
            yield match.end() - 1, year


def _starts_afresh(
    match: re.Match[str],
    lead: str,
) -> bool:
    """历年累计…；本年…: what is said of all years ends with the semicolon."""
    return match.group() == _OVER_THE_YEARS and ";" in lead[match.end() :]


def _names_the_year(
    match: re.Match[str],
    lead: str,
    of_own_year: bool,
) -> bool:
    """2022年以来 in the report of 2022 is the year itself."""
    if match.group() != _SINCE or not of_own_year:
        return False
    return lead.endswith(YEAR_SIGN, 0, match.start())


def _up_to_now(
    report: Report,
    book: Phrasebook,
    match: re.Match[str],
    lead: str,
) -> Period:
    word, between = match.group(), lead[match.end() :]
    if word.startswith(_UNTIL):
        if book.marks["this"].search(lead):
            # 截至12月底，本年…: the year up to its end
            return Period(report.meta.year)
        # 截至年底公开98条: where a form counts both it may be either
        if _has_all_years(report) and not _ALL_YEARS_SAID.search(lead):
            return Period(None)
    # 历年累计9条，受理3件: whether the second figure is of all years too the words leave open
    # 历年累计受理266条、答复264条: one list
    same = FIGURE_SIGN not in between or not _STOPS.search(between)
    return Period(None, cumulative=same or word != _OVER_THE_YEARS)
