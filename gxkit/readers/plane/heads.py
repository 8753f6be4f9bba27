"""The heads of a table without rules, each above its column.

On paper a head of two lines (商业企 and 业 below it) stands in its column; line by line all upper
halves come before all lower ones, and nobody can tell from that order which is whose. Here the
words above the figures are gathered by column, and come out as one line with a tab before each.
What spans several columns, or stands over the labels, stays in the line in which it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lines import join_texts, row_to_text
from gxkit.readers.plane.words import Interval, around, interval_of, middle_of, overlap, words_of

Row = Sequence[Glyph]

_MOST_ROWS = 10  # of a head
_APART = 2.6  # font sizes between the lines of a head, at most
_LINE = 1.45  # font sizes between two lines of one head, at most; rows are farther apart
_BESIDE = 2.0  # font sizes by which heads beside one another may be off: half a row of two lines
_ALIGNED = 0.6  # font sizes by which the lines of one head may be off
_PROSE = re.compile("[，。；！？]")
# What begins a chapter or ends a title stands above the head of a table: a centred title was taken
# for the heads of columns beside a small table, and a year over a column for the head of that.
_ENTITLES = re.compile(
    r"^[一二三四五六七八九十]{1,3}、|(?:年度报告|年报|统计表|情况表|汇总表)(?:（.{1,20}）)?$"
)
_TITLE = re.compile(r"(?:19|20)\d\d年.{8,}")  # the head of a column says less behind a year
_KERNED = 0.35  # of the font size: a gap beside digits that programs set, as in 2015 年度
_HEADED = 0.5  # of the columns that must have a head; else the words above are none
_CLOSE = 0.12  # of the font size: letters of one head stand no farther apart
_SEVERAL = 2
_FAR = 1e9


@dataclass(slots=True)
class _Block:
    """The words of one head from below: from where to where they stand, and how high the last."""

    interval: Interval
    height: float
    words: list[str]

    @property
    def text(self) -> str:
        """The words from the top."""
        return "".join(reversed(self.words))


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table, those without figures too, and what the rows above it say, the lowest
    with a head the heads of all columns after tabs."""

    columns: list[Interval]
    texts: list[str]


def read_head(
    rows: Sequence[Row],
    figures: Sequence[Interval],
    left: float,
) -> Head | None:
    """The head of a table in the rows above it, as far as they belong to it; None where its columns
    have none.

    `figures` are from where to where the figures of each column stand, `left` is where the labels
    of the rows end.
    """
    blocks: list[_Block] = []
    rest: list[Row] = []
    lowest = 0
    for row in _near_rows(rows):
        words = list(_split_words(row, figures))
        above = [word for word in words if word[0].left >= left]
        if any(map(_is_prose, above)) or _entitles(row, words):
            break
        staying = [word for word in above if not _take(word, blocks)]
        if len(staying) < len(above) and not lowest:
            lowest = len(rest) + 1
        beside = [word for word in words if word[0].left < left]
        here = list(chain(*beside, *staying))
        # one group of columns has fewer rows of heads than the next, and stands between two of them
        if len(rest) > lowest > 0 and not beside and _stands_before(rest[-1], here):
            here = [*rest[-1], *here]
            rest[-1] = []
        rest.append(here)
    if len(blocks) < _HEADED * len(figures):
        return None
    blocks.sort(key=_begins)
    columns, heads = _match(blocks, figures)
    texts = [row_to_text(row) if row else "" for row in reversed(rest)]
    texts[-lowest] = "\t".join([texts[-lowest], *heads])
    return Head(columns, texts)


def _stands_before(
    row: Row,
    above: Row,
) -> bool:
    """Whether the words of a row stand left of all those in the row above it, and close to them."""
    if not row or not above:
        return False
    is_near = above[0].baseline - row[0].baseline < _BESIDE * above[0].size
    return is_near and row[-1].right < above[0].left


def _begins(block: _Block) -> float:
    return block.interval[0]


def _is_prose(word: Sequence[Glyph]) -> bool:
    return _PROSE.search(join_texts(word)) is not None


def _entitles(
    row: Row,
    words: Sequence[Row],
) -> bool:
    """Whether a row is the heading of a chapter, a caption or a title."""
    if _ENTITLES.search(join_texts(row)):
        return True
    texts = map(join_texts, words)
    return any(map(_TITLE.search, texts))


