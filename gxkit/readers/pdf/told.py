"""Which digits the fonts of a PDF give to several of their codes: the mark of a font in which one
digit is drawn as another. Asked of the file's bytes, for PDFium does not tell the codes of a text.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator

from gxkit.readers.pdf.streams import LOCKED

_STREAM = re.compile(rb"stream\r?\n")
_BEFORE = 300  # bytes in which the words of a stream stand; those of a map are few
_OBJECT = b" obj"
_OTHER = re.compile(rb"/(?:Type\s*/(?!CMap)|Subtype|Length1|BBox|Width|N\b)")
"""words of streams that are something else"""
_PACKED = b"/Filter"
_FLATE = re.compile(rb"/Filter\s*\[?\s*/Fl(?:ateDecode)?\s*(?:\]|[/>])")
_MAP = b"begincmap"
_BEGINS = 1_500  # bytes of a map in which it says that it is one
_MOST = 1_000_000  # bytes: a map of all Chinese characters is smaller
_STEP = 10_000  # bytes unpacked at a time
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CODE = rb"<\s*([0-9A-Fa-f]+)\s*>\s*"
_PAIR = re.compile(_CODE + _CODE)
_RANGE = re.compile(_CODE + _CODE + rb"(?:" + _CODE + rb"|\[([^\]]*)\])")
_ONE = re.compile(_CODE)
_DIGITS = range(0x30, 0x3A)
_ENDINGS = tuple(b"%x" % code for code in _DIGITS)
"""as maps write them, behind zeros"""


def find_doubled(
    data: bytes,
    names: Collection[bytes],
) -> frozenset[str] | None:
    """The digits to which a map of the file (ToUnicode) brings several codes; None where the maps
    cannot be looked at, as in a locked file. `names` are those that the file uses."""
    if LOCKED in names:
        return None
    doubled: set[str] = set()
    for told in _maps(data):
        if told is None:
            return None
        counts = Counter(_digits_of(told))
        doubled.update(digit for digit, count in counts.items() if count > 1)
    return frozenset(doubled)


def _maps(data: bytes) -> Iterator[bytes | None]:
    """The maps of a file; None for a stream that may be one and is packed in another way."""
    for match in _STREAM.finditer(data):
        at, start = match.span()
        begun = data.rfind(_OBJECT, max(0, at - _BEFORE), at)
        # the words of other streams are longer, and before the end of one stand none
        if begun < 0 or _OTHER.search(data, begun, at):
            continue
        if data.find(_PACKED, begun, at) < 0:
            end = data.find(b"endstream", start)
            told = data[start:end]
        elif _FLATE.search(data, begun, at):
            told = _unpack(data, start)
        else:
            yield None
            return
        if _MAP in told:
            yield told


def _unpack(
    data: bytes,
    start: int,
) -> bytes:
    """A deflated map; of another stream its beginning."""
    unpacker = zlib.decompressobj()
    end = start + _BEGINS
    try:
        told = unpacker.decompress(data[start:end], _BEGINS)
        if _MAP not in told:
            return told
        rest = unpacker.unconsumed_tail
        # step by step, for most maps are short and the file behind them is long
        while not unpacker.eof and len(told) < _MOST and end < start + _MOST:
            told += unpacker.decompress(rest + data[end : end + _STEP], _MOST)
            rest = unpacker.unconsumed_tail
            end += _STEP
        return told
    except zlib.error:
        return b""


def _digits_of(told: bytes) -> Iterator[str]:
    """The digits that a map gives to codes, one for each code."""
    for kind, block in _BLOCK.findall(told):
        if kind == b"char":
            pairs = _PAIR.findall(block)
            codes = [int(code, 16) for _, code in pairs if code.endswith(_ENDINGS)]
        else:
            codes = list(_ranges(block))
        for code in codes:
            if code in _DIGITS:
                yield chr(code)


def _ranges(block: bytes) -> Iterator[int]:
    """What the ranges of a map give to their codes, as far as it may be a digit."""
    for first, last, begin, several in _RANGE.findall(block):
        if several:
            for code in _ONE.findall(several):
                yield int(code, 16)
            continue
        start = int(begin, 16)
        count = int(last, 16) - int(first, 16)
        end = min(start + count + 1, _DIGITS.stop)
        yield from range(max(start, _DIGITS.start), end)
