"""The characters of a PDF page with their places, and how they are put together to lines.

A character's height is taken from its baseline and PDFium's loose box (the line's, not the ink's): by the ink 一 would
stand higher and ， lower than the line they are in. The loose box is the one question asked of every character; its
baseline, its angle and whether its font says what it means are asked where the box changes height, for a run of text
has them in common.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.pdf.calls import char_angle, char_origin, handle_address, has_map_error, loose_boxes
from gxkit.pdf.frame import Box, Frame

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_DROPPED = "\x01"
#: what PDFium gives in other words: a hyphen at a line's end as 2, blanks of many kinds, nothing as several codes, and
#: radicals for the characters they are part of (NFKC folds those of the Kangxi block and not these)
_MEANT = str.maketrans(
    "\x02\t\r\n\xa0\u2002\u2003\u3000\0\xad\ufffe\uffff"
    "⺟⺠⺩⺫⺬⺮⺯⺶⺷⺸⺼⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻮⻯⻰⻳",
    "-       " + 4 * _DROPPED +
    "母民王罒示竹糸羊羊羊肉虎西见角贝车長镸长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐歯齿竜龙龟")
_GAP = 0.4  # of the loose height: more than this between two characters is a blank
_SAME_LINE = 0.4  # of the loose height: baselines nearer than this are one line
_LEFT, _BASELINE = itemgetter(1), itemgetter(3)
_UPRIGHT = 20.0  # degrees off the horizontal


class Glyph(NamedTuple):
    """One printed character: its loose box, its baseline and middle as heights on the page, whether a blank follows it,
    and its angle against the page as shown in degrees (0 is upright)."""

    text: str
    left: float
    right: float
    baseline: float
    middle: float
    size: float
    spaced: bool
    angle: float

    @property
    def upright(self) -> bool:
        return self.angle < _UPRIGHT or self.angle > 360 - _UPRIGHT

    @property
    def slanted(self) -> bool:
        """Whether it stands neither upright nor at a right angle, as on a round seal or a watermark."""
        return _UPRIGHT < self.angle % 90 < 90 - _UPRIGHT

    @property
    def box(self) -> Box:
        half = self.size / 2
        return self.left, self.middle - half, self.right, self.middle + half


def page_to_glyphs(page: pypdfium2.PdfPage, frame: Frame) -> tuple[list[Glyph], Frame]:
    """The visible characters of `page` in the order of the file, blanks noted at the character before them.

    The frame comes back turned further where most of the text would stand sideways.
    """
    text = page.get_textpage()
    try:
        glyphs = _read_glyphs(text, _characters(text))
    finally:
        text.close()
    angles = Counter(round(glyph.angle / 90) % 4 * 90 for glyph in glyphs if glyph.angle)
    main = next((angle for angle, count in angles.items() if 2 * count > len(glyphs)), 0)
    if (main + frame.rotation) % 360 and (main or 2 * angles.total() < len(glyphs)):
        frame = Frame(frame.crop, -main % 360)
    if angles or not frame.is_plain:
        glyphs = [_turn(glyph, frame) for glyph in glyphs]
    width, height = frame.size
    return [g for g in glyphs if -1 <= g[1] <= width + 1 and -1 <= g[4] <= height + 1], frame


def _characters(text: pypdfium2.PdfTextPage) -> str:
    """The characters by index; in one go where PDFium drops none of them on the way."""
    count = text.count_chars()
    whole = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(whole, ctypes.POINTER(ctypes.c_ushort)))
    decoded = whole.raw[:2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(decoded) == count and written == count + 1:
        return decoded
    codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else UNREADABLE for code in codes)


def _read_glyphs(text: pypdfium2.PdfTextPage, characters: str) -> list[Glyph]:
    """The characters in the coordinates of the file, those at an angle as `_sideways` says."""
    glyphs: list[Glyph] = []
    raw, x, y = handle_address(text.raw), ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.addressof(x), ctypes.addressof(y)
    new = tuple.__new__  # what Glyph() does, at a third of the cost
    run_bottom = run_top = math.nan
    baseline = middle = size = angle = 0.0
    strange = began = True
    turned = False
    characters = characters.translate(_MEANT)
    following = characters[1:] + " " if characters else ""
    boxes = loose_boxes(raw, len(characters))
    for index, (character, after, (left, top, right, bottom)) in enumerate(
            zip(characters, following, boxes, strict=True)):
        if character <= " ":
            began = began or character == " "
            continue
        if bottom != run_bottom or top != run_top:
            run_bottom, run_top, began = bottom, top, True
            char_origin(raw, index, x_at, y_at)
            baseline = y.value
            angle = math.degrees(char_angle(raw, index)) % 360
            size = max(top - bottom, right - left)
            even = bottom < baseline < top and top - bottom >= right - left
            turned = 1 < angle < 359
            middle = (bottom + top) / 2 if even else baseline + 0.38 * size
        if began:
            strange, began = has_map_error(raw, index) == 1, False
        if strange and has_map_error(raw, index) == 1:
            character = UNREADABLE
        if turned:
            glyphs.append(_sideways(text, index, character, angle, after == " "))
            run_bottom = math.nan
        else:
            glyphs.append(new(Glyph, (character, left, right, baseline, middle, size, after == " ", 0.0)))
    return glyphs


def _sideways(text: pypdfium2.PdfTextPage, index: int, character: str, angle: float, spaced: bool) -> Glyph:
    """A character that does not stand upright in the file, by its ink and its origin.

    Until it is turned, `left` and `right` are the x of origin and far end, `baseline` and `middle` their y.
    """
    left, right, bottom, top = text_box = tuple(ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, *map(ctypes.byref, text_box))
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
    size = max(right.value - left.value, top.value - bottom.value)
    turn = math.radians(angle)
    return Glyph(character, x.value, x.value + size * math.cos(turn), y.value, y.value + size * math.sin(turn), size,
                 spaced, angle)


def _turn(glyph: Glyph, frame: Frame) -> Glyph:
    angle = (glyph.angle + frame.rotation) % 360
    if glyph.angle == 0:
        start, end = frame.place(glyph.left, glyph.baseline), frame.place(glyph.right, glyph.baseline)
        if frame.rotation == 0:
            return glyph._replace(left=start[0], right=end[0], baseline=start[1],
                                  middle=glyph.middle + start[1] - glyph.baseline)
    else:
        start, end = frame.place(glyph.left, glyph.baseline), frame.place(glyph.right, glyph.middle)
    upright = angle < _UPRIGHT or angle > 360 - _UPRIGHT
    middle = start[1] + 0.38 * glyph.size if upright else (start[1] + end[1]) / 2
    return glyph._replace(left=min(start[0], end[0]), right=max(start[0], end[0]), baseline=start[1], middle=middle,
                          angle=angle)


def glyphs_to_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Upright characters by their baselines from top to bottom, those of a row from left to right."""
    rows: list[list[Glyph]] = []
    first = size = 0.0
    for glyph in sorted(glyphs, key=_BASELINE, reverse=True):
        if not rows or (first != glyph[3] and first - glyph[3] > _SAME_LINE * max(size, glyph[5])):
            row: list[Glyph] = []
            rows.append(row)
            first, size = glyph[3], 0.0
        row.append(glyph)
        if glyph[5] > size:
            size = glyph[5]
    for row in rows:
        row.sort(key=_LEFT)
    return rows


