"""One page of an OFD: its strata drawn, and of what is drawn its lines, tables and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from gxkit.document import Omission, Unread
from gxkit.readers.ofd.canvas import Canvas, Painter, Picture, Written
from gxkit.readers.ofd.documents import Area, Body, Sheet, Stratum, resource_parts, strata_of
from gxkit.readers.ofd.package import Package, PartError
from gxkit.readers.ofd.resources import Resources, read_resources
from gxkit.readers.ofd.sight import Seen, part_by_sight
from gxkit.readers.ofd.tags import Element, child_of, children, is_off
from gxkit.readers.ofd.texts import GlyphBook
from gxkit.readers.plane.blocks import Page, glyphs_to_lines
from gxkit.readers.plane.boxes import Box, Point, area, overlap, sides
from gxkit.readers.plane.cells import Filled, Marked, fill_tables
from gxkit.readers.plane.doubles import drop_doubles
from gxkit.readers.plane.drawings import (
    LEAST,
    Drawing,
    find_drawn,
    mark_crossed,
    outlines_in,
)
from gxkit.readers.plane.glyphs import FULL_TURN, QUARTER, Glyph
from gxkit.readers.plane.lattice import Lattice, rules_to_lattices
from gxkit.readers.plane.lines import join_texts
from gxkit.readers.plane.placing import CellGlyphs
from gxkit.readers.plane.rules import FEWEST_FILLS, boxes_to_rules, gaps_in
from gxkit.readers.plane.strikes import middle_of, part_slashed, part_struck
from gxkit.readers.plane.words import Interval, around

_LARGE_PICTURE = 0.1  # of a page: a smaller picture shows no table
_MARKS = frozenset(("watermark", "stamp"))
"""annotations of which no word is the report's"""
FEW = 20  # characters: a page with fewer shows nothing by its text
_HIGHLIGHT = "highlight"
_UPRIGHT = 0


class Leaf(NamedTuple):
    """What was found on a page: its lines and tables, its characters as they count, how many of
    those in the file are not seen, the large pictures, and the columns of its last table without
    rules."""

    page: Page
    characters: str
    hidden: int
    pictures: Sequence[Picture]
    columns: list[Interval]


@dataclass(slots=True)
class Reader:
    """Reads the pages of a document, each when it is asked for.

    `shows_all` is whether what is not seen counts too.
    """

    package: Package
    body: Body
    shows_all: bool = False
    _book: GlyphBook = field(default_factory=GlyphBook)
    _resources: Resources | None = None

    @property
    def resources(self) -> Resources:
        """Those of the whole document."""
        if self._resources is None:
            self._resources = read_resources(self.package, self.body.resources)
            for group in self._resources.groups.values():
                _note_glyphs(group, self._book)
        return self._resources

    def read(
        self,
        sheet: Sheet,
        carried: list[Interval],
    ) -> Leaf:
        """What stands on a page. Raises PartError and OverfullPageError."""
        root = self.package.parse(sheet.part)
        strata, size = strata_of(self.package, self.body, root)
        own = resource_parts(self.package, root, sheet.part)
        resources = self.resources
        if own:
            resources = read_resources(self.package, own, resources)
            for group in resources.groups.values():
                _note_glyphs(group, self._book)
        for stratum in strata:
            _note_glyphs(stratum.block, self._book)
        notes = list(self._notes(sheet))
        canvas = self._draw(strata, notes, size, resources, _UPRIGHT)
        turn = _find_turn(canvas)
        if turn:
            canvas = self._draw(strata, notes, size, resources, turn)
        return _canvas_to_leaf(canvas, carried, self.shows_all)

    def _draw(
        self,
        strata: Sequence[Stratum],
        notes: Sequence[Element],
        size: Area,
        resources: Resources,
        turn: int,
    ) -> Canvas:
        painter = Painter(size, resources, self._book, turn)
        for _, block in strata:
            painter.draw(block)
        for note in notes:
            kind = note.get("Type", "").lower()
            why = Omission.WATERMARK if kind in _MARKS else None
            covering = len(painter.canvas.grounds)
            for shown in children(note, "Appearance"):
                painter.draw(shown, why, True)
            # viewers let the text be seen through a highlight, whatever its colour says
            if kind == _HIGHLIGHT:
                del painter.canvas.grounds[covering:]
        return painter.canvas

    def _notes(self, sheet: Sheet) -> Iterator[Element]:
        """The annotations of a page that are shown."""
        part = self.body.notes.get(sheet.id, "")
        if not part:
            return
        try:
            root = self.package.parse(part)
        except PartError:
            return
        for note in children(root, "Annot"):
            if not is_off(note, "Visible"):
                yield note


def _note_glyphs(
    block: Element,
    book: GlyphBook,
) -> None:
    """Notes which glyphs the texts of a block draw, where they say it: most do not."""
    for element in block.iter("{*}CGTransform"):
        parent = element.getparent()
        # a text may say it in many pieces
        if parent is not None and child_of(parent, "CGTransform") is element:
            book.note(parent)