def _near_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of a head from below, as far as they follow one another."""
    last = None
    for row in reversed(rows[-_MOST_ROWS:]):
        here = row[0]
        if last and here.baseline - last.baseline > _APART * max(here.size, last.size):
            return
        yield row
        last = here


def _split_words(
    row: Row,
    figures: Sequence[Interval],
) -> Iterator[list[Glyph]]:
    """The words of a row; heads of two columns that nearly touch are two."""
    for word in _join_kerned(words_of(row)):
        if _count_under(word, figures) < _SEVERAL:
            yield word
            continue
        piece = [word[0]]
        for before, glyph in pairwise(word):
            is_apart = glyph.left - before.right > _CLOSE * glyph.size
            is_apart = is_apart and not _meet_kerned(before, glyph)
            if is_apart and _count_under(piece, figures):
                yield piece
                piece = []
            piece.append(glyph)
        yield piece


def _join_kerned(words: Sequence[list[Glyph]]) -> Iterator[list[Glyph]]:
    """The words of a row; those at a small gap are one where digits and characters meet there."""
    joined: list[Glyph] = []
    for word in words:
        if joined and not _meet_kerned(joined[-1], word[0]):
            yield joined
            joined = []
        joined = [*joined, *word]
    if joined:
        yield joined


def _meet_kerned(
    before: Glyph,
    after: Glyph,
) -> bool:
    """Whether a gap stands between a digit and a character, and is no wider than programs set it
    there."""
    ends_in_digit = before.text[-1].isdecimal()
    begins_with_digit = after.text[0].isdecimal()
    gap = after.left - before.right
    return ends_in_digit != begins_with_digit and gap < _KERNED * after.size


def _count_under(
    word: Sequence[Glyph],
    figures: Sequence[Interval],
) -> int:
    """In the middle of how many columns a word stands."""
    left, right = interval_of(word)
    return sum(left < middle_of(column) < right for column in figures)


def _take(
    word: Sequence[Glyph],
    blocks: list[_Block],
) -> bool:
    """Adds a word to the head that it stands right above, or begins one; False where it spans
    several, or is a line of its own."""
    here = interval_of(word)
    first = word[0]
    under = [block for block in blocks if overlap(here, block.interval)]
    if not under:
        blocks.append(_Block(here, first.baseline, [join_texts(word)]))
        return True
    block, *others = under
    # what stands higher, or not in line, is a title, or the head of several columns
    is_near = first.baseline - block.height < _LINE * first.size
    if others or not is_near or not _is_aligned(here, block.interval, first.size):
        return False
    block.interval = around(here, block.interval)
    block.height = first.baseline
    block.words.append(join_texts(word))
    return True


def _is_aligned(
    one: Interval,
    other: Interval,
    size: float,
) -> bool:
    """Whether two lines of a head begin, end or have their middle above one another."""
    begins = abs(one[0] - other[0])
    ends = abs(one[1] - other[1])
    middles = abs(middle_of(one) - middle_of(other))
    return min(begins, ends, middles) < _ALIGNED * size


def _match(
    blocks: Sequence[_Block],
    figures: Sequence[Interval],
) -> tuple[list[Interval], list[str]]:
    """The columns from the left, and their heads: each figures' column has the head that stands
    nearest, in order; heads that are left are columns without figures."""
    pairs = _pair([block.interval for block in blocks], figures)
    named = {column: blocks[block].text for block, column in pairs}
    found = [(column, named.get(at, "")) for at, column in enumerate(figures)]
    taken = {block for block, _ in pairs}
    for at, block in enumerate(blocks):
        if at not in taken:
            found.append((block.interval, block.text))
    found.sort()
    return [column for column, _ in found], [head for _, head in found]


def _pair(
    heads: Sequence[Interval],
    figures: Sequence[Interval],
) -> list[tuple[int, int]]:
    """The numbers of heads and columns that belong together, both in order: of the fewer ones all,
    and so that they stand as near as can be."""
    if len(heads) < len(figures):
        return [(head, column) for column, head in _pair(figures, heads)]
    # of the first columns under the first heads: how far off they are, and which heads they have
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    best += [(_FAR, ())] * len(figures)
    for head, place in enumerate(heads):
        for column in range(min(head + 1, len(figures)), 0, -1):
            off, taken = best[column - 1]
            off += abs(middle_of(place) - middle_of(figures[column - 1]))
            best[column] = min(best[column], (off, (*taken, head)))
    _, chosen = best[-1]
    return [(head, column) for column, head in enumerate(chosen)]
