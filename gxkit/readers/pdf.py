"""PDF files: characters come from pdfium, rulings from camelot; every character lands in a cell or in a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.document import Cell, Grid, Line, Where
from gxkit.errors import DamagedFileError, EncryptedFileError, NoTextError
from gxkit.glyphs import Box, Frame, Glyph, glyphs_to_lines, page_to_frame, page_to_glyphs

if TYPE_CHECKING:
    from gxkit.ruledtables import RuledTable

_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]+\s*)?(?:第\s*)?\d{1,4}\s*(?:页\s*)?(?:/\s*\d{1,4}\s*)?(?:[-—–－]+\s*)?")
_FEW = 20  # a document with fewer characters than this, and pictures, is a scan
_MANY = 30  # so many drawings on a page without a table that its rulings may be drawn in an unusual way
_DRAWN = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)


def read(path: Path, data: bytes) -> tuple[tuple[Line | Grid, ...], dict[str, str], tuple[str, ...]]:
    """Blocks, properties and remarks of a PDF with a text layer.

    A page whose text stands sideways is turned first. Lines are numbered on their page. Pages that draw nothing are
    not searched for tables; those that draw, and show no ruled table, are searched again as a picture.
    """
    document, changed = _open_pdf(path, data)
    try:
        frames = [page_to_frame(page) for page in document]
        glyphs = [page_to_glyphs(page, frame) for page, frame in zip(document, frames, strict=True)]
        drawn = [Counter(drawing.type for drawing in page.get_objects(filter=_DRAWN, max_depth=4)) for page in document]
        remarks = _check_text(path.name, glyphs, [number for number, drawings in enumerate(drawn, 1)
                                                  if drawings[pdfium.FPDF_PAGEOBJ_IMAGE]])
        shifts = [_media_shift(page, frame) for page, frame in zip(document, frames, strict=True)]
        content = _pdf_to_bytes(document) if changed else data
        if pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0:
            remarks.append("The PDF opens without a password and carries its maker's restrictions on use; it was read "
                           "like any other.")
        tables = _find_tables(content, {number: drawings for number, drawings in enumerate(drawn, 1)
                                        if drawings and glyphs[number - 1]}, remarks)
    finally:
        document.close()
    blocks: list[Line | Grid] = []
    caption = ""
    for number, on_page in enumerate(glyphs, 1):
        here = [_Placed(table, shifts[number - 1]) for table in tables if table.page == number]
        caption = _add_page(blocks, number, on_page, here, caption)
    return tuple(blocks), {}, tuple(remarks)


def _open_pdf(path: Path, data: bytes) -> tuple[pypdfium2.PdfDocument, bool]:
    """The document, and whether it differs from the file (turned or cropped pages, restrictions lifted)."""
    if b"%%EOF" not in data.rstrip(b"\0 \r\n")[-4096:]:
        raise DamagedFileError(f"{path.name}: the PDF breaks off before its end mark, so pages may be missing; fetch "
                               "it again.")
    try:
        document = pypdfium2.PdfDocument(data)
        changed = bool(pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0)
        for page in document:
            changed = _turn_upright(page) or changed
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise EncryptedFileError(f"{path.name}: the PDF asks for a password; save it without one, or get the web "
                                     "page.") from error
        raise DamagedFileError(f"{path.name}: the PDF is damaged and cannot be opened ({error}); the download probably "
                               "broke off. Fetch it again.") from error
    if not len(document):
        raise DamagedFileError(f"{path.name}: the PDF has no pages; the download probably broke off. Fetch it again.")
    return document, changed


def _turn_upright(page: pypdfium2.PdfPage) -> bool:
    """Turn a page whose text stands sideways as shown, and undo a crop that camelot would not see."""
    changed = tuple(page.get_cropbox()) != tuple(page.get_mediabox())
    frame = page_to_frame(page)
    glyphs = page_to_glyphs(page, frame)
    if sum(not glyph.upright for glyph in glyphs) * 2 <= len(glyphs):
        return changed
    for rotation in (90, 270, 180):
        page.set_rotation((frame.rotation + rotation) % 360)
        turned = page_to_glyphs(page, page_to_frame(page))
        if sum(glyph.upright for glyph in turned) * 2 > len(turned):
            return True
    page.set_rotation(frame.rotation)
    return changed


def _check_text(name: str, glyphs: list[list[Glyph]], pictured: list[int]) -> list[str]:
    count = sum(map(len, glyphs))
    if count == 0 or (count < _FEW and pictured):
        raise NoTextError(f"{name}: the PDF has no text layer, so it is probably a scan; run OCR on it first, or get "
                          "the web page.")
    remarks = []
    blank = [number for number in pictured if not glyphs[number - 1]]
    if blank:
        remarks.append(f"Page {', '.join(map(str, blank))}: only a picture and no text; what it shows was not read.")
    codes = Counter(glyph.text for on_page in glyphs for glyph in on_page)
    strange = sum(n for text, n in codes.items() if text == "�" or "\ue000" <= text <= "\uf8ff")
    if strange:
        remarks.append(f"{strange} characters of {count} have no known meaning in the PDF's fonts and may be wrong.")
    return remarks


def _pdf_to_bytes(document: pypdfium2.PdfDocument) -> bytes:
    for page in document:
        page.set_cropbox(*page.get_mediabox())
    buffer = BytesIO()
    document.save(buffer, flags=pdfium.FPDF_REMOVE_SECURITY)
    return buffer.getvalue()


def _media_shift(page: pypdfium2.PdfPage, frame: Frame) -> tuple[float, float]:
    """What to take from places in the media box as shown, camelot's, to have them in the page as shown."""
    media = Frame(tuple(page.get_mediabox()), frame.rotation)
    left, bottom, _, _ = media.place_box(frame.crop)
    return left, bottom


