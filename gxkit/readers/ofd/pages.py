"""OFD files (GB/T 33190): the objects of their pages put where they are drawn, and the tables that
rules and characters make, as of a PDF.

Libraries for OFD were looked at first: easyofd draws PDFs and pictures, ofdkit gives lines of text;
neither knows a table, and both lose what a matrix, a version or an annotation changes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gxkit.document import Cell, Grid, Line, Where
from gxkit.errors import DamagedFileError, EncryptedFileError, NoTextError
from gxkit.readers.bounds import refuse_late
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.ofd.canvas import OverfullPageError, Picture
from gxkit.readers.ofd.documents import Body, find_bodies
from gxkit.readers.ofd.package import Package, PartError
from gxkit.readers.ofd.sheets import FEW, Leaf, Reader
from gxkit.readers.plane.blocks import Page, pages_to_blocks
from gxkit.readers.plane.glyphs import UNREADABLE
from gxkit.readers.plane.words import Interval
from gxkit.readers.zips import ZIP_DAMAGE, check_archive, open_archive
from gxkit.text import Listed, Sentence

_PAGE = Sentence("{count}页中的第{number}页", "page {number} of {count}")
_FEWEST_ROWS = 5  # lines with tabs that are a table; a page number may have some too
_FEWEST_CELLS = 100  # of all tables; the tables of a form have twice as many
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_LOST = Sentence(
    "第{pages}页已损坏或内容过多，没有识读。",
    "Page {pages}: damaged or overfull, and not read.",
)
_MEANINGLESS = Sentence(
    "{all} 个字符中有 {count} 个没有已知含义（OFD只给出字形，或为私用区），其中 {unreadable} 个以 "
    "{sign} 代替。",
    "{count} characters of {all} have no known meaning (the OFD names glyphs only, or private "
    "characters); {unreadable} of them stand as {sign}.",
)
_ATTACHED = Sentence(
    "OFD另附有文件，没有识读：{names}。",
    "Files are attached to the OFD and were not read: {names}.",
)
_EARLIER = Sentence(
    "OFD中有 {count} 个题目相同的文档，按最后一个识读。",
    "The OFD holds {count} documents of one title; the last one was read.",
)

Block = Line | Grid | Inner


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines, grids and pictures of an OFD, tables that a page cuts in one piece.

    Large pictures are handed out where they stand, to be read by their own kind, attached files
    where no table stands on the pages. Raises DamagedFileError, EncryptedFileError, TooLargeError
    or NoTextError.
    """
    try:
        with open_archive(data) as archive:
            check_archive(archive, path.name)
            package = Package(archive)
            if package.is_encrypted:
                raise EncryptedFileError(
                    f"{path.name}：OFD 已加密；请用 OFD 阅读器凭密钥打开，取消加密后另存，或改"
                    "用网页。",
                    f"{path.name}: the OFD is encrypted; open it in an OFD reader with its key and "
                    "save it without one, or get the web page.",
                )
            return _read(path.name, package)
    except (*ZIP_DAMAGE, PartError) as error:
        raise DamagedFileError(
            f"{path.name}：OFD 已损坏（{error}），可能下载中断；请重新下载，或用能打开它的 OFD"
            " 阅读器导出为 PDF。",
            f"{path.name}: the OFD package is damaged ({error}), probably a download that broke "
            "off; fetch it again, or export it as PDF with the OFD reader that opens it.",
        ) from error


def _read(
    name: str,
    package: Package,
) -> Contents:
    readings = [_read_body(name, package, body) for body in find_bodies(package)]
    chosen, earlier = _drop_earlier(readings)
    if not chosen:
        raise DamagedFileError(
            f"{name}：此 OFD 没有列出任何文档；请重新下载。",
            f"{name}: the OFD lists no document; fetch it again.",
        )
    blocks: list[Block] = []
    remarks: list[Sentence] = []
    pictures: list[Where] = []
    for number, reading in enumerate(chosen):
        file = _folder_of(reading.body) if number else ""
        blocks += _in_file(reading.blocks, file)
        remarks += reading.remarks()
        pictures += reading.pictures
    if not blocks:
        raise _nothing_read(name, chosen)
    _refuse_unreadable(name, chosen, blocks)
    if earlier:
        remarks.append(_EARLIER.fill(count=earlier + 1))
    return Contents(tuple(blocks), {}, tuple(remarks), tuple(pictures))


