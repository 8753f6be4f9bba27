"""Strategies that place figures by what the file shows of its cells: count, columns, tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gxkit.document import Cell
from gxkit.filling.cells.entries import (
    Entry,
    Placement,
    holds_several,
    lies_under,
    spans_columns,
)
from gxkit.filling.cells.fields import Field, join_fields
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.heads.headers import Span
from gxkit.filling.ways import Declined, Reason

# The entries of a table that have as many figures as cells: they show where its columns stand.
Full = Sequence[Entry]
Fields = tuple[Field | None, ...]
Answer = Placement | Declined

# The characters of a figure without sign and separators.
FIGURE_SIGNS = frozenset("0123456789.")


def place_as_many(
    entry: Entry,
    full: Full,
) -> Answer:
    """As many figures as cells, each by itself, and none outside beside a blank inside.

    A figure outside the head's columns alone proves nothing: a rowspan that is one short shifts a
    whole row.
    """
    # Fewer are blanks or joined figures, more are codes, notes, or another row's.
    if len(entry.figures) != len(entry.slots):
        return Declined(Reason.OTHER_NUMBER)
    if any(map(_is_joined_text, entry.figures)):
        return Declined(Reason.RUN_TOGETHER)
    doubt = _doubt_order(entry) if entry.blanks else None
    return doubt or Placement(entry.figures)


def _doubt_order(entry: Entry) -> Declined | None:
    """Why as many figures as cells, with blanks among them, may stand in another order."""
    if not entry.in_grid and _goes_back(entry.figures):
        return Declined(Reason.PLACES_DIFFER)
    # A blank too many: two figures stand between two tabs or in one cell, or one is a code.
    if _holds_two(entry):
        return Declined(Reason.SEVERAL_IN_CELL)
    head = entry.head()
    if not head:
        return None
    left, right = _edges(head)
    if any(_is_outside(figure, left, right) for figure in entry.figures):
        return Declined(Reason.BLANK_BESIDE)
    return None


def _goes_back(figures: Sequence[Field]) -> bool:
    """Whether a figure in a lower line stands no farther right than one in a line above."""
    if _is_cell_a_line(figures):
        return False
    for before, after in pairwise(figures):
        is_lower = after.token.source is not before.token.source
        if is_lower and after.tabs <= before.tabs:
            return True
    return False


def _is_cell_a_line(figures: Sequence[Field]) -> bool:
    """Whether each figure stands in a line of its own, all behind as many tabs or none."""
    lines = {id(figure.token.source) for figure in figures}
    indents = {figure.tabs for figure in figures}
    return len(lines) == len(figures) and len(indents) == 1


def place_over_lines(
    entry: Entry,
    full: Full,
) -> Answer:
    """In a text: figures of one row that stand in lines of their own, each behind its tabs."""
    if entry.in_grid:
        return Declined(Reason.IN_GRID)
    if not entry.blanks or not _goes_back(entry.figures):
        return Declined(Reason.ONE_LINE)
    # Two figures behind as many tabs are two rows', of which one has lost its label.
    at = {figure.tabs: figure for figure in entry.figures}
    if len(at) < len(entry.figures):
        return Declined(Reason.TWO_UNDER_ONE)
    blanks = {blank.tabs: blank for blank in entry.blanks}
    there = blanks | at
    if len(there) != len(entry.slots):
        return Declined(Reason.COUNT_DIFFERS)
    return Placement(tuple([there[tabs] for tabs in sorted(there)]))


def _holds_two(entry: Entry) -> bool:
    """Whether one cell of an entry holds two figures: the others would move by one."""
    if any(map(_is_run_of_numbers, entry.figures)):
        return True
    return any(len(cell) > 1 for cell in entry.line_cells())


def _is_joined_text(figure: Field) -> bool:
    """Whether figures of a text ran together; in a cell of a grid they are its own mistake."""
    return figure.kind is Kind.DIGITS and figure.column < 0


def _is_run_of_numbers(figure: Field) -> bool:
    # A figure with a blank in it, such as 1 234 元, is one; 12 34 may be two.
    if len(figure.words) == 1:
        return False
    return all(FIGURE_SIGNS.issuperset(word) for word in figure.words)


def place_line_cells(
    entry: Entry,
    full: Full,
) -> Answer:
    """In a text: as many cells between tabs as the form has, some of them with several figures."""
    if entry.in_grid:
        return Declined(Reason.IN_GRID)
    cells = entry.line_cells()
    is_joined = any(map(_is_joined_text, entry.figures))
    if not is_joined and all(len(cell) <= 1 for cell in cells):
        return Declined(Reason.NOT_SURPLUS)
    # Figures of a whole row that only blanks part are not those of one cell.
    if len(cells) != len(entry.slots):
        return Declined(Reason.COUNT_DIFFERS)
    return Placement(tuple([join_fields(cell) for cell in cells]))


def _is_outside(
    figure: Field,
    left: int,
    right: int,
) -> bool:
    """Whether a figure of a grid lies left or right of all columns, whose edges are given."""
    if figure.column < 0:
        return False
    return figure.column >= right or figure.column + figure.span <= left


def _edges(head: dict[str, Span]) -> tuple[int, int]:
    """The first grid column of all columns of a head, and the one behind the last."""
    spans = head.values()
    return min(first for first, _, _ in spans), max(first + width for first, width, _ in spans)


def _doubt_grid(entry: Entry) -> Declined | None:
    """Why a grid's cells do not tell; None where they do."""
    if not entry.in_grid:
        return Declined(Reason.NO_GRID)
    # What a blank or a line break cuts in two may be two cells that a page ran together.
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


