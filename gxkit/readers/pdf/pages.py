"""PDF files, the first reading: PDFium alone, its characters put between the rules that it says the page draws.

Rules and characters are asked of pypdfium2, and nothing is rendered. A ready-made library was tried first: tablers 0.9
(Rust over a PDFium of its own) finds the same ruled tables at the same speed, but loses the characters of labels set
vertically, closes no row that the page leaves open, and gives no text outside tables, so that a second PDFium would
open every file again. What it lacks is written here: `gxkit.readers.pdf.rules`, `gxkit.readers.pdf.lattice`, `gxkit.readers.pdf.columns`.
"""

from __future__ import annotations

import gc
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.document import Grid, Line, Where
from gxkit.errors import DamagedFileError, EncryptedFileError, NoTextError, TooLargeError
from gxkit.readers.formats import Contents
from gxkit.readers.grids import join
from gxkit.readers.pdf.breaks import mend_breaks
from gxkit.readers.pdf.calls import page_objects
from gxkit.readers.pdf.columns import Interval, rows_to_texts
from gxkit.readers.pdf.frame import Box, page_to_frame
from gxkit.readers.pdf.glyphs import (
    UNREADABLE,
    Glyph,
    OverfullPageError,
    bound,
    glyphs_to_lines,
    glyphs_to_rows,
    page_to_glyphs,
)
from gxkit.readers.pdf.lattice import Lattice, lattice_to_grid, rules_to_lattices, take_glyphs
from gxkit.readers.pdf.rules import has_forms, objects_to_rules
from gxkit.readers.pdf.streams import MAX_UNPACKED_BYTES, exceeds_limit

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]+\s*)?(?:第\s*)?\d{1,4}\s*(?:页\s*)?(?:/\s*\d{1,4}\s*)?(?:[-—–－]+\s*)?"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DIGITS = re.compile(r"\d+")
_FEW = 20  # a document with fewer characters than this, and pictures, is a scan
_SAME_HEIGHT = 3.0  # points: a line that stands so near to where it stands on another page runs through the document
_CAPTION = 3  # characters; fewer are what a cell could not hold
_MOST_PAGES = 3_000
_SECONDS = 20.0  # a page of a report takes some milliseconds


@dataclass(frozen=True, slots=True)
class _Page:
    """What was found on a page, before tables are numbered and joined."""

    lines: list[tuple[str, Box]]
    lattices: list[Lattice]
    cells: list[list[list[Glyph]]]


def read(path: Path, data: bytes) -> Contents:
    """Blocks, properties and remarks of a PDF with a text layer.

    A page whose text stands sideways is turned first. Lines are numbered on their page. Ruled tables are grids, those
    that a page cuts joined into one at the place of the first part; tables without rules stay lines, with tabs between
    their columns. Raises DamagedFileError, EncryptedFileError or NoTextError.
    """
    with _collector_paused():
        return _read(path, data)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Thousands of characters that all are kept for a moment make Python look for cycles again and again; there are
    none, and looking takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(path: Path, data: bytes) -> Contents:
    document = _open_pdf(path, data)
    try:
        pages, remarks = _read_pages(path.name, document)
        if pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0:
            remarks.append(
                "The PDF opens without a password and carries its maker's restrictions on use; it was read "
                "like any other."
            )
    finally:
        document.close()
    running = _running_lines(pages)
    blocks: list[Line | Grid] = []
    caption = ""
    for number, page in enumerate(pages, 1):
        caption = _add_page(blocks, number, page, caption, running)
    return Contents(tuple(_join_cut_tables(blocks)), {}, tuple(remarks))


def _open_pdf(path: Path, data: bytes) -> pypdfium2.PdfDocument:
    if b"%%EOF" not in data.rstrip(b"\0 \r\n")[-4096:]:
        raise DamagedFileError(
            f"{path.name}: the PDF breaks off before its end mark, so pages may be missing; fetch "
            "it again."
        )
    if exceeds_limit(data):
        raise TooLargeError(
            f"{path.name}: a part of the PDF unpacks to more than {MAX_UNPACKED_BYTES / 1e6:,.0f} MB, "
            "and a report has a few; it is damaged, or made to do harm. Fetch it again."
        )
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise EncryptedFileError(
                f"{path.name}: the PDF asks for a password; save it without one, or get the web "
                "page."
            ) from error
        raise DamagedFileError(
            f"{path.name}: the PDF is damaged and cannot be opened ({error}); the download probably "
            "broke off. Fetch it again."
        ) from error
    if not 0 < len(document) <= _MOST_PAGES:
        found = f"{len(document):,} pages" if len(document) else "no pages"
        document.close()
        raise DamagedFileError(
            f"{path.name}: the PDF has {found}, and a report has some dozen; the download probably "
            "broke off. Fetch it again, or cut the pages of the report out."
        )
    return document


