"""PDF files, the first reading: PDFium alone, its characters put between the rules that it draws.

Rules and characters are asked of pypdfium2, and nothing is rendered. A ready-made library was tried
first: tablers 0.9 (Rust over a PDFium of its own) finds the same ruled tables at the same speed,
but loses the characters of labels set vertically, closes no row that the page leaves open, and
gives no text outside tables, so that a second PDFium would open every file again. What it lacks is
written here: `rules`, and the `lattice` and `columns` of `gxkit.readers.plane`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.document import Grid, Line, Omission
from gxkit.errors import DamagedFileError, EncryptedFileError, TooLargeError
from gxkit.readers.bounds import refuse_late
from gxkit.readers.collector import collect_seldom
from gxkit.readers.formats import Contents
from gxkit.readers.pdf.attachments import find_attachments
from gxkit.readers.pdf.cells import take_ink
from gxkit.readers.pdf.doubts import look_at, look_past
from gxkit.readers.pdf.faces import Faces
from gxkit.readers.pdf.glyphs import OverfullPageError
from gxkit.readers.pdf.ink import Ink, Looker, sheet_to_ink
from gxkit.readers.pdf.leaves import Leaf, place_back
from gxkit.readers.pdf.notes import open_page
from gxkit.readers.pdf.opened import Opened, let_go
from gxkit.readers.pdf.pictured import read_insets
from gxkit.readers.pdf.progress import FEW, SHOWN, Reading, is_mute
from gxkit.readers.pdf.streams import (
    LAYERS,
    MAX_UNPACKED_BYTES,
    exceeds_limit,
    find_names,
)
from gxkit.readers.pdf.told import find_doubled
from gxkit.readers.pictures import Shown
from gxkit.readers.plane.blocks import Page, glyphs_to_lines, pages_to_blocks
from gxkit.readers.plane.boxes import area
from gxkit.readers.plane.lines import (
    join_texts,
)
from gxkit.readers.plane.words import Interval
from gxkit.text import Listed, Sentence

_END_MARK = b"%%EOF"
# Bytes in which the end mark is looked for: servers and signatures add something after it.
_TAIL = 4096
_MOST_OF_PAGE = 0.5  # that a picture covers which is the page
_FEWEST_ROWS = 5  # lines with tabs that are a table; a page number may have some too
_MOST_PAGES = 3_000
_MEGA = 1e6

_PAGE = Sentence("{count}页中的第{number}页", "page {number} of {count}")
_ATTACHED = Sentence(
    "PDF另附有文件，没有识读：{names}。",
    "Files are attached to the PDF and were not read: {names}.",
)
_RESTRICTED = Sentence(
    "此PDF无需密码即可打开，但带有制作者设定的使用限制；已照常识读。",
    "The PDF opens without a password and carries its maker's restrictions on use; it was read "
    "like any other.",
)


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of a PDF with a text layer.

    A page whose text stands sideways is turned first. Lines are numbered on their page. Ruled
    tables are grids, those that a page cuts joined into one at the place of the first part; tables
    without rules stay lines, with tabs between their columns. Raises DamagedFileError,
    EncryptedFileError, TooLargeError or NoTextError.
    """
    with collect_seldom():
        return _read(path, data)


def _read(
    path: Path,
    data: bytes,
) -> Contents:
    document = _open_pdf(path, data)
    used = find_names(data)
    has_layers = LAYERS in used
    is_as_it_was = False
    reading = Reading()
    try:
        doubled = find_doubled(data, used)
        look = partial(look_at, has_layers=has_layers, faces=Faces(doubled))
        reading = _read_pages(path.name, document, look)
        if reading.shows_nothing:
            reading = _read_pages(path.name, document, look_past)
        reading.is_dynamic = pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_XFA_FULL
        is_restricted = pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0
        attached = find_attachments(document, used)
        is_as_it_was = not reading.is_noted
    finally:
        let_go(path, Opened(document, reading.open), is_as_it_was)
    # a cover without a word may carry the report
    if not attached:
        reading.refuse_unread(path.name)
    remarks = reading.remarks()
    if is_restricted:
        remarks.append(_RESTRICTED)
    joined = pages_to_blocks(reading.pages)
    if reading.is_moved:
        joined = place_back(joined, reading.leaves)
    blocks = tuple(joined)
    if attached and not _is_cover(blocks):
        names = Listed(tuple(inner.name for inner in attached))
        remarks.append(_ATTACHED.fill(names=names))
        attached = []
    postures = tuple(reading.postures)
    return Contents((*blocks, *attached), {}, tuple(remarks), postures=postures)


def _is_cover(blocks: Sequence[Line | Grid]) -> bool:
    """Whether no table stands on the pages, ruled or by tabs."""
    if any(isinstance(block, Grid) for block in blocks):
        return False
    lines = [block for block in blocks if isinstance(block, Line)]
    return sum("\t" in line.text for line in lines) < _FEWEST_ROWS


_CUT = Sentence(
    "{name}：PDF 在结束标记之前中断，可能缺页；请重新下载。",
    "{name}: the PDF breaks off before its end mark, so pages may be missing; fetch it again.",
)
_LOCKED = Sentence(
    "{name}：PDF 需要密码；请取消密码后另存，或改用网页。",
    "{name}: the PDF asks for a password; save it without one, or get the web page.",
)


