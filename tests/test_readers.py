"""Readers: one truth and several useful errors for each format. Documents are built here, a few lines each."""

import io
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from gxkit.document import Document, Grid, Line
from gxkit.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    NotAFileError,
    NoTextError,
    ReadError,
    TooLargeError,
    UnknownFormatError,
)
from gxkit.readers import formats, is_pdf, read
from gxkit.readers.formats import Format
from gxkit.readers.signs import (
    OLE,
    RTF,
    begins_after_blanks_with,
    begins_with,
    has_early,
    is_ole_with,
    is_zip_with,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read_bytes(folder: Path, data: bytes, name: str = "report.bin") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.by_rows()]


# --- what a file is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        ("年报".encode("gbk"), "a.pdf", "text"),
        ("一、总体情况\n".encode("gb18030"), "a.docx", "text"),
        (b"\xef\xbb\xbf2021", "a.html", "text"),
        ("<p>一、总体情况</p>".encode(), "a.txt", "html"),
        (b"<!-- x --><table><tr><td>1<td>2</table>", "a.doc", "html"),
        (
            '<?xml version="1.0" encoding="gbk"?><html><body>总计</body></html>'.encode("gbk"),
            "a.xml",
            "html",
        ),
        ("<html><body><p>总计</p></body></html>".encode("utf-16"), "a", "html"),
        ("总计\n<table><tr><td>1</td><td>2</td></tr></table>".encode(), "a", "html"),
    ],
)
def test_the_bytes_decide_the_format_not_the_name(tmp_path, data, name, format_):
    assert read_bytes(tmp_path, data, name).format == format_


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", EmptyFileError, "empty"),
        (b" \n\t\r\n", EmptyFileError, "white space"),
        (b"\xef\xbb\xbf \n", EmptyFileError, "empty"),
        (bytes(range(256)) * 8, UnknownFormatError, "PDF, .docx, .doc"),
        (b"{\\rtf1\\ansi x}", UnknownFormatError, "Rich Text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), UnknownFormatError, "OCR"),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", UnknownFormatError, "Excel"),
        (b"PK\x03\x04" + bytes(26) + b"ppt/presentation.xml", UnknownFormatError, "PowerPoint"),
        (b"PK\x03\x04" + bytes(26) + b"OFD.xml", UnknownFormatError, "OFD"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument",
            UnknownFormatError,
            "OpenDocument",
        ),
        (b"PK\x03\x04" + bytes(26) + b"a.txt", UnknownFormatError, "unpack"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", DamagedFileError, "fetch it again"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), UnknownFormatError, "Excel"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError, "password"),
        (OLE + bytes(600), DamagedFileError, "without a Word document"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), DamagedFileError, "Word 97"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", DamagedFileError, "damaged"),
        (b"%PDF-1.4\nnothing", DamagedFileError, "breaks off"),
        (b"%PDF-1.4\nnothing\n%%EOF", DamagedFileError, "damaged"),
        (
            b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'><w:p/></w:wordDocument>",
            UnknownFormatError,
            "Word 2003",
        ),
        (b"<html><script>load()</script></html>", NoTextError, "script"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence_that_begins_with_the_name(
    tmp_path, data, error, words
):
    with pytest.raises(error, match=r"^report\.bin: ") as caught:
        read_bytes(tmp_path, data)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_directory_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(NotAFileError, match="directory"):
        read(tmp_path)
    with pytest.raises(NotAFileError, match="no such file"):
        read(tmp_path / "absent.pdf")


def test_a_path_that_no_system_accepts_is_a_read_error():
    with pytest.raises(ReadError):
        read("a\0b")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(TooLargeError, match=r"^large\.txt: 100 MB"):
        read(path)


def test_text_and_web_pages_load_no_heavy_library(tmp_path):
    (tmp_path / "a.txt").write_text("总计", encoding="utf-8")
    (tmp_path / "a.html").write_text("<p>总计</p>", encoding="utf-8")
    code = (
        "import sys; from gxkit.readers import read; read('a.txt'); read('a.html');"
        "print([m for m in ('pandas', 'numpy', 'camelot', 'docx', 'pypdfium2', 'doc2docx') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert result.stdout.strip() == "[]"


RTF_READER = """
from gxkit.document import Line, Where
from gxkit.readers.formats import Contents

def read(path, data):
    text = data.decode("ascii").removeprefix("{\\\\rtf1 ").removesuffix("}")
    return Contents((Line(text, Where(line=1)),), {}, ())
"""


def test_a_new_format_is_a_module_and_a_line_of_the_registry(tmp_path, monkeypatch):
    (tmp_path / "rtf_reader.py").write_text(RTF_READER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    line = Format("rtf", ".rtf", (".rtf",), begins_with(RTF), "rtf_reader")
    with pytest.raises(UnknownFormatError, match="Rich Text"):
        read_bytes(tmp_path, b"{\\rtf1 2021}")
    monkeypatch.setattr(formats, "REGISTRY", (line, *formats.REGISTRY))
    document = read_bytes(tmp_path, b"{\\rtf1 2021}")
    assert (document.format, document.text) == ("rtf", "2021")
    with pytest.raises(UnknownFormatError, match=r"none of \.rtf, PDF, "):
        read_bytes(tmp_path, bytes(range(256)) * 8)


@pytest.mark.parametrize(
    ("sign", "data", "fits"),
    [
        (begins_with(b"II*\0", b"MM\0*"), b"MM\0*\0", True),
        (begins_with(b"II*\0"), b" II*\0", False),
        (begins_after_blanks_with(b"<?xml"), b"\n <?XML version='1.0'?>", True),
        (has_early(b"%PDF-", 1024), b"x" * 1019 + b"%PDF-", True),
        (has_early(b"%PDF-", 1024), b"x" * 1020 + b"%PDF-", False),
        (is_zip_with(b"OFD.xml"), b"PK\x03\x04" + b"OFD.xml", True),
        (is_zip_with(b"OFD.xml"), b"OFD.xml", False),
        (is_ole_with("Workbook", "Book"), OLE + "Book".encode("utf-16-le"), True),
        (is_ole_with("Workbook"), OLE + b"Workbook", False),
    ],
)
def test_a_sign_tells_what_is_of_its_format(sign, data, fits):
    assert sign(data) is fits


def test_every_registered_format_has_a_reader_and_a_name_of_its_own():
    for line in formats.REGISTRY:
        assert callable(import_module(line.module).read)
        assert all(ending.startswith(".") for ending in line.endings)
    names = [line.name for line in formats.REGISTRY]
    assert len(names) == len(set(names))


def test_a_pdf_is_told_by_its_first_bytes_whatever_its_name(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"mail header\n%PDF-1.4\n")
    (tmp_path / "a.pdf").write_bytes(b"x" * 2000 + b"%PDF-1.4\n")
    assert is_pdf(tmp_path / "a.txt")
    assert not is_pdf(tmp_path / "a.pdf")
    assert not is_pdf(tmp_path / "absent.pdf")


# --- text -----------------------------------------------------------------------------------------------------------


def test_text_lines_keep_tabs_blanks_and_their_numbers(tmp_path):
    document = read_bytes(tmp_path, "规章\t0\t0 \r\n\r\n 总计  1\n".encode())
    assert [(line.text, line.where.line, line.where.page) for line in document.lines] == [
        ("规章\t0\t0 ", 1, None),
        ("", 2, None),
        (" 总计  1", 3, None),
    ]
    assert document.properties == {"encoding": "utf-8"}


def test_a_form_feed_ends_a_page_and_is_dropped(tmp_path):
    document = read_bytes(tmp_path, "规章\n\f总计\n其他\f\n末".encode())
    assert [(line.text, line.where.page, line.where.line) for line in document.lines] == [
        ("规章", 1, 1),
        ("总计", 2, 2),
        ("其他", 2, 3),
        ("末", 3, 4),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_is_read_in_every_encoding_that_offices_use(tmp_path, encoding):
    document = read_bytes(tmp_path, "行政事业性收费 7730.28\n总计 1\n".encode(encoding))
    assert document.text == "行政事业性收费 7730.28\n总计 1"


def test_a_character_cut_in_two_does_not_turn_utf8_into_another_encoding(tmp_path):
    document = read_bytes(tmp_path, ("政府信息公开" * 50).encode()[:-1])
    assert document.properties["encoding"] == "utf-8"
    assert "1 characters could not be decoded" in document.remarks[0]


def test_a_markdown_table_is_a_grid_whose_places_are_characters_of_lines(tmp_path):
    document = read_bytes(
        tmp_path, "表\n| 指标 | 数量 |\n|---|--:|\n| 规章 | 12 |\n| 总<br>计 | |\n\n完\n".encode()
    )
    (grid,) = document.grids
    assert texts(grid) == [["指标", "数量"], ["规章", "12"], ["总\n计", ""]]
    assert str(grid.cells[3].where) == "line 4, characters 8-9"
    assert grid.caption == "表"
    assert document.text == "表\n\n完"


def test_tab_separated_lines_and_lone_pipes_are_no_grids(tmp_path):
    assert read_bytes(tmp_path, "a\tb\n1\t2\n首页 | 公开 | 年报\n---\n".encode()).grids == ()


# --- web pages ------------------------------------------------------------------------------------------------------


def read_page(folder: Path, markup: str) -> Document:
    return read_bytes(folder, markup.encode(), "page.html")


def test_fragments_of_a_number_are_joined_and_breaks_split_lines(tmp_path):
    document = read_page(
        tmp_path,
        "<p><span>201</span><span>5</span>年度</p><div>甲<br>乙\n 丙</div><h2>丁&nbsp;戊</h2>",
    )
    assert [line.text for line in document.lines] == ["2015年度", "甲", "乙 丙", "丁 戊"]
    assert [line.where.line for line in document.lines] == [1, 2, 3, 4]


def test_spans_push_cells_aside_and_malformed_spans_are_clipped(tmp_path):
    document = read_page(
        tmp_path,
        """<table><tr><td rowspan=2>甲<td colspan="x">乙<td colspan=99999>丙
        <tr><td>1<td>2<tr><td rowspan=0>3<td colspan=0>4</table>""",
    )
    (grid,) = document.grids
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 1),
        ("丙", 0, 2, 1, 200),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("3", 2, 0, 1, 1),
        ("4", 2, 1, 1, 1),
    ]
    assert str(grid.cells[4].where) == "table 1, row 2, column 3"


def test_breaks_and_paragraphs_in_a_cell_are_line_breaks(tmp_path):
    (grid,) = read_page(
        tmp_path, "<p>表</p><table><tr><td>商业<br>企业<td><p>1</p><p>&nbsp;</p></table>"
    ).grids
    assert texts(grid) == [["商业\n企业", "1"]]
    assert grid.caption == "表"


def test_a_layout_table_is_walked_and_its_inner_table_is_the_grid(tmp_path):
    document = read_page(
        tmp_path,
        """<table><tr><td>导语<td>侧栏<tr><td colspan=2>
        <table><tr><td>规章<td>0</table>尾</table>""",
    )
    assert [b.text if isinstance(b, Line) else texts(b) for b in document.blocks] == [
        "导语",
        "侧栏",
        [["规章", "0"]],
        "尾",
    ]


def test_scripts_hidden_text_and_site_chrome_are_left_out_but_no_table_is(tmp_path):
    document = read_page(
        tmp_path,
        """<html><head><title>t</title><style>p{}</style></head><body><nav>首页</nav>
        <div class="top-menu"><a>导航</a></div><script>var x</script><p style="display: none">隐</p>
        <form><table><tr><td>规章<td>7<td style="display:none">9</table></form><footer>版权</footer></body></html>""",
    )
    assert document.text == ""
    assert texts(document.grids[0]) == [["规章", "7"]]


def test_what_word_leaves_in_a_page_is_no_text(tmp_path):
    document = read_page(
        tmp_path,
        """<?xml:namespace prefix = o /><p>总<o:p></o:p>计<o:p>&nbsp;</o:p></p>
        <!--[if gte mso 9]><xml>9</xml><![endif]--><![if !supportLists]>1.<![endif]>规章""",
    )
    assert [line.text for line in document.lines] == ["总计", "1.规章"]


def test_text_in_a_table_outside_its_cells_is_not_lost(tmp_path):
    document = read_page(tmp_path, "<table><caption>单位：件</caption><tr>12<td>规章<td>0</table>")
    assert document.text == "单位：件\n12" or document.text == "12\n单位：件"


def test_a_page_says_its_title_date_agency_and_address(tmp_path):
    document = read_page(
        tmp_path,
        """<html><head><title> 网站 </title><meta name="ArticleTitle" content="2021年度报告">
        <meta name="PubDate" content="2022-1-9 10:00"><meta name="ContentSource" content="某局">
        <link rel="canonical" href="http://example.org/a"></head><body>正文</body></html>""",
    )
    assert document.properties == {
        "encoding": "utf-8",
        "title": "2021年度报告",
        "published": "2022-01-09",
        "agency": "某局",
        "url": "http://example.org/a",
    }


def test_the_date_of_publication_is_found_in_the_index_table(tmp_path):
    document = read_page(
        tmp_path, "<p>统计时间：2020年12月31日</p><table><tr><td>发布日期<td>2021年1月8日</table>"
    )
    assert document.properties["published"] == "2021-01-08"


def test_a_declared_encoding_that_is_wrong_is_not_believed(tmp_path):
    page = '<meta charset="utf-8"><p>不予公开</p>'
    assert read_bytes(tmp_path, page.encode("gbk")).text == "不予公开"
    assert read_bytes(tmp_path, page.replace("utf-8", "gb2312").encode()).text == "不予公开"


def test_a_single_file_web_page_is_unwrapped(tmp_path):
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<p>=D7=DC=BC=C6</p>\r\n--b--\r\n"
    )
    document = read_bytes(tmp_path, data)
    assert (document.format, document.text) == ("html", "总计")


def test_a_page_nested_too_deep_is_refused_rather_than_cut(tmp_path):
    with pytest.raises(DamagedFileError, match="255 deep"):
        read_page(tmp_path, "<div>" * 400 + "1<table><tr><td>规章<td>0</table>")


# --- Word -----------------------------------------------------------------------------------------------------------


def docx_bytes(body: str, extra: dict[str, str] | None = None) -> bytes:
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compati'
        f'bility/2006"><w:body>{body}</w:body></w:document>',
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
    assert remark.startswith("Row 2, column 1 of table 1 holds '藏'")


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
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" '
        'Target="numbering.xml"/></Relationships>'
    )
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
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


def test_a_relation_to_a_part_that_is_not_there_does_no_harm(tmp_path):
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/>'
        "</Relationships>"
    )
    assert (
        read_bytes(tmp_path, docx_bytes(p("总计"), {"word/_rels/document.xml.rels": rels})).text
        == "总计"
    )


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
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="{W}"><w:body><w:p><w:r>'
        "<w:t>总&x;计</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "secret" not in read_bytes(tmp_path, docx_bytes("", {"word/document.xml": xml})).text


