"""Texts over several lines: how wide they are, and where a line may end."""

from __future__ import annotations

import re
import textwrap

# no line begins with these
CLOSING = "，。；：、）？！”"


def count_letters(text: str) -> int:
    """How wide a text is, in letters; a Chinese character takes the room of two."""
    return sum(1 if letter.isascii() else 2 for letter in text)


def fitted(text: str, width: int) -> str:
    """A text whose lines are filled up to `width` letters, Chinese and Latin ones mixed.

    >>> fitted("共有10份报告，3份有误", 12)
    '共有10份报告，\\n3份有误'
    """
    lines = [_fill(line, width) for line in text.split("\n")]
    return "\n".join(lines)


def _fill(text: str, width: int) -> str:
    lines = [""]
    for piece in re.findall(r"[!-~]+ *|.", text):
        longer = count_letters(lines[-1] + piece.rstrip())
        if longer > width and piece not in CLOSING:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def folded(text: str, width: int) -> str:
    """A text over several lines of at most `width` letters, Chinese ones about equally long.

    English is cut between words; in Chinese a number stays whole.

    >>> folded("福建2014晋江", 10)
    '福建2014\\n晋江'
    """
    if text.isascii():
        return textwrap.fill(text, width, break_long_words=False)
    pieces, room = re.findall(r"\S+\s*", text), width
    if " " not in text:
        pairs = -(-count_letters(text) // 2)
        number = -(-2 * pairs // width)
        pieces, room = re.findall(r"[!-~]+|.", text), 2 * -(-pairs // number)
    lines = [""]
    for piece in pieces:
        if lines[-1] and count_letters(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)
