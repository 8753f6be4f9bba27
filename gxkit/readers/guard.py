"""A function of a file, asked in a process of its own with limits of time and memory.

Readers rest on C libraries, and a report comes from anywhere. A corpus should not be lost to the
first file that crashes, hangs or eats memory: many files go through a `Guard`, which keeps one
worker for all of them, and where one dies says so and starts another.

    with Guard() as guard:
        document = guard.read("report.pdf")

Which function is asked is the caller's choice: to read a file, or to parse it whole.
"""

from __future__ import annotations

import math
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from gxkit.document import Document
from gxkit.errors import (
    GxkitError,
    OwnFaultError,
    TooHungryError,
    TooSlowError,
    WorkerError,
)
from gxkit.readers import read
from gxkit.readers.collector import collect_seldom
from gxkit.text import Sentence

Reader = Callable[[Path], Document]
# Limits far above any sound report, which takes a fraction of a second and less than 100 MB, or a
# second a page where pages are pictures: only what hangs or grows without end should meet them.
SECONDS = 330.0
"""by the clock; on a machine that does much else a second of work takes several"""
CPU_SECONDS = 60.0
MEGABYTES = 1_500
# What one file left behind (memory, what libraries remember) should not be the next one's limit; a
# start costs half a second, and among so many files that is nothing.
MOST_ASKED = 500
"""questions to one worker, after which another takes its place"""

_HEAD = struct.Struct("<?Q")  # whether it is an answer and no error, and how many bytes follow
_WORKER = "from gxkit.readers.guard import serve; serve({megabytes})"
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    # each further arena of the allocator reserves 64 MB of the address space that is limited
    "MALLOC_ARENA_MAX": "2",
}
"""workers stand beside each other, one a core: threads of their own would only be in the way"""
# A page that is drawn takes megabytes. Given back after each, they are asked for and filled with
# zeros anew, a thousand times a PDF.
_KEPT_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "268435456",
}
"""bytes: smaller pieces come from the heap, and so much of it may be free"""
_FAULT = 1
"""the code with which Python ends of an error that nobody caught"""
_TOLD = 2_000
"""bytes at the end of what a worker complained of"""


LEAST_MEGABYTES = 1_000
"""of address space: less than that does not hold the libraries that read, and a file that fails for
it would be called damaged"""
_SMALL = Sentence(
    "内存限制为 {megabytes} MB（ulimit -v），不足以启动读取文件的进程：至少需 {least} MB，每个进程"
    "最多用 {most} MB；请放宽限制（ulimit -v unlimited）后重做。",
    "Memory is limited to {megabytes} MB (ulimit -v), too little for a process that reads: it "
    "takes {least} MB at least, and up to {most} MB each; raise the limit (ulimit -v unlimited) "
    "and do it again.",
)
_NOT_STARTED = Sentence(
    "无法启动读取文件的进程（{why}）；请检查内存、进程数的限制（ulimit -v、-u）和临时文件夹的"
    "空间。",
    "No process that reads could be started ({why}); look at the limits of memory and processes "
    "(ulimit -v, -u) and at the room in the folder of temporary files.",
)
_is_worker = False


