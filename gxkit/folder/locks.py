"""One writer at a time in a data folder: whoever reads a file to write it anew holds its lock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gxkit.errors import CatalogError

LOCK = ".gxkit.lock"
BUILD_LOCK = ".gxkit-build.lock"
"""of whoever builds the frames of a folder, which takes long and leaves its catalog alone"""
# A catalog is written in milliseconds; who waits this long waits for a process that hangs.
PATIENCE = 60
"""seconds"""


@contextmanager
def lock_folder(folder: str | os.PathLike[str], name: str = LOCK) -> Iterator[None]:
    """Hold a data folder alone: read what is to be changed, change and write it within. Who holds
    it under another `name` does other work there.

    Not to be entered twice. CatalogError if another process does not let go of it, or nothing may
    be written there.
    """
    base = Path(folder)
    lock = FileLock(base / name, timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise CatalogError(
            f"{base}：另一个 gxkit 已经在此写入超过 {PATIENCE} 秒；请等它完成，如果它已停止响应，"
            "请结束它后重试。什么都没有改动。",
            f"{base}: another gxkit has been writing there for {PATIENCE} seconds; wait until it "
            "is done, or end it if it hangs, and try again. Nothing was changed.",
        ) from None
    except OSError as reason:
        raise CatalogError(
            f"{base}：无法写入（{reason.strerror or reason}）；请给自己写入权限，或把文件夹复制到"
            "有权限的位置。",
            f"{base}: nothing can be written there ({reason.strerror or reason}); give yourself "
            "the right to write in it, or copy the folder to a place where you have it.",
        ) from None
    try:
        yield
    finally:
        lock.release()
