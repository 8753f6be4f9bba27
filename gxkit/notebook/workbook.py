"""A report as a workbook: a sheet a table as its form prints it, and sheets of what was found.

What is in doubt is tinted as in a notebook, and a note at the cell says what is known of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gxkit.errors import GxkitError, NoTableError
from gxkit.forms import find_form
from gxkit.notebook.layout import Box, Kind, lay_out
from gxkit.notebook.looks import BLUE, GREY, ORANGE, YELLOW, ground_of, legend, told_of, value_text
from gxkit.output import number_text, refuse_place, write_file
from gxkit.report import Fitness, Number, Report, ReportTable, Value
from gxkit.report.shelves import Shelf
from gxkit.text import choose, shown_language

FILLS = {ORANGE: "F6D5C3", BLUE: "CFE3F1", YELLOW: "FBF0BF", GREY: "DEDEDE"}
"""the grounds of a notebook as a white sheet shows them, opaque"""
RISKY = ("=", "+", "-", "@")
"""what a cell begins with that a spreadsheet takes for a formula: a file could run one"""
_SIDE = Side(style="thin", color="BBBBBB")
_BORDER = Border(
    left=_SIDE,
    right=_SIDE,
    top=_SIDE,
    bottom=_SIDE,
)
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_RIGHT = Alignment(horizontal="right", vertical="center")
_LABEL_WIDTH, _FIGURE_WIDTH, _LONG_WIDTH = 24, 13, 70
"""columns of the sheets, in characters"""
_MOST_DIGITS = 15
"""of a number that a spreadsheet keeps"""
ENDING = ".xlsx"
_LEFT_OUT = "�"
"""for a character that no workbook may hold"""


def write_workbook(
    report: Report,
    path: str | os.PathLike[str],
    tables: Sequence[str],
) -> Path:
    """The tables of a report and what was found in them, in the language that is set.

    NoTableError for a report without tables.
    """
    if not tables:
        raise NoTableError(
            f"报告 {report.id!r} 没有可以写出的表。",
            f"Report {report.id!r} has no table that could be written.",
        )
    _refuse_ending(path)
    refuse_place(path)
    language = shown_language()
    book = Workbook()
    # a new workbook has a sheet already, under a name of its own
    book.remove(book.active)
    for table_id in tables:
        _add_table(
            book,
            report,
            table_id,
            language,
        )
    _add_findings(
        book,
        report,
        tables,
        language,
    )
    _add_explanations(book, report, language)
    return write_file(path, lambda part: book.save(part))


def _refuse_ending(path: str | os.PathLike[str]) -> None:
    # a workbook under another ending is opened by no program
    if Path(path).suffix.lower() != ENDING:
        raise GxkitError(
            f"{path}：写出的是工作簿；请给出以 {ENDING} 结尾的文件名"
            "（CSV 请用 to_frame().to_csv）。",
            f"{path}: what is written is a workbook; give a name that ends in {ENDING} (for CSV "
            "there is to_frame().to_csv).",
        )


def write_shelf(
    shelf: Shelf[Any],
    path: str | os.PathLike[str],
) -> Path:
    """A list of a report as the only sheet of a workbook, with the columns of its frame."""
    _refuse_ending(path)
    refuse_place(path)
    frame = shelf.to_frame()
    # an empty place of a frame is no number and no text
    whole = frame.astype(object).where(frame.notna(), "")
    lines = [tuple(map(_plain, line)) for line in whole.itertuples(index=False)]
    book = Workbook()
    book.remove(book.active)
    _add_list(
        book,
        type(shelf).__name__.lower(),
        list(frame.columns),
        lines,
    )
    return write_file(path, lambda part: book.save(part))


def _plain(said: Any) -> str | Number:
    """What a place of a frame holds as a text or a number; a whole number without its decimals."""
    if isinstance(said, float):
        return int(said) if said.is_integer() else Decimal(repr(said))
    return said if isinstance(said, int) and not isinstance(said, bool) else str(said)


# A table as the form prints it


def _add_table(
    book: Workbook,
    report: Report,
    table_id: str,
    language: str,
) -> None:
    form = find_form(report.editions[table_id]).table(table_id)
    sheet = book.create_sheet(table_id)
    lines = lay_out(report, form, language)
    taken: set[tuple[int, int]] = set()
    widths: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        column = 1
        for box in line:
            # places that a box of an earlier line or column reaches over
            while (number, column) in taken:
                column += 1
            _fill_box(
                sheet,
                number,
                column,
                box,
                language,
            )
            taken |= _covered(number, column, box)
            width = _FIGURE_WIDTH if box.kind is Kind.FIGURE else _LABEL_WIDTH
            widths[column] = min(widths.get(column, width), width)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    values = ReportTable(report, table_id).values
    under = len(lines) + 2
    _write(sheet.cell(under, 1), f"{report.id} · {form.name(language)} · {form.form}")
    _write(sheet.cell(under + 1, 1), legend(values, language))


def _covered(
    row: int,
    column: int,
    box: Box,
) -> set[tuple[int, int]]:
    covered = set()
    for down in range(box.down):
        covered |= {(row + down, column + across) for across in range(box.across)}
    return covered


def _fill_box(
    sheet: Worksheet,
    row: int,
    column: int,
    box: Box,
    language: str,
) -> None:
    cell = sheet.cell(row, column)
    for place in _covered(row, column, box):
        sheet.cell(*place).border = _BORDER
    if box.down > 1 or box.across > 1:
        sheet.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + box.down - 1,
            end_column=column + box.across - 1,
        )
    if box.kind is Kind.FIGURE:
        _fill_figure(cell, box.value, language)
        return
    _write(cell, f"{box.text}\n{box.under}" if box.under else box.text)
    cell.alignment = _WRAPPED
    cell.font = Font(bold=box.kind in (Kind.HEAD, Kind.GROUP))


def _fill_figure(
    cell: Cell,
    value: Value | None,
    language: str,
) -> None:
    """A figure as a number where it is one and nothing stands beside it, else as it is shown."""
    if value is None:
        return
    cell.alignment = _RIGHT
    ground = ground_of(value)
    if ground:
        cell.fill = PatternFill("solid", fgColor=FILLS[ground])
        cell.comment = Comment(_clean(told_of(value, language)), "gxkit")
    is_plain = value.fitness in (Fitness.VERIFIED, Fitness.CLEARED, Fitness.UNVERIFIED)
    if is_plain and value.value is not None:
        _write_number(cell, value.value)
    else:
        _write(cell, value_text(value, language))


def _write_number(
    cell: Cell,
    number: Number,
) -> None:
    digits = number_text(number)
    # a longer one would lose its last digits without a word
    if len(digits.strip("-").replace(".", "")) > _MOST_DIGITS:
        _write(cell, digits)
        return
    cell.value = number
    if isinstance(number, Decimal):
        places = len(digits.partition(".")[2])
        cell.number_format = "0." + "0" * places if places else "0"


# What was found


def _add_findings(
    book: Workbook,
    report: Report,
    tables: Sequence[str],
    language: str,
) -> None:
    heads = (
        choose("结果", "kind", language),
        choose("规则", "rule", language),
        choose("左边", "left", language),
        choose("右边", "right", language),
        choose("说明", "what", language),
        choose("格", "cells", language),
    )
    lines: list[tuple[str | Number, ...]] = []
    for one in report.findings:
        # what is said of no table is said of the report
        if one.table and one.table not in tables:
            continue
        cells = ["/".join(key) for key in one.cells]
        left = "" if one.left is None else one.left
        right = "" if one.right is None else one.right
        said = one.say(language)
        lines.append((one.kind.say(language), one.rule, left, right, said, " ".join(cells)))
    _add_list(
        book,
        "findings",
        heads,
        lines,
    )


def _add_explanations(
    book: Workbook,
    report: Report,
    language: str,
) -> None:
    heads = (
        choose("名次", "rank", language),
        choose("确定", "certain", language),
        choose("出错的是", "whose mistake", language),
        choose("格", "cell", language),
        choose("原文", "printed", language),
        choose("更正", "reconciled", language),
        choose("说明", "what", language),
    )
    lines: list[tuple[str | Number, ...]] = []
    for one in report.explanations:
        certain = choose("是", "yes", language) if one.certain else ""
        head = (one.rank, certain, one.blame.say(language))
        for key, printed, number in one.cells:
            before = "" if printed is None else printed
            lines.append((*head, "/".join(key), before, number, one.say(language)))
    _add_list(
        book,
        "explanations",
        heads,
        lines,
    )


def _add_list(
    book: Workbook,
    name: str,
    heads: Sequence[str],
    lines: Sequence[Sequence[str | Number]],
) -> None:
    sheet = book.create_sheet(name)
    for column, text in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        _write(cell, text)
        cell.font = Font(bold=True)
    for row, line in enumerate(lines, 2):
        for column, said in enumerate(line, 1):
            cell = sheet.cell(row, column)
            cell.alignment = _WRAPPED
            if isinstance(said, str):
                _write(cell, said)
            else:
                _write_number(cell, said)
    sheet.freeze_panes = "A2"
    for column in range(1, len(heads) + 1):
        is_long = any(len(str(line[column - 1])) > _LABEL_WIDTH for line in lines)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _LONG_WIDTH if is_long else _FIGURE_WIDTH


def _write(
    cell: Cell,
    text: str,
) -> None:
    """A text as a text, whatever it begins with."""
    cell.value = _clean(text)
    if text.startswith(RISKY):
        cell.data_type = "s"
        # shown as typed with an apostrophe before it
        cell.quotePrefix = True


def _clean(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub(_LEFT_OUT, text))
