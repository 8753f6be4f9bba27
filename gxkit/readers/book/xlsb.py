"""Binary workbooks of Excel (.xlsb): the parts of an .xlsx as records (MS-XLSB, 2.1.4)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gxkit.document import Omission, Omitted, Unread
from gxkit.readers.book.codes import BUILT_IN, GENERAL
from gxkit.readers.book.layout import sheets_to_contents
from gxkit.readers.book.package import Relations, package_to_sheets
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
from gxkit.readers.formats import Contents

# the numbers of the records that say what is seen (2.3)
_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = range(8)
_OF_TEXT, _OF_NUMBER, _OF_BOOL, _OF_ERROR = range(8, 12)
_ITEM, _FONT, _CODE, _STYLE = 19, 43, 44, 47
_COLUMN, _RICH, _WORKBOOK, _SHEET, _JOINED = 60, 62, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618

_SEVEN = 7
_MORE = 0x80
_LONGEST = 4
"""bytes of the length of a record"""
_NUMBER = struct.Struct("<I")
_CELL = 8
"""bytes of a cell's place and style before its value"""
_STYLE_BITS = 0xFFFFFF
_LOW_ROW = 0x10
_LOW_ROW_AT = 11
_STRUCK = 0x8
_HUNDRED = 100
_HAS_RUNS = 1
_RUN = 4
"""bytes of a run: where it begins, and its font"""


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


class _Record(NamedTuple):
    kind: int
    data: bytes


def _records(part: bytes) -> Iterator[_Record]:
    """The records of a part; the numbers of kind and length take as many bytes as they need."""
    at = 0
    while at < len(part):
        kind, at = _read_number(
            part,
            at,
            2,
        )
        length, at = _read_number(
            part,
            at,
            _LONGEST,
        )
        yield _Record(kind, part[at : at + length])
        at += length


def _read_number(
    part: bytes,
    at: int,
    longest: int,
) -> tuple[int, int]:
    """A number of seven bits a byte, and the place after it."""
    number = 0
    for place in range(longest):
        byte = part[at]
        at += 1
        number |= (byte & ~_MORE) << (_SEVEN * place)
        if not byte & _MORE:
            break
    return number, at


def _text_at(
    data: bytes,
    at: int,
) -> tuple[str, int]:
    """A text after its length, and the place after it."""
    (length,) = _NUMBER.unpack_from(data, at)
    start = at + _NUMBER.size
    stop = start + 2 * length
    return data[start:stop].decode("utf-16-le"), stop


