"""Web pages as published: paragraphs become lines, tables grids; layout is told from contents.

lxml repairs the markup (missing end tags, stray cells, what Word leaves behind), fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lxml import etree

from gxkit.document import Cell, Grid, Line, Omission, Unread, Where
from gxkit.errors import DamagedFileError, NoTextError, UnknownFormatError
from gxkit.readers.bounds import refuse_overfull
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.grids import ALL_HIDDEN, UNSEEN, holds_figures, shows_nothing
from gxkit.readers.web.flow import Piece, named_hidden, read_cell, read_pieces, read_stray
from gxkit.readers.web.images import find_images
from gxkit.readers.web.looks import PLAIN, Look, Looks, find_looks
from gxkit.readers.web.mail import find_frames, unwrap
from gxkit.readers.web.metadata import find_properties
from gxkit.readers.web.tables import drop_columns, find_collapsed, place_cells, table_to_rows
from gxkit.readers.web.tags import Element, text_below
from gxkit.readers.web.unseen import KEPT, find_framed, find_kept
from gxkit.text import Listed, Sentence

# Characters; a table with a longer cell lays text out: chapters of a report are longer, and the
# longest label of a form with its notes has some two hundred.
_CELL_LENGTH = 600
_LARGE_SHEETS = Sentence(
    "网页的样式表过大，只按其前一部分判断哪些内容不显示。",
    "The page's style sheets are too large to be followed: only the first of their rules tell what "
    "is not shown.",
)
_MAY_BE_HIDDEN = Sentence(
    "{tables}的类名（{names}）是隐藏之意，而样式表不在文件中：打开网页时可能看不到，请在浏览器中核对。",
    "A class of {tables} names hiding ({names}), and the style sheet is not in the file: it may "
    "not be shown; look at the page in a browser.",
)
_END_TAG = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_FOLLOWED = re.compile(r"</html\s*>\s*[^\s<]|</html\s*>\s*<[a-z]", re.IGNORECASE)
# What Office draws for those who know VML and for nobody else: a comment to every browser.
_VML = re.compile(r"(?is)<!--\[if[^\]]*\bvml\b[^\]]*\]>(.*?)<!\[endif\]-->(?!\s*<!\[if\s+!vml\]>)")
_PLACES = ("div", "span", "p", "b", "em", "i", "label", "strong", "font")
_DRAWN = "<v:imagedata></v:imagedata>"
_TO_FILL = Sentence(
    "{table}没有数字，而其中 {count} 处空白带有标识（id），应由脚本填写，空白不等于没有数字；"
    "请在浏览器中打开网页，待数字显示后再保存。",
    "{table} holds no figure, and {count} blank places in it have an id: they are filled by a "
    "script, so blank does not mean none; open the page in a browser and save it when the figures "
    "are shown.",
)
_FEWEST_TO_FILL = 6  # places: editors give single paragraphs an id too
_FEWEST_COLUMNS = 2  # a table with fewer is a frame around text

_NO_TEXT = Sentence(
    "{name}：网页没有显示文字，内容可能由脚本填入，或须登录；请在浏览器中打开，等内容显示后再保存。",
    "{name}: the web page shows no text; it is probably filled in by a script, or asks to log in. "
    "Open it in a browser and save the page as it then stands.",
)


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a web page or a piece of one, and what it says of itself.

    A line's number counts the page's pieces of text (paragraphs, headings, what stands between line
    breaks). A table that holds tables, has one column or a very long cell is layout: its cells are
    read as running text.
    """
    mail = unwrap(data)
    decoded = decode_bytes(mail.page)
    if decoded is None:
        raise UnknownFormatError(
            f"{path.name}：没有一种编码与此网页相符（试过 UTF-8、UTF-16 和 GB18030）；请在浏览"
            "器中重新保存。",
            f"{path.name}: no encoding fits this web page (tried UTF-8, UTF-16 and GB18030); save "
            "it again from the browser.",
        )
    root = _parse_page(decoded.text, path.name)
    inner = [*find_frames(root, mail), *mail.attached]
    page = _Page(Looks(None))
    remarks: list[Sentence] = []
    ask = None
    if root is not None:
        looks = find_looks(root, decoded.text, mail.sheets)
        page, remarks = _page_to_blocks(root, looks)
        inner += find_framed(root, looks)
        inner += _keep_unseen(root, decoded.text, [*page.blocks, *inner], remarks)
        # a picture is looked at where nothing else can be the table, or where one is wanting
        if not inner and not holds_figures(page.blocks):
            inner += find_images(root, looks, path, mail)
        elif page.pictures:
            images = partial(find_images, root, looks, path, mail)
            ask = partial(_with_images, (*page.blocks, *inner), images)
    if root is None or not (page.blocks or inner):
        raise NoTextError.of(_NO_TEXT.fill(name=path.name))
    properties = {"encoding": decoded.encoding} | find_properties(root, page.blocks)
    said = (*decoded.remarks, *remarks)
    blocks = (*page.blocks, *inner)
    return Contents(blocks, properties, said, tuple(page.pictures), with_pictures=ask)


