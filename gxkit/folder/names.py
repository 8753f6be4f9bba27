"""When two names are the same body's full name, and which ones only resemble each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from gxkit.narrative import is_body, shorten
from gxkit.text import fold

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}?[省市县区州旗镇乡]")
_SEAT = re.compile(r"(?:政府|管委会|行政公署|办事处)$")
# what a body of an area is beside a mere name of that area; 洪泽区教育 would end in no place
_AREA = re.compile(r"[省市县区州盟旗镇乡]$|街道$")
_PROVINCE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,3}省|(?:广西壮族|宁夏回族|新疆维吾尔)自治区|内蒙古自治区|西藏自治区)"
    r"(?=[\u4e00-\u9fff]{1,8}(?:市|州|盟|地区))"
)
# 委员会 and 办公室 are 委 and 办 in short.
_LONG_KIND = re.compile(r"(?:(委)员?会|(办)公[室厅])$")
LIKELY = 0.5
"""below this share of common letters two names have little more than 市 and 局 in common"""
MOST_NEAR = 3
"""names offered to a person: more are not read"""


def full_name(name: str) -> str:
    """A body's full name as names are compared: without its seat, the words that are left out most
    often, and the province before a city.

    >>> full_name("海东省临川市人民政府"), full_name("临川市"), full_name("临川高新区管理委员会")
    ('临川市', '临川市', '临川高新区')
    >>> full_name("临川市北原区人民政府"), full_name("临川市教育局")
    ('临川市北原区', '临川市教育局')
    """
    short = _PROVINCE.sub("", _shorten(name))
    seatless = _SEAT.sub("", short)
    return seatless if _AREA.search(seatless) else short


def is_shorter(name: str, full: str) -> bool:
    """Whether a name is another's without the places before it: 北原区教育局 of 临川市北原区教育局.

    A name that begins another is another body's: 临川市 is none of its districts.

    >>> [is_shorter(name, "临川市北原区人民政府") for name in ("北原区政府", "临川市")]
    [True, False]
    >>> is_shorter("教育局", "临川市教育局"), is_shorter("江市", "临江市")
    (False, False)
    """
    one, other = full_name(name), full_name(full)
    before = other.removesuffix(one)
    if not one or other in (one, before):
        return False
    # What is left out must be whole places, and what stays must name one itself.
    return bool(_AREA.search(before) and _PLACE.match(one))


def may_be_one(name: str, other: str) -> bool:
    """Whether two names may be one body's: the same, or one without the places before it."""
    is_same = full_name(name) == full_name(other)
    return is_same or is_shorter(name, other) or is_shorter(other, name)


def is_abbreviated(name: str, other: str) -> bool:
    """Whether one of two names may be the other in short: of one kind, its letters in their order.

    >>> [is_abbreviated(name, "临川市科学技术委员会") for name in ("临川市科委", "临川市")]
    [True, False]
    """
    ends = [_LONG_KIND.sub(r"\1\2", full_name(one)) for one in (name, other)]
    short, long = sorted(ends, key=len)
    letters = iter(long)
    return short[-1:] == long[-1:] and all(letter in letters for letter in short)


def near_names(name: str, known: Iterable[str]) -> list[str]:
    """Those of some full names that a name may have been meant for, the likeliest first."""
    wanted = full_name(name)
    ranked = []
    for other in dict.fromkeys(known):
        alike = difflib.SequenceMatcher(None, wanted, full_name(other), autojunk=False).ratio()
        likely = alike + is_abbreviated(name, other)
        if likely >= LIKELY:
            ranked.append((-likely, other))
    return [other for _, other in sorted(ranked)[:MOST_NEAR]]


def may_be(name: str, agency: str) -> bool:
    """Whether a name may be that of an agency; either may leave out its place."""
    if not name or not agency:
        return False
    one, other = _shorten(name), _shorten(agency)
    # 石狮市卫健局 is none of 晋江市, whatever it abbreviates.
    if not _names_place_of(one, other) and not _names_place_of(other, one):
        return False
    return is_body(one, other) or is_body(other, one)


def _shorten(name: str) -> str:
    return shorten("".join(fold(name).split()))


def _names_place_of(one: str, other: str) -> bool:
    """Whether the first place in a name stands in the other too, if abbreviated; or none does."""
    place = _PLACE.match(one)
    if place is None:
        return True
    rest = iter(other)
    return all(letter in rest for letter in place.group())
