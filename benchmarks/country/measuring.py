"""The files of a nation read: how fast, in how much memory, and how many cells rightly."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

from documents.scores import Score, count_false, refused, score

import gxkit
from gxkit.parsing.jobs import close_idle
from gxkit.parsing.many import Batch
from gxkit.report import Report

from .bodies import SIZES
from .folder import Known, read_truth
from .papers import FORMATS

ALL = "all"
NATION = 500_000
"""reports that the bodies of the nation have published since 2008, roughly"""
MACHINES = (2, 32, 256)
"""cores for which the hours are computed"""
_TO_MB = 1024 if sys.platform != "darwin" else 1024**2


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are read together: how they are alike, and by how many processes."""

    by: str
    name: str
    cores: int
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What reading a group came to: seconds by the clock, milliseconds of a processor for a file
    (a busy machine changes them less), and the most memory that any one process took."""

    group: Group
    files: int
    seconds: float
    milliseconds: float
    peak_mb: float
    counts: Counter[str]

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.files / self.seconds


def measure(
    folder: Path, cores: Sequence[int], only: str = "", every: int = 1
) -> Iterator[Measured]:
    """Each group of a folder's files, read in a process of its own, so that peaks are its own.

    `every`: of the files of each format only the first of so many; a whole nation takes hours.
    """
    for group in _groups(read_truth(folder, only, every), cores):
        # a fresh process: what another group left in memory is no peak of this one
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            yield pool.submit(_measure, folder, group).result()


def _groups(known: list[Known], cores: Sequence[int]) -> Iterator[Group]:
    for by, rank in (("format", _rank_of_kind), ("size", _rank_of_size)):
        in_order = sorted(known, key=rank)
        for _, members in groupby(in_order, key=rank):
            own = tuple(members)
            name = own[0].kind if by == "format" else own[0].size
            for count in cores:
                yield Group(by, name, count, own)


def _rank_of_kind(known: Known) -> int:
    kinds = list(dict.fromkeys(one.kind for one in FORMATS.values()))
    return kinds.index(known.kind)


def _rank_of_size(known: Known) -> int:
    return list(SIZES).index(known.size)


def _measure(folder: Path, group: Group) -> Measured:
    paths = {str(folder / known.path): known.report for known in group.known}
    # one file alone, so that what it takes to start workers can be told from what files take
    first = dict(list(paths.items())[:1])
    _, _, alone = _read(first, group.cores)
    batch, seconds, together = _read(paths, group.cores)
    others = max(1, len(paths) - 1)
    truth = {known.report: known for known in group.known}
    total = Score()
    for report in batch:
        total.add(_score(truth.pop(report.id), report))
    for known in truth.values():
        total.add(refused(known.draft))
    spent = 1000 * max(0.0, together - alone) / others
    return Measured(group, len(paths), seconds, spent, _peak_mb(), total.counts)


def _read(paths: dict[str, str], cores: int) -> tuple[Batch, float, float]:
    """The files read, with seconds by the clock, and of processors in all processes."""
    before = _cpu_seconds()
    start = time.perf_counter()
    batch = gxkit.parse_many(list(paths), ids=paths, workers=cores, cache=False)
    seconds = time.perf_counter() - start
    # what the workers took is told only when they have ended
    close_idle()
    return batch, seconds, _cpu_seconds() - before


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _cpu_seconds() -> float:
    """Of this process and those that it started and that have ended."""
    spent = map(resource.getrusage, _WHO)
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _peak_mb() -> float:
    return max(resource.getrusage(one).ru_maxrss for one in _WHO) / _TO_MB


def _score(known: Known, report: Report) -> Score:
    """Cells beside what stands in the file, certain explanations beside what is truly so."""
    made = score(known.draft, report)
    made.counts["false certain"] = count_false(known.sound, report)
    made.counts["mistaken"] = bool(known.mistakes)
    # a sound report that is doubted is a false alarm, one with a planted mistake is not
    made.counts["false alarm"] = made.counts["alarmed"] and not known.mistakes
    return made


COLUMNS: Sequence[tuple[str, Callable[[Measured], str]]] = (
    ("files", lambda one: str(one.files)),
    ("files/s", lambda one: f"{one.rate:.1f}"),
    ("CPU ms", lambda one: f"{one.milliseconds:.1f}"),
    ("MB peak", lambda one: f"{one.peak_mb:.0f}"),
    ("cells", lambda one: str(one.counts["cells"])),
    ("right %", lambda one: f"{100 * one.counts['right'] / max(1, one.counts['cells']):.3f}"),
    ("flagged", lambda one: str(one.counts["flagged"])),
    ("silent", lambda one: str(silent(one.counts))),
    ("false c", lambda one: str(one.counts["false certain"])),
    ("alarm", lambda one: str(one.counts["false alarm"])),
    ("refused", lambda one: str(one.counts["refused"])),
)


def silent(counts: Counter[str]) -> int:
    """Cells that are wrong without a word."""
    kinds = ("silent verified", "silent unverified", "false blank")
    return sum(counts[kind] for kind in kinds)


def line_of(one: Measured) -> str:
    """One line of the table."""
    cells = "".join(f"{show(one):>9}" for _, show in COLUMNS)
    return f"{one.group.by:<8}{one.group.name:<12}{one.group.cores:>6}{cells}"


def head() -> str:
    return f"{'by':<8}{'':<12}{'cores':>6}" + "".join(f"{name:>9}" for name, _ in COLUMNS)


def on_paper(measured: Iterable[Measured]) -> Iterator[str]:
    """Hours for the nation, in the shares of the formats, from what a file takes of a processor.

    A core is taken to be as fast as those measured, and twice as many to read twice as many files:
    files do not know each other. Panel and catalog come on top.
    """
    shares: Counter[str] = Counter()
    for one in FORMATS.values():
        shares[one.kind] += one.share
    spent: dict[int, dict[str, float]] = {}
    for one in measured:
        if one.group.by == "format":
            spent.setdefault(one.group.cores, {})[one.group.name] = one.milliseconds
    for cores, by_kind in spent.items():
        mean = sum(shares[kind] * taken for kind, taken in by_kind.items())
        mean /= sum(shares[kind] for kind in by_kind)
        hours = [f"{NATION * mean / count / 3_600_000:.2f} h on {count}" for count in MACHINES]
        yield f"{NATION} files, {mean:.1f} ms each (workers: {cores}): {', '.join(hours)} cores"
