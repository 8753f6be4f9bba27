"""Texts over several lines: how wide they are drawn, and where a line may end."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from gxkit.text.terminal import wrap_text


def count_letters(text: str) -> int:
    """How wide a text is drawn, in letters; whatever is not Latin takes the room of two, as
    quotation marks and arrows do in a Chinese font."""
    return sum(1 if letter.isascii() else 2 for letter in text)


def fitted(
    text: str,
    width: int,
    measure: Callable[[str], int] = count_letters,
) -> str:
    """A text whose lines are filled up to `width` letters, Chinese and Latin ones mixed.

    >>> fitted("共有10份报告，3份有误", 12)
    '共有10份报\\n告，3份有误'
    """
    lines: list[str] = []
    for line in text.split("\n"):
        lines += wrap_text(line, width, measure)
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


def shortened(text: str, letters: int) -> str:
    """A line of at most so many letters, dots for what is left out.

    >>> shortened("福建晋江经济开发区", 10)
    '福建晋江…'
    """
    if count_letters(text) <= letters:
        return text
    # the dots take the room of the last letters
    kept = text.rstrip("…")
    while count_letters(kept) > letters - 2:
        kept = kept[:-1]
    return f"{kept}…"


def cut(text: str, lines: int, letters: int) -> str:
    """The first lines of a label; what is left out is shown by dots."""
    every = text.split("\n")
    if len(every) <= lines:
        return text
    last = every[lines - 1] + "…"
    return "\n".join([*every[: lines - 1], shortened(last, letters)])
