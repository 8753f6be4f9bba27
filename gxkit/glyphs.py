"""The characters of a PDF page with their places, and how they are put together to lines.

Places are points from the lower left corner of the page as it is shown: cropped, and turned as its /Rotate says.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
_REPLACED = {0x02: "-", 0xAD: "", 0: "", 0xFFFE: "", 0xFFFF: ""}  # pdfium marks a hyphen at a line's end with 2
_GAP = 0.5  # of the character height: more than this between two characters is a blank
_SAME_LINE = 0.5  # of the character height: baselines nearer than this are one line


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character: its box, the start of its baseline, whether a blank follows it, and whether it stands
    upright on the page as shown."""

    text: str
    box: Box
    x: float
    baseline: float
    spaced: bool
    upright: bool

    @property
    def centre(self) -> tuple[float, float]:
        left, bottom, right, top = self.box
        return (left + right) / 2, (bottom + top) / 2

    @property
    def size(self) -> float:
        left, bottom, right, top = self.box
        return max(right - left, top - bottom)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is shown: its crop box in the coordinates of the file, and its rotation clockwise in degrees."""

    crop: Box
    rotation: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """File coordinates to points from the lower left corner of the page as shown."""
        left, bottom, right, top = self.crop
        if self.rotation == 90:
            return y - bottom, right - x
        if self.rotation == 180:
            return right - x, top - y
        if self.rotation == 270:
            return top - y, x - left
        return x - left, y - bottom

    def place_box(self, box: Box) -> Box:
        (x0, y0), (x1, y1) = self.place(box[0], box[1]), self.place(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def page_to_frame(page: pypdfium2.PdfPage) -> Frame:
    return Frame(tuple(page.get_cropbox()), page.get_rotation())


def page_to_glyphs(page: pypdfium2.PdfPage, frame: Frame) -> list[Glyph]:
    """The visible characters of `page` in the order of the file, blanks noted at the character before them."""
    text = page.get_textpage()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    width, height = frame.place_box(frame.crop)[2:]
    glyphs: list[Glyph] = []
    codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
    for index, code in enumerate(codes):
        character = _REPLACED.get(code, chr(code))
        if not character.strip():
            continue
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        box = frame.place_box((left.value, bottom.value, right.value, top.value))
        start, baseline = frame.place(x.value, y.value)
        if not (-1 <= box[0] <= width + 1 and -1 <= box[1] <= height + 1):
            continue  # outside what the page shows
        turned = (math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) + frame.rotation) % 360
        spaced = index + 1 < len(codes) and codes[index + 1] in (0x20, 0x09, 0xA0, 0x3000)
        glyphs.append(Glyph(character, box, start, baseline, spaced, turned < 20 or turned > 340))
    text.close()
    return glyphs


def glyphs_to_lines(glyphs: Sequence[Glyph]) -> list[tuple[str, Box]]:
    """Printed lines from top to bottom, each with its box; characters that stand sideways make lines of their own."""
    groups = [*_by_baseline([glyph for glyph in glyphs if glyph.upright])]
    lines = [(_join(sorted(group, key=lambda glyph: glyph.x)), _bound(group)) for group in groups]
    lines += [("".join(glyph.text for glyph in run), _bound(run)) for run in _sideways_runs(glyphs)]
    return sorted(lines, key=lambda line: -(line[1][1] + line[1][3]))


def _by_baseline(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    group: list[Glyph] = []
    size = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        if group and group[0].baseline - glyph.baseline > _SAME_LINE * max(size, glyph.size):
            yield group
            group, size = [], 0.0
        group.append(glyph)
        size = max(size, glyph.size)
    if group:
        yield group


def _sideways_runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.upright:
            run.append(glyph)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _join(line: Sequence[Glyph]) -> str:
    size = max(glyph.size for glyph in line)
    parts: list[str] = []
    for glyph, after in zip(line, (*line[1:], None), strict=True):
        parts.append(glyph.text)
        if after is None:
            break
        end = glyph.x + size if east_asian_width(glyph.text[0]) in "WFA" else glyph.box[2]
        if glyph.spaced or after.x - end > _GAP * size:
            parts.append(" ")
    return "".join(parts)


def _bound(glyphs: Sequence[Glyph]) -> Box:
    boxes = [glyph.box for glyph in glyphs]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
