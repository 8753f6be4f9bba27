"""The ruling lines that a page draws: strokes, thin filled rectangles, the edges of boxes, dashes.

Paths are asked of PDFium one by one; nothing is rendered. Paths inside form objects, of which
prints of web pages are made, are placed by the matrices of the forms they are in.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2.raw as pdfium

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
from gxkit.readers.plane.boxes import (
    Box,
    Matrix,
    Point,
    product,
    sides,
    transform_box,
)
from gxkit.readers.plane.rules import (
    FEWEST_FILLS,
    ONE_BOX,
    THICK,
    THIN,
    Fill,
    gaps_in,
    is_thin,
    thin_parts,
)

_PATH = pdfium.FPDF_PAGEOBJ_PATH
_IMAGE = pdfium.FPDF_PAGEOBJ_IMAGE


ONE_LINE = 2  # segments of a path: where it begins and where it goes


_DEEPEST = 8  # form objects inside form objects
# On a page; more are a drawing, which takes seconds to be made into rules.
_MOST_PATHS = 50_000


_Object = tuple[int, int]
"""type and address of an object"""


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
    fills: list[Fill] = []
    for path, (filled, stroked), box in paths:
        if not filled and not stroked:
            continue  # it only clips
        if outer:
            box = transform_box(box, outer)
        thickness, length = sides(box)
        if not filled and _is_stroke(path, thickness):
            box = _without_stroke(box)
            thickness, length = sorted((thickness / 2, length - thickness))
        if is_thin(thickness, length):
            yield box
            continue
        yield from _parts(path, bool(stroked), outer)
        if not stroked:
            fills.append((path, box))
    if len(fills) > FEWEST_FILLS:
        yield from gaps_in(fills, _brightness)


def _thin_pictures(
    boxes: Iterable[Box],
    outer: Matrix | None,
) -> Iterator[Box]:
    """Pictures that are rules: some converters draw each as a picture of one point."""
    for box in boxes:
        placed = transform_box(box, outer) if outer else box
        if is_thin(*sides(placed)):
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
            yield from thin_parts(level, bool(stroked))
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
    if thickness <= THIN:
        return True
    if thickness > 2 * THICK:
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
        yield from thin_parts(points, stroked)


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
