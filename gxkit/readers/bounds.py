"""What reading a file may cost, whatever its format: so much work, so many tags.

A file comes from anywhere, and a few kilobytes can be made to take hours or all of the memory. The
bounds lie far above any report; each that is met is said in a sentence.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from gxkit.errors import TooLargeError
from gxkit.text import Sentence

SECONDS = 40.0
"""of work: a page of text takes some milliseconds, one that is a picture a second"""
# An element takes some hundred bytes once it is parsed. The report of a whole province in one file
# has a tenth of it.
MOST_TAGS = 3_000_000
MOST_VALUES = 1_000_000
"""of an answer in JSON: each takes a kilobyte once it stands in a table"""
# libxml2 compares each attribute of an element with all before it.
_MOST_ATTRIBUTES = 2_000
_LONGEST_TAG = 20_000
"""letters, from which on its attributes are counted"""

_OVERFULL = Sentence(
    "{name}：含 {found} 个{what}，超过 {most} 的上限；这不是普通的年报。"
    "请把其中的报告另存为单独的文件。",
    "{name}: {found} {what}, over the limit of {most}; it is no ordinary report. Copy the "
    "report out of it into a file of its own.",
)
_LATE = Sentence(
    "{name}：读了 {seconds} 秒（处理器时间）仍只读到{part}，于是放弃；"
    "年报只需零点几秒，扫描件每页约一秒。请把报告的那几页单独取出。",
    "{name}: after {seconds} seconds of work it was read only up to {part}, so it was given up; a "
    "report takes a fraction of one, a scan one a page. Cut the pages of the report out.",
)
_TAGS = re.compile(rb"<[A-Za-z][^<>]{%d,}>" % _LONGEST_TAG)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_TAG = Sentence("标记", "tags")
_ATTRIBUTE = Sentence("同一标记的属性", "attributes of one tag")
_VALUE = Sentence("值", "values")


class BoundError(TooLargeError):
    """A file takes more than any report; the message names the file that was given."""


class _Work(NamedTuple):
    """Which file is read, and how much work this process had done when it began to."""

    name: str
    begun: float


_WORK: ContextVar[_Work | None] = ContextVar("_WORK", default=None)


@contextmanager
def counting(name: str) -> Iterator[None]:
    """While it lasts the work is counted that reading the file takes."""
    work = _Work(name, time.process_time())
    token = _WORK.set(work)
    try:
        yield
    finally:
        _WORK.reset(token)


def refuse_late(part: Sentence | str) -> None:
    """BoundError where reading the file has taken too much work; `part` is how far it came."""
    work = _WORK.get()
    # who calls a reader by itself has no file whose work is counted
    if work is None or time.process_time() - work.begun <= SECONDS:
        return
    said = _LATE.fill(
        name=work.name,
        seconds=f"{SECONDS:g}",
        part=part,
    )
    raise BoundError.of(said)


def refuse_overfull(markup: bytes) -> None:
    """BoundError for markup of more tags, or of more attributes in one, than a report has."""
    tags = markup.count(b"<")
    _refuse(tags, MOST_TAGS, _TAG)
    for tag in _TAGS.findall(markup):
        # a picture that stands in an attribute is long, and one
        words = _QUOTED.sub(b"", tag).split()
        _refuse(len(words), _MOST_ATTRIBUTES, _ATTRIBUTE)


def refuse_many_values(answer: bytes) -> None:
    """BoundError for JSON of more values than a report has."""
    values = answer.count(b",")
    _refuse(values, MOST_VALUES, _VALUE)


def _refuse(
    found: int,
    most: int,
    what: Sentence,
) -> None:
    if found <= most:
        return
    work = _WORK.get()
    said = _OVERFULL.fill(
        name=work.name if work else "?",
        found=f"{found:,}",
        most=f"{most:,}",
        what=what,
    )
    raise BoundError.of(said)
