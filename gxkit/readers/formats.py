"""The formats that gxkit reads, one line each; and for all others what to do instead.

A new format is a module with `read(path, data) -> Contents` and a line of `REGISTRY`: no other file
changes. What the registry claims is read, whatever the table of refusals says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from gxkit.document import Grid, Line, Posture, Where
from gxkit.errors import DamagedFileError, EncryptedFileError, ReadError, UnknownFormatError
from gxkit.readers.signs import (
    COMPRESSED,
    OLE,
    OTHER_FILES,
    RTF,
    XML,
    ZIP,
    Sign,
    begins_after_blanks_with,
    begins_with,
    either,
    has_early,
    has_root,
    is_archive,
    is_html,
    is_json,
    is_ole_with,
    is_picture,
    is_tar,
    is_text,
    is_zip_around,
    is_zip_with,
)
from gxkit.text import Sentence


class Inner(NamedTuple):
    """A file inside a file, handed out unread: its name and its bytes. An `inline` one is shown as
    if it stood in the file itself, on the `page` if that has pages; a `hidden` one is there and
    not shown."""

    name: str
    data: bytes
    inline: bool = False
    page: int | None = None
    hidden: bool = False


class Contents(NamedTuple):
    """What a reader gives: lines, grids and files inside in reading order, what the file says of
    itself, sentences on what the reader had to decide, the places of pictures, and how pages lie
    (see `gxkit.document.Document`). `with_pictures` gives the blocks with pictures handed out that
    were left where they are, for tables are shown beside them."""

    blocks: tuple[Line | Grid | Inner, ...]
    properties: dict[str, str]
    remarks: tuple[Sentence, ...]
    pictures: tuple[Where, ...] = ()
    postures: tuple[Posture, ...] = ()
    with_pictures: Callable[[], Sequence[Line | Grid | Inner]] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: its name, how people call it, the endings of its files' names (for
    lists; the bytes decide), its sign, and the module whose `read` reads it."""

    name: str
    title: str
    endings: tuple[str, ...]
    fits: Sign
    module: str

    def read(self, path: Path, data: bytes) -> Contents:
        """The contents of the file at `path`, whose bytes are `data`.

        The module is imported now, so that a text costs no PDF library.
        """
        module = import_module(self.module)
        reader = cast("Callable[[Path, bytes], Contents]", module.read)
        return reader(path, data)


# the mark may be preceded by up to 1024 bytes of anything (ISO 32000-1, annex H)
PDF_HEAD = 1024
begins_as_pdf = has_early(b"%PDF-", PDF_HEAD)

