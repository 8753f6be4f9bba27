"""Reports stacked into one tidy frame, views of it, and the files that frames are written to.

The first room with pandas: up to here numbers are int or Decimal. In the panel they are float64,
which holds every count and every amount in 元 with two decimals below 9·10^13 exactly as printed;
the printed text stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from pandas.api.extensions import ExtensionArray

from gxkit.document import Where
from gxkit.forms import all_forms, per_form_set
from gxkit.forms.crosswalk import concept_of_cells
from gxkit.output import said_of, write_file
from gxkit.panel import columns
from gxkit.panel.cells import Figures
from gxkit.panel.index import Array
from gxkit.panel.series import concept_series
from gxkit.report import Facts, Report, Value

if TYPE_CHECKING:
    import pyarrow as pa

Line = tuple[object, ...]
"""one line of a frame"""
_DIGITS = "%.15g"
"""what float64 holds exactly; more digits would print 0.1 as 0.1000…0001"""
_LINES = 50_000
"""of a CSV that are held as text"""
_MORE_THAN_SLOTS = 1_000_000
"""more cells than a table of any form has"""
_SAID = (
    "implied_by",
    "verified_by",
    "disputed_by",
    "use",
    "use_why",
)
"""the columns that `said_of` tells"""


def tidy_frame(
    names: Iterable[str],
    rows: Iterable[Line],
) -> DataFrame:
    """Rows as a frame whose columns have the types that the files of a data folder give them."""
    frame = DataFrame(list(rows), columns=list(names))
    types = {name: columns.NUMBERS.get(str(name), "str") for name in frame}
    return frame.astype(types)


def identify(
    report: Report,
    facts: Facts | None,
) -> dict[str, object]:
    """Who reports on which year, with columns.WHO.

    The catalog names body and scope, for a report's own wording of its name varies and its scope is
    but guessed from its title. The year is the report's own where it states one.
    """
    meta = report.meta
    known = facts.get(report.id, {}) if facts else {}
    return {
        "report": report.id,
        # "" and None in the catalog both mean that it does not know.
        "agency": known.get("agency") or meta.agency,
        "agency_en": known.get("agency_en") or "",
        "code": str(known.get("code") or ""),
        "level": known.get("level") or "",
        "scope": known.get("scope") or meta.scope or "",
        "year": known.get("year") if meta.year is None else meta.year,
    }


def head_of(
    report: Report,
    facts: Facts | None,
) -> Line:
    """What the lines of claims and of the board begin with: the body and the year."""
    who = identify(report, facts)
    return tuple(who[name] for name in (*columns.REPORT, "year"))


def to_float(number: object) -> float | None:
    """A number of a report as the frames hold it."""
    return None if number is None else float(number)  # type: ignore[arg-type]


def printed_line(value: Value) -> Line:
    """What a cell holds, and where it stands: the columns from the label to the place."""
    return (
        value.label,
        to_float(value.value),
        value.unit,
        str(value.status),
        str(value.verdict),
        to_float(value.reconciled),
        value.printed,
        str(value.where or ""),
    )


def in_order(reports: Iterable[Report]) -> list[Report]:
    """The reports by id; ValueError if two have one id."""
    ordered = sorted(reports, key=lambda report: report.id)
    for one, other in pairwise(ordered):
        # Two of one id would be one report with every cell twice, and all its sums doubled.
        if one.id == other.id:
            files = f"{one.source or 'no file'}, {other.source or 'no file'}"
            raise ValueError(
                f"Two reports have the id {one.id!r} ({files}). "
                "Each report is stacked once: drop one of them or give it another id."
            )
    return ordered


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of all forms, numbered: `number` by (edition, table, row, column).

    `place` of each is that of its table in its form and its own in the table, as one number;
    `columns` are what the panel says of each, whatever report fills it.
    """

    number: Mapping[tuple[str, str, str, str], int]
    place: Array
    columns: Mapping[str, ExtensionArray]


@per_form_set
def _cells() -> _Cells:
    concepts = concept_of_cells()
    places: dict[tuple[str, str, str, str], int] = {}
    for edition, form in all_forms().items():
        for number, table in enumerate(form.tables):
            for place, (row, column) in enumerate(table.slots):
                places[edition, table.id, row, column] = number * _MORE_THAN_SLOTS + place
    own = [(*cell, concepts.get(cell, "")) for cell in places]
    names = ("edition", *columns.CELL, "only_cell_of")
    texts = zip(*own, strict=True)
    return _Cells(
        number={cell: number for number, cell in enumerate(places)},
        place=np.array(list(places.values())),
        columns={name: _texts(text) for name, text in zip(names, texts, strict=True)},
    )


