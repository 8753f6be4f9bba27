"""How texts stand in the columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator

CUT = "…"
"""what stands where the rest of a text is left out"""
_USUAL, _LEAST = 100, 60
"""columns where nobody says how wide the terminal is, and those that a face needs"""
# the widths of Unicode that take two columns
_WIDE = "WF"
# closing marks stay with what they close, opening ones with what they open; Latin words, numbers
# and the signs within them are not parted
_PIECE = re.compile(r"[（“《(]*(?:[^\W⺀-￯]+(?:[-'./,:%+][^\W⺀-￯]+)*|.)[，。；：、）”》,.;:)]*\s*")


def columns_of(text: str) -> int:
    """How many columns a text takes.

    >>> columns_of("总计 7")
    6
    """
    return sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text)


def terminal_width() -> int:
    """How many columns the terminal has; in a notebook or a file 100."""
    columns = shutil.get_terminal_size((_USUAL, 0)).columns
    return max(columns, _LEAST)


def wrap_text(
    text: str,
    width: int,
    measure: Callable[[str], int] = columns_of,
) -> list[str]:
    """A text as lines of at most `width` columns; blanks and line breaks in it count as one blank.

    `measure` says how wide a text is, where it is not shown in columns.

    >>> wrap_text("受理 291 件，办结291件。", 11)
    ['受理 291', '件，办结291', '件。']
    """
    lines = [""]
    for piece in _pieces(text, width, measure):
        if measure(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(
    text: str,
    width: int,
    measure: Callable[[str], int],
) -> Iterator[str]:
    """What is not parted at the end of a line; what is longer than a line is."""
    for piece in _PIECE.findall(" ".join(text.split())):
        if measure(piece) <= width:
            yield piece
        else:
            yield from piece


def cut_text(text: str, width: int, most: int) -> list[str]:
    """A text as at most `most` lines; the last ends in `…` where something is left out.

    >>> cut_text("the outcomes add up to the total", 12, 2)
    ['the outcomes', 'add up to…']
    """
    lines = wrap_text(text, width)
    if len(lines) <= most:
        return lines
    kept = lines[:most]
    last = kept[-1]
    while columns_of(last + CUT) > width:
        last = last[:-1]
    kept[-1] = last.rstrip() + CUT
    return kept
