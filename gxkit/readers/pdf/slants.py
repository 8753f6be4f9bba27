"""By how much the rules of a page are turned or bent, and rules that are so otherwise than its
text, as those are of a form over which a crooked scan was laid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import Object, as_object, matrix_of
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.rules import ONE_LINE, objects_to_boxes, subpaths
from gxkit.readers.pdf.skew import STRAIGHT, Bend, common_angle, fit_bend, rise
from gxkit.readers.plane.boxes import Box, Point, product, sides

# Points by which the sides of level rules differ that were drawn with one pen.
_ONE_PEN = 0.08
_PEN = 1.6  # points: with a thicker one no table is drawn, or hardly
_MUCH_LONGER = 60.0  # points: of so many a turn that is told makes twice the difference of a pen
_SAME_TURN = 0.15  # degrees, from edge to edge of a table a point: rules turned as the text is
_SAMPLE = 8  # paths whose first edges tell how rules are turned
_FEWEST_PATHS = 4  # that tell it: fewer are underlines, or a drawing
_BENT_SAMPLE = 150  # paths whose edges tell how rules bend: each may be no longer than a cell,
_MOST_EDGES = 100  # or as long as a page, in as many pieces
# Points by which rules may run off the lines of text from edge to edge: rows are five times higher.
_SAME_BEND = 2.0
_STEPS = 8  # places across a page at which they are compared
_QUARTER = 90.0  # degrees

_Edge = tuple[Point, Point]


def place_rules(
    boxes: list[Box],
    objects: Sequence[Object],
    frame: Frame,
) -> list[Box]:
    """The thin boxes of a page once more, turned back by themselves if they are turned otherwise
    than its text, as those are of a form over which a crooked scan was laid; none where they are
    bent otherwise, for its lines stand in no row of theirs."""
    if not frame.bend and not _may_be_turned(boxes):
        return boxes
    bend = _measure_bend(objects, frame)
    if bend or frame.bend:
        is_alike = _farthest(bend or STRAIGHT, frame) < _SAME_BEND
        return boxes if is_alike else []
    slant = measure_slant(objects)
    if slant is None or abs(slant - frame.skew) < _SAME_TURN:
        return boxes
    own = replace(
        frame,
        skew=slant,
        bend=None,
    )
    return objects_to_boxes(objects, own, is_turned=True)


def _measure_bend(
    objects: Sequence[Object],
    frame: Frame,
) -> Bend | None:
    """How the rules of a page that is shown as it is in the file bend; None where they do not."""
    shown = replace(
        frame,
        skew=0.0,
        bend=None,
    )
    paths = [item for type_, item in objects if type_ == pdfium.FPDF_PAGEOBJ_PATH]
    every = len(paths) // _BENT_SAMPLE + 1
    edges: list[_Edge] = []
    for path in paths[::every]:
        handle = as_object(path)
        count = min(_MOST_EDGES, pdfium.FPDFPath_CountSegments(handle))
        placed = product(matrix_of(path), shown.matrix)
        for points in subpaths(handle, count, placed):
            edges += map(_to_right, pairwise(points))
    width, _ = frame.size
    return fit_bend(edges, width)


def _to_right(edge: _Edge) -> _Edge:
    """An edge from its left end."""
    one, other = edge
    return (one, other) if one <= other else (other, one)


def _farthest(
    bend: Bend,
    frame: Frame,
) -> float:
    """The points by which bent rules and the lines of a page part, at most, where they run as high
    as one another in its middle."""
    width, _ = frame.size
    slope = math.tan(math.radians(frame.skew))
    own = frame.bend or STRAIGHT
    offs = []
    for step in range(_STEPS + 1):
        x = width * step / _STEPS
        text = slope * (x - width / 2) + rise(own, x, width)
        offs.append(abs(text - rise(bend, x, width)))
    return max(offs)


def _may_be_turned(boxes: list[Box]) -> bool:
    """Whether a page's thin boxes are not those of level lines, which are as thick as one another
    and as a pen, or as one of two; or it has none."""
    every = len(boxes) // _SAMPLE + 1
    # every so many may be all of one side of the cells
    sample = boxes[: 2 * _SAMPLE] + boxes[::every]
    thin = sorted(map(sides, sample))
    if not thin:
        return True
    thinnest, _ = thin[0]
    thickest, _ = thin[-1]
    if thickest > _PEN:
        return True
    if thickest - thinnest <= _ONE_PEN:
        return False
    # the frame of a table may be drawn with a pen of its own
    fine = [one for one in thin if one[0] - thinnest <= _ONE_PEN]
    return not (_are_level(fine) and _are_level(thin[len(fine) :]))


def _are_level(thin: list[tuple[float, float]]) -> bool:
    """Whether boxes, by thickness and length, are as thick as one another though some are much
    longer: of turned lines all that are of one length are, and longer ones are thicker."""
    thinnest, _ = thin[0]
    thickest, _ = thin[-1]
    lengths = [length for _, length in thin]
    return thickest - thinnest <= _ONE_PEN and max(lengths) - min(lengths) >= _MUCH_LONGER


def measure_slant(objects: Sequence[Object]) -> float | None:
    """The degrees counterclockwise by which the edges that a page draws are turned against those of
    the page, by a sample of its paths; 0 where they stand level, None where they do not tell."""
    paths = [item for type_, item in objects if type_ == pdfium.FPDF_PAGEOBJ_PATH]
    every = len(paths) // _SAMPLE + 1
    angles = []
    for path in paths[::every]:
        handle = as_object(path)
        points = next(subpaths(handle, ONE_LINE, matrix_of(path)), None)
        if points:
            (x, y), (next_x, next_y) = points[:2]
            degrees = math.degrees(math.atan2(next_y - y, next_x - x))
            angles.append(degrees - round(degrees / _QUARTER) * _QUARTER)
    return common_angle(angles) if len(angles) >= _FEWEST_PATHS else None
