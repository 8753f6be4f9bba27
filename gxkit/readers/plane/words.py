"""The words of a printed line, and where they begin and end."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.readers.plane.glyphs import Glyph

Interval = tuple[float, float]
"""left and right"""

_WORD_GAP = 0.5  # of the font size: a wider gap parts words, as in lines.py it is a blank
_BLANK = 0.1  # of the font size, where the file has a blank
_TOUCH = 1.0  # points by which what stands above one another must overlap: boxes are a little wide


def words_of(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters of a line by word."""
    words: list[list[Glyph]] = []
    end = 0.0
    for glyph in row:
        least = _BLANK if glyph.parted else _WORD_GAP
        if not words or glyph.left - end > least * glyph.size:
            words.append([])
        words[-1].append(glyph)
        end = glyph.right
    return words


def interval_of(word: Sequence[Glyph]) -> Interval:
    """From where to where a word stands."""
    return word[0].left, word[-1].right


def overlap(one: Interval, other: Interval) -> bool:
    """Whether two words, or columns, stand above one another."""
    left, right = one
    other_left, other_right = other
    return left < other_right - _TOUCH and other_left < right - _TOUCH


def middle_of(interval: Interval) -> float:
    """The middle between two ends."""
    left, right = interval
    return (left + right) / 2


def around(
    one: Interval,
    other: Interval,
) -> Interval:
    """From where the first of two intervals begins to where the last ends."""
    return min(one[0], other[0]), max(one[1], other[1])
