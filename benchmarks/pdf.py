"""Every cell, at the speed of the page: gxkit's PDF reading measured on specimens beside others.

    python benchmarks/pdf.py [--specimens FOLDER] [--to FILE.md|FILE.csv] [--only WORD ...]
                             [--without ENGINE ...]

Run by hand, never as a test. The specimens are made first (benchmarks/printed; what is in the
folder already is kept) with the typesetters that are installed; benchmarks/requirements.txt names
those from the package index, Chromium and LibreOffice are Debian's. All times are of one run on one
machine, so that only their ratios mean anything: to the floor, which is PDFium asked for each
character's box and each path's bounds and nothing more, and to one another.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import median

from judging import Key, Score, expected_of, judge_grids, judge_parse
from printed import NAMES, Specimen, make_specimens, read_specimens
from timing import import_seconds, installed, interleave, warm_up, whole_process

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT.parent / "shared" / "reports"
OWN = "gxkit"
_SAMPLE = 8
# the goals that goals_of puts into words
_DOCUMENTS, _CELLS = 40, 6000
_TIMES_FLOOR = 1.5
_TIMES_LOOK, _TIMES_TWICE = 2.0, 5.0
_FASTER_THAN = {"camelot": 60, "camelot vector": 8}
_MEGABYTES = 40
_IMPORT_SECONDS = 0.2


@dataclass(slots=True)
class Result:
    """What is known of one engine after a run."""

    milliseconds: dict[str, float] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    process: float = 0.0
    memory: float = 0.0


@dataclass(slots=True)
class Run:
    """One run over all specimens: results by engine; pages and parsed cells by specimen."""

    specimens: list[Specimen]
    pages: dict[str, int] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    parsed: dict[str, Score] = field(default_factory=dict)
    published: dict[str, Score] = field(default_factory=dict)
    interpreter: tuple[float, float] = (0.0, 0.0)
    importing: float = 0.0

    def page_time(self, engine: str) -> float:
        """Milliseconds a page over the specimens that the engine read."""
        times = self.results[engine].milliseconds
        read = [name for name, taken in times.items() if taken != float("inf")]
        return sum(times[name] for name in read) / max(1, sum(self.pages[name] for name in read))

    def ratio(self, engine: str, other: str) -> float:
        """How many times as long as `other` the engine takes: the median over the specimens."""
        mine, theirs = self.results[engine].milliseconds, self.results[other].milliseconds
        ratios = [
            mine[name] / theirs[name]
            for name in mine
            if max(mine[name], theirs[name]) != float("inf")
        ]
        return median(ratios) if ratios else float("nan")

    def score(self, engine: str, borderless: bool | None = None) -> Score:
        """The sum over the specimens, or over those with or without rules."""
        return sum(
            (
                self.results[engine].scores[s.name]
                for s in self.specimens
                if borderless in (None, s.borderless)
            ),
            Score(),
        )


def measure(specimens: list[Specimen], engines: list[str], rounds: int) -> Run:
    """Times, cells and labels of the engines on the specimens."""
    from pypdfium2 import PdfDocument

    run = Run(specimens)
    engines = warm_up(specimens[0].path, engines)
    run.results = {engine: Result() for engine in engines}
    for number, specimen in enumerate(specimens, 1):
        document = PdfDocument(specimen.path)
        run.pages[specimen.name] = len(document)
        document.close()
        times, found = interleave(specimen.path, engines, rounds)
        for engine in engines:
            result = run.results[engine]
            result.milliseconds[specimen.name] = times[engine]
            result.scores[specimen.name] = judge_grids(specimen, found[engine], engine == OWN)
        run.parsed[specimen.name] = judge_parse(specimen.path, expected_of(specimen))
        if sys.stderr.isatty():
            print(f"\r{number}/{len(specimens)} {specimen.name:40}", end="", file=sys.stderr)
    run.interpreter = whole_process("nothing", [], 3)
    step = max(1, len(specimens) // _SAMPLE)
    sample = [specimen.path for specimen in specimens[::step]]
    for engine, result in run.results.items():
        result.process, _ = whole_process(engine, [specimens[0].path], 3)
        _, result.memory = whole_process(engine, sample, 1)
    run.importing = import_seconds(5)
    for report in sorted(PUBLISHED.glob("*/report.pdf")):
        truth = read_truth(report.with_name("truth.csv"))
        run.published[report.parent.name] = judge_parse(report, truth)
    return run


def read_truth(path: Path) -> dict[Key, Decimal | None]:
    """The cells of a published report as they were read by hand."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {
            (r["table"], r["row"], r["column"]): Decimal(r["value"]) if r["value"] else None
            for r in csv.DictReader(lines)
        }


