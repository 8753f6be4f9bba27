"""Workbooks of a few cells, written by hand in each format, for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from gxkit.document import Cell, column_letters

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass
class Page:
    """A sheet to be written: `cells` are the XML of cells or their values, by their addresses."""

    name: str
    cells: Mapping[str, object] = field(default_factory=dict)
    joined: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    columns: str = ""
    state: str = "visible"
    extra: str = ""
    names_rows: bool = True


def xlsx(
    pages: Sequence[Page],
    styles: str = "",
    parts: Mapping[str, bytes] | None = None,
    texts: str = "",
) -> bytes:
    """A package with sheets; `styles`, shared `texts` and further `parts` are written as given."""
    sheets, links = [], []
    packed: dict[str, str | bytes] = dict(parts or {})
    for number, page in enumerate(pages, 1):
        name = escape(page.name)
        sheets.append(
            f'<sheet name="{name}" sheetId="{number}" state="{page.state}" r:id="r{number}"/>'
        )
        target = f"worksheets/sheet{number}.xml"
        links.append(_link(f"r{number}", "worksheet", target))
        packed[f"xl/{target}"] = _sheet(page)
    for name, text in (("styles", styles), ("sharedStrings", texts)):
        if text:
            links.append(_link(name, name, f"{name}.xml"))
            packed[f"xl/{name}.xml"] = text
    packed["[Content_Types].xml"] = "<Types/>"
    packed["_rels/.rels"] = _links([_link("r1", "officeDocument", "xl/workbook.xml")])
    packed["xl/_rels/workbook.xml.rels"] = _links(links)
    packed["xl/workbook.xml"] = (
        f'<workbook {_MAIN} xmlns:r="{_RELATED}"><sheets>{"".join(sheets)}</sheets></workbook>'
    )
    return zipped(packed)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of parts in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def styles(*looks: str, formats: Iterable[str] = (), fonts: str = "", borders: str = "") -> str:
    """A part of styles: `looks` are the attributes of each, after the plain one with number 0;
    formats count from 164."""
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>'
        for number, code in enumerate(formats, 164)
    )
    cells = "".join(f"<xf {look}/>" for look in ("", *looks))
    return (
        f"<styleSheet {_MAIN}><numFmts>{codes}</numFmts><fonts><font/>{fonts}</fonts>"
        f"<borders><border/>{borders}</borders><cellXfs>{cells}</cellXfs></styleSheet>"
    )


def _link(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{_RELATED}/{kind}" Target="{target}"/>'


def _links(links: Sequence[str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>'


def _split(address: str) -> tuple[str, int]:
    letters = address.rstrip("0123456789")
    return letters, int(address[len(letters) :])


def _sheet(page: Page) -> str:
    rows: dict[int, list[str]] = {}
    for address, value in page.cells.items():
        _, number = _split(address)
        rows.setdefault(number, []).append(_cell(address, value))
    data = []
    for number, cells in sorted(rows.items()):
        hidden = ' hidden="1"' if number in page.hidden_rows else ""
        named = f' r="{number}"' if page.names_rows else ""
        data.append(f"<row{named}{hidden}>{''.join(cells)}</row>")
    joined = "".join(f'<mergeCell ref="{area}"/>' for area in page.joined)
    return (
        f'<worksheet {_MAIN} xmlns:r="{_RELATED}">{page.columns}<sheetData>{"".join(data)}'
        f"</sheetData><mergeCells>{joined}</mergeCells>{page.extra}</worksheet>"
    )


def _cell(address: str, value: object) -> str:
    if isinstance(value, str) and value.startswith("<c"):
        return value.replace("<c", f'<c r="{address}"', 1)
    if isinstance(value, int | float):
        return f'<c r="{address}"><v>{value}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


# ---- a table with spans, as the readers give it, in each format


def page_of(name: str, cells: Iterable[Cell], row: int = 0, column: int = 0) -> Page:
    """The cells of a table from some row and column on."""
    values: dict[str, object] = {}
    joined = []
    for cell in cells:
        top, left = row + cell.row + 1, column + cell.column + 1
        address = f"{column_letters(left)}{top}"
        values[address] = int(cell.text) if cell.text.isdecimal() else cell.text
        if cell.rowspan > 1 or cell.colspan > 1:
            right = column_letters(left + cell.colspan - 1)
            joined.append(f"{address}:{right}{top + cell.rowspan - 1}")
    return Page(name, values, joined)


def ods(pages: Mapping[str, str], automatic: str = "") -> bytes:
    """An OpenDocument spreadsheet: the rows of each sheet as XML by its name."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": ods_xml(pages, automatic)})


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def ods_xml(pages: Mapping[str, str], automatic: str = "") -> str:
    """The content of a spreadsheet, which is also a flat one."""
    names = " ".join(
        f'xmlns:{name}="{_ODF}:{long}:1.0"'
        for name, long in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    tables = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in pages.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return (
        f'<office:document {names} office:mimetype="{kind}">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document>"
    )


def xml2003(pages: Mapping[str, str], styles: str = "") -> str:
    """A workbook as one XML: what stands in each worksheet by its name."""
    sheets = "".join(
        f'<Worksheet ss:Name="{name}"><Table>{rows}</Table></Worksheet>'
        for name, rows in pages.items()
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Styles>{styles}</Styles>{sheets}</Workbook>"
    )


# ---- the binary parts of MS-XLSB


def binary(kind: int, *parts: bytes) -> bytes:
    """A record: kind and length take seven bits a byte."""
    body = b"".join(parts)
    return _seven(kind) + _seven(len(body)) + body


def _seven(number: int) -> bytes:
    if number < 128:
        return bytes([number])
    return bytes([number & 127 | 128]) + _seven(number >> 7)


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_cell(kind: int, column: int, value: bytes, look: int = 0) -> bytes:
    return binary(kind, struct.pack("<2I", column, look), value)


def xlsb(sheet: bytes, styles: bytes, texts: bytes, name: str = "表1") -> bytes:
    """A package with one sheet: its records, those of the styles and of the shared texts."""
    links = [
        _link("r1", "worksheet", "worksheets/sheet1.bin"),
        _link("r2", "styles", "styles.bin"),
        _link("r3", "sharedStrings", "sharedStrings.bin"),
    ]
    tab = binary(156, struct.pack("<2I", 0, 1), wide("r1"), wide(name))
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = f'<Types><Override PartName="/xl/workbook.bin" ContentType="{kind}"/></Types>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": _links([_link("r1", "officeDocument", "xl/workbook.bin")]),
            "xl/_rels/workbook.bin.rels": _links(links),
            "xl/workbook.bin": binary(131) + binary(143) + tab + binary(144) + binary(132),
            "xl/worksheets/sheet1.bin": binary(129) + binary(145) + sheet + binary(146),
            "xl/styles.bin": styles,
            "xl/sharedStrings.bin": binary(159, struct.pack("<2I", 9, 9)) + texts + binary(160),
        }
    )


