"""Document + forms -> Report: which edition (decided for each table), label alignment, joined digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gxkit.document import Document, Where
from gxkit.document import Line as LineOfText
from gxkit.errors import NoReportError
from gxkit.filling.fields import Field, Kind
from gxkit.filling.headers import printed_units
from gxkit.filling.lines import Line
from gxkit.filling.narrative import read_meta, read_sections
from gxkit.filling.spotting import landmarks
from gxkit.filling.tables import Match, fill_tables, match_table
from gxkit.filling.tape import Tape, lay_tape
from gxkit.forms import KnownEdition, Row, Table, all_forms, known_editions, shipped_forms
from gxkit.report import Meta, Number, Report, Status, Unplaced, Value
from gxkit.text import fold

MOST_CANDIDATES = 20
LEADING = ("requests", "proactive", "legacy", "remedies")
"""tables whose edition is chosen first; any others follow in the order of the forms"""


def _matches(tape: Tape) -> dict[str, list[Match]]:
    """For each kind of table, by its id in the forms, the editions that fit, best first."""
    found: list[Match] = []
    for form in all_forms().values():
        for table in form.tables:
            if match := match_table(tape, table):
                found.append(match)
    kinds: dict[str, list[Match]] = {}
    for match in sorted(found, key=lambda m: -m.score):
        if not any(_is_claimed(match, better) for better in found):
            kinds.setdefault(match.table.id, []).append(match)
    return kinds


def _is_claimed(match: Match, other: Match) -> bool:
    """Whether a table that another form calls otherwise fits the same place better.

    The shipped forms share the ids of their tables, so that only a further form can claim one.
    """
    forms = {match.table.form, other.table.form}
    if other.table.id == match.table.id or len(forms) == 1 or forms <= set(shipped_forms()):
        return False
    return other.score > match.score and _apart(other, match) < 0


def _unsupported(tape: Tape, kinds: Mapping[str, list[Match]]) -> tuple[KnownEdition, ...]:
    """The editions that nobody fills.

    What a form beside the shipped ones prints is no sign of them: it was written for that table.
    """
    own = [m for found in kinds.values() for m in found if m.table.form not in shipped_forms()]
    read = "|".join(fold(text) for match in own for text in sorted(match.table.texts))
    return tuple(edition for edition in known_editions() if edition.stands_in(tape.text, read))


def _choose(kinds: Mapping[str, list[Match]], year: int | None) -> dict[str, Match]:
    """One edition for each kind of table: the best fit; of equals that of the requests table, else the year's.

    Where a page holds reports of several years, the requests table of the title's year leads, and the others are those
    that stand nearest to it.
    """
    chosen: dict[str, Match] = {}
    for kind in dict.fromkeys((*LEADING, *kinds)):
        neighbour = chosen.get("requests") or chosen.get("proactive")
        found = _in_one_place(kinds.get(kind, []), neighbour, year)
        alike = [m for m in found if m.score == found[0].score]
        in_year = [m for m in alike if year and _in_force(m.table, year)]
        same = [m for m in alike if neighbour and m.table.form == neighbour.table.form]
        if alike:
            chosen[kind] = (same or in_year or alike)[0]
    return chosen


def _in_one_place(found: list[Match], neighbour: Match | None, year: int | None) -> list[Match]:
    """The matches that overlap the one nearest to the neighbour, or without one the best of the year's editions."""
    if not found:
        return found
    if neighbour:
        lead = min(found, key=lambda m: _apart(m, neighbour))
    else:
        lead = next((m for m in found if year and _in_force(m.table, year)), found[0])
    return [m for m in found if _apart(m, lead) <= 0]


def _apart(one: Match, other: Match) -> int:
    """How many characters lie between two tables; not above 0 where they overlap."""
    return max(one.spots[0].start, other.spots[0].start) - min(
        one.spots[-1].end, other.spots[-1].end
    )


