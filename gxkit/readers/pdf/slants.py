"""By how much the rules of a page are turned, and rules that are turned otherwise than its text, as
those are of a form over which a crooked scan was laid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.boxes import Box, sides
from gxkit.readers.pdf.calls import Object, as_object, matrix_of
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.pdf.rules import ONE_LINE, objects_to_boxes, subpaths
from gxkit.readers.pdf.skew import common_angle

# Points by which the sides of level rules differ that were drawn with one pen.
_ONE_PEN = 0.08
_PEN = 1.6  # points: with a thicker one no table is drawn, or hardly
_SAME_TURN = 0.15  # degrees, from edge to edge of a table a point: rules turned as the text is
_SAMPLE = 8  # paths whose first edges tell how rules are turned
_FEWEST_PATHS = 4  # that tell it: fewer are underlines, or a drawing
_QUARTER = 90.0  # degrees


def place_rules(
    boxes: list[Box],
    objects: Sequence[Object],
    frame: Frame,
) -> list[Box]:
    """The thin boxes of a page once more, turned back by themselves if they are turned otherwise
    than its text, as those are of a form over which a crooked scan was laid."""
    if not _may_be_turned(boxes):
        return boxes
    slant = measure_slant(objects)
    if slant is None or abs(slant - frame.skew) < _SAME_TURN:
        return boxes
    own = replace(
        frame,
        skew=slant,
        bend=None,
    )
    return objects_to_boxes(objects, own, is_turned=True)


def _may_be_turned(boxes: list[Box]) -> bool:
    """Whether a page's thin boxes are not those of level lines, which are as thick as one another
    and as a pen; or it has none."""
    every = len(boxes) // _SAMPLE + 1
    # every so many may be all of one side of the cells
    sample = boxes[: 2 * _SAMPLE] + boxes[::every]
    thin = []
    for box in sample:
        thickness, _ = sides(box)
        thin.append(thickness)
    if not thin or max(thin) > _PEN:
        return True
    return max(thin) - min(thin) > _ONE_PEN


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
