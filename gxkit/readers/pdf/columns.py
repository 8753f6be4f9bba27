"""Tables without rules: rows are baselines, columns are where figures stand above one another.

What comes out are the printed lines, with a tab before each column's figure; a column that is blank in a line keeps
its place between two tabs. Which label a line belongs to, and labels that wrap, are left to the filling, which knows
the form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gxkit.readers.pdf.glyphs import Glyph, row_to_text

Interval = tuple[float, float]
"""left and right"""

_FIGURE = re.compile(r"[-+－]?\d[\d,，]*(?:\.\d+)?(?:万元|元|件|项|条|份|次|人次)?|[-—–－/无]{1,3}")
_WORD_GAP = 0.5  # of the font size
_BLANK = 0.1  # of the font size, where the file has a blank
_APART = 12.0  # font sizes: rows of figures farther apart are two tables
_HEAD = 10  # rows above the first row of figures in which column labels are looked for
_TOUCH = 1.0  # points by which what stands above one another must overlap


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
    """The text of each row of a page (from the top), tables with tabs; and the columns of the last table.

    `carried` are those of the last table on the page before, which may go on here with fewer columns in use.
    """
    read = [_read_row(row) for row in rows]
    texts = [row_to_text(row) for row in rows]
    columns: list[Interval] = []
    for number, run in enumerate(_runs(read)):
        found = _columns(read, run, carried if number == 0 else ())
        if len(found) < 2:
            continue
        columns = found
        for place in run:
            if text := _tabbed(read[place], columns):
                texts[place] = text
    return texts, columns


def _words(row: Sequence[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = []
    for glyph in row:
        gap = glyph.left - words[-1][-1].right if words else 0.0
        if not words or gap > (_BLANK if glyph.parted else _WORD_GAP) * glyph.size:
            words.append([])
        words[-1].append(glyph)
    return words


def _interval(word: Sequence[Glyph]) -> Interval:
    return word[0].left, word[-1].right


def _read_row(row: Sequence[Glyph]) -> _Row:
    figures: list[tuple[str, Interval]] = []
    label_end = len(row)
    if any(map(str.isdigit, "".join([glyph.text for glyph in row]))):
        for word in reversed(_words(row)):
            text = "".join(glyph.text for glyph in word)
            if not _FIGURE.fullmatch(text):
                break
            figures.append((text, _interval(word)))
            label_end -= len(word)
    return _Row(
        row, label_end, tuple(reversed(figures)), row[0].baseline, max(glyph.size for glyph in row)
    )


def _runs(rows: Sequence[_Row]) -> list[list[int]]:
    """The rows with figures, table by table; a table has at least one row with two of them."""
    runs: list[list[int]] = []
    for place, row in enumerate(rows):
        if not row.figures:
            continue
        if not runs or rows[runs[-1][-1]].y - row.y > _APART * row.size:
            runs.append([])
        runs[-1].append(place)
    return [run for run in runs if any(len(rows[place].figures) > 1 for place in run)]


def _columns(
    rows: Sequence[_Row], run: Sequence[int], carried: Sequence[Interval]
) -> list[Interval]:
    """The columns of a table as far as figures, the page before, or column labels show them."""
    figures = _stack([interval for place in run for _, interval in rows[place].figures])
    for place in run:
        taken = [_column_of(interval, figures) for _, interval in rows[place].figures]
        if len(set(taken)) < len(taken):
            return []  # figures of two columns overlap
    if carried and all(
        sum(_overlap(column, other) for other in carried) == 1 for column in figures
    ):
        return list(carried)
    first = rows[run[0]]
    if first.label_end == 0 and len(run) == 1:
        return figures
    head = [row for row in rows[max(0, run[0] - _HEAD) : run[0]] if not row.figures]
    labels = _labels([row.glyphs for row in head], figures[0][0] - first.size)
    if len(labels) <= len(figures) or not all(
        sum(_overlap(c, label) for label in labels) == 1 for c in figures
    ):
        return figures
    return sorted(
        [*figures, *(label for label in labels if not any(_overlap(label, c) for c in figures))]
    )


def _labels(head: Sequence[Sequence[Glyph]], left: float) -> list[Interval]:
    """The column labels right of `left`: words of the lowest rows first; what spans several of them is a group's."""
    labels: list[Interval] = []
    for row in reversed(head):
        for interval in map(_interval, _words(row)):
            under = [label for label in labels if _overlap(interval, label)]
            if interval[0] > left and len(under) < 2:
                labels = [label for label in labels if label not in under]
                labels.append(
                    (
                        min(interval[0], *(u[0] for u in under), interval[0]),
                        max(interval[1], *(u[1] for u in under), interval[1]),
                    )
                )
    return sorted(labels)


def _stack(intervals: Sequence[Interval]) -> list[Interval]:
    """Intervals that overlap made one."""
    stacked: list[Interval] = []
    for left, right in sorted(intervals):
        if stacked and left < stacked[-1][1] - _TOUCH:
            stacked[-1] = stacked[-1][0], max(stacked[-1][1], right)
        else:
            stacked.append((left, right))
    return stacked


def _overlap(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] - _TOUCH and other[0] < one[1] - _TOUCH


def _column_of(interval: Interval, columns: Sequence[Interval]) -> int:
    """The column whose middle is nearest among those that overlap, else the nearest of all."""
    middle = sum(interval) / 2
    return min(
        range(len(columns)),
        key=lambda at: (not _overlap(interval, columns[at]), abs(sum(columns[at]) / 2 - middle)),
    )


def _tabbed(row: _Row, columns: Sequence[Interval]) -> str:
    """The row with a tab before each column; '' where two figures fall into one column."""
    places = [_column_of(interval, columns) for _, interval in row.figures]
    if len(set(places)) < len(places):
        return ""
    cells = [""] * len(columns)
    for place, (text, _) in zip(places, row.figures, strict=True):
        cells[place] = text
    label = row_to_text(row.glyphs[: row.label_end]) if row.label_end else ""
    return "\t".join([label, *cells])
