"""How the text of a Word file looks, by its own properties and by its styles: what is not shown,
struck out, or raised (ECMA-376, part 1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from gxkit.document import Omission
from gxkit.readers.word.tags import (
    CELL_PROPERTIES,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    TABLE_PROPERTIES,
    TWIPS,
    VAL,
    Element,
    W,
    find_child,
    is_on,
    read_measure,
    value_of,
)

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SHADE = W + "shd"
_BASED_ON = W + "basedOn"
_RUN_STYLE = W + "rStyle"
_PARAGRAPH_STYLE = W + "pStyle"
_TABLE_STYLE = W + "tblStyle"
_WHITE, _BLACK = "FFFFFF", "000000"
_OF_PAPER = ("background1", "light1", "bg1", "lt1")
"""the names of the theme's colour for paper"""
_UNKNOWN = "?"
"""stands for a colour that nobody can tell without more than the file's text"""
_UNFILLED = "none"
"""stands for letters without a filling"""
_SEEN_THROUGH = 95_000
"""thousandths of a per cent by which a filling lets through what is behind it"""
_NAMED = {"black": "000000", "white": _WHITE, "none": ""}
"""colours of a marking pen that text may share; no text has one of the others"""
_SOLID = "solid"
_PLAIN_SHADES = ("clear", "nil", "")
# Half points: nobody reads letters of two points.
_UNREADABLE = 4
_USUAL_SIZE = 20
"""half points, where nothing sets a size"""
_NARROWEST = 5  # per cent of the width of its letters; Word takes 1
# Twentieths of a point: no letter stands in a line of two points.
_NO_HEIGHT = 40
# Of 255; text of F2F2F2 on white is hardly seen.
_SAME_COLOUR = 15
# Black and a dark grey are set beside each other by chance, black and red are not.
_OTHER_COLOUR = 100
_HEX = 6
_LONGEST_CHAIN = 20  # styles that are based on each other; a circle has no end
_TOGGLED = ("vanish", "strike")
"""what a style turns on and a further one off again"""
# Without one of these in its text a file hides nothing, as most files do; a search for each is
# several times as fast as one pattern for all.
_SUSPICIOUS = (
    b"anish",
    b"strike",
    b"script",
    b":position ",
    b"textFill",
    b"fitText",
    b"customMark",
)
# Half points: nobody reads the smallest, and those below seven points stand beside larger ones.
_TINY = re.compile(rb':sz w:val="(?:\d|1[0-3])(?!\d)')
_THIN = re.compile(rb':line="\d{1,2}(?!\d)')
_NARROW = re.compile(rb'<w:w w:val="[0-4]["%]')
_USUAL_PREFIX = b'xmlns:w="'
_COLOUR = b":color "
_PALE = re.compile(rb":color [^>]*(?:[\"'](?:[fF][0-9a-fA-F]){3}[\"']|background1|light1|bg1|lt1)")
_DARK = re.compile(rb":color [^>]*[\"'][0-9a-fA-F]{6}[\"']")
_SHADED = re.compile(rb":fill=[\"'](?!auto|[fF]{6})|:highlight |:val=[\"']solid[\"']|:background ")


class Format(NamedTuple):
    """What one set of properties says of text; None where it says nothing.

    `size` and `position` (above or below the line) are in half points, colours in six hexadecimal
    digits, '' where Word chooses one that is seen.
    """

    vanish: bool | None = None
    strike: bool | None = None
    struck_twice: bool | None = None
    vanish_always: bool | None = None
    raised: bool | None = None
    position: int | None = None
    size: int | None = None
    width: int | None = None
    colour: str | None = None
    ground: str | None = None
    fill: str | None = None

    def over(self, other: Format) -> Format:
        """What both say, this one where they differ."""
        pairs = zip(self, other, strict=True)
        return Format._make(below if own is None else own for own, below in pairs)


