"""Picture files: PNG, JPEG, TIFF of several pages, BMP, GIF and WebP."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import (
    Iterator,
    Sequence,
)
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import (
    ExifTags,
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
from gxkit.readers.bounds import refuse_late
from gxkit.readers.formats import Contents
from gxkit.readers.pictures import (
    EMBEDDED,
    RECOGNISED,
    Picture,
    Shown,
    align,
)
from gxkit.readers.plane.blocks import (
    Page,
    pages_to_blocks,
)
from gxkit.readers.scan.leaves import read_picture
from gxkit.text import (
    Listed,
    Sentence,
)

_MOST_PIXELS = 120_000_000  # of one picture: a sheet of A3 at 600 dots an inch has 70 million
_MOST_PAGES = 200  # a report has some dozen; 400 empty ones took a minute
_MEGA = 1e6

# Pixels of the shorter side of a page that are enough, as A4 has 1 800 at the dots at which it is
# read: at 600 dots an inch one page in colour took 650 MB.
_FINE_ENOUGH = 2_400
_TWICE = 2

_INCH = 72.0  # points
# Dots down to those across: of a coarse fax just under half; other shares are nonsense of a file.
_HALF, _ABOUT_AS_MANY = 0.4, 0.9
# Points: pages are so wide, the larger ones on their side. What a file says of its size is left
# alone within these, and else taken for a page's usual width: screens say 72 or 96 of anything.
_NARROWEST, _WIDEST = 400.0, 1300.0
_UPRIGHT, _LEVEL = 595.0, 842.0

_PICTURE = Sentence("第{count}页", "page {count}")
# what Pillow raises on pictures that were cut, patched or half written
_DAMAGE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    struct.error,
    ZeroDivisionError,
    OverflowError,
)
_NOT_READ = Sentence(
    "第{pages}页不像一页文字（墨迹过多或过碎），没有识读。",
    "Page {pages}: it has more ink, or in more pieces, than a page of text can, and was not read.",
)


class _Pages(NamedTuple):
    """The pages of a file, and the numbers of those that can be none and were not read."""

    read: list[Page]
    unread: list[int]

    def add(self, shown: Sequence[Shown]) -> None:
        """Adds what one picture shows, each page where it goes on from the one before."""
        for one in shown:
            page = align(one.page, self.read[-1]) if self.read else one.page
            self.read.append(page)

    def add_unread(self) -> None:
        """Adds a picture that is no page, so that those behind it keep their numbers."""
        self.read.append(Page([], []))
        self.unread.append(len(self.read))

    def is_empty(self) -> bool:
        """Whether nothing was found on any page."""
        return not any(page.lines or page.tables for page in self.read)

    def remarks(self) -> tuple[Sentence, ...]:
        """Sentences on which pages were recognised, and which were not read."""
        numbers = range(1, len(self.read) + 1)
        seen = [number for number in numbers if number not in self.unread]
        said = [RECOGNISED.fill(pages=Listed(tuple(seen)))]
        if self.unread:
            said.append(_NOT_READ.fill(pages=Listed(tuple(self.unread))))
        return tuple(said)


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of the pages that a picture file shows, a page a picture.

    Raises DamagedFileError, TooLargeError or NoTextError.
    """
    pages = _read_pages(path, data, only_tables=False)
    return Contents(tuple(pages_to_blocks(pages.read)), {}, pages.remarks())


def read_embedded(
    path: Path,
    data: bytes,
    only_tables: bool,
) -> Contents:
    """What a picture shows that stands in a document; with `only_tables` nothing of one without a
    ruled table, as photographs and seals are.

    Raises DamagedFileError, TooLargeError, or NoTextError where all of it is asked for.
    """
    pages = _read_pages(path, data, only_tables).read
    said = [EMBEDDED.fill(name=path.name)] if pages else []
    return Contents(tuple(pages_to_blocks(pages)), {}, tuple(said))


def _read_pages(
    path: Path,
    data: bytes,
    only_tables: bool,
) -> _Pages:
    """The pages that a picture file shows; with `only_tables` those with ruled tables, if any."""
    pages = _Pages([], [])
    for count, picture in enumerate(open_pictures(path.name, data)):
        refuse_late(_PICTURE.fill(count=count))
        if count >= _MOST_PAGES:
            raise TooLargeError(
                f"{path.name}: after {count} pages it was given up; a report has some dozen. "
                "Cut the pages of the report out."
            )
        shown = read_picture(picture, only_tables)
        pages.add(shown)
        if not shown and not only_tables:
            pages.add_unread()
    if not only_tables and pages.is_empty():
        raise NoTextError(
            f"{path.name}：图像中没有找到文字和表格；应为完整扫描或拍摄的报告页面。请以每英寸 "
            "150 至 300 点重新扫描，或改用网页。",
            f"{path.name}: no line of text and no table was found in the picture; expected a page "
            "of a report, scanned or photographed whole. Scan it again at 150 to 300 dots an inch, "
            "or get the web page.",
        )
    return pages


def open_pictures(
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
    except _DAMAGE as error:
        raise DamagedFileError(
            f"{name}：图像已损坏或不完整，不能显示；可能下载中断，请重新下载。",
            f"{name}: the picture is damaged or breaks off and cannot be shown; the download "
            "probably broke off. Fetch it again.",
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
        f"{name}：图像过大（{size}；至多 {_MOST_PIXELS / _MEGA:,.0f} 百万像素）；请以每英寸 "
        "150 至 300 点扫描。",
        f"{name}: the picture is larger than is read ({size}; at most "
        f"{_MOST_PIXELS / _MEGA:,.0f} million pixels); scan the page at 150 to 300 dots an inch.",
    )


def _to_picture(frame: Image.Image) -> Picture:
    """A frame as it is shown: turned as the camera says, on white where it is transparent."""
    fine_width, _ = frame.size
    coarser = _make_coarser(frame)
    share = coarser.width / fine_width
    across, down = (float(dots) * share for dots in frame.info.get("dpi", (0.0, 0.0)))
    shown = _to_squares(coarser, across, down)
    # of a picture that is not turned this makes a copy too
    if shown.getexif().get(ExifTags.Base.Orientation, 1) != 1:
        shown = ImageOps.exif_transpose(shown)
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
        coloured = shown if shown.mode == "RGB" else shown.convert("RGB")
        pixels = np.asarray(coloured)
    return Picture(pixels, _find_points(shown.size, across))


def _make_coarser(frame: Image.Image) -> Image.Image:
    """A frame with a half or a third of its pixels across and down, where it has far more than are
    looked at."""
    width, height = frame.size
    times = _count_fine(frame)
    if times >= _TWICE:
        # a JPEG is decoded at a half at once; what cannot be, stays as it is
        frame.draft(None, (width // times, height // times))
    times = _count_fine(frame)
    # a colour that means paper would be mixed with others
    if times < _TWICE or "transparency" in frame.info:
        return frame
    shades = frame.convert("L") if frame.mode == "1" else frame
    return shades.reduce(times) if shades.mode in ("L", "RGB") else frame


def _count_fine(frame: Image.Image) -> int:
    """How many pixels of a frame, across and down, are as good as one."""
    return min(frame.size) // _FINE_ENOUGH


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