@dataclass(slots=True)
class _Reading:
    """A document once read: its pages, the numbers of those that are lost, and its blocks."""

    body: Body
    leaves: list[Leaf] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    pictures: list[Where] = field(default_factory=list)

    @property
    def characters(self) -> str:
        """Those of all pages that count."""
        return "".join(leaf.characters for leaf in self.leaves)

    @property
    def shows_nothing(self) -> bool:
        """Whether all that the file says is not seen, but for a stamp or a page number."""
        seen = len(self.characters)
        return seen < FEW and sum(leaf.hidden for leaf in self.leaves) > seen

    @property
    def title(self) -> str:
        """The first line, by which versions of one document are known."""
        for block in self.blocks:
            if isinstance(block, Line) and not block.hidden:
                return "".join(block.text.split())
        return ""

    def remarks(self) -> Iterator[Sentence]:
        """Sentences on what could not be read."""
        if self.lost:
            yield _LOST.fill(pages=Listed(tuple(self.lost)))
        characters = self.characters
        unreadable = characters.count(UNREADABLE)
        meaningless = unreadable + len(_PRIVATE.findall(characters))
        if meaningless:
            yield _MEANINGLESS.fill(
                count=meaningless,
                all=len(characters),
                unreadable=unreadable,
                sign=UNREADABLE,
            )
        if self.unopened:
            yield _ATTACHED.fill(names=Listed(tuple(self.unopened)))


def _read_body(
    name: str,
    package: Package,
    body: Body,
) -> _Reading:
    reading = _read_pages(name, Reader(package, body))
    # the text that recognition laid under or over the picture of a page is what the picture shows
    if reading.shows_nothing:
        reading = _read_pages(name, Reader(package, body, shows_all=True))
    pages = [leaf.page for leaf in reading.leaves]
    blocks = list(pages_to_blocks(pages))
    shown = list(_choose_pictures(reading.leaves, blocks))
    reading.blocks = list(_with_pictures(package, shown, blocks))
    chosen = {picture for _, picture in shown}
    reading.pictures = list(_places_but(chosen, reading.leaves))
    carried = body.attached
    if carried and _is_cover(blocks):
        reading.blocks += _open_all(package, [(file.name, file.part) for file in carried])
    else:
        reading.unopened = [file.name for file in carried]
    return reading


def _read_pages(
    name: str,
    reader: Reader,
) -> _Reading:
    reading = _Reading(reader.body)
    columns: list[Interval] = []
    sheets = reader.body.sheets
    for number, sheet in enumerate(sheets, 1):
        refuse_late(_PAGE.fill(number=number - 1, count=len(sheets)))
        try:
            leaf = reader.read(sheet, columns)
        except (PartError, OverfullPageError):
            reading.lost.append(number)
            leaf = Leaf(Page([], []), "", 0, (), columns)
        reading.leaves.append(leaf)
        columns = leaf.columns
    return reading


def _is_cover(blocks: Sequence[Line | Grid]) -> bool:
    """Whether no table stands on the pages, ruled or by tabs."""
    if any(isinstance(block, Grid) for block in blocks):
        return False
    lines = [block for block in blocks if isinstance(block, Line)]
    return sum("\t" in line.text for line in lines) < _FEWEST_ROWS


def _choose_pictures(
    leaves: Sequence[Leaf],
    blocks: Sequence[Line | Grid],
) -> Iterator[tuple[int, Picture]]:
    """The large pictures that are handed out, with their pages: those of pages that say nothing
    else, and all where the tables are too small for a form, for theirs may be pictures."""
    cells = sum(len(block.cells) for block in blocks if isinstance(block, Grid))
    for number, leaf in enumerate(leaves, 1):
        if cells < _FEWEST_CELLS or len(leaf.characters) < FEW:
            yield from ((number, picture) for picture in leaf.pictures)


def _places_but(
    chosen: Container[Picture],
    leaves: Sequence[Leaf],
) -> Iterator[Where]:
    """Where the other large pictures stand."""
    for number, leaf in enumerate(leaves, 1):
        for picture in leaf.pictures:
            if picture not in chosen:
                yield Where(page=number, box=picture.box)