def _read_pages(name: str, document: pypdfium2.PdfDocument) -> tuple[list[_Page], list[str]]:
    deadline = time.monotonic() + _SECONDS
    pages: list[_Page] = []
    pictured: list[int] = []
    lost: list[int] = []
    count = unreadable = private = 0
    carried: list[Interval] = []
    for number in range(len(document)):
        if time.monotonic() > deadline:
            raise TooLargeError(
                f"{name}: after {_SECONDS:g} seconds {number} of {len(document)} pages were read, so "
                "it was given up; a report takes a fraction of one. Cut the pages of the report out."
            )
        try:
            page = document[number]
            objects = page_objects(page.raw)
            glyphs, frame = page_to_glyphs(page, page_to_frame(page), has_forms(objects))
        except (pypdfium2.PdfiumError, OverfullPageError):
            lost.append(number + 1)
            pages.append(_Page([], [], []))
            continue
        if not glyphs and _has_picture(page):
            pictured.append(number + 1)
        lattices = rules_to_lattices(objects_to_rules(objects, frame)) if glyphs else []
        page.close()
        cells, outside = take_glyphs(lattices, glyphs)
        lines, carried = _lines(outside, [] if lattices else carried)
        pages.append(_Page(lines, lattices, cells))
        printed = "".join([glyph[0] for glyph in glyphs])
        count += len(printed)
        unreadable += printed.count(UNREADABLE)
        private += len(_PRIVATE.findall(printed))
    if len(lost) == len(pages):
        raise DamagedFileError(
            f"{name}: none of the PDF's {len(pages)} pages can be read; fetch it again."
        )
    return pages, _check_text(name, count, unreadable, private, pictured, lost)


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4))


def _lines(
    glyphs: list[Glyph], carried: list[Interval]
) -> tuple[list[tuple[str, Box]], list[Interval]]:
    """The lines of a page outside its ruled tables, and the columns of the last table without rules."""
    upright = [glyph for glyph in glyphs if not glyph[7] or glyph.upright]
    rows = glyphs_to_rows(upright)
    texts, columns = rows_to_texts(rows, carried)
    lines = [(text, bound(row)) for text, row in zip(texts, rows, strict=True)]
    if len(upright) < len(glyphs):
        lines += glyphs_to_lines([glyph for glyph in glyphs if not glyph.upright])
        lines.sort(key=lambda line: -(line[1][1] + line[1][3]))
    return lines, columns


def _check_text(
    name: str, count: int, unreadable: int, private: int, pictured: list[int], lost: list[int]
) -> list[str]:
    """Remarks on what could not be read; NoTextError where that is all of it."""
    if count == 0 or (count < _FEW and pictured):
        raise NoTextError(
            f"{name}: the PDF has no text layer, so it is probably a scan; run OCR on it first, or get "
            "the web page."
        )
    remarks = []
    if pictured:
        remarks.append(
            f"Page {', '.join(map(str, pictured))}: only a picture and no text; what it shows was not read."
        )
    if lost:
        remarks.append(f"Page {', '.join(map(str, lost))}: damaged or overfull, and not read.")
    if 2 * unreadable > count:
        raise NoTextError(
            f"{name}: {unreadable} of the PDF's {count} characters are in fonts that do not say which "
            "characters they draw (no ToUnicode), so its text cannot be read; run OCR on it, or get the "
            "web page."
        )
    if unreadable + private:
        remarks.append(
            f"{unreadable + private} characters of {count} have no known meaning in the PDF's fonts (no "
            f"ToUnicode, or a private one); {unreadable} of them stand as {UNREADABLE}."
        )
    return remarks


def _running_lines(pages: list[_Page]) -> Counter[tuple[str, int]]:
    """On how many pages a line stands at one height, figures in it aside: headers and footers stand on several."""
    return Counter(
        place
        for page in pages
        for place in {_place(text, box) for text, box in page.lines[:2] + page.lines[-2:]}
    )


def _place(text: str, box: Box) -> tuple[str, int]:
    return _DIGITS.sub("0", text.strip()), round(box[1] / _SAME_HEIGHT)


def _add_page(
    blocks: list[Line | Grid],
    number: int,
    page: _Page,
    caption: str,
    running: Counter[tuple[str, int]],
) -> str:
    """Append the lines and grids of a page from top to bottom; the caption goes from page to page."""
    parts: list[tuple[float, int, int]] = [
        (-(box[1] + box[3]) / 2, 0, at) for at, (_, box) in enumerate(page.lines)
    ]
    parts += [(-lattice.ys[0], 1, at) for at, lattice in enumerate(page.lattices)]
    count = 0
    for _, is_table, at in sorted(parts):
        if is_table:
            blocks.append(
                lattice_to_grid(page.lattices[at], page.cells[at], number, at + 1, caption)
            )
            caption = ""
            continue
        text, box = page.lines[at]
        if not text.strip():
            continue
        count += 1
        left, bottom, right, top = box
        rounded = round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)
        blocks.append(Line(text, Where(page=number, line=count, box=rounded)))
        is_number = _PAGE_NUMBER.fullmatch(text) is not None
        if (
            len("".join(text.split())) >= _CAPTION
            and not is_number
            and running[_place(text, box)] < 2
        ):
            caption = text.strip()
    return caption


def _join_cut_tables(blocks: list[Line | Grid]) -> list[Line | Grid]:
    """The blocks with tables that a page cuts as one grid, where their first part stands."""
    joined = {
        id_of(grid): mend_breaks(grid)
        for grid in join(block for block in blocks if isinstance(block, Grid))
    }
    return [
        joined.get(id_of(block), block) if isinstance(block, Grid) else block
        for block in blocks
        if isinstance(block, Line) or id_of(block) in joined
    ]


def id_of(grid: Grid) -> tuple[int | None, int | None]:
    """Page and number of the table's first cell, which no other table has."""
    where = grid.cells[0].where
    return where.page, where.table
