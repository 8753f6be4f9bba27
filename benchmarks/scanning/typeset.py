"""Reports drawn on pages with Pillow: rules, words and figures in the ways that offices print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from printed.layouts import Box, Laid

from .faces import Face
from .reports import Report

Array = np.ndarray[Any, Any]
Rect = tuple[int, int, int, int]
Placed = tuple[int, int, Box]
"""row, column and the box"""
A4 = (595.3, 841.9)
_INCH = 72.0
_PAD = 2.0
_LEAD = 1.22
_FINEST = 300
"""dots an inch at which a page is drawn, at least; then it is made smaller, as a scanner does"""


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is set; lengths in points.

    `row` is the least height of a row in lines, `width` the table's share of the line, `outer` the
    frame (`same`, `thick`, `double`, `none`), `align` where figures stand, `groups` how the labels
    of groups do (`across`, `stacked`), `filler` the paragraphs before the tables, which move the
    page's end, `ink` the grey of words and `rule_ink` that of rules, `shaded` whether heads have a
    grey ground, `long` whether all of it is one page, as a picture of a web page is.
    """

    size: float = 9.0
    rule: float = 0.7
    outer: str = "same"
    row: float = 1.7
    width: float = 1.0
    margin: float = 58.0
    align: str = "centre"
    groups: str = "across"
    filler: int = 1
    ink: int = 0
    rule_ink: int = 0
    shaded: bool = False
    dotted: bool = False
    no_rules: bool = False
    repeat_heads: bool = False
    long: bool = False
    landscape: bool = False


@dataclass(slots=True)
class Page:
    """A page as a picture (height, width, 3), and where on it tables are, in pixels."""

    picture: Array
    tables: list[Rect] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    """A page before it is drawn: what to draw on it, in points from the upper left corner."""

    width: float
    height: float
    draws: list[Callable[[_Pen], None]] = field(default_factory=list)
    tables: list[tuple[float, float, float, float]] = field(default_factory=list)


class _Pen:
    """Draws on a page in points."""

    def __init__(self, sheet: _Sheet, scale: float, face: Face) -> None:
        size = (round(sheet.width * scale), round(sheet.height * scale))
        self.picture = Image.new("L", size, 255)
        self.draw = ImageDraw.Draw(self.picture)
        self.scale = scale
        self.face = face

    def rule(self, ends: tuple[float, float, float, float], width: float, ink: int) -> None:
        x0, y0, x1, y1 = (value * self.scale for value in ends)
        half = max(1.0, width * self.scale) / 2
        box = (round(x0 - half), round(y0 - half), round(x1 + half) - 1, round(y1 + half) - 1)
        self.draw.rectangle((box[0], box[1], max(box[0], box[2]), max(box[1], box[3])), fill=ink)

    def fill(self, box: tuple[float, float, float, float], ink: int) -> None:
        self.draw.rectangle(tuple(round(value * self.scale) for value in box), fill=ink)

    def words(self, place: tuple[float, float], text: str, size: float, ink: int) -> None:
        """The text from its left end, on its baseline."""
        x, y = place[0] * self.scale, place[1] * self.scale
        for character in text:
            font = self.face.font_of(character, size * self.scale)
            self.draw.text((x, y), character, font=font, fill=ink, anchor="ls")
            x += font.getlength(character)


_MEASURED = 100.0
"""pixels of the size at which widths are taken"""


