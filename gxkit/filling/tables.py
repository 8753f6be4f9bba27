"""One statutory table of one edition, looked for on the tape and filled line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gxkit.document import Cell, Where
from gxkit.filling.fields import Field, Kind, zone_fields
from gxkit.filling.headers import Header, grid_headers
from gxkit.filling.joined import Reading, settle
from gxkit.filling.lines import Line, place_by_borders, place_exactly, read_joined
from gxkit.filling.spotting import Spot, landmarks, spot_rows
from gxkit.filling.tape import Slot as TapeSlot
from gxkit.filling.tape import Tape
from gxkit.forms import Slot, Table
from gxkit.report import Number
from gxkit.text import fold, leading_unit

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Match:
    """A table of an edition as it seems to stand on the tape: `score` to compare editions, `spots` its row labels.

    A table across has one spot: from its head's first label to the last.
    """

    table: Table
    score: float
    spots: tuple[Spot, ...]


def _where(slot: TapeSlot) -> Where:
    return slot.source.where if isinstance(slot.source, Cell) else slot.place(slot.start, slot.end)[1]


def _own_fields(fields: list[Field], home: TapeSlot, tail: tuple[int, int] | None,
                known: re.Pattern[str]) -> tuple[list[Field], list[Field], str]:
    """The fields that belong to a label, figures of the zone that do not, and the unit printed beside it."""
    fields = [f for f in fields if not (tail and f.start < tail[1] and f.end > tail[0])]
    if home.row is not None:
        beside = [f for f in fields if f.slot.block == home.block and f.slot.row == home.row]
        below = [f for f in fields if f.column >= 0 and f not in beside]
        if not any(f.figures for f in beside) and any(f.figures for f in below):
            first = next(f for f in below if f.figures).slot
            beside = [f for f in below if (f.slot.block, f.slot.row) == (first.block, first.row)]
        unit = next((f.text for f in beside if f.kind is Kind.TEXT and leading_unit(f.text) == f.text), "")
        taken = {id(f) for f in beside}
        return beside, [f for f in below if f.figures and id(f) not in taken], unit
    own: list[Field] = []
    unit = ""
    for number, item in enumerate(fields):
        if item.kind is Kind.TEXT:
            if not unit and leading_unit(item.text) == item.text:
                unit = item.text
                continue
            noise = _HAN.search(known.sub("", item.text))
            if noise and (any(f.figures for f in own) or item.slot.source is not home.source):
                return own, [], unit
            if known.fullmatch(item.text) and any(f.figures for f in own) and _opens_block(fields[number:]):
                return own, [], unit
        else:
            own.append(item)
    return own, [], unit


def _opens_block(rest: Sequence[Field]) -> bool:
    """Whether a header begins here: nothing but texts and empty fields follow, or the figures of another block."""
    return not any(f.figures for f in rest)


def _lines_down(tape: Tape, table: Table, spots: Sequence[Spot]) -> list[Line]:
    known = landmarks(table)
    headers = grid_headers(tape.blocks, table)
    lines = []
    for number, spot in enumerate(spots):
        row = table.rows[spot.row]
        high = spots[number + 1].start if number + 1 < len(spots) else len(tape.text)
        home = tape.slots[tape.slot_at(spot.end - 1)]
        fields, spare, unit = _own_fields(_zone(tape, spot, high, known, number + 1 == len(spots)), home, spot.tail, known)
        header: Header = headers.get((home.block, home.row), {}) if home.row is not None else {}
        lines.append(Line(tuple((row.id, c) for c in row.columns), _where(home), tuple(fields), unit, tuple(spare),
                          header=header))
    return lines


def _zone(tape: Tape, spot: Spot, high: int, known: re.Pattern[str], last: bool) -> list[Field]:
    """The fields after a label; the last row of a table ends where its own block of text or row of cells does."""
    if last:
        high = min(high, spot.end + 200)
    fields = zone_fields(tape, spot.end, high, known)
    if last and fields and fields[0].column >= 0:
        first = fields[0].slot
        fields = [f for f in fields if f.slot.block == first.block and f.slot.row == first.row]
    return fields


def _vocabulary(table: Table) -> frozenset[str]:
    return frozenset(fold("".join([*(r.label for r in table.rows), *(c.label for c in table.columns), *table.headers])))


def _match_across(tape: Tape, table: Table) -> Match | None:
    """The head of a table whose rows stand side by side: from the labels before the last group's to it."""
    labels = [fold(column.label) for column in table.columns]
    anchor = max((tape.text.find(fold(row.label)) for row in table.rows[1:]), default=-1)
    if anchor < 0:
        return None
    before = [p for p in (tape.text.rfind(label, max(0, anchor - 160), anchor) for label in labels) if p >= 0]
    start = min([*before, anchor])
    score = 3.0 * sum(tape.text.count(label, start, anchor + 200) for label in labels)
    return Match(table, score, (Spot(0, start, anchor, score),)) if score >= 3 * len(labels) else None


