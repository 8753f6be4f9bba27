"""From filled entries to values: every cell of a table with its printed text, place and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gxkit.document import Cell, Line, Recognised, Where
from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry, Numbers, holds_several
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import Kind, classify_cell
from gxkit.forms import Slot, Table
from gxkit.report import (
    Number,
    Status,
    Unplaced,
    Value,
)

Printed = tuple[str, Where]
# What stands in a cell that a figure or nothing is printed in.
_OF_CELLS = frozenset((Kind.NUMBER, Kind.EMPTY, Kind.MARK))


class _Content(NamedTuple):
    """What stands in a cell; `unit` is '' where the form's own holds."""

    status: Status
    printed: str = ""
    where: Where | None = None
    number: Number | None = None
    unit: str = ""
    candidates: Numbers = ()
    recognised: Recognised | None = None


# What is counted in money may have a fraction.
_MONEY = "元"

_MISSING = _Content(Status.MISSING)


class _FormCell(NamedTuple):
    """What the form says of a cell: its full label and its unit."""

    label: str
    unit: str


@weights.cached
def _form_cells(
    table: Table,
    year: int | None,
) -> dict[Slot, _FormCell]:
    made = {}
    for row in table.rows:
        for column, unit in zip(row.columns, row.units, strict=True):
            made[row.id, column] = _FormCell(table.label(row, column, year), unit)
    return made


def make_values(
    table: Table,
    entries: Sequence[Entry],
    units: Mapping[str, str],
    year: int | None,
) -> list[Value]:
    """A value for every cell of a table, in the form's order; `units` are those its head prints."""
    contents: dict[Slot, _Content] = {}
    for entry in entries:
        if entry.is_placed:
            contents.update(_contents_by_borders(entry, units, _form_cells(table, year)))
        else:
            contents.update(_contents_by_rules(entry))
    made = []
    for slot, cell in _form_cells(table, year).items():
        content = contents.get(slot, _MISSING)
        value = Value(
            table.form,
            table.id,
            *slot,
            cell.label,
            content.printed,
            content.number,
            content.unit or cell.unit,
            content.status,
            content.where,
            candidates=content.candidates,
            recognised=content.recognised,
        )
        made.append(value)
    return made


def either(
    one: Value,
    other: Value,
) -> Value:
    """A value that two readings of a cell give, or both as candidates where they differ."""
    if (one.status, one.value, one.candidates) == (other.status, other.value, other.candidates):
        return one
    candidates = (*_candidates(one), *_candidates(other))
    return replace(
        one,
        printed=" ".join(dict.fromkeys(filter(None, (one.printed, other.printed)))),
        value=None,
        status=Status.AMBIGUOUS,
        where=one.where or other.where,
        candidates=tuple(dict.fromkeys(candidates)),
        recognised=None,
    )


def _candidates(value: Value) -> Numbers:
    # A cell that one reading does not find or cannot read is not blank for that.
    if value.status in (Status.MISSING, Status.ILLEGIBLE):
        return ()
    # What a line may hold by itself stays possible.
    return value.candidates or (value.value,)


def doubt(value: Value) -> Value:
    """A value of which nobody knows whether it stands in its own column."""
    if value.status is Status.MISSING:
        return value
    return replace(
        value,
        value=None,
        status=Status.AMBIGUOUS,
        candidates=_candidates(value),
        # the sums choose among readings of a cell, and not among places of a figure
        recognised=None,
    )


def _contents_by_borders(
    entry: Entry,
    units: Mapping[str, str],
    cells: Mapping[Slot, _FormCell],
) -> Iterator[tuple[Slot, _Content]]:
    """What the borders place in the cells of an entry."""
    fields = entry.placement.fields or ()
    for slot, item in zip(entry.slots, fields, strict=True):
        _, column = slot
        unit = units.get(column) or entry.unit
        if item is None:
            # No cell stands there: the file breaks off, or its line ends before the column.
            yield slot, _MISSING
        else:
            yield slot, _content_of(item, unit, is_count=_MONEY not in cells[slot].unit)


def _content_of(
    item: Field,
    unit: str,
    is_count: bool,
) -> _Content:
    """What the field in a cell makes of it, which counts what comes in wholes alone or not."""
    printed, where = item.place()
    is_whole, seen = _is_whole(item), _recognised(item)
    if is_count and seen is not None and item.unread is None:
        counted = _as_count(seen)
        if counted is not None:
            text, *_ = counted.candidates
            whole = classify_cell(text).number
            return _Content(Status.PRINTED, text, where, whole, unit, recognised=counted)
    if item.kind is Kind.NUMBER and is_whole:
        unit = item.unit or unit
        number = item.number
        return _Content(Status.PRINTED, printed, where, number, unit, recognised=seen)
    if item.kind in (Kind.EMPTY, Kind.MARK) and is_whole:
        return _Content(Status.BLANK, printed, where, None, unit, recognised=seen)
    readings: Numbers = item.readings()
    if seen is not None and not seen.agreed:
        readings = _read_candidates(seen)
    # 约5 has one number in it and is not that number; beside a picture it may be all of it.
    if len(readings) > 1 or (readings and not is_whole):
        return _Content(Status.AMBIGUOUS, printed, where, None, unit, readings, seen)
    return _Content(Status.ILLEGIBLE, printed, where, None, unit, recognised=seen)


