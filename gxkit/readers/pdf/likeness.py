"""Whether the characters of a page are drawn as the outlines of their font say, told by a picture
of the page. It takes a tenth of a second, and is asked of suspected fonts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pypdfium2

from gxkit.readers.pdf.frame import page_to_frame
from gxkit.readers.plane.boxes import (
    Box,
    Point,
    bound_points,
)

_SCALE = 8.0  # pixels a point: of finer pictures the edges of strokes say nothing of their shape
_MOST_PIXELS = 40_000_000
_GRID = (12, 16)  # to which characters and outlines are brought
_FINE = 8  # times as fine outlines are drawn
# Of a character's box, by which it may differ from its outline. Of the digits of a dozen faces none
# differed from its own by more than 0.12, or by less than 0.157 from another's.
_ALIKE = 0.14
_WHITE = 255


class Likeness:
    """A picture of a page, against which outlines are held."""

    def __init__(
        self,
        page: pypdfium2.PdfPage,
    ) -> None:
        self._frame = page_to_frame(page)
        width, self._height = self._frame.size
        largest = (_MOST_PIXELS / max(1.0, width * self._height)) ** 0.5
        self._scale = min(_SCALE, largest)
        # what a turned page draws is turned against its outlines
        self.is_plain = self._frame.rotation == 0
        drawn = page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        self._picture = drawn.to_pil()

    def differs(
        self,
        ink: Box,
        outline: Sequence[Sequence[Point]],
    ) -> bool:
        """Whether what is drawn in a box of the file is another shape than an outline."""
        from PIL import Image, ImageChops, ImageStat

        left, bottom, right, top = self._frame.place_box(ink)
        edges = (
            left * self._scale,
            (self._height - top) * self._scale,
            right * self._scale,
            (self._height - bottom) * self._scale,
        )
        wide, high = self._picture.size
        if edges[0] < 0 or edges[1] < 0 or edges[2] > wide or edges[3] > high:
            return False  # beside the page
        if edges[2] - edges[0] < 1 or edges[3] - edges[1] < 1:
            return False
        drawn = self._picture.resize(_GRID, Image.Resampling.BOX, edges)
        difference = ImageChops.difference(drawn, _to_picture(outline))
        (mean,) = ImageStat.Stat(difference).mean
        return bool(mean > _ALIKE * _WHITE)


def _to_picture(outline: Sequence[Sequence[Point]]) -> Any:
    """An outline drawn black on white, as wide and high as the grid."""
    from PIL import Image, ImageChops, ImageDraw

    points = [point for contour in outline for point in contour]
    left, bottom, right, top = bound_points(points)
    wide, high = (_FINE * side for side in _GRID)
    across = wide / (right - left or 1.0)
    up = high / (top - bottom or 1.0)
    picture = Image.new("1", (wide, high), 1)
    for contour in outline:
        corners = [((x - left) * across, (top - y) * up) for x, y in contour]
        part = Image.new("1", (wide, high), 0)
        ImageDraw.Draw(part).polygon(corners, fill=1)
        # a hole goes round inside, and is white again
        picture = ImageChops.logical_xor(picture, part)
    return picture.convert("L").resize(_GRID, Image.Resampling.BOX)
