"""A small typesetter of our own: a report cut into sheets, with placed lines of text and boxes.

The others decide for themselves where a page ends and what is drawn there; here a row can be cut
inside its label, left open at the page's end, and its group named again after the break.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .drafts import Draft, Look
from .layouts import Box, Laid

_PAD = 2.5
_LEAD = 1.25
_FIRST_WIDE = 0x2E80
"""where the Chinese blocks of Unicode begin"""
A4 = (595.3, 841.9)


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text: its left end and baseline, or its middle where `centred`."""

    x: float
    y: float
    size: float
    text: str
    centred: bool = False
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """A cell's rectangle.

    `outer` and `cut` say which of its sides (left, right, bottom, top) are the table's border or
    where a page cuts it.
    """

    left: float
    bottom: float
    right: float
    top: float
    outer: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()


@dataclass(slots=True)
class Sheet:
    """One page: its size, its words and frames, one list of frames a table fragment."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    tables: list[list[Frame]] = field(default_factory=list)


def width_of(text: str, size: float) -> float:
    """How wide a text will be: full width for Chinese, .56 for figures and Latin."""
    return sum(size if ord(c) >= _FIRST_WIDE or c in "“”" else 0.56 * size for c in text)


def wrap(text: str, width: float, size: float) -> list[str]:
    """The text in lines; a word may be broken anywhere, as Chinese is."""
    lines = [""]
    for character in text:
        if lines[-1] and width_of(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell that is not yet set, or what a page's end has left of it."""

    row: int
    column: int
    box: Box
    lines: list[str]

    @property
    def end(self) -> int:
        """The row below it."""
        return self.row + self.box.rowspan


@dataclass(slots=True)
class _Table:
    """A table on its way to the sheets: its columns' edges, the lines that each row still needs."""

    laid: Laid
    xs: list[float]
    heights: list[int]
    pieces: list[_Piece]


