"""A line of figures: the cells of the form that one label opens, and how the file's fields fall into them.

What the file's own borders decide is never asked of the arithmetic: a published mistake must come through. Only where
the borders are gone (joined figures, blanks that left no trace) are several readings made, for the rules to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gxkit.document import Cell, Where
from gxkit.filling.fields import Field, Kind
from gxkit.filling.headers import Header, Span
from gxkit.filling.joined import Reading
from gxkit.forms import Slot
from gxkit.report import Number

FIGURES = frozenset("0123456789.")
"""the characters of a figure without sign and separators"""


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one line of figures and what the file has for them.

    `fields` are the line's own, in order, empty ones included; `label` is where its label is printed; `unit` the unit
    printed beside it; `spare` are figures that belong to no cell. `placed` gives each slot its field where the borders
    decide; `readings` are the ways to read the line where they do not (`complete` if these are all).
    """

    slots: tuple[Slot, ...]
    label: Where
    fields: tuple[Field, ...] = ()
    unit: str = ""
    spare: tuple[Field, ...] = ()
    placed: tuple[Field | None, ...] | None = None
    readings: tuple[Reading, ...] = ()
    complete: bool = True
    candidates: tuple[tuple[Number | None, ...], ...] = ()
    header: Header = field(default_factory=dict)
    shallow: bool = False

    @property
    def figures(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.figures)


def _is_exact(line: Line) -> bool:
    """Whether there are as many figures as cells, each by itself, and no blank in the columns beside a figure outside.

    A figure outside the head's columns alone proves nothing: a rowspan that is one short shifts a whole row.
    """
    figures = line.figures
    if len(figures) != len(line.slots) or any(
        f.kind is Kind.DIGITS and f.column < 0 for f in figures
    ):
        return False
    if not any(f.kind is Kind.EMPTY for f in line.fields):
        return True
    if any(_holds_several(f) for f in figures):
        return False
    return not _head(line) or not any(_is_beside(f, _head(line).values()) for f in figures)


def _holds_several(figure: Field) -> bool:
    return len(figure.words) > 1 and all(set(word) <= FIGURES for word in figure.words)


def _head(line: Line) -> Header:
    """The columns of the line in the head, or {} unless all of them stand there, each once and side by side."""
    columns = [column for _, column in line.slots]
    if len(set(columns)) < len(columns) or not set(columns) <= set(line.header):
        return {}
    spans = sorted(line.header[column] for column in columns)
    apart = all(
        first + span <= following for (first, span, _), (following, _, _) in pairwise(spans)
    )
    return {column: line.header[column] for column in columns} if apart else {}


def _is_beside(figure: Field, spans: Iterable[Span]) -> bool:
    """Whether a figure of a grid lies left or right of all columns."""
    covered = list(spans)
    return figure.column >= 0 and (
        figure.column + figure.span <= min(first for first, _, _ in covered)
        or figure.column >= max(first + span for first, span, _ in covered)
    )


def in_printed_order(line: Line) -> tuple[Line, bool]:
    """The line with its cells in the order in which the head names them, and whether a head of one row does so.

    A head of several rows is no certain witness: there one rowspan that is wrong changes the order.
    """
    head = _head(line)
    slots = sorted(line.slots, key=lambda slot: head[slot[1]]) if head else line.slots
    return replace(line, slots=tuple(slots)), len({row for _, _, row in head.values()}) == 1


def place_exactly(line: Line) -> Line:
    """The line with its figures placed where there are as many as cells."""
    return replace(line, placed=line.figures) if _is_exact(line) else line


def _by_header(line: Line) -> tuple[Field | None, ...] | None:
    """The field under each column label, if no field lies under two of them and no label over two figures."""
    if not _head(line):
        return None
    chosen: list[Field | None] = []
    for first, span, _ in _head(line).values():
        under = [
            f
            for f in line.fields
            if f.column >= 0 and f.column < first + span and first < f.column + f.span
        ]
        figures = [f for f in under if f.figures]
        if len(figures) > 1:
            return None
        chosen.append(figures[0] if figures else under[0] if under else None)
    used = [id(f) for f in chosen if f and f.figures]
    alone = len(used) == len(set(used))
    left_out = [f for f in line.figures if id(f) not in used]
    first = min(first for first, _, _ in _head(line).values())
    explained = len(line.figures) <= len(line.slots) or all(
        f.column + f.span <= first for f in left_out
    )
    return tuple(chosen) if alone and explained else None


def _by_count(line: Line, in_grid: bool) -> tuple[Field | None, ...] | None:
    """All fields where there are as many as cells; a tab at the end of a line opens no cell.

    A line whose first field after the label is empty keeps that tab: it may be the rest of a wide label.
    """
    cells = [f for f in line.fields if f.figures or f.kind is Kind.EMPTY]
    while (
        len(cells) > len(line.slots)
        and cells[-1].kind is Kind.EMPTY
        and not in_grid
        and not _is_wide(line)
    ):
        cells.pop()
    return tuple(cells) if len(cells) == len(line.slots) else None


