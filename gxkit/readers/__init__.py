"""`read(path)`: a file to a document. The bytes decide what it is, never the name.

Which formats there are, and how a new one is added: `gxkit.readers.formats`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from gxkit.document import Document, Grid, Line
from gxkit.errors import EmptyFileError, NotAFileError, ReadError, TooLargeError
from gxkit.readers import formats
from gxkit.readers.bounds import counting
from gxkit.readers.given import MAX_FILE_BYTES, Given, open_path
from gxkit.readers.inside import read_with_inside
from gxkit.readers.numbered import without_line_numbers
from gxkit.readers.signs import COMPRESSED, has_files, is_tar
from gxkit.readers.zips import member_names
from gxkit.text.escapes import spell_name

# Cells and lines of a document: a report has some five hundred; half a million took minutes.
_MOST_CELLS = 200_000
_MEGA = 1e6
_NOTHING = b"\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"
"""blanks, zeros and byte order marks"""


def read(file: Given) -> Document:
    """The document in a file, its lines and grids in reading order, with those of the files inside
    it.

    `file` is a path, the bytes, or a file that is open. Raises a ReadError of the fitting kind (see
    `gxkit.errors`) whose message begins with the name of the file and says what to do.
    """
    with open_path(file) as path:
        return _read_path(path)


def read_pictured(path: Path) -> Document:
    """The document in a file as `read` gives it, with what pictures show that stand beside its
    tables; most of them are photographs and seals, and looking at one takes a second."""
    return _read_path(path, pictured=True)


def _read_path(
    path: Path,
    pictured: bool = False,
) -> Document:
    data = _path_to_bytes(path)
    format_ = formats.find_format(data)
    if format_ is None:
        error, why = formats.explain_unknown(data)
        raise error(f"{path.name}：{why.zh}", f"{path.name}: {why.en}")
    with counting(spell_name(path.name)):
        blocks, contents = read_with_inside(path, format_, data, pictured)
    _check_extent(path.name, blocks)
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        spell_name(path.name),
        format_.name,
        digest,
        tuple(without_line_numbers(blocks)),
        contents.properties,
        contents.remarks,
        contents.pictures,
        contents.postures,
    )


def _check_extent(
    name: str,
    blocks: Sequence[Line | Grid],
) -> None:
    """Refuse more cells and lines than the reports of a whole province have."""
    lines = sum(isinstance(block, Line) for block in blocks)
    cells = sum(len(block.cells) for block in blocks if isinstance(block, Grid))
    if lines + cells > _MOST_CELLS:
        raise TooLargeError(
            f"{name}：有 {lines:,} 行和 {cells:,} 个单元格，超过 {_MOST_CELLS:,} 的上限，不是通常"
            "的报告。请把报告部分另存为一个文件。",
            f"{name}: {lines:,} lines and {cells:,} cells, over the limit of {_MOST_CELLS:,}; it "
            "is no ordinary report. Copy the report out of it into a file of its own.",
        )


def is_pdf(path: str | os.PathLike[str]) -> bool:
    """Whether the file at `path` begins as a PDF does; False where it cannot be opened."""
    return formats.begins_as_pdf(_read_head(path))


def may_do_harm(path: Path) -> bool:
    """Whether a library may take much time or memory over the file at `path`, so that it is better
    read in a process of its own; False where it cannot be opened, which is said by who reads it."""
    if not is_pdf(path):
        return False
    # only now, for a text needs nothing of PDF
    from gxkit.readers.pdf import danger

    try:
        size = path.stat().st_size
        return size <= MAX_FILE_BYTES and danger.may_do_harm(path.read_bytes())
    except OSError:
        return False


def may_hold_pdf(path: str | os.PathLike[str]) -> bool:
    """Whether the file at `path` is a PDF or a file with files inside, any of which may be one."""
    head = _read_head(path)
    # what is compressed as a whole does not tell what it is
    if formats.begins_as_pdf(head) or head.startswith(COMPRESSED) or is_tar(head):
        return True
    names = member_names(Path(path))
    if names is None:
        return False
    return has_files(names)


def _read_head(path: str | os.PathLike[str]) -> bytes:
    """The first bytes of a file; b"" where it cannot be opened."""
    try:
        with open(path, "rb") as file:
            return file.read(formats.PDF_HEAD)
    except (OSError, ValueError):
        return b""


def _path_to_bytes(path: Path) -> bytes:
    name = path.name or str(path)
    try:
        _check_file(path, name)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(
            f"{name}：系统不允许读取（{reason}）；请检查权限，或复制到自己的文件夹。",
            f"{name}: the system does not let it be read ({reason}); check its permissions, or "
            "copy it to a folder of your own.",
        ) from error
    if not data.strip(_NOTHING):
        raise EmptyFileError(
            f"{name}：文件是空的（{len(data)} 字节，没有任何文字）；可能下载或导出失败。请重新获"
            "取。",
            f"{name}: the file is empty ({len(data)} bytes, nothing but white space); the download "
            "or export probably failed. Fetch it again.",
        )
    return data


def _check_file(path: Path, name: str) -> None:
    """Refuse what is no ordinary file, or too large, before any of it is read."""
    if not path.exists():
        raise NotAFileError(
            f"{name}：没有这个文件（{path}）；请检查拼写和当前文件夹。",
            f"{name}: there is no such file ({path}); check the spelling and the folder you are "
            "in.",
        )
    # a device or a pipe might never end
    if not path.is_file():
        raise NotAFileError(
            f"{name}：不是普通文件；请先把报告保存成文件。",
            f"{name}: this is no ordinary file; save the report to one first.",
        )
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise TooLargeError(
            f"{name}：{size / _MEGA:,.0f} MB，超过 {MAX_FILE_BYTES / _MEGA:,.0f} MB 的上限；年度报"
            "告通常只有几 MB。请截取报告所在的页，或使用网页。",
            f"{name}: {size / _MEGA:,.0f} MB, over the limit of {MAX_FILE_BYTES / _MEGA:,.0f} MB; "
            "an annual report has a few. Cut the pages of the report out, or take the web page.",
        )


__all__ = ["MAX_FILE_BYTES", "is_pdf", "may_do_harm", "may_hold_pdf", "read", "read_pictured"]