class _Workbook:
    """The parts that all sheets share."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.relations = Relations(archive)
        main = self.relations.first("", "officeDocument")
        if main is None:
            raise KeyError("no main part")
        self.main = main
        self.struck: list[bool] = []
        self.looks = self._read_looks()
        items = self._part("sharedStrings", _ITEM)
        self.texts = [self._read_rich(item.data) for item in items]
        self.since_1904 = False

    def _part(
        self,
        kind: str,
        *wanted: int,
    ) -> Iterator[_Record]:
        part = self.relations.first(self.main, kind)
        for record in _records(self.archive.read(part)) if part else ():
            if record.kind in wanted:
                yield record

    def _read_looks(self) -> list[Look]:
        codes = dict(BUILT_IN)
        struck = self.struck
        looks: list[Look] = []
        is_of_cells = False
        wanted = (_CODE, _FONT, _STYLE, _STYLES_BEGIN, _STYLES_END)
        for record in self._part("styles", *wanted):
            if record.kind == _CODE:
                (number,) = struct.unpack_from("<H", record.data)
                codes[number] = _text_at(record.data, 2)[0]
            elif record.kind == _FONT:
                (bits,) = struct.unpack_from(
                    "<H",
                    record.data,
                    2,
                )
                struck.append(bool(bits & _STRUCK))
            elif record.kind == _STYLE and is_of_cells:
                _, code, font, _, border = struct.unpack_from("<5H", record.data)
                is_struck = font < len(struck) and struck[font]
                # the first border is none
                looks.append(
                    Look(
                        codes.get(code, GENERAL),
                        is_struck,
                        framed=border > 0,
                    )
                )
            else:
                is_of_cells = record.kind == _STYLES_BEGIN
        return looks

    def _read_rich(
        self,
        data: bytes,
    ) -> Shown:
        """A text without the runs that are struck out, and these."""
        text, at = _text_at(data, 1)
        if not data[0] & _HAS_RUNS:
            return Shown(text)
        (count,) = _NUMBER.unpack_from(data, at)
        runs = list(struct.iter_unpack("<2H", data[at + _NUMBER.size :][: count * _RUN]))
        starts = [*(start for start, _ in runs), len(text)]
        kept = text[: starts[0]]
        omitted = []
        for (start, font), stop in zip(
            runs,
            starts[1:],
            strict=True,
        ):
            if font < len(self.struck) and self.struck[font]:
                omitted.append(Omitted(text[start:stop], Omission.STRUCK))
            else:
                kept += text[start:stop]
        return Shown(kept, tuple(omitted))

    def read(self) -> Iterator[Sheet]:
        """The sheets in the order of their tabs."""
        parts = self.relations.by_id(self.main)
        for record in _records(self.archive.read(self.main)):
            if record.kind == _WORKBOOK:
                self.since_1904 = bool(record.data[0] & 1)
            if record.kind != _SHEET:
                continue
            (state,) = _NUMBER.unpack_from(record.data)
            identity, at = _text_at(record.data, 2 * _NUMBER.size)
            name, _ = _text_at(record.data, at)
            part = parts.get(identity)
            if part is not None and "worksheets/" in part:
                sheet = Sheet(name, state != 0)
                self._fill(sheet, self.archive.read(part))
                yield sheet

    def _fill(
        self,
        sheet: Sheet,
        part: bytes,
    ) -> None:
        row = 0
        for kind, data in _records(part):
            if kind == _ROW:
                (row,) = _NUMBER.unpack_from(data)
                if data[_LOW_ROW_AT] & _LOW_ROW:
                    sheet.hide_row(row)
            elif kind == _COLUMN:
                first, last, width, _, bits = struct.unpack_from("<4IH", data)
                if bits & 1 or width == 0:
                    sheet.hidden_columns.append((first, last))
            elif kind == _JOINED:
                top, bottom, left, right = struct.unpack_from("<4I", data)
                sheet.joined.append(
                    Range(
                        top,
                        left,
                        bottom,
                        right,
                    )
                )
            elif kind <= _OF_ERROR or kind == _RICH:
                column, style = struct.unpack_from("<2I", data)
                style &= _STYLE_BITS
                look = self.looks[style] if style < len(self.looks) else PLAIN
                sheet.put(
                    row,
                    column,
                    self._show(
                        kind,
                        data[_CELL:],
                        look,
                    ),
                    look,
                )

    def _show(
        self,
        kind: int,
        value: bytes,
        look: Look,
    ) -> Shown:
        if kind == _RK:
            return number_to_shown(
                _packed(value),
                look,
                since_1904=self.since_1904,
            )
        if kind in (_REAL, _OF_NUMBER):
            (number,) = struct.unpack_from("<d", value)
            return number_to_shown(
                number,
                look,
                since_1904=self.since_1904,
            )
        if kind in (_STRING, _OF_TEXT):
            return text_to_shown(_text_at(value, 0)[0], look)
        if kind in (_RICH, _SHARED):
            rich = self._shared(value) if kind == _SHARED else self._read_rich(value)
            shown = text_to_shown(rich.text, look)
            return shown._replace(omitted=(*rich.omitted, *shown.omitted))
        return self._show_other(
            kind,
            value,
            look,
        )

    def _shared(
        self,
        value: bytes,
    ) -> Shown:
        (number,) = _NUMBER.unpack_from(value)
        shown: Shown = self.texts[number]
        return shown

    def _show_other(
        self,
        kind: int,
        value: bytes,
        look: Look,
    ) -> Shown:
        if kind in (_BOOL, _OF_BOOL):
            return look_at(Shown("TRUE" if value[0] else "FALSE"), look)
        if kind in (_ERROR, _OF_ERROR):
            return Shown(
                "",
                (),
                Unread.ERROR,
            )
        return NOTHING


def _packed(value: bytes) -> float:
    """A number in four bytes (2.5.122): thirty bits, whole or the upper half of a number, perhaps a
    hundred times as large."""
    (bits,) = _NUMBER.unpack_from(value)
    if bits & 2:
        (whole,) = struct.unpack_from("<i", value)
        number = float(whole >> 2)
    else:
        (number,) = struct.unpack("<d", bytes(4) + _NUMBER.pack(bits & ~3))
    return number / _HUNDRED if bits & 1 else number
