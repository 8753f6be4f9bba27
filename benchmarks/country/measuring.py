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
    """What reading a group came to; `peak_mb` is the most that any one process took."""

    group: Group
    seconds: float
    peak_mb: float
    counts: Counter[str]
    files: int

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.files / self.seconds


def measure(folder: Path, cores: Sequence[int], only: str = "") -> Iterator[Measured]:
    """Each group of a folder's files, read in a process of its own, so that peaks are its own."""
    known = [one for one in read_truth(folder) if only in ("", one.kind)]
    for group in _groups(known, cores):
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
    start = time.perf_counter()
    batch = gxkit.parse_many(list(paths), ids=paths, workers=group.cores)
    reports = {report.id: report for report in batch}
    seconds = time.perf_counter() - start
    total = Score()
    for known in group.known:
        total.add(_score(known, reports.get(known.report)))
    return Measured(group, seconds, _peak_mb(), total.counts, len(paths))


def _peak_mb() -> float:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) / _TO_MB


def _score(known: Known, report: Report | None) -> Score:
    """Cells beside what stands in the file, certain explanations beside what is truly so."""
    if report is None:
        return refused(known.draft)
    made = score(known.draft, report)
    made.counts["false certain"] = count_false(known.sound, report)
    made.counts["mistaken"] = bool(known.mistakes)
    # a sound report that is doubted is a false alarm, one with a planted mistake is not
    made.counts["false alarm"] = made.counts["alarmed"] and not known.mistakes
    return made


COLUMNS: Sequence[tuple[str, Callable[[Measured], str]]] = (
    ("files", lambda one: str(one.files)),
    ("files/s", lambda one: f"{one.rate:.1f}"),
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
    """Hours for the nation, in the shares of the formats, by the cores they were measured on.

    A core is taken to be as fast as one of those measured, and twice as many cores to read twice as
    many files: files do not know each other. Panel and catalog come on top.
    """
    shares: Counter[str] = Counter()
    for one in FORMATS.values():
        shares[one.kind] += one.share
    by_cores: dict[int, dict[str, float]] = {}
    for one in measured:
        if one.group.by == "format":
            per_file = one.group.cores / one.rate
            by_cores.setdefault(one.group.cores, {})[one.group.name] = per_file
    for cores, seconds in by_cores.items():
        held = sum(shares[kind] for kind in seconds)
        mean = sum(shares[kind] * spent for kind, spent in seconds.items()) / held
        hours = [f"{NATION * mean / count / 3600:.1f} h on {count}" for count in MACHINES]
        told = f"{NATION} files at the rates of {cores} core{'s' * (cores > 1)}"
        print_mean = f"{1000 * mean:.1f} ms a file and core"
        yield f"{told} ({print_mean}): {', '.join(hours)} cores"
