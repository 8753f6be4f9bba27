"""Which body of a catalog a report means that names it in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gxkit.narrative import is_body, shorten
from gxkit.text import fold

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}?[省市县区州旗镇乡]")


def match_body(name: str, agencies: Iterable[str]) -> str:
    """The one of some agencies that a name means: written alike, with or without its place or its
    seat, or abbreviated; '' where none is meant, or more than one may be.

    >>> match_body("北原区城管局", ["临川市北原区城市管理局", "临川市城市管理局"])
    '临川市北原区城市管理局'
    >>> match_body("高新区管委会", ["临川高新区管理委员会"]), match_body("临川市", ["临川市教育局"])
    ('临川高新区管理委员会', '')
    >>> match_body("北原市卫健局", ["临川市卫生健康局"])
    ''
    """
    if not name:
        return ""
    every = list(dict.fromkeys(agencies))
    wanted = _shorten(name)
    alike = [agency for agency in every if _shorten(agency) == wanted]
    meant = alike or [agency for agency in every if may_be(name, agency)]
    return meant[0] if len(meant) == 1 else ""


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
    return shorten(fold(name))


def _names_place_of(one: str, other: str) -> bool:
    """Whether the first place in a name stands in the other too, if abbreviated; or none does."""
    place = _PLACE.match(one)
    if place is None:
        return True
    rest = iter(other)
    return all(letter in rest for letter in place.group())
