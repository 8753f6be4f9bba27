"""Texts over several lines: how wide they are drawn, and where a line may end."""

from __future__ import annotations

import textwrap

from gxkit.text.terminal import wrap_text


def count_letters(text: str) -> int:
    """How wide a text is drawn, in letters; whatever is not Latin takes the room of two, as
    quotation marks and arrows do in a Chinese font."""
    return sum(1 if letter.isascii() else 2 for letter in text)


def fitted(text: str, width: int) -> str:
    """A text whose lines are filled up to `width` letters, Chinese and Latin ones mixed.

    >>> fitted("共有10份报告，3份有误", 12)
    '共有10份报\\n告，3份有误'
    """
    lines: list[str] = []
    for line in text.split("\n"):
        lines += wrap_text(line, width, count_letters)
    return "\n".join(lines)


def folded(text: str, width: int) -> str:
    """A text over several lines of at most `width` letters, Chinese ones about equally long.

    English is cut between words; in Chinese a number stays whole.

    >>> folded("福建2014晋江", 10)
    '福建2014\\n晋江'
    """
    if text.isascii():
        return textwrap.fill(text, width, break_long_words=False)
    pairs = -(-count_letters(text) // 2)
    number = -(-2 * pairs // width)
    even = 2 * -(-pairs // number)
    # a number that stays whole may ask for longer lines than an even share would
    for room in range(even, width):
        lines = wrap_text(text, room, count_letters)
        if len(lines) <= number:
            return "\n".join(lines)
    return "\n".join(wrap_text(text, width, count_letters))
