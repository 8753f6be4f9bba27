"""How long reading takes, against the budget or another checkout. Run by hand, never as a test.

    python benchmarks/read.py [--runs N]
    python benchmarks/read.py --against DIR [--rounds N] [--only WORD ...]

Times inside a process are its processor time, the best of N parses after one warm-up (the machine's
noise only adds); whole processes and `import gxkit` are the median of N fresh interpreters by the
clock. Memory is the peak of a fresh process that parses one file.

With `--against` two processes, one of this checkout and one of the other, take turns at each
file, so that a busy machine tells on both alike; what counts are the ratios (below 1: this one is
faster).
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "data" / "reports"
# this checkout, whichever one is installed; and the tests' specimens
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

_SLOW = (
    200.0  # milliseconds: what takes longer is measured once a turn, for noise is small beside it
)
_WORST_JOINED = 200.0


class Case(NamedTuple):
    """A file of data/reports and how many milliseconds a warm parse of it may take."""

    what: str
    file: str
    budget: float


CASES = (
    Case("text, tab-separated", "2021-jinjiang-government.txt", 10),
    Case("text, joined", "2020-zhangzhou-industry-it.txt", 10),
    Case("text, one cell a line", "2016-jinjiang-science-ip.txt", 10),
    Case("web page", "2020-zhangzhou-industry-it.html", 10),
    Case("web page, uneven spans", "2019-shanghai-general-office.html", 10),
    Case(".docx", "2019-jinjiang-development-zone.docx", 18),
    Case(".doc", "2016-jinjiang-science-ip.doc", 700),
    Case(".pdf, one reading", "2021-jinjiang-government.pdf", 20),
)


class Taken(NamedTuple):
    """Milliseconds for reading a file and for the whole parse of it."""

    reading: float
    parsing: float


def best_of(runs: int, work: Callable[[], object]) -> float:
    """The shortest of `runs` calls in milliseconds, after one that is not counted."""
    first = timed(work)
    if first > _SLOW:
        runs = 1
    return min(timed(work) for _ in range(runs))


def timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Milliseconds that one call takes, of this process unless a clock on the wall is given."""
    start = clock()
    work()
    return 1e3 * (clock() - start)


def serve(runs: int) -> None:
    """The worker: paths come in on standard input, two times for each go out, until input ends."""
    import gxkit

    for line in sys.stdin:
        path = line.rstrip("\n")
        reading = best_of(runs, lambda path=path: gxkit.read(path))
        parsing = best_of(runs, lambda path=path: gxkit.parse(path, second_reading="off"))
        print(reading, parsing, flush=True)


