"""Random documents in other layouts than published ones, each mutated in one named way, and how
many of their cells are read right, flagged, or wrong without a word.

`python benchmarks/layouts.py --count 10000` prints one line for each mutation; `--only NAME` takes
the mutations whose name has that in it, `--format NAME` the documents of one format, `--show N`
writes the first N failing documents of each mutation, with what is right, into a folder.

cells: `right`; `flagged` (wrong, and the report shows that something is amiss: not printed,
contradicted, or in a finding); `silent v` and `silent u` (wrong or not to be believed, and nothing
says so; verified and not); `blank` (said to hold nothing, and it does hold something).
explanations: `false c` (called certain, and wrong). documents: `unsaid` (a table or a report left
out without a remark), `refused`, `failed` (an exception that is no refusal), `alarm` (a sound
document of which something is flagged; it only counts for `untouched`). The mutations of titles
have a second list: agency, year and title, each right, empty or wrong.

The goals: silent and verified 0, silent and unverified at most 5 in a million, false certain 0,
flagged in untouched documents at most one in a thousand.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from documents.drafts import Draft, draw_draft
from documents.every import HARD, MUTATIONS, PRINTED, Mutation
from documents.formats import is_here, suffix_of, write
from documents.scores import COUNTED, META, Score, refused, score

import gxkit
from gxkit.errors import GxkitError

PRINTED_SHARE = 0.15
"""of the documents of a mutation that has other formats too: a PDF takes as long as twenty pages"""
HARD_SHARE = 0.1
OFTEN = 200
"""documents after which a long run says how far it is"""
TRIES = 40
"""draws until one gives a document that the mutation can be done to"""


def draw(name: str, seed: int, only_format: str = "") -> tuple[Draft, str] | None:
    """The document of a mutation and a seed, and its format; None if the mutation has none."""
    mutation = MUTATIONS[name]
    formats = [form for form in mutation.formats if is_here(form)]
    formats = [form for form in formats if only_format in ("", form)]
    rng = random.Random(f"{name}/{seed}")
    if not formats:
        return None
    form = _choose_format(formats, rng)
    for _ in range(TRIES):
        edition = rng.choice(mutation.editions) if mutation.editions else ""
        draft = mutation.change(draw_draft(rng, edition), rng)
        if draft is not None:
            return draft, form
    return None


def _choose_format(formats: list[str], rng: random.Random) -> str:
    """One of them; those that are slow or a difficulty of their own are rare beside others."""
    rare = [(PRINTED, PRINTED_SHARE), (HARD, HARD_SHARE)]
    for kind, share in rare:
        own = [form for form in formats if form in kind]
        others = [form for form in formats if form not in kind]
        if own and others:
            formats = own if rng.random() < share else others
    return rng.choice(formats)


def run(job: tuple[str, int], only_format: str = "", show: Path | None = None) -> tuple[str, Score]:
    """Writes and reads the document of a mutation and a seed."""
    name, seed = job
    drawn = draw(name, seed, only_format)
    if drawn is None:
        return name, Score()
    draft, form = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"document{suffix_of(form, draft)}")
        path.write_bytes(write(draft, form))
        made, story = _read(draft, path)
        if show is not None and made.fails:
            kept = show / re.sub(r"[^\w.-]+", "_", f"{name}-{seed}-{form}")
            _show(kept, path, draft, made, story)
    return name, made


def _read(draft: Draft, path: Path) -> tuple[Score, str]:
    try:
        return score(draft, gxkit.parse(path)), ""
    except GxkitError as error:
        return refused(draft), str(error)
    except Exception:  # noqa: BLE001 - whatever it is, the run must go on and count it
        made = refused(draft)
        made.counts["failed"] += 1
        return made, traceback.format_exc()


def _show(folder: Path, path: Path, draft: Draft, made: Score, story: str) -> None:
    """The document, what is right, and what came out."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / path.name).write_bytes(path.read_bytes())
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["table", "row", "column", "printed", "value", "reconciled", "state"])
        for key, expected in draft.truth.items():
            number = "" if expected.value is None else expected.value
            writer.writerow([*key, number, number, "", expected.state])
    told = [f"{dict(made.counts)}", story]
    for key, expected_, got in made.wrong:
        told.append(f"{'/'.join(key)}: {expected_}, read {got}")
    (folder / "why.txt").write_text("\n".join(told) + "\n", "utf-8")


