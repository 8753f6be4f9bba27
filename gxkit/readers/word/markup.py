"""WordprocessingML to blocks: what .docx holds, and what a .doc becomes on the way.

Deleted text, hidden text, field codes and the second branch of alternate contents are left out;
inserted text, content controls and text boxes are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from gxkit.document import Cell, Grid, Line, Where
from gxkit.readers.word.numbering import ListNumbers
from gxkit.readers.word.tags import (
    ALTERNATE,
    CELL,
    CELL_PROPERTIES,
    MATH_TEXT,
    PARAGRAPH,
    ROW,
    ROW_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    TEXT,
    TEXT_BOX,
    VAL,
    Element,
    W,
    find_child,
    value_of,
)
from gxkit.text import Sentence, lower_alone, raise_digits

_COVERED = Sentence(
    "表{table}第{row}行第{column}列有文字“{text}”，被合并的单元格遮住；Word不显示，没有识读。",
    "Row {row}, column {column} of table {table} holds “{text}”, which a merged cell covers; Word "
    "does not show it and it was left out.",
)
_SKIPPED = frozenset(
    W + name
    for name in (
        # how something is set; a content control's properties hold its placeholder's text
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "tcPr",
        "trPr",
        "sdtPr",
        "sdtEndPr",
        "sectPr",
        "lastRenderedPageBreak",
        # what was deleted or moved away while changes were tracked
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        # codes of fields (PAGE, TOC), whose result stands beside them as text
        "instrText",
        # pinyin above characters, and marks of notes, which would be read into figures
        "rt",
        "footnoteReference",
        "endnoteReference",
    )
)
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_VANISH = W + "vanish"
_RAISED = W + "vertAlign"
_DELETED = W + "del"
_SPAN = W + "gridSpan"
_BEFORE = W + "gridBefore"
_MERGED_DOWN = W + "vMerge"
_MERGED_BESIDE = W + "hMerge"
_OFF = frozenset(("0", "false", "off"))
# Files that were patched ask for spans of thousands of columns; no form has more than some dozen.
_MAX_SPAN = 200
_FEWEST_COLUMNS = 2  # a table with fewer is a frame around text


def body_to_blocks(
    body: Element, numbers: ListNumbers
) -> tuple[tuple[Line | Grid, ...], tuple[Sentence, ...]]:
    """Lines and grids of a `w:body` in reading order, and remarks on what a reader of the page
    would not see.

    A line's number counts paragraphs, empty ones and those in layout tables too. A table that holds
    tables, or has a single column, is layout: its cells are read as running text, its inner tables
    become grids.
    """
    walk = _Walk(numbers)
    walk.read_blocks(body)
    return tuple(walk.blocks), tuple(walk.remarks)


@dataclass(slots=True)
class _Text:
    """The text of a paragraph while it is read; text boxes on the way are kept and not read."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def read(self, element: Element) -> _Text:
        """Adds what is shown below an element."""
        for child in element:
            take = _TAKERS.get(child.tag, _Text.read)
            take(self, child)
        return self

    def shown(self) -> str:
        """All of it as one string."""
        return lower_alone("".join(self.parts))

    def take_text(self, element: Element) -> None:
        """The characters of a `w:t`."""
        self.parts.append(element.text or "")

    def take_run(self, run: Element) -> None:
        """A run, unless it is hidden; raised digits are footnote marks, which folding drops."""
        begun = len(self.parts)
        properties = find_child(run, RUN_PROPERTIES)
        is_raised = False
        for mark in properties if properties is not None else ():
            if mark.tag == _VANISH and mark.get(VAL) not in _OFF:
                return
            if mark.tag == _RAISED:
                is_raised = mark.get(VAL) == "superscript"
        self.read(run)
        if is_raised:
            raised = [raise_digits(part) for part in self.parts[begun:]]
            self.parts[begun:] = raised

    def take_sign(self, element: Element) -> None:
        """A character that has an element of its own."""
        self.parts.append(_SIGNS[element.tag])

    def take_break(self, element: Element) -> None:
        """A line break; one of a page or column parts no text."""
        if element.get(W + "type") not in ("page", "column"):
            self.parts.append("\n")

    def take_box(self, box: Element) -> None:
        """A text box, to be read after the paragraph that it hangs on."""
        self.boxes.append(box)

    def take_branch(self, alternate: Element) -> None:
        """One of several ways to write the same."""
        branch = _find_branch(alternate)
        if branch is not None:
            self.read(branch)

    def leave_out(self, _: Element) -> None:
        """What is not shown, or says how something is shown."""


