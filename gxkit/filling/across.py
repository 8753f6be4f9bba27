"""A table whose rows stand side by side: its head, and the one line of figures below it."""

from __future__ import annotations

import re

from gxkit.filling.bands import read_bands, read_turned
from gxkit.filling.fields import Field, Kind, zone_fields
from gxkit.filling.lines import Line
from gxkit.filling.spotting import Spot, find_all, landmarks
from gxkit.filling.tape import Tape
from gxkit.forms import Table
from gxkit.text import fold

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[,，。;]")
HEAD_WIDTH = 150
"""characters between two labels in the head"""


def _vocabulary(table: Table) -> frozenset[str]:
    return frozenset(
        fold(
            "".join(
                [*(r.label for r in table.rows), *(c.label for c in table.columns), *table.headers]
            )
        )
    )


def _head_places(tape: Tape, head: str) -> list[int]:
    """Where a label of the head stands; a sentence of the narrative that says it too only if no other place does."""
    places = list(find_all(tape.text, head))
    return [place for place in places if not _in_sentence(tape, place)] or places


def _in_sentence(tape: Tape, place: int) -> bool:
    slot = tape.slots[tape.slot_at(place)]
    return slot.row is None and _SENTENCE.search(tape.text, slot.start, slot.end) is not None


def find_head(tape: Tape, table: Table) -> Spot | None:
    """The head of a table whose rows stand side by side: where the labels of its later groups stand close together.

    Column labels may be torn (all first halves, then all second halves), so they only add to its weight.
    """
    heads = [_head_places(tape, fold(row.label)) for row in table.rows[1:]]
    labels = [fold(column.label) for column in table.columns]
    vocabulary = _vocabulary(table)
    best: Spot | None = None
    for anchor in heads[0]:
        near = [
            next((place for place in places if abs(place - anchor) < HEAD_WIDTH), -1)
            for places in heads
        ]
        if min(near) < 0:
            continue
        start, end = min(near), max(near)
        while start and tape.text[start - 1] in vocabulary:
            start -= 1
        score = 3.0 * (
            len(labels) + sum(tape.text.count(label, start, end + 200) for label in labels)
        )
        if best is None or score > best.weight:
            best = Spot(0, start, end, score)
    return best


def _is_foreign(text: str, vocabulary: frozenset[str]) -> bool:
    """Whether most letters of a text are no letters of the table: one in a label may be another (合计, 其它结果)."""
    letters = _HAN.findall(text)
    return 2 * sum(letter not in vocabulary for letter in letters) > len(letters)


def _line_across(tape: Tape, table: Table, spot: Spot) -> Line:
    """The one line of figures after all labels of the head."""
    vocabulary = _vocabulary(table)
    fields: list[Field] = []
    for item in zone_fields(
        tape, spot.start, min(len(tape.text), spot.start + 1500), landmarks(table)
    ):
        if item.kind is not Kind.TEXT:
            fields.append(item)
        elif _is_foreign(item.text, vocabulary) or any(
            f.figures for f in fields[len(table.columns) - 1 :]
        ):
            break
        elif not any(f.figures for f in fields):
            fields.clear()
    figures = [f for f in fields if f.figures]
    home = tape.slots[tape.slot_at(spot.start)]
    return Line(table.slots, home.where, tuple(_value_row(fields, figures)))


def lines_across(tape: Tape, table: Table, spot: Spot) -> list[Line]:
    """The one line of figures, or one for each row of the form where the file turns it or sets them as bands."""
    anchor = tape.text.find(fold(table.rows[1].label), spot.start)
    if turned := read_turned(tape, table, landmarks(table), anchor):
        return turned
    line = _line_across(tape, table, spot)
    if sum(f.figures or f.kind is Kind.EMPTY for f in line.fields) == len(table.slots):
        return [line]
    return read_bands(tape, table, landmarks(table), anchor) or [line]


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