class Guard:
    """Asks functions of files, one after another, in a worker process that is started when it is
    first needed."""

    def __init__(
        self,
        seconds: float = SECONDS,
        megabytes: int = MEGABYTES,
        cpu_seconds: float = CPU_SECONDS,
    ) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self.cpu_seconds = cpu_seconds
        self.asked = 0
        """questions to the worker that there is now"""
        self.is_stopped = False
        """whether somebody ended the worker on purpose: what it was asked is not asked again"""
        self._worker: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def kill(self) -> None:
        """Ends the worker in the midst of what it does: whoever waits for it gets a WorkerError."""
        self.is_stopped = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def close(self) -> None:
        """Ends the worker."""
        worker, self._worker = self._worker, None
        self.asked = 0
        if worker is None:
            return
        worker.kill()
        for stream in (worker.stdin, worker.stdout, self._complaints):
            if stream is not None:
                with suppress(OSError):  # what is still to be written to a worker that died
                    stream.close()
        worker.wait()

    def read(
        self, path: str | os.PathLike[str], reader: Reader = read, seconds: float | None = None
    ) -> Document:
        """What a reader (a function of a module) gives of a file.

        Raises the ReadError that the reader raises, and what `ask` does.
        """
        answer = self.ask(reader, (Path(path).absolute(),), seconds)
        assert isinstance(answer, Document)
        return answer

    def ask(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        seconds: float | None = None,
    ) -> Any:
        """What a function of a module gives of a file, whose path is the first of the arguments.

        Raises the GxkitError that the function raises, TooSlowError after `seconds` (the guard's
        unless given) by the clock or `cpu_seconds` of work (or `seconds` if that is more),
        TooHungryError over `megabytes`, OwnFaultError where gxkit fails, else WorkerError.
        """
        path: Path = arguments[0]
        limit = self.seconds if seconds is None else seconds
        if self.asked >= MOST_ASKED:
            self.close()
        worker = self._worker or self._start()
        self.asked += 1
        question = (function, arguments, max(self.cpu_seconds, seconds or 0))
        late = threading.Event()

        def stop() -> None:
            late.set()
            worker.kill()

        timer = threading.Timer(limit, stop)
        timer.start()
        try:
            is_given, answer = _ask(worker, question)
        except (EOFError, OSError):
            raise self._bury(worker, path.name, limit if late.is_set() else None) from None
        finally:
            timer.cancel()
        if is_given:
            return answer
        assert isinstance(answer, GxkitError)
        # its memory is full of what was too much, and the next file should not suffer for it
        if isinstance(answer, TooHungryError):
            self.close()
        raise answer

    def _bury(
        self, worker: subprocess.Popen[bytes], name: str, exceeded: float | None
    ) -> GxkitError:
        """What is said of a worker that ended before it answered; `exceeded` are its seconds."""
        worker.wait()
        code = worker.returncode
        complaint = self._last_complaint()
        self.close()
        if exceeded is not None:
            return TooSlowError.after(name, exceeded)
        if code == -getattr(signal, "SIGXCPU", 0):
            return TooSlowError.after_work(name, self.cpu_seconds)
        if code == _FAULT and complaint:
            return OwnFaultError.over(name, complaint)
        return WorkerError(
            f"{name}：读取它的进程中断（退出码 {code}），是程序库的缺陷，或所需内存超过 "
            f"{self.megabytes:,} MB；文件可能已损坏，请重新下载。",
            f"{name}: the process that read it died (exit code {code}), of a fault in a library or "
            f"for want of more than {self.megabytes:,} MB; the file is probably damaged. Fetch it "
            "again.",
        )

    def _last_complaint(self) -> str:
        """The last line that the worker wrote on standard error, '' if none."""
        assert self._complaints is not None
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - _TOLD))
        lines = self._complaints.read().decode("utf-8", "replace").split("\n")
        written = [line.strip() for line in lines if line.strip()]
        return written[-1] if written else ""

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a worker; GxkitError if there is no room for one."""
        refuse_small_memory()
        try:
            return self._open()
        except OSError as reason:
            why = reason.strerror or str(reason)
            raise GxkitError.of(_NOT_STARTED.fill(why=why)) from reason

    def _open(self) -> subprocess.Popen[bytes]:
        # a pipe that nobody empties would fill up, and stop a worker that complains much
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the worker
        self.is_stopped = False
        asked = _WORKER.format(megabytes=self.megabytes)
        search_path = os.pathsep.join(_search_path())
        self._worker = subprocess.Popen(
            # -P: not what lies in the working directory, where reports come from anywhere
            [sys.executable, "-P", "-c", asked],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=os.environ | ONE_THREAD | _KEPT_MEMORY | {"PYTHONPATH": search_path},
        )
        return self._worker


def _search_path() -> list[str]:
    """Where the worker looks for modules: where this process has gxkit from, and where it looks.

    The package is asked of the import system and not counted from this file: counted, it was once
    one folder off, the worker found no gxkit, and sound PDFs were called damaged.
    """
    spec = find_spec(__name__.partition(".")[0])
    assert spec is not None
    assert spec.submodule_search_locations
    homes = [str(Path(package).parent) for package in spec.submodule_search_locations]
    # an empty entry is the working directory, and would be nothing in a variable
    own = [place or os.curdir for place in sys.path]
    return list(dict.fromkeys([*homes, *own]))


def refuse_small_memory() -> None:
    """GxkitError if whoever started this process left it less memory than reading takes."""
    try:
        import resource
    except ImportError:
        return
    own, _ = resource.getrlimit(resource.RLIMIT_AS)
    megabytes = own // 1_000_000
    if own != resource.RLIM_INFINITY and megabytes < LEAST_MEGABYTES:
        told = _SMALL.fill(megabytes=megabytes, least=LEAST_MEGABYTES, most=MEGABYTES)
        raise GxkitError.of(told)


def is_guarded() -> bool:
    """Whether this process is a worker, which needs no other one."""
    return _is_worker


def _ask(
    worker: subprocess.Popen[bytes],
    question: tuple[Callable[..., Any], tuple[Any, ...], float],
) -> tuple[bool, Any]:
    """Whether the worker has an answer for a file, and it or why not; EOFError where it ends before
    it has given one."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    asked = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
    worker.stdin.write(_HEAD.pack(True, len(asked)) + asked)
    worker.stdin.flush()
    is_given, size = _HEAD.unpack(_read_exactly(worker.stdout, _HEAD.size))
    return is_given, pickle.loads(_read_exactly(worker.stdout, size))


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def serve(megabytes: int) -> None:
    """The worker: functions and what they are asked come in on standard input, answers or errors go
    out, until the input ends."""
    global _is_worker
    _is_worker = True
    _limit_memory(megabytes)
    # Ctrl-C goes to all processes of a shell: who started this one ends it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    with collect_seldom():
        _serve(source, target, megabytes)


def _serve(source: IO[bytes], target: IO[bytes], megabytes: int) -> None:
    while head := source.read(_HEAD.size):
        _, size = _HEAD.unpack(head)
        function, arguments, cpu_seconds = pickle.loads(source.read(size))
        _limit_time(cpu_seconds)
        answer = _answer(function, arguments, megabytes)
        packed = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        target.write(_HEAD.pack(not isinstance(answer, GxkitError), len(packed)) + packed)
        target.flush()


def _answer(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    megabytes: int,
) -> Any:
    try:
        return function(*arguments)
    except GxkitError as error:
        return error
    except MemoryError:
        path: Path = arguments[0]
        return TooHungryError(
            f"{path.name}：读取所需内存超过 {megabytes:,} MB；文件可能已损坏，请重新下载。",
            f"{path.name}: reading it takes more than {megabytes:,} MB; the file is probably "
            "damaged. Fetch it again.",
        )


def _limit_memory(megabytes: int) -> None:
    """A limit on the memory of this process, where the system has one."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 1_000_000
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    # a worker that is ended leaves no picture of its memory behind
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(cpu_seconds: float) -> None:
    """A limit on the work that this process does from now on, where the system has one."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(time.process_time() + cpu_seconds)
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted, most))
