"""From the picture of a page to the page: its rules make tables, its ink lines of text."""

from __future__ import annotations

from collections.abc import (
    Mapping,
    Sequence,
)
from typing import NamedTuple

import cv2

from gxkit.document import (
    Recognised,
    Unread,
)
from gxkit.readers.pictures import (
    Figure,
    Figures,
    Picture,
    Wanted,
)
from gxkit.readers.plane.blocks import (
    Page,
    glyphs_to_lines,
)
from gxkit.readers.plane.cells import (
    Filled,
    fill_lattices,
)
from gxkit.readers.plane.glyphs import (
    MIDDLE,
    Glyph,
)
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.offset import is_figure
from gxkit.readers.plane.placing import Table
from gxkit.readers.scan.bends import straighten
from gxkit.readers.scan.broken import find_dashed
from gxkit.readers.scan.cutting import (
    Cleaned,
    Piece,
    box_to_strip,
    clean,
    cut_crops,
    find_lattices,
    find_open_rows,
    find_pieces,
    inner,
    strip_to_box,
)
from gxkit.readers.scan.dashes import is_dash
from gxkit.readers.scan.figures import (
    Judged,
    Seen,
    judge,
    see,
)
from gxkit.readers.scan.labels import part_labels
from gxkit.readers.scan.lines import Strip
from gxkit.readers.scan.rules import Masks, find_masks
from gxkit.readers.scan.sheet import Sheet, pixels_to_sheet
from gxkit.readers.scan.stamps import mark_stamps
from gxkit.readers.scan.turns import weigh
from gxkit.readers.scan.upright import level

# Of the font size: a digit is so high; a line of Chinese is, and reaches so far below the baseline.
_DIGIT, _WORDS, _DESCENT = 0.7, 0.95, 0.12
_FULL, _HALF = 1.0, 0.5
"""font sizes that a Chinese and a Latin character take"""
_FIRST_FULL = "\u2e80"
"""from here on characters are as wide as high"""
_FEW = 3  # characters that a remnant of a stamp is taken for
_NUMERALS = "一二三四五六七八九十〇零"
# Times as many pixels of rules a table has with its dashed ones; the grain of a desk around a page
# adds a fifth.
_DASHED = 1.3
_BESIDE = 0.7  # of the height of a figure: the width of a digit


class Read(NamedTuple):
    """A piece of a sheet, what both readers say of it and what that comes to, and whether ink of
    it is hidden by a stamp or was lost."""

    piece: Piece
    seen: Seen
    judged: Judged
    is_hidden: bool


def sheet_to_page(
    sheet: Sheet,
    only_tables: bool = False,
) -> tuple[Page, float]:
    """The lines and tables of a page, and how well its lines read from 0 to 1 (1 where it has
    none); places are those that it would have if it lay straight. With `only_tables` a
    page without a ruled one is not read."""
    flat, masks, lattices = lay_flat(sheet)
    if only_tables and not lattices:
        return Page([], []), 1.0
    cleaned = clean(flat, masks, lattices)
    read = _read(flat, cleaned, lattices)
    open_rows = {lattice: find_open_rows(flat, masks, lattice) for lattice in lattices}
    page = _compose(flat, cleaned, lattices, read, open_rows)
    # an empty page stands as well as it can
    is_empty = not read and not cleaned.ink.any()
    lines = [(one.piece.strip, one.seen.reading) for one in read]
    return page, 1.0 if is_empty else weigh(lines)


def lay_flat(sheet: Sheet) -> tuple[Sheet, Masks, list[Lattice]]:
    """A sheet as if it had lain level and flat, its rules, and the tables that they make."""
    flat, masks = straighten(level(sheet))
    marked = mark_stamps(flat, masks)
    if marked is not flat:
        flat, masks = marked, find_masks(marked)
    masks, lattices = _find_tables(flat, masks)
    return flat, masks, lattices


def _find_tables(
    sheet: Sheet,
    masks: Masks,
) -> tuple[Masks, list[Lattice]]:
    """The tables of a sheet, and its ink with the rules that are dashed, where they have some; a
    page of text keeps its dots."""
    lattices = find_lattices(sheet, masks)
    dashed = find_dashed(masks, sheet)
    added = _count_rules(dashed) / max(1, _count_rules(masks))
    if added <= 1.0 or (lattices and added < _DASHED):
        return masks, lattices
    others = find_lattices(sheet, dashed)
    if _count_cells(others) > _count_cells(lattices):
        return dashed, others
    return masks, lattices


