"""One file of many, from its path to what is stored of it.

`do_job` reads, in a worker; `answer_job` has it done in a guarded process of this machine, whatever
comes of it; `find_known` looks first whether it was done before. What comes out is small: the
reports themselves are in the store.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from gxkit.errors import GxkitError, OwnFaultError, ReadError, TooHungryError, WorkerError
from gxkit.forms import change_registered
from gxkit.parsing.afar import local_copy
from gxkit.parsing.failures import PASSING, Failure, FailureKind, failure_of
from gxkit.parsing.files import hash_file
from gxkit.parsing.one import CAMELOT_SECONDS, parse_file
from gxkit.parsing.packing import pack
from gxkit.parsing.store import Kept, Store, key_of
from gxkit.parsing.twice.confirming import Mode
from gxkit.parsing.version import is_changed, reading_version
from gxkit.readers import MAX_FILE_BYTES
from gxkit.readers.guard import Guard
from gxkit.report.values import drafting
from gxkit.text import Sentence

Forms = tuple[tuple[str, str], ...]
"""registered editions, as `gxkit.forms.registered_texts` has them"""
_OTHER_VERSION = Sentence(
    "gxkit 在运行期间有改动（或重新安装），各部分不再是同一版本；请重新运行：已读的内容保留在"
    "缓存中。",
    "gxkit was changed (or installed anew) while it ran, and its parts are no longer of one "
    "version; start anew: what was read is kept in the cache.",
)
_CHANGING = Sentence(
    "{name}：文件在读取期间有改动；请等它写完之后再读一次。",
    "{name}: the file changed while it was read; read it again once it is whole.",
)


@dataclass(frozen=True, slots=True)
class Job:
    """One file that is to be parsed, the editions known beside those of the package, and the store
    for what comes of it."""

    path: str
    report_id: str
    second_reading: Mode
    forms: Forms
    store: Store = field(repr=False)

    def key(self, sha256: str) -> str:
        """The key of its reading, if its file has these bytes."""
        name = os.path.basename(self.path)
        return key_of(sha256, name, self.report_id, self.second_reading.value, self.forms)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: how many reports are stored under its key and of which agencies, or the
    failure."""

    job: Job
    key: str = ""
    sha256: str = ""
    reports: int = 0
    agencies: tuple[str, ...] = ()
    failure: Failure | None = None
    is_new: bool = field(default=True, compare=False)
    """whether it was read now, and not found in the store"""


def find_known(job: Job, sha256: str = "") -> Outcome | None:
    """What is stored of a file with these bytes (they are read for it unless their digest is
    given); None if nothing is."""
    try:
        digest = sha256 or hash_ordinary(job.path)
    except OSError:
        return None
    key = job.key(digest)
    kept = job.store.find(key)
    if kept is None:
        return None
    failure = None
    if kept.kind:
        said = Sentence(kept.zh, kept.en)
        failure = Failure(job.path, said, FailureKind(kept.kind), kept.seconds)
    return Outcome(job, key, digest, kept.reports, tuple(kept.agencies), failure, False)


def hash_ordinary(path: str) -> str:
    """The SHA-256 of an ordinary file; OSError for all that is none, or larger than is read."""
    # a pipe or a device would be waited for without end
    if not os.path.isfile(path) or os.path.getsize(path) > MAX_FILE_BYTES:
        raise OSError
    return hash_file(path)


def settle_job(job: Job) -> Outcome:
    """What is stored of a file, or what comes of reading it, wherever it lies."""
    started = time.monotonic()
    try:
        with local_copy(job.path) as path:
            near = job if path == job.path else replace(job, path=path)
            outcome = find_known(near) or answer_job(near)
    except ReadError as error:
        # only what is copied from elsewhere can fail before it is read
        return Outcome(job, failure=failure_of(job.path, error, time.monotonic() - started))
    if outcome.failure is None:
        return replace(outcome, job=job)
    return replace(outcome, job=job, failure=replace(outcome.failure, file=job.path))


def answer_job(job: Job) -> Outcome:
    """What becomes of a job in a guarded process of this machine; a file's fault is an outcome.

    GxkitError if the store cannot be written.
    """
    started = time.monotonic()
    seconds = CAMELOT_SECONDS if job.second_reading is Mode.CAMELOT else None
    arguments = (Path(job.path).absolute(), job)
    with borrow_guard() as guard:
        is_fresh = not guard.asked
        try:
            outcome = _ask(guard, arguments, seconds, is_fresh)
        except (ReadError, OwnFaultError) as error:
            # no worker is a word of another version: it may die before it understands one
            if isinstance(error, WorkerError | OwnFaultError):
                refuse_changed_version()
            return Outcome(job, failure=failure_of(job.path, error, time.monotonic() - started))
    return outcome


