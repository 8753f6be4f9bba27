"""Characters with their places on a page, and runs of them.

A character's height on the page is taken from its baseline and font size: by its ink 一 stands
higher and ， lower than the line they are in, and what the font says of itself is often wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gxkit.readers.plane.boxes import Box

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
#: radicals, and the characters they are part of, for which converters write them (NFKC folds those
#: of the Kangxi block and not these)
RADICALS = str.maketrans(
    "⺟⺠⺩⺫⺬⺮⺯⺶⺷⺸⺼⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻮⻯⻰⻳",
    "母民王罒示竹糸羊羊羊肉虎西见角贝车長镸长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐歯齿竜龙龟",
)

# Shares of the font size:
# Shares of the font size:
MIDDLE = 0.38  # above the baseline: the middle of a character, whatever its ink and font's boxes
CLOSE = 0.25  # characters nearer than this are read together
RAISED = 0.05  # above the baseline: a box that begins higher is that of a raised character

FULL_TURN, QUARTER = 360, 90  # degrees
_UPRIGHT = 20.0  # degrees off the horizontal: scans that were straightened are off by some


class Glyph(NamedTuple):
    """One printed character, or several that follow closely: where they begin and end across, their
    baseline and middle as heights on the page, their font size in points, whether a blank is before
    them, their angle against the page as shown in degrees (0 is upright), and where each of them
    begins."""

    text: str
    left: float
    right: float
    baseline: float
    middle: float
    size: float
    parted: bool
    angle: float
    lefts: list[float]

    @property
    def upright(self) -> bool:
        """Whether it stands as text does, or nearly."""
        return is_upright(self.angle)

    @property
    def slanted(self) -> bool:
        """Whether it stands neither upright nor at a right angle, as on a round seal."""
        return _UPRIGHT < self.angle % QUARTER < QUARTER - _UPRIGHT

    @property
    def box(self) -> Box:
        """Its box on the page."""
        bottom = self.middle - self.size / 2
        top = self.middle + self.size / 2
        return self.left, bottom, self.right, top


def is_upright(angle: float) -> bool:
    return not _UPRIGHT <= angle <= FULL_TURN - _UPRIGHT


def join_runs(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters of a turned page, which come one by one: those that follow closely together."""
    runs: list[Glyph] = []
    for glyph in glyphs:
        before = runs[-1] if runs else None
        if before and _follows(before, glyph):
            text = before.text + glyph.text
            lefts = before.lefts + glyph.lefts
            runs[-1] = before._replace(text=text, right=glyph.right, lefts=lefts)
        else:
            runs.append(glyph)
    return runs


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands on the line of the one before, right after it."""
    if glyph.parted or glyph.angle or before.angle:
        return False
    size = before.size
    is_on_line = abs(glyph.baseline - before.baseline) < RAISED * size
    is_close = abs(glyph.left - before.right) < CLOSE * size
    return is_on_line and is_close and abs(glyph.size - size) < RAISED * size


def split_glyph(glyph: Glyph, at: int) -> tuple[Glyph, Glyph]:
    """Two runs of one: the characters before `at`, and the others."""
    before, after = glyph.lefts[:at], glyph.lefts[at:]
    edge = after[0]
    first = glyph._replace(text=glyph.text[:at], lefts=before, right=edge)
    rest = glyph._replace(text=glyph.text[at:], lefts=after, left=edge)
    return first, rest._replace(parted=False)
