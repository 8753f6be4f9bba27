"""The files that a web page links to or shows, and that may hold the tables of its report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

DOCUMENTS = (
    ".pdf",
    ".ofd",
    ".doc",
    ".docx",
    ".wps",
    ".rtf",
    ".odt",
    ".xls",
    ".xlsx",
    ".et",
    ".ods",
    ".csv",
    ".zip",
)
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif")
PAGES = (".html", ".htm", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php")
# A page's frame links to statutes and forms too; what is named so may be the report.
_REPORT = re.compile(r"年报|年度报告|信息公开|附件|附表|统计表|report|annual", re.IGNORECASE)
# Pictures of every page: they show no table.
_DECORATION = re.compile(r"logo|icon|banner|qrcode|ewm|beian|sprite|arrow|btn|share", re.IGNORECASE)
_SHOWN_IN = {"iframe": "src", "embed": "src", "object": "data", "img": "src"}


@dataclass(frozen=True, slots=True)
class Link:
    """A file that a page leads to: its address, what is written on the link, and whether it is a
    picture that the page shows."""

    address: str
    text: str
    is_picture: bool = False

    @property
    def ending(self) -> str:
        return ending_of(urlsplit(self.address).path) or ending_of(self.text)

    @property
    def is_report(self) -> bool:
        """Whether its name says that it may be the report, and not just any file of the site."""
        return bool(_REPORT.search(self.text) or _REPORT.search(unquote(self.address)))


def ending_of(name: str) -> str:
    """The ending of a file's name if it is one of a format that may hold a report, else ''."""
    ending = PurePosixPath(unquote(name).strip()).suffix.lower()
    return ending if ending in (*DOCUMENTS, *PICTURES, *PAGES) else ""


def find_links(content: bytes, base: str) -> list[Link]:
    """The documents and pictures of a web page, each once, in its order; what is decoration, or
    another page, is left out."""
    finder = _Finder(base)
    finder.feed(_decode(content))
    finder.close()
    found: dict[str, Link] = {}
    for link in finder.links:
        found.setdefault(link.address, link)
    return [link for link in found.values() if _is_wanted(link)]


def _is_wanted(link: Link) -> bool:
    if link.is_picture:
        return link.ending in PICTURES and not _DECORATION.search(link.address)
    return link.ending in (*DOCUMENTS, *PICTURES)


def _decode(content: bytes) -> str:
    """The text of a page for its links, which are ASCII in any encoding that pages have."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


class _Finder(HTMLParser):
    """Collects what a page links to (`a`) and shows (pictures, frames)."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.links: list[Link] = []
        self._href = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and said.get("href"):
            self.base = self._join(said["href"])
        elif tag == "a" and said.get("href"):
            self._end_link()
            self._href, self._text = said["href"], [said.get("title", "")]
        elif said.get(_SHOWN_IN.get(tag, "")):
            text = said.get("alt", "") or said.get("title", "")
            address = self._join(said[_SHOWN_IN[tag]])
            self.links.append(Link(address, text.strip(), tag == "img"))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()

    def close(self) -> None:
        super().close()
        self._end_link()

    def _end_link(self) -> None:
        if self._href:
            text = " ".join(" ".join(self._text).split())
            self.links.append(Link(self._join(self._href), text))
        self._href = ""

    def _join(self, address: str) -> str:
        try:
            return urljoin(self.base, address.strip())
        except ValueError:
            # a link that is no address leads nowhere
            return ""
