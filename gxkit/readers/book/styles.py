"""The styles of a workbook: for each, how a cell that has it shows what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

from lxml import etree

from gxkit.readers.book.codes import BUILT_IN, GENERAL
from gxkit.readers.book.package import name_of
from gxkit.readers.book.sheets import Look

Element: TypeAlias = etree._Element
T = TypeVar("T")

_OFF = (None, "0", "false", "off")
_WHITE = "FFFFFF"
_BLACK = "000000"
# The indexed colours that are white or black (18.8.27), and those of the window itself.
_INDEXED = {"0": _BLACK, "1": _WHITE, "8": _BLACK, "9": _WHITE, "64": _BLACK, "65": _WHITE}
_NO_LINE = (None, "none")
_SIDES = ("left", "right", "top", "bottom", "start", "end")
# the order in which colours of a theme are numbered, which is not that of the theme's part
_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4")
_RGB = 6
"""digits of a colour without how much it covers"""


def read_looks(
    styles: Element | None,
    theme: Element | None,
) -> list[Look]:
    """The looks of cells by the number of their style."""
    if styles is None:
        return []
    sheet = _StyleSheet(styles, _theme_colours(theme))
    entries = styles.iterfind("{*}cellXfs/{*}xf")
    return list(map(sheet.look_of, entries))


class _StyleSheet:
    """What the styles of cells name by numbers: formats, fonts, grounds, frames."""

    def __init__(
        self,
        styles: Element,
        colours: dict[str, str],
    ) -> None:
        self.codes = dict(BUILT_IN)
        for entry in styles.iterfind("{*}numFmts/{*}numFmt"):
            number = int(entry.get("numFmtId", "0"))
            self.codes[number] = entry.get("formatCode", GENERAL)
        self.struck: list[bool] = []
        self.inks: list[str | None] = []
        for font in styles.iterfind("{*}fonts/{*}font"):
            ink = font.find("{*}color")
            self.struck.append(_is_struck(font))
            self.inks.append(_colour(ink, colours))
        grounds = styles.iterfind("{*}fills/{*}fill")
        self.grounds = [_ground(fill, colours) for fill in grounds]
        borders = styles.iterfind("{*}borders/{*}border")
        self.framed = list(map(_is_framed, borders))

    def look_of(self, entry: Element) -> Look:
        """How a cell looks whose style this is."""
        number = int(entry.get("numFmtId", "0"))
        font = int(entry.get("fontId", "0"))
        fill = int(entry.get("fillId", "0"))
        border = int(entry.get("borderId", "0"))
        ink = _at(
            self.inks,
            font,
            None,
        )
        ground = _at(
            self.grounds,
            fill,
            _WHITE,
        )
        alignment = entry.find("{*}alignment")
        direction = ""
        if alignment is not None:
            direction = alignment.get("horizontal", "")
        return Look(
            self.codes.get(number, GENERAL),
            struck=_at(
                self.struck,
                font,
                False,
            ),
            # a colour that nobody chose is none to hide in
            unseen=ink is not None and ink == ground,
            framed=_at(
                self.framed,
                border,
                False,
            ),
            across=direction == "centerContinuous",
        )


def _at(
    known: Sequence[T],
    number: int,
    default: T,
) -> T:
    """What stands at a number; files name numbers that they do not have."""
    return known[number] if 0 <= number < len(known) else default


def _theme_colours(theme: Element | None) -> dict[str, str]:
    """The colours of a theme by their numbers."""
    if theme is None:
        return {"0": _WHITE, "1": _BLACK}
    found: dict[str, str] = {}
    scheme = next(theme.iter("{*}clrScheme"), None)
    for entry in scheme if scheme is not None else ():
        for colour in entry:
            value = colour.get("lastClr") or colour.get("val") or ""
            found[name_of(entry)] = value.upper()
    numbered = enumerate(_THEME)
    return {str(number): found[name] for number, name in numbered if name in found}


def _colour(
    element: Element | None,
    theme: dict[str, str],
) -> str | None:
    """A colour as six digits; None where it says none, or is a shade of another."""
    if element is None or element.get("auto") not in _OFF:
        return None
    # a tint makes white grey; whether it is seen then nobody can say
    if element.get("tint") not in (None, "0", "0.0"):
        return None
    if (rgb := element.get("rgb")) is not None:
        return rgb[-_RGB:].upper()
    if (number := element.get("theme")) is not None:
        return theme.get(number)
    return _INDEXED.get(element.get("indexed", ""))


def _ground(
    fill: Element,
    theme: dict[str, str],
) -> str | None:
    """The colour of a cell's ground; white where it has none, None where it is a pattern."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return None
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return _WHITE
    if kind != "solid":
        return None
    return _colour(pattern.find("{*}fgColor"), theme)


def _is_framed(border: Element) -> bool:
    sides = (side for side in border if name_of(side) in _SIDES)
    return any(side.get("style") not in _NO_LINE for side in sides)


def _is_struck(font: Element) -> bool:
    strike = font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in _OFF
