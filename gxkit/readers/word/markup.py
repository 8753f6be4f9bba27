"""WordprocessingML to blocks: what .docx holds, and what a .doc becomes on the way.

Deleted, struck-out and hidden text, field codes and the second branch of alternate contents are
left out; inserted text, content controls and text boxes are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from gxkit.document import Cell, Grid, Line, Omission, Omitted, Unread, Where
from gxkit.readers.formats import Contents, Inner
from gxkit.readers.grids import ALL_HIDDEN, UNSEEN, holds_figures, shows_nothing
from gxkit.readers.signs import PICTURES
from gxkit.readers.word.numbering import ListNumbers
from gxkit.readers.word.objects import SHOWS_HINT, find_pictures, is_in_hint
from gxkit.readers.word.package import Package
from gxkit.readers.word.runs import SKIPPED, Text, find_branch, read_plain
from gxkit.readers.word.styles import Setting, Styles
from gxkit.readers.word.tags import (
    ALTERNATE,
    CELL,
    CELL_PROPERTIES,
    CHUNK,
    PARAGRAPH,
    RELATION,
    ROW,
    ROW_PROPERTIES,
    TABLE,
    TEXT_BOX,
    TWIPS,
    VAL,
    Element,
    W,
    find_child,
    is_on,
    read_measure,
    read_whole,
    value_of,
)
from gxkit.text import Listed, Sentence

Block = Line | Grid | Inner

_COVERED = Sentence(
    "表{table}第{row}行第{column}列有文字“{text}”，被合并的单元格遮住；Word不显示，没有识读。",
    "Row {row}, column {column} of table {table} holds “{text}”, which a merged cell covers; Word "
    "does not show it and it was left out.",
)
_DELETED = W + "del"
_HIDDEN = W + "hidden"
_HEIGHT = W + "trHeight"
# Twentieths of a point: no letter stands in a row of two points.
_NO_HEIGHT = 40
_SPAN = W + "gridSpan"
_BEFORE = W + "gridBefore"
_MERGED_DOWN = W + "vMerge"
_MERGED_BESIDE = W + "hMerge"
_MERGES = frozenset((_SPAN, _MERGED_DOWN, _MERGED_BESIDE))
# Files that were patched ask for spans of thousands of columns; no form has more than some dozen.
_MAX_SPAN = 200
_FEWEST_COLUMNS = 2  # a table with fewer is a frame around text


def body_to_contents(package: Package) -> Contents:
    """Lines, grids and files inside of a package's body in reading order, and remarks on what a
    reader of the page would not see. It says nothing of itself that could be relied on.

    A line's number counts paragraphs, empty ones and those in layout tables too. A table that holds
    tables, or has a single column, is layout: its cells are read as running text, its inner tables
    become grids.
    """
    walk = _walk(package, package.styles)
    remarks = walk.remarks
    own = [block for block in walk.blocks if not isinstance(block, Inner)]
    if shows_nothing(own):
        walk = _walk(package, package.styles.seeing_all())
        remarks = [*walk.remarks, ALL_HIDDEN]
    contents = Contents(tuple(walk.blocks), {}, tuple(remarks), tuple(walk.pictures))
    if not walk.drawn:
        return contents
    ask = partial(_with_pictures, contents.blocks, walk.drawn, package)
    # beside tables a picture is mostly a seal or a sign; alone it may be the report
    if holds_figures(contents.blocks):
        return contents._replace(with_pictures=ask)
    return contents._replace(blocks=tuple(ask()))


def _with_pictures(
    blocks: Sequence[Block],
    drawn: Sequence[tuple[int, str]],
    package: Package,
) -> list[Block]:
    """The blocks with the pictures that stand between them."""
    made = list(blocks)
    numbered = list(enumerate(drawn, 1))
    for number, (at, name) in reversed(numbered):
        data = package.read_picture(name)
        # what is drawn by lines (WMF) is read by nobody
        if data.startswith(tuple(PICTURES)):
            made.insert(at, Inner(f"picture{number}", data, inline=True))
    return made


def _walk(package: Package, styles: Styles) -> _Walk:
    rare = frozenset(element.tag for element in package.body.iter(CHUNK, SHOWS_HINT))
    walk = _Walk(package.numbers, styles, styles.page, package.chunks, rare)
    walk.read_blocks(package.body)
    return walk


def _children(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, looking into content controls and insertions, not into
    other tables."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag not in SKIPPED and tag not in (TABLE, PARAGRAPH):
            yield from _children(child, wanted)


def _paragraphs(cell: Element) -> Iterator[Element]:
    """Those of a cell, but not those in text boxes: they are read where the box hangs."""
    for paragraph in cell.iterdescendants(PARAGRAPH):
        if paragraph.getparent() is cell:
            yield paragraph
            continue
        around = next(paragraph.iterancestors(TEXT_BOX, CELL))
        if around is cell:
            yield paragraph


# A plain tuple is made in a third of the time of a named one, and a report has hundreds.
_CellText = tuple[str, tuple[Omitted, ...], Unread | None]
"""the text of a cell, what was left out of it, and what stands there that is no text"""


@dataclass(slots=True)
class _Open:
    """A cell while its rows are still being counted."""

    row: int
    column: int
    colspan: int
    element: Element
    rowspan: int = 1


@dataclass(slots=True)
class _Walk:
    """One walk through a body: what was found, and the running numbers of paragraphs and tables."""

    numbers: ListNumbers
    styles: Styles
    setting: Setting
    chunks: Mapping[str, Inner]
    rare: frozenset[object]
    """the tags of what few files have, as far as this one has them"""
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Sentence] = field(default_factory=list)
    pictures: list[Where] = field(default_factory=list)
    drawn: list[tuple[int, str]] = field(default_factory=list)
    """before which block a picture stands, and its name"""
    paragraphs: int = 0
    tables: int = 0
    caption: str = ""

    def read_blocks(self, parent: Element) -> None:
        """Adds the paragraphs and tables below an element."""
        for child in parent.iterchildren("*"):
            tag = child.tag
            if tag == PARAGRAPH:
                self._add_paragraph(child)
            elif tag == TABLE:
                self._add_table(child)
            elif tag == ALTERNATE:
                branch = find_branch(child)
                if branch is not None:
                    self.read_blocks(branch)
            elif tag == CHUNK:
                self._add_chunk(child)
            elif tag not in SKIPPED:
                self.read_blocks(child)  # content controls, custom XML, insertions

    def _add_chunk(self, chunk: Element) -> None:
        """A page or a document that stands in this one; Word shows it as its own text."""
        inner = self.chunks.get(chunk.get(RELATION, ""))
        if inner is not None:
            self.blocks.append(inner)

    def _add_paragraph(self, paragraph: Element) -> None:
        self.paragraphs += 1
        number = self.numbers.number(paragraph)
        text = self._read_text(paragraph, self.setting)
        shown = text.shown()
        where = Where(line=self.paragraphs)
        if text.unread or text.slight:
            self.pictures.append(where)
            pictures = find_pictures(paragraph)
            self.drawn += [(len(self.blocks), name) for name in pictures]
        for piece in (number + shown).split("\n"):
            if piece.strip():
                self.blocks.append(Line(piece, where))
                self.caption = piece.strip()
        hidden = text.hidden() if not shown.strip() else ""
        if hidden:
            self.blocks.append(Line(hidden, where, True))
        around, self.setting = self.setting, self.styles.box
        for box in text.boxes:
            self.read_blocks(box)
        self.setting = around

    def _read_text(self, paragraph: Element, around: Setting) -> Text:
        setting = self.styles.of_paragraph(paragraph, around)
        return Text(self.styles, setting).read(paragraph)

    def _add_table(self, table: Element) -> None:
        rows = [row for row in _children(table, ROW) if not _is_deleted(row)]
        opened, unseen = self._rows_to_cells(rows)
        hidden = not opened
        opened = opened or unseen
        setting = self.styles.of_table(table, self.setting)
        # many offices lay out a whole report in one table, with the form's tables in its cells
        has_table_inside = next(table.iterdescendants(TABLE), None) is not None
        columns = len({cell.column for cell in opened})
        if has_table_inside or columns < _FEWEST_COLUMNS:
            self._read_layout(rows, setting)
            return
        self.tables += 1
        opened.sort(key=lambda cell: (cell.row, cell.column))
        cells = tuple(self._close_cell(cell, self.styles, setting) for cell in opened)
        if hidden or _is_all_hidden(cells):
            hidden, seeing = True, self.styles.seeing_all()
            cells = tuple(self._close_cell(cell, seeing, setting) for cell in opened)
        elif unseen:
            self._remark_unseen(unseen)
        self.blocks.append(Grid(cells, self.caption, hidden))
        if not hidden:
            self.caption = ""

    def _read_layout(self, rows: Sequence[Element], setting: Setting) -> None:
        """Adds what stands in the cells of a table that only lays out text."""
        around = self.setting
        for row in rows:
            for cell in _children(row, CELL):
                self.setting = self.styles.of_cell(cell, setting)
                self.read_blocks(cell)
        self.setting = around

    def _close_cell(self, cell: _Open, styles: Styles, around: Setting) -> Cell:
        where = Where(table=self.tables, row=cell.row + 1, column=cell.column + 1)
        setting = styles.of_cell(cell.element, around)
        text, omitted, unread = self._read_cell(cell.element, styles, setting)
        spans = (cell.rowspan, cell.colspan)
        return Cell(cell.row, cell.column, text, where, *spans, omitted, unread)

    def _read_cell(
        self,
        cell: Element,
        styles: Styles,
        around: Setting,
    ) -> _CellText:
        """What a cell says, a line for each paragraph."""
        parts: list[str] = []
        omitted: list[Omitted] = []
        unread: Unread | None = None
        slight: Unread | None = None
        if CHUNK in self.rare and next(cell.iterchildren(CHUNK), None) is not None:
            unread = Unread.OBJECT
        for paragraph in _paragraphs(cell):
            number = self.numbers.number(paragraph)
            if SHOWS_HINT in self.rare and is_in_hint(paragraph, cell):
                unread = unread or Unread.CONTROL
                continue
            # in most files nothing can be hidden, and most paragraphs are runs of text
            plain = None if styles.may_hide else read_plain(paragraph)
            if plain is not None:
                parts.append(_put_number(number, plain))
                continue
            setting = styles.of_paragraph(paragraph, around)
            text = Text(styles, setting).read(paragraph)
            parts.append(_put_number(number, text.shown_in_cell()))
            omitted += text.omitted
            unread = unread or text.unread
            slight = slight or text.slight
            for box in text.boxes:
                parts += [_plain_text(inner, styles) for inner in box.iter(PARAGRAPH)]
        shown = "\n".join(parts).strip()
        if slight is not None and not any(map(str.isdigit, shown)):
            unread = unread or slight
        if not shown and unread is None and any(map(self.numbers.is_marked, _paragraphs(cell))):
            unread = Unread.NUMBER
        return shown, tuple(omitted), unread

    def _rows_to_cells(self, rows: Sequence[Element]) -> tuple[list[_Open], list[_Open]]:
        """The cells of a table with their spans; those of rows that are not shown apart."""
        found: list[_Open] = []
        unseen: list[_Open] = []
        above: dict[int, _Open] = {}
        for at, row in enumerate(rows):
            into = unseen if _is_unseen(row) else found
            above = self._read_row(row, at, above, into)
        return found, unseen

    def _read_row(
        self,
        row: Element,
        at: int,
        above: dict[int, _Open],
        found: list[_Open],
    ) -> dict[int, _Open]:
        """Adds the cells of a row to those found; gives those that may go on in the next row.

        What continues a merged cell belongs to it; what continues nothing is a cell of its own.
        """
        column = _columns_before(row)
        here: dict[int, _Open] = {}
        previous: _Open | None = None
        for element in _children(row, CELL):
            span = _read_span(element)
            # with nothing before it to go on with, it is a cell that lost its beginning
            if span.goes_on_beside and previous is not None:
                previous.colspan += span.columns
                column += span.columns
                continue
            owner = above.get(column)
            if span.goes_on_down and owner is not None:
                if column not in here:
                    owner.rowspan += 1
                self._remark_covered(element, at, column)
                previous = None
            else:
                owner = previous = _Open(at, column, span.columns, element)
                found.append(owner)
            if span.is_merged_down:
                here[column] = owner
            column += span.columns
        return here

    def _remark_covered(
        self,
        element: Element,
        row: int,
        column: int,
    ) -> None:
        text = _plain_text(element, self.styles).strip()
        if text:
            said = _COVERED.fill(
                row=row + 1,
                column=column + 1,
                table=self.tables + 1,
                text=text,
            )
            self.remarks.append(said)

    def _remark_unseen(self, unseen: Sequence[_Open]) -> None:
        """Says which rows with text are not shown."""
        texts = {cell.row: _plain_text(cell.element, self.styles) for cell in unseen}
        rows = [row for row, text in texts.items() if text.strip()]
        if rows:
            places = tuple(Where(table=self.tables, row=row + 1) for row in rows)
            self.remarks.append(UNSEEN.fill(rows=Listed(places, "、", "; ")))


def _put_number(number: str, text: str) -> str:
    """A text behind its automatic number, apart from it: 1. before 3 is no 1.3."""
    is_figure = number and text[:1].isdecimal()
    return f"{number} {text}" if is_figure else number + text


def _plain_text(element: Element, styles: Styles) -> str:
    """What is shown below an element, text boxes left out."""
    return "".join(Text(styles, styles.box).read(element).parts)


def _is_all_hidden(cells: Sequence[Cell]) -> bool:
    """Whether nothing of a table is shown and something stands in it."""
    if any(cell.text for cell in cells):
        return False
    return any(one.why is Omission.HIDDEN for cell in cells for one in cell.omitted)


def _is_unseen(row: Element) -> bool:
    """Whether a row is hidden, or of no height."""
    properties = find_child(row, ROW_PROPERTIES)
    if properties is None:
        return False
    mark = find_child(properties, _HIDDEN)
    if mark is not None and is_on(mark):
        return True
    height = find_child(properties, _HEIGHT)
    if height is None or height.get(W + "hRule") != "exact":
        return False
    value = read_measure(height.get(VAL), TWIPS)
    return value is not None and value <= _NO_HEIGHT


@dataclass(slots=True)
class _Span:
    """What a cell says of its columns and of the cells that it is merged with."""

    columns: int = 1
    is_merged_down: bool = False
    goes_on_down: bool = False
    goes_on_beside: bool = False


_ALONE = _Span()


def _read_span(cell: Element) -> _Span:
    properties = find_child(cell, CELL_PROPERTIES)
    if properties is None:
        return _ALONE
    # most marks are of widths and borders
    merges = [mark for mark in properties if mark.tag in _MERGES]
    if not merges:
        return _ALONE
    span = _Span()
    # from the last to the first, so that of several of a kind the first one stays
    for mark in reversed(merges):
        tag = mark.tag
        value = mark.get(VAL)
        # a merge without a word goes on with what was begun above or before
        goes_on = value in (None, "continue")
        if tag == _SPAN:
            span.columns = _clip_number(value or "", 1)
        elif tag == _MERGED_DOWN:
            span.is_merged_down = True
            span.goes_on_down = goes_on
        else:
            span.goes_on_beside = goes_on
    return span


def _columns_before(row: Element) -> int:
    """How many columns a row leaves free before its first cell."""
    properties = find_child(row, ROW_PROPERTIES)
    if properties is None:
        return 0
    return _clip_number(value_of(properties, _BEFORE), 0)


def _is_deleted(row: Element) -> bool:
    properties = find_child(row, ROW_PROPERTIES)
    return properties is not None and find_child(properties, _DELETED) is not None


def _clip_number(
    value: str,
    least: int,
) -> int:
    """The whole number in a `w:val`, clipped; the least where it is absent or no number."""
    return min(max(read_whole(value, least), least), _MAX_SPAN)
