"""A report as a Word file (.docx), with the same bytes each time it is made."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from facsimiles.layout import Box, Layout
from facsimiles.outline import PAGE_CUT, Outline

FONT = "Noto Serif SC"
"""One and no second: LibreOffice writes a PDF's fonts in an order that changes from run to run."""

WIDTHS_CM = {
    "legacy": (7.5, 2.5, 3.0, 3.0),
    "proactive": (4.0, 4.0, 4.0, 4.0),
    "requests": (1.3, 1.8, 4.5, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2),
    "remedies": (16 / 15,) * 15,
}
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = f"{PACKAGE}/relationships/metadata/core-properties"
CONTENT_TYPES = f"""{XML}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="{CORE_TYPE}"/>
</Types>"""
RELATIONS = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{CORE_RELATION}" Target="docProps/core.xml"/>
</Relationships>"""
DOCUMENT_RELATIONS = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>
</Relationships>"""
STYLES = f"""{XML}<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
<w:sz w:val="24"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
</w:styles>"""
CORE = (
    XML
    + f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
    + """
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>{title}</dc:title><dc:creator>{agency}</dc:creator><dc:description>facsimile</dc:description>
<dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:modified>
</cp:coreProperties>"""
)
TABLE_POINTS = {"legacy": 12, "proactive": 10.5, "requests": 9, "remedies": 9}


def write_word(outline: Outline, layouts: dict[str, Layout]) -> bytes:
    """The whole document."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    new_page = False
    for line in outline.body:
        if line.startswith("@"):
            _add_table(
                document,
                layouts[line[1:]],
                outline.requests.row_height if line == "@requests" else 0,
            )
        elif line == "---":
            new_page = True
        elif line[:2] not in ("^ ", "~ "):
            paragraph = _add_text(
                document.add_paragraph(), outline.in_width(line).replace(PAGE_CUT, "")
            )
            paragraph.paragraph_format.page_break_before = new_page
            new_page = False
    return _pack(
        outline,
        etree.tostring(document.element, xml_declaration=True, encoding="UTF-8", standalone=True),
    )


def _pack(outline: Outline, document: bytes) -> bytes:
    """The smallest package that a word processor opens.

    No clock and no compressor has a say in its bytes.
    """
    core = CORE.format(
        title=escape(outline.title), agency=escape(outline.agency), date=outline.dated
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, data in (
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("docProps/core.xml", core),
            ("word/document.xml", document),
            ("word/styles.xml", STYLES),
            ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
        ):
            package.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def _add_text(paragraph: Paragraph, line: str) -> Paragraph:
    mark, text = (line[:2], line[2:]) if line[:2] in ("= ", "> ", "# ") else ("", line)
    run = paragraph.add_run(text)
    layout = paragraph.paragraph_format
    layout.space_after = Pt(4)
    if mark == "= ":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run.font.size = Pt(18)
    elif mark == "> ":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif mark == "# ":
        run.font.size = Pt(14)
        layout.keep_with_next = True
    else:
        layout.first_line_indent = Pt(24)
    run.font.size = run.font.size or Pt(12)
    return paragraph


def _element(tag: str, **attributes: str | int) -> OxmlElement:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _add_table(document: docx.document.Document, layout: Layout, row_height: float) -> None:
    widths = [round(cm * 567) for cm in WIDTHS_CM[layout.table]]
    table, grid = _element("tbl"), _element("tblGrid")
    for width in widths:
        grid.append(_element("gridCol", w=width))
    table.append(_table_properties(sum(widths)))
    table.append(grid)
    open_spans: dict[int, list[int]] = {}  # column -> [colspan, rows still under the span]
    for line in layout.lines:
        row, row_properties = _element("tr"), _element("trPr")
        row_properties.append(_element("cantSplit"))
        if row_height:
            row_properties.append(_element("trHeight", val=round(row_height * 20), hRule="atLeast"))
        row.append(row_properties)
        boxes = list(line.boxes)
        column = 0
        while column < layout.width:
            if column in open_spans:
                colspan, left = open_spans[column]
                box, merge, points = Box("", colspan), "continue", 0.0
                open_spans[column][1] -= 1
                if left == 1:
                    del open_spans[column]
            else:
                box = boxes.pop(0)
                merge = "restart" if box.rowspan > 1 else ""
                points = TABLE_POINTS[layout.table]
                if merge:
                    open_spans[column] = [box.colspan, box.rowspan - 1]
            end = column + box.colspan
            row.append(_cell(box, sum(widths[column:end]), merge, points))
            column = end
        table.append(row)
    body = document.element.body
    body.insert(len(body) - 1, table)


def _table_properties(width: int) -> OxmlElement:
    properties = _element("tblPr")
    borders = _element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(side, val="single", sz=4, space=0, color="000000"))
    margins = _element("tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(side, w=40, type="dxa"))
    for part in (
        _element("tblW", w=width, type="dxa"),
        _element("jc", val="center"),
        borders,
        _element("tblLayout", type="fixed"),
        margins,
    ):
        properties.append(part)
    return properties


def _cell(box: Box, width: int, merge: str, points: float) -> OxmlElement:
    cell, properties = _element("tc"), _element("tcPr")
    properties.append(_element("tcW", w=width, type="dxa"))
    if box.colspan > 1:
        properties.append(_element("gridSpan", val=box.colspan))
    if merge:
        properties.append(_element("vMerge", val=merge))
    properties.append(_element("vAlign", val="center"))
    cell.append(properties)
    paragraph = _element("p")
    cell.append(paragraph)
    shape = Paragraph(paragraph, None)  # type: ignore[arg-type]
    shape.alignment = WD_ALIGN_PARAGRAPH.LEFT if box.kind == "label" else WD_ALIGN_PARAGRAPH.CENTER
    shape.paragraph_format.space_after = Pt(0)
    shape.paragraph_format.line_spacing = 1.0
    if box.text:
        run = shape.add_run(box.text)
        run.font.size = Pt(points)
    return cell
