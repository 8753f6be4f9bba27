"""Where a page begins and how it is turned: from the file's coordinates to those of the page.

Places are points from the lower left corner of the page as shown: cropped, and turned as its
/Rotate says, or further if its text stands sideways then. A page that lay aslant when it was
scanned is straightened too: its places are those that it would have had level.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2

from gxkit.readers.pdf.skew import Bend, rise
from gxkit.readers.plane.boxes import Box, Matrix, Point, bound_points


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is shown: its crop box in the coordinates of the file, its rotation clockwise in
    degrees (0, 90, 180 or 270), by how many degrees what stands on it is turned against that,
    counterclockwise, about the middle of the page, and the point from which places are counted then
    (one of several pages on a sheet begins there); and how its lines bend, as those of a page do
    that did not lie flat."""

    crop: Box
    rotation: int
    skew: float = 0.0
    origin: Point = (0.0, 0.0)
    bend: Bend | None = None

    @property
    def is_plain(self) -> bool:
        """Whether places in the file are places on the page."""
        is_level = self.rotation == 0 == self.skew
        return is_level and self.crop[:2] == (0, 0) == self.origin and not self.bend

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as shown.

        >>> Frame((0, 0, 595, 842), 90).size
        (842, 595)
        """
        left, bottom, right, top = self.crop
        width, height = right - left, top - bottom
        is_on_its_side = self.rotation % 180 != 0
        return (height, width) if is_on_its_side else (width, height)

    def place(self, x: float, y: float) -> Point:
        """File coordinates to points from the lower left corner of the page as shown.

        >>> Frame((10, 10, 110, 210), 90).place(10, 10)
        (0.0, 100.0)
        """
        across, up = self._show(x, y)
        if self.skew:
            across, up = self._turn((across, up), -self.skew)
        if self.bend:
            width, _ = self.size
            up -= rise(self.bend, across, width)
        left, bottom = self.origin
        return across - left, up - bottom

    def _show(self, x: float, y: float) -> Point:
        """The point on the page as a viewer shows it."""
        left, bottom, right, top = self.crop
        match self.rotation:
            case 90:
                return y - bottom, right - x
            case 180:
                return right - x, top - y
            case 270:
                return top - y, x - left
        return x - left, y - bottom

    def _turn(self, point: Point, degrees: float) -> Point:
        """A point of the shown page turned about its middle."""
        width, height = self.size
        x, y = point[0] - width / 2, point[1] - height / 2
        angle = math.radians(degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        return width / 2 + cos * x - sin * y, height / 2 + sin * x + cos * y

    @property
    def bounds(self) -> Box:
        """What of the plane the page may cover; straightened, its corners reach beyond its size."""
        width, height = self.size
        beyond = math.sin(math.radians(abs(self.skew))) * max(width, height) / 2
        return -beyond, -beyond, width + beyond, height + beyond

    @property
    def matrix(self) -> Matrix:
        """The same as `place`, as a matrix.

        >>> Frame((10, 10, 110, 210), 90).matrix
        (0.0, -1.0, 1.0, 0.0, -10.0, 110.0)
        """
        level = replace(self, bend=None)
        e, f = level.place(0, 0)
        right_x, right_y = level.place(1, 0)
        up_x, up_y = level.place(0, 1)
        return right_x - e, right_y - f, up_x - e, up_y - f, e, f

    def show_box(self, box: Box) -> Box:
        """The box on the page as a viewer shows it of a box on the page straightened."""
        x, y = self.origin
        left, bottom, right, top = box[0] + x, box[1] + y, box[2] + x, box[3] + y
        if self.bend:
            width, _ = self.size
            risen = rise(self.bend, (left + right) / 2, width)
            bottom, top = bottom + risen, top + risen
        if not self.skew:
            return left, bottom, right, top
        corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
        return bound_points([self._turn(corner, self.skew) for corner in corners])

    def fall(self, start: float, end: float) -> float:
        """How much higher the end of a line comes to stand that is level in the file."""
        step = -math.tan(math.radians(self.skew)) * (end - start)
        if self.bend:
            width, _ = self.size
            step += rise(self.bend, start, width) - rise(self.bend, end, width)
        return step

    def unbend(self, points: Sequence[Point]) -> Sequence[Point]:
        """Points on the page whose lines bend, where they would be if they did not."""
        if not self.bend:
            return points
        width, _ = self.size
        level = []
        for x, y in points:
            risen = rise(self.bend, x, width)
            level.append((x, y - risen))
        return level

    def place_box(self, box: Box) -> Box:
        """The box on the page of a box in the file."""
        left, bottom, right, top = box
        one = self.place(left, bottom)
        other = self.place(right, top)
        return bound_points((one, other))


#: the frame of a page that cannot be opened
NOT_SHOWN = Frame((0.0, 0.0, 1.0, 1.0), 0)


def page_to_frame(page: pypdfium2.PdfPage) -> Frame:
    """The frame of a page: what its crop box leaves of its media box."""
    media = _in_order(page.get_mediabox())
    if not _has_area(media):
        media = _LETTER
    crop = _in_order(page.get_cropbox())
    left = max(media[0], crop[0])
    bottom = max(media[1], crop[1])
    right = min(media[2], crop[2])
    top = min(media[3], crop[3])
    shown = (left, bottom, right, top)
    # a crop box beside the page is a mistake of its maker; viewers show the whole page then
    return Frame(shown if _has_area(shown) else media, page.get_rotation())


#: what PDFium and other viewers show of a page whose box is empty, or has numbers that are none
_LETTER = (0.0, 0.0, 612.0, 792.0)


def _in_order(box: Box) -> Box:
    """A box from its lower left corner on: any two corners may be given."""
    one, other = sorted((box[0], box[2]))
    low, high = sorted((box[1], box[3]))
    return one, low, other, high


def _has_area(box: Box) -> bool:
    left, bottom, right, top = box
    return left < right and bottom < top
