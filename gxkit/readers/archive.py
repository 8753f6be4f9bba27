"""ZIP archives as offices put reports into them: the files inside, to be read each by its kind."""

from __future__ import annotations

import io
import posixpath
import zipfile
from pathlib import Path

from gxkit.errors import DamagedFileError, EmptyFileError
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.zips import ZIP_DAMAGE, check_archive, name_of

# what systems put beside the files, and Word beside one that is open
_NO_FILES = frozenset(("thumbs.db", "desktop.ini"))
_SYSTEM = (".", "~$")


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """The files in an archive in its order, none of them read.

    Raises TooLargeError, EncryptedFileError, DamagedFileError, or EmptyFileError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive, path.name)
            members = filter(_is_file, archive.infolist())
            inner = [Inner(name_of(member), archive.read(member)) for member in members]
    except ZIP_DAMAGE as error:
        raise DamagedFileError(
            f"{path.name}: the ZIP archive is damaged ({error}), probably a download that broke "
            "off; fetch it again, or unpack it and give the file inside."
        ) from error
    if not inner:
        raise EmptyFileError(f"{path.name}: the ZIP archive holds no file; fetch it again.")
    return Contents(tuple(inner), {}, ())


def _is_file(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a file that a person put there."""
    name = posixpath.basename(member.filename).lower()
    if member.is_dir() or member.filename.startswith("__MACOSX/"):
        return False
    return name not in _NO_FILES and not name.startswith(_SYSTEM)
