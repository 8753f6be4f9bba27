"""Figures that a narrow column broke: their digits fill its width, and go on below.

Two figures below one another are something else: the upper one leaves room, or is shorter than the
lower one, or than others of its column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lines import glyphs_to_rows, join_texts
from gxkit.readers.plane.offset import center_of, is_figure
from gxkit.readers.plane.placing import Table

_Lines = list[list[Glyph]]

# Points that cells keep free at either side: at least, and where several figures are broken, at
# most (Word's 5.4, and what a last digit leaves).
_LEAST_FREE, _MOST_FREE = 1.0, 6.0
_FEWEST = 3  # broken figures of a table, with which its cells may keep more free
_LINE_PITCH = 1.4  # font sizes: rows are farther apart than lines
_SEVERAL = 2  # lines
_WIDER = 0.5  # digits by which a line is longer than another
_SAME_WIDTH = 1.0  # points between the widths of like columns


def mend_wraps(table: Table) -> None:
    """Makes one figure of each that the width of its column broke."""
    if not any(map(_may_be_broken, table.cells)):
        return
    broken = {}
    widest: dict[int, float] = defaultdict(float)
    unbroken = set()
    for number, inside in enumerate(table.cells):
        if not inside or not is_figure(inside[-1].text):
            continue
        lines = _lines(inside)
        if not all(is_figure(join_texts(line)) for line in lines):
            continue
        row, _, height, _ = table.lattice.cells[number]
        width = _width(table, number)
        widest[width] = max(widest[width], *map(_length, lines))
        if len(lines) == 1:
            unbroken.add(row)
        elif height == 1:
            broken[number] = lines
    broken = {at: lines for at, lines in broken.items() if _is_one_row(table, at, lines, unbroken)}
    if not broken:
        return
    forced = [at for at, lines in broken.items() if _is_forced(table, at, lines, widest)]
    free = _MOST_FREE if len(forced) >= _FEWEST else _LEAST_FREE
    for number in forced:
        if _is_full(table, number, broken[number], free):
            whole = _join(broken[number])
            table.cells[number] = [whole]
            table.inferred.append(center_of(whole))


def _may_be_broken(inside: Sequence[Glyph]) -> bool:
    """Whether a cell has figures on several lines; asked of every cell first, for few have."""
    if len(inside) < _SEVERAL or inside[0].baseline == inside[-1].baseline:
        return False
    return is_figure(inside[0].text) and is_figure(inside[-1].text)


def _is_one_row(
    table: Table,
    number: int,
    lines: _Lines,
    whole: Set[int],
) -> bool:
    """Whether the lines of a cell can be no two rows: some figure of its row is whole, or they are
    as close as lines of text."""
    row, _, _, _ = table.lattice.cells[number]
    pitches = [above[0].baseline - below[0].baseline for above, below in pairwise(lines)]
    return row in whole or max(pitches) < _LINE_PITCH * lines[0][0].size


def _lines(inside: Sequence[Glyph]) -> _Lines:
    first = inside[0].baseline
    if all(glyph.baseline == first for glyph in inside):
        return [list(inside)]
    return glyphs_to_rows(inside)


def _width(table: Table, number: int) -> int:
    left, _, right, _ = table.lattice.cell_edges(number)
    return round((right - left) / _SAME_WIDTH)


def _length(line: Sequence[Glyph]) -> float:
    return line[-1].right - line[0].left


def _digit(line: Sequence[Glyph]) -> float:
    """How wide a digit of a line is."""
    count = len(join_texts(line))
    return _length(line) / count


def _is_forced(
    table: Table,
    number: int,
    lines: _Lines,
    widest: Mapping[int, float],
) -> bool:
    """Whether no line is longer than the one above, and none of a column as wide is longer than the
    first, nor is one of them a sign's beginning of another figure."""
    most = widest[_width(table, number)]
    digit = _digit(lines[0])
    if most - _length(lines[0]) > _WIDER * digit:
        return False
    if not all(join_texts(line)[0].isdigit() for line in lines[1:]):
        return False
    *full, last = lines
    shortest = min(map(_length, full))
    is_even = most - shortest < _WIDER * digit
    return is_even and _length(last) - shortest < _WIDER * digit


def _is_full(
    table: Table,
    number: int,
    lines: _Lines,
    free: float,
) -> bool:
    """Whether one more digit would not fit into any line but the last."""
    left, _, right, _ = table.lattice.cell_edges(number)
    room = right - left - 2 * free
    return all(_length(line) + _digit(below) > room for line, below in pairwise(lines))


def _join(lines: _Lines) -> Glyph:
    """The lines of a figure as one run, where the first of them stands."""
    first, *_ = lines[0]
    text = "".join(map(join_texts, lines))
    right = max(line[-1].right for line in lines)
    width = (right - first.left) / len(text)
    lefts = [first.left + width * number for number in range(len(text))]
    middle = (first.middle + lines[-1][0].middle) / 2
    baseline = first.baseline + middle - first.middle
    return first._replace(
        text=text,
        right=right,
        baseline=baseline,
        middle=middle,
        lefts=lefts,
    )
