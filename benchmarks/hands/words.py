"""Texts with tables: .docx and its kin, Word 2003 XML, Rich Text, OpenDocument."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from .drawn import Line, Placed, Report, Table, place, width_of

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STRICT = {
    _W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    _OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)
_SIXTEEN_BITS = 1 << 16
_TWIPS = 9000
"""the width of a table in twentieths of a point"""


def pack(files: dict[str, str | bytes], stored: str = "") -> bytes:
    """A ZIP of the files; the one that is `stored` stands first, uncompressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            how = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            # without the time of day, so that the same report gives the same bytes
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return buffer.getvalue()


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _word_cell(placed: Placed, merge: str) -> str:
    box = placed.box
    properties = ""
    if box.columns > 1:
        properties += f'<w:gridSpan w:val="{box.columns}"/>'
    if placed.continued:
        properties += f"<w:{merge}/>"
    elif box.rows > 1:
        properties += f'<w:{merge} w:val="restart"/>'
    text = "" if placed.continued else _run(box.text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{text}</w:p></w:tc>"


def _word_table(table: Table, merge: str) -> str:
    width = width_of(table.rows)
    grid = f'<w:gridCol w:w="{_TWIPS // width}"/>' * width
    rows = []
    for placed in place(table.rows):
        cells = "".join(_word_cell(each, merge) for each in placed)
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def word_body(report: Report, merge: str = "vMerge") -> str:
    """The children of w:body."""
    parts = []
    for piece in report.pieces:
        if isinstance(piece, Line):
            parts.append(f"<w:p>{_run(piece.text)}</w:p>")
        else:
            parts.append(_word_table(piece, merge))
    return "".join(parts)


def _document(report: Report) -> str:
    return (
        f'<w:document xmlns:w="{_W}"><w:body>{word_body(report)}<w:sectPr/></w:body></w:document>'
    )


def docx(report: Report) -> bytes:
    """Office Open XML, transitional."""
    return docx_of(_document(report))


def docx_of(document: str, strict: bool = False) -> bytes:
    """A package around a document part."""
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
    }
    packed: dict[str, str | bytes] = {}
    for name, text in files.items():
        for usual, other in _STRICT.items() if strict else ():
            text = text.replace(usual, other)
        packed[name] = _HEAD + text
    return pack(packed)


def strict_docx(report: Report) -> bytes:
    """Office Open XML, strict."""
    return docx_of(_document(report), strict=True)


def flat_opc(report: Report) -> bytes:
    """The package as one XML file."""
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    parts = (
        ("/_rels/.rels", relations, _RELATIONS),
        ("/word/document.xml", _MAIN, _document(report)),
    )
    text = "".join(
        f'<pkg:part pkg:name="{name}" pkg:contentType="{kind}">'
        f"<pkg:xmlData>{data}</pkg:xmlData></pkg:part>"
        for name, kind, data in parts
    )
    head = _HEAD + '<?mso-application progid="Word.Document"?>\n'
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'{head}<pkg:package xmlns:pkg="{space}">{text}</pkg:package>'.encode()


def word_2003(report: Report) -> bytes:
    """WordprocessingML of 2003."""
    head = _HEAD + '<?mso-application progid="Word.Document"?>\n'
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    section = "http://schemas.microsoft.com/office/word/2003/auxHint"
    body = word_body(report, "vmerge")
    return (
        f'{head}<w:wordDocument xmlns:w="{space}" xmlns:wx="{section}" w:macrosPresent="no">'
        f"<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    ).encode()


def _rich(text: str) -> str:
    """Characters beyond ASCII as signed 16-bit numbers, each with one that stands for it."""
    parts = []
    for character in text:
        code = ord(character)
        if character in "\\{}":
            parts.append("\\" + character)
        elif character.isascii():
            parts.append(character)
        else:
            signed = code - _SIXTEEN_BITS if code >= _SIXTEEN_BITS // 2 else code
            parts.append(f"\\u{signed}?")
    return "".join(parts)


def _rich_row(placed: list[Placed], width: int) -> str:
    definitions = []
    texts = []
    for column, box, continued in placed:
        merge = ""
        if continued:
            merge = "\\clvmrg"
        elif box.rows > 1:
            merge = "\\clvmgf"
        right = (column + box.columns) * _TWIPS // width
        borders = "".join(f"\\clbrdr{side}\\brdrs\\brdrw10" for side in "tlbr")
        definitions.append(f"{merge}{borders}\\cellx{right}")
        texts.append(f"\\pard\\intbl {'' if continued else _rich(box.text)}\\cell")
    return f"\\trowd\\trgaph60{''.join(definitions)}\n{''.join(texts)}\\row\n"


def rtf(report: Report) -> bytes:
    """Rich Text."""
    parts = ["{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\\uc1\n"]
    for piece in report.pieces:
        if isinstance(piece, Line):
            parts.append(f"\\pard\\plain\\f0\\fs24 {_rich(piece.text)}\\par\n")
        else:
            width = width_of(piece.rows)
            parts += [_rich_row(placed, width) for placed in place(piece.rows)]
            parts.append("\\pard\\par\n")
    return ("".join(parts) + "}").encode("ascii")


_ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "manifest")
}
_SPACES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _ODF.items())


def open_document(kind: str, body: str) -> bytes:
    """A package of OpenDocument: `kind` is text or spreadsheet."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF["manifest"]}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    files = {"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest}
    return pack(files, stored="mimetype")


def open_row(placed: list[Placed], is_sheet: bool) -> str:
    """A row of OpenDocument; in a sheet figures are numbers."""
    cells = []
    for _, box, continued in placed:
        if continued:
            cells.append("<table:covered-table-cell/>" * box.columns)
            continue
        spans = ""
        if box.columns > 1 or box.rows > 1:
            spans = f' table:number-columns-spanned="{box.columns}"'
            spans += f' table:number-rows-spanned="{box.rows}"'
        value = ' office:value-type="string"'
        if is_sheet and box.key:
            value = f' office:value-type="float" office:value="{box.text}"'
        text = f"<text:p>{escape(box.text)}</text:p>" if box.text else ""
        cells.append(f"<table:table-cell{spans}{value}>{text}</table:table-cell>")
        cells.append("<table:covered-table-cell/>" * (box.columns - 1))
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def odt(report: Report) -> bytes:
    """OpenDocument text."""
    parts = []
    for piece in report.pieces:
        if isinstance(piece, Line):
            tag = f'text:h text:outline-level="{piece.level}"' if piece.level else "text:p"
            parts.append(f"<{tag}>{escape(piece.text)}</{tag.split()[0]}>")
            continue
        rows = "".join(open_row(placed, False) for placed in place(piece.rows))
        columns = f'<table:table-column table:number-columns-repeated="{width_of(piece.rows)}"/>'
        parts.append(f"<table:table>{columns}{rows}</table:table>")
    return open_document("text", "".join(parts))
