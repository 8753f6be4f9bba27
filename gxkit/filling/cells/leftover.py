"""The figures of a file's tables that belong to no cell, without those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from gxkit.document import Document, Where
from gxkit.filling.finding.lexicon import HAN
from gxkit.report import Number, Status, Unplaced, Value
from gxkit.text import fold, read_number

# Fewer numbers that rise by one may be figures.
_FEWEST_SERIALS = 4
_MOST_DIGITS = 6
# Lines from figures to the cells that they may be of: a label may stand between them.
_NEAR = 2
# A table, a page and a line.
_Line = tuple[str, int | None, int | None]
# The head of a table that a page break prints again: 2013年度 holds digits, and no figure.
_YEAR = re.compile(r"20\d\d年度?")


def left_over(
    unplaced: Iterable[Unplaced],
    values: Iterable[Value],
) -> tuple[Unplaced, ...]:
    """The figures of no cell; what one line of a table leaves out another may have taken."""
    own = [figure for figure in unplaced if not _YEAR.fullmatch(fold(figure.printed))]
    if not own:
        return ()
    taken = {str(value.where) for value in values}
    left = [figure for figure in own if str(figure.where) not in taken]
    return tuple(_without_serials(left))


def doubt_beside(
    left: Sequence[Unplaced],
    values: Sequence[Value],
    document: Document,
) -> list[Value]:
    """The values with those blank cells of a text in doubt beside which figures of no cell stand.

    A line without a label may hold the figures of the row below it, or of the one above; those
    behind a label that the form does not have are its own.
    """
    # In most reports every figure has its cell.
    if not left:
        return list(values)
    labelled = {_line_of("", line.where) for line in document.lines if HAN.search(line.text)}
    bare = [figure for figure in left if _line_of("", figure.where) not in labelled]
    near = _numbers_by_line(bare)
    made = []
    for value in values:
        found = near.get(_line_of(value.table, value.where))
        if found and value.status is Status.BLANK:
            value = replace(
                value,
                status=Status.AMBIGUOUS,
                candidates=(None, *dict.fromkeys(found)),
            )
        made.append(value)
    return made


def _numbers_by_line(
    left: Iterable[Unplaced],
) -> dict[_Line, list[Number]]:
    """The numbers that stand in a line of a text or near it, by that line."""
    near: dict[_Line, list[Number]] = {}
    for figure in left:
        number = read_number(figure.printed)
        table, page, line = _line_of(
            figure.table,
            figure.where,
        )
        if line is None or number is None:
            continue
        for other in range(line - _NEAR, line + _NEAR + 1):
            own = near.setdefault((table, page, other), [])
            own.append(number.value)
    return near


def _line_of(
    table: str,
    where: Where | None,
) -> _Line:
    """The line of a text that a cell of a table stands in; None in a grid."""
    if where is None:
        return table, None, None
    return table, where.page, where.line


def _without_serials(left: Sequence[Unplaced]) -> list[Unplaced]:
    """The figures without those of columns that only count the rows: 序号 1, 2, 3, …"""
    columns: dict[tuple[str, int | None], list[Unplaced]] = {}
    for figure in left:
        column = (figure.table, figure.where.column)
        columns.setdefault(column, []).append(figure)
    kept = []
    for figures in columns.values():
        if not _are_serials([figure.printed.strip() for figure in figures]):
            kept += figures
    return kept


def _are_serials(printed: Sequence[str]) -> bool:
    if len(printed) < _FEWEST_SERIALS:
        return False
    # no table has so many rows, and Python makes no number of some thousands of digits
    if not all(text.isdecimal() and len(text) <= _MOST_DIGITS for text in printed):
        return False
    return all(int(other) == int(one) + 1 for one, other in pairwise(printed))
