"""What the look at a page is worth: sound PDFs that it doubts, lies of a text layer that it takes.

    python benchmarks/looking.py [--count N] [--seed N] [--only WORD ...] [--show N] [--keep DIR]

Run by hand, never as a test. The documents are those of benchmarks/layouts.py, by both printers,
each mutated in one named way; `untouched` are the ordinary ones. Of every cell that is read right
it is counted what the look says: `agree`, `unsure`, or a `false doubt`; of every other that is
printed whether it is `exposed` or `confirmed`. Then a digit of right figures is changed, as if the
text layer had it: a lie, that the look must not confirm.

The goals: no false doubt in 25 000 cells of untouched documents, at most 5 in 1 000 in the others;
none of 10 000 lies confirmed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from documents.drafts import Draft, State
from documents.every import MUTATIONS
from documents.formats import is_here, write
from layouts import draw

import gxkit
from gxkit.errors import GxkitError
from gxkit.parsing.twice.places import find_places, look_at, look_once
from gxkit.parsing.twice.sights import Outcome, compare, tell
from gxkit.readers.pdf.looking import NEAR
from gxkit.report import Key, Number, Report, Status

PRINTED = ("pdf", "typst")
SOUND = "untouched"
_LIES = 3
"""lies planted in a figure"""
_AGREE = "agree"


@dataclass(slots=True)
class Counted:
    """Cells by what the look says of them, and the first that it is wrong about."""

    cells: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)


def judge(report: Report, path: Path, truth: dict[Key, Number | None], made: Counted) -> None:
    """Counts what the look says of the cells of a report, and of lies planted in them."""
    places = find_places(report)
    far, near = look_at(report, path, places)
    sights, _ = tell(report, far | near)
    # a lie would have been looked at nearer by
    nearer = look_once(report, path, places, NEAR)
    rng = random.Random(path.name)
    for key in places:
        value = report[key]
        seen = [looks[key] for looks in (far, near) if key in looks]
        outcome = sights[key].outcome
        if key not in truth or value.status not in (Status.PRINTED, Status.BLANK):
            continue
        if value.where is not None and value.where.file:
            continue
        is_right = value.value == truth[key]
        if is_right:
            doubted = "false doubt" if outcome.is_contrary else str(outcome)
        else:
            doubted = "exposed" if outcome.is_contrary else "confirmed"
            doubted = "left alone" if outcome is Outcome.UNSURE else doubted
        made.cells[doubted] += 1
        if doubted in ("false doubt", "confirmed"):
            last = seen[-1]
            made.shown.append(f"{value.where} {key}: {value.printed!r} {outcome} {last!r}")
        if is_right and outcome is Outcome.AGREE and value.printed.isdecimal():
            for _ in range(_LIES):
                lie = replace(value, printed=lie_of(value.printed, rng))
                told = [compare(lie, one).outcome for one in (far[key], nearer[key])]
                made.cells["lies"] += 1
                made.cells["lies exposed"] += told[-1].is_contrary
                if Outcome.AGREE in told:
                    made.cells["lies confirmed"] += 1
                    made.shown.append(f"{value.where} {key}: {value.printed!r} as {lie.printed!r}")


def lie_of(printed: str, rng: random.Random) -> str:
    """The figure with another digit in one place."""
    at = rng.randrange(len(printed))
    other = rng.choice([digit for digit in "0123456789" if int(digit) != int(printed[at])])
    return printed[:at] + other + printed[at + 1 :]


def documents(
    names: list[str],
    count: int,
    seed: int,
    folder: Path,
) -> Iterator[tuple[str, Path, Draft]]:
    """Random PDFs of the mutations in turns, written to a folder."""
    for number in range(count):
        name = names[number % len(names)]
        form = PRINTED[number // len(names) % len(PRINTED)]
        drawn = draw(name, seed + number, form) or draw(name, seed + number, PRINTED[0])
        if drawn is None:
            continue
        draft, form = drawn
        path = folder / f"{number}.pdf"
        path.write_bytes(write(draft, form))
        if path.read_bytes()[:4] == b"%PDF":
            yield f"{name}", path, draft
        path.unlink()


def table_of(made: dict[str, Counted]) -> str:
    heads = ("agree", "unsure", "false doubt", "exposed", "left alone", "confirmed", "lies")
    heads += ("lies exposed", "lies confirmed")
    lines = [" " * 46 + "  ".join(f"{head:>11}" for head in heads)]
    total: Counter[str] = Counter()
    for name, counted in made.items():
        cells = counted.cells
        total += cells
        lines.append(f"{name[:44]:46}" + "  ".join(f"{cells[head]:11}" for head in heads))
    lines.append(f"{'all':46}" + "  ".join(f"{total[head]:11}" for head in heads))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300, help="documents")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=(), metavar="WORD", help="of mutations' names")
    parser.add_argument("--show", type=int, default=5, help="cells of each that it is wrong about")
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs of which some are shown")
    options = parser.parse_args()
    names = []
    for name, mutation in MUTATIONS.items():
        is_printed = any(form in PRINTED and is_here(form) for form in mutation.formats)
        if is_printed and all(word in name for word in options.only):
            names.append(name)
    made: dict[str, Counted] = defaultdict(Counted)
    with tempfile.TemporaryDirectory() as folder:
        for name, path, draft in documents(names, options.count, options.seed, Path(folder)):
            counted = made[name]
            before = len(counted.shown)
            try:
                report = gxkit.parse(path, second_reading="off")
            except GxkitError:
                counted.cells["refused"] += 1
                continue
            truth = {}
            for key, cell in draft.truth.items():
                if cell.state in (State.FILLED, State.BLANK):
                    truth[key] = cell.value
            judge(report, path, truth, counted)
            if options.keep and len(counted.shown) > before:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{name.replace('/', '_')}-{path.name}").write_bytes(
                    path.read_bytes()
                )
    print(table_of(made))
    for name, counted in made.items():
        for line in counted.shown[: options.show]:
            print(f"{name}: {line}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
