"""Days and hours in a sheet: numbers that a format shows as a date, which is no count."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_IS_DAY = re.compile(r"(?i)[ymdhs]|\[[hms]+\]|AM/PM|上午/下午")
_NO_PART = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General|G/通用格式|[eE][+-]')
_PART = re.compile(
    r'(?i)"(?P<shown>[^"]*)"|\[(?P<bracket>[^\]]*)\]|(?P<half>AM/PM|A/P|上午/下午)'
    r"|(?P<year>y+|e+)|(?P<month>m+)|(?P<day>d+|a{3,4})|(?P<hour>h+)|(?P<second>s+)(?:\.0+)?"
    r"|(?P<other>.)"
)
_ELAPSED = re.compile(r"(?i)[hms]+")

_EPOCH = datetime(
    1899,
    12,
    30,
)
_EPOCH_1904 = datetime(
    1904,
    1,
    1,
)
# 1900 was no leap year, and the programs count as if it had been one.
_FIRST_RIGHT_DAY = 60
_LAST_DAY = 2_958_465  # 31 December 9999
_SECONDS = 86_400
_WEEKDAYS = "一二三四五六日"
_LONG = 3
"""letters from which on a month or a weekday is a word"""
_NOON = 12


def is_day(code: str) -> bool:
    """Whether a format shows a date or an hour.

    >>> is_day("yyyy/m/d"), is_day('0"d"'), is_day("[Red]0"), is_day("[h]:mm")
    (True, False, False, True)
    """
    if any(_ELAPSED.fullmatch(inner) for inner in re.findall(r"\[([^\]]*)\]", code)):
        return True
    return _IS_DAY.search(_NO_PART.sub("", code)) is not None


def show_day(
    value: float,
    code: str,
    since_1904: bool = False,
) -> str | None:
    """A number as the day that it is; None where the programs show none.

    >>> show_day(44197, 'yyyy"年"m"月"d"日"'), show_day(44197.5, "h:mm AM/PM")
    ('2021年1月1日', '12:00 PM')
    """
    if not 0 <= value <= _LAST_DAY:
        return None
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    # before March 1900 the programs are a day behind
    early = 0 < value < _FIRST_RIGHT_DAY and not since_1904
    seconds = round((value + early) * _SECONDS)
    try:
        moment = epoch + timedelta(seconds=seconds)
    except OverflowError:
        return None
    parts = list(_PART.finditer(code))
    is_halved = any(part["half"] for part in parts)
    before = ""
    shown = []
    for number, part in enumerate(parts):
        kind = part.lastgroup or "other"
        text = part[kind]
        if kind == "month" and len(text) < _LONG and _is_minute(before, parts[number + 1 :]):
            kind = "minute"
        shown.append(
            _show_part(
                kind,
                text,
                moment,
                is_halved,
            )
        )
        before = kind if kind not in ("shown", "other", "bracket") else before
    return "".join(shown).strip()


def _is_minute(
    before: str,
    after: list[re.Match[str]],
) -> bool:
    """Whether an m stands after an hour or before a second."""
    if before == "hour":
        return True
    kinds = (part.lastgroup for part in after)
    following = next((kind for kind in kinds if kind not in ("shown", "other")), "")
    return following == "second"


def _show_part(
    kind: str,
    text: str,
    moment: datetime,
    is_halved: bool,
) -> str:
    is_long = len(text) >= _LONG
    words = {
        "shown": text,
        "other": text,
        # hours that go on beyond a day
        "bracket": str(moment.hour) if _ELAPSED.fullmatch(text) else "",
        "year": f"{moment:%y}" if len(text) == len("yy") else f"{moment:%Y}",
        "half": text.split("/")[-1 if moment.hour >= _NOON else 0],
        "day": f"星期{_WEEKDAYS[moment.weekday()]}" if is_long else None,
        "month": f"{moment:%b}" if is_long else None,
    }
    if (word := words.get(kind)) is not None:
        return word
    number = getattr(moment, kind)
    if kind == "hour" and is_halved:
        number = number % _NOON or _NOON
    return f"{number:02d}" if len(text) > 1 else str(number)
