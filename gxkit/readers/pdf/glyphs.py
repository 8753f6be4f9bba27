"""The characters of a PDF page with their places.

A character's height on the page is taken from its baseline and font size: by its ink 一 stands
higher and ， lower than the line they are in, and what the font says of itself is often wrong.
Its width is that of PDFium's loose box; that, and whether the font says what it means, is asked of
every character. Baseline, size and angle are asked where a box leaves the line of the one before.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from contextlib import closing
from itertools import count
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.document import Omission
from gxkit.readers.pdf.calls import (
    Placed,
    handle_address,
    ink_heights,
    loose_boxes,
    map_errors,
    text_objects,
)
from gxkit.readers.pdf.doubts import UNSEEN, Look
from gxkit.readers.pdf.faces import NO_LIES, Lies, expose
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.shown import Sight
from gxkit.readers.pdf.turning import (
    Slant,
    straighten,
    turn_frame,
)
from gxkit.readers.plane.boxes import Box, Point
from gxkit.readers.plane.glyphs import (
    CLOSE,
    FULL_TURN,
    MIDDLE,
    QUARTER,
    RADICALS,
    RAISED,
    UNREADABLE,
    Glyph,
    is_upright,
    join_runs,
)
from gxkit.text import raise_digits

_DROPPED = "\x01"
#: what PDFium gives in other words: a hyphen at a line's end as 2, blanks of many kinds, nothing as
#: several codes, and radicals for the characters they are part of
_MEANT = RADICALS | str.maketrans(
    "\x02\t\r\n\xa0\u2002\u2003\u3000\0\xad\ufffe\uffff", "-       " + 4 * _DROPPED
)
_ODD = re.compile(f"[{''.join(map(chr, _MEANT.keys() - {13, 10}))}]")
_BLANKS = re.compile("[ \0\xa0\xad\u2000-\u200f\u2060\u3000\ufeff\ufffe\uffff]")
"""characters that have no ink"""
_NO_INK = 1.0  # points: a blank is as high as nothing, or hardly
_LARGEST_CODE = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)

_BELOW, _ABOVE = 0.5, 1.3  # how far the characters of a line reach from its baseline
_SMALL = 0.9  # of the size of its line: a raised digit that is smaller is a footnote mark
_FAR_OFF = 2.0  # a place so far from the line is in other coordinates
_OFF = 0.05  # a place so far from it is, if the box is no character's either:
_LOWEST_BOX, _HIGHEST_BOX = 0.4, 2.2

# Points; some fonts are set in size 1 and scaled by more than their matrix says, and their size is
# taken from their boxes.
_SMALLEST, _LARGEST = 1.0, 500.0
# On a page; more are no text of a report, and reading them takes longer than any page may.
_MOST_CHARACTERS = 60_000
_STRAIGHT = 1.0  # degrees: what is off by less stands straight, and needs no turning of its box
_MARGIN = 1.0  # points: what lies beyond the page by more is not shown


_CharBox = tuple[float, float, float, float]
"""left, top, right, bottom, as PDFium gives the box of a character"""


class OverfullPageError(ValueError):
    """A page has more characters than any page of a report."""


class PageText(NamedTuple):
    """The characters of a page in the order of the file, blanks noted at the one after: those that
    count, and those that do not by the reason; the frame in which they stand; which digits lie; and
    points in figures of which some digits are seen and others are not."""

    counted: list[Glyph]
    omitted: dict[Omission, list[Glyph]]
    frame: Frame
    lies: Lies
    cut: Sequence[Point] = ()


def page_to_glyphs(
    page: pypdfium2.PdfPage,
    frame: Frame,
    look: Look = UNSEEN,
    slant: Slant = float,
    sight: Sight | None = None,
) -> PageText:
    """The characters of the texts that `page` has at present, as `text_to_glyphs` gives them."""
    with closing(page.get_textpage()) as text:
        return text_to_glyphs(text, frame, look, slant, sight)


def text_to_glyphs(
    text: pypdfium2.PdfTextPage,
    frame: Frame,
    look: Look = UNSEEN,
    slant: Slant = float,
    sight: Sight | None = None,
) -> PageText:
    """The characters of an open text page.

    The frame comes back turned further where most of the text would stand sideways. `look` is what
    the page draws; where nobody looked every character counts. `slant` tells the degrees by which
    its rules are turned, `sight` what is seen where that is in doubt.
    """
    address = handle_address(text.raw)
    characters = read_characters(text)
    boxes = loose_boxes(address, len(characters))
    characters, lies = _read_meaning(text, characters, look)
    frame = turn_frame(Placed(address), characters, frame)
    veiled = ""
    if sight:
        unseen = sight.unseen_characters(address, characters)
        characters, veiled = _part(characters, unseen)
    starts: list[Point] = []
    told = _Text(
        address,
        characters,
        boxes,
        look.has_forms,
    )
    shown = _read_glyphs(told, frame, starts)
    if not frame.is_plain:
        starts = [(glyph.left, glyph.baseline) for glyph in shown]
    straight = frame if frame.skew else straighten(starts, frame, slant)
    if straight != frame:
        frame = straight
        shown = _read_glyphs(told, frame, [])
    hidden = _read_glyphs(told._replace(characters=veiled), frame, []) if veiled else []
    omitted = {Omission.HIDDEN: _drop_outside(hidden, frame)} if hidden else {}
    return PageText(_drop_outside(shown, frame), omitted, frame, lies)


def _read_meaning(
    text: pypdfium2.PdfTextPage,
    characters: str,
    look: Look,
) -> tuple[str, Lies]:
    """The characters, a sign for each that does not say what it is; and which lie."""
    address = handle_address(text.raw)
    unknown = map_errors(address, len(characters)) | _drawn_blanks(address, characters)
    characters = characters.replace("\r", " ").replace("\n", " ")
    if _ODD.search(characters):
        characters = characters.translate(_MEANT)
    lies = expose(text, characters, look.faces) if look.faces else NO_LIES
    return _mark_unreadable(characters, unknown | lies.digits), lies


def _drawn_blanks(text_page: int, characters: str) -> set[int]:
    """The numbers of the characters that say they are blank, or nothing, and have ink."""
    blanks = [match.start() for match in _BLANKS.finditer(characters)]
    heights = ink_heights(text_page, blanks)
    return {at for at, height in zip(blanks, heights, strict=True) if height > _NO_INK}


def texts_by_object(text: pypdfium2.PdfTextPage) -> dict[int, str]:
    """What each text object says, as far as it says something."""
    characters = read_characters(text)
    owners = text_objects(handle_address(text.raw), len(characters))
    said: dict[int, str] = {}
    for owner, sign in zip(owners, characters, strict=True):
        if sign > " " and owner is not None:
            said[owner] = said[owner] + sign if owner in said else sign
    return said


def _part(characters: str, unseen: set[int]) -> tuple[str, str]:
    """The characters without those that are not seen, and those alone ('' for none); all keep
    their numbers."""
    if not unseen:
        return characters, ""
    shown, veiled = list(characters), [" "] * len(characters)
    for index in unseen:
        veiled[index] = shown[index]
        shown[index] = _DROPPED
    return "".join(shown), "".join(veiled)


def _drop_outside(glyphs: list[Glyph], frame: Frame) -> list[Glyph]:
    """The characters without those beyond the page, where printers leave their marks."""
    left, bottom, right, top = frame.bounds
    left, right = left - _MARGIN, right + _MARGIN
    bottom, top = bottom - _MARGIN, top + _MARGIN
    return [
        glyph for glyph in glyphs if left <= glyph.left <= right and bottom <= glyph.middle <= top
    ]


def read_characters(text: pypdfium2.PdfTextPage) -> str:
    """The characters by index; in one go where PDFium drops none of them on the way."""
    number = text.count_chars()
    if number > _MOST_CHARACTERS:
        raise OverfullPageError(f"{number:,} characters")
    whole = ctypes.create_string_buffer(2 * (number + 1))
    shorts = ctypes.cast(whole, ctypes.POINTER(ctypes.c_ushort))
    # one more is written, a zero at the end
    written = pdfium.FPDFText_GetText(text, 0, number, shorts) - 1
    encoded = whole.raw[: 2 * max(written, 0)]
    decoded = encoded.decode("utf-16-le", "replace")
    if len(decoded) == number == written:
        return decoded
    codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(number)]
    return "".join(map(_code_to_character, codes))


def _mark_unreadable(characters: str, unknown: set[int]) -> str:
    """The characters with a sign for each that has no known meaning, blanks too."""
    if not unknown:
        return characters
    marked = list(characters)
    for index in unknown:
        marked[index] = UNREADABLE
    return "".join(marked)


def _code_to_character(code: int) -> str:
    if code > _LARGEST_CODE or code in _SURROGATES:
        return UNREADABLE
    return chr(code)


class _Baseline(NamedTuple):
    """The line that a character stands on, and what follows from it for those after it.

    `reach` is (low, high, raised, close): a character is on the line whose box lies between `low`
    and `high`, next to another if it is nearer than `close`, raised if its box begins above
    `raised`. `straight` is whether boxes are places on the page as they are; `astray` that they are
    none at all.
    """

    baseline: float
    middle: float
    size: float
    reach: tuple[float, float, float, float]
    angle: float = 0.0
    straight: bool = True
    astray: bool = False

    def end_run(self, text: str, lefts: list[float], right: float, parted: bool) -> Glyph:
        """Characters that stand straight on the line, as one."""
        baseline, middle, size = self[:3]
        return Glyph(text, lefts[0], right, baseline, middle, size, parted, 0.0, lefts)


_NAN = math.nan
_NO_LINE = _Baseline(_NAN, _NAN, _NAN, (_NAN, _NAN, _NAN, _NAN))


class _Text(NamedTuple):
    """The text of a page: its address, its characters with their boxes, and whether form objects
    draw of it."""

    address: int
    characters: str
    boxes: Sequence[_CharBox]
    has_forms: bool


def _read_glyphs(text: _Text, frame: Frame, starts: list[Point]) -> list[Glyph]:
    """The characters in the frame of the page, runs together; `starts` takes where each begins."""
    glyphs: list[Glyph] = []
    placed, line = Placed(text.address), _NO_LINE
    low, high, raised, close = line.reach
    # the run that is being read: its characters, where each begins, where it ends, and whether a
    # blank is before it; and whether one is before the next character
    run, lefts, end, run_parted, parted = "", [0.0], 0.0, True, True
    for index, character, box in zip(count(), text.characters, text.boxes, strict=False):
        if character <= " ":
            parted = parted or character == " "
            continue
        left, top, right, bottom = box
        is_on_line = low <= bottom and top <= high
        is_next = is_on_line and -close < left - end < close
        is_raised = is_next and bottom > raised
        if is_raised and _is_footnote_mark(character, placed, index, line):
            character, parted = raise_digits(character), False
        if is_next and not parted:
            run += character
            lefts.append(left)
            end = right
            continue
        if run:
            glyphs.append(line.end_run(run, lefts, end, run_parted))
            run = ""
        starts.append((left, bottom))
        if not is_on_line:
            line = _measure_line(placed, index, box, frame, text.has_forms)
            low, high, raised, close = line.reach
        if line.straight:
            run, lefts, end, run_parted = character, [left], right, parted
        else:
            glyphs.append(_place_turned(character, (placed, index, box), line, frame, parted))
            low = _NAN  # the next one is measured too
        parted = False
    if run:
        glyphs.append(line.end_run(run, lefts, end, run_parted))
    return glyphs if frame.is_plain else join_runs(_level_words(glyphs, frame))


def _level_words(glyphs: list[Glyph], frame: Frame) -> list[Glyph]:
    """The characters of a straightened page, those of a word on the line on which it begins: a word
    that stands level in the file must not fall from its line."""
    if not frame.skew and not frame.bend:
        return glyphs
    levelled: list[Glyph] = []
    for glyph, before in zip(glyphs, [None, *glyphs], strict=False):
        if before and _is_level(before, glyph, frame):
            baseline = levelled[-1].baseline
            middle = glyph.middle + baseline - glyph.baseline
            glyph = glyph._replace(baseline=baseline, middle=middle)
        levelled.append(glyph)
    return levelled


def _is_level(before: Glyph, glyph: Glyph, frame: Frame) -> bool:
    """Whether a character follows another at the same height in the file."""
    size = glyph.size
    if glyph.parted or abs(glyph.left - before.right) > CLOSE * size:
        return False
    falls = frame.fall(before.left, glyph.left)
    return abs(glyph.baseline - before.baseline - falls) < RAISED * size


def _measure_line(
    placed: Placed, index: int, box: _CharBox, frame: Frame, has_forms: bool
) -> _Baseline:
    """The line that a character stands on."""
    left, top, right, bottom = box
    _, baseline, a, b, c, d, _, f = placed.place(index)
    size = placed.font_size(index) * math.hypot(c, d)
    if not _SMALLEST < size < _LARGEST:
        size = max(top - bottom, right - left, _SMALLEST)
    angle = 0.0
    is_plain = b == 0 == c and a > 0
    if not is_plain:
        angle = math.degrees(placed.angle(index)) % FULL_TURN
    stands = not _STRAIGHT < angle < FULL_TURN - _STRAIGHT
    astray = straight = False
    if stands:
        astray = has_forms and _is_astray(f - baseline, top - bottom, size)
        straight = frame.is_plain and not astray
    low, high = baseline - _BELOW * size, baseline + _ABOVE * size
    raised = baseline + RAISED * size
    reach = low, high, raised, CLOSE * size
    middle = baseline + MIDDLE * size
    return _Baseline(baseline, middle, size, reach, angle, straight, astray)


def _is_footnote_mark(character: str, placed: Placed, index: int, line: _Baseline) -> bool:
    """Whether a raised character is a digit, and clearly smaller than the others of its line."""
    if not character.isdigit():
        return False
    *_, c, d, _, _ = placed.place(index)
    size = placed.font_size(index) * math.hypot(c, d)
    return size < _SMALL * line.size


def _is_astray(off: float, height: float, size: float) -> bool:
    """Whether a character's place is in other coordinates than its matrix: `off` the line by more
    than a raised one."""
    distance = abs(off)
    if distance > _FAR_OFF * size:
        return True
    is_character = _LOWEST_BOX * size < height < _HIGHEST_BOX * size
    return distance > _OFF * size and not is_character


def _place_turned(
    character: str,
    where: tuple[Placed, int, _CharBox],
    line: _Baseline,
    frame: Frame,
    parted: bool,
) -> Glyph:
    """A character in a frame that is not the file's, or at an angle."""
    placed, index, (left, top, right, bottom) = where
    size = line.size
    x, y, *_, e, f = placed.place(index)
    box = left, bottom, right, top
    if line.astray:
        # A form object spells the character out as the replacement of what it draws (/ActualText).
        # PDFium gives its box in the coordinates of the form; its matrix is the page's.
        x, y = e, f
        box = e, f, e + size, f + size
    angle = (line.angle + frame.rotation + frame.skew) % FULL_TURN
    x, baseline = frame.place(x, y)
    left, bottom, right, top = frame.place_box(box)
    middle = (bottom + top) / 2
    if is_upright(angle):
        angle, middle = 0.0, baseline + MIDDLE * size
        if frame.skew:
            left, right = x, x + _width(box, line.angle, frame)
    return Glyph(character, left, right, baseline, middle, size, parted, angle, [left])


def _width(box: Box, angle: float, frame: Frame) -> float:
    """How far a character reaches along its line, which lies aslant in the box around it."""
    left, bottom, right, top = box
    along, across = right - left, top - bottom
    if frame.rotation % 180:
        along, across = across, along
    aslant = math.radians((angle + QUARTER / 2) % QUARTER - QUARTER / 2)
    sin, cos = abs(math.sin(aslant)), math.cos(aslant)
    return (along * cos - across * sin) / (cos * cos - sin * sin)
