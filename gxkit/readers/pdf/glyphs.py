"""The characters of a PDF page with their places, and how they are put together to lines.

A character's height on the page is taken from its baseline and font size: by its ink 一 would stand higher and ， lower
than the line they are in, and the font's own ascent and descent are often wrong. Its width is that of PDFium's loose
box; that, and whether the font says what it means, is asked of every character. Baseline, size and angle are asked
where a box leaves the line of the one before.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import Placed, char_angle, handle_address, loose_boxes, map_errors
from gxkit.readers.pdf.frame import Box, Frame
from gxkit.text import raise_digits

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_DROPPED = "\x01"
#: what PDFium gives in other words: a hyphen at a line's end as 2, blanks of many kinds, nothing as several codes, and
#: radicals for the characters they are part of (NFKC folds those of the Kangxi block and not these)
_MEANT = str.maketrans(
    "\x02\t\r\n\xa0\u2002\u2003\u3000\0\xad\ufffe\uffff"
    "⺟⺠⺩⺫⺬⺮⺯⺶⺷⺸⺼⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻮⻯⻰⻳",
    "-       "
    + 4 * _DROPPED
    + "母民王罒示竹糸羊羊羊肉虎西见角贝车長镸长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐歯齿竜龙龟",
)
_ODD = re.compile(f"[{''.join(map(chr, _MEANT.keys() - {13, 10}))}]")
_MIDDLE = 0.38  # of the size above the baseline: the middle of a character, whatever its ink and its font's boxes
_BELOW, _ABOVE = 0.5, 1.3  # of the size: how far the characters of a line reach from its baseline
_CLOSE = 0.25  # of the size: characters nearer than this are read together
_GAP = 0.5  # of the size: more than this between two characters is a blank
_BLANK = 0.1  # of the size: less than this between two characters is none, whatever PDFium says
_SAME_LINE = 0.5  # of the size: baselines nearer than this are one line
_RAISED = (
    0.05  # of the size above the baseline: a box that begins higher is that of a raised character
)
_SMALL = 0.9  # of the size of its line: a raised digit that is smaller is a footnote mark
_LEFT, _BASELINE = itemgetter(1), itemgetter(3)
_MOST_CHARACTERS = 200_000  # on a page; more are no text
_SAMPLE = 16  # characters whose angles tell how a page is turned
_UPRIGHT = 20.0  # degrees off the horizontal


class OverfullPageError(ValueError):
    """A page has more characters than any page of a report."""


class Glyph(NamedTuple):
    """One printed character, or several that follow closely: where they begin and end across, their baseline and middle
    as heights on the page, their font size in points, whether a blank is before them, their angle against the page as
    shown in degrees (0 is upright), and where each of them begins."""

    text: str
    left: float
    right: float
    baseline: float
    middle: float
    size: float
    parted: bool
    angle: float
    lefts: list[float]

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


def page_to_glyphs(
    page: pypdfium2.PdfPage, frame: Frame, has_forms: bool = True
) -> tuple[list[Glyph], Frame]:
    """The visible characters of `page` in the order of the file, blanks noted at the character after them.

    The frame comes back turned further where most of the text would stand sideways. `has_forms` is whether the page
    draws form objects, in which PDFium does not know where some characters are.
    """
    text = page.get_textpage()
    try:
        characters = _characters(text).replace("\r", " ").replace("\n", " ")
        if _ODD.search(characters):
            characters = characters.translate(_MEANT)
        raw = handle_address(text.raw)
        frame = _turn_frame(raw, characters, frame)
        glyphs = _read_glyphs(raw, characters, frame, has_forms)
    finally:
        text.close()
    width, height = frame.size
    return [g for g in glyphs if -1 <= g[1] <= width + 1 and -1 <= g[4] <= height + 1], frame


def _turn_frame(text: int, characters: str, frame: Frame) -> Frame:
    """The frame in which most characters stand upright, by a sample of them."""
    sample = [
        index
        for index in range(0, len(characters), len(characters) // (2 * _SAMPLE) + 1)
        if characters[index] > " "
    ]
    angles = Counter(round(math.degrees(char_angle(text, index)) / 90) % 4 * 90 for index in sample)
    main, count = angles.most_common(1)[0] if angles else (0, 0)
    return (
        frame
        if (main + frame.rotation) % 360 == 0 or 2 * count <= len(sample)
        else Frame(frame.crop, -main % 360)
    )


def _characters(text: pypdfium2.PdfTextPage) -> str:
    """The characters by index; in one go where PDFium drops none of them on the way."""
    count = text.count_chars()
    if count > _MOST_CHARACTERS:
        raise OverfullPageError(f"{count:,} characters")
    whole = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(
        text, 0, count, ctypes.cast(whole, ctypes.POINTER(ctypes.c_ushort))
    )
    decoded = whole.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(decoded) == count and written == count + 1:
        return decoded
    codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(
        chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else UNREADABLE
        for code in codes
    )


def _read_glyphs(text: int, characters: str, frame: Frame, has_forms: bool) -> list[Glyph]:
    """The characters with a meaning in the frame of the page, those that follow closely on one line together."""
    glyphs: list[Glyph] = []
    placed = Placed(text)
    plain = frame.is_plain
    count = len(characters)
    unknown = map_errors(text, count)
    low = high = raised = math.nan  # between which the characters of the current line stand
    baseline = middle = size = angle = end = close = 0.0
    parted = straight = True
    astray = began = False
    run, lefts, first = (
        "",
        [],
        True,
    )  # the characters of the run that is being read, where each begins, what is before
    boxes = loose_boxes(text, count)
    for index, character, (left, top, right, bottom) in zip(
        range(count), characters, boxes, strict=True
    ):
        if character <= " " and index not in unknown:
            parted = parted or character == " "
            continue
        if unknown and index in unknown:
            character = UNREADABLE
        if low <= bottom and top <= high:
            near = began and -close < left - end < close
            if near and bottom > raised and character.isdigit() and _is_small(placed, index, size):
                character, parted = raise_digits(character), False
            if near and not parted:
                run += character
                lefts.append(left)
                end = right
                continue
            if run:
                glyphs.append(Glyph(run, lefts[0], end, baseline, middle, size, first, 0.0, lefts))
                run = ""
        else:
            if run:
                glyphs.append(Glyph(run, lefts[0], end, baseline, middle, size, first, 0.0, lefts))
                run = ""
            _, baseline, a, b, c, d, _, f = placed.place(index)
            size = placed.font_size(index) * math.hypot(c, d)
            if not 1 < size < 500:
                size = max(top - bottom, right - left, 1.0)
            middle, close = baseline + _MIDDLE * size, _CLOSE * size
            low, high, raised = (
                baseline - _BELOW * size,
                baseline + _ABOVE * size,
                baseline + _RAISED * size,
            )
            even = b == 0 == c and a > 0
            angle = 0.0 if even else math.degrees(char_angle(text, index)) % 360
            straight = not 1 < angle < 359
            astray = has_forms and straight and _is_astray(f - baseline, top - bottom, size)
            straight = straight and plain and not astray
        if straight:
            run, lefts, first, end, began = character, [left], parted, right, True
        else:
            x, y, _, _, _, _, e, f = placed.place(index)
            origin, box = (x, y), (left, bottom, right, top)
            if astray:
                # A form object spells the character out as the replacement of what it draws (/ActualText). PDFium
                # gives its box in the coordinates of the form; its matrix is the page's.
                origin, box = (e, f), (e, f, e + size, f + size)
            glyphs.append(
                _place(
                    character,
                    box,
                    frame.place(*origin)[1],
                    (angle + frame.rotation) % 360,
                    size,
                    frame,
                    parted,
                )
            )
            low, began = math.nan, False
        parted = False
    if run:
        glyphs.append(Glyph(run, lefts[0], end, baseline, middle, size, first, 0.0, lefts))
    return glyphs


def _is_small(placed: Placed, index: int, size: float) -> bool:
    """Whether a character is clearly smaller than the others of its line."""
    return placed.font_size(index) * math.hypot(*placed.place(index)[4:6]) < _SMALL * size


def _is_astray(off: float, height: float, size: float) -> bool:
    """Whether a character's place is in other coordinates than its matrix: `off` the line by more than a raised one."""
    return abs(off) > 2 * size or (abs(off) > 0.05 * size and not 0.4 * size < height < 2.2 * size)


