"""Sheets to lines and grids, as a person sees them: tables below and beside each other, titles and
sentences above and between them.

What blank rows or columns part is read apart. A row at the top or the end of a part in which one
cell alone says something is a line, unless it stands in the table's frame or, at the end, is joined
as another row is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gxkit.document import (
    Cell,
    Grid,
    Line,
    Where,
)
from gxkit.errors import TooLargeError
from gxkit.readers.book.sheets import (
    NOTHING,
    Picture,
    Sheet,
    is_hidden,
)
from gxkit.readers.book.view import Part, View
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.grids import (
    ALL_HIDDEN,
    UNSEEN,
    shows_nothing,
)
from gxkit.text import (
    Listed,
    Sentence,
    read_number,
)

# Places of one table; more come only of cells strewn over a sheet, and would fill the memory.
_MOST_PLACES = 200_000
# Characters; a longer cell alone in its row is a paragraph, wherever it stands.
_PARAGRAPH = 60
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+(?:章|部分)|表[一二三四\d]"
)
_SENTENCE_END = re.compile(r"[。！？；：:]$")
_DEFAULT_NAME = re.compile(
    r"(?i)(?:sheet|工作表|表|表格)\s*\(?\d*\)?(?:\s*\(\d+\))?|book\d*|untitled"
)

_HIDDEN_SHEETS = Sentence(
    "以下工作表已隐藏，没有识读：{sheets}。",
    "These sheets are hidden and were left out: {sheets}.",
)
_UNSEEN_COLUMNS = Sentence(
    "以下各列有文字但未显示，没有识读：{columns}。",
    "These columns hold text and are not shown; they were left out: {columns}.",
)
_QUOTED = Sentence("“{name}”", "“{name}”")

Block = Line | Grid | Inner


def sheets_to_contents(
    sheets: Sequence[Sheet],
    properties: dict[str, str] | None = None,
) -> Contents:
    """What the sheets of a workbook show, in their order.

    Sheets count as they are shown; a hidden one counts on after the last that is.
    """
    book = _Book()
    shown = [sheet for sheet in sheets if not sheet.hidden]
    unseen = [sheet for sheet in sheets if sheet.hidden]
    for number, sheet in enumerate([*shown, *unseen], 1):
        book.add(sheet, number)
    blocks = book.blocks
    remarks = list(book.remarks)
    plain = [block for block in blocks if not isinstance(block, Inner)]
    said = [_QUOTED.fill(name=sheet.name) for sheet in unseen if sheet.cells]
    if shows_nothing(plain):
        blocks = [_unhide(block) for block in blocks]
        remarks.append(ALL_HIDDEN)
    elif said:
        remarks.append(_HIDDEN_SHEETS.fill(sheets=Listed(tuple(said))))
    return Contents(
        tuple(blocks),
        properties or {},
        tuple(remarks),
        tuple(book.pictures),
    )


def _unhide(block: Block) -> Block:
    if isinstance(block, Line):
        return Line(block.text, block.where)
    return Grid(block.cells, block.caption) if isinstance(block, Grid) else block


@dataclass(slots=True)
class _Book:
    """The blocks of the sheets so far."""

    blocks: list[Block] = field(default_factory=list)
    remarks: list[Sentence] = field(default_factory=list)
    pictures: list[Where] = field(default_factory=list)

    def add(
        self,
        sheet: Sheet,
        number: int,
    ) -> None:
        """The blocks of a sheet, below its name where that says something."""
        page = _Page(sheet, number)
        blocks: list[Block] = [*page.read_boxes(), *page.read()]
        has_table = any(isinstance(block, Grid) for block in blocks)
        name = sheet.name.strip()
        if blocks and not _DEFAULT_NAME.fullmatch(name):
            blocks.insert(
                0,
                Line(
                    name,
                    Where(sheet=number),
                    sheet.hidden,
                ),
            )
        for picture in sheet.pictures:
            self._add_picture(
                blocks,
                picture,
                number,
                has_table,
            )
        self.blocks += blocks
        if not sheet.hidden:
            self.remarks += page.remarks()

    def _add_picture(
        self,
        blocks: list[Block],
        picture: Picture,
        number: int,
        has_table: bool,
    ) -> None:
        """A picture: on a sheet without a table it may be the table, beside one a seal."""
        where = Where(
            sheet=number,
            row=picture.row + 1,
            column=picture.column + 1,
        )
        if has_table:
            self.pictures.append(where)
        else:
            blocks.append(picture.file)


class _Page:
    """A sheet on its way to blocks."""

    def __init__(
        self,
        sheet: Sheet,
        number: int,
    ) -> None:
        self.sheet = sheet
        self.number = number
        self.tables = 0
        self.caption = ""
        self.view = View(sheet)

    def remarks(self) -> Iterator[Sentence]:
        """Which rows and columns with text are not shown."""
        rows = sorted(
            {row for row, _ in self.view.unseen if is_hidden(row, self.sheet.hidden_rows)}
        )
        hidden = self.sheet.hidden_columns
        columns = sorted({column for _, column in self.view.unseen if is_hidden(column, hidden)})
        if rows:
            places = tuple(Where(sheet=self.number, row=row + 1) for row in rows)
            yield UNSEEN.fill(
                rows=Listed(
                    places,
                    "、",
                    "; ",
                )
            )
        if columns:
            places = tuple(Where(sheet=self.number, column=column + 1) for column in columns)
            yield _UNSEEN_COLUMNS.fill(
                columns=Listed(
                    places,
                    "、",
                    "; ",
                )
            )

    def read_boxes(self) -> Iterator[Line]:
        """What stands in boxes over the sheet, most often its title."""
        for row, column, text in sorted(self.sheet.boxes):
            where = Where(sheet=self.number, row=row + 1, column=column + 1)
            for line in text.split("\n"):
                yield Line(line.strip(), where, self.sheet.hidden)

    def read(self) -> Iterator[Line | Grid]:
        """The lines and grids in reading order."""
        for part in self.view.parts():
            yield from self._read_part(part)

    # ---- blocks

    def _read_part(self, part: Part) -> Iterator[Line | Grid]:
        """Lines above the table of a part, the table, lines below it."""
        by_row: dict[int, list[int]] = {row: [] for row in part.rows}
        columns = set(part.columns)
        for row, column in self.view.cells:
            if row in by_row and column in columns:
                by_row[row].append(column)
        rows = list(part.rows)
        alone = {row: self._is_alone(row, by_row[row], part) for row in rows}
        first, stop = 0, len(rows)
        while first < stop and alone[rows[first]]:
            first += 1
        while stop > first and alone[rows[stop - 1]]:
            above = rows[first : stop - 1]
            if self._is_joined_as(rows[stop - 1], above, part):
                break
            stop -= 1
        table: list[int] = []
        for at, row in enumerate(rows):
            is_outside = not first <= at < stop
            if is_outside or (
                alone[row]
                and self._is_between(
                    row,
                    by_row[row][0],
                    part,
                )
            ):
                yield from self._to_grid(table, part)
                table = []
                yield from self._to_lines(row, by_row[row])
            else:
                table.append(row)
        yield from self._to_grid(table, part)

    def _is_alone(
        self,
        row: int,
        columns: Sequence[int],
        part: Part,
    ) -> bool:
        """Whether one cell alone says something in a row, and not in the frame of a table."""
        if len(columns) != 1:
            return False
        (column,) = columns
        area = self.view.ranges.get((row, column))
        if area is not None and area.bottom > row:
            return area.left <= part.columns[0] and area.right >= part.columns[-1]
        # a label beside or above reaches into it
        if any(above.top < row for above in self.view.over_row.get(row, ())):
            return False
        shown = self.view.cells[row, column]
        text = shown.text
        # a total whose formula was not saved, or a figure beside nothing, is no title
        if shown.unread is not None or read_number(text) is not None:
            return False
        if len(part.columns) == 1:
            return True
        is_framed = (row, column) in self.sheet.framed
        return not is_framed or len(text) > _PARAGRAPH or _HEADING.match(text) is not None

    def _is_joined_as(
        self,
        row: int,
        above: Sequence[int],
        part: Part,
    ) -> bool:
        """Whether places of a row are joined as those of a row above: a label whose figures are all
        blank, for what stands below a table without a frame is joined over all of it or nothing."""
        joins = self._joins(row, part)
        return bool(joins) and any(self._joins(other, part) == joins for other in above)

    def _joins(self, row: int, part: Part) -> set[tuple[int, int]]:
        """The columns that are joined in a row, but for those over all of its part."""
        found = set()
        for area in self.view.over_row.get(row, ()):
            is_whole = area.left <= part.columns[0] and area.right >= part.columns[-1]
            if area.top == area.bottom and not is_whole:
                found.add((area.left, area.right))
        return found

    def _is_between(
        self,
        row: int,
        column: int,
        part: Part,
    ) -> bool:
        """Whether a row amid a table is a heading or a paragraph: joined over all of it."""
        text = self.view.cells[row, column].text
        if len(text) > _PARAGRAPH and _SENTENCE_END.search(text):
            return True
        area = self.view.ranges.get((row, column))
        is_whole = area is not None and area.right >= part.columns[-1]
        return is_whole and column == part.columns[0] and _HEADING.match(text) is not None

    def _to_lines(
        self,
        row: int,
        columns: Sequence[int],
    ) -> Iterator[Line]:
        for column in columns:
            where = Where(
                sheet=self.number,
                row=row + 1,
                column=column + 1,
            )
            for text in self.view.cells[row, column].text.split("\n"):
                if text.strip():
                    self.caption = text.strip()
                    yield Line(
                        text.strip(),
                        where,
                        self.sheet.hidden,
                    )

    def _to_grid(
        self,
        rows: Sequence[int],
        part: Part,
    ) -> Iterator[Grid]:
        """The rows as a table; of one without any nothing."""
        if not rows:
            return
        columns = part.columns
        if len(rows) * len(columns) > _MOST_PLACES:
            raise TooLargeError(
                f"工作表 {self.sheet.name} 的单元格散布在 {_MOST_PLACES:,} 多处；请把报告的表"
                "复制到单独的工作簿中。",
                f"the cells of the sheet {self.sheet.name} are strewn over more than "
                f"{_MOST_PLACES:,} places; copy the tables of the report into a workbook of their "
                "own.",
            )
        self.tables += 1
        covered: set[tuple[int, int]] = set()
        cells = []
        for at in range(len(rows)):
            for place in range(len(columns)):
                if (at, place) in covered:
                    continue
                cell = self._to_cell(
                    rows,
                    columns,
                    at,
                    place,
                )
                cells.append(cell)
                for below in range(at, at + cell.rowspan):
                    beside = range(place, place + cell.colspan)
                    covered.update((below, number) for number in beside)
        yield Grid(
            tuple(cells),
            self.caption,
            self.sheet.hidden,
        )
        self.caption = ""

    def _to_cell(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        at: int,
        place: int,
    ) -> Cell:
        row, column = rows[at], columns[place]
        shown = self.view.cells.get((row, column), NOTHING)
        area = self.view.ranges.get((row, column))
        rowspan = colspan = 1
        if area is not None:
            rowspan = bisect_right(rows, area.bottom) - at
            colspan = bisect_right(columns, area.right) - place
        where = Where(
            table=self.tables,
            row=row + 1,
            column=column + 1,
            sheet=self.number,
        )
        return Cell(
            at,
            place,
            shown.text,
            where,
            rowspan,
            colspan,
            shown.omitted,
            shown.unread,
        )
