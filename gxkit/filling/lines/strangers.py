"""Texts and figures beside a row's label that are none of its cells, or cannot be read as one."""

from __future__ import annotations

from typing import NamedTuple

from gxkit.document import Cell
from gxkit.filling import weights
from gxkit.filling.cells.fields import Field, fills_cell
from gxkit.filling.cells.kinds import Kind, is_aside
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.finding.spots import Sign, Spot
from gxkit.filling.tape import Token
from gxkit.text import leading_unit


class RowLabel(NamedTuple):
    """A row's label on the tape: the token that it ends in, the row's cells, the label after it."""

    spot: Spot
    home: Token
    size: int
    following: Spot | None


def spoil_texts(
    fields: list[Field],
    label: RowLabel,
    words: Lexicon,
) -> list[Field]:
    """The fields with those illegible that are words where a figure is due.

    In a row with as many cells as the form has, 待补充 stands for a figure: it is neither blank
    nor the end of the line, and its neighbours keep theirs.
    """
    # In most rows nothing but figures and units stands.
    texts = [item for item in fields if item.kind is Kind.TEXT]
    if not any(is_strange(item, words) for item in texts):
        return fields
    home, size = label.home, label.size
    own = [item for item in fields if item.token.home == home.home]
    has_lines = not own and home.row is None
    if has_lines:
        # Each cell stands in a line of its own; behind the last row the narrative follows.
        own = fields if label.following else _to_last_figure(fields[:size])
    strange = [item for item in own if is_strange(item, words)]
    if not strange:
        return fields
    cells = [item for item in own if item.is_cell]
    if has_lines and not all(map(fills_cell, cells)):
        return fields
    if len(strange) + len(cells) != size:
        return fields
    # A row of words alone is a head.
    if len(strange) > 1 and not any(item.is_figure for item in cells):
        return fields
    spoiled = {id(item): item._replace(kind=Kind.ILLEGIBLE) for item in strange}
    return [spoiled.get(id(item), item) for item in fields]


def _to_last_figure(fields: list[Field]) -> list[Field]:
    """The fields of a last row without those behind its figures: the next heading made up the
    number of a row that leaves cells out."""
    own = list(fields)
    while own and not own[-1].is_cell:
        own.pop()
    return own


def is_strange(item: Field, words: Lexicon) -> bool:
    """Whether a field is a text that fills its cell and that the form knows nothing of."""
    if item.kind is not Kind.TEXT or is_unit(item) or is_aside(item.text):
        return False
    known = words.landmarks.fullmatch(item.text) or item.text in words.groups
    return not known and fills_cell(item)


def spoil_last(
    fields: list[Field],
    following: Spot,
    words: Lexicon,
) -> list[Field]:
    """The fields before a label, the last illegible if it may end in the label's number.

    In 412政府公报公开数 the figure is 41 and the row the second, or the figure is 412.
    """
    # In most texts a blank or the number's own sign stands before a label.
    if not fields or fields[-1].end != following.start or Sign.ITEM in following.signs:
        return fields
    last = fields[-1]
    item = words.wordings[following.row][0].item
    is_joined = last.kind is Kind.NUMBER and last.token.end > last.end
    may_be_two = item and last.text != item and last.text.endswith(item)
    if is_joined and may_be_two:
        return [*fields[:-1], last._replace(kind=Kind.ILLEGIBLE, number=None)]
    return fields


def spoil_split(
    beside: list[Field],
    spare: list[Field],
    label: RowLabel,
) -> list[Field]:
    """The cells of a row, those blank ones illegible below which a figure stands that is none of
    another row's: a stray line cut the cell in two."""
    source = label.home.source
    # Most labels stand in one row of their grid, and most figures have their cell.
    if not spare or not isinstance(source, Cell) or source.rowspan == 1:
        return beside
    inside = range(source.row + 1, source.row + source.rowspan)
    columns = {item.column for item in spare if item.token.row in inside}
    spoiled = []
    for item in beside:
        if item.kind is Kind.EMPTY and item.column in columns:
            item = item._replace(kind=Kind.ILLEGIBLE)
        spoiled.append(item)
    return spoiled


def to_heading(fields: list[Field], words: Lexicon) -> list[Field]:
    """The fields of the last row of a text up to the words of another table or chapter.

    In a text of one line figures follow those too, and a blank row took them.
    """
    for number, item in enumerate(fields):
        if item.is_figure:
            break
        noise = words.landmarks.sub("", item.text)
        if len(HAN.findall(noise)) > weights.IN_USE.short_label:
            return fields[:number]
    return fields


def is_unit(item: Field) -> bool:
    if item.kind is not Kind.TEXT or not item.text:
        return False
    return leading_unit(item.text) == item.text
