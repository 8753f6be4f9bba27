"""What a style declares, as far as it tells whether text is shown: shorthands taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import tinycss2
from tinycss2.ast import Declaration, Node
from tinycss2.color4 import Color, parse_color

from gxkit.readers.web.hiding import UNKNOWN, Colour, Declared, spread

_TELLING = frozenset(
    (
        "display",
        "visibility",
        "content-visibility",
        "opacity",
        "filter",
        "font-size",
        "color",
        "background-color",
        "background-image",
        "-webkit-text-fill-color",
        "position",
        "float",
        "left",
        "right",
        "top",
        "bottom",
        "text-indent",
        "margin-left",
        "margin-right",
        "margin-top",
        "padding-left",
        "padding-right",
        "text-shadow",
        "animation",
        "animation-name",
        "content",
        "transform",
        "translate",
        "scale",
        "zoom",
        "clip",
        "clip-path",
        "height",
        "max-height",
        "width",
        "max-width",
        "overflow",
        "text-decoration-line",
        "vertical-align",
        "mso-hide",
    )
)
"""the properties that tell whether text is shown, struck out or raised"""
_WIDE = "inherit|initial|unset|revert|unknown"
_KNOWN = {
    "display": re.compile(
        r"none|inline|contents|list-item|flow-root|run-in|ruby"
        r"|(?:inline-)?(?:block|flex|grid|table)"
        rf"|table-(?:row|cell|caption|column)(?:-group)?|table-(?:header|footer)-group"
        rf"|-webkit-(?:inline-)?box|{_WIDE}"
    ),
    "visibility": re.compile(rf"visible|hidden|collapse|{_WIDE}"),
    "position": re.compile(rf"static|relative|absolute|fixed|(?:-webkit-)?sticky|{_WIDE}"),
}
"""what these may be; anything else sets nothing"""
_PICTURE = re.compile(r"url\(|gradient\(|image\(|image-set\(")
_VARIABLE = re.compile(r"var\(\s*(--[^\s,)]+)\s*(?:,\s*([^()]*))?\)")
_SIZE_IN_FONT = re.compile(
    r"(?:^|\s)([-+]?[\d.]+(?:[a-z]+|%)?|(?:xx?-)?(?:small|large)(?:er)?|medium)\s*(?:/|\s|$)"
)
_BARE_COLOUR = re.compile(r"[0-9a-f]{6}|[0-9a-f]{3}")
_PAINTED = {
    "color": "color",
    "text": "color",
    "bgcolor": "background-color",
    "background": "background-image",
}
"""old attributes, and the property that each of them sets"""


class Style(NamedTuple):
    """The telling declarations of one rule or one element: ordinary ones, and `!important` ones."""

    normal: Declared
    important: Declared


_NO_STYLE = Style({}, {})


def read_style(nodes: list[Node], variables: Mapping[str, str]) -> Style:
    """The telling declarations among the nodes of a style; a later one counts."""
    style = Style({}, {})
    for node in nodes:
        if not isinstance(node, Declaration):
            continue
        value = value_of(node)
        if "var(" in value:
            value = _put_variables(value, variables)
        into = style.important if node.important else style.normal
        into.update(_take_apart(node.lower_name, value))
    return style


def value_of(declaration: Declaration) -> str:
    """Its value in small letters."""
    return write_tokens(declaration.value).strip().lower()


def write_tokens(tokens: Sequence[Node]) -> str:
    """Tokens as text; '' for brackets in brackets by the thousand, which nobody means."""
    try:
        text: str = tinycss2.serialize(tokens)
    except RecursionError:
        return ""
    return text


def _put_variables(value: str, variables: Mapping[str, str]) -> str:
    """The value with the page's own properties put in."""

    def put(found: re.Match[str]) -> str:
        return variables.get(found[1]) or (found[2] or "").strip() or UNKNOWN

    return _VARIABLE.sub(put, value)


