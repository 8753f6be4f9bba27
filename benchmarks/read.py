"""How long reading takes, against the budget: `python benchmarks/read.py [--runs N]`. Run by hand, never as a test.

Times inside a process are the best of N parses after one warm-up (the machine's noise only adds); whole processes and
`import gxkit` are the median of N fresh interpreters. Memory is the peak of a fresh process that parses one file.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "data" / "reports"
sys.path.insert(0, str(ROOT / "tests"))

BUDGETS = [
    ("text, tab-separated", "2021-jinjiang-government.txt", 10),
    ("text, joined", "2020-zhangzhou-industry-it.txt", 10),
    ("text, one cell a line", "2016-jinjiang-science-ip.txt", 10),
    ("web page", "2020-zhangzhou-industry-it.html", 10),
    ("web page, uneven spans", "2019-shanghai-general-office.html", 10),
    (".docx", "2019-jinjiang-development-zone.docx", 25),
    (".doc", "2016-jinjiang-science-ip.doc", 700),
    (".pdf", "2021-jinjiang-government.pdf", None),
]


def best_of(runs: int, work: Callable[[], object]) -> float:
    """The shortest of `runs` calls in milliseconds, after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return min(times)


def whole_process(runs: int, *arguments: str) -> tuple[float, float]:
    """Median wall-clock milliseconds and peak memory in MB of fresh interpreters."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        times.append(1e3 * (time.perf_counter() - start))
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    peak = subprocess.run(
        [sys.executable, "-c", code, sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return median(times), int(peak) / 1024


def worst_joined(folder: Path, seeds: int) -> tuple[Path, float]:
    """Of many tables with joined cells and realistic magnitudes the one that takes longest, and its milliseconds."""
    from specimens import draw_figures, write_text

    import gxkit

    worst, longest = folder, 0.0
    for seed in range(seeds):
        rng = random.Random(seed)
        edition = rng.choice(("2019", "2021"))
        path = folder / f"{seed}.txt"
        path.write_text(
            write_text(edition, draw_figures(edition, rng, rng.choice((30, 300, 3000))), "joined"),
            "utf-8",
        )
        start = time.perf_counter()
        gxkit.parse(path)
        if (taken := 1e3 * (time.perf_counter() - start)) > longest:
            worst, longest = path, taken
    return worst, best_of(3, lambda: gxkit.parse(worst))


def show(what: str, measured: float, budget: float | None, unit: str) -> None:
    """One line of the result."""
    verdict = "" if budget is None else "within" if measured <= budget else "OVER"
    print(
        f"{what:<42}{measured:>9.1f} {unit:<3}{'' if budget is None else f'{budget:>7.0f} {unit}':<12}{verdict}"
    )


def main() -> None:
    """Measure everything and print one line each: what, measured, budget, verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument(
        "--seeds", type=int, default=150, help="joined tables to look for the worst among"
    )
    arguments = parser.parse_args()
    import gxkit

    print(f"{'':<42}{'measured':>9}    {'budget':>7}")
    for what, name, budget in BUDGETS:
        taken = best_of(
            arguments.runs, lambda name=name: gxkit.parse(REPORTS / name, second_reading="off")
        )
        show(f"parse, warm: {what}", taken, budget, "ms")
    with tempfile.TemporaryDirectory() as temporary:
        _, taken = worst_joined(Path(temporary), arguments.seeds)
        show(f"parse, warm: worst of {arguments.seeds} joined tables", taken, 200, "ms")
    bare, _ = whole_process(arguments.runs, "-c", "pass")
    imported, _ = whole_process(arguments.runs, "-c", "import gxkit")
    show("import gxkit (interpreter taken off)", imported - bare, 200, "ms")
    text = str(REPORTS / BUDGETS[1][1])
    taken, memory = whole_process(arguments.runs, "-m", "gxkit.cli", "parse", text, "--to", "csv")
    show("gxkit parse of a text, whole process", taken, 500, "ms")
    show("its peak memory", memory, 150, "MB")
    for name in (".html", ".docx", ".doc", ".pdf"):
        file = next(f for _, f, _ in BUDGETS if f.endswith(name))
        taken, memory = whole_process(
            3, "-m", "gxkit.cli", "parse", str(REPORTS / file), "--to", "csv"
        )
        show(f"gxkit parse of a {name}, whole process", taken, None, "ms")
        show("its peak memory", memory, 150 if name != ".pdf" else None, "MB")


if __name__ == "__main__":
    main()
