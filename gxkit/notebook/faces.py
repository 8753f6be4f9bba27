"""Notebook faces: a filled statutory table, a raw grid, the findings, each as HTML and as plain text.

Nothing of IPython is imported: a face has `_repr_html_` for a notebook and a readable `repr` for a shell. Every text
from a file is escaped. Colour never speaks alone: each mark is also a sign.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise
from pathlib import Path

from gxkit.document import Grid
from gxkit.forms import Row, Table, find_form
from gxkit.report import Report, Status, Value, Verdict

# colours and alignment are said for every cell: a notebook's own sheet sets texts to the right, and a dark one has a
# dark ground
CSS = (
    "border-collapse:collapse;font-size:12px;line-height:1.35",
    "border:1px solid #bbb;padding:2px 6px;color:#222;background:#fff;text-align:left;",
)
# what a cell looks like, and the sign that says the same
TINTS = {
    "contradicted": "background:#f6d5c3",
    "ambiguous": "background:#fbf0bf",
    "missing": "background:#ececec",
    "illegible": "background:#ececec",
    "verified": "background:#e3f0f9",
}
KINDS = {
    "fails": ("×", "不成立", "fails"),
    "remark": ("!", "值得注意", "remark"),
    "not assessable": ("?", "无法核对", "not assessable"),
}


@dataclass(frozen=True)
class Face:
    """Something to look at: HTML for a notebook, text for a shell."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def _width(text: str) -> int:
    """Columns that a text takes in a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of fields as columns."""
    lines = [[" ".join(field.split()) for field in line] for line in lines]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)] if lines else []
    return "\n".join(
        "  ".join(f + " " * (w - _width(f)) for f, w in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _number(number: object) -> str:
    return "空白" if number is None else str(number)


def value_text(value: Value | None) -> str:
    """What a cell of the form shows: the printed text and, where something is amiss, a sign that says what.

    `·` the form has no such cell, `空` blank, `缺` missing, `?` several readings, `#` no number, `×` contradicted by an
    identity (with what would explain it), `✓` verified by one.
    """
    if value is None:
        return "·"
    if value.status is Status.AMBIGUOUS:
        return f"? {value.printed}（{' | '.join(map(_number, value.candidates))}）"
    signs = {
        Status.BLANK: f"空{value.printed}",
        Status.MISSING: "缺",
        Status.ILLEGIBLE: f"# {value.printed}",
    }
    shown = signs.get(value.status, value.printed or str(value.value))
    if value.verdict is Verdict.CONTRADICTED:
        shown += " ×"
    elif value.verdict is Verdict.VERIFIED and value.status is Status.PRINTED:
        shown += " ✓"
    return shown if value.reconciled is None else f"{shown} → {value.reconciled}"


def _tag(name: str, text: str, style: str = "", **attributes: object) -> str:
    extra = "".join(f' {k}="{escape(str(v))}"' for k, v in attributes.items() if v not in (1, ""))
    return f'<{name} style="{CSS[1]}{style}"{extra}>{escape(text)}</{name}>'


def _value_cell(value: Value | None) -> str:
    if value is None:
        return _tag("td", "", "background:#f7f7f7")
    amiss = value.verdict is Verdict.CONTRADICTED
    state = value.verdict.value if amiss or value.status is Status.PRINTED else value.status.value
    where = str(value.where) if value.where else ""
    title = " · ".join(filter(None, (value.label, value.status.value, value.verdict.value, where)))
    wrap = "" if value.status is Status.AMBIGUOUS else "white-space:nowrap;"
    return _tag(
        "td", value_text(value), f"text-align:right;{wrap}{TINTS.get(state, '')}", title=title
    )


def _table(rows: list[str], caption: str) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    style = "text-align:left;color:#555;white-space:nowrap"
    return f'<table style="{CSS[0]}"><caption style="{style}">{escape(caption)}</caption>{body}</table>'


def _path_cells(rows: Sequence[Row]) -> list[str]:
    """The label cells of each row: a group label once over its rows, the last label over the columns left."""
    depth = max(len(row.path) for row in rows)
    made = []
    for i, row in enumerate(rows):
        cells = ""
        for level, label in enumerate(row.path):
            if (
                i
                and rows[i - 1].path[: level + 1] == row.path[: level + 1]
                and level < len(row.path) - 1
            ):
                continue
            last = level == len(row.path) - 1
            group = row.path[: level + 1]
            end = next(
                (j for j in range(i, len(rows)) if rows[j].path[: level + 1] != group), len(rows)
            )
            span = 1 if last else end - i
            cells += _tag(
                "th",
                label,
                "text-align:left;font-weight:normal",
                rowspan=span,
                colspan=depth - level if last else 1,
            )
        made.append(cells)
    return made


def _blocks(table: Table) -> list[list[Row]]:
    """Runs of rows that share a head: one for most tables, one an article where each has columns of its own."""
    blocks: list[list[Row]] = []
    for row in table.rows:
        if blocks and blocks[-1][-1].columns == row.columns:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _down(report: Report, table: Table) -> list[str]:
    """The rows of a table whose labels open each row."""
    units = (
        any(a.units != b.units for a, b in pairwise(table.rows))
        and len({len(r.columns) for r in table.rows}) == 1
    )
    lines: list[str] = []
    for block in _blocks(table):
        depth = max(len(row.path) for row in block)
        head = _tag("th", "指标" if units else "", "", colspan=depth) + (
            _tag("th", "单位") if units else ""
        )
        year = report.meta.year
        lines.append(
            head
            + "".join(
                _tag(
                    "th",
                    table.column(c).label.replace("{year}", str(year or "")),
                    "text-align:right",
                )
                for c in block[0].columns
            )
        )
        for row, labels in zip(block, _path_cells(block), strict=True):
            cells = "".join(_value_cell(report.get((table.id, row.id, c))) for c in row.columns)
            lines.append(labels + (_tag("td", row.units[0]) if units else "") + cells)
    return lines


def _across(report: Report, table: Table) -> list[str]:
    """The rows of a table whose groups stand side by side over one line of figures."""
    depth = max(len(row.path) for row in table.rows)
    heads = []
    for level in range(depth):
        head = ""
        for path, members in groupby(
            table.rows, key=lambda row, level=level: row.path[: level + 1]
        ):  # type: ignore[misc]
            width = sum(len(row.columns) for row in members)
            if len(path) > level:
                own = len(path) == level + 1 and any(row.path == path for row in table.rows)
                head += _tag(
                    "th",
                    path[level],
                    "text-align:center",
                    colspan=width,
                    rowspan=depth - level if own else 1,
                )
        heads.append(head)
    heads.append(
        "".join(
            _tag("th", table.column(c).label, "text-align:right")
            for row in table.rows
            for c in row.columns
        )
    )
    figures = "".join(
        _value_cell(report.get((table.id, row.id, c))) for row in table.rows for c in row.columns
    )
    return [*heads, figures]


def table_html(report: Report, table_id: str) -> Face:
    """A statutory table as the report fills it, in the layout of its form.

    Signs as in `value_text`; the tooltip of a cell says where it was printed. ValueError if the report has no such
    table.
    """
    if table_id not in report.editions:
        raise ValueError(
            f"Report {report.id!r} has no table {table_id!r}; "
            f"it has {', '.join(report.editions) or 'none'}."
        )
    form = find_form(report.editions[table_id])
    table = form.table(table_id)
    caption = f"{report.id} · {table.title} · {form.id} · ✓ 核对相符 × 相互矛盾 空 空白 缺 没有此行 ? 多种读法"
    rows = _across(report, table) if table.layout == "across" else _down(report, table)
    lines = [["", *(c.label.replace("{year}", str(report.meta.year or "")) for c in table.columns)]]
    lines += [
        [
            "/".join(row.path),
            *(value_text(report.get((table.id, row.id, c.id))) for c in table.columns),
        ]
        for row in table.rows
    ]
    return Face(_table(rows, caption), _aligned(lines))


@dataclass(frozen=True)
class Picture:
    """A piece of a page as it was printed."""

    png: bytes
    text: str

    def _repr_png_(self) -> bytes:
        return self.png

    def __repr__(self) -> str:
        return self.text


def page_picture(path: str | os.PathLike[str], value: Value) -> Picture:
    """The place of a PDF where a value is printed, cut out of its page; ValueError if it has no place on a page."""
    from gxkit.readers.pdf.crop import crop_png

    if value.where is None or value.where.box is None:
        raise ValueError(
            f"{value.label} has no place on a page ({value.status}, {value.where or 'nowhere'}); a "
            "picture can be cut for values read from a PDF."
        )
    _, bottom, _, top = value.where.box
    across = replace(
        value.where, box=(0.0, bottom, 10_000.0, top)
    )  # the whole row, so that its label is seen
    return Picture(
        crop_png(path, across, margin=12.0), f"{Path(path).name}, {value.where}: {value.printed}"
    )


def grid_html(grid: Grid) -> Face:
    """A raw grid as the reader found it, spans and all; a place that no cell covers stays open."""
    height, width = grid.shape
    by_row = {cells[0].row: cells for cells in grid.by_rows()}
    rows = [
        "".join(
            _tag(
                "td",
                c.text,
                "white-space:pre-wrap",
                rowspan=c.rowspan,
                colspan=c.colspan,
                title=c.where,
            )
            for c in by_row.get(number, [])
        )
        for number in range(height)
    ]
    lines = [["" for _ in range(width)] for _ in range(height)]
    for cell in grid.cells:
        lines[cell.row][cell.column] = cell.text
    caption = grid.caption or f"{height} × {width}"
    return Face(_table(rows, caption), _aligned(lines))


def explanations_html(report: Report, language: str = "zh") -> Face:
    """The mistakes that would explain the broken sums, best first, those tinted that give the reconciled figures; zh or
    en (ValueError otherwise)."""
    zh = _is_chinese(language)
    if not report.explanations:
        nothing = (
            f"{report.id}：没有需要解释的差错。" if zh else f"{report.id}: nothing to explain."
        )
        return Face(f"<p>{escape(nothing)}</p>", nothing)
    head = (
        ["名次", "说明", "原文 → 更正", "依据", "出错的是"]
        if zh
        else ["rank", "what", "printed → reconciled", "evidence", "whose mistake"]
    )
    sure = "（确定）" if zh else " (certain)"
    lines = [
        [
            f"{e.rank}{sure if e.certain else ''}",
            e.sentence if zh else e.sentence_en,
            "\n".join(
                f"{report[k].label} {report[k].printed or '（空）'} → {number}"
                for k, _, number in e.cells
            ),
            "\n".join(e.evidence if zh else e.evidence_en),
            e.blame.say(language),
        ]
        for e in report.explanations
    ]
    rows = ["".join(_tag("th", text) for text in head)]
    rows += [
        "".join(
            _tag(
                "td",
                text,
                "white-space:pre-wrap;" + (TINTS["verified"] if report.follows(e) else ""),
            )
            for text in line
        )
        for e, line in zip(report.explanations, lines, strict=True)
    ]
    return Face(_table(rows, report.id), _aligned([head, *lines]))


def _is_chinese(language: str) -> bool:
    if language not in ("zh", "en"):
        raise ValueError(f"The language is {language!r}; expected 'zh' or 'en'.")
    return language == "zh"


def findings_html(report: Report, language: str = "zh") -> Face:
    """What the checks found, one line a finding: kind, rule, both sides, sentence; zh or en (ValueError otherwise)."""
    zh = _is_chinese(language)
    if not report.findings:
        nothing = f"{report.id}：没有发现。" if zh else f"{report.id}: no findings."
        return Face(f"<p>{escape(nothing)}</p>", nothing)
    head = ["", "规则", "左边", "右边", "说明"] if zh else ["", "rule", "left", "right", "what"]
    lines = []
    for finding in report.findings:
        sign, name_zh, name_en = KINDS.get(finding.kind, ("", finding.kind, finding.kind))
        sides = ["" if side is None else str(side) for side in (finding.left, finding.right)]
        lines.append(
            [
                f"{sign} {name_zh if zh else name_en}",
                finding.rule,
                *sides,
                finding.sentence if zh else finding.sentence_en,
            ]
        )
    tints = {"fails": TINTS["contradicted"], "remark": TINTS["ambiguous"]}
    rows = ["".join(_tag("th", text) for text in head)]
    rows += [
        "".join(
            _tag("td", text, tints.get(finding.kind, "") + ";white-space:nowrap" * (at == 0))
            for at, text in enumerate(line)
        )
        for finding, line in zip(report.findings, lines, strict=True)
    ]
    return Face(_table(rows, report.id), _aligned([head, *lines]))