def _with_images(
    blocks: Sequence[Line | Grid | Inner],
    find: Callable[[], list[Inner]],
) -> Sequence[Line | Grid | Inner]:
    return [*blocks, *find()]


def _keep_unseen(
    root: Element,
    markup: str,
    shown: Sequence[Line | Grid | Inner],
    remarks: list[Sentence],
) -> list[Inner]:
    """What the page keeps without showing it, hidden beside what it shows; else that is said."""
    is_framed = any(isinstance(block, Inner) and not block.hidden for block in shown)
    has_shown = is_framed or holds_figures(shown)
    kept = find_kept(root, markup, has_shown)
    if kept and not has_shown:
        remarks.append(KEPT)
    return kept


def _parse_page(
    text: str,
    name: str,
) -> Element | None:
    """The root of the page's tree; None where there is nothing but comments or blanks."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    # libxml2 stops at the first </html>, and browsers show what follows it
    whole = _END_TAG.sub("", text) if _FOLLOWED.search(text) else text
    if "vml" in whole:
        whole = _VML.sub(_show_drawing, whole)
    content = whole.lstrip("\ufeff").replace("\0", "").encode("utf-8", "replace")
    refuse_overfull(content)
    try:
        root: Element | None = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    for entry in parser.error_log:
        # the parser stops where a page is nested too deep, and says so only here
        if entry.level_name == "FATAL" and "RESOURCE" in entry.type_name:
            raise DamagedFileError(
                f"{name}：网页的元素嵌套超过 255 层，其后会被截去，可能缺少结束标记；请在浏览"
                "器中打印成 PDF，改用该文件。",
                f"{name}: the web page nests its elements more than 255 deep and would be cut "
                "there; probably end tags are missing. Print it to PDF from a browser and give "
                "that.",
            )
    return root


def _show_drawing(comment: re.Match[str]) -> str:
    """A picture that stands in a comment only, as an element; any other comment as it is."""
    return _DRAWN if "imagedata" in comment[1] else comment[0]


def _page_to_blocks(
    root: Element,
    looks: Looks,
) -> tuple[_Page, list[Sentence]]:
    """What stands on a page, and remarks on how it hides some of it."""
    page = _read_page(root, looks)
    remarks = [] if looks.is_whole else [_LARGE_SHEETS]
    if shows_nothing(page.blocks):
        page = _read_page(root, looks.seeing_all())
        remarks.append(ALL_HIDDEN)
    if page.perhaps:
        tables, names = Listed(tuple(page.perhaps)), dict.fromkeys(page.perhaps.values())
        remarks.append(_MAY_BE_HIDDEN.fill(tables=tables, names=Listed(tuple(names))))
    return page, [*remarks, *page.remarks]


def _read_page(root: Element, looks: Looks) -> _Page:
    page = _Page(looks)
    look = looks.below(looks.first(), root)
    for piece in read_pieces(root, looks, look):
        page.add(piece)
    return page


@dataclass(slots=True)
class _Page:
    """The lines and grids of a page so far, their running numbers, and the last line of text."""

    looks: Looks
    blocks: list[Line | Grid] = field(default_factory=list)
    lines: int = 0
    tables: int = 0
    caption: str = ""
    pictures: list[Where] = field(default_factory=list)
    remarks: list[Sentence] = field(default_factory=list)
    perhaps: dict[Where, str] = field(default_factory=dict)
    """tables that may not be shown, and the names of their classes"""

    def add(self, piece: Piece) -> None:
        """A piece of text or a table."""
        if piece.is_picture:
            self.pictures.append(self._last_line())
        elif isinstance(piece.content, str):
            self._add_line(piece.content, piece.hidden)
        else:
            self._add_table(piece.content, piece.look, piece.hidden)

    def _last_line(self) -> Where:
        return Where(line=max(self.lines, 1))

    def _add_line(self, text: str, hidden: bool = False) -> None:
        # a line that nobody sees stands at the one before it
        if hidden:
            self.blocks.append(Line(text, self._last_line(), True))
            return
        self.lines += 1
        self.caption = text
        self.blocks.append(Line(text, Where(line=self.lines)))

    def _add_table(self, table: Element, look: Look, hidden: bool) -> None:
        """A table without tables in it: a grid, or its text where it is layout.

        Of a table that is not shown, or shows none of its text, all that stands in it is read.
        """
        looks = self.looks
        cells: tuple[Cell, ...] = ()
        unseen: list[int] = []
        if not hidden:
            cells, unseen = self._read_cells(table, looks, look)
            hidden = _is_all_hidden(cells)
        if hidden:
            looks, look = looks.seeing_all(), PLAIN
            cells, unseen = self._read_cells(table, looks, look)
        for stray in read_stray(table, looks, look):
            if isinstance(stray.content, str):
                self._add_line(stray.content, hidden or stray.hidden)
        if not _is_layout(cells):
            self.tables += 1
            if looks.has_far_sheets and (names := named_hidden(table)):
                self.perhaps[Where(table=self.tables)] = names
            self.blocks.append(Grid(cells, self.caption, hidden))
            self._remark_unseen(unseen)
            if not hidden:
                self._remark_to_fill(table, cells)
            self.caption = "" if not hidden else self.caption
            return
        for cell in cells:
            if cell.unread in (Unread.PICTURE, Unread.OBJECT):
                self.pictures.append(self._last_line())
            for piece in cell.text.split("\n"):
                if piece:
                    self._add_line(piece, hidden)

    def _read_cells(
        self,
        table: Element,
        looks: Looks,
        look: Look,
    ) -> tuple[tuple[Cell, ...], list[int]]:
        """The cells of a table, and the numbers of the rows with text that are not among them."""
        rows = table_to_rows(table, looks, look)
        cells = place_cells(rows.shown, partial(read_cell, looks=looks), self.tables + 1)
        collapsed = find_collapsed(table, looks, look)
        return drop_columns(cells, collapsed) if collapsed else cells, rows.unseen

    def _remark_unseen(self, numbers: Sequence[int]) -> None:
        """Says which rows with text are not shown."""
        if numbers:
            places = tuple(Where(table=self.tables, row=number) for number in numbers)
            self.remarks.append(UNSEEN.fill(rows=Listed(places, "、", "; ")))

    def _remark_to_fill(
        self,
        table: Element,
        cells: Sequence[Cell],
    ) -> None:
        """Says that a table without figures has places that a script fills."""
        if any(cell.text.isdecimal() for cell in cells):
            return
        count = 0
        for element in table.iter("td", *_PLACES):
            if element.get("id"):
                count += not text_below(element).strip()
        if count >= _FEWEST_TO_FILL:
            where = Where(table=self.tables)
            said = _TO_FILL.fill(
                table=where,
                count=count,
            )
            self.remarks.append(said)


def _is_all_hidden(cells: Sequence[Cell]) -> bool:
    """Whether nothing of a table is shown and something stands in it."""
    if any(cell.text for cell in cells):
        return False
    omitted = [one.why for cell in cells for one in cell.omitted]
    return Omission.HIDDEN in omitted or not cells


def _is_layout(
    cells: tuple[Cell, ...],
) -> bool:
    """Whether a table only places text on the page."""
    columns = {cell.column for cell in cells}
    if len(columns) < _FEWEST_COLUMNS:
        return True
    return max(len(cell.text) for cell in cells) > _CELL_LENGTH