def chosen(only: str, only_format: str) -> list[Mutation]:
    """The mutations that are asked for and can be written here."""
    found = []
    for mutation in MUTATIONS.values():
        formats = [form for form in mutation.formats if is_here(form)]
        fits = only_format in ("", *formats)
        if formats and fits and only in mutation.name:
            found.append(mutation)
    return found


def _jobs(names: list[str], count: int, seed: int) -> Iterator[tuple[str, int]]:
    for number in range(count):
        yield names[number % len(names)], seed + number // len(names)


def measure(arguments: argparse.Namespace) -> dict[str, Score]:
    """The scores by mutation."""
    names = [mutation.name for mutation in chosen(arguments.only, arguments.format)]
    if not names:
        raise SystemExit(
            f"No mutation of this format has {arguments.only!r} in its name; --list names them all."
        )
    scores = {name: Score() for name in names}
    folder = Path(arguments.to) if arguments.show else None
    shown = dict.fromkeys(names, 0)
    work = partial(run, only_format=arguments.format)
    jobs = list(_jobs(names, arguments.count, arguments.seed))
    failing: list[tuple[str, int]] = []
    outcomes = zip(jobs, _map(work, jobs, arguments.jobs), strict=True)
    for done, (job, (name, made)) in enumerate(outcomes, 1):
        scores[name].add(made)
        if folder is not None and made.fails and shown[name] < arguments.show:
            shown[name] += 1
            failing.append(job)
        if done % OFTEN == 0:
            print(f"{done} of {len(jobs)} documents", file=sys.stderr, flush=True)
    for job in failing:
        run(job, arguments.format, folder)
    return scores


def _map(work: object, jobs: list[tuple[str, int]], processes: int) -> Iterator[tuple[str, Score]]:
    if processes == 1:
        yield from map(work, jobs)  # type: ignore[arg-type]
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(work, jobs, chunksize=8)  # type: ignore[arg-type]


HEADS = ("docs", "cells", "right", "flagged", "silent v", "silent u", "blank", "false c")
HEADS = (*HEADS, "unsaid", "refused", "failed", "alarm")


def table_of(scores: dict[str, Score]) -> str:
    """One line for each mutation, then all together."""
    total = Score()
    lines = [" ".join([f"{'mutation':58}", *(f"{head:>8}" for head in HEADS)])]
    for name, made in scores.items():
        total.add(made)
        lines.append(_line(name, made))
    lines.append(_line("all", total))
    cells = max(1, total.counts["cells"])
    for kind in ("silent verified", "silent unverified", "false blank", "flagged"):
        share = total.counts[kind] * 1e6 / cells
        lines.append(f"{kind}: {share:.1f} in a million cells")
    return "\n".join(lines)


def _line(name: str, made: Score) -> str:
    return " ".join([f"{name[:58]:58}", *(f"{made.counts[kind]:8}" for kind in COUNTED)])


def titles_of(scores: dict[str, Score]) -> str:
    """Agency, year and title of the mutations that change them: right / empty / wrong."""
    lines = []
    for name, made in scores.items():
        if made.meta:
            cells = []
            for field in META:
                three = [str(made.meta[f"{field} {kind}"]) for kind in ("right", "empty", "wrong")]
                cells.append(f"{field} {' / '.join(three):>14}")
            lines.append(" ".join([f"{name[:58]:58}", *cells]))
    return "\n".join(["right / empty / wrong", *lines]) if lines else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--count", type=int, default=10_000, help="documents, of all mutations")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="part of a mutation's name")
    parser.add_argument("--format", default="", help="html, docx, pdf, typst or a text's shape")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="failing documents to keep, each")
    parser.add_argument("--to", default="out/layouts", help="the folder to keep them in")
    parser.add_argument("--list", action="store_true", help="name the mutations and stop")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(mutation.name for mutation in chosen(arguments.only, arguments.format)))
        return
    begun = time.perf_counter()
    scores = measure(arguments)
    print(table_of(scores))
    print(titles_of(scores))
    took = time.perf_counter() - begun
    print(f"{arguments.count} documents in {took:.0f} s, {arguments.count / took:.1f} a second")


if __name__ == "__main__":
    main()
