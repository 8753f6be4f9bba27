"""Workbooks of Excel 97 and WPS in the old binary format (.xls, .et).

xlrd reads what cells hold and how they look. Which formulas were saved without a result it does not
tell: that is looked up in the records themselves (MS-XLS, 2.4).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDoc, CompDocError

from gxkit.document import (
    Omission,
    Omitted,
    Unread,
)
from gxkit.errors import DamagedFileError, EncryptedFileError
from gxkit.readers.book.codes import BUILT_IN, GENERAL
from gxkit.readers.book.layout import sheets_to_contents
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
from gxkit.readers.seen import set_aside

# what xlrd raises on workbooks that were cut, patched or written by an unusual program
_DAMAGE = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    OverflowError,
    AttributeError,
    # a directory whose entries name each other as neighbours is followed without end
    RecursionError,
)
_STREAMS = ("Workbook", "Book")
_CHINESE = "gb18030"
_OF_A_FILE = 164
"""from which number on formats are the file's own"""
_WHITE = (255, 255, 255)
_SOLID = 1
_ACROSS = 6
_RAISED = 1

_BOF, _EOF, _BOUNDSHEET, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0006
_HEAD = struct.Struct("<HH")
_EMPTY = b"\x03"
"""as the first byte of a formula's result that is no number: nothing"""
_RESULT = slice(6, 14)


