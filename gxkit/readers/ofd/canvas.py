"""What the objects of a page draw, each at its place: characters, rules, grounds, drawings and
pictures, in the order in which they are drawn.

An object's coordinates are brought to the page by its own matrix, by where its boundary begins, and
by the matrices of the groups around it. Heights grow downwards in the file and upwards here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gxkit.document import Omission
from gxkit.readers.ofd.documents import Area
from gxkit.readers.ofd.paths import Stretch, read_path
from gxkit.readers.ofd.resources import BLACK, NO_PEN, WHITE, Medium, Paint, Pen, Resources
from gxkit.readers.ofd.tags import (
    Element,
    Named,
    box_in,
    children,
    is_off,
    is_on,
    matrix_in,
    name_children,
    name_of,
    number_in,
)
from gxkit.readers.ofd.texts import GlyphBook, read_text
from gxkit.readers.plane.boxes import (
    Box,
    Matrix,
    bound_points,
    product,
    sides,
    transform_box,
)
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.rules import ONE_BOX, THICK, is_thin, thin_parts
from gxkit.readers.plane.scrawls import Part, Scrawl

POINTS = 72 / 25.4  # in a millimetre
_DEEPEST = 16  # groups in groups
# Objects of a page; groups that are drawn in groups can be made to be millions.
_MOST_OBJECTS = 50_000
_MOST_CHARACTERS = 60_000
_POINTS_EACH = 8  # points of a path that are counted as one object
_LINE_WIDTH = 0.353  # millimetres, where nothing says another
_BOUND = 1.0  # points by which a line may reach over its object's boundary
_NOTHING = Paint(WHITE)
"""of a text that is neither filled nor outlined"""
_STRIKES = 190.0  # of 255: what is lighter is a ground or a mark, and strikes nothing out


class OverfullPageError(ValueError):
    """A page has more objects or characters than any page of a report."""


class Written(NamedTuple):
    """The characters of a text object, how bright they look, after how many other objects they are
    drawn, and in which layer, why they do not count (None: they do), and whether an annotation says
    them."""

    glyphs: list[Glyph]
    bright: float
    order: int
    layer: int
    why: Omission | None
    is_noted: bool


class Ground(NamedTuple):
    """A filled box or an opaque picture: its box, how bright it looks, after how many other objects
    it is drawn, and whether nothing is seen through it."""

    box: Box
    bright: float
    order: int
    is_opaque: bool


class Picture(NamedTuple):
    """A picture on a page, and its box."""

    medium: Medium
    box: Box


class Canvas(NamedTuple):
    """What is drawn on a page of some size: `lines` are the thin boxes that may be rules,
    `note_lines` those of annotations."""

    bounds: Box
    written: list[Written]
    lines: list[Box]
    note_lines: list[Box]
    grounds: list[Ground]
    scrawls: list[Scrawl]
    pictures: list[Picture]


class _Around(NamedTuple):
    """What holds for all objects of a group: where it is placed, how it is drawn, why its texts do
    not count, whether an annotation draws it, and how deep it lies."""

    matrix: Matrix
    pen: Pen
    why: Omission | None = None
    is_noted: bool = False
    depth: int = 0


class _Inside(NamedTuple):
    """What holds inside an object, and its boundary on the page if it has one."""

    around: _Around
    bounds: Box | None


@dataclass(slots=True)
class Painter:
    """Draws objects, one after the other, onto a page."""

    area: Area
    resources: Resources
    book: GlyphBook
    turn: int = 0
    """by how many quarters what is drawn is turned back, clockwise"""
    canvas: Canvas = field(init=False)
    _count: int = 0
    _layers: int = 0
    _characters: int = 0

    def __post_init__(self) -> None:
        _, _, width, height = self.area
        wide, high = width * POINTS, height * POINTS
        if self.turn % 2:
            wide, high = high, wide
        self.canvas = Canvas((0.0, 0.0, wide, high), [], [], [], [], [], [])

    def draw(
        self,
        block: Element,
        why: Omission | None = None,
        is_noted: bool = False,
    ) -> None:
        """Draws the objects of a layer, or of what an annotation shows."""
        self._layers += 1
        matrix = page_matrix(self.area, self.turn)
        around = _Around(matrix, NO_PEN, why, is_noted)
        self._draw_block(block, around)

    def _draw_block(
        self,
        block: Element,
        around: _Around,
    ) -> None:
        if is_off(block, "Visible"):
            around = around._replace(why=around.why or Omission.HIDDEN)
        box = box_in(block.get("Boundary"))
        if box:
            around = around._replace(matrix=_move_to(box, around.matrix))
        parameter = block.get("DrawParam")
        if parameter:
            pen = self.resources.pen(parameter)
            around = around._replace(pen=pen.over(around.pen))
        for element in block:
            kind = name_of(element)
            draw = _DRAW.get(kind)
            if draw is None:
                continue
            self._count += 1
            if self._count > _MOST_OBJECTS or self._characters > _MOST_CHARACTERS:
                raise OverfullPageError(f"{self._count:,} objects")
            draw(self, element, around)

    def _draw_inner(
        self,
        block: Element,
        around: _Around,
    ) -> None:
        if around.depth < _DEEPEST:
            self._draw_block(block, around._replace(depth=around.depth + 1))

    def _draw_group(
        self,
        element: Element,
        around: _Around,
    ) -> None:
        group = self.resources.groups.get(element.get("ResourceID", ""))
        if group is None:
            return
        inner = self._inside(element, name_children(element), around).around
        # written into the object itself by some
        for holder in (group, element):
            for content in children(holder, "Content"):
                self._draw_inner(content, inner)

    def _inside(
        self,
        element: Element,
        named: Named,
        around: _Around,
    ) -> _Inside:
        """What holds inside an object; `named` are its children."""
        why = around.why
        if is_off(element, "Visible"):
            why = why or Omission.HIDDEN
        pen = self.resources.pen_of(element, named)
        parameter = element.get("DrawParam")
        if parameter:
            pen = pen.over(self.resources.pen(parameter))
        pen = pen.over(around.pen)
        alpha = element.get("Alpha")
        if alpha:
            pen = pen.fade(number_in(alpha, WHITE))
        box = box_in(element.get("Boundary"))
        matrix = _move_to(box, around.matrix) if box else around.matrix
        own = matrix_in(element.get("CTM"))
        if own:
            matrix = product(own, matrix)
        inner = _Around(matrix, pen, why, around.is_noted, around.depth)
        return _Inside(inner, _place_bounds(box, around.matrix))

    def _draw_text(
        self,
        element: Element,
        around: _Around,
    ) -> None:
        named = name_children(element)
        inside, _ = self._inside(element, named, around)
        glyphs = read_text(element, named, inside.matrix, self.book)
        if not glyphs:
            return
        self._characters += sum(len(glyph.text) for glyph in glyphs)
        paint = inside.pen.fill or BLACK
        if is_off(element, "Fill"):
            is_outlined = is_on(element, "Stroke")
            paint = (inside.pen.stroke or BLACK) if is_outlined else _NOTHING
        bright, noted = paint.bright, around.is_noted
        written = Written(glyphs, bright, self._count, self._layers, inside.why, noted)
        self.canvas.written.append(written)

    def _draw_path(
        self,
        element: Element,
        around: _Around,
    ) -> None:
        named = name_children(element)
        inside, clip = self._inside(element, named, around)
        is_stroked = not is_off(element, "Stroke")
        is_filled = is_on(element, "Fill")
        if inside.why or not (is_stroked or is_filled):
            return
        parts: list[Stretch] = []
        for data in named.get("AbbreviatedData", ()):
            parts += read_path(data.text or "", inside.matrix)
        if not parts:
            return
        # a path of thousands of points is as much work as many objects
        self._count += sum(part.corners for part in parts) // _POINTS_EACH
        if is_stroked and self._is_line(inside):
            self._add_strokes(parts, clip, around)
        elif is_stroked:
            self._add_bars(parts, clip, inside.pen.stroke or BLACK)
        if is_filled:
            self._fill(parts, clip, inside, around, is_stroked)
        self._add_scrawl(parts, inside, is_filled, is_stroked)

    def _is_line(self, inside: _Around) -> bool:
        """Whether the lines of a path are no thicker than rules are."""
        width = _LINE_WIDTH if inside.pen.width is None else inside.pen.width
        a, b, c, d, _, _ = inside.matrix
        # a matrix that stretches a line along itself makes it no thicker
        scale = min(math.hypot(a, b), math.hypot(c, d))
        return width * scale <= THICK

    def _add_strokes(
        self,
        parts: Sequence[Stretch],
        clip: Box | None,
        around: _Around,
    ) -> None:
        lines = self.canvas.note_lines if around.is_noted else self.canvas.lines
        for part in parts:
            # rules are straight, and a curve between two of them rounds a corner
            if part.is_curved and part.corners <= ONE_BOX:
                continue
            if part.is_level_line:
                thin: Iterable[Box] = (bound_points(part.points),)
            else:
                thin = thin_parts(part.points, True)
            for box in thin:
                shown = cut(box, clip)
                if shown:
                    lines.append(shown)

    def _fill(
        self,
        parts: Sequence[Stretch],
        clip: Box | None,
        inside: _Around,
        around: _Around,
        is_stroked: bool,
    ) -> None:
        paint = inside.pen.fill or BLACK
        lines = self.canvas.note_lines if around.is_noted else self.canvas.lines
        for part in parts:
            if part.is_curved or part.corners > ONE_BOX:
                continue
            shown = cut(bound_points(part.points), clip)
            if shown and is_thin(*sides(shown)) and not is_stroked:
                lines.append(shown)
            elif shown:
                ground = Ground(shown, paint.bright, self._count, not paint.is_clear)
                self.canvas.grounds.append(ground)

    def _add_bars(
        self,
        parts: Sequence[Stretch],
        clip: Box | None,
        paint: Paint,
    ) -> None:
        """Keeps lines that are too thick for rules as what a pale text may stand on."""
        for part in parts:
            shown = cut(bound_points(part.points), clip)
            if shown:
                self.canvas.grounds.append(Ground(shown, paint.bright, self._count, False))

    def _add_scrawl(
        self,
        parts: Sequence[Stretch],
        inside: _Around,
        is_filled: bool,
        is_stroked: bool,
    ) -> None:
        """Keeps a path that is more than level lines and boxes."""
        if len(parts) == 1 and parts[0].is_level_line:
            return
        corners = sum(part.corners for part in parts)
        if corners <= ONE_BOX and all(map(_is_level, parts)):
            return
        box = bound_points([point for part in parts for point in part.points])
        filled, stroked = inside.pen.fill or BLACK, inside.pen.stroke or BLACK
        is_dark = is_filled and filled.bright < _STRIKES
        is_dark = is_dark or (is_stroked and stroked.bright < _STRIKES)
        drawn = [Part(part.points, part.corners) for part in parts]
        self.canvas.scrawls.append(Scrawl(box, corners, drawn, is_dark))

    def _draw_picture(
        self,
        element: Element,
        around: _Around,
    ) -> None:
        medium = self.resources.media.get(element.get("ResourceID", ""))
        inside, bounds = self._inside(element, {}, around)
        if inside.why:
            return
        box = transform_box((0.0, 0.0, 1.0, 1.0), inside.matrix)
        # a picture of one millimetre is meant by nobody
        if element.get("CTM") is None and bounds:
            box = bounds
        if is_thin(*sides(box)):
            self.canvas.lines.append(box)
            return
        if medium is None or around.is_noted:
            return
        self.canvas.pictures.append(Picture(medium, box))
        # through others one may see what lies below, as through a seal
        if medium.format.upper() in _OPAQUE or medium.part.endswith(_OPAQUE_ENDINGS):
            is_opaque = element.get("ImageMask") is None and "Alpha" not in element.attrib
            self.canvas.grounds.append(Ground(box, 0.0, self._count, is_opaque))


_Draw = Callable[[Painter, Element, _Around], None]
_DRAW: dict[str, _Draw] = {
    "TextObject": Painter._draw_text,
    "PathObject": Painter._draw_path,
    "ImageObject": Painter._draw_picture,
    "CompositeObject": Painter._draw_group,
    "PageBlock": Painter._draw_inner,
    "Layer": Painter._draw_inner,
}
_OPAQUE = frozenset(("JPG", "JPEG", "BMP"))
_OPAQUE_ENDINGS = (".jpg", ".jpeg", ".bmp")


def page_matrix(
    area: Area,
    turn: int,
) -> Matrix:
    """From millimetres downwards on a page to points upwards, turned by some quarters clockwise."""
    left, top, width, height = area
    k = POINTS
    wide, high = width * k, height * k
    upright = (k, 0.0, 0.0, -k, -left * k, high + top * k)
    turned: dict[int, Matrix] = {
        1: (0.0, -1.0, 1.0, 0.0, 0.0, wide),
        2: (-1.0, 0.0, 0.0, -1.0, wide, high),
        3: (0.0, 1.0, -1.0, 0.0, high, 0.0),
    }
    return product(upright, turned[turn % 4]) if turn % 4 else upright


def _move_to(
    box: Area,
    matrix: Matrix,
) -> Matrix:
    """The matrix of what counts from where a boundary begins."""
    left, top, _, _ = box
    a, b, c, d, e, f = matrix
    return a, b, c, d, a * left + c * top + e, b * left + d * top + f


def _place_bounds(
    box: Area | None,
    matrix: Matrix,
) -> Box | None:
    """The boundary of an object on the page; None where it encloses nothing, which some write who
    mean no boundary."""
    if box is None or box[2] <= 0 or box[3] <= 0:
        return None
    left, top, width, height = box
    a, b, c, d, e, f = matrix
    if b == 0 == c and a > 0 > d:
        return a * left + e, d * (top + height) + f, a * (left + width) + e, d * top + f
    return transform_box((left, top, left + width, top + height), matrix)


def cut(
    box: Box,
    clip: Box | None,
) -> Box | None:
    """What of a box is inside of another, or hardly beyond it; None where nothing is."""
    if clip is None:
        return box
    left = max(box[0], clip[0] - _BOUND)
    bottom = max(box[1], clip[1] - _BOUND)
    right = min(box[2], clip[2] + _BOUND)
    top = min(box[3], clip[3] + _BOUND)
    return (left, bottom, right, top) if left <= right and bottom <= top else None


def _is_level(part: Stretch) -> bool:
    """Whether a part of a path has straight edges that run along or down the page."""
    if part.is_curved:
        return False
    return not any(True for _ in Part(part.points, part.corners).aslant())
