"""What would make lines of fields no table, or one whose empty cells are not told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, pairwise

from gxkit.readers.text.screen import Table, is_figure

Side = Callable[[int, int], int]
# Tabs that became blanks stand at multiples of this, and show no columns: an empty cell moves all
# behind it to the head of another.
_TAB = 4
#: How figures stand in their columns: at the left edge, at the right one, or in the middle, and how
#: far twice the place may be off; half a letter is rounded to either side.
_SIDES: tuple[tuple[Side, int], ...] = (
    (lambda left, right: 2 * left, 0),
    (lambda left, right: 2 * right, 0),
    (lambda left, right: left + right, 2),
)


def is_sound(table: Table) -> bool:
    """Whether some lines are a table whose empty cells are told by their places."""
    return _has_a_place_each(table) and all(test(table) for test in _TESTS)


def _has_a_place_each(table: Table) -> bool:
    """Whether each field has a column, and no two of a row have the same."""
    for places in table.places:
        if not all(places):
            return False
        if len({own[0] for own in places}) < len(places):
            return False
    return True


def _has_figures_apart(table: Table) -> bool:
    """Whether no figure stands a single blank from other words, and none in two columns."""
    for item in chain(*table.rows):
        # a label that reaches to the figure behind it would hide it
        if item.is_figure:
            continue
        words = item.text.split()
        if len(words) > 1 and any(map(is_figure, words)):
            return False
    return all(len(places) == 1 for _, places in table.figures())


def _has_labels_apart(table: Table) -> bool:
    """Whether no label reaches below the heads in a row that has more than the label."""
    first = table.first_of_figures()
    # without words beside any figure all words are heads
    if not any(item.is_figure and not row[0].is_figure for row in table.rows for item in row):
        return True
    for row, places in zip(table.rows, table.places, strict=True):
        # what a label pushed hides nothing of the column into which it reaches
        if len(row) == 1 or any(item.is_pushed for item in row):
            continue
        if any(own[0] < first <= own[-1] for own in places):
            return False
    return True


def _has_room_taken(table: Table) -> bool:
    """Whether each figure that a label pushed had to give way: it is of the first column, which the
    label leaves no room."""
    first = table.first_of_figures()
    for (label, _), (item, places) in pairwise(table.placed()):
        # it is in the row of what is before it, which it was parted from
        if not item.is_pushed:
            continue
        room = table.columns[first].left - label.right
        # with room for two blanks nobody pushed it: it may be a part of the label
        if places != range(first, first + 1) or room > 1:
            return False
    return True


def _has_heads(table: Table) -> bool:
    """Whether words stand above the first figure of each column."""
    headed: set[int] = set()
    for item, places in table.placed():
        if not item.is_figure:
            headed.update(places)
        elif places[0] not in headed:
            return False
    return True


def _has_labelled_rows(table: Table) -> bool:
    """Whether words open each row of figures, or none."""
    opened = set()
    for row in table.rows:
        if any(item.is_figure for item in row):
            opened.add(row[0].is_figure)
    # the number of a page stands alone among the rows, and below some head
    return len(opened) <= 1


def _is_aligned(table: Table) -> bool:
    """Whether all figures stand in the same way in their columns."""
    figures = table.figures()
    for side, most in _SIDES:
        off = []
        for item, places in figures:
            if item.is_pushed:
                continue
            column = table.columns[places[0]]
            own = side(item.left, item.right)
            off.append(abs(own - side(column.left, column.right)))
        if max(off, default=0) <= most:
            return True
    return False


def _is_not_of_tabs(table: Table) -> bool:
    """Whether blanks set the fields, and not tabs that became blanks."""
    for row in table.rows:
        if any(item.left % _TAB for item in row[1:]):
            return True
    # figures below each head tell as much
    heads = set(range(table.first_of_figures(), len(table.columns)))
    for row, places in zip(table.rows, table.places, strict=True):
        own = zip(row, places, strict=True)
        there = {columns[0] for item, columns in own if item.is_figure}
        if there == heads:
            return True
    return False


_TESTS = (
    _has_figures_apart,
    _has_labels_apart,
    _has_room_taken,
    _has_heads,
    _has_labelled_rows,
    _is_aligned,
    _is_not_of_tabs,
)
