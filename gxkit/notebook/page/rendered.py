"""A page made of the lines and tables of a document, as they were read.

It is paper: white in a dark notebook too. Every text is escaped here; the element of each cell of
the report carries its anchor as `data-place`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import (
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from gxkit.document import (
    Cell,
    Grid,
    Line,
    Where,
)
from gxkit.text.escapes import to_html

Block = Line | Grid

# what stands on paper, whatever the ground of the notebook
PAPER = (
    "background:#fff;color:#222;padding:14px 18px;border:1px solid #ccc;overflow-x:auto;"
    "font:13px/1.5 'Noto Serif SC','Songti SC',SimSun,serif;text-align:left"
)
_TABLE = "border-collapse:collapse;margin:6px 0 10px;font-size:12px;line-height:1.35"
_CELL = "border:1px solid #999;padding:2px 5px;text-align:left;white-space:pre-wrap;color:#222"
_LINE = "margin:0 0 3px;white-space:pre-wrap;color:#222"
FRAMED = "outline:3px solid #c0392b;outline-offset:-2px;background:#fdecea"
LIT = "background:#fff4cc"
_PLAIN = "background:#fff"
_BRACKET = (
    "border:2px solid #c0392b;border-left:none;padding:0 4px;color:#c0392b;font-size:16px;"
    "vertical-align:middle;background:#fff"
)
_ABOVE = "border:2px solid #c0392b;border-bottom:none;color:#c0392b;text-align:center"
_NONE = "border:none;padding:0;background:#fff"


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands out on a page: places that are framed, whose rows and columns are lit, and a pair
    of places whose rows (or columns) are joined by an arrow."""

    framed: Collection[Where] = ()
    pair: tuple[Where, Where] | None = None
    is_of_columns: bool = False


class _Span(NamedTuple):
    """Characters of a line or a cell that are a cell of the report, or several: from and to
    (exclusive), their anchors, and their places."""

    start: int
    end: int
    anchors: tuple[str, ...]
    places: tuple[Where, ...]

    def is_framed(
        self,
        marks: Marks,
    ) -> bool:
        return any(place in marks.framed for place in self.places)


@dataclass(slots=True)
class _Places:
    """Where the cells of the report stand: whole cells of a table, and spans of a text."""

    whole: dict[Where, str] = field(default_factory=dict)
    spans: dict[Where, list[_Span]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self,
        where: Where,
        anchor: str,
    ) -> None:
        self.whole[where] = anchor
        if where.start is None:
            return
        home = replace(where, start=None, end=None)
        end = where.end if where.end is not None else where.start
        own = _Span(
            where.start - 1,
            end,
            (anchor,),
            (where,),
        )
        self.spans[home].append(own)

    def inside(
        self,
        place: Where,
        text: str,
    ) -> list[_Span]:
        """The spans of a text that stands in a place, counted from where it begins there."""
        if place.start is None:
            return self.spans.get(place, [])
        # a line whose title was cut off begins later, and a cell of a drawn table in its middle
        first = place.start - 1
        found = []
        for span in self.spans.get(replace(place, start=None, end=None), ()):
            start, end = span.start - first, span.end - first
            if start >= 0 and end <= len(text) and place not in span.places:
                found.append(span._replace(start=start, end=end))
        return found


def render(
    blocks: Iterable[Block],
    anchors: Mapping[Where, str],
    marks: Marks | None = None,
) -> str:
    """The blocks as HTML."""
    places = _Places()
    for where, anchor in anchors.items():
        places.add(where, anchor)
    shown = marks or Marks()
    parts = []
    for block in blocks:
        if isinstance(block, Line):
            parts.append(_line_html(block, places, shown))
        else:
            parts.append(_grid_html(block, places, shown))
    return f'<div style="{PAPER}">{"".join(parts)}</div>'


def _line_html(
    line: Line,
    places: _Places,
    marks: Marks,
) -> str:
    spans = places.inside(line.where, line.text)
    is_lit = any(span.is_framed(marks) for span in spans)
    style = f"{_LINE};{LIT}" if is_lit else _LINE
    own = _anchor_of(places.whole.get(line.where, ""))
    text = _text_html(line.text, spans, marks) or "&nbsp;"
    return f'<div style="{style}"{own}>{text}</div>'


def _anchor_of(anchor: str) -> str:
    return f' data-place="{to_html(anchor)}"' if anchor else ""