# ---- the old binary format (MS-XLS) in its container (MS-CFB)

_SECTOR = 512
_END, _FREE, _OF_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    head = struct.pack("<HHHHB", row, column, style, len(text), 1)
    return record(0x0204, head, text.encode("utf-16-le"))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def formula(row: int, column: int, result: bytes) -> bytes:
    return record(0x0006, struct.pack("<HHH", row, column, 0), result, bytes(8))


def low_row(row: int) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 300, 0, 0, 0x120))


def low_column(column: int) -> bytes:
    return record(0x007D, struct.pack("<HHHHHH", column, column, 2048, 0, 1, 0))


def joined(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(0x00E5, struct.pack("<HHHHH", 1, top, bottom, left, right))


def font(struck: bool = False) -> bytes:
    return record(
        0x0031, struct.pack("<HHHHHBBBB", 220, 8 * struck, 32767, 400, 0, 0, 0, 0, 0), b"\1\0A"
    )


def style(font_number: int = 0, code: int = 0) -> bytes:
    return record(0x00E0, struct.pack("<HHH", font_number, code, 0), bytes(14))


def xls(
    pages: Mapping[str, Sequence[bytes]],
    looks: Sequence[bytes] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook of records: for each sheet its name and what stands in it."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 6))
    begin_sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 6))
    end = record(0x000A)
    head = [begin, record(0x0042, b"\xb0\x04"), *([font()] * 4), *(looks or [style()])]
    names = [
        (struct.pack("<BBBB", name in hidden, 0, len(name), 1), name.encode("utf-16-le"))
        for name in pages
    ]
    length = sum(map(len, head)) + sum(8 + len(a) + len(b) for a, b in names) + len(end)
    sheets = [b"".join((begin_sheet, *records, end)) for records in pages.values()]
    for (said, name), sheet in zip(names, sheets, strict=True):
        head.append(record(0x0085, struct.pack("<I", length), said, name))
        length += len(sheet)
    return compound("Workbook", b"".join((*head, end, *sheets)))


def compound(name: str, stream: bytes) -> bytes:
    """A container with one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    chain = [_OF_FAT, _END, *range(3, count + 2), _END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(stream))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0
    )
    return head.ljust(_SECTOR, b"\xff") + table + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return head + struct.pack("<III36xIQ", _FREE, _FREE, child, start, size)
