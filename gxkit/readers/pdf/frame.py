"""Where a page begins and how it is turned: from the file's coordinates to those of the page.

Places are points from the lower left corner of the page as shown: cropped, and turned as its
/Rotate says, or further if its text stands sideways then.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

from gxkit.readers.pdf.boxes import Box, Point, bound_points


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is shown: its crop box in the coordinates of the file, and its rotation clockwise
    in degrees (0, 90, 180 or 270)."""

    crop: Box
    rotation: int

    @property
    def is_plain(self) -> bool:
        """Whether places in the file are places on the page."""
        return self.rotation == 0 and self.crop[:2] == (0, 0)

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
        (0, 100)
        """
        left, bottom, right, top = self.crop
        match self.rotation:
            case 90:
                return y - bottom, right - x
            case 180:
                return right - x, top - y
            case 270:
                return top - y, x - left
        return x - left, y - bottom

    def place_box(self, box: Box) -> Box:
        """The box on the page of a box in the file."""
        left, bottom, right, top = box
        one = self.place(left, bottom)
        other = self.place(right, top)
        return bound_points((one, other))


def page_to_frame(page: pypdfium2.PdfPage) -> Frame:
    """The frame of a page: what its crop box leaves of its media box."""
    media = page.get_mediabox()
    crop = page.get_cropbox()
    left = max(media[0], crop[0])
    bottom = max(media[1], crop[1])
    right = min(media[2], crop[2])
    top = min(media[3], crop[3])
    # a crop box beside the page is a mistake of its maker; viewers show the whole page then
    leaves_something = left < right and bottom < top
    shown = (left, bottom, right, top) if leaves_something else tuple(media)
    return Frame(shown, page.get_rotation())
