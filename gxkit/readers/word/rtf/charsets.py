"""Bytes of an RTF file to text: each font may have an encoding of its own, and files of Chinese
offices say the wrong one."""

from __future__ import annotations

import codecs
import re

WESTERN = "cp1252"
#: by the number of a Windows character set
CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
SYMBOLS = 2
"""the character set of fonts whose characters are no text"""
_PAGES = {936: "gb18030", 54936: "gb18030", 65001: "utf-8", 10000: "mac_roman", 10008: "gb18030"}
# Two bytes each, both of them with the first bit, as no Western word is written.
_CHINESE = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe]|[\0-\x7f])*")


def page_to_encoding(page: int) -> str:
    """The encoding of a Windows code page; that of Western Europe where there is none such."""
    name = _PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return WESTERN
    return name


def decode(
    raw: bytes,
    of_font: str | None,
    of_file: str,
) -> str:
    """The text of some bytes in the encoding of their font, else of the file.

    >>> decode("年报".encode("gbk"), None, "cp1252"), decode(b"\\x93a\\x94", None, "cp1252")
    ('年报', '“a”')
    """
    if raw.isascii():
        return raw.decode("ascii")
    for encoding in filter(None, (of_font, of_file)):
        # what says that it is Western often is Chinese from a program that knew no better
        if encoding == WESTERN and _CHINESE.fullmatch(raw):
            encoding = "gb18030"
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode(of_file, "replace")
