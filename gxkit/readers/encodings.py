"""Bytes to text for files that declare no encoding, or a wrong one: UTF-8, UTF-16, GB18030."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from gxkit.text import Sentence

UNREADABLE = "\N{REPLACEMENT CHARACTER}"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_.:-]+)")
_OTHER_CHARSETS = frozenset({"big5", "big5hkscs", "cp950"})
_HEAD = 4096  # bytes in which a declaration stands, and by which UTF-16 is told
# Of the non-ASCII characters: with more unreadable ones the encoding is another. Pages of offices
# have a few broken bytes in otherwise sound GB18030, so that none at all would refuse them.
_BAD_SHARE = 0.02
# The last character of a sample may be cut in two; of fewer foreign characters than this, one that
# cannot be read is no accident of the cut but a sign of another encoding.
_ENOUGH_FOREIGN = 8
_SPACED = b"\n <0123456789>"
"""what stands in every text, and has a zero byte beside it in UTF-16"""
# Such pairs are at least this share of the zero bytes of UTF-16, and not of other binary files'.
_PAIRS_SHARE = 0.25
_CONTROLS = re.compile(r"[\0-\x08\x0b\x0e-\x1f]")
_FEW_CONTROLS = 2  # a form of an office may have a stray control character or two


# UTF-8 that was read as something else and saved again.
_WESTERN = {bytes((code,)).decode("cp1252", "replace"): code for code in range(0x80, 0x100)}
_WESTERN |= {chr(code): code for code in range(0x80, 0x100)}
"""by character the byte it was, for Latin 1 and for what Windows makes of that"""
_WESTERN.pop(UNREADABLE)
_BYTES = str.maketrans({sign: chr(code) for sign, code in _WESTERN.items()})
_WESTERN_RUN = re.compile(f"[{re.escape(''.join(_WESTERN))}]{{2,}}")
# the first bytes of most Chinese characters, as letters; and 的, 。 and a wide comma read as GBK
_WESTERN_SIGNS = "åæçèé"
_CHINESE_SIGNS = ("鐨", "銆", "锛")
_CHINESE_RUN = re.compile(r"[^\x00-\x7f]+")
# Of one character that was lost each byte is a sign by itself.
_LOST = re.compile(f"{UNREADABLE}{{1,3}}")
# A line or two may quote what such a text looks like.
_FEWEST_SIGNS = 6

_READ_TWICE = Sentence(
    "文字是被当作{encoding}读取后另存的UTF-8，已还原，其中{count}个字符已丢失。",
    "The text is UTF-8 that was read as {encoding} and saved again; it was restored, and {count} "
    "characters were lost.",
)

_UNDECODED = Sentence(
    "有 {count} 个字符无法按 {encoding} 解码，以 {sign} 代替。",
    "{count} characters could not be decoded as {encoding} and stand as {sign}.",
)


class Decoded(NamedTuple):
    """A text, the encoding it was in, and how many of its characters could not be decoded.

    `read_as` is the encoding as which it had been read by mistake and saved again, '' where it was
    not.
    """

    text: str
    encoding: str
    unreadable: int
    read_as: str = ""

    @property
    def remarks(self) -> tuple[Sentence, ...]:
        """What a document that was made of the text has to say of that."""
        if self.read_as:
            return (_READ_TWICE.fill(encoding=self.read_as, count=self.unreadable),)
        if not self.unreadable:
            return ()
        said = _UNDECODED.fill(
            count=self.unreadable,
            encoding=self.encoding,
            sign=UNREADABLE,
        )
        return (said,)


def decode_bytes(data: bytes) -> Decoded | None:
    """The text of `data` in the encoding that fits its bytes; None if it is no text.

    The bytes decide, not the declaration: valid UTF-8 is UTF-8 whatever a page says of itself, and
    what is called gb2312 is read as GB18030, which contains it. A declared Big5 is believed where
    the bytes agree.

    >>> decode_bytes("年报".encode("gbk"))
    Decoded(text='年报', encoding='gb18030', unreadable=0, read_as='')
    """
    decoded = _decode_once(data)
    return _restore(decoded) if decoded else None


def _decode_once(data: bytes) -> Decoded | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replace_unreadable(data[len(mark) :], encoding)
    wide = _find_wide_encoding(data)
    if wide:
        return _replace_unreadable(data, wide)
    for encoding in _candidates(data):
        decoded = _try_encoding(data, encoding)
        if decoded:
            return decoded
    return None


def _restore(decoded: Decoded) -> Decoded:
    """The text as it was before it was read as something else; as it is where it never was."""
    text = decoded.text
    if sum(map(text.count, _WESTERN_SIGNS)) >= _FEWEST_SIGNS:
        return _restore_runs(decoded, _WESTERN_RUN, "Latin-1", _as_western)
    if sum(map(text.count, _CHINESE_SIGNS)) >= _FEWEST_SIGNS:
        return _restore_runs(decoded, _CHINESE_RUN, "GBK", _as_chinese)
    return decoded


def _as_western(run: str) -> bytes:
    return run.translate(_BYTES).encode("latin-1")


def _as_chinese(run: str) -> bytes:
    """What was lost when it was read as GBK stays lost: a byte that UTF-8 never has."""
    return b"\xff".join(piece.encode("gb18030") for piece in run.split(UNREADABLE))


def _restore_runs(
    decoded: Decoded,
    run: re.Pattern[str],
    encoding: str,
    to_bytes: Callable[[str], bytes],
) -> Decoded:
    """Each run of characters as the UTF-8 that its bytes were, if they were; the text as it is
    where most were not."""
    restored, lost = 0, 0

    def restore(match: re.Match[str]) -> str:
        nonlocal restored, lost
        text = to_bytes(match.group()).decode("utf-8", "replace")
        text = _LOST.sub(UNREADABLE, text)
        bad = text.count(UNREADABLE)
        # what is no such text gives hardly anything but unreadable signs
        if bad * 2 > len(text):
            lost += len(match.group())
            return match.group()
        lost += bad
        restored += len(text) - bad
        return text

    text = run.sub(restore, decoded.text)
    if lost > restored:
        return decoded
    return Decoded(text, decoded.encoding, lost, encoding)


def _candidates(data: bytes) -> Iterator[str]:
    """The encodings to try, the strictest first."""
    yield "utf-8"
    declared = _DECLARED.search(data, 0, _HEAD)
    charset = declared[1].decode("ascii").lower() if declared else ""
    if charset in _OTHER_CHARSETS:
        yield charset
    yield "gb18030"


def _try_encoding(data: bytes, encoding: str) -> Decoded | None:
    """The text where all but a few bytes fit the encoding."""
    try:
        return Decoded(data.decode(encoding), encoding, 0)
    except UnicodeDecodeError:
        decoded = _replace_unreadable(data, encoding)
    text = decoded.text
    foreign = sum(character > "\x7f" for character in text)
    is_cut = text.endswith(UNREADABLE) and foreign > _ENOUGH_FOREIGN
    beyond_the_cut = decoded.unreadable - is_cut
    return decoded if beyond_the_cut <= foreign * _BAD_SHARE else None


def _replace_unreadable(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count(UNREADABLE))


def _find_wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark: line breaks, blanks and digits have a zero byte beside them."""
    sample = data[:_HEAD]
    if b"\0" not in sample:
        return None
    little = sum(sample.count(bytes((character, 0))) for character in _SPACED)
    big = sum(sample.count(bytes((0, character))) for character in _SPACED)
    if max(little, big) < _PAIRS_SHARE * sample.count(b"\0"):
        return None
    encoding = "utf-16-le" if little >= big else "utf-16-be"
    controls = _CONTROLS.findall(sample.decode(encoding, "replace"))
    return encoding if len(controls) <= _FEW_CONTROLS else None
