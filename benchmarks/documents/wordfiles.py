"""A document as a Word file, written part by part, and what a piece of a cell looks like there."""

from __future__ import annotations

import io
import zipfile
from html import escape

from .drafts import Draft, Piece, Sheet, Text
from .grids import Box, Grid, lay
from .webpages import write_page

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="html" ContentType="text/html"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="s1" '
    f'Type="{_OFFICE}/styles" Target="styles.xml"/><Relationship Id="a1" '
    f'Type="{_OFFICE}/aFChunk" Target="chunk.html"/></Relationships>'
)
_STYLES_PART = (
    f'{_HEAD}<w:styles xmlns:w="{_MAIN}">'
    '<w:style w:type="character" w:styleId="bygone"><w:name w:val="bygone"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="heir"><w:name w:val="heir"/>'
    '<w:basedOn w:val="bygone"/></w:style>'
    '<w:style w:type="character" w:styleId="struck"><w:name w:val="struck"/>'
    "<w:rPr><w:strike/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="note"><w:name w:val="note"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
)
_LOOKS = {
    "": "",
    "struck": "<w:strike/>",
    "struck twice": "<w:dstrike/>",
    "struck style": '<w:rStyle w:val="struck"/>',
    "hidden vanish": "<w:vanish/>",
    "hidden style": '<w:rStyle w:val="bygone"/>',
    "hidden heir": '<w:rStyle w:val="heir"/>',
    "hidden white": '<w:color w:val="FFFFFF"/>',
    "hidden pale": '<w:color w:val="FDFDFD"/>',
    "hidden theme": '<w:color w:val="auto" w:themeColor="background1"/>',
    "hidden ground": '<w:color w:val="E8EEF6"/><w:shd w:val="clear" w:fill="E8EEF6"/>',
    "hidden tiny": '<w:sz w:val="1"/>',
    "hidden special": "<w:specVanish/>",
    "note style": '<w:rStyle w:val="note"/>',
    "note shift": '<w:position w:val="8"/><w:sz w:val="11"/>',
    "note": '<w:vertAlign w:val="superscript"/>',
}
_BREAKS = {
    "break": "<w:r><w:br/></w:r>",
    "paragraph": "</w:p><w:p>",
    "picture": "<w:r><w:drawing><wp:inline"
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="90000" cy="90000"/></wp:inline></w:drawing></w:r>',
    "shape": '<w:r><w:pict><v:oval xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>',
    "equation": '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' ProgID="Equation.3"/></w:object></w:r>',
    "symbol": '<w:r><w:sym w:font="Webdings" w:char="F031"/></w:r>',
    "hint": "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入1项"
    "</w:t></w:r></w:sdtContent></w:sdt>",
    "formula": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(LEFT)'
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
}


def write_word(draft: Draft) -> bytes:
    """The package; with `altchunk` among the wishes the report is a web page inside it."""
    as_page = bool(draft.wishes.get("altchunk"))
    body = ['<w:altChunk r:id="a1"/>'] if as_page else list(map(_write_part, draft.parts))
    document = (
        f'{_HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{"".join(body)}'
        "<w:sectPr/></w:body></w:document>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
        "word/styles.xml": _STYLES_PART,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
    }
    if as_page:
        parts["word/chunk.html"] = write_page(draft)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def _write_part(part: Text | Sheet) -> str:
    if isinstance(part, Text):
        style = "hidden vanish" if part.veil else ""
        return f"<w:p>{_write_piece(Piece(part.text, style))}</w:p>"
    return _write_table(lay(part), hidden=bool(part.veil))


def _write_table(grid: Grid, hidden: bool) -> str:
    rows: list[dict[int, str]] = [{} for _ in grid.rows]
    for at, column, box in grid.places():
        for down in range(box.rows):
            shown = box if down == 0 else None
            merge = ("restart" if down == 0 else "continue") if box.rows > 1 else ""
            rows[at + down][column] = _write_cell(shown, box.columns, merge, hidden)
    made = []
    for row in rows:
        cells = "".join(row[column] for column in sorted(row))
        made.append(f"<w:tr>{cells}</w:tr>")
    columns = '<w:gridCol w:w="800"/>' * grid.width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(made)}</w:tbl>"


def _write_cell(box: Box | None, columns: int, merge: str, hidden: bool) -> str:
    properties = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = ""
    for piece in box.cell.pieces if box else ():
        inside += _write_piece(Piece(piece.text, "hidden vanish") if hidden else piece)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{inside}</w:p></w:tc>"


_AROUND = {
    "deleted": '<w:del w:id="1" w:author="a"><w:r>{deleted}</w:r></w:del>',
    "inserted": '<w:ins w:id="2" w:author="a"><w:r>{text}</w:r></w:ins>',
    "ruby": "<w:r><w:ruby><w:rt><w:r><w:t>约</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r>{text}</w:r></w:rubyBase></w:ruby></w:r>",
    "form field": '<w:fldSimple w:instr="FORMTEXT"><w:r>{text}</w:r></w:fldSimple>',
    "drop-down": '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="0"/><w:listEntry w:val="{plain}"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "mathematics": '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    "<m:r><m:t>{plain}</m:t></m:r></m:oMath>",
    "content control": "<w:sdt><w:sdtContent><w:r>{text}</w:r></w:sdtContent></w:sdt>",
}


def _write_piece(piece: Piece) -> str:
    if piece.style in _BREAKS:
        return _BREAKS[piece.style]
    words = f' xml:space="preserve">{escape(piece.text)}'
    text, deleted = f"<w:t{words}</w:t>", f"<w:delText{words}</w:delText>"
    if piece.style in _AROUND:
        plain = escape(piece.text)
        return _AROUND[piece.style].format(text=text, deleted=deleted, plain=plain)
    return f"<w:r><w:rPr>{_LOOKS[piece.style]}</w:rPr>{text}</w:r>"
