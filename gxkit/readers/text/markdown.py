"""Tables of Markdown: a row between pipes, a rule of dashes below it, further rows."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from gxkit.document import (
    Cell,
    Grid,
    Line,
    Where,
)
from gxkit.readers.text.shapes import Found

_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"(?i)<br\s*/?>")
# What is bold, slanted or set as code. The signs of 2*3*4 are none of these: taken out, they would
# make another number.
_EMPHASIS = re.compile(
    r"(?<!\d)(?P<sign>\*{1,3}|_{2,3}|`)(?P<words>[^\s*_`]|[^\s*_`][^*_`]*[^\s*_`])(?P=sign)(?!\d)"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# the line under the head of a Markdown table: bars and dashes, at least one of each
_RULE = re.compile(r"(?=.*\|)(?=.*-)[|:\- \t]+")


def find_markdown(lines: Sequence[Line]) -> list[Found]:
    """The Markdown tables among some lines."""
    found = []
    at = 0
    while at < len(lines):
        end = _end_of_table(lines, at)
        if end > at:
            head, _, *rows = lines[at:end]
            grid = _rows_to_grid([head, *rows])
            found.append(Found(at, end, (grid,)))
        at = max(end, at + 1)
    return found


def _end_of_table(lines: Sequence[Line], at: int) -> int:
    """The index after the Markdown table (a row, a rule of dashes, rows) that begins at `at`, or
    `at` where none does."""
    head = lines[at].text
    if "|" not in head or at + 1 >= len(lines):
        return at
    rule = lines[at + 1].text
    if not _RULE.fullmatch(rule):
        return at
    # a line of links between pipes over a line of dashes is no table
    columns = len(_cut(head))
    if columns != len(_cut(rule)):
        return at
    end = at + 2
    while end < len(lines) and _PIPE.search(lines[end].text):
        end += 1
    return end


def _cut(row: str) -> list[tuple[int, int]]:
    """First and past-the-last character of each cell of a row, blanks around the text left out."""
    edges = [match.start() for match in _PIPE.finditer(row)]
    # the pipes at both ends of a row may be left out
    before, *_ = _PIPE.split(row)
    if not edges or before.strip():
        edges.insert(0, -1)
    after = row[edges[-1] + 1 :]
    if after.strip():
        edges.append(len(row))
    return [_trim(row, left + 1, right) for left, right in pairwise(edges)]


def _trim(
    row: str,
    start: int,
    end: int,
) -> tuple[int, int]:
    inner = row[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, start + len(inner.strip())


def _rows_to_grid(rows: Sequence[Line]) -> Grid:
    cells = []
    for at, line in enumerate(rows):
        for column, (start, end) in enumerate(_cut(line.text)):
            printed = line.text[start:end]
            text = _to_shown(_BREAK.sub("\n", printed))
            # an empty cell has a place too: the character where it would begin
            last = max(end, start + 1)
            page, number = line.where.page, line.where.line
            where = Where(page=page, line=number, start=start + 1, end=last)
            cells.append(Cell(at, column, text, where))
    return Grid(tuple(cells))


def _to_shown(text: str) -> str:
    """A cell's text as a page made of it shows it: without marks of looks, escapes and entities.

    >>> _to_shown("**12**"), _to_shown(r"1\\. 规章"), _to_shown("2*3*4")
    ('12', '1. 规章', '2*3*4')
    """
    bare = _EMPHASIS.sub(r"\g<words>", text)
    return html.unescape(_ESCAPED.sub(r"\1", bare))
