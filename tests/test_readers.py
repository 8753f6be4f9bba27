"""What a file is, told from its bytes, what is refused with which words, and plain text."""

import gc
import io
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

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
from gxkit.readers.collector import collect_seldom
from gxkit.readers.formats import Format
from gxkit.readers.signs import (
    OLE,
    begins_after_blanks_with,
    begins_with,
    has_early,
    is_ole_with,
    is_zip_with,
)
from reading import read_bytes, texts

# --- what a file is ---------------------------------------------------------------------------


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
        (b"\x89PNG\r\n\x1a\n" + bytes(50), DamagedFileError, "picture is damaged"),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", DamagedFileError, "Excel"),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.bin", DamagedFileError, "Excel"),
        (b"PK\x03\x04" + bytes(26) + b"ppt/presentation.xml", UnknownFormatError, "PowerPoint"),
        (b"PK\x03\x04" + bytes(26) + b"OFD.xml", DamagedFileError, "the OFD package is damaged"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument",
            UnknownFormatError,
            "OpenDocument",
        ),
        (b"PK\x03\x04" + bytes(26) + b"a.txt", UnknownFormatError, "unpack"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", DamagedFileError, "fetch it again"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), DamagedFileError, "Excel"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError, "password"),
        (OLE + bytes(600), DamagedFileError, "without a Word document"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), DamagedFileError, "Word 97"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", DamagedFileError, "damaged"),
        (b"%PDF-1.4\nnothing", DamagedFileError, "breaks off"),
        (b"%PDF-1.4\nnothing\n%%EOF", DamagedFileError, "damaged"),
        (
            b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'><w:p/></w:wordDocument>",
            UnknownFormatError,
            "nor of Word",
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


def test_bytes_and_an_open_file_are_read_as_the_file_is(tmp_path):
    path = tmp_path / "说明.txt"
    path.write_bytes("一、概述\n无".encode())
    whole = read(path)
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        for given in (binary, text, path.read_bytes(), io.BytesIO(path.read_bytes())):
            assert read(given).blocks == whole.blocks
        assert read(binary).name == "说明.txt"
    closed = io.BytesIO(b"x")
    closed.close()
    with pytest.raises(ReadError, match=r"cannot be read \(.*closed.*give its path"):
        read(closed)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "got None"),
        (["a.pdf", "b.pdf"], "a list of 2, and gxkit.parse_many reads several"),
        (3, "an object of the type int"),
        ("https://www.example.gov.cn/a.html", "^https://www.*an address.*gxkit add"),
    ],
)
def test_what_is_no_file_is_told_what_would_read_it(given, said):
    with pytest.raises(NotAFileError, match=said):
        read(given)


def test_a_folder_is_told_which_door_reads_it(tmp_path):
    with pytest.raises(NotAFileError, match=r"gxkit\.parse_many\("):
        read(tmp_path)
    (tmp_path / "catalog.csv").write_text("")
    with pytest.raises(NotAFileError, match=r"gxkit\.open\("):
        read(tmp_path)


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
        "heavy = {'pandas', 'numpy', 'camelot', 'pypdfium2', 'doc2docx'};"
        "print(heavy & {*sys.modules})"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert result.stdout.strip() == "set()"


SCRIPT_READER = """
from gxkit.document import Line, Where
from gxkit.readers.formats import Contents

def read(path, data):
    text = data.decode("ascii").removeprefix("%!PS ")
    return Contents((Line(text, Where(line=1)),), {}, ())
"""


def test_a_new_format_is_a_module_and_a_line_of_the_registry(tmp_path, monkeypatch):
    (tmp_path / "script_reader.py").write_text(SCRIPT_READER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    line = Format("ps", ".ps", (".ps",), begins_with(b"%!PS"), "script_reader")
    with pytest.raises(UnknownFormatError, match="PostScript"):
        read_bytes(tmp_path, b"%!PS 2021")
    monkeypatch.setattr(formats, "REGISTRY", (line, *formats.REGISTRY))
    document = read_bytes(tmp_path, b"%!PS 2021")
    assert (document.format, document.text) == ("ps", "2021")
    with pytest.raises(UnknownFormatError, match=r"none of \.ps, PDF, "):
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


# --- text -------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("read_as", ["latin-1", "cp1252"])
def test_utf8_that_was_read_as_western_and_saved_is_restored_and_said(tmp_path, read_as):
    text = "各县级政府信息公开申请数量，共五件；其中的办结件数。" * 8 + "\n1 234\n"
    spoiled = []
    # what cp1252 does not define stays as it is
    for byte in text.encode():
        one = bytes((byte,))
        spoiled.append(one.decode(read_as, "replace").replace("\ufffd", chr(byte)))
    document = read_bytes(tmp_path, "".join(spoiled).encode())
    assert document.text + "\n" == text
    assert "UTF-8 that was read as" in document.remarks[0].say("en")


def test_of_utf8_that_was_read_as_gbk_and_saved_the_lost_characters_are_counted(tmp_path):
    text = "政府信息公开工作年度报告，一、总体情况。行政许可的数量；" * 8
    document = read_bytes(tmp_path, text.encode().decode("gbk", "replace").encode())
    assert "政府信" in document.text
    assert document.text.count("\ufffd") == document.remarks[0]["count"] > 0


def test_letters_with_accents_are_left_alone(tmp_path):
    text = "拼音：é à å ç è æ，ééé çç。" * 9
    assert read_bytes(tmp_path, text.encode()).text == text


def test_a_character_cut_in_two_does_not_turn_utf8_into_another_encoding(tmp_path):
    document = read_bytes(tmp_path, ("政府信息公开" * 50).encode()[:-1])
    assert document.properties["encoding"] == "utf-8"
    assert "1 characters could not be decoded" in str(document.remarks[0])


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


def test_cycles_are_looked_for_as_often_as_before_once_nobody_reads():
    before = gc.get_threshold()
    with collect_seldom():
        seldom = gc.get_threshold()
        with collect_seldom():
            pass
        assert gc.get_threshold() == seldom != before
    assert gc.get_threshold() == before
