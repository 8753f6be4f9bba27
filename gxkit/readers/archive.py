"""Archives (ZIP, tar) as offices put reports into them: the files inside, to be read each by its
kind."""

from __future__ import annotations

import io
import posixpath
import tarfile
from collections.abc import Iterator
from pathlib import Path

from gxkit.errors import DamagedFileError, EmptyFileError
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.zips import ZIP_DAMAGE, check_archive, name_of, open_archive

_ZIP = b"PK"
# what systems put beside the files, and Word beside one that is open
_NO_FILES = frozenset(("thumbs.db", "desktop.ini"))
_SYSTEM = (".", "~$")


# what the standard library raises on archives that were cut, patched or half written
_TAR_DAMAGE = (tarfile.TarError, EOFError, ValueError, OverflowError)


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """The files in an archive in its order, none of them read.

    Raises TooLargeError, EncryptedFileError, DamagedFileError, or EmptyFileError.
    """
    unpack = _unpack_zip if data.startswith(_ZIP) else _unpack_tar
    try:
        inner = list(unpack(data, path.name))
    except (*ZIP_DAMAGE, *_TAR_DAMAGE) as error:
        raise DamagedFileError(
            f"{path.name}：压缩包已损坏（{error}），可能下载中断；请重新下载，或解压后给出其中"
            "的文件。",
            f"{path.name}: the archive is damaged ({error}), probably a download that broke "
            "off; fetch it again, or unpack it and give the file inside.",
        ) from error
    if not inner:
        raise EmptyFileError(
            f"{path.name}：压缩包中没有文件；请重新下载。",
            f"{path.name}: the archive holds no file; fetch it again.",
        )
    return Contents(tuple(inner), {}, ())


def _unpack_zip(
    data: bytes,
    name: str,
) -> Iterator[Inner]:
    with open_archive(data) as archive:
        check_archive(archive, name)
        for member in archive.infolist():
            if not member.is_dir() and _is_of_a_person(member.filename):
                yield Inner(name_of(member), archive.read(member))


def _unpack_tar(
    data: bytes,
    _: str,
) -> Iterator[Inner]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for member in archive:
            # a file with holes says that it is larger than all of the archive
            if not member.isfile() or member.size > len(data):
                continue
            content = archive.extractfile(member)
            if content is not None and _is_of_a_person(member.name):
                yield Inner(_read_name(member.name), content.read())


def _is_of_a_person(name: str) -> bool:
    """Whether a member is a file that a person put there."""
    own = posixpath.basename(name).lower()
    if name.startswith("__MACOSX/"):
        return False
    return own not in _NO_FILES and not own.startswith(_SYSTEM)


def _read_name(name: str) -> str:
    """The name of a member of a tar archive, which may be GBK."""
    written = name.encode("utf-8", "surrogateescape")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("gb18030", "replace")