def place_by_cells(
    entry: Entry,
    full: Full,
) -> Answer:
    """In a grid: as many cells as the form has, blank ones counted."""
    doubt = _doubt_grid(entry) or _doubt_blanks(entry)
    if doubt:
        return doubt
    # A cell too many is a code or a label's, one too few is lost: the columns must tell.
    if len(entry.cells) != len(entry.slots):
        return Declined(Reason.COUNT_DIFFERS)
    # A place that the label covers made up the number of a row that ends before its last column.
    if _opens_before_head(entry, full):
        return Declined(Reason.BLANK_BESIDE)
    return _placed(entry, entry.cells)


def _opens_before_head(entry: Entry, full: Full) -> bool:
    """Whether empty cells stand left of all columns, none right of them, and no full row does."""
    head = entry.head()
    if not head:
        return False
    left, right = _edges(head)
    outside = [item for item in entry.cells if _is_outside(item, left, right)]
    if not outside or any(item.kind is not Kind.EMPTY for item in outside):
        return False
    if any(item.column >= left for item in outside):
        return False
    own = tuple([item.column for item in entry.cells])
    return own not in _places(full, entry, "column")


def place_by_tabs(
    entry: Entry,
    full: Full,
) -> Answer:
    """In a text: by count and by the tabs of full lines, where these do not differ."""
    if entry.in_grid:
        return Declined(Reason.IN_GRID)
    # Most entries have none, and need not be made anew.
    if not entry.blanks:
        return Declined(Reason.NO_BLANKS)
    fields_here = _without_next_line(entry)
    if len(fields_here) < len(entry.fields):
        entry = replace(entry, fields=fields_here)
    if doubt := _doubt_blanks(entry):
        return doubt
    if _may_open_with_label(entry):
        counted = _counted_cells(entry, entry.cells)
        shown = _at_tabs(entry, full)
        # Counted from the label or from the line's start: where both answer they must agree.
        if shown and counted and shown != counted:
            return Declined(Reason.PLACES_DIFFER)
    else:
        counted = _counted_cells(entry, _without_last_tabs(entry))
        shown = None if counted else _as_alike(entry, full)
    fields = counted or shown
    if fields is None:
        return Declined(Reason.COUNT_DIFFERS)
    return _placed(entry, fields)