#: The first one that fits reads the file: what has a sign of its own stands before `html` and
#: `text`, which take any characters. WPS writes its own .wps files like .doc.
REGISTRY: tuple[Format, ...] = (
    Format("pdf", "PDF", (".pdf",), begins_as_pdf, "gxkit.readers.pdf.pages"),
    Format("docx", ".docx", (".docx",), is_zip_with(b"word/document"), "gxkit.readers.word.docx"),
    Format(
        "doc",
        ".doc (Word 97)",
        (".doc", ".wps"),
        is_ole_with("WordDocument"),
        "gxkit.readers.word.doc",
    ),
    Format(
        "odt",
        "OpenDocument text",
        (".odt", ".fodt"),
        either(
            is_zip_with(b"mimetypeapplication/vnd.oasis.opendocument.text"),
            has_root("document", "application/vnd.oasis.opendocument.text"),
        ),
        "gxkit.readers.word.odt.walk",
    ),
    Format(
        "rtf", "Rich Text", (".rtf",), begins_after_blanks_with(RTF), "gxkit.readers.word.rtf.walk"
    ),
    Format(
        "xlsx",
        ".xlsx",
        (".xlsx", ".xlsm", ".et"),
        is_zip_with(b"xl/workbook.xml"),
        "gxkit.readers.book.xlsx",
    ),
    Format(
        "xlsb",
        ".xlsb",
        (".xlsb",),
        is_zip_with(b"xl/workbook.bin"),
        "gxkit.readers.book.xlsb",
    ),
    Format(
        "xls",
        ".xls (Excel 97)",
        (".xls", ".et"),
        is_ole_with("Workbook", "Book"),
        "gxkit.readers.book.xls",
    ),
    Format(
        "ods",
        ".ods",
        (".ods", ".fods"),
        is_zip_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        "gxkit.readers.book.ods",
    ),
    Format(
        "fods",
        "flat .ods",
        (".fods",),
        has_root("document", "application/vnd.oasis.opendocument.spreadsheet"),
        "gxkit.readers.book.ods",
    ),
    Format(
        "xml2003",
        "Excel 2003 XML",
        (".xls", ".xml"),
        has_root("Workbook", "urn:schemas-microsoft-com:office:spreadsheet"),
        "gxkit.readers.book.xml2003",
    ),
    Format("ofd", "OFD", (".ofd",), is_zip_around("OFD.xml"), "gxkit.readers.ofd.pages"),
    Format(
        "picture",
        "picture",
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
        is_picture,
        "gxkit.readers.scan.files",
    ),
    Format("zip", "ZIP archive", (".zip",), is_archive, "gxkit.readers.archive"),
    Format("tar", "tar archive", (".tar",), is_tar, "gxkit.readers.archive"),
    Format(
        "gzip",
        "compressed file",
        (".gz", ".bz2", ".xz"),
        begins_with(*COMPRESSED),
        "gxkit.readers.compressed",
    ),
    Format("json", "JSON", (".json",), is_json, "gxkit.readers.answers"),
    Format(
        "wordml",
        "Word XML",
        (".xml",),
        either(
            has_root("wordDocument", "schemas.microsoft.com/office/word/2003/wordml"),
            has_root("package", "schemas.microsoft.com/office/2006/xmlPackage"),
        ),
        "gxkit.readers.word.flat",
    ),
    Format("html", "web page", (".html", ".htm", ".mht"), is_html, "gxkit.readers.web.page"),
    Format("text", "text", (".txt", ".md", ".csv"), is_text, "gxkit.readers.text.plain"),
)


def find_format(data: bytes) -> Format | None:
    """The format that these bytes are of; None where it is not read."""
    return next((format_ for format_ in REGISTRY if format_.fits(data)), None)


_ZH = {
    "OpenDocument text": "OpenDocument 文本",
    "flat .ods": "单文件 .ods",
    "picture": "图像",
    "ZIP archive": "ZIP 压缩包",
    "tar archive": "tar 压缩包",
    "compressed file": "压缩文件",
    "web page": "网页",
    "text": "文本",
}
"""titles that are no name of a format"""


def list_formats(language: str) -> str:
    """The formats that are read, in words.

    >>> first, *_, last = list_formats("en").split(", ")
    >>> first, last
    ('PDF', 'web page or text')
    """
    *most, last = [format_.title for format_ in REGISTRY]
    if language == "zh":
        return "、".join(_ZH.get(title, title) for title in (*most, last))
    return f"{', '.join(most)} or {last}"


class _Refusal(NamedTuple):
    """A sign of what is not read, what kind of error that is, and what to do."""

    fits: Sign
    error: type[ReadError]
    sentence: Sentence


