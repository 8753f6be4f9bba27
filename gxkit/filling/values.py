"""From filled entries to values: every cell of a table with its printed text, place and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gxkit.document import Where
from gxkit.filling import weights
from gxkit.filling.entries import Entry, Numbers
from gxkit.filling.fields import Field, Kind
from gxkit.forms import Slot, Table
from gxkit.report import Number, Status, Unplaced, Value

Printed = tuple[str, Where]


class _Content(NamedTuple):
    """What stands in a cell; `unit` is '' where the form's own holds."""

    status: Status
    printed: str = ""
    where: Where | None = None
    number: Number | None = None
    unit: str = ""
    candidates: Numbers = ()


_MISSING = _Content(Status.MISSING)


class _FormCell(NamedTuple):
    """What the form says of a cell: its full label and its unit."""

    label: str
    unit: str


@weights.cached
def _form_cells(table: Table, year: int | None) -> dict[Slot, _FormCell]:
    made = {}
    for row in table.rows:
        for column, unit in zip(row.columns, row.units, strict=True):
            made[row.id, column] = _FormCell(table.label(row, column, year), unit)
    return made


def make_values(
    table: Table, entries: Sequence[Entry], units: Mapping[str, str], year: int | None
) -> list[Value]:
    """A value for every cell of a table, in the form's order; `units` are those its head prints."""
    contents: dict[Slot, _Content] = {}
    for entry in entries:
        contents.update(_contents(entry, units))
    made = []
    for (row, column), cell in _form_cells(table, year).items():
        content = contents.get((row, column), _MISSING)
        made.append(
            Value(
                table.form,
                table.id,
                row,
                column,
                cell.label,
                content.printed,
                content.number,
                content.unit or cell.unit,
                content.status,
                content.where,
                candidates=content.candidates,
            )
        )
    return made


def _contents(entry: Entry, units: Mapping[str, str]) -> Iterator[tuple[Slot, _Content]]:
    fields = entry.placement.fields
    if fields is None:
        return _contents_by_rules(entry)
    return (
        (slot, _content_of(item, entry, units.get(slot[1]) or entry.unit))
        for slot, item in zip(entry.slots, fields, strict=True)
    )


def _content_of(item: Field | None, entry: Entry, unit: str) -> _Content:
    """What the field that the borders place in a cell makes of it."""
    if item is None:
        return _Content(Status.BLANK, "", entry.label, None, unit)
    printed, where = item.place()
    if item.kind is Kind.NUMBER:
        return _Content(Status.PRINTED, printed, where, item.number, item.unit or unit)
    is_blank = item.kind in (Kind.EMPTY, Kind.MARK)
    status = Status.BLANK if is_blank else Status.ILLEGIBLE
    return _Content(status, printed, where, None, unit)


def _contents_by_rules(entry: Entry) -> Iterator[tuple[Slot, _Content]]:
    """What the rules leave of an entry whose figures had to be told apart by them."""
    figures, placement = entry.figures, entry.placement
    together = " ".join([f.place()[0] for f in figures])
    where = figures[0].place()[1] if figures else entry.label
    parts: list[Printed] | None = None
    if placement.complete and len(placement.possible) == 1:
        parts = _parts(figures, placement.possible[0])
    last = len(entry.slots) - 1
    most = weights.IN_USE.most_candidates
    for i, slot in enumerate(entry.slots):
        own_unit = figures[-1].unit if figures and i == last else ""
        unit = own_unit or entry.unit
        seen = candidates_of(entry, i)
        if len(seen) > 1 or not seen or not placement.complete:
            yield slot, _Content(Status.AMBIGUOUS, together, where, None, unit, seen[:most])
            continue
        status = Status.BLANK if seen[0] is None else Status.PRINTED
        printed, place = parts[i] if parts else (together, where)
        yield slot, _Content(status, printed, place, seen[0], unit)


def candidates_of(entry: Entry, cell: int) -> Numbers:
    """What a cell of an entry may hold, each number once."""
    placement = entry.placement
    if placement.candidates:
        return placement.candidates[cell]
    return tuple(dict.fromkeys([way[cell] for way in placement.possible]))


def _parts(figures: Sequence[Field], numbers: Numbers) -> list[Printed] | None:
    """For each number of the one way to read figures its printed digits and their place.

    None in a cell, which has one place, and where it does not use every printed digit.
    """
    if any(f.column >= 0 or len(f.words) > 1 for f in figures) or None in numbers:
        return None
    texts = [f.text.removesuffix(f.unit) for f in figures]
    if "".join(texts) != "".join(map(str, numbers)):
        return None
    ends = [f.start + len(text) for f, text in zip(figures, texts, strict=True)]
    parts = []
    at = 0
    position = figures[0].start
    for number in numbers:
        if position >= ends[at]:
            at += 1
            position = figures[at].start
        end = position + len(str(number))
        parts.append(figures[at].token.place(position, end))
        position = end
    return parts


def find_unplaced(table: Table, entries: Sequence[Entry]) -> Iterator[Unplaced]:
    """The figures beside the entries of a table that belong to no cell."""
    for entry in entries:
        for item in (*entry.spare, *entry.placement.spare):
            yield Unplaced(table.id, *item.place())
