"""Tables without rules: rows are baselines, columns are where figures stand above one another.

What comes out are the printed lines, with a tab before each column's figure; a column that is blank
in a line keeps its place between two tabs. Which label a line belongs to, and labels that wrap, are
left to the filling, which knows the form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from gxkit.readers.pdf.glyphs import Glyph
from gxkit.readers.pdf.lines import join_texts, row_to_text

Interval = tuple[float, float]
"""left and right"""

_FIGURE = re.compile(r"[-+－]?\d[\d,，]*(?:\.\d+)?(?:万元|元|件|项|条|份|次|人次)?|[-—–－/无]{1,3}")
_WORD_GAP = 0.5  # of the font size: a wider gap parts words, as in lines.py it is a blank
_BLANK = 0.1  # of the font size, where the file has a blank
# Font sizes: rows of figures farther apart are two tables. Labels of a form wrap to six lines, and
# its figures stand in the middle of them.
_APART = 12.0
_HEAD = 10  # rows above the first row of figures in which column labels are looked for
_TOUCH = 1.0  # points by which what stands above one another must overlap: boxes are a little wide
_FEWEST_COLUMNS = 2
"""of a table, and of the labels that a group's label spans"""


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line: its characters, where its trailing figures begin, and their words."""

    glyphs: Sequence[Glyph]
    label_end: int
    figures: tuple[tuple[str, Interval], ...]
    y: float
    size: float


def rows_to_texts(
    rows: Sequence[Sequence[Glyph]], carried: Sequence[Interval]
) -> tuple[list[str], list[Interval]]:
    """The text of each row of a page (from the top), tables with tabs; and the columns of the last
    table.

    `carried` are those of the last table on the page before, which may go on here with fewer
    columns in use.
    """
    read = [_read_row(row) for row in rows]
    texts = [row_to_text(row) for row in rows]
    columns: list[Interval] = []
    for number, run in enumerate(_runs(read)):
        found = _find_columns(read, run, carried if number == 0 else ())
        if len(found) < _FEWEST_COLUMNS:
            continue
        columns = found
        for place in run:
            tabbed = _tabbed(read[place], columns)
            if tabbed:
                texts[place] = tabbed
    return texts, columns


def _words(row: Sequence[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = []
    end = 0.0
    for glyph in row:
        least = _BLANK if glyph.parted else _WORD_GAP
        if not words or glyph.left - end > least * glyph.size:
            words.append([])
        words[-1].append(glyph)
        end = glyph.right
    return words


def _interval(word: Sequence[Glyph]) -> Interval:
    return word[0].left, word[-1].right


def _read_row(row: Sequence[Glyph]) -> _Row:
    figures: list[tuple[str, Interval]] = []
    label_end = len(row)
    # rows without a digit are most rows of a report, and are looked at no further
    has_digit = any(map(str.isdigit, join_texts(row)))
    words = _words(row) if has_digit else []
    for word in reversed(words):
        text = join_texts(word)
        if not _FIGURE.fullmatch(text):
            break
        figures.append((text, _interval(word)))
        label_end -= len(word)
    figures.reverse()
    baseline = row[0].baseline
    size = max(glyph.size for glyph in row)
    return _Row(row, label_end, tuple(figures), baseline, size)


def _runs(rows: Sequence[_Row]) -> list[list[int]]:
    """The rows with figures, table by table; a table has at least one row with two of them."""
    runs: list[list[int]] = []
    last = None
    for place, row in enumerate(rows):
        if not row.figures:
            continue
        if last is None or last.y - row.y > _APART * row.size:
            runs.append([])
        runs[-1].append(place)
        last = row
    return [run for run in runs if _most_figures(rows, run) > 1]


def _most_figures(rows: Sequence[_Row], run: Sequence[int]) -> int:
    return max(len(rows[place].figures) for place in run)


def _find_columns(
    rows: Sequence[_Row], run: Sequence[int], carried: Sequence[Interval]
) -> list[Interval]:
    """The columns of a table as far as figures, the page before, or column labels show them; none
    where figures of two columns overlap."""
    in_run = [rows[place] for place in run]
    printed = chain.from_iterable(row.figures for row in in_run)
    figures = _stack([interval for _, interval in printed])
    if any(_two_in_one(row, figures) for row in in_run):
        return []
    if carried and _fit_one_each(figures, carried):
        return list(carried)
    first = in_run[0]
    first_left, _ = figures[0]
    # a lone row of figures without a label is as likely a date or a page number
    if first.label_end == 0 and len(run) == 1:
        return figures
    begins = run[0]
    above = rows[max(0, begins - _HEAD) : begins]
    head = [row.glyphs for row in above if not row.figures]
    labels = _labels(head, first_left - first.size)
    if len(labels) <= len(figures) or not _fit_one_each(figures, labels):
        return figures
    blank = [label for label in labels if not _count_overlaps(label, figures)]
    return sorted([*figures, *blank])


def _two_in_one(row: _Row, columns: Sequence[Interval]) -> bool:
    """Whether two figures of a row fall into one column."""
    taken = {_column_of(interval, columns) for _, interval in row.figures}
    return len(taken) < len(row.figures)


def _fit_one_each(columns: Sequence[Interval], others: Sequence[Interval]) -> bool:
    """Whether each column overlaps one of the others and no more."""
    return all(_count_overlaps(column, others) == 1 for column in columns)


def _count_overlaps(interval: Interval, others: Sequence[Interval]) -> int:
    return sum(_overlap(interval, other) for other in others)


def _labels(head: Sequence[Sequence[Glyph]], left: float) -> list[Interval]:
    """The column labels right of `left`: words of the lowest rows first; what spans several of them
    is a group's."""
    labels: list[Interval] = []
    for row in reversed(head):
        for word in map(_interval, _words(row)):
            under = [label for label in labels if _overlap(word, label)]
            begins, _ = word
            if begins <= left or len(under) >= _FEWEST_COLUMNS:
                continue
            apart = [label for label in labels if label not in under]
            labels = [*apart, _around([word, *under])]
    return sorted(labels)


def _around(intervals: Sequence[Interval]) -> Interval:
    """From where the first of some intervals begins to where the last ends."""
    first = min(left for left, _ in intervals)
    last = max(right for _, right in intervals)
    return first, last


def _stack(intervals: Sequence[Interval]) -> list[Interval]:
    """Intervals that overlap made one."""
    stacked: list[Interval] = []
    for left, right in sorted(intervals):
        begun, end = stacked[-1] if stacked else (left, left)
        if left < end - _TOUCH:
            stacked[-1] = begun, max(end, right)
        else:
            stacked.append((left, right))
    return stacked


def _overlap(one: Interval, other: Interval) -> bool:
    left, right = one
    other_left, other_right = other
    return left < other_right - _TOUCH and other_left < right - _TOUCH


def _column_of(interval: Interval, columns: Sequence[Interval]) -> int:
    """The column whose middle is nearest among those that overlap, else the nearest of all."""
    middle = sum(interval) / 2

    def distance(at: int) -> tuple[bool, float]:
        column = columns[at]
        off = abs(sum(column) / 2 - middle)
        return not _overlap(interval, column), off

    return min(range(len(columns)), key=distance)


def _tabbed(row: _Row, columns: Sequence[Interval]) -> str:
    """The row with a tab before each column; '' where two figures fall into one column."""
    if _two_in_one(row, columns):
        return ""
    cells = [""] * len(columns)
    for text, interval in row.figures:
        cells[_column_of(interval, columns)] = text
    printed = row.glyphs[: row.label_end]
    label = row_to_text(printed) if printed else ""
    return "\t".join([label, *cells])
