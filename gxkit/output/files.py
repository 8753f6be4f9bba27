"""How every file is written: whole or not at all.

Whatever happens meanwhile, a place holds what it held before or all of what is new. What is
unfinished stands beside it under a name that nobody takes for a file of theirs; a run that was
killed leaves one behind, which the next one to write in that folder removes.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gxkit.errors import GxkitError

_BEGINS, _ENDS = ".gxkit-", ".part"
"""the name of what is unfinished; short, for with the file's own name it might be too long"""
# No file takes so long to write, and the process that left one may have been on another machine.
_ABANDONED = 3_600.0
_READABLE_BY_ALL = 0o644
_CLEANED: set[Path] = set()
"""folders that this process has rid of what was left: listing one takes long if it is full"""


def refuse_place(path: str | os.PathLike[str]) -> None:
    """GxkitError if no file can be written at a path: its folder is absent, or it is one."""
    target = Path(path)
    if target.is_dir():
        raise GxkitError(
            f"{target} 是文件夹；请给出要写入的文件名。",
            f"{target} is a folder; give the name of the file to write in it.",
        )
    if not target.parent.is_dir():
        raise GxkitError(
            f"{target}：没有文件夹 {target.parent}；请先新建，或换一个位置。",
            f"{target}: there is no folder {target.parent}; make it first, or name another place.",
        )


def write_file(
    path: str | os.PathLike[str],
    content: bytes | str | Callable[[Path], object],
    *,
    lasting: bool = True,
) -> Path:
    """A file written under a temporary name beside its place, brought to the disk, then renamed: no
    half-written file is ever seen, not after a power cut either.

    `content` is what it holds (a text in UTF-8, its line feeds as they are), or a function that
    fills the file at the path it is given. Where that fails, what stood there before stays as it
    was, and nothing else is left behind; GxkitError says so where the disk is full, or the place
    may not be written. What is not `lasting` can be made again, and is not waited for until it is
    on the disk: that takes longer than writing it.
    """
    target = Path(path)
    remove_abandoned(target.parent)
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=_BEGINS, suffix=_ENDS, dir=target.parent)
        os.close(handle)
        part = Path(name)
        _fill(part, content)
        if lasting:
            _bring_to_disk(part)
        # a temporary file is for its owner alone, a data folder for all who can enter it
        part.chmod(_READABLE_BY_ALL)
        part.replace(target)
        if lasting:
            _bring_to_disk(target.parent)
    except OSError as reason:
        raise _refusal(target, reason) from reason
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    return target


def _refusal(target: Path, reason: OSError) -> GxkitError:
    why = reason.strerror or reason
    return GxkitError(
        f"{target}：无法写入（{why}），原有的内容没有改变；请腾出磁盘空间，或换一个有写入权限的位置，"
        "然后重做。",
        f"{target}: it could not be written ({why}), and what stood there before is as it was; "
        "make room on the disk or name a place that you may write to, then do it again.",
    )


def _fill(part: Path, content: bytes | str | Callable[[Path], object]) -> None:
    if callable(content):
        content(part)
    else:
        # half a character, as a name that is no UTF-8 leaves it, can stand in no file
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        part.write_bytes(data)


def _bring_to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are where a power cut leaves them."""
    # a folder cannot be opened everywhere, nor can all that is opened be synchronised
    with suppress(OSError):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def is_unfinished(name: str) -> bool:
    """Whether a file of this name is one that `write_file` had not finished."""
    return name.startswith(_BEGINS) and name.endswith(_ENDS)


def remove_abandoned(folder: Path) -> None:
    """Remove what runs left in a folder that were killed while they wrote; looked for once."""
    known = folder.absolute()
    if known in _CLEANED:
        return
    _CLEANED.add(known)
    # a folder that is not there has nothing in it, and another process may remove the same
    with suppress(OSError), os.scandir(known) as entries:
        oldest = time.time() - _ABANDONED
        for entry in entries:
            if is_unfinished(entry.name) and entry.stat().st_mtime < oldest:
                os.unlink(entry.path)
