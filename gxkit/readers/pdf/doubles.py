"""Texts that are drawn twice in nearly one place: type made bold that way, or with a shadow."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.readers.pdf.glyphs import Glyph

# Of the font size, each way: two texts that are alike never stand so close, and a shadow that
# falls farther is read as a text of its own.
_CLOSE = 0.3


def drop_doubles(
    glyphs: Sequence[Glyph],
    standing: Sequence[Glyph] = (),
) -> list[Glyph]:
    """The characters in their order, but for texts that stand on their like: on one of them, or of
    those `standing`."""
    everything = [*standing, *glyphs]
    by_text: dict[str, list[int]] = {}
    for at, glyph in enumerate(everything):
        by_text.setdefault(glyph.text, []).append(at)
    repeated: set[int] = set()
    for alike in by_text.values():
        if len(alike) > 1:
            repeated |= _repeated(alike, everything)
    begun = len(standing)
    return [glyph for at, glyph in enumerate(glyphs, begun) if at not in repeated]


def _repeated(alike: list[int], glyphs: Sequence[Glyph]) -> set[int]:
    """Of texts that say the same the numbers of those that stand on one before them in the file."""
    alike.sort(key=lambda at: glyphs[at].baseline)
    repeated: set[int] = set()
    for count, at in enumerate(alike, 1):
        glyph = glyphs[at]
        close = _CLOSE * glyph.size
        for other_at in alike[count:]:
            other = glyphs[other_at]
            if other.baseline - glyph.baseline > close:
                break
            if abs(other.left - glyph.left) <= close:
                repeated.add(max(at, other_at))
    return repeated