def test_a_strict_package_says_how_to_save_it(tmp_path):
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = f'<w:document xmlns:w="{strict}"><w:body/></w:document>'
    with pytest.raises(DamagedFileError, match="Strict Open XML"):
        read_bytes(tmp_path, docx_bytes("", {"word/document.xml": xml}))


def test_a_word_97_file_has_the_tables_of_its_report():
    files = sorted(Path(__file__).parents[1].glob("data/reports/**/*.doc"))
    if not files:
        pytest.skip("no Word 97 file under data/reports yet")
    for path in files:
        document = read(path)
        assert document.format == "doc"
        assert document.grids
        assert all(grid.shape[1] > 1 for grid in document.grids)


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf_bytes(contents: list[str], encrypt: str = "", rotate: int = 0) -> bytes:
    """A PDF with one page of 200 by 200 points for each content stream; the font is Helvetica."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, content in enumerate(contents):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Rotate {rotate} /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    out, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} "
            f"/Root 1 0 R {encrypt} >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def show(x: int, y: int, text: str) -> str:
    return f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n"


#: a table of three columns at x 20, 80, 140, 180 and rows at y 160, 140, 120, its first row merged over two columns
RULED = (
    "0.5 w 20 160 m 180 160 l S 20 140 m 180 140 l S 20 120 m 180 120 l S 20 120 m 20 160 l S "
    "180 120 m 180 160 l S 140 120 m 140 160 l S 80 120 m 80 140 l S\n"
    + show(25, 145, "made")
    + show(145, 145, "total")
    + show(25, 125, "row")
    + show(85, 125, "12")
    + show(145, 125, "7730.28")
)


def test_a_ruled_table_is_a_grid_with_spans_boxes_and_lines_around_it(tmp_path):
    document = read_bytes(
        tmp_path, pdf_bytes([show(20, 180, "before 2023") + RULED + show(20, 100, "after")])
    )
    before, grid, after = document.blocks
    assert (before.text, str(before.where)) == ("before 2023", "page 1, line 1")
    assert (after.text, str(after.where)) == ("after", "page 1, line 2")
    assert [(c.text, c.row, c.column, c.colspan) for c in grid.cells] == [
        ("made", 0, 0, 2),
        ("total", 0, 2, 1),
        ("row", 1, 0, 1),
        ("12", 1, 1, 1),
        ("7730.28", 1, 2, 1),
    ]
    assert grid.caption == "before 2023"
    assert str(grid.cells[4].where) == "page 1, table 1, row 2, column 3"
    assert grid.cells[4].where.box == pytest.approx((140, 120, 180, 140), abs=1)


def test_a_page_that_is_turned_reads_the_same(tmp_path):
    upright = read_bytes(tmp_path, pdf_bytes([RULED]))
    turned = read_bytes(tmp_path, pdf_bytes([RULED], rotate=90))
    assert [texts(grid) for grid in turned.grids] == [texts(grid) for grid in upright.grids]
    assert turned.lines == ()


def test_the_line_before_a_page_break_is_the_caption_page_numbers_aside(tmp_path):
    document = read_bytes(
        tmp_path, pdf_bytes([show(20, 50, "table two") + show(90, 10, "- 1 -"), RULED])
    )
    assert document.grids[0].caption == "table two"
    assert document.grids[0].cells[0].where.page == 2


def test_characters_on_a_ruling_are_kept(tmp_path):
    document = read_bytes(tmp_path, pdf_bytes([RULED + show(70, 125, "345678901234")]))
    printed = "".join(text for row in texts(document.grids[0]) for text in row)
    assert sorted(c for c in printed if c.isdigit()) == sorted("12" + "773028" + "345678901234")


def test_a_pdf_without_text_says_that_it_is_a_scan(tmp_path):
    with pytest.raises(NoTextError, match="run OCR"):
        read_bytes(tmp_path, pdf_bytes(["0 0 m 10 10 l S"]))


def test_a_pdf_with_a_password_says_so(tmp_path):
    key = "<" + "41" * 32 + ">"
    encrypt = f"/ID [<41> <41>] /Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>"
    with pytest.raises(EncryptedFileError, match="password"):
        read_bytes(tmp_path, pdf_bytes([RULED], encrypt))


def test_a_pdf_that_breaks_off_is_refused_for_pages_may_be_missing(tmp_path):
    with pytest.raises(DamagedFileError, match="breaks off"):
        read_bytes(tmp_path, pdf_bytes([RULED, RULED])[:-60])


def test_raised_digits_beside_a_figure_are_a_footnote_mark_and_no_digits_of_it(tmp_path):
    page = read_page(
        tmp_path,
        "<table><tr><td>31<sup>1</sup></td><td>4<sup><a>[2]</a></sup></td>"
        "<td><sup>12</sup></td><td>5</td></tr></table>",
    )
    assert texts(page.grids[0]) == [["31¹", "4[²]", "12", "5"]]
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    cells = (
        f"<w:tc><w:p><w:r><w:t>31</w:t></w:r>{raised}</w:p></w:tc>",
        f"<w:tc><w:p>{raised}</w:p></w:tc>",
    )
    word = read_bytes(tmp_path, docx_bytes(f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>"))
    assert texts(word.grids[0]) == [["31¹", "1"]]


def test_what_is_typed_into_the_fields_of_a_form_in_a_cell_is_its_text(tmp_path):
    page = read_page(
        tmp_path,
        "<p>检索<input value='请输入'></p><table><tr><td>规章</td><td><input value='3'></td>"
        "<td><input type=number value=4>件</td><td><textarea>5</textarea></td>"
        "<td><input type=hidden value=6></td><td><input placeholder='0'></td></tr></table>",
    )
    assert [texts(block) for block in page.blocks if isinstance(block, Grid)] == [
        [["规章", "3", "4件", "5", "", ""]]
    ]
    assert "请输入" not in page.text
