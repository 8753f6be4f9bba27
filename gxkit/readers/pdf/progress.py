"""What was read of the pages of a PDF so far, and what of them could not be read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2

from gxkit.document import Omission, Posture
from gxkit.errors import DamagedFileError, NoTextError
from gxkit.readers.pdf.frame import NOT_SHOWN, page_to_frame
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.pdf.leaves import Leaf
from gxkit.readers.pdf.opened import is_kept_open
from gxkit.readers.pdf.pictured import read_untold, read_whole
from gxkit.readers.pictures import RECOGNISED, UNTOLD, Shown, align
from gxkit.readers.plane.blocks import Page
from gxkit.readers.plane.cells import Filled
from gxkit.readers.plane.glyphs import UNREADABLE
from gxkit.readers.plane.lines import height_of, join_texts
from gxkit.text import Listed, Sentence

FEW = 20
"""a document with fewer characters than this, and pictures, is a scan"""
SHOWN = 0.8
"""of the characters of a page that its picture shows, however it is misread"""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FULL_TURN = 360  # degrees

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
_LYING = Sentence(
    "第{pages}页：PDF字体“{font}”的数字与所画字形不符（如标为 {said} 的画出来是 {drawn}），"
    "这些数字没有从文字层采用；如有缺漏，请打印后重新识别（OCR），或改用网页版。",
    "Page {pages}: the PDF's font “{font}” draws other digits than it says (what it calls {said} "
    "is drawn as {drawn}), so these were not taken from its text; where one is missing, print the "
    "file and have it recognised again (OCR), or get the web page.",
)
_SEVERAL_SHAPES = Sentence("几种不同的字形", "several different shapes")


@dataclass(slots=True)
class Reading:
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
    untold: list[int] = field(default_factory=list)
    """the pages of text of which something was read that the text does not say"""
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
            # the page is added right before
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
        is_blank = not self.is_seen and self.characters < FEW
        return is_blank and self.hidden > self.characters

    @property
    def is_seen(self) -> bool:
        """Whether something was read from a picture."""
        return bool(self.recognised or self.untold)

    @property
    def is_moved(self) -> bool:
        """Whether a page was straightened, or is one of several on a sheet."""
        turned = any(leaf.frame.skew or leaf.frame.bend for leaf in self.leaves)
        several = any(leaf.sheet != number for number, leaf in enumerate(self.leaves, 1))
        return turned or several

    @property
    def _is_pictured_only(self) -> bool:
        return self.characters < FEW and bool(self.pictured)

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

    def look_at_untold(
        self,
        page: pypdfium2.PdfPage,
        ink: Ink,
        tables: list[Filled],
        sheet: int,
    ) -> list[Filled]:
        """The tables of a page with the figures that its text does not spell out."""
        told = read_untold(page, ink, tables)
        if any(table.recognised for table in told):
            self.untold.append(sheet)
        return told

    def see(self, page: pypdfium2.PdfPage, sheet: int, printed: int, least: float = 0.0) -> bool:
        """Adds what a page shows that is a picture but for a few `printed` characters; False where
        nothing more can be read in it. Of a page of text it must be `least` as much."""
        frame = page_to_frame(page)
        pages = read_whole(page)
        has_tables = any(one.page.tables for one in pages)
        # a page of pictures alone says more than the number on it
        said = sum(len(line.text) for one in pages for line in one.page.lines)
        if not has_tables and said <= printed:
            return False
        for one in pages:
            for table in one.page.tables:
                said += sum(map(len, map(join_texts, table.inside)))
        # without its fonts a page shows less than it holds, and is not blank for that
        if said < least * printed:
            return False
        for one in pages:
            origin = (one.left, one.bottom)
            page_ = align(one.page, self.pages[-1]) if self.pages else one.page
            self.add(page_, Leaf(sheet, replace(frame, origin=origin)))
        (self.untold if least else self.recognised).append(sheet)
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
        if self.untold:
            remarks.append(UNTOLD.fill(pages=Listed(tuple(self.untold))))
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
                f"{name}：此 PDF 是动态表单（XFA），内容只有 Adobe 的阅读器能显示；请用它打开"
                "并打印成 PDF，再读取。",
                f"{name}: the PDF is a dynamic form (XFA), whose contents only Adobe's viewer "
                "shows; open it there, print it to a PDF, and read that.",
            )
        if len(self.lost) == len(self.pages):
            raise DamagedFileError(
                f"{name}：此 PDF 的 {len(self.pages)} 页都不能读取；请重新下载。",
                f"{name}: none of the PDF's {len(self.pages)} pages can be read; fetch it again.",
            )
        # a scan may carry a stamp or a page number as text
        if not self.is_seen and (self.characters == 0 or self._is_pictured_only):
            raise NoTextError(
                f"{name}：此 PDF 没有文字层，图像中也没有找到文字和表格；应为完整扫描的报告页"
                "面。请以每英寸 150 至 300 点重新扫描，或改用网页。",
                f"{name}: the PDF has no text layer, and no line and no table was found in its "
                "pictures; expected pages of a report, scanned whole. Scan it again at 150 to 300 "
                "dots an inch, or get the web page.",
            )
        if 2 * self.unreadable > self.characters:
            raise NoTextError(
                f"{name}：此 PDF 的 {self.characters} 个字符中有 {self.unreadable} 个所用的字"
                "体没有写明是什么字（没有 ToUnicode），因此读不出文字；请对它做文字识别（OCR"
                "），或改用网页。",
                f"{name}: {self.unreadable} of the PDF's {self.characters} characters are in fonts "
                "that do not say which characters they draw (no ToUnicode), so its text cannot be "
                "read; run OCR on it, or get the web page.",
            )


def _height_of_table(table: Filled) -> float:
    return table.lattice.ys[0]


def is_mute(text: str) -> bool:
    """Whether most characters of a page do not say what they are."""
    untold = text.count(UNREADABLE) + len(_PRIVATE.findall(text))
    return 2 * untold > len(text)
