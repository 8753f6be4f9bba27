"""Mutations that ask which column and which row a figure stands in."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from planting import happens

from .drafts import (
    ORGANISATIONS,
    Band,
    Cell,
    Column,
    Draft,
    Line,
    State,
    plain,
)
from .mutations import PAGE, PDF, SPREAD, TYPST, WORD, mutation
from .which_table import NATIONAL, change_cells

WITH_HEADS = ("html", "docx", "csv", "drawn", "markdown", PDF, TYPST)
"""the formats in which a head of several rows still says what it spans"""
WHOLE_LINES = (*SPREAD, "cells", "aligned", "bars", "one line")


def _reorder(band: Band, order: Sequence[int]) -> Band:
    columns = tuple(band.columns[at] for at in order)
    lines = [replace(line, cells=tuple(line.cells[at] for at in order)) for line in band.lines]
    return replace(band, columns=columns, lines=tuple(lines))


def _change_band(draft: Draft, table: str, change: Callable[[Band], Band]) -> Draft | None:
    sheet = draft.sheet(table)
    if sheet is None:
        return None
    return draft.put(replace(sheet, bands=(change(sheet.bands[0]), *sheet.bands[1:])))


@mutation("two applicants exchanged, the head says so", WITH_HEADS, NATIONAL)
def applicants_exchanged(draft: Draft, rng: random.Random) -> Draft | None:
    order = list(range(7))
    one, other = rng.sample(range(6), 2)
    order[one], order[other] = order[other], order[one]
    return _change_band(draft, "requests", lambda band: _reorder(band, order))


@mutation("applicants in any order, the head says so", WITH_HEADS, NATIONAL)
def applicants_shuffled(draft: Draft, rng: random.Random) -> Draft | None:
    """Organisations stay beside each other, as below one head."""
    inner = [1, 2, 3, 4, 5]
    rng.shuffle(inner)
    groups = [[0], inner, [6]]
    rng.shuffle(groups)
    order = [at for group in groups for at in group]
    return _change_band(draft, "requests", lambda band: _reorder(band, order))


@mutation("applicants exchanged, a head of one row", SPREAD, NATIONAL)
def flat_head(draft: Draft, rng: random.Random) -> Draft | None:
    order = list(range(7))
    rng.shuffle(order)

    def change(band: Band) -> Band:
        columns = [Column(column.path[-1:]) for column in band.columns]
        return _reorder(replace(band, columns=tuple(columns)), order)

    return _change_band(draft, "requests", change)


@mutation("总计 first in the request table", WITH_HEADS, NATIONAL)
def total_first(draft: Draft, rng: random.Random) -> Draft | None:
    return _change_band(draft, "requests", lambda band: _reorder(band, (6, 0, 1, 2, 3, 4, 5)))


@mutation("总计 first in table four", WITH_HEADS, NATIONAL)
def total_first_across(draft: Draft, rng: random.Random) -> Draft | None:
    order = [group + at for group in (0, 5, 10) for at in (4, 0, 1, 2, 3)]
    return _change_band(draft, "remedies", lambda band: _reorder(band, order))


@mutation("cumulative before the year", WITH_HEADS)
def cumulative_first(draft: Draft, rng: random.Random) -> Draft | None:
    return _change_band(draft, "legacy", lambda band: _reorder(band, (0, 2, 1)))


@mutation("columns of table two exchanged", (*WITH_HEADS, "tabs", "cells", "one line"), NATIONAL)
def proactive_exchanged(draft: Draft, rng: random.Random) -> Draft | None:
    return _change_band(draft, "proactive", lambda band: _reorder(band, rng.sample(range(3), 3)))


@mutation("litigation before reconsideration", WITH_HEADS, NATIONAL)
def litigation_first(draft: Draft, rng: random.Random) -> Draft | None:
    order = [*range(5, 15), *range(5)]
    return _change_band(draft, "remedies", lambda band: _reorder(band, order))


@mutation("rows in another order", WHOLE_LINES, NATIONAL)
def rows_reordered(draft: Draft, rng: random.Random) -> Draft:
    """Two neighbouring lines of one group exchanged, labels and all."""
    sheet = rng.choice([sheet for sheet in draft.sheets() if len(sheet.bands[0].lines) > 1])
    band = sheet.bands[0]
    lines = list(band.lines)
    pairs = [at for at in range(len(lines) - 1) if _may_change_places(*lines[at : at + 2])]
    if not pairs:
        return draft
    at = rng.choice(pairs)
    lines[at : at + 2] = [lines[at + 1], lines[at]]
    return draft.put(replace(sheet, bands=(replace(band, lines=tuple(lines)), *sheet.bands[1:])))


def _may_change_places(one: Line, other: Line) -> bool:
    is_group = one.path[:-1] == other.path[:-1]
    return is_group and not any("其中" in line.path[-1] for line in (one, other))


@mutation("labels at the right", SPREAD)
def labels_right(draft: Draft, rng: random.Random) -> Draft:
    table = rng.choice([sheet.id for sheet in draft.sheets() if sheet.id != "remedies"])
    sheet = draft.sheet(table)
    assert sheet is not None
    bands = tuple(replace(band, labels_right=True) for band in sheet.bands)
    return draft.put(replace(sheet, bands=bands))


@mutation("a head over two places, the figure in one", SPREAD, NATIONAL)
def merged_places(draft: Draft, rng: random.Random) -> Draft | None:
    """One applicant's head spans two columns, of which one is blank all the way down."""
    at, second = rng.randrange(1, 6), happens(rng, 0.5)

    def change(band: Band) -> Band:
        own = band.columns[at]
        doubled = (own, replace(own, joined=True))
        columns = (*band.columns[:at], *doubled, *band.columns[at + 1 :])
        lines = []
        for line in band.lines:
            pair = [plain(""), line.cells[at]] if second else [line.cells[at], plain("")]
            lines.append(replace(line, cells=(*line.cells[:at], *pair, *line.cells[at + 1 :])))
        return replace(band, columns=columns, lines=tuple(lines))

    return _change_band(draft, "requests", change)


