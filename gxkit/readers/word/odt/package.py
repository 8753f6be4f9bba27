"""Opening an OpenDocument text: the roots of its contents and of its styles."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from lxml import etree

from gxkit.errors import DamagedFileError, EncryptedFileError
from gxkit.readers.bounds import refuse_overfull
from gxkit.readers.word.odt.names import OFFICE
from gxkit.readers.word.package import SAFE
from gxkit.readers.word.tags import Element
from gxkit.readers.zips import ZIP_DAMAGE, check_archive, open_archive

_CONTENT, _STYLES, _LIST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_ADDRESS = "{http://www.w3.org/1999/xlink}href"
_ENCRYPTED = b":encryption-data"
_ZIP = b"PK"


class OpenText(NamedTuple):
    """The `office:text` of a document, and the roots that hold its styles, the common ones
    first."""

    body: Element
    roots: tuple[Element, ...]
    data: bytes

    def read_picture(
        self,
        image: Element,
    ) -> bytes:
        """The bytes that a `draw:image` shows, which stand in it or in the package; b"" where they
        do in neither."""
        written = image.findtext(OFFICE + "binary-data")
        try:
            if written is not None:
                return base64.b64decode(written)
            with open_archive(self.data) as archive:
                return archive.read(image.get(_ADDRESS, ""))
        except (*ZIP_DAMAGE, binascii.Error):
            return b""


def open_text(
    data: bytes,
    name: str,
) -> OpenText:
    """What a reading needs of an OpenDocument text, packed or flat.

    Raises TooLargeError, EncryptedFileError or DamagedFileError, each naming the file `name`.
    """
    try:
        roots = _unpack(data, name) if data.startswith(_ZIP) else (_parse(data),)
    except (*ZIP_DAMAGE, etree.XMLSyntaxError) as error:
        raise DamagedFileError(
            f"{name}：OpenDocument 文件已损坏（{error}），可能下载中断；请重新下载，或用 "
            "LibreOffice 或 WPS 打开后另存。",
            f"{name}: the OpenDocument file is damaged ({error}), probably a download that broke "
            "off; fetch it again, or open and save it once in LibreOffice or WPS.",
        ) from error
    body = roots[-1].find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise DamagedFileError(
            f"{name}：OpenDocument 文件中没有文字；请用 LibreOffice 或 WPS 打开，另存为 .docx。",
            f"{name}: the OpenDocument file holds no text; open it in LibreOffice or WPS and save "
            "it as .docx.",
        )
    return OpenText(body, roots, data)


def _unpack(
    data: bytes,
    name: str,
) -> tuple[Element, ...]:
    with open_archive(data) as archive:
        check_archive(archive, name)
        members = archive.namelist()
        if _LIST in members and _ENCRYPTED in archive.read(_LIST):
            raise EncryptedFileError(
                f"{name}：OpenDocument 文件需要密码；请用 LibreOffice 或 WPS 打开，取消密码后"
                "另存。",
                f"{name}: the OpenDocument file asks for a password; open it in LibreOffice or WPS "
                "and save it without one.",
            )
        parts = [part for part in (_STYLES, _CONTENT) if part in members or part == _CONTENT]
        return tuple(_parse(archive.read(part)) for part in parts)


def _parse(data: bytes) -> Element:
    refuse_overfull(data)
    return etree.fromstring(data, SAFE)
