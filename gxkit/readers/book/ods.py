"""OpenDocument spreadsheets (.ods, .fods in one XML): what each cell shows stands in it as text.

ISO/IEC 26300, part 3, chapter 9: rows and cells that repeat, ranges that are joined, groups that
are folded away. Notes on cells are no part of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from gxkit.document import (
    Omission,
    Omitted,
    Unread,
)
from gxkit.errors import DamagedFileError, EncryptedFileError
from gxkit.readers.book.layout import sheets_to_contents
from gxkit.readers.book.package import (
    name_of,
    parse_xml,
    text_below,
)
from gxkit.readers.book.sheets import (
    NOTHING,
    PLAIN,
    Look,
    Picture,
    Range,
    Sheet,
    Shown,
    look_at,
    names_file,
    number_to_shown,
    text_to_shown,
)
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.zips import ZIP_DAMAGE, check_archive, open_archive
from gxkit.text import Sentence

Element: TypeAlias = etree._Element

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE = f"{{{_NAMES}:table:1.0}}"
_OFFICE = f"{{{_NAMES}:office:1.0}}"
_STYLE = f"{{{_NAMES}:style:1.0}}"
_FO = f"{{{_NAMES}:xsl-fo-compatible:1.0}}"
_TEXT = f"{{{_NAMES}:text:1.0}}"
_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_LINK = "{http://www.w3.org/1999/xlink}href"

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = b"encryption-data"
_LOCKED = Sentence(
    "{name}：电子表格需要密码；请用 LibreOffice 打开，取消密码后另存。",
    "{name}: the spreadsheet asks for a password; open it in LibreOffice and save it without one.",
)
_DAMAGE = (*ZIP_DAMAGE, etree.XMLSyntaxError)
_NOT_SHOWN = ("collapse", "filter")
_GROUPS = ("table-row-group", "table-header-rows", "table-rows")
_COLUMN_GROUPS = ("table-column-group", "table-header-columns", "table-columns")
_NO_LINE = (None, "none", "hidden")
_BORDERS = ("border", "border-left", "border-right", "border-top", "border-bottom")
_NO_TEXT = ("annotation", "annotation-end", "frame", "custom-shape", "control", "ruby-text")
# Empty cells with a frame that repeat further than a table does fill a sheet to its end.
_MOST_REPEATED = 500
_NO_GROUND = (None, "transparent")


@names_file
def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of a spreadsheet as its sheets show them.

    Raises TooLargeError, EncryptedFileError or DamagedFileError.
    """
    try:
        if not zipfile.is_zipfile(io.BytesIO(data)):
            return sheets_to_contents(
                list(
                    _Book(
                        parse_xml(data),
                        None,
                        None,
                    ).read()
                )
            )
        with open_archive(data) as archive:
            check_archive(archive, path.name)
            names = archive.namelist()
            manifest = archive.read(_MANIFEST) if _MANIFEST in names else b""
            if _ENCRYPTED in manifest:
                raise EncryptedFileError.of(_LOCKED.fill(name=path.name))
            styles = parse_xml(archive.read(_STYLES)) if _STYLES in names else None
            book = _Book(
                parse_xml(archive.read(_CONTENT)),
                styles,
                archive,
            )
            return sheets_to_contents(list(book.read()))
    except _DAMAGE as error:
        raise DamagedFileError(
            f"{path.name}：电子表格已损坏（{error}），可能下载中断；请重新下载，或用 "
            "LibreOffice 打开后另存。",
            f"{path.name}: the spreadsheet is damaged ({error}), probably a download that broke "
            "off; fetch it again, or open and save it once in LibreOffice.",
        ) from error


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of looks; None where it leaves that to its parent."""

    parent: str | None = None
    struck: bool | None = None
    raised: bool | None = None
    ink: str | None = None
    ground: str | None = None
    framed: bool | None = None
    hidden: bool = False


class _Book:
    """The styles of a file and its sheets."""

    def __init__(
        self,
        root: Element,
        styles: Element | None,
        archive: zipfile.ZipFile | None,
    ) -> None:
        self.root = root
        self.archive = archive
        self.styles: dict[str, _Style] = {}
        self.looks: dict[str, Look] = {}
        for source in (styles, root):
            if source is None:
                continue
            for entry in source.iter(f"{_STYLE}style"):
                self.styles[entry.get(f"{_STYLE}name", "")] = _read_style(entry)

    def look_of(self, name: str) -> Look:
        """How a cell or a run with a style looks, its parents asked for what it leaves out."""
        if name not in self.looks:
            chain: list[_Style] = []
            above: str | None = name
            while above in self.styles and len(chain) < len(self.styles):
                style = self.styles[above]
                chain.append(style)
                above = style.parent
            inks = [style.ink for style in chain if style.ink]
            grounds = [style.ground for style in chain if style.ground not in _NO_GROUND]
            ground = grounds[0] if grounds else "#ffffff"
            self.looks[name] = Look(
                struck=_first(style.struck for style in chain),
                unseen=bool(inks) and inks[0] == ground,
                framed=_first(style.framed for style in chain),
                raised=_first(style.raised for style in chain),
            )
        return self.looks[name]

    def read(self) -> Iterator[Sheet]:
        for table in self.root.iter(f"{_TABLE}table"):
            # a table in a cell, or in a note of another program
            above = table.getparent()
            if above is None or name_of(above) != "spreadsheet":
                continue
            style = self.styles.get(table.get(f"{_TABLE}style-name", ""))
            is_hidden = style is not None and style.hidden
            sheet = Sheet(table.get(f"{_TABLE}name", ""), is_hidden)
            _Reader(self, sheet).read(table)
            yield sheet

    def file(self, name: str) -> bytes | None:
        """A part of the file by its name; None where there is none."""
        if self.archive is None:
            return None
        part = name.removeprefix("./")
        return self.archive.read(part) if part in self.archive.namelist() else None


def _first(values: Iterator[bool | None]) -> bool:
    known = (value for value in values if value is not None)
    return next(known, False)


def _read_style(entry: Element) -> _Style:
    struck = raised = framed = None
    ink = ground = None
    is_hidden = False
    for part in entry:
        name = name_of(part)
        if name == "text-properties":
            ink = part.get(f"{_FO}color")
            line = part.get(f"{_STYLE}text-line-through-style")
            kind = part.get(f"{_STYLE}text-line-through-type")
            if line is not None or kind is not None:
                struck = (line or kind) != "none"
            if (position := part.get(f"{_STYLE}text-position")) is not None:
                raised = position.startswith("super")
        elif name == "table-cell-properties":
            ground = part.get(f"{_FO}background-color")
            sides = [part.get(_FO + side) for side in _BORDERS]
            if any(side is not None for side in sides):
                framed = any(side not in _NO_LINE for side in sides)
        elif name == "table-properties":
            is_hidden = part.get(f"{_TABLE}display") == "false"
    parent = entry.get(f"{_STYLE}parent-style-name")
    return _Style(
        parent,
        struck,
        raised,
        ink,
        ground,
        framed,
        is_hidden,
    )


@dataclass(slots=True)
class _Reader:
    """One sheet on its way; `row` and `column` are the ones that come next."""

    book: _Book
    sheet: Sheet
    row: int = 0
    column: int = 0
    column_styles: list[tuple[int, str]] = field(default_factory=list)
    """up to which column a style is the columns' own"""

    def read(self, table: Element) -> None:
        self._read_columns(table, False)
        self.sheet.hidden_columns.sort()
        self._read_rows(table, False)
        for shapes in table.iterfind(f"{_TABLE}shapes"):
            self._read_pictures(
                shapes,
                0,
                0,
            )

    def _read_columns(
        self,
        parent: Element,
        is_folded: bool,
    ) -> None:
        for child in parent:
            name = name_of(child)
            if name in _COLUMN_GROUPS:
                folded = is_folded or child.get(f"{_TABLE}display") == "false"
                self._read_columns(child, folded)
            elif name == "table-column":
                count = _count(child, "number-columns-repeated")
                if is_folded or child.get(f"{_TABLE}visibility") in _NOT_SHOWN:
                    self.sheet.hidden_columns.append((self.column, self.column + count - 1))
                self.column += count
                style = child.get(f"{_TABLE}default-cell-style-name", "")
                self.column_styles.append((self.column, style))

    def _read_rows(
        self,
        parent: Element,
        is_folded: bool,
    ) -> None:
        for child in parent:
            name = name_of(child)
            if name in _GROUPS:
                folded = is_folded or child.get(f"{_TABLE}display") == "false"
                self._read_rows(child, folded)
            elif name == "table-row":
                self._read_row(child, is_folded)

    def _read_row(
        self,
        row: Element,
        is_folded: bool,
    ) -> None:
        count = _count(row, "number-rows-repeated")
        is_hidden = is_folded or row.get(f"{_TABLE}visibility") in _NOT_SHOWN
        if is_hidden:
            self.sheet.hidden_rows.append((self.row, self.row + count - 1))
        column = 0
        for cell in row:
            if not name_of(cell).endswith("table-cell"):
                continue
            width = _count(cell, "number-columns-repeated")
            self._read_cell(
                cell,
                column,
                count,
                width,
            )
            column += width
        self.row += count

    def _read_cell(
        self,
        cell: Element,
        column: int,
        rows: int,
        columns: int,
    ) -> None:
        """Puts what a cell shows into each of the places in which it is repeated."""
        style = cell.get(f"{_TABLE}style-name")
        look = self.book.look_of(style if style is not None else self._style_at(column))
        # what a joined range covers is not shown
        is_covered = name_of(cell) == "covered-table-cell"
        shown = (
            NOTHING
            if is_covered
            else self._show(
                cell,
                column,
                look,
            )
        )
        self._join(cell, column)
        is_endless = rows > _MOST_REPEATED or columns > _MOST_REPEATED
        if shown == NOTHING and (is_endless or not look.framed):
            return
        stop = self.row + rows
        for row, place in product(range(self.row, stop), range(column, column + columns)):
            self.sheet.put(
                row,
                place,
                shown,
                look,
            )

    def _join(
        self,
        cell: Element,
        column: int,
    ) -> None:
        """Notes the range that a cell spans."""
        below = _count(cell, "number-rows-spanned")
        beside = _count(cell, "number-columns-spanned")
        if below > 1 or beside > 1:
            bottom, right = self.row + below - 1, column + beside - 1
            self.sheet.joined.append(
                Range(
                    self.row,
                    column,
                    bottom,
                    right,
                )
            )

    def _style_at(self, column: int) -> str:
        styles = (style for stop, style in self.column_styles if column < stop)
        return next(styles, "")

    def _show(
        self,
        cell: Element,
        column: int,
        look: Look,
    ) -> Shown:
        if not len(cell) and len(cell.attrib) == 0:
            return NOTHING
        self._read_pictures(
            cell,
            self.row,
            column,
        )
        omitted: list[Omitted] = []
        paragraphs = [self._text(part, omitted) for part in cell if name_of(part) in ("p", "h")]
        text = "\n".join(paragraphs).strip()
        kind = cell.get(f"{_OFFICE}value-type")
        if cell.get(_KIND) == "error":
            return Shown(
                text,
                tuple(omitted),
                Unread.ERROR,
            )
        value = cell.get(f"{_OFFICE}value")
        if not text and not omitted:
            if value is not None and not paragraphs:
                return number_to_shown(float(value), look)
            is_computed = cell.get(f"{_TABLE}formula") is not None
            return (
                Shown(
                    "",
                    (),
                    Unread.FORMULA,
                )
                if is_computed and kind is None
                else NOTHING
            )
        shown = look_at(Shown(text), look) if value is not None else text_to_shown(text, look)
        return shown._replace(omitted=(*omitted, *shown.omitted))

    def _text(
        self,
        element: Element,
        omitted: list[Omitted],
    ) -> str:
        """The text of a paragraph or a part of one; what is struck out goes to `omitted`."""
        parts = [element.text or ""]
        for child in element:
            name = name_of(child)
            if name == "s":
                parts.append(
                    " "
                    * min(
                        _count(
                            child,
                            "c",
                            _TEXT,
                        ),
                        _MOST_REPEATED,
                    )
                )
            elif name == "tab":
                parts.append(" ")
            elif name == "line-break":
                parts.append("\n")
            elif name == "ruby-text":
                omitted.append(Omitted(text_below(child), Omission.RUBY))
            elif name not in _NO_TEXT and name:
                parts.append(self._run(child, omitted))
            parts.append(child.tail or "")
        return "".join(parts)

    def _run(
        self,
        child: Element,
        omitted: list[Omitted],
    ) -> str:
        text = self._text(child, omitted)
        name = child.get(f"{_TEXT}style-name")
        look = self.book.look_of(name) if name else PLAIN
        if look.struck and text:
            omitted.append(Omitted(text, Omission.STRUCK))
            return ""
        return text

    def _read_pictures(
        self,
        parent: Element,
        row: int,
        column: int,
    ) -> None:
        for image in parent.iter("{*}image"):
            name = image.get(_LINK, "")
            data = self.book.file(name)
            if data is not None:
                file = Inner(
                    name.rpartition("/")[2],
                    data,
                    inline=True,
                )
                self.sheet.pictures.append(
                    Picture(
                        row,
                        column,
                        file,
                    )
                )


def _count(
    element: Element,
    name: str,
    names: str = _TABLE,
) -> int:
    """A number of repetitions or places; 1 where none is said."""
    return max(1, int(element.get(names + name, "1")))
