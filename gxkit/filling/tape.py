"""A document laid out as one tape: cells and words in reading order, folded, with their places.

Labels are looked for on the tape's folded text without regard to how the file cuts them; what
stands between two labels is looked at token by token again, with the cell borders that the file
has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from typing import (
    Any,
    Concatenate,
    NamedTuple,
    ParamSpec,
    TypeVar,
)

from gxkit.document import (
    Cell,
    Document,
    Grid,
    Line,
    Where,
)
from gxkit.filling.stacked import find_empty_cells
from gxkit.text import fold, fold_places

P = ParamSpec("P")
T = TypeVar("T")

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－―·•]+\s*\d{1,4}\s*[-—–－―·•]+|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"
    r"|\d+\s*/\s*\d+)\s*$"
)
_ADDRESS = re.compile(r"\s*<?https?://\S+>?\s*$")
_WORD = re.compile(r"\S+")
# What stands for the text of tokens that were taken out: no label, figure or letter is like it.
_GONE = "\0"


# Remembered, for of figures that ran together each is placed in the same word.
_fold_places = lru_cache(maxsize=64)(fold_places)


class Border(IntEnum):
    """What separates a token from the one before."""

    BLANK = 1
    """a blank, or a line break inside a cell"""
    CELL = 2
    """a tab, or the next cell of a row"""
    ROW = 3
    """a line break, or the next row of a grid"""


class Token(NamedTuple):
    """A run of text without blanks, or an empty cell.

    `start` is where its folded `text` begins on the tape; `block` numbers the line or grid it
    stands in, `row` the grid's row (None in a line), `column` and `span` the grid's columns it
    covers; [first, stop) are its characters in the printed text of its `source`.
    """

    start: int
    text: str
    border: Border
    block: int
    source: Line | Cell
    first: int
    stop: int
    row: int | None = None
    column: int = 0
    span: int = 1

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def home(self) -> tuple[int, int | None]:
        """The row of a grid, or the line of text, in which it stands."""
        return self.block, self.row

    @property
    def printed(self) -> str:
        """The token's text as printed."""
        return self.source.text[self.first : self.stop]

    @property
    def where(self) -> Where:
        """Where it stands: the cell, or its characters in the line."""
        if isinstance(self.source, Cell):
            return self.source.where
        return self.place(self.start, self.end)[1]

    def place(
        self,
        start: int,
        end: int,
    ) -> tuple[str, Where]:
        """The printed text between two positions on the tape, and where it stands."""
        printed = self.printed
        if not printed:
            return "", self._gap()
        low, high = 0, len(printed)
        if start > self.start or end < self.end:
            places = _fold_places(printed)
            low = places[start - self.start]
            high = places[end - self.start - 1] + 1
        if isinstance(self.source, Cell):
            return printed[low:high], self.source.where
        return printed[low:high], self._span(low, high)

    def _span(self, low: int, high: int) -> Where:
        """Some characters of the token, as characters of its line."""
        where = self.source.where
        offset = (where.start or 1) + self.first
        return Where(
            page=where.page,
            line=where.line,
            start=offset + low,
            end=offset + high - 1,
            box=where.box,
            file=where.file,
            sheet=where.sheet,
            row=where.row,
            column=where.column,
        )

    def _gap(self) -> Where:
        """Where an empty token is: its cell, or the character of a line at which it would begin."""
        where = self.source.where
        if isinstance(self.source, Cell):
            return where
        at = (where.start or 1) + self.first
        return replace(where, start=at, end=at, box=None)


def place_together(first: Token, last: Token) -> tuple[str, Where]:
    """The printed text from one token of a line to another, and where it stands."""
    whole = first._replace(stop=last.stop)
    return whole.printed, whole._span(0, last.stop - first.first)


@dataclass(frozen=True)
class Tape:
    """The whole document: `text` folded without blanks, and its tokens in order."""

    text: str
    tokens: tuple[Token, ...]
    blocks: tuple[Line | Grid, ...] = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _places: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)
    _answers: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def index_at(self, position: int) -> int:
        """The index of the token that holds a character of the text."""
        return bisect_right(self._starts, position) - 1

    def token_at(self, position: int) -> Token:
        """The token that holds a character of the text."""
        return self.tokens[bisect_right(self._starts, position) - 1]

    def places(self, part: str) -> tuple[int, ...]:
        """Every place where a part stands in the text, overlapping ones too; found once."""
        found = self._places.get(part)
        if found is None:
            found = self._places[part] = _find_all(self.text, part)
        return found

    def count_said(self, wordings: Iterable[Iterable[str]]) -> int:
        """How many things stand in the text, each said in any of its wordings."""
        known = self._places
        count = 0
        for alternatives in wordings:
            for part in alternatives:
                found = known.get(part)
                if found is None:
                    found = self.places(part)
                if found:
                    count += 1
                    break
        return count

    def once(self, ask: Callable[Concatenate[Tape, P], T], *about: P.args, **_: P.kwargs) -> T:
        """What a function says of this tape; it is called once, however many tables ask."""
        key = (ask, *about)
        if key not in self._answers:
            self._answers[key] = ask(self, *about, **_)
        answer: T = self._answers[key]
        return answer

    def without(self, gone: Iterable[range]) -> Tape:
        """The tape with some of its tokens taken out, by their numbers; all else stays in place."""
        text, kept, stop = self.text, list[Token](), 0
        for numbers in sorted(gone, key=lambda numbers: numbers.start):
            if not numbers:
                continue
            start, end = self.tokens[numbers[0]].start, self.tokens[numbers[-1]].end
            text = text[:start] + _GONE * (end - start) + text[end:]
            kept += self.tokens[stop : numbers.start]
            stop = max(stop, numbers.stop)
        if not stop:
            return self
        kept += self.tokens[stop:]
        return _make_tape(text, kept, self.blocks)

    def forget(self) -> None:
        """Drop what was found on the way: it is not worth keeping beside a report."""
        self._places.clear()
        self._answers.clear()


