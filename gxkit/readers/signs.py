"""By what a format is known: signs, each a function from a file's bytes to whether it is of it.

The ones that are made (`begins_with`, `is_zip_with`, `is_ole_with` …) can stand in a line of the
registry as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from gxkit.readers.encodings import decode_bytes
from gxkit.readers.zips import member_names, member_start
from gxkit.text import Sentence

Sign = Callable[[bytes], bool]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ZIP_HEAD = 128  # bytes of a ZIP archive in which a document's first member says its kind
_KIND = b"mimetype"
_PACKAGE = frozenset(("[Content_Types].xml", "_rels/.rels", "OFD.xml", _KIND.decode()))
"""members that make an archive a document"""
RTF = b"{\\rtf"
XML = b"<?xml"

PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"BM": "BMP",
}
"""how a picture begins, and what its format is called"""
_BITMAP, _RESERVED = b"BM", slice(6, 10)
"""how a bitmap begins, and where it has nothing but zeros"""
_KIND_OF_RIFF = slice(8, 12)
OTHER_FILES = {
    b"Rar!": Sentence("RAR 压缩包", "a RAR archive"),
    b"7z\xbc\xaf'": Sentence("7z 压缩包", "a 7z archive"),
    b"MSCF": Sentence("CAB 压缩包", "a cabinet file"),
    b"%!PS": Sentence("PostScript 文件", "a PostScript file"),
    b"SQLite format 3": Sentence("数据库", "a database"),
    b"\x7fELF": Sentence("程序", "a program"),
    b"MZ": Sentence("程序", "a program"),
}
"""how other files begin that are often taken for a report, and what they are"""
COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
"""how a file begins that is compressed as a whole, by gzip, bzip2 or xz"""
_TAR, _IN_TAR = 257, b"ustar"
# a text may well begin with these two letters
_LETTERS = frozenset((b"BM", b"MZ"))
_NEVER_TEXT = (OLE, ZIP, *(PICTURES.keys() | OTHER_FILES.keys()) - _LETTERS)

_TAG = re.compile(
    r"\s*<(?:!--|!doctype\b|\?xml\b|/?(?:"
    r"html|head|body|meta|title|link|script|style|div|p|span|section|article|main|"
    r"table|tbody|thead|tr|td|th|h[1-6]|ul|ol|li|br|a|b|i|strong|em|font|center|form|img|"
    r"o:p|hr|pre)\b)",
    re.IGNORECASE,
)
_END_TAG = re.compile(r"</(?:p|td|tr|table|div|html|body)\s*>", re.IGNORECASE)
# the text of a report may quote a tag or two; a piece of a web page has more
_FEW_END_TAGS = 2
_MHTML = (
    r"(?im)\A(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?"
    r"content-type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)\b"
)
_MHTML_TEXT = re.compile(_MHTML)
_MHTML_BYTES = re.compile(_MHTML.encode())
_PAGE_IN_XML = re.compile(r"(?:<|&lt;)(?:html|body|table|p|div)\b", re.IGNORECASE)

_FIRST = 8_192  # bytes in which the first element of an XML file ends
_SAMPLE = 65_536  # bytes that are decoded to tell what a file is
_CHECKED = 8_192  # characters of them in which control characters are counted
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x19\x1b-\x1f]")
# Text dumps have some control characters where a picture stood: one in 200 is still text, and so
# are two in a text however short.
_CONTROLS_EACH = 200
_FEW_CONTROLS = 2


def begins_with(*marks: bytes) -> Sign:
    """Whether the file begins with one of some bytes."""

    def fits(data: bytes) -> bool:
        return data.startswith(marks)

    return fits


def either(*signs: Sign) -> Sign:
    """Whether one of some signs fits."""

    def fits(data: bytes) -> bool:
        return any(sign(data) for sign in signs)

    return fits


def begins_after_blanks_with(mark: bytes) -> Sign:
    """Whether it begins with letters, upper or lower case; white space may stand before them."""

    def fits(data: bytes) -> bool:
        return data.lstrip()[: len(mark)].lower() == mark.lower()

    return fits


def has_early(
    mark: bytes,
    within: int,
) -> Sign:
    """Whether some bytes stand among the first ones."""

    def fits(data: bytes) -> bool:
        return mark in data[:within]

    return fits


def is_zip_with(*members: bytes) -> Sign:
    """Whether it is a ZIP archive with a member whose name begins so, or that begins with this.

    Of one that was cut the list of members is lost; they are still named where they begin.
    """
    starts = tuple(member.decode() for member in members)
    kinds = [member for member in members if member.startswith(_KIND)]

    def fits(data: bytes) -> bool:
        if not data.startswith(ZIP):
            return False
        names = member_names(data)
        if names is None:
            return any(member in data for member in members)
        if any(name.startswith(starts) for name in names):
            return True
        # a kind is written out in the first member, which is not packed, unless a person packed it
        head = data[:_ZIP_HEAD]
        if kinds and _KIND not in head:
            head = _KIND + member_start(data, _KIND.decode(), _ZIP_HEAD)
        return any(kind in head for kind in kinds)

    return fits


def is_zip_around(member: str) -> Sign:
    """Whether it is a ZIP archive with a member of that name, in a folder or not, in any letters;
    an archive that was cut may name it."""
    name = member.lower()

    def fits(data: bytes) -> bool:
        if not data.startswith(ZIP):
            return False
        names = member_names(data)
        if names is None:
            return member.encode() in data
        bare = (said.replace("\\", "/").rpartition("/")[2] for said in names)
        return any(said.lower() == name for said in bare)

    return fits


def is_picture(data: bytes) -> bool:
    """Whether it is a picture; a text that begins with a bitmap's two letters is none."""
    if data.startswith(_BITMAP):
        return data[_RESERVED] == bytes(4)
    return data.startswith(tuple(PICTURES)) or data[_KIND_OF_RIFF] == b"WEBP"