def _text_html(
    text: str,
    spans: Sequence[_Span],
    marks: Marks,
) -> str:
    """A text with its spans as elements."""
    parts = []
    at = 0
    for span in _joined(spans):
        style = f' style="{FRAMED}"' if span.is_framed(marks) else ""
        inside = to_html(text[span.start : span.end]) or "□"
        own = _anchor_of(" ".join(span.anchors))
        parts.append(to_html(text[at : span.start]))
        parts.append(f"<span{own}{style}>{inside}</span>")
        at = span.end
    parts.append(to_html(text[at:]))
    return "".join(parts)


def _joined(spans: Sequence[_Span]) -> list[_Span]:
    """Spans in their order, those that overlap in one: figures run together are read in several
    ways."""
    joined: list[_Span] = []
    for span in sorted(spans, key=lambda span: span[:2]):
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            span = _Span(
                last.start,
                max(last.end, span.end),
                (*last.anchors, *span.anchors),
                (*last.places, *span.places),
            )
        joined.append(span)
    return joined


def _grid_html(
    grid: Grid,
    places: _Places,
    marks: Marks,
) -> str:
    height, _ = grid.shape
    cells = {cells[0].row: cells for cells in grid.by_rows()}
    lit = _Lit.of(grid, places, marks)
    brackets = _find_bracket(grid, marks)
    rows = [_above(grid, marks)]
    for number in range(height):
        inside = [
            _cell_html(
                cell,
                places,
                marks,
                lit,
            )
            for cell in cells.get(number, ())
        ]
        rows.append(f"<tr>{''.join(inside)}{brackets.get(number, '')}</tr>")
    return f'<table style="{_TABLE}">{"".join(rows)}</table>'


class _Lit(NamedTuple):
    """The rows and columns of a table in which something is framed."""

    rows: frozenset[int]
    columns: frozenset[int]

    @classmethod
    def of(
        cls,
        grid: Grid,
        places: _Places,
        marks: Marks,
    ) -> _Lit:
        rows: set[int] = set()
        columns: set[int] = set()
        for cell in grid.cells:
            if _is_framed(cell, places, marks):
                rows.update(range(cell.row, cell.row + cell.rowspan))
                columns.update(range(cell.column, cell.column + cell.colspan))
        return cls(frozenset(rows), frozenset(columns))

    def holds(
        self,
        cell: Cell,
    ) -> bool:
        down = range(cell.row, cell.row + cell.rowspan)
        across = range(cell.column, cell.column + cell.colspan)
        return not (self.rows.isdisjoint(down) and self.columns.isdisjoint(across))


def _is_framed(
    cell: Cell,
    places: _Places,
    marks: Marks,
) -> bool:
    if cell.where in marks.framed:
        return True
    return any(span.is_framed(marks) for span in places.inside(cell.where, cell.text))


def _cell_html(
    cell: Cell,
    places: _Places,
    marks: Marks,
    lit: _Lit,
) -> str:
    spans = places.inside(cell.where, cell.text)
    look = LIT if lit.holds(cell) else _PLAIN
    if cell.where in marks.framed:
        look = FRAMED
    own = _anchor_of(places.whole.get(cell.where, ""))
    for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan)):
        own += f' {name}="{count}"' if count > 1 else ""
    return f'<td style="{_CELL};{look}"{own}>{_text_html(cell.text, spans, marks)}</td>'


def _find_bracket(
    grid: Grid,
    marks: Marks,
) -> dict[int, str]:
    """The cell beside a table that joins two of its rows, by the row in which it begins."""
    rows = {cell.where: cell.row for cell in grid.cells}
    if marks.is_of_columns or not _has_both(rows, marks):
        return {}
    first, last = sorted(rows[where] for where in marks.pair or ())
    return {first: f'<td style="{_BRACKET}" rowspan="{last - first + 1}">⇅</td>'}


def _above(
    grid: Grid,
    marks: Marks,
) -> str:
    """A row over a table that joins two of its columns; '' where there are none."""
    columns = {cell.where: cell.column for cell in grid.cells}
    if not marks.is_of_columns or not _has_both(columns, marks):
        return ""
    first, last = sorted(columns[where] for where in marks.pair or ())
    before = f'<td style="{_NONE}" colspan="{first}"></td>' if first else ""
    return f'<tr>{before}<td style="{_ABOVE}" colspan="{last - first + 1}">⇄</td></tr>'


def _has_both(
    places: Collection[Where],
    marks: Marks,
) -> bool:
    return marks.pair is not None and all(where in places for where in marks.pair)
