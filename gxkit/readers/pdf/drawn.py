"""A page of a PDF as a viewer shows it, or straightened as it was read from its picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from gxkit.errors import DamagedFileError
from gxkit.readers.drawn import (
    DOTS,
    MOST_SIDE,
    Drawn,
    Page,
    pixels_to_drawn,
)
from gxkit.readers.pdf.frame import page_to_frame
from gxkit.readers.pdf.glyphs import PageText, page_to_glyphs
from gxkit.readers.pdf.looking import Place, find_spans
from gxkit.readers.pdf.pictured import render_whole
from gxkit.readers.pdf.progress import FEW
from gxkit.readers.pictures import Laid, is_laid, lay_ways
from gxkit.readers.plane.boxes import Box

_POINTS = 72.0  # to an inch
_PAPER = 255


def draw(
    name: str,
    data: bytes,
    page: Page,
) -> Drawn:
    """A page of a PDF.

    ValueError where it has no such page, DamagedFileError where PDFium cannot draw it.
    """
    try:
        with _open_page(
            name,
            data,
            page.number,
        ) as opened:
            straight = _draw_straight(opened, page) if page.is_seen else None
            return straight or _draw_as_shown(opened, page)
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError(
            f"{name}：第 {page.number} 页不能绘出（{error}）；请重新下载文件。",
            f"{name}: page {page.number} cannot be drawn ({error}); fetch the file again.",
        ) from error


@contextmanager
def _open_page(
    name: str,
    data: bytes,
    number: int,
) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(data)
    try:
        count = len(document)
        if not 1 <= number <= count:
            raise ValueError(f"{name} has pages 1 to {count}, and page {number} was asked for.")
        # before a page is loaded, or fields stay blank
        document.init_forms()
        yield document[number - 1]
    finally:
        document.close()


def _draw_as_shown(
    page: pypdfium2.PdfPage,
    wanted: Page,
) -> Drawn:
    text = page_to_glyphs(page, page_to_frame(page))
    frame = text.frame
    # a table that stands on its side is read, and shown, upright
    page.set_rotation(frame.rotation)
    longest = max(frame.size)
    scale = min(DOTS / _POINTS, MOST_SIDE / longest)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    pixels = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    # boxes of a page that is a picture are those of the straightened one
    is_text = sum(len(glyph.text) for glyph in text.counted) >= FEW
    drawn = pixels_to_drawn(
        pixels,
        1.0 / scale,
        is_text or not wanted.is_seen,
    )
    return drawn._replace(figures=_find_figures(text, wanted))


def _find_figures(
    text: PageText,
    wanted: Page,
) -> dict[int, Box]:
    """Where figures stand on their lines, by the numbers of the lines' boxes."""
    numbers = list(wanted.spans)
    places = [
        Place(
            wanted.number,
            wanted.boxes[at],
            wanted.spans[at],
        )
        for at in numbers
    ]
    if not places:
        return {}
    found = find_spans(text, places)
    return {numbers[number]: text.frame.show_box(box) for number, box in found.items()}


def _draw_straight(
    page: pypdfium2.PdfPage,
    wanted: Page,
) -> Drawn | None:
    """The page as its picture was read; None where its cells are not found again there, as those of
    a picture among text are not."""
    picture = render_whole(page)
    for leaves in lay_ways(picture):
        rules = [rule for leaf in leaves for rule in leaf.rules]
        if is_laid(rules, wanted.boxes):
            return pixels_to_drawn(_join(leaves), leaves[0].points)
    return None


def _join(leaves: list[Laid]) -> NDArray[np.uint8]:
    """Pages side by side, each where it begins on its sheet."""
    first, *others = leaves
    if not others:
        return first.pixels
    points = first.points
    height = max(leaf.pixels.shape[0] for leaf in leaves)
    ends = [round(leaf.left / points) + leaf.pixels.shape[1] for leaf in leaves]
    joined = np.full(
        (height, max(ends), 3),
        _PAPER,
        np.uint8,
    )
    for leaf, end in zip(
        leaves,
        ends,
        strict=True,
    ):
        rows, columns, _ = leaf.pixels.shape
        joined[height - rows :, end - columns : end] = leaf.pixels
    return joined