def _open_pdf(
    path: Path,
    data: bytes,
) -> pypdfium2.PdfDocument:
    if _END_MARK not in data.rstrip(b"\0 \r\n")[-_TAIL:]:
        raise DamagedFileError.of(_CUT.fill(name=path.name))
    if exceeds_limit(data):
        raise TooLargeError(
            f"{path.name}：PDF 的一部分解压后超过 {MAX_UNPACKED_BYTES / _MEGA:,.0f} MB，而一份"
            "年报只有几 MB；它已损坏，或有意为害。请重新下载。",
            f"{path.name}: a part of the PDF unpacks to more than "
            f"{MAX_UNPACKED_BYTES / _MEGA:,.0f} MB, and a report has a few; it is damaged, or made "
            "to do harm. Fetch it again.",
        )
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if _asks_for_password(error, data):
            raise EncryptedFileError.of(_LOCKED.fill(name=path.name)) from error
        raise DamagedFileError(
            f"{path.name}：PDF 已损坏，不能打开（{error}）；可能下载中断，请重新下载。",
            f"{path.name}: the PDF is damaged and cannot be opened ({error}); the download "
            "probably broke off. Fetch it again.",
        ) from error
    # damaged page trees promise millions of pages
    if not 0 < len(document) <= _MOST_PAGES:
        found_zh = f" {len(document):,} 页" if len(document) else "零页"
        found = f"{len(document):,} pages" if len(document) else "no pages"
        document.close()
        raise DamagedFileError(
            f"{path.name}：此 PDF 有{found_zh}，而一份年报只有几十页；可能下载中断。请重新下"
            "载，或把报告的各页单独取出。",
            f"{path.name}: the PDF has {found}, and a report has some dozen; the download probably "
            "broke off. Fetch it again, or cut the pages of the report out.",
        )
    return document


def _asks_for_password(
    error: pypdfium2.PdfiumError,
    data: bytes,
) -> bool:
    # PDFium does not always say why it fails, and the reason is then that of an earlier file: a
    # document without pages was said to be locked when a locked one had been read before it.
    code = getattr(error, "err_code", None)
    is_said = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
    return is_said and b"/Encrypt" in data


def _read_pages(
    name: str,
    document: pypdfium2.PdfDocument,
    look: Looker,
) -> Reading:
    reading = Reading()
    carried: list[Interval] = []
    for at in range(len(document)):
        refuse_late(_PAGE.fill(number=at, count=len(document)))
        carried = _read_page(document, at, look, reading, carried)
    return reading


def _read_page(
    document: pypdfium2.PdfDocument,
    at: int,
    look: Looker,
    reading: Reading,
    carried: list[Interval],
) -> list[Interval]:
    """Adds a page to a reading; gives the columns of its last table without rules."""
    try:
        noted = open_page(document, at)
        reading.is_noted |= noted.own is not None
        leaves = sheet_to_ink(noted, look)
    except (pypdfium2.PdfiumError, OverfullPageError):
        reading.lose(at + 1)
        return carried
    texts = [join_texts(ink.glyphs) for ink in leaves]
    printed = sum(map(len, texts))
    if is_mute("".join(texts)) and reading.see(noted.page, at + 1, printed, SHOWN):
        noted.page.close()
        return []
    # a scanned page may carry a page number or a stamp as text
    if printed < FEW and _has_picture(noted.page, whole=printed > 0):
        if reading.see(noted.page, at + 1, printed):
            noted.page.close()
            return []
        reading.pictured.append(at + 1)
    reading.note_posture(at + 1, leaves[0], noted.page.get_rotation())
    shown = _see_insets(noted.page, leaves, reading)
    for ink in leaves:
        carried = _add_ink(noted.page, ink, at + 1, reading, carried)
    if shown:
        reading.show(shown, at + 1)
    reading.put_down(noted.page, at + 1)
    return carried


def _see_insets(
    page: pypdfium2.PdfPage,
    leaves: Sequence[Ink],
    reading: Reading,
) -> list[Shown]:
    """The tables that stand as pictures on a sheet that is one page."""
    if len(leaves) > 1:
        return []
    return read_insets(page, leaves[0])


def _add_ink(
    page: pypdfium2.PdfPage,
    ink: Ink,
    sheet: int,
    reading: Reading,
    carried: list[Interval],
) -> list[Interval]:
    """Adds what is on a page to a reading; gives the columns of its last table without rules."""
    tables, outside = take_ink(ink)
    tables = reading.look_at_untold(page, ink, tables, sheet)
    # a table with rules ends one without
    lines, columns = glyphs_to_lines(outside.pop(None), [] if tables else carried)
    hidden, _ = glyphs_to_lines(outside.get(Omission.HIDDEN, []), [])
    reading.add(Page(lines, tables, hidden), Leaf(sheet, ink.frame))
    reading.count(ink)
    return columns


def _has_picture(page: pypdfium2.PdfPage, whole: bool) -> bool:
    """Whether a picture is on the page; if it must be that of the `whole`, one that covers most of
    it."""
    width, height = page.get_size()
    least = _MOST_OF_PAGE * width * height if whole else 0.0
    for picture in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        if area(picture.get_bounds()) >= least:
            return True
    return False
