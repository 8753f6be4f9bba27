"""The package of an OFD file: a ZIP archive of XML parts that name one another.

Where a part is said to lie is taken as it is meant: from the root, from the part that says so, with
backslashes, or in other letters; writers differ.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from gxkit.readers.bounds import refuse_overfull
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.ofd.tags import Element
from gxkit.readers.zips import ZIP_DAMAGE, name_of

ROOT = "ofd.xml"
"""the part with which a reading begins, in small letters"""
_KEYS = "encryptions.xml"
"""the part that says which others are encrypted (GM/T 0099)"""
_MOST_BYTES = 50_000_000  # of a part of XML; the page of a report has some ten thousand

_DECLARATION = re.compile(rb"^[^<]*<\?xml[^>]*\?>")

_STRICT, _LENIENT = (
    etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recovers,
    )
    for recovers in (False, True)
)


class PartError(ValueError):
    """A part is not there, or no XML that can be trusted; says which and why."""


class Package:
    """The parts of an open archive by where they lie."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in archive.infolist():
            self._members.setdefault(_fold(name_of(member)), member)

    @cached_property
    def root(self) -> str:
        """Where the root part lies; '' where there is none. Some archives have a folder around
        it."""
        found = [path for path in self._members if posixpath.basename(path) == ROOT]
        return min(found, key=len, default="")

    @property
    def is_encrypted(self) -> bool:
        """Whether a part says that others are encrypted."""
        return any(posixpath.basename(path) == _KEYS for path in self._members)

    def find(
        self,
        said: str,
        by: str,
    ) -> str:
        """Where the part lies that the part `by` speaks of; '' where there is none."""
        return next((path for path in self._candidates(said, by) if path in self._members), "")

    def _candidates(
        self,
        said: str,
        by: str,
    ) -> Iterator[str]:
        said = said.strip()
        if not said:
            return
        folder = posixpath.dirname(by)
        root = posixpath.dirname(self.root)
        is_absolute = said.startswith(("/", "\\"))
        if not is_absolute:
            yield _fold(f"{folder}/{said}")
        yield _fold(f"{root}/{said}")
        # that the first stroke means the root is not known to all
        if is_absolute:
            yield _fold(f"{folder}/{said}")

    def read(self, path: str) -> bytes:
        """The bytes of a part. Raises PartError."""
        try:
            return self._archive.read(self._members[path])
        except (*ZIP_DAMAGE, OSError) as error:
            raise PartError(f"{path or 'a part'}: {error}") from error

    def parse(self, path: str) -> Element:
        """The root element of a part of XML. Raises PartError."""
        member = self._members.get(path)
        if member is not None and member.file_size > _MOST_BYTES:
            raise PartError(f"{path}: {member.file_size:,} bytes")
        return _parse(self.read(path), path)


def _fold(path: str) -> str:
    """A path from the root, however it is written.

    >>> _fold("/Doc_0\\\\Pages/../Tpls/T.xml")
    'doc_0/tpls/t.xml'
    """
    path = posixpath.normpath("/" + path.replace("\\", "/"))
    return path.lstrip("/").lower()


def _parse(
    data: bytes,
    path: str,
) -> Element:
    refuse_overfull(data)
    try:
        root = etree.fromstring(data, _STRICT)
    except etree.XMLSyntaxError as error:
        # what is mended in any other way may have lost a figure
        mended = _parse_undeclared(data)
        root = _parse_recoded(data) if mended is None else mended
        if root is None:
            raise PartError(f"{path}: {error}") from error
    # an entity stands for text that is not there, so that 1&x;3 would be read as 1
    if etree.ElementTree(root).docinfo.internalDTD is not None:
        raise PartError(f"{path}: it declares a document type, which no OFD has")
    return root


def _parse_undeclared(data: bytes) -> Element | None:
    """The root element of a part whose only fault is a prefix that it does not declare."""
    try:
        root = etree.fromstring(data, _LENIENT)
    except etree.XMLSyntaxError:
        return None
    faults = _LENIENT.error_log
    is_harmless = all(fault.domain == etree.ErrorDomains.NAMESPACE for fault in faults)
    return root if is_harmless else None


def _parse_recoded(data: bytes) -> Element | None:
    """The root element of a part that is in another encoding than it says."""
    decoded = decode_bytes(_DECLARATION.sub(b"", data, count=1))
    if decoded is None:
        return None
    try:
        return etree.fromstring(decoded.text.encode(), _STRICT)
    except etree.XMLSyntaxError:
        return None