def _with_pictures(
    package: Package,
    pictures: Sequence[tuple[int, Picture]],
    blocks: Sequence[Line | Grid],
) -> Iterator[Block]:
    """The blocks with pictures of their pages between them, as high as they stand."""
    waiting = [(number, -_top_of(picture), picture) for number, picture in pictures]
    waiting.sort(key=lambda picture: picture[:2])
    for block in blocks:
        place = _place_of(block)
        while waiting and waiting[0][:2] < place:
            page, _, picture = waiting.pop(0)
            yield from _open_picture(package, picture, page)
        yield block
    for page, _, picture in waiting:
        yield from _open_picture(package, picture, page)


def _top_of(picture: Picture) -> float:
    _, _, _, top = picture.box
    return top


def _place_of(block: Line | Grid) -> tuple[int, float]:
    """On which page a block begins, and how far down."""
    where = block.where if isinstance(block, Line) else block.cells[0].where
    top = where.box[3] if where.box else 0.0
    return where.page or 0, -top


def _open_picture(
    package: Package,
    picture: Picture,
    page: int,
) -> Iterator[Inner]:
    part = picture.medium.part
    for inner in _open_all(package, [(part.rpartition("/")[2], part)]):
        yield inner._replace(inline=True, page=page)


def _open_all(
    package: Package,
    parts: Sequence[tuple[str, str]],
) -> Iterator[Inner]:
    for name, part in parts:
        try:
            yield Inner(name, package.read(part))
        except PartError:
            continue


def _drop_earlier(readings: Sequence[_Reading]) -> tuple[list[_Reading], int]:
    """The documents without those that another with their title comes after, and how many these
    are: they are its earlier versions."""
    last = {reading.title: reading for reading in readings}
    kept = [reading for reading in readings if last[reading.title] is reading]
    return kept, len(readings) - len(kept)


def _folder_of(body: Body) -> str:
    return body.part.rpartition("/")[0]


def _in_file(
    blocks: Sequence[Block],
    file: str,
) -> Iterator[Block]:
    """The blocks of a document behind the first one, whose pages are counted by themselves."""
    for block in blocks:
        if not file or isinstance(block, Inner):
            yield block
        elif isinstance(block, Line):
            yield replace(block, where=replace(block.where, file=file))
        else:
            yield replace(block, cells=tuple(_cells_in_file(block.cells, file)))


def _cells_in_file(
    cells: Sequence[Cell],
    file: str,
) -> Iterator[Cell]:
    for cell in cells:
        yield replace(cell, where=replace(cell.where, file=file))


def _refuse_unreadable(
    name: str,
    readings: Sequence[_Reading],
    blocks: Sequence[Block],
) -> None:
    """A NoTextError where most of what the pages say is glyphs, and no file inside says more."""
    characters = "".join(reading.characters for reading in readings)
    unreadable = characters.count(UNREADABLE)
    if any(isinstance(block, Inner) for block in blocks) or 2 * unreadable <= len(characters):
        return
    raise NoTextError(
        f"{name}：此 OFD 的 {len(characters)} 个字符中有 {unreadable} 个只有字形，没有写明是什"
        "么字，因此读不出文字；请对它做文字识别（OCR），或改用网页。",
        f"{name}: {unreadable} of the OFD's {len(characters)} characters are glyphs of which it "
        "does not say which characters they draw, so its text cannot be read; run OCR on it, or "
        "get the web page.",
    )


def _nothing_read(
    name: str,
    readings: Sequence[_Reading],
) -> DamagedFileError | NoTextError:
    pages = sum(len(reading.leaves) for reading in readings)
    if any(reading.lost for reading in readings):
        return DamagedFileError(
            f"{name}：此 OFD 的 {pages} 页都不能读取；请重新下载。",
            f"{name}: none of the OFD's {pages} pages can be read; fetch it again.",
        )
    return NoTextError(
        f"{name}：此 OFD 的 {pages} 页上都没有文字，可能是扫描件或空白；请先做文字识别（OCR）"
        "，或改用网页。",
        f"{name}: no text stands on the OFD's {pages} pages, so it is probably a scan or empty; "
        "run OCR on it first, or get the web page.",
    )
