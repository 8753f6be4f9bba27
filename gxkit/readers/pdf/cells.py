"""What stands in the cells of the tables of a page that is open."""

from __future__ import annotations

from gxkit.document import Omission
from gxkit.readers.pdf.drawings import Drawings
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.plane.cells import Filled, fill_lattices
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.placing import CellGlyphs, take_glyphs


def take_ink(ink: Ink) -> tuple[list[Filled], dict[Omission | None, list[Glyph]]]:
    """The tables of a page with what stands in them, and the characters outside: those that count
    (None) and those that do not, by the reason. The page must still be open."""
    outside: dict[Omission | None, list[Glyph]] = {}
    counted, outside[None] = fill_lattices(ink.lattices, ink.glyphs, ink.is_apart)
    lattices = [table.lattice for table in counted]
    omitted: dict[Omission, list[CellGlyphs]] = {}
    for why, glyphs in ink.omitted.items():
        left_out, outside[why] = take_glyphs(lattices, glyphs)
        omitted[why] = [table.cells for table in left_out]
    tables = []
    drawings = Drawings(ink) if counted else None
    for number, table in enumerate(counted):
        by_reason = {why: by_table[number] for why, by_table in omitted.items()}
        drawn = drawings.find_unread(table.lattice, table.cells) if drawings else {}
        filled = Filled(table.lattice, table.cells, by_reason, table.doubts, drawn, ink.noted)
        tables.append(filled)
    return tables, outside
