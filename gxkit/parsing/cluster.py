"""Files read by a Dask cluster whose machines see the same files and the same store.

Outcomes come in the order of the jobs. Nothing is lost with a worker: what it had not given back is
asked of another, who finds in the store what was read. Nothing is doubled: of each job one outcome
is taken, whoever gave it, and a reading has one place in the store.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from socket import gethostname
from typing import TYPE_CHECKING, Any, TypeVar

from gxkit.errors import FAULTS, ClusterError, WorkerError
from gxkit.parsing.failures import failure_of
from gxkit.parsing.jobs import Job, Outcome, answer_job, find_known
from gxkit.parsing.version import reading_version
from gxkit.text import Sentence

if TYPE_CHECKING:
    from distributed import Client

_Job = TypeVar("_Job")
_Answer = TypeVar("_Answer")
MOST_TOGETHER = 16
"""jobs that are sent as one: a scheduler hands out about a thousand tasks a second, and a web page
is read in ten milliseconds"""
ROUNDS = 8
"""parts for each thread at least, so that none is idle while another still has much to do"""
AHEAD = 16
"""parts for each thread that may be done before their turn: a scan at the head of the line takes as
long as a thousand pages behind it, and a report that waits takes 40 kB of a worker's memory"""
ANSWERS = 10
"""seconds in which a scheduler answers: one that is there does so at once"""
PATIENCE = 60
"""seconds in which it has a first worker"""
MOST_ALONE = 900
"""seconds without any worker: where machines are lent and taken back, others come by then"""
_NO_DASK = (MemoryError, OSError, *FAULTS)
"""what the library raises where nobody listens, and where somebody does who speaks otherwise: the
first bytes of a greeting are taken for the length of what follows"""
_NO_LIBRARY = Sentence(
    "给出了调度器的地址，但没有安装与它通信的库；请安装附加项：pip install '.[cluster]'。",
    "A scheduler was given, and the library that speaks to it is not installed; install gxkit with "
    "its extra: pip install '.[cluster]'.",
)
_SILENT = Sentence(
    "{scheduler}：那里没有 Dask 调度器应答（{reason}）；应为 `dask scheduler` 启动时显示的地址，如 "
    "tcp://10.0.0.1:8786。",
    "{scheduler}: no Dask scheduler answers there ({reason}); expected an address such as "
    "tcp://10.0.0.1:8786, which `dask scheduler` prints when it starts.",
)
_MUTE = Sentence("{seconds} 秒内没有应答", "nothing was said in {seconds} seconds")
_NO_WORKER = Sentence(
    "{scheduler}：{seconds} 秒内没有工作进程加入；请用 `dask worker {scheduler}` 启动，"
    "其 gxkit 版本须相同，并能读到同样的文件。",
    "{scheduler}: the scheduler has no worker after {seconds} seconds; start some with "
    "`dask worker {scheduler}`, with the same gxkit and in reach of the same files.",
)
_OTHER_VERSION = Sentence(
    "集群的机器 {host} 上的 gxkit（或其所用的库、Python）与这里的版本不同，读出的可能不同；请在各机"
    "安装同一版本。",
    "{host}, a machine of the cluster, has another gxkit (or other libraries, or another Python) "
    "than this one, and may read otherwise; install the same on all.",
)
_OTHER_STORE = Sentence(
    "集群的机器 {host} 看不到缓存文件夹 {folder}；请用 cache= 指定各机共有的磁盘上的文件夹。",
    "{host}, a machine of the cluster, does not see the cache {folder}; name a folder on a disk "
    "that all of them share with cache=.",
)
_WORKERS_DIED = Sentence(
    "{file}：集群中识读它的几个工作进程先后中止；请单独识读该文件。",
    "{file}: several workers of the cluster died while they read it; read it alone.",
)
_LOST = Sentence(
    "{scheduler}：与调度器的连接中断（{reason}）；请重新启动调度器和工作进程，再调用一次："
    "缓存中已有的不会重读。",
    "{scheduler}: the scheduler was lost ({reason}); start it and its workers, and call again: "
    "what is in the cache is not read again.",
)
_ALONE = Sentence(
    "集群已有 {minutes} 分钟没有工作进程；请启动一些，再调用一次：缓存中已有的不会重读。",
    "The cluster has had no worker for {minutes} minutes; start some, and call again: what is in "
    "the cache is not read again.",
)


def answer_on_cluster(jobs: Sequence[Job], scheduler: str) -> Iterator[Outcome]:
    """What becomes of each job, in their order; see `do_on_cluster`.

    ClusterError if a worker does not see the store, or has another gxkit.
    """
    if not jobs:
        return
    store = jobs[0].store
    with store.mark() as mark:
        work = partial(answer_here, mark=mark)
        yield from do_on_cluster(work, jobs, scheduler, _lose)


