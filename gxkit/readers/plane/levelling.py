"""Figures of a table without rules that stand off their lines, each by another step, as those do
that were filled in by hand.

Rows of figures that are closer than lines of print can be are parts of one. Where the fullest
columns have as many figures as one another, the first of each are one row, the second the next, and
so on; the others belong to the row that is clearly nearest. Where order and distance disagree, the
table is doubted as a whole: a figure there belongs to no line in particular.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise, product
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from gxkit.readers.plane.columns import (
    PrintedRow,
    find_runs,
    read_row,
    stack,
)
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lines import glyphs_to_rows
from gxkit.readers.plane.offset import is_figure
from gxkit.readers.plane.words import (
    interval_of,
    overlap,
)

Row = Sequence[Glyph]
Rows = list[list[Glyph]]
Heights = tuple[float, float]
"""from which height on a page down to which"""
Moved = Mapping[int, Glyph]
"""characters by the identity of those in whose place they are put"""

# Font sizes between two lines of print, at least, from the lowest figure of the one to the highest
# of the next: figures closer together are of one row.
_LINE = 0.9
_NEAREST = 0.35  # of the way to the next row: a figure farther off its row belongs to neither
_SURE = 3  # columns that say how high the rows are; of fewer the labels must say the same
_SEVERAL = 2


class _Figure(NamedTuple):
    """A figure and how high it stands."""

    word: Row
    height: float


_Pile = list[_Figure]
"""the figures of a column, from the top"""
_HEIGHT = attrgetter("height")


def level_rows(rows: Rows) -> tuple[Rows, list[Heights]]:
    """The rows of a page, the figures of its tables put level with one another and with a label
    that is clearly the nearest; and where tables stand in which one cannot say of which row a
    figure is."""
    doubted: list[Heights] = []
    if _has_close_rows(rows):
        rows, doubted = _level_tables(rows)
    moved: dict[int, Glyph] = {}
    triples = zip(
        rows,
        rows[1:],
        rows[2:],
        strict=False,
    )
    for above, row, below in triples:
        if is_figure(row[0].text) and is_figure(row[-1].text):
            joined = _join_label(above, row, below)
            moved.update(joined)
    return _move(rows, moved), doubted


def _level_tables(rows: Rows) -> tuple[Rows, list[Heights]]:
    """The rows of a page, the figures of its tables put level with one another; and where tables
    stand in which that cannot be done."""
    read = list(map(read_row, rows))
    moved: dict[int, Glyph] = {}
    doubted = []
    for run in find_runs(read):
        own = [read[place] for place in run]
        if not any(_are_parts(above, below) for above, below in pairwise(own)):
            continue
        words = _word_heights(read, own)
        levelled = _level(own, words)
        if levelled is None:
            doubted.append((own[0].y, own[-1].y))
        else:
            moved.update(levelled)
    return _move(rows, moved), doubted


def _move(
    rows: Rows,
    moved: Moved,
) -> Rows:
    """The rows with some characters put elsewhere."""
    if not moved:
        return rows
    glyphs = []
    for glyph in chain.from_iterable(rows):
        there = moved.get(id(glyph), glyph)
        glyphs.append(there)
    return glyphs_to_rows(glyphs)


def _put_on(
    word: Iterable[Glyph],
    height: float,
) -> Iterator[tuple[int, Glyph]]:
    """Characters put on a line, by their identity."""
    for glyph in word:
        up = height - glyph.baseline
        there = glyph._replace(
            baseline=height,
            middle=glyph.middle + up,
        )
        yield id(glyph), there


def _join_label(
    above: Row,
    row: Row,
    below: Row,
) -> Moved:
    """The characters of a row of figures put on the line of the label before or after it, where it
    stands closer to it than lines of print do; none where it may be that of either."""
    first = row[0]
    up = above[0].baseline - first.baseline
    down = first.baseline - below[0].baseline
    label, off = above, up
    if down < up:
        label, off = below, down
    is_near = off < _LINE * first.size
    is_nearest = off < _NEAREST * (up + down)
    # the heads of columns stand above figures too
    is_beside = label[-1].right < first.left
    if not (is_near and is_nearest and is_beside):
        return {}
    height = label[0].baseline
    return dict(_put_on(row, height))


def _has_close_rows(rows: Rows) -> bool:
    """Whether two rows that end in a figure follow closer than lines do: hardly a page has some."""
    ending = [row for row in rows if is_figure(row[-1].text)]
    return any(_are_close(above, below) for above, below in pairwise(ending))


def _are_parts(
    above: PrintedRow,
    below: PrintedRow,
) -> bool:
    """Whether two rows of figures seem to be one: they are close, and share no column."""
    upper = above.glyphs[above.label_end :]
    lower = below.glyphs[below.label_end :]
    if not _are_close(upper, lower):
        return False
    pairs = product(above.figures, below.figures)
    return not any(overlap(one, other) for (_, one), (_, other) in pairs)


def _are_close(
    above: Row,
    below: Row,
) -> bool:
    """Whether some characters follow others closer than lines of print do."""
    lowest = min(glyph.baseline for glyph in above)
    highest = max(glyph.baseline for glyph in below)
    size = min(above[-1].size, below[-1].size)
    return lowest - highest < _LINE * size


def _word_heights(
    rows: Sequence[PrintedRow],
    own: Sequence[PrintedRow],
) -> list[float]:
    """How high the lines of words stand beside the rows of a table."""
    first, *_ = own
    *_, last = own
    top = first.y + first.size
    bottom = last.y - last.size
    worded = [row for row in rows if row.label_end]
    return [row.y for row in worded if bottom < row.y < top]


def _level(
    rows: Sequence[PrintedRow],
    words: Sequence[float],
) -> Moved | None:
    """The characters of the figures of a table, each put on the line of its row; None where one
    cannot say which that is. `words` are the heights of the lines of words beside them."""
    piles = _piles(rows)
    most = max(map(len, piles))
    full = [pile for pile in piles if len(pile) == most]
    heights = []
    for row in zip(*full, strict=True):
        height = median(map(_HEIGHT, row))
        heights.append(height)
    size = min(row.size for row in rows)
    # what seems one column is two whose figures reach over one another
    if any(above - below < _LINE * size for above, below in pairwise(heights)):
        return None
    is_sure = len(full) >= _SURE
    moved: dict[int, Glyph] = {}
    for pile in piles:
        places = _places(pile, heights)
        if places is None:
            return None
        own = [heights[place] for place in places]
        if not is_sure and not _agree(pile, own, words):
            return None
        for figure, height in zip(pile, own, strict=True):
            moved.update(_put_on(figure.word, height))
    return moved


def _piles(rows: Sequence[PrintedRow]) -> list[_Pile]:
    """The figures of a table by column, each column from the top."""
    words = list(chain.from_iterable(row.words for row in rows))
    intervals = list(map(interval_of, words))
    piles: list[_Pile] = []
    for left, right in stack(intervals):
        pile = []
        for word, (begin, _) in zip(words, intervals, strict=True):
            if left <= begin < right:
                height = word[0].baseline
                pile.append(_Figure(word, height))
        pile.sort(
            key=_HEIGHT,
            reverse=True,
        )
        piles.append(pile)
    return piles


def _places(
    pile: _Pile,
    heights: Sequence[float],
) -> list[int] | None:
    """The row of each figure of a column; None where one is in none, or its order says another."""
    is_full = len(pile) == len(heights)
    found = []
    for figure in pile:
        place = _nearest(heights, figure.height, is_full)
        if place is None:
            return None
        found.append(place)
    is_in_order = found == sorted(set(found))
    return found if is_in_order else None


def _agree(
    pile: _Pile,
    own: Sequence[float],
    words: Sequence[float],
) -> bool:
    """Whether the line of words that is nearest to each figure is that nearest to its row."""
    for figure, height in zip(pile, own, strict=True):
        line = _nearest(words, figure.height)
        if line is None or line != _nearest(words, height):
            return False
    return True


def _nearest(
    heights: Sequence[float],
    height: float,
    is_ranked: bool = False,
) -> int | None:
    """The row that is nearest to a height; None where the next is hardly farther, and no order
    tells, or there is none."""
    offs = []
    for number, other in enumerate(heights):
        off = abs(height - other)
        offs.append((off, number))
    if not offs:
        return None
    offs.sort()
    nearest, own = offs[0]
    if is_ranked or len(offs) < _SEVERAL:
        return own
    next_one, _ = offs[1]
    is_clear = nearest < _NEAREST * (nearest + next_one)
    return own if is_clear else None
