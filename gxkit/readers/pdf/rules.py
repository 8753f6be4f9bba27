"""The ruling lines that a page draws: strokes, thin filled rectangles, the edges of boxes, dashes.

Paths are asked of PDFium one by one; nothing is rendered. Paths inside form objects, of which
prints of web pages are made, are placed by the matrices of the forms they are in.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.boxes import (
    Box,
    Matrix,
    Point,
    area,
    bound_points,
    product,
    sides,
    transform_box,
)
from gxkit.readers.pdf.calls import (
    as_object,
    brightness,
    draw_modes,
    fill_colours,
    form_objects,
    matrix_of,
    object_boxes,
)
from gxkit.readers.pdf.doubts import Leaves
from gxkit.readers.pdf.frame import Frame

_PATH = pdfium.FPDF_PAGEOBJ_PATH
_IMAGE = pdfium.FPDF_PAGEOBJ_IMAGE

# All lengths in points.
_THIN = 3.0  # a rule is no thicker,
_THICK = 4.5  # unless it is long: frames of forms are drawn that thick, and letters wide
_LONG = 4.0  # times as long as thick
_DOT = 0.3  # times as long as thick: a dot of a dotted rule counts in both directions
# Parallel rules nearer than this are one, as the two lines between the cells of a web page are;
# the rows of the densest form are four times as far apart.
SNAP = 2.3
_SPREAD = 4.0  # from the first to the last of the rules that are taken as one
_GAP = 4.0  # a longer gap inside a rule ends it; dashes have shorter ones
# Dashes are drawn one by one by some; edges of narrow columns are longer, and not so many.
_FEWEST_DASHES = 4
_LONGEST_DASH, _ALIKE = 12.0, 0.5  # points
_WIDEST_GAP = 1.2  # times as long as a dash
_SHORT = 5.0  # what is shorter than this once dashes are joined is no rule
_FAR = 1e9  # farther than any page reaches
_LEVEL = 1.0  # by how much the ends of an edge may differ that runs along or down the page

ONE_LINE = 2  # segments of a path: where it begins and where it goes
ONE_BOX = 6  # segments: no more make a rectangle, which is a ground unless its edges are drawn

_FEWEST_FILLS = 4  # light boxes on a dark one: fewer are no table
_FILLED = 0.85  # of the dark box that light boxes cover where what they leave of it are rules
_OVERFILLED = 1.01  # of it: what covers more is no set of cells but things that overlap
_BESIDE = 1.0  # by which a light box may reach over the dark one
_DARKER = 30  # of 255, at least, between the dark box and the light ones

_DEEPEST = 8  # form objects inside form objects
# On a page; more are a drawing, which takes seconds to be made into rules.
_MOST_PATHS = 50_000
_MOST_RULES = 3_000  # once joined

Segment = tuple[float, float, float]
"""position across, start and end along"""
Run = tuple[float, float]
"""start and end along"""
Parallels = list[tuple[float, list[Run]]]
"""rules of one direction by their position, with the runs that each has"""

_Fill = tuple[int, Box]
"""a path that is filled and not stroked, and its box"""
_Object = tuple[int, int]
"""type and address of an object"""

_ALONG = itemgetter(1, 2)


class Rules(NamedTuple):
    """Rules of a page by their position, and from where to where they run there."""

    across: Parallels
    """horizontal ones by y"""
    down: Parallels
    """vertical ones by x"""


_NO_RULES = Rules([], [])


def objects_to_boxes(
    objects: Sequence[_Object],
    frame: Frame,
    leaves: Leaves | None = None,
    is_turned: bool = False,
) -> list[Box]:
    """The thin boxes that the objects of a page draw; none where there are more than any table
    needs.

    `objects` are those of `gxkit.readers.pdf.calls.page_objects`, and the page must still be open;
    `leaves` are the same with what was asked of them, where no form draws some of it; `is_turned`
    is whether they may be level on a page that lies aslant.
    """
    boxes: list[Box] = []
    is_turned = is_turned or frame.skew != 0 or frame.bend is not None
    # the box of a path that lies aslant says nothing; its corners are asked for then
    drawn = _turned_boxes(objects, frame, frame.matrix, 0) if is_turned else None
    if drawn is None:
        drawn = _leaf_boxes(leaves) if leaves else _object_boxes(objects, None, 0)
    for box in drawn:
        if len(boxes) > _MOST_PATHS:
            return []
        boxes.append(box)
    return boxes if is_turned or frame.is_plain else [frame.place_box(box) for box in boxes]


def boxes_to_rules(boxes: Iterable[Box], frame: Frame) -> Rules:
    """Thin boxes as rules, cut off where the page ends; dots count in both directions until they
    make a line."""
    across: list[Segment] = []
    down: list[Segment] = []
    least_x, least_y, most_x, most_y = frame.bounds
    for left, bottom, right, top in boxes:
        if left < least_x or right > most_x:
            left, right = max(left, least_x), min(right, most_x)
        if bottom < least_y or top > most_y:
            bottom, top = max(bottom, least_y), min(top, most_y)
        wide, high = right - left, top - bottom
        if wide < 0 or high < 0:
            continue  # beside the page
        if _is_rule(high, wide):
            middle = (bottom + top) / 2
            across.append((middle, left, right))
        if _is_rule(wide, high):
            middle = (left + right) / 2
            down.append((middle, bottom, top))
    groups = (_group(across), _group(down))
    dashed = max(map(_gap_in, chain(*groups)), default=_GAP)
    rules = Rules(*[_join(own, dashed) for own in groups])
    most = max(len(rules.across), len(rules.down))
    return rules if most <= _MOST_RULES else _NO_RULES


def _is_rule(thickness: float, length: float) -> bool:
    """Whether what is so thick and so long is a rule, or a dot of one."""
    if thickness <= _THIN:
        return length > _DOT * thickness
    return thickness <= _THICK and length > _LONG * thickness


def _is_thin(thickness: float, length: float) -> bool:
    """Whether a box of these sides may be a rule in either direction."""
    return thickness <= _THIN or (thickness <= _THICK and length > _LONG * thickness)


def _join(groups: list[list[Segment]], dashed: float) -> Parallels:
    """Parallel segments brought to common positions, those that follow one another joined; short
    ones dropped.

    `dashed` is the longest gap between the dashes of the page: a rule no longer than a row has too
    few of them to tell.
    """
    joined = []
    for group in groups:
        few = len(group) < _FEWEST_DASHES
        most = dashed if few and _is_dash(group[0]) else _gap_in(group)
        runs = _join_runs(group, most)
        if runs:
            joined.append((_mean_position(group), runs))
    return joined


def _group(segments: list[Segment]) -> list[list[Segment]]:
    """The segments by position, those together that are taken as one rule."""
    segments.sort()
    groups: list[list[Segment]] = []
    first = last = -_FAR
    for segment in segments:
        place = segment[0]
        if place - last <= SNAP and place - first <= _SPREAD:
            groups[-1].append(segment)
        else:
            groups.append([segment])
            first = place
        last = place
    return groups


def _is_dash(segment: Segment) -> bool:
    _, start, end = segment
    return end - start < _LONGEST_DASH


def _join_runs(group: list[Segment], most: float) -> list[Run]:
    """Where the rule runs to which the segments of a group are joined over gaps up to `most`."""
    # those of one position are sorted along it already
    is_straight = group[0][0] == group[-1][0]
    in_order = group if is_straight else sorted(group, key=_ALONG)
    runs: list[Run] = []
    begun = reached = -_FAR
    for _, start, end in in_order:
        if start - reached > most:
            if reached - begun > _SHORT:
                runs.append((begun, reached))
            begun, reached = start, end
        elif end > reached:
            reached = end
    if reached - begun > _SHORT:
        runs.append((begun, reached))
    return runs


def _gap_in(segments: Sequence[Segment]) -> float:
    """The longest gap that ends no rule: among many dashes of one length those between them."""
    if len(segments) < _FEWEST_DASHES:
        return _GAP
    lengths = [end - start for _, start, end in segments]
    longest = max(lengths)
    # where a dash would go on beyond a corner it is cut
    whole = sum(longest - length < _ALIKE for length in lengths)
    is_dashed = longest < _LONGEST_DASH and 2 * whole >= len(lengths)
    return max(_GAP, _WIDEST_GAP * longest) if is_dashed else _GAP


def _mean_position(group: list[Segment]) -> float:
    """The position of a group, long segments counting more."""
    position = group[0][0]
    if position == group[-1][0]:
        return position
    total = weight = 0.0
    for place, start, end in group:
        total += place * (end - start)
        weight += end - start
    return total / (weight or 1.0)


def _leaf_boxes(leaves: Leaves) -> Iterator[Box]:
    """Thin boxes of the paths of a page without forms."""
    boxes = [box for _, _, box in leaves.placed(_PATH)]
    paths = zip(leaves.of(_PATH), leaves.modes, boxes, strict=True)
    yield from _path_boxes(paths, None)
    pictures = [box for _, _, box in leaves.placed(_IMAGE)]
    yield from _thin_pictures(pictures, None)


def _object_boxes(objects: Sequence[_Object], outer: Matrix | None, depth: int) -> Iterator[Box]:
    """Thin boxes of the paths among some objects, in the coordinates of the page."""
    paths = [item for type_, item in objects if type_ == _PATH]
    looks = zip(paths, draw_modes(paths), object_boxes(paths), strict=True)
    yield from _path_boxes(looks, outer)
    pictures = [item for type_, item in objects if type_ == _IMAGE]
    yield from _thin_pictures(object_boxes(pictures), outer)
    for type_, item in objects:
        if type_ == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            matrix = matrix_of(item)
            inner = product(matrix, outer) if outer else matrix
            yield from _object_boxes(form_objects(item), inner, depth + 1)


def _path_boxes(
    paths: Iterable[tuple[int, tuple[int, int], Box]],
    outer: Matrix | None,
) -> Iterator[Box]:
    """Thin boxes of paths, given with how they are drawn and their boxes."""
    fills: list[_Fill] = []
    for path, (filled, stroked), box in paths:
        if not filled and not stroked:
            continue  # it only clips
        if outer:
            box = transform_box(box, outer)
        thickness, length = sides(box)
        if not filled and _is_stroke(path, thickness):
            box = _without_stroke(box)
            thickness, length = sorted((thickness / 2, length - thickness))
        if _is_thin(thickness, length):
            yield box
            continue
        yield from _parts(path, bool(stroked), outer)
        if not stroked:
            fills.append((path, box))
    if len(fills) > _FEWEST_FILLS:
        yield from _gaps(fills)


def _thin_pictures(
    boxes: Iterable[Box],
    outer: Matrix | None,
) -> Iterator[Box]:
    """Pictures that are rules: some converters draw each as a picture of one point."""
    for box in boxes:
        placed = transform_box(box, outer) if outer else box
        if _is_thin(*sides(placed)):
            yield placed


def _turned_boxes(
    objects: Sequence[_Object],
    frame: Frame,
    outer: Matrix,
    depth: int,
) -> Iterator[Box]:
    """Thin boxes of the paths among some objects, as a matrix that turns them places them, bent
    back as the frame says."""
    paths = [item for type_, item in objects if type_ == _PATH]
    for path, (filled, stroked) in zip(paths, draw_modes(paths), strict=True):
        handle = as_object(path)
        count = pdfium.FPDFPath_CountSegments(handle)
        if count > _MOST_PATHS or not (filled or stroked):
            continue
        for points in subpaths(handle, count, product(matrix_of(path), outer)):
            level = frame.unbend(points)
            yield from _thin_parts(level, bool(stroked))
    for type_, item in objects:
        if type_ == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = product(matrix_of(item), outer)
            yield from _turned_boxes(
                form_objects(item),
                frame,
                inner,
                depth + 1,
            )


def _is_stroke(path: int, thickness: float) -> bool:
    """Whether a path that is only stroked is a rule as a whole: thin, or a single line."""
    if thickness <= _THIN:
        return True
    if thickness > 2 * _THICK:
        return False
    return int(pdfium.FPDFPath_CountSegments(as_object(path))) == ONE_LINE


def _without_stroke(box: Box) -> Box:
    """The box of a line without what PDFium allows for the stroke's width, which is the width on
    all sides."""
    left, bottom, right, top = box
    wide, high = right - left, top - bottom
    thickness, _ = sides(box)
    half, quarter = thickness / 2, thickness / 4
    if wide > high:
        return left + half, bottom + quarter, right - half, top - quarter
    return left + quarter, bottom + half, right - quarter, top - half


def _gaps(fills: Sequence[_Fill]) -> Iterator[Box]:
    """The edges of light boxes that nearly cover a darker one drawn before them: what they leave of
    it are the rules.

    Stripes and grounds of rows are no such boxes, since nothing darker lies under them.
    """
    at = 0
    while at < len(fills):
        ground, box = fills[at]
        at += 1
        whole = area(box)
        end, covered = _count_inside(fills, at, box, _OVERFILLED * whole)
        lit = fills[at:end]
        covers = _FILLED * whole < covered <= _OVERFILLED * whole
        if len(lit) < _FEWEST_FILLS or not covers:
            continue
        if _are_lighter(lit, ground):
            for _, inner in lit:
                yield from _edges(inner)
            at = end


def _count_inside(fills: Sequence[_Fill], at: int, ground: Box, most: float) -> tuple[int, float]:
    """The number after the last of the fills from `at` on that lie on a ground, and their area."""
    covered = 0.0
    while at < len(fills) and covered <= most:
        _, box = fills[at]
        if not _lies_on(box, ground):
            break
        covered += area(box)
        at += 1
    return at, covered


def _lies_on(box: Box, ground: Box) -> bool:
    left, bottom, right, top = ground
    inner_left, inner_bottom, inner_right, inner_top = box
    if inner_left < left - _BESIDE or inner_right > right + _BESIDE:
        return False
    return inner_bottom >= bottom - _BESIDE and inner_top <= top + _BESIDE


def _are_lighter(fills: Sequence[_Fill], ground: int) -> bool:
    least = _brightness(ground) + _DARKER
    return all(_brightness(path) >= least for path, _ in fills)


def _edges(box: Box) -> Iterator[Box]:
    left, bottom, right, top = box
    yield left, bottom, right, bottom
    yield left, top, right, top
    yield left, bottom, left, top
    yield right, bottom, right, top


def _brightness(path: int) -> float:
    """Of a path's fill, as it looks on paper."""
    (fill,) = fill_colours([path])
    return brightness(fill)


