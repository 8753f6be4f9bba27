"""Hostile workbooks."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

from hostility.archives import BOMB, LINKS, NAMES
from hostility.made import TABLE, TITLE, Hostile, pack

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEPT = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(rows: str, after: str = "", more: dict[str, str] | None = None, head: str = "") -> bytes:
    """A workbook of one sheet of rows."""
    sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    link = f'<Relationship Id="r1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": LINKS.replace("word/document.xml", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATED}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_KEPT}">{link}</Relationships>',
        "xl/worksheets/sheet1.xml": (
            f'{head}<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData>{after}</worksheet>'
        ),
    }
    return pack(parts | (more or {}))


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _report_rows() -> str:
    rows = [f'<row r="1">{_cell("A1", TITLE)}</row>']
    for number, row in enumerate(TABLE, 2):
        cells = "".join(_cell(f"{'ABCD'[k]}{number}", text) for k, text in enumerate(row))
        rows.append(f'<row r="{number}">{cells}</row>')
    return "".join(rows)


def many_cells() -> bytes:
    """A million and more cells."""
    row = "".join("<c><v>1</v></c>" for _ in range(100))
    return xlsx(_report_rows() + f"<row>{row}</row>" * 15_000)


def far_cell() -> bytes:
    """A cell at the far corner of the sheet, and one beyond it."""
    far = f'<row r="1048576">{_cell("XFD1048576", "1")}</row>'
    return xlsx(
        _report_rows() + far + f'<row r="99999999999">{_cell("ZZZZZZ99999999999", "1")}</row>'
    )


def merged() -> bytes:
    """The whole sheet merged, and 300 000 further ranges."""
    ranges = '<mergeCell ref="A1:XFD1048576"/>'
    ranges += "".join(f'<mergeCell ref="A{k}:XFD{k + 9}"/>' for k in range(1, 300_000))
    return xlsx(_report_rows(), f"<mergeCells>{ranges}</mergeCells>")


def shared_strings() -> bytes:
    """A list of two million texts."""
    table = "<si><t>一</t></si>" * 2_000_000
    strings = {"xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{table}</sst>'}
    return xlsx(_report_rows() + '<row r="9"><c r="A9" t="s"><v>0</v></c></row>', more=strings)


def one_text_often() -> bytes:
    """One long text in each of 100 000 cells."""
    strings = {
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}"><si><t>{"1" * 90_000}</t></si></sst>'
    }
    cells = "".join(f'<row r="{k}"><c r="A{k}" t="s"><v>0</v></c></row>' for k in range(9, 100_000))
    return xlsx(_report_rows() + cells, more=strings)


def number_format() -> bytes:
    """A format of a million signs, and numbers in it."""
    code = escape("0" * 500_000 + '"年"' * 100_000, {'"': "&quot;"})
    styles = {
        "xl/styles.xml": (
            f'<styleSheet xmlns="{_SHEET}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/>'
            '</numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
        )
    }
    cells = "".join(f'<row r="{k}"><c r="A{k}" s="0"><v>{k}</v></c></row>' for k in range(9, 2_000))
    return xlsx(_report_rows() + cells, more=styles)


def large_numbers() -> bytes:
    """Numbers with enormous exponents."""
    values = ("1e308", "-1e308", "1e-308", "1e99999", "NaN", "INF", "9" * 5_000)
    cells = "".join(f'<c r="{chr(65 + k)}9"><v>{value}</v></c>' for k, value in enumerate(values))
    return xlsx(_report_rows() + f'<row r="9">{cells}</row>')


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet of rows."""
    table = f'<table:table table:name="a">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {NAMES}>{body}</office:document-content>"
    return pack({"mimetype": _ODS, "content.xml": content}, "mimetype")


_REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
    "<text:p>1</text:p></table:table-cell></table:table-row>"
)
_XML_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>{}'
    "</Table></Worksheet></Workbook>"
)


def xls(break_it: str = "") -> bytes:
    """A workbook of 97 whose chains of sectors go in circles, or whose table of sectors lies."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("a")
    for number in range(3_000):
        for column in range(20):
            sheet.write(number, column, f"{number} 一")
    out = io.BytesIO()
    book.save(out)
    data = bytearray(out.getvalue())
    if break_it == "circle":
        # each sector of the table of sectors says that the next one is the first
        for first in range(512, len(data) - 512, 512):
            if data[first : first + 4] in (b"\1\0\0\0", b"\xfd\xff\xff\xff"):
                data[first : first + 512] = b"\1\0\0\0" * 128
    if break_it == "count":
        data[44:48] = b"\xff\xff\xff\x7f"
        data[72:76] = b"\xff\xff\xff\x7f"
    if break_it == "size":
        data[30:32] = b"\x1f\0"
    if break_it == "records":
        start = data.find(b"\x09\x08")
        data[start + 200 : start + 60_000] = b"\xff\xff\xff\xff" * 14_950
    return bytes(data)


def _flat_rows(row: str, count: int) -> bytes:
    return _XML_2003.format(row * count).encode()


FILES = (
    Hostile("xlsx-million-cells.xlsx", many_cells),
    Hostile("xlsx-far-cell.xlsx", far_cell),
    Hostile("xlsx-merged.xlsx", merged),
    Hostile("xlsx-strings.xlsx", shared_strings),
    Hostile("xlsx-one-text-often.xlsx", one_text_often),
    Hostile("xlsx-format.xlsx", number_format),
    Hostile("xlsx-numbers.xlsx", large_numbers),
    Hostile(
        "xlsx-entity-bomb.xlsx", lambda: xlsx(_cell("A1", "x").replace("x", "&a11;"), head=BOMB)
    ),
    Hostile("ods-repeated.ods", lambda: ods(_REPEATED * 3)),
    Hostile(
        "ods-rows.ods",
        lambda: ods(
            "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>"
            * 1_000_000
        ),
    ),
    Hostile("xls-circle.xls", lambda: xls("circle")),
    Hostile("xls-counts.xls", lambda: xls("count")),
    Hostile("xls-sector-of-2-gb.xls", lambda: xls("size")),
    Hostile("xls-records.xls", lambda: xls("records")),
    Hostile("xls-60000-cells.xls", xls),
    Hostile(
        "xml2003-rows.xml",
        lambda: _flat_rows('<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>', 900_000),
    ),
    Hostile(
        "xml2003-far.xml",
        lambda: _flat_rows(
            '<Row ss:Index="999999999"><Cell ss:Index="999999999" ss:MergeAcross="999999999">'
            '<Data ss:Type="Number">1</Data></Cell></Row>',
            3,
        ),
    ),
)
