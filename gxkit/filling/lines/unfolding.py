"""Grids that lay a table otherwise than its form, put the form's way before the tape is laid.

A turned table is turned back, labels that stand beside the figures again are dropped, two halves
of a table with its labels each are joined. Every cell keeps its place in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gxkit.document import Cell, Document, Grid, Line
from gxkit.filling import weights
from gxkit.filling.finding.lexicon import HAN, Lexicon, lexicon, stem
from gxkit.filling.lines.listed import spread_lines, spread_list
from gxkit.forms import all_forms, per_form_set
from gxkit.text import BLANK_MARKS, fold, split_label

Block = Line | Grid

# Grid columns at the left in which labels stand: two of groups and one of rows.
_LABEL_COLUMNS = 3
# Of the columns of a table as many must stand below each other, of its rows beside each other.
_TURNED_COLUMNS = 0.5
_TURNED_ROWS = 0.5
_FEWEST = 2
# Rows within which the labels of one head stand, and letters of the longest such label.
_HEAD_ROWS = 4
_LONGEST_COLUMN = 16
# Letters of a text that is a label wherever it stands; 总计 may be a row's or a column's.
_LONG_LABEL = 5
# Rows whose labels stand there twice; of one alone a cell may repeat the text by chance.
_ROWS_TWICE = 3


def unfold(document: Document) -> Document:
    """The document with its grids laid as the forms lay their tables; itself where they are."""
    blocks = list(map(_straighten, spread_lines(document.blocks)))
    labels = list(map(_short_labels, blocks))
    for words in _tables():
        if _may_be_halves(labels, words):
            _join_halves(blocks, words)
            labels = list(map(_short_labels, blocks))
    if all(one is other for one, other in zip(blocks, document.blocks, strict=True)):
        return document
    return replace(document, blocks=tuple(blocks))


def _straighten(block: Block) -> Block:
    if not isinstance(block, Grid):
        return block
    spread = spread_list(block)
    return _without_labels_again(_turned_back(spread))


@weights.cached
def _core_of(text: str) -> str:
    return split_label(fold(text)).core


@per_form_set
def _tables() -> tuple[Lexicon, ...]:
    """The words of the tables that may lie otherwise: all their rows have the same columns.

    Of editions whose tables have the same labels of columns the newest.
    """
    found = {}
    for form in all_forms().values():
        for table in form.tables:
            alike = {row.columns for row in table.rows}
            if table.layout == "down" and len(alike) == 1 and len(table.columns) > 1:
                words = lexicon(table)
                found[frozenset(words.stems)] = words
    return tuple(found.values())


# Turned tables


def _turned_back(grid: Grid) -> Grid:
    """The grid with rows and columns exchanged if it turns a table of a form."""
    below: dict[str, int] = {}
    for cell in grid.cells:
        text = cell.text
        if cell.column < _LABEL_COLUMNS and text and not text.isdigit():
            below.setdefault(stem(text), cell.row)
    for words in _tables():
        rows = {below[text] for text in words.stems if text in below}
        # In its own head the labels of a table stand beside each other, in one row or two.
        if len(rows) < max(_FEWEST, _TURNED_COLUMNS * len(words.stems)):
            continue
        if _names_rows(grid, words, min(rows)):
            return _turn(grid)
    return grid


def _names_rows(
    grid: Grid,
    words: Lexicon,
    first: int,
) -> bool:
    """Whether the labels of most rows of a table stand above a row of a grid, alone or behind those
    of their groups."""
    above = {_core_of(cell.text) for cell in grid.cells if cell.row < first}
    found = 0
    for wordings in words.wordings:
        cores = tuple(wording.core for wording in wordings)
        found += any(text.endswith(cores) for text in above)
    return found >= _TURNED_ROWS * len(words.wordings)


def _turn(grid: Grid) -> Grid:
    turned = []
    for cell in grid.cells:
        across = replace(
            cell,
            row=cell.column,
            column=cell.row,
            rowspan=cell.colspan,
            colspan=cell.rowspan,
        )
        turned.append(across)
    return replace(grid, cells=tuple(sorted(turned, key=_place_of)))


def _place_of(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


# Labels that stand there twice


def _without_labels_again(grid: Grid) -> Grid:
    """The grid without the labels that stand beside the figures of their row again."""
    if not _may_stand_twice(grid):
        return grid
    again: set[int] = set()
    rows = 0
    for row in grid.by_rows():
        own = _labels_again(row)
        rows += any(len(HAN.findall(cell.text)) >= _LONG_LABEL for cell in own)
        again.update(map(id, own))
    if rows < _ROWS_TWICE:
        return grid
    left = [cell for cell in grid.cells if id(cell) not in again]
    return replace(grid, cells=tuple(left))


def _may_stand_twice(grid: Grid) -> bool:
    """Whether enough rows may hold a long label twice: a sieve, for the rows of hardly a grid do.

    It hides none: a row that counts holds a text of that length twice, and is one at least of those
    that are counted here.
    """
    long = [(cell.row, cell.text) for cell in grid.cells if len(cell.text) >= _LONG_LABEL]
    return len(long) - len(set(long)) >= _ROWS_TWICE


def _labels_again(row: Sequence[Cell]) -> list[Cell]:
    """The labels of a row that stand left of them already; of a head those of columns are none."""
    texts: set[str] = set()
    again = []
    has_figures = False
    for cell in row:
        text = cell.text
        if text.isdigit():
            has_figures = True
        elif text not in texts:
            texts.add(text)
        elif HAN.search(text) and fold(text) not in BLANK_MARKS:
            again.append(cell)
    if has_figures:
        return again
    return [cell for cell in again if not _is_column(cell)]


def _is_column(cell: Cell) -> bool:
    text = stem(cell.text)
    return any(text in words.stems for words in _tables())


# Halves


@dataclass(frozen=True, slots=True)
class _Half:
    """A part of a grid whose head names some columns of a table.

    `head` and `body` are its rows; its figures stand from the grid column `left` on.
    """

    block: int
    columns: frozenset[str]
    left: int
    head: list[list[Cell]]
    body: list[list[Cell]]

    @property
    def labels(self) -> list[str]:
        """The label of each row of figures."""
        found = []
        for row in self.body:
            texts = [cell.text for cell in row if cell.column < self.left and cell.text]
            found.append(fold(texts[-1]) if texts else "")
        return found


def _short_labels(block: Block) -> list[tuple[int, str]]:
    """What may be a column's label in a grid, as stems with their rows: the tables of all editions
    are asked about the same."""
    labels = []
    for cell in _cells_of(block):
        text = cell.text
        if text and len(text) <= _LONGEST_COLUMN and not text.isdigit():
            labels.append((cell.row, stem(text)))
    return labels


def _may_be_halves(
    labels: Sequence[Sequence[tuple[int, str]]],
    words: Lexicon,
) -> bool:
    """Whether two heads, one after the other, share the columns of a table between them; `labels`
    are the short ones of each block."""
    heads: list[set[str]] = []
    for block in labels:
        last = -_HEAD_ROWS
        for row, text in block:
            column = words.stems.get(text)
            if column is None:
                continue
            if row - last >= _HEAD_ROWS:
                heads.append(set())
            last = row
            heads[-1].add(column)
    whole = len(words.stems)
    return any(len(one) + len(two) == whole == len(one | two) for one, two in pairwise(heads))


def _join_halves(
    blocks: list[Block],
    words: Lexicon,
) -> None:
    """Put the columns of a table's second half beside those of its first, in place."""
    for one, other in pairwise(list(_halves(blocks, words))):
        both = one.columns | other.columns
        # Columns that both name, or neither does, are no halves of one table.
        parted = len(one.columns) + len(other.columns)
        if len(both) == len(words.stems) == parted and _are_alike(one, other):
            _join(blocks, one, other)
            return