def table_of(run: Run) -> list[list[str]]:
    """The engines beside one another, a heading row first."""
    rows = [
        [
            "engine",
            "ms a page",
            "x floor (all pages)",
            "x floor (median file)",
            "x gxkit (median file)",
            "process ms",
            "MB beyond interpreter",
            "cells (ruled)",
            "labels (ruled)",
            "cells (no column rules)",
        ]
    ]
    for engine, result in run.results.items():
        ratio = run.page_time(engine) / run.page_time("floor")
        _, interpreter = run.interpreter
        row = [
            engine,
            f"{run.page_time(engine):.1f}",
            f"{ratio:.2f}",
            f"{run.ratio(engine, 'floor'):.2f}",
            f"{run.ratio(engine, OWN):.2f}",
            f"{result.process:.0f}",
            f"{result.memory - interpreter:.0f}",
        ]
        rows.append(row + shares_of(run, engine))
    return rows


def shares_of(run: Run, engine: str) -> list[str]:
    """How much of ruled tables and of those without rules an engine finds; blank where it finds no
    cells."""
    if engine == "floor" or engine.startswith("gxkit parse"):
        return ["", "", ""]
    ruled, bare = run.score(engine, False), run.score(engine, True)
    return [
        share(ruled.cells, ruled.all_cells),
        share(ruled.labels, ruled.all_labels),
        share(bare.cells, bare.all_cells),
    ]


def share(right: int, whole: int) -> str:
    """So many of so many."""
    return f"{right} of {whole} ({right / whole:.4f})" if whole else "none"


def form_table(run: Run) -> list[list[str]]:
    """What `gxkit.parse` filled in, a row for each typesetter and published report."""
    rows = [["specimens", "documents", "form cells", "silent errors", "grid cells", "labels"]]
    for typesetter, name in (*NAMES.items(), ("", "all")):
        chosen = [s for s in run.specimens if typesetter in ("", s.typesetter)]
        form = sum((run.parsed[s.name] for s in chosen), Score())
        grid = sum((run.results[OWN].scores[s.name] for s in chosen if not s.borderless), Score())
        rows.append(
            [
                name,
                str(len(chosen)),
                share(form.cells, form.all_cells),
                str(form.silent),
                share(grid.cells, grid.all_cells),
                share(grid.labels, grid.all_labels),
            ]
        )
    rows += [
        [f"published: {name}", "1", share(score.cells, score.all_cells), str(score.silent), "", ""]
        for name, score in run.published.items()
    ]
    return rows


def goals_of(run: Run) -> list[list[str]]:
    """The goals, what was measured, and whether each is met."""
    goals = [*reading_goals(run), *speed_goals(run)]
    for name, score in run.published.items():
        said = share(score.cells, score.all_cells)
        goals.append((f"all cells of the published {name}", said, not score.wrong))
    rows = [[goal, said, "yes" if met else "no"] for goal, said, met in goals]
    return [["goal", "measured", "met"], *rows]


Goal = tuple[str, str, bool]
"""what is wanted, what was measured, whether that meets it"""


def reading_goals(run: Run) -> Iterator[Goal]:
    """What is read right."""
    ruled, form = run.score(OWN, False), sum(run.parsed.values(), Score())
    documents = len(run.specimens)
    cells = sum(len(specimen.truth) for specimen in run.specimens)
    enough = documents >= _DOCUMENTS and cells >= _CELLS
    yield "at least 40 documents and 6 000 cells", f"{documents} and {cells}", enough
    said = share(ruled.cells, ruled.all_cells)
    yield "all cells of ruled tables right", said, ruled.cells == ruled.all_cells
    said = share(ruled.labels, ruled.all_labels)
    yield "all labels right", said, ruled.labels == ruled.all_labels
    goal = "all cells of the forms right, also where no rule parts the columns"
    yield goal, share(form.cells, form.all_cells), form.cells == form.all_cells
    yield "no silent error", str(form.silent), form.silent == 0