def refuse_changed_version() -> None:
    """GxkitError if gxkit was changed since this process began."""
    if is_changed():
        raise GxkitError.of(_OTHER_VERSION)


def _ask(
    guard: Guard,
    arguments: tuple[Path, Job],
    seconds: float | None,
    is_fresh: bool,
) -> Outcome:
    try:
        outcome: Outcome = guard.ask(do_job, arguments, seconds)
    except (TooHungryError, WorkerError, OwnFaultError):
        # what earlier files left behind is no fault of this one: a new worker has the last word
        if is_fresh or guard.is_stopped:
            raise
        outcome = guard.ask(do_job, arguments, seconds)
    return outcome


def do_job(path: Path, job: Job) -> Outcome:
    """Parse the file of a job, here, and store what comes of it.

    GxkitError if this gxkit is of another version than that which asks.
    """
    # its readings would stand among those of another version, where nobody looks for them
    if reading_version() != job.store.version:
        raise GxkitError.of(_OTHER_VERSION)
    started = time.monotonic()
    change_registered(job.forms)
    try:
        # what is packed tells nobody whose it is, and is gone at once
        with drafting(), _unchanging(path):
            reports = parse_file(path, job.report_id, second_reading=job.second_reading)
    except GxkitError as error:
        # what else may be raised is a fault of gxkit, and ends the worker that did this
        failure = failure_of(job.path, error, time.monotonic() - started)
        return _store_failure(job, failure)
    sha256 = reports[0].sha256
    key = job.key(sha256)
    agencies = tuple(dict.fromkeys(report.meta.agency for report in reports))
    kept = Kept(len(reports), time.monotonic() - started, agencies)
    job.store.save(key, kept, pack(reports))
    return Outcome(job, key, sha256, len(reports), agencies)


@contextmanager
def _unchanging(path: Path) -> Iterator[None]:
    """ReadError if a file changes meanwhile, whatever else is found of it: a sound one that is
    still being copied looks damaged, and that would be kept under the digest of the whole."""
    before = _stamp(path)
    try:
        yield
    finally:
        if _stamp(path) != before:
            raise ReadError.of(_CHANGING.fill(name=path.name))


def _stamp(path: Path) -> tuple[int, ...]:
    """The size and the time of a file; nothing of one that is not there."""
    with suppress(OSError):
        told = path.stat()
        return told.st_size, told.st_mtime_ns
    return ()


def _store_failure(job: Job, failure: Failure) -> Outcome:
    """What a file's own fault is stored as; one that may pass is told and not kept."""
    if failure.kind in PASSING:
        return Outcome(job, failure=failure)
    sha256 = ""
    with suppress(OSError):
        sha256 = hash_ordinary(job.path)
    # what is larger than is read has no digest, and is refused in no time
    if not sha256:
        return Outcome(job, failure=failure)
    key = job.key(sha256)
    says = failure.says
    kept = Kept(0, failure.seconds, (), failure.kind.value, says.zh, says.en)
    job.store.save(key, kept)
    return Outcome(job, key, sha256, failure=failure)


# Workers are kept between calls: starting one takes as long as reading twenty files.
_idle: list[Guard] = []
_busy: set[Guard] = set()
_lock = threading.Lock()
_MOST_IDLE = os.cpu_count() or 1


@contextmanager
def borrow_guard() -> Iterator[Guard]:
    """A guard that nobody else uses, for as long as it is needed."""
    with _lock:
        guard = _idle.pop() if _idle else Guard()
        _busy.add(guard)
    try:
        yield guard
    finally:
        with _lock:
            _busy.discard(guard)
            is_kept = len(_idle) < _MOST_IDLE
            if is_kept:
                _idle.append(guard)
        if not is_kept:
            guard.close()


def stop_busy() -> None:
    """End what is being read now: whoever waits for it is told that its worker died."""
    with _lock:
        for guard in _busy:
            guard.kill()


@atexit.register
def close_idle() -> None:
    """End the workers that wait for work."""
    with _lock:
        while _idle:
            _idle.pop().close()