def _without_next_line(entry: Entry) -> tuple[Field, ...]:
    """The fields without empty ones behind the figures that stand beside words of a later line."""
    kept = list(entry.fields)
    last = entry.figures[-1].token.source
    while kept[-1].kind is Kind.EMPTY:
        source = kept[-1].token.source
        # an empty line is a cell of a text with one a line
        if source is last or isinstance(source, Cell) or not source.text.strip():
            break
        kept.pop()
    return tuple(kept)


def _may_open_with_label(entry: Entry) -> bool:
    """Whether the field that stands first in a line may be the rest of a label over columns."""
    # A label as deep as any has its figures in the next field.
    if not entry.shallow or not entry.cells:
        return False
    first = entry.cells[0]
    return first.kind is Kind.EMPTY and first.column < 0


def _without_last_tabs(entry: Entry) -> tuple[Field, ...]:
    """The cells of a line without surplus empty ones: a tab at its end opens no cell."""
    cells = entry.cells
    size = len(entry.slots)
    while len(cells) > size and cells[-1].kind is Kind.EMPTY:
        cells = cells[:-1]
    return cells


def _counted_cells(
    entry: Entry,
    cells: tuple[Field, ...],
) -> Fields | None:
    return cells if len(cells) == len(entry.slots) else None


def _as_alike(
    entry: Entry,
    full: Full,
) -> Fields | None:
    """The fields where full lines have their figures whose labels stand as deep."""
    alike = [other for other in full if other.shallow == entry.shallow]
    return _at_places(entry, _places(alike, entry, "borders"), "borders")


def _at_tabs(
    entry: Entry,
    full: Full,
) -> Fields | None:
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


# Places of the figures of full lines, counted in one way.
Places = set[tuple[int, ...]]


def _places(
    full: Full,
    entry: Entry,
    counted_by: str,
) -> Places:
    """The places of the figures of full lines with as many cells, each place once."""
    size = len(entry.slots)
    found: Places = set()
    for other in full:
        places = tuple([getattr(figure, counted_by) for figure in other.figures])
        if len(places) == size == len(set(places)):
            found.add(places)
    return found


def _at_places(
    entry: Entry,
    templates: Places,
    counted_by: str,
) -> Fields | None:
    """The fields where full lines have their figures; None unless all such lines agree."""
    there = {getattr(item, counted_by): item for item in entry.cells}
    wanted = {getattr(item, counted_by) for item in entry.figures}
    answers = set()
    for places in templates:
        if wanted.issubset(places):
            answers.add(tuple([there.get(place) for place in places]))
    return answers.pop() if len(answers) == 1 else None


def place_under_labels(
    entry: Entry,
    full: Full,
) -> Answer:
    """In a grid: each figure under the label of its column."""
    if doubt := _doubt_grid(entry):
        return doubt
    if _has_spanning(entry):
        return Declined(Reason.SPANS_COLUMNS)
    # A head without its corner stands left of its figures: the full rows show by how much.
    if _is_head_shifted(entry, full):
        return Declined(Reason.PLACES_DIFFER)
    under = under_labels(entry)
    return under if isinstance(under, Declined) else _placed(entry, under)


def _has_spanning(entry: Entry) -> bool:
    """Whether a figure lies under two labels: it belongs to one of them, or to both by mistake."""
    wide = [figure for figure in entry.figures if figure.span > 1]
    return any(spans_columns(figure, entry) for figure in wide)


def _is_head_shifted(entry: Entry, full: Full) -> bool:
    """Whether all full rows have their figures in the same columns, and not under the labels."""
    head = entry.head()
    places = _places(full, entry, "column")
    if not head or len(places) != 1:
        return False
    ends = [first + width for first, width, _ in head.values()]
    return max(places.pop()) >= max(ends)


