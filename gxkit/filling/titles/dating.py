"""When a report was published: as a page or a card says, or by the date below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gxkit.filling.titles.naming import to_number
from gxkit.text import fold

_WORDS = r"[〇○零一二三四五六七八九十]"
_PART = rf"(\d{{1,2}}|{_WORDS}{{1,3}})"
_DAY = rf"(20\d\d|二{_WORDS}{{3}})[-年/.]{_PART}[-月/.]{_PART}日?"
# 2024-1-3 00:00 is no 30th of January
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
# in this order: who says both when something was published and when it was written means the first;
# when a page was printed, visited or changed is neither
_LABELLED = tuple(
    re.compile(rf"{label}:?{_DAY}")
    for label in (
        r"(?:发布|公布|公开|发表|发稿|上网)(?:时间|日期|于)",
        r"(?:发文|成文|生成|印发|制发|签发)(?:时间|日期)",
        r"(?:^|[^\u4e00-\u9fff])(?:时间|日期)",
    )
)
_WITH_SOURCE = re.compile(
    rf"^\|?{_DAY}(?:\|?\d{{1,2}}:\d\d(?::\d\d)?)?(?:信息)?(?:来源|作者|浏览|字)"
)
_LONE = re.compile(rf"([\u4e00-\u9fff]{{0,30}}?)\(?{_DAY}(?:印发)?\)?")
# the day with which a period begins or ends, and the clock of a site
_OF_A_PERIOD = re.compile(r"(?:[至到自从于]|截[至止]|为止|是|今天)$|[-~]$")
_FIRST_MONTH = "-11-01"
"""of the year that a report is about: before that none is published"""
_FIRST_YEAR = 2008
"""the first of which there are reports; systems write 1970 for no date"""


def find_published(
    said: str,
    lines: Sequence[str],
    known: Mapping[str, str],
    year: int | None,
) -> str:
    """The ISO date of publication: that of the page's metadata, one with its label, or the last
    that stands alone; '' where there is none that a report of the year can have.

    `known` are lines that are folded already.
    """
    folded = []
    for line in lines:
        apart = _BETWEEN_DIGITS.sub("|", line)
        folded.append(known.get(apart) or fold(apart))
    first = f"{year or _FIRST_YEAR}{_FIRST_MONTH}"
    return next((day for day in _days(said, folded) if day >= first), "")


def _days(said: str, lines: Sequence[str]) -> Iterator[str]:
    if said:
        yield said
    dated = [text for text in lines if _may_date(text)]
    for pattern in (*_LABELLED, _WITH_SOURCE):
        for text in dated:
            found = pattern.search(text)
            if found:
                yield from _to_iso(*found.groups())
    for number in range(len(lines) - 1, -1, -1):
        found = _LONE.fullmatch(lines[number]) if _may_date(lines[number]) else None
        if found is None:
            continue
        before = found[1] or "".join(lines[max(0, number - 1) : number])
        if not _OF_A_PERIOD.search(before):
            yield from _to_iso(*found.groups()[1:])


def _may_date(text: str) -> bool:
    """Whether a line has what every day begins with: a sieve, for few lines have."""
    return "20" in text or "二" in text


def _to_iso(*parts: str) -> Iterator[str]:
    printed_year, month, day = parts
    try:
        yield date(to_number(printed_year), _in_words(month), _in_words(day)).isoformat()
    except ValueError:  # the number of a document, as 2021-13-40
        return


def _in_words(printed: str) -> int:
    """A month or a day: 12 or 十二, 22 or 二十二."""
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    if not ten:
        return to_number(printed)
    return 10 * to_number(tens or "一") + to_number(ones or "〇")
