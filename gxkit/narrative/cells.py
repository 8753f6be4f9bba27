"""What the tables print for a claim: the sum of its cells, blanks passed over as a reader does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from gxkit.forms import find_form
from gxkit.narrative.linking import cells_of
from gxkit.narrative.numerals import Token
from gxkit.report import Claim, Key, Number, Report, Status

Figure = TypeVar("Figure", Claim, Token)
_UNIT_OF_MONEY = {
    "元": Decimal(1),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}


def cells_named(
    report: Report,
    name: str,
) -> tuple[Key, ...]:
    """The cells of what a claim names: a concept, or a cell written table/row/column."""
    table, _, rest = name.partition("/")
    row, _, column = rest.partition("/")
    cell = (table, row, column)
    if report.get(cell):
        return (cell,)
    return cells_of(report, name)


def in_unit_of_cell(
    report: Report,
    claim: Claim,
) -> Claim:
    """A linked claim of money in the unit of its cells; any other as it is."""
    return in_unit(claim, report[claim.cells[0]].unit)


def in_unit(figure: Figure, unit: str) -> Figure:
    """A figure of money in another unit; any other as it is."""
    both = {figure.unit, unit}
    # counts have no unit to be turned: 件 and 条 say the same here
    if len(both) == 1 or not both <= set(_UNIT_OF_MONEY):
        return figure
    factor = _UNIT_OF_MONEY[figure.unit] / _UNIT_OF_MONEY[unit]
    return replace(
        figure,
        number=_times(figure.number, factor),
        low=_times(figure.low, factor),
        high=_times(figure.high, factor),
        unit=unit,
    )


def _times(
    number: Number | None,
    factor: Decimal,
) -> Number | None:
    if number is None:
        return None
    # + 0 writes 1E+4 as 10000 again
    return (number * factor).normalize() + 0


def _parts_of_total(
    report: Report,
    total: Key,
) -> list[Key]:
    """The cells that the form adds up to a cell along its row; [] if it is no such total."""
    table_id, row, column = total
    table = find_form(report.editions[table_id]).table(table_id)
    for rule in table.rules:
        # only an identity makes a total
        if rule.soft or rule.relation != "equal":
            continue
        if rule.right != ((row, column),):
            continue
        if all(part == row for part, _ in rule.left):
            return [(table_id, *slot) for slot in rule.left]
    return []


def _row_sum(
    report: Report,
    total: Key,
) -> Number | None:
    """The printed figures of a row whose total is blank; None if there are none."""
    found: Number | None = None
    for key in _parts_of_total(report, total):
        number = report[key].value
        if number is not None:
            found = number + (found or 0)
    return found


def table_number(
    report: Report,
    cells: Sequence[Key],
    reconciled: bool = False,
) -> tuple[Number | None, bool]:
    """The sum of cells as the table prints it, and whether a blank had to be passed over.

    For a blank total the printed figures of its row stand in; a row of which nothing is printed
    adds nothing, unless nothing is printed in any. None where a cell is missing, ambiguous or
    illegible. With `reconciled` figures that are certainly wrong are taken as put right.
    """
    total: Number = 0
    passed_over, some = False, False
    for key in cells:
        value = report[key]
        # what could not be read, or is not in the file, is not passed over
        if value.status not in (Status.PRINTED, Status.BLANK):
            return None, False
        number = value.value
        if reconciled and value.reconciled is not None:
            number = value.reconciled
        if number is None:
            passed_over = True
            number = _row_sum(report, key)
        if number is not None:
            some = True
            total += number
    return (total if some else None), passed_over


def add_carried_in(
    report: Report,
    cells: Sequence[Key],
) -> Number | None:
    """What requests received come to with those carried in; None for other cells."""
    received = cells_of(report, "requests_received")
    carried = cells_of(report, "carried_in")
    # the editions to 2018 carry nothing over
    if len(cells) != 1 or not received or not carried:
        return None
    cell = cells[0]
    if cell[:2] != received[0][:2]:
        return None
    # of the same kind of applicant
    beside = (*carried[0][:2], cell[2])
    if not report.get(beside):
        return None
    total, _ = table_number(report, (cell, beside))
    return total


def claim_agrees(
    report: Report,
    claim: Claim,
) -> bool:
    """Whether the table prints what a linked claim says, bounds allowed."""
    number, _ = table_number(report, claim.cells)
    return number is not None and claim.allows(number)
