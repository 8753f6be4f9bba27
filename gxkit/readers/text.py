"""Plain text and Markdown: every line as it stands, with its number; pipe tables become grids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from gxkit.document import Cell, Grid, Line, Where
from gxkit.errors import UnknownFormatError
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.formats import Contents

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_END_OF_FILE = "\x1a"
"""with which programs of the DOS years end a text"""
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"(?i)<br\s*/?>")
# the line under the head of a Markdown table: bars and dashes, at least one of each
_RULE = re.compile(r"(?=.*\|)(?=.*-)[|:\- \t]+")


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a text file.

    Lines keep their tabs and blanks, and blank lines stay, for in a text dump an empty line may be
    an empty cell. A form feed ends a page: it is dropped, and every place then has its page.
    """
    decoded = decode_bytes(data)
    if decoded is None:
        raise UnknownFormatError(
            f"{path.name}: no encoding fits its bytes (tried UTF-8, UTF-16 and GB18030); save it "
            "again as UTF-8 text."
        )
    lines = _text_to_lines(decoded.text)
    blocks = tuple(_lines_to_blocks(lines))
    properties = {"encoding": decoded.encoding}
    return Contents(blocks, properties, decoded.remarks)


def _text_to_lines(text: str) -> list[Line]:
    pieces = _LINE_BREAK.split(text.removesuffix(_END_OF_FILE))
    if not pieces[-1]:
        pieces.pop()  # after the last line break there is no further line
    if "\f" in text:
        return list(_paged_lines(pieces))
    numbered = enumerate(pieces, 1)
    return [Line(piece, Where(line=number)) for number, piece in numbered]


def _paged_lines(pieces: Sequence[str]) -> Iterator[Line]:
    """The lines with the pages that form feeds part; an empty rest beside one is no line."""
    page = 1
    for number, piece in enumerate(pieces, 1):
        first, *others = piece.split("\f")
        if first or not others:
            yield Line(first, Where(page=page, line=number))
        for part in others:
            page += 1
            if part:
                yield Line(part, Where(page=page, line=number))


def _lines_to_blocks(lines: Sequence[Line]) -> Iterator[Line | Grid]:
    """Markdown tables to grids; all else stays as it is, tabs too."""
    caption = ""
    at = 0
    while at < len(lines):
        end = _end_of_table(lines, at)
        if end > at:
            head, _, *rows = lines[at:end]
            yield _rows_to_grid([head, *rows], caption)
            at, caption = end, ""
            continue
        yield lines[at]
        caption = lines[at].text.strip() or caption
        at += 1


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


def _trim(row: str, start: int, end: int) -> tuple[int, int]:
    inner = row[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, start + len(inner.strip())


def _rows_to_grid(rows: Sequence[Line], caption: str) -> Grid:
    cells = []
    for at, line in enumerate(rows):
        for column, (start, end) in enumerate(_cut(line.text)):
            printed = line.text[start:end].replace("\\|", "|")
            text = _BREAK.sub("\n", printed)
            # an empty cell has a place too: the character where it would begin
            last = max(end, start + 1)
            page, number = line.where.page, line.where.line
            where = Where(page=page, line=number, start=start + 1, end=last)
            cells.append(Cell(at, column, text, where))
    return Grid(tuple(cells), caption)
