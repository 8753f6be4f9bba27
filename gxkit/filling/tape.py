"""A document laid out as one tape: its cells and words in reading order, folded, each with its place.

Labels are looked for on the tape's folded text without regard to how the file cuts them; what stands between two labels
is looked at piece by piece again, with the cell borders that the file has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from gxkit.document import Cell, Document, Grid, Line, Where
from gxkit.text import fold, fold_places

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－―·•]+\s*\d{1,4}\s*[-—–－―·•]+|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+)\s*$"
)
_ADDRESS = re.compile(r"\s*<?https?://\S+>?\s*$")
_WORD = re.compile(r"\S+")


class Border(IntEnum):
    """What separates a slot from the one before."""

    BLANK = 1
    """a blank, or a line break inside a cell"""
    CELL = 2
    """a tab, or the next cell of a row"""
    ROW = 3
    """a line break, or the next row of a grid"""
    BLOCK = 4
    """the next paragraph or grid"""


@dataclass(frozen=True, slots=True)
class Slot:
    """A run of text without blanks, or an empty cell.

    `start` is where its folded `text` begins on the tape; `block` numbers the line or grid it stands in, `row` the
    grid's row (None in a line), `column` and `span` the grid's columns it covers; `first` is its first character in
    the printed text of its `source`.
    """

    start: int
    text: str
    border: Border
    block: int
    source: Line | Cell
    first: int
    row: int | None = None
    column: int = 0
    span: int = 1

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def printed(self) -> str:
        """The slot's text as printed."""
        match = _WORD.match(self.source.text, self.first)
        return match.group() if match else ""

    @property
    def where(self) -> Where:
        """Where it stands: the cell, or its characters in the line."""
        return (
            self.source.where
            if isinstance(self.source, Cell)
            else self.place(self.start, self.end)[1]
        )

    def place(self, start: int, end: int) -> tuple[str, Where]:
        """The printed text between two positions on the tape, and where it stands."""
        printed = self.printed
        if not printed:
            return "", self._gap()
        if start <= self.start and end >= self.end:
            low, high = 0, len(printed)
        else:
            places = fold_places(printed)
            low, high = places[start - self.start], places[end - self.start - 1] + 1
        where = self.source.where
        if isinstance(self.source, Line):
            offset = (where.start or 1) + self.first
            where = Where(
                page=where.page,
                line=where.line,
                start=offset + low,
                end=offset + high - 1,
                box=where.box,
            )
        return printed[low:high], where

    def _gap(self) -> Where:
        """Where an empty slot is: its cell, or the one character of a line at which it would begin."""
        where = self.source.where
        if isinstance(self.source, Cell):
            return where
        at = (where.start or 1) + self.first
        return Where(page=where.page, line=where.line, start=at, end=at)


@dataclass(frozen=True, slots=True)
class Tape:
    """The whole document: `text` folded without blanks, and its slots in order."""

    text: str
    slots: tuple[Slot, ...]
    blocks: tuple[Line | Grid, ...]
    _starts: tuple[int, ...] = field(repr=False)

    def slot_at(self, position: int) -> int:
        """The index of the slot that holds a character of the text."""
        return bisect_right(self._starts, position) - 1


def _line_slots(line: Line, block: int, start: int) -> list[Slot]:
    slots: list[Slot] = []
    offset = 0
    border = Border.ROW
    cells = line.text.split("\t")
    if len(cells) > 1 and not cells[0].strip():
        offset = len(cells.pop(0)) + 1  # a tab that opens a line opens its first cell
        tabbed = True
    else:
        tabbed = len(cells) > 1
    for cell in cells:
        words = list(_WORD.finditer(cell))
        if not words and tabbed:
            slots.append(Slot(start, "", border, block, line, offset))
        for word in words:
            text = fold(word.group())
            slots.append(Slot(start, text, border, block, line, offset + word.start()))
            start += len(text)
            border = Border.BLANK
        border = Border.CELL
        offset += len(cell) + 1
    return slots


def _cell_breaks(blocks: Sequence[Line | Grid]) -> dict[int, int]:
    """Lines of nothing but tabs between empty lines, and how many empty cells each opens.

    So a browser writes the border of a cell that holds paragraphs: the cell's text follows on a line of its own, and
    nothing but blanks does where the cell is empty.
    """
    texts = [block.text if isinstance(block, Line) else None for block in blocks]
    found = {}
    for number in range(1, len(texts) - 1):
        text = texts[number]
        if (
            not text
            or text.strip(" \t")
            or "\t" not in text
            or texts[number - 1] != ""
            or texts[number + 1] != ""
        ):
            continue
        at = number + 2
        while (
            at < len(texts)
            and (paragraph := texts[at])
            and not paragraph.strip()
            and "\t" not in paragraph
        ):
            at += 2
        filled = at < len(texts) and bool((texts[at] or "").strip())
        found[number] = text.count("\t") - filled
    return found


def _grid_slots(grid: Grid, block: int, start: int) -> list[Slot]:
    slots: list[Slot] = []
    for row in grid.by_rows():
        border = Border.ROW
        for cell in row:
            words: list[re.Match[str] | None] = [*_WORD.finditer(cell.text)] or [None]
            for word in words:
                text = fold(word.group()) if word else ""
                first = word.start() if word else 0
                slots.append(
                    Slot(
                        start, text, border, block, cell, first, cell.row, cell.column, cell.colspan
                    )
                )
                start += len(text)
                border = Border.BLANK
            border = Border.CELL
    return slots


def lay_tape(document: Document) -> Tape:
    """The document as a tape; printed page numbers and lines that hold nothing but an address are left out."""
    slots: list[Slot] = []
    start = 0
    breaks = _cell_breaks(document.blocks)
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            new = _grid_slots(block, number, start)
        elif number in breaks:
            new = [
                Slot(start, "", Border.CELL, number, block, i + 1) for i in range(breaks[number])
            ]
        elif _PAGE_NUMBER.match(block.text) or _ADDRESS.match(block.text):
            continue
        else:
            new = _line_slots(block, number, start)
        if new:
            slots += new
            start = new[-1].end
    text = "".join(slot.text for slot in slots)
    # An empty slot starts where the next one does; the last with a given start is the one that holds the character.
    return Tape(text, tuple(slots), document.blocks, tuple(slot.start for slot in slots))