class Typesetter:
    """Sets a report from top to bottom."""

    def __init__(self, face: Face, style: Style) -> None:
        self.face = face
        self.style = style
        self.paper = (A4[1], A4[0]) if style.landscape else A4
        if style.long:
            self.paper = (A4[0], 4 * A4[1])
        self.sheets: list[_Sheet] = []
        self._widths: dict[str, float] = {}
        self.turn_page()

    def set(self, report: Report, dpi: int) -> list[Page]:
        for part in report.parts:
            if isinstance(part, Laid):
                _TableSetter(self, part).set()
            else:
                self._set_text(part)
        if self.style.long:
            self.sheets[-1].height = self.y + self.style.margin
        return [self._draw(sheet, dpi) for sheet in self.sheets]

    def _draw(self, sheet: _Sheet, dpi: int) -> Page:
        fine = max(dpi, _FINEST)
        pen = _Pen(sheet, fine / _INCH, self.face)
        for draw in sheet.draws:
            draw(pen)
        picture = pen.picture
        if fine > dpi:
            size = (round(sheet.width * dpi / _INCH), round(sheet.height * dpi / _INCH))
            picture = picture.resize(size, Image.Resampling.BOX if fine > 2 * dpi else 1)
        scale = dpi / _INCH
        tables = [tuple(round(value * scale) for value in table) for table in sheet.tables]
        return Page(np.array(picture.convert("RGB")), tables)  # type: ignore[arg-type]

    @property
    def room(self) -> float:
        return self.sheets[-1].height - self.style.margin - self.y

    def turn_page(self) -> None:
        self.sheets.append(_Sheet(*self.paper))
        self.y = self.style.margin
        if not self.style.long:
            number = f"— {len(self.sheets)} —"
            place = (self.paper[0] / 2 - 15, self.paper[1] - self.style.margin / 2)
            self.put_words(place, number, 9)

    def width_of(self, text: str, size: float) -> float:
        for character in text:
            if character not in self._widths:
                font = self.face.font_of(character, _MEASURED)
                self._widths[character] = font.getlength(character) / _MEASURED
        return sum(self._widths[character] for character in text) * size

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        lines = [""]
        for character in text:
            if lines[-1] and self.width_of(lines[-1] + character, size) > width:
                lines.append("")
            lines[-1] += character
        return lines

    def put_words(self, place: tuple[float, float], text: str, size: float) -> None:
        ink = self.style.ink
        self.sheets[-1].draws.append(lambda pen: pen.words(place, text, size, ink))

    def _set_text(self, part: str) -> None:
        size = {"= ": 17.0, "# ": 13.0}.get(part[:2], 11.5)
        text = part[2:] if part[:2] in ("= ", "# ") else f"　　{part}"
        left, width = self.style.margin, self.paper[0] - 2 * self.style.margin
        need = 70 if part.startswith("# ") else 0
        times = self.style.filler if text.startswith("　　本机关") else 1
        for line in self.wrap(text, width, size) * times:
            if self.room < size * 1.7 + need:
                self.turn_page()
            self.y += size * 1.6
            indent = (width - self.width_of(line, size)) / 2 if part.startswith("= ") else 0
            self.put_words((left + indent, self.y), line, size)
        self.y += 6


