"""What the declarations of one element do to its text: hide it, raise it, give it a colour."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

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
# Black and a dark grey are set beside each other by chance, black and red are not.
_OTHER_COLOUR = 0.4
_TRANSPARENT = 0.05
_PICTURE = re.compile(r"(?i)background(?:-image)?\s*:[^;]*\burl\(")
# Pixels: a page that is laid out from its middle goes some hundred to the left, what is put out of
# sight some thousand.
_FAR = 400.0
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
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-z]+|%)?$")
_TRANSLATED = re.compile(r"translate(?:3d|x|y)?\(\s*([-+.\d]+[a-z%]*)(?:\s*,\s*([-+.\d]+[a-z%]*))?")
_SCALED_AWAY = re.compile(
    r"scale(?:3d|x|y)?\(\s*0*\.?0*\s*[,)]|matrix(?:3d)?\([\s0.,]*\)|rotate[xy]\(\s*-?90deg"
)
_SEE_THROUGH = re.compile(r"(?:opacity\(|alpha\(opacity=)\s*0*(?:\.0*\d?)?%?\s*\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_BLOCKS = ("block", "flex", "grid", "table", "list-item", "flow-root", "table-cell")
_GAPS = ("margin-left", "margin-right", "padding-left", "padding-right")
_SET_OFF = frozenset(("small", "cite", "label", "q"))
"""runs of text that are no part of the word beside them"""
# Pixels: as wide as a blank.
_A_GAP = 4.0
_SIDES = ("top", "right", "bottom", "left")
_SIZES = ("height", "max-height", "width", "max-width")
T = TypeVar("T")
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


def _length_of(declared: Declared, name: str) -> float:
    """A length that is declared; 0 where none is."""
    return read_pixels(declared.get(name)) or 0.0


def _numbers_in(text: str) -> list[float]:
    return list(map(float, _NUMBER.findall(text)))


# ---- what hides for good


def is_hidden(tag: str, declared: Declared) -> bool:
    """Whether nothing in an element is shown, whatever stands further in."""
    if not declared:
        return False
    return any(test(tag, declared) for test in _HIDING)


def _is_transparent(_: str, declared: Declared) -> bool:
    # what comes in slowly is seen a second later
    if _is_moving(declared):
        return False
    opacity = declared.get("opacity", "")
    filtered = declared.get("filter", "")
    if _SEE_THROUGH.search(filtered):
        return True
    numbers = _numbers_in(opacity)
    if not numbers:
        return False
    whole = _WHOLE if opacity.endswith("%") else 1.0
    return numbers[0] < _TRANSPARENT * whole


def _is_unrendered(_: str, declared: Declared) -> bool:
    return declared.get("content-visibility") == "hidden"


def _is_off_screen(_: str, declared: Declared) -> bool:
    if declared.get("position") not in _SHIFTED:
        return False
    shifts = [_length_of(declared, side) for side in _SIDES]
    # a page can be scrolled to the right, but hardly so far
    return min(shifts) <= -_FAR or max(shifts) >= _FAR_BEHIND


def _is_pushed_out(tag: str, declared: Declared) -> bool:
    """Out of sight by a margin or an indent."""
    left = _length_of(declared, "margin-left")
    above = _length_of(declared, "margin-top")
    if min(left, above) <= -_FAR_MARGIN:
        return True
    # of a run of text within a line the indent is not its own
    if tag in INLINE and not _is_box(declared):
        return False
    indent = _length_of(declared, "text-indent")
    return abs(indent) >= _FAR_INDENT


def _is_moving(declared: Declared) -> bool:
    names = declared.get("animation", "none"), declared.get("animation-name", "none")
    return names != ("none", "none")


def _is_moved_away(_: str, declared: Declared) -> bool:
    """Moved by a transformation; a share is one of the element's own size, which may be a line."""
    if _is_moving(declared):
        return False
    moves = declared.get("translate", "").split()
    found = _TRANSLATED.search(declared.get("transform", ""))
    if found is not None:
        moves += filter(None, found.groups())
    lengths = [read_pixels(move) or 0.0 for move in moves if not move.endswith("%")]
    return any(abs(length) >= _FAR for length in lengths)


def _is_shrunk(_: str, declared: Declared) -> bool:
    """Scaled to nothing."""
    transform = declared.get("transform", "")
    if _SCALED_AWAY.search(transform):
        return not _is_moving(declared)
    sizes = (
        *_numbers_in(declared.get("scale", ""))[:1],
        *_numbers_in(declared.get("zoom", ""))[:1],
    )
    return any(size < _TRANSPARENT for size in sizes)


def _is_clipped(_: str, declared: Declared) -> bool:
    """Cut off by the old property, which takes what is lifted out of the text only."""
    clip = declared.get("clip", "")
    if not clip.startswith("rect(") or declared.get("position") not in _FLOATING:
        return False
    sides = _numbers_in(clip)
    if len(sides) != len(_SIDES):
        return False
    top, right, bottom, left = sides
    # rect(0, 0, 0, 0), or of one pixel
    return min(bottom - top, right - left) <= _A_PIXEL


