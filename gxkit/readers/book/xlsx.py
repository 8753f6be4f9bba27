"""Workbooks of Excel and WPS in Office Open XML (.xlsx, .xlsm), plain and strict.

Of the package only what is seen is followed: the sheets in the order of their tabs, shared texts,
styles, and the pictures over a sheet (ECMA-376, part 1, section 18). Comments are no part of it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import (
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from gxkit.document import Unread
from gxkit.readers.book.layout import sheets_to_contents
from gxkit.readers.book.package import (
    Relations,
    attribute_of,
    name_of,
    package_to_sheets,
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
from gxkit.readers.book.styles import read_looks
from gxkit.readers.book.texts import text_of
from gxkit.readers.formats import Contents, Inner

Element: TypeAlias = etree._Element

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LETTERS = 26
_HIDDEN = ("hidden", "veryHidden")
_PICTURE_FORMULA = re.compile(r"(?i)\b(?:DISPIMG|IMAGE)\(")
_OFF = (None, "0", "false", "off")


@names_file
def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of a workbook as its sheets show them.

    Raises TooLargeError, EncryptedFileError or DamagedFileError.
    """
    sheets = package_to_sheets(path, data, _read_sheets)
    return sheets_to_contents(sheets)


def _read_sheets(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    return _Workbook(archive).read()


class _Workbook:
    """The parts of a package that all sheets share."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.relations = Relations(archive)
        main = self.relations.first("", "officeDocument")
        if main is None:
            raise KeyError("no main part")
        self.main = main
        self.root = parse_xml(archive.read(main))
        styles = self.relations.first(main, "styles")
        theme = self.relations.first(main, "theme")
        self.looks: Sequence[Look] = read_looks(
            parse_xml(archive.read(styles)) if styles else None,
            parse_xml(archive.read(theme)) if theme else None,
        )
        self.texts = self._read_texts()
        properties = self.root.find("{*}workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904") not in _OFF

    def _read_texts(self) -> list[Element]:
        """The shared texts, to be read where a cell names them."""
        part = self.relations.first(self.main, "sharedStrings")
        if part is None:
            return []
        return list(parse_xml(self.archive.read(part)).iterfind("{*}si"))

    def read(self) -> Iterator[Sheet]:
        """The sheets in the order of their tabs; one of a chart alone is none."""
        parts = self.relations.by_id(self.main)
        for entry in self.root.iterfind("{*}sheets/{*}sheet"):
            part = parts.get(attribute_of(entry, "id"))
            if part is None:
                continue
            is_hidden = entry.get("state") in _HIDDEN
            sheet = Sheet(entry.get("name", ""), is_hidden)
            root = parse_xml(self.archive.read(part))
            if name_of(root) == "worksheet":
                _SheetReader(
                    self,
                    sheet,
                    part,
                ).read(root)
                yield sheet


@dataclass(slots=True)
class _SheetReader:
    """One sheet on its way from its part."""

    book: _Workbook
    sheet: Sheet
    part: str

    def read(self, root: Element) -> None:
        """Fills the sheet."""
        view = root.find("{*}sheetViews/{*}sheetView")
        if view is not None and view.get("showZeros") in ("0", "false"):
            self.sheet.shows_zeros = False
        defaults = root.find("{*}sheetFormatPr")
        all_hidden = defaults is not None and defaults.get("zeroHeight") not in _OFF
        for column in root.iterfind("{*}cols/{*}col"):
            self._read_column(column)
        self.sheet.hidden_columns.sort()
        number = -1
        for row in root.iterfind("{*}sheetData/{*}row"):
            number = _number_of(row, number + 1)
            if _is_low(row) or (all_hidden and row.get("ht") is None):
                self.sheet.hide_row(number)
            self._read_row(row, number)
        for entry in root.iterfind("{*}mergeCells/{*}mergeCell"):
            if area := _to_range(entry.get("ref", "")):
                self.sheet.joined.append(area)
        self._read_pictures(root)

    def _read_column(self, column: Element) -> None:
        width = column.get("width")
        is_narrow = width is not None and float(width) == 0
        if is_narrow or column.get("hidden") not in _OFF:
            first, last = int(column.get("min", "1")), int(column.get("max", "1"))
            self.sheet.hidden_columns.append((first - 1, last - 1))

    def _read_row(
        self,
        row: Element,
        number: int,
    ) -> None:
        column = -1
        looks = self.book.looks
        for cell in row:
            if name_of(cell) != "c":
                continue
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _to_column(place[1]) if place else column + 1
            style = int(cell.get("s", "0"))
            look = looks[style] if style < len(looks) else PLAIN
            shown = self._read_cell(cell, look) if len(cell) else NOTHING
            self.sheet.put(
                number,
                column,
                shown,
                look,
            )

    def _read_cell(
        self,
        cell: Element,
        look: Look,
    ) -> Shown:
        """What a cell shows: its saved value, which a formula may lack."""
        parts = {name_of(part): part for part in cell}
        formula = parts.get("f")
        value = parts.get("v")
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return self._read_text(parts.get("is"), look)
        if formula is not None and _PICTURE_FORMULA.search(formula.text or ""):
            return Shown(
                "",
                (),
                Unread.PICTURE,
            )
        text = (value.text or "") if value is not None else ""
        # a picture in a cell is saved as an error beside a value of its own
        if kind == "e":
            is_picture = cell.get("vm") is not None
            return Shown(
                text,
                (),
                Unread.PICTURE if is_picture else Unread.ERROR,
            )
        if formula is not None and not text and kind != "str":
            return Shown(
                "",
                (),
                Unread.FORMULA,
            )
        return self._read_value(
            kind,
            text,
            look,
        )

    def _read_value(
        self,
        kind: str,
        text: str,
        look: Look,
    ) -> Shown:
        if kind == "s":
            texts = self.book.texts
            number = int(text or "-1")
            return self._read_text(texts[number], look) if 0 <= number < len(texts) else NOTHING
        if kind == "str":
            return text_to_shown(text, look)
        if kind == "b":
            return look_at(Shown("TRUE" if text == "1" else "FALSE"), look)
        if kind == "d":
            return look_at(Shown(_day_of(text)), look)
        if not text.strip():
            return NOTHING
        return number_to_shown(
            float(text),
            look,
            self.sheet.shows_zeros,
            self.book.since_1904,
        )

    def _read_text(
        self,
        item: Element | None,
        look: Look,
    ) -> Shown:
        if item is None:
            return NOTHING
        text, omitted = text_of(item)
        shown = text_to_shown(text, look)
        return shown._replace(omitted=(*omitted, *shown.omitted)) if omitted else shown

    def _read_pictures(self, root: Element) -> None:
        """The pictures that float over the sheet, or lie behind all of it."""
        relations = self.book.relations
        for drawing in root.iterfind("{*}drawing"):
            part = relations.by_id(self.part).get(attribute_of(drawing, "id"))
            if part is None:
                continue
            images = relations.by_id(part)
            for anchor in parse_xml(self.book.archive.read(part)):
                self._read_anchor(anchor, images)

    def _read_anchor(
        self,
        anchor: Element,
        images: Mapping[str, str],
    ) -> None:
        begins = anchor.find("{*}from")
        row = column = 0
        if begins is not None:
            row = int(begins.findtext("{*}row", "0"))
            column = int(begins.findtext("{*}col", "0"))
        for blip in anchor.iter("{*}blip"):
            part = images.get(attribute_of(blip, "embed"))
            if part is not None:
                name = part.rpartition("/")[2]
                file = Inner(
                    name,
                    self.book.archive.read(part),
                    inline=True,
                )
                self.sheet.pictures.append(
                    Picture(
                        row,
                        column,
                        file,
                    )
                )
        for body in anchor.iter("{*}txBody"):
            paragraphs = map(text_below, body.iterfind("{*}p"))
            said = "\n".join(filter(str.strip, paragraphs))
            if said:
                self.sheet.boxes.append((row, column, said))


def _number_of(
    row: Element,
    following: int,
) -> int:
    """The index of a row; some programs say it only in the names of its cells, and leave out rows
    that are empty."""
    if number := row.get("r"):
        return int(number) - 1
    first = next(iter(row), None)
    place = _PLACE.fullmatch(first.get("r", "")) if first is not None else None
    return int(place[2]) - 1 if place else following


def _is_low(row: Element) -> bool:
    """Whether a row is hidden, also by a height of nothing."""
    height = row.get("ht")
    return row.get("hidden") not in _OFF or (height is not None and float(height) == 0)


def _to_column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _to_range(reference: str) -> Range | None:
    """A range like A1:D3."""
    first, _, last = reference.partition(":")
    ends = [_PLACE.fullmatch(end) for end in (first, last or first)]
    if ends[0] is None or ends[1] is None:
        return None
    (left, top), (right, bottom) = (end.groups() for end in ends if end)
    return Range(
        int(top) - 1,
        _to_column(left),
        int(bottom) - 1,
        _to_column(right),
    )


def _day_of(text: str) -> str:
    """A date that is saved as such, which few programs do."""
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}/{day.month}/{day.day}"
