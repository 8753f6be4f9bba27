"""Specimens: a form with random figures, in the shapes and with the damage that reports show."""

from __future__ import annotations

import random
from collections.abc import Iterator

from gxkit.forms import Table, find_form

Figures = dict[tuple[str, str, str], int | None]
HEADS = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "legacy": "附表：政府信息公开情况统计表",
}


def draw_figures(
    edition: str, rng: random.Random, largest: int = 300, blanks: float = 0.0
) -> Figures:
    """Figures for every cell of an edition that satisfy its hard rules; a share of them blank."""
    figures: Figures = {}
    for table in find_form(edition).tables:
        if table.id == "requests":
            _draw_requests(table, rng, largest, figures)
        elif table.id == "remedies":
            for row in table.rows:
                parts = [
                    rng.choice((0, 0, rng.randint(0, largest // 10 + 1))) for _ in row.columns[:-1]
                ]
                for column, number in zip(row.columns, [*parts, sum(parts)], strict=True):
                    figures["remedies", row.id, column] = number
        elif table.id == "legacy":
            _draw_legacy(table, rng, largest, figures)
        else:
            for row, column in table.slots:
                figures[table.id, row, column] = rng.choice(
                    (0, rng.randint(1, 9), rng.randint(0, largest * 10))
                )
    if blanks:
        for key in figures:
            if rng.random() < blanks:
                figures[key] = None
    return figures


def _draw_requests(table: Table, rng: random.Random, largest: int, figures: Figures) -> None:
    columns = [c.id for c in table.columns]
    leaves = [
        r.id for r in table.rows if r.id not in ("received", "carried_in", "decided", "carried_out")
    ]
    numbers = {
        row: [rng.randint(0, largest) if rng.random() < (0.4, 0.1)[i > 0] else 0 for i in range(6)]
        for row in leaves
    }
    decided = [sum(numbers[row][i] for row in leaves) for i in range(6)]
    carried_out = [rng.choice((0, 0, rng.randint(0, 9))) for _ in range(6)]
    carried_in = [rng.randint(0, min(3, decided[i] + carried_out[i])) for i in range(6)]
    received = [decided[i] + carried_out[i] - carried_in[i] for i in range(6)]
    numbers |= {
        "received": received,
        "carried_in": carried_in,
        "decided": decided,
        "carried_out": carried_out,
    }
    for row, parts in numbers.items():
        for column, number in zip(columns, [*parts, sum(parts)], strict=True):
            figures["requests", row, column] = number


def _draw_legacy(table: Table, rng: random.Random, largest: int, figures: Figures) -> None:
    for column in ("year", "cumulative"):
        for row in table.rows:
            figures["legacy", row.id, column] = rng.choice((0, rng.randint(0, largest)))
        for whole in ("requests", "answers", "disclosed"):
            figures["legacy", whole, column] = sum(
                figures["legacy", r.id, column] or 0
                for r in table.rows
                if r.id.startswith(whole + ".")
            )
    for row in table.rows:
        figures["legacy", row.id, "cumulative"] += figures["legacy", row.id, "year"]  # type: ignore[operator]


def table_rows(table: Table, figures: Figures, year: int = 2020) -> Iterator[list[str]]:
    """The table as the notice lays it out, the texts of each row; spanning cells stand once."""

    def shown(row: str, column: str) -> str:
        number = figures[table.id, row, column]
        return "" if number is None else str(number)

    if table.layout == "across":
        labels = [c.label for c in table.columns]
        yield ["行政复议", "行政诉讼"]
        yield [*labels, *(r.path[-1] for r in table.rows[1:])]
        yield labels * (len(table.rows) - 1)
        yield [shown(row, column) for row, column in table.slots]
        return
    if table.id == "requests":
        labels = [c.label for c in table.columns]
        yield [table.headers[2], "申请人情况"]
        yield ["", labels[0], "法人或其他组织", labels[-1]]
        yield ["", *labels[1:-1]]
    if table.id == "legacy":
        yield [
            "指标名称",
            "计量单位",
            *(c.label.replace("{year}", str(year)) for c in table.columns),
        ]
    groups: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    for row in table.rows:
        new = [g for i, g in enumerate(row.path[:-1]) if row.path[: i + 1] != groups[: i + 1]]
        if table.id == "proactive":
            if new:
                yield new
                head = ()
            if head != row.columns:
                yield ["信息内容", *(table.column(c).label for c in row.columns)]
            head, new = row.columns, []
        groups = row.path[:-1]
        unit = [row.units[0]] if table.id == "legacy" else []
        yield [*new, row.label, *unit, *(shown(row.id, c) for c in row.columns)]


def write_text(edition: str, figures: Figures, shape: str, year: int = 2020) -> str:
    """A report as a text dump: shape is `tabs`, `blanks`, `cells` (one a line) or `joined`."""
    parts = [f"某某市人民政府{year}年政府信息公开工作年度报告", "一、总体情况", "本年按要求公开。"]
    joints = {"tabs": "\t", "blanks": " ", "cells": "\n\t", "joined": ""}
    for table in find_form(edition).tables:
        parts.append(HEADS[table.id])
        for row in table_rows(table, figures, year):
            line = joints[shape].join(row)
            parts.append(
                "\t" + line + "\n" if shape == "cells" else line + "\t" if shape == "tabs" else line
            )
    parts += ["五、存在的主要问题及改进情况", "继续改进。", "六、其他需要报告的事项", "无"]
    return "\n".join(parts) + "\n"


def write_html(edition: str, figures: Figures, year: int = 2020) -> str:
    """A report as a web page with the official spans."""
    title = f"某某市人民政府{year}年政府信息公开工作年度报告"
    parts = [
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>",
        "<p>一、总体情况</p>",
    ]
    for table in find_form(edition).tables:
        parts.append(f"<p>{HEADS[table.id]}</p><table>")
        rows = list(table_rows(table, figures, year))
        parts += [_html_row(row, table, i, rows) for i, row in enumerate(rows)]
        parts.append("</table>")
    return "".join(parts) + "</body></html>"


def _html_row(row: list[str], table: Table, index: int, rows: list[list[str]]) -> str:
    attributes = [""] * len(row)
    if table.layout == "across":
        if index == 0:
            attributes = ["colspan=5", "colspan=10"]
        elif index == 1:
            attributes = ["rowspan=2"] * 5 + ["colspan=5"] * 2
    elif table.id == "requests":
        count = sum(r.path[:1] == ("三、本年度办理结果",) for r in table.rows)
        if index < 3:
            attributes = [
                ["colspan=3 rowspan=3", "colspan=7"],
                ["", "rowspan=2", "colspan=5", "rowspan=2"],
                [""] * 6,
            ][index]
            if index:
                row, attributes = row[1:], attributes[1:]
        else:
            labels = len(row) - len(table.columns)
            attributes = [
                _label_span(text, i, labels, table, count) for i, text in enumerate(row[:labels])
            ]
            attributes += [""] * len(table.columns)
    elif table.id == "proactive":
        attributes[-1] = f"colspan={5 - len(row)}"
    return (
        "<tr>"
        + "".join(f"<td {a}>{t}</td>" for a, t in zip(attributes, row, strict=True))
        + "</tr>"
    )


def _label_span(text: str, place: int, labels: int, table: Table, count: int) -> str:
    if text.startswith("三、"):
        return f"rowspan={count}"
    own = [r for r in table.rows if len(r.path) == 3 and r.path[1] == text]
    if own:
        return f"rowspan={len(own)}"
    depth = next(len(r.path) for r in table.rows if r.label == text)
    return f"colspan={4 - depth}"
