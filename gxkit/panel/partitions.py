"""Frames of very many reports as Parquet, a folder a year: `frames/panel/year=2023/part-0.parquet`.

They are written portion by portion, so that no more is held than a portion, and at the end the
lines of one year. The folders are named as Hive names them: pyarrow, DuckDB, polars and R's arrow
read them as one table with a column `year`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from gxkit.errors import GxkitError
from gxkit.output import write_file
from gxkit.output.files import NOTHING, refuse_writing
from gxkit.panel import columns
from gxkit.panel.arrow import decode, is_text, join, read_table, to_table, write_groups, years_of
from gxkit.panel.board import rule_board
from gxkit.panel.cells import Figures
from gxkit.panel.findings import alternatives_frame, claims_frame, findings_frame
from gxkit.panel.frames import identify, stack
from gxkit.panel.index import ORDER, Array, Shape, make_index
from gxkit.panel.indicators import all_indicators_by_id, indicators_of
from gxkit.panel.made import list_grounds, write_made
from gxkit.panel.series import concepts_of
from gxkit.parsing.files import FRAMES, MADE
from gxkit.report import Facts, Report
from gxkit.text import Sentence

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = {
    "panel": columns.PANEL,
    "findings": columns.FINDINGS,
    "alternatives": columns.ALTERNATIVES,
    "claims": columns.CLAIMS,
    "board": columns.BOARD,
    "concepts": columns.CONCEPTS,
    "indicators": columns.INDICATORS,
}
"""the frames that are written, and their columns"""
NO_YEAR = "year=__HIVE_DEFAULT_PARTITION__"
"""the folder of reports that tell no year, in Hive's word for none"""
_RUNS = "runs"
_TYPES = {"year": "Int64", "agrees": "boolean"}
"""what Arrow cannot tell pandas of a column that may lack a value"""
_NO_NUMBER = 9_999
"""where lines of no year stand: behind all years"""
_FILE = "part-0.parquet"
_UNFINISHED = f".{FRAMES}.part"
_PORTION = 200
"""reports that are held until their frames are made: of fewer, making a frame costs more than its
lines do; a report of a hundred cells takes some 300 kB"""
_RUN = 2_000
"""reports of which the frames are held until they are sorted and written: some 100 MB"""
_GROUP = 1_000
"""reports of a row group: what is asked of a few bodies is found by the least and the most of a
group, and a reader holds one group at a time"""

Years = Iterable[int] | int | None
"""some years, one, or all"""
_MEGA, _KILO = 1_000_000, 1_000
_LEAST_ROOM, _ROOM = 2, 10
"""megabytes that the frames of one report take while they are written, and kilobytes that each
further one adds: what is held on the way, and the frames of it"""
_NEEDED = Sentence(
    "；{count} 份报告的数据表在写出时约需 {needed} MB，剩余 {free} MB",
    "; frames of {count} reports take some {needed} MB while they are written, and {free} MB are "
    "free",
)
_NO_FRAME = Sentence(
    "没有名为 {name} 的表；可用的表：{frames}。",
    "There is no frame {name}; there are {frames}.",
)
_NONE_THERE = Sentence(
    "{place} 中没有数据表；`gxkit build` 会写在报告旁边。",
    "{place} holds no frame; `gxkit build` writes them beside the reports.",
)


