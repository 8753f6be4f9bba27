"""Texts that are drawn twice in nearly one place: type made bold that way, or with a shadow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from gxkit.readers.plane.glyphs import Glyph

# Of the font size, each way: two texts that are alike never stand so close, and a shadow that
# falls farther is read as a text of its own.
_CLOSE = 0.3

_Place = tuple[float, float, float, int]
"""baseline, left edge, how near another is close, and the number of a text"""


def drop_doubles(
    glyphs: Sequence[Glyph],
    standing: Sequence[Glyph] = (),
) -> list[Glyph]:
    """The characters in their order, but for texts that stand on their like: on one of them, or of
    those `standing`."""
    everything = [*standing, *glyphs]
    by_text: dict[str, list[_Place]] = {}
    for at, (text, left, _, baseline, _, size, *_) in enumerate(everything):
        by_text.setdefault(text, []).append((baseline, left, _CLOSE * size, at))
    repeated: set[int] = set()
    for alike in by_text.values():
        if len(alike) > 1:
            repeated.update(_repeated(alike))
    if not repeated:
        return list(glyphs)
    begun = len(standing)
    return [glyph for at, glyph in enumerate(glyphs, begun) if at not in repeated]


def _repeated(alike: list[_Place]) -> Iterator[int]:
    """Of texts that say the same the numbers of those that stand on one before them in the file."""
    alike.sort()
    for count, (baseline, left, close, at) in enumerate(alike, 1):
        highest = baseline + close
        for other_baseline, other_left, _, other_at in islice(alike, count, None):
            if other_baseline > highest:
                break
            if -close <= other_left - left <= close:
                yield max(at, other_at)
