"""A picture of a place on a page, so that a finding can be looked at. Beside it `looking` draws
pages to be read, and `shown` to tell what is seen."""

from __future__ import annotations

import math
import os
from io import BytesIO

import pypdfium2

from gxkit.document import Where
from gxkit.errors import DamagedFileError
from gxkit.readers.pdf.frame import page_to_frame
from gxkit.readers.pdf.glyphs import page_to_glyphs
from gxkit.readers.plane.boxes import Box, area

# A page of two metres, as a plan is, would fill the memory; it is drawn smaller.
_MOST_PIXELS = 16_000_000


def crop_png(
    path: str | os.PathLike[str], where: Where, margin: float = 24.0, scale: float = 2.0
) -> bytes:
    """The surroundings of a value of a PDF as a PNG picture: its box and `margin` points around,
    else the whole page.

    `where` is that of a value read from the file at `path`; `scale` is pixels a point. Raises
    ValueError where it names no page of the file, and DamagedFileError where PDFium cannot draw it.
    """
    try:
        document = pypdfium2.PdfDocument(path)
        try:
            return _draw(document, where, margin, scale)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError(
            f"{os.path.basename(path)}：第 {where.page} 页不能绘出（{error}）。",
            f"{os.path.basename(path)}: page {where.page} cannot be drawn ({error}).",
        ) from error


def _draw(document: pypdfium2.PdfDocument, where: Where, margin: float, most_scale: float) -> bytes:
    if where.page is None or not 1 <= where.page <= len(document):
        raise ValueError(
            f"The file has pages 1 to {len(document)}, and a place on page {where.page} was asked "
            "for."
        )
    page = document[where.page - 1]
    frame = page_to_glyphs(page, page_to_frame(page)).frame
    page.set_rotation(frame.rotation)
    width, height = frame.size
    shown = _widen(where.box, margin, frame.size)
    scale = math.sqrt(_MOST_PIXELS / max(1.0, area(shown)))
    scale = min(most_scale, scale)
    left, bottom, right, top = shown
    around = (left, bottom, width - right, height - top)
    picture = page.render(scale=scale, crop=around).to_pil()
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _widen(box: Box | None, margin: float, size: tuple[float, float]) -> Box:
    """The box with a margin on the page, at least a point wide and high even if it lies beside."""
    width, height = size
    if box is None:
        return 0.0, 0.0, width, height
    left, bottom, right, top = box
    return (
        min(max(0.0, left - margin), width - 1),
        min(max(0.0, bottom - margin), height - 1),
        max(min(width, right + margin), 1.0),
        max(min(height, top + margin), 1.0),
    )