def answer_here(job: Job, mark: str) -> Outcome:
    """In a worker of the cluster: what is stored of a file, or what comes of reading it.

    ClusterError if the store is another one than that in which the mark was set, or this gxkit
    reads otherwise than the one that asks.
    """
    # what another version reads would stand among what this one reads, and nobody could tell which
    if reading_version() != job.store.version:
        raise ClusterError.of(_OTHER_VERSION.fill(host=gethostname()))
    # a reading in a folder of this machine alone would be lost to all others
    if not job.store.is_marked(mark):
        raise ClusterError.of(_OTHER_STORE.fill(host=gethostname(), folder=job.store.folder))
    return find_known(job) or answer_job(job)


def _lose(job: Job) -> Outcome:
    """The outcome of a job that took several workers of the cluster down."""
    error = WorkerError.of(_WORKERS_DIED.fill(file=os.path.basename(job.path)))
    return Outcome(job, failure=failure_of(job.path, error, 0.0))


def do_on_cluster(
    work: Callable[[_Job], _Answer],
    jobs: Sequence[_Job],
    scheduler: str,
    lost: Callable[[_Job], _Answer],
) -> Iterator[_Answer]:
    """What `work`, a function of a module, gives for each job, in the order of the jobs.

    `scheduler` is its address, as tcp://10.0.0.1:8786. `lost` answers for a job that took several
    workers down. An error that `work` raises is raised here. ClusterError if the scheduler does not
    answer, has no worker, or is lost.
    """
    if not jobs:
        return
    lost_it = (_library().CancelledError, OSError)
    with _client_of(scheduler) as client:
        threads = _count_threads(client, scheduler)
        size = max(1, min(MOST_TOGETHER, len(jobs) // (threads * ROUNDS)))
        parts = (jobs[at : at + size] for at in range(0, len(jobs), size))
        waiting: deque[tuple[Sequence[_Job], Any]] = deque()
        try:
            for part in parts:
                waiting.append((part, client.submit(_do_all, work, part, pure=False)))
                if len(waiting) >= threads * AHEAD:
                    yield from _take(client, work, *waiting.popleft(), lost)
            while waiting:
                yield from _take(client, work, *waiting.popleft(), lost)
        except lost_it as error:
            raise ClusterError.of(_LOST.fill(scheduler=scheduler, reason=str(error))) from error


def _do_all(work: Callable[[_Job], _Answer], jobs: Sequence[_Job]) -> list[_Answer]:
    return [work(job) for job in jobs]


def _take(
    client: Client,
    work: Callable[[_Job], _Answer],
    jobs: Sequence[_Job],
    future: Any,
    lost: Callable[[_Job], _Answer],
) -> Iterator[_Answer]:
    """The answers of a part; if it took workers down, those of its jobs one by one."""
    try:
        answers: list[_Answer] = _wait(client, future)
    except _library().KilledWorker:
        # its other jobs should not share the fate of one
        if len(jobs) == 1:
            yield lost(jobs[0])
            return
        for job in jobs:
            again = client.submit(_do_all, work, [job], pure=False)
            yield from _take(client, work, [job], again, lost)
        return
    yield from answers


def _wait(client: Client, future: Any) -> Any:
    """What comes of a part, however long it takes; ClusterError if nobody is left to do it."""
    alone = 0
    while alone < MOST_ALONE:
        try:
            return future.result(timeout=PATIENCE)
        except _library().TimeoutError:
            alone = 0 if client.nthreads() else alone + PATIENCE
    raise ClusterError.of(_ALONE.fill(minutes=MOST_ALONE // 60))


def _library() -> Any:
    """The library that speaks to schedulers; ClusterError without the extra [cluster]."""
    try:
        import distributed
    except ModuleNotFoundError:
        raise ClusterError.of(_NO_LIBRARY) from None
    return distributed


@contextmanager
def _client_of(scheduler: str) -> Iterator[Client]:
    library = _library()
    try:
        # a thread, for a notebook has a loop of its own in this one
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _greet(scheduler)).result()
        client = library.Client(scheduler, timeout=ANSWERS, set_as_default=False)
    except _NO_DASK as error:
        reason = str(error) or _MUTE.fill(seconds=ANSWERS)
        raise ClusterError.of(_SILENT.fill(scheduler=scheduler, reason=reason)) from error
    with client:
        yield client


async def _greet(scheduler: str) -> None:
    """Call a scheduler and hang up; an error of _NO_DASK if it is none.

    What listens there may take the call and say nothing. The library waits for that without end,
    and its client is not to be stopped while it does.
    """
    # what it needs to speak with one in private
    secrets = _library().Security().get_connection_args("client")
    from distributed.comm import connect

    async with asyncio.timeout(ANSWERS):
        call = await connect(scheduler, timeout=ANSWERS, **secrets)
        await call.close()


def _count_threads(client: Client, scheduler: str) -> int:
    """The threads of all workers that there are now; more may come later."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except _library().TimeoutError:
        raise ClusterError.of(_NO_WORKER.fill(scheduler=scheduler, seconds=PATIENCE)) from None
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))
