"""Opening a Word package (.docx, or what a .doc became): python-docx does it, after the archive was looked over."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.phys_pkg import PhysPkgReader
from lxml import etree

from gxkit.errors import DamagedFileError, EncryptedFileError, TooLargeError
from gxkit.readers.word.markup import W
from gxkit.readers.word.numbering import ListNumbers

MAX_UNPACKED_BYTES = 200_000_000
MAX_MEMBERS = 5_000
_STRICT = "http://purl.oclc.org/ooxml"
_STRICT_DOCUMENT = _STRICT + "/officeDocument/relationships/officeDocument"
_COUNTED = (RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.STYLES)
_SAFE = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
)
# what zipfile, lxml and python-docx raise on packages that were cut, patched or half written
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    struct.error,
    OpcError,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    TypeError,
    AssertionError,
    RecursionError,
)


def open_package(data: bytes, name: str) -> tuple[etree._Element, ListNumbers]:
    """The `w:body` of the package in `data` and the counter of its automatic numbers.

    Raises TooLargeError, EncryptedFileError or DamagedFileError, each naming the file `name`.
    """
    try:
        _check_archive(data, name)
        package = PhysPkgReader(io.BytesIO(data))
        main = _related_part(
            package, PACKAGE_URI, (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, _STRICT_DOCUMENT)
        )
        if main is None:
            raise KeyError("no main part")
        root = _parse_part(package, main)
        roots = [
            _parse_part(package, part) if part is not None else None
            for part in (_related_part(package, main, (kind,)) for kind in _COUNTED)
        ]
    except _DAMAGE as error:
        raise DamagedFileError(
            f"{name}: the Word package is damaged ({error}), probably a download "
            "that broke off; fetch it again, or open and save it once in Word or WPS."
        ) from error
    body = root.find(W + "body")
    if body is None and _STRICT in root.tag:
        raise DamagedFileError(
            f"{name}: saved as Strict Open XML, which is not read; open it in Word or WPS and save "
            "it as an ordinary .docx."
        )
    if body is None:
        raise DamagedFileError(
            f"{name}: the Word package holds no document body; it was written by an unusual "
            "program. Open it in Word or WPS and save it as an ordinary .docx."
        )
    return body, ListNumbers(*roots)


def _check_archive(data: bytes, name: str) -> None:
    """Refuse what would unpack to too much. zipfile never yields more bytes of a member than the member declares,
    and only for stored and deflated members is that held to without unpacking all of it, so others are refused."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        raise TooLargeError(
            f"{name}: unpacks to {total / 1e6:,.0f} MB in {len(members)} parts, over the limit of "
            f"{MAX_UNPACKED_BYTES / 1e6:,.0f} MB and {MAX_MEMBERS} parts; it is no ordinary report. "
            "Take the pictures out, or copy the text and tables into a new file."
        )
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedFileError(
            f"{name}: the archive asks for a password; save the document without one."
        )
    if any(
        member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members
    ):
        raise zipfile.BadZipFile("a compression that Word does not use")


def _related_part(package: Any, source: PackURI, kinds: tuple[str, ...]) -> PackURI | None:
    """The part that `source` names as one of `kinds`. Other relations are not followed: files of offices often name
    parts that do not exist."""
    relations = package.rels_xml_for(source)
    for relation in etree.fromstring(relations, _SAFE) if relations else ():
        if relation.get("Type") in kinds and relation.get("TargetMode") != "External":
            return PackURI.from_rel_ref(source.baseURI, str(relation.get("Target")))
    return None


def _parse_part(package: Any, part: PackURI) -> etree._Element:
    return etree.fromstring(package.blob_for(part), _SAFE)
