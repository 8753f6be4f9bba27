"""Tables that blanks align: what stands in a column begins, or ends, below its head, and a cell
that was left empty left its place.

In the words of such a text alone nothing tells which figures of a row were left out. Only where
some were is it read as a grid, and only where every figure stands exactly in its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from gxkit.document import Grid, Line
from gxkit.readers.text.screen import (
    Row,
    Table,
    cut_line,
    extents_of,
    find_columns,
    find_places,
    part_pushed,
)
from gxkit.readers.text.shapes import Found, measures
from gxkit.readers.text.soundness import is_sound

_SENTENCE_END = re.compile(r"[。！？；]\s*$")
# Characters of a line and lines of a table: the longest forms have a fourth of either.
_LONGEST_LINE = 600
_MOST_LINES = 160
_FEWEST_COLUMNS = 3
"""a label and two columns of figures; with one there is nothing to tell apart"""
_MOST_LABELS = 3
"""words before the figures of a row: more are a head"""


def find_aligned(lines: Sequence[Line]) -> list[Found]:
    """The tables of a text whose fields blanks align; none unless one has rows with empty cells."""
    read = []
    agreed = set(range(len(measures())))
    for stretch in _stretches(lines):
        tables = _read_table(lines, stretch)
        read.append((stretch, tables))
        # heads without figures below stand in their columns however wide a letter is
        if any(table.figures() for table in tables.values()):
            agreed &= tables.keys()
    found = []
    has_gaps = False
    for stretch, tables in read:
        fitting = [tables[at] for at in sorted(agreed & tables.keys())]
        told = {table.layout() for table in fitting}
        # two measures that part the figures otherwise tell nothing
        if not told or (len(told) > 1 and fitting[0].figures()):
            continue
        has_gaps = has_gaps or fitting[0].has_gaps()
        found.append((stretch, fitting[0]))
    # what is filled everywhere is read by its words, as any text
    if not has_gaps:
        return []
    return [Found(own.start, own.stop, (Grid(table.cells()),)) for own, table in found]


# ---- where the tables stand


def _stretches(lines: Sequence[Line]) -> Iterator[range]:
    """The runs of lines between sentences, parted where a head of other columns stands."""
    start = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and _may_belong(lines[at].text):
            continue
        yield from _part_run(lines, start, at)
        start = at + 1


def _may_belong(text: str) -> bool:
    if len(text) > _LONGEST_LINE or "\t" in text:
        return False
    return _SENTENCE_END.search(text) is None


def _part_run(
    lines: Sequence[Line],
    start: int,
    stop: int,
) -> Iterator[range]:
    """The tables of a run of lines: from a line of several fields to the last before another."""
    width = measures()[0]
    cut = {at: cut_line(lines[at].text, width) for at in range(start, stop)}
    several = [at for at, row in cut.items() if len(row) > 1]
    if not several:
        return
    begun = before = several[0]
    rows: list[Row] = []
    for at in several:
        # directly below a head another line goes on with it
        if at > before + 1 and _is_other_head(_head_at(cut, at), rows):
            yield range(begun, _end_before(cut, before, at))
            begun, rows = at, []
        rows.append(cut[at])
        before = at
    yield range(begun, _end_before(cut, before, stop))


def _head_at(
    rows: Mapping[int, Row],
    at: int,
) -> list[Row]:
    """The lines from one on that hold words, down to the first with figures or but one field."""
    head: list[Row] = []
    while len(rows.get(at, ())) > 1 and not any(item.is_figure for item in rows[at]):
        head.append(rows[at])
        at += 1
    return head


def _is_other_head(
    head: Sequence[Row],
    rows: Sequence[Row],
) -> bool:
    """Whether words stand below no head of some rows: beside the labels, or more of them than
    labels are."""
    items = list(chain(*rows))
    figures = [item.left for item in items if item.is_figure]
    beside = figures or [row[1].left for row in rows[:1]]
    reach = min(beside)
    edges = {item.left for item in items}
    edges.update(item.right for item in items)
    known = {(item.left, item.right) for item in items}
    for row in head:
        right_of = [item for item in row[1:] if item.right > reach]
        if any(edges.isdisjoint((item.left, item.right)) for item in right_of):
            return True
        # where labels are wide the head below them may stand beside none of the columns
        is_wide = bool(figures) and len(row) > _MOST_LABELS
        if is_wide and not known.issuperset(extents_of(row)):
            return True
    return False


def _end_before(
    rows: Mapping[int, Row],
    last: int,
    stop: int,
) -> int:
    """Where a table ends: rows without a figure are lines of one field, or none below the head of
    a table across, and a field alone is the title of what follows."""
    below = last + 1
    if below < stop and not rows[below]:
        return below + 1
    filled = [at for at in range(below, stop) if rows[at]]
    return filled[-2] + 1 if len(filled) > 1 else below


# ---- what they are


def _read_table(
    lines: Sequence[Line],
    stretch: range,
) -> dict[int, Table]:
    """The table that some lines show, by the measures in which they do."""
    own = [lines[at] for at in stretch]
    # an empty line is a row at the end alone: others part rows
    own = [line for line in own[:-1] if line.text.strip()] + own[-1:]
    if len(own) > _MOST_LINES:
        return {}
    tables = {}
    for number, measure in enumerate(measures()):
        rows = [part_pushed(cut_line(line.text, measure), measure) for line in own]
        columns = find_columns(rows)
        if len(columns) < _FEWEST_COLUMNS:
            continue
        table = Table(own, rows, columns, find_places(rows, columns))
        if is_sound(table):
            tables[number] = table
    return tables