def _line_across(tape: Tape, table: Table, spot: Spot) -> Line:
    """The one line of figures after all labels of the head."""
    vocabulary = _vocabulary(table)
    fields: list[Field] = []
    for item in zone_fields(tape, spot.start, min(len(tape.text), spot.start + 1500), landmarks(table)):
        if item.kind is not Kind.TEXT:
            fields.append(item)
        elif not set(_HAN.findall(item.text)) <= vocabulary or any(f.figures for f in fields[len(table.columns) - 1:]):
            break
        elif not any(f.figures for f in fields):
            fields.clear()
    figures = [f for f in fields if f.figures]
    home = tape.slots[tape.slot_at(spot.start)]
    return Line(table.slots, _where(home), tuple(_value_row(fields, figures)))


def _value_row(fields: list[Field], figures: list[Field]) -> list[Field]:
    """The fields of the row or tabbed line that holds all figures, else all fields; an all-blank grid's last row."""
    if not figures:
        if not fields or fields[-1].column < 0:
            return fields
        home = fields[-1].slot
        return [f for f in fields if (f.slot.block, f.slot.row) == (home.block, home.row)]
    home = figures[0].slot
    same = [f for f in fields if (f.slot.block, f.slot.row) == (home.block, home.row)]
    if sum(f.figures for f in same) == len(figures):
        return same
    return figures if home.row is not None else fields


def _decided(line: Line, readings: Sequence[Reading]) -> Line:
    return replace(line, readings=tuple(readings))


def _borders(lines: Sequence[Line]) -> tuple[bool, bool]:
    """Whether the table has its figures apart, and whether blanks were lost from it without a trace.

    Figures run together show as superfluous zeros (000) or as one figure in every line; lost blanks as a line with
    fewer digits than cells.
    """
    several = [line for line in lines if len(line.slots) > 1 and line.figures]
    run_together = sum(any(f.kind is Kind.DIGITS for f in line.figures) for line in several)
    alone = all(len(line.figures) == 1 for line in several)
    separated = bool(several) and 5 * run_together < len(several) and not alone
    short = any(line.placed is None and sum(len(f.text) for f in line.figures) < len(line.slots) for line in several)
    return separated, short


def _fill(lines: Sequence[Line], table: Table) -> tuple[Line, ...]:
    """Place what the borders decide, then ask the rules about the rest, first inside a line, then across lines."""
    exact = [place_exactly(line) for line in lines]
    full = [line for line in exact if line.placed is not None]
    placed = [place_by_borders(line, full) for line in exact]
    separated, blanks_lost = _borders(placed)
    read = [read_joined(line, table.rules, separated, blanks_lost) for line in placed]
    open_lines = {i: line.readings for i, line in enumerate(read) if line.readings}
    known: dict[Slot, Number | None] = {
        slot: item.number if item else None
        for line in read if line.placed is not None
        for slot, item in zip(line.slots, line.placed, strict=True)}
    if any(len(r) > 1 for r in open_lines.values()):
        complete = {i: r for i, r in open_lines.items() if read[i].complete}
        settled = settle(complete, {i: read[i].slots for i in complete}, known, table.rules)
        read = [_decided(line, settled[i]) if i in settled else line for i, line in enumerate(read)]
    return tuple(read)


def match_table(tape: Tape, table: Table) -> Match | None:
    """Where the table seems to stand on the tape; None if it is not there."""
    if table.layout == "across":
        return _match_across(tape, table)
    score, spots = spot_rows(tape, table)
    if score <= 0 or 2 * len(spots) < len(table.rows):
        return None
    head = tape.text[max(0, spots[0].start - 300):spots[-1].end]
    labels = sum(fold(column.label.replace("{year}", "")) in head for column in table.columns)
    if not labels and not any(spot.value_ahead for spot in spots):
        return None
    return Match(table, score + 6 * labels, tuple(spots))


def fill_table(tape: Tape, match: Match) -> tuple[Line, ...]:
    """The lines of a matched table, filled as far as the file and the rules decide."""
    if match.table.layout == "across":
        return _fill([_line_across(tape, match.table, match.spots[0])], match.table)
    return _fill(_lines_down(tape, match.table, match.spots), match.table)
