"""Workbooks that Excel 2003 and many systems of offices save as one XML (SpreadsheetML 2003), often
named .xls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from gxkit.document import Unread
from gxkit.errors import DamagedFileError
from gxkit.readers.book.codes import BUILT_IN, GENERAL
from gxkit.readers.book.layout import sheets_to_contents
from gxkit.readers.book.package import parse_xml, text_below
from gxkit.readers.book.sheets import (
    NOTHING,
    PLAIN,
    Look,
    Range,
    Sheet,
    Shown,
    look_at,
    names_file,
    number_to_shown,
    text_to_shown,
)
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.formats import Contents

Element: TypeAlias = etree._Element

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_ON = ("1", "true", "True")
_HIDDEN = ("SheetHidden", "SheetVeryHidden")
#: What the formats are called that have a name instead of a code.
_NAMED = {
    "General": GENERAL,
    "General Number": GENERAL,
    "General Date": BUILT_IN[22],
    "Long Date": BUILT_IN[31],
    "Medium Date": BUILT_IN[15],
    "Short Date": BUILT_IN[14],
    "Long Time": BUILT_IN[21],
    "Medium Time": BUILT_IN[18],
    "Short Time": BUILT_IN[20],
    "Currency": BUILT_IN[7],
    "Fixed": BUILT_IN[2],
    "Standard": BUILT_IN[4],
    "Percent": BUILT_IN[10],
    "Scientific": BUILT_IN[11],
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"TRUE";"TRUE";"FALSE"',
    "On/Off": '"On";"On";"Off"',
}
_FIRST_DAY = datetime(
    1899,
    12,
    30,
)
_SECONDS = 86_400


@names_file
def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of a workbook as its sheets show them. Raises DamagedFileError."""
    try:
        root = parse_xml(_plain(data))
        book = _Book(root)
        return sheets_to_contents(list(book.read()))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFileError(
            f"{path.name}：工作簿的 XML 已损坏（{error}），可能下载中断；请重新下载，或用 "
            "Excel 或 WPS 打开，另存为 .xlsx。",
            f"{path.name}: the workbook is damaged XML ({error}), probably a download that broke "
            "off; fetch it again, or open it in Excel or WPS and save it as .xlsx.",
        ) from error


def _plain(data: bytes) -> bytes:
    """The XML as UTF-8: what it says of its encoding is often not so."""
    decoded = decode_bytes(data)
    if decoded is None:
        return data
    text = decoded.text.lstrip("\ufeff").lstrip()
    if text.startswith("<?xml"):
        text = text[text.find("?>") + len("?>") :]
    return text.encode("utf-8", "replace")