def _are_alike(
    one: _Half,
    other: _Half,
) -> bool:
    """Whether two halves have the same rows; the first may end in the top of the second's head."""
    rows = min(len(one.body), len(other.body))
    further = (*one.body[rows:], *other.body[rows:])
    if any(map(_has_figures, further)):
        return False
    return one.labels[:rows] == other.labels[:rows]


def _has_figures(row: Sequence[Cell]) -> bool:
    return any(cell.text.isdigit() for cell in row)


def _join(
    blocks: list[Block],
    one: _Half,
    other: _Half,
) -> None:
    """Put the columns of one half beside those of the other, and take them from where they were."""
    left = _cells_of(blocks[one.block])
    taken = {id(cell) for row in (*other.head, *other.body) for cell in row}
    width = max(cell.column + cell.colspan for cell in left)
    moved = list(_beside(one, other, width))
    # A head deeper than the table it would stand beside.
    if any(cell.row < 0 for cell in moved):
        return
    rest = [cell for cell in _cells_of(blocks[other.block]) if id(cell) not in taken]
    if other.block == one.block:
        left = rest
    else:
        blocks[other.block] = Grid(tuple(rest))
    blocks[one.block] = Grid(tuple(sorted((*left, *moved), key=_place_of)))


def _cells_of(block: Block) -> Sequence[Cell]:
    return block.cells if isinstance(block, Grid) else ()


def _beside(
    one: _Half,
    other: _Half,
    width: int,
) -> Iterator[Cell]:
    """The columns of the second half as they stand right of the first one's."""
    for mine, theirs in zip(one.body, other.body, strict=False):
        yield from _moved(other, theirs, mine[0].row, width)
    last = one.head[-1][0].row
    for up, row in enumerate(reversed(other.head)):
        yield from _moved(other, row, last - up, width)


def _moved(
    half: _Half,
    cells: Sequence[Cell],
    row: int,
    width: int,
) -> Iterator[Cell]:
    for cell in cells:
        if cell.column >= half.left:
            column = width + cell.column - half.left
            yield replace(
                cell,
                row=row,
                column=column,
            )


def _halves(
    blocks: Sequence[Block],
    words: Lexicon,
) -> Iterator[_Half]:
    """The parts of grids whose heads name some columns of a table and not all."""
    for number, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        half: _Half | None = None
        for row in block.by_rows():
            named = [cell for cell in row if stem(cell.text) in words.stems]
            has_figures = _has_figures(row)
            if half and (has_figures or not named):
                half.body.append(row)
            elif named and not has_figures:
                if half and half.body:
                    yield half
                    half = None
                half = _with_head(
                    half,
                    number,
                    row,
                    named,
                    words,
                )
        if half and half.body:
            yield half


def _with_head(
    half: _Half | None,
    block: int,
    row: list[Cell],
    named: Sequence[Cell],
    words: Lexicon,
) -> _Half:
    """A half with one more row of its head."""
    columns = frozenset(words.stems[stem(cell.text)] for cell in named)
    left = min(cell.column for cell in named)
    if half is None:
        return _Half(
            block,
            columns,
            left,
            [row],
            [],
        )
    return replace(
        half,
        columns=half.columns | columns,
        left=min(left, half.left),
        head=[*half.head, row],
    )