def _find_tables(data: bytes, pages: dict[int, Counter[int]], remarks: list[str]) -> list[RuledTable]:
    """The ruled tables of `pages`, which are given with what is drawn on them."""
    if not pages:
        return []
    from gxkit.ruledtables import CAMELOT_FAILURES, pdf_tables

    with TemporaryDirectory(prefix="gxkit-") as folder:
        copy = Path(folder, "copy.pdf")
        copy.write_bytes(data)
        try:
            tables = pdf_tables(copy, sorted(pages))
            bare = [number for number in sorted(set(pages) - {table.page for table in tables})
                    if pages[number][pdfium.FPDF_PAGEOBJ_IMAGE] or pages[number].total() >= _MANY]
            return tables + pdf_tables(copy, bare, engine="combined")
        except CAMELOT_FAILURES as error:
            remarks.append(f"The rulings could not be read ({type(error).__name__}: {error}), so tables "
                           "stand as lines.")
            return []


class _Placed:
    """A ruled table while characters are being put into its cells."""

    def __init__(self, table: RuledTable, shift: tuple[float, float]) -> None:
        dx, dy = shift
        self.xs = [x - dx for x in table.xs]
        self.ys = [y - dy for y in table.ys]
        self.spans = table.cells
        self.is_grid = len({column for _, column, _, _ in table.cells}) > 1
        self._owner = {(r, c): place for place, (row, column, height, width) in enumerate(table.cells)
                       for r in range(row, row + height) for c in range(column, column + width)}
        self.glyphs: list[list[Glyph]] = [[] for _ in table.cells]

    def take(self, glyph: Glyph) -> bool:
        """Put the character into the cell in which its centre is; False where it is outside the table."""
        x, y = glyph.centre
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return False
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right([-edge for edge in self.ys], -y), len(self.ys) - 1) - 1
        self.glyphs[self._owner[row, column]].append(glyph)
        return True

    def box(self, place: int) -> Box:
        row, column, height, width = self.spans[place]
        left, right = self.xs[column], self.xs[column + width]
        return round(left, 1), round(self.ys[row + height], 1), round(right, 1), round(self.ys[row], 1)

    def to_grid(self, page: int, number: int, caption: str) -> Grid:
        cells = []
        for place, ((row, column, height, width), glyphs) in enumerate(zip(self.spans, self.glyphs, strict=True)):
            text = "\n".join(line for line, _ in glyphs_to_lines(glyphs))
            where = Where(page=page, table=number, row=row + 1, column=column + 1, box=self.box(place))
            cells.append(Cell(row, column, text, where, height, width))
        return Grid(tuple(cells), caption)


def _add_page(blocks: list[Line | Grid], page: int, glyphs: list[Glyph], tables: list[_Placed], caption: str) -> str:
    """Append the lines and grids of a page from top to bottom; the caption goes from page to page."""
    grids = [table for table in tables if table.is_grid]
    outside = [glyph for glyph in glyphs if not any(table.take(glyph) for table in grids)]
    parts: list[tuple[float, str, Box, _Placed | None]] = [
        (-(box[1] + box[3]) / 2, text, box, None) for text, box in glyphs_to_lines(outside)]
    parts += [(-table.ys[0], "", (0.0, 0.0, 0.0, 0.0), table) for table in grids]
    lines, numbered = 0, 0
    for _, text, box, table in sorted(parts, key=lambda part: part[0]):
        if table is not None:
            numbered += 1
            blocks.append(table.to_grid(page, numbered, caption))
            caption = ""
        elif text.strip():
            lines += 1
            left, bottom, right, top = box
            rounded = round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)
            blocks.append(Line(text, Where(page=page, line=lines, box=rounded)))
            caption = caption if _PAGE_NUMBER.fullmatch(text) else text.strip()
    return caption
