"""What a program adds to a table that it exports: an index, running heads, names for empty heads,
the words of a spanning cell in each of its places."""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import replace
from itertools import groupby, pairwise

from gxkit.document import Cell
from gxkit.text import is_blank, read_number

Rows = list[list[Cell]]

_NO_NAME = re.compile(r"Unnamed: \d+(?:_level_\d+)?|nan|NaN|<NA>|None|NULL")
"""what stands for an empty cell"""
_NUMBERED = re.compile(r"(.+)\.\d+")
"""a head that was numbered because it stands in several columns"""

# ="12" keeps a program from making a number of a text
_GUARDED = re.compile(r'(?m)(?:^|(?<=[,;|\t，；]))="([^"\n]*)"(?!")')

_OF_AN_INDEX = frozenset(("", "index", "id", "序号", "编号"))

# A head or an index of running numbers counts at least so far before it is taken for one.
_SHORTEST_COUNT = 4
# Rows in which a cell repeats its neighbour's words: so many are no accident.
_REPEATING_ROWS = 3


def clean(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of a table without what the exporting program has added; as they are where rows
    have spans or not as many cells as each other."""
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    has_spans = any(cell.colspan > 1 or cell.rowspan > 1 for cell in cells)
    if has_spans or len(set(map(len, rows))) != 1:
        return tuple(cells)
    return in_order(merge_repeats(without_names(without_counts(rows))))


def unguard(text: str) -> str:
    """A text without the signs that keep figures texts; its characters keep their places.

    >>> unguard('规章,="012",="3"')
    '规章,  012 ,  3 '
    """
    return _GUARDED.sub(r"  \1 ", text) if '="' in text else text


def in_order(rows: Iterable[list[Cell]]) -> tuple[Cell, ...]:
    """The cells of some rows, rows and columns counted anew."""
    made: list[Cell] = []
    for number, row in enumerate(rows):
        left = row[0].column
        made += [replace(cell, row=number, column=cell.column - left) for cell in row]
    return tuple(made)


def without_counts(rows: Rows) -> Rows:
    """The rows without an index before them and a head of running numbers above them."""
    # A line of two bars frames no cell.
    rows = [row for row in rows if row]
    if not rows:
        return rows
    heads = [cell.text for cell in rows[0]]
    has_head = _counts(heads) or _counts(heads[1:])
    below = rows[1:] if has_head else rows
    # of an index without a head of its own the first row of the table has become the head
    is_named = not has_head and heads[0].lower() in _OF_AN_INDEX
    first = [row[0].text for row in (below[1:] if is_named else below)]
    if _counts(first) and not _counts(heads):
        below = [row[1:] for row in below]
    return [row for row in below if row]


def _counts(texts: Sequence[str]) -> bool:
    """Whether texts are 0, 1, 2 … or 1, 2, 3 …"""
    if len(texts) < _SHORTEST_COUNT or texts[0] not in ("0", "1"):
        return False
    first = int(texts[0])
    return all(text == str(number) for number, text in enumerate(texts, first))


def without_names(rows: Rows) -> Rows:
    """The rows with nothing where a program wrote a name for nothing, and heads as they were."""
    cleaned = []
    for row in rows:
        before = ""
        cells = []
        for cell in row:
            text = "" if _NO_NAME.fullmatch(cell.text) else cell.text
            numbered = _NUMBERED.fullmatch(text)
            if numbered and numbered[1] == before and _is_words(before):
                text = before
            before = text or before
            cells.append(cell if text == cell.text else replace(cell, text=text))
        cleaned.append(cells)
    return cleaned


def repeats(rows: Iterable[Sequence[str]]) -> bool:
    """Whether the words of spanning cells stand in each of their places; by the texts of rows."""
    count = 0
    for texts in rows:
        count += any(one == other and _is_words(one) for one, other in pairwise(texts))
    return count >= _REPEATING_ROWS


def texts_of(row: Sequence[Cell]) -> list[str]:
    """What the cells of a row say."""
    return [cell.text for cell in row]


def merge_repeats(rows: Rows) -> Iterator[list[Cell]]:
    """The rows with equal neighbours joined: words, and a figure below words that were joined."""
    if not repeats(map(texts_of, rows)):
        yield from rows
        return
    spans: dict[int, int] = {}
    for row in rows:
        merged = []
        for run in _runs(row):
            first, width = run[0], len(run)
            if _is_words(first.text):
                spans.update({cell.column: width for cell in run})
                merged.append(replace(first, colspan=width))
            elif spans.get(first.column) == width:
                merged.append(replace(first, colspan=width))
            else:
                merged += run
        yield merged


def _runs(row: Sequence[Cell]) -> Iterator[list[Cell]]:
    for _, run in groupby(row, key=lambda cell: cell.text):
        yield list(run)


def _is_words(text: str) -> bool:
    # 3,019,0,0 stands in each place of figures that nothing parts, and spans none.
    is_word = any(map(str.isalpha, text))
    return is_word and not is_blank(text) and read_number(text) is None
