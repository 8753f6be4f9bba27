"""How long the frames of very many reports take, and how much memory.

    python benchmarks/panel.py [DATA] [REPORTS]

The reports of DATA are read once. Body by body they are then repeated under other names, each with
a figure of its own, until there are as many as asked for (default 10 000; 1 000 are tried first).
Their frames are made in two ways, each in a process of its own: at once from reports in memory, as
an open folder has them, and portion by portion into a folder, from which they are read again.
Seconds are the processor's, so that what else runs does not count. The peak is that of the process,
the libraries' 160 MB among it; repeated reports share all cells but one, and count for little.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from gxkit.folder import Collection, read_collection
from gxkit.panel.partitions import COLUMNS, write_frames
from gxkit.panel.written import open_frames
from gxkit.report import Report

DATA = Path(__file__).parents[1] / "data"
FEW = 1_000
MANY = 10_000
TO_MB = 1_024
"""the system counts in kB"""
QUERY = """
    SELECT year, edition, count(*) AS cells, sum(value) AS total
    FROM panel WHERE "table" = 'requests' AND "row" = 'received' GROUP BY ALL ORDER BY ALL
"""
Body = tuple[list[Report], dict[str, dict[str, object]]]
Taken = list[tuple[str, float]]


def repeat_bodies(once: Collection, count: int) -> Iterator[Body]:
    """Bodies with their reports and what a catalog says of these, until there are `count`."""
    own: dict[object, list[Report]] = {}
    for report in once.reports:
        known = once.facts[report.id]
        own.setdefault((known["code"], known["agency"]), []).append(report)
    made = number = 0
    while made < count:
        for body in own.values():
            number += 1
            reports = [_another(report, number) for report in body[: count - made]]
            facts = {}
            for report, new in zip(body, reports, strict=False):
                known = once.facts[report.id]
                facts[new.id] = {**known, "agency": f"{known['agency']}{number}"}
            made += len(reports)
            yield reports, facts


def _another(report: Report, number: int) -> Report:
    """A report under another name, with another figure in its first cell."""
    first, *others = report.values
    figure = replace(first, value=number, printed=str(number))
    return replace(report, id=f"{number}-{report.id}", values=(figure, *others))


def make_at_once(folder: Path, count: int) -> Taken:
    """Seconds that each frame takes, those before it being there already."""
    reports: list[Report] = []
    facts: dict[str, dict[str, object]] = {}
    for body, known in repeat_bodies(read_collection(folder), count):
        reports += body
        facts |= known
    collection = Collection(tuple(reports), facts)
    return [_time(name, lambda name=name: getattr(collection, name)) for name in COLUMNS]


def make_in_portions(folder: Path, count: int) -> Taken:
    """Seconds that writing takes, reading each frame, and a query."""
    once = read_collection(folder)
    with tempfile.TemporaryDirectory() as place:

        def write() -> None:
            with write_frames(place) as files:
                for body, known in repeat_bodies(once, count):
                    files.add(body, known)

        taken = [_time("write", write)]
        frames = open_frames(place)
        taken.append(_time("query", lambda: frames.query(QUERY)))
        taken += [_time(name, lambda name=name: frames.read(name)) for name in COLUMNS]
    return taken


def _time(name: str, make: Callable[[], object]) -> tuple[str, float]:
    start = time.process_time()
    make()
    return name, time.process_time() - start


def measure(way: Callable[[Path, int], Taken], folder: Path, count: int) -> tuple[Taken, int]:
    """What a way took, and the peak of its process in MB."""
    taken = way(folder, count)
    return taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // TO_MB


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else DATA
    most = int(arguments[1]) if arguments[1:] else MANY
    for count in sorted({min(FEW, most), most}):
        for way in (make_at_once, make_in_portions):
            # a fresh process, for a peak is never taken back
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                taken, peak = pool.submit(measure, way, folder, count).result()
            whole = sum(seconds for _, seconds in taken)
            parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in taken)
            print(f"{count} reports, {way.__name__}: {whole:.1f} s, peak {peak} MB ({parts})")


if __name__ == "__main__":
    main(sys.argv[1:])
