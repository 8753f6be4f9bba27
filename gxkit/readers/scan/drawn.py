"""A page of a picture file as it was read, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.readers.drawn import Drawn, Page, pixels_to_drawn
from gxkit.readers.pictures import (
    Laid,
    Picture,
    is_laid,
    lay_ways,
)
from gxkit.readers.scan.files import open_pictures


def draw(
    name: str,
    data: bytes,
    page: Page,
) -> Drawn:
    """A page of a picture file; the picture as it lies where its cells are not found
    again. ValueError where the file has no such page."""
    pictures = list(open_pictures(name, data))
    own = min(page.number, len(pictures)) - 1
    if own < 0:
        raise ValueError(f"{name} has {len(pictures)} pages, and page {page.number} was asked for.")
    # two pages of an open book are one picture, so that those behind it have other numbers
    order = [own, *range(own), *range(own + 1, len(pictures))]
    for number in order:
        for laid in _lay_leaves(pictures[number]):
            if is_laid(laid.rules, page.boxes):
                return pixels_to_drawn(laid.pixels, laid.points)
    picture = pictures[own]
    return pixels_to_drawn(picture.pixels, picture.points, is_fitting=False)


def _lay_leaves(picture: Picture) -> Iterator[Laid]:
    for leaves in lay_ways(picture):
        yield from leaves
