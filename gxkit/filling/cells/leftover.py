"""The figures of a file's tables that belong to no cell, without those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from gxkit.report import Unplaced, Value
from gxkit.text import fold

# Fewer numbers that rise by one may be figures.
_FEWEST_SERIALS = 4
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
    if len(printed) < _FEWEST_SERIALS or not all(text.isdecimal() for text in printed):
        return False
    return all(int(other) == int(one) + 1 for one, other in pairwise(printed))