@dataclass
class FrameFiles:
    """Frames that are being written: `add` takes the reports of whole bodies, in any order."""

    base: Path
    figures: Figures
    beside: dict[str, str] = field(default_factory=dict)
    """texts that are written with the frames, by their names: with them they are there, or not"""
    _waiting: list[Report] = field(default_factory=list)
    _facts: dict[str, Any] = field(default_factory=dict)
    _tables: dict[str, list[pa.Table]] = field(default_factory=dict)
    _held: int = 0
    _runs: int = 0
    _years: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    _shapes: set[Shape] = field(default_factory=set)

    def add(
        self,
        reports: Iterable[Report],
        facts: Facts | None = None,
    ) -> None:
        """Take all reports of a body, or of several; `facts` as for `gxkit.stack`.

        A body is never parted: its indicators rest on the year before. ValueError for an id that
        was given before.
        """
        for report in reports:
            # Two of one id would be one report with every cell twice, and all its sums doubled.
            if report.id in self.ids:
                raise ValueError(
                    f"Two reports have the id {report.id!r}; each is written once: drop one of "
                    "them or give it another id."
                )
            self.ids.add(report.id)
            self._waiting.append(report)
            self._facts[report.id] = (facts or {}).get(report.id, {})
        if len(self._waiting) >= _PORTION:
            self._frame()
        if self._held >= _RUN:
            self._write_run()

    def _frame(self) -> None:
        """Make the frames of the reports that wait."""
        reports, facts = self._waiting, self._facts
        self._waiting, self._facts = [], {}
        years = {report.id: identify(report, facts)["year"] for report in reports}
        panel = stack(reports, facts)
        self._shapes.update(make_index(panel).shapes)
        made = {
            "panel": panel,
            "findings": findings_frame(reports),
            "alternatives": alternatives_frame(reports),
            "claims": claims_frame(reports, facts),
            "board": rule_board(reports, facts),
        }
        for name, frame in made.items():
            year = frame["report"].map(years).astype("Int64")
            table = to_table(frame.assign(year=year))
            self._tables.setdefault(name, []).append(table)
        self._held += len(reports)

    def _write_run(self) -> None:
        """Write what is held, a file a frame and year."""
        made = {name: join(tables) for name, tables in self._tables.items()}
        self._write(self._runs, made)
        self._tables = {}
        self._held = 0
        self._runs += 1

    def _write(
        self,
        run: int,
        tables: Mapping[str, pa.Table],
    ) -> None:
        """Write frames of a run, a file a frame and year, also where one has no lines of a year."""
        years = {name: years_of(table) for name, table in tables.items()}
        known = set(np.concatenate(list(years.values())).tolist())
        # Without any report there are still columns: they stand in the folder of no year.
        for year in known or {0}:
            folder = f"year={year}" if year else NO_YEAR
            self._years.add(folder)
            for name, table in tables.items():
                own = table.drop_columns("year").take(np.flatnonzero(years[name] == year))
                target = self.base / _RUNS / name / folder
                target.mkdir(parents=True, exist_ok=True)
                write_groups([own], target / f"{run}.parquet")

    def finish(self) -> None:
        """Write what is left, and make of the runs one file a frame and year."""
        if self._waiting or not self.ids:
            self._frame()
        if self._tables:
            self._write_run()
        for run in range(self._runs):
            self._compute(run)
        for name in COLUMNS:
            parts = self.base / _RUNS / name
            for year in sorted(self._years):
                _merge(parts / year, self.base / FRAMES / name / year)

    def _compute(self, run: int) -> None:
        """Concepts and indicators of a run: only now it is known which editions there are."""
        parts = self.base / _RUNS
        panel = _read_frame(
            parts,
            "panel",
            f"{run}.parquet",
        )
        alternatives = _read_frame(
            parts,
            "alternatives",
            f"{run}.parquet",
        )
        index = make_index(panel, self._shapes)
        made = {
            "concepts": concepts_of(index, self.figures),
            "indicators": indicators_of(
                index,
                self.figures,
                alternatives,
            ),
        }
        self._write(run, {name: to_table(frame) for name, frame in made.items()})


@contextmanager
def write_frames(
    folder: str | os.PathLike[str],
    *,
    figures: Figures = "reconciled",
    stamp: str = "",
    count: int = 0,
) -> Iterator[FrameFiles]:
    """Write the frames of many reports into `frames/` of a folder, whole or not at all.

    The same reports give the same bytes (with the same pyarrow), in whatever order they are added.
    `stamp` says what they were made from, and is kept with them, as are hashes of what they rest on
    and of what is written (`gxkit.panel.made`). What stood there before stays until all is written.
    One writer at a time: what another left unfinished goes. GxkitError where nothing can be written
    or the disk is full, with the room that `count` reports (those added, if more) take.
    """
    base = Path(folder)
    unfinished = base / _UNFINISHED
    files = FrameFiles(unfinished, figures)
    # What they rest on is looked at before: what changes meanwhile makes them stale.
    grounds = list_grounds(base)
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        yield files
        files.finish()
        for name, text in files.beside.items():
            write_file(unfinished / FRAMES / name, text)
        write_made(unfinished / FRAMES, stamp, grounds)
        _put_in_place(unfinished, base)
    except OSError as reason:
        # what was written of them is no room that others take
        shutil.rmtree(unfinished, ignore_errors=True)
        needed = _room_for(max(count, len(files.ids)), base)
        raise refuse_writing(base / FRAMES, reason, needed) from reason
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _put_in_place(unfinished: Path, base: Path) -> None:
    """Have new frames stand where the old ones were."""
    there = base / FRAMES
    # A folder cannot take the place of one that holds something: the old one goes aside first.
    if there.exists():
        there.rename(unfinished / "before")
    (unfinished / FRAMES).rename(there)


def _room_for(count: int, base: Path) -> Sentence:
    """What the frames of so many reports take while they are written, beside what is free."""
    with suppress(OSError):
        return _NEEDED.fill(
            count=count,
            needed=_LEAST_ROOM + count * _ROOM // _KILO,
            free=shutil.disk_usage(base).free // _MEGA,
        )
    return NOTHING


