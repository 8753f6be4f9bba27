"""Many files in a row: workers, progress, a store of what was read, and what failed beside it."""

from __future__ import annotations

import os
import re
import tempfile
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar, overload

from gxkit.errors import GxkitError
from gxkit.forms import registered_texts
from gxkit.parsing.afar import is_afar
from gxkit.parsing.cluster import answer_on_cluster
from gxkit.parsing.failures import Failures
from gxkit.parsing.files import Files, ids_of, is_catalog, list_files, read_listed
from gxkit.parsing.jobs import Job, Outcome, answer_job, find_known, settle_job, stop_busy
from gxkit.parsing.store import Store, find_store
from gxkit.parsing.twice.confirming import Mode
from gxkit.report import Report
from gxkit.report.shelves import OfReports
from gxkit.text import Sentence, choose, shown_language

READING = Sentence("识读", "reading")
SLOW = 2
"""seconds after which a person wants to see progress"""
_CHANGED = Sentence(
    "{file}：文件在读取之后有改动，而先前读得的内容已不在缓存中；请重新运行，已读的内容不会重读。",
    "{file}: the file has changed since it was read, and what was read of it is not in the cache "
    "any more; run the same again: what is in the cache is not read again.",
)
_GONE = Sentence(
    "{file}：读得的内容未能留在缓存中；请检查缓存所在的磁盘，然后重新运行。",
    "{file}: what was read of it does not stay in the cache; look at the disk that holds the cache "
    "and run the same again.",
)
_NO_WORKERS = Sentence(
    "工作进程数应为 1 以上，或为 -1（每个核心一个），而不是 {workers}。",
    "expected a number of workers from 1, or -1 for one a core; got {workers}.",
)
_NO_ADDRESS = Sentence(
    "{scheduler}：调度器的地址应如 tcp://10.0.0.1:8786，即 `dask scheduler` 启动时显示的地址。",
    "{scheduler}: expected the address of a scheduler such as tcp://10.0.0.1:8786, which `dask "
    "scheduler` prints when it starts.",
)
_ADDRESS = re.compile(r"(?:tcp|tls|wss?|ucx)://(?:[^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}/?")
_ONE_A_CORE = -1
_Thing = TypeVar("_Thing")
_AHEAD = 100
"""files that may be read, a worker, before the first of them is: one that takes a minute should not
have the others wait, and what is read is on disk"""
Cache = str | os.PathLike[str] | bool | None
"""where readings are kept: in this folder, in the usual one (None, True), or not (False)"""


class StoredReports(Sequence[Report]):
    """The reports of many files in the order of the files, each taken from the store when it is
    asked for: going through them holds one file's at a time."""

    def __init__(self, outcomes: Iterable[Outcome], holder: object = None) -> None:
        self._outcomes = [outcome for outcome in outcomes if outcome.reports]
        self._ends = list(accumulate(outcome.reports for outcome in self._outcomes))
        # a store that is not kept lasts as long as what is read from it
        self._holder = holder

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Report]:
        for outcome in self._outcomes:
            yield from load_reports(outcome)

    @overload
    def __getitem__(self, place: int) -> Report: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Report, ...]: ...

    def __getitem__(self, place: int | slice) -> Report | tuple[Report, ...]:
        """One of them; of a slice several, as a tuple."""
        wanted = range(len(self))[place]
        if isinstance(wanted, range):
            return tuple(map(self._at, wanted))
        return self._at(wanted)

    def _at(self, place: int) -> Report:
        file = bisect_right(self._ends, place)
        outcome = self._outcomes[file]
        return load_reports(outcome)[place - self._ends[file]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, repr=False)
class Batch(OfReports):
    """The reports of many files in the order of the files, all of each file, and for each file that
    gave none the reason.

    Going through it takes each from the store in its turn; `reports` can be asked by place too.
    """

    reports: Sequence[Report]
    failures: Mapping[str, str] = field(default_factory=Failures)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)


def parse_many(  # noqa: PLR0913, each is a choice of its own
    files: Files,
    *,
    ids: Mapping[str, str] | None = None,
    workers: int = 1,
    progress: bool = False,
    second_reading: Mode | str = Mode.ON,
    cache: Cache = None,
    scheduler: str = "",
) -> Batch:
    """Every file parsed; one that cannot be read is named in `failures` and the others go on.

    `files` are paths, a folder, a pattern or a catalog.csv. `ids` gives report ids by path (else
    the file's name without its ending, longer where several have that name); the reports of a file
    that holds several are ID#1, ID#2 and so on, in its order, and each says what it covers.
    `workers` is the number of processes (-1: one a core), `progress` shows a bar on standard error
    if it takes longer than SLOW. The reports come back in the order of the paths, whatever the
    number of workers. `second_reading` is that of `gxkit.parse`: a file gives the same report alone
    and among others. Each file is read in a process with limits of time and memory, whatever its
    format, so that none takes the others down. What was read is kept in `cache` (a folder; None is
    the usual one, see `gxkit.parsing.store`), and the same file is not read again; False keeps
    nothing. `scheduler` is the address of a Dask cluster, as tcp://10.0.0.1:8786, whose machines
    read instead; they have to see the files and the cache (see the page “On a cluster”). Files of
    an object store go by address, as s3://bucket/reports/*.pdf. NotAFileError if a folder is empty
    or a pattern fits no file, GxkitError if the cache cannot be written, ClusterError if a cluster
    does not answer or is not fit to read.
    """
    refuse_way(workers, scheduler)
    store, holder = open_store(cache)
    jobs = list_jobs(files, store, ids=ids, second_reading=second_reading)
    outcomes = do_jobs(jobs, workers, scheduler)
    done = list(watch(outcomes, READING, shown=progress, total=len(jobs)))
    failed = [outcome.failure for outcome in done if outcome.failure]
    return Batch(StoredReports(done, holder), Failures(failed))


