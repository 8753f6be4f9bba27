"""What of a PDF is read from a picture: pages that are one, tables that stand as one on pages of
text, and figures that the text does not spell out; rendered for the reader of pictures."""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.document import Unread
from gxkit.readers.pdf.ink import Ink
from gxkit.readers.pictures import (
    Figure,
    Picture,
    Shown,
    read_cells,
    read_picture,
)
from gxkit.readers.plane.boxes import Box
from gxkit.readers.plane.cells import Filled
from gxkit.readers.plane.glyphs import UNREADABLE
from gxkit.readers.plane.lines import join_texts

_INCH = 72.0  # points
# Dots an inch at which a page is rendered: its pictures' own, within what is read well and fast.
_FEWEST_DOTS, _MOST_DOTS = 150.0, 220.0
_MOST_PIXELS = 30_000_000  # an A4 page at 220 dots has 5 million; a poster is rendered coarser
_DEPTH = 4  # forms in forms in which a picture may stand
_WIDE = 0.5  # of the part that is rendered: narrower pictures do not tell its resolution

# A picture that may show a table, on a page of text: points that it has at least, and of the page,
# and how many runs of text may lie over it; one that was recognised before has its text there.
# The table of reviews and suits, four low rows over the whole page, is 48 high where it is drawn
# small; three lines of text that stand as a picture are no table, and cost a look.
_LEAST_WIDTH, _LEAST_HEIGHT = 200.0, 36.0
_MOST_TEXTS = 3

# A page that is no scan is as sharp as one likes; digits of tables are 20 pixels high then.
_DRAWN_DOTS = 200.0
_UNTOLD_KINDS = (Unread.DRAWING, Unread.GLYPHS)
_UNTOLD_SIGN = re.compile(rf"[\ue000-\uf8ff{UNREADABLE}]")
_SIGNS = frozenset("-−－.")
_WORDS = re.compile("[\u3400-\u9fff]")


def read_whole(page: pypdfium2.PdfPage) -> list[Shown]:
    """What a page shows that is a picture: one page, or two of an open book."""
    return read_picture(render_whole(page))


def render_whole(page: pypdfium2.PdfPage) -> Picture:
    """A page that is a picture, as it is rendered to be read."""
    return _render(page, (0.0, 0.0, *page.get_size()))


def read_insets(
    page: pypdfium2.PdfPage,
    ink: Ink,
) -> list[Shown]:
    """The tables that stand as pictures on a page of text."""
    found: list[Shown] = []
    for box in _find_insets(ink):
        left, bottom, _, _ = box
        tables = read_picture(_render(page, box), only_tables=True)
        found += [shown.move(left, bottom) for shown in tables]
    return found


def read_untold(
    page: pypdfium2.PdfPage,
    ink: Ink,
    tables: Sequence[Filled],
) -> list[Filled]:
    """The tables with the figures that their text does not spell out, as the page shows them; the
    same ones where there is none, or the page lies otherwise than it is shown."""
    wanted = [frozenset(_find_untold(table)) for table in tables]
    frame = ink.frame
    is_turned = frame.skew or frame.bend or frame.rotation != page.get_rotation()
    if not any(wanted) or is_turned or frame.origin != (0.0, 0.0):
        return list(tables)
    lattices = [table.lattice for table in tables]
    picture = _render(page, (0.0, 0.0, *page.get_size()), _DRAWN_DOTS)
    figures = read_cells(picture, lattices, wanted)
    return list(map(_fill, tables, figures))


def _find_untold(table: Filled) -> Iterator[int]:
    """The cells of a table whose figures the text does not spell out: they are drawn, or their
    characters do not say what they are."""
    for number, glyphs in enumerate(table.inside):
        # beside what was left out stands what strikes it out, or what was put in its place
        if any(cells[number] for cells in table.omitted.values()):
            continue
        what = table.unread.get(number)
        if not glyphs:
            if what in _UNTOLD_KINDS:
                yield number
            continue
        text = join_texts(glyphs)
        # a stroke through a figure is no part of it, and the recogniser reads through it
        if what is not Unread.DRAWING and _UNTOLD_SIGN.search(text) and not _WORDS.search(text):
            yield number


def _fill(
    table: Filled,
    figures: Mapping[int, Figure],
) -> Filled:
    """A table with figures that were read from the picture of its page."""
    inside = list(table.inside)
    unread = dict(table.unread)
    recognised = {}
    for number, (glyph, seen) in figures.items():
        # a signature is like some figure too
        if not seen.agreed and unread.get(number) is Unread.DRAWING:
            continue
        signs = set(join_texts(inside[number])) & _SIGNS
        # a minus or a point that the text has and the picture has not was misread in one of them
        is_sure = seen.agreed and signs <= set(glyph.text)
        recognised[number] = replace(seen, agreed=is_sure)
        inside[number] = [glyph]
        unread.pop(number, None)
    return replace(
        table,
        inside=inside,
        unread=unread,
        recognised=recognised,
    )


def _find_insets(ink: Ink) -> Iterator[Box]:
    """The boxes of pictures on a page that may show a table."""
    width, height = ink.frame.size
    for _, _, drawn in ink.look.leaves.placed(pdfium.FPDF_PAGEOBJ_IMAGE):
        left, bottom, right, top = ink.frame.place_box(drawn)
        box = max(0.0, left), max(0.0, bottom), min(width, right), min(height, top)
        left, bottom, right, top = box
        is_large = right - left >= _LEAST_WIDTH and top - bottom >= _LEAST_HEIGHT
        if is_large and _count_inside(ink, box) <= _MOST_TEXTS:
            yield box


def _count_inside(
    ink: Ink,
    box: Box,
) -> int:
    left, bottom, right, top = box
    inside = 0
    for glyph in ink.glyphs:
        inside += left < glyph.left < right and bottom < glyph.middle < top
    return inside


def _render(
    page: pypdfium2.PdfPage,
    box: Box,
    least: float = _FEWEST_DOTS,
) -> Picture:
    """A part of a page as a viewer shows it, in points from its lower left corner; with at least
    some dots an inch."""
    left, bottom, right, top = box
    wide, high = right - left, top - bottom
    dots = min(max(_dots_of(page, wide), least), _MOST_DOTS)
    scale = dots / _INCH
    pixels = wide * high * scale * scale
    if pixels > _MOST_PIXELS:
        scale *= (_MOST_PIXELS / pixels) ** 0.5
    width, height = page.get_size()
    crop = (left, bottom, width - right, height - top)
    bitmap = page.render(
        scale=scale,
        crop=crop,
        rev_byteorder=True,
        may_draw_forms=False,
    )
    # four bytes a pixel, or three; the fourth says nothing
    drawn = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return Picture(drawn, 1.0 / scale)


def _dots_of(
    page: pypdfium2.PdfPage,
    wide: float,
) -> float:
    """The dots an inch of the finest picture that is not narrow; 0 where there is none."""
    dots = [0.0]
    pictures: Iterable[pypdfium2.PdfObject] = page.get_objects(
        filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEPTH
    )
    for picture in pictures:
        left, _, right, _ = picture.get_bounds()
        if right - left > _WIDE * wide:
            columns, _ = picture.get_px_size()
            dots.append(columns / (right - left) * _INCH)
    return max(dots)
