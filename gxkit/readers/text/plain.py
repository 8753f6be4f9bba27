"""Plain text and Markdown: every line as it stands, with its number; tables become grids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from gxkit.document import (
    Grid,
    Line,
    Where,
)
from gxkit.errors import TooLargeError, UnknownFormatError
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.formats import Contents
from gxkit.readers.numbered import without_line_numbers
from gxkit.readers.sources import with_sources
from gxkit.readers.text.aligned import find_aligned
from gxkit.readers.text.bars import find_bars
from gxkit.readers.text.counted import find_counted
from gxkit.readers.text.drawn import find_drawn
from gxkit.readers.text.exports import clean, unguard
from gxkit.readers.text.literal import find_literals
from gxkit.readers.text.markdown import find_markdown
from gxkit.readers.text.separated import find_separated
from gxkit.readers.text.shapes import Found, Shape

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_END_OF_FILE = "\x1a"
"""with which programs of the DOS years end a text"""

# the marks with which Markdown begins a heading, or frames one that is only printed bold
_HEADING = re.compile(
    r"(?:#{1,6}[ \t]+)?(?P<bold>\*\*|__)?(?P<words>[^\s#*_][^*]*?)(?(bold)(?P=bold))[ \t]*#*"
)
_MARKS = ("#", "**", "__")
# Lines of a text beyond which it is no report: to look for tables in two million took a minute and
# more than a gigabyte.
_MOST_LINES = 200_000
# Characters of a row of a table; a picture that is written out in its line has more.
_LONGEST_ROW = 100_000
_TAKEN = Line("", Where())

_HEAD_OF_NUMBERS = r"(?m)^\s*0\s+1\s"

#: The shapes of tables, and a sign without which none of them is there; what an earlier one takes
#: a later one leaves.
SHAPES: tuple[tuple[str, Shape], ...] = (
    (r"(?m)^\s*[\[(]{2}", find_literals),
    (r"[│┃║]|\+[-=]", find_drawn),
    (r"\|[ \t:]*-", find_markdown),
    (r"\|", find_bars),
    (r'[,;|，；]|\t"|\n\t', find_separated),
    (_HEAD_OF_NUMBERS, find_counted),
    (r"\S {2,}\d", find_aligned),
)


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a text file.

    Lines keep their tabs and blanks, and blank lines stay, for in a text dump an empty line may be
    an empty cell. A form feed ends a page: it is dropped, and every place then has its page.

    Raises UnknownFormatError and TooLargeError.
    """
    decoded = decode_bytes(data)
    if decoded is None:
        raise UnknownFormatError(
            f"{path.name}：没有一种编码与其内容相符（试过 UTF-8、UTF-16 和 GB18030）；请另存为"
            " UTF-8 文本。",
            f"{path.name}: no encoding fits its bytes (tried UTF-8, UTF-16 and GB18030); save it "
            "again as UTF-8 text.",
        )
    text = unguard(decoded.text)
    count = max(text.count("\n"), text.count("\r")) + 1
    if count > _MOST_LINES:
        raise TooLargeError(
            f"{path.name}：文本有 {count:,} 行，超过 {_MOST_LINES:,} 行的上限，不是通常的年报"
            "；请把其中的报告另存为单独的文件。",
            f"{path.name}: a text of {count:,} lines, over the limit of {_MOST_LINES:,}; it is no "
            "ordinary report. Copy the report out of it into a file of its own.",
        )
    lines: Sequence[Line] = _text_to_lines(text)
    # the semicolons of &lt;td&gt; part no cells
    shown = with_sources(Contents(tuple(lines), {}, decoded.remarks))
    if shown.remarks != decoded.remarks:
        return shown._replace(properties={"encoding": decoded.encoding})
    # below a head of numbers an index tells the rows of a table
    if not re.search(_HEAD_OF_NUMBERS, text):
        lines = without_line_numbers(lines)
    blocks = tuple(_lines_to_blocks(lines, text))
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


def _lines_to_blocks(lines: Sequence[Line], text: str) -> Iterator[Line | Grid]:
    """Tables to what they are; all else stays as it is, tabs too."""
    tables = _find_tables(lines, text)
    caption = ""
    at = 0
    while at < len(lines):
        found = tables.get(at)
        if found is None:
            line = _without_marks(lines[at])
            yield line
            caption = line.text.strip() or caption
            at += 1
            continue
        for block in found.blocks:
            yield Grid(clean(block.cells), caption) if isinstance(block, Grid) else block
        at, caption = found.stop, _name_below(found)


def _name_below(found: Found) -> str:
    """What names a table below: a line that was only filled up does as any other."""
    last = found.blocks[-1] if found.blocks else None
    is_alone = found.stop == found.start + 1
    return last.text.strip() if is_alone and isinstance(last, Line) else ""


def _without_marks(line: Line) -> Line:
    """A heading of Markdown without its marks."""
    if not line.text.startswith(_MARKS):
        return line
    heading = _HEADING.fullmatch(line.text)
    if heading is None:
        return line
    start = (line.where.start or 1) + heading.start("words")
    return Line(heading["words"], replace(line.where, start=start))


def _find_tables(lines: Sequence[Line], text: str) -> dict[int, Found]:
    """The tables by their first lines."""
    tables: dict[int, Found] = {}
    rest = [line if len(line.text) <= _LONGEST_ROW else _TAKEN for line in lines]
    for sign, find in SHAPES:
        if not re.search(sign, text):
            continue
        for found in find(rest):
            tables[found.start] = found
            for number in range(found.start, found.stop):
                rest[number] = _TAKEN
    return tables
