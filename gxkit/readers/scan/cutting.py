"""A straight page cut into what is read: tables by their rules, cells, lines of text, crops."""

from __future__ import annotations

from collections.abc import (
    Iterator,
    Sequence,
)
from itertools import starmap
from typing import NamedTuple, cast

import cv2
import numpy as np

from gxkit.readers.plane.boxes import Box
from gxkit.readers.plane.lattice import (
    Lattice,
    rules_to_lattices,
)
from gxkit.readers.plane.rules import boxes_to_rules
from gxkit.readers.scan.broken import find_slivers, mend
from gxkit.readers.scan.brush import (
    Pieces,
    both,
    common,
    keep_long,
    widen,
    without,
)
from gxkit.readers.scan.crops import (
    Crop,
    Grey,
)
from gxkit.readers.scan.lines import (
    Strip,
    find_lines,
    part_line,
    take_specks_away,
    trim,
)
from gxkit.readers.scan.rules import (
    Masks,
    trace_across,
    trace_down,
)
from gxkit.readers.scan.sheet import (
    WHITE,
    Sheet,
)

# All of these are points.
_HALF_RULE = 0.4
_AT_WALL, _LIKE_DIGIT = 1.4, 3.0  # from the middle of a rule down; figures begin beyond
_DIGIT_WIDTH, _DIGIT_HEIGHT = 5.0, 7.0
_INSIDE = 1.0  # from the middle of a rule to where the ink of its cell may begin
_NEAR_END = 2.0  # from the end of a table to a rule that ends it
_LONG_RULE = 60.0  # outside tables, where a shorter one may be a stroke of a title
_MARGIN = 15.0  # along the edges of a page: the shadow of a scanner's lid, holes, the next page
_LOWEST, _HIGHEST, _NARROWEST = 5.0, 60.0, 5.0  # of a line of text outside tables
# Of the place of a digit: so much ink is part of one that broke; a 1 has a quarter, specks have
# less than a tenth.
_PART_INKED = 0.12

_MOSTLY = 0.5  # of a table's width: a broken rule at its end is one

# Pixels of white that the readers want around a line, and of the page that stay around its ink.
_BORDER_DOWN, _BORDER_ACROSS, _AROUND = 3, 4, 2
# A line that is at least so many times as wide as high is text, and is read better with the white
# that is around it.
_LONG, _LOOSE = 7, 0.22


class Piece(NamedTuple):
    """A line of text, or a part of one that wide gaps set off, as it lies on the sheet; with the
    numbers of the table and of the cell in which it was found, None outside."""

    strip: Strip
    cell: tuple[int, int] | None


def find_lattices(
    sheet: Sheet,
    masks: Masks,
) -> list[Lattice]:
    """The ruled tables of a sheet, in points from its lower left corner."""
    height, width = sheet.size
    points = sheet.points
    top = height * points
    boxes: list[Box] = []
    for trace in trace_across(masks, sheet):
        at = top - trace.middle * points
        boxes.append((trace.start * points, at - _HALF_RULE, trace.end * points, at + _HALF_RULE))
    for trace in trace_down(masks, sheet):
        at = trace.middle * points
        begin, end = top - trace.end * points, top - trace.start * points
        boxes.append((at - _HALF_RULE, begin, at + _HALF_RULE, end))
    page = (0.0, 0.0, width * points, top)
    return rules_to_lattices(mend(boxes_to_rules(boxes, page), masks, sheet))


def find_open_rows(
    sheet: Sheet,
    masks: Masks,
    lattice: Lattice,
) -> list[float]:
    """Where a table ends above or below without a rule, as one does that the end of a picture cuts:
    what stood in its last cells may be cut away."""
    left, _, right, _ = box_to_strip(lattice.box, sheet)
    near = sheet.pixels(_NEAR_END)
    height, _ = sheet.size
    ends = []
    for end in (lattice.ys[0], lattice.ys[-1]):
        row = height - round(end / sheet.points)
        rows = slice(max(0, row - near), row + near + 1)
        inked = masks.across[rows, max(0, left) : right].any(axis=0)
        if inked.sum() < _MOSTLY * (right - left):
            ends.append(end)
    return ends