def _as_count(seen: Recognised) -> Recognised | None:
    """What was read where both readers have the same digits, and a point can but be a comma."""
    if seen.agreed or not seen.same_digits:
        return None
    digits = _digits_of(seen.candidates[0])
    for text in seen.candidates:
        number = classify_cell(text).number
        if _digits_of(text) == digits and number is not None and number == int(number):
            return replace(seen, candidates=(text,), agreed=True)
    return None


def _digits_of(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _recognised(item: Field) -> Recognised | None:
    """What was read from a picture of a cell; None where the file says its text itself."""
    source = item.token.source
    return source.recognised if isinstance(source, Cell) else None


def _is_whole(item: Field) -> bool:
    """Whether a field's text is all that stands in its cell, and nobody reads another one there."""
    source = item.token.source
    # a line of a picture has one reader, and no rules that tell where its figures stand
    if isinstance(source, Line) and source.recognised:
        return False
    seen = _recognised(item)
    return item.unread is None and (seen is None or seen.agreed)


def _read_candidates(seen: Recognised) -> Numbers:
    """The numbers that the readers of a picture have for a cell, None for an empty one."""
    contents = map(classify_cell, seen.candidates)
    known = [one.number for one in contents if one.kind in _OF_CELLS]
    return tuple(dict.fromkeys(known))


def _contents_by_rules(entry: Entry) -> Iterator[tuple[Slot, _Content]]:
    """What the rules leave of an entry whose figures had to be told apart by them."""
    together, where = _place_together(entry)
    parts = _parts(entry)
    is_told = entry.placement.complete and all(map(_is_whole, entry.figures))
    most = weights.IN_USE.most_candidates
    units = [entry.unit] * len(entry.slots)
    if entry.figures and entry.figures[-1].unit:
        # A unit run together with the figures is that of the last: 元 in 123833092元.
        units[-1] = entry.figures[-1].unit
    for at, slot in enumerate(entry.slots):
        unit = units[at]
        seen = candidates_of(entry, at)
        # Several readings, or one that is not certain: candidates, and no value.
        if len(seen) != 1 or not is_told:
            yield slot, _Content(Status.AMBIGUOUS, together, where, None, unit, seen[:most])
            continue
        number = seen[0]
        status = Status.BLANK if number is None else Status.PRINTED
        printed, place = parts[at] if parts else (together, where)
        yield slot, _Content(status, printed, place, number, unit)


def _place_together(entry: Entry) -> Printed:
    """The printed figures of an entry as one text, and where the first of them stands."""
    if not entry.figures:
        return "", entry.label
    printed = [figure.place() for figure in entry.figures]
    texts = [text for text, _ in printed]
    _, where = printed[0]
    return " ".join(texts), where


def candidates_of(
    entry: Entry,
    cell: int,
) -> Numbers:
    """What a cell of an entry may hold, each number once."""
    placement = entry.placement
    if placement.candidates:
        return placement.candidates[cell]
    seen = dict.fromkeys([way[cell] for way in placement.possible])
    return tuple(seen)


def _parts(entry: Entry) -> list[Printed] | None:
    """For each number of the one way to read an entry its printed digits and their place.

    None in a cell, which has one place, and where the way does not use every printed digit.
    """
    placement, figures = entry.placement, entry.figures
    if not placement.complete or len(placement.possible) != 1:
        return None
    numbers = placement.possible[0]
    in_cells = any(figure.column >= 0 for figure in figures)
    # The parts of a cell have one place, and a blank has none.
    if in_cells or holds_several(figures) or None in numbers:
        return None
    texts = [figure.text.removesuffix(figure.unit) for figure in figures]
    # Separators or signs stand among the digits: their places cannot be counted off.
    if "".join(texts) != "".join(map(str, numbers)):
        return None
    parts = []
    at = 0
    position = figures[0].start
    for number in numbers:
        if position >= figures[at].start + len(texts[at]):
            at += 1
            position = figures[at].start
        end = position + len(str(number))
        parts.append(figures[at].token.place(position, end))
        position = end
    return parts


def find_unplaced(
    table: Table,
    entries: Sequence[Entry],
) -> Iterator[Unplaced]:
    """The figures beside the entries of a table that belong to no cell."""
    for entry in entries:
        for item in (*entry.spare, *entry.placement.spare):
            printed, where = item.place()
            yield Unplaced(table.id, printed, where)