@names_file
def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of a workbook as its sheets show them.

    Raises TooLargeError, EncryptedFileError or DamagedFileError.
    """
    try:
        book = _open(data)
        empty = list(_find_empty_formulas(data))
        sheets = [_Reader(book, sheet).read() for sheet in book.sheets()]
    except _DAMAGE as error:
        if "encrypted" in str(error):
            raise EncryptedFileError(
                f"{path.name}：工作簿需要密码；请用 Excel 或 WPS 打开，取消密码后另存。",
                f"{path.name}: the workbook asks for a password; open it in Excel or WPS and save "
                "it without one.",
            ) from error
        raise DamagedFileError(
            f"{path.name}：工作簿已损坏（{error}），可能下载中断；请重新下载，或用 Excel 或 "
            "WPS 打开，另存为 .xlsx。",
            f"{path.name}: the workbook is damaged ({error}), probably a download that broke off; "
            "fetch it again, or open it in Excel or WPS and save it as .xlsx.",
        ) from error
    for sheet, places in zip(
        sheets,
        empty,
        strict=False,
    ):
        for place in places:
            sheet.cells[place] = Shown(
                "",
                (),
                Unread.FORMULA,
            )
    return sheets_to_contents(sheets)


def _open(data: bytes) -> xlrd.Book:
    """The workbook; xlrd would write its doubts to the terminal."""
    try:
        return _open_as(data, None)
    except UnicodeError:
        # what Chinese programs wrote before 1997 does not say that it is GBK
        return _open_as(data, _CHINESE)


def _open_as(
    data: bytes,
    encoding: str | None,
) -> xlrd.Book:
    return xlrd.open_workbook(
        logfile=io.StringIO(),
        file_contents=data,
        encoding_override=encoding,
        formatting_info=True,
        ragged_rows=True,
    )


def _find_empty_formulas(data: bytes) -> Iterator[list[tuple[int, int]]]:
    """For each sheet of cells the places of formulas whose result was not saved."""
    stream = _find_stream(data)
    starts = []
    for kind, record in _records(stream, 0):
        if kind == _BOUNDSHEET:
            start, _, sheet_type = struct.unpack_from("<IBB", record)
            # charts and macros are no sheets to xlrd either
            if sheet_type == 0:
                starts.append(start)
    for start in starts:
        places = []
        for kind, record in _records(stream, start):
            result = record[_RESULT]
            is_text = result.endswith(b"\xff\xff")
            if kind == _FORMULA and is_text and result.startswith(_EMPTY):
                places.append(struct.unpack_from("<HH", record))
        yield places


def _find_stream(data: bytes) -> bytes:
    container = CompDoc(data, io.StringIO())
    for name in _STREAMS:
        stream = container.get_named_stream(name)
        if stream:
            return bytes(stream)
    return b""


def _records(
    stream: bytes,
    at: int,
) -> Iterator[tuple[int, bytes]]:
    """The records from a place on to the end of what begins there."""
    depth = 0
    while at + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        depth += kind == _BOF
        yield kind, stream[at : at + length]
        at += length
        # a chart within a sheet begins and ends too
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return


@dataclass(slots=True)
class _Reader:
    """One sheet of xlrd on its way to one of ours."""

    book: xlrd.Book
    source: xlrd.sheet.Sheet

    def read(self) -> Sheet:
        source = self.source
        sheet = Sheet(source.name, source.visibility != 0)
        sheet.shows_zeros = bool(source.show_zero_values)
        for top, bottom, left, right in source.merged_cells:
            sheet.joined.append(
                Range(
                    top,
                    left,
                    bottom - 1,
                    right - 1,
                )
            )
        for column, info in sorted(source.colinfo_map.items()):
            if info.hidden or info.width == 0:
                sheet.hidden_columns.append((column, column))
        for row, low in sorted(source.rowinfo_map.items()):
            if low.hidden or low.height == 0:
                sheet.hide_row(row)
        looks = [self._look(style) for style in self.book.xf_list]
        for row in range(source.nrows):
            for column, cell in enumerate(source.row(row)):
                known = cell.xf_index is not None and cell.xf_index < len(looks)
                look = looks[cell.xf_index] if known else PLAIN
                sheet.put(
                    row,
                    column,
                    self._show(
                        cell,
                        look,
                        row,
                        column,
                    ),
                    look,
                )
        return sheet

    def _look(
        self,
        style: xlrd.formatting.XF,
    ) -> Look:
        number = style.format_key
        own = self.book.format_map.get(number)
        code = own.format_str if own is not None else GENERAL
        if number < _OF_A_FILE:
            code = BUILT_IN.get(number, code)
        font = self.book.font_list[style.font_index]
        border = style.border
        lines = (
            border.left_line_style,
            border.right_line_style,
            border.top_line_style,
            border.bottom_line_style,
        )
        return Look(
            code,
            struck=bool(font.struck_out),
            unseen=self._is_unseen(font, style.background),
            framed=any(lines),
            across=style.alignment.hor_align == _ACROSS,
        )

    def _is_unseen(
        self,
        font: xlrd.formatting.Font,
        ground: xlrd.formatting.XFBackground,
    ) -> bool:
        """Whether a text has the colour of its ground; one that nobody chose has none."""
        colours = self.book.colour_map
        ink = colours.get(font.colour_index)
        if ink is None or ground.fill_pattern not in (0, _SOLID):
            return False
        is_filled = ground.fill_pattern == _SOLID
        below = colours.get(ground.pattern_colour_index) if is_filled else _WHITE
        return bool(ink == below)

    def _show(
        self,
        cell: xlrd.sheet.Cell,
        look: Look,
        row: int,
        column: int,
    ) -> Shown:
        kind, value = cell.ctype, cell.value
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            is_late = bool(self.book.datemode)
            return number_to_shown(
                value,
                look,
                bool(self.source.show_zero_values),
                is_late,
            )
        if kind == xlrd.XL_CELL_TEXT:
            runs = self.source.rich_text_runlist_map.get((row, column))
            if not runs:
                return text_to_shown(value, look)
            text, omitted = self._split(value, runs)
            shown = text_to_shown(text, look)
            return shown._replace(omitted=(*omitted, *shown.omitted))
        if kind == xlrd.XL_CELL_BOOLEAN:
            return look_at(Shown("TRUE" if value else "FALSE"), look)
        if kind == xlrd.XL_CELL_ERROR:
            said = error_text_from_code.get(value, "#N/A")
            return Shown(
                said,
                (),
                Unread.ERROR,
            )
        return NOTHING

    def _split(
        self,
        text: str,
        runs: list[tuple[int, int]],
    ) -> tuple[str, tuple[Omitted, ...]]:
        """A text that is set in several fonts without what is struck out, and what is left out."""
        starts = [*(start for start, _ in runs), len(text)]
        parts = [text[: starts[0]]]
        omitted: list[Omitted] = []
        raised: dict[int, Omitted] = {}
        for (start, font_index), stop in zip(
            runs,
            starts[1:],
            strict=True,
        ):
            font = self.book.font_list[font_index]
            part = text[start:stop]
            if font.struck_out and part:
                omitted.append(Omitted(part, Omission.STRUCK))
                continue
            if font.escapement == _RAISED:
                raised[len(parts)] = Omitted(part, Omission.MARK)
            parts.append(part)
        if raised:
            parts, marks = set_aside(parts, raised)
            omitted += marks
        return "".join(parts), tuple(omitted)
