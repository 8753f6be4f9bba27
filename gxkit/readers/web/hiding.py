"""What the declarations of one element do to its text: hide it, raise it, give it a colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from gxkit.readers.web.tags import INLINE

Declared: TypeAlias = dict[str, str]
"""property -> value, both in small letters"""


class Colour(NamedTuple):
    """Red, green, blue and alpha, each from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


BLACK, WHITE, BLUE = Colour(0, 0, 0), Colour(1, 1, 1), Colour(0, 0, 1)
PAINTING = ("color", "text", "bgcolor", "background")
"""the attributes that give colours without a style"""
TEXT_SIZE = 16.0
UNREADABLE = 2.0  # pixels; nobody reads smaller letters
UNKNOWN = "unknown"
"""stands for a value that nobody can tell without more than the page"""
# Of 1; #f0f0f0 on white is apart by 0.06, and hardly seen.
_SAME_COLOUR = 0.06
_TRANSPARENT = 0.05
# Pixels: a page that is laid out from its middle goes some hundred to the left, what is put out of
# sight some thousand.
_FAR = 1000.0
_FAR_BEHIND = 4000.0
_FAR_MARGIN = 2000.0
_FAR_INDENT = 500.0
_A_PIXEL = 1.0
"""the size that is left to what only a screen reader shall find"""
_WHOLE = 100.0
"""per cent"""
_OF_TABLES = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"))
"""these grow with their contents whatever size they are given"""
_FLOATING = ("absolute", "fixed")
_SHIFTED = (*_FLOATING, "relative", "sticky")
_PERCENT = re.compile(r"([-\d.]+)%$")
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-z]+|%)?$")
_TRANSLATED = re.compile(r"translate(?:3d|x|y)?\(\s*([-+.\d]+[a-z%]*)(?:\s*,\s*([-+.\d]+[a-z%]*))?")
_SCALED_AWAY = re.compile(r"scale(?:3d|x|y)?\(\s*0*\.?0*\s*[,)]")
_SEE_THROUGH = re.compile(r"(?:opacity\(|alpha\(opacity=)\s*0*(?:\.0*\d?)?%?\s*\)")
_NUMBERS = re.compile(r"[-+.\d]+")
# A length need only be told from one that leaves the screen: a rough pixel each.
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 38.0,
    "mm": 3.8,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "%": 10.0,
    "vw": 12.8,
    "vh": 8.0,
}


def read_pixels(value: str | None) -> float | None:
    """A length in rough pixels; None where it is none, or depends on more than itself."""
    found = _LENGTH.match(value or "")
    if found is None:
        return None
    number, unit = float(found[1]), found[2] or ""
    return number * _PIXELS[unit] if unit in _PIXELS else None


# ---- what hides for good


def is_hidden(tag: str, declared: Declared) -> bool:
    """Whether nothing in an element is shown, whatever stands further in."""
    if not declared:
        return False
    return any(test(tag, declared) for test in _HIDING)


def _is_transparent(_: str, declared: Declared) -> bool:
    opacity = declared.get("opacity", "")
    share = opacity.removesuffix("%")
    if _LENGTH.match(share) and "%" in opacity:
        return float(share) / _WHOLE < _TRANSPARENT
    value = read_pixels(opacity)
    if value is not None and value < _TRANSPARENT:
        return True
    return _SEE_THROUGH.search(declared.get("filter", "")) is not None


def _is_unrendered(_: str, declared: Declared) -> bool:
    return declared.get("content-visibility") == "hidden"


def _is_off_screen(tag: str, declared: Declared) -> bool:
    position = declared.get("position")
    if position in _SHIFTED:
        before = [read_pixels(declared.get(side)) or 0.0 for side in ("left", "top", "right")]
        if min(before) <= -_FAR:
            return True
        after = read_pixels(declared.get("bottom")) or 0.0
        if max(*before, after) >= _FAR_BEHIND:
            return True
    margins = [read_pixels(declared.get(side)) or 0.0 for side in ("margin-left", "margin-top")]
    if min(margins) <= -_FAR_MARGIN:
        return True
    indent = read_pixels(declared.get("text-indent")) or 0.0
    # of a run of text within a line the indent is not its own
    return abs(indent) >= _FAR_INDENT and tag not in INLINE


def _is_moved_away(_: str, declared: Declared) -> bool:
    """Moved or shrunk by a transformation."""
    transform = declared.get("transform", "")
    if _SCALED_AWAY.search(transform):
        return True
    moves = declared.get("translate", "").split()
    found = _TRANSLATED.search(transform)
    if found is not None:
        moves += [move for move in found.groups() if move]
    # a share is one of the element's own size, which may be a line
    far = [read_pixels(move) or 0.0 for move in moves if not move.endswith("%")]
    scale = read_pixels((declared.get("scale") or "1").split()[0])
    return scale == 0 or any(abs(move) >= _FAR for move in far)


def _is_clipped(tag: str, declared: Declared) -> bool:
    clip = declared.get("clip", "")
    if clip.startswith("rect(") and declared.get("position") in _FLOATING:
        sides = [float(number) for number in _NUMBERS.findall(clip) if _LENGTH.match(number)]
        # rect(0, 0, 0, 0), or of one pixel
        if len(sides) == _SIDES and _is_nothing(sides):
            return True
    path = declared.get("clip-path", "")
    if path.startswith("inset("):
        return _is_inset_away(path)
    numbers = [float(number) for number in _NUMBERS.findall(path) if _LENGTH.match(number)]
    return path.startswith(("circle(0", "ellipse(0", "polygon(")) and not any(numbers)