def _add_column(band: Band, at: int, head: str, texts: Sequence[str]) -> Band:
    top = band.columns[0].path[:-1] if len(band.columns[0].path) > 1 and at else ()
    columns = (*band.columns[:at], Column((*top, head)), *band.columns[at:])
    lines = []
    for line, text in zip(band.lines, texts, strict=True):
        lines.append(replace(line, cells=(*line.cells[:at], plain(text), *line.cells[at:])))
    return replace(band, columns=columns, lines=tuple(lines))


def _extra(draft: Draft, rng: random.Random, head: str, last: bool, texts: object) -> Draft:
    sheet = rng.choice([sheet for sheet in draft.sheets() if sheet.id != "remedies"])
    bands = []
    for band in sheet.bands:
        made = [texts(line, number) for number, line in enumerate(band.lines, 1)]  # type: ignore[operator]
        bands.append(_add_column(band, len(band.columns) if last else 0, head, made))
    return draft.put(replace(sheet, bands=tuple(bands)))


@mutation("a column 序号 between labels and figures", WHOLE_LINES)
def numbered_lines(draft: Draft, rng: random.Random) -> Draft:
    return _extra(draft, rng, rng.choice(("序号", "行次", "代码")), False, lambda _, n: str(n))


@mutation("a column 序号 before the labels", SPREAD)
def numbered_first(draft: Draft, rng: random.Random) -> Draft:
    sheet = rng.choice([sheet for sheet in draft.sheets() if sheet.id in ("requests", "legacy")])
    band = sheet.bands[0]
    lines = []
    for number, line in enumerate(band.lines, 1):
        lines.append(replace(line, path=(str(number), *line.path)))
    return draft.put(replace(sheet, bands=(replace(band, lines=tuple(lines)),)))


@mutation("a column 单位", WHOLE_LINES)
def unit_column(draft: Draft, rng: random.Random) -> Draft:
    return _extra(draft, rng, "单位", happens(rng, 0.3), lambda _, n: "件")


@mutation("a column 备注", SPREAD)
def remark_column(draft: Draft, rng: random.Random) -> Draft:
    remarks = ("", "", "无", "见附件2", "较上年增加12%", "2020年起")
    return _extra(draft, rng, "备注", True, lambda _, n: rng.choice(remarks))


@mutation("a column 占比", SPREAD)
def share_column(draft: Draft, rng: random.Random) -> Draft:
    head = rng.choice(("占比", "占比（%）", "同比增长"))

    def share(line: Line, number: int) -> str:
        sign = "" if head.endswith("）") else "%"
        return rng.choice(("0", "100", "35.2", "7.69", "50")) + sign

    return _extra(draft, rng, head, True, share)