def _texts(texts: Iterable[str]) -> ExtensionArray:
    return pd.array(list(texts), dtype="str")


def stack(
    reports: Report | Iterable[Report],
    facts: Facts | None = None,
) -> DataFrame:
    """The tidy panel: one line a cell, with columns.PANEL, by report and the order of the form; of
    one report its own.

    `facts` gives, by report id, the catalog's agency, agency_en, code, level, scope and year; see
    `identify`. `value` is NA where the cell is blank, missing, ambiguous or illegible, and `status`
    says which; `reconciled` is NA where it is the value itself, `implied` where a number is printed
    or none follows. `only_cell_of` is the concept that is this one cell ('' where there is none or
    the cell is a part of a sum: concepts are asked for with `gxkit.concepts`). `year` is Int64,
    `value`, `reconciled` and `implied` are float64, everything else is text, '' where there is
    nothing. ValueError if two reports have one id.
    """
    # a report is iterated over by its values, and would be taken for many
    several = [reports] if isinstance(reports, Report) else reports
    if not isinstance(several, Iterable):
        raise TypeError(
            f"Expected reports, as gxkit.parse gives them; got {type(several).__name__}."
        )
    ordered = in_order(several)
    report, values = _in_order_of_form(ordered)
    made = _who_columns(ordered, facts, report) | _cell_columns(values)
    return DataFrame({name: made[name] for name in columns.PANEL})


def _in_order_of_form(reports: Sequence[Report]) -> tuple[Array, list[Value]]:
    """The values of reports, each by the order of its form, and of each the place of its report."""
    values = [value for report in reports for value in report.values]
    report = np.repeat(np.arange(len(reports)), [len(one.values) for one in reports])
    order = np.lexsort((_cells().place[_numbers(values)], report))
    return report, [values[place] for place in order.tolist()]


def _numbers(values: Iterable[Value]) -> Array:
    """The number of each cell among those of all forms."""
    known = _cells().number
    own = [known[one.edition, one.table, one.row, one.column] for one in values]
    return np.array(own, dtype=int)


def _who_columns(
    reports: Sequence[Report],
    facts: Facts | None,
    report: Array,
) -> dict[str, ExtensionArray]:
    """What the panel says of the report of each line; `report` are the places of these."""
    told = [identify(one, facts) for one in reports]
    made: dict[str, ExtensionArray] = {}
    for name in columns.WHO:
        kind: Any = columns.NUMBERS.get(name, "str")
        made[name] = pd.array([one[name] for one in told], dtype=kind)
    made["sha256"] = _texts(one.sha256 for one in reports)
    # Each is said once and repeated: a panel says it in hundreds of lines.
    return {name: column.take(report) for name, column in made.items()}


def _cell_columns(values: Sequence[Value]) -> dict[str, ExtensionArray | Array]:
    """What the panel says of each cell."""
    # Column by column: of a hundred cells lines of objects took most of the time of a panel.
    cell = _numbers(values)
    made: dict[str, ExtensionArray | Array] = {}
    for name, column in _cells().columns.items():
        made[name] = column.take(cell)
    for name in ("value", "reconciled", "implied"):
        made[name] = np.array(list(map(attrgetter(name), values)), dtype=float)
    for name in (
        "label",
        "unit",
        "status",
        "verdict",
        "printed",
    ):
        made[name] = _texts(map(attrgetter(name), values))
    made["where"] = _texts(map(_say_place, map(attrgetter("where"), values)))
    said = zip(*map(said_of, values), strict=True)
    told = dict(zip(_SAID, said, strict=True)) if values else dict.fromkeys(_SAID, ())
    return made | {name: _texts(texts) for name, texts in told.items()}


@lru_cache(maxsize=100_000)
def _say_place(where: Where | None) -> str:
    """A place as files hold it; reports that are set alike have the same ones."""
    return str(where or "")


