"""The frames that a build wrote, opened without reading a report: as pandas frames, and in SQL."""

from __future__ import annotations

import glob
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

from gxkit.errors import GxkitError
from gxkit.panel.made import find_damage, find_stale
from gxkit.panel.partitions import COLUMNS, Years, files_of, read_frame
from gxkit.parsing.files import FRAMES
from gxkit.text import Sayable, Sentence

if TYPE_CHECKING:
    import duckdb

_SETTINGS: Mapping[str, Any] = {
    "memory_limit": "1GB",
    # A query may come from anywhere, as a report does. It goes to no network, whatever it names,
    # and a name is that of a frame, never of a variable of gxkit.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
_ASKING = ("SELECT", "EXPLAIN", "MULTI")
"""statements that ask; PIVOT is several in one"""
_CANNOT = Sentence(
    "DuckDB 不能执行此查询：{reason}\n可用的表：{tables}。",
    "DuckDB cannot run this query: {reason}\nIts tables are {tables}.",
)
_NOT_ONE = Sentence(
    "应为一条 SELECT 语句，而不是 {found}",
    "expected one SELECT, got {found}",
)
_NOTHING = Sentence("空语句", "nothing")
Show = Callable[["duckdb.DuckDBPyConnection", str], object]
"""gives a connection a table of a name"""


def _frame(name: str) -> cached_property[DataFrame]:
    return cached_property(lambda written: written.read(name))


class WrittenFrames:
    """The frames in `frames/` of a folder, each read when it is first asked for.

    Their columns and types are those of a collection's.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)

    def __repr__(self) -> str:
        return f"<frames in {self.folder / FRAMES}: {', '.join(COLUMNS)}>"

    panel = _frame("panel")
    findings = _frame("findings")
    alternatives = _frame("alternatives")
    claims = _frame("claims")
    board = _frame("board")
    concepts = _frame("concepts")
    indicators = _frame("indicators")

    def read(self, name: str, *, years: Years = None) -> DataFrame:
        """A frame, or its lines of some years; see `gxkit.panel.partitions.read_frame`."""
        return read_frame(self.folder, name, years=years)

    def query(self, sql: str) -> DataFrame:
        """What a SELECT gives that names the frames as tables: `query("FROM panel LIMIT 5")`.

        Of the files only what it needs is read; see `run_query`.
        """
        return run_query(sql, self._show, self.folder / FRAMES)

    def _show(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        names = [f'"{column}"' for column in COLUMNS[name] if column != "year"]
        # A folder's name may hold what stands for other names, or ends a text.
        paths = [glob.escape(str(path.absolute())) for path in files_of(self.folder, name)]
        quoted = ", ".join(map(_quote, paths))
        connection.execute(
            f"CREATE VIEW {name} AS SELECT {', '.join(names)}, TRY_CAST(year AS BIGINT) AS year "
            f"FROM read_parquet([{quoted}], hive_partitioning=true, hive_types_autocast=false)"
        )


def open_frames(folder: str | os.PathLike[str]) -> WrittenFrames:
    """The frames that `gxkit build` wrote into a folder; no report is read.

    GxkitError where there are none, where the catalog, the decisions, an edition of the folder's
    own or gxkit itself has changed since, or where a file of theirs is lost, cut or changed: their
    figures would not be those of the reports.
    """
    base = Path(folder)
    changed = find_stale(base)
    if changed is None:
        raise GxkitError(
            f"{base} 中没有 {FRAMES}/：先运行 gxkit build {base}，或用 gxkit.open 打开。",
            f"{base} has no {FRAMES}/; run `gxkit build {base}` first, or open it with gxkit.open.",
        )
    if changed:
        names = ", ".join(changed)
        raise GxkitError(
            f"{base / FRAMES} 是在 {names} 变动之前写成的，其数字可能已不同；"
            f"运行 gxkit build {base} 重写。",
            f"{base / FRAMES} was written before {names} changed, so its figures may be others by "
            f"now; `gxkit build {base}` writes it anew.",
        )
    damage = find_damage(base)
    if damage:
        raise GxkitError.of(damage)
    return WrittenFrames(base)


def query_frames(sql: str, frame_of: Callable[[str], DataFrame]) -> DataFrame:
    """The same of frames in memory; `frame_of` gives the one of a name when a query names it."""

    def show(connection: duckdb.DuckDBPyConnection, name: str) -> None:
        connection.register(name, frame_of(name))

    return run_query(sql, show)


def run_query(sql: str, show: Show, folder: Path | None = None) -> DataFrame:
    """What a SELECT gives that names frames as tables: panel, findings, alternatives, claims,
    board, concepts, indicators.

    Those it names are shown to DuckDB, which takes 1 GB at most, and opens no files but those in
    `folder`. GxkitError without duckdb, or where the query is none.
    """
    if find_spec("duckdb") is None:
        raise GxkitError(
            "query() 需要 duckdb，而它没有安装：pip install duckdb（或附加项 [notebooks]）；"
            "各表也可作为 pandas 的 DataFrame 使用。",
            "query() needs duckdb, which is not installed: pip install duckdb (or the extra "
            "[notebooks]); the frames are there for pandas, too.",
        )
    import duckdb

    # what does not fit into memory goes to a disk, and not to where the caller happens to work
    with (
        tempfile.TemporaryDirectory(prefix="gxkit-", ignore_cleanup_errors=True) as spill,
        duckdb.connect(config={**_SETTINGS, "temp_directory": spill}) as connection,
    ):
        try:
            _refuse_other(connection, sql)
            _shut(connection, folder)
            for name in COLUMNS:
                # What a query does not name is neither read nor made.
                if re.search(rf"\b{name}\b", sql, re.IGNORECASE):
                    show(connection, name)
            made: DataFrame = connection.sql(sql).df()
        except duckdb.Error as error:
            raise _cannot(Sentence(str(error), str(error))) from None
    return made


def _refuse_other(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """GxkitError for what is no single SELECT: what else SQL does has no result, or writes."""
    kinds = [one.type.name for one in connection.extract_statements(sql)]
    if len(kinds) != 1 or kinds[0] not in _ASKING:
        found = ", ".join(kinds)
        raise _cannot(_NOT_ONE.fill(found=found or _NOTHING))


def _shut(connection: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
    """Let a connection reach nothing but the files in a folder, from now on."""
    if folder is not None:
        place = os.fspath(folder.absolute()) + os.sep
        # a pattern is looked up as it is written, what it finds as it is named
        allowed = ", ".join(map(_quote, {place, glob.escape(place)}))
        connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _cannot(reason: Sayable) -> GxkitError:
    return GxkitError.of(_CANNOT.fill(reason=reason, tables=", ".join(COLUMNS)))


def _quote(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
