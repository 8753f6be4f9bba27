"""PDF files, the first reading: PDFium alone, its characters put between the rules that it draws.

Rules and characters are asked of pypdfium2, and nothing is rendered. A ready-made library was tried
first: tablers 0.9 (Rust over a PDFium of its own) finds the same ruled tables at the same speed,
but loses the characters of labels set vertically, closes no row that the page leaves open, and
gives no text outside tables, so that a second PDFium would open every file again. What it lacks is
written here: `rules`, and the `lattice` and `columns` of `gxkit.readers.plane`.
"""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.document import Grid, Line, Omission, Posture
from gxkit.errors import DamagedFileError, EncryptedFileError, NoTextError, TooLargeError
from gxkit.readers.formats import Contents
from gxkit.readers.pdf.attachments import find_attachments
from gxkit.readers.pdf.cells import take_ink
from gxkit.readers.pdf.doubts import look_at, look_past
from gxkit.readers.pdf.faces import Faces
from gxkit.readers.pdf.frame import NOT_SHOWN, page_to_frame
from gxkit.readers.pdf.glyphs import OverfullPageError
from gxkit.readers.pdf.ink import Ink, Looker, sheet_to_ink
from gxkit.readers.pdf.leaves import Leaf, place_back
from gxkit.readers.pdf.notes import open_page
from gxkit.readers.pdf.opened import Opened, is_kept_open, let_go
from gxkit.readers.pdf.pictured import read_insets, read_whole
from gxkit.readers.pdf.streams import (
    LAYERS,
    MAX_UNPACKED_BYTES,
    exceeds_limit,
    find_names,
)
from gxkit.readers.pdf.told import find_doubled
from gxkit.readers.pictures import RECOGNISED, Shown, align
from gxkit.readers.plane.blocks import Page, glyphs_to_lines, pages_to_blocks
from gxkit.readers.plane.boxes import area
from gxkit.readers.plane.cells import Filled
from gxkit.readers.plane.glyphs import UNREADABLE
from gxkit.readers.plane.lines import height_of, join_texts
from gxkit.readers.plane.words import Interval
from gxkit.text import Listed, Sentence

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_END_MARK = b"%%EOF"
# Bytes in which the end mark is looked for: servers and signatures add something after it.
_TAIL = 4096
_MOST_OF_PAGE = 0.5  # that a picture covers which is the page
_FEW = 20  # a document with fewer characters than this, and pictures, is a scan
_FEWEST_ROWS = 5  # lines with tabs that are a table; a page number may have some too
_MOST_PAGES = 3_000
_FULL_TURN = 360  # degrees
_SECONDS = 20.0  # a page of a report takes some milliseconds
_MOST_SECONDS = 300.0  # of pages that are pictures
_MEGA = 1e6


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
    with _collector_paused():
        return _read(path, data)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Thousands of characters that all are kept for a moment make Python look for cycles again and
    again; there are none, and looking takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(
    path: Path,
    data: bytes,
) -> Contents:
    document = _open_pdf(path, data)
    used = find_names(data)
    has_layers = LAYERS in used
    is_as_it_was = False
    reading = _Reading()
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


