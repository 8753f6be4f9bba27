"""Word files: one truth and several useful errors. Packages are made here, a few lines each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gxkit.document import Line, Unread
from gxkit.errors import DamagedFileError, TooLargeError
from gxkit.readers import read
from reading import read_bytes, texts

SCHEMAS = "http://schemas.openxmlformats.org"
W = f"{SCHEMAS}/wordprocessingml/2006/main"
MC = f"{SCHEMAS}/markup-compatibility/2006"
PACKAGE = f"{SCHEMAS}/package/2006"
OFFICE = f"{SCHEMAS}/officeDocument/2006"


def relation(kind: str, target: str) -> str:
    """The list of a part's relations, which has one."""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


def docx_bytes(body: str, extra: dict[str, str] | None = None) -> bytes:
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relation("officeDocument", "word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body>'
        "</w:document>",
    } | (extra or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_word_merges_become_spans(tmp_path):
    body = (
        p("表")
        + "<w:tbl>"
        + "".join(
            f"<w:tr>{row}</w:tr>"
            for row in (
                tc("甲", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') + tc("乙"),
                tc("", '<w:gridSpan w:val="2"/><w:vMerge/>') + tc("1"),
                '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("丙", "<w:vMerge/>") + tc("2"),
            )
        )
        + "</w:tbl>"
        + p("完")
    )
    document = read_bytes(tmp_path, docx_bytes(body))
    (grid,) = document.grids
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        ("甲", 0, 0, 2, 2),
        ("乙", 0, 2, 1, 1),
        ("1", 1, 2, 1, 1),
        ("丙", 2, 1, 1, 1),
        ("2", 2, 2, 1, 1),
    ]
    assert grid.caption == "表"
    assert str(grid.cells[3].where) == "table 1, row 3, column 2"
    assert [(line.text, line.where.line) for line in document.lines] == [("表", 1), ("完", 2)]


def test_text_under_a_merged_cell_is_remarked_not_silent(tmp_path):
    body = (
        "<w:tbl>"
        + "".join(
            f"<w:tr>{row}</w:tr>"
            for row in (
                tc("甲", '<w:vMerge w:val="restart"/>') + tc("1"),
                tc("藏", "<w:vMerge/>") + tc("2"),
            )
        )
        + "</w:tbl>"
    )
    (remark,) = read_bytes(tmp_path, docx_bytes(body)).remarks
    assert str(remark).startswith("Row 2, column 1 of table 1 holds “藏”")


def test_deleted_and_hidden_text_goes_inserted_text_tabs_and_breaks_stay(tmp_path):
    body = (
        "<w:p><w:r><w:t>总</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>计</w:t>"
        "<w:tab/><w:t>1</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r>"
        "<w:lastRenderedPageBreak/><w:br/><w:t>次</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent>" + p("控件") + "</w:sdtContent></w:sdt>"
    )
    assert read_bytes(tmp_path, docx_bytes(body)).text == "总计\t1\n次\n控件"


def test_a_text_box_is_read_once_and_its_table_is_a_grid(tmp_path):
    box = (
        f"<w:txbxContent>{p('框')}<w:tbl><w:tr>{tc('规章')}{tc('3')}</w:tr></w:tbl></w:txbxContent>"
    )
    body = (
        "<w:p><w:r><w:t>外</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        + box
        + "</mc:Choice>"
        "<mc:Fallback>" + box + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = read_bytes(tmp_path, docx_bytes(body))
    assert document.text == "外\n框"
    assert [texts(grid) for grid in document.grids] == [[["规章", "3"]]]


def test_a_table_that_holds_a_table_is_layout(tmp_path):
    inner = f"<w:tbl><w:tr>{tc('规章')}{tc('3')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('导语')}{inner}{p('尾')}</w:tc>{tc('侧')}</w:tr></w:tbl>"
    document = read_bytes(tmp_path, docx_bytes(body))
    assert [b.text if isinstance(b, Line) else texts(b) for b in document.blocks] == [
        "导语",
        [["规章", "3"]],
        "尾",
        "侧",
    ]


def test_automatic_numbers_are_part_of_the_text(tmp_path):
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="7"/></w:numPr>'
    rels = relation("numbering", "numbering.xml")
    level = (
        '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/>'
        '<w:lvlText w:val="{}"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
        + level.format(0, "chineseCounting", "（%1）")
        + level.format(1, "decimal", "%2.")
        + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(
        p(text, number.format(depth))
        for text, depth in (
            ("予以公开", 0),
            ("部分公开", 0),
            ("国家秘密", 1),
            ("法律", 1),
            ("无法提供", 0),
            ("不掌握", 1),
        )
    )
    document = read_bytes(
        tmp_path,
        docx_bytes(body, {"word/_rels/document.xml.rels": rels, "word/numbering.xml": numbering}),
    )
    assert document.text.split("\n") == [
        "（一）予以公开",
        "（二）部分公开",
        "1.国家秘密",
        "2.法律",
        "（三）无法提供",
        "1.不掌握",
    ]


def test_a_cell_that_only_a_list_marks_is_not_blank_and_no_number_joins_a_figure(tmp_path):
    rels = relation("numbering", "numbering.xml")
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="%{level + 1}."/></w:lvl>'
        for level, form in enumerate(("hebrew1", "decimal"))
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    listed = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="7"/></w:numPr>'
    cells = "".join(
        f"<w:tc>{p(text, listed.format(level))}</w:tc>" for text, level in (("", 0), ("3", 1))
    )
    parts = {"word/_rels/document.xml.rels": rels, "word/numbering.xml": numbering}
    data = docx_bytes(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", parts)
    (grid,) = read_bytes(tmp_path, data).grids
    assert [(cell.text, cell.unread) for cell in grid.cells] == [
        ("", Unread.NUMBER),
        ("1. 3", None),
    ]


def test_a_relation_to_a_part_that_is_not_there_does_no_harm(tmp_path):
    data = docx_bytes(p("总计"), {"word/_rels/document.xml.rels": relation("image", "NULL")})
    assert read_bytes(tmp_path, data).text == "总计"


def test_a_docx_that_breaks_off_is_damaged(tmp_path):
    data = docx_bytes(p("总计" * 500))
    with pytest.raises(DamagedFileError, match="fetch it again"):
        read_bytes(tmp_path, data[: len(data) - 40])


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    with pytest.raises(TooLargeError, match="unpacks to 250 MB"):
        read_bytes(tmp_path, docx_bytes(p("总计"), {"word/media/a.xml": "0" * 250_000_000}))


def test_entities_are_not_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    xml = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>总&x;计</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    assert "secret" not in read_bytes(tmp_path, docx_bytes("", {"word/document.xml": xml})).text


def test_a_word_97_file_has_the_tables_of_its_report():
    files = sorted(Path(__file__).parents[1].glob("data/reports/**/*.doc"))
    if not files:
        pytest.skip("no Word 97 file under data/reports yet")
    for path in files:
        document = read(path)
        assert document.format == "doc"
        assert document.grids
        assert all(grid.shape[1] > 1 for grid in document.grids)


@pytest.mark.parametrize("number", ["9" * 5_000, "-3", "nan", "", "½"])
def test_a_length_or_a_count_that_is_no_number_takes_nothing_from_the_text(number, tmp_path):
    level = f'<w:pPr><w:numPr><w:ilvl w:val="{number}"/></w:numPr></w:pPr>'
    drawn = f'<w:drawing><wp:inline xmlns:wp="urn:wp"><wp:extent cx="{number}"/></wp:inline>'
    looks = f'<w:rPr><w:sz w:val="{number}"/><w:w w:val="{number}"/></w:rPr>'
    body = (
        f"<w:p>{level}<w:r>{drawn}</w:drawing></w:r><w:r>{looks}<w:t>甲</w:t></w:r></w:p>"
        f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{number}"/></w:trPr>'
        f'<w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr>{p("31")}</w:tc>'
        f"{tc('32')}</w:tr></w:tbl>"
    )
    word = read_bytes(tmp_path, docx_bytes(body))
    assert "甲" in word.text
    assert {cell.text for cell in word.grids[0].cells} >= {"31", "32"}


def test_raised_digits_in_a_word_file_are_footnote_marks_unless_alone(tmp_path):
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    cells = (
        f"<w:tc><w:p><w:r><w:t>31</w:t></w:r>{raised}</w:p></w:tc>",
        f"<w:tc><w:p>{raised}</w:p></w:tc>",
    )
    word = read_bytes(tmp_path, docx_bytes(f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>"))
    assert texts(word.grids[0]) == [["31", "1"]]
