"""Where a page begins and how it is turned: from the coordinates of the file to those of the page as shown.

Places are points from the lower left corner of the page as shown: cropped, and turned as its /Rotate says, or further
if its text stands sideways then.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

Box = tuple[float, float, float, float]
"""left, bottom, right, top"""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is shown: its crop box in the coordinates of the file, and its rotation clockwise in degrees."""

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
        return (
            (top - bottom, right - left)
            if self.rotation in (90, 270)
            else (right - left, top - bottom)
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        """File coordinates to points from the lower left corner of the page as shown.

        >>> Frame((10, 10, 110, 210), 90).place(10, 10)
        (0, 100)
        """
        left, bottom, right, top = self.crop
        if self.rotation == 90:
            return y - bottom, right - x
        if self.rotation == 180:
            return right - x, top - y
        if self.rotation == 270:
            return top - y, x - left
        return x - left, y - bottom

    def place_box(self, box: Box) -> Box:
        (x0, y0), (x1, y1) = self.place(box[0], box[1]), self.place(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def page_to_frame(page: pypdfium2.PdfPage) -> Frame:
    """The frame of a page: what its crop box leaves of its media box."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    box = (left, bottom, right, top) if left < right and bottom < top else tuple(media)
    return Frame(box, page.get_rotation())
