"""Tables without rules: rows are baselines, columns are where figures stand above one another.

What comes out are the printed lines, with a tab before each column's figure; a column that is blank
in a line keeps its place between two tabs, and the heads of the columns come in the same way. Which
label a line belongs to, and labels that wrap, are left to the filling, which knows the form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.heads import read_head
from gxkit.readers.plane.lines import join_texts, row_to_text
from gxkit.readers.plane.words import Interval, interval_of, overlap, words_of

_FIGURE = re.compile(r"[-+－]?\d[\d,，]*(?:\.\d+)?(?:万元|元|件|项|条|份|次|人次)?|[-—–－/无]{1,3}")
_PAGE_NUMBER = re.compile(r"[-—–－]\d{1,4}[-—–－]")
_NARROW = 6.0  # font sizes: figures of three columns are wider
# Font sizes: rows of figures farther apart are two tables. Labels of a form wrap to six lines, and
# its figures stand in the middle of them.
_APART = 12.0
_BETWEEN = 2  # rows without figures, at least, of which the heading and the head of a table are
_TOUCH = 1.0  # points by which what stands above one another must overlap: boxes are a little wide
_FEWEST_COLUMNS = 2
"""of a table"""
_HEADED = 4  # columns of a lone row without a label that is one if it has a head


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A printed line: its characters, where its trailing figures begin, and their words."""

    glyphs: Sequence[Glyph]
    label_end: int
    figures: tuple[tuple[str, Interval], ...]
    y: float
    size: float

    @property
    def words(self) -> list[list[Glyph]]:
        """The characters of its figures."""
        return words_of(self.glyphs[self.label_end :])


def rows_to_texts(
    rows: Sequence[Sequence[Glyph]],
    carried: Sequence[Interval],
) -> tuple[list[str], list[Interval]]:
    """The text of each row of a page (from the top), tables with tabs; and the columns of the last
    table.

    `carried` are those of the last table on the page before, which may go on here with fewer
    columns in use.
    """
    read = [read_row(row) for row in rows]
    texts = [row_to_text(row) for row in rows]
    columns: list[Interval] = []
    for run in find_runs(read):
        found = _find_columns(read, run)
        if not found:
            continue
        above = _rows_above(read, run[0])
        head = None
        if len(found) >= _HEADED or (len(found) >= _FEWEST_COLUMNS and _is_table(read, run)):
            head = read_head(above, found, _labels_end(read, run, found))
        if head:
            columns = head.columns
            begins = run[0] - len(head.texts)
            texts[begins : run[0]] = head.texts
        elif carried and _fit_one_each(found, carried):
            columns = list(carried)
        elif len(found) >= _FEWEST_COLUMNS and _is_table(read, run):
            columns = found
        else:
            continue
        carried = columns
        for place in run:
            tabbed = _tabbed(read[place], columns)
            if tabbed:
                texts[place] = tabbed
    return texts, columns


def _rows_above(
    rows: Sequence[PrintedRow],
    begins: int,
) -> list[Sequence[Glyph]]:
    """The rows above one, up to the last that has figures."""
    above: list[Sequence[Glyph]] = []
    for row in reversed(rows[:begins]):
        if row.figures:
            break
        above.append(row.glyphs)
    above.reverse()
    return above


def _labels_end(
    rows: Sequence[PrintedRow],
    run: Sequence[int],
    columns: Sequence[Interval],
) -> float:
    """Where the labels of a table end, which stand left of its figures."""
    first, _ = columns[0]
    ends = [0.0]
    for row in rows[run[0] : run[-1] + 1]:
        for word in words_of(row.glyphs):
            _, right = interval_of(word)
            if right < first:
                ends.append(right)
    return max(ends)


def _is_table(
    rows: Sequence[PrintedRow],
    run: Sequence[int],
) -> bool:
    """Whether rows of figures are no lone row without a label, which is as likely a date or a page
    number."""
    return len(run) > 1 or rows[run[0]].label_end > 0


