"""How the elements of a page look: what stands in them and is not shown, struck out, or raised."""

from __future__ import annotations

import operator
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gxkit.document import Omission
from gxkit.readers.web.hiding import (
    BLACK,
    BLUE,
    PAINTING,
    TEXT_SIZE,
    UNKNOWN,
    UNREADABLE,
    WHITE,
    Colour,
    Declared,
    is_hidden,
    is_raised,
    is_same_colour,
    is_seen,
    is_spaced,
    lays_picture,
    read_ground,
    read_size,
    read_text_colour,
    stands_apart,
)
from gxkit.readers.web.tags import Element

if TYPE_CHECKING:
    from gxkit.readers.web.declarations import Style
    from gxkit.readers.web.sheets import Sheets


_STRUCK = frozenset(("s", "del", "strike"))
_RUBY = frozenset(("rt", "rp", "rtc"))
_RAISED = frozenset(("sup", "sub"))
_CLOSED = frozenset(("dialog", "datalist"))
_ROWS = frozenset(("tr", "thead", "tbody", "tfoot", "col", "colgroup"))
_ALONE = frozenset(("small", "cite", "label", "q", *_STRUCK, *_RUBY, *_RAISED, *_CLOSED))
_BY_TAG = frozenset(("a", *_ALONE))
"""the elements that look otherwise than what they stand in, whatever they say"""
_TELLING_ALONE = ("hidden",)
_TELLING = ("style", *_TELLING_ALONE, *PAINTING)
"""the attributes that tell how an element looks: without styles that may hide, and with them"""
_IS_SAID = partial(operator.is_not, None)
# Of a text in small letters, which takes a third of the time of one in any.
_SUSPICIOUS = re.compile(
    "|".join(
        (
            r"display\s*:\s*(?:none|block|flex|grid)|float\s*:\s*[lr]|\[hidden|mso-hide",
            r"visibility\s*:\s*(?:hidden|collapse)|opacity|line-through",
            # letters of nothing, or quite other ones than those beside them
            r"font(?:-size)?\s*:[^;}]*(?<![\w.#])[012]?(?:\.\d+)?(?:p[xt]|r?em|%|\s*[;}/!]|\s*$)",
            r"font-size\s*:\s*(?:[1-8](?:\.\d+)?p[xt]|0?\.[1-7]\d*r?em|[1-7]\d%|smaller|x?x-small)",
            # above the line, out of it, off the page, or without room
            r"vertical-align\s*:\s*(?:super|sub|text-|[-+.\d])|(?:top|bottom)\s*:\s*-",
            r"absolute|fixed|(?:margin|padding)-(?:left|right)|-\d{3}|scale|rotate|matrix|zoom",
            r"content\s*:[^;}]*(?:\d|attr|counter)|inline-|gradient|indent\s*:\s*\d{3}",
            r"(?<!background-)clip|(?:height|width)\s*:\s*[01](?:px|pt|em|%)?\s*(?:[;}!]|$)",
            # what says it in other words
            r"var\(|\\",
        )
    )
)
_DARK = r"#[0-9a-d]|black|red|blue|green|navy|maroon|inherit"
_COLOURED = re.compile(r"(?i)(?<![-\w])color\s*:\s*")
_PALE = re.compile(rf"(?i)(?<![-\w])color\s*:\s*(?!{_DARK})")
# Of what an element says of itself: a red figure beside a black one is another figure.
_BRIGHT = re.compile(r"(?i)(?<![-\w])color\s*:\s*(?!#[0-7]{3}\b|#[0-7]{6}\b|black|inherit)")
_GROUND = re.compile(r"(?i)background[-a-z]*\s*:\s*(?!#f|white|none)")


@dataclass(frozen=True, slots=True)
class Look:
    """How what stands in an element looks; what is inside it inherits all of it.

    `gone` takes no place (display: none); `hidden` is not shown whatever stands inside; `perhaps`
    is what its name or its link lets one guess of a part of a cell. `seen`, `size` (pixels) and
    `colour` may be set otherwise further in; `colour` is None where nobody can tell it, `ground`,
    the colour behind, where it is a picture. `pale` has the colour of the ground, `doubtful` says
    that a sheet elsewhere may have given it another one. Of the element itself only: `apart` stands
    out of its line, `spaced` at a distance within it.
    """

    gone: bool = False
    hidden: bool = False
    struck: bool = False
    ruby: bool = False
    raised: bool = False
    perhaps: Omission | None = None
    seen: bool = True
    size: float = TEXT_SIZE
    colour: Colour | None = BLACK
    ground: Colour | None = WHITE
    pale: bool = False
    doubtful: bool = False
    apart: bool = False
    spaced: bool = False
    omission: Omission | None = None
    """why text that looks so is no part of what is said; None where it is"""

    @property
    def doubt(self) -> Omission | None:
        """Why text that looks so is no part of a cell if it stands beside other text."""
        if self.raised:
            return Omission.MARK
        if self.perhaps is not None:
            return self.perhaps
        return Omission.HIDDEN if self.pale and self.doubtful else None


