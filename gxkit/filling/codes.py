"""The codes that some forms print beside their rows' labels (代码 01, 02): no figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gxkit.filling import weights
from gxkit.filling.entries import Entry
from gxkit.filling.fields import Field, classify
from gxkit.forms import Table


def drop_codes(entries: Sequence[Entry], table: Table) -> Sequence[Entry]:
    """The entries without the codes of their rows, where the file prints them."""
    codes = {row.id: row.code for row in table.rows if row.code}
    if not codes:
        return entries
    bare = [_without_code(entry, codes.get(entry.slots[0][0], "")) for entry in entries]
    filled = sum(bool(entry.figures) for entry in entries)
    printed = sum(entry is not None for entry in bare)
    # One line alone may hold a figure that equals its code.
    if not filled or printed < weights.IN_USE.codes_printed * filled:
        return entries
    return [new or old for new, old in zip(bare, entries, strict=True)]


def _without_code(entry: Entry, code: str) -> Entry | None:
    """The entry without its code if its first figure is that code or begins with it as a word."""
    if not entry.figures or not code:
        return None
    first = entry.figures[0]
    at = next(i for i, field in enumerate(entry.fields) if field is first)
    before, after = entry.fields[:at], entry.fields[at + 1 :]
    if _is(code, first.text):
        return replace(entry, fields=(*before, *after))
    if len(first.words) > 1 and _is(code, first.words[0]):
        return replace(entry, fields=(*before, _cut(first), *after))
    return None


def _is(code: str, text: str) -> bool:
    """Whether a text is the code, with zeros before it or without."""
    return code.lstrip("0") == text.lstrip("0")


def _cut(field: Field) -> Field:
    """A field of several words without the first of them."""
    first, *words = field.words
    text = field.text.removeprefix(first)
    kind, number, unit = classify(text)
    return field._replace(
        kind=kind,
        text=text,
        start=field.start + len(first),
        number=number,
        unit=unit,
        words=tuple(words),
    )
