"""Compressed files (gzip, bzip2, xz): the one file inside, to be read by its kind.

Some servers give pages out that way, and some archives are compressed as a whole.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from gxkit.errors import DamagedFileError, TooLargeError
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.zips import MAX_UNPACKED_BYTES

_MEGA = 1e6
_MEMORY = 100_000_000
"""bytes that an xz file may ask for"""
# the head and the end of a gzip file are read too
_GZIP = zlib.MAX_WBITS | 16
_DAMAGE = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
_ENDINGS = {".tgz": ".tar", ".tbz": ".tar", ".txz": ".tar", ".gz": "", ".bz2": "", ".xz": ""}


class _Stream(Protocol):
    """What all three have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def _make_gzip() -> _Stream:
    return zlib.decompressobj(_GZIP)


def _make_xz() -> _Stream:
    return lzma.LZMADecompressor(memlimit=_MEMORY)


_STREAMS: dict[bytes, Callable[[], _Stream]] = {
    b"\x1f\x8b": _make_gzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ": _make_xz,
}


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """The file inside a compressed one.

    Raises TooLargeError for what would unpack to too much, DamagedFileError for what breaks off.
    """
    make = next(make for mark, make in _STREAMS.items() if data.startswith(mark))
    try:
        content = _unpack(make, data, path.name)
    except _DAMAGE as error:
        raise DamagedFileError(
            f"{path.name}：压缩文件已损坏（{error}），可能下载中断；请重新下载，或解压后给出其"
            "中的文件。",
            f"{path.name}: the compressed file is damaged ({error}), probably a download that "
            "broke off; fetch it again, or unpack it and give the file inside.",
        ) from error
    ending = _ENDINGS.get(path.suffix.lower())
    name = path.name if ending is None else path.stem + ending
    return Contents((Inner(name, content),), {}, ())


def _unpack(
    make: Callable[[], _Stream],
    data: bytes,
    name: str,
) -> bytes:
    """What is inside; several streams behind each other are one file."""
    parts: list[bytes] = []
    room = MAX_UNPACKED_BYTES
    while data:
        stream = make()
        # one byte more than there is room for tells that it is too much
        part = stream.decompress(data, room + 1)
        room -= len(part)
        if room < 0:
            raise TooLargeError(
                f"{name}：解压后超过 {MAX_UNPACKED_BYTES / _MEGA:,.0f} MB，不是通常的年报；请"
                "解压后给出报告的文件。",
                f"{name}: unpacks to more than {MAX_UNPACKED_BYTES / _MEGA:,.0f} MB; it is no "
                "ordinary report. Unpack it and give the file of the report.",
            )
        if not stream.eof:
            raise EOFError("it breaks off")
        parts.append(part)
        data = stream.unused_data.lstrip(b"\0")
    return b"".join(parts)
