"""Opening a Word package (.docx, or what a .doc became), after the archive was looked over.

Of the package only what a reading needs is followed: the main part, and for automatic numbers the
parts `numbering` and `styles` (ECMA-376, part 2: parts, relationships, targets).
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import NamedTuple

from lxml import etree

from gxkit.errors import DamagedFileError, EncryptedFileError, TooLargeError
from gxkit.readers.word.numbering import ListNumbers
from gxkit.readers.word.styles import Styles, may_hide, read_styles
from gxkit.readers.word.tags import Element, W

# A report with pictures unpacks to some dozen megabytes in some hundred parts; three kilobytes can
# be made to unpack to a gigabyte, and a list of a million empty parts fills the memory too.
MAX_UNPACKED_BYTES = 200_000_000
MAX_MEMBERS = 5_000
_MEGA = 1e6
_ENCRYPTED = 1
"""the flag of a member that asks for a password"""
# zipfile never yields more bytes of a member than the member declares, but only for these is that
# held to without unpacking all of it.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml"
_DOCUMENT = (
    f"{_TRANSITIONAL}/officeDocument",
    f"{_STRICT}/officeDocument/relationships/officeDocument",
)
_NUMBERING = (f"{_TRANSITIONAL}/numbering",)
_STYLES = (f"{_TRANSITIONAL}/styles",)
_PACKAGE = ""
"""as the source of relations: the package itself"""

_SAFE = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
)
# what zipfile and lxml raise on packages that were cut, patched or half written
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    struct.error,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    IndexError,
    OverflowError,
)


class Package(NamedTuple):
    """The `w:body` of a package, the counter of its automatic numbers, and its styles."""

    body: Element
    numbers: ListNumbers
    styles: Styles


def open_package(data: bytes, name: str) -> Package:
    """What a reading needs of the package in `data`.

    Raises TooLargeError, EncryptedFileError or DamagedFileError, each naming the file `name`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive, name)
            root, numbers, styles = _parse_parts(archive)
    except _DAMAGE as error:
        raise DamagedFileError(
            f"{name}: the Word package is damaged ({error}), probably a download that broke off; "
            "fetch it again, or open and save it once in Word or WPS."
        ) from error
    body = root.find(W + "body")
    if body is not None:
        return Package(body, numbers, styles)
    if _STRICT in root.tag:
        raise DamagedFileError(
            f"{name}: saved as Strict Open XML, which is not read; open it in Word or WPS and save "
            "it as an ordinary .docx."
        )
    raise DamagedFileError(
        f"{name}: the Word package holds no document body; it was written by an unusual program. "
        "Open it in Word or WPS and save it as an ordinary .docx."
    )


def _check_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what would unpack to too much, and what asks for a password."""
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        raise TooLargeError(
            f"{name}: unpacks to {total / _MEGA:,.0f} MB in {len(members)} parts, over the limit "
            f"of {MAX_UNPACKED_BYTES / _MEGA:,.0f} MB and {MAX_MEMBERS} parts; it is no ordinary "
            "report. Take the pictures out, or copy the text and tables into a new file."
        )
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise EncryptedFileError(
            f"{name}: the archive asks for a password; save the document without one."
        )
    if any(member.compress_type not in _COMPRESSIONS for member in members):
        raise zipfile.BadZipFile("a compression that Word does not use")


def _parse_parts(archive: zipfile.ZipFile) -> Package:
    """The root of the main part, and what the parts that it names say of it."""
    main = _related_part(archive, _PACKAGE, _DOCUMENT)
    if main is None:
        raise KeyError("no main part")
    text = archive.read(main)
    root = etree.fromstring(text, _SAFE)
    numbering = _related_part(archive, main, _NUMBERING)
    named = _related_part(archive, main, _STYLES)
    sheet = archive.read(named) if named is not None else b""
    hides = may_hide(text, sheet)
    # styles are large, and matter only where paragraphs can be numbered, or text hidden
    needed = sheet and (hides or numbering is not None)
    parsed = etree.fromstring(sheet, _SAFE) if needed else None
    numbers = ListNumbers(_parse(archive, numbering) if numbering is not None else None, parsed)
    return Package(root, numbers, read_styles(parsed) if hides else Styles(may_hide=False))


def _related_part(archive: zipfile.ZipFile, source: str, kinds: tuple[str, ...]) -> str | None:
    """The part that `source` names as one of `kinds`. Other relations are not followed: files of
    offices often name parts that do not exist."""
    folder, name = posixpath.split(source)
    try:
        relations = _parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return None  # a part without relations has no list of them
    for relation in relations:
        if relation.get("Type") in kinds and relation.get("TargetMode") != "External":
            target = posixpath.join("/", folder, relation.get("Target", ""))
            return posixpath.normpath(target).removeprefix("/")
    return None


def _parse(archive: zipfile.ZipFile, part: str) -> Element:
    return etree.fromstring(archive.read(part), _SAFE)
