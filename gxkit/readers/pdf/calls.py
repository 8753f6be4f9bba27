"""One PDFium function asked about many things in one go.

A call through pypdfium2's typed bindings costs more than PDFium's answer, and a page has a thousand
characters. Here the same functions are called from `map`, and write their answers side by side into
one array. Handles are addresses (int) throughout; the caller keeps page and text page open. Where a
thing is asked of thousands, arguments are made ready once (`_ready`) and not converted at each
call.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice, repeat
from typing import Any

import pypdfium2.raw as pdfium

# Objects on a page; a map or a drawing has more, a report never, and asking takes seconds.
MOST_OBJECTS = 200_000

_Pointer = ctypes.c_void_p
_ready = _Pointer.from_param
_FLOAT = 4
"""bytes of a number as PDFium writes it, whole ones too"""


def _address_of(thing: Any) -> int:
    address = ctypes.cast(thing, _Pointer).value
    assert address
    return address


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function, without conversion of its arguments."""
    return ctypes.PYFUNCTYPE(result, *arguments)(_address_of(function))


def _bare(function: Any, result: Any) -> Any:
    """The same function for arguments that are ready: whole numbers of 32 bits, and what `_ready`
    and `byref` make."""
    return ctypes.PYFUNCTYPE(result)(_address_of(function))


class _Answers:
    """Room for the answers to a few thousand questions, up to four numbers each, and the places in
    it ready to be passed; it is used again."""

    most = 4096
    each = 4

    def __init__(self) -> None:
        numbers = self.each * self.most
        room = (ctypes.c_float * numbers)()
        offsets = range(0, _FLOAT * numbers, _FLOAT)
        self._room = room
        self._places = [ctypes.byref(room, offset) for offset in offsets]

    def ask(
        self,
        function: Any,
        asked: Sequence[Iterable[Any]],
        count: int,
        each: int,
        offsets: Sequence[int],
    ) -> bytes:
        """What `function` writes of `count` things `asked` about; each has `each` numbers, zeros
        where it fails. `offsets` are those of the numbers to which it is given the places."""
        end = each * count
        # PDFium writes nothing where it fails, and the answers of the last time would stand there
        ctypes.memset(self._room, 0, _FLOAT * end)
        places = [self._places[at:end:each] for at in offsets]
        answers = map(function, *asked, *places)
        deque(answers, 0)  # calls, and keeps nothing
        return ctypes.string_at(self._room, _FLOAT * end)


_spare: list[_Answers] = []
"""room that is not in use; a reading takes it out, so that two threads never share it"""


def _ask(
    function: Any,
    before: Sequence[Any],
    things: Iterable[Any],
    count: int,
    each: int,
    *offsets: int,
) -> bytes:
    """The answers about all things side by side; `before` are the arguments before each of them."""
    try:
        answers = _spare.pop()
    except IndexError:
        answers = _Answers()
    rest = iter(things)
    always = [repeat(argument) for argument in before]
    portions = []
    try:
        for size in _portions(count, _Answers.most):
            asked = [*always, islice(rest, size)]
            portions.append(answers.ask(function, asked, size, each, offsets))
    finally:
        _spare[:] = [answers]
    return b"".join(portions)


def _portions(count: int, most: int) -> list[int]:
    return [min(most, count - begun) for begun in range(0, count, most)]


_LOOSE_BOX = _bare(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_ANGLE = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _Pointer, ctypes.c_int)
_ORIGIN = _bare(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_FONT_SIZE = _bare(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_MATRIX = _bare(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_HAS_MAP_ERROR = _bare(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_PAGE_OBJECT = _bare(pdfium.FPDFPage_GetObject, _Pointer)
_FORM_OBJECT = _plain(pdfium.FPDFFormObj_GetObject, _Pointer, _Pointer, ctypes.c_ulong)
_TYPE = _bare(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_BOUNDS = _bare(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_DRAW_MODE = _bare(pdfium.FPDFPath_GetDrawMode, ctypes.c_int)

_Box = tuple[float, float, float, float]
_Object = tuple[int, int]
"""type and address of an object"""

_BOX = struct.Struct("=4f")
_MODE = struct.Struct("=2i")
_PLACE = struct.Struct("=2d6f")


def handle_address(handle: Any) -> int:
    """The address that a pypdfium2 handle stands for."""
    return _address_of(handle)


def loose_boxes(text_page: int, count: int) -> Iterator[_Box]:
    """For each of the first `count` characters (left, top, right, bottom), zeros where PDFium knows
    none."""
    before = [_ready(text_page)]
    answers = _ask(_LOOSE_BOX, before, range(count), count, 4, 0)
    return _BOX.iter_unpack(answers)


class Placed:
    """Where single characters of a text page stand, and how."""

    def __init__(self, text_page: int) -> None:
        self._address = text_page
        self._text = _ready(text_page)
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
    text = repeat(_ready(text_page))
    errors = map(_HAS_MAP_ERROR, text, range(count))
    return set(compress(range(count), errors))


def page_objects(page: Any) -> list[_Object]:
    """Type and address of each object that a page draws; none where there are too many."""
    # it is -1 where the page is damaged
    count = max(0, pdfium.FPDFPage_CountObjects(page))
    if count > MOST_OBJECTS:
        return []
    address = repeat(_ready(handle_address(page)))
    return _typed(map(_PAGE_OBJECT, address, range(count)))


def form_objects(form: int) -> list[_Object]:
    """Type and address of each object in a form object."""
    count = max(0, pdfium.FPDFFormObj_CountObjects(as_object(form)))
    return _typed(map(_FORM_OBJECT, repeat(form), range(count)))


def _typed(objects: Iterable[int | None]) -> list[_Object]:
    found = [item for item in objects if item]  # none where an object is damaged
    types = map(_TYPE, map(_ready, found))
    return list(zip(types, found, strict=True))


def as_object(address: int) -> Any:
    """The typed handle of an object, for the functions of pypdfium2."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def path_boxes(paths: Sequence[int]) -> Iterator[_Box]:
    """For each path its bounds (left, bottom, right, top) where it is."""
    ready = map(_ready, paths)
    answers = _ask(_BOUNDS, [], ready, len(paths), 4, 0, 1, 2, 3)
    return _BOX.iter_unpack(answers)


def draw_modes(paths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each path how it is filled (0: not at all) and whether it is stroked."""
    ready = map(_ready, paths)
    answers = _ask(_DRAW_MODE, [], ready, len(paths), 2, 0, 1)
    return _MODE.iter_unpack(answers)