_NOTHING = Format()
_GONE = Format(vanish_always=True)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: why it is no part of the text (None: it is), whether it is raised as a mark,
    the size of its letters in half points, their colour, and how far above the line they stand."""

    omission: Omission | None = None
    is_mark: bool = False
    size: int = _USUAL_SIZE
    colour: str = ""
    position: int = 0


PLAIN = Look()


class Setting(NamedTuple):
    """What surrounds a run: what the styles around it say, what toggles they turned, the ground."""

    format: Format = _NOTHING
    toggled: tuple[bool, ...] = (False, False)
    ground: str = _WHITE


def _whole(value: str | None) -> int | None:
    try:
        return int(float(value or ""))
    except (ValueError, OverflowError):
        return None


def _read_colour(element: Element) -> str:
    """The colour of text; '' where Word chooses it."""
    value = element.get(VAL, "")
    theme = element.get(W + "themeColor", "")
    # the value is that of the theme, with its shades, when the file was saved
    if len(value) == _HEX:
        return value.upper()
    return _WHITE if theme in _OF_PAPER else ""


def _read_shade(element: Element) -> str | None:
    """The colour that a shading lays behind text; None where it lays none."""
    pattern = element.get(VAL, "")
    fill = element.get(W + "fill", "")
    if pattern == _SOLID:
        fill = element.get(W + "color", "")
        return fill.upper() if len(fill) == _HEX else "000000"
    if pattern not in _PLAIN_SHADES:
        return _UNKNOWN
    if len(fill) == _HEX:
        return fill.upper()
    theme = element.get(W + "themeFill", "")
    if theme:
        return _WHITE if theme in _OF_PAPER else _UNKNOWN
    return None


def _read_pen(element: Element) -> str | None:
    value = element.get(VAL, "")
    return _NAMED.get(value, _UNKNOWN) or None


def _read_fill(element: Element) -> str | None:
    """The colour that fills the letters; of those that nothing fills, at most an outline shows."""
    for node in element.iter():
        name = etree.QName(node).localname
        value = node.get(_W14 + "val", "")
        if name == "noFill" or (name == "alpha" and (_whole(value) or 0) >= _SEEN_THROUGH):
            return _UNFILLED
    for node in element.iter(_W14 + "srgbClr", _W14 + "schemeClr"):
        value = node.get(_W14 + "val", "")
        if len(value) == _HEX:
            return value.upper()
        return _WHITE if value in _OF_PAPER else None
    return None


def _read_fit(element: Element) -> int | None:
    """The width left to letters that are squeezed into next to nothing; None where they are not."""
    room = read_measure(element.get(VAL), TWIPS)
    return 0 if room is not None and room <= _NO_HEIGHT else None


def _read_raised(element: Element) -> bool:
    return element.get(VAL) in ("superscript", "subscript")


_READ: dict[object, tuple[str, Callable[[Element], object]]] = {
    W + "vanish": ("vanish", is_on),
    W + "specVanish": ("vanish_always", is_on),
    W + "strike": ("strike", is_on),
    W + "dstrike": ("struck_twice", is_on),
    W + "vertAlign": ("raised", _read_raised),
    W + "position": ("position", lambda element: read_measure(element.get(VAL), 2)),
    W + "sz": ("size", lambda element: read_measure(element.get(VAL), 2)),
    W + "w": ("width", lambda element: _whole((element.get(VAL) or "").rstrip("%"))),
    W + "color": ("colour", _read_colour),
    _SHADE: ("ground", _read_shade),
    W + "highlight": ("ground", _read_pen),
    W + "fitText": ("width", _read_fit),
    _W14 + "textFill": ("fill", _read_fill),
}


def _read_format(properties: Element | None) -> Format:
    """What a `w:rPr` says."""
    said: dict[str, object] = {}
    for element in properties if properties is not None else ():
        reading = _READ.get(element.tag)
        if reading is None:
            continue
        name, read = reading
        value = read(element)
        if value is not None:
            said[name] = value
    return Format(**said) if said else _NOTHING  # type: ignore[arg-type]


@dataclass(slots=True)
class _Style:
    """A style of a file, with what it is based on."""

    format: Format
    ground: str | None
    based_on: str
    has_parts: bool = False
    """whether it shades some rows or columns of a table otherwise"""


@dataclass(slots=True)
class Styles:
    """The styles of a file, and what was found out of them."""

    of: dict[str, _Style] = field(default_factory=dict)
    usual: str = ""
    """the style of a paragraph that names none"""
    base: Format = _NOTHING
    may_hide: bool = True
    """whether anything in the file can be other than plain text"""
    ground: str = _WHITE
    """the colour of the page"""
    sees_all: bool = False
    """whether hidden text counts as shown, within what is hidden as a whole"""
    _chains: dict[str, _Style] = field(default_factory=dict)
    _looks: dict[object, Look] = field(default_factory=dict)

    def seeing_all(self) -> Styles:
        """The same styles for what is hidden as a whole."""
        return replace(self, sees_all=True, _looks={})

    @property
    def page(self) -> Setting:
        """What surrounds all text."""
        return Setting(self.base, ground=self.ground)

    @property
    def box(self) -> Setting:
        """What surrounds the text of a box, which has a filling of its own."""
        return Setting(self.base, ground=_UNKNOWN)

    def of_table(self, table: Element, around: Setting) -> Setting:
        """What surrounds the cells of a table."""
        properties = find_child(table, TABLE_PROPERTIES) if self.may_hide else None
        if properties is None:
            return around
        style = self._chain(value_of(properties, _TABLE_STYLE))
        ground = _shade_of(properties) or style.ground
        # which cells the parts of a style shade depends on more than is followed here
        if style.has_parts:
            ground = _UNKNOWN
        return self._inside(around, style.format, ground)

    def of_cell(self, cell: Element, around: Setting) -> Setting:
        """What surrounds the paragraphs of a cell."""
        properties = find_child(cell, CELL_PROPERTIES) if self.may_hide else None
        ground = _shade_of(properties) if properties is not None else None
        return around if ground is None else around._replace(ground=ground)

    def of_paragraph(self, paragraph: Element, around: Setting) -> Setting:
        """What surrounds the runs of a paragraph."""
        if not self.may_hide:
            return around
        properties = find_child(paragraph, PARAGRAPH_PROPERTIES)
        name = value_of(properties, _PARAGRAPH_STYLE) if properties is not None else ""
        name = name if name in self.of else self.usual
        ground = _shade_of(properties) if properties is not None else None
        if properties is not None and _is_without_height(properties):
            around = around._replace(format=_GONE.over(around.format))
        if not name and ground is None:
            return around
        style = self._chain(name)
        return self._inside(around, style.format, ground or style.ground)

    def look_of(self, properties: Element | None, around: Setting) -> Look:
        """How a run with some properties looks."""
        if not self.may_hide:
            return PLAIN
        own = _read_format(properties)
        style = value_of(properties, _RUN_STYLE) if properties is not None else ""
        key = (own, style, around)
        found = self._looks.get(key)
        if found is None:
            inside = around
            if style:
                named = self._chain(style)
                inside = self._inside(around, named.format, named.format.ground)
            found = self._looks[key] = self._look(own, inside)
        return found

    def _chain(
        self,
        name: str,
    ) -> _Style:
        """A style with all that it is based on."""
        found = self._chains.get(name)
        if found is not None:
            return found
        made, at = _Style(_NOTHING, None, ""), name
        for _ in range(_LONGEST_CHAIN):
            style = self.of.get(at)
            if style is None:
                break
            ground = made.ground or style.ground
            made = _Style(
                made.format.over(style.format), ground, "", made.has_parts or style.has_parts
            )
            at = style.based_on
        self._chains[name] = made
        return made

    def _inside(self, around: Setting, format_: Format, ground: str | None) -> Setting:
        toggled = []
        for name, before in zip(_TOGGLED, around.toggled, strict=True):
            toggled.append(before != bool(getattr(format_, name)))
        return Setting(format_.over(around.format), tuple(toggled), ground or around.ground)

    def _look(self, own: Format, around: Setting) -> Look:
        inherited = around.format
        whole = own.over(inherited)
        states = []
        for name, toggled in zip(_TOGGLED, around.toggled, strict=True):
            said = getattr(own, name)
            states.append((toggled or bool(getattr(self.base, name))) if said is None else said)
        vanishes, is_struck = states
        ground = own.ground or around.ground
        is_hidden = vanishes or bool(whole.vanish_always) or _is_unseen(whole, ground)
        is_raised = bool(whole.raised) or _is_shifted(own, inherited)
        if is_hidden and not self.sees_all:
            return Look(Omission.HIDDEN)
        if is_struck or whole.struck_twice:
            return Look(Omission.STRUCK)
        return Look(
            None,
            is_raised,
            whole.size or _USUAL_SIZE,
            whole.colour or "",
            whole.position or 0,
        )


def _is_without_height(properties: Element) -> bool:
    """Whether the lines of a paragraph are exactly of a height in which no letter stands."""
    spacing = find_child(properties, W + "spacing")
    if spacing is None or spacing.get(W + "lineRule") != "exact":
        return False
    height = read_measure(spacing.get(W + "line"), TWIPS)
    return height is not None and height <= _NO_HEIGHT


def _shade_of(properties: Element) -> str | None:
    shade = find_child(properties, _SHADE)
    return _read_shade(shade) if shade is not None else None


def _is_unseen(format_: Format, ground: str) -> bool:
    """Whether letters are too small, or of the colour of what is behind them."""
    if format_.size is not None and format_.size <= _UNREADABLE:
        return True
    if format_.width is not None and format_.width < _NARROWEST:
        return True
    if format_.fill == _UNFILLED:
        return True
    colour = format_.fill or format_.colour
    if not colour or _UNKNOWN in (colour, ground):
        return False
    return _distance(colour, ground) <= _SAME_COLOUR


def _distance(one: str, other: str) -> int:
    """How far two colours are apart, in the part of them in which they differ most."""
    try:
        pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
        return max(abs(own - behind) for own, behind in pairs)
    except ValueError:
        return 255


def is_alike(one: str, other: str) -> bool:
    """Whether two colours are alike enough for the letters of one figure."""
    return _distance(one or _BLACK, other or _BLACK) < _OTHER_COLOUR


def _is_shifted(own: Format, inherited: Format) -> bool:
    """Whether a run stands above or below its line in smaller letters."""
    usual = inherited.size or _USUAL_SIZE
    return bool(own.position) and (own.size or usual) < usual


def may_hide(*parts: bytes) -> bool:
    """Whether the text of some parts can be hidden, struck out or raised: most files have nothing
    that could, and need no styles followed."""
    # with other names for the namespace nothing could be looked for
    if _USUAL_PREFIX not in parts[0]:
        return True
    if any(sign in part for part in parts for sign in _SUSPICIOUS):
        return True
    for pattern in (_TINY, _NARROW, _THIN):
        if any(map(pattern.search, parts)):
            return True
    coloured = [part for part in parts if _COLOUR in part]
    if any(map(_PALE.search, coloured)):
        return True
    return any(map(_DARK.search, coloured)) and any(map(_SHADED.search, parts))


def read_styles(root: Element | None, has_background: bool) -> Styles:
    """The styles of the part of that name; none where a file has none.

    A page that has a background may be of any colour.
    """
    styles = Styles(ground=_UNKNOWN if has_background else _WHITE)
    if root is None:
        return styles
    for element in root:
        if element.tag == W + "docDefaults":
            defaults = find_child(element, W + "rPrDefault")
            if defaults is not None:
                styles.base = _read_format(find_child(defaults, RUN_PROPERTIES))
        elif element.tag == W + "style":
            name = element.get(W + "styleId", "")
            styles.of[name] = _read_style(element)
            is_usual = element.get(W + "default") in ("1", "true", "on")
            if is_usual and element.get(W + "type") == "paragraph":
                styles.usual = name
    return styles


def _read_style(
    element: Element,
) -> _Style:
    format_ = _read_format(find_child(element, RUN_PROPERTIES))
    ground = None
    for kind in (PARAGRAPH_PROPERTIES, TABLE_PROPERTIES, CELL_PROPERTIES):
        properties = find_child(element, kind)
        if properties is not None:
            ground = _shade_of(properties) or ground
    parts = element.iterfind(f"{W}tblStylePr//{_SHADE}")
    has_parts = any(_read_shade(shade) is not None for shade in parts)
    return _Style(format_, ground, value_of(element, _BASED_ON), has_parts)