PLAIN = Look()


def find_looks(root: Element, markup: str, attached: Mapping[str, str]) -> Looks:
    """The looks of the elements of a page, whose text in full is `markup`; `attached` are the style
    sheets that came with it, by their addresses.

    Its style sheets are followed only if they may hide text.
    """
    said = {}
    for name, path in _SAID.items():
        # a look at the text is several times as fast as one at all elements
        if any(name in markup for name in (name, name.upper(), name.title())):
            said[name] = list(dict.fromkeys(_texts(root, path)))
    inline = said.get("style", [])
    has_pictures = bool(said.get("background")) or any(map(lays_picture, inline))
    sheets, has_far = _find_sheets(root, attached)
    declared = [f"{style};" for style in inline]
    declared += [f"color:{value};" for value in said.get("color", ())]
    declared += [f"background:{value};" for value in said.get("background", ())]
    is_coloured = any(map(_BRIGHT.search, declared))
    lays_pictures = any(map(lays_picture, sheets))
    is_plain = not is_coloured and not lays_pictures
    if is_plain and not _may_hide("\n".join((*sheets, *declared))):
        is_reversed = any("bidi-override" in style for style in inline)
        is_bare = not is_reversed and not said.get("hidden")
        return Looks(None, has_far, has_pictures_behind=has_pictures, is_bare=is_bare)
    from gxkit.readers.web.sheets import follow_sheets

    is_old = not markup.lstrip("\ufeff \t\r\n")[:9].lower().startswith("<!doctype")
    followed = follow_sheets(root, sheets, inline, is_old)
    made = Looks(followed, has_far, has_pictures_behind=has_pictures)
    if lays_pictures:
        made.note_pictures()
    return made


_SAID = {
    "style": "//@style",
    "color": "//@color | //body/@text | //@bgcolor",
    "background": "//@background",
    "hidden": "//@hidden",
}
"""a word that a page has in its markup, and where what it says of looks stands"""


def _texts(root: Element, path: str) -> list[str]:
    # texts that know their element take twice the time
    found = root.xpath(path, smart_strings=False)
    return list(map(str, found)) if isinstance(found, list) else []


def _may_hide(text: str) -> bool:
    if _SUSPICIOUS.search(text.lower()) or _PALE.search(text):
        return True
    return _COLOURED.search(text) is not None and _GROUND.search(text) is not None


def _find_sheets(root: Element, attached: Mapping[str, str]) -> tuple[list[str], bool]:
    """The style sheets in the file that hold for a screen, and whether there are others elsewhere.

    `attached` are those that came with the page, by their addresses.
    """
    sheets: list[str] = []
    has_far = False
    for element in root.iter("style", "link"):
        text = element.text
        if element.tag == "link":
            if "stylesheet" not in (element.get("rel") or "").lower().split():
                continue
            text = _fetch(element.get("href") or "", attached)
            has_far = has_far or text is None
        kind = (element.get("type") or "text/css").lower()
        # within <noscript> it holds for those without scripts only
        is_fallback = next(element.iterancestors("noscript", "template", "svg"), None) is not None
        if not text or kind != "text/css" or is_fallback:
            continue
        media = element.get("media")
        sheets.append(text if not media else f"@media {media} {{\n{text}\n}}")
    return sheets, has_far


def _fetch(address: str, attached: Mapping[str, str]) -> str | None:
    """The style sheet at an address if it is in the file; nothing is asked of the net."""
    if not address.startswith("data:text/css"):
        return attached.get(address)
    head, _, content = address.partition(",")
    if not head.endswith(";base64"):
        return unquote(content)
    try:
        return b64decode(unquote(content)).decode("utf-8", "replace")
    except ValueError:
        return None


