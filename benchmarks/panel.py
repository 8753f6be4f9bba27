"""How long the frames of a collection take, for the reports at hand and for many times as many.

    python benchmarks/panel.py [DATA] [TIMES]

The reports are read once; each is then repeated TIMES times (default 100) as a body of its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gxkit.folder import Collection, read_collection

FRAMES = ("panel", "board", "claims", "findings", "alternatives", "indicators")
DATA = Path(__file__).parents[1] / "data"


def repeated(collection: Collection, times: int) -> Collection:
    """The collection with each report several times, each time of another body."""
    reports, facts = [], {}
    for number in range(times):
        for report in collection.reports:
            name = f"{number}-{report.id}"
            known = collection.facts[report.id]
            reports.append(replace(report, id=name))
            facts[name] = {**known, "agency": f"{known['agency']}{number}"}
    return Collection(tuple(reports), facts)


def timed(collection: Collection) -> Iterator[tuple[str, float]]:
    """Each frame with the seconds that making it took, those before it being there already."""
    for name in FRAMES:
        start = time.perf_counter()
        getattr(collection, name)
        yield name, time.perf_counter() - start


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else DATA
    times = int(arguments[1]) if arguments[1:] else 100
    start = time.perf_counter()
    once = read_collection(folder)
    print(f"{len(once.reports)} reports read in {time.perf_counter() - start:.2f} s")
    for collection in (once, repeated(once, times)):
        taken = [f"{name} {seconds:.2f}" for name, seconds in timed(collection)]
        print(f"{len(collection.reports)} reports, seconds: {', '.join(taken)}")


if __name__ == "__main__":
    main(sys.argv[1:])
