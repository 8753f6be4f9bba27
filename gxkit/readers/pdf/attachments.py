"""Files that a PDF carries: the parts of a portfolio, and what hangs on a cover page."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.readers.formats import Inner
from gxkit.readers.pdf.streams import PIN

_Attachment = Any
# Bytes and number: a county's portfolio has some dozen parts of some megabytes.
_MOST_BYTES = 100_000_000
_MOST_FILES = 100
_NAME_BYTES = 2_048


def find_attachments(
    document: pypdfium2.PdfDocument,
    names: Collection[bytes],
) -> list[Inner]:
    """The files that a PDF carries, in the order of its list, those that hang on a page behind;
    `names` are those that its objects may use."""
    count = min(pdfium.FPDFDoc_GetAttachmentCount(document), _MOST_FILES)
    handles = [pdfium.FPDFDoc_GetAttachment(document, at) for at in range(count)]
    found = list(_read_all(handles))
    if PIN in names:
        for page in document:
            found += _read_pinned(page)
            page.close()
    # one that hangs on a page often stands in the list too
    return list(dict.fromkeys(found))


def _read_pinned(page: pypdfium2.PdfPage) -> list[Inner]:
    """The files that hang on a page as a paper clip or a pin."""
    found: list[Inner] = []
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            handle = pdfium.FPDFAnnot_GetFileAttachment(note)
            found += _read_all([handle])
        pdfium.FPDFPage_CloseAnnot(note)
    return found


def _read_all(handles: list[_Attachment]) -> Iterator[Inner]:
    for handle in handles:
        data = _read_file(handle) if handle else b""
        if data:
            yield Inner(_read_name(handle), data)


def _read_file(handle: _Attachment) -> bytes:
    """The bytes of an attachment; b'' where there are none, or too many."""
    length = ctypes.c_ulong()
    is_there = pdfium.FPDFAttachment_GetFile(handle, None, 0, length)
    if not is_there or not 0 < length.value <= _MOST_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(length.value)
    is_read = pdfium.FPDFAttachment_GetFile(handle, buffer, length.value, length)
    return buffer.raw[: length.value] if is_read else b""


def _read_name(handle: _Attachment) -> str:
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    length = pdfium.FPDFAttachment_GetName(handle, wide, _NAME_BYTES)
    name = buffer.raw[: min(length, _NAME_BYTES)].decode("utf-16-le", "replace")
    return name.rstrip("\0") or "attachment"
