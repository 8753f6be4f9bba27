"""What PDFium is asked about characters, objects, paths and fonts: many of them in one go.

Handles are addresses (int) throughout; the caller keeps page and text page open.
"""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice, repeat
from typing import Any

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.asking import (
    Pointer,
    address_of,
    ask,
    bare,
    plain,
    prepare,
)
from gxkit.readers.plane.boxes import Matrix, bound_points

# Objects on a page; a map or a drawing has more, a report never, and asking takes seconds.
MOST_OBJECTS = 200_000

_TIGHT_BOX = bare(pdfium.FPDFText_GetCharBox, ctypes.c_int)
_LOOSE_BOX = bare(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_ANGLE = plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, Pointer, ctypes.c_int)
_ORIGIN = bare(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_FONT_SIZE = bare(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_MATRIX = bare(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_HAS_MAP_ERROR = bare(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_PAGE_OBJECT = bare(pdfium.FPDFPage_GetObject, Pointer)
_FORM_OBJECT = plain(pdfium.FPDFFormObj_GetObject, Pointer, Pointer, ctypes.c_ulong)
_FILL = bare(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int)
_OBJECT_MATRIX = bare(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int)
_OBJECT_SIZE = bare(pdfium.FPDFTextObj_GetFontSize, ctypes.c_int)
_RENDER_MODE = bare(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
_TEXT_OBJECT = bare(pdfium.FPDFText_GetTextObject, Pointer)
_FONT = bare(pdfium.FPDFTextObj_GetFont, Pointer)
_OUTLINE_PART = bare(pdfium.FPDFGlyphPath_GetGlyphPathSegment, Pointer)
_PART_TYPE = bare(pdfium.FPDFPathSegment_GetType, ctypes.c_int)
_PART_POINT = bare(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int)
_PATH_PART = bare(pdfium.FPDFPath_GetPathSegment, Pointer)
_COUNT_PARTS = bare(pdfium.FPDFPath_CountSegments, ctypes.c_int)
_STROKE = bare(pdfium.FPDFPageObj_GetStrokeColor, ctypes.c_int)
_CLIP = bare(pdfium.FPDFPageObj_GetClipPath, Pointer)
_COUNT_CLIPS = bare(pdfium.FPDFClipPath_CountPaths, ctypes.c_int)
_COUNT_CLIP_PARTS = bare(pdfium.FPDFClipPath_CountPathSegments, ctypes.c_int)
_CLIP_PART = bare(pdfium.FPDFClipPath_GetPathSegment, Pointer)
_TYPE = bare(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_BOUNDS = bare(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_DRAW_MODE = bare(pdfium.FPDFPath_GetDrawMode, ctypes.c_int)

_Box = tuple[float, float, float, float]
Object = tuple[int, int]
"""type and address of an object"""
Colour = tuple[int, int, int, int]
"""red, green, blue and opacity, from 0 to 255 each"""

MATRIX = 6
"""numbers of a matrix"""
_BOX = struct.Struct("=4f")
_MATRIX_NUMBERS = struct.Struct("=6f")
_COLOUR = struct.Struct("=4I")
_POINT = struct.Struct("=2f")
_EDGES = struct.Struct("=4d")
_OPAQUE = 255
_LONGEST_FONT_NAME = 200
_LONGEST_NAME = 64
"""characters of the name of marked content; those that have a meaning are shorter"""
_MODE = struct.Struct("=2i")
_PLACE = struct.Struct("=2d6f")


def handle_address(handle: Any) -> int:
    """The address that a pypdfium2 handle stands for."""
    return address_of(handle)


def loose_boxes(text_page: int, count: int) -> list[_Box]:
    """For each of the first `count` characters (left, top, right, bottom), zeros where PDFium knows
    none."""
    before = [prepare(text_page)]
    answers = ask(_LOOSE_BOX, before, range(count), count, 4, 0)
    return list(_BOX.iter_unpack(answers))


def ink_heights(text_page: int, indices: Sequence[int]) -> Iterator[float]:
    """How high the ink of some characters is, whatever they say that they are; 0 of a blank."""
    before = [prepare(text_page)]
    answers = ask(_TIGHT_BOX, before, indices, len(indices), 8, 0, 2, 4, 6)
    return (top - bottom for _, _, bottom, top in _EDGES.iter_unpack(answers))


def ink_boxes(
    text_page: int,
    indices: Sequence[int],
) -> Iterator[_Box]:
    """The ink of some characters (left, bottom, right, top), whatever they say that they are."""
    answers = ask(
        _TIGHT_BOX,
        [prepare(text_page)],
        indices,
        len(indices),
        8,
        0,
        2,
        4,
        6,
    )
    for left, right, bottom, top in _EDGES.iter_unpack(answers):
        yield left, bottom, right, top


Inked = tuple[float, float, float, float, float]
"""the ink of a character in shares of its font's height: how wide and high it is, how low it
begins, how far behind the place of the character, and how far from there the next one is"""


def ink_shares(text_page: int, indices: Sequence[int]) -> Iterator[Inked]:
    """The ink of some characters, whatever they say that they are."""
    before, count = [prepare(text_page)], len(indices)
    tight = _EDGES.iter_unpack(ask(_TIGHT_BOX, before, indices, count, 8, 0, 2, 4, 6))
    loose = _BOX.iter_unpack(ask(_LOOSE_BOX, before, indices, count, 4, 0))
    for (left, right, low, high), (start, top, end, bottom) in zip(tight, loose, strict=True):
        unit = top - bottom or 1.0
        width, height = (right - left) / unit, (high - low) / unit
        yield width, height, (low - bottom) / unit, (left - start) / unit, (end - start) / unit


class Placed:
    """Where single characters of a text page stand, and how."""

    def __init__(self, text_page: int) -> None:
        self._address = text_page
        self._text = prepare(text_page)
        self._room = bytearray(_PLACE.size)
        room = (ctypes.c_char * _PLACE.size).from_buffer(self._room)
        double = ctypes.sizeof(ctypes.c_double)
        self._x = ctypes.byref(room)
        self._y = ctypes.byref(room, double)
        self._matrix = ctypes.byref(room, 2 * double)

    def place(self, index: int) -> tuple[float, float, float, float, float, float, float, float]:
        """x and y of a character's origin, and its matrix from the text's space to the page; e, f
        are where it is."""
        _ORIGIN(self._text, index, self._x, self._y)
        _MATRIX(self._text, index, self._matrix)
        return _PLACE.unpack(self._room)

    def font_size(self, index: int) -> float:
        """The size that the font is set in, before the matrix."""
        size: float = _FONT_SIZE(self._text, index)
        return size

    def angle(self, index: int) -> float:
        """By how much a character is turned in the file, in radians."""
        angle: float = _ANGLE(self._address, index)
        return angle


def map_errors(text_page: int, count: int) -> set[int]:
    """Which of the first `count` characters have no known meaning in their font."""
    text = repeat(prepare(text_page))
    errors = map(_HAS_MAP_ERROR, text, range(count))
    return set(compress(range(count), errors))


def page_objects(page: Any) -> list[Object]:
    """Type and address of each object that a page draws; none where there are too many."""
    # it is -1 where the page is damaged
    count = max(0, pdfium.FPDFPage_CountObjects(page))
    if count > MOST_OBJECTS:
        return []
    address = repeat(prepare(handle_address(page)))
    return _typed(map(_PAGE_OBJECT, address, range(count)))


def form_objects(form: int) -> list[Object]:
    """Type and address of each object in a form object."""
    count = max(0, pdfium.FPDFFormObj_CountObjects(as_object(form)))
    return _typed(map(_FORM_OBJECT, repeat(form), range(count)))


def _typed(objects: Iterable[int | None]) -> list[Object]:
    found = [item for item in objects if item]  # none where an object is damaged
    types = map(_TYPE, map(prepare, found))
    return list(zip(types, found, strict=True))


def as_object(address: int) -> Any:
    """The typed handle of an object, for the functions of pypdfium2."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def object_boxes(objects: Sequence[int]) -> Iterator[_Box]:
    """For each object its bounds (left, bottom, right, top) where it is."""
    ready = map(prepare, objects)
    answers = ask(_BOUNDS, [], ready, len(objects), 4, 0, 1, 2, 3)
    return _BOX.iter_unpack(answers)


def draw_modes(paths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each path how it is filled (0: not at all) and whether it is stroked."""
    ready = map(prepare, paths)
    answers = ask(_DRAW_MODE, [], ready, len(paths), 2, 0, 1)
    return _MODE.iter_unpack(answers)


def fill_colours(objects: Sequence[int]) -> list[Colour]:
    """For each object the colour that it is filled with."""
    ready, count = map(prepare, objects), len(objects)
    answers = ask(_FILL, [], ready, count, 4, 0, 1, 2, 3)
    first = answers[: _COLOUR.size]
    # most pages are all black
    if answers == first * count:
        return list(_COLOUR.iter_unpack(first)) * count
    return list(_COLOUR.iter_unpack(answers))


def stroke_colours(objects: Sequence[int]) -> Iterator[Colour]:
    """For each object the colour of its strokes."""
    ready = map(prepare, objects)
    answers = ask(_STROKE, [], ready, len(objects), 4, 0, 1, 2, 3)
    return _COLOUR.iter_unpack(answers)


def brightness(colour: Colour) -> float:
    """From 0 to 255, on paper: what is seen through looks lighter.

    >>> brightness((0, 0, 0, 255)), brightness((0, 0, 0, 0))
    (0.0, 255.0)
    """
    red, green, blue, opacity = colour
    darkness = _OPAQUE - (red + green + blue) / 3
    return _OPAQUE - darkness * opacity / _OPAQUE


def matrix_numbers(objects: Sequence[int]) -> array[float]:
    """For each object the six numbers of its matrix."""
    ready = map(prepare, objects)
    answers = ask(_OBJECT_MATRIX, [], ready, len(objects), MATRIX, 0)
    return array("f", answers)


def numbers_to_matrices(numbers: array[float]) -> Iterator[Matrix]:
    """The matrices that `matrix_numbers` gives."""
    return _MATRIX_NUMBERS.iter_unpack(numbers)


def matrices(objects: Sequence[int]) -> Iterator[Matrix]:
    """For each object its matrix."""
    return numbers_to_matrices(matrix_numbers(objects))


def matrix_of(item: int) -> Matrix:
    """The matrix of one object."""
    (matrix,) = matrices([item])
    return matrix


def font_sizes(texts: Sequence[int]) -> array[float]:
    """For each text object the size that its font is set in, before its matrix."""
    ready = map(prepare, texts)
    return array("f", ask(_OBJECT_SIZE, [], ready, len(texts), 1, 0))


def render_modes(texts: Sequence[int]) -> list[int]:
    """For each text object how its characters are drawn: 0 filled, 1 stroked, 2 both, 3 not."""
    return list(map(_RENDER_MODE, map(prepare, texts)))


def count_clips(objects: Sequence[int]) -> list[int]:
    """For each object how many paths clip it; not above 0 where none does."""
    clips = map(_CLIP, map(prepare, objects))
    return list(map(_COUNT_CLIPS, map(prepare, clips)))


def clip_boxes(objects: Sequence[int]) -> list[_Box | None]:
    """For each object the box that its clip leaves of the page; None where nothing clips it. Some
    programs clip every text to the page."""
    clips = list(map(prepare, map(_CLIP, map(prepare, objects))))
    counts = list(map(_COUNT_CLIPS, clips))
    boxes: list[_Box | None] = [None] * len(objects)
    for path in range(max(counts, default=0)):
        clipped = [at for at, count in enumerate(counts) if count > path]
        here = [clips[at] for at in clipped]
        parts = list(map(_COUNT_CLIP_PARTS, here, repeat(path)))
        addresses = chain.from_iterable(map(repeat, here, parts))
        numbers = chain.from_iterable(map(range, parts))
        found = map(_CLIP_PART, addresses, repeat(path), numbers)
        for at, points in zip(clipped, _points_of(found, parts), strict=True):
            # a path without points leaves nothing
            around = bound_points(points) if points else (0.0, 0.0, 0.0, 0.0)
            box = boxes[at]
            boxes[at] = _common(box, around) if box else around
    return boxes


def _common(one: _Box, other: _Box) -> _Box:
    left, bottom, right, top = one
    other_left, other_bottom, other_right, other_top = other
    return (
        max(left, other_left),
        max(bottom, other_bottom),
        min(right, other_right),
        min(top, other_top),
    )


def has_transparency(item: int) -> bool:
    """Whether an object is seen through."""
    return bool(pdfium.FPDFPageObj_HasTransparency(as_object(item)))


def mark_names(item: int) -> set[str]:
    """The names of the marked content in which an object stands."""
    handle = as_object(item)
    names = set()
    room, written = (ctypes.c_ushort * _LONGEST_NAME)(), ctypes.c_ulong()
    size = ctypes.sizeof(room)
    for number in range(max(0, pdfium.FPDFPageObj_CountMarks(handle))):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        if pdfium.FPDFPageObjMark_GetName(mark, room, size, written):
            encoded = bytes(room)[: written.value]
            names.add(encoded.decode("utf-16-le", "replace").rstrip("\0"))
    return names


def text_objects(text_page: int, count: int) -> list[int | None]:
    """For each of the first `count` characters the object that draws it; None where PDFium made it
    up."""
    return list(map(_TEXT_OBJECT, repeat(prepare(text_page)), range(count)))


def owners_of(text_page: int, indices: Sequence[int]) -> list[int | None]:
    """The same for some characters."""
    return list(map(_TEXT_OBJECT, repeat(prepare(text_page)), indices))


def object_text(item: int, text_page: Any) -> str:
    """What a text object says."""
    size = pdfium.FPDFTextObj_GetText(as_object(item), text_page, None, 0)
    room = (ctypes.c_ushort * size)()
    pdfium.FPDFTextObj_GetText(as_object(item), text_page, room, size)
    return bytes(room)[:size].decode("utf-16-le", "replace").rstrip("\0")


def is_font_embedded(text: int) -> bool:
    """Whether the file brings the font of a text object with it."""
    font = pdfium.FPDFTextObj_GetFont(as_object(text))
    return bool(pdfium.FPDFFont_GetIsEmbedded(font))


def has_outlines(text: int, characters: str) -> bool:
    """Whether all characters of a text object, but for blanks, can be drawn."""
    font = pdfium.FPDFTextObj_GetFont(as_object(text))
    printed = {ord(sign) for sign in characters if not sign.isspace()}
    size = ctypes.c_float(1.0)
    return all(pdfium.FPDFFont_GetGlyphPath(font, code, size) for code in printed)


def fonts_of(texts: Sequence[int]) -> list[int | None]:
    """For each text object the address of its font."""
    return list(map(_FONT, map(prepare, texts)))


Outline = tuple[tuple[int, ...], bytes]
"""the types of the parts of an outline, and the points to which they go"""


def read_outline(font: int, character: str) -> Outline:
    """The outline that a font draws for what it says is a character; without parts where it has
    none."""
    handle = ctypes.cast(font, pdfium.FPDF_FONT)
    outline = pdfium.FPDFFont_GetGlyphPath(handle, ord(character), ctypes.c_float(1.0))
    if not outline:
        return (), b""
    count = pdfium.FPDFGlyphPath_CountGlyphSegments(outline)
    return _read_parts(_OUTLINE_PART, handle_address(outline), count)


def count_corners(paths: Sequence[int]) -> list[int]:
    """For each path of how many parts it is, lines, curves and beginnings."""
    return list(map(_COUNT_PARTS, map(prepare, paths)))


def read_path(path: int, count: int) -> Outline:
    """The first `count` parts of a path, in its own coordinates; a curve is three of them."""
    return _read_parts(_PATH_PART, path, count)


def path_points(paths: Sequence[int], counts: Sequence[int]) -> Iterator[list[tuple[float, float]]]:
    """For each path, the points to which its parts go, by their numbers; in its own coordinates."""
    addresses = chain.from_iterable(map(repeat, map(prepare, paths), counts))
    numbers = chain.from_iterable(map(range, counts))
    return _points_of(map(_PATH_PART, addresses, numbers), counts)


def _points_of(
    parts: Iterable[Any],
    counts: Sequence[int],
) -> Iterator[list[tuple[float, float]]]:
    """The points to which parts of paths go, as many together as each path has."""
    answers = ask(
        _PART_POINT,
        [],
        map(prepare, parts),
        sum(counts),
        2,
        0,
        1,
    )
    points = _POINT.iter_unpack(answers)
    return (list(islice(points, count)) for count in counts)


def _read_parts(function: Any, address: int, count: int) -> Outline:
    parts = list(map(function, repeat(prepare(address)), range(count)))
    types = tuple(map(_PART_TYPE, map(prepare, parts)))
    return types, ask(_PART_POINT, [], map(prepare, parts), count, 2, 0, 1)


def outline_points(outline: Outline) -> Iterator[tuple[int, tuple[float, float]]]:
    """For each part of an outline its type, and the point to which it goes."""
    types, points = outline
    return zip(types, _POINT.iter_unpack(points), strict=True)


def font_name(font: int) -> str:
    """The name that the file gives a font, without the mark of a subset."""
    room = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
    handle = ctypes.cast(font, pdfium.FPDF_FONT)
    pdfium.FPDFFont_GetBaseFontName(handle, room, _LONGEST_FONT_NAME)
    return room.value.decode("utf-8", "replace").split("+")[-1]


def font_length(font: int) -> int:
    """The bytes of a font in the file; 0 where it is not in it."""
    handle = ctypes.cast(font, pdfium.FPDF_FONT)
    if not pdfium.FPDFFont_GetIsEmbedded(handle):
        return 0
    length = ctypes.c_size_t()
    pdfium.FPDFFont_GetFontData(handle, None, 0, length)
    return length.value
