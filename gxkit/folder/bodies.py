"""Which body of a catalog a report means that names it in its own way."""

from __future__ import annotations

from collections.abc import Iterable

from gxkit.narrative import is_body, shorten
from gxkit.text import fold


def match_body(name: str, agencies: Iterable[str]) -> str:
    """The one of some agencies that a name means: written alike, with or without its place or its
    seat, or abbreviated; '' where none is meant, or more than one may be.

    >>> match_body("北原区城管局", ["临川市北原区城市管理局", "临川市城市管理局"])
    '临川市北原区城市管理局'
    >>> match_body("高新区管委会", ["临川高新区管理委员会"]), match_body("临川市", ["临川市教育局"])
    ('临川高新区管理委员会', '')
    """
    if not name:
        return ""
    every = list(dict.fromkeys(agencies))
    alike = [agency for agency in every if fold(agency) == fold(name)]
    meant = alike or [agency for agency in every if may_be(name, agency)]
    return meant[0] if len(meant) == 1 else ""


def may_be(name: str, agency: str) -> bool:
    """Whether a name may be that of an agency; either may leave out its place."""
    if not name or not agency:
        return False
    one, other = shorten(fold(name)), shorten(fold(agency))
    return is_body(one, other) or is_body(other, one)