def complete_frames(folder: str | os.PathLike[str]) -> None:
    """Put the frames of a folder in their place where a run was ended just before it did so.

    Between the old frames that go aside and the new ones that take their place there are none; what
    was written last, the stamp, says that the new ones are whole.
    """
    base = Path(folder)
    made = base / _UNFINISHED / FRAMES
    if (made / MADE).is_file() and not (base / FRAMES).exists():
        made.rename(base / FRAMES)


def files_of(folder: str | os.PathLike[str], name: str) -> list[Path]:
    """The files of one of the frames in a folder, by year; GxkitError if there are none."""
    return _files(Path(folder) / FRAMES, name, _FILE)


def _files(parts: Path, name: str, file: str) -> list[Path]:
    paths = sorted((parts / name).glob(f"year=*/{file}"))
    if not paths:
        raise GxkitError.of(_NONE_THERE.fill(place=os.fspath(parts / name)))
    return paths


def read_frame(
    folder: str | os.PathLike[str],
    name: str,
    *,
    years: Years = None,
) -> DataFrame:
    """One of the frames in `frames/` of a folder, as the collection of all its reports has it.

    `years` are those wanted, or one, by default all. GxkitError for a frame that is none of
    COLUMNS, where none were written, and where they are damaged.
    """
    if name not in COLUMNS:
        raise GxkitError.of(_NO_FRAME.fill(name=name, frames=", ".join(COLUMNS)))
    several = [years] if isinstance(years, int) else years
    wanted = None if several is None else {f"year={year}" for year in several}
    return _read_frame(
        Path(folder) / FRAMES,
        name,
        _FILE,
        wanted,
    )


def _read_frame(
    parts: Path,
    name: str,
    file: str,
    wanted: Collection[str] | None = None,
) -> DataFrame:
    paths = _files(parts, name, file)
    chosen = [one for one in paths if wanted is None or one.parent.name in wanted]
    # Of years that no report is of there are no lines, and the columns all the same.
    no_lines = _with_year(read_table(paths[0]), NO_YEAR).slice(0, 0)
    tables = [_with_year(read_table(path), path.parent.name) for path in chosen]
    return _to_frame(join([no_lines, *tables]), name)


def _to_frame(
    table: pa.Table,
    name: str,
) -> DataFrame:
    """The lines as the frame has them that is made of all reports at once.

    They are sorted while texts are numbers of a dictionary, and made columns of pandas one by one:
    the panel of ten thousand reports takes 500 MB, and stood there three times.
    """
    order = np.lexsort(_ranks(table, name)[::-1])
    made: dict[str, Any] = {}
    for one in COLUMNS[name]:
        column = table[one].take(order)
        table = table.drop_columns(one)
        if is_text(column.type):
            made[one] = pd.array(decode(column), dtype="str")
        else:
            made[one] = pd.array(column, dtype=_TYPES.get(one, column.type.to_pandas_dtype()))
    return DataFrame(made, copy=False)


def _ranks(
    table: pa.Table,
    name: str,
) -> list[Array]:
    """The numbers by which the lines of a frame are sorted, the first that counts first."""
    if name == "indicators":
        places = {one: place for place, one in enumerate(all_indicators_by_id())}
        known = table["indicator"].combine_chunks()
        own = [places[one] for one in known.dictionary.to_pylist()]
        first = np.array(own, dtype=int)[known.indices]
        return [first, *(_rank(table[one]) for one in ORDER)]
    by = ORDER if name in ("board", "concepts") else ("report",)
    return [_rank(table[one]) for one in by]


def _rank(column: pa.ChunkedArray) -> Array:
    """Of each line the place of its text among those of the column, or its year, none last."""
    import pyarrow.compute as pc

    if not is_text(column.type):
        return np.asarray(column.fill_null(_NO_NUMBER))
    own = column.combine_chunks()
    places: Array = np.asarray(pc.rank(own.dictionary)).take(own.indices)
    return places


def _with_year(
    table: pa.Table,
    folder: str,
) -> pa.Table:
    import pyarrow as pa

    year = folder.removeprefix("year=")
    number = None if folder == NO_YEAR else int(year)
    return table.append_column("year", pa.array([number] * len(table), pa.int64()))


def _merge(
    runs: Path,
    target: Path,
) -> None:
    """The lines of one year as one file, by report, whatever runs they came in."""
    import pyarrow as pa

    target.mkdir(parents=True)
    table = join([read_table(path) for path in sorted(runs.glob("*.parquet"))])
    ids = table["report"].cast(pa.string()).to_pandas()
    report, _ = pd.factorize(ids, sort=True)
    # A report came in one piece, and keeps its own order.
    order = np.argsort(report, kind="stable")
    firsts = np.arange(
        0,
        report.max(initial=0) + 1,
        _GROUP,
    )
    starts = np.searchsorted(report[order], firsts)
    groups = (table.take(places) for places in np.split(order, starts[1:]))
    write_groups(groups, target / _FILE)