def _is_cut_away(_: str, declared: Declared) -> bool:
    """Cut off by a path around nothing."""
    path = declared.get("clip-path", "")
    if path.startswith("inset("):
        return _is_inset_away(path)
    if not path.startswith(("circle(0", "ellipse(0", "polygon(")):
        return False
    numbers = _numbers_in(path)
    return not any(numbers)


def _is_inset_away(path: str) -> bool:
    """Whether the insets of opposite sides meet."""
    inside = path.removeprefix("inset(").split("round")[0]
    shares = []
    for part in inside.rstrip(") ").split():
        found = _LENGTH.match(part)
        is_share = found is not None and found[2] == "%"
        shares.append(float(found[1]) if found is not None and is_share else 0.0)
    top, right, bottom, left = spread(shares or [0.0])
    return max(top + bottom, left + right) >= _WHOLE


def spread(values: Sequence[T]) -> tuple[T, T, T, T]:
    """One to four values as those above, at the right, below, and at the left.

    >>> spread([1, 2]), spread([1, 2, 3])
    ((1, 2, 1, 2), (1, 2, 3, 2))
    """
    count = len(values)
    top = values[0]
    right = values[1] if count > 1 else top
    bottom = values[2] if count > 2 else top  # noqa: PLR2004
    left = values[-1] if count >= len(_SIDES) else right
    return top, right, bottom, left


def _is_without_room(tag: str, declared: Declared) -> bool:
    """Of no height or width, and what is longer is cut off."""
    overflow = declared.get("overflow", "visible")
    if tag in _OF_TABLES or overflow == "visible":
        return False
    if tag in INLINE and not _is_box(declared):
        return False
    sizes = [read_pixels(declared.get(side)) for side in _SIZES]
    known = [size for size in sizes if size is not None]
    return bool(known) and min(known) <= _A_PIXEL


def _is_box(declared: Declared) -> bool:
    """Whether a run of text is made a box, which has a size."""
    if declared.get("display", "inline") != "inline":
        return True
    if declared.get("position") in _FLOATING:
        return True
    return declared.get("float", "none") != "none"


_HIDING: tuple[Callable[[str, Declared], bool], ...] = (
    _is_transparent,
    _is_unrendered,
    _is_off_screen,
    _is_pushed_out,
    _is_moved_away,
    _is_shrunk,
    _is_clipped,
    _is_cut_away,
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
        # small, medium, calc(): a size that can be read, unless it is made of nothing
        numbers = _numbers_in(value)
        return 0.0 if numbers and not any(numbers) else TEXT_SIZE
    number, unit = float(found[1]), found[2] or ""
    if unit == "em":
        return number * inherited
    if unit == "%":
        return number / _WHOLE * inherited
    return number * _PIXELS.get(unit, TEXT_SIZE)


def stands_apart(tag: str, declared: Declared) -> bool:
    """Whether a run of text is no part of the line in which it stands."""
    if tag not in INLINE or not declared:
        return False
    if declared.get("position") in _FLOATING or declared.get("float", "none") in ("left", "right"):
        return True
    return declared.get("display") in _BLOCKS


def is_spaced(tag: str, declared: Declared) -> bool:
    """Whether a run of text keeps a distance to what stands before or after it, reaches over it, or
    is told from it by what is behind it."""
    if tag not in INLINE:
        return False
    if tag in _SET_OFF or declared.get("background-image") == UNKNOWN:
        return True
    has_width = declared.get("width", "auto") != "auto"
    if has_width and declared.get("display", "").startswith("inline-"):
        return True
    return any(abs(_length_of(declared, side)) >= _A_GAP for side in _GAPS)


def is_raised(tag: str, declared: Declared, is_smaller: bool) -> bool:
    """Whether a run of text stands above or below its line, as the mark of a note does."""
    if tag not in INLINE or not declared:
        return False
    align = declared.get("vertical-align", "baseline")
    if align in ("super", "sub") or _length_of(declared, "vertical-align") != 0:
        return True
    # figures in smaller letters may stand in the middle of a line, and no mark does
    if not is_smaller:
        return False
    if align in ("top", "text-top", "bottom", "text-bottom"):
        return True
    if declared.get("position") != "relative":
        return False
    shifts = (_length_of(declared, "top"), _length_of(declared, "bottom"))
    return any(shifts)


# ---- colours


def read_text_colour(declared: Declared, inherited: Colour | None) -> Colour | None:
    """The colour of an element's text; None where nobody can tell it."""
    from gxkit.readers.web.declarations import read_colour

    # a shadow is seen where the letters are not
    if declared.get("text-shadow", "none") != "none":
        return None
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
    return _distance(shown, ground) < _SAME_COLOUR


def is_alike(one: Colour | None, other: Colour | None) -> bool:
    """Whether two colours are alike enough for the letters of one figure."""
    if one is None or other is None:
        return one is other
    return _distance(one, other) < _OTHER_COLOUR


def _distance(one: Colour, other: Colour) -> float:
    """How far two colours are apart, in the part of them in which they differ most."""
    return max(abs(own - behind) for own, behind in zip(one[:3], other[:3], strict=True))


def lays_picture(style: str) -> bool:
    """Whether a style lays a picture behind what stands in its element."""
    return _PICTURE.search(style) is not None
