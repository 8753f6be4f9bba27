"""How the text of an OpenDocument file looks: its styles with all that they are based on."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite, nan
from typing import NamedTuple

from gxkit.readers.word.building import Face
from gxkit.readers.word.odt.names import EXTENDED, FORMATTING, OFFICE, STYLE
from gxkit.readers.word.odt.names import TEXT as OF_TEXT
from gxkit.readers.word.tags import TWIPS, Element, read_measure

_LONGEST_CHAIN = 20  # styles that are based on each other; a circle has no end
_HEX = 6
_HALVES = 2
_RAISED = ("super", "sub")
_NONE = (None, "none")
# Per cent: what is let through so much of is not seen.
_SEEN_THROUGH = 5


class Said(NamedTuple):
    """What properties say of text, in the words of the file; None where they say nothing."""

    display: str | None = None
    line: str | None = None
    line_type: str | None = None
    position: str | None = None
    size: str | None = None
    scale: str | None = None
    colour: str | None = None
    of_window: str | None = None
    opacity: str | None = None
    ground: str | None = None

    def over(
        self,
        other: Said,
    ) -> Said:
        """What both say, this one where they differ; a size in per cent is one of the other."""
        pairs = zip(self, other, strict=True)
        both = Said._make(below if own is None else own for own, below in pairs)
        part = _per_cent(self.size)
        whole = _half_points(other.size)
        if part is None or not whole:
            return both
        return both._replace(size=f"{whole * part / 100 / _HALVES}pt")


NOTHING = Said()
HIDDEN = Said(display="none")
_ATTRIBUTES = (
    OF_TEXT + "display",
    STYLE + "text-line-through-style",
    STYLE + "text-line-through-type",
    STYLE + "text-position",
    FORMATTING + "font-size",
    STYLE + "text-scale",
    FORMATTING + "color",
    STYLE + "use-window-font-color",
    EXTENDED + "opacity",
    FORMATTING + "background-color",
)
_TEXT_PROPERTIES = STYLE + "text-properties"
_GROUNDED = tuple(
    STYLE + kind + "-properties" for kind in ("paragraph", "table-cell", "table-row", "table")
)
_ROW_PROPERTIES = STYLE + "table-row-properties"
_COMMON = (OFFICE + "styles", OFFICE + "automatic-styles")


class Style(NamedTuple):
    """What a style says: of text, the colour behind what has it ('' for none), and the exact height
    of a row in twips."""

    text: Said = NOTHING
    ground: str = ""
    height: int | None = None
    based_on: str = ""


_PLAIN = Style()


class Looks:
    """The styles of a file by family and name."""

    def __init__(
        self,
        roots: Iterable[Element],
    ) -> None:
        self._of: dict[tuple[str, str], Style] = {}
        self._whole: dict[tuple[str, str], Style] = {}
        self._faces: dict[Said, Face] = {}
        self.usual = NOTHING
        for root in roots:
            for kind in _COMMON:
                for styles in root.iterchildren(kind):
                    self._read_styles(styles)

    def _read_styles(
        self,
        styles: Element,
    ) -> None:
        for style in styles.iterchildren(STYLE + "style"):
            family = style.get(STYLE + "family", "")
            name = style.get(STYLE + "name", "")
            self._of[family, name] = _read_style(style)
        for usual in styles.iterchildren(STYLE + "default-style"):
            if usual.get(STYLE + "family") == "paragraph":
                self.usual = _read_style(usual).text

    def style(
        self,
        family: str,
        name: str | None,
    ) -> Style:
        """A style with all that it is based on; one that says nothing where there is none."""
        if not name:
            return _PLAIN
        key = family, name
        found = self._whole.get(key)
        if found is None:
            found = self._whole[key] = self._chain(key)
        return found

    def _chain(
        self,
        key: tuple[str, str],
    ) -> Style:
        family, at = key
        chain = []
        for _ in range(_LONGEST_CHAIN):
            style = self._of.get((family, at))
            if style is None:
                break
            chain.append(style)
            at = style.based_on
        made = _PLAIN
        for style in reversed(chain):
            text = style.text.over(made.text)
            height = made.height if style.height is None else style.height
            made = Style(text, style.ground or made.ground, height)
        return made

    def face(
        self,
        said: Said,
    ) -> Face:
        """How text looks of which some things are said."""
        found = self._faces.get(said)
        if found is None:
            found = self._faces[said] = _said_to_face(said.over(self.usual))
        return found


def _read_style(style: Element) -> Style:
    text = NOTHING
    ground = ""
    height = None
    for properties in style:
        if properties.tag == _TEXT_PROPERTIES:
            text = Said._make(properties.get(name) for name in _ATTRIBUTES)
        elif properties.tag in _GROUNDED:
            ground = _read_colour(properties.get(FORMATTING + "background-color"))
        if properties.tag == _ROW_PROPERTIES:
            height = read_measure(properties.get(STYLE + "row-height"), TWIPS)
    return Style(text, ground, height, style.get(STYLE + "parent-style-name", ""))


def _said_to_face(said: Said) -> Face:
    opacity = _per_cent(said.opacity)
    is_seen_through = opacity is not None and opacity <= _SEEN_THROUGH
    place = (said.position or "").split()
    colour = "" if said.of_window == "true" else _read_colour(said.colour)
    scale = _per_cent(said.scale)
    return Face(
        hidden=said.display == "none" or is_seen_through,
        struck=said.line not in _NONE or said.line_type not in _NONE,
        raised=bool(place) and (place[0] in _RAISED or bool(_per_cent(place[0]))),
        size=_half_points(said.size),
        width=100 if scale is None else int(scale),
        colour=colour,
        ground=_read_colour(said.ground),
    )


def _half_points(size: str | None) -> int:
    if size is None or size.endswith("%"):
        return 0
    return read_measure(size, _HALVES) or 0


def _per_cent(value: str | None) -> float | None:
    number, sign, _ = (value or "").partition("%")
    try:
        share = float(number) if sign else nan
    except ValueError:
        return None
    # float also reads nan and 1e999
    return share if isfinite(share) else None


def _read_colour(value: str | None) -> str:
    """Six hexadecimal digits; '' where nothing is said, or what is behind shows through."""
    digits = (value or "").removeprefix("#")
    is_colour = len(digits) == _HEX and all(digit in "0123456789abcdefABCDEF" for digit in digits)
    return digits.upper() if is_colour else ""