class Looks:
    """Tells how an element looks from how the one around it does.

    `sees_all` is for what is hidden as a whole: within it all counts as shown, and what is struck
    out still does not. `has_pictures_behind` is False where no element of the page says that a
    picture is its ground, `is_bare` True where none looks or reads otherwise but by its tag.
    """

    def __init__(
        self,
        sheets: Sheets | None,
        has_far_sheets: bool = False,
        sees_all: bool = False,
        has_pictures_behind: bool = True,
        is_bare: bool = False,
    ) -> None:
        self._sheets = sheets
        self._styles = sheets.styles if sheets is not None else {}
        self._is_plain = sheets is None
        # before or after these a style sheet puts figures, which nobody reads
        self.writing = sheets.writing if sheets is not None else frozenset()
        self._telling = _TELLING if sheets is not None else _TELLING_ALONE
        self.has_far_sheets = has_far_sheets
        self._sees_all = sees_all
        self.has_pictures_behind = has_pictures_behind
        self.is_bare = is_bare
        self.pictured: frozenset[Element] = frozenset()
        """the elements behind which a style sheet lays a picture"""
        self._known: dict[object, tuple[Look, Look]] = {}

    @property
    def is_whole(self) -> bool:
        """Whether all rules of the page's sheets were followed."""
        return self._sheets is None or self._sheets.is_whole

    def note_pictures(self) -> None:
        """Notes the elements behind which a sheet lays a picture."""
        pictured = {element for element, styles in self._styles.items() if _lays_any(styles)}
        self.pictured = frozenset(pictured)
        self.has_pictures_behind = self.has_pictures_behind or bool(pictured)

    def seeing_all(self) -> Looks:
        """The looks as they were if nothing was hidden."""
        made = Looks(self._sheets, self.has_far_sheets, True, self.has_pictures_behind)
        made.pictured = self.pictured
        return made

    def below(self, look: Look, element: Element) -> Look:
        """How an element looks within one that has a look."""
        tag = element.tag
        # most pages have no style that could hide anything
        if self._is_plain and tag not in _ALONE and element.get("hidden") is None:
            return look
        styles = self._styles.get(element, ())
        said = [element.get(name) for name in self._telling]
        if not styles and tag not in _BY_TAG and not any(map(_IS_SAID, said)):
            return look
        # elements that are alike, in one that is, look the same: a table has hundreds
        key = (id(look), tag, tuple(map(id, styles)), tuple(said))
        known = self._known.get(key)
        if known is None:
            attributes = dict(zip(self._telling, said, strict=True))
            made = self._look(look, element, styles, attributes)
            # with the outer one, so that no other is ever at its address
            known = self._known[key] = (look, made)
        _, made = known
        return made

    def _look(
        self,
        look: Look,
        element: Element,
        styles: Sequence[Style],
        attributes: dict[str, str | None],
    ) -> Look:
        tag = element.tag
        declared: Declared = {}
        if self._sheets is not None:
            from gxkit.readers.web.declarations import declare

            declared = declare(styles, attributes, self._sheets.variables)
        display = declared.get("display")
        is_closed = tag in _CLOSED and element.get("open") is None
        gone = look.gone or display == "none" or declared.get("mso-hide") == "all"
        gone = gone or (tag in _ROWS and declared.get("visibility") == "collapse")
        # what an author says of its display counts before the attribute
        gone = gone or (display is None and (is_closed or attributes["hidden"] is not None))
        decoration = declared.get("text-decoration-line")
        strikes = tag in _STRUCK if decoration is None else "line-through" in decoration
        size = read_size(declared, look.size)
        made = replace(
            look,
            gone=gone,
            hidden=look.hidden or gone or is_hidden(tag, declared),
            struck=look.struck or strikes,
            ruby=look.ruby or tag in _RUBY,
            raised=look.raised or tag in _RAISED or is_raised(tag, declared, size < look.size),
            seen=is_seen(declared, look.seen),
            size=size,
            apart=stands_apart(tag, declared),
            spaced=is_spaced(tag, declared),
        )
        if self._sees_all:
            made = replace(made, gone=False, hidden=False, seen=True, size=TEXT_SIZE)
        elif self._sheets is not None:
            made = self._paint(made, tag, declared)
        return replace(made, omission=_find_omission(made))

    def _paint(
        self,
        look: Look,
        tag: str,
        declared: Declared,
    ) -> Look:
        """The look with its colours; a link has its own."""
        ground = read_ground(declared, look.ground)
        colour = read_text_colour(declared, BLUE if tag == "a" else look.colour)
        # a sheet elsewhere may lay something behind what has no ground of its own
        doubtful = look.doubtful and ground is look.ground
        return replace(
            look,
            colour=colour,
            ground=ground,
            doubtful=doubtful,
            pale=is_same_colour(colour, ground),
        )

    def first(self) -> Look:
        """How a page looks before any of it says otherwise."""
        return replace(PLAIN, doubtful=self.has_far_sheets)


def _lays_any(styles: Sequence[Style]) -> bool:
    """Whether the last of some styles that says anything of the ground lays a picture there."""
    said: Declared = {}
    for style in styles:
        said |= style.normal
    for style in styles:
        said |= style.important
    return said.get("background-image") == UNKNOWN


def _find_omission(look: Look) -> Omission | None:
    if look.hidden or not look.seen or look.size <= UNREADABLE:
        return Omission.HIDDEN
    if look.pale and not look.doubtful:
        return Omission.HIDDEN
    if look.struck:
        return Omission.STRUCK
    return Omission.RUBY if look.ruby else None
