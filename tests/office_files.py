"""Reports as word processors save them, made of the blocks of a document: in each format the same
lines, tables and spans."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator

from gxkit.document import Cell, Document, Grid

SCHEMAS = "http://schemas.openxmlformats.org"
W = f"{SCHEMAS}/wordprocessingml/2006/main"
PACKAGE = f"{SCHEMAS}/package/2006"
W_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"
STRICT = "http://purl.oclc.org/ooxml"
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
    f'Type="{SCHEMAS}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def by_places(grid: Grid) -> Iterator[list[tuple[Cell, bool]]]:
    """The cells of each row, and whether they begin in it; those that only reach into it too."""
    rows, _ = grid.shape
    for row in range(rows):
        here = [cell for cell in grid.cells if cell.row <= row < cell.row + cell.rowspan]
        yield [(cell, cell.row == row) for cell in sorted(here, key=lambda cell: cell.column)]


def pack(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


# ---- WordprocessingML


def word_body(document: Document) -> str:
    blocks = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows = [f"<w:tr>{''.join(map(_word_cell, row))}</w:tr>" for row in by_places(block)]
            blocks.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
        else:
            blocks.append(_word_paragraph(block.text))
    return f"<w:body>{''.join(blocks)}</w:body>"


def _word_cell(placed: tuple[Cell, bool]) -> str:
    cell, begins = placed
    merge = f'<w:vMerge w:val="{"restart" if begins else "continue"}"/>'
    properties = f'<w:gridSpan w:val="{cell.colspan}"/>' + (merge if cell.rowspan > 1 else "")
    text = cell.text if begins else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_word_paragraph(text)}</w:tc>"


def _word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_document(body: str) -> str:
    return f'<w:document xmlns:w="{W}">{body}</w:document>'


def write_docx(body: str) -> bytes:
    return pack({"_rels/.rels": RELATIONS, "word/document.xml": word_document(body)})


def write_strict(body: str) -> bytes:
    """The same words under the names of ISO/IEC 29500."""
    names = {W: f"{STRICT}/wordprocessingml/main"}
    names[f"{SCHEMAS}/officeDocument/2006"] = f"{STRICT}/officeDocument"
    parts = {"_rels/.rels": RELATIONS, "word/document.xml": word_document(body)}
    for usual, strict in names.items():
        parts = {part: text.replace(usual, strict) for part, text in parts.items()}
    return pack(parts)


def write_word_2003(body: str) -> bytes:
    body = body.replace("w:vMerge", "w:vmerge")
    return (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="{W_2003}" '
        f'xmlns:aml="http://schemas.microsoft.com/aml/2001/core">{body}</w:wordDocument>'
    ).encode()


def write_flat(body: str) -> bytes:
    """A package in one piece of XML, one part of it in base64."""
    relations = base64.b64encode(RELATIONS.encode()).decode()
    return (
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="{FLAT}">'
        f'<pkg:part pkg:name="/_rels/.rels"><pkg:binaryData>{relations}</pkg:binaryData>'
        '</pkg:part><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>'
        f"{word_document(body)}</pkg:xmlData></pkg:part></pkg:package>"
    ).encode()


# ---- Rich Text

RTF_HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}"
    r"{\f1\fnil\fcharset2 Wingdings;}{\f2\fswiss\fcharset0 Arial;}}"
    r"{\colortbl;\red255\green0\blue0;\red255\green255\blue255;}"
)


def rtf_text(text: str) -> str:
    """Text in GBK, every second character in Unicode."""
    pieces = []
    for at, character in enumerate(text):
        if character.isascii():
            pieces.append(character)
        elif at % 2:
            pieces.append(rf"\u{ord(character) - 65536 * (ord(character) > 32767)}?")
        else:
            pieces += [rf"\'{byte:02x}" for byte in character.encode("gbk")]
    return "".join(pieces)


def write_rtf(document: Document) -> bytes:
    blocks = []
    for block in document.blocks:
        if isinstance(block, Grid):
            _, columns = block.shape
            rows = [_rtf_row(row, columns) for row in by_places(block)]
            blocks.append("\n".join(rows))
        else:
            blocks.append(rf"\pard\plain {rtf_text(block.text)}\par")
    return (RTF_HEAD + "\n".join(blocks) + "}").encode("ascii")


def _rtf_row(row: list[tuple[Cell, bool]], columns: int) -> str:
    """A row whose edges are a little off those of the row above."""
    shapes, cells = [], []
    for cell, begins in row:
        merge = "" if cell.rowspan == 1 else r"\clvmgf" if begins else r"\clvmrg"
        edge = 9000 * (cell.column + cell.colspan) // columns + cell.row % 2
        shapes.append(rf"{merge}\clbrdrt\brdrs\cellx{edge}")
        cells.append(rf"\pard\intbl {rtf_text(cell.text) if begins else ''}\cell")
    return rf"\trowd\trgaph108 {''.join(shapes)} {' '.join(cells)} \row"


# ---- OpenDocument

OPEN_TEXT = "application/vnd.oasis.opendocument.text"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{prefix}="{_OPEN}:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)


def open_body(document: Document) -> str:
    blocks = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows = map(_open_row, by_places(block))
            blocks.append(f"<table:table>{''.join(rows)}</table:table>")
        else:
            blocks.append(f"<text:p>{block.text}</text:p>")
    return "".join(blocks)


def _open_row(row: list[tuple[Cell, bool]]) -> str:
    cells = []
    for cell, begins in row:
        covered = "<table:covered-table-cell/>"
        spans = (
            f'table:number-columns-spanned="{cell.colspan}" '
            f'table:number-rows-spanned="{cell.rowspan}"'
        )
        shown = f"<table:table-cell {spans}><text:p>{cell.text}</text:p></table:table-cell>"
        count = cell.colspan - 1
        rest = covered.replace("/>", f' table:number-columns-repeated="{count}"/>') if count else ""
        cells.append((shown if begins else covered) + rest)
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def write_odt(body: str, styles: str = "", **pictures: bytes) -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    named = {f"{name}.png": data for name, data in pictures.items()}
    return pack({"mimetype": OPEN_TEXT, "content.xml": content, **named})


def write_fodt(body: str, styles: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="{OPEN_TEXT}">'
        f"<office:styles>{styles}</office:styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document>"
    ).encode()
