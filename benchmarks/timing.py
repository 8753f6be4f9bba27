"""Times and memory of the engines, taken so that a busy machine tells on all of them alike."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from engines import ENGINES, NEEDS, Printed

from gxkit.errors import GxkitError
from gxkit.readers.pdf.second import CAMELOT_FAILURES

WORKER = Path(__file__).with_name("engines.py")
_SECONDS = 900
_SLOW = 1000.0  # milliseconds
# what the engines raise on files that they cannot read: gxkit's errors, and those that its second
# reading names, which other Python engines raise as well
FAILURES = (GxkitError, *CAMELOT_FAILURES)


def _complain(engine: str, path: Path, error: BaseException) -> str:
    return f"{engine} cannot read {path.name} ({type(error).__name__}: {error})."


def installed() -> tuple[list[str], list[str]]:
    """The engines that can run here, and a word on each that cannot."""
    here, missing = [], []
    for engine in ENGINES:
        module = NEEDS.get(engine, "gxkit")
        if importlib.util.find_spec(module):
            here.append(engine)
        else:
            missing.append(
                f"{engine} is left out: {module} is not installed (benchmarks/requirements.txt)."
            )
    return here, missing


def interleave(
    path: Path, engines: Sequence[str], rounds: int
) -> tuple[dict[str, float], dict[str, list[Printed]]]:
    """Median milliseconds of each engine on one file, and what it found; the engines take turns.

    An engine that fails has an infinite time and found nothing. One slower than a second is called
    once.
    """
    times: dict[str, list[float]] = {engine: [] for engine in engines}
    found: dict[str, list[Printed]] = {engine: [] for engine in engines}
    for _ in range(rounds):
        for engine in engines:
            if times[engine] and times[engine][0] > _SLOW:
                continue
            start = time.perf_counter()
            try:
                found[engine] = ENGINES[engine](path)
            except FAILURES as error:
                found[engine] = []
                times[engine].append(float("inf"))
                print(_complain(engine, path, error), file=sys.stderr)
                continue
            times[engine].append(1e3 * (time.perf_counter() - start))
    return {engine: median(taken) for engine, taken in times.items()}, found


def whole_process(engine: str, files: Sequence[Path], runs: int) -> tuple[float, float]:
    """Median milliseconds of fresh interpreters that read the files, and their peak memory in MB.

    `nothing` as the engine gives those of the interpreter itself.
    """
    times, peaks = [], []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, str(WORKER), engine, *map(str, files)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        times.append(1e3 * (time.perf_counter() - start))
        if done.returncode:
            return float("inf"), float("inf")
        peaks.append(int(done.stdout.split()[-1]) / 1024)
    return median(times), median(peaks)


def import_seconds(runs: int) -> float:
    """Median seconds of `import gxkit` in a fresh interpreter."""
    code = "import time; t = time.perf_counter(); import gxkit; print(time.perf_counter() - t)"
    return median(
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(runs)
    )


def warm_up(path: Path, engines: Sequence[str], call: Callable[[str], object] = print) -> list[str]:
    """The engines that survive one file; their libraries are loaded after it."""
    alive = []
    for engine in engines:
        try:
            ENGINES[engine](path)
            alive.append(engine)
        except FAILURES as error:
            call(f"{engine} is left out: {_complain(engine, path, error)}")
    return alive