_SIDES = 4


def _is_nothing(sides: list[float]) -> bool:
    top, right, bottom, left = sides
    return bottom - top <= _A_PIXEL or right - left <= _A_PIXEL


def _is_inset_away(path: str) -> bool:
    """Whether the insets of opposite sides meet."""
    inside = path.removeprefix("inset(").split("round")[0]
    shares = []
    for part in inside.rstrip(") ").split():
        share = _PERCENT.match(part)
        shares.append(float(share[1]) if share else 0.0)
    if not shares:
        return False
    # as with margins: above, right, below, left
    top = shares[0]
    right = shares[min(1, len(shares) - 1)]
    bottom = shares[2] if len(shares) > 2 else top  # noqa: PLR2004
    left = shares[3] if len(shares) == _SIDES else right
    return top + bottom >= _WHOLE or left + right >= _WHOLE


def _is_without_room(tag: str, declared: Declared) -> bool:
    """Of no height or width, and what is longer is cut off."""
    overflow = declared.get("overflow", "visible")
    if tag in _OF_TABLES or overflow == "visible":
        return False
    is_box = tag not in INLINE or declared.get("display", "inline") != "inline"
    is_box = is_box or declared.get("position") in _FLOATING
    is_box = is_box or declared.get("float", "none") != "none"
    sizes = [read_pixels(declared.get(side)) for side in _SIZES]
    return is_box and any(size is not None and size <= _A_PIXEL for size in sizes)


_SIZES = ("height", "max-height", "width", "max-width")
_HIDING: tuple[Callable[[str, Declared], bool], ...] = (
    _is_transparent,
    _is_unrendered,
    _is_off_screen,
    _is_moved_away,
    _is_clipped,
    _is_without_room,
)


# ---- what may be set otherwise further in


def is_seen(declared: Declared, inherited: bool) -> bool:
    """Whether an element is visible."""
    visibility = declared.get("visibility", "inherit")
    if visibility in ("inherit", "unset", UNKNOWN):
        return inherited
    return visibility not in ("hidden", "collapse")


def read_size(declared: Declared, inherited: float) -> float:
    """The size of letters in pixels; that of the element around where nothing sets it."""
    value = declared.get("font-size", "inherit")
    if value in ("inherit", "unset"):
        return inherited
    if value in ("smaller", "larger"):
        return inherited * (0.8 if value == "smaller" else 1.2)
    found = _LENGTH.match(value)
    if found is None:
        return TEXT_SIZE  # small, medium, calc(): a size that can be read
    number, unit = float(found[1]), found[2] or ""
    if unit == "em":
        return number * inherited
    if unit == "%":
        return number / _WHOLE * inherited
    return number * _PIXELS.get(unit, TEXT_SIZE)


def is_raised(tag: str, declared: Declared, is_smaller: bool) -> bool:
    """Whether a run of text stands above or below its line, as the mark of a note does."""
    if tag not in INLINE or not declared:
        return False
    align = declared.get("vertical-align", "baseline")
    if align in ("super", "sub") or (read_pixels(align) or 0.0) != 0:
        return True
    # figures in smaller letters may stand in the middle of a line, and no mark does
    if not is_smaller:
        return False
    shift = read_pixels(declared.get("top")) or read_pixels(declared.get("bottom")) or 0.0
    is_shifted = declared.get("position") == "relative" and shift != 0
    return is_shifted or align in ("top", "text-top", "bottom", "text-bottom")


# ---- colours


def read_text_colour(declared: Declared, inherited: Colour | None) -> Colour | None:
    """The colour of an element's text; None where nobody can tell it."""
    from gxkit.readers.web.declarations import read_colour

    value = declared.get("-webkit-text-fill-color") or declared.get("color") or "inherit"
    if value in ("inherit", "unset", "currentcolor"):
        return inherited
    return BLACK if value in ("initial", "revert") else read_colour(value)


def read_ground(declared: Declared, behind: Colour | None) -> Colour | None:
    """The colour behind an element's text; None where it is a picture, or unknown."""
    from gxkit.readers.web.declarations import read_colour

    if declared.get("background-image", "none") == UNKNOWN:
        return None
    value = declared.get("background-color", "transparent")
    if value in ("transparent", "initial", "unset", "revert", "inherit"):
        return behind
    colour = read_colour(value)
    return _lay_over(colour, behind) if colour is not None else None


def _lay_over(colour: Colour, ground: Colour | None) -> Colour | None:
    """What a colour becomes on a ground that shines through."""
    if colour.alpha == 1:
        return colour
    if ground is None or colour.alpha == 0:
        return ground
    mixed = []
    for own, behind in zip(colour[:3], ground[:3], strict=True):
        mixed.append(own * colour.alpha + behind * (1 - colour.alpha))
    return Colour(*mixed)


def is_same_colour(colour: Colour | None, ground: Colour | None) -> bool:
    """Whether text of a colour is not seen on a ground."""
    if colour is None or ground is None:
        return False
    shown = _lay_over(colour, ground) or ground
    apart = [abs(own - behind) for own, behind in zip(shown[:3], ground[:3], strict=True)]
    return max(apart) < _SAME_COLOUR
