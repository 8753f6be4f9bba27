"""Files that lie in an object store or on another machine, by address: `s3://bucket/reports/a.pdf`.

fsspec speaks to them. A file is copied to this machine while it is read, and no longer. Addresses
of the web are none of these: `gxkit add` gets what is published there, within limits.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gxkit.errors import NotAFileError, TooLargeError
from gxkit.readers import MAX_FILE_BYTES
from gxkit.text import Sentence

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_OF_THE_WEB = {"http", "https", "ftp"}
_PATTERN = re.compile(r"[*?\[]")
_NO_LIBRARY = Sentence(
    "{address}：读取该地址需要 fsspec，以及其协议所需的库（如 s3fs）；请安装：pip install '.[clust"
    "er]' s3fs。（{reason}）",
    "{address}: to read from there takes fsspec and the library of its protocol, such as s3fs; "
    "install them: pip install '.[cluster]' s3fs. ({reason})",
)
_ABSENT = Sentence(
    "{address}：那里没有文件，或不允许读取（{reason}）；请检查地址和访问权限。",
    "{address}: there is no file there, or it may not be read ({reason}); check the address, and "
    "that this machine has access.",
)
_TOO_LARGE = Sentence(
    "{address}：文件有 {bytes} 字节，超过 {most} 字节的限制。",
    "{address}: the file has {bytes} bytes, over the limit of {most} bytes.",
)


def is_afar(path: str) -> bool:
    """Whether it is an address at which fsspec finds files.

    >>> [is_afar(one) for one in ("s3://a/b.pdf", "memory://b.pdf", "https://a.cn/b.pdf", "b.pdf")]
    [True, True, False, False]
    """
    found = _ADDRESS.match(path)
    return found is not None and found[1].lower() not in _OF_THE_WEB


def list_afar(address: str) -> list[str]:
    """The addresses of the files that are meant by the address of a file, a folder, or a pattern,
    sorted; none if there are none."""
    system, path = _reach(address)
    try:
        if _PATTERN.search(path):
            found = [one for one in system.glob(path) if not system.isdir(one)]
        else:
            found = system.find(path)
    except (OSError, ValueError) as error:
        raise NotAFileError.of(_ABSENT.fill(address=address, reason=str(error))) from error
    return sorted(map(system.unstrip_protocol, found))


@contextmanager
def local_copy(path: str) -> Iterator[str]:
    """The path at which a file can be read on this machine, as long as the block lasts.

    A copy keeps the file's name, for the year in it counts. NotAFileError if it cannot be had,
    TooLargeError if it is larger than is read.
    """
    if not is_afar(path):
        yield path
        return
    name = PurePosixPath(path).name
    with tempfile.TemporaryDirectory(prefix="gxkit-") as folder:
        copy = Path(folder, name)
        _fetch(path, copy)
        yield os.fspath(copy)


def _fetch(address: str, copy: Path) -> None:
    system, path = _reach(address)
    try:
        size = system.size(path) or 0
        # it is asked before anything is fetched: a disk image may lie beside the reports
        if size > MAX_FILE_BYTES:
            told = _TOO_LARGE.fill(address=address, bytes=size, most=MAX_FILE_BYTES)
            raise TooLargeError.of(told)
        system.get_file(path, os.fspath(copy))
    except (OSError, ValueError) as error:
        raise NotAFileError.of(_ABSENT.fill(address=address, reason=str(error))) from error


def _reach(address: str) -> tuple[AbstractFileSystem, str]:
    """The file system of an address, and the path in it."""
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise NotAFileError.of(_NO_LIBRARY.fill(address=address, reason=str(error))) from error
    return system, str(path)
