"""What a page draws that is no rule, ground or frame: lines aslant, curves, outlines.

A slash or a cross may strike a figure out, an outline may be a digit of it. Thin paths, which most
pages are made of, are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import (
    Colour,
    brightness,
    count_corners,
    draw_modes,
    fill_colours,
    matrix_of,
    outline_points,
    path_points,
    read_path,
    stroke_colours,
)
from gxkit.readers.pdf.doubts import (
    Look,
    Placed,
)
from gxkit.readers.pdf.frame import Frame
from gxkit.readers.plane.boxes import (
    Point,
    product,
    sides,
)
from gxkit.readers.plane.rules import ONE_BOX
from gxkit.readers.plane.scrawls import Part, Scrawl, points_along

_THIN = 1.2  # points: the box of a hairline, which PDFium makes twice as thick as the line is
_MOST_CORNERS = 20_000  # of a path that is taken apart; more are a map
_PALE = 190.0  # of 255: what is lighter is a ground or a mark, and strikes nothing out
_CURVE_POINTS = 3


def find_scrawls(
    look: Look,
    frame: Frame,
) -> list[Scrawl]:
    """The paths of a page that are drawn and not thin, or have more corners than a box; the page
    must be open."""
    chosen = _choose(look)
    if not chosen:
        return []
    paths = [item for (_, item, _), _ in chosen]
    scrawls = []
    looks = zip(
        chosen,
        draw_modes(paths),
        fill_colours(paths),
        stroke_colours(paths),
        strict=True,
    )
    for (path, corners), (filled, stroked), fill, stroke in looks:
        if not filled and not stroked:
            continue  # it only clips
        is_dark = bool(filled) and brightness(fill) < _PALE
        is_dark = is_dark or bool(stroked and brightness(stroke) < _PALE)
        parts = _read(
            path,
            corners,
            bool(filled),
            look,
            frame,
        )
        scrawls.append(
            Scrawl(
                frame.place_box(path[2]),
                corners,
                parts,
                is_dark,
            )
        )
    return scrawls


def _choose(look: Look) -> list[tuple[Placed, int]]:
    """The paths that may be more than rules and boxes, with their corners."""
    leaves = look.leaves
    placed = leaves.placed(pdfium.FPDF_PAGEOBJ_PATH)
    counts = count_corners([item for _, item, _ in placed])
    dark = _find_dark(leaves.fills)
    chosen: list[tuple[Placed, int]] = []
    simple: list[tuple[Placed, int]] = []
    paths = zip(
        placed,
        counts,
        leaves.modes,
        strict=True,
    )
    for path, corners, (_, stroked) in paths:
        _, item, box = path
        if corners > ONE_BOX:
            chosen.append((path, corners))
        # pale grounds, of which each cell may have one, strike nothing out and are no digits
        elif (stroked or item in dark) and min(sides(box)) > _THIN:
            simple.append((path, corners))
    chosen += _drop_boxes(simple)
    return chosen


def _find_dark(fills: Mapping[int, Colour]) -> set[int]:
    """Those of some filled paths that are not pale; most grounds of a page are of one colour."""
    dark = {colour for colour in set(fills.values()) if brightness(colour) < _PALE}
    return {item for item, colour in fills.items() if colour in dark} if dark else set()


def _drop_boxes(
    paths: Sequence[tuple[Placed, int]],
) -> Iterator[tuple[Placed, int]]:
    """Those of some paths with their corners that have an edge aslant: grounds and frames have
    none, and a page may have hundreds."""
    if not paths:
        return
    items = [item for (_, item, _), _ in paths]
    counts = [corners for _, corners in paths]
    for path, points in zip(paths, path_points(items, counts), strict=True):
        if any(x != next_x and y != next_y for (x, y), (next_x, next_y) in pairwise(points)):
            yield path


def _read(
    placed: Placed,
    corners: int,
    filled: bool,
    look: Look,
    frame: Frame,
) -> list[Part]:
    """The parts of a path; those that are filled end where they begin."""
    if corners > _MOST_CORNERS:
        return []
    at, item, _ = placed
    matrix, outer = matrix_of(item), look.leaves.outers.get(at)
    a, b, c, d, e, f = product(matrix, outer) if outer else matrix
    parts: list[Part] = []
    curve: list[Point] = []
    count = 0
    for type_, (x, y) in outline_points(read_path(item, corners)):
        point = (
            a * x + c * y + e,
            b * x + d * y + f,
        )
        if not frame.is_plain:
            point = frame.place(*point)
        if type_ == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            count = 0
            parts.append(Part([], 0))
        count += 1
        points = parts[-1].points
        parts[-1] = Part(points, count)
        if type_ != pdfium.FPDF_SEGMENT_BEZIERTO:
            points.append(point)
            continue
        curve.append(point)
        if len(curve) == _CURVE_POINTS:
            points.extend(points_along(points[-1] if points else curve[0], curve))
            curve = []
    if filled:
        for part in parts:
            part.points.extend(part.points[:1])
    return [part for part in parts if part.points]