def refuse_way(workers: int, scheduler: str) -> None:
    """GxkitError for a number of workers, or an address, that cannot be; whatever is to be read,
    for a slip that is told only when there is something new is told at night."""
    if workers < 1 and workers != _ONE_A_CORE:
        raise GxkitError.of(_NO_WORKERS.fill(workers=workers))
    if scheduler and not _ADDRESS.fullmatch(scheduler):
        raise GxkitError.of(_NO_ADDRESS.fill(scheduler=scheduler))


def open_store(cache: Cache = None) -> tuple[Store, object]:
    """The store that is meant, and what it lasts as long as."""
    if cache is False:
        holder = tempfile.TemporaryDirectory(prefix="gxkit-", ignore_cleanup_errors=True)
        return find_store(holder.name), holder
    return find_store(None if cache is True else cache), None


def list_jobs(
    files: Files,
    store: Store,
    *,
    ids: Mapping[str, str] | None = None,
    second_reading: Mode | str = Mode.ON,
) -> list[Job]:
    """A job for each file that is meant; see `parse_many`."""
    paths = list_files(files)
    own = read_listed(str(files)) if is_catalog(files) else {}
    listed = {path: name for path, name in own.items() if name}
    known = ids_of(paths) | listed | dict(ids or {})
    mode = Mode(second_reading)
    forms = tuple(sorted(registered_texts()))
    return [Job(path, known[path], mode, forms, store) for path in paths]


def do_jobs(
    jobs: Sequence[Job],
    workers: int = 1,
    scheduler: str = "",
    digests: Mapping[str, str] | None = None,
) -> Iterator[Outcome]:
    """What becomes of each job, in their order, as soon as it is known; what is in the store is not
    read again. With a scheduler its cluster does them, else workers of this machine; `digests` are
    the SHA-256 of files by path, where they are known here."""
    if scheduler:
        return _answer_afar(jobs, scheduler, digests or {})
    return _answer_nearby(jobs, workers, digests or {})


def _answer_afar(
    jobs: Sequence[Job],
    scheduler: str,
    digests: Mapping[str, str],
) -> Iterator[Outcome]:
    """What is stored of the files whose digests are known, and what a cluster says of the rest."""
    known: dict[str, Outcome] = {}
    for job in jobs:
        digest = digests.get(job.path, "")
        found = find_known(job, digest) if digest else None
        if found:
            known[job.path] = found
    rest = answer_on_cluster([job for job in jobs if job.path not in known], scheduler)
    for job in jobs:
        # a file that is listed twice is two jobs
        yield known[job.path] if job.path in known else next(rest)


def _answer_nearby(
    jobs: Iterable[Job],
    workers: int,
    digests: Mapping[str, str],
) -> Iterator[Outcome]:
    count = workers if workers > 0 else os.cpu_count() or 1
    waiting: deque[Future[Outcome]] = deque()
    with _threads(count) as threads:
        for job in jobs:
            # what lies elsewhere is fetched by several at once
            is_far = is_afar(job.path)
            known = None if is_far else find_known(job, digests.get(job.path, ""))
            if known:
                future: Future[Outcome] = Future()
                future.set_result(known)
            else:
                future = threads.submit(settle_job if is_far else answer_job, job)
            waiting.append(future)
            while waiting and (len(waiting) > _AHEAD * count or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that each wait for a worker; whoever stops in between waits for none of them."""
    threads = ThreadPoolExecutor(count, "gxkit-worker")
    is_whole = False
    try:
        yield threads
        is_whole = True
    finally:
        threads.shutdown(wait=is_whole, cancel_futures=True)
        if not is_whole:
            stop_busy()


def load_reports(outcome: Outcome) -> tuple[Report, ...]:
    """The reports of a file from the store; read anew where they are not there any more.

    GxkitError if they cannot be read again either.
    """
    job = outcome.job
    path = job.path if is_afar(job.path) else os.path.abspath(job.path)
    found = job.store.load(outcome.key, path)
    if found is not None:
        return found
    again = settle_job(job)
    if again.failure:
        raise GxkitError.of(again.failure.says)
    made = job.store.load(again.key, path)
    if made is None:
        raise GxkitError.of(_GONE.fill(file=job.path))
    # a file that changed meanwhile gives another report than the one that was counted
    if again.key != outcome.key:
        raise GxkitError.of(_CHANGED.fill(file=job.path))
    return made


def watch(
    things: Iterable[_Thing],
    doing: Sentence,
    *,
    shown: bool,
    total: int | None = None,
) -> Iterable[_Thing]:
    """The things, with a bar on standard error that appears if going through them takes long."""
    from tqdm import tqdm

    watched: Iterable[_Thing] = tqdm(
        things,
        desc=doing.say(shown_language()),
        total=total,
        unit=choose("个", "file", shown_language()),
        delay=SLOW,
        disable=not shown,
        leave=False,
    )
    return watched
