"""Commands that are killed at random moments, and what they leave. Run by hand, on Linux.

    python benchmarks/kills.py [--kills 25] [--only WORD] [--seed 1]

Each command runs in a small folder of some of the reports in data/, once undisturbed and then again
and again until SIGKILL ends it somewhere on its way, alone or with all that it started. After each
kill `gxkit verify` must call the folder whole; the next run must give, byte for byte, what the
undisturbed one gave, and leave nothing unfinished. One line a command; exit code 1 where anything
else was found.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
REPORTS = (
    "2019-jinjiang-development-zone",
    "2021-jinjiang-government",
    "2021-pingtan-zone",
    "2022-pingtan-zone",
    "2023-hongze-government",
)
ADDED = (
    "2011-pingtan-zone.html",
    "2013-pingtan-zone.html",
    "2016-pingtan-zone.html",
    "2020-pingtan-zone.html",
    "2023-jinhu-government.docx",
    "2023-suqian-government.html",
    "2024-huaian-government.docx",
    "2025-shuyang-government.html",
)
"""files of data/reports that are added, the last alone, or all at once"""
_PASSES = ".gxkit"
"""what begins the names of locks, which are empty and stay, and of what is unfinished"""
_LOCK = ".lock"


class Place(NamedTuple):
    """Where a command runs: the data folder, what it writes elsewhere, and its temporary files."""

    folder: Path
    out: Path
    scratch: Path


Commands = list[list[str]]
"""what runs at once, each as it stands on a command line"""


class Killed(NamedTuple):
    """A way to use gxkit that is killed: its name, its commands in a place, and after how many
    kills, one on top of the other, it is run to its end, for that takes long."""

    name: str
    commands: Callable[[Place], Commands]
    in_a_row: int = 1


def build(place: Place) -> Commands:
    """Two workers, and a cache of its own, for from a full one nothing is read."""
    return [["build", f"{place.folder}", "--workers", "2", "--cache", f"{place.out / 'cache'}"]]


def add(place: Place) -> Commands:
    """One file."""
    return _add(place, ADDED[-1:])


def add_at_once(place: Place) -> Commands:
    """Eight files by eight processes."""
    return _add(place, ADDED)


def study(place: Place) -> Commands:
    return [["study", f"{place.folder}", "--to", f"{place.out}"]]


def panel(place: Place) -> Commands:
    return [["study", f"{place.folder}", "--panel"]]


def decide(place: Place) -> Commands:
    """The cause that a review of the folder names first."""
    cause = (place.folder / "first-cause").read_text("utf-8")
    said = ["--keep", "--reason", "so printed", "--who", "nobody"]
    return [["decide", f"{place.folder}", cause, *said]]


KILLED = (
    Killed("build", build),
    Killed("add", add),
    Killed("add, eight at once", add_at_once, 5),
    Killed("study", study, 5),
    Killed("study --panel", panel),
    Killed("decide", decide),
)


def _add(place: Place, names: tuple[str, ...]) -> Commands:
    kept = ["--data", f"{place.folder}", "--twice", "skip"]
    return [["add", f"{DATA / 'reports' / name}", *kept] for name in names]


def make_folder(folder: Path) -> None:
    """A data folder of five reports, none of whose findings is decided."""
    (folder / "reports").mkdir(parents=True)
    shutil.copy(DATA / "bodies.csv", folder)
    with open(DATA / "catalog.csv", encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))
    chosen = [line for line in lines if line["report"] in REPORTS]
    with open(folder / "catalog.csv", "w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)
    for line in chosen:
        shutil.copy(DATA / line["path"], folder / "reports")
    place = Place(folder, folder, folder.parent)
    listed = json.loads(run(place, ["review", f"{folder}", "--to", "json"]).stdout)
    # beside the reports, where no command looks
    (folder / "first-cause").write_text(listed[0]["name"], "utf-8")


def start(place: Place, command: list[str]) -> subprocess.Popen[str]:
    """A command of gxkit, the leader of a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "gxkit.cli", *command],
        env=os.environ | {"PYTHONPATH": f"{ROOT}", "TMPDIR": f"{place.scratch}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


class Done(NamedTuple):
    code: int
    stdout: str


def run(place: Place, *commands: list[str]) -> Done:
    """Commands run at once and to their end: the worst exit code, and what they said."""
    running = [start(place, command) for command in commands]
    said = [one.communicate()[0] for one in running]
    return Done(max(one.returncode for one in running), "".join(said))


def fresh(original: Path, place: Place) -> None:
    """The place as it is before a command first runs there."""
    for folder in place:
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, place.folder)
    place.out.mkdir()
    place.scratch.mkdir()


