"""What stands beside a label: the fields of a zone of the tape, as the file cuts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gxkit.document import Cell, Where
from gxkit.filling.tape import Border, Slot, Tape
from gxkit.report import Number
from gxkit.text import BLANK_MARKS, BLANK_SIGN, leading_unit, read_number

_DIGITS = re.compile(r"\d+(?:,\d{3,})*(?:\.\d+)?$")
_FIGURE = re.compile(r"(?:[+-](?=\d))?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:,\d{3,})*)(?:\.\d+)?")
_RUN = re.compile(rf"(?:\d[\d,]*(?:\.\d+)?|{BLANK_SIGN})+")
"""figures and signs for empty cells without a border between them"""
_MARKED = re.compile(rf".+{BLANK_SIGN}|(?!-){BLANK_SIGN}")
"""a run that is more than one figure with its sign"""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ASIDE = re.compile(r"\([^()]*\)|[()]")


def is_aside(text: str) -> bool:
    """Whether a folded text is nothing but a parenthesis or punctuation."""
    return not _ASIDE.sub("", text).strip(".,、:;。*")


class Kind(StrEnum):
    """What a field holds."""

    NUMBER = "number"
    DIGITS = "digits"
    """digits that are no single number: several cells run together, perhaps with signs for empty ones among them"""
    MARK = "mark"
    """a sign that stands for an empty cell, or nothing but such signs run together"""
    EMPTY = "empty"
    ILLEGIBLE = "illegible"
    """digits with a word or sign that makes them no number (约5)"""
    TEXT = "text"


_FIGURES = frozenset((Kind.NUMBER, Kind.DIGITS, Kind.MARK, Kind.ILLEGIBLE))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a zone.

    `text` is folded, `start` and `end` its place on the tape; `index` counts the borders since the label; `slot` is
    the slot it begins in, `column` and `span` the grid columns it covers (-1 in running text), `words` the pieces
    that blanks cut it into, `certain` whether a border of the file (not a guess at a text's end) closes it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    index: int
    slot: Slot
    number: Number | None = None
    unit: str = ""
    words: tuple[str, ...] = ()
    column: int = -1
    span: int = 1

    @property
    def figures(self) -> bool:
        return self.kind in _FIGURES

    @property
    def tabs(self) -> int:
        """How many tabs stand before it in its line; -1 in a grid."""
        source = self.slot.source
        return -1 if isinstance(source, Cell) else source.text.count("\t", 0, self.slot.first)

    def place(self) -> tuple[str, Where]:
        """The printed text and where it stands."""
        if isinstance(self.slot.source, Cell):
            return self.slot.source.text.strip(), self.slot.source.where
        return self.slot.place(self.start, self.end)


def classify(text: str) -> tuple[Kind, Number | None, str]:
    """What a folded text holds, its number and its unit."""
    if not text:
        return Kind.EMPTY, None, ""
    if text in BLANK_MARKS:
        return Kind.MARK, None, ""
    if found := read_number(text):
        return Kind.NUMBER, found.value, found.unit
    bare = text.removesuffix(leading_unit(text[-2:]) or leading_unit(text[-1:]))
    if _DIGITS.match(bare):
        return Kind.DIGITS, None, text[len(bare) :]
    spoiled = any(c.isdigit() for c in text) and len(_HAN.findall(text)) <= 2
    return (Kind.ILLEGIBLE if spoiled else Kind.TEXT), None, ""


def _cell_field(slots: Sequence[Slot], low: int, high: int, index: int) -> Field:
    """The part of one grid cell between two positions of the tape, as one field."""
    parts = [
        s.text[max(0, low - s.start) : high - s.start]
        for s in slots
        if s.start < high or not s.text
    ]
    words = tuple(filter(None, parts))
    text = "".join(words)
    first = slots[0]
    start = max(low, first.start)
    kind, number, unit = classify(text)
    return Field(
        kind,
        text,
        start,
        start + len(text),
        index,
        first,
        number,
        unit,
        words,
        first.column,
        first.span,
    )


def _line_fields(
    slot: Slot, low: int, high: int, index: int, known: re.Pattern[str]
) -> Iterator[Field]:
    """The fields of one word of running text: figures, and the texts between them."""
    text = slot.text[max(0, low - slot.start) : high - slot.start]
    start = max(low, slot.start)
    kind, number, unit = classify(text)
    if kind in (Kind.EMPTY, Kind.MARK, Kind.NUMBER, Kind.DIGITS):
        yield Field(kind, text, start, start + len(text), index, slot, number, unit, (text,))
        return
    position = 0
    opens = start == low
    while position < len(text):
        aside = known.match(text, position) or _ASIDE.match(text, position)
        figure = None if aside else _FIGURE.match(text, position)
        if not aside and (end := _end_of_run(text, position, opens, known)):
            run = text[position:end]
            kind = Kind.DIGITS if any(c.isdigit() for c in run) else Kind.MARK
            yield Field(kind, run, start + position, start + end, index, slot, words=(run,))
        elif figure:
            end = figure.end() + len(leading_unit(text[figure.end() : figure.end() + 2]))
            kind, number, unit = classify(text[position:end])
            yield Field(
                kind,
                text[position:end],
                start + position,
                start + end,
                index,
                slot,
                number,
                unit,
                (figure.group(),),
            )
        else:
            end = (
                aside.end()
                if aside
                else min(
                    (
                        m.start()
                        for m in (
                            known.search(text, position + 1),
                            _FIGURE.search(text, position + 1),
                        )
                        if m
                    ),
                    default=len(text),
                )
            )
            yield Field(Kind.TEXT, text[position:end], start + position, start + end, index, slot)
        opens = opens and bool(aside)
        position = end


def _end_of_run(text: str, position: int, opens: bool, known: re.Pattern[str]) -> int:
    """Where a run of figures and signs for empty cells ends that begins at `position`; 0 where none does.

    Signs alone stand for cells only where they open what follows the label (`opens`; a unit or a word of the form's
    head may stand between), and a 无 that goes on as a word (无正当理由) for none.
    """
    match = _RUN.match(text, position)
    if not match:
        return 0
    run = match.group()
    if run.endswith("无") and _HAN.match(text, match.end()) and not known.match(text, match.end()):
        run = run[:-1]
    if any(c.isdigit() for c in run):
        return position + len(run) if _MARKED.match(run) else 0
    return position + len(run) if opens else 0


def zone_fields(tape: Tape, low: int, high: int, known: re.Pattern[str]) -> Iterator[Field]:
    """The fields between two positions of the tape, empty ones included; `known` matches texts that are no noise."""
    index = 0
    number = tape.slot_at(max(low - 1, 0))
    cell: list[Slot] = []
    while number < len(tape.slots):
        slot = tape.slots[number]
        number += 1
        if slot.start > high or (slot.text and slot.start == high):
            break
        if cell and slot.border >= Border.CELL:
            yield _cell_field(cell, low, high, index)
            cell = []
        if slot.end <= low and slot.text:
            continue
        index += slot.start >= low
        if isinstance(slot.source, Cell):
            cell.append(slot)
        else:
            yield from _line_fields(slot, low, high, index, known)
    if cell:
        yield _cell_field(cell, low, high, index)
