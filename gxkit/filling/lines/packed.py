"""Several rows of the form in one row of a grid: their figures stand on lines of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gxkit.filling.cells.entries import Entry, Placement
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import Kind, classify_cell
from gxkit.filling.finding.spots import Spot
from gxkit.filling.tape import Tape, Token
from gxkit.filling.ways import Declined, Reason
from gxkit.report import Number

# The fields of each of several rows; None where it is not told which figure is which row's.
Rows = list[list[Field]] | None


def unpack(
    tape: Tape,
    spots: Sequence[Spot],
    fields: Iterable[Field],
) -> Rows:
    """The fields of the rows whose labels stand in one row of a grid with these cells.

    Each cell has a line for each label, or for each line of the labels' cell, or nothing at all.
    """
    labels = _lines_of_labels(tape, spots)
    rows: list[list[Field]] = [[] for _ in spots]
    for item in fields:
        if not item.is_cell:
            continue
        parts = _parts(tape, item)
        if item.kind is Kind.EMPTY:
            parts = [item] * len(spots)
        # A label that is none of the form's may stand among them.
        elif labels and len(parts) == labels.count:
            parts = [parts[line] for line in labels.lines]
        if len(parts) != len(spots):
            return None
        for row, part in zip(rows, parts, strict=True):
            row.append(part)
    return rows


def _parts(tape: Tape, item: Field) -> list[Field]:
    """The lines of a cell as fields."""
    lines: dict[int, list[Token]] = {}
    text = item.token.source.text
    for token in _tokens_of(tape, item.token):
        number = text.count("\n", 0, token.first)
        lines.setdefault(number, []).append(token)
    return [_part(item, tokens) for tokens in lines.values()]


def _part(item: Field, tokens: Sequence[Token]) -> Field:
    first, last = tokens[0], tokens[-1]
    words = tuple([token.text for token in tokens])
    kind, number, unit = classify_cell(first.source.text[first.first : last.stop])
    return item._replace(
        kind=kind,
        text="".join(words),
        start=first.start,
        token=first,
        number=number,
        unit=unit,
        words=words,
        until=last,
    )


def _tokens_of(tape: Tape, token: Token) -> list[Token]:
    """All words of a cell."""
    at = tape.index_at(token.start)
    source = token.source
    while at and tape.tokens[at - 1].source is source:
        at -= 1
    found = []
    for other in tape.tokens[at:]:
        if other.source is not source:
            break
        found.append(other)
    return found


@dataclass(frozen=True, slots=True)
class _Lines:
    """On which `lines` of a cell labels stand (from 0), and how many lines it has."""

    lines: tuple[int, ...]
    count: int


def _lines_of_labels(tape: Tape, spots: Sequence[Spot]) -> _Lines | None:
    """The lines of the one cell in which all labels stand; None where they stand in several."""
    tokens = [tape.token_at(spot.start) for spot in spots]
    source = tokens[0].source
    if any(token.source is not source for token in tokens):
        return None
    text = source.text.strip("\n")
    lines = tuple([text.count("\n", 0, token.first) for token in tokens])
    return _Lines(lines, text.count("\n") + 1)


def place_packed(entry: Entry, context: object) -> Placement | Declined:
    """Of rows that cannot be told apart: each figure of a cell may be the row's, or none."""
    if not entry.packed:
        return Declined(Reason.ONE_ROW)
    if len(entry.cells) != len(entry.slots):
        return Placement(complete=False)
    candidates = []
    for item in entry.cells:
        numbers: list[Number | None] = [*item.readings(), None]
        candidates.append(tuple(dict.fromkeys(numbers)))
    return Placement(candidates=tuple(candidates), complete=False)