class _Book:
    """The styles of a workbook and its sheets."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.looks: dict[str, Look] = {"": PLAIN}
        entries = {
            entry.get(f"{_SS}ID", ""): entry for entry in root.iterfind("{*}Styles/{*}Style")
        }
        for identity in entries:
            self.looks[identity] = _read_look(_chain(entries, identity))

    def read(self) -> Iterator[Sheet]:
        for entry in self.root.iterfind("{*}Worksheet"):
            visible = entry.findtext("{*}WorksheetOptions/{*}Visible", "")
            sheet = Sheet(entry.get(f"{_SS}Name", ""), visible in _HIDDEN)
            if entry.find("{*}WorksheetOptions/{*}DoNotDisplayZeros") is not None:
                sheet.shows_zeros = False
            for table in entry.iterfind("{*}Table"):
                _Reader(self, sheet).read(table)
            yield sheet


def _chain(
    entries: dict[str, Element],
    identity: str,
) -> list[Element]:
    """A style and those that it rests on, the nearest first."""
    chain: list[Element] = []
    while identity in entries and len(chain) < len(entries):
        entry = entries[identity]
        chain.append(entry)
        identity = entry.get(f"{_SS}Parent", "Default" if identity != "Default" else "")
    return chain


def _read_look(chain: list[Element]) -> Look:
    code = (
        _said(
            chain,
            "NumberFormat",
            "Format",
        )
        or GENERAL
    )
    ink = _said(
        chain,
        "Font",
        "Color",
    )
    ground = (
        _said(
            chain,
            "Interior",
            "Color",
        )
        or "#FFFFFF"
    )
    return Look(
        _NAMED.get(code, code),
        struck=_said(
            chain,
            "Font",
            "StrikeThrough",
        )
        in _ON,
        unseen=ink is not None and ink.upper() == ground.upper(),
        framed=_is_framed(chain),
        across=_said(
            chain,
            "Alignment",
            "Horizontal",
        )
        == "CenterAcrossSelection",
    )


def _is_framed(chain: list[Element]) -> bool:
    for entry in chain:
        borders = entry.find("{*}Borders")
        if borders is not None:
            return len(borders) > 0
    return False


def _said(
    chain: list[Element],
    part: str,
    name: str,
) -> str | None:
    """What the nearest style says of a property."""
    for entry in chain:
        found = entry.find(f"{{*}}{part}")
        value = found.get(_SS + name) if found is not None else None
        if value is not None:
            return value
    return None


@dataclass(slots=True)
class _Reader:
    """One sheet on its way; `column_looks` are the looks of its columns."""

    book: _Book
    sheet: Sheet
    column_looks: list[tuple[int, int, str]] = field(default_factory=list)

    def read(self, table: Element) -> None:
        number = -1
        for column in table.iterfind("{*}Column"):
            first = int(column.get(f"{_SS}Index", number + 2)) - 1
            number = first + int(column.get(f"{_SS}Span", "0"))
            if _is_low(column, "Width"):
                self.sheet.hidden_columns.append((first, number))
            self.column_looks.append((first, number, column.get(f"{_SS}StyleID", "")))
        self.sheet.hidden_columns.sort()
        number = -1
        for row in table.iterfind("{*}Row"):
            first = int(row.get(f"{_SS}Index", number + 2)) - 1
            number = first + int(row.get(f"{_SS}Span", "0"))
            if _is_low(row, "Height"):
                self.sheet.hidden_rows.append((first, number))
            self._read_row(row, first)

    def _read_row(
        self,
        row: Element,
        number: int,
    ) -> None:
        column = -1
        own = row.get(f"{_SS}StyleID", "")
        for cell in row.iterfind("{*}Cell"):
            first = int(cell.get(f"{_SS}Index", column + 2)) - 1
            beside = int(cell.get(f"{_SS}MergeAcross", "0"))
            below = int(cell.get(f"{_SS}MergeDown", "0"))
            column = first + beside
            style = cell.get(f"{_SS}StyleID") or own or self._style_at(first)
            look = self.book.looks.get(style, PLAIN)
            if beside or below:
                self.sheet.joined.append(
                    Range(
                        number,
                        first,
                        number + below,
                        column,
                    )
                )
            self.sheet.put(
                number,
                first,
                self._show(cell, look),
                look,
            )

    def _style_at(self, column: int) -> str:
        styles = (style for first, last, style in self.column_looks if first <= column <= last)
        return next(styles, "")

    def _show(
        self,
        cell: Element,
        look: Look,
    ) -> Shown:
        data = cell.find("{*}Data")
        if data is None:
            is_computed = cell.get(f"{_SS}Formula") is not None
            return (
                Shown(
                    "",
                    (),
                    Unread.FORMULA,
                )
                if is_computed
                else NOTHING
            )
        text = text_below(data)
        kind = data.get(f"{_SS}Type", "String")
        if kind == "Number" and text.strip():
            return number_to_shown(
                float(text),
                look,
                self.sheet.shows_zeros,
            )
        if kind == "DateTime":
            return number_to_shown(_serial(text), look)
        if kind == "Error":
            return Shown(
                text,
                (),
                Unread.ERROR,
            )
        if kind == "Boolean":
            return look_at(Shown("TRUE" if text.strip() == "1" else "FALSE"), look)
        return text_to_shown(text, look)


def _serial(text: str) -> float:
    """A day as the number by which the programs count days."""
    passed = datetime.fromisoformat(text.strip()) - _FIRST_DAY
    return passed.days + passed.seconds / _SECONDS


def _is_low(
    element: Element,
    size: str,
) -> bool:
    """Whether a row or column is hidden, also by a size of nothing."""
    value = element.get(_SS + size)
    return element.get(f"{_SS}Hidden") in _ON or (value is not None and float(value) == 0)