def is_archive(data: bytes) -> bool:
    """Whether it is a ZIP archive of files, and not one that is a document itself."""
    if not data.startswith((ZIP, _EMPTY_ZIP)):
        return False
    names = member_names(data)
    return names is not None and _PACKAGE.isdisjoint(names)


def is_tar(data: bytes) -> bool:
    """Whether it is a tar archive."""
    return data[_TAR : _TAR + len(_IN_TAR)] == _IN_TAR


def has_files(names: Iterable[str]) -> bool:
    """Whether files are packed in a ZIP archive with such members, and not only a document."""
    listed = list(names)
    is_document = not _PACKAGE.isdisjoint(listed)
    return not is_document or any("/embeddings/" in name for name in listed)


def is_ole_with(*streams: str) -> Sign:
    """Whether it is an OLE2 container (of the old Office) with a stream of one of these names."""
    names = [stream.encode("utf-16-le") for stream in streams]

    def fits(data: bytes) -> bool:
        return data.startswith(OLE) and any(name in data for name in names)

    return fits


def is_html(data: bytes) -> bool:
    """A web page, or a piece of one, in any encoding; also one wrapped up as MHTML."""
    text = _beginning(data)
    if text is None:
        return False
    if _TAG.match(text):
        return not _is_xml(text) or _is_page_in_xml(text)
    return len(_END_TAG.findall(text)) > _FEW_END_TAGS or _MHTML_TEXT.match(text) is not None


_CALL = re.compile(rb"[\w.$]{1,60}\((?=[{\[])")
_BLANKS = b" \t\r\n\xef\xbb\xbf"


def is_mhtml(data: bytes) -> bool:
    """A web page wrapped up in a mail, as browsers save it in a single file."""
    return _MHTML_BYTES.match(data) is not None


def has_root(
    name: str,
    says: str,
) -> Sign:
    """Whether it is XML whose first element has a name and says something, such as its namespace or
    its kind."""
    root = re.compile(rf"<(?:\w+:)?{name}\s[^>]*{re.escape(says)}".encode())
    sought = says.encode()

    def fits(data: bytes) -> bool:
        # its names are ASCII in any encoding
        head = data[:_FIRST].replace(b"\0", b"")
        # one look for a few words is several times as fast as one at each tag
        return sought in head and root.search(head) is not None

    return fits


def is_json(data: bytes) -> bool:
    """An answer of a site in JSON, plain or as the argument of a call."""
    if data.lstrip(_BLANKS)[:1] not in (b"{", b"[", b'"') and not _CALL.match(data):
        return False
    try:
        return isinstance(load_json(data), dict | list | str)
    except (ValueError, RecursionError):
        return False


def load_json(data: bytes) -> object:
    """What JSON says, in whatever encoding; ValueError where it is none."""
    decoded = decode_bytes(data)
    text = decoded.text if decoded else ""
    if call := _CALL.match(data):
        text = text.strip().rstrip(";").removesuffix(")")[call.end() :]
    try:
        loaded: object = json.loads(text)
    except ValueError:
        # an export has one value a line
        loaded = [json.loads(line) for line in text.splitlines() if line.strip()]
    return loaded


def is_text(data: bytes) -> bool:
    """Text without control characters, and no other format written in text."""
    if data.startswith(_NEVER_TEXT):
        return False
    text = _beginning(data)
    if text is None or text.startswith(RTF.decode()):
        return False
    return not _is_xml(text)


def _is_xml(text: str) -> bool:
    return text.lstrip()[: len(XML)].lower() == XML.decode()


def _is_page_in_xml(text: str) -> bool:
    return _PAGE_IN_XML.search(text) is not None


def _beginning(data: bytes) -> str | None:
    """The first characters of `data` as text without its byte order mark, None if it is none."""
    decoded = decode_bytes(data[:_SAMPLE])
    if decoded is None:
        return None
    text = decoded.text.lstrip("\ufeff")
    checked = text[:_CHECKED]
    most = max(_FEW_CONTROLS, len(checked) // _CONTROLS_EACH)
    return text if len(_CONTROLS.findall(checked)) <= most else None
