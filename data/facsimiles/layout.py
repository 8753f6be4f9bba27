"""A statutory table laid out cell by cell, as its notice prints it, and filled from a transcription."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from facsimiles.outline import Figures, Outline
from gxkit.forms import Row, Table, find_form

EQUATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
LABEL_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a laid-out table: its words or figure and its spans. `kind` is head, label or figure."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    kind: str = "head"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a laid-out table, named by the form's row; `.head` and `.group` name the rows above it."""

    id: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out table: `width` columns and rows of boxes, a spanning box once, at its upper left."""

    table: str
    width: int
    lines: tuple[Line, ...]

    def expanded(self) -> list[tuple[str, list[str]]]:
        """Each row as `width` texts; the places under a span are empty."""
        grid = [[""] * self.width for _ in self.lines]
        taken: set[tuple[int, int]] = set()
        for i, line in enumerate(self.lines):
            column = 0
            for box in line.boxes:
                while (i, column) in taken:
                    column += 1
                grid[i][column] = box.text
                taken |= {
                    (i + r, column + c) for r in range(box.rowspan) for c in range(box.colspan)
                }
                column += box.colspan
        if len(taken) != len(self.lines) * self.width:
            raise ValueError(f"table {self.table}: the spans leave holes or overlap")
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
    heads = [
        "指标名称",
        "计量单位",
        *(c.label.replace("{year}", str(outline.year)) for c in table.columns),
    ]
    lines = [Line("head", tuple(Box(outline.word(h)) for h in heads))]
    for row in table.rows:
        label, unit = outline.word(row.label, row.id), row.units[0]
        lines.append(
            Line(
                row.id,
                (
                    Box(label, kind="label"),
                    Box(unit, kind="figure"),
                    *_figure_boxes(outline, table, row, figures, [1] * len(row.columns)),
                ),
            )
        )
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
        heads = ["信息内容", *(table.column(c).label for c in first.columns)]
        lines.append(
            Line(
                f"{first.id}.head",
                tuple(
                    Box(outline.word(head, f"{first.id}.head"), span)
                    for head, span in zip(heads, spans["head"], strict=True)
                ),
            )
        )
        lines += [
            Line(
                row.id,
                (
                    Box(outline.word(row.label, row.id), spans["rows"][0], kind="label"),
                    *_figure_boxes(outline, table, row, figures, spans["rows"][1:]),
                ),
            )
            for row in rows
        ]
    return Layout(table.id, width, tuple(lines))


def _requests(outline: Outline, table: Table, figures: Figures) -> Layout:
    style = outline.requests
    business = 2 if style.shifted_head else 1
    spans = [business if c.id == "business" else 1 for c in table.columns]
    lines = [*_request_heads(outline, table, style.total_head == "top", style.shifted_head)]
    previous: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        boxes = []
        if row.id == style.repeat_group_at:
            previous = ()
        for depth, label in enumerate(row.path):
            if depth < len(row.path) - 1 and previous[: depth + 1] == row.path[: depth + 1]:
                continue
            last = depth == len(row.path) - 1
            rowspan = (
                1
                if last
                else _run(table.rows[index:], row.path[: depth + 1], style.repeat_group_at)
            )
            boxes.append(
                Box(
                    outline.word(label, row.id),
                    LABEL_COLUMNS - depth if last else 1,
                    rowspan,
                    "label",
                )
            )
        lines.append(Line(row.id, (*boxes, *_figure_boxes(outline, table, row, figures, spans))))
        previous = row.path
    return Layout(table.id, LABEL_COLUMNS + sum(spans), tuple(lines))


def _run(rows: tuple[Row, ...], group: tuple[str, ...], stop: str) -> int:
    """How many rows from the first on belong to the group, up to the row `stop`."""
    count = 0
    for row in rows:
        if row.path[: len(group)] != group or row.path == group or (count and row.id == stop):
            break
        count += 1
    return count


def _request_heads(
    outline: Outline, table: Table, total_on_top: bool, shifted: bool
) -> tuple[Line, ...]:
    def head(text: str, colspan: int = 1, rowspan: int = 1) -> Box:
        return Box(outline.word(text, table.id), colspan, rowspan)

    natural, *organisations, total = (c.label for c in table.columns)
    inner = [head(label) for label in organisations]
    width = len(table.columns) + shifted
    if shifted:
        naturals, inner = [head(natural, 2)], [Box(""), replace(inner[0], colspan=2), *inner[1:]]
    else:
        naturals = [head(natural, 1, 2)]
    first = [head(EQUATION, LABEL_COLUMNS, 3), head("申请人情况", width - total_on_top)]
    second = [*naturals, head("法人或其他组织", len(organisations))]
    (first if total_on_top else second).append(head(total, 1, 3 if total_on_top else 2))
    return tuple(
        Line(f"head{n}", tuple(boxes)) for n, boxes in enumerate((first, second, inner), 1)
    )


def _remedies(outline: Outline, table: Table, figures: Figures) -> Layout:
    def heads(rowspan: int = 1) -> list[Box]:
        return [Box(outline.word(c.label, table.id), 1, rowspan) for c in table.columns]

    step = len(table.columns)
    first, second, third = [], [], []
    for group, members in groupby(table.rows, key=lambda row: row.path[0]):
        rows = list(members)
        first.append(Box(outline.word(group), step * len(rows)))
        for row in rows:
            if len(row.path) == 1:
                second += heads(rowspan=2)
            else:
                second.append(Box(outline.word(row.label), step))
                third += heads()
    values = [
        box for row in table.rows for box in _figure_boxes(outline, table, row, figures, [1] * step)
    ]
    return Layout(
        table.id,
        step * len(table.rows),
        tuple(
            Line(name, tuple(boxes))
            for name, boxes in (
                ("head1", first),
                ("head2", second),
                ("head3", third),
                ("figures", values),
            )
        ),
    )