def row_to_text(row: Sequence[Glyph]) -> str:
    """The characters of a row as one string, a blank where the file has one or leaves a gap."""
    text = ""
    spaced, end = False, row[0].left
    for glyph in row:
        character, left, right, _, _, size, after, _ = glyph
        text += " " + character if spaced or left - end > _GAP * size else character
        spaced, end = after, right
    return text


def glyphs_to_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a table's cell, line by line; text set vertically or sideways in the order in which the file has it.

    Characters of seals and watermarks, which stand slanted, are left out: they lie over the cell, not in it.
    """
    baseline, angle = glyphs[0].baseline, glyphs[0].angle
    if not angle and all(glyph.baseline == baseline for glyph in glyphs):
        return row_to_text(sorted(glyphs, key=_LEFT))
    glyphs = [glyph for glyph in glyphs if not glyph.slanted]
    if len(glyphs) > 2 and _is_vertical(glyphs):
        return "".join(glyph.text for glyph in glyphs)
    upright = [glyph for glyph in glyphs if glyph.upright]
    lines = [row_to_text(row) for row in glyphs_to_rows(upright)] if upright else []
    return "\n".join(lines + ["".join(glyph.text for glyph in run) for run in _sideways_runs(glyphs)])


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether most steps from character to character go down by about a line and stay in place across."""
    down = sum(abs(after.left - before.left) < 0.3 * before.size and 0.5 < (before.baseline - after.baseline) / before.size < 2
               for before, after in pairwise(glyphs) if before.size)
    return 2 * down > len(glyphs) - 1


def glyphs_to_lines(glyphs: Sequence[Glyph]) -> list[tuple[str, Box]]:
    """Printed lines from top to bottom, each with its box; characters that stand sideways make lines of their own."""
    lines = [(row_to_text(row), bound(row)) for row in glyphs_to_rows([g for g in glyphs if g.upright])]
    lines += [("".join(glyph.text for glyph in run), bound(run)) for run in _sideways_runs(glyphs)]
    return sorted(lines, key=lambda line: -(line[1][1] + line[1][3]))


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


def bound(glyphs: Sequence[Glyph]) -> Box:
    """The box around characters."""
    _, lefts, rights, _, middles, sizes, _, _ = zip(*glyphs, strict=True)
    half = max(sizes) / 2
    return min(lefts), min(middles) - half, max(rights), max(middles) + half
