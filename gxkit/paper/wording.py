"""How the study words what was computed: lists, numbers, shares, days, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd
from pandas import DataFrame

from gxkit.paper.portions import tabulate, tell
from gxkit.text import Sayable, choose

ABSENT = "—"
MINUS = "−"
SCOPES = {"body": "本机关", "summary": "汇总"}
COMPARABILITY = {
    "comparable": "可比",
    "caution": "谨慎可比",
    "break": "中断",
    "none": "无从比较",
}
LEVELS = {
    "province": "省级",
    "provincial": "省级",
    "prefecture": "地市级",
    "prefecture-level zone": "地市级开发区",
    "county": "县级",
    "district": "县级",
    "township": "乡镇",
    "department": "部门",
}
WHERE = {"inside": "表内", "years": "年度之间", "text": "叙述"}
SHORT = 12
"""digits of a hash that tell states of the data apart in a citation"""
_DIRECTIONS = {
    1: ("上升", "rose"),
    -1: ("下降", "fell"),
    0: ("持平", "stayed level"),
}


def lines(frame: DataFrame) -> Iterable[Any]:
    """The lines of a frame, its columns as attributes."""
    return frame.itertuples()


def list_zh(items: Iterable[object]) -> str:
    """Items joined as Chinese prose joins them, `无` where there is none.

    >>> list_zh(["甲", "乙", "丙"]), list_zh([])
    ('甲、乙和丙', '无')
    """
    return _listed(items, "、", "和", "无")


def list_en(items: Iterable[object]) -> str:
    """Items joined as English prose joins them.

    >>> list_en([2019, 2021, 2023])
    '2019, 2021 and 2023'
    """
    return _listed(items, ", ", " and ", "none")


def _listed(
    items: Iterable[object],
    mark: str,
    last_mark: str,
    nothing: str,
) -> str:
    # The last two are joined by a word, all others by a mark.
    *first, last = [str(item) for item in items] or [nothing]
    return mark.join(first) + last_mark + last if first else last


def _signed(text: str) -> str:
    """A number with a minus as wide as a plus, which a hyphen is not."""
    return text.replace("-", MINUS)


def number(value: Any) -> str:
    """A count or an amount as digits; a dash where there is none."""
    # Fifteen digits are what float64 holds exactly, and whole numbers come without a point.
    return ABSENT if pd.isna(value) else _signed(f"{value:.15g}")


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


def years(found: Sequence[int]) -> str:
    """Years of a series, runs of them by their ends.

    >>> years([2012, 2014, 2015, 2016])
    '2012、2014至2016'
    """
    runs: list[list[int]] = []
    for year in found:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    first, last = run[0], run[-1]
    # Two years make no run: the word between them would be longer than a mark.
    if last - first > 1:
        return f"{first}至{last}"
    return "、".join(map(str, run))


def say(words: Sayable) -> str:
    """What is known in both languages, in Chinese."""
    return words.say("zh")


def rank(name: str) -> str:
    """The level of a body as a catalog has it; another one stays as it is."""
    return LEVELS.get(name, name)


def digest(digits: str) -> str:
    """The beginning of a hash, for a citation."""
    return digits[:SHORT]


def month_day(day: tuple[int, int]) -> str:
    """A day of any year.

    >>> month_day((3, 31))
    '3月31日'
    """
    return f"{day[0]}月{day[1]}日"


def bodies_zh(items: Iterable[Any]) -> str:
    """Reports (anything with agency and year) as bodies, each with its years."""
    bodies = _by_body(items, "agency")
    told = tell(bodies)
    named = [f"{name}（{years(list(map(int, own)))}年）" for name, own in told.shown]
    if not told.rest:
        return list_zh(named)
    reports = sum(len(own) for _, own in bodies)
    return f"{'、'.join(named)}等{told.total}个机关的{reports}份报告"


def bodies_only(items: Iterable[Any]) -> str:
    """Bodies without their years, of many the first and how many there are."""
    told = tell(dict.fromkeys(item.agency for item in items))
    if told.rest:
        return f"{'、'.join(told.shown)}等{told.total}个机关"
    return list_zh(told.shown)


def bodies_en(items: Iterable[Any]) -> str:
    bodies = _by_body(items, "agency_en")
    return list_en(f"{name} ({', '.join(years)})" for name, years in bodies)


def _by_body(items: Iterable[Any], name: str) -> list[tuple[str, list[str]]]:
    """Each body with its years, once, in the order in which they come."""
    known: dict[str, dict[str, None]] = {}
    for item in items:
        # A body without an English name is called by its Chinese one, not left out.
        years = known.setdefault(getattr(item, name) or item.agency, {})
        years[str(item.year)] = None
    return [(body, list(years)) for body, years in known.items()]


def day_zh(day: str) -> str:
    """`2024-03-08` as 2024年3月8日; a dash where the day is not known."""
    # An empty day is a fact too: the report does not say when it was published.
    if not day:
        return ABSENT
    known = date.fromisoformat(day)
    return f"{known.year}年{known.month}月{known.day}日"


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
    count: int,
    singular: str,
    many: str = "",
) -> str:
    """`1 report`, `3 reports`."""
    return f"{count} {singular if count == 1 else many or singular + 's'}"


FILTERS: dict[str, Callable[..., Any]] = {
    "tell": tell,
    "tabulate": tabulate,
    "say": say,
    "years": years,
    "rank": rank,
    "where": WHERE.__getitem__,
    "monthday": month_day,
    "digest": digest,
    "zh": list_zh,
    "en": list_en,
    "n": number,
    "pct": percent,
    "level": whole_percent,
    "bodies": bodies_zh,
    "bodies_only": bodies_only,
    "bodies_en": bodies_en,
    "points": points,
    "day": day_zh,
    "plural": plural,
}
