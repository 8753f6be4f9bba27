"""What the objects of a page refer to by its id: how a thing is drawn, colours, pictures, and
groups of objects that are drawn as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gxkit.readers.ofd.package import Package, PartError
from gxkit.readers.ofd.tags import (
    Element,
    Named,
    child_of,
    children,
    name_children,
    number_in,
    numbers_in,
    text_of,
)

WHITE = 255.0
_OPAQUE = 250.0  # of 255: through what is less one sees what lies below
_SHARES = (0.299, 0.587, 0.114)
"""of red, green and blue in how bright a colour looks"""
_GREY, _RGB, _CMYK = 1, 3, 4
_DEEPEST = 16  # drawing parameters that refer to others


class Paint(NamedTuple):
    """How bright something looks on paper (0 is black, 255 the paper), and whether what lies below
    it is seen through it."""

    bright: float
    is_clear: bool = False

    def fade(self, alpha: float) -> Paint:
        """The same as opaque as `alpha` says, of 255."""
        share = min(max(alpha, 0.0), WHITE) / WHITE
        bright = WHITE - (WHITE - self.bright) * share
        return Paint(bright, self.is_clear or alpha < _OPAQUE)


BLACK = Paint(0.0)


class Pen(NamedTuple):
    """How a thing is drawn, as far as something says so: its filling, its lines, and how wide these
    are in millimetres."""

    fill: Paint | None = None
    stroke: Paint | None = None
    width: float | None = None

    def over(self, below: Pen) -> Pen:
        """What it says, and for the rest what another does."""
        if below is NO_PEN:
            return self
        if self is NO_PEN:
            return below
        return Pen(
            below.fill if self.fill is None else self.fill,
            below.stroke if self.stroke is None else self.stroke,
            below.width if self.width is None else self.width,
        )

    def fade(self, alpha: float) -> Pen:
        """The same as opaque as `alpha` says, of 255."""
        fill = (self.fill or BLACK).fade(alpha)
        stroke = (self.stroke or BLACK).fade(alpha)
        return self._replace(fill=fill, stroke=stroke)


NO_PEN = Pen()


class Medium(NamedTuple):
    """A picture: where its part lies, and how its format is called."""

    part: str
    format: str


@dataclass(slots=True)
class Resources:
    """The resources of a document by their ids."""

    pens: dict[str, Element] = field(default_factory=dict)
    spaces: dict[str, Element] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
    groups: dict[str, Element] = field(default_factory=dict)
    _known: dict[str, Pen] = field(default_factory=dict)

    def pen(self, id_: str | None) -> Pen:
        """How a drawing parameter says that things are drawn, with what it takes from others."""
        if not id_:
            return NO_PEN
        if id_ not in self._known:
            self._known[id_] = self._read_chain(id_)
        return self._known[id_]

    def _read_chain(self, id_: str) -> Pen:
        pen = NO_PEN
        for _ in range(_DEEPEST):
            parameter = self.pens.get(id_)
            if parameter is None:
                break
            pen = pen.over(self.pen_of(parameter, name_children(parameter)))
            id_ = parameter.get("Relative", "")
        return pen

    def pen_of(
        self,
        element: Element,
        named: Named,
    ) -> Pen:
        """How an object or a drawing parameter itself says that it is drawn; `named` are its
        children."""
        said = element.get("LineWidth")
        fills, strokes = named.get("FillColor"), named.get("StrokeColor")
        if not (said or fills or strokes):
            return NO_PEN
        return Pen(
            self._paint(fills[0]) if fills else None,
            self._paint(strokes[0]) if strokes else None,
            number_in(said, 0.0) if said else None,
        )

    def _paint(self, colour: Element) -> Paint:
        """How a colour looks on paper; patterns and shadings as if they were black, for something
        is drawn."""
        values = _levels(colour.get("Value"))
        kind = ""
        space = self.spaces.get(colour.get("ColorSpace", ""))
        if space is not None:
            kind = space.get("Type", "").upper()
            if not values:
                values = _palette_levels(space, colour.get("Index"))
        paint = BLACK if len(colour) else Paint(_look(values, kind))
        alpha = colour.get("Alpha")
        return paint.fade(number_in(alpha, WHITE)) if alpha else paint


def _levels(said: str | None) -> list[float]:
    """The parts of a colour; some are written as #ff."""
    if said and "#" in said:
        try:
            return [float(int(part.lstrip("#"), 16)) for part in said.split()]
        except ValueError:
            return []
    return numbers_in(said)


def _palette_levels(
    space: Element,
    index: str | None,
) -> list[float]:
    colours = list(children(child_of(space, "Palette"), "CV"))
    at = int(number_in(index, -1.0))
    return _levels(colours[at].text) if 0 <= at < len(colours) else []


def _look(
    values: Sequence[float],
    kind: str,
) -> float:
    """How bright a colour looks; without its parts it is black."""
    if len(values) == _GREY and kind in ("", "GRAY"):
        return values[0]
    if len(values) == _RGB and kind in ("", "RGB"):
        return sum(share * value for share, value in zip(_SHARES, values, strict=True))
    if len(values) == _CMYK:
        *inks, black = values
        # some write hundredths and others 255ths, and paper is 0 in both
        most = WHITE if max(values) > 100 else 100.0  # noqa: PLR2004
        parts = [WHITE * (1 - ink / most) * (1 - black / most) for ink in inks]
        return sum(share * part for share, part in zip(_SHARES, parts, strict=True))
    return 0.0


def read_resources(
    package: Package,
    parts: Sequence[str],
    outer: Resources | None = None,
) -> Resources:
    """The resources that some parts hold, and those of the document around them; a part that cannot
    be read holds none."""
    resources = Resources()
    if outer:
        resources = Resources(
            dict(outer.pens), dict(outer.spaces), dict(outer.media), dict(outer.groups)
        )
    for part in parts:
        try:
            root = package.parse(part)
        except PartError:
            continue
        _take(package, root, part, resources)
    return resources


def _take(
    package: Package,
    root: Element,
    part: str,
    resources: Resources,
) -> None:
    resources.pens |= _by_id(root, "DrawParams", "DrawParam")
    resources.spaces |= _by_id(root, "ColorSpaces", "ColorSpace")
    resources.groups |= _by_id(root, "CompositeGraphicUnits", "CompositeGraphicUnit")
    folder = root.get("BaseLoc", "")
    for medium in _listed(root, "MultiMedias", "MultiMedia"):
        if medium.get("Type", "").lower() == "image":
            said = text_of(medium, "MediaFile")
            where = package.find(f"{folder}/{said}" if folder else said, part)
            where = where or package.find(said, part)
            resources.media[medium.get("ID", "")] = Medium(where, medium.get("Format", ""))


def _listed(
    root: Element,
    kinds: str,
    kind: str,
) -> Iterator[Element]:
    for list_ in children(root, kinds):
        yield from children(list_, kind)


def _by_id(
    root: Element,
    kinds: str,
    kind: str,
) -> dict[str, Element]:
    return {element.get("ID", ""): element for element in _listed(root, kinds, kind)}
