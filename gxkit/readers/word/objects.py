"""What stands in a Word file and is no run of text: pictures, shapes, symbols, fields, controls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gxkit.document import Unread
from gxkit.readers.seen import NOTHING, Seen
from gxkit.readers.word.tags import (
    TEXT,
    TEXT_BOX,
    VAL,
    Element,
    W,
    find_child,
    read_whole,
)

_DRAWING = W + "drawing"
_VML = W + "pict"
_OBJECT = W + "object"
_SYMBOL = W + "sym"
_FIELD = W + "fldChar"
_CODE = W + "instrText"
_CONTROL = W + "sdt"
SHOWS_HINT = W + "showingPlcHdr"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
EMBEDDED = _RELATIONS + "embed"
_VML_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_PICTURES = re.compile(r"\}(?:blip|imagedata|pic)$")
_FRAMED = re.compile(r"\}(?:chart|relIds|OLEObject)$")
_WRITTEN = re.compile(r"\}textpath$")
_SIZE = re.compile(r"\}extent$")
_DESCRIBED = re.compile(r"\}docPr$")
_ANCHORED = re.compile(r"\}anchor$")
_FLOATS = re.compile(r"position\s*:\s*absolute")
# Lengths of three points in English Metric Units: what is no larger shows nothing.
_NOTHING = 38_100
# No table is narrower than two inches; a seal or a sign of an office mostly is.
_NARROWEST = 1_828_800
# {EQ \o\ac(○,5)}: what a field sets in a circle or above another.
_SET = re.compile(r"(?i)^\s*EQ\b.*?([^,;()\\]*)\)\s*$")
_SUM = re.compile(r"\s*=")

# Fonts of symbols whose digits are known, each with its first code, the first digit, and how many.
_CIRCLED = (0x81, 1, 10)
_IN_WINGDINGS = (_CIRCLED, (0x80, 0, 1), (0x8C, 1, 10), (0x8B, 0, 1))
_DIGITS = {
    "wingdings": _IN_WINGDINGS,
    "wingdings 2": ((0x6A, 1, 10), (0x69, 0, 1), (0x75, 1, 10), (0x74, 0, 1)),
    "symbol": ((0x30, 0, 10),),
}
_PRIVATE = 0xF000
"""where codes of such fonts begin in Unicode"""


def _see_drawing(element: Element) -> Seen:
    """A picture or a shape; one with a text box is what stands in the box."""
    if next(element.iter(TEXT_BOX, TEXT), None) is not None:
        return NOTHING
    parts = list(element.iter("{*}*"))
    sizes = [part for part in parts if _SIZE.search(part.tag)]
    sides = [read_whole(part.get(side)) for part in sizes for side in ("cx", "cy")]
    if sides and max(sides) <= _NOTHING:
        return NOTHING
    said = [part.get("string") or "" for part in parts if _WRITTEN.search(part.tag)]
    said += [part.get("descr") or "" for part in parts if _DESCRIBED.search(part.tag)]
    # what floats may belong anywhere on the page: a seal, a line through a table
    floats = any(_is_floating(part) for part in parts)
    return Seen("", _kind_of(parts), " ".join(filter(None, said)), floats)


def find_pictures(paragraph: Element) -> Iterator[str]:
    """The names by which a paragraph shows pictures that are large enough for a table."""
    for picture in paragraph.iter(BLIP, _VML_DATA):
        drawing = next(picture.iterancestors(_DRAWING, _VML), picture)
        sizes = [part.get("cx", "0") for part in drawing.iter("{*}extent")]
        wide = sizes[0] if sizes else ""
        if read_whole(wide, _NARROWEST) < _NARROWEST:
            continue
        # Word 2003 names what it holds itself by an address of its own
        name = picture.get(EMBEDDED) or picture.get(_RELATIONS + "id") or picture.get("src")
        if name:
            yield name


def _kind_of(parts: list[Element]) -> Unread:
    tags = [str(part.tag) for part in parts]
    if any(_FRAMED.search(tag) for tag in tags):
        return Unread.OBJECT
    if any(_PICTURES.search(tag) for tag in tags):
        return Unread.PICTURE
    return Unread.DRAWING


def _is_floating(part: Element) -> bool:
    return bool(_ANCHORED.search(part.tag) or _FLOATS.search(part.get("style") or ""))


def _see_symbol(element: Element) -> Seen:
    """A character of a symbol font: a digit where the font is known to have one there."""
    font = element.get(W + "font", "").lower()
    try:
        code = int(element.get(W + "char", ""), 16) % _PRIVATE
    except ValueError:
        return Seen(unread=Unread.GLYPHS)
    for first, digit, count in _DIGITS.get(font, ()):
        if first <= code < first + count:
            return Seen(_symbol(digit + code - first, font))
    return Seen(unread=Unread.GLYPHS)


def _symbol(
    digit: int,
    font: str,
) -> str:
    """A digit as the font shows it: in a circle, where it stands beside a figure as a mark."""
    if font == "symbol":
        return str(digit)
    return chr(ord("①") + digit - 1) if digit else "⓪"


def _see_field(element: Element) -> Seen:
    """Where a field begins, a form's control: its choice, or none that is known."""
    data = find_child(element, W + "ffData")
    if data is None:
        return NOTHING
    choices = find_child(data, W + "ddList")
    if choices is not None:
        return _see_choice(choices)
    if find_child(data, W + "checkBox") is not None:
        return Seen(unread=Unread.CONTROL)
    return NOTHING


def _see_choice(choices: Element) -> Seen:
    entries = [entry.get(VAL, "") for entry in choices.iter(W + "listEntry")]
    result = find_child(choices, W + "result")
    # without a result the first one is shown, and what is no number chooses none
    chosen = 0 if result is None else read_whole(result.get(VAL, "0"), len(entries))
    if chosen < len(entries):
        return Seen(entries[chosen])
    return Seen(unread=Unread.CONTROL)


def _see_code(element: Element) -> Seen:
    """The code of a field that draws its text itself."""
    match = _SET.match(element.text or "")
    return Seen(unread=Unread.GLYPHS, said=match[1]) if match else NOTHING


_SEE: dict[object, Callable[[Element], Seen]] = {
    _DRAWING: _see_drawing,
    _VML: _see_drawing,
    _OBJECT: _see_drawing,
    _SYMBOL: _see_symbol,
    _FIELD: _see_field,
    _CODE: _see_code,
}
OBJECTS = frozenset(_SEE)


def see(element: Element) -> Seen:
    """What is seen of an element that is one of `OBJECTS`."""
    return _SEE[element.tag](element)


def shows_hint(control: Element) -> bool:
    """Whether a content control shows what to type into it, and nothing that was typed."""
    properties = find_child(control, W + "sdtPr")
    return properties is not None and find_child(properties, SHOWS_HINT) is not None


def is_in_hint(
    element: Element,
    cell: Element,
) -> bool:
    """Whether a control around a paragraph of a cell, or around the cell, shows only a hint."""
    return any(map(shows_hint, _controls_around(element, cell)))


def _controls_around(
    element: Element,
    cell: Element,
) -> Iterator[Element]:
    for around in element.iterancestors(_CONTROL, cell.tag):
        if around is cell:
            break
        yield around
    content = cell.getparent()
    control = content.getparent() if content is not None else None
    if control is not None and control.tag == _CONTROL:
        yield control


def is_unfinished_sum(codes: str) -> bool:
    """Whether a field without a result is a formula, which a word processor would work out."""
    return _SUM.match(codes) is not None
