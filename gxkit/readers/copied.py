"""A worker that is a copy of this process: one file is guarded too, and no start is waited for.

A fresh worker takes half a second before it reads, which many files share and a single one does
not. A copy is there in some milliseconds and knows all that was imported. It is for the shell
alone, a process of gxkit's own with one thread: in a program of somebody else's (a notebook's
kernel, say) a copy would lack the threads that its libraries wait for.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from io import FileIO
from typing import IO, cast

from gxkit.readers.guard import MEGABYTES, ONE_THREAD, Guard, serve

#: elsewhere a process with a library loaded may not be copied, or there are no such limits
HAS_COPIES = sys.platform == "linux"
_MEGA = 1e6
_MOST_THREADS = 4
"""each reserves some of the memory that is limited: with one a core sixty-four would take all"""
_ARENAS, _FEWEST_ARENAS = -8, 2
"""what the allocator of Linux calls the number of its pools, which reserve 64 MB each"""
_FREE = 900
"""megabytes that reading may take whatever was taken before"""


class Copy:
    """A copied process, as far as a guard needs to know one."""

    def __init__(
        self,
        pid: int,
        stdin: IO[bytes],
        stdout: IO[bytes],
    ) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None

    def kill(self) -> None:
        """Ends it at once."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, 9)

    def wait(self) -> int:
        """Waits for its end; how it ended, as `subprocess` says it."""
        if self.returncode is None:
            _, status = os.waitpid(self.pid, 0)
            self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


class CopyGuard(Guard):
    """A guard whose worker is a copy of this process."""

    _folder: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Ends the worker, and removes what it put down for a while."""
        super().close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _start(self) -> subprocess.Popen[bytes]:
        complaints = cast("FileIO", tempfile.TemporaryFile())  # noqa: SIM115 - as long as the copy
        self._complaints = complaints
        self.is_stopped = False
        # a copy that is killed removes nothing
        self._folder = tempfile.TemporaryDirectory(prefix="gxkit-")
        asked, asks = os.pipe()
        answered, answers = os.pipe()
        # what was printed before would be printed by both
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(asks)
            os.close(answered)
            _serve_apart(asked, answers, complaints.fileno(), self._folder.name)
        os.close(asked)
        os.close(answers)
        copy = Copy(pid, os.fdopen(asks, "wb"), os.fdopen(answered, "rb"))
        self._worker = cast("subprocess.Popen[bytes]", copy)
        return self._worker


def _serve_apart(
    asked: int,
    answers: int,
    complaints: int,
    folder: str,
) -> None:
    """What the copy does, until it ends: it never comes back to what this process was doing."""
    code = 1
    try:
        for here, there in ((asked, 0), (answers, 1), (complaints, 2)):
            os.dup2(here, there)
        sys.stdin = os.fdopen(0, "r", closefd=False)
        sys.stderr = os.fdopen(2, "w", closefd=False)
        tempfile.tempdir = folder
        _spare_memory()
        taken = _virtual_megabytes()
        serve(max(MEGABYTES, int(taken) + _FREE))
        code = 0
    finally:
        # whatever was raised is told and goes no further: it would run on in two processes
        if code:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)


def _spare_memory() -> None:
    """Few threads and few pools of memory, for each reserves more than it uses."""
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    os.environ.update(dict.fromkeys(ONE_THREAD, str(threads)))
    # another C library has other pools, or none
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENAS, _FEWEST_ARENAS)


def _virtual_megabytes() -> float:
    """How much of the address space this process has taken."""
    with open("/proc/self/statm", encoding="ascii") as said:
        pages = int(said.read().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGA
