"""What a document holds, before it is written down in one format or another.

A table is bands of lines and columns whose heads and labels are paths (本年度办理结果/予以公开), so
that columns can be put in another order, left out, added or turned without a thought of spans.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any

from planting import draw_table, happens

from gxkit.forms import Form, Row, Table, all_forms, find_form
from gxkit.text import Key, Number

LAST_YEAR = 2025
"""the last year of which a report can be published"""
REST = find_form("2021").table("requests").headers[-1]
ORGANISATIONS = "法人或其他组织"
APPLICANTS = "申请人情况"
CHAPTERS = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "legacy": "附表：政府信息公开情况统计表",
}
PLACES = ("青山县", "临川市", "北原区", "海东省", "白石镇", "长岭自治州", "南坪街道")
OFFICES = ("教育局", "人民政府", "财政局", "水务局", "卫生健康委员会", "林业和草原局", "司法局")
SENTENCES = (
    "本机关认真落实条例，持续推进政府信息公开工作。",
    "健全工作机制，明确责任分工，及时更新公开目录。",
    "加强平台建设，定期检查栏目内容，提升检索体验。",
    "组织业务培训，开展考核评议，推动整改落实。",
)
INNERMOST = 3
"""labels of a line that stands in a group of a group"""
SIGNED = "change"
"""the one column whose counts may be negative (本年增/减)"""


class State(StrEnum):
    """What a careful reader finds in a cell."""

    FILLED = "filled"
    BLANK = "blank"
    ABSENT = "absent"
    UNSEEN = "unseen"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Expected:
    """The number that a cell stands for, and what a reader finds there: filled, it is that number,
    else none (blank, absent, unseen), or something that must be doubted."""

    number: Number
    state: State = State.FILLED

    @property
    def value(self) -> Number | None:
        """The number to be read, None where there is none to be read."""
        return self.number if self.state is State.FILLED else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one style: '' plain, else a name that the writer of the format knows."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's pieces, and the key of the figure that it shows."""

    pieces: tuple[Piece, ...]
    key: Key | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def plain(text: str, key: Key | None = None) -> Cell:
    """A cell of one plain piece."""
    return Cell((Piece(text),), key)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, from the top down; `joined` to the column before it, whose head spans it."""

    path: tuple[str, ...]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of cells and its labels, groups first; `label` are the pieces of the last of them.

    `moved` says by how many places it stands right of its head, `merged` that all its cells are
    one, `wide` which of them covers two places.
    """

    path: tuple[str, ...]
    cells: tuple[Cell, ...]
    label: tuple[Piece, ...] = ()
    moved: int = 0
    merged: bool = False
    wide: int | None = None

    @property
    def is_inner(self) -> bool:
        """Whether it stands in a group of a group, as the eight grounds of refusal do."""
        return len(self.path) == INNERMOST


