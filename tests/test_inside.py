"""Files inside files: archives, attachments, and what they may not do."""

import bz2
import ctypes
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx import Document as WordDocument

import gxkit
from gxkit.document import Where
from gxkit.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    ReadError,
    TooLargeError,
    UnknownFormatError,
)
from gxkit.notebook.printed import page_picture
from gxkit.readers import may_hold_pdf, read
from gxkit.report import Report
from specimens import draw_figures, write_html, write_text

FIGURES = draw_figures("2021", random.Random(4))
PAGE = write_html("2021", FIGURES, 2022).encode()
TEXT = write_text("2021", FIGURES, "tabs", 2022).encode()
PRINTED = Path(__file__).parents[1] / "data/reports/2021-jinjiang-government.txt"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


def pack(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def write(folder: Path, data: bytes, name: str = "report.zip") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def attach(*files: tuple[str, bytes], pinned: bool = False) -> bytes:
    """A PDF of an empty page that carries files, in its list or pinned to the page."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(300, 300)
    for name, data in files:
        if pinned:
            note = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_FILEATTACHMENT)
            wide = (name + "\0").encode("utf-16-le")
            pointer = ctypes.cast(wide, ctypes.POINTER(ctypes.c_ushort))
            handle = pdfium.FPDFAnnot_AddFileAttachment(note, pointer)
            pdfium.FPDFAttachment_SetFile(handle, document, data, len(data))
            pdfium.FPDFPage_CloseAnnot(note)
        else:
            document.new_attachment(name).set_data(data)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def assert_read(path: Path) -> Report:
    report = gxkit.parse(path)
    assert {key: report[key].value for key in FIGURES} == FIGURES
    assert report.meta.year == 2022
    return report


@pytest.mark.parametrize("data", [PAGE, TEXT])
def test_a_report_in_an_archive_is_read_and_its_place_names_it(tmp_path, data):
    archive = pack(
        ("附件/", b""), ("说明.txt", "请查收。".encode()), ("附件/年报", data), ("a.png", PICTURE)
    )
    report = assert_read(write(tmp_path, archive))
    assert report.values[0].where.file == "附件/年报"
    assert str(report.values[0].where).startswith("file “附件/年报”, ")
    assert report.values[0].where.say("zh").startswith("文件“附件/年报”")
    read_in, not_read = [remark.say("en") for remark in report.remarks]
    assert "“附件/年报”" in read_in
    assert "“a.png” (the picture is damaged" in not_read


def test_an_archive_in_an_archive_is_opened(tmp_path):
    report = assert_read(write(tmp_path, pack(("内.zip", pack(("年报.html", PAGE))))))
    assert report.values[0].where.file == "内.zip/年报.html"


def test_of_one_bodys_reports_in_an_archive_the_latest_filled_is_read(
    tmp_path,
):
    nothing = dict.fromkeys(FIGURES)
    earlier = draw_figures("2021", random.Random(5))
    files = {"1.html": (earlier, 2021), "2.html": (FIGURES, 2022), "3.html": (nothing, 2023)}
    pages = [(name, write_html("2021", *own).encode()) for name, own in files.items()]
    report = assert_read(write(tmp_path, pack(*pages)))
    told = str(report.remarks[0])
    assert "holds 3 reports" in told
    assert "2021" in told


def test_folders_parted_as_windows_does_are_folders(tmp_path):
    document = WordDocument()
    document.add_paragraph("年度报告")
    document.save(tmp_path / "report.docx")
    with zipfile.ZipFile(tmp_path / "report.docx") as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    data = pack(*parts)
    for name, _ in parts:
        data = data.replace(name.encode(), name.replace("/", "\\").encode())
    assert read(write(tmp_path, data, "report.docx")).text == "年度报告"


def test_names_of_chinese_systems_are_read(tmp_path):
    named = "年报".encode("gb18030")
    data = pack(("XXXX", PAGE)).replace(b"XXXX", named)
    document = read(write(tmp_path, data))
    assert document.blocks[0].where.file == "年报"


def test_a_word_file_that_an_archive_stores_is_no_damaged_word_file(tmp_path):
    inner = pack(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("broken.docx", inner)
        archive.writestr("report.html", PAGE)
    report = assert_read(write(tmp_path, out.getvalue()))
    assert "broken.docx" in report.remarks[-1].say("en")


@pytest.mark.parametrize("pinned", [False, True])
def test_a_report_attached_to_a_cover_is_read(tmp_path, pinned):
    data = attach(("年报.html", PAGE), ("图.png", PICTURE), pinned=pinned)
    report = assert_read(write(tmp_path, data, "cover.pdf"))
    assert report.values[0].where.file == "年报.html"


def test_no_page_is_shown_of_a_value_that_stands_in_a_file_inside():
    where = Where(page=1, box=(1.0, 2.0, 3.0, 4.0), file="年报.pdf")
    value = replace(gxkit.parse(PRINTED).values[0], where=where)
    with pytest.raises(ValueError, match="stands in a file inside"):
        page_picture("cover.pdf", value)


def test_a_cover_whose_attachments_are_not_read_says_so(tmp_path):
    path = write(tmp_path, attach(("a.xls", PICTURE)), "cover.pdf")
    with pytest.raises(DamagedFileError, match=r"cover.pdf: inside it a.xls: the picture is"):
        gxkit.parse(path)


def test_what_may_hold_a_pdf_is_read_in_a_process_of_its_own(tmp_path):
    docx = pack(("[Content_Types].xml", b""), ("word/document.xml", b""))
    assert may_hold_pdf(write(tmp_path, pack(("a", b"x"))))
    assert may_hold_pdf(write(tmp_path, attach()))
    assert not may_hold_pdf(write(tmp_path, docx))
    assert not may_hold_pdf(write(tmp_path, PAGE))
    assert not may_hold_pdf(tmp_path / "absent")
    (report,) = gxkit.parse_many(
        [write(tmp_path, pack(("年报.pdf", b"%PDF-1.4"), ("a.html", PAGE)))]
    )
    assert {key: report[key].value for key in FIGURES} == FIGURES


# what is refused


def bomb() -> bytes:
    return pack(*[(f"{number}.txt", bytes(9_000_000)) for number in range(30)])


def nested(depth: int) -> bytes:
    data = PAGE
    for _ in range(depth):
        data = pack(("a.zip", data))
    return data


def locked() -> bytes:
    data = bytearray(pack(("a.html", PAGE)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (bomb(), TooLargeError, "unpacks to 270 MB"),
        (nested(9), TooLargeError, "more is packed into it"),
        (pack(*[(f"{n}.txt", b"x") for n in range(200)]), TooLargeError, "over 100 files"),
        (locked(), EncryptedFileError, "asks for a password"),
        (pack(("a/", b"")), EmptyFileError, "holds no file"),
        (pack(("a.png", PICTURE)), DamagedFileError, "inside it a.png: the picture is damaged"),
        (pack(("a.png", PICTURE), ("b.png", PICTURE)), UnknownFormatError, "none of the 2 files"),
        (pack(("a.html", PAGE))[:-30], UnknownFormatError, "damaged or breaks off"),
        (pack(("a.pdf", b"%PDF-1.4 x")), DamagedFileError, "inside it a.pdf: the PDF breaks off"),
        (b"Rar!\x1a\x07\x00" + bytes(50), UnknownFormatError, "a RAR archive"),
        (b"7z\xbc\xaf'\x1c" + bytes(50), UnknownFormatError, "a 7z archive"),
    ],
)
def test_what_cannot_be_opened_gets_one_sentence(tmp_path, data, error, says):
    with pytest.raises(ReadError) as caught:
        gxkit.parse(write(tmp_path, data))
    assert type(caught.value) is error
    assert says in str(caught.value)


def tar(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


COMPRESSED = {
    "report.html.gz": gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]),
    "report.bz2": bz2.compress(TEXT),
    "report.xz": lzma.compress(PAGE),
    "report.tar": tar(("附件/说明.txt", "请查收。".encode()), ("附件/年报.html", PAGE)),
    "report.tgz": gzip.compress(tar(("年报.txt", TEXT))),
}


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_report_in_a_compressed_file_is_read(tmp_path, name):
    path = write(tmp_path, COMPRESSED[name], name)
    report = assert_read(path)
    assert "Opened inside it" in report.remarks[0].say("en")
    assert may_hold_pdf(path)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (COMPRESSED["report.html.gz"][:200], DamagedFileError, "compressed file is damaged"),
        (COMPRESSED["report.xz"][:200], DamagedFileError, "compressed file is damaged"),
        (gzip.compress(bytes(200_000_001), 1), TooLargeError, "unpacks to more than 200 MB"),
        (COMPRESSED["report.tar"][:700], DamagedFileError, "archive is damaged"),
    ],
)
def test_a_compressed_file_that_makes_no_sense_says_so(tmp_path, data, error, words):
    with pytest.raises(error, match=words):
        read(write(tmp_path, data))
