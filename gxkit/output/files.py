"""How every file is written: whole or not at all.

Whatever happens meanwhile, a place holds what it held before or all of what is new. What is
unfinished stands beside it under a name that nobody takes for a file of theirs; a run that was
killed leaves one behind, which the next one to write in that folder removes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from gxkit.errors import GxkitError
from gxkit.text import Sentence

_BEGINS, _ENDS = ".gxkit-", ".part"
"""the name of what is unfinished, between them the machine and the process that writes it; short,
for with the file's own name it might be too long"""
_OWNER = re.compile(re.escape(_BEGINS) + r"([0-9a-f]+)-([0-9]+)-")
# Of a process on another machine nobody knows whether it was killed, but no file takes so long.
_ABANDONED = 3_600.0
_DIGITS = 8
_READABLE_BY_ALL = 0o644
NOTHING = Sentence("", "")
_REFUSED = Sentence(
    "{place}：无法写入（{why}{needed}），原有的内容没有改变；请腾出磁盘空间，或换一个有写入权限的"
    "位置，然后重做。",
    "{place}: it could not be written ({why}{needed}), and what stood there before is as it was; "
    "make room on the disk or name a place that you may write to, then do it again.",
)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# What the system says of these does not say what to do.
_WHY = {
    errno.EFBIG: Sentence(
        "文件超过 ulimit -f 所设的上限",
        "a file is larger than the limit that ulimit -f sets",
    ),
    errno.EISDIR: Sentence("该处是文件夹", "a folder stands there"),
}
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
        handle, name = tempfile.mkstemp(prefix=_begins(), suffix=_ENDS, dir=target.parent)
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
        raise refuse_writing(target, reason) from reason
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    return target


@contextmanager
def writing_together(folder: Path) -> Iterator[Path]:
    """A folder beside for files that belong together: what is in it once the block ends takes its
    place in `folder`, one right after the other, so that a run that is killed leaves the old ones
    or the new ones. Where the block fails the old ones stay."""
    remove_abandoned(folder)
    try:
        made = Path(tempfile.mkdtemp(prefix=_begins(), suffix=_ENDS, dir=folder))
    except OSError as reason:
        raise refuse_writing(folder, reason) from reason
    try:
        yield made
        for part in sorted(made.iterdir()):
            part.replace(folder / part.name)
        _bring_to_disk(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _begins() -> str:
    return f"{_BEGINS}{_this_machine()}-{os.getpid()}-"


def refuse_writing(
    target: Path,
    reason: OSError,
    needed: Sentence = NOTHING,
) -> GxkitError:
    """What is said of a place that could not be written; `needed` tells what it would take where
    the disk is full."""
    # a library may say where it was when it failed, in several lines
    said = os.strerror(reason.errno) if reason.errno else str(reason)
    why = _WHY.get(reason.errno or 0, Sentence(said, said))
    return GxkitError.of(
        _REFUSED.fill(
            place=os.fspath(target),
            why=why,
            needed=needed if reason.errno in _FULL else NOTHING,
        )
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
        for entry in entries:
            if is_unfinished(entry.name) and _is_abandoned(entry):
                _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        os.unlink(entry.path)


def _is_abandoned(entry: os.DirEntry[str]) -> bool:
    """Whether nobody writes an unfinished file any more."""
    owner = _OWNER.match(entry.name)
    if owner and owner[1] == _this_machine():
        return not _is_running(int(owner[2]))
    return entry.stat().st_mtime < time.time() - _ABANDONED


@cache
def _this_machine() -> str:
    """A digest of what tells this machine, since it was started, from all that share its disk, and
    its processes' numbers from those of a container."""
    known = [platform.node()]
    # elsewhere than on Linux neither is there, and the name must do
    with suppress(OSError):
        known.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii"))
        known.append(os.readlink("/proc/self/ns/pid"))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:_DIGITS]


def _is_running(pid: int) -> bool:
    """Whether a process of this machine still runs; where that cannot be asked, that it does."""
    # on Windows the question would end it
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
