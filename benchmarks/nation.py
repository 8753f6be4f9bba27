"""A simulated nation: written as a data folder, read and scored, or drawn as frames without files.

    python benchmarks/nation.py --reports 10000 --seed 1 --to out/nation --jobs 2
    python benchmarks/nation.py --measure out/nation [--only KIND] [--every 10] [--cores 1 2]
    python benchmarks/nation.py --frames 5000 [--seed 1]

31 provinces with their prefectures, counties and departments (about 30 000 bodies), 2008 to 2025 in
the forms of their years: those of Fujian until 2018, the national ones from 2019 on; reports of
forms that gxkit does not know are not made. Requests a year are log-normal by level; formats,
layouts and mistakes have the shares that `country` states. A body's years come together. The folder
has catalog.csv, bodies.csv and reports/, so that gxkit.open reads it, and truth.csv: what truly is
the case and what stands in each file. Run by hand, never as a test.

right       cells read as they stand in the file, of all
flagged     not right, and the report shows that something is amiss
silent      wrong, and nothing says so
false c     explanations called certain that are not the truth
alarm       reports without a planted mistake of which something is doubted
refused     files that gave no report
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from country.folder import write_nation
from country.measuring import head, line_of, measure, on_paper
from country.memory import draw_collection

FRAMES = ("panel", "board", "claims", "findings", "alternatives", "indicators")


def write(arguments: argparse.Namespace) -> None:
    start = time.perf_counter()
    folder = Path(arguments.to)
    count = write_nation(folder, arguments.reports, arguments.seed, arguments.jobs)
    print(f"{count} reports in {folder}, {time.perf_counter() - start:.0f} s")


def measure_folder(arguments: argparse.Namespace) -> None:
    print(head(), flush=True)
    measured = []
    folder = Path(arguments.measure)
    for one in measure(folder, arguments.cores, arguments.only, arguments.every):
        measured.append(one)
        print(line_of(one), flush=True)
    print(*on_paper(measured), sep="\n")


def time_frames(arguments: argparse.Namespace) -> None:
    """How long drawing takes, then each frame, those before it being there already."""
    start = time.perf_counter()
    collection = draw_collection(arguments.frames, arguments.seed)
    print(f"{len(collection)} reports drawn and judged: {time.perf_counter() - start:.1f} s")
    for name in FRAMES:
        start = time.perf_counter()
        frame = getattr(collection, name)
        print(f"{name:<14}{len(frame):>10} rows {time.perf_counter() - start:8.2f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", default="out/nation", help="the data folder to write")
    parser.add_argument("--jobs", type=int, default=2, help="processes that write")
    parser.add_argument("--measure", metavar="FOLDER", help="read such a folder instead")
    parser.add_argument("--only", default="", help="a kind of format to measure, such as pdf")
    parser.add_argument("--every", type=int, default=1, help="measure only each so manyth file")
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--frames", type=int, metavar="N", help="make frames of N reports instead")
    arguments = parser.parse_args()
    if arguments.measure:
        measure_folder(arguments)
    elif arguments.frames:
        time_frames(arguments)
    else:
        write(arguments)


if __name__ == "__main__":
    main()