def _count_rules(masks: Masks) -> int:
    return cv2.countNonZero(masks.across) + cv2.countNonZero(masks.down)


def _count_cells(lattices: Sequence[Lattice]) -> int:
    return sum(len(lattice.cells) for lattice in lattices)


def _read(
    sheet: Sheet,
    cleaned: Cleaned,
    lattices: Sequence[Lattice],
) -> list[Read]:
    """What stands on a sheet, outside its tables and in their cells."""
    return _read_pieces(sheet, cleaned, list(find_pieces(sheet, cleaned.ink, lattices)))


def _read_pieces(
    sheet: Sheet,
    cleaned: Cleaned,
    pieces: Sequence[Piece],
) -> list[Read]:
    crops = cut_crops(cleaned.grey, pieces)
    read = []
    for piece, seen in zip(pieces, see(crops), strict=True):
        around = _around(piece.strip)
        is_hidden = sheet.is_stamped(around) or cleaned.is_lost(around)
        read.append(Read(piece, seen, judge([seen]), is_hidden))
    return read


def read_cells(
    picture: Picture,
    lattices: Sequence[Lattice],
    wanted: Wanted,
) -> Figures:
    """The figures that stand in some cells of tables whose places in a picture are known."""
    sheet = pixels_to_sheet(*picture)
    cleaned = clean(sheet, find_masks(sheet), lattices)
    pieces = [
        piece
        for piece in find_pieces(sheet, cleaned.ink, lattices)
        if piece.cell and piece.cell[1] in wanted[piece.cell[0]]
    ]
    by_cell: dict[tuple[int, int], list[Read]] = {}
    for one in _read_pieces(sheet, cleaned, pieces):
        assert one.piece.cell
        by_cell.setdefault(one.piece.cell, []).append(one)
    figures: Figures = [{} for _ in lattices]
    for (table, cell), read in by_cell.items():
        recognised = read[0].judged.recognised
        # what stands in several pieces may be several figures, or a figure and a drawing
        if recognised and len(read) == 1:
            seen = recognised.doubt() if read[0].is_hidden else recognised
            glyph = _to_glyph(read[0], sheet)
            figures[table][cell] = Figure(glyph, seen)
    return figures


def _around(strip: Strip) -> Strip:
    """A line with a digit's place at either side: one that a stamp hides leaves nothing."""
    beside = round(strip.height * _BESIDE)
    left = max(0, strip.left - beside)
    return strip._replace(left=left, right=strip.right + beside)


def _compose(
    sheet: Sheet,
    cleaned: Cleaned,
    lattices: Sequence[Lattice],
    read: Sequence[Read],
    open_rows: Mapping[Lattice, Sequence[float]],
) -> Page:
    printed = [one for one in read if one.judged.text]
    glyphs = [_to_glyph(one, sheet) for one in printed]
    sources = {
        id(glyph): one
        for glyph, one in zip(
            glyphs,
            printed,
            strict=True,
        )
    }
    tables, outside = fill_lattices(lattices, glyphs, is_drawn=False)
    for table in tables:
        part_labels(table)
    lines, _ = glyphs_to_lines(outside, [])
    recognised = [line._replace(is_recognised=True) for line in lines]
    told = _Told(
        sheet,
        cleaned,
        sources,
        read,
        open_rows,
    )
    return Page(recognised, list(map(told.fill, tables)))


def _to_glyph(
    one: Read,
    sheet: Sheet,
) -> Glyph:
    """A piece as a run of characters, each as wide as its kind is."""
    text = one.judged.text
    left, bottom, right, top = strip_to_box(one.piece.strip, sheet)
    widths = [_FULL if character >= _FIRST_FULL else _HALF for character in text]
    has_words = _FULL in widths
    size = (top - bottom) / (_WORDS if has_words else _DIGIT)
    baseline = bottom + _DESCENT * size if has_words else bottom
    step = (right - left) / sum(widths)
    lefts = []
    at = left
    for width in widths:
        lefts.append(at)
        at += step * width
    middle = baseline + MIDDLE * size
    return Glyph(
        text,
        left,
        right,
        baseline,
        middle,
        size,
        False,
        0.0,
        lefts,
    )