def contents(place: Place) -> dict[str, str]:
    """The digest of each file that a command wrote, but for what only makes it quicker."""
    found = {}
    for folder in (place.folder, place.out):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder.parent).as_posix()
            if path.is_file() and "cache/" not in name and path.suffix != _LOCK:
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def leftovers(place: Place) -> list[str]:
    """What is unfinished and nobody's any more: temporary files and folders."""
    found = [path for folder in place[:2] for path in folder.rglob(f"{_PASSES}*")]
    left = [path.name for path in found if path.suffix != _LOCK]
    return left + os.listdir(place.scratch)


def kill_somewhere(
    place: Place,
    commands: Commands,
    seconds: float,
    dice: random.Random,
) -> bool:
    """Whether SIGKILL met the commands on their way: each alone, or with all that it started."""
    running = [start(place, command) for command in commands]
    time.sleep(dice.uniform(0.1, 1.0) * seconds)
    is_alone = dice.random() < 1 / 2
    met = False
    for one in running:
        met = met or one.poll() is None
        with suppress(ProcessLookupError):
            if is_alone:
                one.kill()
            else:
                os.killpg(one.pid, signal.SIGKILL)
    for one in running:
        one.communicate()
    return met


def try_kills(
    killed: Killed,
    original: Path,
    place: Place,
    kills: int,
    dice: random.Random,
) -> Iterator[str]:
    """Kills a command so often; one sentence for each thing that is not as it should be."""
    fresh(original, place)
    begun = time.monotonic()
    commands = killed.commands(place)
    whole = run(place, *commands)
    seconds = time.monotonic() - begun
    wanted = contents(place)
    met = verified = ended = same = clean = 0
    if whole.code:
        yield f"undisturbed: {whole.stdout}"
    while met < kills:
        if not met % killed.in_a_row:
            fresh(original, place)
        if not kill_somewhere(place, commands, seconds, dice):
            continue
        met += 1
        verdict = run(place, ["verify", f"{place.folder}", "--language", "en"])
        verified += not verdict.code
        if verdict.code:
            yield f"verify: {verdict.stdout}"
        if met % killed.in_a_row and met < kills:
            continue
        ended += 1
        again = run(place, *commands)
        found = contents(place)
        same += found == wanted
        if found != wanted:
            differ = sorted(name for name in found | wanted if found.get(name) != wanted.get(name))
            yield f"differ after the next run: {', '.join(differ)[:300]}: {again.stdout[-300:]}"
        left = leftovers(place)
        clean += not left
        if left:
            yield f"left: {', '.join(left)}"
    print(
        f"{killed.name:20} {met:4} kills {verified:4} whole; next runs {ended:4}, "
        f"same bytes {same:4}, nothing left {clean:4}; {seconds:.1f} s undisturbed",
        flush=True,
    )


def main() -> int:
    """Kills each command so often and prints what it left; 1 where that is not as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=25, help="of each command")
    parser.add_argument("--only", default="", help="commands whose names have this word")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    amiss = 0
    with tempfile.TemporaryDirectory(prefix="gxkit-kills-") as temporary:
        base = Path(temporary)
        make_folder(base / "original")
        place = Place(base / "data", base / "out", base / "scratch")
        for killed in KILLED:
            if options.only not in killed.name:
                continue
            dice = random.Random(f"{options.seed}/{killed.name}")
            for what in try_kills(killed, base / "original", place, options.kills, dice):
                amiss += 1
                print(f"    {killed.name}: {what.strip()}", flush=True)
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
