"""Characters put together again: to rows, to printed lines, to the text of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, starmap
from operator import itemgetter
from typing import NamedTuple

from gxkit.readers.plane.boxes import Box
from gxkit.readers.plane.glyphs import Glyph
from gxkit.text import raise_digits

# All of these are shares of the font size.
_GAP = 0.5  # more than this between two characters is a blank
_BLANK = 0.1  # less than this between two characters is none, whatever PDFium says
_OVER = 0.1  # a text that begins no farther right than the last character before it lies over it
_SAME_LINE = 0.5  # baselines nearer than this are one line
_LEVEL = 0.15  # baselines that follow nearer than this are those of one line that is hardly aslant
_SMALL, _RAISED = 0.8, 0.2  # a digit as small, set so high over the one before, is a footnote mark
# A step down in a column of characters set one above another: about a line down, and hardly across.
_LEAST_DOWN, _MOST_DOWN, _ACROSS = 0.5, 2.0, 0.3
_FEWEST_VERTICAL = 3  # two characters above one another are as likely two lines

_LEFT = itemgetter(1)
_BASELINE = itemgetter(3)


class PrintedLine(NamedTuple):
    """A printed line, its box, whether one cannot say of which rows its figures are, and whether it
    was recognised from a picture."""

    text: str
    box: Box
    is_loose: bool = False
    is_recognised: bool = False


def glyphs_to_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Upright characters by their baselines from top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    row: list[Glyph] = []
    first = size = 0.0
    for glyph in sorted(glyphs, key=_BASELINE, reverse=True):
        down = first - glyph.baseline
        if not rows or (down and down > _SAME_LINE * max(size, glyph.size)):
            row = _take_level(row, glyph)
            rows.append(row)
            first, size = row[0].baseline if row else glyph.baseline, 0.0
        row.append(glyph)
        size = max(size, glyph.size)
    for row in rows:
        row.sort(key=_LEFT)
    return rows


def _take_level(row: list[Glyph], glyph: Glyph) -> list[Glyph]:
    """Takes from the end of a row the characters that are on the line of the next one: a label of
    two lines stands half a line above its figures, and a row of them must not be cut by it."""
    level = _LEVEL * glyph.size
    if not row or row[-1].baseline - glyph.baseline > level:
        return []
    steps = [before.baseline - after.baseline for before, after in pairwise(row)]
    widest = max(steps, default=0.0)
    if widest <= level:
        return []
    begins = steps.index(widest) + 1
    taken = row[begins:]
    del row[begins:]
    return taken


def row_to_text(row: Sequence[Glyph], over: str = " ") -> str:
    """The characters of a row as one string, a blank where the file has one or leaves a gap; `over`
    parts texts that lie over one another."""
    parts = [row[0].text]
    end = row[0].right
    *_, last = row[0].lefts
    line, large = row[0].baseline, row[0].size
    for text, left, right, baseline, _, size, parted, _, lefts in row[1:]:
        gap = left - end
        if size < _SMALL * large and baseline - line > _RAISED * large and gap < _GAP * size:
            parts.append(raise_digits(text))
            end = right
            continue
        line, large = baseline, size
        if left < last + _OVER * size:
            parts.append(over)
        elif gap > _GAP * size or (parted and gap > _BLANK * size):
            parts.append(" ")
        parts.append(text)
        end = right
        *_, last = lefts
    return "".join(parts)


def glyphs_to_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell, line by line; set vertically or sideways, in the order of the file."""
    if len(glyphs) == 1:
        return glyphs[0].text
    # most cells are one line, in order
    if _is_one_line(glyphs):
        return row_to_text(glyphs)
    if len(glyphs) >= _FEWEST_VERTICAL and _is_vertical(glyphs):
        return join_texts(glyphs)
    upright = [glyph for glyph in glyphs if glyph.upright]
    lines = [row_to_text(row, "\n") for row in glyphs_to_rows(upright)]
    lines += map(join_texts, _sideways_runs(glyphs))
    return "\n".join(lines)


def _is_one_line(glyphs: Sequence[Glyph]) -> bool:
    """Whether they stand upright on one baseline, in the order of the file from left to right."""
    first = glyphs[0]
    if first.angle:
        return False
    line, end = first.baseline, first.right
    for _, left, right, baseline, _, size, _, angle, _ in glyphs[1:]:
        if angle or baseline != line:
            return False
        if left - end < -_BLANK * size:
            return False
        end = right
    return True


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether most steps from character to character go down by about a line, and not across."""
    steps = list(starmap(_goes_down, pairwise(glyphs)))
    return 2 * sum(steps) > len(steps)


def _goes_down(before: Glyph, after: Glyph) -> bool:
    size = before.size
    across = abs(after.left - before.left)
    down = before.baseline - after.baseline
    stays = across < _ACROSS * size
    return stays and _LEAST_DOWN * size < down < _MOST_DOWN * size


def height_of(line: PrintedLine) -> float:
    """How high the middle of a line stands."""
    _, bottom, _, top = line.box
    return (bottom + top) / 2


def join_texts(glyphs: Sequence[Glyph]) -> str:
    """The characters without a blank between them."""
    return "".join([glyph.text for glyph in glyphs])


def _sideways_runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.upright:
            run.append(glyph)
        elif run:
            yield run
            run = []
    if run:
        yield run


def bound(glyphs: Sequence[Glyph]) -> Box:
    """The box around characters."""
    _, lefts, rights, _, middles, sizes, *_ = zip(*glyphs, strict=True)
    half = max(sizes) / 2
    bottom = min(middles) - half
    top = max(middles) + half
    return min(lefts), bottom, max(rights), top
