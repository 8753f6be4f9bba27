"""How the study words what was computed, in Chinese and English: lists, numbers, days, bodies."""

from __future__ import annotations

import re
from collections.abc import (
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
from pandas import DataFrame

from gxkit.charts.words import name_of
from gxkit.paper.portions import tabulate, tell
from gxkit.text import (
    Said,
    Sentence,
    agree,
    choose,
)
from gxkit.text import say as speak

ABSENT = "—"
MINUS = "−"
SCOPES: Mapping[str, Sentence] = {
    "body": Sentence("本机关", "the body alone"),
    "summary": Sentence("汇总", "summary"),
}
COMPARABILITY: Mapping[str, Sentence] = {
    "comparable": Sentence("可比", "comparable"),
    "caution": Sentence("谨慎可比", "with caution"),
    "break": Sentence("中断", "break"),
    "none": Sentence("无从比较", "not comparable"),
}
LEVELS: Mapping[str, Sentence] = {
    "": Sentence("级别不详", "level unknown"),
    "province": Sentence("省级", "provincial level"),
    "provincial": Sentence("省级", "provincial level"),
    "prefecture": Sentence("地市级", "prefecture level"),
    "prefecture-level zone": Sentence("地市级开发区", "prefecture-level zone"),
    "county": Sentence("县级", "county level"),
    "district": Sentence("县级", "county level"),
    "township": Sentence("乡镇", "township level"),
    "department": Sentence("部门", "department"),
}
WHERE: Mapping[str, Sentence] = {
    "inside": Sentence("表内", "inside a table"),
    "years": Sentence("年度之间", "between years"),
    "text": Sentence("叙述", "in the text"),
}
SHORT = 12
"""digits of a hash that tell states of the data apart in a citation"""
# Up to four digits an English text sets no mark between thousands, and years never have one.
LONG = 10_000
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DIRECTIONS = {
    1: ("上升", "rose"),
    -1: ("下降", "fell"),
    0: ("持平", "stayed level"),
}
_TWICE = re.compile(r"(.*[\u4e00-\u9fff].*[。！？])\s*([A-Z][^。]*)", re.DOTALL)
"""a text that a person wrote in Chinese and then in English"""


def lines(frame: DataFrame) -> Iterable[Any]:
    """The lines of a frame, its columns as attributes."""
    return frame.itertuples()


def listed(items: Iterable[Said], language: str) -> str:
    """Items joined as the prose of a language joins them, `无` or `none` where there is none.

    >>> listed(["甲", "乙", "丙"], "zh"), listed([], "zh")
    ('甲、乙和丙', '无')
    >>> listed([2019, 2021, 2023], "en")
    '2019, 2021 and 2023'
    """
    nothing = choose("无", "none", language)
    # The last two are joined by a word, all others by a mark.
    *first, last = [speak(item, language) for item in items] or [nothing]
    # Names with a comma of their own could not be told apart by commas.
    is_long = any(", " in item for item in (*first, last))
    mark = choose("、", "; " if is_long else ", ", language)
    word = choose("和", "; and " if is_long else " and ", language)
    return mark.join(first) + word + last if first else last


def _signed(text: str) -> str:
    """A number with a minus as wide as a plus, which a hyphen is not."""
    return text.replace("-", MINUS)


def number(value: Any, language: str = "zh") -> str:
    """A count or an amount as digits; a dash where there is none.

    >>> number(72804), number(72804, "en"), number(4584, "en")
    ('72804', '72,804', '4584')
    """
    if pd.isna(value):
        return ABSENT
    is_long = language == "en" and abs(value) >= LONG
    # Fifteen digits are what float64 holds exactly, and whole numbers come without a point.
    return _signed(f"{value:,.15g}" if is_long else f"{value:.15g}")


def percent(share: Any) -> str:
    """A share of one as per cent with one decimal.

    >>> percent(0.70447)
    '70.4%'
    """
    return ABSENT if pd.isna(share) else _signed(f"{100 * share:.1f}%")


def points(share: Any) -> str:
    """A difference of shares in percentage points, signed."""
    return ABSENT if pd.isna(share) else _signed(f"{100 * share:+.1f}")


def whole_percent(share: float) -> str:
    """A share of one as whole per cent: the level of an interval."""
    return f"{100 * share:.0f}%"


def years(found: Iterable[int], language: str) -> str:
    """Years of a series, runs of them by their ends.

    >>> years([2012, 2014, 2015, 2016], "zh"), years([2012, 2014, 2015, 2016], "en")
    ('2012、2014至2016', '2012 and 2014–2016')
    """
    runs: list[list[int]] = []
    for year in found:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    told: list[str] = []
    for run in runs:
        told += _run(run, language)
    # Chinese needs no word before the last year, and has none in a table's narrow column.
    return "、".join(told) if language == "zh" else listed(told, language)


def _run(run: Sequence[int], language: str) -> list[str]:
    first, last = run[0], run[-1]
    # Two years make no run: the word between them would be longer than a mark.
    if last - first > 1:
        return [f"{first}{choose('至', '–', language)}{last}"]
    return list(map(str, run))


def rank(name: str, language: str) -> str:
    """The level of a body as a catalog has it; another one stands as it is."""
    return speak(LEVELS.get(name, name), language)


def where(name: str, language: str) -> str:
    """Where a rule is asked."""
    return WHERE[name].say(language)


def scope(name: str, language: str) -> str:
    """Whether a body reports for itself or for all below it; a dash where nobody says."""
    return speak(SCOPES.get(name, ABSENT), language)


def digest(digits: str) -> str:
    """The beginning of a hash, for a citation."""
    return digits[:SHORT]


def month_day(day: tuple[int, int], language: str) -> str:
    """A day of any year.

    >>> month_day((3, 31), "zh"), month_day((3, 31), "en")
    ('3月31日', '31 March')
    """
    month, of_month = day
    return choose(f"{month}月{of_month}日", f"{of_month} {MONTHS[month - 1]}", language)


def full_day(day: str, language: str) -> str:
    """`2024-03-08` as 2024年3月8日 or 8 March 2024; a dash where the day is not known."""
    # An empty day is a fact too: the report does not say when it was published.
    if not day:
        return ABSENT
    known = date.fromisoformat(day)
    said = month_day((known.month, known.day), language)
    return choose(f"{known.year}年{said}", f"{said} {known.year}", language)


def body(item: Any, language: str) -> str:
    """What a body is called: one without an English name by its Chinese one, not left out."""
    return name_of(item.agency, item.agency_en, language)


def the_body(item: Any, language: str) -> str:
    """What a body is called within an English sentence; a Chinese name takes no article."""
    name = body(item, language)
    return f"the {name}" if item.agency_en and language == "en" else name


def bodies(items: Iterable[Any], language: str) -> str:
    """Reports (anything with agency and year) as bodies, each with its years."""
    known = by_body(items, language)
    told = tell(known)
    named = [_with_years(name, own, language) for name, own in told.shown]
    if not told.rest:
        return listed(named, language)
    reports = sum(len(own) for _, own in known)
    zh = f"{'、'.join(named)}等{told.total}个机关的{reports}份报告"
    en = f"{', '.join(named)} and others, {reports} reports of {told.total} bodies in all"
    return choose(zh, en, language)


def _with_years(
    name: str,
    items: Iterable[Any],
    language: str,
) -> str:
    own = dict.fromkeys(int(item.year) for item in items)
    said = years(own, language)
    return choose(f"{name}（{said}年）", f"{name} ({said})", language)


def bodies_only(items: Iterable[Any], language: str) -> str:
    """Bodies without their years, of many the first and how many there are."""
    told = tell(dict.fromkeys(body(item, language) for item in items))
    if not told.rest:
        return listed(told.shown, language)
    zh = f"{'、'.join(told.shown)}等{told.total}个机关"
    en = f"{', '.join(told.shown)} and others ({told.total} bodies in all)"
    return choose(zh, en, language)


def by_body(items: Iterable[Any], language: str) -> list[tuple[str, list[Any]]]:
    """The things of each body under its name, in the order in which the bodies come."""
    known: dict[str, list[Any]] = {}
    for item in items:
        known.setdefault(body(item, language), []).append(item)
    return list(known.items())


def in_both(text: str) -> Sentence:
    """A text that a person wrote in Chinese, in English, or in both after each other.

    >>> in_both("应为1件。It is 1.").say("en"), in_both("It is 1.").say("zh")
    ('It is 1.', 'It is 1.')
    """
    both = _TWICE.fullmatch(text)
    return Sentence(both[1], both[2]) if both else Sentence.same(text)


def direction(
    first: tuple[Any, ...],
    last: tuple[Any, ...],
    language: str = "zh",
) -> str:
    """What the last figure did against the first: 上升, 下降 or 持平; '' where that is undecided.

    Each is given as its number, or as the least and the most that it may be.

    >>> direction((3, 3), (5, 5)), direction((3, 3), (2, 5)), direction((3, 3), (4, 5), "en")
    ('上升', '', 'rose')
    """
    went = {_compare(one, other) for one in first for other in last}
    if len(went) > 1:
        return ""
    return choose(*_DIRECTIONS[went.pop()], language)


def _compare(first: Any, last: Any) -> int:
    return int(last > first) - int(last < first)


def plural(
    count: Any,
    singular: str,
    many: str = "",
) -> str:
    """A count with its noun, as English has it.

    >>> plural(1, "report"), plural(3, "body", "bodies"), plural(0, "report")
    ('1 report', '3 bodies', 'no reports')
    """
    said = number(count, "en") if count else "no"
    return f"{said} {agree(count, singular, many or singular + 's')}"


def some(count: Any) -> str:
    """A count in running text: `none` of nothing."""
    return number(count, "en") if count else "none"


def with_article(name: str) -> str:
    """The name of a form within a sentence.

    >>> with_article("2019 form"), with_article("Fujian's own form")
    ('the 2019 form', "Fujian's own form")
    """
    return name if "'s " in name else f"the {name}"


def lower_first(text: str) -> str:
    """A name within a sentence: its first letter small, unless it is an abbreviation's.

    >>> lower_first("State secret"), lower_first("IT files")
    ('state secret', 'IT files')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


_PLAIN: Mapping[str, Callable[..., Any]] = {
    "tell": tell,
    "tabulate": tabulate,
    "digest": digest,
    "pct": percent,
    "level": whole_percent,
    "points": points,
    "plural": plural,
    "agree": agree,
    "some": some,
    "the": with_article,
    "lower_first": lower_first,
    "zh": partial(listed, language="zh"),
    "en": partial(listed, language="en"),
}
# Each takes the language of the edition beside what it words.
_SPOKEN: Mapping[str, Callable[..., Any]] = {
    "say": speak,
    "listed": listed,
    "n": number,
    "years": years,
    "rank": rank,
    "where": where,
    "scope": scope,
    "day": full_day,
    "monthday": month_day,
    "body": body,
    "the_body": the_body,
    "by_body": by_body,
    "bodies": bodies,
    "bodies_only": bodies_only,
}


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The filters of a template, by the same names in either language."""
    own = {name: partial(word, language=language) for name, word in _SPOKEN.items()}
    return {**_PLAIN, **own}
