"""How much a PDF's streams unpack to, asked before PDFium unpacks them: three kilobytes can be made to fill a gigabyte.

Deflate packs a thousandfold at most, so small streams are let through unasked; large ones, and those packed more than
once, are unpacked as far as the limit and thrown away.
"""

from __future__ import annotations

import re
import zlib

MAX_UNPACKED_BYTES = 200_000_000
_LARGE = 100_000  # bytes packed: what is smaller cannot exceed the limit by deflate alone
_STEP = 1_000_000
_FILTERS = re.compile(rb"/(?:Filter|F)\s*\[([^\]]*)\]")
_STREAM = re.compile(rb"stream\r?\n")
_PACKERS = re.compile(rb"/(?:Fl|FlateDecode|LZW|LZWDecode|RL|RunLengthDecode)\b")


def exceeds_limit(data: bytes) -> bool:
    """Whether some stream of the PDF unpacks to more than MAX_UNPACKED_BYTES, as far as can be told cheaply."""
    if any(len(_PACKERS.findall(filters[1])) > 1 for filters in _FILTERS.finditer(data)):
        return any(
            _unpacks_to(data, match.end(), twice=True) > MAX_UNPACKED_BYTES
            for match in _STREAM.finditer(data)
        )
    if len(data) < _LARGE:
        return False
    starts = [match.end() for match in _STREAM.finditer(data)]
    ends = [*starts[1:], len(data)]
    return any(
        end - start >= _LARGE and _unpacks_to(data, start) > MAX_UNPACKED_BYTES
        for start, end in zip(starts, ends, strict=True)
    )


def _unpacks_to(data: bytes, start: int, twice: bool = False) -> int:
    """The unpacked size of the deflated stream at `start`, counted up to the limit; 0 where it is not one."""
    outer, inner = zlib.decompressobj(), zlib.decompressobj()
    size, rest = 0, data[start : start + _STEP]
    position = start + len(rest)
    try:
        while rest and size <= MAX_UNPACKED_BYTES and not outer.eof:
            piece = outer.decompress(rest, _STEP)
            size += len(piece)
            if twice and piece and not inner.eof:
                size += _drain(inner, piece)
            rest = outer.unconsumed_tail
            if not rest:
                rest = data[position : position + _STEP]
                position += len(rest)
    except zlib.error:
        pass
    return size


def _drain(unpacker: zlib._Decompress, piece: bytes) -> int:
    size = 0
    try:
        while piece and size <= MAX_UNPACKED_BYTES:
            size += len(unpacker.decompress(piece, _STEP))
            piece = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size
