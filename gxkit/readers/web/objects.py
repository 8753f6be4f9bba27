"""What stands in a cell of a page and is no text: controls with their values, pictures, objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from gxkit.document import Unread
from gxkit.readers.seen import NOTHING, Seen
from gxkit.readers.web.hiding import lays_picture
from gxkit.readers.web.tags import Element, text_below

_TYPED = frozenset(("text", "number", "tel", "email", "url", "search", "date"))
"""the types of a field into which a figure can be typed"""
_BUTTONS = frozenset(("button", "submit", "reset"))
_SPACER = re.compile(r"(?i)(?:spacer|blank|pixel|transparent|clear|dot|line)[\w-]*\.(?:gif|png)")
_OF_THE_SITE = re.compile(
    r"(?i)logo|banner|icon|qr|share|btn|button|weixin|wechat|weibo|footer|nav"
)
_PICTURES = frozenset((Unread.PICTURE, Unread.OBJECT))
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*$")
_STYLED = re.compile(r"(?i)(?<![\w-])(width|height)\s*:\s*(\d+(?:\.\d+)?)px")
# Attributes that scripts, style sheets and spreadsheets show (a page saved by Excel keeps a figure
# in x:num); those that number rows and columns are none.
_SAYING = re.compile(
    r"(?:data-(?:v|n|val|value|num|number|text|content|label|title|count|figure|amount|total)"
    r"|title|aria-label|value|x:num|office:value|sdval)"
)
# Attributes by which the usual libraries say with what an element is filled.
_FILLED = re.compile(
    r"(?:v|x|rv)-(?:text|html)|th:u?text|data-(?:bind|text)|(?:data-|x-)?ng-bind[\w-]*|:text"
    r"|\[(?:inner(?:text|html)|textcontent)\]"
)
# Office writes empty elements of its own into cells (<o:p>, <st1:chsdate>), and they show nothing.
_OF_OFFICE = re.compile(r"(?:[mopvwx]|st\d|u\d|ns\d):")
_OF_LAYOUT = frozenset(
    ("style", "class", "width", "height", "align", "valign", "colspan", "rowspan", "nowrap")
)
_FIGURE_ALONE = re.compile(r"\s*\d[\d.,]*\s*")
_COUNTER = re.compile(r"(?:counter-(?:reset|set)\s*:|--[\w-]+\s*:\s*[\"'])[^;]*\d")
_WRITES = re.compile(r"document\s*\.\s*write|innerHTML|innerText|textContent|\.html\(|\.text\(")
# Pixels: no table is smaller; what is no larger than a line of a border shows nothing, what is as a
# letter an icon.
_LARGE = 200.0
_NOTHING = 3.0
_ICON = 20.0


def _see_input(element: Element) -> Seen:
    """A field with its value: some sites publish their tables as the forms they were typed into."""
    kind = (element.get("type") or "text").lower()
    value = (element.get("value") or "").strip()
    if kind == "hidden":
        return NOTHING
    if value and kind in _TYPED | _BUTTONS:
        return Seen(value)
    if kind == "image":
        return _see_picture(element)
    return Seen(unread=Unread.CONTROL, slight=kind in _BUTTONS)


def _see_textarea(element: Element) -> Seen:
    text = (element.text or "").strip()
    return Seen(text) if text else Seen(unread=Unread.CONTROL)


def _see_select(element: Element) -> Seen:
    """The option that is selected. A browser shows the first where none is, which nobody chose."""
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    texts = [text_below(option).strip() for option in chosen]
    if any(texts):
        return Seen(" ".join(texts))
    first = text_below(options[0]).strip() if options else ""
    return Seen(unread=Unread.CONTROL, said=first)


def _see_button(element: Element) -> Seen:
    return Seen(text_below(element).strip())


def _see_picture(element: Element) -> Seen:
    """A picture, unless it only keeps a distance or is said to be an ornament."""
    said = (element.get("alt") or element.get("title") or "").strip()
    sides = _sides(element)
    role = element.get("role") or ""
    if element.get("aria-hidden") == "true" or role in ("none", "presentation"):
        return NOTHING
    if sides and min(sides) <= _NOTHING:
        return NOTHING
    if not sides and _SPACER.search(element.get("src") or ""):
        return NOTHING
    is_icon = bool(sides) and max(sides) <= _ICON
    # with an empty description it adds nothing to a text beside it
    is_slight = is_icon or (element.get("alt") is not None and not said)
    return Seen(unread=Unread.PICTURE, said=said, slight=is_slight)


def _sides(element: Element) -> list[float]:
    """The width and the height that an element gives itself, in pixels."""
    found = [_LENGTH.match(element.get(side) or "") for side in ("width", "height")]
    sides = [float(match[1]) for match in found if match]
    styled = _STYLED.findall(element.get("style") or "")
    return sides + [float(length) for _, length in styled]


def _see_drawing(element: Element) -> Seen:
    """The words in a drawing; one without any is read by nobody."""
    texts = [text_below(text).strip() for text in element.iter("{*}text", "text")]
    shown = " ".join(filter(None, texts))
    if shown:
        return Seen(shown)
    is_hidden = element.get("aria-hidden") == "true"
    return Seen(unread=Unread.DRAWING, slight=is_hidden)


def _see_object(element: Element) -> Seen:
    """What another program shows, with what stands there for browsers that do not know it."""
    sides = _sides(element)
    if sides and min(sides) <= _NOTHING:
        return NOTHING
    return Seen(unread=Unread.OBJECT, said=text_below(element).strip())


def _see_script(element: Element) -> Seen:
    """A script that writes into the page: what, only a browser knows."""
    if _WRITES.search(text_below(element)):
        return Seen(unread=Unread.OBJECT)
    return NOTHING


def _see_vml(element: Element) -> Seen:
    """A picture, or words drawn along a line, in the drawings of old Office."""
    said = (element.get("string") or "").strip()
    return Seen(unread=Unread.PICTURE, said=said, slight=True)


def _see_fallback(element: Element) -> Seen:
    """What is shown only where scripts do not run: where they do, they write something else."""
    text = text_below(element).strip()
    return Seen(unread=Unread.SCRIPT, said=text, slight=True) if text else NOTHING


_SEE: dict[object, Callable[[Element], Seen]] = {
    "input": _see_input,
    "textarea": _see_textarea,
    "select": _see_select,
    "button": _see_button,
    "img": _see_picture,
    "image": _see_picture,
    "svg": _see_drawing,
    "script": _see_script,
    "noscript": _see_fallback,
    "v:imagedata": _see_vml,
    "v:textpath": _see_vml,
    **dict.fromkeys(
        ("object", "embed", "applet", "canvas", "iframe", "frame", "video", "audio"), _see_object
    ),
}
OBJECTS = frozenset(_SEE)


def see(element: Element) -> Seen:
    """What is seen of an element that is one of `OBJECTS`."""
    return _SEE[element.tag](element)


def may_show_table(element: Element) -> bool:
    """Whether one of `OBJECTS` outside tables is large enough, and no part of the site."""
    seen = see(element)
    is_icon = seen.slight and element.get("alt") != ""
    if seen.unread not in _PICTURES or is_icon:
        return False
    sides = _sides(element)
    source = element.get("src") or element.get("data") or ""
    # the letters of a picture that an address holds spell anything
    is_named = not source.startswith("data:")
    if is_named and _OF_THE_SITE.search(source):
        return False
    return not sides or max(sides) >= _LARGE


def has_picture_behind(
    cell: Element,
    pictured: Collection[Element],
) -> bool:
    """Whether a picture is the ground of a cell or of what stands in it: perhaps its figure.

    `pictured` are the elements behind which a style sheet lays one. A sheet that lays it behind
    all cells of a row adorns them.
    """
    for element in cell.iter("*"):
        style = element.get("style")
        if style is not None and lays_picture(style):
            return True
        if element.get("background"):
            return True
        if element is not cell and element in pictured:
            return True
    row = cell.getparent()
    if row is None or cell not in pictured:
        return False
    return any(one not in pictured for one in row)


def unread_of_blank(cell: Element) -> Unread | None:
    """What a cell without text shows once scripts, style sheets and lists have done their part:
    what an element or an attribute is filled with, or the number of an item."""
    for element in cell.iter("*"):
        tag = str(element.tag)
        # an element that HTML does not know is one that a script or a server draws
        if "-" in tag or (":" in tag and not _OF_OFFICE.match(tag)):
            return Unread.SCRIPT
        if tag == "li" and _is_numbered(element):
            return Unread.NUMBER
        for name, value in element.items():
            # most blank cells have no attributes but those of their place and size
            if name not in _OF_LAYOUT or name == "style":
                unread = _unread_of_attribute(str(name), str(value))
                if unread is not None:
                    return unread
                if name == "id" and _is_named_by_script(element, str(value)):
                    return Unread.SCRIPT
    return None


def _is_named_by_script(element: Element, name: str) -> bool:
    """Whether a script of the page names an element; editors leave ids that nobody asks for."""
    if not name:
        return False
    texts = map(text_below, element.getroottree().iter("script"))
    # Most ids are those of an editor, and stand in no script.
    near = [text for text in texts if name in text]
    named = rf"[\"'#`]{re.escape(name)}[\"'`\s]"
    return any(re.search(named, text) for text in near)


def _is_numbered(item: Element) -> bool:
    parent = item.getparent()
    return parent is not None and parent.tag == "ol"


def _unread_of_attribute(
    name: str,
    value: str,
) -> Unread | None:
    if name == "style":
        holds_figure = _COUNTER.search(value)
    else:
        holds_figure = _SAYING.fullmatch(name) and _FIGURE_ALONE.fullmatch(value)
    if holds_figure:
        return Unread.ATTRIBUTE
    return Unread.SCRIPT if _FILLED.fullmatch(name) else None


def is_reversed(element: Element) -> bool:
    """Whether an element shows its characters from right to left: 12 is seen as 21."""
    if element.tag == "bdo":
        return (element.get("dir") or "").lower() == "rtl"
    style = element.get("style")
    return style is not None and "bidi-override" in style
