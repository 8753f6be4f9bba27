"""Opening a Word package (.docx, or what a .doc became), after the archive was looked over.

Of the package only what a reading needs is followed: the main part, and for automatic numbers the
parts `numbering` and `styles` (ECMA-376, part 2: parts, relationships, targets).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from gxkit.errors import DamagedFileError
from gxkit.readers.bounds import refuse_overfull
from gxkit.readers.formats import Inner
from gxkit.readers.word.numbering import ListNumbers
from gxkit.readers.word.styles import (
    Styles,
    may_hide,
    read_styles,
)
from gxkit.readers.word.tags import Element, W
from gxkit.readers.zips import ZIP_DAMAGE, check_archive, open_archive

_SCHEMAS = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_SCHEMAS}/officeDocument/2006/relationships"
_DOCUMENT = f"{_RELATIONS}/officeDocument"
_NUMBERING = f"{_RELATIONS}/numbering"
_STYLES = f"{_RELATIONS}/styles"
_IMAGES = f"{_RELATIONS}/image"
_CHUNKS = f"{_RELATIONS}/aFChunk"
_PACKED = f"{_RELATIONS}/package"
# Strict Open XML (ISO/IEC 29500-1) is the same language under other names.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = re.compile(_STRICT + rb"(wordprocessingml|officeDocument|drawingml)/(?=[a-zA-Z])")
_CHUNK_TAG = b":altChunk"
_OBJECT_TAG = b":OLEObject"
_PACKAGE = ""
"""as the source of relations: the package itself"""

SAFE = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
)
# what zipfile and lxml raise on packages that were cut, patched or half written
_DAMAGE = (*ZIP_DAMAGE, etree.XMLSyntaxError)


def _read_nothing(_: str) -> bytes:
    """Of a package without pictures."""
    return b""


class Package(NamedTuple):
    """The `w:body` of a package, the counter of its automatic numbers, and its styles.

    `chunks` are the files that are shown as part of it, by the ids of their relations, `packed`
    those that hang in it as an icon. `read_picture` gives the bytes of a picture by its name there,
    b"" where there are none.
    """

    body: Element
    numbers: ListNumbers
    styles: Styles
    chunks: Mapping[str, Inner] = MappingProxyType({})
    packed: tuple[Inner, ...] = ()
    read_picture: Callable[[str], bytes] = _read_nothing


def open_package(
    data: bytes,
    name: str,
) -> Package:
    """What a reading needs of the package in `data`.

    Raises TooLargeError, EncryptedFileError or DamagedFileError, each naming the file `name`.
    """
    try:
        with open_archive(data) as archive:
            check_archive(archive, name)
            package = _parse_parts(archive)
    except _DAMAGE as error:
        raise DamagedFileError(
            f"{name}：Word 文件已损坏（{error}），可能下载中断；请重新下载，或用 Word 或 WPS "
            "打开后另存。",
            f"{name}: the Word package is damaged ({error}), probably a download that broke off; "
            "fetch it again, or open and save it once in Word or WPS.",
        ) from error
    body = package.body.find(W + "body")
    if body is not None:
        return package._replace(body=body, read_picture=partial(_read_picture, data))
    raise DamagedFileError(
        f"{name}：Word 文件中没有正文，写出它的程序不常见；请用 Word 或 WPS 打开，另存为通常的"
        " .docx。",
        f"{name}: the Word package holds no document body; it was written by an unusual program. "
        "Open it in Word or WPS and save it as an ordinary .docx.",
    )


def _parse_parts(archive: zipfile.ZipFile) -> Package:
    """The root of the main part, and what the parts that it names say of it."""
    main = _related_part(archive, _PACKAGE, _DOCUMENT)
    if main is None:
        raise KeyError("no main part")
    text = _read_part(archive, main)
    root = etree.fromstring(text, SAFE)
    numbering, named = _related_parts(archive, main, (_NUMBERING, _STYLES))
    sheet = _read_part(archive, named) if named is not None else b""
    hides = may_hide(text, sheet)
    # styles are large, and matter only where paragraphs can be numbered, or text hidden
    needed = sheet and (hides or numbering is not None)
    parsed = etree.fromstring(sheet, SAFE) if needed else None
    numbers = ListNumbers(_parse(archive, numbering) if numbering is not None else None, parsed)
    has_background = root.find(W + "background") is not None
    look = read_styles(parsed, has_background) if hides else Styles(may_hide=False)
    return _with_inner(archive, main, text, Package(root, numbers, look))


def _with_inner(
    archive: zipfile.ZipFile,
    main: str,
    text: bytes,
    package: Package,
) -> Package:
    """The package with the files inside it, which few have."""
    if _CHUNK_TAG in text:
        chunks = {
            name: _read_inner(archive, part, True)
            for name, part in _parts_of(archive, main, _CHUNKS)
        }
        package = package._replace(chunks=chunks)
    if _OBJECT_TAG in text:
        packed = [
            _read_inner(archive, part, False) for _, part in _parts_of(archive, main, _PACKED)
        ]
        package = package._replace(packed=tuple(packed))
    return package


def _read_picture(
    data: bytes,
    name: str,
) -> bytes:
    """A picture of a package, which is opened once more: few have one that is asked for."""
    try:
        with open_archive(data) as archive:
            main = _related_part(archive, _PACKAGE, _DOCUMENT) or ""
            parts = dict(_parts_of(archive, main, _IMAGES))
            return archive.read(parts[name]) if name in parts else b""
    except _DAMAGE:
        return b""


def _read_inner(
    archive: zipfile.ZipFile,
    part: str,
    inline: bool,
) -> Inner:
    name = posixpath.basename(part)
    return Inner(name, archive.read(part), inline)


def _related_part(
    archive: zipfile.ZipFile,
    source: str,
    kind: str,
) -> str | None:
    """The first part that `source` names as one of a kind."""
    (part,) = _related_parts(archive, source, (kind,))
    return part


def _related_parts(
    archive: zipfile.ZipFile,
    source: str,
    wanted: Sequence[str],
) -> list[str | None]:
    """The first part that `source` names as one of a kind, for each of several kinds; its relations
    are read once."""
    parts: dict[str, str] = {}
    for kind, _, part in _relations_of(archive, source):
        parts.setdefault(kind, part)
    return list(map(parts.get, wanted))


def _parts_of(
    archive: zipfile.ZipFile,
    source: str,
    wanted: str,
) -> Iterator[tuple[str, str]]:
    """The relations of `source` of a kind, with their parts. Others are not followed: files of
    offices often name parts that do not exist."""
    for kind, name, part in _relations_of(archive, source):
        if kind == wanted:
            yield name, part


def _relations_of(
    archive: zipfile.ZipFile,
    source: str,
) -> Iterator[tuple[str, str, str]]:
    """The relations of `source` to parts of the package: kind, name, part."""
    folder, name = posixpath.split(source)
    try:
        relations = _parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return  # a part without relations has no list of them
    for relation in relations:
        if relation.get("TargetMode") == "External":
            continue
        target = posixpath.join("/", folder, relation.get("Target", ""))
        part = posixpath.normpath(target).removeprefix("/")
        yield relation.get("Type", ""), relation.get("Id", ""), part


def _parse(
    archive: zipfile.ZipFile,
    part: str,
) -> Element:
    return etree.fromstring(_read_part(archive, part), SAFE)


def _read_part(
    archive: zipfile.ZipFile,
    part: str,
) -> bytes:
    """The bytes of a part, with the usual names where they are those of Strict Open XML."""
    data = archive.read(part)
    refuse_overfull(data)
    return _STRICT_NAMES.sub(_usual_name, data) if _STRICT in data else data


def _usual_name(match: re.Match[bytes]) -> bytes:
    return f"{_SCHEMAS}/{match[1].decode()}/2006/".encode()
