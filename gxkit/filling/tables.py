"""One statutory table of one edition, looked for on the tape and filled line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gxkit.filling.across import find_head, lines_across
from gxkit.filling.codes import drop_codes
from gxkit.filling.fields import Field, Kind, is_aside, zone_fields
from gxkit.filling.headers import Header, grid_headers, text_header
from gxkit.filling.joined import Reading, adds_up, settle
from gxkit.filling.lines import Line, in_printed_order, place_by_borders, place_exactly
from gxkit.filling.runs import Borders, find_borders, read_joined
from gxkit.filling.spotting import Spot, landmarks, spot_rows
from gxkit.filling.tape import Slot as TapeSlot
from gxkit.filling.tape import Tape
from gxkit.filling.wrapped import read_wrapped
from gxkit.forms import Rule, Slot, Table
from gxkit.report import Number
from gxkit.text import fold, leading_unit

_HAN = re.compile(r"[\u4e00-\u9fff]")
ENOUGH_ROWS = 0.6
"""the share of a form's rows that must stand there"""
FOUND_ROW = 12
"""the weight of a row's line of figures between the letters of its label, beside those letters"""
_Own = tuple[list[Field], list[Field], str]


@dataclass(frozen=True, slots=True)
class Match:
    """A table of an edition as it seems to stand on the tape: `score` to compare editions, `spots` its row labels.

    A table across has one spot: from its head's first label to the last. Where labels wrap around their figures, none
    can be spotted: then the `lines` are there already, and the spots are the first and the last of their figures.
    """

    table: Table
    score: float
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...] = ()


@cache
def _group_texts(table: Table) -> str:
    """The group labels of a table, run together: what may stand torn beside or between its rows."""
    return "|".join(dict.fromkeys(fold(group) for row in table.rows for group in row.path[:-1]))


def _own_fields(
    fields: list[Field], home: TapeSlot, tail: tuple[int, int] | None, table: Table
) -> _Own:
    """The fields that belong to a label, figures of the zone that do not, and the unit printed beside it."""
    fields = [f for f in fields if not (tail and f.start < tail[1] and f.end > tail[0])]
    return _own_cells(fields, home) if home.row is not None else _own_words(fields, home, table)


def _own_cells(fields: list[Field], home: TapeSlot) -> _Own:
    """In a grid: the cells of the label's row; if they hold no figure, those of the next row that does."""
    beside = [f for f in fields if (f.slot.block, f.slot.row) == (home.block, home.row)]
    taken = {id(f) for f in beside}
    below = [f for f in fields if f.column >= 0 and id(f) not in taken]
    if not any(f.figures for f in beside) and any(f.figures for f in below):
        first = next(f for f in below if f.figures).slot
        beside = [f for f in below if (f.slot.block, f.slot.row) == (first.block, first.row)]
        taken = {id(f) for f in beside}
    unit = next((f.text for f in beside if _is_unit(f)), "")
    return beside, [f for f in below if f.figures and id(f) not in taken], unit


def _own_words(fields: list[Field], home: TapeSlot, table: Table) -> _Own:
    """In running text: the figures up to the first text that is neither unit nor aside nor a torn group label."""
    known, groups = landmarks(table), _group_texts(table)
    own: list[Field] = []
    unit = ""
    for number, item in enumerate(fields):
        if item.kind is not Kind.TEXT:
            own.append(item)
        elif _is_unit(item):
            unit = unit or item.text
        elif item.text not in groups and not is_aside(item.text):
            begun = any(f.figures for f in own)
            noise = _HAN.search(known.sub("", item.text))
            if (begun and noise) or (not begun and item.slot.source is not home.source):
                return own, [f for f in fields[number:] if f.figures], unit
    return own, [], unit


def _is_unit(item: Field) -> bool:
    return item.kind is Kind.TEXT and bool(item.text) and leading_unit(item.text) == item.text


def _lines_down(tape: Tape, table: Table, spots: Sequence[Spot]) -> list[Line]:
    known = landmarks(table)
    headers = grid_headers(tape.blocks, table)
    in_text = text_header(tape, table, spots[0].start)
    lines = []
    depth = max(len(row.path) for row in table.rows)
    for number, spot in enumerate(spots):
        row = table.rows[spot.row]
        high = spots[number + 1].start if number + 1 < len(spots) else len(tape.text)
        home = tape.slots[tape.slot_at(spot.end - 1)]
        zone = _zone(tape, spot, high, known, number + 1 == len(spots))
        fields, spare, unit = _own_fields(zone, home, spot.tail, table)
        if number + 1 == len(spots) and home.row is None:
            spare = []  # what follows the last row of a text is another table or the narrative
        header: Header = (
            headers.get((home.block, home.row), {}) if home.row is not None else in_text
        )
        lines.append(
            Line(
                tuple((row.id, c) for c in row.columns),
                home.where,
                tuple(fields),
                unit,
                tuple(spare),
                header=header,
                shallow=len(row.path) < depth,
            )
        )
    return lines


def _zone(tape: Tape, spot: Spot, high: int, known: re.Pattern[str], last: bool) -> list[Field]:
    """The fields after a label; the last row of a table ends where its own block of text or row of cells does."""
    if last and tape.slots[tape.slot_at(spot.end - 1)].row is None:
        high = min(high, spot.end + 200)
    fields = list(zone_fields(tape, spot.end, high, known))
    if last and fields and fields[0].column >= 0:
        fields = [f for f in fields if f.slot.block == fields[0].slot.block]
    return fields


