"""Strategies that place figures by what the file shows of its cells: count, columns, tabs."""

from __future__ import annotations

from collections.abc import Sequence

from gxkit.document import Cell
from gxkit.filling.entries import (
    Entry,
    Placement,
    holds_several,
    lies_under,
    spans_columns,
)
from gxkit.filling.fields import Field, Kind
from gxkit.filling.headers import Span
from gxkit.filling.ways import Declined, Reason

Fields = tuple[Field | None, ...]
Answer = Placement | Declined
FIGURE_SIGNS = frozenset("0123456789.")
"""the characters of a figure without sign and separators"""


def place_as_many(entry: Entry, full: Sequence[Entry]) -> Answer:
    """As many figures as cells, each by itself, and none outside beside a blank inside.

    A figure outside the head's columns alone proves nothing: a rowspan that is one short shifts a
    whole row.
    """
    figures = entry.figures
    if len(figures) != len(entry.slots):
        return Declined(Reason.OTHER_NUMBER)
    if any(f.kind is Kind.DIGITS and f.column < 0 for f in figures):
        return Declined(Reason.RUN_TOGETHER)
    if entry.blanks:
        # One cell too many: a figure may hold two cells' worth, or be a code beside the table.
        if any(_is_run_of_numbers(f) for f in figures):
            return Declined(Reason.SEVERAL_IN_CELL)
        head = entry.head()
        if head and any(_is_beside(f, head) for f in figures):
            return Declined(Reason.BLANK_BESIDE)
    return Placement(figures)


def _is_run_of_numbers(figure: Field) -> bool:
    return len(figure.words) > 1 and all(FIGURE_SIGNS.issuperset(word) for word in figure.words)


def _is_beside(figure: Field, head: dict[str, Span]) -> bool:
    """Whether a figure of a grid lies left or right of all columns."""
    if figure.column < 0:
        return False
    first = min(first for first, _, _ in head.values())
    last = max(first + columns for first, columns, _ in head.values())
    return figure.column + figure.span <= first or figure.column >= last


def leave_blank(entry: Entry, full: Sequence[Entry]) -> Answer:
    """No figure at all: the blanks under the column labels, or the last ones, or nothing."""
    if entry.figures:
        return Declined(Reason.HAS_FIGURES)
    size = len(entry.slots)
    under = _under_labels(entry)
    if isinstance(under, Declined):
        enough = len(entry.blanks) >= size
        under = entry.blanks[-size:] if enough else (None,) * size
    return Placement(under)


def repeat_sign(entry: Entry, full: Sequence[Entry]) -> Answer:
    """One sign for nothing in a text stands for all cells."""
    figures = entry.figures
    size = len(entry.slots)
    if len(figures) >= size or figures[0].column >= 0:
        return Declined(Reason.NO_LONE_SIGN)
    if any(f.kind is not Kind.MARK for f in figures):
        return Declined(Reason.NO_LONE_SIGN)
    return Placement((figures[0],) * size)


def _doubt_grid(entry: Entry) -> Declined | None:
    """Why a grid's cells do not tell; None where they do."""
    if not entry.in_grid:
        return Declined(Reason.NO_GRID)
    if holds_several(entry.figures):
        return Declined(Reason.SEVERAL_IN_CELL)
    return None


def _doubt_blanks(entry: Entry) -> Declined | None:
    """Why blanks need no place among the figures; None where they do."""
    if not entry.blanks:
        return Declined(Reason.NO_BLANKS)
    if len(entry.figures) >= len(entry.slots):
        return Declined(Reason.ENOUGH_FIGURES)
    return None


def place_by_cells(entry: Entry, full: Sequence[Entry]) -> Answer:
    """In a grid: as many cells as the form has, blank ones counted."""
    doubt = _doubt_grid(entry) or _doubt_blanks(entry)
    if doubt:
        return doubt
    if len(entry.cells) != len(entry.slots):
        return Declined(Reason.COUNT_DIFFERS)
    return _placed(entry, entry.cells)


def place_by_tabs(entry: Entry, full: Sequence[Entry]) -> Answer:
    """In a text: by count and by the tabs of full lines, where these do not differ."""
    if entry.in_grid:
        return Declined(Reason.IN_GRID)
    if doubt := _doubt_blanks(entry):
        return doubt
    wide = _may_open_with_label(entry)
    counted = _counted_cells(entry, wide)
    if not wide:
        alike = [other for other in full if other.shallow == entry.shallow]
        shown = None if counted else _at_places(entry, _places(alike, entry, "borders"), "borders")
    else:
        shown = _at_tabs(entry, full)
    if shown and counted and shown != counted:
        return Declined(Reason.PLACES_DIFFER)
    fields = counted or shown
    return _placed(entry, fields) if fields else Declined(Reason.COUNT_DIFFERS)


def _may_open_with_label(entry: Entry) -> bool:
    """Whether the field that stands first in a line may be the rest of a label over columns."""
    if not entry.shallow or not entry.cells:
        return False
    first = entry.cells[0]
    return first.kind is Kind.EMPTY and first.column < 0


