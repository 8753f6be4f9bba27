"""Which texts of a page may be there without being seen, as far as its objects tell cheaply.

A text is doubted that is drawn invisibly, or pale, or on a layer; over which something is filled
later; that lies on something dark; or whose clip leaves some of it out. Whether it is seen tells
the picture of the page (`shown`), which most pages are never drawn for.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import (
    MATRIX,
    Colour,
    Object,
    brightness,
    clip_boxes,
    count_clips,
    draw_modes,
    fill_colours,
    font_sizes,
    form_objects,
    has_transparency,
    mark_names,
    matrix_numbers,
    matrix_of,
    object_boxes,
    render_modes,
)
from gxkit.readers.pdf.faces import Faces
from gxkit.readers.plane.boxes import Box, Matrix, Point, overlap, product, transform_box

_TEXT = pdfium.FPDF_PAGEOBJ_TEXT
_FORM = pdfium.FPDF_PAGEOBJ_FORM
_PATH = pdfium.FPDF_PAGEOBJ_PATH
_PICTURES = {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}
"""what fills its box, beside filled paths"""
_TYPE = itemgetter(0)
"""of an object"""
# Of a matrix: by how much it turns a text, and what it makes of the height of one.
_RISE, _ASIDE, _UPWARDS = 1, 2, 3
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


Placed = tuple[int, int, Box]
"""the place in the drawing of an object, its address, and its box on the page"""


_Numbered = tuple[list[int], list[int]]
"""places in the drawing, and the addresses of the objects there"""


class Leaves:
    """What a page draws, in its order, with the boxes that were asked for: several ask for them."""

    def __init__(
        self,
        objects: Sequence[Object],
        outers: Mapping[int, Matrix],
    ) -> None:
        self.count = len(objects)
        self._types = list(map(_TYPE, objects))
        self._objects = objects
        self.outers = outers
        """the matrices of the forms around objects that are in one, by their place in the
        drawing"""
        self._numbered: dict[int, _Numbered] = {}
        self._placed: dict[int, list[Placed]] = {}

    def _number(self, type_: int) -> _Numbered:
        """The objects of a type, by their places; most pages hold two types of five."""
        if type_ not in self._numbered:
            is_own = [own == type_ for own in self._types]
            numbers = list(compress(range(self.count), is_own))
            items = [item for _, item in compress(self._objects, is_own)]
            self._numbered[type_] = numbers, items
        return self._numbered[type_]

    def of(self, type_: int) -> list[int]:
        """The addresses of the objects of a type."""
        _, items = self._number(type_)
        return items

    @cached_property
    def rising(self) -> tuple[list[float], list[Placed]]:
        """The texts by where they begin from below, and those."""
        # each with where it begins before it, for asking for that while sorting takes longer
        texts = sorted([(placed[2][1], placed) for placed in self.placed(_TEXT)])
        return [bottom for bottom, _ in texts], [placed for _, placed in texts]

    @cached_property
    def modes(self) -> list[tuple[int, int]]:
        """How each path is drawn, as `draw_modes` says."""
        return list(draw_modes(self.of(_PATH)))

    @cached_property
    def fills(self) -> dict[int, Colour]:
        """The paths that are filled, with their colours."""
        paths = zip(self.of(_PATH), self.modes, strict=True)
        filled = [path for path, (is_filled, _) in paths if is_filled]
        return dict(zip(filled, fill_colours(filled), strict=True))

    def first(self, type_: int) -> int:
        """The place of the first object of a type; behind all where there is none."""
        return self._types.index(type_) if type_ in self._types else self.count

    def placed(self, type_: int) -> list[Placed]:
        """The objects of a type with their boxes; the page must be open."""
        if type_ not in self._placed:
            self._placed[type_] = self._place(*self._number(type_))
        return self._placed[type_]

    def _place(
        self,
        numbers: Sequence[int],
        items: Sequence[int],
    ) -> list[Placed]:
        placed = list(zip(numbers, items, object_boxes(items), strict=True))
        if not self.outers:
            return placed
        moved = []
        for at, item, box in placed:
            outer = self.outers.get(at)
            moved.append((at, item, transform_box(box, outer) if outer else box))
        return moved


class Texts(NamedTuple):
    """The text objects of a page in their order, and of each its ink, the numbers of its matrix,
    and how its characters are drawn."""

    items: Sequence[int] = ()
    inks: Sequence[Colour] = ()
    placed: array[float] = array("f")
    modes: Sequence[int] = ()


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
    texts: Texts = Texts()

    @property
    def flat(self) -> Leaves | None:
        """What the page draws, where no form draws some of it and somebody looked."""
        return self.leaves if self.leaves.count and not self.has_forms else None


UNSEEN = Look(Leaves([], {}), set())
"""of a page at which nobody looked"""


def look_at(
    objects: Sequence[Object],
    has_layers: bool,
    faces: Faces,
) -> Look:
    """What the objects of a page draw, those in form objects too; `has_layers` is whether the file
    may have layers, `faces` are its fonts."""
    doubtful: set[int] = set()
    has_forms = _has_forms(objects)
    leaves = _leaves_of(objects, doubtful) if has_forms else Leaves(objects, {})
    items = leaves.of(_TEXT)
    placed = matrix_numbers(items)
    texts = Texts(
        items,
        fill_colours(items),
        placed,
        render_modes(items),
    )
    colours = set(texts.inks)
    doubtful.update(_drawn_oddly(texts, colours))
    doubtful.update(_clipped(items))
    doubtful.update(_behind(leaves))
    if has_layers:
        doubtful.update(item for item in items if _LAYER in mark_names(item))
    tiny = _tiny(items, placed)
    doubtful.update(tiny)
    is_uniform = len(colours) < _FEWEST_STYLES and not _are_turned(placed)
    return Look(
        leaves,
        doubtful,
        has_forms,
        is_uniform,
        faces,
        tiny,
        texts,
    )


def look_past(objects: Sequence[Object]) -> Look:
    """A look that doubts no text, for a document of which nothing would be seen otherwise: the text
    laid by OCR over pictures that are lost."""
    return Look(Leaves([], {}), set(), _has_forms(objects))


def _has_forms(objects: Sequence[Object]) -> bool:
    return _FORM in map(_TYPE, objects)


def _leaves_of(
    objects: Sequence[Object],
    doubtful: set[int],
) -> Leaves:
    """What objects draw, those in form objects too; texts that their forms may hide are added to
    those that are `doubtful`."""
    drawn: list[Object] = []
    outers: dict[int, Matrix] = {}
    _add_leaves((drawn, outers, doubtful), objects, None, 0)
    return Leaves(drawn, outers)


def _add_leaves(
    found: tuple[list[Object], dict[int, Matrix], set[int]],
    objects: Sequence[Object],
    outer: Matrix | None,
    depth: int,
) -> None:
    drawn, outers, doubtful = found
    for type_, item in objects:
        if type_ != _FORM or depth == _DEEPEST:
            if outer:
                outers[len(drawn)] = outer
            drawn.append((type_, item))
            continue
        matrix = matrix_of(item)
        inner = product(matrix, outer) if outer else matrix
        begun = len(drawn)
        _add_leaves(
            found,
            form_objects(item),
            inner,
            depth + 1,
        )
        # a form's own clip, layer and opacity are not said again of the texts inside
        if _may_hide(item):
            doubtful.update(text for kind, text in drawn[begun:] if kind == _TEXT)


def _may_hide(form: int) -> bool:
    if has_transparency(form) or _LAYER in mark_names(form):
        return True
    (clips,) = count_clips([form])
    return clips > 0


def _are_turned(placed: array[float]) -> bool:
    """Whether some texts stand at another angle than others."""
    rises = set(placed[_RISE::MATRIX])
    return len({(rise > 0) - (rise < 0) for rise in rises}) > 1


def _tiny(
    texts: Sequence[int],
    placed: array[float],
) -> frozenset[int]:
    """The texts that are set too small for anybody to see."""
    if not texts:
        return frozenset()
    sizes = font_sizes(texts)
    upwards = list(zip(placed[_ASIDE::MATRIX], placed[_UPWARDS::MATRIX], strict=True))
    # a font may be set in size 1 and made large by its matrix
    least = min(math.hypot(*upward) for upward in set(upwards))
    if least * min(sizes) >= _SMALLEST:
        return frozenset()
    small = []
    for text, size, upward in zip(texts, sizes, upwards, strict=True):
        if size * math.hypot(*upward) < _SMALLEST:
            small.append(text)
    return frozenset(small)


def _drawn_oddly(
    texts: Texts,
    colours: Collection[Colour],
) -> Iterator[int]:
    """Texts that are drawn in another way than filled, or pale; `colours` are all their inks."""
    # of a whole page they are the same, as a rule
    if not _PLAIN_MODES.issuperset(texts.modes):
        yield from compress(texts.items, [mode not in _PLAIN_MODES for mode in texts.modes])
    pale = {ink for ink in colours if brightness(ink) > _PALE}
    if pale:
        yield from compress(texts.items, [ink in pale for ink in texts.inks])


def _clipped(texts: Sequence[int]) -> Iterator[int]:
    """Texts of which a clip leaves something out."""
    counts = count_clips(texts)
    if max(counts, default=0) <= 0:
        return
    clipped = [item for item, count in zip(texts, counts, strict=True) if count > 0]
    looks = zip(
        clipped,
        object_boxes(clipped),
        clip_boxes(clipped),
        strict=True,
    )
    for item, box, clip in looks:
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
    bottoms, texts = leaves.rising
    # what reaches into a cover from below begins at most as far below it as a text is high
    reach = _SLACK + max([top - low for _, _, (_, low, _, top) in texts], default=0.0)
    found = set()
    for cover in covers:
        left, bottom, right, top = cover.box
        first, end = bisect_left(bottoms, bottom - reach), bisect_left(bottoms, top)
        last = leaves.count if cover.is_dark else cover.at
        for at, address, (begin, _, stop, high) in texts[first:end]:
            # most of what stands there is drawn on the cover
            if at < last and begin < right and left < stop and bottom < high:
                found.add(address)
    return found


def find_texts(objects: Sequence[Object]) -> Iterator[Point]:
    """The middles of the texts that some objects of a page draw, those in form objects too."""
    for _, _, (left, bottom, right, top) in _leaves_of(objects, set()).placed(_TEXT):
        yield (left + right) / 2, (bottom + top) / 2


def _covers(leaves: Leaves) -> list[_Cover]:
    """What is filled after the first text, and what is dark."""
    first = leaves.first(_TEXT)
    pictures = [placed for type_ in _PICTURES for placed in leaves.placed(type_)]
    covers = [_Cover(at, box, False, False) for at, _, box in pictures if at > first]
    if not leaves.fills:
        return covers
    dark = {colour for colour in set(leaves.fills.values()) if brightness(colour) < _DARK}
    fills = leaves.fills
    for at, item, box in leaves.placed(_PATH):
        colour = fills.get(item)
        left, bottom, right, top = box
        if not colour or right - left <= _THICKNESS or top - bottom <= _THICKNESS:
            continue
        *_, opacity = colour
        is_dark = colour in dark
        if at > first or is_dark:
            cover = _Cover(
                at,
                box,
                is_dark,
                opacity == _OPAQUE,
            )
            covers.append(cover)
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
