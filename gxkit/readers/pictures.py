"""Pictures of pages: between the readers that come upon them and the one that reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    NamedTuple,
    Protocol,
    cast,
)

from gxkit.document import Recognised
from gxkit.readers.plane.blocks import Page
from gxkit.readers.plane.boxes import Box
from gxkit.readers.plane.cells import Filled
from gxkit.readers.plane.glyphs import Glyph
from gxkit.readers.plane.lattice import Lattice
from gxkit.readers.plane.lines import PrintedLine
from gxkit.text import Sentence

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from gxkit.readers.formats import Contents

#: what is said of a file whose pages are pictures, all or some
RECOGNISED = Sentence(
    "第{pages}页是图片，文字和数字由图像识别得出。",
    "Page {pages}: a picture; its words and figures were recognised.",
)
#: what is said of a page whose text says little, all or only its figures
UNTOLD = Sentence(
    "第{pages}页的文字层没有说明所画的数字或文字，由图像识别得出。",
    "Page {pages}: figures or words that the file's text does not spell out were recognised from a "
    "picture of the page.",
)
#: what is said of a picture that stands in a text
EMBEDDED = Sentence(
    "“{name}”是图片，其中的文字和数字由图像识别得出。",
    "“{name}” is a picture; its words and figures were recognised.",
)

_CELLS = "gxkit.readers.scan.page"
_READER = "gxkit.readers.scan.leaves"
_FILES = "gxkit.readers.scan.files"
_LAYER = "gxkit.readers.scan.laying"


class Picture(NamedTuple):
    """A picture of a page, or of a part of one: its pixels (rows x columns in grey, or x 3 in red,
    green and blue, from 0 to 255) and the side of one in points."""

    pixels: NDArray[np.uint8]
    points: float


class Shown(NamedTuple):
    """A page that a picture shows, in points from the page's lower left corner, and where that lies
    in the picture."""

    page: Page
    left: float = 0.0
    bottom: float = 0.0

    def move(
        self,
        right: float,
        up: float,
    ) -> Shown:
        """The same on a page in which the picture's corner lies at a place; its lines and tables
        are placed on that page."""
        mover = _Mover(self.left + right, self.bottom + up)
        return Shown(mover.move(self.page))

    def scale(self, factor: float) -> Shown:
        """The same where a point is some points."""
        mover = _Mover(
            0.0,
            0.0,
            factor,
        )
        return Shown(
            mover.move(self.page),
            self.left * factor,
            self.bottom * factor,
        )


# A page lies in the scanner some points off the page before it, and is drawn a little larger or
# smaller. Of the inner edges of its table half at least must be those of the one that goes on.
_OFF, _SCALE, _SAME_X, _COMMON = 30.0, 0.03, 4.0, 0.5


def align(
    page: Page,
    before: Page,
) -> Page:
    """A page whose first table goes on from the last one of the page before, with its columns where
    they are there; else the page as it is."""
    if not page.tables or not before.tables:
        return page
    own = page.tables[0].lattice
    others = before.tables[-1].lattice.xs
    left, right = own.xs[0], own.xs[-1]
    scale = (others[-1] - others[0]) / (right - left)
    if abs(others[0] - left) > _OFF or abs(scale - 1.0) > _SCALE:
        return page
    moved = [others[0] + (x - left) * scale for x in own.xs]
    fewer, more = sorted((moved, list(others)), key=len)
    off = sum(_snap(x, more) == x and x not in more for x in fewer)
    if off > _COMMON * (len(fewer) - 2):
        return page
    # exactly those, where there is one
    xs = [_snap(x, others) for x in moved]
    lattice = Lattice(
        tuple(xs),
        own.ys,
        own.cells,
    )
    first = replace(page.tables[0], lattice=lattice)
    return replace(page, tables=[first, *page.tables[1:]])


def _snap(
    x: float,
    edges: Sequence[float],
) -> float:
    nearest = min(edges, key=lambda edge: abs(edge - x))
    return nearest if abs(nearest - x) < _SAME_X else x


class _Mover(NamedTuple):
    right: float
    up: float
    factor: float = 1.0

    def move(self, page: Page) -> Page:
        """A page with its lines and tables at other places."""
        lines = list(map(self._move_line, page.lines))
        return Page(lines, list(map(self._move_table, page.tables)))

    def _move_line(self, line: PrintedLine) -> PrintedLine:
        return line._replace(box=self._move_box(line.box))

    def _move_box(self, box: Box) -> Box:
        left, bottom, right, top = box
        return self._across(left), self._up(bottom), self._across(right), self._up(top)

    def _move_table(self, table: Filled) -> Filled:
        xs = tuple(map(self._across, table.lattice.xs))
        ys = tuple(map(self._up, table.lattice.ys))
        doubts = [(self._across(x), self._up(y)) for x, y in table.doubts]
        return replace(
            table,
            lattice=Lattice(
                xs,
                ys,
                table.lattice.cells,
            ),
            doubts=doubts,
        )

    def _across(self, x: float) -> float:
        return x * self.factor + self.right

    def _up(self, y: float) -> float:
        return y * self.factor + self.up


class _FileReader(Protocol):
    def read_embedded(
        self,
        path: Path,
        data: bytes,
        only_tables: bool,
    ) -> Contents: ...


def read_embedded(
    path: Path,
    data: bytes,
    only_tables: bool,
) -> Contents:
    """What a picture file shows that stands in a document; with `only_tables` nothing where it
    shows no ruled table."""
    reader = cast("_FileReader", import_module(_FILES))
    return reader.read_embedded(path, data, only_tables)


class Figure(NamedTuple):
    """A figure that was read from a picture, as a run of characters in its place."""

    glyph: Glyph
    recognised: Recognised


Figures = list[dict[int, Figure]]
"""the figures of some tables by the numbers of their cells"""
Wanted = list[frozenset[int]]
"""the numbers of the cells of some tables of which the figures are wanted"""


class _CellReader(Protocol):
    def read_cells(
        self,
        picture: Picture,
        lattices: Sequence[Lattice],
        wanted: Wanted,
    ) -> Figures: ...


def read_cells(
    picture: Picture,
    lattices: Sequence[Lattice],
    wanted: Wanted,
) -> Figures:
    """The figures that a picture of a page shows in cells of tables whose places on it are
    known."""
    reader = cast("_CellReader", import_module(_CELLS))
    return reader.read_cells(picture, lattices, wanted)


class _Reader(Protocol):
    def read_picture(
        self,
        picture: Picture,
        only_tables: bool,
    ) -> list[Shown]: ...


def read_picture(
    picture: Picture,
    only_tables: bool = False,
) -> list[Shown]:
    """The pages that a picture shows, mostly one: two of an open book. With `only_tables` none
    where it shows no ruled table, as a photograph does not.

    The reader is loaded now, so that a file without pictures costs no library for them.
    """
    reader = cast("_Reader", import_module(_READER))
    return reader.read_picture(picture, only_tables)


class Laid(NamedTuple):
    """A page that a picture shows, upright and straight: its pixels in colours, the side of one in
    points, where it begins in the picture, and the heights of its rules above its lower edge in
    points."""

    pixels: NDArray[np.uint8]
    points: float
    left: float
    rules: tuple[float, ...]


class _Layer(Protocol):
    def lay_ways(self, picture: Picture) -> Iterator[list[Laid]]: ...


# Points by which a rule of a cell lies off one that is found again, and the share of the cells'
# that are found: those that were mended are not.
_OFF_RULE, _FOUND = 2.5, 0.6


def lay_ways(picture: Picture) -> Iterator[list[Laid]]:
    """The pages that a picture shows, laid straight as its reader lays them, for each way in which
    it may stand; the upright one first."""
    reader = cast("_Layer", import_module(_LAYER))
    return reader.lay_ways(picture)


def is_laid(
    rules: Sequence[float],
    boxes: Sequence[Box],
) -> bool:
    """Whether cells end where rules are, so that a page was laid as it was when they were read."""
    edges: set[float] = set()
    for _, bottom, _, top in boxes:
        edges |= {bottom, top}
    found = 0
    for edge in edges:
        found += any(abs(edge - rule) < _OFF_RULE for rule in rules)
    return found >= _FOUND * len(edges)