@dataclass(frozen=True, slots=True)
class _Fragment:
    """The part of a table on one sheet: rows `first` to before `end`, and `cut` lines of that."""

    first: int
    end: int
    cut: int
    tops: list[float]
    frames: list[Frame] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The first row of which nothing is here."""
        return self.end + (self.cut > 0)

    def top_of(self, row: int) -> float:
        return self.tops[row - self.first]


class Typesetter:
    """Sets a draft on sheets from top to bottom."""

    def __init__(self, look: Look) -> None:
        self.look = look
        wide = look.page in ("landscape", "rotated", "sideways")
        self.size = (A4[1], A4[0]) if wide else A4
        self.sheets: list[Sheet] = []
        self._turn_page()

    def _turn_page(self) -> None:
        self.sheets.append(Sheet(*self.size))
        self.y = self.size[1] - self.look.margin
        number = f"- {len(self.sheets)} -"
        self.sheets[-1].words.append(
            Word(self.size[0] / 2, self.look.margin / 2, 9, number, centred=True)
        )

    @property
    def room(self) -> float:
        """Points left on the sheet."""
        return self.y - self.look.margin

    def set(self, draft: Draft) -> list[Sheet]:
        for part in draft.parts:
            if isinstance(part, Laid):
                self._set_table(part)
            else:
                self._set_text(part)
        return self.sheets

    def _set_text(self, part: str) -> None:
        size = {"= ": 16.0, "# ": 13.0}.get(part[:2], self.look.size + 2)
        text = part[2:] if part[:2] in ("= ", "# ") else part
        left, width = self.look.margin, self.size[0] - 2 * self.look.margin
        need = 60 if part[:2] == "# " else 0
        for line in wrap(text, width, size):
            if self.room < size * 1.6 + need:
                self._turn_page()
            self.y -= size * 1.6
            centred = part[:2] == "= "
            self.sheets[-1].words.append(
                Word(left + width / 2 if centred else left, self.y, size, line, centred)
            )
        self.y -= 0 if "touching" in self.look.extras else 4

    def _set_table(self, laid: Laid) -> None:
        total = (self.size[0] - 2 * self.look.margin) * (0.62 if self.look.side_by_side else 1)
        xs = [self.look.margin]
        for share in laid.widths:
            xs.append(xs[-1] + total * share / sum(laid.widths))
        pieces = []
        for row, column, box in laid.places():
            lines = self._lines(box, xs[column + box.colspan] - xs[column])
            pieces.append(_Piece(row, column, box, lines))
        heights = [1] * len(laid.rows)
        for piece in pieces:
            if piece.box.rowspan == 1:
                heights[piece.row] = max(heights[piece.row], len(piece.lines))
        for piece in pieces:  # a label set from top to bottom must have room beside its rows
            if self._is_upright(piece.box):
                need = self._points(len(piece.box.text))
                while sum(map(self._points, heights[piece.row : piece.end])) < need:
                    heights[piece.end - 1] += 1
        table = _Table(laid, xs, heights, pieces)
        row = 0
        while row < len(laid.rows):
            row = self._set_fragment(table, row)

    def _is_upright(self, box: Box) -> bool:
        return box.kind == "group" and self.look.groups != "across"

    def _lines(self, box: Box, width: float) -> list[str]:
        if self._is_upright(box):
            return list(box.text)
        return wrap(box.text, width - 2 * _PAD, self.look.size)

    def _points(self, lines: int) -> float:
        return lines * self.look.size * _LEAD + 2 * _PAD

    def _set_fragment(self, table: _Table, first: int) -> int:
        """Sets the rows from `first` that fit, and returns the row to go on with.

        What is left of cells that the page cuts stays in the table's pieces.
        """
        end, cut = self._find_break(table.heights, first)
        if end == first and not cut:
            self._turn_page()
            return first
        tops = [self.y]
        for row in range(first, end):
            tops.append(tops[-1] - self._points(table.heights[row]))
        if cut:
            tops.append(tops[-1] - self._points(cut))
        part = _Fragment(first, end, cut, tops)
        left: list[_Piece] = []
        for piece in table.pieces:
            rest = piece if piece.row >= part.last else self._set_piece(table, part, piece)
            if rest is not None:
                left.append(rest)
        self.sheets[-1].tables.append(part.frames)
        if self.look.side_by_side and first == 0:
            self._set_neighbour(table.xs[-1] + 14)
        self.y = tops[-1]
        if part.last < len(table.heights) or cut:
            self._turn_page()
            if self.look.repeat_heads and table.laid.heads:
                self._set_heads(table)
        if cut:
            table.heights[end] -= cut
        table.pieces = sorted(left, key=lambda piece: (piece.row, piece.column))
        return end

    def _find_break(self, heights: list[int], first: int) -> tuple[int, int]:
        """The first row that does not fit, and how many of its lines do."""
        end, used = first, 0.0
        while end < len(heights) and used + self._points(heights[end]) <= self.room:
            used += self._points(heights[end])
            end += 1
        may_cut = self.look.cut_rows and end < len(heights) and heights[end] > 1
        if not may_cut or used + self._points(1) > self.room:
            return end, 0
        fitting = int((self.room - used - 2 * _PAD) / (self.look.size * _LEAD))
        return end, min(fitting, heights[end] - 1)

    def _set_piece(self, table: _Table, part: _Fragment, piece: _Piece) -> _Piece | None:
        """Sets a cell, or as much of it as is above the page's end; returns what is left of it."""
        box, lines = piece.box, piece.lines
        bottom = min(piece.end, part.last)
        goes_on = piece.end > part.last or (part.cut > 0 and piece.end == part.last)
        shown, rest = lines, []
        if part.cut and piece.row == part.end:
            if box.kind == "figure" and "figures below" in self.look.extras:
                shown, rest = [], lines
            else:
                shown, rest = lines[: part.cut], lines[part.cut :]
        if goes_on and self._is_upright(box):
            height = part.top_of(piece.row) - part.top_of(bottom)
            fits = int(height / (self.look.size * _LEAD))
            shown, rest = shown[:fits], [*shown[fits:], *rest]
        self._set_cell(table, part, replace(piece, lines=shown), bottom, goes_on)
        if not goes_on:
            return None
        again = box.kind == "group" and "groups again" in self.look.extras
        start = part.end if part.cut else part.last
        below = replace(box, rowspan=piece.end - start)
        return _Piece(start, piece.column, below, lines if again else rest)

    def _set_heads(self, table: _Table) -> None:
        tops = [self.y]
        for row in range(table.laid.heads):
            tops.append(tops[-1] - self._points(table.heights[row]))
        part = _Fragment(0, table.laid.heads, 0, tops)
        for row, column, box in table.laid.places():
            if row < table.laid.heads:
                lines = self._lines(box, table.xs[column + box.colspan] - table.xs[column])
                piece = _Piece(row, column, box, lines)
                self._set_cell(table, part, piece, piece.end, False)
        self.sheets[-1].tables.append(part.frames)
        self.y = tops[-1]

    def _set_cell(
        self, table: _Table, part: _Fragment, piece: _Piece, bottom: int, goes_on: bool
    ) -> None:
        box, lines = piece.box, piece.lines
        left, right = table.xs[piece.column], table.xs[piece.column + box.colspan]
        high, low = part.top_of(piece.row), part.top_of(bottom)
        at_border = {
            "left": piece.column == 0,
            "right": piece.column + box.colspan == len(table.laid.widths),
            "top": piece.row == 0,
            "bottom": bottom == len(table.laid.rows) and not goes_on,
        }
        outer = frozenset(side for side, is_there in at_border.items() if is_there)
        at_cut = {"top": piece.row == part.first and part.first > 0, "bottom": goes_on}
        cut = frozenset(side for side, is_there in at_cut.items() if is_there)
        part.frames.append(Frame(left, low, right, high, outer, cut))
        if not lines:
            return
        words = self.sheets[-1].words
        size, middle = self.look.size, (left + right) / 2
        if box.kind == "group" and self.look.groups == "vertical":
            top = (high + low) / 2 + len(lines) * size / 2
            words.append(Word(middle, top, size, "".join(lines), True, False))
            return
        y = (high + low) / 2 + len(lines) * size * _LEAD / 2 - size
        centred = box.kind != "label"
        for line in lines:
            if line:
                words.append(Word(middle if centred else left + _PAD, y, size, line, centred))
            y -= size * _LEAD

    def _set_neighbour(self, left: float) -> None:
        """A small table beside the one just begun."""
        frames, height = [], self._points(1)
        width = (self.size[0] - self.look.margin - left) / 2
        for row, texts in enumerate((("序号", "备注"), ("甲", "无"), ("乙", "有"))):
            for column, text in enumerate(texts):
                x, top = left + column * width, self.y - row * height
                frames.append(Frame(x, top - height, x + width, top))
                self.sheets[-1].words.append(
                    Word(
                        x + width / 2,
                        top - _PAD - self.look.size,
                        self.look.size,
                        text,
                        centred=True,
                    )
                )
        self.sheets[-1].tables.append(frames)
