"""Which characters of doubtful texts are seen: the page is drawn with and without them.

Where both pictures are the same nobody sees the text, whether it is white, transparent, covered,
clipped away or on a layer that is switched off. The text that OCR lays over or under a picture is
not seen either, and is what the picture shows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import (
    as_object,
    has_outlines,
    is_font_embedded,
    loose_boxes,
    object_text,
    text_objects,
)
from gxkit.readers.pdf.doubts import Look, tell_unseen
from gxkit.readers.pdf.frame import Frame, page_to_frame
from gxkit.readers.plane.boxes import Box, area, overlap

_SCALE = 2.0  # pixels a point: the strokes of the smallest print are as wide
_MOST_PIXELS = 16_000_000  # a page of two metres, as a plan is, is drawn smaller
# Of 255: by how much a pixel must change for the eye to see that something is there.
_CONTRAST = 16
# Of a character's box, were it black: what a cover leaves at the edges of a character is less.
_LEAST = 0.02
_INSET = 0.12  # of a box at each side: neighbours reach into it
_BAND = 12.0  # points: texts are compared with those of their band
_FAR = 4096.0  # points: farther than a page reaches, and exact where numbers are short
_MOST_LAYERS = 8  # texts that lie over one another are taken away apart, as far as these go
_PICTURE = 0.03  # of the page: a smaller picture is a stamp or a sign, and has no layer of text


class Sight:
    """What of the doubtful texts of a page is seen: `unseen` are the text objects of which nothing
    is; of the others some characters may not be."""

    def __init__(
        self,
        page: pypdfium2.PdfPage,
        look: Look,
    ) -> None:
        camera = _Camera(page)
        self._camera = camera
        self._changes: dict[int, Any] = {}
        self.unseen: set[int] = set(look.tiny)
        placed = dict(_place(look, pdfium.FPDF_PAGEOBJ_TEXT, camera.frame))
        undrawn = set(_without_outlines(page, look.doubtful - look.tiny))
        self.unseen |= tell_unseen(look, undrawn) if undrawn else set()
        drawn = look.doubtful - look.tiny - undrawn
        for texts in _apart({text: placed[text] for text in drawn}):
            change = camera.change_without(texts)
            self._changes.update(dict.fromkeys(texts, change))
            self.unseen.update(text for text in texts if not camera.shows(change, placed[text]))
        if self.unseen:
            self._keep_ocr(look, placed)

    def _keep_ocr(
        self,
        look: Look,
        placed: Mapping[int, Box],
    ) -> None:
        """Where a picture lies and most text is not seen, the text is what the picture shows."""
        for picture in _pictures(look, self._camera.frame):
            here = [text for text, box in placed.items() if overlap(box, picture)]
            unseen_here = self.unseen.intersection(here)
            of_all = sum(area(placed[text]) for text in here)
            if 2 * sum(area(placed[text]) for text in unseen_here) > of_all:
                self.unseen -= unseen_here
                for text in unseen_here:
                    # what has no outlines on this machine was never drawn
                    self._changes.pop(text, None)

    def unseen_characters(
        self,
        text_page: int,
        characters: str,
    ) -> set[int]:
        """The numbers of the characters that are not seen in texts of which something is."""
        partly = self._changes.keys() - self.unseen
        if not partly:
            return set()
        owners = text_objects(text_page, len(characters))
        boxes = loose_boxes(text_page, len(characters))
        unseen = set()
        for index, (owner, sign) in enumerate(zip(owners, characters, strict=True)):
            if owner is None or owner not in partly or sign <= " ":
                continue
            left, top, right, bottom = boxes[index]
            box = self._camera.frame.place_box((left, bottom, right, top))
            if not self._camera.shows_enough(self._changes[owner], box):
                unseen.add(index)
        return unseen


def _without_outlines(
    page: pypdfium2.PdfPage,
    texts: Collection[int],
) -> Iterator[int]:
    """Texts with a character that cannot be drawn, since its font is not in the file and not on the
    machine."""
    # most documents bring their fonts with them
    strange = [text for text in texts if not is_font_embedded(text)]
    if not strange:
        return
    text_page = page.get_textpage()
    try:
        for text in strange:
            if not has_outlines(text, object_text(text, text_page.raw)):
                yield text
    finally:
        text_page.close()


@contextmanager
def set_aside(texts: Collection[int]) -> Iterator[None]:
    """While it lasts the page does not draw some texts, and has no text of theirs."""
    handles = [as_object(text) for text in texts]
    for handle in handles:
        pdfium.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in handles:
            pdfium.FPDFPageObj_SetIsActive(handle, True)


@contextmanager
def moved_away(texts: Collection[int]) -> Iterator[None]:
    """While it lasts some texts are off the page. PDFium takes two texts that are alike in one
    place for one, even if one of them is not drawn."""
    handles = [as_object(text) for text in texts]
    for handle in handles:
        pdfium.FPDFPageObj_Transform(
            handle,
            1,
            0,
            0,
            1,
            0,
            _FAR,
        )
    try:
        yield
    finally:
        for handle in handles:
            pdfium.FPDFPageObj_Transform(
                handle,
                1,
                0,
                0,
                1,
                0,
                -_FAR,
            )


class _Camera:
    """Draws a page whole, and then without some texts."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self.frame = page_to_frame(page)
        width, self._height = self.frame.size
        largest = math.sqrt(_MOST_PIXELS / max(1.0, width * self._height))
        self._scale = min(_SCALE, largest)

    @cached_property
    def _whole(self) -> Any:
        """The page with all its texts, drawn before the first is set aside."""
        return self._draw()

    def _draw(self) -> Any:
        picture = self._page.render(scale=self._scale, may_draw_forms=False, draw_annots=False)
        return picture.to_pil()

    def change_without(self, texts: Collection[int]) -> Any:
        """A picture of how much each place changes without some texts."""
        from PIL import ImageChops

        whole = self._whole
        with set_aside(texts):
            without = self._draw()
        # a character may change one of the colours only, and is seen then
        most, *others = ImageChops.difference(whole, without).split()
        for colour in others:
            most = ImageChops.lighter(most, colour)
        return most

    def shows(
        self,
        change: Any,
        box: Box,
    ) -> bool:
        """Whether anything that the eye sees changes in a box on the page."""
        return max(self._pixels(change, box)) >= _CONTRAST

    def shows_enough(
        self,
        change: Any,
        box: Box,
    ) -> bool:
        """Whether so much changes in the box of a character that it was seen."""
        pixels = self._pixels(change, box)
        most = max(pixels)
        return most >= _CONTRAST and sum(pixels) >= _LEAST * most * len(pixels)

    def _pixels(
        self,
        change: Any,
        box: Box,
    ) -> bytes:
        left, low, right, high = _inner(box)
        wide, tall = change.size
        first, last = (self._pixel(edge, wide) for edge in (left, right))
        top, bottom = (self._pixel(self._height - edge, tall) for edge in (high, low))
        # what is beside the page, or thinner than a pixel, is looked at in the pixel next to it
        first, top = min(first, wide - 1), min(top, tall - 1)
        cut = first, top, max(last, first + 1), max(bottom, top + 1)
        pixels: bytes = change.crop(cut).tobytes()
        return pixels

    def _pixel(
        self,
        edge: float,
        most: int,
    ) -> int:
        pixels = min(float(most), edge * self._scale)
        return round(max(0.0, pixels))


