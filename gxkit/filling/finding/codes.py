"""The codes that some forms print beside their rows' labels (代码 01, 02): no figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gxkit.filling import weights
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import classify
from gxkit.forms import Table


def drop_codes(
    entries: Sequence[Entry],
    table: Table,
) -> Sequence[Entry]:
    """The entries without the codes of their rows, where the file prints them."""
    codes = {row.id: row.code for row in table.rows if row.code}
    if not codes:
        return entries
    bare: list[Entry] = []
    filled, printed = 0, 0
    for entry in entries:
        row, _ = entry.slots[0]
        without = _without_code(entry, codes.get(row, ""))
        filled += bool(entry.figures)
        printed += without is not None
        bare.append(without or entry)
    # One line alone may hold a figure that equals its code.
    enough = weights.IN_USE.codes_printed * filled
    return bare if printed and printed >= enough else entries


def _without_code(entry: Entry, code: str) -> Entry | None:
    """The entry without its code if its first figure is that code or begins with it as a word."""
    # A row without a code keeps its first figure, whatever it is.
    if not entry.figures or not code:
        return None
    first = entry.figures[0]
    at = _index_of(first, entry.fields)
    before, after = entry.fields[:at], entry.fields[at + 1 :]
    if _is(code, first.text):
        return replace(entry, fields=(*before, *after))
    if len(first.words) > 1 and _is(code, first.words[0]):
        rest = _without_first_word(first)
        return replace(entry, fields=(*before, rest, *after))
    return None


def _index_of(
    wanted: Field,
    fields: Sequence[Field],
) -> int:
    for at, item in enumerate(fields):
        if item is wanted:
            return at
    raise ValueError("the figure is none of these fields")


def _is(code: str, text: str) -> bool:
    """Whether a text is the code, with zeros before it or without."""
    return code.lstrip("0") == text.lstrip("0")


def _without_first_word(item: Field) -> Field:
    first, *words = item.words
    text = item.text.removeprefix(first)
    kind, number, unit = classify(text)
    return item._replace(
        kind=kind,
        text=text,
        start=item.start + len(first),
        number=number,
        unit=unit,
        words=tuple(words),
    )