def _is_scrambled(lines: Sequence[Line]) -> bool:
    """Whether labels and figures of a text stand in different orders: a row with none, another with those of two."""
    words = [line for line in lines if not any(f.column >= 0 for f in line.fields)]
    return any(
        not line.figures and not any(f.kind is Kind.EMPTY for f in line.fields) for line in words
    ) and any(len(line.slots) > 1 and len(line.figures) >= 2 * len(line.slots) for line in words)


def _doubted(line: Line) -> Line:
    """The line with its figures as candidates only."""
    if line.placed is None or not line.figures:
        return replace(line, placed=None, complete=False)
    return replace(
        line,
        placed=None,
        readings=(tuple(f.number if f else None for f in line.placed),),
        complete=False,
    )


def _decided(line: Line, readings: Sequence[Reading]) -> Line:
    return replace(line, readings=tuple(readings))


def _in_printed_order(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line]:
    """The lines with their cells in the order of the head; of a head of several rows where more lines add up so."""
    turned = [in_printed_order(line) for line in lines]
    votes = sum(
        _adds_up(new, rules) - _adds_up(old, rules)
        for old, (new, _) in zip(lines, turned, strict=True)
    )
    return [
        new if sure or votes > 0 else old for old, (new, sure) in zip(lines, turned, strict=True)
    ]


def _adds_up(line: Line, rules: Sequence[Rule]) -> bool:
    cells = [f for f in line.fields if f.figures or f.kind is Kind.EMPTY]
    return len(cells) == len(line.slots) and adds_up(
        [f.number or 0 for f in cells], line.slots, rules
    )


def _place(lines: Sequence[Line]) -> list[Line]:
    """The lines with what the borders decide; all in doubt where labels and figures stand in different orders."""
    exact = [place_exactly(line) for line in lines]
    if _is_scrambled(exact):
        return [_doubted(line) for line in exact]
    full = [line for line in exact if line.placed is not None]
    return [place_by_borders(line, full) for line in exact]


def _decide(placed: Sequence[Line], table: Table, borders: Borders) -> tuple[Line, ...]:
    """Ask the rules about what the borders do not decide, first inside a line, then across lines."""
    read = [read_joined(line, table.rules, borders) for line in placed]
    open_lines = {i: line.readings for i, line in enumerate(read) if line.readings}
    known: dict[Slot, Number | None] = {
        slot: item.number if item else None
        for line in read
        if line.placed is not None
        for slot, item in zip(line.slots, line.placed, strict=True)
    }
    if any(len(r) > 1 for r in open_lines.values()):
        complete = {i: r for i, r in open_lines.items() if read[i].complete}
        settled = settle(complete, {i: read[i].slots for i in complete}, known, table.rules)
        read = [_decided(line, settled[i]) if i in settled else line for i, line in enumerate(read)]
    return tuple(read)


def match_table(tape: Tape, table: Table) -> Match | None:
    """Where the table seems to stand on the tape; None if it is not there."""
    if table.layout == "across":
        across = find_head(tape, table)
        return Match(table, across.weight, (across,)) if across else None
    score, spots = spot_rows(tape, table)
    plain = len(spots) == len(table.rows) and all(spot.value_ahead for spot in spots)
    if not plain and (wrapped := _match_wrapped(tape, table)):
        return wrapped
    if score <= 0 or len(spots) < ENOUGH_ROWS * len(table.rows):
        return None
    head = tape.text[max(0, spots[0].start - 300) : spots[-1].end]
    labels = sum(fold(column.label.replace("{year}", "")) in head for column in table.columns)
    if not labels and not any(spot.value_ahead for spot in spots):
        return None
    return Match(table, score + 6 * labels, tuple(spots))


def _match_wrapped(tape: Tape, table: Table) -> Match | None:
    letters, lines = read_wrapped(tape, table, landmarks(table))
    if not lines:
        return None
    score = 2 * letters + FOUND_ROW * len(lines)
    ends = (lines[0].figures[0], lines[-1].figures[-1])
    return Match(table, score, tuple(Spot(0, f.start, f.end, score) for f in ends), tuple(lines))


def _lines(tape: Tape, match: Match) -> Sequence[Line]:
    if match.table.layout == "across":
        return lines_across(tape, match.table, match.spots[0])
    return match.lines or drop_codes(_lines_down(tape, match.table, match.spots), match.table)


def fill_tables(tape: Tape, chosen: Mapping[str, Match]) -> dict[str, tuple[Line, ...]]:
    """The lines of the matched tables, filled as far as the file and the rules decide.

    A file whose borders are gone prints its tables alike: blanks lost from one may be lost from all.
    """
    placed = {}
    for kind, match in chosen.items():
        placed[kind] = _place(_in_printed_order(_lines(tape, match), match.table.rules))
    borders = {kind: find_borders(lines) for kind, lines in placed.items()}
    lost = any(b.blanks_lost and not b.separated for b in borders.values())
    return {
        kind: _decide(
            lines,
            chosen[kind].table,
            replace(borders[kind], blanks_lost=borders[kind].blanks_lost or lost),
        )
        for kind, lines in placed.items()
    }