def _parts(address: int, stroked: bool, outer: Matrix | None) -> Iterator[Box]:
    """The thin parts of a path that is not thin as a whole: its lines, and the edges of its boxes
    if they are drawn."""
    path = as_object(address)
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MOST_PATHS or count == ONE_LINE:
        return  # a drawing, a diagonal
    if count <= ONE_BOX and not stroked:
        return  # a ground
    matrix = matrix_of(address)
    if outer:
        matrix = product(matrix, outer)
    for points in subpaths(path, count, matrix):
        yield from _thin_parts(points, stroked)


def _thin_parts(points: Sequence[Point], stroked: bool) -> Iterator[Box]:
    """The box around a part of a path if it is thin, else its edges if they are drawn."""
    box = bound_points(points)
    if _is_thin(*sides(box)):
        yield box
    elif stroked:
        yield from _straight_edges(points)


def _straight_edges(points: Sequence[Point]) -> Iterator[Box]:
    """The edges that run along or down the page."""
    for one, other in pairwise(points):
        thickness, _ = sides(bound_points((one, other)))
        if thickness <= _LEVEL:
            yield bound_points((one, other))


def subpaths(path: object, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each part of a path on the page, closed parts ending where they begin; curves
    are left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        type_ = pdfium.FPDFPathSegment_GetType(segment)
        if type_ == pdfium.FPDF_SEGMENT_BEZIERTO:
            continue
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if type_ == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        across = a * x.value + c * y.value + e
        up = b * x.value + d * y.value + f
        points.append((across, up))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
