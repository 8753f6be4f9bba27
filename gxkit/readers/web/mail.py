"""Web pages wrapped up in a mail (MHTML, RFC 2557): the page, its style sheets and its frames."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import NamedTuple
from urllib.parse import urljoin

from gxkit.readers.formats import Inner
from gxkit.readers.signs import is_mhtml
from gxkit.readers.web.tags import Element

_PAGE, _SHEET, _IMAGE = "text/html", "text/css", "image/"


class Mail(NamedTuple):
    """A page with what came beside it: style sheets, further pages and pictures by their addresses,
    and the files that hang on a mail."""

    page: bytes
    address: str
    sheets: dict[str, str]
    frames: dict[str, bytes]
    images: dict[str, bytes]
    attached: tuple[Inner, ...]


def unwrap(data: bytes) -> Mail:
    """What is in a mail; the bytes themselves as a page where they are none."""
    if not is_mhtml(data):
        return Mail(data, "", {}, {}, {}, ())
    pages: list[tuple[list[str], bytes]] = []
    sheets: dict[str, str] = {}
    images: dict[str, bytes] = {}
    attached: list[Inner] = []
    for part in _parts_of(data):
        content = part.get_payload(decode=True)
        if not isinstance(part, EmailMessage) or not isinstance(content, bytes):
            continue
        kind = part.get_content_type()
        name = part.get_filename()
        if part.get_content_disposition() == "attachment" and name:
            attached.append(Inner(name, content))
        elif kind == _PAGE:
            pages.append((list(_addresses(part)), content))
        elif kind.startswith(_IMAGE):
            images |= dict.fromkeys(_addresses(part), content)
        elif kind == _SHEET:
            sheets |= dict.fromkeys(_addresses(part), content.decode("utf-8", "replace"))
    if not pages:
        return Mail(data, "", {}, {}, {}, tuple(attached))
    (own, page), *others = pages
    frames = {address: content for names, content in others for address in names}
    return Mail(page, own[0] if own else "", sheets, frames, images, tuple(attached))


def _parts_of(data: bytes) -> list[Message]:
    """The parts of a mail; none of one whose parts stand too deep in each other."""
    try:
        return list(message_from_bytes(data, policy=policy.default).walk())
    except RecursionError:
        return []


def _addresses(part: EmailMessage) -> Iterator[str]:
    """How the page names a part of the file."""
    location = part.get("Content-Location")
    if location:
        yield str(location)
    identity = part.get("Content-ID")
    if identity:
        yield f"cid:{str(identity).strip('<> ')}"


def find_frames(
    root: Element | None,
    mail: Mail,
) -> list[Inner]:
    """The pages that a page shows in frames, as far as they came with it."""
    if root is None or not mail.frames:
        return []
    found: dict[str, Inner] = {}
    for frame in root.iter("frame", "iframe"):
        source = frame.get("src", "")
        for address in (source, urljoin(mail.address, source)):
            content = mail.frames.get(address)
            if content is not None:
                found[address] = Inner("", content, inline=True)
                break
    return list(found.values())