class _Told(NamedTuple):
    """What was read on a sheet: by the runs of characters that were made of it, and all of it; and
    where its tables end without a rule."""

    sheet: Sheet
    cleaned: Cleaned
    sources: Mapping[int, Read]
    read: Sequence[Read]
    open_rows: Mapping[Lattice, Sequence[float]]

    def fill(self, table: Table) -> Filled:
        """A table with what is known of the figures in its cells."""
        lattice = table.lattice
        unread: dict[int, Unread] = {}
        recognised: dict[int, Recognised] = {}
        pieces = self._by_cell(lattice)
        for number, inside in enumerate(table.cells):
            own = pieces.get(number, [])
            figure = self._figure(inside, own)
            is_hidden = self._is_hidden(lattice, number)
            if not figure and _may_be_remnant(inside, is_hidden):
                figure = Recognised((inside[0].text,), False, 0.0)
            if not figure and len(inside) > 1 and all(is_figure(one.text) for one in inside):
                # what is left of a rule beside a figure was a digit of it: 1 224
                texts = [one.text for one in inside]
                figure = Recognised(("".join(texts), *texts), False, 0.0)
            if figure:
                recognised[number] = figure
            elif not inside and (own or is_hidden or self._is_no_blank(lattice, number)):
                unread[number] = Unread.INK
        return Filled(
            lattice,
            table.cells,
            {},
            table.doubts,
            unread,
            (),
            recognised,
        )

    def _is_hidden(self, lattice: Lattice, cell: int) -> bool:
        """Whether ink in a cell may be hidden or was lost."""
        area = inner(box_to_strip(lattice.cell_edges(cell), self.sheet), self.sheet)
        return self.sheet.is_stamped(area) or self.cleaned.is_lost(area)

    def _is_no_blank(
        self,
        lattice: Lattice,
        number: int,
    ) -> bool:
        """Whether a cell in which no line was found has ink that is no dash, or ends where its
        table does without a rule, so that its figure may be cut away."""
        edges = lattice.cell_edges(number)
        area = inner(box_to_strip(edges, self.sheet), self.sheet)
        ink = self.cleaned.ink
        if ink[area.top : area.bottom, area.left : area.right].any():
            return not is_dash(ink, area, self.sheet)
        _, bottom, _, top = edges
        return any(end in (bottom, top) for end in self.open_rows.get(lattice, ()))

    def _by_cell(self, lattice: Lattice) -> dict[int, list[Read]]:
        """What was read in each cell, by where it stands."""
        found: dict[int, list[Read]] = {}
        for one in self.read:
            left, bottom, right, top = strip_to_box(one.piece.strip, self.sheet)
            cell = lattice.cell_at((left + right) / 2, (bottom + top) / 2)
            if cell is not None:
                found.setdefault(cell, []).append(one)
        return found

    def _figure(
        self,
        inside: Sequence[Glyph],
        own: Sequence[Read],
    ) -> Recognised | None:
        """What was recognised as the one figure of a cell; None where it holds none, or several."""
        if len(inside) != 1:
            return None
        source = self.sources.get(id(inside[0]))
        read = [source] if source else own
        # one that was broken in the width of its cell was joined, and is judged as a whole
        judged = source.judged if source else judge([one.seen for one in own])
        figure = judged.recognised
        if not figure:
            return None
        # ink beside it that nobody reads may be the rest of it
        is_doubted = any(one.is_hidden or one.judged.unread for one in (*read, *own))
        return figure.doubt() if is_doubted else figure


def _may_be_remnant(
    inside: Sequence[Glyph],
    is_hidden: bool,
) -> bool:
    """Whether what stands alone in a cell may be a part of a stamp, or of what it hides or was
    lost: strokes are taken for numerals easily."""
    if len(inside) != 1:
        return False
    text = inside[0].text
    is_short = len(text) <= _FEW and is_hidden
    return is_short or all(character in _NUMERALS for character in text)