@mutation("a column 小计 of the organisations", WITH_HEADS, NATIONAL)
def subtotal_column(draft: Draft, rng: random.Random) -> Draft | None:
    def change(band: Band) -> Band:
        top = band.columns[1].path[:-1]
        columns = (*band.columns[:6], Column((*top, "小计")), band.columns[6])
        lines = []
        for line in band.lines:
            total = sum(Decimal(cell.text or 0) for cell in line.cells[1:6])
            cells = (*line.cells[:6], plain(str(total)), line.cells[6])
            lines.append(replace(line, cells=cells))
        return replace(band, columns=columns, lines=tuple(lines))

    return _change_band(draft, "requests", change)


@mutation("rows 小计 below the groups", WHOLE_LINES, NATIONAL)
def subtotal_rows(draft: Draft, rng: random.Random) -> Draft | None:
    def change(band: Band) -> Band:
        lines: list[Line] = []
        group: list[Line] = []
        for line in (*band.lines, Line((), ())):
            if group and line.path[:-1] != group[0].path[:-1]:
                lines.append(_subtotal(group))
                group = []
            if line.path:
                lines.append(line)
            if line.is_inner:
                group.append(line)
        return replace(band, lines=tuple(lines))

    return _change_band(draft, "requests", change)


def _subtotal(group: Sequence[Line]) -> Line:
    columns = zip(*(line.cells for line in group), strict=True)
    sums = [sum(Decimal(cell.text or 0) for cell in column) for column in columns]
    return Line((*group[0].path[:-1], "小计"), tuple(plain(str(total)) for total in sums))


@mutation("a row that the form does not have", WHOLE_LINES, NATIONAL)
def strange_row(draft: Draft, rng: random.Random) -> Draft | None:
    label = rng.choice(("其中：网上申请", "9.其他原因", "本年度补充情况"))

    def change(band: Band) -> Band:
        at = rng.randrange(2, len(band.lines))
        cells = tuple(plain(str(rng.randint(0, 40))) for _ in band.columns)
        path = (*band.lines[at - 1].path[:-1], label)
        return replace(band, lines=(*band.lines[:at], Line(path, cells), *band.lines[at:]))

    return _change_band(draft, "requests", change)


@mutation("a blank row before a row that the form does not have", WHOLE_LINES, NATIONAL)
def blank_row(draft: Draft, rng: random.Random) -> Draft | None:
    sheet = draft.sheet("requests")
    assert sheet is not None
    band = sheet.bands[0]
    at = rng.randrange(4, len(band.lines) - 2)
    blank = [cell.key for cell in band.lines[at].cells if cell.key]
    emptied = replace(band.lines[at], cells=tuple(plain("", key) for key in blank))
    cells = tuple(plain(str(rng.choice((0, 4, 11)))) for _ in band.columns)
    path = (*band.lines[at].path[:-1], rng.choice(("小计", "其中：网上申请")))
    lines = (*band.lines[:at], emptied, Line(path, cells), *band.lines[at + 1 :])
    changed = draft.put(replace(sheet, bands=(replace(band, lines=lines),)))
    return changed.mark(blank, State.BLANK)


@mutation("blank rows", WHOLE_LINES)
def blank_rows(draft: Draft, rng: random.Random) -> Draft:
    blank = set()
    for sheet in draft.sheets():
        for band in sheet.bands:
            for line in band.lines:
                if happens(rng, 0.15):
                    blank |= {cell.key for cell in line.cells if cell.key}

    def empty(cell: Cell) -> Cell:
        return plain("", cell.key) if cell.key in blank else cell

    for sheet in draft.sheets():
        draft = draft.put(change_cells(sheet, empty))
    return draft.mark(blank, State.BLANK)


@mutation("table three turned", SPREAD, NATIONAL)
def turned(draft: Draft, rng: random.Random) -> Draft | None:
    return _change_band(draft, "requests", _turn)


@mutation("table four turned", SPREAD, NATIONAL)
def turned_across(draft: Draft, rng: random.Random) -> Draft | None:
    """A line for each way to a court, a column for each outcome."""

    def change(band: Band) -> Band:
        heads = [Column(column.path[-1:]) for column in band.columns[:5]]
        lines = []
        for group in (0, 5, 10):
            path = band.columns[group].path[:-1]
            lines.append(Line(path, band.lines[0].cells[group : group + 5]))
        return Band(tuple(heads), tuple(lines), "类型")

    return _change_band(draft, "remedies", change)


@mutation("table three turned, group and row in one cell", SPREAD, NATIONAL)
def turned_joined(draft: Draft, rng: random.Random) -> Draft | None:
    def change(band: Band) -> Band:
        made = _turn(band)
        columns = [Column(("".join(column.path[-2:]),)) for column in made.columns]
        return replace(made, columns=tuple(columns))

    return _change_band(draft, "requests", change)