def _apart(placed: Mapping[int, Box]) -> list[set[int]]:
    """Texts in sets of which no two lie over one another: of an old figure and the new one on it
    each is looked at alone."""
    sets: list[set[int]] = []
    bands: dict[int, list[tuple[int, Box]]] = defaultdict(list)
    for text, whole in placed.items():
        box = _inner(whole)
        _, low, _, high = box
        numbers = range(int(low // _BAND), int(high // _BAND) + 1)
        beside = [bands[number] for number in numbers]
        taken = {number for band in beside for number, other in band if overlap(box, other)}
        number = min(set(range(_MOST_LAYERS)) - taken, default=0)
        while number >= len(sets):
            sets.append(set())
        sets[number].add(text)
        for band in beside:
            band.append((number, box))
    return sets


def _inner(box: Box) -> Box:
    left, bottom, right, top = box
    across, up = _INSET * (right - left), _INSET * (top - bottom)
    return left + across, bottom + up, right - across, top - up


def _pictures(
    look: Look,
    frame: Frame,
) -> Iterator[Box]:
    """The pictures of the page that are large enough to show text."""
    width, height = frame.size
    for _, box in _place(look, pdfium.FPDF_PAGEOBJ_IMAGE, frame):
        if area(box) > _PICTURE * width * height:
            yield box


def _place(
    look: Look,
    type_: int,
    frame: Frame,
) -> Iterator[tuple[int, Box]]:
    """The objects of a type and their boxes on the page as shown."""
    for _, item, box in look.leaves.placed(type_):
        yield item, frame.place_box(box)
