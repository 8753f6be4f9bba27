"""The pictures of a page that may show a table: in its addresses, beside its file, in its mail.

Nothing is fetched. Of the files beside the page those in its folder count, and in folders below.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from gxkit.readers.formats import Inner
from gxkit.readers.signs import is_picture
from gxkit.readers.web.looks import Looks
from gxkit.readers.web.mail import Mail
from gxkit.readers.web.objects import may_show_table
from gxkit.readers.web.tags import Element
from gxkit.readers.web.unseen import is_hidden

# A report has some pages; a page with more pictures shows photographs.
_MOST = 20
# Bytes: what is smaller is an ornament, what is larger no picture of a page.
_LEAST_BYTES, _MOST_BYTES = 2_000, 20_000_000
# Where scripts keep the address until the picture comes into sight.
_ADDRESSES = ("data-src", "data-original", "data-lazy-src", "src")
_PACKED = ";base64,"


def find_images(
    root: Element,
    looks: Looks,
    path: Path,
    mail: Mail,
) -> list[Inner]:
    """The pictures of a page that lies at `path` or came with a mail, each once."""
    found: dict[bytes, Inner] = {}
    for image in root.iter("img"):
        if len(found) == _MOST:
            break
        if not may_show_table(image) or is_hidden(image, looks):
            continue
        for address in filter(None, map(image.get, _ADDRESSES)):
            data = _read_address(address, path, mail)
            if data is not None:
                name = _name(address, len(found) + 1)
                found.setdefault(data, Inner(name, data, inline=True))
                break
    return list(found.values())


def _read_address(
    address: str,
    path: Path,
    mail: Mail,
) -> bytes | None:
    """The picture at an address; None where it is elsewhere, too small or no picture."""
    if address.startswith("data:"):
        data = _unpack(address)
    else:
        data = _read_from(mail.images, address, mail.address) or _read_beside(address, path)
    is_sized = data is not None and _LEAST_BYTES <= len(data) <= _MOST_BYTES
    return data if data and is_sized and is_picture(data) else None


def _unpack(address: str) -> bytes | None:
    head, sign, content = address.partition(_PACKED)
    if not sign or not head.startswith("data:image/"):
        return None
    try:
        return b64decode(unquote(content))
    except binascii.Error:
        return None


def _read_from(
    images: Mapping[str, bytes],
    address: str,
    base: str,
) -> bytes | None:
    found = images.get(address)
    return found if found is not None else images.get(urljoin(base, address))


def _read_beside(
    address: str,
    path: Path,
) -> bytes | None:
    """A file in the folder of the page or below; None where the address leads anywhere else."""
    try:
        parts = urlsplit(address)
        folder = path.parent.resolve()
        file = (folder / unquote(parts.path)).resolve()
        # a link may lead out of the folder, and an address up from it
        is_below = file.is_relative_to(folder)
        if parts.scheme or parts.netloc or not is_below or not file.is_file():
            return None
        return file.read_bytes() if file.stat().st_size <= _MOST_BYTES else None
    except (OSError, ValueError):
        return None


def _name(
    address: str,
    number: int,
) -> str:
    """By what a person finds a picture: the name of its file, or its number on the page."""
    if address.startswith(("data:", "cid:")):
        kind = address.partition("image/")[2].partition(";")[0]
        return f"image{number}.{kind}".rstrip(".")
    return unquote(urlsplit(address).path).rpartition("/")[2]
