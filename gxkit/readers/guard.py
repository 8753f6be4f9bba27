"""A PDF read in a process of its own, with limits of time and memory.

PDFium is C++ and a report comes from anywhere. One file given by hand is read in this process:
starting a worker costs more than reading, and of 2 000 mutated files (`benchmarks/mutate_pdf.py`)
none crashed or hung PDFium. A corpus should not be lost to the first that does: its files go
through a `Guard`, which keeps one worker for many files, and where one dies reports that and starts
another.

    with Guard() as guard:
        document = guard.read("report.pdf")

Which function reads is the caller's choice, so that a second reading goes the same way.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from gxkit.document import Document
from gxkit.errors import DamagedFileError, ReadError
from gxkit.readers import read

Reader = Callable[[Path], Document]
# Limits far above any sound report, which takes a fraction of a second and less than 100 MB, or a
# second a page where pages are pictures (their reader gives up after 300): only what hangs or grows
# without end should meet them.
SECONDS = 330.0
MEGABYTES = 1_000

_HEAD = struct.Struct("<?Q")  # whether it is an answer and no error, and how many bytes follow
_WORKER = "from gxkit.readers.guard import serve; serve({megabytes})"


class Guard:
    """Reads files one after another in a worker process, started when it is first needed."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the worker."""
        if self._worker is None:
            return
        self._worker.kill()
        for stream in (self._worker.stdin, self._worker.stdout):
            if stream is not None:
                with suppress(OSError):  # what is still to be written to a worker that died
                    stream.close()
        self._worker.wait()
        self._worker = None

    def read(
        self, path: str | os.PathLike[str], reader: Reader = read, seconds: float | None = None
    ) -> Document:
        """What a reader (a function of a module) gives of a file.

        Raises the ReadError that the reader raises, and DamagedFileError where the worker dies or
        takes more than `seconds` (those of the guard unless given).
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
        """What a function of a module gives of a file, whose path is the first of the arguments;
        raises what `read` does."""
        path: Path = arguments[0]
        limit = self.seconds if seconds is None else seconds
        worker = self._worker or self._start()
        late = threading.Event()

        def stop() -> None:
            late.set()
            worker.kill()

        timer = threading.Timer(limit, stop)
        timer.start()
        try:
            is_given, answer = _ask(worker, function, arguments)
        except (EOFError, OSError):
            raise self._bury(worker, path.name, limit if late.is_set() else None) from None
        finally:
            timer.cancel()
        if not is_given:
            assert isinstance(answer, ReadError)
            raise answer
        return answer

    def _bury(
        self, worker: subprocess.Popen[bytes], name: str, exceeded: float | None
    ) -> DamagedFileError:
        """What is said of a worker that ended before it answered; `exceeded` are its seconds."""
        worker.wait()
        code = worker.returncode
        self.close()
        if exceeded is not None:
            return DamagedFileError(
                f"{name}: reading it took more than {exceeded:g} seconds, so it was given up; the "
                "file is probably damaged. Fetch it again."
            )
        return DamagedFileError(
            f"{name}: the process that read it died (exit code {code}), of a fault in a library or "
            f"for want of more than {self.megabytes:,} MB; the file is probably damaged. Fetch it "
            "again."
        )

    def _start(self) -> subprocess.Popen[bytes]:
        self._worker = subprocess.Popen(
            [sys.executable, "-c", _WORKER.format(megabytes=self.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(_search_path())},
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
    # an empty entry is the working directory, which the worker has anyway
    return list(dict.fromkeys([*homes, *filter(None, sys.path)]))


def read_guarded(
    path: str | os.PathLike[str], seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Document:
    """One file in a worker of its own; see `Guard`."""
    with Guard(seconds, megabytes) as guard:
        return guard.read(path)


def _ask(
    worker: subprocess.Popen[bytes],
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
) -> tuple[bool, Any]:
    """Whether the worker has an answer for a file, and it or why not; EOFError where it ends before
    it has given one."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    asked = pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL)
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
    _limit_memory(megabytes)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    while head := source.read(_HEAD.size):
        _, size = _HEAD.unpack(head)
        function, arguments = pickle.loads(source.read(size))
        answer = _answer(function, arguments, megabytes)
        packed = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        target.write(_HEAD.pack(not isinstance(answer, ReadError), len(packed)) + packed)
        target.flush()


def _answer(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    megabytes: int,
) -> Any:
    try:
        return function(*arguments)
    except ReadError as error:
        return error
    except MemoryError:
        path: Path = arguments[0]
        return DamagedFileError(
            f"{path.name}: reading it takes more than {megabytes:,} MB; the file is probably "
            "damaged. Fetch it again."
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
