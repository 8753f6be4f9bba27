"""What of a page is seen: text that is as pale as the paper, under something opaque or not to be
shown is hidden; what lies aslant or large and pale over the page is a watermark.

Nothing is drawn for it. A picture hides what was drawn before it where its format lets nothing
through, and a filled box does where it is opaque.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from gxkit.document import Omission
from gxkit.readers.ofd.canvas import Canvas, Ground, Written
from gxkit.readers.plane.boxes import Box, Point
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.strikes import middle_of

# Of 255, on white paper. What is as bright as this is not seen; what is paler than a mark's ink may
# be one, if it is large, or stands there again and again.
_UNSEEN, _PALE = 238.0, 150.0
_PALER = 40.0  # than most text of its page
_CLEAR = 60.0  # by which the ground of a pale text is darker, so that it is seen
_LARGE = 1.8  # times the size of most text
_OFTEN = 3  # times on a page

# Grounds times texts; a page with more is a drawing, on which each would be asked of all others.
_MOST_PAIRS = 5_000_000

_ORDER = attrgetter("order")


class Seen(NamedTuple):
    """The texts of a page that count, the characters of those that do not by the reason, and points
    in figures of which something hides a part."""

    counted: list[Written]
    omitted: dict[Omission, list[Glyph]]
    cut: list[Point]


def part_by_sight(canvas: Canvas) -> Seen:
    """What of the texts of a page counts."""
    if len(canvas.grounds) * len(canvas.written) > _MOST_PAIRS:
        canvas = canvas._replace(grounds=[])
    usual = _usual_look(canvas.written)
    repeated = _repeated(canvas.written)
    covered, cut = _find_covered(canvas)
    counted: list[Written] = []
    omitted: dict[Omission, list[Glyph]] = {}
    for written in canvas.written:
        why = written.why
        if why is None and written.order in covered:
            why = Omission.HIDDEN
        # a pale text on something dark is as plain to see as a dark one on paper
        if why is None and not _stands_out(written, canvas.grounds):
            if written.bright >= _UNSEEN:
                why = Omission.HIDDEN
            elif _is_mark(written, usual, repeated):
                why = Omission.WATERMARK
        if why is None:
            counted.append(written)
        else:
            omitted.setdefault(why, []).extend(written.glyphs)
    return Seen(counted, omitted, cut)


def _usual_look(texts: Sequence[Written]) -> tuple[float, float]:
    """How large and how bright the texts of a page are."""
    sizes = [written.glyphs[0].size for written in texts]
    shades = [written.bright for written in texts]
    return (median(sizes), median(shades)) if texts else (0.0, 0.0)


def _said(written: Written) -> str:
    return "".join(glyph.text for glyph in written.glyphs)


def _repeated(texts: Sequence[Written]) -> set[str]:
    """What pale texts of a page say again and again."""
    pale = Counter(_said(written) for written in texts if written.bright >= _PALE)
    return {said for said, times in pale.items() if times >= _OFTEN and not said.isdigit()}


def _is_mark(
    written: Written,
    usual: tuple[float, float],
    repeated: set[str],
) -> bool:
    """Whether a text is a watermark: at an angle at which no text stands, or pale and large or
    repeated."""
    first = written.glyphs[0]
    if first.slanted:
        return True
    size, bright = usual
    if written.bright < max(_PALE, bright + _PALER):
        return False
    return first.size >= _LARGE * size or _said(written) in repeated


def _stands_out(
    written: Written,
    grounds: Sequence[Ground],
) -> bool:
    """Whether a pale text stands on something darker."""
    if written.bright < _PALE:
        return False
    x, y = middle_of(written.glyphs[0])
    least = written.bright - _CLEAR
    for ground in grounds:
        if ground.order >= written.order:
            break
        if ground.bright <= least and _holds(ground.box, x, y):
            return True
    return False


def _holds(
    box: Box,
    x: float,
    y: float,
) -> bool:
    left, bottom, right, top = box
    return left <= x <= right and bottom <= y <= top


def _find_covered(canvas: Canvas) -> tuple[set[int], list[Point]]:
    """The numbers of texts over which something opaque is drawn later, and the middles of those of
    which it leaves some characters free."""
    texts = sorted(canvas.written, key=_height_of)
    covered: set[int] = set()
    cut: list[Point] = []
    if not texts:
        return covered, cut
    first = min(map(_ORDER, texts))
    heights = list(map(_height_of, texts))
    for ground in canvas.grounds:
        if not ground.is_opaque or ground.order < first:
            continue
        _, bottom, _, top = ground.box
        begin, end = bisect_left(heights, bottom), bisect_right(heights, top)
        for written in texts[begin:end]:
            share = _share_below(written, ground) if written.order < ground.order else 0.0
            if share == 1:
                covered.add(written.order)
            elif share:
                cut += map(middle_of, written.glyphs)
    return covered, cut


def _height_of(written: Written) -> float:
    return written.glyphs[0].middle


def _share_below(
    written: Written,
    ground: Ground,
) -> float:
    """Which share of the characters of a text lies below a ground."""
    left, bottom, right, top = ground.box
    below = total = 0
    for glyph in written.glyphs:
        edges = [*glyph.lefts, glyph.right]
        total += len(glyph.lefts)
        if bottom <= glyph.middle <= top:
            below += sum(left <= (one + other) / 2 <= right for one, other in pairwise(edges))
    return below / total
