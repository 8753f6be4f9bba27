"""Bytes to text, for files that declare no encoding, or the wrong one: UTF-8, UTF-16 and the GB family."""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_.:-]+)")
_OTHER_CHARSETS = frozenset({"big5", "big5hkscs", "cp950"})
_BAD_SHARE = 0.02  # more unreadable characters than this among the non-ASCII ones, and the encoding is another


def decode_bytes(data: bytes) -> tuple[str, str, int] | None:
    """The text of `data`, its encoding, and how many characters could not be decoded; None if it is no text.

    The bytes decide, not the declaration: valid UTF-8 is UTF-8 whatever a page says of itself, and what is called
    gb2312 is read as GB18030, which contains it. A declared Big5 is believed where the bytes agree.

    >>> decode_bytes("年报".encode("gbk"))
    ('年报', 'gb18030', 0)
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text, encoding, text.count("�")
    wide = _find_wide_encoding(data)
    if wide:
        text = data.decode(wide, "replace")
        return text, wide, text.count("�")
    declared = _DECLARED.search(data, 0, 4096)
    charset = declared[1].decode("ascii").lower() if declared else ""
    for encoding in ("utf-8", *([charset] if charset in _OTHER_CHARSETS else []), "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace")
            bad, foreign = text.count("�"), sum(character > "\x7f" for character in text)
            cut = text.endswith("�") and foreign > 8  # the last character may be cut in two
            if bad - cut > foreign * _BAD_SHARE:
                continue
            return text, encoding, bad
        return text, encoding, 0
    return None


def _find_wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark: line breaks, blanks and digits have a zero byte beside them, other encodings none."""
    sample = data[:4096]
    if b"\0" not in sample:
        return None
    little = sum(sample.count(bytes((character, 0))) for character in b"\n <0123456789>")
    big = sum(sample.count(bytes((0, character))) for character in b"\n <0123456789>")
    zeros = sample.count(b"\0")
    if max(little, big) * 4 < zeros:
        return None
    encoding = "utf-16-le" if little >= big else "utf-16-be"
    if (
        sum(
            character < " " and character not in "\t\n\r\f"
            for character in sample.decode(encoding, "replace")
        )
        > 2
    ):
        return None
    return encoding
