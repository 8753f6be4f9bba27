"""Cells near one that holds two figures, where one beside it holds none: figures that were printed
high or low stand in the cells of their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from gxkit.report import Number, Status, Value
from gxkit.text import find_figures

# Rows that figures may slide in turn; further away a blank cell is one of its own.
_FARTHEST = 3

Readings = tuple[Number | None, ...]


def find_slid(values: Sequence[Value]) -> Iterator[tuple[int, Readings]]:
    """The cells from one with two figures to the next without a plain one, each with what it may
    hold: its own figure or its neighbour's. `values` are those of a table in the form's order."""
    # No cell of nearly all tables holds two figures.
    if not any(map(_is_crowded, values)):
        return
    columns: dict[str, list[int]] = {}
    for at, value in enumerate(values):
        columns.setdefault(value.column, []).append(at)
    for column in columns.values():
        for run in _runs(values, column):
            yield from _find_in_run(values, run)
            yield from _find_in_run(values, run[::-1])


def _is_crowded(value: Value) -> bool:
    """Whether figures stand below each other in a cell, and may be those of two."""
    return value.status is Status.AMBIGUOUS and "\n" in value.printed


def _runs(
    values: Sequence[Value],
    column: Sequence[int],
) -> Iterator[list[int]]:
    """The cells of a column that stand below each other in a grid, from gap to gap."""
    run = list(column[:1])
    for before, at in pairwise(column):
        if not _follow(values[before], values[at]):
            yield run
            run = []
        run.append(at)
    yield run


def _follow(
    one: Value,
    other: Value,
) -> bool:
    first, second = one.where, other.where
    if first is None or second is None:
        return False
    if first.row is None or second.row is None:
        return False
    in_one_grid = first.table == second.table and first.page == second.page
    return in_one_grid and second.row - first.row == 1


def _find_in_run(
    values: Sequence[Value],
    run: Sequence[int],
) -> Iterator[tuple[int, Readings]]:
    for place, at in enumerate(run, 1):
        if not _is_crowded(values[at]):
            continue
        beyond = run[place : place + _FARTHEST]
        plain = [number for number in beyond if values[number].status is Status.PRINTED]
        # With a figure in every cell around it the second one is another's, or torn.
        if len(plain) == len(beyond):
            continue
        near = values[at]
        for number in beyond:
            value = values[number]
            if value.status not in (Status.PRINTED, Status.BLANK):
                break
            figures = chain.from_iterable(map(find_figures, near.printed.split()))
            yield number, (value.value, *figures)
            if value.status is Status.BLANK:
                break
            near = value
