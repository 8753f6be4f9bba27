"""The nation as a data folder: reports/, catalog.csv, bodies.csv, and the truth of each report."""

from __future__ import annotations

import csv
import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from documents.drafts import Draft, Expected
from slip_reports import Figures

from gxkit.folder.bodies import BODIES, COLUMNS
from gxkit.folder.catalog import CATALOG, Entry, write_catalog
from gxkit.forms import all_forms
from gxkit.report import Key, Number

from .bodies import Body, draw_bodies
from .papers import Paper, expect, make_papers
from .years import Yearly, draw_yearly, years_of

TRUTH = "truth.csv"
HEAD = ("report", "path", "kind", "layout", "edition", "size", "mistakes", "sound", "printed")
CHUNK = 8
"""bodies that a process writes before it is given others"""
_BETWEEN = ";"
"""between figures, and between names of mistakes"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a written report: what truly is the case, and what stands in the file."""

    report: str
    path: str
    kind: str
    layout: str
    edition: str
    size: str
    mistakes: tuple[str, ...]
    sound: Mapping[Key, Expected]
    printed: Mapping[Key, Expected]

    @property
    def draft(self) -> Draft:
        """As `documents.scores` asks for it: what a reader should find in the file."""
        return Draft(self.edition, 0, "", "", (), self.printed)


def choose(count: int, seed: int) -> Iterator[tuple[Body, int]]:
    """Bodies by chance, each with the number of its years that are wanted, until there are so many
    reports. The more are asked for, the more follow behind the same first ones."""
    bodies = draw_bodies(seed)
    random.Random(f"order {seed}").shuffle(bodies)
    left = count
    for body in bodies:
        years = min(left, len(years_of(body.code[:2])))
        if not years:
            return
        yield body, years
        left -= years


def draw_some(chosen: tuple[Body, int], seed: int) -> Iterator[Yearly]:
    """The last so many years of a body."""
    body, years = chosen
    yield from list(draw_yearly(body, seed))[-years:]


def write_nation(folder: Path, count: int, seed: int, jobs: int) -> int:
    """So many reports in a data folder; returns how many it has (no more than the nation)."""
    chosen = list(choose(count, seed))
    folder.mkdir(parents=True, exist_ok=True)
    for province in {body.code[:2] for body, _ in chosen}:
        (folder / "reports" / province).mkdir(parents=True, exist_ok=True)
    entries: list[Entry] = []
    with (folder / TRUTH).open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(HEAD)
        for written in _map(partial(_write_body, folder=folder, seed=seed), chosen, jobs):
            for entry, row in written:
                entries.append(entry)
                rows.writerow(row)
    write_catalog(folder / CATALOG, entries)
    _write_bodies(folder / BODIES, (body for body, _ in chosen))
    return len(entries)


Written = list[tuple[Entry, tuple[str, ...]]]


def _map(work: partial[Written], chosen: list[tuple[Body, int]], jobs: int) -> Iterator[Written]:
    if jobs == 1:
        yield from map(work, chosen)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(work, chosen, chunksize=CHUNK)


def _write_body(chosen: tuple[Body, int], folder: Path, seed: int) -> Written:
    """The files of a body; their lines in the catalog and in the truth."""
    written = []
    for paper in make_papers(draw_some(chosen, seed), seed):
        data = paper.write()
        (folder / paper.path).write_bytes(data)
        entry = entry_of(paper.yearly, paper.path, data)
        written.append((entry, _row(paper)))
    return written


def entry_of(yearly: Yearly, path: str, data: bytes) -> Entry:
    """The line of a report in a catalog."""
    body, year = yearly.body, yearly.year
    return Entry(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        report=yearly.id,
        agency=body.name,
        agency_en="",
        code=body.code,
        level=body.level,
        scope="body",
        year=year,
        format=Path(path).suffix.lstrip("."),
        title=f"{body.name}{year}年政府信息公开工作年度报告",
        published=f"{year + 1}-01-20",
        url="",
        accessed="",
        note="made by benchmarks/nation.py",
    )


def _row(paper: Paper) -> tuple[str, ...]:
    yearly = paper.yearly
    cells = cells_of(yearly.edition)
    figures = (_tell(cells, expect(yearly.sound)), _tell(cells, paper.draft.truth))
    mistakes = _BETWEEN.join(yearly.mistakes)
    names = (paper.format.kind, paper.layout, yearly.edition, yearly.body.size)
    return (yearly.id, paper.path, *names, mistakes, *figures)


def _tell(cells: Iterable[Key], truth: Mapping[Key, Expected]) -> str:
    """The figures in the order of the form's cells, nothing for a blank."""
    values = (truth[key].value for key in cells)
    return _BETWEEN.join("" if value is None else str(value) for value in values)


@cache
def cells_of(edition: str) -> tuple[Key, ...]:
    """The cells of a form in its order."""
    tables = all_forms()[edition].tables
    return tuple((table.id, *slot) for table in tables for slot in table.slots)


def _write_bodies(path: Path, bodies: Iterable[Body]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        # what is not said of a made body, its other names and years, stays empty
        rows = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        rows.writeheader()
        for body in sorted(bodies, key=lambda body: body.id):
            rows.writerow({"code": body.code, "name": body.name, "level": body.level})


def read_truth(folder: Path, only: str = "", every: int = 1) -> list[Known]:
    """What is known of each report of a folder, in the order of its bodies.

    `only` those of a kind; `every`: of each kind only one of so many. What a report holds takes
    40 kB, so that of the others is not kept.
    """
    known = []
    met: Counter[str] = Counter()
    with (folder / TRUTH).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            met[row["kind"]] += 1
            if only not in ("", row["kind"]) or met[row["kind"]] % every:
                continue
            sound, printed = (_figures(row["edition"], row[name]) for name in HEAD[-2:])
            names = [row[name] for name in HEAD[:6]]
            mistakes = tuple(filter(None, row["mistakes"].split(_BETWEEN)))
            known.append(Known(*names, mistakes, expect(sound), expect(printed)))
    return known


def _figures(edition: str, told: str) -> Figures:
    figures: Figures = {}
    for key, text in zip(cells_of(edition), told.split(_BETWEEN), strict=True):
        figures[key] = _number(text) if text else None
    return figures


def _number(text: str) -> Number:
    return Decimal(text) if "." in text else int(text)
