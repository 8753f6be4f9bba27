"""OFD in the ways in which programs write it: how many cells gxkit reads right, beside others.

    python benchmarks/ofd.py [--seeds 3] [--only WORD ...] [--show]

Run by hand. Every layout of the drawn specimens (benchmarks/printed) is written as OFD, in ways
drawn by chance. gxkit reads the file itself; of ofdkit it reads the lines of text that this makes
of it, if it is installed (benchmarks/requirements.txt). easyofd was tried too: it makes a PDF of
the file, four seconds a report, and loses the text where a font is not on the machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from judging import Key, Score, judge_parse
from printed.drafts import Plan, draft_report
from printed.fixed import draw_ways, write_ofd
from printed.plans import PLANS

Reader = Callable[[Path, Path], Path]
"""from an OFD to the file that gxkit reads, made in a folder"""


class Specimen(NamedTuple):
    """An OFD with what stands in it and the ways in which it is written."""

    name: str
    path: Path
    ways: dict[str, str]
    expected: dict[Key, Decimal | None]


def make_specimens(folder: Path, seeds: int, only: list[str]) -> Iterator[Specimen]:
    """Each drawn layout in as many ways as there are seeds."""
    plans = [plan for plan in PLANS if plan.typesetter == "drawn" and plan.look.rules != "form"]
    for plan in plans:
        if only and not any(word in plan.name for word in only):
            continue
        for seed in range(1, seeds + 1):
            yield _make(folder, plan, seed)


def _make(folder: Path, plan: Plan, seed: int) -> Specimen:
    ways = draw_ways(random.Random(f"{plan.name} {seed}"))
    draft = draft_report(plan, seed)
    path = folder / f"{plan.name}-{seed}.ofd"
    path.write_bytes(write_ofd(draft, plan, ways))
    expected = {(c.table, c.row, c.column): Decimal(c.number) for c in draft.truth}
    return Specimen(path.stem, path, ways, expected)


def _as_it_is(path: Path, folder: Path) -> Path:
    return path


def _ofdkit_text(path: Path, folder: Path) -> Path:
    import ofdkit

    made = folder / "ofdkit.txt"
    with ofdkit.open(path) as document:
        made.write_text("\n".join(page.text() for page in document.pages), "utf-8")
    return made


READERS: dict[str, Reader] = {"gxkit": _as_it_is, "ofdkit": _ofdkit_text}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    parser.add_argument("--show", action="store_true", help="each specimen that is not all right")
    options = parser.parse_args()
    readers = {name: read for name, read in READERS.items() if name == "gxkit" or find_spec(name)}
    totals = dict.fromkeys(readers, Score())
    seconds: Counter[str] = Counter()
    blamed: Counter[str] = Counter()
    count = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for specimen in make_specimens(folder, options.seeds, options.only):
            count += 1
            for name, read in readers.items():
                begun = time.perf_counter()
                score = _judge(read, specimen, folder)
                seconds[name] += time.perf_counter() - begun
                totals[name] += score
                if name == "gxkit" and score.cells < score.all_cells:
                    blamed.update(f"{kind}: {way}" for kind, way in specimen.ways.items())
                    if options.show:
                        print(specimen.name, score.cells, score.all_cells, specimen.ways)
                        print("  ", *score.wrong[:3], sep="\n   ")
    for name, score in totals.items():
        each = 1000 * seconds[name] / max(1, count)
        print(f"{name}: {score.cells} of {score.all_cells} cells right, {each:.0f} ms a report")
    if blamed:
        print("not all right:", ", ".join(f"{way} {n}" for way, n in blamed.most_common(6)))
    return 0


def _judge(read: Reader, specimen: Specimen, folder: Path) -> Score:
    try:
        made = read(specimen.path, folder)
    except Exception as error:  # noqa: BLE001 - another's library, whatever it raises
        return Score(0, len(specimen.expected), wrong=(f"{type(error).__name__}: {error}",))
    return judge_parse(made, specimen.expected)


if __name__ == "__main__":
    sys.exit(main())