def read_row(row: Sequence[Glyph]) -> PrintedRow:
    figures: list[tuple[str, Interval]] = []
    label_end = len(row)
    # rows without a digit are most rows of a report, and are looked at no further
    has_digit = any(map(str.isdigit, join_texts(row)))
    words = words_of(row) if has_digit else []
    for word in reversed(words):
        text = join_texts(word)
        if not _FIGURE.fullmatch(text):
            break
        figures.append((text, interval_of(word)))
        label_end -= len(word)
    figures.reverse()
    if label_end == 0 and _is_page_number(row):
        figures = []
    baseline = row[0].baseline
    size = max(glyph.size for glyph in row)
    return PrintedRow(row, label_end, tuple(figures), baseline, size)


def _is_page_number(row: Sequence[Glyph]) -> bool:
    """Whether a row is a number between dashes, as in - 2 -."""
    width = row[-1].right - row[0].left
    is_narrow = width < _NARROW * row[0].size
    return is_narrow and _PAGE_NUMBER.fullmatch(join_texts(row)) is not None


def find_runs(rows: Sequence[PrintedRow]) -> list[list[int]]:
    """The rows with figures, table by table; a table has at least one row with two of them."""
    runs: list[list[int]] = []
    last = None
    taken: list[Interval] = []
    for place, row in enumerate(rows):
        if not row.figures:
            continue
        is_next = last is not None and last.y - row.y <= _APART * row.size
        if not is_next or (place - runs[-1][-1] > _BETWEEN and _misfits(row, taken)):
            runs.append([])
            taken = []
        runs[-1].append(place)
        taken = stack([*taken, *_intervals(row)])
        last = row
    return [run for run in runs if _most_figures(rows, run) > 1]


def _intervals(row: PrintedRow) -> list[Interval]:
    return [interval for _, interval in row.figures]


def _misfits(
    row: PrintedRow,
    columns: Sequence[Interval],
) -> bool:
    """Whether most figures of a row stand in none of the columns above, or in two: they are of
    another table."""
    alone = 0
    for interval in _intervals(row):
        alone += _count_overlaps(interval, columns) != 1
    return alone > 1 and 2 * alone >= len(row.figures)


def _most_figures(
    rows: Sequence[PrintedRow],
    run: Sequence[int],
) -> int:
    return max(len(rows[place].figures) for place in run)


def _find_columns(
    rows: Sequence[PrintedRow],
    run: Sequence[int],
) -> list[Interval]:
    """The columns of a table as far as figures show them; none where figures of two overlap."""
    in_run = [rows[place] for place in run]
    printed = chain.from_iterable(row.figures for row in in_run)
    figures = stack([interval for _, interval in printed])
    if any(_two_in_one(row, figures) for row in in_run):
        return []
    return figures


def _two_in_one(
    row: PrintedRow,
    columns: Sequence[Interval],
) -> bool:
    """Whether two figures of a row fall into one column."""
    taken = {_column_of(interval, columns) for _, interval in row.figures}
    return len(taken) < len(row.figures)


def _fit_one_each(
    columns: Sequence[Interval],
    others: Sequence[Interval],
) -> bool:
    """Whether each column overlaps one of the others and no more."""
    return all(_count_overlaps(column, others) == 1 for column in columns)


def _count_overlaps(
    interval: Interval,
    others: Sequence[Interval],
) -> int:
    return sum(overlap(interval, other) for other in others)


def stack(intervals: Sequence[Interval]) -> list[Interval]:
    """Intervals that overlap made one."""
    stacked: list[Interval] = []
    for left, right in sorted(intervals):
        begun, end = stacked[-1] if stacked else (left, left)
        if left < end - _TOUCH:
            stacked[-1] = begun, max(end, right)
        else:
            stacked.append((left, right))
    return stacked


def _column_of(
    interval: Interval,
    columns: Sequence[Interval],
) -> int:
    """The column whose middle is nearest among those that overlap, else the nearest of all."""
    middle = sum(interval) / 2

    def distance(at: int) -> tuple[bool, float]:
        column = columns[at]
        off = abs(sum(column) / 2 - middle)
        return not overlap(interval, column), off

    return min(range(len(columns)), key=distance)


def _tabbed(
    row: PrintedRow,
    columns: Sequence[Interval],
) -> str:
    """The row with a tab before each column; '' where two figures fall into one column."""
    if _two_in_one(row, columns):
        return ""
    cells = [""] * len(columns)
    for text, interval in row.figures:
        cells[_column_of(interval, columns)] = text
    printed = row.glyphs[: row.label_end]
    label = row_to_text(printed) if printed else ""
    return "\t".join([label, *cells])
