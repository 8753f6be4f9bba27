"""What stands in the cells of the tables of a page that is open."""

from __future__ import annotations

from gxkit.document import Omission
from gxkit.readers.pdf.drawings import Drawings
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.plane.cells import Filled, Marked, fill_tables
from gxkit.readers.plane.glyphs import Glyph


def take_ink(ink: Ink) -> tuple[list[Filled], dict[Omission | None, list[Glyph]]]:
    """The tables of a page with what stands in them, and the characters outside: those that count
    (None) and those that do not, by the reason. The page must still be open."""
    if not ink.lattices:
        return [], {None: list(ink.glyphs)} | ink.omitted
    drawings = Drawings(ink)
    marked = Marked(ink.glyphs, ink.omitted, ink.lattices, ink.noted, ink.is_apart)
    return fill_tables(marked, drawings.find_unread)
