"""Word files that are a single XML file: those of Word 2003, and packages written out flat.

What Word 2003 wrote is WordprocessingML with some other names; with the names of today it is walked
like any other.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from functools import partial
from pathlib import Path

from lxml import etree

from gxkit.errors import DamagedFileError
from gxkit.readers.bounds import refuse_overfull
from gxkit.readers.formats import Contents
from gxkit.readers.word import docx
from gxkit.readers.word.markup import body_to_contents
from gxkit.readers.word.numbering import FORMS, ListNumbers
from gxkit.readers.word.package import SAFE, Package
from gxkit.readers.word.styles import Styles, may_hide, read_styles
from gxkit.readers.word.tags import VAL, Element, W

_NAMES_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_NAMES = W.strip("{}").encode()
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
# libxml2 refuses texts of over ten million characters, which only a picture in base64 has.
_LONGEST_TEXT = 9_000_000
_LONG_TEXT = re.compile(rb">[^<]{%d,}<" % _LONGEST_TEXT)

_RENAMED = {
    W + "vmerge": "vMerge",
    W + "hmerge": "hMerge",
    W + "listPr": "numPr",
    W + "ilfo": "numId",
    W + "listDef": "abstractNum",
    W + "list": "num",
    W + "ilst": "abstractNumId",
    W + "nfc": "numFmt",
    W + "hlink": "hyperlink",
}
# Their paragraphs stand where their mark does, and would be read into the cell.
_NOTES = (W + "footnote", W + "endnote")
_RENAMED_ATTRIBUTES = {
    W + "listDefId": "abstractNumId",
    W + "ilfo": "numId",
    W + "h-rule": "hRule",
    W + "line-rule": "lineRule",
    W + "bookmark": "anchor",
}
_WITH_ATTRIBUTES = (W + "trHeight", W + "spacing")
_ANNOTATION = _AML + "annotation"
_DELETION, _COMMENT = "Word.Deletion", "Word.Comment"


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a Word file in one piece of XML; DamagedFileError where it makes no
    sense."""
    if len(data) > _LONGEST_TEXT:
        data = _LONG_TEXT.sub(b"><", data)
    refuse_overfull(data)
    try:
        root = etree.fromstring(data, SAFE)
        if root.tag == _PACKAGE + "package":
            return docx.read(path, _pack(root))
        package = _to_package(root)
    except (etree.XMLSyntaxError, binascii.Error, ValueError) as error:
        raise DamagedFileError(
            f"{path.name}：Word XML 已损坏（{error}），可能下载中断；请重新下载，或用 Word 或 "
            "WPS 打开，另存为 .docx。",
            f"{path.name}: the Word XML is damaged ({error}), probably a download that broke off; "
            "fetch it again, or open it in Word or WPS and save it as .docx.",
        ) from error
    if package is None:
        raise DamagedFileError(
            f"{path.name}：Word XML 中没有正文；请重新下载，或用 Word 或 WPS 打开，另存为 .docx。",
            f"{path.name}: the Word XML holds no document body; fetch it again, or open it in Word "
            "or WPS and save it as .docx.",
        )
    return body_to_contents(package)


def _pack(root: Element) -> bytes:
    """The package that was written out flat, as an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in root.iterchildren(_PACKAGE + "part"):
            name = part.get(_PACKAGE + "name", "").lstrip("/")
            content = next(part.iterchildren("*"), None)
            if content is None or not name:
                continue
            if content.tag == _PACKAGE + "binaryData":
                data = base64.b64decode(content.text or "")
            else:
                inner = next(content.iterchildren("*"), None)
                data = etree.tostring(inner, encoding="UTF-8") if inner is not None else b""
            archive.writestr(name, data)
    return packed.getvalue()


def _to_package(old: Element) -> Package | None:
    """What a reading needs of a file of Word 2003; None where it has no body."""
    text = etree.tostring(old, encoding="UTF-8").replace(_NAMES_2003, _NAMES)
    root = etree.fromstring(text, SAFE)
    _rename(root)
    body = root.find(W + "body")
    if body is None:
        return None
    sheet = root.find(W + "styles")
    numbers = ListNumbers(root.find(W + "lists"), sheet)
    has_background = root.find(W + "bgPict") is not None
    styles = read_styles(sheet, has_background) if may_hide(text) else Styles(may_hide=False)
    return Package(body, numbers, styles, read_picture=partial(_read_picture, body))


def _read_picture(
    body: Element,
    name: str,
) -> bytes:
    """The bytes of a picture, which stand in the file where it is shown first."""
    for written in body.iter(W + "binData"):
        if written.get(W + "name") == name:
            return _decode(written.text)
    return b""


def _decode(written: str | None) -> bytes:
    try:
        return base64.b64decode(written or "")
    except binascii.Error:
        return b""


def _rename(root: Element) -> None:
    """Gives elements and attributes the names that they have today."""
    for element in list(root.iter(*_RENAMED, *_WITH_ATTRIBUTES)):
        tag = str(element.tag)
        if tag in _RENAMED:
            element.tag = W + _RENAMED[tag]
        for name, value in element.items():
            if name in _RENAMED_ATTRIBUTES:
                element.set(W + _RENAMED_ATTRIBUTES[str(name)], value)
        if element.tag == W + "numFmt":
            element.set(VAL, FORMS.get(element.get(VAL, ""), "none"))
    for note in root.iter(*_NOTES):
        _empty(note)
    for annotation in root.iter(_ANNOTATION):
        kind = annotation.get(W + "type")
        if kind == _COMMENT:
            _empty(annotation)
        elif kind == _DELETION:
            annotation.tag = W + "del"


def _empty(element: Element) -> None:
    for child in list(element):
        element.remove(child)