def _expected_tables(chosen: Mapping[str, Match]) -> dict[str, Table]:
    """The tables to fill, in printed order: those found, and the others of the form that the main one belongs to."""
    tables: dict[str, Table] = {}
    for match in chosen.values():
        for table in all_forms()[match.table.form].tables:
            tables.setdefault(table.id, table)
    tables |= {kind: match.table for kind, match in chosen.items()}
    printed = dict.fromkeys(table.id for form in all_forms().values() for table in form.tables)
    return {kind: tables[kind] for kind in printed if kind in tables}


def _in_force(table: Table, year: int) -> bool:
    first, last = all_forms()[table.form].in_force
    return first <= year <= last


def _field_value(
    table: Table,
    row: Row,
    column: str,
    item: Field | None,
    line: Line,
    units: Mapping[str, str],
    year: int | None,
) -> Value:
    unit = units.get(column) or line.unit or row.units[row.columns.index(column)]
    label = table.label(row, column, year)

    def value(
        printed: str, number: Number | None, unit: str, status: Status, where: Where | None
    ) -> Value:
        return Value(
            table.form, table.id, row.id, column, label, printed, number, unit, status, where
        )

    if item is None:
        return value("", None, unit, Status.BLANK, line.label)
    printed, where = item.place()
    if item.kind in (Kind.EMPTY, Kind.MARK):
        return value(printed, None, unit, Status.BLANK, where)
    if item.kind is Kind.NUMBER:
        return value(printed, item.number, item.unit or unit, Status.PRINTED, where)
    return value(printed, None, unit, Status.ILLEGIBLE, where)


def _joined_values(
    table: Table, rows: Mapping[str, Row], line: Line, year: int | None
) -> Iterator[Value]:
    """The values of a line whose figures had to be told apart by the rules."""
    figures = line.figures
    printed = " ".join(f.place()[0] for f in figures)
    where = figures[0].place()[1] if figures else line.label
    spans = _spans(figures, line.readings[0]) if len(line.readings) == 1 and line.complete else None
    for i, (row_id, column) in enumerate(line.slots):
        row = rows[row_id]
        unit = (
            (figures[-1].unit if figures and i == len(line.slots) - 1 else "")
            or line.unit
            or row.units[row.columns.index(column)]
        )
        label = table.label(row, column, year)
        seen = (
            line.candidates[i]
            if line.candidates
            else tuple(dict.fromkeys(reading[i] for reading in line.readings))
        )
        if len(seen) == 1 and line.complete:
            number = seen[0]
            text, place = spans[i] if spans else (printed, where)
            status = Status.PRINTED if number is not None else Status.BLANK
            yield Value(
                table.form, table.id, row_id, column, label, text, number, unit, status, place
            )
        else:
            yield Value(
                table.form,
                table.id,
                row_id,
                column,
                label,
                printed,
                None,
                unit,
                Status.AMBIGUOUS,
                where,
                candidates=seen[:MOST_CANDIDATES],
            )


def _spans(
    figures: Sequence[Field], reading: Sequence[Number | None]
) -> list[tuple[str, Where]] | None:
    """For each figure of the one reading its printed digits and their place.

    None in a cell, which has one place, and where the reading does not use every printed digit.
    """
    if any(f.column >= 0 or len(f.words) > 1 for f in figures) or any(n is None for n in reading):
        return None
    if "".join(f.text.removesuffix(f.unit) for f in figures) != "".join(map(str, reading)):
        return None
    spans = []
    rest = list(figures)
    position = rest[0].start
    for number in reading:
        if position >= rest[0].start + len(rest[0].text.removesuffix(rest[0].unit)):
            rest.pop(0)
            position = rest[0].start
        end = position + len(str(number))
        spans.append(rest[0].slot.place(position, end))
        position = end
    return spans


