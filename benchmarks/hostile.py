"""Files that are made to bring a reader down, each through `gxkit parse`. Run by hand.

    python benchmarks/hostile.py [--only WORD] [--first 0] [--to FOLDER] [--jobs N]
    python benchmarks/hostile.py --fuzz 10000 [--seed 1] [--first 0]

Each is read in a process of its own and must be read or refused in a sentence, within 1.5 GB and a
minute of CPU; what became of it, its peak of memory and its seconds are one line. With `--fuzz` so
many damaged copies of reports in all formats are read instead. Exit code 1 where one fell.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from hostility import HOSTILE  # noqa: E402
from hostility.fuzz import fuzz  # noqa: E402
from hostility.made import Hostile  # noqa: E402

#: what a file may take
MEGABYTES, SECONDS = 1_500, 60
#: what the machine lends at most: what takes more is stopped, and has fallen anyway
_LENT, _PATIENCE = 4_000_000_000, 900
_KILO = 1_000
#: exit codes of `gxkit parse` that mean a sentence and no fault
_CODES = {0: "survived", 1: "refused", 3: "refused", 4: "no report"}


class Outcome(NamedTuple):
    """What became of a file."""

    name: str
    became: str
    megabytes: float
    seconds: float
    said: str

    @property
    def is_fallen(self) -> bool:
        is_large = self.megabytes > MEGABYTES
        return self.became.startswith("FELL") or is_large or self.seconds > SECONDS

    def line(self) -> str:
        mark = "!" if self.is_fallen else " "
        numbers = f"{self.megabytes:7.0f} MB {self.seconds:6.1f} s"
        return (
            f"{mark} {ascii(self.name)[1:-1]:34.34} {self.became:16} {numbers}  {self.said[:150]}"
        )


def run(path: Path) -> Outcome:
    """One file through `gxkit parse`, with the peak and the CPU seconds of all its processes."""
    command = [sys.executable, "-m", "gxkit.cli", "parse", "--to", "csv", "--", os.fspath(path)]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as given:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=given,
            stderr=said,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_LENT, _LENT)),
        )
        used, status = _wait(process)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    sentence = text.strip().splitlines()[-1] if text.strip() else ""
    became = _judge(status, text)
    seconds = used.ru_utime + used.ru_stime
    return Outcome(path.name, became, used.ru_maxrss / _KILO, seconds, sentence)


def _wait(process: subprocess.Popen[bytes]) -> tuple[resource.struct_rusage, int]:
    """What a process used, and how it ended; it is stopped once patience ends."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return used, process.returncode
        if time.monotonic() > deadline:
            os.killpg(process.pid, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.02)


def _judge(status: int, said: str) -> str:
    if "Traceback" in said:
        return "FELL: traceback"
    if status < 0:
        return f"FELL: {signal.Signals(-status).name}"
    return _CODES.get(status, f"FELL: code {status}")


def main() -> int:
    """Makes the files, reads them and prints what became of each; 1 where one fell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="files whose names have this word")
    parser.add_argument("--to", type=Path, help="where the files are made and kept")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--fuzz", type=int, default=0, metavar="N", help="read N damaged files")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = options.to or Path(tempfile.mkdtemp(prefix="gxkit-hostile-"))
    folder.mkdir(parents=True, exist_ok=True)
    if options.fuzz:
        return fuzz(options.first, options.fuzz, options.seed, folder)
    rest = HOSTILE[options.first :]
    chosen = [one for one in rest if options.only in one.name]
    fallen = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for outcome in pool.map(partial(_make_and_run, folder), chosen):
            print(outcome.line(), flush=True)
            fallen += outcome.is_fallen
    print(f"{len(chosen)} hostile files, {fallen} fell (limits {MEGABYTES} MB, {SECONDS} s of CPU)")
    return 1 if fallen else 0


def _make_and_run(folder: Path, one: Hostile) -> Outcome:
    return run(one.write(folder))


if __name__ == "__main__":
    sys.exit(main())
