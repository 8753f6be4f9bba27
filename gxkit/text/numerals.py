"""Numbers that are not written in plain digits: Chinese numerals, digits in a circle."""

from __future__ import annotations

import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# The characters of bank notes, against which nobody can add a stroke, and their plain ones.
_NOTES = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩", "一二三四五六七八九十百千万亿两")
CHINESE_DIGITS = "".join(_DIGITS)
CHINESE_NUMERALS = CHINESE_DIGITS + "".join(_PLACES)
ALL_NUMERALS = CHINESE_NUMERALS + "壹贰叁肆伍陆柒捌玖拾佰仟萬億兩"

_LONGEST = 30
"""characters of a number"""


def read_chinese(text: str) -> int | None:
    """The number that Chinese numerals write; None if they write none.

    >>> [read_chinese(text) for text in ("三百二十一", "两千〇五", "十", "一二三", "三五百")]
    [321, 2005, 10, 123, None]
    >>> read_chinese("壹拾贰")
    12
    """
    # no count is so long, and Python makes no number of some thousands of digits
    if len(text) > _LONGEST:
        return None
    text = text.translate(_NOTES)
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return int(chinese_to_digits(text))
    total = section = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            if digit:
                # two digits side by side among places: 三五百 is no number
                return None
            digit = _DIGITS[character]
        elif character in "十百千":
            section += (digit or 1) * _PLACES[character]
            digit = None
        elif character in "万亿":
            before = total + section + (digit or 0)
            total = (before or 1) * _PLACES[character]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)


def chinese_to_digits(text: str) -> str:
    """Chinese digits as plain ones, without what is no digit: 〇五 -> 05."""
    return "".join(str(_DIGITS.get(character, "")) for character in text)


def chinese_digit(character: str) -> int | None:
    """The digit that one character writes; None for another."""
    return _DIGITS.get(character)


def chinese_place(character: str) -> int:
    """By what 十, 百, 千, 万 or 亿 multiplies."""
    return _PLACES[character]


def read_enclosed(text: str) -> int | None:
    """The number of one digit in a circle, in brackets or with a full stop; None for another text.

    >>> read_enclosed("③"), read_enclosed("⑴"), read_enclosed("½"), read_enclosed("③④")
    (3, 1, None, None)
    """
    # two of them side by side are two figures, and a sign of another kind is none
    if len(text) != 1 or unicodedata.category(text) != "No":
        return None
    number = float(unicodedata.numeric(text, -1))
    return int(number) if number >= 0 and number.is_integer() else None