def _values(
    table: Table, lines: Sequence[Line], units: Mapping[str, str], year: int | None
) -> list[Value]:
    rows = {row.id: row for row in table.rows}
    values: dict[tuple[str, str], Value] = {}
    for line in lines:
        if line.placed is not None:
            for (row_id, column), item in zip(line.slots, line.placed, strict=True):
                values[row_id, column] = _field_value(
                    table, rows[row_id], column, item, line, units, year
                )
        else:
            for value in _joined_values(table, rows, line, year):
                values[value.row, value.column] = value
    for row in table.rows:
        for column, unit in zip(row.columns, row.units, strict=True):
            values.setdefault(
                (row.id, column),
                Value(
                    table.form,
                    table.id,
                    row.id,
                    column,
                    table.label(row, column, year),
                    "",
                    None,
                    unit,
                    Status.MISSING,
                    None,
                ),
            )
    return [values[slot] for slot in table.slots]


def _unplaced(table: Table, lines: Sequence[Line]) -> Iterator[Unplaced]:
    for line in lines:
        for item in line.spare:
            printed, where = item.place()
            yield Unplaced(table.id, printed, where)


def fill(document: Document, report_id: str = "") -> Report:
    """The report in a document: every cell of the editions found, with its place and status.

    Raises NoReportError if no statutory table of a supported or known edition is in it.
    """
    tape = lay_tape(document)
    meta = read_meta(document)
    kinds = _matches(tape)
    known = _unsupported(tape, kinds)
    if known:
        # A table of an edition that nobody fills resembles Fujian's: it would be forced into it.
        kinds.pop("legacy", None)
    chosen = _choose(kinds, meta.year)
    if not chosen and not known:
        raise NoReportError(_no_report(document, meta))
    values: list[Value] = []
    unplaced: list[Unplaced] = []
    editions: dict[str, str] = {}
    blocks: set[int] = set()
    filled = fill_tables(tape, chosen)
    for kind, table in _expected_tables(chosen).items():
        lines = filled.get(kind, ())
        if kind in chosen:
            blocks |= _blocks(tape, chosen[kind], lines)
        values += _values(table, lines, printed_units(tape, table), meta.year)
        unplaced += _unplaced(table, lines)
        editions[kind] = table.form
    taken = {str(value.where) for value in values} if unplaced else set()
    unplaced = [u for u in unplaced if str(u.where) not in taken]
    return Report(
        id=report_id or document.name.rsplit(".", 1)[0],
        meta=meta,
        editions=editions,
        values=tuple(values),
        sections=read_sections(document, blocks),
        unplaced=tuple(unplaced),
        unsupported=tuple(f"{e.id} {e.title}（{e.basis}）" for e in known),
        source=document.name,
        sha256=document.sha256,
        remarks=document.remarks,
    )


def _blocks(tape: Tape, match: Match, lines: Sequence[Line]) -> set[int]:
    """The numbers of the blocks that a table covers: from its first label to its last label or figure."""
    first = tape.slots[tape.slot_at(match.spots[0].start)].block
    known = landmarks(match.table)
    while (
        first
        and isinstance(line := tape.blocks[first - 1], LineOfText)
        and not known.sub("", fold(line.text))
    ):
        first -= 1
    last = tape.slots[tape.slot_at(match.spots[-1].end - 1)].block
    return set(
        range(first, max([last, *(f.slot.block for line in lines for f in line.figures)]) + 1)
    )


def _no_report(document: Document, meta: Meta) -> str:
    if "信息公开" in document.text and "年度报告" in document.text:
        return (
            f"{document.name}: the text of a disclosure report, but none of its statutory tables; they may be in "
            "an attachment or a picture: save the attachment, or run text recognition, and parse that file."
        )
    return (
        f"{document.name}: no government information disclosure report is in this file (no statutory table of any "
        f"edition from {min(f.in_force[0] for f in all_forms().values())} on was found); check that it is the "
        f"政府信息公开工作年度报告 and not another report of the same body."
    )