def _turn(band: Band) -> Band:
    columns = tuple(Column(line.path) for line in band.lines)
    lines = []
    for at, column in enumerate(band.columns):
        lines.append(Line(column.path, tuple(line.cells[at] for line in band.lines)))
    return Band(columns, tuple(lines), band.corner)


@mutation("the request table in two halves", SPREAD, NATIONAL)
def halves(draft: Draft, rng: random.Random) -> Draft | None:
    """Applicants of the first columns above, the others below, with the labels again."""
    sheet = draft.sheet("requests")
    if sheet is None:
        return None
    band = sheet.bands[0]
    first, second = _reorder(band, range(4)), _reorder(band, range(4, 7))
    halves_ = (replace(sheet, bands=(first,)), replace(sheet, bands=(second,)))
    parts = []
    for part in draft.parts:
        parts += halves_ if part is sheet else [part]
    return replace(draft, parts=tuple(parts))


@mutation("a label of a column that nobody knows", WITH_HEADS, NATIONAL)
def strange_label(draft: Draft, rng: random.Random) -> Draft | None:
    """It may be the form's column in other words, or not."""
    at = rng.randrange(6)
    label = rng.choice(("个体工商户", "公民", "境外人士", "院校"))

    def change(band: Band) -> Band:
        columns = list(band.columns)
        columns[at] = replace(columns[at], path=(*columns[at].path[:-1], label))
        return replace(band, columns=tuple(columns))

    return _change_band(draft, "requests", change)


@mutation("总计 in the middle", (*WITH_HEADS, "tabs", "aligned"), NATIONAL)
def total_in_the_middle(draft: Draft, rng: random.Random) -> Draft | None:
    order = list(range(6))
    order.insert(rng.randrange(1, 6), 6)

    def change(band: Band) -> Band:
        columns = [Column(column.path[-1:]) for column in band.columns]
        return _reorder(replace(band, columns=tuple(columns)), order)

    return _change_band(draft, "requests", change)


@mutation("a share beside each figure", SPREAD, NATIONAL)
def shares_beside(draft: Draft, rng: random.Random) -> Draft | None:
    head = rng.choice(("占比", "同比（%）", "增长率"))

    def change(band: Band) -> Band:
        columns: list[Column] = []
        for column in band.columns:
            columns += [Column((*column.path, word)) for word in ("数量", head)]
        lines = []
        for line in band.lines:
            cells: list[Cell] = []
            for cell in line.cells:
                cells += [cell, plain(rng.choice(("0", "12.5", "100")) + "%")]
            lines.append(replace(line, cells=tuple(cells)))
        return replace(band, columns=tuple(columns), lines=tuple(lines))

    return _change_band(draft, "requests", change)


@mutation("table four in other words", (PAGE, WORD, "markdown", PDF), NATIONAL)
def shorter_outcomes(draft: Draft, rng: random.Random) -> Draft | None:
    """Its outcomes in any order, some of them in other words."""
    words = {"结果维持": "维持", "结果纠正": "纠正", "总计": "小计"}
    order = rng.sample(range(5), 5)

    def change(band: Band) -> Band:
        columns = []
        for column in band.columns:
            *groups, label = column.path
            columns.append(Column((*groups, words.get(label, label))))
        places = [group + at for group in (0, 5, 10) for at in order]
        return _reorder(replace(band, columns=tuple(columns)), places)

    return _change_band(draft, "remedies", change)


@mutation("no rules between columns", (PDF, TYPST))
def no_columns(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(rules="lines")


@mutation("no rules between columns, small tables under a title", (TYPST,))
def small_tables(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(rules="lines", small=True)


@mutation("no rules at all", (PDF, TYPST))
def no_rules(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(rules="none")


@mutation("no rules, two applicants exchanged", (PDF, TYPST), NATIONAL)
def no_rules_exchanged(draft: Draft, rng: random.Random) -> Draft | None:
    return applicants_exchanged(draft.wish(rules=rng.choice(("none", "lines"))), rng)


@mutation("organisations without their common head", SPREAD, NATIONAL)
def no_group_head(draft: Draft, rng: random.Random) -> Draft | None:
    def change(band: Band) -> Band:
        columns = []
        for column in band.columns:
            path = tuple(head for head in column.path if head != ORGANISATIONS)
            columns.append(replace(column, path=path))
        return replace(band, columns=tuple(columns))

    return _change_band(draft, "requests", change)
