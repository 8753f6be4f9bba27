"""The codes that some forms print beside the labels of their rows (代码 01, 02): no figures of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gxkit.filling.fields import Field, classify
from gxkit.filling.lines import Line
from gxkit.forms import Table

ENOUGH_LINES = 0.6
"""of the lines with figures must open with their code: one alone may be a figure that equals it"""


def _without_code(line: Line, code: str) -> Line | None:
    """The line without its code if its first figure is that code or begins with it as a word."""
    first = next((field for field in line.fields if field.figures), None)
    if first is None or not code:
        return None
    others = [field for field in line.fields if field is not first]
    if _is(code, first.text):
        return replace(line, fields=tuple(others))
    if len(first.words) == 1 or not _is(code, "".join(first.words[:1])):
        return None
    place = line.fields.index(first)
    return replace(line, fields=(*others[:place], _cut(first), *others[place:]))


def _is(code: str, text: str) -> bool:
    """Whether a text is the code, with zeros before it or without."""
    return code.lstrip("0") == text.lstrip("0")


def _cut(field: Field) -> Field:
    """A field of several words without the first of them."""
    first, *words = field.words
    text = field.text.removeprefix(first)
    kind, number, unit = classify(text)
    start = field.start + len(first)
    return replace(
        field, kind=kind, text=text, start=start, number=number, unit=unit, words=tuple(words)
    )


def drop_codes(lines: Sequence[Line], table: Table) -> Sequence[Line]:
    """The lines without the codes of their rows, where the file prints them."""
    codes = {row.id: row.code for row in table.rows if row.code}
    if not codes:
        return lines
    bare = [_without_code(line, codes.get(line.slots[0][0], "")) for line in lines]
    filled = sum(bool(line.figures) for line in lines)
    printed = sum(line is not None for line in bare)
    if not filled or printed < ENOUGH_LINES * filled:
        return lines
    return [new or old for new, old in zip(bare, lines, strict=True)]