def box_to_strip(
    box: Box,
    sheet: Sheet,
) -> Strip:
    """A box in points as one in pixels from the top."""
    left, bottom, right, top = (edge / sheet.points for edge in box)
    height, _ = sheet.size
    return Strip(
        round(left),
        round(height - top),
        round(right),
        round(height - bottom),
    )


def strip_to_box(
    strip: Strip,
    sheet: Sheet,
) -> Box:
    """A box in pixels as one in points."""
    height, _ = sheet.size
    left, top, right, bottom = strip
    points = sheet.points
    return (
        left * points,
        (height - bottom) * points,
        right * points,
        (height - top) * points,
    )


class Cleaned(NamedTuple):
    """A sheet without rules and specks, where its ink is, and where ink was lost that may be part
    of a figure."""

    grey: Grey
    ink: Grey
    lost: Grey

    def is_lost(self, strip: Strip) -> bool:
        """Whether ink was lost in a part."""
        left, top, right, bottom = strip
        return bool(self.lost[top:bottom, left:right].any())


def clean(
    sheet: Sheet,
    masks: Masks,
    lattices: Sequence[Lattice],
) -> Cleaned:
    """The sheet with the rules of its tables, and other long ones, and specks made white."""
    rules = _long_rules(sheet, masks)
    drawn = both(masks.across, masks.down)
    margin = sheet.pixels(_INSIDE * 2)
    for lattice in lattices:
        left, top, right, bottom = box_to_strip(lattice.box, sheet)
        rows = slice(max(0, top - margin), bottom + margin)
        columns = slice(max(0, left - margin), right + margin)
        rules[rows, columns] = both(rules[rows, columns], drawn[rows, columns])
    wide = both(widen(rules, 3, 3), _slivers_on(lattices, sheet, masks))
    print_alone = without(masks.ink, wide)
    ink, specks = take_specks_away(print_alone, sheet)
    left_over, begun = _parts_at_walls(lattices, sheet, ink)
    ink = without(ink, left_over)
    grey = sheet.grey.copy()
    grey[both(both(wide, specks), widen(left_over, 3, 3)) > 0] = WHITE
    # what was cut off print that touches a rule down
    torn = common(common(masks.ink, widen(masks.down, 3, 3)), common(wide, widen(ink, 3, 3)))
    lost = both(torn, _crowded(without(print_alone, ink), sheet))
    high = keep_long(widen(left_over, 3, 3), 1, sheet.pixels(_LIKE_DIGIT))
    return Cleaned(grey, ink, both(lost, both(begun, high)))


def _parts_at_walls(
    lattices: Sequence[Lattice],
    sheet: Sheet,
    ink: Grey,
) -> tuple[Grey, Grey]:
    """Ink where the rules between cells are: pieces that stand there with all of their width, as a
    faint rule leaves them, and those of figures that begin there. Two readers took either for the
    first digit of the figure beside it."""
    band = np.zeros_like(ink)
    around = sheet.pixels(_AT_WALL)
    for lattice in lattices:
        for cell in range(len(lattice.cells)):
            left, top, right, bottom = box_to_strip(lattice.cell_edges(cell), sheet)
            for edge in (left, right):
                band[top:bottom, max(0, edge - around) : edge + around + 1] = WHITE
    pieces = Pieces(ink)
    left_over = pieces.paint(pieces.add_up(band) >= pieces.add_up(ink))
    return left_over, without(common(ink, band), left_over)


def _slivers_on(
    lattices: Sequence[Lattice],
    sheet: Sheet,
    masks: Masks,
) -> Grey:
    """What is left of broken rules above and below the cells of tables."""
    slivers = find_slivers(masks, sheet)
    found = np.zeros_like(slivers)
    around = sheet.pixels(_INSIDE)
    for lattice in lattices:
        for cell in range(len(lattice.cells)):
            left, top, right, bottom = box_to_strip(lattice.cell_edges(cell), sheet)
            for edge in (top, bottom):
                band = slice(max(0, edge - around), edge + around + 1), slice(left, right)
                found[band] = slivers[band]
    return found


