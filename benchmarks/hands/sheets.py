"""Workbooks and separated text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from xml.sax.saxutils import escape

import openpyxl

from .drawn import Line, Piece, Placed, Report, place
from .words import open_document, open_row, pack

_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+Z")
"""when a workbook was made, in its properties"""
_NAMES = ("主动公开", "依申请公开", "复议诉讼")


def named(report: Report) -> list[tuple[str, Sequence[Piece]]]:
    """The sheets of a report and their names."""
    if len(report.parts) == 1:
        return [("Sheet1", report.parts[0])]
    return list(zip(_NAMES, report.parts, strict=True))


def _value(text: str) -> str | int | float:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def value_of(placed: Placed) -> str | int | float:
    """What a program keeps in a cell: figures as numbers."""
    return _value(placed.box.text) if placed.box.key else placed.box.text


def xlsx(report: Report, value: Callable[[Placed], object] = value_of) -> bytes:
    """A workbook of 2007 and later."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, pieces in named(report):
        sheet = book.create_sheet(name)
        row = 1
        for piece in pieces:
            if isinstance(piece, Line):
                sheet.cell(row, 1, piece.text)
                row += 1
                continue
            for placed in place(piece.rows):
                for each in placed:
                    _put(sheet, row, each, value)
                row += 1
            row += 1
    buffer = io.BytesIO()
    book.save(buffer)
    return _timeless(buffer)


def _timeless(saved: io.BytesIO) -> bytes:
    """The workbook without when it was saved, so that the same report gives the same bytes."""
    with zipfile.ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["docProps/core.xml"] = _MOMENT.sub(rb"1980-01-01T00:00:00Z", files["docProps/core.xml"])
    return pack(dict(files))


def _put(sheet: object, row: int, placed: Placed, value: Callable[[Placed], object]) -> None:
    column, box, continued = placed
    if continued:
        return
    sheet.cell(row, column + 1, value(placed))
    if box.columns > 1 or box.rows > 1:
        right = column + box.columns
        sheet.merge_cells(None, row, column + 1, row + box.rows - 1, right)


def xls(report: Report) -> bytes:
    """A workbook of 97 to 2003."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for name, pieces in named(report):
        sheet = book.add_sheet(name)
        row = 0
        for piece in pieces:
            if isinstance(piece, Line):
                sheet.write(row, 0, piece.text)
                row += 1
                continue
            for placed in place(piece.rows):
                for each in placed:
                    if each.continued:
                        continue
                    column, box, _ = each
                    last = row + box.rows - 1, column + box.columns - 1
                    sheet.write_merge(row, last[0], column, last[1], value_of(each))
                row += 1
            row += 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(report: Report) -> bytes:
    """An OpenDocument spreadsheet."""
    tables = []
    for name, pieces in named(report):
        rows = []
        for piece in pieces:
            if isinstance(piece, Line):
                text = escape(piece.text)
                shown = f"<text:p>{text}</text:p>"
                cell = f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
                rows.append(f"<table:table-row>{cell}</table:table-row>")
            else:
                rows += [open_row(placed, True) for placed in place(piece.rows)]
        tables.append(f'<table:table table:name="{name}">{"".join(rows)}</table:table>')
    return open_document("spreadsheet", "".join(tables))


def flat_rows(report: Report) -> list[list[str]]:
    """The report as rows of texts; what a box covers is empty, as programs save it."""
    rows = []
    for piece in report.pieces:
        if isinstance(piece, Line):
            rows.append([piece.text])
            continue
        for placed in place(piece.rows):
            row = []
            for _, box, continued in placed:
                row += ["" if continued else box.text, *[""] * (box.columns - 1)]
            rows.append(row)
    return rows


def comma(report: Report) -> bytes:
    """Comma-separated values as a spreadsheet program saves them."""
    buffer = io.StringIO(newline="")
    rows = flat_rows(report)
    width = max(map(len, rows))
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow(row + [""] * (width - len(row)))
    return buffer.getvalue().encode("utf-8-sig")


def tabbed(report: Report) -> bytes:
    """Text whose cells are parted by tabs, as a table is copied out of a program."""
    return "\n".join("\t".join(row) for row in flat_rows(report)).encode()


def markdown(report: Report) -> bytes:
    """Markdown with pipe tables."""
    parts = []
    for piece in report.pieces:
        if isinstance(piece, Line):
            parts.append(f"{'#' * piece.level} {piece.text}\n".lstrip(" "))
            continue
        rows = []
        for placed in place(piece.rows):
            row = []
            for _, box, continued in placed:
                row += ["" if continued else box.text, *[""] * (box.columns - 1)]
            rows.append("| " + " | ".join(row) + " |")
            if len(rows) == 1:
                rows.append("|" + " --- |" * len(row))
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts).encode()