_SAVE_AS = Sentence(
    "请打开后另存为 .docx、PDF、网页或纯文本。",
    "open it and save it as .docx, PDF, a web page or plain text.",
)
_OLE_REFUSALS = (
    _Refusal(
        is_ole_with("EncryptedPackage"),
        EncryptedFileError,
        Sentence(
            "此 Office 文件需要密码；请用 Word 或 WPS 打开，取消密码后另存。",
            "this Office file asks for a password; open it in Word or WPS and save it without one.",
        ),
    ),
    _Refusal(
        is_ole_with("PowerPoint Document"),
        UnknownFormatError,
        Sentence(
            "这是 PowerPoint 演示文稿（.ppt），不能读取；请把其内容存为 .docx 或 PDF。",
            "this is a PowerPoint presentation (.ppt), which is not read; save what it shows as "
            ".docx or PDF.",
        ),
    ),
    _Refusal(
        begins_with(OLE),
        DamagedFileError,
        Sentence(
            "这是旧式 Office 文件，其中没有 Word 文档，可能不完整，或由其他程序写成；请重新下载，"
            f"或{_SAVE_AS.zh.removeprefix('请')}",
            "this is an old Office container without a Word document in it, either cut off or of "
            f"another program; fetch it again, or {_SAVE_AS.en}",
        ),
    ),
)
_ZIP_REFUSALS = (
    _Refusal(
        is_zip_with(b"ppt/presentation"),
        UnknownFormatError,
        Sentence(
            "这是 PowerPoint 演示文稿（.pptx），不能读取；请存为 PDF。",
            "this is a PowerPoint presentation (.pptx), which is not read; save it as PDF.",
        ),
    ),
    _Refusal(
        is_zip_with(b"mimetypeapplication/vnd.oasis.opendocument"),
        UnknownFormatError,
        Sentence(
            "这是不能读取的一类 OpenDocument 文件（如 .odp）；请存为 .docx 或 PDF。",
            "this is an OpenDocument file of a kind that is not read (as .odp); save it as .docx "
            "or PDF.",
        ),
    ),
    _Refusal(
        is_zip_with(b"mimetypeapplication/epub"),
        UnknownFormatError,
        Sentence(
            "这是 EPUB 电子书，不能读取；请存为 PDF 或网页。",
            "this is an EPUB book, which is not read; save it as PDF or a web page.",
        ),
    ),
    _Refusal(
        is_zip_with(b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"word/"),
        DamagedFileError,
        Sentence(
            "此 Office 文件在正文之前就中断了；请重新下载。",
            "this is an Office file that breaks off before its document begins; fetch it again.",
        ),
    ),
    _Refusal(
        begins_with(ZIP),
        UnknownFormatError,
        Sentence(
            "这是已损坏或不完整的 ZIP 压缩包；请重新下载，或解压后给出其中的文件。",
            "this is a ZIP archive that is damaged or breaks off; fetch it again, or unpack it and "
            "give the file inside.",
        ),
    ),
)
_OTHER_REFUSALS = tuple(
    _Refusal(
        begins_with(mark),
        UnknownFormatError,
        Sentence(
            f"这是{what.zh}，而应为一份年报；请先解压或转换。",
            f"this is {what.en}, and a report was expected; unpack or convert it first.",
        ),
    )
    for mark, what in OTHER_FILES.items()
)
#: the first that fits is said; a general one stands after those that know more
_REFUSALS = (
    *_OLE_REFUSALS,
    *_ZIP_REFUSALS,
    *_OTHER_REFUSALS,
    _Refusal(
        begins_after_blanks_with(XML),
        UnknownFormatError,
        Sentence(
            f"这是 XML 文件，既不是网页也不是 Word 文件；{_SAVE_AS.zh}",
            f"this is an XML file that is neither a web page nor of Word; {_SAVE_AS.en}",
        ),
    ),
)


def explain_unknown(data: bytes) -> tuple[type[ReadError], Sentence]:
    """Why these bytes are not read and what to do, and the error that says so."""
    for refusal in _REFUSALS:
        if refusal.fits(data):
            return refusal.error, refusal.sentence
    return UnknownFormatError, Sentence(
        f"这些字节不属于任何可读的文件格式（{list_formats('zh')}）；可能下载有误。请重新下载，"
        "或存为其中一种格式。",
        f"these bytes are none of {list_formats('en')}; the download is probably damaged. Fetch "
        "it again, or save it in one of these formats.",
    )
