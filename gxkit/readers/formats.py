"""What a file is, told from its bytes; and for what gxkit does not read, what to do instead."""

from __future__ import annotations

import re

from gxkit.errors import DamagedFileError, EncryptedFileError, ReadError, UnknownFormatError
from gxkit.readers.encodings import decode_bytes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_SAVE_AS = "open it and save it as .docx, PDF, a web page or plain text."
_TAG = re.compile(
    r"\s*<(?:!--|!doctype\b|\?xml\b|/?(?:html|head|body|meta|title|link|script|style|div|p|span|section|"
    r"article|main|table|tbody|thead|tr|td|th|h[1-6]|ul|ol|li|br|a|b|i|strong|em|font|center|form|img|"
    r"o:p|hr|pre)\b)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</(?:p|td|tr|table|div|html|body)\s*>", re.IGNORECASE)
_MHTML = re.compile(
    r"(?im)\A(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type:\s*(?:multipart/related|text/html)\b"
)
_WORD_XML = re.compile(r"<w:wordDocument\b|<pkg:package\b")
_HTML_IN_XML = re.compile(r"<(?:html|body|table|p|div)\b", re.IGNORECASE)

#: beginning of the bytes, and what a file of that kind is called
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM", "a picture (BMP)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
#: a member of a ZIP archive, and what an archive that has it is
_PACKAGES: tuple[tuple[bytes, str, str], ...] = (
    (
        b"xl/workbook",
        "an Excel workbook (.xlsx)",
        "copy its tables into a Word document or save it as a web page.",
    ),
    (b"ppt/presentation", "a PowerPoint presentation (.pptx)", "save it as PDF."),
    (b"OFD.xml", "an OFD document", "export it as PDF with the OFD reader that opens it."),
    (
        b"mimetypeapplication/vnd.oasis.opendocument",
        "an OpenDocument file (.odt, .ods)",
        "save it as .docx or PDF.",
    ),
    (b"mimetypeapplication/epub", "an EPUB book", "save it as PDF or a web page."),
)


def is_pdf(data: bytes) -> bool:
    """The mark may be preceded by up to 1024 bytes of anything (ISO 32000-1, annex H)."""
    return b"%PDF-" in data[:1024]


def is_doc(data: bytes) -> bool:
    """An OLE2 container with a Word stream; WPS writes its own .wps files like that too."""
    return data.startswith(_OLE) and _has_stream(data, "WordDocument")


def is_docx(data: bytes) -> bool:
    """A ZIP archive with a Word part; one that was cut still names its members as they begin."""
    return data.startswith(_ZIP) and b"word/document" in data


def is_html(data: bytes) -> bool:
    """A web page, or a piece of one, in any encoding; also one wrapped up as MHTML ("single file web page")."""
    text = _beginning(data)
    if text is None:
        return False
    if _TAG.match(text):
        return not (text.lstrip()[:5].lower() == "<?xml" and not _is_page_in_xml(text))
    return len(_MARKUP.findall(text)) > 2 or _MHTML.match(text) is not None


def is_text(data: bytes) -> bool:
    """Text without control characters, and no other format written in text."""
    text = _beginning(data)
    if text is None or text.startswith("{\\rtf") or text.lstrip()[:5].lower() == "<?xml":
        return False
    return not data.startswith(
        (_OLE, _ZIP, *(magic for magic, _ in _MAGIC if magic not in (b"BM", b"MZ")))
    )


def explain_unknown(data: bytes) -> tuple[type[ReadError], str]:
    """Why these bytes are not read and what to do, and the error that says so."""
    if data.startswith(_OLE):
        return _explain_ole(data)
    if data.startswith(_ZIP):
        return _explain_zip(data)
    if data.lstrip().startswith(b"{\\rtf"):
        return UnknownFormatError, f"this is a Rich Text file (.rtf), which is not read; {_SAVE_AS}"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            if "picture" in kind:
                return (
                    UnknownFormatError,
                    f"this is {kind} and holds no text; run OCR first, or get the web page.",
                )
            return (
                UnknownFormatError,
                f"this is {kind}, and a report was expected; unpack or convert it first.",
            )
    if data.lstrip()[:5].lower() == b"<?xml":
        return (
            UnknownFormatError,
            f"this is an XML file that is no web page, perhaps Word 2003 XML; {_SAVE_AS}",
        )
    return UnknownFormatError, (
        "these bytes are none of PDF, .docx, .doc (Word 97), web page or text; the download "
        "is probably damaged. Fetch it again, or save it in one of these formats."
    )


def _explain_ole(data: bytes) -> tuple[type[ReadError], str]:
    if _has_stream(data, "EncryptedPackage"):
        return EncryptedFileError, (
            "this Office file asks for a password; open it in Word or WPS and save it without one."
        )
    for stream, kind in (
        ("Workbook", "an Excel workbook (.xls)"),
        ("Book", "an Excel workbook (.xls)"),
        ("PowerPoint Document", "a PowerPoint presentation (.ppt)"),
    ):
        if _has_stream(data, stream):
            return (
                UnknownFormatError,
                f"this is {kind}, which is not read; save what it shows as .docx or PDF.",
            )
    return DamagedFileError, (
        "this is an old Office container without a Word document in it, either cut off or of "
        f"another program; fetch it again, or {_SAVE_AS}"
    )


def _explain_zip(data: bytes) -> tuple[type[ReadError], str]:
    for member, kind, advice in _PACKAGES:
        if member in data:
            return UnknownFormatError, f"this is {kind}, which is not read; {advice}"
    if any(
        member in data
        for member in (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"word/")
    ):
        return DamagedFileError, (
            "this is an Office file that breaks off before its document begins; fetch it again."
        )
    return (
        UnknownFormatError,
        "this is a ZIP archive, and a report was expected; unpack it and give the file inside.",
    )


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _beginning(data: bytes) -> str | None:
    """The first characters of `data` as text without its byte order mark, None if it is none."""
    sample = data[:65536]
    decoded = decode_bytes(sample)
    if decoded is None:
        return None
    text = decoded[0].lstrip("\ufeff")
    controls = sum(
        character < " " and character not in "\t\n\r\f\v\x1a" for character in text[:8192]
    )
    return None if controls > max(2, len(text[:8192]) // 200) else text


def _is_page_in_xml(text: str) -> bool:
    return _WORD_XML.search(text) is None and _HTML_IN_XML.search(text) is not None