def _place(
    character: str, box: Box, baseline: float, angle: float, size: float, frame: Frame, parted: bool
) -> Glyph:
    """A character in a frame that is not the file's, or at an angle."""
    left, bottom, right, top = frame.place_box(box)
    if angle < _UPRIGHT or angle > 360 - _UPRIGHT:
        return Glyph(
            character, left, right, baseline, baseline + _MIDDLE * size, size, parted, 0.0, [left]
        )
    return Glyph(character, left, right, baseline, (bottom + top) / 2, size, parted, angle, [left])


def split_glyph(glyph: Glyph, at: int) -> tuple[Glyph, Glyph]:
    """Two runs of one: the characters before `at`, and the others."""
    left, right = glyph.lefts[:at], glyph.lefts[at:]
    return (
        glyph._replace(text=glyph.text[:at], right=right[0], lefts=left),
        glyph._replace(text=glyph.text[at:], left=right[0], parted=False, lefts=right),
    )


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
    text, end = row[0].text, row[0].right
    for character, left, right, _, _, size, parted, _, _ in row[1:]:
        gap = left - end
        text += (
            " " + character if gap > _GAP * size or (parted and gap > _BLANK * size) else character
        )
        end = right
    return text


def glyphs_to_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell, line by line; text set vertically or sideways in the order in which the file has it."""
    text, _, end, line, _, _, _, turned, _ = glyphs[0]
    for character, left, right, baseline, _, size, parted, angle, _ in glyphs[
        1:
    ]:  # one line in order, as most
        gap = left - end
        if turned or angle or baseline != line or gap < -_BLANK * size:
            return _lines_to_text(glyphs)
        text += (
            " " + character if gap > _GAP * size or (parted and gap > _BLANK * size) else character
        )
        end = right
    return text if not turned else _lines_to_text(glyphs)


def _lines_to_text(glyphs: Sequence[Glyph]) -> str:
    if len(glyphs) > 2 and _is_vertical(glyphs):
        return "".join(glyph.text for glyph in glyphs)
    upright = [glyph for glyph in glyphs if glyph.upright]
    lines = [row_to_text(row) for row in glyphs_to_rows(upright)] if upright else []
    return "\n".join(
        lines + ["".join(glyph.text for glyph in run) for run in _sideways_runs(glyphs)]
    )


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether most steps from character to character go down by about a line and stay in place across."""
    down = sum(
        abs(after.left - before.left) < 0.3 * before.size
        and 0.5 * before.size < before.baseline - after.baseline < 2 * before.size
        for before, after in pairwise(glyphs)
    )
    return 2 * down > len(glyphs) - 1


def glyphs_to_lines(glyphs: Sequence[Glyph]) -> list[tuple[str, Box]]:
    """Printed lines from top to bottom, each with its box; characters that stand sideways make lines of their own."""
    lines = [
        (row_to_text(row), bound(row)) for row in glyphs_to_rows([g for g in glyphs if g.upright])
    ]
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
    _, lefts, rights, _, middles, sizes, *_ = zip(*glyphs, strict=True)
    half = max(sizes) / 2
    return min(lefts), min(middles) - half, max(rights), max(middles) + half