def _is_wide(line: Line) -> bool:
    """Whether the field that stands first in a line of text may be the rest of a label over columns."""
    if not line.shallow:
        return False
    first = next((f for f in line.fields if f.figures or f.kind is Kind.EMPTY), None)
    return first is not None and first.kind is Kind.EMPTY and first.column < 0


def _by_text(line: Line, exact: Sequence[Line]) -> tuple[Field | None, ...] | None:
    """The fields of a line of text by count and by the tabs of full lines, where these do not differ."""
    counted = _by_count(line, in_grid=False)
    if not _is_wide(line):
        alike = [other for other in exact if other.shallow == line.shallow]
        return counted or _by_template(line, _templates(alike, len(line.slots), "index"), "index")
    shown = _by_tabs(line, exact)
    return counted if shown is None or counted == shown else shown if counted is None else None


def _by_tabs(line: Line, exact: Sequence[Line]) -> tuple[Field | None, ...] | None:
    """The fields where full lines have their figures, counted from the line's start or from the label.

    In some texts a label that spans columns leaves empty fields, in others none: then all full lines agree in one
    way of counting and not in the other. Where that does not tell, both must give the same.
    """
    ways = {way: _templates(exact, len(line.slots), way) for way in ("tabs", "index")}
    if len(ways["tabs"]) == 1 < len(ways["index"]) or len(ways["index"]) == 1 < len(ways["tabs"]):
        ways = {way: templates for way, templates in ways.items() if len(templates) == 1}
    answers = {_by_template(line, templates, way) for way, templates in ways.items()}
    return answers.pop() if len(answers) == 1 else None


def _templates(exact: Sequence[Line], size: int, attribute: str) -> list[tuple[int, ...]]:
    """The places of the figures of full lines with so many cells, each place once."""
    found = {
        tuple(getattr(f, attribute) for f in other.placed if f)
        for other in exact
        if other.placed and len(other.slots) == size
    }
    return sorted(template for template in found if len(set(template)) == size)


def _by_template(
    line: Line, templates: Sequence[tuple[int, ...]], attribute: str
) -> tuple[Field | None, ...] | None:
    """The fields at the places where a full line of the same table has its figures; None unless all templates agree."""
    places = {getattr(f, attribute): f for f in line.fields if f.figures or f.kind is Kind.EMPTY}
    wanted = {getattr(f, attribute) for f in line.figures}
    answers = {
        tuple(places.get(p) for p in template) for template in templates if wanted <= set(template)
    }
    return answers.pop() if len(answers) == 1 else None


def place_by_borders(line: Line, exact: Sequence[Line]) -> Line:
    """The line with its figures and blanks placed by the columns of the grid, or by the tabs and lines of a text.

    `exact` are the lines of the same table whose figures are complete: they show where the columns stand.
    """
    if line.placed is not None:
        return line
    size = len(line.slots)
    figures = line.figures
    if not figures:
        blanks = [f for f in line.fields if f.kind is Kind.EMPTY]
        return replace(
            line,
            placed=_by_header(line)
            or (tuple(blanks[-size:]) if len(blanks) >= size else (None,) * size),
        )
    if len(figures) < size and figures[0].column < 0 and all(f.kind is Kind.MARK for f in figures):
        return replace(line, placed=(figures[0],) * size)
    empty = [f for f in line.fields if f.kind is Kind.EMPTY]
    in_grid = all(f.column >= 0 for f in figures)
    placed: tuple[Field | None, ...] | None = None
    if in_grid and any(len(f.words) > 1 for f in figures):
        return line
    if empty and len(figures) < size:
        placed = _by_count(line, in_grid) if in_grid else _by_text(line, exact)
    if (
        placed is None
        and in_grid
        and not any(f.span > 1 and spans_columns(f, line) for f in figures)
    ):
        placed = _by_header(line)
    if placed is None and in_grid and empty and len(figures) < size:
        placed = _by_template(line, _templates(exact, size, "column"), "column")
    if placed is None and len(figures) > size:
        placed = _own_line(line)
    if placed is None:
        return line
    used = {id(f) for f in placed}
    return replace(
        line, placed=placed, spare=line.spare + tuple(f for f in figures if id(f) not in used)
    )


def spans_columns(figure: Field, line: Line) -> bool:
    """Whether a figure lies under two column labels of the line."""
    return (
        sum(
            first < figure.column + figure.span and figure.column < first + span
            for column, (first, span, _) in line.header.items()
            if column in {c for _, c in line.slots}
        )
        > 1
    )


def _own_line(line: Line) -> tuple[Field, ...] | None:
    """Of too many figures those that stand in the label's own line or row, if they are as many as cells."""
    home = line.figures[0].slot.source
    if isinstance(home, Cell):
        return None
    own = tuple(f for f in line.figures if f.slot.source is home)
    return (
        own if len(own) == len(line.slots) and all(f.kind is not Kind.DIGITS for f in own) else None
    )
