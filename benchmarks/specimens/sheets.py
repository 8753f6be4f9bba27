"""A small typesetter of our own: a report cut into sheets, each with placed lines of text, ruled boxes and their edges.

The others decide for themselves where a page ends and what is drawn there; here a row can be cut inside its label, left
open at the page's end, and its group named again after the break.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .drafts import Draft, Look
from .layouts import Box, Laid

_PAD = 2.5
_LEAD = 1.25
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
    """A cell's rectangle, and which of its sides (left, right, bottom, top) are the table's border or a page's cut."""

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
    return sum(size if ord(c) > 0x2E7F or c in "“”" else 0.56 * size for c in text)


def wrap(text: str, width: float, size: float) -> list[str]:
    """The text in lines; a word may be broken anywhere, as Chinese is."""
    lines = [""]
    for character in text:
        if lines[-1] and width_of(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


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
        places = laid.places()
        lines = {(r, c): self._lines(box, xs[c + box.colspan] - xs[c]) for r, c, box in places}
        heights = [
            max(
                (len(lines[r, c]) for r, c, box in places if r == row and box.rowspan == 1),
                default=1,
            )
            for row in range(len(laid.rows))
        ]
        for r, _, box in places:  # a label set from top to bottom must have room beside its rows
            end = r + box.rowspan
            if box.kind == "group" and self.look.groups != "across":
                while sum(map(self._points, heights[r:end])) < self._points(len(box.text)):
                    heights[end - 1] += 1
        row = 0
        below = [(r, c, box, lines[r, c]) for r, c, box in places]
        while row < len(laid.rows):
            row, below, heights = self._set_fragment(laid, xs, row, below, heights)

    def _lines(self, box: Box, width: float) -> list[str]:
        if box.kind == "group" and self.look.groups != "across":
            return list(box.text)
        return wrap(box.text, width - 2 * _PAD, self.look.size)

    def _points(self, lines: int) -> float:
        return lines * self.look.size * _LEAD + 2 * _PAD

    def _set_fragment(
        self,
        laid: Laid,
        xs: list[float],
        first: int,
        below: list[tuple[int, int, Box, list[str]]],
        heights: list[int],
    ) -> tuple[int, list[tuple[int, int, Box, list[str]]], list[int]]:
        """Sets the rows from `first` that fit; returns where to go on, with what is left of cells cut by the page."""
        end, used = first, 0.0
        while end < len(heights) and used + self._points(heights[end]) <= self.room:
            used += self._points(heights[end])
            end += 1
        cut = 0
        if (
            end < len(heights)
            and heights[end] > 1
            and self.look.cut_rows
            and used + self._points(1) <= self.room
        ):
            cut = min(
                int((self.room - used - 2 * _PAD) / (self.look.size * _LEAD)), heights[end] - 1
            )
        if end == first and not cut:
            self._turn_page()
            return first, below, heights
        tops = [self.y]
        for row in range(first, end):
            tops.append(tops[-1] - self._points(heights[row]))
        if cut:
            tops.append(tops[-1] - self._points(cut))
        last = end + (cut > 0)
        frames: list[Frame] = []
        left: list[tuple[int, int, Box, list[str]]] = []
        for r, c, box, lines in below:
            if r >= last:
                left.append((r, c, box, lines))
                continue
            bottom = min(r + box.rowspan, last)
            goes_on = r + box.rowspan > last or (cut > 0 and r + box.rowspan == last)
            shown, rest = (lines[:cut], lines[cut:]) if cut and r == end else (lines, [])
            if cut and r == end and box.kind == "figure" and "figures below" in self.look.extras:
                shown, rest = [], lines
            if goes_on and box.kind == "group" and self.look.groups != "across":
                fits = int((tops[r - first] - tops[bottom - first]) / (self.look.size * _LEAD))
                shown, rest = shown[:fits], [*shown[fits:], *rest]
            self._set_cell(laid, xs, tops, first, (r, c, box), bottom, shown, goes_on, frames)
            if goes_on:
                again = box.kind == "group" and "groups again" in self.look.extras
                start = end if cut else last
                left.append(
                    (
                        start,
                        c,
                        Box(box.text, box.colspan, r + box.rowspan - start, box.kind),
                        lines if again else rest,
                    )
                )
        self.sheets[-1].tables.append(frames)
        if self.look.side_by_side and first == 0:
            self._set_neighbour(xs[-1] + 14)
        self.y = tops[-1]
        if last < len(heights) or cut:
            self._turn_page()
            if self.look.repeat_heads and laid.heads:
                left = self._set_heads(laid, xs, left, heights)
        if cut:
            heights = [*heights[:end], heights[end] - cut, *heights[end + 1 :]]
        return end, sorted(left, key=lambda cell: cell[:2]), heights

    def _set_heads(
        self,
        laid: Laid,
        xs: list[float],
        left: list[tuple[int, int, Box, list[str]]],
        heights: list[int],
    ) -> list[tuple[int, int, Box, list[str]]]:
        tops = [self.y]
        for row in range(laid.heads):
            tops.append(tops[-1] - self._points(heights[row]))
        frames: list[Frame] = []
        for r, c, box in laid.places():
            if r < laid.heads:
                lines = self._lines(box, xs[c + box.colspan] - xs[c])
                self._set_cell(
                    laid, xs, tops, 0, (r, c, box), r + box.rowspan, lines, False, frames
                )
        self.sheets[-1].tables.append(frames)
        self.y = tops[-1]
        return left

    def _set_cell(
        self,
        laid: Laid,
        xs: list[float],
        tops: list[float],
        first: int,
        place: tuple[int, int, Box],
        bottom: int,
        lines: list[str],
        goes_on: bool,
        frames: list[Frame],
    ) -> None:
        row, column, box = place
        left, right = xs[column], xs[column + box.colspan]
        high, low = tops[row - first], tops[bottom - first]
        outer = {
            side
            for side, at in (
                ("left", column == 0),
                ("right", column + box.colspan == len(laid.widths)),
                ("top", row == 0),
                ("bottom", bottom == len(laid.rows) and not goes_on),
            )
            if at
        }
        cut = {
            side for side, at in (("top", row == first and first > 0), ("bottom", goes_on)) if at
        }
        frames.append(Frame(left, low, right, high, frozenset(outer), frozenset(cut)))
        if not lines:
            return
        size = self.look.size
        if box.kind == "group" and self.look.groups == "vertical":
            middle = (high + low) / 2 + len(lines) * size / 2
            self.sheets[-1].words.append(
                Word((left + right) / 2, middle, size, "".join(lines), True, False)
            )
            return
        y = (high + low) / 2 + len(lines) * size * _LEAD / 2 - size
        for line in lines:
            centred = box.kind != "label"
            x = (left + right) / 2 if centred else left + _PAD
            if line:
                self.sheets[-1].words.append(Word(x, y, size, line, centred))
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