def under_labels(entry: Entry) -> Fields | Declined:
    """The field under each label, if no field lies under two and no label over two figures."""
    head = entry.head()
    if not head:
        return Declined(Reason.NO_COLUMN_LABELS)
    chosen: list[Field | None] = []
    for span in head.values():
        # A text under a label counts too: it makes the cell illegible, not blank.
        under = [item for item in entry.fields if lies_under(item, span)]
        figures = [item for item in under if item.is_figure]
        # Two figures under one label: a column that the form does not have.
        if len(figures) > 1:
            return Declined(Reason.TWO_UNDER_ONE)
        best = figures or under
        chosen.append(best[0] if best else None)
    used = [id(item) for item in chosen if item and item.is_figure]
    # The same field under two labels.
    if len(used) != len(set(used)):
        return Declined(Reason.SPANS_COLUMNS)
    if _leaves_figures(entry, head, used):
        return Declined(Reason.OUTSIDE_COLUMNS)
    return tuple(chosen)


def _leaves_figures(
    entry: Entry,
    head: dict[str, Span],
    used: Sequence[int],
) -> bool:
    """Whether a figure stands under no label that may belong to a cell of the entry."""
    rest = [item for item in entry.figures if id(item) not in used and item.kind is not Kind.MARK]
    if len(entry.figures) <= len(entry.slots):
        # All stand beside the labels, and only blanks below them: the labels are a place off.
        return bool(rest) and not used
    left, _ = _edges(head)
    # Codes and row numbers may stand left of the columns; a figure elsewhere is a doubt.
    return any(item.column + item.span > left for item in rest)


def place_as_full_rows(
    entry: Entry,
    full: Full,
) -> Answer:
    """In a grid without column labels: in the columns where full rows have their figures."""
    doubt = _doubt_grid(entry)
    if doubt or not entry.blanks:
        return doubt or Declined(Reason.NO_BLANKS)
    if _has_spanning(entry):
        return Declined(Reason.SPANS_COLUMNS)
    fields = _at_places(entry, _places(full, entry, "column"), "column")
    if fields is None:
        return Declined(Reason.PLACES_DIFFER)
    return _placed(entry, fields)


def place_in_order(
    entry: Entry,
    full: Full,
) -> Answer:
    """In a grid: as many figures as cells, where those of all full rows stand among its fields, and
    nothing but the last ones behind them.

    A rowspan that is one too long shifts a whole row; what stands behind its figures is a remark.
    """
    if doubt := _doubt_grid(entry):
        return doubt
    own = _orders(entry)
    size = len(entry.slots)
    if len(own) != size:
        return Declined(Reason.OTHER_NUMBER)
    if own != tuple(range(size)) or not full:
        return Declined(Reason.PLACES_DIFFER)
    for other in full:
        if len(other.fields) != len(entry.fields) or _orders(other) != own:
            return Declined(Reason.PLACES_DIFFER)
    return _placed(entry, entry.figures)


def _orders(entry: Entry) -> tuple[int, ...]:
    """Which of its fields are figures."""
    return tuple([at for at, item in enumerate(entry.fields) if item.is_figure])


def place_own_line(
    entry: Entry,
    full: Full,
) -> Answer:
    """Of too many figures of a text those that stand in the label's own line."""
    size = len(entry.slots)
    if len(entry.figures) <= size:
        return Declined(Reason.NOT_SURPLUS)
    # The next row's label was not found, and its figures follow in a line of their own.
    source = entry.figures[0].token.source
    if isinstance(source, Cell):
        return Declined(Reason.IN_GRID)
    own = [figure for figure in entry.figures if figure.token.source is source]
    joined = [figure for figure in own if figure.kind is Kind.DIGITS]
    if len(own) != size or joined:
        return Declined(Reason.OTHER_LINES)
    return _placed(entry, tuple(own))


def _placed(
    entry: Entry,
    fields: Fields,
) -> Placement:
    """The placement of some fields; figures that are not among them are spare."""
    used = {id(item) for item in fields}
    spare = [figure for figure in entry.figures if id(figure) not in used]
    return Placement(fields, spare=tuple(spare))