def speed_goals(run: Run) -> Iterator[Goal]:
    """How fast, and how much memory."""
    floor = run.ratio(OWN, "floor")
    yield "at most 1.5 x the floor (median file)", f"{floor:.2f} x", floor <= _TIMES_FLOOR
    looking = run.ratio("gxkit parse, looking", "floor")
    look = looking - run.ratio("gxkit parse", "floor")
    goal = f"the look at the pages at most {_TIMES_LOOK:g} x the floor (median files)"
    yield goal, f"{look:.2f} x", look <= _TIMES_LOOK
    goal = f"gxkit.parse with both readings at most {_TIMES_TWICE:g} x the floor (median file)"
    yield goal, f"{looking:.2f} x", looking <= _TIMES_TWICE
    for engine, least in _FASTER_THAN.items():
        if engine in run.results:
            times = run.ratio(engine, OWN)
            goal = f"at least {least} x faster than {engine}"
            yield goal, f"{times:.1f} x", times >= least
    _, bare = run.interpreter
    memory = run.results[OWN].memory - bare
    yield "at most 40 MB beyond the interpreter", f"{memory:.1f} MB", memory <= _MEGABYTES
    said = f"{run.importing:.3f} s"
    yield "import gxkit at most 0.2 s", said, run.importing <= _IMPORT_SECONDS


def failures_of(run: Run) -> list[list[str]]:
    """Each specimen in which gxkit got something wrong, with the first things that are."""
    rows = [["specimen", "grid cells", "labels", "form cells", "silent", "first of what is wrong"]]
    for specimen in run.specimens:
        grid, form = run.results[OWN].scores[specimen.name], run.parsed[specimen.name]
        wrong = (() if specimen.borderless else grid.wrong) + form.wrong
        if wrong:
            rows.append(
                [
                    specimen.name,
                    f"{grid.cells}/{grid.all_cells}",
                    f"{grid.labels}/{grid.all_labels}",
                    f"{form.cells}/{form.all_cells}",
                    str(form.silent),
                    "; ".join(wrong[:3]),
                ]
            )
    return rows


def as_markdown(rows: list[list[str]]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body]) + "\n"


def write_result(run: Run, path: Path) -> None:
    """The tables as Markdown, or the engines' alone as CSV, as the file's name ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows(table_of(run))
        return
    pages = sum(run.pages.values())
    parts = [
        "# PDF reading, measured\n",
        f"{len(run.specimens)} specimens, {pages} pages; made by benchmarks/pdf.py.\n",
        as_markdown(table_of(run)),
        "## The forms\n",
        as_markdown(form_table(run)),
        "## Goals\n",
        as_markdown(goals_of(run)),
        "## Where gxkit fails\n",
        as_markdown(failures_of(run)),
    ]
    path.write_text("\n".join(parts), "utf-8")


def show(rows: list[list[str]]) -> None:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        )
    print()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--specimens", type=Path, default=ROOT / "out" / "specimens", metavar="FOLDER"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5, help="calls of each engine on each file")
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="WORD", help="of the specimens' names"
    )
    parser.add_argument(
        "--without", nargs="+", default=(), metavar="ENGINE", help="engines to leave out"
    )
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help="write the result here too, .md or .csv"
    )
    options = parser.parse_args()
    for sentence in make_specimens(options.specimens, options.seed, options.only):
        print(sentence)
    specimens = read_specimens(options.specimens, options.only)
    if not specimens:
        print("No specimen could be made.", file=sys.stderr)
        return 2
    engines, missing = installed()
    print("\n".join(missing))
    run = measure(
        specimens, [engine for engine in engines if engine not in options.without], options.rounds
    )
    print(file=sys.stderr)
    for rows in (table_of(run), form_table(run), goals_of(run), failures_of(run)):
        show(rows)
    if options.to:
        write_result(run, options.to)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
