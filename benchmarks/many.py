"""How fast very many files are read and built, with one worker and with two, in how much memory.

    python benchmarks/many.py [--files 200] [--corpus 10000] [--only web text docx pdf] [--every]

For each format: files a second with one worker and with two, and the ratio, of copies of a report
of data/reports with one figure of the text changed (so that no two are one), read by parse_many
into a store that is empty. That report takes longer than most of its format (of the one in text and
PDF rows slipped, and what explains it is looked for); `--every` takes all reports of a format in
turn, as a folder has them. Workers are started before the clock is. Then the memory of this process
and of its workers while it reads a corpus of web pages, how long a first build of it takes, and a
second one of which nothing changed. Run by hand, never as a test; on a machine that does other work
the ratio says more than the rates.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from gxkit.folder.framing import build_folder
from gxkit.parsing.many import do_jobs, list_jobs
from gxkit.parsing.store import find_store

DATA = Path(__file__).resolve().parents[1] / "data" / "reports"
SOURCES = {
    "web": "2023-pingtan-zone.html",
    "text": "2021-jinjiang-government.txt",
    "docx": "2019-jinjiang-development-zone.docx",
    "doc": "2016-jinjiang-science-ip.doc",
    "pdf": "2021-jinjiang-government.pdf",
}
MODES = {"pdf": ("on", "off")}
"""of PDFs with the second reading and without"""
_PART = 500
"""files after which memory is looked at"""


def copies(kind: str, count: int, folder: Path, *, every: bool = False) -> list[Path]:
    """Copies of a report, or of `every` one of its format in turn, that differ in what no cell
    holds: each is read, none is doubted."""
    one = DATA / SOURCES[kind]
    sources = sorted(DATA.glob(f"*{one.suffix}")) if every else [one]
    made = []
    for number, source in zip(range(count), cycle(sources), strict=False):
        target = folder / f"{source.stem}-{number:05}{source.suffix}"
        if kind == "docx":
            shutil.copyfile(source, target)
            with zipfile.ZipFile(target, "a") as archive:
                archive.comment = str(number).encode()
        else:
            # formats that are read from their head on, or by their index, take bytes at the end
            ends = {"web": f"<!-- {number} -->", "text": f"\n\n{number}号\n"}
            end = ends.get(kind, f"\n% {number}\n").encode()
            target.write_bytes(source.read_bytes() + end)
        made.append(target)
    return made


def pages(count: int, folder: Path) -> None:
    """Reports of bodies of three years each, of which one figure is another in each."""
    text = (DATA / SOURCES["web"]).read_text("utf-8")
    for number in range(count):
        body, year = divmod(number, 3)
        own = text.replace("平潭综合实验区", f"平潭第{body}实验区").replace(
            "2023", str(2021 + year)
        )
        own = own.replace("</body>", f"<p>共发布信息{number}条。</p></body>")
        (folder / f"body{body:05}-{2021 + year}.html").write_text(own, "utf-8")


def rate(files: list[Path], workers: int, mode: str) -> float:
    """Files a second; the workers have read one each before."""
    with tempfile.TemporaryDirectory() as place:
        store = find_store(place)
        warm = list_jobs(files[:workers], store, second_reading=mode)
        list(do_jobs(warm, workers))
        jobs = list_jobs(files[workers:], store, second_reading=mode)
        start = time.perf_counter()
        failed = [one.failure for one in do_jobs(jobs, workers) if one.failure]
        seconds = time.perf_counter() - start
    if failed:
        print(f"  {len(failed)} failed: {failed[0].reason}", file=sys.stderr)
    return len(jobs) / seconds


def rates(kinds: list[str], count: int, *, every: bool) -> None:
    print(f"{'format':<16}{'one, files/s':>14}{'two, files/s':>14}{'ratio':>8}")
    for kind in kinds:
        with tempfile.TemporaryDirectory() as place:
            files = copies(kind, count, Path(place), every=every)
            for mode in MODES.get(kind, ("on",)):
                # in turns, for the machine may be busy for a while
                turns = [(rate(files, 1, mode), rate(files, 2, mode)) for _ in range(2)]
                one = max(first for first, _ in turns)
                two = max(second for _, second in turns)
                name = kind if mode == "on" else f"{kind}, once"
                print(f"{name:<16}{one:>14.1f}{two:>14.1f}{two / one:>8.2f}", flush=True)


def worker_megabytes() -> float:
    """The largest of the processes that this one started, now."""
    most = 0
    for place in Path("/proc").glob("[0-9]*/status"):
        told = dict(_fields(place))
        if told.get("PPid") == str(os.getpid()):
            most = max(most, int(told.get("VmRSS", "0 kB").split()[0]))
    return most / 1_000


def own_megabytes() -> float:
    told = dict(_fields(Path("/proc/self/status")))
    return int(told["VmRSS"].split()[0]) / 1_000


def _fields(place: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = place.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        name, _, said = line.partition(":")
        yield name, said.strip()


def corpus(count: int) -> None:
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as cache:
        folder = Path(place)
        pages(count, folder)
        jobs = list_jobs(folder, find_store(cache))
        print(f"\n{count} web pages, two workers: files, this process MB, largest worker MB")
        start = time.perf_counter()
        for number, _ in enumerate(do_jobs(jobs, 2), 1):
            if number % max(_PART, count // 10) == 0:
                print(f"{number:>7}{own_megabytes():>9.0f}{worker_megabytes():>9.0f}", flush=True)
        print(f"read in {time.perf_counter() - start:.0f} s")
        for name in ("first build, all read before", "second build, nothing changed"):
            start = time.perf_counter()
            built = build_folder(folder, workers=2, cache=cache)
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
            print(
                f"{name}: {time.perf_counter() - start:.1f} s, {built.reports} reports, "
                f"{built.read} read, peak {most:.0f} MB",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=200, help="of each format")
    parser.add_argument("--corpus", type=int, default=10_000, help="web pages; 0 for none")
    parser.add_argument("--only", nargs="*", choices=SOURCES, default=list(SOURCES))
    parser.add_argument("--every", action="store_true", help="of all reports of a format in turn")
    asked = parser.parse_args()
    rates(asked.only, asked.files, every=asked.every)
    if asked.corpus:
        corpus(asked.corpus)


if __name__ == "__main__":
    main()
