"""Which texts of a page may be there without being seen, as far as its objects tell cheaply.

A text is doubted that is drawn invisibly, or pale, or on a layer; over which something is filled
later; that lies on something dark; or whose clip leaves some of it out. Whether it is seen tells
the picture of the page (`shown`), which most pages are never drawn for.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.boxes import Box, Matrix, Point, overlap, product, sides, transform_box
from gxkit.readers.pdf.calls import (
    Colour,
    Object,
    brightness,
    clip_box,
    count_clips,
    draw_modes,
    fill_colours,
    font_sizes,
    form_objects,
    has_transparency,
    mark_names,
    matrices,
    matrix_of,
    object_boxes,
    render_modes,
)
from gxkit.readers.pdf.faces import Faces

_TEXT = pdfium.FPDF_PAGEOBJ_TEXT
_FORM = pdfium.FPDF_PAGEOBJ_FORM
_PATH = pdfium.FPDF_PAGEOBJ_PATH
_PICTURES = {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}
"""what fills its box, beside filled paths"""
_TYPE = itemgetter(0)
"""of an object"""
_RISE = itemgetter(1)
"""of a matrix, how much it turns a text"""
_UPWARDS = itemgetter(2, 3)
"""of a matrix, what it makes of the height of a text"""
_PLAIN_MODES = {pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE}
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
_LAYER = "OC"
"""the name of marked content that belongs to an optional layer"""
_DEEPEST = 8  # form objects inside form objects
# Of 255: what is lighter may be too pale to be seen; what is filled darker may hide dark text.
_PALE, _DARK = 150.0, 128.0
_WHITE = 247.0  # of 255: nobody sees what is lighter
_OPAQUE = 255
_FEWEST_STYLES = 2  # of one style there is no mark among texts
_SMALLEST = 1.5  # points: text of half the size of the smallest print is there to be hidden
_THICKNESS = 3.0  # points: what is thinner covers no character
# Points by which a clip may cut into the box of a text, which is larger than its characters are.
_CUT = 1.0
_SLACK = 1.0  # points, for what numbers lose when they are added


Leaf = tuple[int, int, Matrix | None]
"""an object that is drawn itself: its type, its address, and the matrix of the forms that it is in
(None on the page)"""
Placed = tuple[int, int, Box]
"""the place in the drawing of an object, its address, and its box on the page"""


class Leaves:
    """What a page draws, in its order, with the boxes that were asked for: several ask for them."""

    def __init__(self, items: Sequence[Leaf]) -> None:
        self.items = items
        self._placed: dict[int, list[Placed]] = {}

    def placed(self, type_: int) -> list[Placed]:
        """The objects of a type with their boxes; the page must be open."""
        if type_ not in self._placed:
            some = [(at, *leaf[1:]) for at, leaf in enumerate(self.items) if leaf[0] == type_]
            boxes = object_boxes([item for _, item, _ in some])
            placed = []
            for (at, item, outer), box in zip(some, boxes, strict=True):
                placed.append((at, item, transform_box(box, outer) if outer else box))
            self._placed[type_] = placed
        return self._placed[type_]


class Look(NamedTuple):
    """What a page draws, in its order, and which text objects may not be seen; whether form objects
    draw some of it; whether all texts are of one ink and stand at one angle, so that none is a
    mark; the fonts whose digits may be others than they say; and the texts that are too small to
    be seen, which are doubtful too."""

    leaves: Leaves
    doubtful: set[int]
    has_forms: bool = True
    is_uniform: bool = True
    faces: Faces | None = None
    tiny: frozenset[int] = frozenset()

    @property
    def texts(self) -> set[int]:
        """All text objects."""
        return {item for type_, item, _ in self.leaves.items if type_ == _TEXT}


UNSEEN = Look(Leaves([]), set())
"""of a page at which nobody looked"""


def look_at(
    objects: Sequence[Object],
    has_layers: bool,
    faces: Faces,
) -> Look:
    """What the objects of a page draw, those in form objects too; `has_layers` is whether the file
    may have layers, `faces` are its fonts."""
    drawn: list[Leaf] = []
    doubtful: set[int] = set()
    has_forms = _has_forms(objects)
    if has_forms:
        _add_leaves(drawn, doubtful, objects, None, 0)
    else:
        drawn = [(type_, item, None) for type_, item in objects]
    leaves = Leaves(drawn)
    texts = [item for type_, item, _ in drawn if type_ == _TEXT]
    inks = list(fill_colours(texts))
    doubtful.update(_drawn_oddly(texts, inks))
    doubtful.update(_clipped(texts))
    doubtful.update(_behind(leaves))
    if has_layers:
        doubtful.update(item for item in texts if _LAYER in mark_names(item))
    placed = list(matrices(texts))
    tiny = _tiny(texts, placed)
    doubtful.update(tiny)
    is_uniform = len(set(inks)) < _FEWEST_STYLES and not _are_turned(placed)
    return Look(leaves, doubtful, has_forms, is_uniform, faces, tiny)


def look_past(objects: Sequence[Object]) -> Look:
    """A look that doubts no text, for a document of which nothing would be seen otherwise: the text
    laid by OCR over pictures that are lost."""
    return Look(Leaves([]), set(), _has_forms(objects))


def _has_forms(objects: Sequence[Object]) -> bool:
    return _FORM in map(_TYPE, objects)


def _add_leaves(
    leaves: list[Leaf],
    doubtful: set[int],
    objects: Sequence[Object],
    outer: Matrix | None,
    depth: int,
) -> None:
    for type_, item in objects:
        if type_ != _FORM or depth == _DEEPEST:
            leaves.append((type_, item, outer))
            continue
        matrix = matrix_of(item)
        inner = product(matrix, outer) if outer else matrix
        begun = len(leaves)
        _add_leaves(
            leaves,
            doubtful,
            form_objects(item),
            inner,
            depth + 1,
        )
        # a form's own clip, layer and opacity are not said again of the texts inside
        if _may_hide(item):
            doubtful.update(text for kind, text, _ in leaves[begun:] if kind == _TEXT)


def _may_hide(form: int) -> bool:
    if has_transparency(form) or _LAYER in mark_names(form):
        return True
    (clips,) = count_clips([form])
    return clips > 0


def _are_turned(placed: Sequence[Matrix]) -> bool:
    """Whether some texts stand at another angle than others."""
    rises = set(map(_RISE, placed))
    return len({(rise > 0) - (rise < 0) for rise in rises}) > 1


def _tiny(texts: Sequence[int], placed: Sequence[Matrix]) -> frozenset[int]:
    """The texts that are set too small for anybody to see."""
    if not texts:
        return frozenset()
    sizes = font_sizes(texts)
    # a font may be set in size 1 and made large by its matrix
    least = min(math.hypot(c, d) for c, d in set(map(_UPWARDS, placed)))
    if least * min(sizes) >= _SMALLEST:
        return frozenset()
    small = []
    for text, size, matrix in zip(texts, sizes, placed, strict=True):
        if size * math.hypot(*_UPWARDS(matrix)) < _SMALLEST:
            small.append(text)
    return frozenset(small)


def _drawn_oddly(
    texts: Sequence[int],
    inks: Sequence[Colour],
) -> Iterator[int]:
    """Texts that are drawn in another way than filled, or pale."""
    modes = render_modes(texts)
    # of a whole page they are the same, as a rule
    if not _PLAIN_MODES.issuperset(modes):
        yield from compress(texts, [mode not in _PLAIN_MODES for mode in modes])
    pale = {ink for ink in set(inks) if brightness(ink) > _PALE}
    if pale:
        yield from compress(texts, [ink in pale for ink in inks])


def _clipped(texts: Sequence[int]) -> Iterator[int]:
    """Texts of which a clip leaves something out."""
    counts = count_clips(texts)
    if max(counts, default=0) <= 0:
        return
    clipped = [item for item, count in zip(texts, counts, strict=True) if count > 0]
    for item, box in zip(clipped, object_boxes(clipped), strict=True):
        clip = clip_box(item)
        if clip and not _lies_in(box, clip):
            yield item


def _lies_in(
    box: Box,
    clip: Box,
) -> bool:
    left, bottom, right, top = box
    clip_left, clip_bottom, clip_right, clip_top = clip
    is_wide_enough = clip_left - _CUT <= left and right <= clip_right + _CUT
    return is_wide_enough and clip_bottom - _CUT <= bottom and top <= clip_top + _CUT


class _Cover(NamedTuple):
    """What fills a box and may hide a text: its place in the drawing, its box on the page, whether
    dark text on it would not be seen, and whether it lets nothing through."""

    at: int
    box: Box
    is_dark: bool
    is_opaque: bool


def _behind(leaves: Leaves) -> set[int]:
    """Texts over which something is drawn later, and those on something dark."""
    covers = _covers(leaves)
    if not covers:
        return set()
    texts = sorted(leaves.placed(_TEXT), key=_bottom_of)
    bottoms = list(map(_bottom_of, texts))
    # what reaches into a cover from below begins at most as far below it as a text is high
    reach = _SLACK + max((top - low for _, _, (_, low, _, top) in texts), default=0.0)
    found = set()
    for cover in covers:
        left, bottom, right, top = cover.box
        last = len(leaves.items) if cover.is_dark else cover.at
        first, end = bisect_left(bottoms, bottom - reach), bisect_left(bottoms, top)
        for at, address, (begin, _, stop, high) in texts[first:end]:
            if at < last and begin < right and left < stop and bottom < high:
                found.add(address)
    return found


def _bottom_of(placed: Placed) -> float:
    return placed[2][1]


def find_texts(objects: Sequence[Object]) -> Iterator[Point]:
    """The middles of the texts that some objects of a page draw, those in form objects too."""
    leaves: list[Leaf] = []
    _add_leaves(leaves, set(), objects, None, 0)
    for _, _, (left, bottom, right, top) in Leaves(leaves).placed(_TEXT):
        yield (left + right) / 2, (bottom + top) / 2


def _covers(leaves: Leaves) -> list[_Cover]:
    """What is filled after the first text, and what is dark."""
    paths = [item for type_, item, _ in leaves.items if type_ == _PATH]
    fills = [item for item, (fill, _) in zip(paths, draw_modes(paths), strict=True) if fill]
    kinds = [type_ for type_, _, _ in leaves.items]
    if not fills and _PICTURES.isdisjoint(kinds):
        return []
    first = kinds.index(_TEXT) if _TEXT in kinds else len(kinds)
    pictures = [placed for type_ in _PICTURES for placed in leaves.placed(type_)]
    covers = [_Cover(at, box, False, False) for at, _, box in pictures if at > first]
    if not fills:
        return covers
    colours = dict(zip(fills, fill_colours(fills), strict=True))
    for at, item, box in leaves.placed(_PATH):
        shorter, _ = sides(box)
        if item not in colours or shorter <= _THICKNESS:
            continue
        *_, opacity = colours[item]
        is_dark = brightness(colours[item]) < _DARK
        if at > first or is_dark:
            covers.append(
                _Cover(
                    at,
                    box,
                    is_dark,
                    opacity == _OPAQUE,
                )
            )
    return covers


def tell_unseen(
    look: Look,
    texts: Collection[int],
) -> set[int]:
    """Which of some texts are not seen, by the objects alone: where a font is not in the file and
    not on the machine, its characters leave no trace in a picture."""
    covers = _covers(look.leaves)
    unseen = set()
    for at, address, box in look.leaves.placed(_TEXT):
        if address not in texts:
            continue
        (mode,), (colour,) = render_modes([address]), fill_colours([address])
        on_dark = any(cover.is_dark and overlap(box, cover.box) for cover in covers)
        is_white = brightness(colour) > _WHITE and not on_dark
        hides = [c for c in covers if c.is_opaque and c.at > at and _lies_in(box, c.box)]
        if mode == _INVISIBLE or is_white or hides:
            unseen.add(address)
    return unseen
