"""Form fields and annotations, made part of the page as a viewer shows them: what is typed into a
field or over a figure counts like print.

Comments, links and highlights say nothing of the page's own, and are dropped. Where a field or a
text has no look of its own PDFium draws one from its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_SHOWN = {
    pdfium.FPDF_ANNOT_WIDGET,
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_LINE,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_REDACT,
}
_FRAMES = {
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE,
    pdfium.FPDF_ANNOT_POLYGON,
}
"""drawn around things, unless they are filled and cover them"""
_FILLED = b"IC"
"""the key of the colour that a frame is filled with"""
_NOT_SHOWN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_CONFIGURATION = 2
"""the version of the form environment's configuration"""
_MOST_NOTES = 3_000  # on a page; a form of a report has some hundred fields


class Noted(NamedTuple):
    """A page with its notes drawn on it, and how many of its objects are its own (None: all)."""

    page: pypdfium2.PdfPage
    own: int | None


def open_page(document: pypdfium2.PdfDocument, at: int) -> Noted:
    """The page with number `at` (from 0) as a viewer shows it; PdfiumError where it is damaged."""
    page = document[at]
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    if not 0 < count <= _MOST_NOTES:
        return Noted(page, None)
    left_out = [number for number in range(count) if not _is_shown(page, number)]
    if len(left_out) == count:
        return Noted(page, None)
    for number in reversed(left_out):
        pdfium.FPDFPage_RemoveAnnot(page.raw, number)
    own = pdfium.FPDFPage_CountObjects(page.raw)
    with _form_environment(document) as forms:
        pdfium.FORM_OnAfterLoadPage(page.raw, forms)
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        pdfium.FORM_OnBeforeClosePage(page.raw, forms)
    # a page knows what was drawn on it only when it is opened again
    page.close()
    return Noted(document[at], own)


def _is_shown(page: pypdfium2.PdfPage, number: int) -> bool:
    """Whether an annotation is shown as a part of the page."""
    note = pdfium.FPDFPage_GetAnnot(page.raw, number)
    if not note:
        return False
    try:
        if pdfium.FPDFAnnot_GetFlags(note) & _NOT_SHOWN:
            return False
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        is_cover = kind in _FRAMES and pdfium.FPDFAnnot_HasKey(note, _FILLED)
        return kind in _SHOWN or bool(is_cover)
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


@contextmanager
def _form_environment(document: pypdfium2.PdfDocument) -> Iterator[Any]:
    """What PDFium needs to draw fields that have a value and no look."""
    configuration = pdfium.FPDF_FORMFILLINFO(version=_CONFIGURATION)
    forms = pdfium.FPDFDOC_InitFormFillEnvironment(document.raw, configuration)
    try:
        yield forms
    finally:
        pdfium.FPDFDOC_ExitFormFillEnvironment(forms)
