"""A statutory table as its form lays it out: boxes of labels and of values, line by line.

Every face of a table is made of these: a page of HTML, a sheet of a workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise, takewhile

from gxkit.forms import Row, Table
from gxkit.report import Report, Value
from gxkit.text import choose


class Kind(StrEnum):
    """What a box holds."""

    HEAD = "head"
    GROUP = "group"
    LABEL = "label"
    UNIT = "unit"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Box:
    """A place of the table, over so many lines and columns.

    `text` is the label as printed, `under` its translation, `name` the id of what it labels. A box
    of a figure has its `value`, None where the form has no such cell.
    """

    kind: Kind
    text: str = ""
    down: int = 1
    across: int = 1
    under: str = ""
    name: str = ""
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The table of a report that is laid out, and the language of what is said beside it."""

    report: Report
    form: Table
    language: str

    def column_head(self, column_id: str) -> Box:
        column = self.form.column(column_id)
        year = str(self.report.meta.year or "")
        label = column.label.replace("{year}", year)
        return Box(
            Kind.HEAD,
            label,
            under=self.translate(column.name("en")),
            name=column.id,
        )

    def translate(self, name: str) -> str:
        """The English name of what is labelled, for those who read English."""
        return choose(
            "",
            name,
            self.language,
        )

    def figures(self, row: Row) -> list[Box]:
        boxes = []
        for column in row.columns:
            value = self.report.get((self.form.id, row.id, column))
            boxes.append(Box(Kind.FIGURE, value=value))
        return boxes


def lay_out(
    report: Report,
    form: Table,
    language: str,
) -> list[list[Box]]:
    """The lines of a table, each with the boxes that begin in it, from left to right."""
    asked = _Asked(
        report,
        form,
        language,
    )
    return _across(asked) if form.layout == "across" else _down(asked)


def has_units(form: Table) -> bool:
    """Whether the rows are counted in different units, one a row."""
    differ = any(one.units != other.units for one, other in pairwise(form.rows))
    return differ and len({len(row.columns) for row in form.rows}) == 1


# Labels at the left


def _down(asked: _Asked) -> list[list[Box]]:
    """The lines of a table whose labels open each row."""
    units = has_units(asked.form)
    lines: list[list[Box]] = []
    for block in _blocks(asked.form.rows):
        lines.append(_block_head(asked, block))
        for row, labels in zip(
            block,
            _label_boxes(asked, block),
            strict=True,
        ):
            unit = [Box(Kind.UNIT, row.units[0])] if units else []
            lines.append([*labels, *unit, *asked.figures(row)])
    return lines


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Runs of rows that share a head: one for most tables, or one for each article."""
    return [list(block) for _, block in groupby(rows, key=lambda row: row.columns)]


def _block_head(
    asked: _Asked,
    block: Sequence[Row],
) -> list[Box]:
    """The heads of the columns of a block, and of its labels."""
    depth = max(len(row.path) for row in block)
    opening = [Box(Kind.HEAD, across=depth)]
    if has_units(asked.form):
        item = choose(
            "指标",
            "item",
            asked.language,
        )
        unit = choose(
            "单位",
            "unit",
            asked.language,
        )
        opening = [
            Box(
                Kind.LABEL,
                item,
                across=depth,
            ),
            Box(Kind.LABEL, unit),
        ]
    return [*opening, *map(asked.column_head, block[0].columns)]


def _label_boxes(
    asked: _Asked,
    rows: Sequence[Row],
) -> list[list[Box]]:
    """The labels of each row: a group once over its rows, a label over the columns left."""
    depth = max(len(row.path) for row in rows)
    above: tuple[str, ...] = ()
    made = []
    for place, row in enumerate(rows):
        boxes: list[Box] = []
        for level, label in enumerate(row.path, 1):
            group = row.path[:level]
            if group == row.path:
                boxes.append(
                    _row_label(
                        asked,
                        row,
                        depth - level + 1,
                    )
                )
            elif above[:level] != group:
                boxes.append(
                    Box(
                        Kind.LABEL,
                        label,
                        down=_run(rows[place:], group),
                    )
                )
        above = row.path
        made.append(boxes)
    return made


def _row_label(
    asked: _Asked,
    row: Row,
    across: int,
) -> Box:
    under = asked.translate(row.name("en"))
    return Box(
        Kind.LABEL,
        row.label,
        across=across,
        under=under,
        name=row.id,
    )


def _run(
    rows: Sequence[Row],
    group: tuple[str, ...],
) -> int:
    """How many of the first rows stand under a group of labels."""
    under = takewhile(lambda row: row.path[: len(group)] == group, rows)
    return len(list(under))


# Labels on top


def _across(asked: _Asked) -> list[list[Box]]:
    """The lines of a table whose groups stand side by side over one line of figures."""
    rows = asked.form.rows
    depth = max(len(row.path) for row in rows)
    lines = [
        _group_heads(
            asked,
            level,
            depth,
        )
        for level in range(1, depth + 1)
    ]
    heads: list[Box] = []
    figures: list[Box] = []
    for row in rows:
        heads += map(asked.column_head, row.columns)
        figures += asked.figures(row)
    return [*lines, heads, figures]


def _group_heads(
    asked: _Asked,
    level: int,
    depth: int,
) -> list[Box]:
    """The labels of one level, each over the columns of its rows."""
    rows = asked.form.rows
    by_path = {row.path: row for row in rows}
    heads = []
    for group, members in groupby(rows, key=lambda row: row.path[:level]):
        width = sum(len(row.columns) for row in members)
        # a row whose label ended above has reached down to the columns already
        if len(group) < level:
            continue
        own = by_path.get(group)
        heads.append(
            Box(
                Kind.GROUP,
                group[-1],
                down=depth - level + 1 if own else 1,
                across=width,
                under=asked.translate(own.name("en")) if own else "",
                name=own.id if own else "",
            )
        )
    return heads
