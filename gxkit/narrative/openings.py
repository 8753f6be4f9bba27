"""With which characters what a pattern matches may begin: at most places of a text a word of a
hundred can be ruled out by one look at its first letter."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

Pieces = deque[str]

_PIECE = re.compile(r"\(\?<?[=!:]|\(\?|\\.|\[[^\]]*\]|\{[^}]*\}|.", re.DOTALL)
"""a sign of a pattern; an escaped one, a set of characters and a repetition count as one"""
_GROUPS = ("(", "(?:")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
"""what looks around, and takes no character"""
_SIGNS = {r"\(": "(", r"\)": ")", r"\.": ".", r"\n": "\n"}
_NEVER_THERE = ("?", "*", "{0", "{,")
"""behind what may be left out"""
_REPEATS = ("?", "*", "+", "{")
_SIDES = ("$", "^")
_DOT = "."
_NOT_LISTED = "^-\\"
"""in a set of characters that does not list them one by one"""


class _Opening(NamedTuple):
    """The characters with which a part of a pattern may begin (None: any), and whether it may be
    empty, so that what follows it begins."""

    first: frozenset[str] | None
    is_empty: bool = False

    def either(self, other: _Opening) -> _Opening:
        return _Opening(self._both(other), self.is_empty or other.is_empty)

    def then(self, other: _Opening) -> _Opening:
        if not self.is_empty:
            return self
        return _Opening(self._both(other), other.is_empty)

    def _both(self, other: _Opening) -> frozenset[str] | None:
        own = self.first
        further = other.first
        if own is None or further is None:
            return None
        return own | further


_NOTHING = _Opening(frozenset())
_EMPTY = _Opening(frozenset(), True)
_ANY = _Opening(None)
_OTHERS = dict.fromkeys(_LOOKS, _EMPTY)


def find_first(patterns: Iterable[str]) -> frozenset[str] | None:
    """The characters with which what one of some patterns matches may begin, perhaps some more.

    None where it may be any: behind `.`, `[^…]` or a range, and of a pattern that may match
    nothing.

    >>> sorted(find_first(["收到|(?:新)?收[^，]", "(?<=再)共"])), find_first(["[^收]到"])
    (['共', '收', '新'], None)
    """
    whole = _NOTHING
    for pattern in patterns:
        pieces = deque(_PIECE.findall(pattern))
        whole = whole.either(_read_group(pieces))
    return None if whole.is_empty else whole.first


def _read_group(pieces: Pieces) -> _Opening:
    """The alternatives up to the end of a group, or of the pattern."""
    whole = _NOTHING
    own = _EMPTY
    while pieces:
        piece = pieces.popleft()
        if piece == ")":
            break
        if piece == "|":
            whole, own = whole.either(own), _EMPTY
            continue
        part = _read_part(piece, pieces)
        own = own.then(_repeated(part, pieces))
    return whole.either(own)


def _read_part(piece: str, pieces: Pieces) -> _Opening:
    if piece.startswith("("):
        inner = _read_group(pieces)
        # what looks around takes no character; other groups may hold anything
        return inner if piece in _GROUPS else _OTHERS.get(piece, _ANY)
    if piece in _SIDES:
        return _EMPTY
    if piece.startswith("["):
        letters = frozenset(piece[1:-1])
        return _Opening(letters) if letters.isdisjoint(_NOT_LISTED) else _ANY
    if piece.startswith("\\"):
        piece = _SIGNS.get(piece, _DOT)
    return _ANY if piece == _DOT else _Opening(frozenset(piece))


def _repeated(part: _Opening, pieces: Pieces) -> _Opening:
    """A part with the signs behind it that say how often it stands there."""
    may_lack = part.is_empty
    while pieces and pieces[0].startswith(_REPEATS):
        sign = pieces.popleft()
        may_lack = may_lack or sign.startswith(_NEVER_THERE)
    return _Opening(part.first, may_lack)