def _take_apart(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The properties that a declaration sets. One that is invalid sets nothing, as in a browser."""
    apart = _SHORTHANDS.get(name)
    if apart is not None:
        yield from apart(value)
    elif name in ("color", "background-color", "-webkit-text-fill-color"):
        if value in ("inherit", "initial", "unset", "revert", UNKNOWN) or _is_colour(value):
            yield name, value
        elif value.endswith(")"):
            yield name, UNKNOWN  # a colour that is reckoned, or of an unusual space
    elif name in _TELLING:
        known = _KNOWN.get(name)
        if known is None or known.fullmatch(value):
            yield name, value


def _of_background(value: str) -> Iterator[tuple[str, str]]:
    colour = "transparent"
    for node in tinycss2.parse_component_value_list(value):
        text = write_tokens([node])
        if _is_colour(text):
            colour = text
    has_picture = UNKNOWN in value or _PICTURE.search(value)
    yield "background-color", colour
    yield "background-image", UNKNOWN if has_picture else "none"


def _of_background_image(value: str) -> Iterator[tuple[str, str]]:
    yield "background-image", "none" if value in ("none", "initial") else UNKNOWN


def _of_font(value: str) -> Iterator[tuple[str, str]]:
    size = _SIZE_IN_FONT.search(value)
    if size is not None:
        yield "font-size", size[1]


def _of_sides(prefix: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    """Of one to four values, those above, at the right and at the left."""

    def apart(value: str) -> Iterator[tuple[str, str]]:
        parts = value.split()
        if parts:
            top, right, _, left = spread(parts)
            yield f"{prefix}top", top
            yield f"{prefix}right", right
            yield f"{prefix}left", left

    return apart


def _of_overflow(value: str) -> Iterator[tuple[str, str]]:
    yield "overflow", value


def _of_decoration(value: str) -> Iterator[tuple[str, str]]:
    yield "text-decoration-line", value


def _of_block_size(value: str) -> Iterator[tuple[str, str]]:
    yield "height", value


_SHORTHANDS: dict[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    "background": _of_background,
    "background-image": _of_background_image,
    "font": _of_font,
    "margin": _of_sides("margin-"),
    "padding": _of_sides("padding-"),
    "inset": _of_sides(""),
    "overflow": _of_overflow,
    "overflow-x": _of_overflow,
    "overflow-y": _of_overflow,
    "text-decoration": _of_decoration,
    "-webkit-text-decoration": _of_decoration,
    "block-size": _of_block_size,
    "inset-inline-start": lambda value: iter((("left", value),)),
    "margin-inline-start": lambda value: iter((("margin-left", value),)),
}


def _is_colour(value: str) -> bool:
    return read_colour(value) is not None or value == "currentcolor"


@cache
def read_colour(value: str) -> Colour | None:
    """The colour that a value names; None where it names none, or one of an unusual space."""
    colour = parse_color(value)
    if not isinstance(colour, Color):
        return None
    try:
        red, green, blue = colour.to("srgb").coordinates
    except NotImplementedError:
        return None
    return Colour(red, green, blue, colour.alpha)


def declare(
    styles: Sequence[Style],
    attributes: Mapping[str, str | None],
    variables: Mapping[str, str],
) -> Declared:
    """What holds of an element: by its attributes, the sheets, its own style, and what is important
    in the sheets, each stronger than the one before."""
    declared: Declared = {}
    for name, property_ in _PAINTED.items():
        value = attributes.get(name)
        if value is not None:
            declared.update(_take_apart(property_, _as_colour(name, value)))
    for style in styles:
        declared.update(style.normal)
    inline = attributes.get("style")
    own = read_inline(inline, variables) if inline else _NO_STYLE
    declared.update(own.normal)
    for style in styles:
        declared.update(style.important)
    declared.update(own.important)
    return declared


def _as_colour(name: str, value: str) -> str:
    """The value of an old attribute as a style would give it: ffffff is a colour there."""
    value = value.strip().lower()
    if name == "background":
        return f"url({value})"
    return f"#{value}" if _BARE_COLOUR.fullmatch(value) else value


def read_inline(style: str, variables: Mapping[str, str]) -> Style:
    """What a `style` attribute declares."""
    return read_style(tinycss2.parse_blocks_contents(style, True, True), variables)
