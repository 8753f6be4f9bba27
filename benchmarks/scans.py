"""Scans of printed reports, damaged in named ways: cells that gxkit reads right, and the cost.

    python benchmarks/scans.py [--fonts FOLDER ...] [--count 170] [--only WORD] [--show 2]
    python benchmarks/scans.py --agreement 20000     # figures alone, where both readers agree
    python benchmarks/scans.py --peers --count 6     # beside tesseract and rapidocr, if here

Run by hand. The reports are drawn (scanning/reports.py), so what is true is known; they are typeset
(typeset.py) in the fonts that are here, damaged (damage.py) and written (files.py) as
scanning/mutations.py says. Seeds from 7 000 000 on are for the measure of a finished reader alone.

A line a mutation: files, cells; `first` the cells right by the first candidate of the picture,
before any sum is asked; `right`; `flagged` wrong, and said to be in doubt; `SILENT` printed with
another number, or invented, with nothing amiss; `blank` an inked figure read as blank; `alarm`
right and contradicted or in doubt all the same; `agreed` cells on which both readers agree, and
`both` those of them that are wrong; files refused and failed; CPU seconds a page, and the most MB.
What lies under stamps, pens and markers is summed apart.

Seed 7 000 000, a document a mutation, looked at once when the reader was finished: of 12 180 cells
97.0 % are right by the first candidate, 96.2 % right and 3.8 % flagged in the end, none silent, no
inked one blank, and of 10 056 on which both readers agree none is wrong; under stamps and pens
88.4 % of 1 252 right, the rest flagged. Figures alone, 20 000: both readers agree on 16 362, of
which 3 are wrong, all in black and white at 100 and 120 dpi; 5 passed for a slash (7 as /; of
1 600 sevens none does now).
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scanning.agreement import measure_agreement  # noqa: E402
from scanning.faces import Face, find_faces  # noqa: E402
from scanning.mutations import MUTATIONS, Mutation, Scan, make_scan  # noqa: E402
from scanning.peers import measure_peers  # noqa: E402

import gxkit  # noqa: E402
from gxkit.errors import GxkitError  # noqa: E402
from gxkit.report import Report, Value  # noqa: E402

COUNTED = ("files", "cells", "first", "right", "flagged", "SILENT", "blank", "alarm", "agreed")
COUNTED = (*COUNTED, "both", "refused", "failed")
FAILURES = ("SILENT", "blank", "both", "failed", "refused")
"""what makes a file worth keeping; with --flagged also what is in doubt"""
_BLANKS = ("", "/", "-", "—", "——", "无", "--", "－", "一")
_NO_NUMBER = Decimal(-1)
"""a text that is neither a number nor a sign for none"""


@dataclass(slots=True)
class Score:
    """What became of the cells of a mutation, and the cost."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    pages: int = 0
    megabytes: float = 0.0
    told: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.counts += other.counts
        self.seconds += other.seconds
        self.pages += other.pages
        self.megabytes = max(self.megabytes, other.megabytes)

    def fails(self, kinds: tuple[str, ...]) -> bool:
        return any(self.counts[kind] for kind in kinds)


def number_of(text: str) -> Decimal | None:
    """The number of a text as a reader has it, None for a sign that there is none."""
    bare = "".join(text.split()).replace(",", "").replace("，", "")
    if bare in _BLANKS:
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:
        return _NO_NUMBER


def score(scan: Scan, report: Report) -> Score:
    """Every cell of the report compared with what was printed."""
    made = Score()
    made.counts["files"] = 1
    for key, truth in scan.report.truth.items():
        value = report.get(key)
        kind = judge(truth, value)
        made.counts.update(("cells", kind))
        first = _first_of(value)
        made.counts["first"] += first == truth and kind != "lost"
        agreed = value is not None and value.recognised is not None and value.recognised.agreed
        made.counts["agreed"] += agreed
        is_both = agreed and first != truth
        made.counts["both"] += is_both
        if kind not in ("right", "alarm") or is_both:
            made.told.append(f"{'/'.join(key)}: {kind}, true {truth}, {_say(value)}")
        if kind == "alarm":
            made.counts["right"] += 1
            made.told.append(f"{'/'.join(key)}: alarm, true {truth}, {_say(value)}")
        if kind == "lost":
            made.counts["flagged"] += 1
    for value in report:
        if value.key not in scan.report.truth and value.value is not None:
            made.counts["SILENT"] += 1
            made.told.append(f"{'/'.join(value.key)}: SILENT, invented, {_say(value)}")
    return made


def judge(truth: Decimal | None, value: Value | None) -> str:
    """What became of a cell: right, alarm (right, and accused), flagged, blank, SILENT or lost."""
    if value is None:
        return "lost"  # of another edition
    if value.status == "blank":
        return "right" if truth is None else "blank"
    is_accused = value.verdict == "contradicted"
    if value.status != "printed":
        return "flagged"
    if value.value == truth:
        return "alarm" if is_accused else "right"
    return "flagged" if is_accused else "SILENT"


def _first_of(value: Value | None) -> Decimal | None:
    if value is None:
        return _NO_NUMBER
    if value.recognised is not None and value.recognised.candidates:
        return number_of(value.recognised.candidates[0])
    return number_of(value.printed) if value.status in ("printed", "blank") else _NO_NUMBER


def _say(value: Value | None) -> str:
    if value is None:
        return "no such cell"
    seen = value.recognised
    said = f"{value.status} {value.printed!r} {value.verdict}, candidates {value.candidates}"
    place = "" if value.where is None else f", {value.where}"
    return f"{said}, {seen}{place}" if seen else said + place


