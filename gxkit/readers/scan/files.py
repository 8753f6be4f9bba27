"""Picture files: PNG, JPEG, TIFF of several pages, BMP, GIF and WebP."""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import (
    Image,
    ImageOps,
    ImageSequence,
    UnidentifiedImageError,
)

from gxkit.errors import (
    DamagedFileError,
    NoTextError,
    TooLargeError,
)
from gxkit.readers.formats import Contents
from gxkit.readers.pictures import (
    EMBEDDED,
    RECOGNISED,
    Picture,
    align,
)
from gxkit.readers.plane.blocks import (
    Page,
    pages_to_blocks,
)
from gxkit.readers.scan.leaves import read_picture
from gxkit.text import Listed

_MOST_PIXELS = 120_000_000  # of one picture: a sheet of A3 at 600 dots an inch has 70 million
_MOST_PAGES = 200
_SECONDS = 300.0  # a page takes one
_MEGA = 1e6

_INCH = 72.0  # points
# Dots down to those across: of a coarse fax just under half; other shares are nonsense of a file.
_HALF, _ABOUT_AS_MANY = 0.4, 0.9
# Points: pages are so wide, the larger ones on their side. What a file says of its size is left
# alone within these, and else taken for a page's usual width: screens say 72 or 96 of anything.
_NARROWEST, _WIDEST = 400.0, 1300.0
_UPRIGHT, _LEVEL = 595.0, 842.0


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of the pages that a picture file shows, a page a picture.

    Raises DamagedFileError, TooLargeError or NoTextError.
    """
    pages = _read_pages(path, data, only_tables=False)
    numbers = Listed(tuple(range(1, len(pages) + 1)))
    remarks = (RECOGNISED.fill(pages=numbers),)
    return Contents(tuple(pages_to_blocks(pages)), {}, remarks)


def read_embedded(
    path: Path,
    data: bytes,
    only_tables: bool,
) -> Contents:
    """What a picture shows that stands in a document; with `only_tables` nothing of one without a
    ruled table, as photographs and seals are.

    Raises DamagedFileError, TooLargeError, or NoTextError where all of it is asked for.
    """
    pages = _read_pages(path, data, only_tables)
    said = [EMBEDDED.fill(name=path.name)] if pages else []
    return Contents(tuple(pages_to_blocks(pages)), {}, tuple(said))


def _read_pages(
    path: Path,
    data: bytes,
    only_tables: bool,
) -> list[Page]:
    """The pages that a picture file shows; with `only_tables` those with ruled tables, if any."""
    pages: list[Page] = []
    deadline = time.monotonic() + _SECONDS
    for picture in _open(path.name, data):
        if time.monotonic() > deadline or len(pages) > _MOST_PAGES:
            raise TooLargeError(
                f"{path.name}: after {len(pages)} pages it was given up; a report has some dozen. "
                "Cut the pages of the report out."
            )
        for shown in read_picture(picture, only_tables):
            pages.append(align(shown.page, pages[-1]) if pages else shown.page)
    if not only_tables and not any(page.lines or page.tables for page in pages):
        raise NoTextError(
            f"{path.name}: no line of text and no table was found in the picture; expected a page "
            "of a report, scanned or photographed whole. Scan it again at 150 to 300 dots an inch, "
            "or get the web page."
        )
    return pages


def _open(
    name: str,
    data: bytes,
) -> Iterator[Picture]:
    """The pictures in a file."""
    try:
        with warnings.catch_warnings():
            # what Pillow warns of is refused below, in words of our own
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                for frame in ImageSequence.Iterator(image):
                    _check_size(name, frame)
                    yield _to_picture(frame)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFileError(
            f"{name}: the picture is damaged or breaks off and cannot be shown; the download "
            "probably broke off. Fetch it again."
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_large(name, str(error)) from error


def _check_size(
    name: str,
    frame: Image.Image,
) -> None:
    width, height = frame.size
    if width * height > _MOST_PIXELS:
        raise _too_large(name, f"{width} x {height} pixels")


def _too_large(
    name: str,
    size: str,
) -> TooLargeError:
    return TooLargeError(
        f"{name}: the picture is larger than is read ({size}; at most "
        f"{_MOST_PIXELS / _MEGA:,.0f} million pixels); scan the page at 150 to 300 dots an inch."
    )


def _to_picture(frame: Image.Image) -> Picture:
    """A frame as it is shown: turned as the camera says, on white where it is transparent."""
    across, down = map(float, frame.info.get("dpi", (0.0, 0.0)))
    shown = ImageOps.exif_transpose(_to_squares(frame, across, down))
    if shown.mode in ("1", "L", "I;16", "I"):
        pixels = np.asarray(shown.convert("L"))
    elif "A" in shown.mode or "transparency" in shown.info:
        painted = shown.convert("RGBA")
        paper = Image.new(
            "RGBA",
            painted.size,
            "white",
        )
        pixels = np.asarray(Image.alpha_composite(paper, painted).convert("RGB"))
    else:
        pixels = np.asarray(shown.convert("RGB"))
    return Picture(pixels, _find_points(shown.size, across))


def _to_squares(
    frame: Image.Image,
    across: float,
    down: float,
) -> Image.Image:
    """A frame with as many dots an inch down as across: a fax has half as many rows."""
    if across <= 0 or not _HALF < down / across < _ABOUT_AS_MANY:
        return frame
    width, height = frame.size
    return frame.convert("L").resize((width, round(height * across / down)))


def _find_points(
    size: tuple[int, int],
    dots: float,
) -> float:
    """The side of a pixel in points, by the dots an inch that the file says, or by its width."""
    width, height = size
    if dots > 0 and _NARROWEST < width / dots * _INCH < _WIDEST:
        return _INCH / dots
    return (_LEVEL if width > height else _UPRIGHT) / width
