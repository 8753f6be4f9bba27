"""Strategies for rows that hold nothing: no figure at all, or one sign for all their cells."""

from __future__ import annotations

from gxkit.filling.cells.entries import (
    UNDECIDED,
    Entry,
    Placement,
)
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.lines.borders import (
    Answer,
    Full,
    under_labels,
)
from gxkit.filling.ways import Declined, Reason


def leave_blank(
    entry: Entry,
    full: Full,
) -> Answer:
    """No figure at all: the blanks under the column labels, or the last ones, or nothing."""
    if entry.figures:
        return Declined(Reason.HAS_FIGURES)
    under = under_labels(entry)
    if not isinstance(under, Declined):
        return Placement(under)
    size = len(entry.slots)
    # Figures follow that belong to no cell: the line was found, and not where it ends.
    if not entry.cells and entry.spare:
        return UNDECIDED
    # Without column labels the last cells of the row are the form's: codes stand before them.
    if len(entry.blanks) >= size:
        return Placement(entry.blanks[-size:])
    return Placement((None,) * size)


def repeat_sign(
    entry: Entry,
    full: Full,
) -> Answer:
    """One sign for nothing in a text stands for all cells, and in a grid one in a cell that all
    columns share; there a zero does, too."""
    size = len(entry.slots)
    sign = entry.figures[0]
    if len(entry.figures) >= size:
        return Declined(Reason.NO_LONE_SIGN)
    if sign.column >= 0:
        if _is_nothing(sign) and _covers_all(sign, entry):
            return Placement((sign,) * size)
        return Declined(Reason.NO_LONE_SIGN)
    # A number among signs stands in one cell, and which is not told.
    if any(figure.kind is not Kind.MARK for figure in entry.figures):
        return Declined(Reason.NO_LONE_SIGN)
    return Placement((sign,) * size)


def _is_nothing(item: Field) -> bool:
    return item.kind is Kind.MARK or item.number == 0


def _covers_all(
    item: Field,
    entry: Entry,
) -> bool:
    """Whether a cell of a grid is all that its row has for figures."""
    if len(entry.cells) > 1:
        return False
    head = entry.head()
    if not head:
        return item.span >= len(entry.slots)
    first = min(left for left, _, _ in head.values())
    end = max(left + width for left, width, _ in head.values())
    # A cell that ends before its head does is followed by one that the file lost.
    return item.column <= first and item.column + item.span >= end
