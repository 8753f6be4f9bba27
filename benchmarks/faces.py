"""How long what shows itself takes to be drawn: a face is to cost at most 50 ms.

    python benchmarks/faces.py [FILE or FOLDER]

Each face is drawn a few times in a process that has drawn one before; the longest of them is told.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import gxkit
from gxkit.report.shelves import SHELVES

MOST_MS = 50
TIMES = 3
DATA = Path(__file__).parents[1] / "data"


def slowest(draw: Callable[[], object]) -> float:
    """The longest of a few runs, in milliseconds."""
    longest = 0.0
    for _ in range(TIMES):
        begun = time.perf_counter()
        draw()
        longest = max(longest, time.perf_counter() - begun)
    return longest * 1000


def tell(name: str, draw: Callable[[], object]) -> None:
    draw()
    taken = slowest(draw)
    print(f"{taken:8.1f} ms  {'!' if taken > MOST_MS else ' '} {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", default=DATA / "reports/2021-jinjiang-government.pdf")
    report = gxkit.parse(parser.parse_args().file)
    begun = time.perf_counter()
    report._repr_html_()
    print(f"{(time.perf_counter() - begun) * 1000:8.1f} ms    the first face, with its imports")
    for language in ("zh", "en"):
        gxkit.language(language)
        tell(f"card ({language})", report._repr_html_)
        tell(f"card as text ({language})", lambda: repr(report))
        for table in report.editions:
            tell(f"{table} ({language})", report[table]._repr_html_)
    for name, _ in SHELVES:
        shelf = getattr(report, name)
        tell(name, shelf._repr_html_)
        if shelf:
            tell(f"one of {name}", getattr(shelf[0], "_repr_html_", lambda: None))
    folder = gxkit.open(DATA)
    tell("a data folder", folder._repr_html_)
    tell("a batch", gxkit.parse_many(DATA / "transcriptions")._repr_html_)
    with tempfile.TemporaryDirectory() as place:
        tell("a workbook", lambda: report.to_excel(Path(place, "report.xlsx")))


if __name__ == "__main__":
    main()
