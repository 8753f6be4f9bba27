"""What is asked of a PDF's bytes before PDFium opens them: how much its streams unpack to, since
three kilobytes can be made to fill a gigabyte, and which names its objects use.

Deflate packs a thousandfold at most, so small streams are let through unasked; large ones, and
those packed more than once, are unpacked as far as the limit and thrown away.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

MAX_UNPACKED_BYTES = 200_000_000
# What is asked for: that the file is locked, that it has layers, and that files hang on its pages.
LOCKED, LAYERS, PIN = b"/Encrypt", b"/OCProperties", b"/FileAttachment"
_PACKED = b"/ObjStm"
_NAMES = re.compile(rb"/(?:Encrypt|OCProperties|FileAttachment|ObjStm)")
# Deflate packs 1 032 bytes into one at most: what is smaller cannot exceed the limit by it alone.
# The font of a report is often as large as half of this, and unpacking it took a millisecond.
_LARGE = MAX_UNPACKED_BYTES // 1_032
_STEP = 1_000_000
_FILTERS = re.compile(rb"/(?:Filter|F)\s*\[([^\]]*)\]")
_STREAM = re.compile(rb"stream\r?\n")
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_PACKERS = re.compile(rb"/(?:Fl|FlateDecode|LZW|LZWDecode|RL|RunLengthDecode)\b")


def exceeds_limit(data: bytes) -> bool:
    """Whether a stream unpacks to more than MAX_UNPACKED_BYTES, as far as is told cheaply."""
    if _packs_twice(data):
        starts = [match.end() for match in _STREAM.finditer(data)]
        sizes = (_unpacks_to(data, start, twice=True) for start in starts)
    elif len(data) >= _LARGE:
        sizes = (_unpacks_to(data, start) for start in _large_streams(data))
    else:
        return False
    return any(size > MAX_UNPACKED_BYTES for size in sizes)


def _packs_twice(data: bytes) -> bool:
    for filters in _FILTERS.finditer(data):
        packers = _PACKERS.findall(filters[1])
        if len(packers) > 1:
            return True
    return False


def _large_streams(data: bytes) -> Iterator[int]:
    """Where streams begin that are large when packed."""
    starts = [match.end() for match in _STREAM.finditer(data)]
    for start, end in pairwise([*starts, len(data)]):
        if end - start >= _LARGE:
            yield start


def _unpacks_to(data: bytes, start: int, twice: bool = False) -> int:
    """The unpacked size of the deflated stream at `start`, counted up to the limit; 0 where it is
    not one."""
    outer, inner = zlib.decompressobj(), zlib.decompressobj()
    size = 0
    position = start + _STEP
    rest = data[start:position]
    try:
        while rest and not outer.eof:
            piece = outer.decompress(rest, _STEP)
            size += len(piece)
            if twice and not inner.eof:
                size += _drain(inner, piece)
            if size > MAX_UNPACKED_BYTES:
                break
            rest = outer.unconsumed_tail
            if not rest:
                rest = data[position : position + _STEP]
                position += _STEP
    except zlib.error:
        pass  # what was unpacked so far counts
    return size


def _drain(unpacker: zlib._Decompress, piece: bytes) -> int:
    size = 0
    try:
        while piece and size <= MAX_UNPACKED_BYTES:
            size += len(unpacker.decompress(piece, _STEP))
            piece = unpacker.unconsumed_tail
    except zlib.error:
        pass  # the inner packing is not deflate
    return size


def find_names(data: bytes) -> set[bytes]:
    """Which of the names that are asked for an object of the file may use; all of them where the
    objects cannot be looked at."""
    found = set(_NAMES.findall(data))
    if LOCKED in found:
        return {LOCKED, LAYERS, PIN}
    if _PACKED in found:
        for match in _PACKED_OBJECTS.finditer(data):
            objects = _unpack(data, match.end())
            found.update(_NAMES.findall(objects))
    return found


def _unpack(data: bytes, start: int) -> bytes:
    """A deflated stream of objects as far as it can be unpacked; objects are text, and short."""
    end = start + _STEP
    try:
        return zlib.decompressobj().decompress(data[start:end], _STEP)
    except zlib.error:
        return b""