def _crowded(
    specks: Grey,
    sheet: Sheet,
) -> Grey:
    """Specks that are as much ink as a part of a digit where as much of them stands together."""
    if not specks.any():
        return specks
    width, height = sheet.pixels(_DIGIT_WIDTH), sheet.pixels(_DIGIT_HEIGHT)
    share = cv2.blur(specks, (width, height), borderType=cv2.BORDER_CONSTANT)
    crowded = specks.copy()
    crowded[share <= WHITE * _PART_INKED] = 0
    return crowded


def _long_rules(
    sheet: Sheet,
    masks: Masks,
) -> Grey:
    length = sheet.pixels(_LONG_RULE)
    across = keep_long(masks.across, length, 1)
    down = keep_long(masks.down, 1, length)
    return both(across, down)


def find_pieces(
    sheet: Sheet,
    ink: Grey,
    lattices: Sequence[Lattice],
) -> Iterator[Piece]:
    """The text of a page: that outside tables from top to bottom, then that of each cell."""
    yield from _pieces_outside(
        sheet,
        ink,
        lattices,
    )
    for table, lattice in enumerate(lattices):
        for cell in range(len(lattice.cells)):
            area = inner(box_to_strip(lattice.cell_edges(cell), sheet), sheet)
            for line in find_lines(
                ink,
                area,
                sheet,
                is_cell=True,
            ):
                for strip in part_line(ink, line):
                    yield Piece(trim(ink, strip), (table, cell))


def inner(
    area: Strip,
    sheet: Sheet,
) -> Strip:
    """Of the area of a cell that between its rules."""
    rule = sheet.pixels(_INSIDE)
    return Strip(
        area.left + rule,
        area.top + rule,
        area.right - rule + 1,
        area.bottom - rule + 1,
    )


def _pieces_outside(
    sheet: Sheet,
    ink: Grey,
    lattices: Sequence[Lattice],
) -> Iterator[Piece]:
    height, width = sheet.size
    outside = ink.copy()
    rule = sheet.pixels(_INSIDE)
    for lattice in lattices:
        left, top, right, bottom = box_to_strip(lattice.box, sheet)
        outside[max(0, top - rule) : bottom + rule, max(0, left - rule) : right + rule] = 0
    margin = sheet.pixels(_MARGIN)
    page = Strip(
        margin,
        margin,
        width - margin,
        height - margin,
    )
    least, highest, narrowest = (
        length / sheet.points for length in (_LOWEST, _HIGHEST, _NARROWEST)
    )
    for line in find_lines(
        outside,
        page,
        sheet,
        is_cell=False,
    ):
        if not least < line.height < highest or line.width < narrowest:
            continue
        for strip in part_line(outside, line):
            yield Piece(strip, None)


def cut_crops(
    grey: Grey,
    pieces: Sequence[Piece],
) -> list[Crop]:
    """The pictures of some pieces."""
    return list(starmap(_Cutter(grey).cut, pieces))


class _Cutter(NamedTuple):
    grey: Grey

    def cut(
        self,
        strip: Strip,
        cell: tuple[int, int] | None,
    ) -> Crop:
        is_cell = cell is not None
        if is_cell and strip.width < _LONG * strip.height:
            return Crop(self._tight(strip), is_cell)
        around = max(_AROUND, int(strip.height * _LOOSE))
        return Crop(self._part(strip, around), is_cell)

    def _tight(self, strip: Strip) -> Grey:
        bordered = cv2.copyMakeBorder(
            self._part(strip, _AROUND),
            _BORDER_DOWN,
            _BORDER_DOWN,
            _BORDER_ACROSS,
            _BORDER_ACROSS,
            cv2.BORDER_CONSTANT,
            value=WHITE,
        )
        return cast("Grey", bordered)

    def _part(
        self,
        strip: Strip,
        around: int,
    ) -> Grey:
        left, top = max(0, strip.left - around), max(0, strip.top - around)
        return self.grey[top : strip.bottom + around, left : strip.right + around]
