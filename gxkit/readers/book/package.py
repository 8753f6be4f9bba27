"""The parts of a package and how they name each other (ECMA-376, part 2), plain or strict."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from lxml import etree

from gxkit.errors import DamagedFileError
from gxkit.readers.book.sheets import Sheet
from gxkit.readers.bounds import refuse_overfull
from gxkit.readers.zips import ZIP_DAMAGE, check_archive, open_archive

Element: TypeAlias = etree._Element

_SAFE = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
_DAMAGE = (*ZIP_DAMAGE, etree.XMLSyntaxError)


def package_to_sheets(
    path: Path,
    data: bytes,
    read_sheets: Callable[[zipfile.ZipFile], Iterable[Sheet]],
) -> list[Sheet]:
    """The sheets that `read_sheets` finds in the package of a workbook.

    Raises TooLargeError, EncryptedFileError or DamagedFileError.
    """
    try:
        with open_archive(data) as archive:
            check_archive(archive, path.name)
            return list(read_sheets(archive))
    except _DAMAGE as error:
        raise DamagedFileError(
            f"{path.name}：工作簿已损坏（{error}），可能下载中断；请重新下载，或用 Excel 或 "
            "WPS 打开后另存。",
            f"{path.name}: the workbook is damaged ({error}), probably a download that broke off; "
            "fetch it again, or open and save it once in Excel or WPS.",
        ) from error


def parse_xml(data: bytes) -> Element:
    """The root of a part; nothing outside it is fetched."""
    refuse_overfull(data)
    return etree.fromstring(data, _SAFE)


def name_of(element: Element) -> str:
    """The name of an element in whatever namespace; '' of what is none.

    >>> name_of(parse_xml(b'<x:c xmlns:x="urn:x"/>'))
    'c'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_below(element: Element) -> str:
    """All the text in an element."""
    return "".join(str(text) for text in element.itertext())


def attribute_of(
    element: Element,
    name: str,
) -> str:
    """An attribute of that name in whatever namespace; '' where there is none.

    >>> attribute_of(parse_xml(b'<c xmlns:r="urn:r" r:id="rId1"/>'), "id")
    'rId1'
    """
    for key, value in element.attrib.items():
        if str(key).endswith(f"}}{name}"):
            return str(value)
    return ""


class Relation(NamedTuple):
    """How a part names another: by an identity, as a kind of part, under a name."""

    identity: str
    kind: str
    part: str


class Relations:
    """What the parts of a package name; each list is read once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._known: dict[str, tuple[Relation, ...]] = {}

    def of(self, source: str) -> tuple[Relation, ...]:
        """The relations of a part, or of the package ('')."""
        if source not in self._known:
            self._known[source] = tuple(self._read(source))
        return self._known[source]

    def _read(self, source: str) -> list[Relation]:
        folder, name = posixpath.split(source)
        try:
            data = self.archive.read(
                posixpath.join(
                    folder,
                    "_rels",
                    f"{name}.rels",
                )
            )
        except KeyError:
            return []  # a part without relations has no list of them
        present = {name.lower(): name for name in self.archive.namelist()}
        found = []
        for entry in parse_xml(data):
            if entry.get("TargetMode") == "External":
                continue
            target = posixpath.join(
                "/",
                folder,
                entry.get("Target", "").replace("\\", "/"),
            )
            part = posixpath.normpath(target).removeprefix("/")
            # programs of offices name parts in other case, and parts that do not exist
            if own := present.get(part.lower()):
                kind = entry.get("Type", "").rpartition("/")[2]
                found.append(
                    Relation(
                        entry.get("Id", ""),
                        kind,
                        own,
                    )
                )
        return found

    def first(
        self,
        source: str,
        kind: str,
    ) -> str | None:
        """The first part of a kind."""
        parts = (relation.part for relation in self.of(source) if relation.kind == kind)
        return next(parts, None)

    def by_id(
        self,
        source: str,
    ) -> dict[str, str]:
        """The parts by the identities under which `source` names them."""
        return {relation.identity: relation.part for relation in self.of(source)}