def run(mutation: Mutation, seed: int, faces: list[Face], folder: Path) -> tuple[Scan, Score]:
    """A scan made and read."""
    scan = make_scan(mutation, seed, faces, folder / f"scan-{seed}")
    _forget_the_peak()
    begun = time.process_time()
    made = Score()
    try:
        report = gxkit.parse(scan.path)
    except GxkitError as error:
        made = _lost(scan, "refused", str(error))
    except Exception:  # noqa: BLE001 - whatever it is, the run must go on and count it
        made = _lost(scan, "failed", traceback.format_exc())
    else:
        made = score(scan, report)
    made.seconds = time.process_time() - begun
    made.megabytes = _peak()
    made.pages = scan.pages
    return scan, made


def _lost(scan: Scan, kind: str, why: str) -> Score:
    cells = len(scan.report.truth)
    counts = Counter({"files": 1, "cells": cells, "flagged": cells, kind: 1})
    return Score(counts, told=[f"{kind}: {why}"])


_CLEAR = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


def _forget_the_peak() -> None:
    """Begins the measure of memory anew, where the system can."""
    if _CLEAR.exists():
        _CLEAR.write_text("5")


def _peak() -> float:
    """The most memory since the last time, in MB."""
    if _STATUS.exists():
        line = next(ln for ln in _STATUS.read_text().splitlines() if ln.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def keep(folder: Path, mutation: Mutation, seed: int, scan: Scan, made: Score) -> None:
    """The file, what is right, and what came out."""
    words = "".join(c if c.isalnum() else "-" for c in mutation.name)
    target = folder / f"{words}-{seed}"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(scan.path, target / f"report{scan.path.suffix}")
    with (target / "truth.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["table", "row", "column", "printed", "value"])
        for key, number in scan.report.truth.items():
            shown = "" if number is None else number
            writer.writerow([*key, shown, shown])
    head = f"{mutation.name}, seed {seed}: {scan.face}, {scan.dpi} dpi, {scan.style}"
    counts = str(dict(made.counts))
    (target / "why.txt").write_text("\n".join([head, counts, *made.told]) + "\n", "utf-8")


def measure(arguments: argparse.Namespace, faces: list[Face]) -> dict[str, Score]:
    """The scores by mutation, kept failures on the way."""
    chosen = [m for m in MUTATIONS.values() if arguments.only in m.name]
    if not chosen:
        raise SystemExit(f"No mutation has {arguments.only!r} in its name; --list names them all.")
    kinds = (*FAILURES, "flagged", "alarm") if arguments.flagged else FAILURES
    scores = {mutation.name: Score() for mutation in chosen}
    shown: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.count):
            mutation = chosen[number % len(chosen)]
            seed = arguments.seed + number // len(chosen)
            scan, made = run(mutation, seed, faces, Path(folder))
            scores[mutation.name].add(made)
            print(_line(f"{mutation.name} {seed}", made), file=sys.stderr, flush=True)
            failed = made.fails(kinds) and not (mutation.may_refuse and made.counts["refused"])
            if failed and shown[mutation.name] < arguments.show:
                shown[mutation.name] += 1
                keep(Path(arguments.to), mutation, seed, scan, made)
            scan.path.unlink()
    return scores


def table_of(scores: dict[str, Score]) -> Iterator[str]:
    """A line a mutation, then the sums: of all whose figures are free, and of the others."""
    yield " ".join([f"{'mutation':40}", *(f"{head:>7}" for head in (*COUNTED, "s/page", "MB"))])
    sums = {"all but what something lies over": Score(), "something lies over": Score()}
    free, covered = sums.values()
    for name, made in scores.items():
        mutation = MUTATIONS[name]
        if made.counts["files"]:
            yield _line(name, made)
        if not mutation.may_refuse:
            (covered if mutation.apart else free).add(made)
    for name, made in sums.items():
        yield _line(name, made)
        cells = max(1, made.counts["cells"])
        shares = {kind: made.counts[kind] / cells for kind in ("first", "right", "flagged")}
        yield "    " + ", ".join(f"{kind} {share:.3%}" for kind, share in shares.items())


def _line(name: str, made: Score) -> str:
    cost = f"{made.seconds / max(1, made.pages):7.2f} {made.megabytes:7.0f}"
    return " ".join([f"{name[:40]:40}", *(f"{made.counts[kind]:7}" for kind in COUNTED), cost])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add: Any = parser.add_argument
    add("--fonts", nargs="*", type=Path, default=[], help="folders with more fonts")
    add("--count", type=int, default=2 * len(MUTATIONS), help="files, of all mutations")
    add("--seed", type=int, default=0)
    add("--only", default="", help="part of a mutation's name")
    add("--show", type=int, default=0, help="failing files to keep, each mutation")
    add("--flagged", action="store_true", help="keep also files of which a cell is in doubt")
    add("--to", default="out/scans", help="the folder to keep them in")
    add("--list", action="store_true", help="name the mutations and the fonts, and stop")
    add("--agreement", type=int, default=0, help="so many figures alone, read by both readers")
    add("--peers", action="store_true", help="beside other programs")
    arguments = parser.parse_args()
    faces = find_faces(arguments.fonts)
    if arguments.list:
        print("\n".join([*MUTATIONS, "", *(face.name for face in faces)]))
    elif arguments.agreement:
        print("\n".join(measure_agreement(faces, arguments.agreement, arguments.seed)))
    elif arguments.peers:
        chosen = [m for m in MUTATIONS.values() if arguments.only in m.name]
        print("\n".join(measure_peers(chosen, faces, arguments.count, arguments.seed)))
    else:
        print("\n".join(table_of(measure(arguments, faces))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
