"""How much work one file may take, from its bytes to its findings.

What takes a fraction of a second for a report can be made to take hours: some thousand tables are
each looked for among all others. Whoever goes through tables, sentences or rules asks
`give_up_late` once a round.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from gxkit.errors import TooLargeError, TooSlowError

SECONDS = 60.0
"""of the processor"""


class _Limit(NamedTuple):
    """Which file is worked on, in how many seconds, and the moment at which they are over."""

    name: str
    seconds: float
    end: float


_LIMIT: ContextVar[_Limit | None] = ContextVar("_LIMIT", default=None)


@contextmanager
def limit_work(name: str, seconds: float | None = None) -> Iterator[None]:
    """While it lasts the work on a file of that name has an end: after `seconds`, or SECONDS."""
    most = SECONDS if seconds is None else seconds
    # of this thread alone: what others do beside it is no fault of the file
    limit = _Limit(name, most, time.thread_time() + most)
    token = _LIMIT.set(limit)
    try:
        yield
    finally:
        _LIMIT.reset(token)


def give_up_late() -> None:
    """TooSlowError where the file that is worked on has taken too much work."""
    limit = _LIMIT.get()
    # who asks a part by itself has no file whose work is counted
    if limit is None or time.thread_time() <= limit.end:
        return
    raise TooSlowError.after_work(limit.name, limit.seconds)


def refuse_copies(count: int, most: int) -> None:
    """TooLargeError where the file that is worked on holds a table more often than `most`."""
    if count <= most:
        return
    limit = _LIMIT.get()
    name = limit.name if limit else ""
    raise TooLargeError(
        f"{name}：其中同一张表出现约 {count:,} 次，超过 {most} 次的上限，不是通常的年报；请把其中的"
        "报告另存为单独的文件。",
        f"{name}: one table stands in it some {count:,} times, over the limit of {most}; it is no "
        "ordinary report. Save the reports in it as files of their own.",
    )
