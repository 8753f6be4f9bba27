"""What a sheet shows, cell by cell: gxkit's reading of workbooks beside pandas.read_excel.

    python benchmarks/books.py [--rows N]

Run by hand, never as a test; benchmarks/requirements.txt names what writes the workbooks and what
pandas needs to read them. A sheet of `N` rows a kind holds figures in the ways in which sheets show
them otherwise than the file holds them. What a reader says of a cell is right (the text that the
program shows, or nothing where it shows nothing), told (gxkit only: it says that something stands
there) or wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import openpyxl
import pandas as pd
import xlwt
from openpyxl.styles import Font

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gxkit.readers import read  # noqa: E402

_ROWS = 40
_RUNS = 5
_MILLI = 1000
_STEP = 37
"""by which figures differ, so that none stands twice"""


class Kind(NamedTuple):
    """A way in which a sheet shows a number: the format, what is seen, and how the cell is set."""

    name: str
    code: str
    seen: Callable[[int], str]
    struck: bool = False
    hidden: bool = False
    formula: bool = False


KINDS = (
    Kind("plain", "General", str),
    Kind("two decimals", "0.00", "{}.00".format),
    Kind("thousands", "#,##0", "{:,}".format),
    Kind("a unit", '0"件"', "{}件".format),
    Kind("nothing", ";;;", lambda value: ""),
    Kind("struck out", "General", lambda value: "", struck=True),
    Kind("a row that is not shown", "General", lambda value: "", hidden=True),
    Kind("a formula without a result", "General", str, formula=True),
)
Seen = dict[tuple[int, int], str]


class Answer(NamedTuple):
    """What a reader says: texts by row and column from 1, and the cells of which it says more."""

    texts: Seen
    told: frozenset[tuple[int, int]] = frozenset()


def _places(rows: int) -> Iterator[tuple[int, Kind, int]]:
    """The row of each specimen from 1, its kind and its figure; a head stands above."""
    row = 1
    for kind in KINDS:
        for number in range(rows):
            row += 1
            yield row, kind, 1000 + number * _STEP


def write_new(path: Path, rows: int) -> None:
    """The workbook as .xlsx."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["事项", "数量"])
    for row, kind, value in _places(rows):
        sheet.cell(row, 1, kind.name)
        cell = sheet.cell(row, 2, f"={value}" if kind.formula else value)
        cell.number_format = kind.code
        cell.font = Font(strike=kind.struck)
        sheet.row_dimensions[row].hidden = kind.hidden
    book.save(path)


def write_old(path: Path, rows: int) -> None:
    """The workbook as .xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    sheet.write(0, 0, "事项")
    sheet.write(0, 1, "数量")
    for row, kind, value in _places(rows):
        style = xlwt.easyxf(f"font: struck_out {kind.struck}", num_format_str=kind.code)
        sheet.write(row - 1, 0, kind.name)
        sheet.write(row - 1, 1, xlwt.Formula(str(value)) if kind.formula else value, style)
        sheet.row(row - 1).hidden = kind.hidden
    book.save(path)


def read_own(path: Path) -> Answer:
    """gxkit's reading."""
    texts: Seen = {}
    told = set()
    for grid in read(path).grids:
        for cell in grid.cells:
            place = cell.where.row or 0, cell.where.column or 0
            texts[place] = cell.text
            if cell.unread is not None:
                told.add(place)
    return Answer(texts, frozenset(told))


def read_pandas(path: Path) -> Answer:
    """pandas.read_excel, each value as text."""
    frame = pd.read_excel(path, header=None, dtype=object, engine="calamine").fillna("")
    texts = {}
    for row, values in enumerate(frame.itertuples(index=False), 1):
        for column, value in enumerate(values, 1):
            texts[row, column] = str(value)
    return Answer(texts)


READERS = {"gxkit": read_own, "pandas.read_excel": read_pandas}


def judge(answer: Answer, rows: int) -> dict[str, Counter[str]]:
    """For each kind how many cells are right, told and wrong."""
    counts = {kind.name: Counter() for kind in KINDS}
    for row, kind, value in _places(rows):
        text = answer.texts.get((row, 2), "")
        if (row, 2) in answer.told:
            verdict = "told"
        else:
            verdict = "right" if text == kind.seen(value) else "wrong"
        counts[kind.name][verdict] += 1
    return counts


def _fastest(reader: Callable[[Path], Answer], path: Path) -> float:
    """Milliseconds of the fastest of some runs."""
    times = []
    for _ in range(_RUNS):
        begun = perf_counter()
        reader(path)
        times.append(perf_counter() - begun)
    return min(times) * _MILLI


def main() -> None:
    """Writes the workbooks, reads them, prints a table."""
    parser = argparse.ArgumentParser(description="workbooks: gxkit beside pandas.read_excel")
    parser.add_argument("--rows", type=int, default=_ROWS, help="cells of each kind")
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("report.xlsx", write_new), ("report.xls", write_old)):
            path = Path(folder) / name
            write(path, rows)
            print(f"\n{name}: right / told / wrong of {rows} cells a kind")
            for reader, ask in READERS.items():
                counts = judge(ask(path), rows)
                print(f"  {reader}, {_fastest(ask, path):.1f} ms")
                for kind, count in counts.items():
                    shown = " / ".join(str(count[word]) for word in ("right", "told", "wrong"))
                    print(f"    {kind:<28}{shown}")


if __name__ == "__main__":
    main()