def _find_all(
    text: str,
    part: str,
) -> tuple[int, ...]:
    places = []
    position = text.find(part)
    while position >= 0:
        places.append(position)
        position = text.find(part, position + 1)
    return tuple(places)


def _line_tokens(
    line: Line,
    block: int,
    start: int,
) -> list[Token]:
    cells = line.text.split("\t")
    tabbed = len(cells) > 1
    offset = 0
    if tabbed and not cells[0].strip():
        # A tab that opens a line opens its first cell.
        offset = len(cells.pop(0)) + 1
    tokens: list[Token] = []
    border = Border.ROW
    for cell in cells:
        empty = tabbed
        for word in _WORD.finditer(cell):
            text = fold(word.group())
            first, stop = word.span()
            tokens.append(Token(start, text, border, block, line, offset + first, offset + stop))
            start += len(text)
            border = Border.BLANK
            empty = False
        if empty:
            tokens.append(Token(start, "", border, block, line, offset, offset))
        border = Border.CELL
        offset += len(cell) + 1
    return tokens


def _cell_breaks(blocks: Sequence[Line | Grid]) -> dict[int, int]:
    """Lines of nothing but tabs between empty lines, and how many empty cells each opens.

    So a browser writes the border of a cell that holds paragraphs: the cell's text follows on a
    line of its own, and nothing but blanks does where the cell is empty.
    """
    texts = [block.text if isinstance(block, Line) else None for block in blocks]
    found = {}
    for number in range(1, len(texts) - 1):
        text = texts[number]
        # Such a line holds tabs and nothing else.
        if not text or "\t" not in text or text.strip(" \t"):
            continue
        if texts[number - 1] != "" or texts[number + 1] != "":
            continue
        found[number] = text.count("\t") - _is_filled(texts, number + 2)
    return found


def _is_filled(
    texts: Sequence[str | None],
    at: int,
) -> bool:
    """Whether the cell whose paragraphs begin at a line holds anything but blank ones."""
    while at < len(texts):
        paragraph = texts[at]
        if not paragraph or "\t" in paragraph:
            return False
        if paragraph.strip():
            return True
        at += 2
    return False


def _grid_tokens(
    grid: Grid,
    block: int,
    start: int,
) -> list[Token]:
    tokens: list[Token] = []
    row = -1
    for cell in grid.cells:
        border = Border.CELL if cell.row == row else Border.ROW
        row = cell.row
        place = (row, cell.column, cell.colspan)
        printed = cell.text
        # most cells hold a figure, which folds to itself, or nothing
        if not printed or (printed.isascii() and printed.isdecimal()):
            stop = len(printed)
            tokens.append(Token(start, printed, border, block, cell, 0, stop, *place))
            start += stop
            continue
        empty = True
        for word in _WORD.finditer(printed):
            text = fold(word.group())
            first, stop = word.span()
            tokens.append(Token(start, text, border, block, cell, first, stop, *place))
            start += len(text)
            border = Border.BLANK
            empty = False
        if empty:
            tokens.append(Token(start, "", border, block, cell, 0, 0, *place))
    return tokens


def lay_tape(document: Document) -> Tape:
    """The document as a tape; page numbers and lines that are only an address are left out."""
    tokens: list[Token] = []
    start = 0
    breaks = _cell_breaks(document.blocks)
    empty_cells = find_empty_cells(document.blocks)
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            new = _grid_tokens(block, number, start)
        elif number in breaks:
            empty = range(1, breaks[number] + 1)
            new = [Token(start, "", Border.CELL, number, block, at, at) for at in empty]
        elif number in empty_cells:
            new = [Token(start, "", Border.ROW, number, block, 0, 0)]
        # A page number between two halves of a row would be a figure of it.
        elif _PAGE_NUMBER.match(block.text) or _ADDRESS.match(block.text):
            continue
        else:
            new = _line_tokens(block, number, start)
        if new:
            tokens += new
            start = new[-1].end
    text = "".join([token.text for token in tokens])
    return _make_tape(text, tokens, document.blocks)


def _make_tape(
    text: str,
    tokens: Sequence[Token],
    blocks: tuple[Line | Grid, ...],
) -> Tape:
    # An empty token starts where the next one does: the last of those with a given start is the
    # one that holds the character, and bisect_right finds it.
    starts = tuple([token.start for token in tokens])
    return Tape(text, tuple(tokens), blocks, starts)
