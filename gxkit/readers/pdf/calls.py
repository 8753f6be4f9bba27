"""One PDFium function asked about many things in one go.

A call through pypdfium2's typed bindings costs more than PDFium's answer, and a page has a thousand characters. Here
the same functions are called from `map`, and write their answers side by side into one array. Handles are addresses
(int) throughout; the caller keeps page and text page open. Where a thing is asked of thousands, arguments are made
ready once (`_ready`) and not converted again at each call.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice, repeat
from typing import Any

import pypdfium2.raw as pdfium

_POINTER = ctypes.c_void_p
MOST_OBJECTS = 200_000


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function, without conversion of its arguments."""
    address = ctypes.cast(function, _POINTER).value
    assert address
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def _bare(function: Any, result: Any) -> Any:
    """The same function for arguments that are ready: whole numbers of 32 bits, and what `_ready` and `byref` make."""
    address = ctypes.cast(function, _POINTER).value
    assert address
    return ctypes.PYFUNCTYPE(result)(address)


_ready = _POINTER.from_param


class _Answers:
    """Room for the answers to a few thousand questions, and the places in it ready to be passed; it is used again."""

    most = 4096

    def __init__(self) -> None:
        self._room = (ctypes.c_float * (4 * self.most))()
        self._places = list(map(ctypes.byref, repeat(self._room), range(0, 16 * self.most, 4)))

    def ask(
        self,
        function: Any,
        asked: Sequence[Iterable[Any]],
        count: int,
        each: int,
        offsets: Sequence[int],
    ) -> bytes:
        """What `function` writes of `count` things `asked` about; each has `each` numbers, zeros where it fails."""
        end = each * count
        ctypes.memset(self._room, 0, 4 * end)
        deque(map(function, *asked, *(self._places[at:end:each] for at in offsets)), 0)
        return ctypes.string_at(self._room, 4 * end)


_PLACE = struct.Struct("=2d6f")
_spare: list[_Answers] = []


def _ask(
    function: Any, thing: Any, things: Iterable[Any], count: int, each: int, *offsets: int
) -> bytes:
    """The answers about all things side by side; `thing` goes before each of them unless it is None."""
    try:
        answers = _spare.pop()
    except IndexError:
        answers = _Answers()
    try:
        rest = iter(things)
        return b"".join(
            [
                answers.ask(
                    function,
                    (*(() if thing is None else (repeat(thing),)), islice(rest, size)),
                    size,
                    each,
                    offsets,
                )
                for size in _portions(count, _Answers.most)
            ]
        )
    finally:
        _spare[:] = [answers]


def _portions(count: int, most: int) -> list[int]:
    return [min(most, count - begun) for begun in range(0, count, most)]


_LOOSE_BOX = _bare(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
#: of (text page, index)
char_angle = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _POINTER, ctypes.c_int)
_ORIGIN = _bare(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_FONT_SIZE = _bare(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_MATRIX = _bare(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_HAS_MAP_ERROR = _bare(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_PAGE_OBJECT = _bare(pdfium.FPDFPage_GetObject, _POINTER)
_FORM_OBJECT = _plain(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
_TYPE = _bare(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_BOUNDS = _bare(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_DRAW_MODE = _bare(pdfium.FPDFPath_GetDrawMode, ctypes.c_int)


def handle_address(handle: Any) -> int:
    """The address that a pypdfium2 handle stands for."""
    address = ctypes.cast(handle, _POINTER).value
    assert address
    return address


def loose_boxes(text_page: int, count: int) -> Iterator[tuple[float, float, float, float]]:
    """For each of the first `count` characters (left, top, right, bottom), zeros where PDFium knows none."""
    return struct.iter_unpack("=4f", _ask(_LOOSE_BOX, _ready(text_page), range(count), count, 4, 0))


class Placed:
    """Where single characters of a text page stand."""

    def __init__(self, text_page: int) -> None:
        self._text = _ready(text_page)
        self._room = bytearray(40)
        room = (ctypes.c_char * 40).from_buffer(self._room)
        self._x, self._y, self._matrix = (
            ctypes.byref(room),
            ctypes.byref(room, 8),
            ctypes.byref(room, 16),
        )

    def place(self, index: int) -> tuple[float, float, float, float, float, float, float, float]:
        """x and y of a character's origin, and its matrix from the text's space to the page; e, f are where it is."""
        _ORIGIN(self._text, index, self._x, self._y)
        _MATRIX(self._text, index, self._matrix)
        return _PLACE.unpack(self._room)

    def font_size(self, index: int) -> float:
        """The size that the font is set in, before the matrix."""
        return _FONT_SIZE(self._text, index)


def map_errors(text_page: int, count: int) -> set[int]:
    """Which of the first `count` characters have no known meaning in their font."""
    return set(compress(range(count), map(_HAS_MAP_ERROR, repeat(_ready(text_page)), range(count))))


def page_objects(page: Any) -> list[tuple[int, int]]:
    """Type and address of each object that a page draws; none where there are more than any report's page has."""
    count = max(0, pdfium.FPDFPage_CountObjects(page))
    if count > MOST_OBJECTS:
        return []
    return _typed(list(map(_PAGE_OBJECT, repeat(_ready(handle_address(page))), range(count))))


def form_objects(form: int) -> list[tuple[int, int]]:
    """Type and address of each object in a form object."""
    count = max(0, pdfium.FPDFFormObj_CountObjects(as_object(form)))
    return _typed(list(map(_FORM_OBJECT, [form] * count, range(count))))


def _typed(objects: list[int | None]) -> list[tuple[int, int]]:
    found = [item for item in objects if item]
    return list(zip(map(_TYPE, map(_ready, found)), found, strict=True))


def as_object(address: int) -> Any:
    """The typed handle of an object, for the functions of pypdfium2."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def path_boxes(paths: Sequence[int]) -> Iterator[tuple[float, float, float, float]]:
    """For each path its bounds (left, bottom, right, top) where it is."""
    return struct.iter_unpack(
        "=4f", _ask(_BOUNDS, None, map(_ready, paths), len(paths), 4, 0, 1, 2, 3)
    )


def draw_modes(paths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each path how it is filled (0: not at all) and whether it is stroked."""
    return struct.iter_unpack(
        "=2i", _ask(_DRAW_MODE, None, map(_ready, paths), len(paths), 2, 0, 1)
    )
