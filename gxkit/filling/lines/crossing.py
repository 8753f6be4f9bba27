"""A table across in a grid: each cell by the labels above it and left of it, however they lie."""

from __future__ import annotations

from collections.abc import (
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from itertools import chain

from gxkit.document import Cell, Grid
from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field, zone_fields
from gxkit.filling.cells.kinds import Kind, classify_cell
from gxkit.filling.finding.lexicon import Lexicon
from gxkit.filling.heads import headwords
from gxkit.filling.heads.columns import Columned, pick_year, weigh
from gxkit.filling.heads.headers import Theme, Year, say
from gxkit.filling.tape import Tape
from gxkit.filling.ways import Declined, Reason
from gxkit.forms import Slot
from gxkit.text import fold, split_label

Found = dict[Slot, list[Cell]]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label of a row or of a column of the form, and the places of the grid that it covers."""

    cell: Cell
    row: str = ""
    column: str = ""
    width: int = 1

    def is_above(self, cell: Cell) -> bool:
        """Whether it stands above a cell."""
        end = self.cell.column + self.width
        shares = self.cell.column < cell.column + cell.colspan and cell.column < end
        return shares and self.cell.row < cell.row

    def is_left(self, cell: Cell) -> bool:
        """Whether it stands left of a cell, in a row of it."""
        end = self.cell.row + self.cell.rowspan
        return self.cell.row <= cell.row < end and self.cell.column < cell.column


def read_crossed(
    tape: Tape,
    words: Lexicon,
    anchor: int,
    year: int | None,
) -> Columned | Declined:
    """An entry for each row of the form, if each cell of the form is found once by its labels.

    `anchor` is where the second row's label stands. The columns may stand in any order, and the
    table may be turned; what stands under other heads is left out.
    """
    token = tape.token_at(max(anchor, 0))
    grid = tape.blocks[token.block]
    if not isinstance(grid, Grid) or token.row is None:
        return Declined(Reason.NO_GRID)
    rows = _rows_of_table(
        grid,
        token.row,
        words,
    )
    fields = _fields_of(
        tape,
        words,
        token.block,
    )
    found = _find_cells(rows, words, fields)
    lines = _full_lines(found)
    if len(lines) > 1:
        return _of_several(
            _Crossed(words, rows, fields),
            found,
            lines,
            year,
        )
    chosen = _choose_each(words, found)
    if isinstance(chosen, Declined):
        return chosen
    return _in_order(words, fields, chosen)


def _choose_each(words: Lexicon, found: Found) -> dict[Slot, Cell] | Declined:
    """The cell of each cell of the form, if each has one of its own."""
    chosen: dict[Slot, Cell] = {}
    for slot in chain.from_iterable(words.slots):
        cell = _choose(found.get(slot, ()))
        # One cell that no label names, and nobody knows whether the others are named right.
        if cell is None:
            return Declined(Reason.NO_COLUMN_LABELS)
        chosen[slot] = cell
    # One cell below the labels of two columns: a span of the file is wrong.
    if len(set(map(id, chosen.values()))) < len(chosen):
        return Declined(Reason.SPANS_COLUMNS)
    return chosen


@dataclass(frozen=True, slots=True)
class _Crossed:
    """A table across in a grid: its words, its rows, its fields by their cells."""

    words: Lexicon
    rows: Sequence[Sequence[Cell]]
    fields: Mapping[int, Field]

    def year_of(self, line: int) -> Year:
        """The year that the labels of a row say."""
        for row in self.rows:
            for cell in row:
                year = say(cell.text, self.words).year
                if cell.row == line and year:
                    return year
        return ""

    def entries(self, found: Found, line: int) -> Columned:
        """The entries that one row of the grid gives."""
        chosen = {}
        for slots in self.words.slots:
            for slot in slots:
                chosen[slot] = next(cell for cell in found[slot] if cell.row == line)
        return _in_order(self.words, self.fields, chosen)


def _full_lines(found: Found) -> list[int]:
    """The rows of the grid that hold something for each cell of the form."""
    lines: set[int] | None = None
    for cells in found.values():
        own = {cell.row for cell in cells if cell.text.strip()}
        lines = own if lines is None else lines & own
    return sorted(lines or ())


def _of_several(
    crossed: _Crossed,
    found: Found,
    lines: Sequence[int],
    year: int | None,
) -> Columned | Declined:
    """The line of the report's year; if none says that it is, the first with the next as rival."""
    cells = sum(len(slots) for slots in crossed.words.slots)
    if len(found) < cells:
        return Declined(Reason.NO_COLUMN_LABELS)
    years = [crossed.year_of(line) for line in lines]
    picked = pick_year(years, year)
    where = crossed.rows[0][0].where
    if picked is not None and years.count(picked) == 1:
        own = crossed.entries(found, lines[years.index(picked)])
        remark = headwords.YEARS.fill(year=headwords.year_words(picked))
        told = headwords.tell(remark, crossed.words.table, where)
        return replace(own, remarks=(*own.remarks, told))
    first, second, *_ = (crossed.entries(found, line) for line in lines)
    told = headwords.tell(headwords.YEARS_UNSAID, crossed.words.table, where)
    return replace(first, rival=second.entries, remarks=(told,))


def _rows_of_table(
    grid: Grid,
    anchor: int,
    words: Lexicon,
) -> list[list[Cell]]:
    """The rows of a grid around one of the labels that belong to the table."""
    rows = list(grid.by_rows())
    at = next(number for number, row in enumerate(rows) if row[0].row == anchor)
    first = at
    while first and not _is_foreign(rows[first - 1], words):
        first -= 1
    last = at
    while last + 1 < len(rows) and not _is_foreign(rows[last + 1], words):
        last += 1
    return rows[first : last + 1]


def _is_foreign(
    row: Sequence[Cell],
    words: Lexicon,
) -> bool:
    """Whether a row is another table's or a text's: it opens with one, and holds no figure."""
    text = row[0].text
    is_text = classify_cell(text).kind is Kind.TEXT
    # 类型 before the labels of columns opens a head, too.
    if not is_text or any(_label_of(cell, words) for cell in row):
        return False
    has_figures = any(classify_cell(cell.text).kind is Kind.NUMBER for cell in row)
    return not has_figures and say(text, words).theme is Theme.STRANGE


def _label_of(
    cell: Cell,
    words: Lexicon,
) -> _Label | None:
    row, column = _named_by(cell.text, words)
    return _Label(cell, row, column, cell.colspan) if row or column else None


@weights.cached
def _named_by(
    text: str,
    words: Lexicon,
) -> tuple[str, str]:
    """The row or the column of which a text is a label; '' for each of which it is none."""
    folded = fold(text)
    # Figures and blanks are most of the cells.
    if not folded or folded[0].isdigit():
        return "", ""
    core = split_label(folded).core
    for row, wordings in zip(words.table.rows, words.wordings, strict=True):
        if any(wording.core == core for wording in wordings):
            return row.id, ""
    return "", say(text, words).column


def _find_cells(
    rows: Sequence[Sequence[Cell]],
    words: Lexicon,
    fields: Mapping[int, Field],
) -> Found:
    """The cells of the form's cells, by the nearest labels above them, else left of them.

    Only those with a field: a copy filled with × may end where its labels begin anew.
    """
    spanless = all(cell.colspan == 1 and cell.rowspan == 1 for row in rows for cell in row)
    labels: list[_Label] = []
    found: Found = {}
    for row in rows:
        own = list(_labels_in(row, words, spanless))
        labels += own
        of_rows = [label for label in labels if label.row]
        of_columns = [label for label in labels if label.column]
        # A blank beside the labels of two rows is a place of the head, not of a figure.
        is_head = sum(bool(label.row) for label in own) > 1
        taken = {id(label.cell) for label in own}
        kinds = [classify_cell(cell.text).kind for cell in row]
        # Among figures a word stands for one: a blank of the head above is not what is printed.
        has_figures = kinds.count(Kind.NUMBER) > kinds.count(Kind.TEXT)
        for cell, kind in zip(row, kinds, strict=True):
            is_word = kind is Kind.TEXT and not has_figures
            is_none = is_word or (is_head and kind is Kind.EMPTY)
            if is_none or id(cell) in taken or id(cell) not in fields:
                continue
            form_row = _nearest(of_rows, cell)
            column = _nearest(of_columns, cell)
            if form_row and column:
                found.setdefault((form_row.row, column.column), []).append(cell)
    return found


def _labels_in(
    row: Sequence[Cell],
    words: Lexicon,
    spanless: bool,
) -> Iterator[_Label]:
    """The labels of a grid's row; without spans one of a group covers the blanks right of it."""
    for at, cell in enumerate(row):
        label = _label_of(cell, words)
        if label is None:
            continue
        if spanless and label.row:
            end = at + 1
            while end < len(row) and not row[end].text.strip():
                end += 1
            label = replace(label, width=end - at)
        yield label


def _nearest(
    labels: Sequence[_Label],
    cell: Cell,
) -> _Label | None:
    """The lowest label above a cell, else the last one left of it."""
    above = [label for label in labels if label.is_above(cell)]
    if above:
        return max(above, key=lambda label: label.cell.row)
    left = [label for label in labels if label.is_left(cell)]
    return left[-1] if left else None


def _choose(cells: Sequence[Cell]) -> Cell | None:
    """The one cell that holds anything, else the lowest; None for none, and for several."""
    filled = [cell for cell in cells if cell.text.strip()]
    if len(filled) > 1 or not cells:
        return None
    return filled[0] if filled else cells[-1]


def _in_order(
    words: Lexicon,
    fields: Mapping[int, Field],
    chosen: Mapping[Slot, Cell],
) -> Columned:
    """The entries by their labels; the form's order is a rival where only it adds up."""
    by_head = [fields[id(cell)] for cell in chosen.values()]
    named = _entries(words, by_head)
    printed = sorted(by_head, key=lambda item: (item.token.row, item.column))
    if printed == by_head:
        return Columned(tuple(named))
    # Rows of the form below each other are no line that could be read in the form's order.
    if len({item.token.row for item in printed}) > 1:
        return Columned(tuple(named))
    as_form = _entries(words, printed)
    where = printed[0].token.where
    return weigh(
        named,
        as_form,
        words,
        where,
        takes_ties=True,
    )


def _fields_of(
    tape: Tape,
    words: Lexicon,
    block: int,
) -> dict[int, Field]:
    """The fields of a grid by their cells."""
    tokens = [token for token in tape.tokens if token.block == block]
    low, high = tokens[0].start, tokens[-1].end
    found: dict[int, Field] = {}
    for item in zone_fields(tape, low, high, words.landmarks):
        # Of those that are asked for none is a label.
        if item.kind is Kind.TEXT:
            item = item._replace(kind=Kind.ILLEGIBLE)
        found.setdefault(id(item.token.source), item)
    return found


def _entries(
    words: Lexicon,
    fields: Sequence[Field],
) -> list[Entry]:
    """An entry for each row of the form with its fields, which stand in the form's order."""
    entries = []
    at = 0
    for slots in words.slots:
        own = tuple(fields[at : at + len(slots)])
        at += len(slots)
        entries.append(Entry(slots, own[0].token.where, own))
    return entries
