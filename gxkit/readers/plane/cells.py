"""What stands in the cells of a page's tables, and the grids that are made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import NamedTuple

from gxkit.document import Cell, Grid, Omission, Omitted, Recognised, Unread, Where
from gxkit.readers.plane.boxes import Point
from gxkit.readers.plane.glyphs import UNREADABLE, Glyph
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.lines import glyphs_to_text
from gxkit.readers.plane.missing import part_cells
from gxkit.readers.plane.placing import CellGlyphs, Table, take_glyphs
from gxkit.readers.plane.restoring import restore_rules
from gxkit.readers.plane.settling import doubt_beside, settle
from gxkit.readers.plane.wraps import mend_wraps

_FIRST_PRIVATE = "\ue000"
_UNTOLD = re.compile(rf"[\ue000-\uf8ff{UNREADABLE}\s]+")
"""characters that do not say what they are: private ones, and those without a meaning"""


class Marked(NamedTuple):
    """The ink of a page as far as tables are concerned: its characters that count, those that do
    not by the reason, and its lattices; where the words of fields and notes stand; and whether
    rules and text were turned back by themselves."""

    glyphs: Sequence[Glyph]
    omitted: Mapping[Omission, Sequence[Glyph]]
    lattices: Sequence[Lattice]
    noted: Sequence[Point] = ()
    is_apart: bool = False


FindUnread = Callable[[Lattice, CellGlyphs], Mapping[int, Unread]]
"""what stands in the cells of a lattice that is no text, by their numbers"""


def fill_tables(
    marked: Marked,
    find_unread: FindUnread,
) -> tuple[list[Filled], dict[Omission | None, list[Glyph]]]:
    """The tables of a page with what stands in them, and the characters outside: those that count
    (None) and those that do not, by the reason."""
    outside: dict[Omission | None, list[Glyph]] = {}
    counted, rest = fill_lattices(marked.lattices, marked.glyphs, marked.is_apart)
    outside[None] = rest
    lattices = [table.lattice for table in counted]
    omitted: dict[Omission, list[CellGlyphs]] = {}
    for why, glyphs in marked.omitted.items():
        left_out, outside[why] = take_glyphs(lattices, glyphs)
        omitted[why] = [table.cells for table in left_out]
    tables = []
    for number, table in enumerate(counted):
        by_reason = {why: by_table[number] for why, by_table in omitted.items()}
        drawn = find_unread(table.lattice, table.cells)
        own = table.lattice, table.cells, by_reason, table.doubts, drawn, marked.noted
        tables.append(Filled(*own))
    return tables, outside


def fill_lattices(
    lattices: Sequence[Lattice],
    glyphs: Sequence[Glyph],
    is_apart: bool = False,
    is_drawn: bool = True,
) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page with their characters, as position tells where rules do not; and the
    characters outside. `is_apart` is whether rules and text were turned back by themselves,
    `is_drawn` whether programs drew either: on a picture both stand where they are seen."""
    tables, outside = take_glyphs(lattices, glyphs)
    for table in tables:
        if is_apart and doubt_beside(table):
            continue
        # figures that are cut out of a cell are not those of another, however near the rule
        if is_drawn:
            settle(table, outside)
        part_cells(table)
        mend_wraps(table)
        restore_rules(table)
    return tables, outside


@dataclass(frozen=True, slots=True)
class Filled:
    """A lattice with its characters by cell: those that count, and those that do not, with the
    reason (reasons that apply to none are not among them); points in the cells of which one cannot
    say whether a figure is theirs; what is drawn in cells without text, by their numbers; and where
    the words of fields and notes stand."""

    lattice: Lattice
    inside: CellGlyphs
    omitted: Mapping[Omission, CellGlyphs]
    doubts: Sequence[Point] = ()
    unread: Mapping[int, Unread] = field(default_factory=dict)
    noted: Sequence[Point] = ()
    recognised: Mapping[int, Recognised] = field(default_factory=dict)
    """what was read from a picture, by the numbers of the cells"""

    @property
    def is_hidden(self) -> bool:
        """Whether it has text and none of it is seen."""
        return Omission.HIDDEN in self.omitted and not any(self.inside)


def lattice_to_grid(
    table: Filled,
    page: int,
    number: int,
    caption: str,
) -> Grid:
    """The grid of a filled lattice; `number` counts tables on the page from 1. That of a hidden one
    says what nobody sees."""
    if table.is_hidden:
        hidden = Filled(table.lattice, table.omitted[Omission.HIDDEN], {})
        return replace(lattice_to_grid(hidden, page, number, caption), hidden=True)
    lattice, glyphs = table.lattice, table.inside
    doubted = {lattice.cell_at(*point) for point in table.doubts}
    noted = {lattice.cell_at(*point) for point in table.noted}
    cells = []
    xs = [round(x, 1) for x in lattice.xs]
    ys = [round(y, 1) for y in lattice.ys]
    for at, (span, inside) in enumerate(zip(lattice.cells, glyphs, strict=True)):
        row, column, height, width = span
        right, bottom = xs[column + width], ys[row + height]
        box = xs[column], bottom, right, ys[row]
        where = Where(page, number, row + 1, column + 1, None, None, None, box)
        text = glyphs_to_text(inside) if inside else ""
        unread = Unread.ACROSS if at in doubted else table.unread.get(at)
        # what says nothing is no text, and something is drawn there
        if text >= _FIRST_PRIVATE and _UNTOLD.fullmatch(text):
            text, unread = "", Unread.GLYPHS
        recognised = table.recognised.get(at)
        is_noted = at in noted
        cells.append(
            Cell(row, column, text, where, height, width, (), unread, is_noted, recognised)
        )
    for why, by_cell in table.omitted.items():
        cells = list(map(_omit, cells, by_cell, repeat(why)))
    return Grid(tuple(cells), caption)


def _omit(
    cell: Cell,
    glyphs: list[Glyph],
    why: Omission,
) -> Cell:
    if not glyphs:
        return cell
    left_out = Omitted(glyphs_to_text(glyphs), why)
    return replace(cell, omitted=(*cell.omitted, left_out))