@dataclass(frozen=True, slots=True)
class Band:
    """Columns and the lines below them; `banner` is a row of its own above the head."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    corner: str = ""
    banner: str = ""
    labels_right: bool = False
    headless: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a document; `veil` says how it is hidden, '' that it is shown."""

    id: str
    bands: tuple[Band, ...]
    veil: str = ""

    def cells(self) -> Iterator[Cell]:
        for band in self.bands:
            for line in band.lines:
                yield from line.cells


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph (level 0), a title (1) or a heading (2)."""

    text: str
    level: int = 0
    veil: str = ""


Part = Text | Sheet


@dataclass(frozen=True, slots=True)
class Draft:
    """A document: its parts, what its cells hold, and what the writer of its format shall do.

    `must_say`: the reader must leave out a table or a report, and say so. `wishes` are options of
    a writer. `meta` is what stands in its title, of which `meta_counts` says whether it is scored.
    """

    edition: str
    year: int
    agency: str
    title: str
    parts: tuple[Part, ...]
    truth: Mapping[Key, Expected]
    must_say: bool = False
    meta_counts: bool = False
    wishes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        return all_forms()[self.edition]

    def sheets(self) -> list[Sheet]:
        return [part for part in self.parts if isinstance(part, Sheet)]

    def sheet(self, table: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets() if sheet.id == table), None)

    def put(self, sheet: Sheet) -> Draft:
        """The draft with its table of this id replaced."""
        changed = []
        for part in self.parts:
            is_it = isinstance(part, Sheet) and part.id == sheet.id
            changed.append(sheet if is_it else part)
        return replace(self, parts=tuple(changed))

    def mark(self, keys: Iterable[Key], state: State) -> Draft:
        """The draft with another state expected of some cells."""
        marked = {key: replace(self.truth[key], state=state) for key in keys}
        return replace(self, truth={**self.truth, **marked})

    def wish(self, **wishes: object) -> Draft:
        return replace(self, wishes={**self.wishes, **wishes})


def title_of(agency: str, year: int) -> str:
    return f"{agency}{year}年政府信息公开工作年度报告"


@cache
def editions() -> tuple[str, ...]:
    """The editions, the two of today as often as all older ones together."""
    older = [name for name in all_forms() if name not in ("2019", "2021")]
    return (*older, *["2019", "2021"] * (len(older) // 2))


def draw_draft(rng: random.Random, edition: str = "") -> Draft:
    """A sound report of an edition, in the words of its notice."""
    edition = edition or rng.choice(editions())
    first, last = all_forms()[edition].in_force
    year = rng.randint(first, min(last, LAST_YEAR))
    agency = rng.choice(PLACES) + rng.choice(OFFICES)
    title = title_of(agency, year)
    sheets, truth = draw_sheets(edition, year, rng)
    opening = (Text(title, 1), Text("一、总体情况", 2), Text(rng.choice(SENTENCES)))
    ending = (
        Text("五、存在的主要问题及改进情况", 2),
        Text(rng.choice(SENTENCES)),
        Text("六、其他需要报告的事项", 2),
        Text("无其他需要报告的事项。"),
    )
    parts = (*opening, *with_chapters(sheets), *ending)
    return Draft(edition, year, agency, title, parts, truth)


def with_chapters(sheets: Iterable[Sheet]) -> Iterator[Part]:
    """Each table below the heading of its chapter."""
    for sheet in sheets:
        yield Text(CHAPTERS[sheet.id], 2, sheet.veil)
        yield sheet


def draw_sheets(
    edition: str,
    year: int,
    rng: random.Random,
) -> tuple[list[Sheet], dict[Key, Expected]]:
    """The tables of an edition with figures that keep their rules, and what the cells hold."""
    largest = rng.choice((10, 60, 800, 5000))
    sheets = []
    truth: dict[Key, Expected] = {}
    for table in all_forms()[edition].tables:
        figures = draw_figures(table, rng, largest)
        truth.update(figures)
        sheets.append(lay_sheet(table, figures, year))
    return sheets, truth


def lay_sheet(table: Table, figures: Mapping[Key, Expected], year: int) -> Sheet:
    """A table of a form as its notice prints it, with a figure in each cell."""
    return Sheet(table.id, tuple(_bands(table, figures, year)))


def draw_figures(table: Table, rng: random.Random, largest: int) -> dict[Key, Expected]:
    """Sound figures: amounts of money have cents, changes of a stock may be negative."""
    drawn = draw_table(table, rng, largest)
    figures = {}
    for row in table.rows:
        for column, unit in zip(row.columns, row.units, strict=True):
            number = drawn[row.id, column] or 0
            if number and unit == "万元":
                number += Decimal(rng.randint(1, 99)) / 100
            elif number and column == SIGNED and happens(rng, 0.3):
                number = -number
            figures[table.id, row.id, column] = Expected(number)
    return figures


def show(expected: Expected) -> str:
    """A figure as it is printed; nothing where its cell is blank."""
    return "" if expected.state is State.BLANK else str(expected.number)


def _bands(table: Table, figures: Mapping[Key, Expected], year: int) -> Iterator[Band]:
    if table.layout == "across":
        yield _across(table, figures)
        return
    heads = {column.id: column.label.replace("{year}", str(year)) for column in table.columns}
    if table.id == "requests":
        columns = [Column(_applicant(table, name, heads)) for name in heads]
        lines = [Line(row.path, _figures(table, row, figures)) for row in table.rows]
        yield Band(tuple(columns), tuple(lines), REST)
    elif table.id == "legacy":
        columns = [Column(("计量单位",)), *(Column((head,)) for head in heads.values())]
        lines = []
        for row in table.rows:
            cells = (plain(row.units[0]), *_figures(table, row, figures))
            lines.append(Line(row.path, cells))
        yield Band(tuple(columns), tuple(lines), "指标名称")
    else:
        for banner, members in groupby(table.rows, key=lambda row: row.path[0]):
            rows = list(members)
            columns = [Column((heads[name],)) for name in rows[0].columns]
            lines = [Line(row.path[1:], _figures(table, row, figures)) for row in rows]
            yield Band(tuple(columns), tuple(lines), "信息内容", banner)


def _applicant(table: Table, name: str, heads: Mapping[str, str]) -> tuple[str, ...]:
    first, *_, last = (column.id for column in table.columns)
    group = () if name in (first, last) else (ORGANISATIONS,)
    return (APPLICANTS, *group, heads[name])


def _figures(table: Table, row: Row, figures: Mapping[Key, Expected]) -> tuple[Cell, ...]:
    keys = [(table.id, row.id, column) for column in row.columns]
    return tuple(plain(show(figures[key]), key) for key in keys)


def _across(table: Table, figures: Mapping[Key, Expected]) -> Band:
    columns = []
    cells: list[Cell] = []
    for row in table.rows:
        columns += [Column((*row.path, table.column(name).label)) for name in row.columns]
        cells += _figures(table, row, figures)
    return Band(tuple(columns), (Line((), tuple(cells)),))