def _find_turn(canvas: Canvas) -> int:
    """By how many quarters most characters of a page are turned."""
    angles: Counter[int] = Counter()
    for written in canvas.written:
        for glyph in written.glyphs:
            quarters = round(glyph.angle / QUARTER)
            angles[quarters * QUARTER % FULL_TURN] += len(glyph.text)
    if not angles:
        return _UPRIGHT
    angle, most = angles.most_common(1)[0]
    return angle // QUARTER if 2 * most > angles.total() else _UPRIGHT


def _canvas_to_leaf(
    canvas: Canvas,
    carried: list[Interval],
    shows_all: bool,
) -> Leaf:
    seen = _see_all(canvas) if shows_all else part_by_sight(canvas)
    ordered = _in_reading_order(seen.counted)
    glyphs = drop_doubles([glyph for written in ordered for glyph in written.glyphs])
    omitted = {why: drop_doubles(some, glyphs) for why, some in seen.omitted.items()}
    boxes = list(canvas.lines)
    glyphs, struck, strikes = part_struck(glyphs, boxes + canvas.note_lines)
    boxes = [box for box in boxes if box not in strikes] if strikes else boxes
    glyphs, slashed, through = part_slashed(glyphs, canvas.scrawls, boxes)
    if struck or slashed:
        omitted[Omission.STRUCK] = struck + slashed
    omitted = {why: some for why, some in omitted.items() if some}
    crossed = dict.fromkeys(seen.cut, Unread.CUT) | dict.fromkeys(through, Unread.DRAWING)
    boxes += _lit_edges(canvas)
    lattices = rules_to_lattices(boxes_to_rules(boxes, canvas.bounds))
    noted = [middle_of(glyph) for w in seen.counted if w.is_noted for glyph in w.glyphs]
    marked = Marked(glyphs, omitted, lattices, noted)
    look = _Look(canvas, crossed, list(map(middle_of, slashed)))
    tables, outside = fill_tables(marked, look.find_unread)
    lines, columns = glyphs_to_lines(outside.pop(None), [] if tables else carried)
    hidden, _ = glyphs_to_lines(outside.get(Omission.HIDDEN, []), [])
    veiled = len(join_texts(omitted.get(Omission.HIDDEN, [])))
    pictures = list(_large_pictures(canvas, tables, glyphs))
    return Leaf(Page(lines, tables, hidden), join_texts(glyphs), veiled, pictures, columns)


def _in_reading_order(texts: Sequence[Written]) -> Sequence[Written]:
    """Texts as they follow on the page, where several layers share the lines of one table; else in
    the order of the file, which knows better what is set downwards."""
    reaches: dict[int, Interval] = {}
    for written in texts:
        height = written.glyphs[0].baseline
        reach = height, height
        reaches[written.layer] = around(reaches.get(written.layer, reach), reach)
    pairs = combinations(reaches.values(), 2)
    shared = any(one[0] < other[1] and other[0] < one[1] for one, other in pairs)
    return sorted(texts, key=_place_of) if shared else texts


def _place_of(written: Written) -> tuple[int, float]:
    first = written.glyphs[0]
    return -round(first.baseline), first.left


def _see_all(canvas: Canvas) -> Seen:
    """What is not seen with what is, but for watermarks."""
    counted = [written for written in canvas.written if written.why is not Omission.WATERMARK]
    return Seen(counted, {}, [])


def _lit_edges(canvas: Canvas) -> Iterator[Box]:
    """The edges of light boxes on a dark one: what they leave of it are the rules."""
    grounds = canvas.grounds
    if len(grounds) > FEWEST_FILLS:
        fills = [(number, ground.box) for number, ground in enumerate(grounds)]
        yield from gaps_in(fills, lambda number: grounds[number].bright)


class _Look(NamedTuple):
    """What a page draws that is no text, points in figures with what leaves them in doubt, and
    points in those that a slash strikes out."""

    canvas: Canvas
    crossed: Mapping[Point, Unread]
    slashed: Sequence[Point]

    def find_unread(
        self,
        lattice: Lattice,
        cells: CellGlyphs,
    ) -> dict[int, Unread]:
        """What stands in the cells of a lattice that is no text, by their numbers."""
        drawn = list(outlines_in(self.canvas.scrawls))
        boxes = [picture.box for picture in self.canvas.pictures]
        drawn += [Drawing(Unread.PICTURE, box) for box in boxes if min(sides(box)) > LEAST]
        unread = find_drawn(lattice, cells, drawn)
        mark_crossed(lattice, cells, self.slashed, self.crossed, unread)
        return unread


def _large_pictures(
    canvas: Canvas,
    tables: Sequence[Filled],
    glyphs: Sequence[Glyph],
) -> Iterator[Picture]:
    """The pictures of a page that may show a table: those that are large and lie over none, nor
    under the text of the page."""
    least = _LARGE_PICTURE * area(canvas.bounds)
    taken = [table.lattice.box for table in tables]
    for picture in canvas.pictures:
        if area(picture.box) < least or any(overlap(picture.box, box) for box in taken):
            continue
        over = (glyph for glyph in glyphs if overlap(picture.box, glyph.box))
        # a stamp or a page number may stand on a picture that is the page
        if sum(len(glyph.text) for glyph in over) < FEW:
            yield picture
