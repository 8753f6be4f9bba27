"""Plain text and Markdown: every line as it stands, with its number; pipe tables become grids."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from gxkit.document import Cell, Grid, Line, Where
from gxkit.errors import UnknownFormatError
from gxkit.readers.encodings import decode_bytes

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"(?i)<br\s*/?>")


def read(
    path: Path, data: bytes
) -> tuple[tuple[Line | Grid, ...], dict[str, str], tuple[str, ...]]:
    """Blocks, properties and remarks of a text file.

    Lines keep their tabs and blanks, and blank lines stay, for in a text dump an empty line may be an empty cell.
    A form feed ends a page: it is dropped, and every place then has its page.
    """
    decoded = decode_bytes(data)
    if decoded is None:
        raise UnknownFormatError(
            f"{path.name}: no encoding fits its bytes (tried UTF-8, UTF-16 and GB18030); save it "
            "again as UTF-8 text."
        )
    text, encoding, bad = decoded
    remarks = (
        (f"{bad} characters could not be decoded as {encoding} and stand as �.",) if bad else ()
    )
    return tuple(_lines_to_blocks(_text_to_lines(text))), {"encoding": encoding}, remarks


def _text_to_lines(text: str) -> list[Line]:
    paged = "\f" in text
    page, lines = 1, []
    pieces = _LINE_BREAK.split(text.removesuffix("\x1a"))
    if pieces and not pieces[-1]:
        pieces.pop()
    for number, piece in enumerate(pieces, 1):
        for place, part in enumerate(piece.split("\f")):
            page += place > 0
            if part or "\f" not in piece:
                lines.append(Line(part, Where(page=page if paged else None, line=number)))
    return lines


def _lines_to_blocks(lines: list[Line]) -> list[Line | Grid]:
    """Markdown tables (a row, a rule of dashes, rows) to grids; all else stays as it is, tabs too."""
    blocks: list[Line | Grid] = []
    caption = ""
    at = 0
    while at < len(lines):
        end = _end_of_table(lines, at)
        if end > at:
            blocks.append(_rows_to_grid(lines[at : at + 1] + lines[at + 2 : end], caption))
            at, caption = end, ""
            continue
        blocks.append(lines[at])
        caption = lines[at].text.strip() or caption
        at += 1
    return blocks


def _end_of_table(lines: list[Line], at: int) -> int:
    """The index after the Markdown table that begins at `at`, or `at` where none does."""
    if "|" not in lines[at].text or at + 1 >= len(lines):
        return at
    rule = lines[at + 1].text
    if "|" not in rule or "-" not in rule or set(rule) - set("|:- \t"):
        return at
    if len(_cut(rule)) != len(_cut(lines[at].text)):
        return at
    end = at + 2
    while end < len(lines) and _PIPE.search(lines[end].text):
        end += 1
    return end


def _cut(row: str) -> list[tuple[int, int]]:
    """First and past-the-last character of each cell of a row, blanks around the text left out."""
    edges = [match.start() for match in _PIPE.finditer(row)]
    if not edges or row[: edges[0]].strip():
        edges.insert(0, -1)
    if row[edges[-1] + 1 :].strip():
        edges.append(len(row))
    spans = []
    for left, right in pairwise(edges):
        inner = row[left + 1 : right]
        start = left + 1 + len(inner) - len(inner.lstrip())
        spans.append((start, start + len(inner.strip())))
    return spans


def _rows_to_grid(rows: list[Line], caption: str) -> Grid:
    cells = []
    for at, line in enumerate(rows):
        for column, (start, end) in enumerate(_cut(line.text)):
            text = _BREAK.sub("\n", line.text[start:end]).replace("\\|", "|")
            where = Where(
                page=line.where.page, line=line.where.line, start=start + 1, end=max(end, start + 1)
            )
            cells.append(Cell(at, column, text, where))
    return Grid(tuple(cells), caption)