class Worker:
    """A process in which the gxkit of one checkout is measured."""

    def __init__(self, checkout: Path, runs: int) -> None:
        command = [sys.executable, __file__, "--serve", str(checkout), "--runs", str(runs)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def measure(self, path: Path) -> Taken:
        """The times of one file; a process that ends without an answer is an error."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().split()
        if not answer:
            raise SystemExit(f"The process that measured {path.name} ended without an answer.")
        return Taken(float(answer[0]), float(answer[1]))

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@contextmanager
def two_workers(other: Path, runs: int) -> Iterator[tuple[Worker, Worker]]:
    """One for this checkout and one for the other."""
    workers = Worker(ROOT, runs), Worker(other, runs)
    try:
        yield workers
    finally:
        for worker in workers:
            worker.close()


def compare_with(other: Path, runs: int, rounds: int, cases: Sequence[tuple[Case, Path]]) -> None:
    """One line a file: the other checkout's milliseconds, this one's, and their ratio."""
    heads = "reading", "here", "ratio", "parsing", "here", "ratio", "budget"
    print(f"{'':<42}" + "".join(f"{head:>9}" for head in heads))
    with two_workers(other, runs) as (here, there):
        for case, path in cases:
            theirs: list[Taken] = []
            ours: list[Taken] = []
            for _ in range(rounds):
                theirs.append(there.measure(path))
                ours.append(here.measure(path))
            show_comparison(case, fastest(theirs), fastest(ours))


def fastest(taken: Sequence[Taken]) -> Taken:
    """The least of each time over several turns."""
    return Taken(min(t.reading for t in taken), min(t.parsing for t in taken))


def show_comparison(case: Case, theirs: Taken, ours: Taken) -> None:
    """One line of the result of `--against`."""
    cells = [case.what.ljust(42)]
    for before, now in zip(theirs, ours, strict=True):
        cells.append(f"{before:9.2f}{now:9.2f}{now / before:9.2f}")
    verdict = "within" if ours.parsing <= case.budget else "OVER"
    print("".join(cells) + f"{case.budget:9.0f} {verdict}", flush=True)


def whole_process(runs: int, *arguments: str) -> tuple[float, float]:
    """Median wall-clock milliseconds and peak memory in MB of fresh interpreters."""
    command = [sys.executable, *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def run() -> None:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)

    times = [timed(run, time.perf_counter) for _ in range(runs)]
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    peak = subprocess.run(
        [sys.executable, "-c", code, *command],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    ).stdout
    return median(times), int(peak) / 1024


def worst_joined(folder: Path, seeds: int) -> Path:
    """Of many tables with joined cells and realistic magnitudes the one that takes longest."""
    from specimens import draw_figures, write_text

    import gxkit

    worst, longest = folder, 0.0
    for seed in range(seeds):
        rng = random.Random(seed)
        edition = rng.choice(("2019", "2021"))
        figures = draw_figures(edition, rng, rng.choice((30, 300, 3000)))
        path = folder / f"{seed}.txt"
        path.write_text(write_text(edition, figures, "joined"), "utf-8")
        taken = timed(lambda path=path: gxkit.parse(path))
        if taken > longest:
            worst, longest = path, taken
    return worst


def show(what: str, measured: float, budget: float | None, unit: str) -> None:
    """One line of the result."""
    line = f"{what:<42}{measured:>9.1f} {unit:<3}"
    if budget is not None:
        verdict = "within" if measured <= budget else "OVER"
        line += f"{budget:>7.0f} {unit:<4}{verdict}"
    print(line)


def show_budgets(runs: int, cases: Sequence[tuple[Case, Path]]) -> None:
    """Measure everything in this checkout: what, measured, budget, verdict."""
    import gxkit

    print(f"{'':<42}{'measured':>9}    {'budget':>7}")
    for case, path in cases:
        taken = best_of(runs, lambda path=path: gxkit.parse(path, second_reading="off"))
        show(f"parse, warm: {case.what}", taken, case.budget, "ms")
    bare, _ = whole_process(runs, "-c", "pass")
    imported, _ = whole_process(runs, "-c", "import gxkit")
    show("import gxkit (interpreter taken off)", imported - bare, 200, "ms")
    text = str(REPORTS / CASES[1].file)
    taken, memory = whole_process(runs, "-m", "gxkit.cli", "parse", text, "--to", "csv")
    show("gxkit parse of a text, whole process", taken, 500, "ms")
    show("its peak memory", memory, 150, "MB")
    for ending in (".html", ".docx", ".doc", ".pdf"):
        file = next(case.file for case in CASES if case.file.endswith(ending))
        path = str(REPORTS / file)
        taken, memory = whole_process(3, "-m", "gxkit.cli", "parse", path, "--to", "csv")
        show(f"gxkit parse of a {ending}, whole process", taken, None, "ms")
        # the second reading of a PDF loads another engine, which has no budget
        show("its peak memory", memory, None if ending == ".pdf" else 150, "MB")


def read_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=5, help="turns of each checkout at a file")
    parser.add_argument(
        "--seeds", type=int, default=150, help="joined tables to look for the worst among"
    )
    parser.add_argument("--only", nargs="+", default=(), metavar="WORD", help="of the files' names")
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Measure this checkout, alone or beside another."""
    options = read_options()
    if options.serve:
        sys.path.insert(0, str(options.serve.resolve()))
        serve(options.runs)
        return
    cases = [
        (case, REPORTS / case.file)
        for case in CASES
        if not options.only or any(word in case.file for word in options.only)
    ]
    with tempfile.TemporaryDirectory() as folder:
        if options.seeds and not options.only:
            what = f"worst of {options.seeds} joined tables"
            worst = worst_joined(Path(folder), options.seeds)
            cases.append((Case(what, worst.name, _WORST_JOINED), worst))
        if options.against:
            compare_with(options.against, options.runs, options.rounds, cases)
        else:
            show_budgets(options.runs, cases)


if __name__ == "__main__":
    main()
