"""ZIP archives, in which Word files and reports come: looked over before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

from gxkit.errors import EncryptedFileError, TooLargeError

# A report with pictures unpacks to some dozen megabytes in some hundred parts; three kilobytes can
# be made to unpack to a gigabyte, and a list of a million empty parts fills the memory too.
MAX_UNPACKED_BYTES = 200_000_000
MAX_MEMBERS = 5_000
_MEGA = 1e6
_SMALL = 4_000_000  # bytes: an archive of which the names are kept is kept in memory too
_ENCRYPTED = 1
"""the flag of a member that asks for a password"""
_UTF8 = 0x800
"""the flag of a member whose name says that it is UTF-8"""
_NAME_ENCODINGS = ("utf-8", "gb18030")
# zipfile never yields more bytes of a member than the member declares, but only for these is that
# held to without unpacking all of it.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# what zipfile raises on archives that were cut, patched or half written
ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    struct.error,
    KeyError,
    ValueError,
    IndexError,
    OverflowError,
)


def open_archive(source: bytes | Path) -> zipfile.ZipFile:
    """The archive in some bytes or in a file, its members under names with slashes."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    archive = zipfile.ZipFile(file)
    for member in archive.infolist():
        # packers of .NET part folders as Windows does, and no part is found under its name
        if "\\" in member.filename:
            member.filename = member.filename.replace("\\", "/")
            archive.NameToInfo[member.filename] = member
    return archive


def member_names(source: bytes | Path) -> tuple[str, ...] | None:
    """The names of the members of an archive, its bytes or its file; those of archives inside it
    are not among them.

    None where it is no archive, or the list of members is lost.
    """
    if isinstance(source, bytes) and len(source) < _SMALL:
        return _names_in(source)
    return _read_names(source)


@lru_cache(maxsize=1)
def _names_in(data: bytes) -> tuple[str, ...] | None:
    """Every format that is a ZIP archive asks for the names, one after the other."""
    return _read_names(data)


def _read_names(source: bytes | Path) -> tuple[str, ...] | None:
    try:
        with open_archive(source) as archive:
            return tuple(archive.namelist())
    except (*ZIP_DAMAGE, OSError):
        return None


def member_start(data: bytes, name: str, size: int) -> bytes:
    """The first bytes of a member of an archive; b"" where there is none of that name."""
    try:
        with open_archive(data) as archive, archive.open(name) as member:
            return member.read(size)
    except (*ZIP_DAMAGE, RuntimeError):
        # a RuntimeError says that it asks for a password
        return b""


def check_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what would unpack to too much, and what asks for a password.

    Raises TooLargeError, EncryptedFileError, or BadZipFile for an unusual compression.
    """
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        raise TooLargeError(
            f"{name}：解压后为 {total / _MEGA:,.0f} MB、{len(members)} 个部分，超过 "
            f"{MAX_UNPACKED_BYTES / _MEGA:,.0f} MB 和 {MAX_MEMBERS} 个部分的上限，不是通常的年"
            "报；请去掉图片，或把文字和表格复制到新的文件中。",
            f"{name}: unpacks to {total / _MEGA:,.0f} MB in {len(members)} parts, over the limit "
            f"of {MAX_UNPACKED_BYTES / _MEGA:,.0f} MB and {MAX_MEMBERS} parts; it is no ordinary "
            "report. Take the pictures out, or copy the text and tables into a new file.",
        )
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise EncryptedFileError(
            f"{name}：压缩包需要密码；请取消密码后另存文档。",
            f"{name}: the archive asks for a password; save the document without one.",
        )
    if any(member.compress_type not in _COMPRESSIONS for member in members):
        raise zipfile.BadZipFile("a compression that is not usual")


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a member; archives made by Chinese systems write GBK and do not say so."""
    name = member.filename
    if member.flag_bits & _UTF8:
        return name
    try:
        written = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in _NAME_ENCODINGS:
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
