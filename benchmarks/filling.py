"""What each weight of filling is worth: `python benchmarks/filling.py [--shared FOLDER]`.

Published reports, files that fail and random reports are read once; then every weight of
`gxkit.filling.weights` is moved down and up by itself, and all of them are filled anew. Printed is
how many cells come out right, how many wrong ones show it (flagged) and how many do not (silent),
and by how much that changes. Takes a few minutes on two cores; `--weights NAME …` moves only some.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from random_reports import draw_report

from gxkit import checks
from gxkit.document import Document
from gxkit.errors import GxkitError, NoReportError
from gxkit.filling import fill, weights
from gxkit.readers import read
from gxkit.report import FindingKind, Key, Report, Status, Value
from gxkit.text import Number

ROOT = Path(__file__).resolve().parents[1]
TRUTHS = ("truth.csv", "truth.part.csv")
NEAR, FAR = (2 / 3, 3 / 2), (0.0, 10.0)
"""by what a weight is multiplied to move down and up; a whole one moves by at least 1"""
FIRST_SEED = 1_000_000

Truth = Mapping[Key, Number | None]


@dataclass(frozen=True)
class Case:
    """A document, what its cells truly hold, and whether these are all its cells."""

    group: str
    document: Document
    truth: Truth
    is_whole: bool = True


@dataclass(frozen=True)
class Score:
    """Cells that come out right, wrong with a sign of it, and wrong without one."""

    right: int = 0
    flagged: int = 0
    silent: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right, self.flagged + other.flagged, self.silent + other.silent
        )

    def __sub__(self, other: Score) -> Score:
        return Score(
            self.right - other.right, self.flagged - other.flagged, self.silent - other.silent
        )


Scores = dict[str, Score]
"""by group of cases"""


def read_truth(path: Path) -> dict[Key, Number | None]:
    """The cells of a transcription; None for a blank."""
    truth: dict[Key, Number | None] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            text = row["value"].strip().replace(",", "")
            truth[row["table"], row["row"], row["column"]] = Decimal(text) if text else None
    return truth


def find_cases(shared: Path) -> Iterator[Case]:
    """The shared reports and cases that gxkit reads at all."""
    for group, pattern in (("reports", "reports/*"), ("cases", "cases/[rf]*/*")):
        for folder in sorted(shared.glob(pattern)):
            truths = [folder / name for name in TRUTHS if (folder / name).exists()]
            files = [*folder.glob("input.*"), *folder.glob("tables.*"), *folder.glob("report.*")]
            for file in sorted(files):
                try:
                    document = read(file)
                except GxkitError:
                    continue
                for truth in truths:
                    yield Case(group, document, read_truth(truth), truth.name == TRUTHS[0])


def draw_cases(count: int) -> Iterator[Case]:
    """So many random reports."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(FIRST_SEED, FIRST_SEED + count):
            drawn = draw_report(seed)
            path = Path(folder) / drawn.name
            path.write_text(drawn.text, encoding="utf-8")
            yield Case("random", read(path), drawn.truth)


def score(case: Case) -> Score:
    """What comes out of one document; a report that is not found is wrong and says so."""
    try:
        report = fill(case.document)
    except NoReportError:
        return Score(flagged=len(case.truth))
    contradicted = find_contradicted(report)
    right, flagged, silent = 0, 0, 0
    for key, number in case.truth.items():
        value = report.get(key)
        if value is not None and value.value == number:
            right += 1
        elif value is None or is_silent(value, contradicted):
            silent += 1
        else:
            flagged += 1
    if case.is_whole:
        filled = [value for value in report if value.value is not None]
        silent += sum(value.key not in case.truth for value in filled)
    return Score(right, flagged, silent)


def is_silent(value: Value, contradicted: set[Key]) -> bool:
    """Whether nothing shows that a cell may be wrong."""
    return value.status is Status.PRINTED and value.key not in contradicted


def find_contradicted(report: Report) -> set[Key]:
    """The cells over which a rule fails."""
    failing = [f for f in checks.find(report) if f.kind is FindingKind.FAILS]
    return {key for finding in failing for key in finding.cells}


def score_all(cases: Iterable[Case]) -> Scores:
    """The scores of all cases, by group and together."""
    scores: Scores = {}
    for case in cases:
        own = score(case)
        for group in (case.group, "all"):
            scores[group] = scores.get(group, Score()) + own
    return scores


def moved(value: float, factor: float) -> float:
    """A weight moved; a whole one stays whole and moves by at least 1."""
    if not isinstance(value, int):
        return value * factor
    step = round(value * factor)
    if step == value:
        step += 1 if factor > 1 else -1
    return step


def score_moved(cases: list[Case], name: str, value: float) -> Scores:
    """The scores with one weight at another value."""
    with weights.using(**{name: value}):
        return score_all(cases)


def show(what: str, scores: Scores, before: Scores) -> str:
    """One line of the result: the differences of each group."""
    columns = []
    for group in before:
        change = scores[group] - before[group]
        parts = (change.right, change.flagged, change.silent)
        columns.append("".join(f"{part:>+7}" if part else f"{'·':>7}" for part in parts))
    return f"{what:<34}" + " |".join(columns)


def main() -> None:
    """Score with the weights as they are, then with each of them moved down and up."""
    from joblib import Parallel, delayed

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--random", type=int, default=250, help="random reports (default: 250)")
    parser.add_argument("--weights", nargs="*", metavar="NAME", help="move only these")
    parser.add_argument(
        "--far", action="store_true", help="move to 0 and to tenfold: is a weight needed at all?"
    )
    parser.add_argument("--workers", type=int, default=-1, help="processes (default: one a core)")
    arguments = parser.parse_args()
    cases = [*find_cases(arguments.shared), *draw_cases(arguments.random)]
    before = score_all(cases)
    print(f"{len(cases)} documents; right, flagged, silent cells:")
    for group, own in before.items():
        print(f"  {group:<10}{own.right:>8}{own.flagged:>8}{own.silent:>8}")
    known = weights.reasons()
    names = arguments.weights or list(known)
    steps = FAR if arguments.far else NEAR
    jobs = []
    for name in names:
        value = known[name][0]
        jobs += [(name, value, moved(value, factor)) for factor in steps]
    run = Parallel(n_jobs=arguments.workers, return_as="generator")
    results = run(delayed(score_moved)(cases, name, new) for name, _, new in jobs)
    print(f"\n{'':<34}" + " |".join(f"{group:^21}" for group in before))
    for (name, value, new), scores in zip(jobs, results, strict=True):
        print(show(f"{name} {value:g} -> {new:.4g}", scores, before), flush=True)


if __name__ == "__main__":
    main()