_TAKERS: dict[object, Callable[[_Text, Element], object]] = {
    TEXT: _Text.take_text,
    MATH_TEXT: _Text.take_text,
    RUN: _Text.take_run,
    W + "br": _Text.take_break,
    TEXT_BOX: _Text.take_box,
    ALTERNATE: _Text.take_branch,
    **dict.fromkeys(_SIGNS, _Text.take_sign),
    **dict.fromkeys(_SKIPPED, _Text.leave_out),
}


def _plain_text(element: Element) -> str:
    """What is shown below an element, text boxes left out."""
    return "".join(_Text().read(element).parts)


def _find_branch(alternate: Element) -> Element | None:
    """The first branch of alternate contents that holds any text: all of them say the same."""
    for branch in alternate.iterchildren("*"):
        if next(branch.iter(TEXT, TABLE), None) is not None:
            return branch
    return None


def _children(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, looking into content controls and insertions, not into
    other tables."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag not in _SKIPPED and tag not in (TABLE, PARAGRAPH):
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
    blocks: list[Line | Grid] = field(default_factory=list)
    remarks: list[Sentence] = field(default_factory=list)
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
                branch = _find_branch(child)
                if branch is not None:
                    self.read_blocks(branch)
            elif tag not in _SKIPPED:
                self.read_blocks(child)  # content controls, custom XML, insertions

    def _add_paragraph(self, paragraph: Element) -> None:
        self.paragraphs += 1
        number = self.numbers.number(paragraph)
        text = _Text().read(paragraph)
        for piece in (number + text.shown()).split("\n"):
            if piece.strip():
                self.blocks.append(Line(piece, Where(line=self.paragraphs)))
                self.caption = piece.strip()
        for box in text.boxes:
            self.read_blocks(box)

    def _add_table(self, table: Element) -> None:
        rows = [row for row in _children(table, ROW) if not _is_deleted(row)]
        opened = self._rows_to_cells(rows)
        # many offices lay out a whole report in one table, with the form's tables in its cells
        has_table_inside = next(table.iterdescendants(TABLE), None) is not None
        columns = len({cell.column for cell in opened})
        if has_table_inside or columns < _FEWEST_COLUMNS:
            for row in rows:
                for cell in _children(row, CELL):
                    self.read_blocks(cell)
            return
        self.tables += 1
        opened.sort(key=lambda cell: (cell.row, cell.column))
        cells = tuple(self._close_cell(cell) for cell in opened)
        self.blocks.append(Grid(cells, self.caption))
        self.caption = ""

    def _close_cell(self, cell: _Open) -> Cell:
        where = Where(table=self.tables, row=cell.row + 1, column=cell.column + 1)
        text = self._cell_text(cell.element)
        return Cell(cell.row, cell.column, text, where, cell.rowspan, cell.colspan)

    def _cell_text(self, cell: Element) -> str:
        parts: list[str] = []
        for paragraph in _paragraphs(cell):
            number = self.numbers.number(paragraph)
            text = _Text().read(paragraph)
            parts.append(number + text.shown())
            for box in text.boxes:
                inner = box.iter(PARAGRAPH)
                parts += map(_plain_text, inner)
        return "\n".join(parts).strip()

    def _rows_to_cells(self, rows: Sequence[Element]) -> list[_Open]:
        """The cells of a table with their spans."""
        found: list[_Open] = []
        above: dict[int, _Open] = {}
        for at, row in enumerate(rows):
            above = self._read_row(row, at, above, found)
        return found

    def _read_row(
        self, row: Element, at: int, above: dict[int, _Open], found: list[_Open]
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

    def _remark_covered(self, element: Element, row: int, column: int) -> None:
        text = _plain_text(element).strip()
        if text:
            said = _COVERED.fill(
                row=row + 1,
                column=column + 1,
                table=self.tables + 1,
                text=text,
            )
            self.remarks.append(said)


@dataclass(slots=True)
class _Span:
    """What a cell says of its columns and of the cells that it is merged with."""

    columns: int = 1
    is_merged_down: bool = False
    goes_on_down: bool = False
    goes_on_beside: bool = False


def _read_span(cell: Element) -> _Span:
    span = _Span()
    properties = find_child(cell, CELL_PROPERTIES)
    if properties is None:
        return span
    # from the last to the first, so that of several of a kind the first one stays
    for mark in reversed(properties):
        tag = mark.tag
        value = mark.get(VAL)
        # a merge without a word goes on with what was begun above or before
        goes_on = value in (None, "continue")
        if tag == _SPAN:
            span.columns = _clip_number(value or "", 1)
        elif tag == _MERGED_DOWN:
            span.is_merged_down = True
            span.goes_on_down = goes_on
        elif tag == _MERGED_BESIDE:
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


def _clip_number(value: str, least: int) -> int:
    """The whole number in a `w:val`, clipped; the least where it is absent or no number."""
    if not (value.isascii() and value.isdigit()):
        return least
    return min(max(int(value), least), _MAX_SPAN)