def _open_pdf(
    path: Path,
    data: bytes,
) -> pypdfium2.PdfDocument:
    if _END_MARK not in data.rstrip(b"\0 \r\n")[-_TAIL:]:
        raise DamagedFileError(
            f"{path.name}: the PDF breaks off before its end mark, so pages may be missing; fetch "
            "it again."
        )
    if exceeds_limit(data):
        raise TooLargeError(
            f"{path.name}: a part of the PDF unpacks to more than "
            f"{MAX_UNPACKED_BYTES / _MEGA:,.0f} MB, and a report has a few; it is damaged, or made "
            "to do harm. Fetch it again."
        )
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if _asks_for_password(error, data):
            raise EncryptedFileError(
                f"{path.name}: the PDF asks for a password; save it without one, or get the web "
                "page."
            ) from error
        raise DamagedFileError(
            f"{path.name}: the PDF is damaged and cannot be opened ({error}); the download "
            "probably broke off. Fetch it again."
        ) from error
    # damaged page trees promise millions of pages
    if not 0 < len(document) <= _MOST_PAGES:
        found = f"{len(document):,} pages" if len(document) else "no pages"
        document.close()
        raise DamagedFileError(
            f"{path.name}: the PDF has {found}, and a report has some dozen; the download probably "
            "broke off. Fetch it again, or cut the pages of the report out."
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


_PICTURED = Sentence(
    "第{pages}页只有图片而没有文字，图中内容没有识读。",
    "Page {pages}: only a picture and no text; what it shows was not read.",
)
_LOST = Sentence(
    "第{pages}页已损坏或内容过多，没有识读。",
    "Page {pages}: damaged or overfull, and not read.",
)
_MEANINGLESS = Sentence(
    "{all} 个字符中有 {count} 个在PDF字体中没有已知含义（没有ToUnicode或为私用区），"
    "其中 {unreadable} 个以 {sign} 代替。",
    "{count} characters of {all} have no known meaning in the PDF's fonts (no ToUnicode, or a "
    "private one); {unreadable} of them stand as {sign}.",
)
_ATTACHED = Sentence(
    "PDF另附有文件，没有识读：{names}。",
    "Files are attached to the PDF and were not read: {names}.",
)
_LYING = Sentence(
    "第{pages}页：PDF字体“{font}”的数字与所画字形不符（如标为 {said} 的画出来是 {drawn}），"
    "这些数字没有采用；请打印后重新识别（OCR），或改用网页版。",
    "Page {pages}: the PDF's font “{font}” draws other digits than it says (what it calls {said} "
    "is drawn as {drawn}), so these were not taken; print the file and have it recognised "
    "again (OCR), or get the web page.",
)
_SEVERAL_SHAPES = Sentence("几种不同的字形", "several different shapes")
_RESTRICTED = Sentence(
    "此PDF无需密码即可打开，但带有制作者设定的使用限制；已照常识读。",
    "The PDF opens without a password and carries its maker's restrictions on use; it was read "
    "like any other.",
)


@dataclass(slots=True)
class _Reading:
    """The pages read so far, and what of them could not be read: numbers of characters, and of the
    pages that hold a picture only or are lost."""

    pages: list[Page] = field(default_factory=list)
    characters: int = 0
    hidden: int = 0
    unreadable: int = 0
    private: int = 0
    pictured: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    """where each page stands in the file"""
    lies: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """what the digits of fonts that lie draw, by the names of the fonts"""
    lying: dict[str, list[int]] = field(default_factory=dict)
    """the pages on which they stand"""
    recognised: list[int] = field(default_factory=list)
    """the pages that are pictures and were read"""
    seconds: float = 0.0
    """that reading pictures took"""
    postures: list[Posture] = field(default_factory=list)
    """of those that do not lie as they are shown"""
    is_noted: bool = False
    """whether notes were drawn into pages"""
    open: dict[int, pypdfium2.PdfPage] = field(default_factory=dict)
    """the pages that stay open, to be looked at again"""
    is_dynamic: bool = False
    """whether the contents are those of a form that only one viewer shows"""

    def count(self, ink: Ink) -> None:
        """Counts the characters of a page."""
        hidden = ink.omitted.get(Omission.HIDDEN, [])
        self.hidden += len(join_texts(hidden))
        for font, lies in ink.lies.drawn.items():
            self.lies.setdefault(font, lies)
            pages = self.lying.setdefault(font, [])
            pages.append(len(self.pages))
        printed = join_texts(ink.glyphs)
        self.characters += len(printed)
        self.unreadable += max(0, printed.count(UNREADABLE) - len(ink.lies.digits))
        self.private += len(_PRIVATE.findall(printed))

    def note_posture(
        self,
        sheet: int,
        ink: Ink,
        rotation: int,
    ) -> None:
        """Notes how the text of a sheet lies, where that is not as the sheet is shown."""
        frame = ink.frame
        turned = (frame.rotation - rotation) % _FULL_TURN
        is_bent = bool(frame.bend) or ink.is_apart
        if turned or frame.skew or is_bent:
            self.postures.append(Posture(sheet, turned, frame.skew, is_bent))

    @property
    def shows_nothing(self) -> bool:
        """Whether all that the file says is not seen, but for a stamp or a page number."""
        is_blank = not self.recognised and self.characters < _FEW
        return is_blank and self.hidden > self.characters

    @property
    def is_moved(self) -> bool:
        """Whether a page was straightened, or is one of several on a sheet."""
        turned = any(leaf.frame.skew or leaf.frame.bend for leaf in self.leaves)
        several = any(leaf.sheet != number for number, leaf in enumerate(self.leaves, 1))
        return turned or several

    @property
    def _is_pictured_only(self) -> bool:
        return self.characters < _FEW and bool(self.pictured)

    def lose(self, sheet: int) -> None:
        """Counts a page that cannot be read."""
        self.add(Page([], []), Leaf(sheet, NOT_SHOWN))
        self.lost.append(sheet)

    def add(
        self,
        page: Page,
        leaf: Leaf,
    ) -> None:
        """Adds a page that stands in the file where its leaf says."""
        self.pages.append(page)
        count = len(page.lines) + len(page.hidden)
        self.leaves.append(replace(leaf, tables=len(page.tables), lines=count))

    def put_down(self, page: pypdfium2.PdfPage, sheet: int) -> None:
        """Closes a page, or leaves it open if it has a table that will be looked at."""
        if self.pages[-1].tables and is_kept_open():
            self.open[sheet] = page
        else:
            page.close()

    def see(self, page: pypdfium2.PdfPage, sheet: int, printed: int) -> bool:
        """Adds what a page shows that is a picture but for a few `printed` characters; False where
        nothing more can be read in it."""
        begun = time.monotonic()
        frame = page_to_frame(page)
        pages = read_whole(page)
        self.seconds += time.monotonic() - begun
        has_tables = any(one.page.tables for one in pages)
        said = sum(len(line.text) for one in pages for line in one.page.lines)
        if not has_tables and said <= printed:
            return False
        for one in pages:
            origin = (one.left, one.bottom)
            page_ = align(one.page, self.pages[-1]) if self.pages else one.page
            self.add(page_, Leaf(sheet, replace(frame, origin=origin)))
        self.recognised.append(sheet)
        return True

    def show(self, insets: Sequence[Shown], sheet: int) -> None:
        """Adds the tables that stand as pictures on the last page."""
        page = self.pages.pop()
        leaf = self.leaves.pop()
        lines, tables = list(page.lines), list(page.tables)
        for inset in insets:
            lines += inset.page.lines
            tables += inset.page.tables
        lines.sort(key=height_of, reverse=True)
        tables.sort(key=_height_of_table, reverse=True)
        self.add(replace(page, lines=lines, tables=tables), leaf)
        self.recognised.append(sheet)

    def remarks(self) -> list[Sentence]:
        """Sentences on what could not be read."""
        remarks = []
        if self.pictured:
            remarks.append(_PICTURED.fill(pages=Listed(tuple(self.pictured))))
        if self.recognised:
            remarks.append(RECOGNISED.fill(pages=Listed(tuple(self.recognised))))
        if self.lost:
            remarks.append(_LOST.fill(pages=Listed(tuple(self.lost))))
        for font, pages in self.lying.items():
            digit, shown = min(self.lies[font].items())
            where = Listed(tuple(pages))
            drawn = shown or _SEVERAL_SHAPES
            remarks.append(_LYING.fill(pages=where, font=font, said=digit, drawn=drawn))
        meaningless = self.unreadable + self.private
        if meaningless:
            said = _MEANINGLESS.fill(
                count=meaningless,
                all=self.characters,
                unreadable=self.unreadable,
                sign=UNREADABLE,
            )
            remarks.append(said)
        return remarks

    def refuse_unread(self, name: str) -> None:
        """A ReadError where what could not be read is all of it."""
        # such a file holds one page, for viewers that cannot show the form
        if self.is_dynamic and not any(page.tables for page in self.pages):
            raise NoTextError(
                f"{name}: the PDF is a dynamic form (XFA), whose contents only Adobe's viewer "
                "shows; open it there, print it to a PDF, and read that."
            )
        if len(self.lost) == len(self.pages):
            raise DamagedFileError(
                f"{name}: none of the PDF's {len(self.pages)} pages can be read; fetch it again."
            )
        # a scan may carry a stamp or a page number as text
        if not self.recognised and (self.characters == 0 or self._is_pictured_only):
            raise NoTextError(
                f"{name}: the PDF has no text layer, and no line and no table was found in its "
                "pictures; expected pages of a report, scanned whole. Scan it again at 150 to 300 "
                "dots an inch, or get the web page."
            )
        if 2 * self.unreadable > self.characters:
            raise NoTextError(
                f"{name}: {self.unreadable} of the PDF's {self.characters} characters are in fonts "
                "that do not say which characters they draw (no ToUnicode), so its text cannot be "
                "read; run OCR on it, or get the web page."
            )


def _height_of_table(table: Filled) -> float:
    return table.lattice.ys[0]


def _read_pages(
    name: str,
    document: pypdfium2.PdfDocument,
    look: Looker,
) -> _Reading:
    deadline = time.monotonic() + _SECONDS
    reading = _Reading()
    carried: list[Interval] = []
    for at in range(len(document)):
        # a picture takes a second, however sound it is
        if time.monotonic() - reading.seconds > deadline or reading.seconds > _MOST_SECONDS:
            raise TooLargeError(
                f"{name}: after {_SECONDS:g} seconds {at} of {len(document)} pages were read, so "
                "it was given up; a report takes a fraction of one. Cut the pages of the report "
                "out."
            )
        carried = _read_page(document, at, look, reading, carried)
    return reading


def _read_page(
    document: pypdfium2.PdfDocument,
    at: int,
    look: Looker,
    reading: _Reading,
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
    printed = sum(len(join_texts(ink.glyphs)) for ink in leaves)
    # a scanned page may carry a page number or a stamp as text
    if printed < _FEW and _has_picture(noted.page, whole=printed > 0):
        if reading.see(noted.page, at + 1, printed):
            noted.page.close()
            return []
        reading.pictured.append(at + 1)
    reading.note_posture(at + 1, leaves[0], noted.page.get_rotation())
    shown = _see_insets(noted.page, leaves, reading)
    for ink in leaves:
        carried = _add_ink(ink, at + 1, reading, carried)
    if shown:
        reading.show(shown, at + 1)
    reading.put_down(noted.page, at + 1)
    return carried


def _see_insets(
    page: pypdfium2.PdfPage,
    leaves: Sequence[Ink],
    reading: _Reading,
) -> list[Shown]:
    """The tables that stand as pictures on a sheet that is one page."""
    if len(leaves) > 1:
        return []
    begun = time.monotonic()
    shown = read_insets(page, leaves[0])
    reading.seconds += time.monotonic() - begun
    return shown


def _add_ink(
    ink: Ink,
    sheet: int,
    reading: _Reading,
    carried: list[Interval],
) -> list[Interval]:
    """Adds what is on a page to a reading; gives the columns of its last table without rules."""
    tables, outside = take_ink(ink)
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