def _counted_cells(entry: Entry, wide: bool) -> Fields | None:
    """All fields where there are as many as cells; a tab at the end of a line opens no cell.

    A line whose first field may be the rest of a wide label keeps that tab.
    """
    cells = entry.cells
    while len(cells) > len(entry.slots) and cells[-1].kind is Kind.EMPTY and not wide:
        cells = cells[:-1]
    return cells if len(cells) == len(entry.slots) else None


def _at_tabs(entry: Entry, full: Sequence[Entry]) -> Fields | None:
    """The fields where full lines have their figures, counted from the line's start or the label.

    In some texts a label that spans columns leaves empty fields, in others none: then all full
    lines agree in one way of counting and not in the other. Where that does not tell, both must
    give the same.
    """
    by_line = _places(full, entry, "tabs")
    by_label = _places(full, entry, "borders")
    if len(by_line) == 1 < len(by_label):
        return _at_places(entry, by_line, "tabs")
    if len(by_label) == 1 < len(by_line):
        return _at_places(entry, by_label, "borders")
    one = _at_places(entry, by_line, "tabs")
    other = _at_places(entry, by_label, "borders")
    return one if one == other else None


Places = list[tuple[int, ...]]


def _places(full: Sequence[Entry], entry: Entry, counted_by: str) -> Places:
    """The places of the figures of full lines with as many cells, each place once."""
    size = len(entry.slots)
    found = set()
    for other in full:
        if len(other.slots) != size:
            continue
        places = tuple([getattr(f, counted_by) for f in other.placement.fields or () if f])
        if len(set(places)) == size:
            found.add(places)
    return sorted(found)


def _at_places(entry: Entry, templates: Places, counted_by: str) -> Fields | None:
    """The fields where full lines have their figures; None unless all such lines agree."""
    there = {getattr(f, counted_by): f for f in entry.cells}
    wanted = {getattr(f, counted_by) for f in entry.figures}
    answers = set()
    for template in templates:
        if wanted.issubset(template):
            answers.add(tuple([there.get(place) for place in template]))
    return answers.pop() if len(answers) == 1 else None


def place_under_labels(entry: Entry, full: Sequence[Entry]) -> Answer:
    """In a grid: each figure under the label of its column."""
    if doubt := _doubt_grid(entry):
        return doubt
    if any(f.span > 1 and spans_columns(f, entry) for f in entry.figures):
        return Declined(Reason.SPANS_COLUMNS)
    under = _under_labels(entry)
    return under if isinstance(under, Declined) else _placed(entry, under)


def _under_labels(entry: Entry) -> Fields | Declined:
    """The field under each label, if no field lies under two and no label over two figures."""
    head = entry.head()
    if not head:
        return Declined(Reason.NO_COLUMN_LABELS)
    chosen: list[Field | None] = []
    for span in head.values():
        under = [f for f in entry.fields if f.column >= 0 and lies_under(f, span)]
        figures = [f for f in under if f.is_figure]
        if len(figures) > 1:
            return Declined(Reason.TWO_UNDER_ONE)
        best = figures or under
        chosen.append(best[0] if best else None)
    used = [id(f) for f in chosen if f and f.is_figure]
    if len(used) != len(set(used)):
        return Declined(Reason.SPANS_COLUMNS)
    if len(entry.figures) > len(entry.slots):
        # Codes and row numbers may stand left of the columns; a figure elsewhere is a doubt.
        left = min(first for first, _, _ in head.values())
        outside = [f for f in entry.figures if id(f) not in used]
        if any(f.column + f.span > left for f in outside):
            return Declined(Reason.OUTSIDE_COLUMNS)
    return tuple(chosen)


def place_as_full_rows(entry: Entry, full: Sequence[Entry]) -> Answer:
    """In a grid without column labels: in the columns where full rows have their figures."""
    doubt = _doubt_grid(entry) or _doubt_blanks(entry)
    if doubt:
        return doubt
    fields = _at_places(entry, _places(full, entry, "column"), "column")
    if fields is None:
        return Declined(Reason.PLACES_DIFFER)
    return _placed(entry, fields)


def place_own_line(entry: Entry, full: Sequence[Entry]) -> Answer:
    """Of too many figures of a text those that stand in the label's own line."""
    if len(entry.figures) <= len(entry.slots):
        return Declined(Reason.NOT_SURPLUS)
    source = entry.figures[0].token.source
    if isinstance(source, Cell):
        return Declined(Reason.IN_GRID)
    own = tuple([f for f in entry.figures if f.token.source is source])
    if len(own) != len(entry.slots) or any(f.kind is Kind.DIGITS for f in own):
        return Declined(Reason.OTHER_LINES)
    return _placed(entry, own)


def _placed(entry: Entry, fields: Fields) -> Placement:
    used = {id(f) for f in fields}
    spare = tuple([f for f in entry.figures if id(f) not in used])
    return Placement(fields, spare=spare)