class _TableSetter:
    """Sets one table on as many pages as it needs."""

    def __init__(self, setter: Typesetter, laid: Laid) -> None:
        self.setter, self.laid, self.style = setter, laid, setter.style
        line = setter.paper[0] - 2 * self.style.margin
        total = line * self.style.width
        left = self.style.margin + (line - total) / 2
        self.xs = [left]
        for share in laid.widths:
            self.xs.append(self.xs[-1] + total * share / sum(laid.widths))
        self.boxes: list[Placed] = laid.places()
        self.heights = self._measure()

    def _lines(self, column: int, box: Box) -> list[str]:
        if box.kind == "group" and self.style.groups == "stacked":
            return list(box.text)
        if box.kind == "figure":
            return [box.text]
        width = self.xs[column + box.colspan] - self.xs[column] - 2 * _PAD
        return self.setter.wrap(box.text, width, self.style.size)

    def _need(self, lines: int) -> float:
        return max(lines * _LEAD, self.style.row) * self.style.size + 2 * _PAD

    def _measure(self) -> list[float]:
        heights = [self._need(1)] * len(self.laid.rows)
        for row, column, box in self.boxes:
            if box.rowspan == 1:
                heights[row] = max(heights[row], self._need(len(self._lines(column, box))))
        for row, column, box in self.boxes:  # a label of a group must have room beside its rows
            lack = self._need(len(self._lines(column, box)))
            lack -= sum(heights[row : row + box.rowspan])
            for at in range(row, row + box.rowspan):
                heights[at] += max(0.0, lack) / box.rowspan
        return heights

    def set(self) -> None:
        first = 0
        if self.setter.room < sum(self.heights[: self.laid.heads + 2]):
            self.setter.turn_page()
        while first < len(self.heights):
            end, heads = first, self._heads_again(first)
            used = sum(self.heights[row] for row in heads)
            while end < len(self.heights) and used + self.heights[end] <= self.setter.room:
                used += self.heights[end]
                end += 1
            if end == first:
                self.setter.turn_page()
                continue
            self._set_rows([*heads, *range(first, end)])
            first = end
            if first < len(self.heights):
                self.setter.turn_page()
        self.setter.y += 6

    def _heads_again(self, first: int) -> list[int]:
        again = self.style.repeat_heads and first > self.laid.heads
        return list(range(self.laid.heads)) if again else []

    def _set_rows(self, rows: list[int]) -> None:
        top = self.setter.y
        tops = {}
        for row in rows:
            tops[row] = self.setter.y
            self.setter.y += self.heights[row]
        bottom = self.setter.y
        for row, column, box in self.boxes:
            shown = [at for at in range(row, row + box.rowspan) if at in tops]
            if shown:
                high = tops[shown[0]]
                low = tops[shown[-1]] + self.heights[shown[-1]]
                whole = self._is_most(row, box, shown)
                self._set_box(column, box, (high, low), whole)
        self._set_frame(top, bottom)
        self.setter.sheets[-1].tables.append((self.xs[0], top, self.xs[-1], bottom))

    def _is_most(self, row: int, box: Box, shown: list[int]) -> bool:
        """Whether a box that a page cuts has its words in this part of it: in the larger one."""
        rest = [at for at in range(row, row + box.rowspan) if at not in shown]
        return len(shown) > len(rest) or (len(shown) == len(rest) and shown[0] == row)

    def _set_box(self, column: int, box: Box, heights: tuple[float, float], words: bool) -> None:
        left, right = self.xs[column], self.xs[column + box.colspan]
        high, low = heights
        style, draws = self.style, self.setter.sheets[-1].draws
        if style.shaded and box.kind == "head":
            draws.append(lambda pen: pen.fill((left, high, right, low), 215))
        if not style.no_rules:
            for ends in (
                (left, high, right, high),
                (left, low, right, low),
                (left, high, left, low),
                (right, high, right, low),
            ):
                self._set_rule(ends)
        if words:
            self._set_words(column, box, (left, right), heights)

    def _set_rule(self, ends: tuple[float, float, float, float]) -> None:
        style, draws = self.style, self.setter.sheets[-1].draws
        x0, y0, x1, y1 = ends
        at_side = x0 == x1 and x0 in (self.xs[0], self.xs[-1])
        if at_side and style.outer == "none":
            return
        if not style.dotted:
            draws.append(lambda pen: pen.rule(ends, style.rule, style.rule_ink))
            return
        length = max(x1 - x0, y1 - y0)
        for step in range(int(length / 3)):
            share, over = 3 * step / length, (3 * step + 1.6) / length
            dash = (
                x0 + (x1 - x0) * share,
                y0 + (y1 - y0) * share,
                x0 + (x1 - x0) * over,
                y0 + (y1 - y0) * over,
            )
            draws.append(lambda pen, dash=dash: pen.rule(dash, style.rule, style.rule_ink))

    def _set_words(
        self, column: int, box: Box, sides: tuple[float, float], heights: tuple[float, float]
    ) -> None:
        left, right = sides
        lines, size = self._lines(column, box), self.style.size
        room = right - left - 1.4
        if box.kind == "figure" and self.setter.width_of(box.text, size) > room:
            size *= room / self.setter.width_of(box.text, size)  # what an office does too
        # the baseline of the first of lines that are centred together
        y = sum(heights) / 2 - (len(lines) - 1) * size * _LEAD / 2 + size * 0.36
        for line in lines:
            width = self.setter.width_of(line, size)
            middle = (left + right - width) / 2
            places = {"centre": middle, "left": left + _PAD, "right": right - _PAD - width}
            align = self.style.align if box.kind == "figure" else "centre"
            x = left + _PAD if box.kind == "label" else places[align]
            self.setter.put_words((x if width < room else middle, y), line, size)
            y += size * _LEAD

    def _set_frame(self, top: float, bottom: float) -> None:
        style, draws = self.style, self.setter.sheets[-1].draws
        gaps = {"thick": (0.0,), "double": (2.2,)}.get(style.outer, ())
        width = style.rule * (3 if style.outer == "thick" else 1)
        for gap in gaps:
            left, right = self.xs[0] - gap, self.xs[-1] + gap
            high, low = top - gap, bottom + gap
            for ends in (
                (left, high, right, high),
                (left, low, right, low),
                (left, high, left, low),
                (right, high, right, low),
            ):
                draws.append(lambda pen, ends=ends: pen.rule(ends, width, style.rule_ink))
