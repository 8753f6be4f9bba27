"""A statutory table cell by cell, as its notice prints it, filled from a transcription."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

from facsimiles.boxes import (
    LABEL_COLUMNS,
    Box,
    HeadShape,
    count_group,
    lay_remedies_heads,
    lay_request_heads,
    place_boxes,
)
from facsimiles.outline import Figures, Outline
from gxkit.forms import Row, Table, find_form


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a laid-out table, named by the form's row.

    `.head` and `.group` after the name of a block's first row name the rows above the block.
    """

    id: str
    boxes: tuple[Box, ...]

    @property
    def texts(self) -> list[str]:
        """What its boxes say, from left to right."""
        return [box.text for box in self.boxes]


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out table of `width` columns; a spanning box stands once, at its upper left."""

    table: str
    width: int
    lines: tuple[Line, ...]

    def expanded(self) -> list[tuple[str, list[str]]]:
        """Each row as `width` texts; the places under a span are empty."""
        grid = [[""] * self.width for _ in self.lines]
        boxes = [line.boxes for line in self.lines]
        for row, column, box in place_boxes(self.table, boxes, self.width):
            grid[row][column] = box.text
        return [(line.id, texts) for line, texts in zip(self.lines, grid, strict=True)]


def lay_out(outline: Outline, table_id: str, figures: Figures) -> Layout:
    """One table of a report."""
    table = find_form(outline.forms[table_id]).table(table_id)
    lay = {
        "legacy": _legacy,
        "proactive": _proactive,
        "requests": _requests,
        "remedies": _remedies,
    }[table_id]
    return lay(outline, table, figures)


def _figure_boxes(
    outline: Outline, table: Table, row: Row, figures: Figures, spans: list[int]
) -> tuple[Box, ...]:
    if row.id in outline.joined:
        return (Box(outline.joined[row.id], sum(spans), kind="figure"),)
    return tuple(
        Box(figures[table.id, row.id, column], span, kind="figure")
        for column, span in zip(row.columns, spans, strict=True)
    )


def _legacy(outline: Outline, table: Table, figures: Figures) -> Layout:
    columns = [c.label.replace("{year}", str(outline.year)) for c in table.columns]
    heads = ["指标名称", "计量单位", *columns]
    lines = [Line("head", tuple(Box(outline.word(h)) for h in heads))]
    for row in table.rows:
        label = Box(outline.word(row.label, row.id), kind="label")
        unit = Box(row.units[0], kind="figure")
        own = _figure_boxes(outline, table, row, figures, [1] * len(row.columns))
        lines.append(Line(row.id, (label, unit, *own)))
    return Layout(table.id, len(heads), tuple(lines))


def _proactive(outline: Outline, table: Table, figures: Figures) -> Layout:
    lines: list[Line] = []
    columns = 1 + max(len(row.columns) for row in table.rows)
    width = max([columns, *(sum(s["head"]) for s in outline.spans.values())])
    for group, members in groupby(table.rows, key=lambda row: row.path[0]):
        rows = list(members)
        first = rows[0]
        regular = [1] * len(first.columns) + [width - len(first.columns)]
        spans = outline.spans.get(first.id, {"head": regular, "rows": regular})
        lines.append(Line(f"{first.id}.group", (Box(outline.word(group), width),)))
        name = f"{first.id}.head"
        heads = ["信息内容", *(table.column(c).label for c in first.columns)]
        words = [outline.word(head, name) for head in heads]
        lines.append(Line(name, tuple(map(Box, words, spans["head"]))))
        label_span, *figure_spans = spans["rows"]
        for row in rows:
            label = Box(outline.word(row.label, row.id), label_span, kind="label")
            own = _figure_boxes(outline, table, row, figures, figure_spans)
            lines.append(Line(row.id, (label, *own)))
    return Layout(table.id, width, tuple(lines))


def _requests(outline: Outline, table: Table, figures: Figures) -> Layout:
    style = outline.requests
    business = 2 if style.shifted_head else 1
    spans = [business if c.id == "business" else 1 for c in table.columns]
    shape = HeadShape(style.total_head == "top", style.shifted_head)
    heads = lay_request_heads(table, shape, partial(_word_in, outline, table))
    lines = [Line(f"head{n}", boxes) for n, boxes in enumerate(heads, 1)]
    previous: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        boxes = []
        if row.id == style.repeat_group_at:
            previous = ()
        for depth, label in enumerate(row.path[:-1], 1):
            group = row.path[:depth]
            if previous[:depth] != group:
                height = count_group(table.rows[index:], group, style.repeat_group_at)
                boxes.append(Box(outline.word(label, row.id), 1, height, "label"))
        width = LABEL_COLUMNS + 1 - len(row.path)
        boxes.append(Box(outline.word(row.label, row.id), width, 1, "label"))
        lines.append(Line(row.id, (*boxes, *_figure_boxes(outline, table, row, figures, spans))))
        previous = row.path
    return Layout(table.id, LABEL_COLUMNS + sum(spans), tuple(lines))


def _remedies(outline: Outline, table: Table, figures: Figures) -> Layout:
    step = len(table.columns)
    heads = lay_remedies_heads(table, partial(_word_in, outline, table))
    lines = [Line(f"head{n}", boxes) for n, boxes in enumerate(heads, 1)]
    values: list[Box] = []
    for row in table.rows:
        values += _figure_boxes(outline, table, row, figures, [1] * step)
    lines.append(Line("figures", tuple(values)))
    return Layout(table.id, step * len(table.rows), tuple(lines))


def _word_in(outline: Outline, table: Table, label: str) -> str:
    return outline.word(label, table.id)