def wide(
    frame: DataFrame,
    *,
    report: str | None = None,
    table: str | None = None,
    concepts: Iterable[str] | None = None,
    across_breaks: bool = False,
    figures: Figures = "printed",
) -> DataFrame:
    """A wide view of the panel.

    With `report` and `table`: the form's rows by its columns, in the form's order, NA where the
    form has no such cell or no number stands in it. With `concepts`: one line a report (index
    agency, year, report), one column a concept, as `concept_series` gives them (NA across a break
    unless asked). ValueError for any other combination.
    """
    if report is not None and table is not None and concepts is None:
        return _table(
            frame,
            report,
            table,
            figures,
        )
    # The two views have different lines: half of either would be a guess at what is meant.
    if report is not None or table is not None or concepts is None:
        raise ValueError(
            "wide() needs either report= and table= (rows by columns of one report) or concepts= "
            "(reports by concepts)."
        )
    keyed = {}
    for concept in concepts:
        series = concept_series(
            frame,
            concept,
            across_breaks=across_breaks,
            figures=figures,
        )
        keyed[concept] = series.set_index(["agency", "year", "report"])["value"]
    return DataFrame(keyed)


def _table(
    frame: DataFrame,
    report: str,
    table: str,
    figures: Figures,
) -> DataFrame:
    """One table of one report as its form has it: rows by columns."""
    is_own = frame["report"].eq(report) & frame["table"].eq(table)
    cells = frame[is_own]
    # An empty table would pass for a form without rows: the report or the table is misspelt.
    if cells.empty:
        known = ", ".join(frame["report"].unique())
        raise ValueError(
            f"The panel has no table {table!r} of a report {report!r}; its reports are {known}."
        )
    number = cells["value"]
    # Where nothing is reconciled the printed figure stands: it is right, or nobody knows better.
    if figures != "printed":
        number = cells["reconciled"].fillna(number)
    if figures == "implied":
        number = number.fillna(cells["implied"])
    view = cells.assign(number=number).pivot(
        index="row",
        columns="column",
        values="number",
    )
    form = all_forms()[cells["edition"].iloc[0]].table(table)
    rows = [row.id for row in form.rows if row.id in view.index]
    across = [column.id for column in form.columns if column.id in view.columns]
    # A pivot sorts by name; readers look for rows and columns where the form has them.
    return view.reindex(index=rows, columns=across)


def to_csv(
    frame: DataFrame,
    path: str | Path,
) -> Path:
    """The frame as CSV: UTF-8, line feeds, whole numbers without `.0`, NA as nothing.

    The same frame gives the same bytes.
    """
    # what else a frame may hold (a date, a list), and a lonely column's blanks, pandas knows best
    is_plain = len(frame.columns) > 1 and all(map(_is_plain, frame.dtypes))

    def write(part: Path) -> None:
        if is_plain:
            _write_plain(frame, part)
        else:
            frame.to_csv(part, index=False, lineterminator="\n", float_format=_DIGITS)

    return write_file(path, write)


def _is_plain(kind: Any) -> bool:
    """Whether a column of a type is text, numbers or yes and no."""
    return isinstance(kind, pd.StringDtype) or str(kind) in ("float64", "int64", "Int64", "bool")


def _write_plain(frame: DataFrame, path: Path) -> None:
    """Write a frame of text and numbers, column by column; pandas goes line by line, which for the
    panel of five thousand reports took half as long as drawing all figures."""
    import pyarrow.compute as pc

    names = pd.Series([str(name) for name in frame.columns], dtype="str")
    head = ",".join(_fields(names).to_pylist())
    with path.open("wb") as stream:
        stream.write(f"{head}\n".encode())
        for start in range(0, len(frame), _LINES):
            part = frame.iloc[start : start + _LINES]
            *fields, last = (_fields(part.iloc[:, place]) for place in range(len(names)))
            ended = pc.binary_join_element_wise(last, "\n", "")
            lines = pc.binary_join_element_wise(*fields, ended, ",")
            # Arrow keeps the texts of an array one behind the other: as the file has them
            size = pc.sum(pc.binary_length(lines)).as_py()
            stream.write(lines.buffers()[2][:size])


def _fields(column: Series) -> pa.Array:
    """The fields of a column as CSV has them."""
    import pyarrow as pa

    code, known = pd.factorize(column)
    # most is said many times: each is put as CSV has it once
    told = [_field(one) for one in known.tolist()]
    # the last stands for what is not there: its code is -1
    return pa.array([*told, ""], pa.string()).take(pa.array(code % (len(told) + 1)))


def _field(one: object) -> str:
    if isinstance(one, float):
        return _DIGITS % one
    text = str(one)
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def to_parquet(
    frame: DataFrame,
    path: str | Path,
) -> Path:
    """The frame as Parquet: same frame, same bytes (with the same pyarrow)."""

    def write(part: Path) -> None:
        frame.to_parquet(part, engine="pyarrow", index=False)

    return write_file(path, write)
