"""One PDFium function asked about many things in one go.

A call through pypdfium2's typed bindings costs more than PDFium's answer, and a page has a thousand characters. Here
the same functions are called with plain addresses from `map`, and write their answers side by side into one array.
Handles are addresses (int) throughout; the caller keeps page and text page open.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

_POINTER = ctypes.c_void_p
MOST_OBJECTS = 200_000


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function, without conversion of its arguments."""
    address = ctypes.cast(function, _POINTER).value
    assert address
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_LOOSE_BOX = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
#: (text page, index, address of x, address of y), and of the three after it (text page, index)
char_origin = _plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER, _POINTER)
font_size = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _POINTER, ctypes.c_int)
char_angle = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _POINTER, ctypes.c_int)
has_map_error = _plain(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, _POINTER, ctypes.c_int)
#: (text page, index, address of the matrix from the text's space to the page; its e, f are where the text begins)
char_matrix = _plain(pdfium.FPDFText_GetMatrix, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_PAGE_OBJECT = _plain(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, ctypes.c_int)
_FORM_OBJECT = _plain(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
_TYPE = _plain(pdfium.FPDFPageObj_GetType, ctypes.c_int, _POINTER)
_BOUNDS = _plain(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, *5 * [_POINTER])
_DRAW_MODE = _plain(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, *3 * [_POINTER])


def handle_address(handle: Any) -> int:
    """The address that a pypdfium2 handle stands for."""
    address = ctypes.cast(handle, _POINTER).value
    assert address
    return address


def loose_boxes(text_page: int, count: int) -> Iterator[tuple[float, float, float, float]]:
    """For each of the first `count` characters (left, top, right, bottom), zeros where PDFium knows none."""
    boxes = (pdfium.FS_RECTF * count)()
    start = ctypes.addressof(boxes)
    for _ in map(_LOOSE_BOX, [text_page] * count, range(count), range(start, start + 16 * count, 16)):
        pass
    return struct.iter_unpack("=4f", boxes)


def page_objects(page: Any) -> list[tuple[int, int]]:
    """Type and address of each object that a page draws; none where there are more than any report's page has."""
    count = max(0, pdfium.FPDFPage_CountObjects(page))
    if count > MOST_OBJECTS:
        return []
    return _typed(list(map(_PAGE_OBJECT, [handle_address(page)] * count, range(count))))


def form_objects(form: int) -> list[tuple[int, int]]:
    """Type and address of each object in a form object."""
    count = max(0, pdfium.FPDFFormObj_CountObjects(as_object(form)))
    return _typed(list(map(_FORM_OBJECT, [form] * count, range(count))))


def _typed(objects: list[int | None]) -> list[tuple[int, int]]:
    found = [item for item in objects if item]
    return list(zip(map(_TYPE, found), found, strict=True))


def as_object(address: int) -> Any:
    """The typed handle of an object, for the functions of pypdfium2."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def path_boxes(paths: Sequence[int]) -> Iterator[tuple[float, float, float, float]]:
    """For each path its bounds (left, bottom, right, top) where it is."""
    count = len(paths)
    boxes = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(boxes)
    sides = [range(start + 4 * side, start + 4 * side + 16 * count, 16) for side in range(4)]
    for _ in map(_BOUNDS, paths, *sides):
        pass
    return struct.iter_unpack("=4f", boxes)


def draw_modes(paths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each path how it is filled (0: not at all) and whether it is stroked."""
    count = len(paths)
    modes = (ctypes.c_int * (2 * count))()
    start = ctypes.addressof(modes)
    for _ in map(_DRAW_MODE, paths, range(start, start + 8 * count, 8), range(start + 4, start + 4 + 8 * count, 8)):
        pass
    return struct.iter_unpack("=2i", modes)
