"""The ruling lines that a page draws: strokes, thin filled rectangles, the edges of boxes, dashes.

Paths are asked of PDFium one by one; nothing is rendered. Paths inside form objects, of which prints of web pages
are made, are placed by the matrices of the forms they are in.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import as_object, draw_modes, form_objects, path_boxes
from gxkit.readers.pdf.frame import Box, Frame

_THIN = 3.0  # points: a rule is no thicker
_THICK = 4.5  # points: unless it is long
_LONG = 4.0  # times as long as thick
_ONE_LINE = 2  # segments of a path: where it begins and where it goes
SNAP = 2.3  # points: parallel rules nearer than this are one, as the two lines between the cells of a web page are
_SPREAD = 4.0  # points: from the first to the last of the rules that are taken as one
_GAP = 4.0  # points: a longer gap inside a rule ends it; dashes have shorter ones
_SHORT = 5.0  # points: what is shorter than this once dashes are joined is no rule
_FEWEST_FILLS = 4  # light boxes on a dark one: fewer are no table
_FILLED = 0.85  # of the dark box that light boxes cover where what they leave of it are rules
_DARKER = 30  # of 255, at least, between the dark box and the light ones
_DEEPEST = 8  # form objects inside form objects
_FAR = 1e9  # points: farther than any page reaches
_ALONG = itemgetter(1, 2)
_MOST_PATHS = 50_000  # on a page; more are a drawing
_MOST_RULES = 3_000  # on a page once joined

Matrix = tuple[float, float, float, float, float, float]
Segment = tuple[float, float, float]
"""position across, start and end along"""


class Rules(NamedTuple):
    """Rules of a page by their position: for each (position, [(start, end), …]), along which they run."""

    across: list[tuple[float, list[tuple[float, float]]]]
    """horizontal ones by y"""
    down: list[tuple[float, list[tuple[float, float]]]]
    """vertical ones by x"""


def has_forms(objects: Sequence[tuple[int, int]]) -> bool:
    """Whether form objects are among the objects of a page."""
    return any(type_ == pdfium.FPDF_PAGEOBJ_FORM for type_, _ in objects)


def objects_to_rules(objects: Sequence[tuple[int, int]], frame: Frame) -> Rules:
    """The rules that the objects of a page draw; none where there are more paths than any table needs.

    `objects` are those of `gxkit.readers.pdf.calls.page_objects`, and the page must still be open.
    """
    boxes: list[Box] = []
    for number, box in enumerate(_object_boxes(objects, None, 0)):
        if number > _MOST_PATHS:
            return Rules([], [])
        boxes.append(box)
    return boxes_to_rules(
        (frame.place_box(box) for box in boxes) if not frame.is_plain else boxes, frame
    )


def boxes_to_rules(boxes: Iterable[Box], frame: Frame) -> Rules:
    """Thin boxes as rules, cut off where the page ends; dots count in both directions until they make a line."""
    across: list[Segment] = []
    down: list[Segment] = []
    width, height = frame.size
    for left, bottom, right, top in boxes:
        if left < 0 or bottom < 0 or right > width or top > height:
            left, bottom, right, top = (
                max(left, 0.0),
                max(bottom, 0.0),
                min(right, width),
                min(top, height),
            )
            if right < left or top < bottom:
                continue
        wide, high = right - left, top - bottom
        if (high <= _THIN and wide > 0.3 * high) or (high <= _THICK and wide > _LONG * high):
            across.append(((bottom + top) / 2, left, right))
        if (wide <= _THIN and high > 0.3 * wide) or (wide <= _THICK and high > _LONG * wide):
            down.append(((left + right) / 2, bottom, top))
    rules = Rules(_join(across), _join(down))
    return rules if max(len(rules.across), len(rules.down)) <= _MOST_RULES else Rules([], [])


def _is_thin(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    thickness = min(wide, high)
    return thickness <= _THIN or (thickness <= _THICK and max(wide, high) > _LONG * thickness)


def _join(segments: list[Segment]) -> list[tuple[float, list[tuple[float, float]]]]:
    """Parallel segments brought to common positions, those that follow one another joined; short ones dropped."""
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
    joined = []
    for group in groups:
        runs: list[tuple[float, float]] = []
        begun = reached = -_FAR
        for _, start, end in group if group[0][0] == group[-1][0] else sorted(group, key=_ALONG):
            if start - reached > _GAP:
                if reached - begun > _SHORT:
                    runs.append((begun, reached))
                begun, reached = start, end
            elif end > reached:
                reached = end
        if reached - begun > _SHORT:
            runs.append((begun, reached))
        if runs:
            position = group[0][0]
            if position != group[-1][0]:
                weight = sum([end - start for _, start, end in group]) or 1.0
                position = sum([place * (end - start) for place, start, end in group]) / weight
            joined.append((position, runs))
    return joined


def _object_boxes(
    objects: Sequence[tuple[int, int]], outer: Matrix | None, depth: int
) -> Iterator[Box]:
    """Thin boxes of the paths among some objects, in the coordinates of the page."""
    paths = [item for type_, item in objects if type_ == pdfium.FPDF_PAGEOBJ_PATH]
    fills: list[tuple[int, Box]] = []
    for path, (filled, stroked), box in zip(
        paths, draw_modes(paths), path_boxes(paths), strict=True
    ):
        if not (filled or stroked):
            continue  # it only clips
        if outer:
            box = _transform_box(box, outer)
        left, bottom, right, top = box
        wide, high = right - left, top - bottom
        thickness, length = (high, wide) if wide > high else (wide, high)
        if (
            stroked
            and not filled
            and (
                thickness <= _THIN
                or (
                    thickness <= 2 * _THICK
                    and pdfium.FPDFPath_CountSegments(as_object(path)) == _ONE_LINE
                )
            )
        ):
            # without what PDFium allows for the stroke's width, which is the width on all sides
            half, quarter = thickness / 2, thickness / 4
            if wide > high:
                box = left + half, bottom + quarter, right - half, top - quarter
            else:
                box = left + quarter, bottom + half, right - quarter, top - half
            thickness, length = half, length - thickness
            if length < thickness:
                thickness, length = length, thickness
        if thickness <= _THIN or (thickness <= _THICK and length > _LONG * thickness):
            yield box
        else:
            yield from _parts(as_object(path), bool(stroked), outer)
            if filled and not stroked:
                fills.append((path, box))
    if len(fills) > _FEWEST_FILLS:
        yield from _gaps(fills)
    for type_, item in objects:
        if type_ == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            matrix = _matrix(as_object(item))
            yield from _object_boxes(
                form_objects(item), _product(matrix, outer) if outer else matrix, depth + 1
            )


def _gaps(fills: Sequence[tuple[int, Box]]) -> Iterator[Box]:
    """The edges of light boxes that nearly cover a darker one drawn before them: what they leave of it are the rules.

    Stripes and grounds of rows are no such boxes, since nothing darker lies under them.
    """
    at = 0
    while at < len(fills):
        ground, (left, bottom, right, top) = fills[at]
        at += 1
        begun, area, whole = at, 0.0, (right - left) * (top - bottom)
        while at < len(fills) and area <= 1.01 * whole:
            low_x, low_y, high_x, high_y = fills[at][1]
            if low_x < left - 1 or low_y < bottom - 1 or high_x > right + 1 or high_y > top + 1:
                break
            area += (high_x - low_x) * (high_y - low_y)
            at += 1
        if at - begun < _FEWEST_FILLS or not _FILLED * whole < area <= 1.01 * whole:
            at = begun
            continue
        shade = _brightness(ground)
        if any(_brightness(path) - shade < _DARKER for path, _ in fills[begun:at]):
            at = begun
            continue
        for _, (low_x, low_y, high_x, high_y) in fills[begun:at]:
            yield low_x, low_y, high_x, low_y
            yield low_x, high_y, high_x, high_y
            yield low_x, low_y, low_x, high_y
            yield high_x, low_y, high_x, high_y


def _brightness(path: int) -> float:
    """Of a path's fill, from 0 to 255; a fill that is seen through counts as light as the paper lets it look."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(as_object(path), red, green, blue, opacity)
    return 255 - (255 - (red.value + green.value + blue.value) / 3) * opacity.value / 255


def _parts(path: object, stroked: bool, outer: Matrix | None) -> Iterator[Box]:
    """The thin parts of a path that is not thin as a whole: its lines, and the edges of its boxes if they are drawn."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MOST_PATHS or count == 2 or (count <= 6 and not stroked):
        return  # a drawing, a diagonal, a ground
    matrix = _matrix(path)
    if outer:
        matrix = _product(matrix, outer)
    for points in _subpaths(path, count, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = min(xs), min(ys), max(xs), max(ys)
        if _is_thin(box):
            yield box
        elif stroked:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                    yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _subpaths(path: object, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path on the page, closed parts ending where they begin; curves are left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
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
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix(item: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _transform_box(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)
