"""Texts with one cell a line, in which an empty line is a cell that holds nothing.

So a table is left that was made text cell by cell. Empty lines part paragraphs and pages far more
often: they are cells only where the rows are as long as each other with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gxkit.document import Grid, Line
from gxkit.text import is_blank, read_number

_MOST_CHANGES = 6
"""how often rows may be of another length than those above them: the longest forms have six
tables"""
_FEWEST_ROWS = 8
"""with fewer that are of one length an empty line may have come in by chance"""
_FEWEST_EMPTY = 3
"""in rows of that length: one may stand in a row from which a cell is gone"""
_LONGEST_FIGURE = 24
_SENTENCE_ENDS = (
    "。",
    "！",
    "？",
    "；",
)

Texts = Sequence[str | None]
"""what the lines of a document hold; None for a grid"""


class _Row(NamedTuple):
    """The lines between two labels: how many there are, and the numbers of those that are empty."""

    length: int
    empty: tuple[int, ...]


def find_empty_cells(blocks: Sequence[Line | Grid]) -> frozenset[int]:
    """The empty lines that are cells, by their numbers among the blocks; none where not all are."""
    texts = [_text_of(block) for block in blocks]
    # where tabs part cells, as a browser copies them, empty lines are the ends of paragraphs
    if "" not in texts or any(isinstance(one, Line) and "\t" in one.text for one in blocks):
        return frozenset()
    rows = list(_find_rows(texts))
    if not _is_regular(rows):
        return frozenset()
    empty: set[int] = set()
    for row in rows:
        empty.update(row.empty)
    return frozenset(empty)


def _text_of(block: Line | Grid) -> str | None:
    if isinstance(block, Grid):
        return None
    return block.text.strip()


def _find_rows(texts: Texts) -> Iterator[_Row]:
    """The lines that hold a figure or nothing, those beside each other together."""
    first = 0
    for at, text in enumerate(texts):
        if text is not None and _may_be_cell(text):
            continue
        # what opens a text belongs to no label, nor does what parts paragraphs
        if 0 < first < at and not _ends_sentence(texts[first - 1]):
            own = range(first, at)
            empty = [line for line in own if not texts[line]]
            yield _Row(len(own), tuple(empty))
        first = at + 1


def _may_be_cell(text: str) -> bool:
    if len(text) > _LONGEST_FIGURE:
        return False
    if text.isdecimal() or is_blank(text):
        return True
    return read_number(text) is not None


def _ends_sentence(text: str | None) -> bool:
    return text is not None and text.endswith(_SENTENCE_ENDS)


def _is_regular(rows: Sequence[_Row]) -> bool:
    """Whether rows are as long as those beside them, and many with empty lines as long as most."""
    lengths = [row.length for row in rows]
    changes = sum(one != other for one, other in pairwise(lengths))
    if len(rows) < _FEWEST_ROWS or changes > _MOST_CHANGES:
        return False
    counted = Counter(lengths)
    usual, count = counted.most_common(1)[0]
    # in rows of one line an empty one parts whatever stands above and below
    if count < _FEWEST_ROWS or usual == 1:
        return False
    told = sum(len(row.empty) for row in rows if row.length == usual)
    return told >= _FEWEST_EMPTY
