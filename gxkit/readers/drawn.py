"""Pages drawn for a person to look at, with places where their reader found them.

A page of a PDF is drawn as a viewer shows it; what was read from a picture is shown upright and
straight, as it was read, so that the boxes of its cells lie on their ink.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    NamedTuple,
    Protocol,
    cast,
)

import numpy as np

from gxkit.readers.plane.boxes import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

DOTS = 132.0
"""an inch: digits of 9 points are 12 pixels high, and a page takes some 40 kB"""
MOST_SIDE = 1_800
"""pixels; a page of two metres, as a plan is, is drawn smaller, and so is a fine scan"""

MOST_KEPT = 24
"""pages that are kept drawn; those of a camera take some 300 kB each"""
_kept: dict[tuple[object, ...], Drawn] = {}
"""by the file's hash and what was asked of it, the one looked at last at the end"""
_DRAWERS = {"pdf": "gxkit.readers.pdf.drawn", "picture": "gxkit.readers.scan.drawn"}
"""the formats whose pages are drawn, by their names in the registry"""

# Of 255: shades by which colours of a pixel differ that is coloured, and the share of a page that
# is: the edges of grey print differ a little, and a seal on a page is a hundredth of it.
_COLOURED, _LEAST_COLOURED = 24, 1e-4
_SHADES = 17  # of 255 in one: sixteen greys are enough for print, and need a third of the bytes
_PLANES = 3
_INK = 160  # of 255: a speck of a scanner may be lighter, and a stroke is darker
_QUALITY = 62  # of a JPEG: below 55 thin strokes get halos


class Page(NamedTuple):
    """Which page of a file is wanted: its number from 1, the boxes of cells that were read there,
    and whether they were read from a picture of the page. The box of a figure on a line without
    rules is the line's: `spans` has, by the number of its box, the text of the line and the numbers
    of the figure's first and last character."""

    number: int
    boxes: Sequence[Box] = ()
    is_seen: bool = False
    spans: Mapping[int, tuple[str, int, int]] = {}


class Drawn(NamedTuple):
    """A page drawn: the bytes of a picture, what kind of (as in image/KIND), width and height in
    points; `is_fitting` is whether the boxes lie on it where their cells are. `figures` are the
    boxes of figures on lines, by the numbers of their lines' boxes, as far as they are found; at
    its foot so many points of the page are empty."""

    picture: bytes
    kind: str
    width: float
    height: float
    is_fitting: bool = True
    figures: Mapping[int, Box] = {}
    foot: float = 0.0


class _Drawer(Protocol):
    def draw(self, name: str, data: bytes, page: Page) -> Drawn: ...


def can_draw(format_name: str) -> bool:
    """Whether pages of a format are drawn."""
    return format_name in _DRAWERS


def draw_page(
    name: str,
    data: bytes,
    format_name: str,
    page: Page,
) -> Drawn:
    """A page of a file by its name and its bytes, of a format that is drawn.

    ValueError where the file has no such page, DamagedFileError where it cannot be drawn.
    """
    spans = tuple(page.spans.items())
    wanted = (
        hashlib.sha256(data).digest(),
        format_name,
        page.number,
        tuple(page.boxes),
        page.is_seen,
        spans,
    )
    # the last pages are kept: who looks at one cell looks at others of the page, and drawing took
    # half a second each time
    drawn = _kept.pop(wanted, None)
    if drawn is None:
        drawer = cast("_Drawer", import_module(_DRAWERS[format_name]))
        drawn = drawer.draw(name, data, page)
    _kept[wanted] = drawn
    for oldest in list(_kept)[:-MOST_KEPT]:
        # another thread may have dropped it
        _kept.pop(oldest, None)
    return drawn


def pixels_to_drawn(
    pixels: NDArray[np.uint8],
    points: float,
    is_fitting: bool = True,
) -> Drawn:
    """The page of a picture (rows x columns, in grey or x red, green, blue), whose pixels are so
    many points wide: print in sixteen greys, what has colours or came from a camera as a
    photograph."""
    from PIL import Image

    height, width = pixels.shape[:2]
    image = Image.fromarray(pixels)
    longest = max(width, height)
    if longest > MOST_SIDE:
        image.thumbnail((MOST_SIDE, MOST_SIDE))
    grey = None if _is_coloured(pixels) else _to_print(image)
    photograph = io.BytesIO()
    image.save(photograph, "JPEG", quality=_QUALITY)
    data, kind = photograph.getvalue(), "jpeg"
    # print packs well in few greys, noise of a scanner does not
    if grey is not None and len(grey) < len(data):
        data, kind = grey, "png"
    foot = _empty_rows(pixels) * points
    return Drawn(
        data,
        kind,
        width * points,
        height * points,
        is_fitting,
        foot=foot,
    )


def _empty_rows(pixels: NDArray[np.uint8]) -> int:
    """How many rows at the foot of a page have no ink."""
    green = pixels if pixels.ndim < _PLANES else pixels[:, :, 1]
    inked = np.flatnonzero((green < _INK).any(axis=1))
    return len(green) - 1 - int(inked[-1]) if len(inked) else 0


def _is_coloured(pixels: NDArray[np.uint8]) -> bool:
    """Whether a seal or a head in red would be lost in grey."""
    if pixels.ndim < _PLANES:
        return False
    # every third pixel each way: a stroke of a stamp is wider
    some = pixels[::3, ::3].astype("int16")
    spread = some.max(axis=2) - some.min(axis=2)
    return bool((spread > _COLOURED).mean() > _LEAST_COLOURED)


def _to_print(image: Image.Image) -> bytes:
    """A picture in sixteen greys, as PNG."""
    shades = image.convert("L").point([shade // _SHADES for shade in range(256)])
    packed = io.BytesIO()
    palette = []
    for shade in range(16):
        palette += [shade * _SHADES] * 3
    shades.putpalette(palette)
    shades.save(packed, "PNG", bits=4)
    return packed.getvalue()
